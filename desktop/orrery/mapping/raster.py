"""Draw a map's points into pixels with plain NumPy: soft stamps by shape, or density where points would merge.

Colours are 32-bit words 0xAARRGGBB, premultiplied by alpha: what a QImage of Format_ARGB32_Premultiplied holds.

Stamps are pasted one pixel offset at a time for all points at once, faint offsets first. Whatever overlaps, the more
opaque fragment wins, so a core is never eaten by its neighbour's soft edge and no blending is needed: 9 to 40 writes
a point instead of a painter call each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points

Words: TypeAlias = npt.NDArray[np.uint32]
"""Premultiplied colours, 0xAARRGGBB."""

Places: TypeAlias = npt.NDArray[np.int32]
"""(n, 2) columns and rows in pixels, may lie outside the picture."""

SMALLEST_RADIUS = 1.25
"""Pixels. Below this a circle, a triangle and a square look the same, and density tells more."""

DENSITY_CELL = 2
"""Pixels a side of a density cell; the picture is enlarged smoothly, which also softens single points."""

_PAIR = np.uint32(0x00FF00FF)
"""Every other channel of a colour, with eight free bits above each to calculate in."""


class Shape(IntEnum):
    """What a point looks like."""

    CIRCLE = 0
    TRIANGLE = 1
    SQUARE = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the map is in view, and how large.

    Attributes:
        left: map coordinate of the left edge.
        top: map coordinate of the top edge; map coordinates grow upwards, rows grow downwards.
        scale_x: pixels a map unit, horizontally.
        scale_y: pixels a map unit, vertically.
        width: pixels.
        height: pixels.
    """

    left: float
    top: float
    scale_x: float
    scale_y: float
    width: int
    height: int


def places_of(points: Points, frame: Frame) -> Places:
    """Where points fall in a frame, in whole pixels.

    The frame's own offset is rounded apart from the points: while panning all points then move by the same number of
    pixels and do not shimmer.

    Args:
        points: (n, 2) map coordinates.
        frame: what is in view.

    Returns:
        (n, 2) columns and rows; points outside the frame keep their places outside it.
    """
    limit = 1 << 24  # far outside any picture, and safe to add offsets to
    places = np.empty((len(points), 2), np.int32)
    shift = (round(frame.left * frame.scale_x), round(frame.top * frame.scale_y))
    columns = points[:, 0] * np.float32(frame.scale_x)
    rows = points[:, 1] * np.float32(-frame.scale_y)
    places[:, 0] = np.clip(np.rint(columns, out=columns), -limit, limit) - shift[0]
    places[:, 1] = np.clip(np.rint(rows, out=rows), -limit, limit) + shift[1]
    return places


def radius_for(count: int, frame: Frame, largest: float) -> float:
    """A point's radius that keeps points apart on average; 0 where they are better shown as density.

    Args:
        count: points in view.
        frame: what is in view.
        largest: radius in pixels where there is plenty of room.

    Returns:
        Pixels, 0 or between SMALLEST_RADIUS and largest.
    """
    if count == 0:
        return largest
    # A quarter of the area covered is where clustered points still read as single ones.
    radius = float(np.sqrt(0.25 * frame.width * frame.height / (np.pi * count)))
    smallest = min(largest, SMALLEST_RADIUS * max(1.0, largest / 2.7))  # larger on a screen with finer pixels
    return 0.0 if radius < 0.75 * smallest else float(np.clip(radius, smallest, largest))


def visible_rows(places: Places, frame: Frame, margin: int = 0) -> npt.NDArray[np.intp]:
    """Rows of the points that fall inside the frame, widened by a margin in pixels (negative: narrowed)."""
    columns, rows = places[:, 0], places[:, 1]
    inside = (columns >= -margin) & (columns < frame.width + margin)
    inside &= (rows >= -margin) & (rows < frame.height + margin)
    return np.flatnonzero(inside)


def count_in_view(places: Places, frame: Frame) -> int:
    """How many points fall inside the frame."""
    return int(np.count_nonzero(_inside(places, frame)))


