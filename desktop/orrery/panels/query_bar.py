"""The query bar: chips, a line to type behind them, back and forward, and which kinds may answer."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from orrery.domain.modality import Kind
from orrery.domain.query import Filters, Words
from orrery.panels.chips import ICONS, PICTURE, ChipView, LimitView
from orrery.panels.looks import fill, icon_button, label, restyle, retint
from orrery.panels.theme import Theme
from orrery.viewmodels.chip_pictures import ChipPictures
from orrery.viewmodels.completion import Completion
from orrery.viewmodels.dragging import ITEMS_TYPE, dragged_items, dropped_files
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.limits import Limit, LimitLine
from orrery.viewmodels.pasting import pasted_files
from orrery.viewmodels.query_line import QueryLine

FIELD_HEIGHT = 38
LINE_WIDTH = 170
"""The line keeps at least this; before it gets narrower the chips scroll."""

NARROW = 620
"""Pixels below which the kinds are small pictures: beside words the query would have less than half of the row."""


class QueryBar(QWidget):
    """The row above map and results."""

    def __init__(self, explorer: Explorer, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("query_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._explorer = explorer
        self.field = QueryField(explorer, theme)
        self.kinds = KindSwitch(explorer, theme)
        self._back = icon_button(theme, "back", self.tr("Back to the question before"), explorer.back)
        self._forward = icon_button(theme, "forward", self.tr("Forward again"), explorer.forward)
        self._warning = label("", "warning")
        self._warning.hide()
        row = QWidget()
        fill(QHBoxLayout(row), self._back, self._forward, self.field, self.kinds)
        self._warning.setIndent(self._back.sizeHint().width() + self._forward.sizeHint().width() + 30)
        fill(QVBoxLayout(self), row, self._warning, margins=(12, 9, 12, 9), gap=4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        explorer.history_changed.connect(self._show_history)
        self.field.line.warned.connect(self._warn)
        self._show_history()

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        retint(self, theme)
        self.field.use_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Kinds are words as long as the query keeps half of the row."""
        super().resizeEvent(event)
        self.kinds.use_icons(is_narrow=self.width() < NARROW)

    def _show_history(self) -> None:
        self._back.setEnabled(self._explorer.can_go_back)
        self._forward.setEnabled(self._explorer.can_go_forward)

    def _warn(self, warning: str) -> None:
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))


