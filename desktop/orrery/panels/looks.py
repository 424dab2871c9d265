"""Small pieces that every panel of the shell is built from; the style sheet knows them by their property `look`."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QToolButton, QWidget

from orrery.panels.theme import Theme


def label(text: str, look: str) -> QLabel:
    """Words with one of the style sheet's looks: strong, quiet, faint, head, title, badge, warning."""
    made = QLabel(text)
    made.setProperty("look", look)
    return made


def icon_button(theme: Theme, icon: str, name: str, clicked: Callable[[], object]) -> QToolButton:
    """A button that is only an icon; its name is its tip and what a screen reader says."""
    made = QToolButton()
    made.setProperty("look", "icon")
    made.setProperty("icon_name", icon)
    made.setIconSize(QSize(16, 16))
    made.setIcon(theme.icon(icon, "quiet"))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.clicked.connect(lambda: clicked())  # noqa: PLW0108 - leaves out Qt's `checked`
    return made


def retint(parent: QWidget, theme: Theme) -> None:
    """Draw the icons of all icon buttons below a widget in a theme's colours."""
    for button in parent.findChildren(QToolButton):
        icon = button.property("icon_name")
        if icon:
            button.setIcon(theme.icon(icon, "quiet"))


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def fill(
    box: QBoxLayout, *parts: QWidget | int | None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> None:
    """Put parts into a box: a widget as it is, a number as that many pixels, None as a stretch."""
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        elif part is None:
            box.addStretch(1)
        else:
            box.addSpacing(part)


def resize_within_screen(dialog: QWidget, wide: int, high: int) -> None:
    """Give a dialog its first size, or what the screen has: at 300 % that is 640 × 360 of a screen of 1920 × 1080."""
    room = dialog.screen().availableSize() * 0.95
    parent = dialog.parentWidget()
    if isinstance(parent, QWidget):
        room = room.expandedTo(parent.window().size())
    dialog.resize(QSize(wide, high).boundedTo(room))


class ElidedLabel(QLabel):
    """A label that shortens its text with … instead of widening its surroundings; the tip has all of it."""

    def __init__(
        self,
        text: str = "",
        look: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        *,
        least: int = 30,
    ) -> None:
        """Make a label that is never narrower than `least` pixels, unless all of its text is."""
        super().__init__(text)
        self._least = least
        self._mode = mode
        if look:
            self.setProperty("look", look)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few letters."""
        return QSize(min(self._least, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the text, shortened to the width there is."""
        shown = QFontMetrics(self.font()).elidedText(self.text(), self._mode, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()
