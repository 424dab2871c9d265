"""Thumbnails of one scale of the map, laid out chunk by chunk as they come into view; from then on they stay put.

Places are pixels of the whole map at that scale, so that panning moves thumbnails and never shuffles them. There is no
limit on how many there are: only chunks in view are laid out, and each costs the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from orrery.mapping.raster import Frame
from orrery.viewmodels.map_layout import Box, PlacedTile, place_tiles

CHUNK = 512
"""Pixels a side; at 200 % its picture with the overhang takes 7 MB."""

TRIED = 400
"""Items of a chunk for which room is looked for: more than can find any (a chunk holds 280 of the smallest size)."""

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sight:
    """How the pixels of a field lie in the view: view = field * zoom + shift."""

    zoom: float
    shift_x: float
    shift_y: float

    @classmethod
    def of(cls, scale: tuple[float, float], frame: Frame) -> "Sight":
        """Where a field of a scale (pixels a map unit) lies in a frame."""
        left, top = round(frame.left * frame.scale_x), round(frame.top * frame.scale_y)
        return cls(frame.scale_x / scale[0], -left, top)

    def seen(self, box: Box) -> Box:
        """A box of the field in pixels of the view."""
        x, y, zoom = self.shift_x, self.shift_y, self.zoom
        return Box(box.left * zoom + x, box.top * zoom + y, box.right * zoom + x, box.bottom * zoom + y)

    def back(self, box: Box) -> Box:
        """A box of the view in pixels of the field."""
        x, y, zoom = self.shift_x, self.shift_y, self.zoom
        return Box((box.left - x) / zoom, (box.top - y) / zoom, (box.right - x) / zoom, (box.bottom - y) / zoom)


class TileField:
    """Where thumbnails stand at one scale."""

    def __init__(
        self,
        scale: tuple[float, float],
        width: int,
        taken: Sequence[Box] = (),
        near: frozenset[int] = frozenset(),
        *,
        few: bool = False,
    ) -> None:
        """Begin with nothing laid out.

        Args:
            scale: pixels a map unit, horizontally and vertically.
            width: of a thumbnail in pixels.
            taken: boxes to keep clear, in pixels of the field.
            near: rows whose thumbnails may stand near their points instead of on them.
            few: whether there are so few items that each should be seen.
        """
        self.scale = scale
        self.width = width
        self._taken = tuple(taken)
        self._near = near
        self._few = few
        self._chunks: dict[Key, tuple[PlacedTile, ...]] = {}
        self._chunk_of: dict[int, Key] = {}

    def keys_in(self, area: Box) -> list[Key]:
        """The chunks whose thumbnails may reach into an area of the field, row by row."""
        over = self.width * 2
        columns = range(int((area.left - over) // CHUNK), int((area.right + over) // CHUNK) + 1)
        rows = range(int((area.top - over) // CHUNK), int((area.bottom + over) // CHUNK) + 1)
        return [(column, row) for row in rows for column in columns]

    def is_laid(self, key: Key) -> bool:
        """Whether a chunk is laid out."""
        return key in self._chunks

    def lay(self, key: Key, spots: Mapping[int, tuple[float, float]]) -> None:
        """Lay out a chunk.

        Args:
            key: which.
            spots: pixels of the field by row, of the points inside the chunk, most important first.
        """
        area = self.area(key)
        left, top = area.left, area.top
        around = [tile.box for other in _around(key) for tile in self._chunks.get(other, ())]
        taken = [_moved(box, -left, -top) for box in (*around, *self._taken) if box.overlaps(area)]
        local = {row: (x - left, y - top) for row, (x, y) in spots.items()}
        frame = Frame(0, 0, 1, 1, round(area.width), round(area.height))
        placed = place_tiles(local, self.width, frame, taken, near=self._near, few=self._few)
        self._chunks[key] = tuple(PlacedTile(tile.row, _moved(tile.box, left, top)) for tile in placed)
        self._chunk_of.update((tile.row, key) for tile in placed)

    def area(self, key: Key) -> Box:
        """A chunk with the overhang that its thumbnails may have."""
        over = self.width * 2
        left, top = key[0] * CHUNK, key[1] * CHUNK
        return Box(left - over, top - over, left + CHUNK + over, top + CHUNK + over)

    def tiles_of(self, key: Key) -> tuple[PlacedTile, ...]:
        """The thumbnails of a chunk."""
        return self._chunks.get(key, ())

    def tiles_in(self, area: Box) -> Iterator[PlacedTile]:
        """The thumbnails that touch an area of the field."""
        for key in self.keys_in(area):
            yield from (tile for tile in self.tiles_of(key) if tile.box.overlaps(area))

    def chunk_of(self, row: int) -> Key | None:
        """The chunk with a point's thumbnail; None when it has none."""
        return self._chunk_of.get(row)

    def box_of(self, row: int) -> Box | None:
        """Where a point's thumbnail stands; None when it has none."""
        key = self._chunk_of.get(row)
        return None if key is None else next(tile.box for tile in self._chunks[key] if tile.row == row)


def _around(key: Key) -> Iterable[Key]:
    return [(key[0] + x, key[1] + y) for y in (-1, 0, 1) for x in (-1, 0, 1) if x or y]


def _moved(box: Box, x: float, y: float) -> Box:
    return Box(box.left + x, box.top + y, box.right + x, box.bottom + y)
