"""The map's points as pictures, one layer over another: all points, glowing hits, picked points."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from orrery.mapping.raster import Frame, Words, draw_halos, draw_points, places_of, premultiplied
from orrery.panels.map_stock import Base, Layer, Stock
from orrery.panels.theme import Theme
from orrery.viewmodels.map_colours import MATCH_LEVELS, ColourBy
from orrery.viewmodels.map_model import Emphasis, MapModel


class PointLayers:
    """Draws a model's points; keeps the colours between frames."""

    def __init__(self, model: MapModel, theme: Theme) -> None:
        self._model = model
        self.theme = theme
        self.stock = self._stocked()
        self._picked: npt.NDArray[np.intp] = np.zeros(0, np.intp)

    def recolour(self) -> None:
        """Work the colours out anew: the model or the theme changed."""
        self.stock = self._stocked()
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

    def over(self, base: Base, frame: Frame, ratio: float) -> list[Layer]:
        """All layers over the one with all points, itself the first.

        Args:
            base: the points, drawn by the stock.
            frame: in device pixels.
            ratio: device pixels a pixel.
        """
        if base.layer is None:
            return []
        hits, ringed = self._hits(frame, ratio, base.radius), self._ringed(frame, ratio, base.radius)
        return [base.layer, *hits, *ringed]

    def _stocked(self) -> Stock:
        model = self._model
        return Stock(model.sheet, model.emphasis, model.legend.swatches, self._table())

    def _hits(self, frame: Frame, ratio: float, radius: float) -> list[Layer]:
        rows = np.array([row for row in self._model.hits if self._model.emphasis[row] == Emphasis.HIT][::-1], np.intp)
        if len(rows) == 0:
            return []
        places = places_of(self._model.points[rows], frame)
        glow = _word(self.theme.colour("accent", 0.34))
        halos = draw_halos(places, glow, 13 * ratio, frame)
        return [Layer.of(halos), *self._rimmed(rows, frame, max(radius + 0.8 * ratio, 2.9 * ratio), 0.9 * ratio)]

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
            Layer.of(draw_points(places, shapes, rims, radius + rim, frame)),
            Layer.of(draw_points(places, shapes, inks, radius, frame)),
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
