"""One chip of the query bar: a term with its sign and weight, to be changed by wheel or keys and taken away."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton

from orrery.domain.modality import Kind
from orrery.panels.looks import ElidedLabel, fill
from orrery.panels.theme import Theme
from orrery.viewmodels.limits import Limit
from orrery.viewmodels.query_line import Chip

PICTURE = QSize(26, 20)
WIDEST = 260
LEAST = 80
"""Of the words of a chip; beyond it the chips scroll rather than shrink."""
ICONS = {Kind.IMAGE: "image", Kind.SOUND: "note"}


class _Piece(QFrame):
    """A piece of the query, reached and taken away by keys."""

    removed = Signal(int)

    def __init__(self, place: int, spoken: str) -> None:
        super().__init__()
        self._place = place
        self.setProperty("look", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(spoken)
        self.setMaximumWidth(WIDEST)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Removal by keys."""
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit(self._place)
            case Qt.Key.Key_Left:
                self.focusPreviousChild()
            case Qt.Key.Key_Right:
                self.focusNextChild()
            case _:
                super().keyPressEvent(event)


class ChipView(_Piece):
    """Draws a chip.

    Signals:
        nudged(int, int): place, steps of a tenth up or down.
        flipped(int): place; "like this" and "not like this" change places.
        removed(int): place.
        weighed(int, float): place, the weight it is to have.
        focused(): it got the keyboard.
    """

    nudged = Signal(int, int)
    flipped = Signal(int)
    weighed = Signal(int, float)
    focused = Signal()

    def __init__(self, place: int, chip: Chip, theme: Theme, picture: QPixmap | None, *, is_words: bool) -> None:
        super().__init__(place, chip.spoken)
        self._wheel = 0
        self._is_negative = chip.is_negative
        self.setProperty("negative", chip.is_negative)
        keys = self.tr("Wheel or ↑ ↓: weight · −: turn round · Delete: take away")
        self.setToolTip(f"{chip.spoken}\n{keys}")
        sign = QLabel(chip.sign)
        sign.setProperty("look", "sign")
        sign.setVisible(bool(chip.sign))
        role = "negative" if chip.is_negative else "text"
        drawn = QLabel()
        drawn.setVisible(not is_words)
        if not is_words:
            drawn.setPixmap(picture or theme.picture(ICONS.get(chip.kind, "text"), 14, role, self.devicePixelRatioF()))
        fill(
            QHBoxLayout(self),
            sign,
            drawn,
            ElidedLabel(chip.label, least=LEAST),
            _cross(theme, self.tr("Take away"), lambda: self.removed.emit(self._place)),
            margins=(8, 2, 4, 2),
            gap=5,
        )

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """One notch is a tenth."""
        self._wheel += event.angleDelta().y()
        steps, self._wheel = int(self._wheel / 120), self._wheel - int(self._wheel / 120) * 120
        if steps:
            self.nudged.emit(self._place, steps)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Weights by keys; removal as any piece."""
        match event.key():
            case Qt.Key.Key_Up:
                self.nudged.emit(self._place, 1)
            case Qt.Key.Key_Down:
                self.nudged.emit(self._place, -1)
            case Qt.Key.Key_Minus | Qt.Key.Key_Plus:
                self.flipped.emit(self._place)
            case _:
                super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The middle button takes a chip away, as it closes a tab."""
        if event.button() is Qt.MouseButton.MiddleButton:
            self.removed.emit(self._place)
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """What can be done with a chip, for those who know neither keys nor wheel."""
        menu = self.offers()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def offers(self) -> QMenu:
        """The chip's menu."""
        menu = QMenu(self)
        words = self.tr("Like this") if self._is_negative else self.tr("Not like this")
        menu.addAction(words, lambda: self.flipped.emit(self._place))
        weights = menu.addMenu(self.tr("Weight"))
        for weight in (0.25, 0.5, 1.0, 1.5, 2.0, 3.0):
            signed = -weight if self._is_negative else weight
            weights.addAction(f"{weight:g}", lambda signed=signed: self.weighed.emit(self._place, signed))
        menu.addSeparator()
        menu.addAction(self.tr("Take away"), lambda: self.removed.emit(self._place))
        return menu

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Ask to be brought into view."""
        super().focusInEvent(event)
        self.focused.emit()


class LimitView(_Piece):
    """Draws a filter, or what is in view, quieter than a term.

    Signals:
        removed(int): place.
    """

    def __init__(self, place: int, limit: Limit, theme: Theme) -> None:
        super().__init__(place, limit.spoken)
        self.setProperty("limit", True)
        self.setToolTip(limit.spoken + "\n" + self.tr("Delete: take away"))
        cross = _cross(theme, self.tr("Take away"), lambda: self.removed.emit(self._place))
        fill(QHBoxLayout(self), ElidedLabel(limit.label, least=LEAST), cross, margins=(8, 2, 4, 2), gap=5)


def _cross(theme: Theme, words: str, clicked: Callable[[], object]) -> QToolButton:
    cross = QToolButton()
    cross.setIcon(theme.icon("close", "quiet"))
    cross.setIconSize(QSize(11, 11))
    cross.setFixedSize(16, 16)
    cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    cross.setToolTip(words)
    cross.setAccessibleName(words)
    cross.clicked.connect(lambda: clicked())  # noqa: PLW0108 - leaves out Qt's `checked`
    return cross
