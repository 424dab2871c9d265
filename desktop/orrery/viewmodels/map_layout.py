"""Where names and thumbnails stand on the map so that none covers another."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points
from orrery.mapping.raster import Frame

TILE_SHARE = 0.32
"""Share of the map that thumbnails may take if points were spread evenly; beyond it they only hide one another."""

TILE_SIDES = (36, 44, 52, 60, 72, 84, 96)
"""Widths of thumbnails in pixels; few steps, so that they do not change with every notch of the wheel."""

TILE_RATIO = 0.72
"""Height of a thumbnail for its width."""

FEW = 80
"""With so few items each should be seen, even if its thumbnail stands a whole size off its point."""

FAR = 90
"""Pixels from a cluster's middle to its edge beyond which a name above it would no longer seem to belong to it."""

_CELL = 4
"""Pixels a side of the coarse grid in which taken places are marked."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels: left and top included, right and bottom not."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Box":
        """A box with its middle at a point."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def width(self) -> float:
        """Pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels."""
        return self.bottom - self.top

    def overlaps(self, other: "Box", apart: float = 0) -> bool:
        """Whether two boxes share a pixel, or come nearer than a distance."""
        return (
            self.left < other.right + apart
            and other.left < self.right + apart
            and self.top < other.bottom + apart
            and other.top < self.bottom + apart
        )

    def is_within(self, other: "Box") -> bool:
        """Whether it lies wholly inside another."""
        inside = self.left >= other.left and self.right <= other.right
        return inside and self.top >= other.top and self.bottom <= other.bottom


@dataclass(frozen=True, slots=True)
class Region:
    """The extent of a cluster on the map.

    Attributes:
        cluster: its id.
        middle: map coordinates of its middle.
        low: map coordinates of the lower left corner of where most of it lies.
        high: of the upper right corner.
        count: items in it; the name of a larger cluster is placed first.
    """

    cluster: int
    middle: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]
    count: int


@dataclass(frozen=True, slots=True)
class PlacedTile:
    """A thumbnail: row of the point, and where it is drawn."""

    row: int
    box: Box


def regions_of(points: Points, clusters: npt.NDArray[np.integer]) -> tuple[Region, ...]:
    """The extents of all clusters, largest first; outliers of a cluster do not widen it."""
    if len(points) == 0:
        return ()
    order = np.argsort(clusters, kind="stable")
    labels, starts = np.unique(clusters[order], return_index=True)
    found = []
    for label, rows in zip(labels, np.split(order, starts[1:]), strict=True):
        if label < 0:
            continue
        low, middle, high = np.quantile(points[rows], (0.06, 0.5, 0.94), axis=0)
        found.append(Region(int(label), _pair(middle), _pair(low), _pair(high), len(rows)))
    return tuple(sorted(found, key=lambda region: (-region.count, region.cluster)))


def tile_width(in_view: int, frame: Frame) -> int:
    """How wide thumbnails may be so that most find room; 0 where points are too many for thumbnails.

    Args:
        in_view: points in view.
        frame: its size, in pixels at 100 %.
    """
    if in_view == 0:
        return 0
    room = (TILE_SHARE * frame.width * frame.height / in_view / TILE_RATIO) ** 0.5
    return max((side for side in TILE_SIDES if side <= room), default=0)


def place_names(
    regions: Sequence[Region],
    sizes: Sequence[tuple[float, float]],
    frame: Frame,
    taken: Sequence[Box],
    lift: float,
) -> dict[int, Box]:
    """Find a place for the name of every cluster in view: above it if possible, else below, beside, or on it.

    Args:
        regions: largest first; earlier ones choose first.
        sizes: width and height of each name in pixels.
        frame: what is in view.
        taken: boxes that names may not touch, such as the legend.
        lift: pixels by which a cluster's thumbnails stand out over its points.

    Returns:
        Boxes by cluster id; a name without room is left out rather than laid over another.
    """
    placed: dict[int, Box] = {}
    view = Box(4, 4, frame.width - 4, frame.height - 4)
    blocked = list(taken)
    for region, size in zip(regions, sizes, strict=True):
        box = next((box for box in _name_boxes(region, size, frame, lift) if _is_free(box, view, blocked)), None)
        if box is not None:
            placed[region.cluster] = box
            blocked.append(box)
    return placed