class QueryField(QFrame):
    """Chips in a row and the line behind them; files and own items dropped here are asked with."""

    def __init__(self, explorer: Explorer, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("query_field")
        self.setFixedHeight(FIELD_HEIGHT)
        self.setAcceptDrops(True)
        self._theme = theme
        self.line = QueryLine(explorer, self)
        self.limits = LimitLine(explorer, self)
        self._pictures = ChipPictures(explorer, PICTURE, self)
        self.completion = Completion(explorer, self)
        self.typed = TypedLine(self.completion, theme)
        self.typed.setPlaceholderText(self.tr("type, or drop an image, a sound or a text…"))
        self.typed.setAccessibleName(self.tr("Query"))
        self.typed.setMinimumWidth(LINE_WIDTH)
        self.typed.returnPressed.connect(self._enter)
        self.typed.emptied.connect(self._take_back)
        self.typed.pasted.connect(self.line.drop_files)
        self.typed.focused.connect(self._set_active)
        self._views: list[ChipView | LimitView] = []
        self._chips = QHBoxLayout()
        self._shelf = _shelf(self._chips)
        self._clear = icon_button(theme, "close", self.tr("Clear the query"), self.line.clear)
        fill(QHBoxLayout(self), self._shelf, self.typed, self._clear, margins=(8, 0, 6, 0), gap=4)
        self.line.changed.connect(self._rebuild)
        self.limits.changed.connect(self._rebuild)
        self._pictures.arrived.connect(self._rebuild)
        self._rebuild()

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.typed.use_theme(theme)
        self._rebuild()

    def paste(self) -> None:
        """Ask with what was copied: files, a picture, or words."""
        self.typed.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.typed.paste_here()

    def edit_as_text(self) -> None:
        """Turn the chips back into the words that mean the same, to be changed by hand."""
        words = self.line.take_all()
        if words:
            self.typed.setText(words)
        self.typed.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the new width between chips and line."""
        super().resizeEvent(event)
        self._give_room()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files, own items, pictures and words are welcome."""
        data = event.mimeData()
        if data.hasFormat(ITEMS_TYPE) or dropped_files(data) or data.hasImage() or data.hasText():
            event.acceptProposedAction()
            self._set_property("dropping", value=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Take the frame back."""
        self._set_property("dropping", value=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Ask with what was dropped; nothing is added to the library."""
        self._set_property("dropping", value=False)
        data = event.mimeData()
        event.acceptProposedAction()
        if data.hasFormat(ITEMS_TYPE):
            self.line.drop_items(dragged_items(data))
        elif files := pasted_files(data):
            self.line.drop_files(files)
        else:
            self.typed.insert(data.text())
            self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        if self.line.enter(self.typed.text()):
            self.typed.clear()

    def _take_back(self) -> None:
        self.typed.setText(self.line.take_back())

    def _set_active(self, active: bool) -> None:
        self._set_property("active", value=active)

    def _set_property(self, name: str, *, value: bool) -> None:
        self.setProperty(name, value)
        restyle(self)

    def _rebuild(self) -> None:
        self._pictures.want(self.line.terms)
        focused = next((place for place, view in enumerate(self._views) if view.hasFocus()), None)
        for view in self._views:
            self._chips.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._views = [self._chip_view(place) for place in range(len(self.line.terms))]
        self._views += [self._limit_view(place, limit) for place, limit in enumerate(self.limits.limits)]
        for view in self._views:
            self._chips.addWidget(view)
            view.show()  # a hidden widget has no size in the sum below
        spelt = self.line.spelt
        self.setToolTip(self.tr("As text: {query}").format(query=spelt) if spelt else "")
        self._shelf.setVisible(bool(self._views))
        self._clear.setVisible(bool(self.line.terms))
        self._give_room()
        if focused is not None and self._views:
            self._views[min(focused, len(self._views) - 1)].setFocus()

    def _give_room(self) -> None:
        """The chips get what they need, as far as the line keeps room for its hint."""
        least = min(LINE_WIDTH, self.width() // 3)
        self.typed.setMinimumWidth(least)
        room = self.width() - least - self._clear.sizeHint().width() - 26
        self._shelf.setFixedWidth(max(60, min(self._chips.sizeHint().width(), room)))

    def _chip_view(self, place: int) -> ChipView:
        asked = self.line.terms[place].asked
        image = self._pictures.get(asked)
        picture = None if image is None else QPixmap.fromImage(image)
        view = ChipView(place, self.line.chips[place], self._theme, picture, is_words=isinstance(asked, Words))
        view.nudged.connect(self.line.nudge)
        view.flipped.connect(self.line.flip)
        view.weighed.connect(self.line.reweigh)
        view.removed.connect(self.line.remove)
        view.focused.connect(lambda: self._shelf.ensureWidgetVisible(view))
        return view

    def _limit_view(self, place: int, limit: Limit) -> LimitView:
        view = LimitView(place, limit, self._theme)
        view.removed.connect(self.limits.remove)
        return view


class TypedLine(QLineEdit):
    """The line behind the chips.

    Signals:
        emptied(): backspace in the empty line.
        focused(bool): it got or lost the focus.
        pasted(Sequence[str]): files, or a picture in a file, were pasted to ask with.
    """

    emptied = Signal()
    focused = Signal(bool)
    pasted = Signal(object)

    def __init__(self, completion: Completion, theme: Theme) -> None:
        super().__init__()
        self.setAcceptDrops(False)  # the field around it takes drops
        self.installEventFilter(self)
        self._completion = completion
        self._theme = theme
        self._offers = QStandardItemModel(self)
        offering = QCompleter(self._offers, self)
        offering.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        shown = QListView()
        shown.setObjectName("offers")
        shown.setAccessibleName(self.tr("How to go on"))
        offering.setPopup(shown)
        self.setCompleter(offering)
        self.textEdited.connect(self._offer)

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme

    def paste_here(self) -> None:
        """Files and pictures are asked with, words go into the line."""
        files = pasted_files(QGuiApplication.clipboard().mimeData())
        if files:
            self.pasted.emit(files)
        else:
            self.paste()

    def _offer(self, typed: str) -> None:
        self._offers.clear()
        for offer in self._completion.offers(typed):
            self._offers.appendRow(QStandardItem(self._theme.icon(offer.source.value, "quiet"), offer.line))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Backspace in the empty line goes on to the last chip; a picture can be pasted."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_here()
            return
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell of the focus, which the frame around the line shows."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.focused.emit(event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)


class KindSwitch(QFrame):
    """All, images, sounds or texts."""

    def __init__(self, explorer: Explorer, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("look", "segments")
        self.setFixedHeight(FIELD_HEIGHT - 4)
        self._explorer = explorer
        self._group = QButtonGroup(self)
        self._buttons: dict[Kind | None, QToolButton] = {}
        names = {
            None: self.tr("All"),
            Kind.IMAGE: self.tr("Images"),
            Kind.SOUND: self.tr("Sounds"),
            Kind.TEXT: self.tr("Texts"),
        }
        row = QHBoxLayout(self)
        fill(row, margins=(1, 1, 1, 1), gap=0)
        for kind, name in names.items():
            row.addWidget(self._button(kind, name))
        explorer.scope_changed.connect(self._show)
        self._show(explorer.scope)

    def _button(self, kind: Kind | None, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(name)
        if kind is not None:
            icon = ICONS.get(kind, "text")
            button.setProperty("icon_name", icon)
            button.setIcon(self._theme.icon(icon, "quiet"))
            button.setToolTip(name)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        button.setAccessibleName(self.tr("Show: {kind}").format(kind=name))
        button.clicked.connect(lambda: self._explorer.show_kinds(() if kind is None else (kind,)))
        self._group.addButton(button)
        self._buttons[kind] = button
        return button

    def use_icons(self, *, is_narrow: bool) -> None:
        """Show small pictures instead of words; "All" is short enough."""
        icons, words = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextOnly
        for kind, button in self._buttons.items():
            button.setToolButtonStyle(icons if is_narrow and kind is not None else words)

    def _show(self, scope: Filters) -> None:
        kind = next(iter(scope.kinds)) if len(scope.kinds) == 1 else None
        self._buttons[kind].setChecked(True)


def _shelf(chips: QHBoxLayout) -> QScrollArea:
    """Where the chips stand; it scrolls sideways when they are too many."""
    inside = QWidget()
    fill(chips, margins=(0, 0, 0, 0), gap=6)
    inside.setLayout(chips)
    shelf = QScrollArea()
    shelf.setWidget(inside)
    shelf.setWidgetResizable(True)
    shelf.setFrameShape(QFrame.Shape.NoFrame)
    shelf.setFixedHeight(FIELD_HEIGHT - 8)
    shelf.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    shelf.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    shelf.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    along = shelf.horizontalScrollBar()
    along.rangeChanged.connect(lambda _, most: along.setValue(most))  # the newest chip is in view
    return shelf
