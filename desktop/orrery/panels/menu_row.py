"""The top row: the name, the menus, and at the right the model, the promise of staying offline, and Ctrl+K."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QPushButton, QSizePolicy, QWidget

from orrery.panels.looks import fill, label
from orrery.panels.theme import Theme
from orrery.viewmodels.explorer import Explorer


class MenuRow(QWidget):
    """Holds the menu bar and the badges."""

    def __init__(self, explorer: Explorer, theme: Theme, open_palette: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("menu_row")
        self._explorer = explorer
        self.bar = QMenuBar()
        self.bar.setNativeMenuBar(False)
        self.bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._mark = QLabel()
        pack = explorer.engine.encoder.pack
        model = _badge(f"{pack.name} · {explorer.engine.space.dim}-d", self.tr("The model in use"))
        model.clicked.connect(self.tell_model)
        self._offline = _badge(self.tr("offline"), self.tr("Orrery opens no network connection"))
        promise = self.tr("Orrery works offline: everything stays on this machine.")
        self._offline.clicked.connect(lambda: explorer.tell(promise))
        native = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
        keys = _badge(native.replace("+", " "), self.tr("Every action by name"))
        keys.clicked.connect(lambda: open_palette())  # noqa: PLW0108 - leaves out Qt's `checked`
        left = (self._mark, label("Orrery", "brand"), 8, self.bar)
        fill(QHBoxLayout(self), *left, None, model, self._offline, keys, margins=(16, 8, 14, 6), gap=6)
        self.use_theme(theme)

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._mark.setPixmap(theme.picture("orrery", 14, "strong", self.devicePixelRatioF()))
        self._offline.setIcon(theme.icon("dot", "good"))

    def tell_model(self) -> None:
        """Say in the message strip what the model is."""
        engine = self._explorer.engine
        pack = engine.encoder.pack
        words = self.tr("The model “{name}” puts everything in a space of {dim} dimensions. Licence: {licence}.")
        self._explorer.tell(words.format(name=pack.name, dim=engine.space.dim, licence=pack.licence))


def _badge(text: str, tip: str) -> QPushButton:
    badge = QPushButton(text)
    badge.setProperty("look", "badge")
    badge.setIconSize(QSize(11, 11))
    badge.setToolTip(tip)
    badge.setAccessibleName(f"{text}: {tip}")
    return badge
