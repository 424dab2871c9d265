"""Outliers: items unlike anything else in the library."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vectors
from orrery.mapping.cells import Seeker
from orrery.mapping.neighbours import no_check

_NEIGHBOURS = (5, 50)
"""Fewest and most neighbours that closeness is the mean over …"""
_SHARE = 0.05
"""… and how many in between, as a share of the items. With five, four strange texts that are a little like
one another hide one another: of texts in another language or of no words, 4 each among 1,000, 6 of 100 came among the
first 20, with 50 all."""
_FEWEST = 12
_SPREADS = 2.2
"""Standard deviations (by median absolute deviation) below the middle of its kind from which an item stands out.

The closeness of real items is broad and bounded: at the usual 3.5 (Iglewicz and Hoaglin 1993) none of 16,000 did. Among
1,000 photos from everyday life with 20 of things of which there is one each, 300 sounds and 1,000 texts, 2.5 lists 3
items, 2 of them of the 20; 2.2 lists 13 with 6, 2.0 23 with 6, 1.8 43 with 11 (decision 10).
"""
_BELOW = 1.0
"""Standard deviations that it is below the middle of the whole library too: in a kind of near-copies, such as single
notes of instruments, whatever has no copy would stand out (two hundred of 1,791 sounds, with this 25)."""


@dataclass(frozen=True, slots=True, eq=False)
class Outliers:
    """Items that stand out, and why.

    Attributes:
        rows: (k,) row numbers, the most unusual first.
        nearest: (k,) the row that each is nearest to, far though it is.
        closeness: (k,) mean cosine with its nearest, five in a small library and fifty in a large one.
        spreads: (k,) how many standard deviations that is below the middle of its kind.
        usual: (k,) that middle.
    """

    rows: Rows
    nearest: Rows
    closeness: npt.NDArray[np.float32]
    spreads: npt.NDArray[np.float32]
    usual: npt.NDArray[np.float32]


def outliers(
    vectors: Vectors,
    count: int = 100,
    seed: int = 0,
    check: Callable[[], None] = no_check,
    *,
    groups: npt.NDArray[np.integer] | None = None,
) -> Outliers:
    """Find items whose nearest neighbours are unusually far for their kind.

    Args:
        vectors: (n, dim), centred per role, unit rows.
        count: how many at most.
        seed: of approximate neighbours in large libraries.
        check: called between blocks; may raise.
        groups: (n,), the kind of each; all of one kind by default.

    Returns:
        None of libraries of fewer than 12 items.
    """
    if len(vectors) < _FEWEST:
        none = np.empty(0, np.float32)
        return Outliers(np.empty(0, np.intp), np.empty(0, np.intp), none, none, none)
    own = np.asarray(vectors, np.float32)
    around = int(np.clip(_SHARE * len(own), *_NEIGHBOURS))
    rows, cosines = Seeker(own, seed, check).near_others(own, np.arange(len(own)), around)
    near = cosines.mean(axis=1)
    whole, spread = _middle(near)
    usual, spreads = np.full(len(near), whole, np.float32), (whole - near) / spread
    is_low = spreads > _BELOW
    for group in np.unique(groups) if groups is not None else ():
        mine = np.asarray(groups) == group
        if np.count_nonzero(mine) >= _FEWEST:
            usual[mine], spread = _middle(near[mine])
            spreads[mine] = (usual[mine] - near[mine]) / spread
    order = np.argsort(-spreads, kind="stable")
    found = order[(spreads[order] > _SPREADS) & is_low[order]][:count]
    return Outliers(found, rows[found, 0], near[found], spreads[found].astype(np.float32), usual[found])


def _middle(near: npt.NDArray[np.floating]) -> tuple[float, float]:
    middle = float(np.median(near))
    return middle, max(1.4826 * float(np.median(np.abs(near - middle))), 1e-3)
