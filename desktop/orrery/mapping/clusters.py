"""Groups of items that belong together, found in the space rather than on the map."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.mapping.centring import unit
from orrery.mapping.mixing import mixed
from orrery.mapping.neighbours import no_check
from orrery.mapping.pca import principal

Labels = npt.NDArray[np.int64]
"""(n,), number of each item's cluster, from 0 by falling size; -1 for none."""

_COMPONENTS = 30
_LOOKED_AT = 2_000
"""Items on which a number of clusters is judged (silhouettes cost the square of it)."""
_FEWEST = 6
"""Below this many items there is nothing to group."""


def cluster(
    vectors: Vectors,
    seed: int = 0,
    check: Callable[[], None] = no_check,
    groups: npt.NDArray[np.integer] | None = None,
) -> Labels:
    """Group items.

    Args:
        vectors: (n, dim), centred per role, unit rows.
        seed: the same vectors and seed give the same groups.
        check: called between steps; may raise to stop.
        groups: (n,), the kind of each item as a number; then a subject is one cluster whatever its kinds.

    Returns:
        Labels (n,): numbered from 0 by falling size; -1 for items far from every group.
    """
    check()
    if len(vectors) < _FEWEST:
        return np.full(len(vectors), -1, np.int64)
    if groups is not None:
        vectors = mixed(vectors, groups, seed, check)
    space = unit(principal(vectors, min(_COMPONENTS, vectors.shape[1]), check))
    if float(np.ptp(space, axis=0).max()) < 1e-6:
        return np.zeros(len(vectors), np.int64)
    rows = np.arange(len(space))
    if len(space) > _LOOKED_AT:
        rows = np.sort(np.random.default_rng(seed).choice(len(space), _LOOKED_AT, replace=False))
    best, centres = -2.0, space[:1]
    for count in _counts(len(space)):
        check()
        found = _centres(space, count, seed)
        worth = _silhouette(space[rows], found)
        if worth > best + 0.005:  # more groups only where they are clearly better
            best, centres = worth, found
    return _numbered(_without_strays(space, centres))


def _counts(size: int) -> list[int]:
    """Numbers of clusters to try: about the square root of half the items, between 2 and 40."""
    middle = min(max(np.sqrt(size / 2), 4), 28)
    tried = {round(middle * factor) for factor in (0.35, 0.5, 0.7, 1.0, 1.4)}
    return sorted(count for count in tried if 2 <= count < size / 2)


def _centres(space: Vectors, count: int, seed: int) -> Vectors:
    from sklearn.cluster import KMeans, MiniBatchKMeans

    options: dict[str, Any] = {"n_init": 4, "random_state": seed}
    means = KMeans if len(space) <= 5_000 else partial(MiniBatchKMeans, batch_size=4_096)
    return unit(np.asarray(means(count, **options).fit(space).cluster_centers_))


def _silhouette(space: Vectors, centres: Vectors) -> float:
    from sklearn.metrics import silhouette_score

    labels = (space @ centres.T).argmax(axis=1)
    groups = len(np.unique(labels))
    if not 2 <= groups < len(space):
        return -1.0
    return float(silhouette_score(space, labels, metric="cosine"))


def _without_strays(space: Vectors, centres: Vectors) -> Labels:
    """Nearest centre of each item; -1 for items much farther from it than the group's others."""
    cosines = space @ centres.T
    labels = cosines.argmax(axis=1).astype(np.int64)
    own = cosines[np.arange(len(space)), labels]
    for number in range(len(centres)):
        members = labels == number
        if not members.any():
            continue
        middle = float(np.median(own[members]))
        spread = 1.4826 * float(np.median(np.abs(own[members] - middle)))
        labels[members & (own < min(middle - 3 * max(spread, 0.02), 0.5 * middle))] = -1
    return labels


def _numbered(labels: Labels) -> Labels:
    """Number clusters by falling size, ties by first member; a cluster of one is none."""
    found, first, sizes = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = [number for number in np.lexsort((first, -sizes)) if sizes[number] > 1]
    result = np.full(len(labels), -1, np.int64)
    for new, place in enumerate(order):
        result[labels == found[place]] = new
    return result
