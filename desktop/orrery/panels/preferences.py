"""Preferences: looks, language and scale of the window, threads, and how much the previews may take on disk."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from orrery.panels.looks import fill, label
from orrery.settings import LARGEST_SCALE, SMALLEST_SCALE, Settings
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.language import SYSTEM, languages, named
from orrery.viewmodels.wording import file_size


class Preferences(QDialog):
    """A form over the settings; nothing is changed before OK, but for the previews, which are derived.

    Signals:
        chosen(Settings): OK was pressed.
    """

    chosen = Signal(object)

    def __init__(self, settings: Settings, explorer: Explorer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self._explorer = explorer
        self._theme = _choice(
            [("system", self.tr("Like the system")), ("dark", self.tr("Dark")), ("light", self.tr("Light"))],
            settings.theme,
        )
        known = [(SYSTEM, self.tr("Like the system")), *((code, named(code)) for code in languages())]
        self._language = _choice(known, settings.language)
        self._scale = _number(SMALLEST_SCALE, LARGEST_SCALE, settings.scale, step=25, after=" %")
        self._threads = _number(0, 256, settings.threads, none=self.tr("all cores"))
        self._readers = _number(0, 64, settings.decoder_processes, none=self.tr("up to four"))
        self._cache = _number(0, 1_000_000, settings.cache_mb, step=500, after=" MB", none=self.tr("no limit"))
        self._watch = QCheckBox(self.tr("Watch folders that I add: take in changes at once"))
        self._watch.setChecked(settings.watch_folders)
        self._quick = QCheckBox(self.tr("Search faster from 250,000 files on: one answer in a hundred may be left out"))
        self._quick.setChecked(settings.quick_search)
        self._taken = label(self.tr("counting…"), "quiet")
        self._clear = QPushButton(self.tr("Clear now"))
        self._clear.clicked.connect(self._clear_previews)
        told = label(self.tr("Language, scale, threads and faster search hold from the next start."), "quiet")
        fill(QVBoxLayout(self), self._form(), told, 4, self._buttons(), margins=(20, 18, 20, 16), gap=12)
        self.finished.connect(lambda _: explorer.runner.forget("previews"))
        self._count()

    @property
    def settings(self) -> Settings:
        """What the form says."""
        return replace(
            self._settings,
            theme=self._theme.currentData(),
            language=self._language.currentData(),
            scale=self._scale.value(),
            threads=self._threads.value(),
            decoder_processes=self._readers.value(),
            cache_mb=self._cache.value(),
            watch_folders=self._watch.isChecked(),
            quick_search=self._quick.isChecked(),
        )

    def _form(self) -> QWidget:
        kept = QWidget()
        fill(QHBoxLayout(kept), self._cache, self._taken, None, self._clear)
        rows = (
            (self.tr("Colours"), self._theme),
            (self.tr("Language"), self._language),
            (self.tr("Scale"), self._scale),
            (self.tr("Threads for the model"), self._threads),
            (self.tr("Processes that read files"), self._readers),
            (self.tr("Previews take at most"), kept),
            ("", self._watch),
            ("", self._quick),
        )
        form = QWidget()
        lines = QFormLayout(form)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(18)
        lines.setVerticalSpacing(10)
        lines.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for name, field in rows:
            lines.addRow(name, field)
        for name, field in (*rows[:5], (self.tr("Previews take at most"), self._cache)):
            field.setAccessibleName(name)
        return form

    def _buttons(self) -> QWidget:
        cancel, done = QPushButton(self.tr("Cancel")), QPushButton(self.tr("OK"))
        done.setProperty("look", "primary")
        done.setDefault(True)
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self._done)
        row = QWidget()
        fill(QHBoxLayout(row), None, cancel, done)
        return row

    def _done(self) -> None:
        self.chosen.emit(self.settings)
        self.accept()

    def _count(self) -> None:
        previews = self._explorer.engine.previews
        self._explorer.runner.look("previews", previews.size, self._show_size)

    def _show_size(self, size: int) -> None:
        self._taken.setText(self.tr("now {size}").format(size=file_size(size)))

    def _clear_previews(self) -> None:
        previews = self._explorer.engine.previews

        def cleared() -> int:
            previews.clear()
            return previews.size()

        self._clear.setEnabled(False)
        self._explorer.runner.look("previews", cleared, self._show_size)


def _choice(entries: list[tuple[str, str]], chosen: str) -> QComboBox:
    box = QComboBox()
    for key, name in entries:
        box.addItem(name, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def _number(least: int, most: int, value: int, *, step: int = 1, after: str = "", none: str = "") -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setSingleStep(step)
    box.setSuffix(after)
    if none:
        box.setSpecialValueText(none)
    box.setValue(value)
    box.setMinimumWidth(130)
    return box
