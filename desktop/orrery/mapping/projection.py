"""The map: every item of every kind as a point in one picture.

Principal components are the first picture, published at once; t-SNE then settles from there, publishing pictures on its
way. Beyond 100,000 items, landmarks settle and the rest are placed among them. What was on the map before keeps its
place while new items are few; when they are many, the map settles anew from where it stood.

`tests/benchmarks/bench_mapping.py` measures it beside umap-learn.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points, Rows, Vectors
from orrery.mapping.cells import Seeker
from orrery.mapping.centring import unit
from orrery.mapping.forces import Places, pull_between
from orrery.mapping.kinds import nearest_of_all_groups
from orrery.mapping.neighbours import no_check
from orrery.mapping.pca import components_of
from orrery.mapping.place import place
from orrery.mapping.settling import Stage, scale_of, settle

METHOD = "t-SNE"
"""Name of the method, stored with a layout."""

LANDMARKS = 100_000
"""More items than this are placed among so many that settle."""

FEW = 0.2
"""Up to this share of new items, what is on the map stays where it is."""

_TOO_FEW = 0.5
"""With a smaller share of known items the map is drawn from nothing."""
_COMPONENTS = 128
"""Directions in which neighbours are sought: with 50, 66 of 100 true neighbours are found at most, with 128 97."""
_NEIGHBOURS = 15
"""Who pull at an item, all alike. On 16,000 real items trustworthiness is .983 with 10, .985 with 15, .984 with 30."""
_FROM_NOTHING = (Stage(60, 12.0), Stage(130, 1.0))
"""Trustworthiness needs no more than 100 steps of the second sort; small groups need these to open."""
_AGAIN = (Stage(100, 1.0),)
_AROUND = (Stage(40, 1.0),)
_SAMPLE = 1_000
"""Old items that new ones are measured with."""
_PUBLISH_S = 0.15
_NEAR_ZERO = 1e-7

Groups = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class _Work:
    """What a projection works with.

    Attributes:
        directions: (n, components), unit rows: neighbours are sought by them.
        groups: (n,) kinds, None for one.
        seed: of the random numbers.
        publish: told pictures on the way.
        check: may raise to stop.
    """

    directions: Vectors
    groups: Groups | None
    seed: int
    publish: Callable[[Points], None]
    check: Callable[[], None]

    def neighbours(self, asking: Rows | None = None) -> npt.NDArray[np.intp]:
        """Rows (a, k) of the nearest others of all kinds, for some rows or for all."""
        count = len(self.directions)
        wanted = min(_NEIGHBOURS, count - 1)
        if self.groups is not None:
            found = nearest_of_all_groups(
                self.directions, self.groups, wanted, self.check, asking=asking, seed=self.seed
            )
            return found[0]
        own = np.arange(count) if asking is None else asking
        return Seeker(self.directions, self.seed, self.check).near_others(self.directions[own], own, wanted)[0]

    def only(self, rows: Rows) -> "_Work":
        """The same work on some items."""
        groups = None if self.groups is None else _several(self.groups[rows])
        return _Work(self.directions[rows], groups, self.seed, self.publish, self.check)

    def watcher(self) -> Callable[[Places], None]:
        """What a settling map is shown to before every step."""
        last = time.monotonic()

        def watch(places: Places) -> None:
            nonlocal last
            self.check()
            if time.monotonic() - last > _PUBLISH_S:
                self.publish(fitted(places))
                last = time.monotonic()

        return watch


def project(
    vectors: Vectors,
    seed: int = 0,
    on_progress: Callable[[Points], None] | None = None,
    check: Callable[[], None] = no_check,
    *,
    groups: Groups | None = None,
    known: Points | None = None,
    anew: bool = False,
    few: float = FEW,
) -> Points:
    """Lay items out so that alike ones are near one another.

    Args:
        vectors: (n, dim), centred per role (see `centring.centred_for_map`), unit rows.
        seed: the same vectors and seed give the same picture.
        on_progress: called with pictures on the way, the first one at once.
        check: called often; may raise to stop.
        groups: (n,), the kind of each item as a number; then some neighbours of each item are sought among the
            other kinds, so that a subject gathers whatever its kind.
        known: (n, 2), where items were on the map before; NaN for new ones. A few new items find places while the
            others stay; with more, all settle anew from where they were.
        anew: settle all from where they were even if new ones are few.
        few: up to this share of new items the others stay.

    Returns:
        (n, 2), in [-1, 1].
    """
    check()
    if len(vectors) < 3:
        return _few(len(vectors))
    if known is not None and not anew and not np.isnan(known).any():
        return np.asarray(known, np.float32)
    found = components_of(vectors, check)
    first = found.of(vectors, 2, check)
    if float(np.abs(first).max()) < _NEAR_ZERO:
        return _spiral(len(vectors))
    publish = on_progress or _ignore
    share = 0.0 if known is None else 1 - float(np.isnan(known[:, 0]).mean())
    if known is None or share < _TOO_FEW:
        publish(fitted(first))
    if len(vectors) < 5:
        return fitted(first)
    directions = unit(found.of(vectors, min(_COMPONENTS, vectors.shape[1]), check))
    work = _Work(directions, None if groups is None else _several(groups), seed, publish, check)
    if known is None or share < _TOO_FEW:
        return _with_landmarks(work, _loose(first, seed), _FROM_NOTHING)
    enough = not anew and share >= 1 - few and share * len(vectors) > _NEIGHBOURS
    return (_with_new if enough else _again)(work, known, ~np.isnan(known[:, 0]))


def fitted(places: npt.NDArray[np.floating]) -> Points:
    """Scale places (n, 2) into [-1, 1], the same in both directions; the few farthest are drawn in."""
    low, high = np.percentile(places, [1, 99], axis=0)
    moved = places - (low + high) / 2
    far = np.abs(moved).max(axis=1)
    reach, largest = 1.15 * float(np.percentile(far, 99)), float(far.max())
    if largest < 1.3 * reach or not reach > 0:  # nothing far out: all as it is, or the edge would be a line of points
        reach = largest or 1.0
    scaled = moved / reach * 0.95
    far = np.abs(scaled).max(axis=1, keepdims=True)
    drawn_in = 0.95 + 0.05 * np.tanh((far - 0.95) / 0.5)
    return np.clip(np.where(far > 0.95, scaled / np.maximum(far, 1e-12) * drawn_in, scaled), -1, 1).astype(np.float32)


def _ignore(_: Points) -> None:
    return


def _several(groups: Groups) -> Groups | None:
    return groups if len(np.unique(groups)) > 1 else None


def _few(count: int) -> Points:
    return np.array([[(0.0, 0.0)], [(-0.5, 0.0), (0.5, 0.0)]][count - 1] if count else [], np.float32).reshape(-1, 2)


def _spiral(count: int) -> Points:
    """Items that cannot be told apart: a sunflower's seeds, so that each can still be pointed at."""
    place = np.arange(count)
    radius, angle = 0.5 * np.sqrt((place + 0.5) / count), place * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).astype(np.float32)


