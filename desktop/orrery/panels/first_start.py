"""What an empty library shows: what to do, and that everything stays on this machine."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from orrery.panels.looks import fill, label
from orrery.panels.theme import Theme


class FirstStart(QWidget):
    """An invitation to drop files, choose a folder or try the demo.

    Signals:
        folder_wanted(): choose a folder to add.
        demo_wanted(): add the demo files.
    """

    folder_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mark = QLabel()
        self._title = _centred(label(self.tr("Drop pictures, sounds or texts here"), "title"))
        told = self.tr("Files or whole folders. They become one space that you can search and see.")
        self._choose = QPushButton(self.tr("Choose a folder…"))
        self._choose.setProperty("look", "primary")
        self._demo = QPushButton(self.tr("Try the demo"))
        self._choose.clicked.connect(lambda: self.folder_wanted.emit())  # noqa: PLW0108 - leaves out `checked`
        self._demo.clicked.connect(lambda: self.demo_wanted.emit())  # noqa: PLW0108
        buttons = QWidget()
        fill(QHBoxLayout(buttons), None, self._choose, self._demo, None)
        promise = self.tr("Everything stays on this machine. Your files are only read, never changed or sent anywhere.")
        self._promise = _centred(label(promise, "quiet"))
        parts = (_centred(self._mark), 14, self._title, _centred(label(told, "quiet")), 18, buttons, 22, self._promise)
        fill(QVBoxLayout(self), None, *parts, None, margins=(40, 40, 40, 40), gap=8)
        self.use_theme(theme)

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._mark.setPixmap(theme.picture("drop", 46, "accent", self.devicePixelRatioF()))
        self.update()

    def set_busy(self, *, busy: bool) -> None:
        """Say that files are on their way in, and offer nothing else meanwhile."""
        self._title.setText(self.tr("Adding your files…") if busy else self.tr("Drop pictures, sounds or texts here"))
        self._choose.setEnabled(not busy)
        self._demo.setEnabled(not busy)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the dashed frame that says "here"."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour("ground"))
        pen = QPen(self._theme.colour("line_strong"), 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(24, 24, -24, -24), 14, 14)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Redraw when the palette changes."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


def _centred(words: QLabel) -> QLabel:
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words.setWordWrap(bool(words.text()))
    return words
