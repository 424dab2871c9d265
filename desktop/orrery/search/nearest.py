"""The nearest rows of many queries at once: codes are read once for all of them."""

import numpy as np

from orrery.domain.arrays import Rows, Vector, Vectors
from orrery.search.index.best import Mask, largest
from orrery.search.index.index import Index
from orrery.search.shortlist import length_of


def nearest_many(index: Index, queries: Vectors, count: int, mask: Mask | None = None) -> list[tuple[Rows, Vectors]]:
    """Find the rows nearest to each of several queries.

    Args:
        index: n rows.
        queries: (m, dim); 32 at a time are a good number.
        count: how many are wanted of each.
        mask: (n,) which rows may answer; None for all.

    Returns:
        For each query rows (k,) and their cosines (k,), best first.
    """
    wanted = length_of(count, len(index), is_quick=index.is_quick)
    kept = index.best_many(queries, wanted, mask)
    return [_exactly(index, query, np.sort(own.found()[0]), count) for query, own in zip(queries, kept, strict=True)]


def _exactly(index: Index, query: Vector, rows: Rows, count: int) -> tuple[Rows, Vectors]:
    products = index.few(rows).dot(query)
    best = largest(products, count)
    best = best[np.argsort(-products[best], kind="stable")]
    return rows[best], products[best]
