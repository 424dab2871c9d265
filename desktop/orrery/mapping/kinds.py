"""Neighbours whatever their kind.

Pictures are nearer to pictures than to any sound, whatever they show; taken as they are, the neighbours of all would be
of their own kind and the map would be three islands. So cosines between two kinds are raised until the nearest of each
kind is, at the median, as near as the nearest of all.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vectors
from orrery.mapping.cells import Seeker
from orrery.mapping.neighbours import no_check


def nearest_of_all_groups(
    directions: Vectors,
    groups: npt.NDArray[np.integer],
    count: int,
    check: Callable[[], None] = no_check,
    *,
    asking: Rows | None = None,
    among: Rows | None = None,
    seed: int = 0,
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Find neighbours for the map among a row's own group and among the others.

    Args:
        directions: (n, dim), unit rows.
        groups: (n,), kind of each row.
        count: neighbours of each row, fewer than n and than the rows of `among`.
        check: called between blocks; may raise.
        asking: (a,) rows that ask, rising; all by default. How far kinds are raised is measured on them.
        among: rows that neighbours are chosen from, rising; all by default. No row is its own neighbour.
        seed: of approximate neighbours, where there are very many rows.

    Returns:
        Row numbers (a, count), best first, and cosines as raised (a, count), at most 1.
    """
    askers = np.arange(len(directions)) if asking is None else asking
    chosen = np.arange(len(directions)) if among is None else among
    members = {int(group): chosen[groups[chosen] == group] for group in np.unique(groups[chosen])}
    seekers = {group: Seeker(directions[rows], seed, check) for group, rows in members.items()}
    rows = np.empty((len(askers), count), np.intp)
    values = np.empty((len(askers), count), np.float32)
    for group in np.unique(groups[askers]):
        here = np.flatnonzero(groups[askers] == group)
        own = askers[here]
        found = [_from_group(directions, own, members[key], seekers[key], count) for key in members]
        found = [(near, cosines) for near, cosines in found if cosines.size]
        tops = [float(np.median(cosines[:, 0])) for _, cosines in found]
        near = np.concatenate([near for near, _ in found], axis=1)
        raised = np.concatenate([cosines + (max(tops) - top) for (_, cosines), top in zip(found, tops, strict=True)], 1)
        order = np.argsort(-raised, axis=1, kind="stable")[:, :count]
        rows[here] = np.take_along_axis(near, order, axis=1)
        values[here] = np.minimum(np.take_along_axis(raised, order, axis=1), 1)
    return rows, values


def _from_group(
    directions: Vectors, own: Rows, other: Rows, seeker: Seeker, count: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    place = np.minimum(np.searchsorted(other, own), len(other) - 1)
    is_there = other[place] == own
    wanted = min(count, len(other) - bool(is_there.any()))
    if wanted == 0:  # alone of its kind
        return np.empty((len(own), 0), np.intp), np.empty((len(own), 0), np.float32)
    if is_there.any():
        rows, cosines = seeker.near_others(directions[own], np.where(is_there, place, -1), wanted)
    else:
        rows, cosines = seeker.near(directions[own], wanted)
    return other[rows], cosines
