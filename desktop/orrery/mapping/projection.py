"""The map: every item of every kind as a point in one picture.

Principal components are the first picture, published at once; t-SNE (openTSNE, which needs no numba) then settles from
there, publishing pictures on its way. Beyond 20,000 items, landmarks settle and the rest are placed among them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points, Vectors
from orrery.mapping.centring import unit
from orrery.mapping.neighbours import nearest, nearest_of_all_groups, no_check
from orrery.mapping.pca import principal
from orrery.mapping.place import place

METHOD = "t-SNE"
"""Name of the method, stored with a layout."""

LANDMARKS = 20_000
"""More items than this are placed among so many that settle."""

_COMPONENTS = 50
_PERPLEXITY = 30.0
_STEPS = (250, 500)
"""Steps with early exaggeration, and without; 750 in all is openTSNE's own habit."""
_SHORT, _LONG = 2, 10
"""Steps between two looks at the stop button; beyond 5,000 points a step takes 30 to 80 ms, below it 1 to 10 ms."""
_MANY = 5_000
_BARNES_HUT = 1_500
"""Up to so many points the tree method is faster than the interpolated one (8 against 9 ms a step at 2,000)."""
_THREADS = 1
"""openTSNE's threads wait for one another busily: with other work on the same cores, two of them took 3 to 100 times
as long as one (40 points: 18 s against 0.2 s). The other core is better left to the window and to indexing."""
_PUBLISH_S = 0.15
_NEAR_ZERO = 1e-7

Groups = npt.NDArray[np.integer]


def project(
    vectors: Vectors,
    seed: int = 0,
    on_progress: Callable[[Points], None] | None = None,
    check: Callable[[], None] = no_check,
    groups: Groups | None = None,
) -> Points:
    """Lay items out so that alike ones are near one another.

    Args:
        vectors: (n, dim), centred per role (see `centring.centred_for_map`), unit rows.
        seed: the same vectors and seed give the same picture.
        on_progress: called with pictures on the way, the first one at once.
        check: called often; may raise to stop.
        groups: (n,), the kind of each item as a number; then some neighbours of each item are sought among the
            other kinds, so that a subject gathers whatever its kind.

    Returns:
        (n, 2), in [-1, 1].
    """
    check()
    publish = on_progress or _ignore
    if len(vectors) < 3:
        return _few(len(vectors))
    components = principal(vectors, min(_COMPONENTS, vectors.shape[1]), check)
    first = components[:, :2]
    if float(np.abs(first).max()) < _NEAR_ZERO:
        return _spiral(len(vectors))
    publish(fitted(first))
    if len(vectors) < 5:
        return fitted(first)
    if len(vectors) <= LANDMARKS:
        return _settled(components, groups, seed, publish, check)
    return _with_landmarks(components, groups, seed, publish, check)


def fitted(places: npt.NDArray[np.floating]) -> Points:
    """Scale places (n, 2) into [-1, 1], the same in both directions; the few farthest are drawn in."""
    low, high = np.percentile(places, [1, 99], axis=0)
    moved = places - (low + high) / 2
    reach = float(np.percentile(np.abs(moved).max(axis=1), 99))
    if not reach > 0:
        reach = float(np.abs(moved).max()) or 1.0
    scaled = moved / reach * 0.95
    far = np.abs(scaled).max(axis=1, keepdims=True)
    drawn_in = 0.95 + 0.05 * np.tanh((far - 0.95) / 0.5)
    return np.clip(np.where(far > 0.95, scaled / np.maximum(far, 1e-12) * drawn_in, scaled), -1, 1).astype(np.float32)


def _ignore(_: Points) -> None:
    return


def _few(count: int) -> Points:
    return np.array([[(0.0, 0.0)], [(-0.5, 0.0), (0.5, 0.0)]][count - 1] if count else [], np.float32).reshape(-1, 2)


def _spiral(count: int) -> Points:
    """Items that cannot be told apart: a sunflower's seeds, so that each can still be pointed at."""
    place = np.arange(count)
    radius, angle = 0.5 * np.sqrt((place + 0.5) / count), place * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).astype(np.float32)


@dataclass(slots=True)
class _Watcher:
    """Called by openTSNE every few steps: lets a job stop, and publishes pictures."""

    publish: Callable[[Points], None]
    check: Callable[[], None]
    last: float = 0.0

    def __call__(self, _: int, __: float, embedding: npt.NDArray[np.floating]) -> bool:
        self.check()
        if time.monotonic() - self.last > _PUBLISH_S:
            self.publish(fitted(np.asarray(embedding)))
            self.last = time.monotonic()
        return False


def _settled(
    components: Vectors,
    groups: Groups | None,
    seed: int,
    publish: Callable[[Points], None],
    check: Callable[[], None],
) -> Points:
    from openTSNE import TSNEEmbedding

    start = components[:, :2].astype(np.float64)
    start += np.random.default_rng(seed).normal(0, 1e-4, start.shape) * start[:, 0].std()  # copies must come apart
    start /= start[:, 0].std() * 1e4
    picture = TSNEEmbedding(
        start,
        _affinities(components, groups, check),
        negative_gradient_method="bh" if len(components) <= _BARNES_HUT else "fft",
        n_jobs=_THREADS,
        random_state=seed,
    )
    watcher = _Watcher(publish, check)
    every = _SHORT if len(components) > _MANY else _LONG
    options = {"callbacks": watcher, "callbacks_every_iters": every, "inplace": True}
    picture.optimize(_STEPS[0], exaggeration=12, momentum=0.5, **options)
    picture.optimize(_STEPS[1], exaggeration=1, momentum=0.8, **options)
    return fitted(np.asarray(picture))


def _affinities(components: Vectors, groups: Groups | None, check: Callable[[], None]) -> object:
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    count = len(components)
    perplexity = min(_PERPLEXITY, max((count - 1) / 3, 1.5))
    wanted = min(int(3 * perplexity), count - 1)
    rows, distances = _neighbours(components, groups, wanted, check)
    options: dict[str, Any] = {"perplexity": perplexity, "n_jobs": _THREADS}  # typed int there, a float by its docs
    return PerplexityBasedNN(knn_index=PrecomputedNeighbors(rows, distances), **options)


def _neighbours(
    components: Vectors, groups: Groups | None, wanted: int, check: Callable[[], None]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    directions = unit(components)
    if groups is None or len(np.unique(groups)) < 2:
        rows, cosines = nearest(directions, directions, wanted, check, among_themselves=True)
    else:
        rows, cosines = nearest_of_all_groups(directions, groups, wanted, check)
    return rows, np.sqrt(np.maximum(2 - 2 * cosines.astype(np.float64), 0))


def _with_landmarks(
    components: Vectors,
    groups: Groups | None,
    seed: int,
    publish: Callable[[Points], None],
    check: Callable[[], None],
) -> Points:
    chosen = np.sort(np.random.default_rng(seed).choice(len(components), LANDMARKS, replace=False))
    settled = _settled(components[chosen], None if groups is None else groups[chosen], seed, _ignore, check)
    points = place(components, components[chosen], settled, check=check)
    points[chosen] = settled
    publish(points)
    return points
