"""All points of one state of the map, ready to be drawn, in any thread: plain arrays that nobody changes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from orrery.domain.arrays import Points, Rows
from orrery.mapping.raster import (
    DENSITY_CELL,
    Frame,
    Words,
    count_in_view,
    draw_density,
    draw_points,
    places_of,
    radius_for,
)
from orrery.viewmodels.map_model import Emphasis
from orrery.viewmodels.map_sheet import MapSheet

LEAST_RADIUS, LARGEST_RADIUS = 2.7, 4.6
"""Of a point where there is room, pixels at 100 %: a few items are drawn larger than some hundred."""

SAMPLE = 100_000
"""Points drawn while the map moves, and by the thread that paints: more would cost a frame."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A picture over the whole map.

    Attributes:
        image: premultiplied.
        words: its pixels, which the image only borrows.
        scale: device pixels a pixel of the image, above 1 for density.
    """

    image: QImage
    words: Words
    scale: int = 1

    @classmethod
    def of(cls, words: Words, scale: int = 1) -> "Layer":
        """A layer of (height, width) colours."""
        high, wide = words.shape
        image = QImage(words.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
        return cls(image, words, scale)


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """The lowest layer, and how large points are on it.

    Attributes:
        layer: None where there is no point to draw.
        radius: pixels of the frame; 0 for density.
    """

    layer: Layer | None
    radius: float


@dataclass(frozen=True, slots=True, eq=False)
class _Ready:
    """Points in the order in which they are drawn, with all that drawing them takes."""

    points: Points
    shapes: npt.NDArray[np.uint8]
    colours: Words


class Stock:
    """The points with their colours; keeps what was gathered, because that costs more than drawing it."""

    def __init__(
        self,
        sheet: MapSheet,
        emphasis: npt.NDArray[np.uint8],
        swatches: npt.NDArray[np.integer],
        table: Words,
    ) -> None:
        """Begin.

        Args:
            sheet: where the points are.
            emphasis: (n,) how strongly each is drawn.
            swatches: (n,) number of each one's colour.
            table: (emphasis, swatch) -> colour.
        """
        self._sheet = sheet
        self._emphasis = emphasis
        self._swatches = swatches
        self._table = table

    def is_heavy(self, frame: Frame) -> bool:
        """Whether drawing all points of a frame is too much for the thread that paints: a million take 40 ms."""
        return min(self._sheet.count_seen(frame), len(self._emphasis)) > SAMPLE

    def draw(self, frame: Frame, ratio: float, *, is_sampled: bool) -> Base:
        """The points in a frame.

        Args:
            frame: in device pixels.
            ratio: device pixels a pixel.
            is_sampled: whether about SAMPLE of them will do.
        """
        ready, share = self._wanted(frame, is_sampled=is_sampled)
        if len(ready.points) == 0:
            return Base(None, 0.0)
        places = places_of(ready.points, frame)
        seen = count_in_view(places, frame) * share
        largest = float(np.clip(58 / np.sqrt(max(1, seen)), LEAST_RADIUS, LARGEST_RADIUS))
        radius = radius_for(seen, frame, largest * ratio)
        if radius == 0:
            return Base(Layer.of(draw_density(places, ready.colours, frame), DENSITY_CELL), radius)
        return Base(Layer.of(draw_points(places, ready.shapes, ready.colours, radius, frame)), radius)

    # ---- inside

    def _wanted(self, frame: Frame, *, is_sampled: bool) -> tuple[_Ready, int]:
        """What to draw, and of how many points each of them is one."""
        near = self._sheet.rows_near(frame)
        if near is None:
            return (self._some, self._step) if is_sampled else (self._every, 1)
        step = max(1, len(near) // SAMPLE) if is_sampled else 1
        return self._ready(self._in_order(near[::step])), step

    def _in_order(self, rows: Rows) -> Rows:
        """Some rows without hidden ones; dim ones lie underneath."""
        emphasis = self._emphasis[rows]
        if len(emphasis) == 0 or (emphasis == emphasis[0]).all():
            return rows[:0] if len(emphasis) and emphasis[0] == Emphasis.HIDDEN else rows
        rows = rows[np.argsort(emphasis, kind="stable")]
        return rows[self._emphasis[rows] > Emphasis.HIDDEN]

    @cached_property
    def _order(self) -> Rows:
        return np.concatenate([np.flatnonzero(self._emphasis == level) for level in (1, 2, 3)])

    @cached_property
    def _every(self) -> _Ready:
        return self._ready(self._order)

    @property
    def _step(self) -> int:
        return max(1, len(self._order) // SAMPLE)

    @cached_property
    def _some(self) -> _Ready:
        return self._ready(self._order[:: self._step])

    def _ready(self, rows: Rows) -> _Ready:
        colours = self._table[self._emphasis[rows], self._swatches[rows]]
        return _Ready(self._sheet.points[rows], self._sheet.shapes[rows], colours)
