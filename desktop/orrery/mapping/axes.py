"""A map whose directions the user names: how much an item is "night" rather than "day"."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vector, Vectors
from orrery.mapping.centring import unit
from orrery.mapping.neighbours import no_check

_BLOCK = 16_384
_REACH = 2.5
"""Standard deviations that reach to tanh(1) = 0.76 of an axis."""


def along(
    vectors: Vectors,
    groups: npt.NDArray[np.integer],
    low: Vector,
    high: Vector,
    check: Callable[[], None] = no_check,
) -> npt.NDArray[np.float32]:
    """Places of items on an axis between two things.

    Args:
        vectors: (n, dim), centred per role, unit rows.
        groups: (n,), the kind of each: kinds are brought to the same middle and spread, or each would lie on its own
            stretch of the axis.
        low: (dim,), centred, unit: what lies at -1; zero where only the other end is named.
        high: (dim,), centred, unit: what lies at 1.
        check: called between blocks; may raise.

    Returns:
        (n,) in (-1, 1).
    """
    direction = unit((np.asarray(high) - np.asarray(low))[None])[0]
    places = np.empty(len(vectors), np.float32)
    for start in range(0, len(vectors), _BLOCK):
        check()
        places[start : start + _BLOCK] = np.asarray(vectors[start : start + _BLOCK], np.float32) @ direction
    for group in np.unique(groups):
        own = groups == group
        middle = float(np.median(places[own]))
        spread = 1.4826 * float(np.median(np.abs(places[own] - middle)))
        places[own] = (places[own] - middle) / max(spread, 1e-3)
    return np.tanh(places / _REACH)