def draw_points(places: Places, shapes: npt.NDArray[np.uint8], colours: Words, radius: float, frame: Frame) -> Words:
    """Draw points as soft circles, triangles and squares.

    Args:
        places: (n, 2) from places_of.
        shapes: (n,) Shape numbers.
        colours: (n,) premultiplied; of points that overlap the later one is in front.
        radius: pixels, above 0.
        frame: gives the size of the picture.

    Returns:
        (height, width) premultiplied colours, 0 where nothing is.
    """
    # A border takes the place of clipping every fragment: half of it for points beyond the edge, half for their stamps.
    reach = 2 * _reach(radius)
    stride = frame.width + 2 * reach
    canvas = np.zeros((frame.height + 2 * reach) * stride, np.uint32)
    rows = visible_rows(places, frame, margin=_reach(radius))
    origin = (places[rows, 1].astype(np.intp) + reach) * stride + places[rows, 0] + reach
    shapes, colours = shapes[rows], colours[rows]
    groups = {shape: np.flatnonzero(shapes == shape) for shape in Shape}
    spots = {shape: origin[rows] for shape, rows in groups.items()}
    inks = {shape: colours[rows] for shape, rows in groups.items()}
    for shape, row, column, coverage in _fragments(round(radius * 8)):
        if len(spots[shape]):
            canvas[spots[shape] + (row * stride + column)] = _faded(inks[shape], coverage)
    picture = canvas.reshape(-1, stride)[reach : reach + frame.height, reach : reach + frame.width]
    return np.ascontiguousarray(picture)


def draw_density(places: Places, colours: Words, frame: Frame) -> Words:
    """Draw how many points lie where, in the points' own colours.

    Args:
        places: (n, 2) from places_of.
        colours: (n,) premultiplied.
        frame: gives the size of the picture.

    Returns:
        (height / DENSITY_CELL, width / DENSITY_CELL), rounded up: a picture to be enlarged smoothly.
    """
    high, wide = -(-frame.height // DENSITY_CELL), -(-frame.width // DENSITY_CELL)
    inside = _inside(places, frame)
    cells = (places[:, 1] // DENSITY_CELL) * np.int32(wide) + places[:, 0] // DENSITY_CELL
    if not inside.all():
        cells, colours = cells[inside], colours[inside]
    counts = np.bincount(cells, minlength=high * wide)
    last = np.zeros(high * wide, np.uint32)
    last[cells] = colours
    opacity = _opacities(counts)[counts]
    # Two channels a word, 16 bits each: room for a product of two bytes, and for the sum of the 64 shares below.
    pairs = [(last >> np.uint32(shift) & _PAIR) * opacity >> np.uint32(8) & _PAIR for shift in (0, 8)]
    low, high_pair = (_smoothed(pair.reshape(high, wide)) for pair in pairs)
    return low | high_pair << np.uint32(8)


def draw_halos(places: Places, colour: int, radius: float, frame: Frame) -> Words:
    """A glow behind points, the same for all of them; where glows meet the brighter one wins.

    Args:
        places: (n, 2); meant for some hundred points.
        colour: premultiplied.
        radius: pixels at which the glow has faded away.
        frame: gives the size of the picture.

    Returns:
        (height, width) premultiplied colours.
    """
    glow = np.zeros((frame.height, frame.width), np.uint8)
    reach = int(np.ceil(radius))
    span = np.arange(-reach, reach + 1, dtype=np.float32)
    fade = np.rint(np.clip(1 - np.hypot(span[:, None], span[None, :]) / radius, 0, 1) ** 2 * 255).astype(np.uint8)
    for column, row in places[visible_rows(places, frame, margin=reach)]:
        top, left = max(0, row - reach), max(0, column - reach)
        bottom, right = min(frame.height, row + reach + 1), min(frame.width, column + reach + 1)
        patch = fade[top - row + reach : bottom - row + reach, left - column + reach : right - column + reach]
        np.maximum(glow[top:bottom, left:right], patch, out=glow[top:bottom, left:right])
    return _faded_levels(colour).take(glow)


def premultiplied(red: int, green: int, blue: int, alpha: float = 1.0) -> int:
    """One colour as a premultiplied word; red, green, blue 0 to 255, alpha 0 to 1."""
    parts = (255 * alpha, red * alpha, green * alpha, blue * alpha)
    word = 0
    for part in parts:
        word = word << 8 | round(part)
    return word


def nearest_place(places: Places, column: float, row: float, reach: float) -> int | None:
    """The point nearest to a pixel, by looking at every one (1.3 ms for a million).

    Args:
        places: (n, 2) from places_of.
        column: of the pixel.
        row: of the pixel.
        reach: pixels within which a point counts as meant.

    Returns:
        Row number of the point; of equally near ones the last, which is drawn in front. None when none is near.
    """
    if len(places) == 0:
        return None
    squares = (places[:, 0] - np.float32(column)) ** 2 + (places[:, 1] - np.float32(row)) ** 2
    best = len(squares) - 1 - int(np.argmin(squares[::-1]))
    return best if squares[best] <= reach * reach else None


def rows_inside(points: Points, outline: Sequence[tuple[float, float]] | npt.NDArray[np.floating]) -> npt.NDArray:
    """Rows of the points inside a closed outline, by the even-odd rule.

    Args:
        points: (n, 2).
        outline: corners in order; the last is joined to the first. Fewer than three enclose nothing.

    Returns:
        (k,) row numbers, ascending.
    """
    corners = np.asarray(outline, np.float64).reshape(-1, 2)
    if len(corners) < 3 or len(points) == 0:
        return np.zeros(0, np.intp)
    low, high = corners.min(axis=0), corners.max(axis=0)
    near = np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))
    x, y = points[near, 0].astype(np.float64), points[near, 1].astype(np.float64)
    crossings = np.zeros(len(near), bool)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        spans = (y1 > y) != (y2 > y)
        crossings ^= spans & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return near[crossings]


