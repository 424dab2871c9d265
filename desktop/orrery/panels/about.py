"""About Orrery: what it is, and the licences of all that it brings along."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from orrery import __version__
from orrery.panels.looks import fill, label, resize_within_screen
from orrery.panels.theme import Theme
from orrery.viewmodels.licences import licences


class About(QDialog):
    """A few words, a list of everything bundled, and the text of the licence that is picked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Orrery"))
        resize_within_screen(self, 980, 620)
        mark = QLabel()
        mark.setPixmap(theme.picture("orrery", 40, "accent", self.devicePixelRatioF()))
        words = QWidget()
        told = self.tr("Pictures, sounds and texts in one searchable space, on your own machine. Nothing is uploaded.")
        version = self.tr("Version {version}").format(version=__version__)
        fill(QVBoxLayout(words), label("Orrery", "title"), label(version, "quiet"), label(told, "quiet"), gap=2)
        head = QWidget()
        fill(QHBoxLayout(head), mark, words, None, gap=14)
        self._known = licences()
        self.names = QListWidget()
        self.names.setAccessibleName(self.tr("What Orrery brings along"))
        self.names.addItems([f"{one.name} · {one.licence}" for one in self._known])
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("look", "fixed")
        self.text.setAccessibleName(self.tr("Licence"))
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.names)
        parts.addWidget(self.text)
        parts.setSizes([340, 620])
        parts.setHandleWidth(9)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        row = QWidget()
        fill(QHBoxLayout(row), None, close)
        heading = label(self.tr("Licences"), "head")
        fill(QVBoxLayout(self), head, 6, heading, parts, row, margins=(18, 16, 18, 14), gap=10)
        self.layout().setStretchFactor(parts, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        self.names.currentRowChanged.connect(self._show)
        self.names.setCurrentRow(0)

    def _show(self, row: int) -> None:
        one = self._known[row]
        self.text.setPlainText(one.text or self.tr("Its licence is {licence}.").format(licence=one.licence))
