"""Moving about on the map, and drawing around points: what the mouse does."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal

from orrery.viewmodels.map_model import Gesture, MapModel, Tool

STEP = 3.0
"""Pixels between corners of a lasso; finer ones cannot be seen."""

_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class MapBox(pg.ViewBox):
    """The part of the map in view: the wheel zooms to the cursor, dragging does what the tool says."""

    def __init__(self, model: MapModel) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self._model = model
        self._signals = MapSignals()
        self._outline: list[tuple[float, float]] = []
        self._last: QPointF | None = None
        self.setAspectLocked(True)
        self.disableAutoRange()
        self.setLimits(minXRange=1e-4, minYRange=1e-4, maxXRange=16, maxYRange=16)

    @property
    def told(self) -> "MapSignals":
        """What happened; a ViewBox has too many signals of its own to add to."""
        return self._signals

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:  # noqa: N802, ARG002
        """Pan, or draw an outline."""
        pans = ev.button() == _MIDDLE or (ev.button() == _LEFT and self._model.tool is Tool.PAN)
        if pans:
            ev.accept()
            self._pan(ev)
        elif ev.button() == _LEFT:
            ev.accept()
            self._draw(ev)
        else:
            ev.ignore()

    def mouseClickEvent(self, ev: Any) -> None:  # noqa: N802
        """Pick, or ask for a menu."""
        place = ev.scenePos()
        if ev.button() == _LEFT:
            ev.accept()
            told = self._signals.double_clicked if ev.double() else self._signals.clicked
            told.emit(place, gesture_of(ev.modifiers()))
        elif ev.button() == Qt.MouseButton.RightButton:
            ev.accept()
            self._signals.menu_wanted.emit(place)

    def look_at(self, area: QRectF, room: QRectF, clear: float) -> None:
        """Bring a part of the map into view.

        Args:
            area: map coordinates.
            room: pixels of the view that it may fill.
            clear: pixels from the top that nothing lies on; where there is height to spare it stays above that.
        """
        wide, high = max(area.width(), 0.02), max(area.height(), 0.02)
        pixel = max(wide / max(room.width(), 50), high / max(room.height(), 50), 0.02 / max(room.width(), 50))
        spare = room.height() - high / pixel
        above = min(spare / 2, max(0.0, (clear - room.top() - high / pixel) / 2))
        middle = area.center()
        left = middle.x() - (room.left() + room.width() / 2) * pixel
        top = middle.y() + high / 2 + (room.top() + above) * pixel
        self.setRange(QRectF(left, top - self.height() * pixel, self.width() * pixel, self.height() * pixel), padding=0)

    def zoom(self, factor: float) -> None:
        """Zoom about the middle; above 1 is nearer."""
        self.scaleBy((1 / factor, 1 / factor))

    def _pan(self, ev: Any) -> None:
        moved = self.mapToView(ev.pos()) - self.mapToView(ev.lastPos())
        self.translateBy(x=-moved.x(), y=-moved.y())

    def _draw(self, ev: Any) -> None:
        place = self.mapToView(ev.pos())
        if ev.isStart():
            start = self.mapToView(ev.buttonDownPos())
            self._outline = [(start.x(), start.y())]
            self._last = ev.buttonDownScenePos()
        if self._model.tool is Tool.BOX:
            (left, top), (right, bottom) = self._outline[0], (place.x(), place.y())
            outline = [(left, top), (right, top), (right, bottom), (left, bottom)]
        else:
            if self._last is None or (ev.scenePos() - self._last).manhattanLength() >= STEP:
                self._outline.append((place.x(), place.y()))
                self._last = ev.scenePos()
            outline = list(self._outline)
        if ev.isFinish():
            self._signals.outlined.emit(outline, gesture_of(ev.modifiers()))
        else:
            self._signals.outlining.emit(outline)


class MapSignals(QObject):
    """What the mouse did.

    Signals:
        clicked(QPointF, Gesture), double_clicked(QPointF, Gesture): pixels of the view.
        menu_wanted(QPointF): pixels of the view.
        outlining(list): corners in map coordinates so far.
        outlined(list, Gesture): the outline is finished.
    """

    clicked = Signal(QPointF, object)
    double_clicked = Signal(QPointF, object)
    menu_wanted = Signal(QPointF)
    outlining = Signal(list)
    outlined = Signal(list, object)


class MapCanvas(pg.GraphicsView):
    """The widget around the map box; says where the mouse is.

    Signals:
        hovered(QPointF): pixels of the view.
        left(): the mouse is elsewhere.
        resized(): another size.
    """

    hovered = Signal(QPointF)
    left = Signal()
    resized = Signal()

    def __init__(self, box: MapBox) -> None:
        super().__init__()
        self.setCentralItem(box)
        self.setFrameStyle(0)
        self.setMouseTracking(True)

    def mouseMoveEvent(self, ev: Any) -> None:  # noqa: N802
        """Tell where the mouse is."""
        super().mouseMoveEvent(ev)
        if not ev.buttons():
            self.hovered.emit(ev.position())

    def leaveEvent(self, ev: Any) -> None:  # noqa: N802
        """Tell that the mouse is gone."""
        super().leaveEvent(ev)
        self.left.emit()

    def resizeEvent(self, ev: Any) -> None:  # noqa: N802
        """Tell of another size."""
        super().resizeEvent(ev)
        self.resized.emit()


def gesture_of(modifiers: Qt.KeyboardModifier) -> Gesture:
    """Shift (or Ctrl) adds, Alt takes away."""
    if modifiers & Qt.KeyboardModifier.AltModifier:
        return Gesture.SUBTRACT
    adds = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
    return Gesture.ADD if modifiers & adds else Gesture.REPLACE
