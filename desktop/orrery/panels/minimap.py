"""The whole map in small, with the part in view; a click or drag moves there."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from orrery.mapping.raster import Frame, draw_density, draw_points, places_of, radius_for
from orrery.panels.map_layers import PointLayers
from orrery.panels.theme import Theme
from orrery.viewmodels.map_model import MapModel

WIDTH, HEIGHT = 120, 84
LEAST = 8
"""Pixels a side of the frame around the part in view."""


class MiniMap(QWidget):
    """A small density picture of all points.

    Signals:
        moved(QPointF): map coordinates that are to be the middle of the view.
    """

    moved = Signal(QPointF)

    def __init__(self, model: MapModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._layers = PointLayers(model, theme)
        self._drawn_for: tuple[object, ...] = (None,) * 4
        self._theme = theme
        self._view = QRectF()
        self._has_room = True
        self._picture: QImage | None = None
        self.setFixedSize(WIDTH, HEIGHT)
        self.setAccessibleName(self.tr("The whole map in small"))
        self.setToolTip(self.tr("Click to go there"))
        model.redrawn.connect(self.redraw)
        model.restyled.connect(self.redraw)

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = self._layers.theme = theme
        self.redraw()

    def redraw(self, *_: object) -> None:
        """The points or their colours changed; which of them glow does not matter here."""
        model = self._model
        state = (model.picture, model.legend.swatches, self._theme, model.shown_count)
        if any(one is not other for one, other in zip(state, self._drawn_for, strict=True)):
            self._picture, self._drawn_for = None, state
        self._show_if_it_can()
        self.update()

    def give_room(self, *, is_enough: bool) -> None:
        """Leave the small map out where it would cover something else."""
        self._has_room = is_enough
        self._show_if_it_can()

    def _show_if_it_can(self) -> None:
        self.setVisible(self._has_room and self._model.picture is not None and len(self._model.points) > 0)

    def show_view(self, view: QRectF) -> None:
        """Mark this part of the map, in map coordinates."""
        self._view = view
        self.update()

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw the points and the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPainterPath()
        edge.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.fillPath(edge, self._theme.colour("raised", 0.92))
        painter.setClipPath(edge)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._drawn())
        if not self._view.isEmpty():
            self._paint_view(painter)
        painter.setClipping(False)
        painter.setPen(QPen(self._theme.colour("line_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(edge)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go there."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Keep going there while dragging."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    # ---- inside

    def _paint_view(self, painter: QPainter) -> None:
        """The part in view framed, the rest dimmed."""
        corner, opposite = self._to_pixel(self._view.topLeft()), self._to_pixel(self._view.bottomRight())
        seen = QRectF(corner, opposite).normalized()
        middle = seen.center()
        seen.setSize(seen.size().expandedTo(QSizeF(LEAST, LEAST)))  # zoomed far in it can still be found
        seen.moveCenter(middle)
        seen = seen.intersected(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        outside.addRoundedRect(seen, 3, 3)
        painter.fillPath(outside, self._theme.colour("raised", 0.5))
        painter.setPen(QPen(self._theme.colour("strong"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(seen, 3, 3)

    def _go(self, event: QMouseEvent) -> None:
        frame = self._frame(1.0)
        at = event.position()
        self.moved.emit(QPointF(frame.left + at.x() / frame.scale_x, frame.top - at.y() / frame.scale_y))
        event.accept()

    def _drawn(self) -> QImage:
        if self._picture is None:
            self._picture = self._draw()
        return self._picture

    def _draw(self) -> QImage:
        frame = self._frame(2.0)
        rows, colours = self._layers.plain()
        places = places_of(self._model.points[rows], frame)
        radius = radius_for(len(rows), frame, 3.0)
        shapes = np.zeros(len(rows), np.uint8)
        words = draw_points(places, shapes, colours, radius, frame) if radius else draw_density(places, colours, frame)
        return QImage(words.data, words.shape[1], words.shape[0], QImage.Format.Format_ARGB32_Premultiplied).copy()

    def _frame(self, ratio: float) -> Frame:
        """All points with a little air, not stretched."""
        west, south, east, north = self._model.sheet.bounds
        wide, tall = max(east - west, 1e-3) * 1.16, max(north - south, 1e-3) * 1.16
        scale = min(WIDTH / wide, HEIGHT / tall) * ratio
        left = (west + east) / 2 - WIDTH * ratio / scale / 2
        top = (south + north) / 2 + HEIGHT * ratio / scale / 2
        return Frame(left, top, scale, scale, round(WIDTH * ratio), round(HEIGHT * ratio))

    def _to_pixel(self, point: QPointF) -> QPointF:
        frame = self._frame(1.0)
        return QPointF((point.x() - frame.left) * frame.scale_x, (frame.top - point.y()) * frame.scale_y)
