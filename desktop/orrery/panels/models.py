"""The models: a list, what is known of each, and what a trial found, side by side."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from orrery.domain.item import Item
from orrery.panels.item_tile import ItemTile
from orrery.panels.looks import ElidedLabel, fill, label, resize_within_screen
from orrery.panels.theme import Theme
from orrery.viewmodels.models import ModelShelf
from orrery.viewmodels.wording import file_size
from orrery.workflows.packs import Model, ModelState
from orrery.workflows.trial import Example, Trial

_LIST_WIDTH = 250
_PICTURE = QSize(66, 48)


class ModelsDialog(QDialog):
    """Choose a model, get it, try it, use it. It does not stand in the way: the window goes on working."""

    def __init__(self, shelf: ModelShelf, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._theme = theme
        self._wanted = ""  # the model that is being joined, to be picked once it is there
        shelf.setParent(self)
        self.setWindowTitle(self.tr("Models"))
        resize_within_screen(self, 980, 640)
        self._list = QListWidget()
        self._list.setFixedWidth(_LIST_WIDTH)
        self._list.setAccessibleName(self.tr("Models"))
        self._list.currentRowChanged.connect(lambda _: self._show_model())
        self._tried = ""  # id of the model whose trial is in view
        self._pages = QStackedWidget()
        self._told = label(shelf.runs_on(), "faint")
        self._told.setWordWrap(True)
        self._back = QPushButton()
        self._back.clicked.connect(shelf.back)
        middle = QWidget()
        fill(QHBoxLayout(middle), self._list, self._pages, gap=18)
        fill(QVBoxLayout(self), middle, self._told, self._footer(), margins=(18, 16, 18, 14), gap=12)
        shelf.changed.connect(self._listed)
        shelf.tried.connect(self._show_trial)
        shelf.refresh()

    def tell(self, sentence: str) -> None:
        """Say what happened, or what went wrong."""
        self._told.setText(sentence)
        self._told.setProperty("look", "strong")
        self._told.style().polish(self._told)

    @property
    def chosen(self) -> Model | None:
        """The model that is picked in the list."""
        row = self._list.currentRow()
        return self._shelf.models[row] if 0 <= row < len(self._shelf.models) else None

    def choose(self, model: str) -> None:
        """Pick a model by its id."""
        for row, known in enumerate(self._shelf.models):
            if known.id == model:
                self._list.setCurrentRow(row)

    def buttons(self) -> dict[str, QPushButton]:
        """What can be done on the page in view, by the words on the button."""
        page = self._pages.currentWidget()
        return {button.text(): button for button in page.findChildren(QPushButton)} if page else {}

    # ---- inside

    def _footer(self) -> QWidget:
        add = QPushButton(self.tr("Add from an archive…"))
        add.clicked.connect(self._choose_archive)
        folder = QPushButton(self.tr("Add from a folder…"))
        folder.clicked.connect(self._choose_folder)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        footer = QWidget()
        fill(QHBoxLayout(footer), folder, add, None, self._back, close)
        return footer

    def _listed(self) -> None:
        before = self.chosen.id if self.chosen else self._shelf.in_use
        if self._wanted in {model.id for model in self._shelf.models}:
            before, self._wanted = self._wanted, ""
        shown = self._tried if self.chosen is not None else ""  # a trial in view stays in view
        self._list.blockSignals(True)
        self._list.clear()
        for model in self._shelf.models:
            entry = QListWidgetItem(f"{model.name}\n{self._shelf.state_told(model)}")
            entry.setSizeHint(QSize(_LIST_WIDTH - 30, 46))
            self._list.addItem(entry)
        self.choose(before)
        if self._list.currentRow() < 0 and self._shelf.models:
            self._list.setCurrentRow(0)
        self._list.blockSignals(False)
        earlier = next((model.name for model in self._shelf.models if model.id == self._shelf.before), "")
        self._back.setText(self.tr("Go back to {name}").format(name=earlier))
        self._back.setVisible(bool(earlier))
        if not self._told.text():
            self._told.setText(self._shelf.runs_on())
        if not shown or shown != before:
            self._show_model()

    def _show_model(self) -> None:
        self._tried = ""
        if self.chosen is not None:
            self._put(self._page(self.chosen))

    def _show_trial(self, trial: Trial) -> None:
        if self.chosen is not None:
            self._tried = self.chosen.id
            self._put(self._trial_page(self.chosen, trial))

    def _put(self, page: QWidget) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        old = self._pages.currentWidget()
        self._pages.setCurrentIndex(self._pages.addWidget(area))
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()

    def _page(self, model: Model) -> QWidget:
        page = QWidget()
        parts: list[QWidget | int | None] = [label(model.name, "title")]
        if model.entry is not None:
            parts.append(_wrapped(model.entry.good_at, ""))
        if model.problem:
            parts.append(_wrapped(model.problem, "warning"))
        parts += [6, self._facts(model), 6]
        if model.entry is not None:
            note = f"{model.entry.note} {model.entry.checked}".strip()
            parts += [label(self.tr("What was checked"), "head"), _wrapped(note, "quiet")]
        buttons = QWidget()
        fill(QHBoxLayout(buttons), *self._deeds(model), None)
        fill(QVBoxLayout(page), *parts, 8, buttons, None, margins=(0, 0, 12, 0), gap=8)
        return page

    def _facts(self, model: Model) -> QWidget:
        facts = QWidget()
        form = QFormLayout(facts)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(6)
        for name, told in self._shelf.facts(model):
            form.addRow(label(name, "quiet"), ElidedLabel(told, "", Qt.TextElideMode.ElideMiddle))
        return facts

    def _deeds(self, model: Model) -> list[QWidget]:
        shelf, space = self._shelf, self._shelf.space_of(model.id)
        deeds: list[QWidget] = []
        if model.state in (ModelState.NOT_HERE, ModelState.HALF):
            size = file_size(model.size)
            words = (
                self.tr("Download {size}") if model.state is ModelState.NOT_HERE else self.tr("Go on with the download")
            )
            deeds.append(_button(words.format(size=size), lambda: self._download(model), is_primary=True))
        elif model.state is ModelState.READY and model.id != shelf.in_use:
            begun = space is not None and space.is_half
            words = self.tr("Go on changing to it") if begun else self.tr("Use for this library")
            deeds.append(_button(self.tr("Try on this library"), lambda: shelf.try_out(model), is_primary=not begun))
            deeds.append(_button(words, lambda: shelf.use(model), is_primary=begun))
        if pairs := shelf.pairs(model):
            deeds.append(self._join_button(pairs))
        if space is not None and not space.is_in_use and model.id != shelf.in_use:
            size = file_size(space.known.bytes)
            words = self.tr("Delete from the library ({size})").format(size=size)
            deeds.append(_button(words, lambda: shelf.drop(space)))
        is_mine = model.state in (ModelState.READY, ModelState.DAMAGED) and model.id != "starter"
        if is_mine and model.id != shelf.in_use:
            deeds.append(_button(self.tr("Remove from this machine"), lambda: shelf.remove(model)))
        return deeds

    def _join_button(self, pairs: Sequence[tuple[Model, Model]]) -> QPushButton:
        button = QPushButton(self.tr("Join with…"))
        button.setToolTip(self.tr("One model of two: pictures from the one, sounds from the other"))
        menu = QMenu(button)
        words = self.tr("Pictures by {image}, sounds by {sound}")
        for image, sound in pairs:
            deed = menu.addAction(words.format(image=image.name, sound=sound.name))
            deed.triggered.connect(lambda _, image=image, sound=sound: self._join(image, sound))
        button.setMenu(menu)
        return button

    def _join(self, image: Model, sound: Model) -> None:
        self._wanted = self._shelf.join(image, sound)
        self.tell(self.tr("Joining; the status line of the window tells how far it is, and stops it."))

    def _trial_page(self, model: Model, trial: Trial) -> QWidget:
        page = QWidget()
        title = self.tr("{then} instead of {now}").format(then=trial.then, now=trial.now)
        parts: list[QWidget | int | None] = [label(title, "title")]
        shelf = self._shelf
        parts.append(_wrapped(shelf.tried_told(trial), "quiet"))
        parts += [label(told, "strong") for told in shelf.stays_told(trial)]
        parts += [_wrapped(told, "warning") for told in shelf.unread_told(trial)]
        buttons = QWidget()
        use = _button(self.tr("Use for this library"), lambda: shelf.use(model), is_primary=True)
        fill(QHBoxLayout(buttons), use, _button(self.tr("Back to the model"), self._show_model), None)
        parts += [label(shelf.cost_told(trial), ""), 2, buttons]
        parts += self._examples(self.tr("Most different"), trial.worst)
        parts += self._examples(self.tr("Most alike"), trial.best)
        if trial.judged:
            parts += [6, label(self.tr("By your {labels}").format(labels=trial.labels), "head"), self._figures(trial)]
        fill(QVBoxLayout(page), *parts, None, margins=(0, 0, 12, 0), gap=6)
        return page

    def _examples(self, head: str, examples: Sequence[Example]) -> list[QWidget | int | None]:
        if not examples:
            return []
        shown: list[QWidget | int | None] = [6, label(head, "head")]
        for example in examples:
            row = QWidget()
            parts: list[QWidget | int | None] = [self._tile(example.item), 10]
            for name, items in ((self.tr("now"), example.now), (self.tr("then"), example.then)):
                column = QWidget()
                strip = QWidget()
                fill(QHBoxLayout(strip), *(self._tile(item) for item in items), None, gap=4)
                fill(QVBoxLayout(column), label(name, "quiet"), strip, gap=2)
                parts.append(column)
            fill(QHBoxLayout(row), *parts, None, gap=10)
            shown.append(row)
        return shown

    def _tile(self, item: Item) -> ItemTile:
        return ItemTile(item, self._shelf.desk, self._theme, _PICTURE)

    def _figures(self, trial: Trial) -> QWidget:
        table = QWidget()
        form = QFormLayout(table)
        form.setContentsMargins(0, 0, 0, 0)
        for it in trial.judged:
            words = self.tr("now {now}, then {then}, by chance {chance}")
            told = words.format(now=f"{it.now:.0%}", then=f"{it.then:.0%}", chance=f"{it.chance:.0%}")
            form.addRow(label(it.measure, "quiet"), label(told, "strong" if it.then > it.now else ""))
        return table

    def _download(self, model: Model) -> None:
        entry = model.entry
        if entry is not None and entry.is_research_only and not self._agrees(model):
            return
        self._shelf.download(model, accept_licence=entry is not None and entry.is_research_only)
        self.tell(self.tr("Downloading; the status line of the window tells how far it is, and stops it."))

    def _agrees(self, model: Model) -> bool:
        assert model.entry is not None
        words = self.tr("{name} may be used for research only (licence: {licence}, {source}). Do you accept that?")
        told = words.format(name=model.name, licence=model.entry.licence, source=model.entry.source)
        return QMessageBox.question(self, self.tr("For research only"), told) is QMessageBox.StandardButton.Yes

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add a model from a folder"))
        if folder:
            self._shelf.add(Path(folder))

    def _choose_archive(self) -> None:
        wanted = self.tr("Archives (*.zip *.tar *.tar.gz *.tgz *.tar.xz)")
        file, _ = QFileDialog.getOpenFileName(self, self.tr("Add a model from an archive"), "", wanted)
        if file:
            self._shelf.add(Path(file))


def _wrapped(text: str, look: str) -> QLabel:
    made = label(text, look)
    made.setWordWrap(True)
    return made


def _button(text: str, deed: Callable[[], object], *, is_primary: bool = False) -> QPushButton:
    button = QPushButton(text)
    if is_primary:
        button.setProperty("look", "primary")
    button.clicked.connect(lambda: deed())  # noqa: PLW0108 - leaves out Qt's `checked`
    return button