def _inside(places: Places, frame: Frame) -> npt.NDArray[np.bool_]:
    """Which points fall on the picture; as unsigned numbers, so that below zero is far above the size."""
    unsigned = places.view(np.uint32)
    return (unsigned[:, 0] < np.uint32(frame.width)) & (unsigned[:, 1] < np.uint32(frame.height))


def _opacities(counts: npt.NDArray[np.intp]) -> npt.NDArray[np.uint32]:
    """How opaque a cell with 0, 1, 2 … points is, 0 to 255: one is seen, and the crowded ones look alike."""
    taken = counts[counts > 0]
    if taken.size == 0:
        return np.zeros(1, np.uint32)
    crowded = max(2.0, float(np.quantile(taken[:: max(1, taken.size // 20_000)], 0.98)))
    levels = np.log1p(np.arange(int(counts.max()) + 1)) / np.log1p(crowded)
    opacities = np.clip(0.3 + 0.7 * levels, 0, 1) * 255
    opacities[0] = 0
    return opacities.astype(np.uint32)


def _smoothed(pairs: Words) -> Words:
    """Spread each cell over its neighbours, 1 6 1 both ways, so that single cells read as soft points."""
    for axis in (0, 1):
        source = np.moveaxis(pairs, axis, 0)
        spread = source * np.uint32(6)
        spread[1:] += source[:-1]
        spread[:-1] += source[1:]
        pairs = np.moveaxis(spread, 0, axis)
    return pairs >> np.uint32(6) & _PAIR


@lru_cache(maxsize=64)
def _fragments(eighths: int) -> tuple[tuple[Shape, int, int, int], ...]:
    """The pixels of all stamps of one size: shape, row, column, coverage 1 to 255; faint ones first."""
    radius = eighths / 8
    found = [(shape, *fragment) for shape in Shape for fragment in _stamp(shape, radius)]
    return tuple(sorted(found, key=lambda fragment: fragment[3]))


def _stamp(shape: Shape, radius: float) -> Iterator[tuple[int, int, int]]:
    """Row, column and coverage of one shape's pixels, from 8 × 8 samples a pixel."""
    reach = _reach(radius)
    samples = (np.arange((2 * reach + 1) * 8) + 0.5) / 8 - reach - 0.5
    x, y = np.meshgrid(samples, samples)
    filled = _contains(shape, x, y, radius)
    coverage = filled.reshape(2 * reach + 1, 8, 2 * reach + 1, 8).mean(axis=(1, 3))
    for row, column in np.argwhere(coverage > 0.04):
        yield int(row) - reach, int(column) - reach, round(float(coverage[row, column]) * 255)


def _reach(radius: float) -> int:
    """Pixels from the middle to the end of a stamp; a triangle's tip reaches furthest."""
    return int(np.ceil(1.46 * radius)) + 1


def _contains(
    shape: Shape, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], radius: float
) -> npt.NDArray[np.bool_]:
    """Whether samples lie in a shape; all three shapes have about the same area."""
    if shape is Shape.CIRCLE:
        return x * x + y * y <= radius * radius
    if shape is Shape.SQUARE:
        return np.maximum(np.abs(x), np.abs(y)) <= radius * 0.886
    high = radius * 1.46
    return (y <= high * 0.65) & (np.abs(x) * 1.85 <= y + high)


def _faded(colours: Words, coverage: int) -> Words:
    """Premultiplied colours times coverage / 255, two channels at a time."""
    if coverage >= 255:
        return colours
    factor = np.uint32(coverage + 1)
    low = ((colours & _PAIR) * factor >> np.uint32(8)) & _PAIR
    high = ((colours >> np.uint32(8) & _PAIR) * factor) & np.uint32(0xFF00FF00)
    return low | high


@lru_cache(maxsize=8)
def _faded_levels(colour: int) -> Words:
    """One colour at 256 levels of coverage."""
    return np.array([_faded(np.array([colour], np.uint32), level)[0] for level in range(256)], np.uint32)
