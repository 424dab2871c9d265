"""A quiet strip for sentences to the user; it never stands in the way and goes when it is clicked away."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from orrery.panels.looks import fill, icon_button, retint
from orrery.panels.theme import Theme


class MessageStrip(QWidget):
    """Shows the last sentence that was told."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        frame = QFrame()
        frame.setObjectName("message_strip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(self.tr("Message"))
        self._theme = theme
        self._sign = QLabel()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = icon_button(theme, "close", self.tr("Close"), self.hide)
        fill(QHBoxLayout(frame), self._sign, self._words, close, margins=(12, 5, 6, 5), gap=10)
        fill(QVBoxLayout(self), frame, margins=(12, 8, 12, 8))
        self.use_theme(theme)
        self.hide()

    @property
    def sentence(self) -> str:
        """What the strip says; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, sentence: str) -> None:
        """Show a sentence until it is closed or replaced."""
        self._words.setText(sentence)
        self.setAccessibleDescription(sentence)
        self.show()

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._sign.setPixmap(theme.picture("warning", 15, "warning", self.devicePixelRatioF()))
        retint(self, theme)
