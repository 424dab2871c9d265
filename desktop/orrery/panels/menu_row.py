"""The top row: the name, the menus, and at the right the model, the promise of staying offline, and Ctrl+K."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QPushButton, QSizePolicy, QToolButton, QWidget

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
        self._offline = QPushButton()
        self._offline.clicked.connect(self.tell_network)
        self._downloads = set[int]()
        explorer.went_online.connect(self._go_online)
        explorer.runner.ended.connect(lambda job, _: self._go_offline(job))
        native = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
        keys = _badge(native.replace("+", " "), self.tr("Every action by name"))
        keys.clicked.connect(lambda: open_palette())  # noqa: PLW0108 - leaves out Qt's `checked`
        left = (self._mark, label("Orrery", "brand"), 8, self.bar)
        fill(QHBoxLayout(self), *left, None, model, self._offline, keys, margins=(16, 8, 14, 6), gap=6)
        self.use_theme(theme)

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._mark.setPixmap(theme.picture("orrery", 14, "strong", self.devicePixelRatioF()))
        more = self.bar.findChild(QToolButton, "qt_menubar_ext_button")
        if isinstance(more, QToolButton):  # Qt's own, for menus that there is no room for
            more.setIcon(theme.icon("forward", "text"))
            more.setAccessibleName(self.tr("More menus"))
        self._icons = theme.icon("dot", "good"), theme.icon("dot", "accent")
        self._show_network()

    @property
    def is_online(self) -> bool:
        """Whether something is being downloaded."""
        return bool(self._downloads)

    def tell_network(self) -> None:
        """Say in the message strip what leaves this machine, or comes to it."""
        offline = self.tr("Orrery works offline: everything stays on this machine.")
        online = self.tr("A model is being downloaded; nothing else opens a network connection.")
        self._explorer.tell(online if self.is_online else offline)

    def _go_online(self, job: int) -> None:
        self._downloads.add(job)
        self._show_network()

    def _go_offline(self, job: int) -> None:
        if job in self._downloads:
            self._downloads.remove(job)
            self._show_network()

    def _show_network(self) -> None:
        if self.is_online:
            _tell(self._offline, self.tr("downloading"), self.tr("A model is being downloaded"))
        else:
            _tell(self._offline, self.tr("offline"), self.tr("Orrery opens no network connection"))
        self._offline.setIcon(self._icons[self.is_online])

    def tell_model(self) -> None:
        """Say in the message strip what the model is."""
        engine = self._explorer.engine
        pack = engine.encoder.pack
        words = self.tr("The model “{name}” puts everything in a space of {dim} dimensions. Licence: {licence}.")
        self._explorer.tell(words.format(name=pack.name, dim=engine.space.dim, licence=pack.licence))


def _badge(text: str, tip: str) -> QPushButton:
    badge = QPushButton()
    _tell(badge, text, tip)
    return badge


def _tell(badge: QPushButton, text: str, tip: str) -> None:
    badge.setText(text)
    badge.setProperty("look", "badge")
    badge.setIconSize(QSize(11, 11))
    badge.setToolTip(tip)
    badge.setAccessibleName(f"{text}: {tip}")
