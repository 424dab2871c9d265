"""The map's thumbnails as finished little pictures."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from orrery.domain.item import Item
from orrery.panels.theme import Theme
from orrery.panels.tiles import paint_tile
from orrery.viewmodels.items import Desk
from orrery.viewmodels.thumbnails import Tile

OWNER = "map"
KEPT = 500
"""Pictures kept; more than MOST_TILES of the layout, so that those in view are always among them."""

_Key = tuple[int, str, float, float, float]


class TilePictures:
    """Draws each thumbnail once: cropping and scaling them anew cost 15 ms a frame with fifty of them."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        self._desk = desk
        self._theme = theme
        self._kept: dict[_Key, tuple[Tile | None, QImage]] = {}

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self._kept.clear()

    def picture(self, item: Item, words: str, size: QSizeF, ratio: float) -> QImage:
        """The thumbnail of an item, as good as it can be had now.

        Args:
            item: whose.
            words: of a text; "" for other kinds.
            size: in pixels at 100 %.
            ratio: device pixels a pixel.
        """
        tile = self._desk.thumbnails.tile(OWNER, item, round(size.width() * ratio * 1.34))
        key = (item.id, words, size.width(), size.height(), ratio)
        kept = self._kept.get(key)
        if kept is None or kept[0] is not tile:
            if len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            kept = self._kept[key] = (tile, self._drawn(item, words, size, ratio, tile))
        return kept[1]

    def _drawn(self, item: Item, words: str, size: QSizeF, ratio: float, tile: Tile | None) -> QImage:
        image = QImage((size * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_tile(painter, QRectF(QPointF(0, 0), size), item.kind, tile, self._theme, words=words, round_px=4)
        painter.end()
        return image
