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
        rows[start : start + step], values[start : start + step] = best_of(products, count)
    return rows, values


def best_of(products: npt.NDArray[np.float32], count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Columns (a, count) of the largest entries of each row, best first, ties by column, and the entries."""
    size = products.shape[1]
    best = np.sort(np.argpartition(products, size - count, axis=1)[:, size - count :], axis=1)
    values = np.take_along_axis(products, best, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.take_along_axis(best, order, axis=1), np.take_along_axis(values, order, axis=1)
