"""Moving about on the map, and drawing around points: what the mouse does."""

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from orrery.viewmodels.map_model import Gesture, MapModel, Tool

STEP = 3.0
"""Pixels between corners of a lasso; finer ones cannot be seen."""

_KEYED = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class MapBox(pg.ViewBox):
    """The part of the map in view: the wheel zooms to the cursor, dragging does what the tool says.

    Attributes:
        takes: whether a drag from a pixel of the view takes items along, rather than the map.
    """

    def __init__(self, model: MapModel) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self._model = model
        self._signals = MapSignals()
        self._outline: list[tuple[float, float]] = []
        self._last: QPointF | None = None
        self._is_taking = False
        self.takes: Callable[[QPointF], bool] = lambda _: False
        self._glide = QVariantAnimation(self, easingCurve=QEasingCurve(QEasingCurve.Type.InOutCubic))
        self._glide.valueChanged.connect(lambda area: self.setRange(area, padding=0))
        self.setAspectLocked(True)
        self.disableAutoRange()
        self.setLimits(minXRange=1e-4, minYRange=1e-4, maxXRange=16, maxYRange=16)

    @property
    def told(self) -> "MapSignals":
        """What happened; a ViewBox has too many signals of its own to add to."""
        return self._signals

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:  # noqa: N802, ARG002
        """Take items along, pan, or draw an outline."""
        if ev.isStart():
            self._is_taking = self._takes_from(ev)
        if self._is_taking:
            ev.accept()
            if ev.isStart():
                self._signals.taken.emit(ev.buttonDownScenePos())
            return
        pans = ev.button() == _MIDDLE or (ev.button() == _LEFT and self._model.tool in {Tool.PAN, Tool.PATH})
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

    def area_for(self, area: QRectF, room: QRectF, clear: float) -> QRectF:
        """What has to be in view to see a part of the map whole.

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
        return QRectF(left, top - self.height() * pixel, self.width() * pixel, self.height() * pixel)

    def go_to(self, area: QRectF, within_ms: int = 0) -> None:
        """Show a part of the map; in a gliding motion when there is time for it."""
        self._glide.stop()
        if within_ms == 0:
            self.setRange(area, padding=0)
            return
        self._glide.setDuration(within_ms)
        self._glide.setStartValue(self.viewRect())
        self._glide.setEndValue(area)
        self._glide.start()

    def stay(self) -> None:
        """End a gliding motion where it is: the user takes over."""
        self._glide.stop()

    def zoom(self, factor: float) -> None:
        """Zoom about the middle; above 1 is nearer."""
        self.stay()
        self.scaleBy((1 / factor, 1 / factor))

    def wheelEvent(self, ev: Any, axis: int | None = None) -> None:  # noqa: N802
        """Zoom to the cursor."""
        self.stay()
        super().wheelEvent(ev, axis)

    def _takes_from(self, ev: Any) -> bool:
        is_plain = ev.button() == _LEFT and ev.modifiers() == Qt.KeyboardModifier.NoModifier
        return is_plain and self._model.tool is Tool.PAN and self.takes(ev.buttonDownScenePos())

    def _pan(self, ev: Any) -> None:
        self.stay()
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
            self._signals.outlining.emit(outline, gesture_of(ev.modifiers()))


class MapSignals(QObject):
    """What the mouse did.

    Signals:
        clicked(QPointF, Gesture), double_clicked(QPointF, Gesture): pixels of the view.
        menu_wanted(QPointF): pixels of the view.
        taken(QPointF): a drag of items began at a pixel of the view.
        outlining(list, Gesture): corners in map coordinates so far.
        outlined(list, Gesture): the outline is finished.
    """

    clicked = Signal(QPointF, object)
    double_clicked = Signal(QPointF, object)
    menu_wanted = Signal(QPointF)
    taken = Signal(QPointF)
    outlining = Signal(list, object)
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

    def __init__(self, box: MapBox, answer: Callable[[QKeyEvent], bool]) -> None:
        """Put a widget around a box.

        Args:
            box: what is shown.
            answer: asked with every key first; False for a key that means nothing on the map.
        """
        super().__init__()
        self._answer = answer
        self.claims: Callable[[QKeyEvent], bool] = lambda _: False
        self.ring: QColor | None = None
        self._is_keyed = False
        self.setCentralItem(box)
        self.setFrameStyle(0)
        self.setMouseTracking(True)

    def mouseMoveEvent(self, ev: Any) -> None:  # noqa: N802
        """Tell where the mouse is."""
        super().mouseMoveEvent(ev)
        if not ev.buttons():
            self.hovered.emit(ev.position())

    def forget_press(self) -> None:
        """After a drag to elsewhere: the scene never hears that the button was let go, and would go on dragging."""
        scene: Any = self.scene()
        scene.dragItem = scene.lastDrag = None
        scene.dragButtons, scene.clickEvents = [], []

    def keyPressEvent(self, ev: Any) -> None:  # noqa: N802
        """Keys that mean something on the map; the others belong to the window."""
        if self._answer(ev):
            ev.accept()
        else:
            ev.ignore()

    def event(self, ev: QEvent) -> bool:
        """Esc and Ctrl+A belong to the map while it has the keyboard and they mean something here."""
        if isinstance(ev, QKeyEvent) and ev.type() == QEvent.Type.ShortcutOverride and self.claims(ev):
            ev.accept()
            return True
        return super().event(ev)

    def focusInEvent(self, ev: Any) -> None:  # noqa: N802
        """Show where the keyboard is, if it came by keyboard."""
        super().focusInEvent(ev)
        self._is_keyed = ev.reason() in _KEYED
        self.viewport().update()

    def focusOutEvent(self, ev: Any) -> None:  # noqa: N802
        """The keyboard is elsewhere."""
        super().focusOutEvent(ev)
        self._is_keyed = False
        self.viewport().update()

    def paintEvent(self, ev: Any) -> None:  # noqa: N802
        """A ring around the map that has the keyboard."""
        super().paintEvent(ev)
        if self._is_keyed and self.ring is not None:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.ring, 2))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
            painter.end()

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