def _loose(first: Points, seed: int) -> Places:
    """Where settling begins: the principal components, very small, copies just apart."""
    start = first / max(float(first[:, 0].std()), _NEAR_ZERO)
    return (0.01 * start + np.random.default_rng(seed).normal(0, 1e-4, start.shape)).astype(np.float32)


def _with_landmarks(work: _Work, start: Places, stages: tuple[Stage, ...]) -> Points:
    """Settle all items, or so many landmarks and place the others among them."""
    count = len(start)
    if count <= LANDMARKS:
        return _settled(work, start, stages)
    chosen = np.sort(np.random.default_rng(work.seed).choice(count, LANDMARKS, replace=False))
    points = np.empty((count, 2), np.float32)
    points[chosen] = _settled(work.only(chosen), start[chosen], stages)
    rest = np.setdiff1d(np.arange(count), chosen, assume_unique=True)
    points[rest] = place(work.directions[rest], work.directions[chosen], points[chosen], check=work.check)
    return points


def _settled(work: _Work, start: Places, stages: tuple[Stage, ...]) -> Points:
    rows = work.neighbours()
    weights = np.full(rows.shape, 1 / rows.shape[1], np.float32)
    pull = pull_between(rows, weights, np.arange(len(rows)), len(rows))
    return fitted(settle(start, pull, stages, work.watcher()))


def _with_new(work: _Work, known: Points, placed: npt.NDArray[np.bool_]) -> Points:
    """Find places for a few new items: beside their neighbours, then where pull and push leave them.

    The others stay exactly where they are, so that whoever knows the map finds everything again.
    """
    new = np.flatnonzero(~placed)
    old = np.flatnonzero(placed)
    points = np.array(known, np.float32)
    points[new] = place(work.directions[new], work.directions[old], points[old], check=work.check)
    work.publish(points)
    if len(points) > LANDMARKS:
        return points
    measured = old[:: max(len(old) // _SAMPLE, 1)]
    asking = np.sort(np.concatenate([new, measured]))
    rows = work.neighbours(asking)
    size = scale_of(points, asking, rows)
    is_new = ~placed[asking]
    weights = np.full(rows[is_new].shape, 1 / rows.shape[1], np.float32)
    pull = pull_between(rows[is_new], weights, asking[is_new], len(points))
    moved = settle(points * size, pull, _AROUND, lambda _: work.check(), moving=~placed)
    points[new] = np.clip(moved[new] / size, -1, 1)
    return points


def _again(work: _Work, known: Points, placed: npt.NDArray[np.bool_]) -> Points:
    """Settle all items from where the old ones were and the new ones' neighbours are."""
    points = np.array(known, np.float32)
    points[~placed] = place(work.directions[~placed], work.directions[placed], points[placed], check=work.check)
    work.publish(points)
    measured = np.arange(0, len(points), max(len(points) // _SAMPLE, 1))
    rows = work.neighbours(measured)
    jitter = np.random.default_rng(work.seed).normal(0, 1e-3, points.shape).astype(np.float32)
    start = points * scale_of(points, measured, rows) + jitter
    return _with_landmarks(work, start.astype(np.float32), _AGAIN)
