"""The map's points as pictures, one layer over another: all points, glowing hits, picked points."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

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
from orrery.viewmodels.map_model import ColourBy, Emphasis, MapModel

LEAST_RADIUS, LARGEST_RADIUS = 2.7, 4.6
"""Of a point where there is room, pixels at 100 %: a few items are drawn larger than some hundred."""

SAMPLE = 100_000
"""Points drawn while the map moves; more would cost a frame and cannot be seen in motion."""

MATCH_LEVELS = 16


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


class PointLayers:
    """Draws a model's points; keeps the colours between frames."""

    def __init__(self, model: MapModel, theme: Theme) -> None:
        self._model = model
        self.theme = theme
        self._rows: npt.NDArray[np.intp] = np.zeros(0, np.intp)
        self._colours: Words = np.zeros(0, np.uint32)
        self._picked: npt.NDArray[np.intp] = np.zeros(0, np.intp)
        self._is_every = False

    def recolour(self) -> None:
        """Work the colours out anew: the model, the selection or the theme changed."""
        model = self._model
        table = self._table()
        dim, plain = (np.flatnonzero(model.emphasis == level) for level in (Emphasis.DIM, Emphasis.PLAIN))
        hit = np.flatnonzero(model.emphasis == Emphasis.HIT)
        self._rows = np.concatenate((dim, plain, hit))  # dim ones lie underneath
        self._colours = table[model.emphasis[self._rows], model.swatches[self._rows]]
        self._is_every = len(dim) == len(model.points) or len(plain) == len(model.points)
        self._picked = model.selected_rows()
        self._picked = self._picked[model.emphasis[self._picked] > Emphasis.HIDDEN]

    def plain(self) -> tuple[npt.NDArray[np.intp], Words]:
        """Rows of the points in view and their colours, as if none were dimmed."""
        rows = np.flatnonzero(self._model.emphasis > Emphasis.HIDDEN)
        return rows, self._table()[Emphasis.PLAIN, self._model.swatches[rows]]

    def colour_of(self, row: int) -> QColor:
        """The colour of one point, undimmed."""
        model = self._model
        if model.colour_by is ColourBy.MATCH:
            return self._palette()[model.swatches[row]]
        swatch = int(model.swatches[row])
        return self.theme.cluster(-1) if swatch < 0 else swatch_colour(self.theme, model.colour_by, swatch)

    def draw(self, frame: Frame, ratio: float, *, is_moving: bool) -> list[Layer]:
        """All layers, the lowest first.

        Args:
            frame: in device pixels.
            ratio: device pixels a pixel.
            is_moving: whether a sample will do.
        """
        step = max(1, len(self._rows) // SAMPLE) if is_moving else 1
        rows, colours = self._rows[::step], self._colours[::step]
        if len(rows) == 0:
            return []
        # All rows in their order are the common case, and a million points need not be copied to be drawn.
        points = self._model.points if self._is_every and step == 1 else self._model.points[rows]
        places = places_of(points, frame)
        seen = count_in_view(places, frame) * step
        largest = float(np.clip(58 / np.sqrt(max(1, seen)), LEAST_RADIUS, LARGEST_RADIUS))
        radius = radius_for(seen, frame, largest * ratio)
        if radius == 0:
            layers = [_layer(draw_density(places, colours, frame), DENSITY_CELL)]
        else:
            layers = [_layer(draw_points(places, self._model.shapes[rows], colours, radius, frame))]
        return layers + self._hits(frame, ratio, radius) + self._ringed(frame, ratio, radius)

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
        shapes = self._model.shapes[rows]
        rims = np.full(len(rows), _word(self.theme.colour("strong", 0.95)), np.uint32)
        inks = self._table()[Emphasis.HIT, self._model.swatches[rows]]
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
        theme, model = self.theme, self._model
        if model.colour_by is ColourBy.MATCH:
            low, high = theme.cluster(-1), theme.colour("accent")
            return [_between(low, high, level / (MATCH_LEVELS - 1)) for level in range(MATCH_LEVELS)] + [low]
        count = int(model.swatches.max(initial=0)) + 1
        return [swatch_colour(theme, model.colour_by, swatch) for swatch in range(count)] + [theme.cluster(-1)]


def swatch_colour(theme: Theme, by: ColourBy, swatch: int) -> QColor:
    """The colour of a swatch of the legend; kinds have the colours they have everywhere in the window."""
    if by is ColourBy.KIND:
        return theme.colour(("accent", "sound", "warning")[swatch])
    return theme.cluster(swatch)


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


def _between(low: QColor, high: QColor, share: float) -> QColor:
    parts = zip(low.getRgbF()[:3], high.getRgbF()[:3], strict=True)  # type: ignore[index]
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in parts))
