"""Bringing kinds together before grouping them.

After centring, pictures of dogs are still nearer to pictures of forks than to a bark: clusters would be clusters of one
kind. So each item is moved a little towards its neighbours of all kinds. Measured on 300 photos, 100 sounds and 150
texts (share of other kinds among 10 neighbours, against chance, pictures / texts): unmixed .06 / .54, half a step
.51 / 1.05, a full step .95 / 1.12, but a full step leaves 8 vague clusters where half a step finds 17. Items of one
kind gain too: clusters of photos by average linkage agree with their captions to .60 rather than .54.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.mapping.centring import unit
from orrery.mapping.kinds import nearest_of_all_groups
from orrery.mapping.neighbours import no_check

_STEP = 0.5
_NEIGHBOURS = 12
_SHARPNESS = 8.0
_ASKED = 10_000
"""Neighbours are sought among at most so many items."""


def mixed(
    vectors: Vectors, groups: npt.NDArray[np.integer], seed: int = 0, check: Callable[[], None] = no_check
) -> Vectors:
    """Move items half a step towards the mean of their neighbours of all kinds.

    Args:
        vectors: (n, dim), centred per role, unit rows.
        groups: (n,), kind of each.
        seed: chooses whom large libraries ask.
        check: called between blocks; may raise.

    Returns:
        (n, dim), unit rows; the same vectors where there are too few items.
    """
    if len(vectors) < 3:
        return vectors
    among = None
    if len(vectors) > _ASKED:
        among = np.sort(np.random.default_rng(seed).choice(len(vectors), _ASKED, replace=False))
    own = np.asarray(vectors, np.float32)
    rows, cosines = nearest_of_all_groups(own, groups, min(_NEIGHBOURS, len(own) - 1), check, among=among, seed=seed)
    weights = np.exp(_SHARPNESS * (cosines - cosines[:, :1]))
    towards = np.zeros_like(own)
    for place in range(rows.shape[1]):
        towards += weights[:, place, None] * own[rows[:, place]]
    return unit(own + _STEP * unit(towards))