def place_tiles(
    places: Mapping[int, tuple[float, float]],
    width: float,
    frame: Frame,
    taken: Sequence[Box],
    *,
    near: frozenset[int] = frozenset(),
    few: bool | None = None,
) -> tuple[PlacedTile, ...]:
    """Lay thumbnails on their points, in order, each only where it covers no other and nothing taken.

    A thumbnail may stand up to half its size off its point (a whole one where there are few items); further off it
    would lie about the place. The few that matter most, such as the best hits, often crowd one spot: they may stand
    beside one another around it.

    What finds no room is tried once more a third smaller, so that fewer stay bare points.

    Args:
        places: pixels of the points by their rows, most important first.
        width: of a thumbnail in pixels.
        frame: what is in view.
        taken: boxes to keep clear: names, legend, pin.
        near: rows whose thumbnails may stand near their points instead of on them.
        few: whether each should be seen; None: when there are only a few.
    """
    grid = _Grid(frame, taken)
    placed: dict[int, PlacedTile] = {}
    waiting = list(places)
    usual = _BESIDE if (len(waiting) <= FEW if few is None else few) else _ON
    for wide in (width, round(width * 2 / 3)):
        for row in waiting if wide >= TILE_SIDES[0] else ():
            shifts = _NEAR if row in near else usual
            box = _room_for(places[row], wide, shifts, grid)
            if box is not None:
                placed[row] = PlacedTile(row, box)
        waiting = [row for row in waiting if row not in placed]
    return tuple(placed.values())


def _room_for(
    middle: tuple[float, float], width: float, shifts: Sequence[tuple[float, float]], grid: "_Grid"
) -> Box | None:
    """Take the first free box at or beside a point; None when there is none."""
    x, y = middle
    height = round(width * TILE_RATIO)
    for shift_x, shift_y in shifts:
        at = (x + shift_x * width, y + shift_y * height)
        if grid.take(Box.around(*at, width + 3, height + 3)):
            return Box.around(*at, width, height)
    return None


def _shifts(reach: float, step: float) -> tuple[tuple[float, float], ...]:
    """Shifts in widths and heights of a thumbnail, the smallest first."""
    steps = np.arange(-reach, reach + step / 2, step).tolist()
    return tuple(sorted(((x, y) for x in steps for y in steps), key=lambda shift: (math.hypot(*shift), shift)))


_ON = _shifts(0.5, 0.5)
_BESIDE = _shifts(1.0, 0.25)
_NEAR = _shifts(2.0, 0.25)


class _Grid:
    """Which parts of the map are taken, coarsely: a look-up costs the same however many boxes there are."""

    def __init__(self, frame: Frame, taken: Sequence[Box]) -> None:
        self._cells = np.zeros((frame.height // _CELL + 1, frame.width // _CELL + 1), bool)
        self._view = Box(0, 0, frame.width, frame.height)
        for box in taken:
            self._part(box)[...] = True

    def take(self, box: Box) -> bool:
        """Mark a box as taken; False when it is not free or not wholly in view."""
        if not box.is_within(self._view):
            return False
        part = self._part(box)
        if part.any():
            return False
        part[...] = True
        return True

    def _part(self, box: Box) -> npt.NDArray[np.bool_]:
        top, left = max(0, int(box.top // _CELL)), max(0, int(box.left // _CELL))
        bottom, right = max(0, int(-(-box.bottom // _CELL))), max(0, int(-(-box.right // _CELL)))
        return self._cells[top:bottom, left:right]


def _name_boxes(region: Region, size: tuple[float, float], frame: Frame, lift: float) -> Iterable[Box]:
    wide, high = size
    x, y = _to_pixels(region.middle, frame)
    left, bottom = _to_pixels(region.low, frame)
    right, top = _to_pixels(region.high, frame)
    above, below = top - lift - high / 2 - 4, bottom + lift + high / 2 + 4
    if y - top > FAR:
        # Above a wide cluster the name would stand among its neighbours: its middle is where one looks for it.
        for shift_x, shift_y in ((0, 0), (0, -1.2), (0, 1.2), (-0.3, -1.2), (0.3, 1.2), (-0.4, 0), (0.4, 0)):
            yield Box.around(x + shift_x * wide, y + shift_y * high, wide, high)
    for shift in (0.0, -0.3, 0.3, -0.6, 0.6):
        yield Box.around(x + shift * wide, above, wide, high)
    for step in (1, 2):
        yield Box.around(x, above - step * high, wide, high)
    for shift in (0.0, -0.4, 0.4):
        yield Box.around(x + shift * wide, below, wide, high)
    yield Box.around(right + lift + wide / 2 + 6, y, wide, high)
    yield Box.around(left - lift - wide / 2 - 6, y, wide, high)


def _is_free(box: Box, view: Box, blocked: Sequence[Box]) -> bool:
    return box.is_within(view) and not any(box.overlaps(other, apart=3) for other in blocked)


def _to_pixels(point: tuple[float, float], frame: Frame) -> tuple[float, float]:
    return (point[0] - frame.left) * frame.scale_x, (frame.top - point[1]) * frame.scale_y


def _pair(values: npt.NDArray[np.floating]) -> tuple[float, float]:
    return float(values[0]), float(values[1])
