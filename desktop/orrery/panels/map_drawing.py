"""What is drawn on the map: points, thumbnails, names, the pin, an outline."""

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF, QRegion

from orrery.domain.arrays import Rows
from orrery.domain.item import Passage
from orrery.mapping.raster import Frame, Places, Shape, places_of
from orrery.panels.map_layers import PointLayers
from orrery.panels.map_marks import paint_badge, paint_cross, paint_outline, paint_path, paint_pin
from orrery.panels.map_names import NamePictures
from orrery.panels.map_stock import Base, Layer
from orrery.panels.map_tiles import OWNER, ChunkPictures, TilePictures, paint_rim, paint_thumbnail
from orrery.panels.theme import Theme
from orrery.viewmodels.items import Desk
from orrery.viewmodels.map_field import Key, TileField
from orrery.viewmodels.map_layout import Box
from orrery.viewmodels.map_model import Emphasis, MapModel
from orrery.viewmodels.map_scene import Scene, SceneKeeper

Corners = Sequence[tuple[float, float]]

DrawBeside = Callable[[Callable[[], Base], Callable[[Base], None]], None]
"""Calls the first function in another thread, and the second one in this with what came of it; the newest call wins."""


class MapDrawing(pg.GraphicsObject):
    """One item of the scene that draws the whole map in pixels, so that nothing is scaled or blurred."""

    def __init__(self, model: MapModel, desk: Desk, theme: Theme, beside: DrawBeside) -> None:
        super().__init__()
        self._beside = beside
        self._model = model
        self._desk = desk
        self.theme = theme
        self._layers = PointLayers(model, theme)
        self._names = NamePictures(theme)
        self._tiles = TilePictures(desk, theme)
        self._chunks = ChunkPictures()
        self._scenes = SceneKeeper(model, lambda cluster: self._names.size(model.sheet.name_of(cluster)))
        self._kept_layers: tuple[object, Frame, list[Layer]] | None = None
        self._awaited: object = None
        self._kept_picture: tuple[object, QImage] | None = None
        self._version = 0
        self._news = 0
        self.outline: Corners = ()
        self.is_drawing_outline = False
        self.badge = ""
        self.path: Corners = ()
        self.path_at = -1
        self.cross: tuple[float, float] | None = None
        self.is_moving = False
        self.hovered: int | None = None

    # ---- told by the panel

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self.theme = self._layers.theme = self._names.theme = theme
        self._tiles.use_theme(theme)
        self.restyle()

    def restyle(self) -> None:
        """Colours, emphasis or points changed."""
        self._layers.recolour()
        self._scenes.forget()
        self._chunks.clear()
        self._version += 1
        self.update()

    def repick(self) -> None:
        """The selection changed, nothing else."""
        self._layers.repick()
        self._scenes.repick()
        self._version += 1
        self.update()

    def refresh_waiting(self) -> None:
        """All thumbnails that can be had now are there: draw once more what is still without one."""
        if self._chunks.renew_waiting():
            self._news += 1
            self.update()

    def refresh(self, item: int | None = None) -> None:
        """A thumbnail arrived; None: words of texts did."""
        scene = self._scenes.last
        if item is None:
            self._chunks.renew_waiting()
        elif scene is not None and scene.field is not None:
            row = self._model.row_of(item)
            key = None if row is None else scene.field.chunk_of(row)
            self._chunks.renew(() if key is None else (key,))
        self._news += 1
        self.update()

    def is_heavy(self, frame: Frame) -> bool:
        """Whether so many points are in view that looking at each of them would be felt."""
        return self._layers.stock.is_heavy(frame)

    @property
    def is_settled(self) -> bool:
        """Whether no points are being drawn in another thread."""
        return self._awaited is None

    @property
    def obstacles(self) -> tuple[Box, ...]:
        """What lies on the map and is to stay clear of names and thumbnails, in pixels at 100 %."""
        return self._scenes.obstacles

    @obstacles.setter
    def obstacles(self, boxes: tuple[Box, ...]) -> None:
        self._scenes.obstacles = boxes
        self.update()

    def point_under(self, x: float, y: float) -> int | None:
        """The point that the mouse means: the thumbnail under it, or the nearest point within reach."""
        scene = self.scene_now()
        return None if scene is None else self._scenes.point_under(scene, x, y)

    def point_held(self, x: float, y: float) -> int | None:
        """The point that a drag from there takes along; None where it moves the map."""
        scene = self.scene_now()
        return None if scene is None else self._scenes.point_held(scene, x, y)

    def name_under(self, x: float, y: float) -> int | None:
        """The cluster whose name is there; None for none."""
        scene = self.scene_now()
        boxes = scene.names.items() if scene is not None else ()
        return next((number for number, b in boxes if b.left <= x < b.right and b.top <= y < b.bottom), None)

    def place_of(self, row: int) -> QPointF | None:
        """Where a point is drawn."""
        frame = self.frame()
        return None if frame is None else QPointF(*self._scenes.spots([row], frame)[row])

    def spots_in_view(self) -> tuple[Rows, Places]:
        """Rows of the points in view, and the pixels where each of them is drawn."""
        frame = self.frame()
        if frame is None:
            return np.zeros(0, np.intp), np.zeros((0, 2), np.int32)
        return self._scenes.seen(frame)

    def rows_in(self, frame: Frame) -> Rows:
        """Rows of the points in a view; may be asked in another thread."""
        return self._scenes.seen(frame)[0]

    def spots(self) -> tuple[Rows, Places]:
        """Rows of all points that are let through, and the pixels where they are or would be drawn."""
        frame, rows = self.frame(), np.flatnonzero(self._model.emphasis > Emphasis.HIDDEN)
        if frame is None:
            return rows[:0], np.zeros((0, 2), np.int32)
        return rows, places_of(self._model.points[rows], frame)

    def scene_now(self) -> Scene | None:
        """Everything placed for the present view; kept until view or model change."""
        frame = self.frame()
        return None if frame is None else self._scenes.scene(frame, is_moving=self.is_moving)

    # ---- Qt

    def boundingRect(self) -> QRectF:  # noqa: N802
        """All that is in view."""
        view = self.getViewBox()
        return QRectF() if view is None else view.viewRect()

    def viewTransformChanged(self) -> None:  # noqa: N802
        """The view moved or changed its size."""
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:  # noqa: ARG002
        """Draw everything in the pixels of the view."""
        scene = self.scene_now()
        if scene is None:
            return
        ratio = painter.device().devicePixelRatioF()
        painter.resetTransform()
        if self.is_moving:
            self._paint_all(painter, scene, ratio)
        else:
            # Kept at rest, so that a lasso is as quick with a thousand thumbnails as with none.
            key = (scene.frame, ratio, self._version, self._news, self.obstacles)
            if self._kept_picture is None or self._kept_picture[0] != key:
                self._kept_picture = (key, self._drawn(scene, ratio))
            painter.drawImage(QPointF(0, 0), self._kept_picture[1])
        self._paint_drawn(painter, scene.frame)
        self._paint_hovered(painter, scene)

    # ---- inside: what is in view

    def frame(self, ratio: float = 1.0) -> Frame | None:
        """What is in view; None before the view has a size."""
        view = self.getViewBox()
        if view is None or view.width() < 2 or view.height() < 2:
            return None
        seen = view.viewRect()
        wide, high = round(view.width() * ratio), round(view.height() * ratio)
        # Map coordinates grow upwards, so the top of the picture is the bottom of Qt's rectangle.
        return Frame(seen.left(), seen.bottom(), wide / seen.width(), high / seen.height(), wide, high)

    # ---- inside: painting

    def _drawn(self, scene: Scene, ratio: float) -> QImage:
        size = QSize(round(scene.frame.width * ratio), round(scene.frame.height * ratio))
        picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self._paint_all(painter, scene, ratio)
        painter.end()
        kept = {self._model.sheet.id_at(tile.row) for tile in scene.tiles}
        self._desk.thumbnails.release(OWNER, kept)
        return picture

    def _paint_all(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        self._paint_points(painter, ratio)
        if scene.field is not None:
            self._paint_field(painter, scene, scene.field, ratio)
        for tile in reversed(scene.loose):
            self._paint_tile(painter, tile.row, tile.box, ratio)
        self._paint_picked(painter, scene)
        self._paint_names(painter, scene, ratio)
        self._paint_pin(painter, scene.frame)

    def _paint_points(self, painter: QPainter, ratio: float) -> None:
        fine = self.frame(ratio)
        if fine is not None:
            self._keep_points(fine, ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for layer in self._kept_layers[2] if self._kept_layers else ():
            scale = layer.scale / ratio
            painter.drawImage(QRectF(0, 0, layer.image.width() * scale, layer.image.height() * scale), layer.image)

    def _keep_points(self, fine: Frame, ratio: float) -> None:
        """Have the points of a frame at hand; of very many a sample, or as they were, until all of them are drawn."""
        key = (fine, self._version, self.is_moving)  # kept apart, so that a thumbnail that arrives costs no new points
        if self._kept_layers is not None and self._kept_layers[0] == key:
            return
        if self.is_moving or not self._layers.stock.is_heavy(fine):
            self._keep(key, fine, ratio, self._layers.stock.draw(fine, ratio, is_sampled=self.is_moving))
            return
        if self._kept_layers is None or self._kept_layers[1] != fine:
            self._keep(None, fine, ratio, self._layers.stock.draw(fine, ratio, is_sampled=True))
        if self._awaited != key:
            self._awaited, stock = key, self._layers.stock
            self._beside(
                lambda: stock.draw(fine, ratio, is_sampled=False), lambda base: self._show_all(key, fine, ratio, base)
            )

    def _keep(self, key: object, fine: Frame, ratio: float, base: Base) -> None:
        self._kept_layers = (key, fine, self._layers.over(base, fine, ratio))

    def _show_all(self, key: object, fine: Frame, ratio: float, base: Base) -> None:
        """All points of a frame were drawn beside; too late where the map moved on meanwhile."""
        if self._awaited == key:
            self._awaited = None
            if key == (self.frame(ratio), self._version, self.is_moving):
                self._keep(key, fine, ratio, base)
                self._news += 1
                self.update()

    def _paint_field(self, painter: QPainter, scene: Scene, field: TileField, ratio: float) -> None:
        """The pictures of all chunks in view, but for what lies under names and tools."""
        sight = scene.sight
        seen = sight.back(scene.view)
        painter.save()
        if scene.covered:
            boxes = [field.box_of(row) for row in scene.covered]
            clip = QRegion(0, 0, scene.frame.width, scene.frame.height)
            for box in boxes:
                if box is not None:
                    clip -= QRegion(_rect(sight.seen(box)).adjusted(-1, -1, 1, 1).toAlignedRect())
            painter.setClipRegion(clip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, sight.zoom != 1)
        for key in field.keys_in(seen):
            if field.tiles_of(key):
                picture = self._chunks.picture(field, key, ratio, self._chunk_painter(field, key, ratio))
                painter.drawImage(_rect(sight.seen(field.area(key))), picture)
        painter.restore()

    def _chunk_painter(self, field: TileField, key: Key, ratio: float) -> Callable[[QPainter], bool]:
        def paint(painter: QPainter) -> bool:
            self._tiles.has_all = True
            for tile in reversed(field.tiles_of(key)):
                self._paint_tile(painter, tile.row, tile.box, ratio)
            return self._tiles.has_all

        return paint

    def _paint_tile(self, painter: QPainter, row: int, box: Box, ratio: float) -> None:
        item = self._model.item_at(row)
        if item is None:
            return
        words = self._words(row, item.id)
        picture = self._tiles.picture(item, words, QSizeF(box.width, box.height), ratio)
        is_faded = self._model.emphasis[row] == Emphasis.DIM
        paint_thumbnail(painter, _rect(box), picture, self._rim(row), self.theme.colour("ground"), is_faded=is_faded)

    def _paint_picked(self, painter: QPainter, scene: Scene) -> None:
        """A bright edge around the thumbnails of what is picked."""
        for row in self._model.selected_rows().tolist():
            box = scene.box_of(row)
            if box is not None and box.overlaps(scene.view):
                paint_rim(painter, _rect(box), QPen(self.theme.colour("strong"), 2.4))

    def _rim(self, row: int) -> QPen:
        """The edge of a thumbnail says what its point would: found, or its colour."""
        if self._model.emphasis[row] == Emphasis.HIT:
            return QPen(self.theme.colour("accent"), 2.0)
        return QPen(self._layers.colour_of(row), 1.4)

    def _words(self, row: int, item: int) -> str:
        if self._model.sheet.shapes[row] != Shape.SQUARE:
            return ""
        answer = self._model.answer_at(row)
        if answer and isinstance(answer.part, Passage):
            return " ".join(answer.part.text[:160].split())
        words = self._desk.items.opening(item)
        if not words:
            self._tiles.has_all = False
        return " ".join(words[:160].split())

    def _paint_hovered(self, painter: QPainter, scene: Scene) -> None:
        if self.hovered is None or self.hovered >= len(self._model.points):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("strong"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = scene.box_of(self.hovered)
        if box is not None:
            painter.drawRoundedRect(_rect(box), 4, 4)
        else:
            painter.drawEllipse(QPointF(*self._scenes.spots([self.hovered], scene.frame)[self.hovered]), 6.5, 6.5)

    def _paint_names(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        lit = self._model.lit_clusters(self._model.sheet.level_at(scene.frame))
        for cluster, box in scene.names.items():
            is_lit = lit is None or cluster in lit
            picture = self._names.picture(self._model.sheet.name_of(cluster), ratio, is_lit=is_lit)
            painter.drawImage(QPointF(box.left, box.top), picture)

    def _paint_pin(self, painter: QPainter, frame: Frame) -> None:
        if self._model.pin is not None:
            paint_pin(painter, _pixel(self._model.pin, frame), self.theme)

    def _paint_drawn(self, painter: QPainter, frame: Frame) -> None:
        """What the user draws: an outline, a path, the keyboard's cross."""
        if self.path:
            paint_path(painter, QPolygonF([_pixel(place, frame) for place in self.path]), self.theme, self.path_at)
        if len(self.outline) > 1:
            corners = QPolygonF([_pixel(corner, frame) for corner in self.outline])
            paint_outline(painter, corners, self.theme, is_open=self.is_drawing_outline)
            if self.badge:
                paint_badge(painter, corners.at(corners.count() - 1), self.badge, self.theme)
        if self.cross is not None:
            paint_cross(painter, _pixel(self.cross, frame), self.theme)


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)


def _pixel(point: tuple[float, float], frame: Frame) -> QPointF:
    return QPointF((point[0] - frame.left) * frame.scale_x, (frame.top - point[1]) * frame.scale_y)
