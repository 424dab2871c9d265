"""The rectangle that is drawn on a picture to choose a part of it: where it stands, what moves it, how it looks."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from orrery.domain.query import Region
from orrery.panels.theme import Theme

GRIP = 9
"""Pixels from an edge within which the mouse takes hold of it."""

LEAST = 8
"""Pixels a side: what is smaller was a click."""

KNOB = 7
"""Pixels a side of the marks at corners and edges."""

_WHOLE = QRectF(0, 0, 1, 1)

_CURSORS = {
    (0, 0): Qt.CursorShape.SizeAllCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
}


class PartFrame:
    """A rectangle in shares of a picture's width and height; places and sizes of the mouse are the widget's pixels.

    Every verb takes `target`, where the whole picture stands in the widget.

    Attributes:
        part: the rectangle; None while there is none.
    """

    def __init__(self) -> None:
        self.part: QRectF | None = None
        self._grip: tuple[int, int] | None = None  # which edges follow the mouse, across and down; 0, 0 moves all
        self._start = QPointF()  # where the mouse took hold, in shares
        self._before: QRectF | None = None

    @property
    def is_held(self) -> bool:
        """Whether the mouse has hold of it."""
        return self._grip is not None

    def region(self) -> Region | None:
        """What is chosen, in percent of the picture."""
        return None if self.part is None else region_of(self.part)

    def put(self, box: QRectF, target: QRectF) -> None:
        """Choose what lies within a box of the widget."""
        self.part = QRectF(_share(box.topLeft(), target), _share(box.bottomRight(), target))

    def press(self, at: QPointF, target: QRectF, *, may_draw: bool) -> bool:
        """Take hold of the rectangle, or begin a new one; False where there is nothing to hold and none may begin."""
        self._start, self._before = _share(at, target), self.part
        self._grip = self._grip_at(at, target)
        if self._grip is None and may_draw:
            self._grip, self.part, self._before = (1, 1), None, None
        return self.is_held

    def drag(self, at: QPointF, target: QRectF) -> None:
        """Follow the mouse."""
        here = _share(at, target)
        if self._before is None:
            drawn = QRectF(self._start, here).normalized()
            self.part = drawn if _is_large(drawn, target) else None
        elif self._grip is not None:
            self._change(self._grip, here - self._start, self._before, target)

    def release(self) -> None:
        """Let go."""
        self._grip = None

    def nudge(self, pixels: QPointF, target: QRectF, *, resizes: bool) -> None:
        """Move the rectangle, or its right lower corner, by some pixels."""
        if self.part is not None:
            by = QPointF(pixels.x() / target.width(), pixels.y() / target.height())
            self._change((1, 1) if resizes else (0, 0), by, self.part, target)

    def cursor(self, at: QPointF, target: QRectF) -> Qt.CursorShape | None:
        """What a press here would do to the rectangle; None where it would do nothing."""
        grip = self._grip_at(at, target)
        if grip is None:
            return None
        return _CURSORS.get(grip) or _CURSORS[-grip[0], -grip[1]]

    def seen(self, target: QRectF) -> QRectF:
        """Where the rectangle stands in the widget; empty while there is none."""
        if self.part is None:
            return QRectF()
        size = QSizeF(self.part.width() * target.width(), self.part.height() * target.height())
        return QRectF(_pixels(self.part.topLeft(), target), size)

    def paint(self, painter: QPainter, target: QRectF, theme: Theme) -> None:
        """Darken what is not chosen, and draw the rectangle with its knobs."""
        if self.part is None:
            return
        box = self.seen(target)
        painter.save()
        around = QPainterPath()
        around.addRect(target)
        around.addRect(box)
        painter.fillPath(around, QColor(10, 11, 18, 140))  # two rectangles, odd and even: the inner one stays clear
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(10, 11, 18, 200), 3))
        painter.drawRect(box)
        painter.setPen(QPen(theme.colour("accent"), 1.5))
        painter.drawRect(box)
        painter.setPen(QPen(QColor(10, 11, 18, 200), 1))
        painter.setBrush(theme.colour("accent"))
        for x in (box.left(), box.center().x(), box.right()):
            for y in (box.top(), box.center().y(), box.bottom()):
                if QPointF(x, y) != box.center():
                    painter.drawRect(QRectF(x - KNOB / 2, y - KNOB / 2, KNOB, KNOB))
        painter.restore()

    # ---- inside

    def _grip_at(self, at: QPointF, target: QRectF) -> tuple[int, int] | None:
        box = self.seen(target)
        if self.part is None or not box.adjusted(-GRIP, -GRIP, GRIP, GRIP).contains(at):
            return None
        return _edge(at.x(), box.left(), box.right()), _edge(at.y(), box.top(), box.bottom())

    def _change(self, grip: tuple[int, int], by: QPointF, before: QRectF, target: QRectF) -> None:
        if grip == (0, 0):
            x = max(0.0, min(1 - before.width(), before.x() + by.x()))
            y = max(0.0, min(1 - before.height(), before.y() + by.y()))
            self.part = QRectF(QPointF(x, y), before.size())
            return
        across, down = grip
        left, right = before.left() + by.x() * (across < 0), before.right() + by.x() * (across > 0)
        top, bottom = before.top() + by.y() * (down < 0), before.bottom() + by.y() * (down > 0)
        changed = QRectF(QPointF(left, top), QPointF(right, bottom)).normalized().intersected(_WHOLE)
        if _is_large(changed, target):
            self.part = changed


def region_of(part: QRectF) -> Region:
    """A rectangle in shares of a picture as one in percent, to a tenth."""
    left, top, wide, high = (round(100 * share, 1) for share in (part.left(), part.top(), part.width(), part.height()))
    return Region(left, top, wide, high)


def _edge(place: float, low: float, high: float) -> int:
    """-1 near the lower edge, 1 near the higher one, 0 between; a narrow rectangle keeps a third to be moved by."""
    reach = min(GRIP, (high - low) / 3)
    return -1 if place < low + reach else 1 if place > high - reach else 0


def _is_large(part: QRectF, target: QRectF) -> bool:
    return part.width() * target.width() >= LEAST and part.height() * target.height() >= LEAST


def _share(at: QPointF, target: QRectF) -> QPointF:
    x, y = (at.x() - target.left()) / target.width(), (at.y() - target.top()) / target.height()
    return QPointF(max(0.0, min(1.0, x)), max(0.0, min(1.0, y)))


def _pixels(share: QPointF, target: QRectF) -> QPointF:
    return QPointF(target.left() + share.x() * target.width(), target.top() + share.y() * target.height())
