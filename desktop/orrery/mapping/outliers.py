"""Outliers: items unlike anything else in the library."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vectors
from orrery.mapping.cells import Seeker
from orrery.mapping.neighbours import no_check

_NEIGHBOURS = 5
_FEWEST = 12
_SPREADS = 3.5
"""Standard deviations (by median absolute deviation) from which an item stands out (Iglewicz and Hoaglin 1993)."""


@dataclass(frozen=True, slots=True, eq=False)
class Outliers:
    """Items that stand out, and why.

    Attributes:
        rows: (k,) row numbers, the most unusual first.
        nearest: (k,) the row that each is nearest to, far though it is.
        closeness: (k,) mean cosine with its five nearest.
        spreads: (k,) how many standard deviations that is below the library's middle.
        usual: that middle.
    """

    rows: Rows
    nearest: Rows
    closeness: npt.NDArray[np.float32]
    spreads: npt.NDArray[np.float32]
    usual: float


def outliers(vectors: Vectors, count: int = 100, seed: int = 0, check: Callable[[], None] = no_check) -> Outliers:
    """Find items whose nearest neighbours are unusually far.

    Args:
        vectors: (n, dim), centred per role, unit rows.
        count: how many at most.
        seed: of approximate neighbours in large libraries.
        check: called between blocks; may raise.

    Returns:
        None of libraries of fewer than 12 items.
    """
    if len(vectors) < _FEWEST:
        none = np.empty(0, np.float32)
        return Outliers(np.empty(0, np.intp), np.empty(0, np.intp), none, none, 0.0)
    own = np.asarray(vectors, np.float32)
    rows, cosines = Seeker(own, seed, check).near_others(own, np.arange(len(own)), _NEIGHBOURS)
    near = cosines.mean(axis=1)
    middle = float(np.median(near))
    spreads = (middle - near) / max(1.4826 * float(np.median(np.abs(near - middle))), 1e-3)
    order = np.argsort(-spreads, kind="stable")
    found = order[spreads[order] > _SPREADS][:count]
    return Outliers(found, rows[found, 0], near[found], spreads[found], middle)
