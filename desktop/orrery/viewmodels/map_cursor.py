"""The keyboard on the map: from point to point, or a cross that draws."""

from collections.abc import Sequence

import numpy as np

from orrery.mapping.raster import Places
from orrery.viewmodels.map_model import Tool

STEP, STRIDE = 10.0, 50.0
"""Pixels that the cross moves with a key, and with Ctrl held."""

LEAN = 2.0
"""How much a pixel to the side counts against one ahead: the next point is the one that looks straight ahead."""

Corner = tuple[float, float]


def next_point(places: Places | np.ndarray, at: Corner, direction: Corner) -> int | None:
    """The point to which an arrow key leads.

    Args:
        places: (n, 2) pixels of the points in view, columns and rows.
        at: pixel where the cursor is.
        direction: (1, 0) right, (-1, 0) left, (0, 1) down, (0, -1) up.

    Returns:
        Number of the nearest point within 45 degrees of the direction; None when there is none.
    """
    if len(places) == 0:
        return None
    away = np.asarray(places, np.float32) - np.asarray(at, np.float32)
    ahead = away[:, 0] * direction[0] + away[:, 1] * direction[1]
    aside = np.abs(away[:, 0] * direction[1]) + np.abs(away[:, 1] * direction[0])
    cost = np.where((ahead >= 1) & (aside <= ahead), ahead + LEAN * aside, np.inf)
    best = int(np.argmin(cost))
    return best if np.isfinite(cost[best]) else None


def nearest_to(places: Places | np.ndarray, at: Corner) -> int | None:
    """The point nearest to a pixel; None when there is none at all."""
    if len(places) == 0:
        return None
    away = np.asarray(places, np.float32) - np.asarray(at, np.float32)
    return int(np.argmin((away**2).sum(axis=1)))


class KeyedOutline:
    """An outline drawn with keys: the cross moves, Enter sets a corner, Space closes."""

    def __init__(self) -> None:
        self._corners: list[Corner] = []
        self._at: Corner | None = None

    @property
    def cross(self) -> Corner | None:
        """Map coordinates of the cross; None while the keyboard does not draw."""
        return self._at

    @property
    def has_begun(self) -> bool:
        """Whether a corner is set."""
        return bool(self._corners)

    def go(self, to: Corner) -> None:
        """Move the cross there."""
        self._at = to

    def set_corner(self) -> None:
        """Set a corner where the cross is."""
        if self._at is not None:
            self._corners.append(self._at)

    def outline(self, tool: Tool) -> Sequence[Corner]:
        """What would be drawn if the cross were the last corner."""
        if self._at is None or not self._corners:
            return ()
        if tool is Tool.BOX:
            (left, top), (right, bottom) = self._corners[0], self._at
            return [(left, top), (right, top), (right, bottom), (left, bottom)]
        return [*self._corners, self._at]

    def is_complete(self, tool: Tool) -> bool:
        """Whether Enter closes it: a box has two corners."""
        return tool is Tool.BOX and len(self._corners) == 1

    def drop(self) -> None:
        """Give up."""
        self._corners.clear()
        self._at = None
