"""The map's points as pictures, one layer over another: all points, glowing hits, picked points."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from orrery.domain.arrays import Points, Rows
from orrery.mapping.raster import (
    DENSITY_CELL,
    Frame,
    Words,
    count_in_view,
    draw_density,
    draw_halos,
    draw_points,
    places_of,
    premultiplied,
    radius_for,
)
from orrery.panels.theme import Theme
from orrery.viewmodels.map_colours import MATCH_LEVELS, ColourBy
from orrery.viewmodels.map_model import Emphasis, MapModel

LEAST_RADIUS, LARGEST_RADIUS = 2.7, 4.6
"""Of a point where there is room, pixels at 100 %: a few items are drawn larger than some hundred."""

SAMPLE = 100_000
"""Points drawn while the map moves; more would cost a frame and cannot be seen in motion."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """Points in the order in which they are drawn, with all that drawing them takes."""

    points: Points
    shapes: npt.NDArray[np.uint8]
    colours: Words


class PointLayers:
    """Draws a model's points; keeps the colours between frames."""

    def __init__(self, model: MapModel, theme: Theme) -> None:
        self._model = model
        self.theme = theme
        self._colours: Words = np.zeros((4, 1), np.uint32)
        self._every: Ready | None = None
        self._sample: Ready | None = None
        self._picked: npt.NDArray[np.intp] = np.zeros(0, np.intp)

    def recolour(self) -> None:
        """Work the colours out anew: the model or the theme changed."""
        self._colours = self._table()
        self._every = self._sample = None
        self.repick()

    def repick(self) -> None:
        """The selection changed."""
        self._picked = self._model.selected_rows()
        self._picked = self._picked[self._model.emphasis[self._picked] > Emphasis.HIDDEN]

    def plain(self) -> tuple[npt.NDArray[np.intp], Words]:
        """Rows of the points in view and their colours, as if none were dimmed."""
        rows = np.flatnonzero(self._model.emphasis > Emphasis.HIDDEN)
        return rows, self._table()[Emphasis.PLAIN, self._model.legend.swatches[rows]]

    def colour_of(self, row: int) -> QColor:
        """The colour of one point, undimmed."""
        model = self._model
        swatch = model.legend.palette_number(int(model.legend.swatches[row]))
        return swatch_colour(self.theme, model.legend.colour_by, swatch, self._steps())

    def draw(self, frame: Frame, ratio: float, *, is_moving: bool) -> list[Layer]:
        """All layers, the lowest first.

        Args:
            frame: in device pixels.
            ratio: device pixels a pixel.
            is_moving: whether a sample will do.
        """
        ready, share = self._wanted(frame, is_moving=is_moving)
        if len(ready.points) == 0:
            return []
        places = places_of(ready.points, frame)
        seen = count_in_view(places, frame) * share
        largest = float(np.clip(58 / np.sqrt(max(1, seen)), LEAST_RADIUS, LARGEST_RADIUS))
        radius = radius_for(seen, frame, largest * ratio)
        if radius == 0:
            layers = [_layer(draw_density(places, ready.colours, frame), DENSITY_CELL)]
        else:
            layers = [_layer(draw_points(places, ready.shapes, ready.colours, radius, frame))]
        return layers + self._hits(frame, ratio, radius) + self._ringed(frame, ratio, radius)

    def _wanted(self, frame: Frame, *, is_moving: bool) -> tuple[Ready, int]:
        """What to draw, and of how many points each of them is one."""
        near = self._model.sheet.rows_near(frame)
        if near is None:
            return self._whole(is_moving=is_moving)
        step = max(1, len(near) // SAMPLE) if is_moving else 1
        rows = near[::step]
        emphasis = self._model.emphasis[rows]
        if (emphasis != emphasis[0]).any() if len(emphasis) else False:
            rows = rows[np.argsort(emphasis, kind="stable")]  # dim ones lie underneath
            rows = rows[self._model.emphasis[rows] > Emphasis.HIDDEN]
        elif len(emphasis) and emphasis[0] == Emphasis.HIDDEN:
            rows = rows[:0]
        return self._ready(rows), step

    def _whole(self, *, is_moving: bool) -> tuple[Ready, int]:
        """All points, or a sample while they move; kept, because gathering a million costs more than drawing them."""
        if self._every is None:
            emphasis = self._model.emphasis
            rows = np.concatenate([np.flatnonzero(emphasis == level) for level in (1, 2, 3)])
            self._every = self._ready(rows)
            self._sample = self._ready(rows[:: max(1, len(rows) // SAMPLE)])
        if not is_moving or self._sample is None:
            return self._every, 1
        return self._sample, max(1, len(self._every.points) // SAMPLE)

    def _ready(self, rows: Rows) -> Ready:
        model = self._model
        colours = self._colours[model.emphasis[rows], model.legend.swatches[rows]]
        return Ready(model.points[rows], model.sheet.shapes[rows], colours)

    def _hits(self, frame: Frame, ratio: float, radius: float) -> list[Layer]:
        rows = np.array([row for row in self._model.hits if self._model.emphasis[row] == Emphasis.HIT][::-1], np.intp)
        if len(rows) == 0:
            return []
        places = places_of(self._model.points[rows], frame)
        glow = _word(self.theme.colour("accent", 0.34))
        halos = draw_halos(places, glow, 13 * ratio, frame)
        return [_layer(halos), *self._rimmed(rows, frame, max(radius + 0.8 * ratio, 2.9 * ratio), 0.9 * ratio)]

    def _ringed(self, frame: Frame, ratio: float, radius: float) -> list[Layer]:
        if len(self._picked) == 0:
            return []
        return self._rimmed(self._picked, frame, max(radius, 1.6 * ratio), 1.7 * ratio)

    def _rimmed(self, rows: npt.NDArray[np.intp], frame: Frame, radius: float, rim: float) -> list[Layer]:
        """Points with a bright rim around them, radius and rim in pixels of the frame."""
        places = places_of(self._model.points[rows], frame)
        shapes = self._model.sheet.shapes[rows]
        rims = np.full(len(rows), _word(self.theme.colour("strong", 0.95)), np.uint32)
        inks = self._table()[Emphasis.HIT, self._model.legend.swatches[rows]]
        return [
            _layer(draw_points(places, shapes, rims, radius + rim, frame)),
            _layer(draw_points(places, shapes, inks, radius, frame)),
        ]

    def _table(self) -> Words:
        """(emphasis, swatch) -> colour; the last column is that of no swatch, which is number -1."""
        colours = self._palette()
        dim = 0.36 if self.theme.name == "dark" else 0.34
        rows = [[_word(_thin(colour, share)) for colour in colours] for share in (0.0, dim, 0.92, 1.0)]
        return np.array(rows, np.uint32)

    def _palette(self) -> list[QColor]:
        model = self._model
        count, steps = int(model.legend.swatches.max(initial=0)) + 1, self._steps()
        numbers = [model.legend.palette_number(swatch) for swatch in (*range(count), -1)]
        return [swatch_colour(self.theme, model.legend.colour_by, number, steps) for number in numbers]

    def _steps(self) -> int:
        return ramp_steps(self._model)


def ramp_steps(model: MapModel) -> int:
    """How many steps the ramp of colours has now."""
    return MATCH_LEVELS if model.legend.colour_by is ColourBy.MATCH else model.legend.colour_count


def swatch_colour(theme: Theme, by: ColourBy, swatch: int, steps: int = 1) -> QColor:
    """The colour of a swatch of the legend.

    Args:
        theme: whose colours.
        by: kinds have the colours they have everywhere in the window; what has an order is a ramp.
        swatch: its number; below 0 for points without a colour.
        steps: of the ramp.
    """
    if swatch < 0:
        return theme.cluster(-1)
    if by is ColourBy.KIND:
        return theme.colour(("accent", "sound", "warning")[swatch])
    if by is ColourBy.MATCH:
        return _between((theme.cluster(-1), theme.colour("accent")), swatch / max(1, steps - 1))
    if by is ColourBy.DATE:
        return _between(_ages(theme), swatch / max(1, steps - 1))
    return theme.cluster(swatch)


def _ages(theme: Theme) -> tuple[QColor, ...]:
    """From old to new, in even steps of lightness, so that it reads without telling hues apart."""
    stops = ("#5b4fa2", "#4f8fc0", "#63c3a5", "#e6e08a") if theme.name == "dark" else _LIGHT_AGES
    return tuple(QColor(stop) for stop in stops)


_LIGHT_AGES = ("#9aa7d8", "#4f8fc0", "#2a6f6b", "#3b1f5e")


def _layer(words: Words, scale: int = 1) -> Layer:
    high, wide = words.shape
    image = QImage(words.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return Layer(image, words, scale)


def _word(colour: QColor) -> int:
    return premultiplied(colour.red(), colour.green(), colour.blue(), colour.alphaF())


def _thin(colour: QColor, share: float) -> QColor:
    thin = QColor(colour)
    thin.setAlphaF(colour.alphaF() * share)
    return thin


def _between(stops: tuple[QColor, ...], share: float) -> QColor:
    """A colour between stops that lie evenly, share 0 to 1."""
    at = min(len(stops) - 2, int(share * (len(stops) - 1)))
    part = share * (len(stops) - 1) - at
    pairs = zip(stops[at].getRgbF()[:3], stops[at + 1].getRgbF()[:3], strict=True)  # type: ignore[index]
    return QColor.fromRgbF(*(a + (b - a) * part for a, b in pairs))
