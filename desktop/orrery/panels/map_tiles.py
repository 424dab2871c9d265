"""The map's thumbnails as finished pictures: one for each item, and one for each chunk of the map."""

from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from orrery.domain.item import Item
from orrery.panels.theme import Theme
from orrery.panels.tiles import paint_tile
from orrery.viewmodels.items import Desk
from orrery.viewmodels.map_field import Key, TileField
from orrery.viewmodels.thumbnails import Tile

OWNER = "map"
KEPT_BYTES = 48 << 20
"""Of the pictures of single items (3000 of 64 pixels at 100 %); as much again for chunks. What is left is made anew."""

ROUND = 4
"""Radius of a thumbnail's corners in pixels."""

FADED = 0.34
"""How much of a thumbnail is seen that the legend or the question dims."""


class Kept:
    """Pictures by key, those used longest ago dropped first when they take too much room."""

    def __init__(self, limit_bytes: int = KEPT_BYTES) -> None:
        self._limit = limit_bytes
        self._pictures: OrderedDict[object, tuple[tuple[object, ...], QImage]] = OrderedDict()
        self._held = 0

    @property
    def held_bytes(self) -> int:
        """Memory of all pictures kept."""
        return self._held

    def get(self, key: object, state: tuple[object, ...]) -> QImage | None:
        """A picture that was made in this state; None when there is none."""
        found = self._pictures.get(key)
        if found is None or not _is_same(found[0], state):
            return None
        self._pictures.move_to_end(key)
        return found[1]

    def put(self, key: object, state: tuple[object, ...], picture: QImage) -> QImage:
        """Keep a picture."""
        old = self._pictures.pop(key, None)
        self._held += picture.sizeInBytes() - (old[1].sizeInBytes() if old else 0)
        self._pictures[key] = (state, picture)
        while self._held > self._limit and len(self._pictures) > 1:
            _, (_, oldest) = self._pictures.popitem(last=False)
            self._held -= oldest.sizeInBytes()
        return picture

    def clear(self) -> None:
        """Drop all."""
        self._pictures.clear()
        self._held = 0


class TilePictures:
    """Draws each thumbnail once: cropping and scaling them anew cost 15 ms a frame with fifty of them."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        self._desk = desk
        self._theme = theme
        self._kept = Kept()
        self.has_all = True

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self._kept.clear()

    def picture(self, item: Item, words: str, size: QSizeF, ratio: float) -> QImage:
        """The thumbnail of an item, as good as it can be had now; `has_all` becomes False when it is to get better.

        Args:
            item: whose.
            words: of a text; "" for other kinds.
            size: in pixels at 100 %.
            ratio: device pixels a pixel.
        """
        tile = self._desk.thumbnails.tile(OWNER, item, round(size.width() * ratio * 1.34))
        if tile is None:
            self.has_all = False
        key = (item.id, size.width(), size.height(), ratio)
        state = (tile, words)
        kept = self._kept.get(key, state)
        return self._kept.put(key, state, self._drawn(item, words, size, ratio, tile)) if kept is None else kept

    def _drawn(self, item: Item, words: str, size: QSizeF, ratio: float, tile: Tile | None) -> QImage:
        image = _blank(size, ratio)
        painter = QPainter(image)
        paint_tile(painter, QRectF(QPointF(0, 0), size), item.kind, tile, self._theme, words=words, round_px=ROUND)
        painter.end()
        return image


class ChunkPictures:
    """Draws all thumbnails of a chunk of the map into one picture, so that panning costs a dozen pictures a frame."""

    def __init__(self) -> None:
        self._kept = Kept(2 * KEPT_BYTES)
        self._field: TileField | None = None
        self._news: dict[Key, int] = {}
        self._waiting: set[Key] = set()

    def clear(self) -> None:
        """Draw everything anew."""
        self._kept.clear()
        self._news.clear()
        self._waiting.clear()

    def renew(self, keys: Iterable[Key]) -> None:
        """Something in these chunks can be drawn better now."""
        for key in keys:
            self._news[key] = self._news.get(key, 0) + 1

    def renew_waiting(self) -> bool:
        """Whatever was waited for may be there; False when nothing was."""
        waiting, self._waiting = self._waiting, set()
        self.renew(waiting)
        return bool(waiting)

    def picture(self, field: TileField, key: Key, ratio: float, paint: Callable[[QPainter], bool]) -> QImage:
        """The picture of a chunk with its overhang.

        Args:
            field: where the chunk is laid out.
            key: which chunk.
            ratio: device pixels a pixel.
            paint: draws the chunk in pixels of the field; False when something is still to come.
        """
        if field is not self._field:
            self.clear()
            self._field = field
        state = (ratio, self._news.get(key, 0))
        kept = self._kept.get(key, state)
        if kept is not None:
            return kept
        area = field.area(key)
        image = _blank(QSizeF(area.width, area.height), ratio)
        painter = QPainter(image)
        painter.translate(-area.left, -area.top)
        if paint(painter):
            self._waiting.discard(key)
        else:
            self._waiting.add(key)
        painter.end()
        return self._kept.put(key, state, image)


def paint_thumbnail(
    painter: QPainter, box: QRectF, picture: QImage, rim: QPen, ground: QColor, *, is_faded: bool
) -> None:
    """A thumbnail with its rim; a faded one on ground, or the points beneath would shine through."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_faded:
        path = QPainterPath()
        path.addRoundedRect(box, ROUND, ROUND)
        painter.fillPath(path, ground)
        painter.setOpacity(FADED)
    painter.drawImage(box.topLeft(), picture)
    paint_rim(painter, box, rim)
    painter.setOpacity(1.0)


def paint_rim(painter: QPainter, box: QRectF, rim: QPen) -> None:
    """The edge of a thumbnail."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(rim)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, ROUND, ROUND)


def _is_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two states are: tiles by identity, words and numbers by value."""
    pairs = zip(one, other, strict=True)
    return all(a is b or (isinstance(a, str | int | float) and a == b) for a, b in pairs)


def _blank(size: QSizeF, ratio: float) -> QImage:
    image = QImage((size * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image
