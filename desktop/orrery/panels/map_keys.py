"""The map by keyboard: arrows go from point to point, or move a cross that draws."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent

from orrery.panels.map_drawing import MapDrawing
from orrery.panels.map_view import MapBox, gesture_of
from orrery.viewmodels.map_cursor import STEP, STRIDE, KeyedOutline, nearest_to, next_point
from orrery.viewmodels.map_model import Gesture, MapModel, Tool

NUDGE = 0.18
"""Share of the view by which Ctrl and an arrow move it."""

NEAR_EDGE = 60
"""Pixels from the edge within which the view follows the cursor."""

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MapKeys(QObject):
    """Turns keys on the map into what the mouse does.

    Signals:
        came_to(int): the cursor is on this row.
        played(int): Space on this row.
        opened(int): Enter on this row.
        outlining(list): corners in map coordinates so far.
        outlined(list, Gesture): an outline is finished.
    """

    came_to = Signal(int)
    played = Signal(int)
    opened = Signal(int)
    outlining = Signal(list)
    outlined = Signal(list, object)

    def __init__(self, model: MapModel, box: MapBox, drawing: MapDrawing, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._box = box
        self._drawing = drawing
        self._outline = KeyedOutline()
        self.row: int | None = None
        model.redrawn.connect(self.drop)
        model.tool_changed.connect(self.drop)

    def press(self, event: QKeyEvent) -> bool:
        """Answer a key; False when it means nothing here."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        draws = self._model.tool in {Tool.LASSO, Tool.BOX}
        if key in _ARROWS:
            self._arrow(_ARROWS[key], modifiers, draws=draws)
            return True
        answers: dict[Qt.Key, Callable[[], bool]] = {
            Qt.Key.Key_PageUp: lambda: self._zoom(1.3),
            Qt.Key.Key_PageDown: lambda: self._zoom(1 / 1.3),
            Qt.Key.Key_Space: lambda: self._close(gesture_of(modifiers)) if draws else self._tell(self.played),
        }
        answers |= dict.fromkeys(
            _ENTER, lambda: self._corner(gesture_of(modifiers)) if draws else self._tell(self.opened)
        )
        return answers[key]() if key in answers else False

    def drop(self, *_: object) -> bool:
        """Let go of what is being drawn; False when nothing was."""
        had = self._outline.cross is not None
        self._outline.drop()
        self._show_cross()
        return had

    # ---- inside: from point to point

    def _arrow(self, way: tuple[int, int], modifiers: Qt.KeyboardModifier, *, draws: bool) -> None:
        if draws:
            stride = STRIDE if modifiers & Qt.KeyboardModifier.ControlModifier else STEP
            self._move_cross(way, stride)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            seen = self._box.viewRect()
            self._box.translateBy(x=way[0] * NUDGE * seen.width(), y=-way[1] * NUDGE * seen.height())
        else:
            self._next(way, gesture_of(modifiers))

    def _next(self, way: tuple[int, int], gesture: Gesture) -> None:
        """Pick the next point in a direction; the first time the one in the middle of the view."""
        at = self._spot()
        for rows, spots in (self._drawing.spots_in_view(), self._drawing.spots()):
            found = nearest_to(spots, self._middle()) if at is None else next_point(spots, at, way)
            if found is not None:
                self.row = int(rows[found])
                self._join(self.row, gesture)
                self._follow(QPointF(*spots[found].tolist()))
                self.came_to.emit(self.row)
                return

    def _join(self, row: int, gesture: Gesture) -> None:
        item, selection = self._model.sheet.id_at(row), self._model.selection
        if gesture is Gesture.REPLACE:
            selection.pick(item)
        elif gesture is Gesture.ADD:
            selection.add((item,))
        elif item in selection:
            selection.toggle(item)

    def _spot(self) -> tuple[float, float] | None:
        """Where the cursor is: on the looked-at item, if that is in view."""
        current = self._model.selection.current
        row = self._model.row_of(current) if current is not None else self.row
        place = None if row is None or row >= len(self._model.points) else self._drawing.place_of(row)
        if place is None or not self._box.rect().contains(place):
            return None
        return place.x(), place.y()

    def _middle(self) -> tuple[float, float]:
        middle = self._box.rect().center()
        return middle.x(), middle.y()

    def _follow(self, place: QPointF) -> None:
        """Keep the cursor away from the edge of the view."""
        room = self._box.rect().adjusted(NEAR_EDGE, NEAR_EDGE, -NEAR_EDGE, -NEAR_EDGE)
        if room.isValid() and not room.contains(place):
            over_x = min(0.0, place.x() - room.left()) + max(0.0, place.x() - room.right())
            over_y = min(0.0, place.y() - room.top()) + max(0.0, place.y() - room.bottom())
            seen, own = self._box.viewRect(), self._box.rect()
            self._box.translateBy(x=over_x * seen.width() / own.width(), y=-over_y * seen.height() / own.height())

    def _tell(self, told: object) -> bool:
        current = self._model.selection.current
        row = self._model.row_of(current) if current is not None else None
        if row is not None:
            told.emit(row)  # type: ignore[attr-defined]
        return row is not None

    def _zoom(self, factor: float) -> bool:
        self._box.zoom(factor)
        return True

    # ---- inside: drawing

    def _move_cross(self, way: tuple[int, int], stride: float) -> None:
        own, seen = self._box.rect(), self._box.viewRect()
        at = self._outline.cross or (seen.center().x(), seen.center().y())
        x = at[0] + way[0] * stride * seen.width() / own.width()
        y = at[1] - way[1] * stride * seen.height() / own.height()
        self._outline.go((min(max(x, seen.left()), seen.right()), min(max(y, seen.top()), seen.bottom())))
        self._show_cross()

    def _corner(self, gesture: Gesture) -> bool:
        if self._outline.cross is None:
            self._move_cross((0, 0), 0)
        if self._outline.is_complete(self._model.tool):
            return self._close(gesture)
        self._outline.set_corner()
        self._show_cross()
        return True

    def _close(self, gesture: Gesture) -> bool:
        outline = list(self._outline.outline(self._model.tool))
        cross = self._outline.cross
        if len(outline) < 3:
            return False
        self._outline.drop()
        self.outlined.emit(outline, gesture)
        if cross is not None:
            self._outline.go(cross)  # another outline may begin where this one ended
        self._show_cross()
        return True

    def _show_cross(self) -> None:
        self._drawing.cross = self._outline.cross
        outline = list(self._outline.outline(self._model.tool))
        if len(outline) > 1:
            self.outlining.emit(outline)
        self._drawing.update()
