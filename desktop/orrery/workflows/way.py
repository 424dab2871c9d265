"""The way from one item to another through the space: the items that lie nearest to the line between them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from orrery.domain.arrays import Vector
from orrery.domain.modality import Kind
from orrery.search.candidates import Candidates

SAME = 0.9995
"""Cosine from which on two items are the same direction, and no line leads from one to the other."""

LEAST_NEAR = 1.0
"""Standard deviations by which a stop must be nearer to the line than usual; what is not near is no stop on the way."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An item on the way.

    Attributes:
        content: its content's id.
        share: how far along the way it lies, in (0, 1).
        nearness: of its kind's spread of distances, how much nearer to the line than usual.
    """

    content: int
    share: float
    nearness: float


@dataclass(frozen=True, slots=True, eq=False)
class _Plane:
    """In which the way lies: two unit directions at a right angle, and the angle from the first to the end."""

    first: Vector
    across: Vector
    angle: float


def way_between(
    first: Vector, last: Vector, candidates: Mapping[Kind, Candidates], count: int, without: frozenset[int]
) -> tuple[Stop, ...]:
    """The contents nearest to the great circle between two directions, at even steps along it.

    Args:
        first: (dim,) unit, centred as the candidates are.
        last: (dim,) unit, centred too.
        candidates: what may lie on the way.
        count: steps; in each the nearest content is taken, and where nothing lies near there is none.
        without: ids of contents that may not.

    Returns:
        At most `count` stops in the order of the way.
    """
    cosine = float(first @ last)
    if abs(cosine) > SAME or count < 1:
        return ()
    across = (last - cosine * first) / np.sqrt(1 - cosine * cosine)
    best: dict[int, Stop] = {}
    plane = _Plane(first, across, float(np.arccos(cosine)))
    for own in candidates.values():
        for stop in _nearest_of(own, plane, count, without):
            step = min(count - 1, int(stop.share * count))
            if step not in best or stop.nearness > best[step].nearness:
                best[step] = stop
    return tuple(sorted(best.values(), key=lambda stop: stop.share))


def _nearest_of(own: Candidates, plane: _Plane, count: int, without: frozenset[int]) -> list[Stop]:
    """The nearest of one kind in each step.

    In the plane of the way an item is (x, y): its direction there says how far along it lies, its length how near it
    is, for what is missing to 1 leads away from the plane.
    """
    if len(own) == 0:
        return []
    x, y = own.shared.dot(plane.first), own.shared.dot(plane.across)
    near = np.hypot(x, y)
    shares = np.arctan2(y, x) / plane.angle
    # Kinds lie at different distances from everything else: each is compared with its own.
    near = (near - near.mean()) / max(float(near.std()), 1e-6)
    owners = np.repeat(own.contents, own.sizes)
    allowed = (shares > 0) & (shares < 1) & (near >= LEAST_NEAR) & ~np.isin(owners, list(without))
    if own.answering is not None:
        allowed &= np.repeat(own.answering, own.sizes)
    rows = np.flatnonzero(allowed)
    rows = rows[np.argsort(-near[rows], kind="stable")]
    steps = np.minimum(count - 1, (shares[rows] * count).astype(np.intp))
    _, firsts = np.unique(steps, return_index=True)
    return [Stop(int(owners[row]), float(shares[row]), float(near[row])) for row in rows[firsts].tolist()]
