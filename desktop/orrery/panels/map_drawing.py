"""What is drawn on the map: points, thumbnails, names, the pin, an outline."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from orrery.domain.item import Passage
from orrery.mapping.raster import Frame, Places, count_in_view, nearest_place, places_of, visible_rows
from orrery.panels.map_layers import SAMPLE, Layer, PointLayers
from orrery.panels.map_marks import paint_name, paint_outline, paint_pin
from orrery.panels.map_tiles import OWNER, TilePictures
from orrery.panels.theme import Theme, body_font
from orrery.viewmodels.items import Desk
from orrery.viewmodels.map_layout import Box, PlacedTile, place_names, place_tiles, tile_width
from orrery.viewmodels.map_model import Emphasis, MapModel

HITS_WIDTH = 46
"""Width of the best hits' thumbnails where points are too many for thumbnails of their own."""

HITS_SHOWN = 12
PICKED_SHOWN = 6
REACH = 9
"""Pixels from a point within which the mouse means it."""

NAME_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything placed for one view, in pixels at 100 %."""

    frame: Frame
    tiles: tuple[PlacedTile, ...]
    names: dict[int, Box]


class MapDrawing(pg.GraphicsObject):
    """One item of the scene that draws the whole map in pixels, so that nothing is scaled or blurred."""

    def __init__(self, model: MapModel, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._desk = desk
        self.theme = theme
        self._layers = PointLayers(model, theme)
        self._tiles = TilePictures(desk, theme)
        self._kept_layers: tuple[object, list[Layer]] | None = None
        self._kept_scene: tuple[object, Scene] | None = None
        self._kept_seen: tuple[object, np.ndarray, Places] | None = None
        self._kept_picture: tuple[object, QImage] | None = None
        self._version = 0
        self._news = 0
        self.obstacles: tuple[Box, ...] = ()
        self.outline: tuple[tuple[float, float], ...] = ()
        self.is_drawing_outline = False
        self.is_moving = False
        self.hovered: int | None = None

    # ---- told by the panel

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self.theme = self._layers.theme = theme
        self._tiles.use_theme(theme)
        self.restyle()

    def restyle(self) -> None:
        """The model or the selection changed."""
        self._layers.recolour()
        self._version += 1
        self.update()

    def refresh(self) -> None:
        """Thumbnails or texts arrived."""
        self._news += 1
        self.update()

    def point_under(self, x: float, y: float) -> int | None:
        """The point that the mouse means: the thumbnail under it, or the nearest point within reach."""
        scene = self.scene_now()
        if scene is None:
            return None
        for tile in scene.tiles:
            if tile.box.left <= x < tile.box.right and tile.box.top <= y < tile.box.bottom:
                return tile.row
        rows, places = self._seen(scene.frame)
        found = nearest_place(places, x, y, REACH)
        return None if found is None else int(rows[found])

    def place_of(self, row: int) -> QPointF | None:
        """Where a point is drawn."""
        scene = self.scene_now()
        return None if scene is None else QPointF(*self._spots([row], scene.frame)[row])

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
        key = (self.frame(ratio), self._version, self._news, self.obstacles, self.is_moving)
        if self._kept_picture is None or self._kept_picture[0] != key:
            self._kept_picture = (key, self._drawn(scene, ratio))
        painter.resetTransform()
        painter.drawImage(QPointF(0, 0), self._kept_picture[1])
        self._paint_outline(painter, scene.frame)
        self._paint_hovered(painter, scene)

    # ---- inside: what is placed where

    def frame(self, ratio: float = 1.0) -> Frame | None:
        """What is in view; None before the view has a size."""
        view = self.getViewBox()
        if view is None or view.width() < 2 or view.height() < 2:
            return None
        seen = view.viewRect()
        wide, high = round(view.width() * ratio), round(view.height() * ratio)
        # Map coordinates grow upwards, so the top of the picture is the bottom of Qt's rectangle.
        return Frame(seen.left(), seen.bottom(), wide / seen.width(), high / seen.height(), wide, high)

    def scene_now(self) -> Scene | None:
        """Everything placed for the present view; kept until view or model change."""
        frame = self.frame()
        if frame is None:
            return None
        key = (frame, self._version, self.obstacles, self.is_moving)
        if self._kept_scene is None or self._kept_scene[0] != key:
            self._kept_scene = (key, self._placed(frame))
        return self._kept_scene[1]

    def _placed(self, frame: Frame) -> Scene:
        width = tile_width(self._count_seen(frame), frame)
        taken = [*self.obstacles, *self._pin_box(frame)]
        names = self._placed_names(frame, taken, lift=width * 0.36 if width else 4)
        order = self._tile_order(frame, every=width > 0)
        near = frozenset(self._model.hits[:HITS_SHOWN])
        spots = self._spots(order, frame)
        tiles = place_tiles(spots, width or HITS_WIDTH, frame, [*taken, *names.values()], near=near)
        return Scene(frame, tiles, names)

    def _count_seen(self, frame: Frame) -> int:
        """Points in view; of very many in motion a sample tells."""
        points = self._model.points
        step = max(1, len(points) // SAMPLE) if self.is_moving else 1
        return count_in_view(places_of(points[::step], frame), frame) * step

    def _seen(self, frame: Frame) -> tuple[np.ndarray, Places]:
        """Rows of the points in view and their places."""
        key = (frame, self._version)
        if self._kept_seen is None or self._kept_seen[0] != key:
            places = places_of(self._model.points, frame)
            rows = visible_rows(places, frame)
            rows = rows[self._model.emphasis[rows] > Emphasis.HIDDEN]
            self._kept_seen = (key, rows, places[rows])
        return self._kept_seen[1], self._kept_seen[2]

    def _spots(self, rows: list[int], frame: Frame) -> dict[int, tuple[float, float]]:
        places = places_of(self._model.points[rows], frame).tolist()
        return {row: (float(x), float(y)) for row, (x, y) in zip(rows, places, strict=True)}

    def _placed_names(self, frame: Frame, taken: list[Box], lift: float) -> dict[int, Box]:
        picture = self._model.picture
        if picture is None:
            return {}
        metrics = QFontMetricsF(body_font(11, strong=True))
        regions = [region for region in self._model.regions if region.cluster in picture.names]
        sizes = [
            (metrics.horizontalAdvance(self._name(region.cluster)) + 6, metrics.height() + 2) for region in regions
        ]
        return place_names(regions, sizes, frame, taken, lift)

    def _tile_order(self, frame: Frame, *, every: bool) -> list[int]:
        """Rows whose thumbnails are wanted, the looked-at item first, then best hits, picked ones, the rest."""
        model = self._model
        first = model.hits if every else model.hits[:HITS_SHOWN]
        picked = model.selected_rows()[-PICKED_SHOWN:][::-1].tolist()
        rest = self._seen(frame)[0].tolist() if every else []
        wanted = dict.fromkeys([*picked[:1], *first, *picked, *rest])
        return [row for row in wanted if model.emphasis[row] > Emphasis.HIDDEN]

    def _pin_box(self, frame: Frame) -> list[Box]:
        if self._model.pin is None:
            return []
        at = _pixel(self._model.pin, frame)
        return [Box.around(at.x(), at.y(), 24, 24)]

    def _name(self, cluster: int) -> str:
        picture = self._model.picture
        name = picture.names[cluster].name if picture else ""
        return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rstrip(" ,") + "…"

    def _item_id(self, row: int) -> int:
        picture = self._model.picture
        return -1 if picture is None else int(picture.items[row])

    # ---- inside: painting

    def _drawn(self, scene: Scene, ratio: float) -> QImage:
        """All but what follows the mouse; kept, so that a lasso is as quick with a hundred thumbnails as with none."""
        size = QSize(round(scene.frame.width * ratio), round(scene.frame.height * ratio))
        picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self._paint_points(painter, ratio)
        for tile in reversed(scene.tiles):
            self._paint_thumbnail(painter, tile, ratio)
        self._paint_names(painter, scene)
        self._paint_pin(painter, scene.frame)
        painter.end()
        self._desk.thumbnails.release(OWNER, {self._item_id(tile.row) for tile in scene.tiles})
        return picture

    def _paint_points(self, painter: QPainter, ratio: float) -> None:
        fine = self.frame(ratio)
        key = (fine, self._version, self.is_moving)  # kept apart, so that a thumbnail that arrives costs no new points
        if fine is not None and (self._kept_layers is None or self._kept_layers[0] != key):
            self._kept_layers = (key, self._layers.draw(fine, ratio, is_moving=self.is_moving))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for layer in self._kept_layers[1] if self._kept_layers else ():
            scale = layer.scale / ratio
            painter.drawImage(QRectF(0, 0, layer.image.width() * scale, layer.image.height() * scale), layer.image)

    def _paint_thumbnail(self, painter: QPainter, placed: PlacedTile, ratio: float) -> None:
        item = self._model.item_at(placed.row)
        if item is None:
            return
        box = QRectF(placed.box.left, placed.box.top, placed.box.width, placed.box.height)
        is_picked = item.id in self._model.selection
        if self._model.emphasis[placed.row] == Emphasis.DIM and not is_picked:
            path = QPainterPath()
            path.addRoundedRect(box, 4, 4)
            painter.fillPath(path, self.theme.colour("ground"))  # or the points beneath would shine through
            painter.setOpacity(0.34)
        words = self._words(placed.row, item.id)
        painter.drawImage(box.topLeft(), self._tiles.picture(item, words, box.size(), ratio))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._rim(placed.row, is_picked=is_picked))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setOpacity(1.0)

    def _rim(self, row: int, *, is_picked: bool) -> QPen:
        """The edge of a thumbnail says what its point would: picked, found, or its colour."""
        if is_picked:
            return QPen(self.theme.colour("strong"), 2.2)
        if self._model.emphasis[row] == Emphasis.HIT:
            return QPen(self.theme.colour("accent"), 2.0)
        return QPen(self._layers.colour_of(row), 1.4)

    def _words(self, row: int, item: int) -> str:
        if self._model.shapes[row] != 2:
            return ""
        answer = self._model.answer_at(row)
        words = answer.part.text if answer and isinstance(answer.part, Passage) else self._desk.items.opening(item)
        return " ".join(words[:160].split())

    def _paint_hovered(self, painter: QPainter, scene: Scene) -> None:
        if self.hovered is None or self.hovered >= len(self._model.points):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("strong"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tile = next((tile for tile in scene.tiles if tile.row == self.hovered), None)
        if tile is not None:
            painter.drawRoundedRect(QRectF(tile.box.left, tile.box.top, tile.box.width, tile.box.height), 4, 4)
        else:
            painter.drawEllipse(QPointF(*self._spots([self.hovered], scene.frame)[self.hovered]), 6.5, 6.5)

    def _paint_names(self, painter: QPainter, scene: Scene) -> None:
        lit = self._lit_clusters()
        for cluster, box in scene.names.items():
            is_lit = lit is None or cluster in lit
            paint_name(painter, QPointF(box.left + 3, box.top + 1), self._name(cluster), self.theme, is_lit=is_lit)

    def _lit_clusters(self) -> set[int] | None:
        """Clusters that hold hits; None when nothing is asked and all names are equal."""
        model = self._model
        if not model.hits or model.picture is None:
            return None
        return {int(model.picture.clusters[row]) for row in model.hits}

    def _paint_pin(self, painter: QPainter, frame: Frame) -> None:
        if self._model.pin is not None:
            paint_pin(painter, _pixel(self._model.pin, frame), self.theme)

    def _paint_outline(self, painter: QPainter, frame: Frame) -> None:
        if len(self.outline) > 1:
            corners = QPolygonF([_pixel(corner, frame) for corner in self.outline])
            paint_outline(painter, corners, self.theme, is_open=self.is_drawing_outline)


def _pixel(point: tuple[float, float], frame: Frame) -> QPointF:
    return QPointF((point[0] - frame.left) * frame.scale_x, (frame.top - point[1]) * frame.scale_y)
