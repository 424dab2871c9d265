"""A quiet strip for sentences to the user; it never stands in the way and goes when it is clicked away."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from orrery.panels.looks import fill, icon_button, restyle, retint
from orrery.panels.theme import Theme
from orrery.viewmodels.messages import Tone

_SIGNS = {Tone.NEWS: ("info", "accent"), Tone.WARNING: ("warning", "warning"), Tone.ERROR: ("error", "negative")}


class MessageStrip(QWidget):
    """Shows the last sentence that was told, in the tone it is meant."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._frame = QFrame()
        self._frame.setObjectName("message_strip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(self.tr("Message"))
        self._theme = theme
        self._tone = Tone.NEWS
        self._sign = QLabel()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = icon_button(theme, "close", self.tr("Close"), self.hide)
        fill(QHBoxLayout(self._frame), self._sign, self._words, close, margins=(12, 5, 6, 5), gap=10)
        fill(QVBoxLayout(self), self._frame, margins=(12, 8, 12, 8))
        self.use_theme(theme)
        self.hide()

    @property
    def sentence(self) -> str:
        """What the strip says; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    @property
    def tone(self) -> Tone:
        """How the last sentence was meant."""
        return self._tone

    def tell(self, sentence: str, tone: Tone = Tone.NEWS) -> None:
        """Show a sentence until it is closed or replaced; a screen reader says it at once."""
        self._tone = tone
        self._words.setText(sentence)
        self.setAccessibleDescription(sentence)
        self._show_tone()
        self.show()
        said = QAccessibleAnnouncementEvent(self, sentence)
        said.setPoliteness(
            QAccessible.AnnouncementPoliteness.Polite
            if tone is Tone.NEWS
            else QAccessible.AnnouncementPoliteness.Assertive
        )
        QAccessible.updateAccessibility(said)

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._show_tone()
        retint(self, theme)

    def _show_tone(self) -> None:
        self._frame.setProperty("tone", self._tone.value)
        restyle(self._frame)
        icon, role = _SIGNS[self._tone]
        self._sign.setPixmap(self._theme.picture(icon, 15, role, self.devicePixelRatioF()))
