"""The nearest rows of many queries at once: codes are read once for all of them."""

import numpy as np

from orrery.domain.arrays import Rows, Vectors
from orrery.search.index.graphs import exact_graph
from orrery.search.index.index import Index
from orrery.search.shortlist import largest, length_of


def nearest_many(index: Index, queries: Vectors, count: int) -> list[tuple[Rows, Vectors]]:
    """Find the rows nearest to each of several queries.

    Args:
        index: n rows.
        queries: (m, dim); 32 at a time are a good number.
        count: how many are wanted of each.

    Returns:
        For each query rows (k,) and their cosines (k,), best first.
    """
    wanted = length_of(count, len(index))
    kept: list[list[tuple[Rows, Vectors]]] = [[] for _ in queries]
    for first, products in index.rough_pieces(queries):
        for own, values in zip(kept, products, strict=True):
            best = largest(values, wanted)
            own.append((first + best, values[best]))
    return [_exactly(index, query, own, wanted, count) for query, own in zip(queries, kept, strict=True)]


def _exactly(
    index: Index, query: Vectors, pieces: list[tuple[Rows, Vectors]], wanted: int, count: int
) -> tuple[Rows, Vectors]:
    rows, rough = (np.concatenate(column) for column in zip(*pieces, strict=True))
    rows = np.sort(rows[largest(rough, wanted)])
    few = index.few(rows)
    products = exact_graph(len(index.mean)).dot(few.vectors, few.inverse, index.mean, query[None])[:, 0]
    best = largest(products, count)
    best = best[np.argsort(-products[best], kind="stable")]
    return rows[best], products[best]
