"""New items on an old map: each goes to the mean of its placed nearest neighbours."""

from collections.abc import Callable

import numpy as np

from orrery.domain.arrays import Points, Vectors
from orrery.mapping.cells import Seeker
from orrery.mapping.centring import unit
from orrery.mapping.neighbours import no_check

NEIGHBOURS = 8
_SHARPNESS = 20.0
"""Weight exp(20 x cosine): of two neighbours at cosine 0.9 and 0.7 the nearer pulls 55 times as strongly."""


def place(
    vectors: Vectors,
    placed: Vectors,
    points: Points,
    neighbours: int = NEIGHBOURS,
    check: Callable[[], None] = no_check,
) -> Points:
    """Find places for new items without moving the old ones.

    Args:
        vectors: (n, dim), the new items, centred like the old ones.
        placed: (m, dim), the old items.
        points: (m, 2), where they are.
        neighbours: how many old items pull at a new one.
        check: called between blocks; may raise.

    Returns:
        (n, 2), in [-1, 1]; in the middle where nothing is placed yet.
    """
    if len(placed) == 0 or len(vectors) == 0:
        return np.zeros((len(vectors), 2), np.float32)
    rows, cosines = Seeker(unit(placed), check=check).near(unit(vectors), min(neighbours, len(placed)))
    weights = np.exp(_SHARPNESS * (cosines - cosines[:, :1]))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkd->nd", weights, points[rows]).astype(np.float32)
