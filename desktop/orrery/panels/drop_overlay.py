"""The frame that appears over the window while files are dragged across it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from orrery.panels.theme import Theme, body_font


class DropOverlay(QWidget):
    """Says what a drop will do; it lets every event through."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._below = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme

    def cover(self) -> None:
        """Show over the whole of the parent."""
        self.setGeometry(self._below.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Dim what is below, and draw a frame with a sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour("panel", 0.94))
        pen = QPen(self._theme.colour("accent"), 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(20, 20, -20, -20), 14, 14)
        middle = self.rect().center()
        icon = self._theme.picture("drop", 44, "accent", self.devicePixelRatioF())
        painter.drawPixmap(middle.x() - 22, middle.y() - 60, icon)
        painter.setFont(body_font(18, strong=True))
        painter.setPen(self._theme.colour("strong"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.tr("Drop to add to the library"))
        painter.setFont(body_font())
        painter.setPen(self._theme.colour("quiet"))
        below = self.rect().adjusted(0, 56, 0, 0)
        told = self.tr("Drop on the query line instead to ask with a file without adding it.")
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), told)
        painter.end()
