"""Outliers: items unlike anything else in the library."""

from collections.abc import Callable

import numpy as np

from orrery.domain.arrays import Rows, Vectors
from orrery.mapping.neighbours import nearest, no_check

_NEIGHBOURS = 5
_REFERENCE = 20_000
"""Neighbours are sought among at most so many items."""
_FEWEST = 12
_SPREADS = 3.5
"""Standard deviations (by median absolute deviation) from which an item stands out (Iglewicz and Hoaglin 1993)."""


def outliers(vectors: Vectors, count: int = 100, seed: int = 0, check: Callable[[], None] = no_check) -> Rows:
    """Find items whose nearest neighbours are unusually far.

    Args:
        vectors: (n, dim), centred per role, unit rows.
        count: how many at most.
        seed: chooses the items compared with in large libraries.
        check: called between blocks; may raise.

    Returns:
        Row numbers, the most unusual first; empty for libraries of fewer than 12 items.
    """
    if len(vectors) < _FEWEST:
        return np.empty(0, np.intp)
    own = np.asarray(vectors, np.float32)
    asked = own
    if len(own) > _REFERENCE:
        asked = own[np.sort(np.random.default_rng(seed).choice(len(own), _REFERENCE, replace=False))]
    # An item may meet itself among those asked; one neighbour more, and the nearest one dropped where it is a copy.
    _, cosines = nearest(own, asked, _NEIGHBOURS + 1, check)
    met_itself = cosines[:, 0] > 0.9999
    near = np.where(met_itself, cosines[:, 1:].mean(axis=1), cosines[:, :-1].mean(axis=1))
    middle = float(np.median(near))
    spread = 1.4826 * float(np.median(np.abs(near - middle)))
    order = np.argsort(near, kind="stable")
    return order[near[order] < middle - _SPREADS * max(spread, 1e-3)][:count]
