"""Which cluster of a new map is which one of the old: so that names, above all those given by hand, live on."""

import numpy as np
import numpy.typing as npt


def heirs(old: npt.NDArray[np.integer], new: npt.NDArray[np.integer], least: float = 0.5) -> dict[int, int]:
    """Match clusters by the items they share, each with one other at most, the most alike first.

    Args:
        old: (n,) cluster of each item before, -1 for none or for an item that was not there.
        new: (n,) cluster of each item now, -1 for none.
        least: share of common items among the items of either (Jaccard) from which two are the same.

    Returns:
        Number of the new cluster → number of the old one.
    """
    both = (old >= 0) & (new >= 0)
    pairs, shared = np.unique(np.stack([new[both], old[both]], axis=1), axis=0, return_counts=True)
    found: dict[int, int] = {}
    if len(pairs) == 0:
        return found
    was_there = old >= 0
    either = np.bincount(new[both])[pairs[:, 0]] + np.bincount(old[was_there])[pairs[:, 1]]
    alike = shared / (either - shared)
    for row in np.lexsort((pairs[:, 1], pairs[:, 0], -alike)):
        heir, ancestor = map(int, pairs[row])
        if alike[row] >= least and heir not in found and ancestor not in found.values():
            found[heir] = ancestor
    return found
