"""Exact nearest neighbours in blocks, so that a long search can be stopped between two of them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors

_CELLS = 2_000_000
"""Similarities computed at a time: 8 MB, and some 0.03 s of work between two checks on two cores.

Four times as many take no less time in all, and let a question asked meanwhile wait four times as long."""


def no_check() -> None:
    """Stand-in for a job's check where nothing can be stopped."""


def nearest(
    asking: Vectors,
    asked: Vectors,
    count: int,
    check: Callable[[], None] = no_check,
    *,
    among_themselves: bool = False,
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Find for each row of `asking` the rows of `asked` with the largest dot product.

    Args:
        asking: (a, dim), float32.
        asked: (b, dim), float32; at least `count` rows (one more where they ask among themselves).
        count: how many.
        check: called between blocks; may raise.
        among_themselves: asking and asked are the same rows, and no row is its own neighbour.

    Returns:
        Row numbers (a, count), best first, ties by row number, and dot products (a, count).
    """
    rows = np.empty((len(asking), count), np.intp)
    values = np.empty((len(asking), count), np.float32)
    step = max(_CELLS // max(len(asked), 1), 1)
    for start in range(0, len(asking), step):
        check()
        products = np.asarray(asking[start : start + step] @ asked.T, np.float32)
        if among_themselves:
            here = np.arange(len(products))
            products[here, start + here] = -np.inf
        rows[start : start + step], values[start : start + step] = _best(products, count)
    return rows, values


def _best(products: npt.NDArray[np.float32], count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    size = products.shape[1]
    best = np.sort(np.argpartition(products, size - count, axis=1)[:, size - count :], axis=1)
    values = np.take_along_axis(products, best, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.take_along_axis(best, order, axis=1), np.take_along_axis(values, order, axis=1)


def nearest_of_all_groups(
    directions: Vectors,
    groups: npt.NDArray[np.integer],
    count: int,
    check: Callable[[], None] = no_check,
    among: npt.NDArray[np.intp] | None = None,
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Find neighbours for the map among a row's own group and among the others.

    Pictures are nearer to pictures than to any sound, whatever they show; taken as they are, the neighbours of all
    would be of their own kind and the map would be three islands. So cosines between two groups are raised until the
    nearest of each group is, at the median, as near as the nearest of all.

    Args:
        directions: (n, dim), unit rows.
        groups: (n,), kind of each row.
        count: neighbours of each row, fewer than n.
        check: called between blocks; may raise.
        among: rows that neighbours are chosen from, more than `count`; all by default. A row chosen from may then
            be its own neighbour.

    Returns:
        Row numbers (n, count), best first, and cosines as raised (n, count), at most 1.
    """
    rows = np.empty((len(directions), count), np.intp)
    values = np.empty((len(directions), count), np.float32)
    members = {int(group): np.flatnonzero(groups == group) for group in np.unique(groups)}
    asked = {group: rows if among is None else np.intersect1d(rows, among) for group, rows in members.items()}
    for group, own in members.items():
        found = [
            _from_group(directions, own, other, count, check, itself=among is None and key == group)
            for key, other in asked.items()
        ]
        found = [(near, cosines) for near, cosines in found if cosines.size]
        tops = [float(np.median(cosines[:, 0])) for _, cosines in found]
        level = max(tops)
        near = np.concatenate([other for other, _ in found], axis=1)
        raised = np.concatenate(
            [cosines + (level - top) for (_, cosines), top in zip(found, tops, strict=True)], axis=1
        )
        order = np.argsort(-raised, axis=1, kind="stable")[:, :count]
        rows[own] = np.take_along_axis(near, order, axis=1)
        values[own] = np.minimum(np.take_along_axis(raised, order, axis=1), 1)
    return rows, values


def _from_group(
    directions: Vectors,
    own: npt.NDArray[np.intp],
    other: npt.NDArray[np.intp],
    count: int,
    check: Callable[[], None],
    *,
    itself: bool,
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    wanted = min(count, len(other) - itself)
    if wanted == 0:  # alone of its kind
        return np.empty((len(own), 0), np.intp), np.empty((len(own), 0), np.float32)
    rows, cosines = nearest(directions[own], directions[other], wanted, check, among_themselves=itself)
    return other[rows], cosines
