"""Centring for the map: the library's own means, so that kinds overlap and what the library is about spreads out.

(Search centres by the pack's means; see `search.centring` for why.)
"""

from collections.abc import Callable, Iterator

import numpy as np

from orrery.domain.arrays import Vector, Vectors
from orrery.mapping.neighbours import no_check

ENOUGH = 20
"""Fewer items than this say too little about their mean; then the pack's is used."""


_BLOCK = 16_384
"""Rows worked on between two checks: 25 MB of float32 at 384 dimensions, some 0.05 s."""


def centred_for_map(vectors: Vectors, pack_mean: Vector, check: Callable[[], None] = no_check) -> Vectors:
    """Take the mean of one role away.

    Args:
        vectors: (n, dim), raw unit vectors, one per item, all of one role.
        pack_mean: (dim,), of the role, for libraries too small to have a mean of their own.
        check: called between blocks; may raise.

    Returns:
        (n, dim), float32, unit rows; zero rows for vectors equal to the mean.
    """
    mean = np.asarray(pack_mean, np.float32)
    if len(vectors) >= ENOUGH:
        total = np.zeros(vectors.shape[1], np.float64)
        for block in _blocks(len(vectors), check):
            total += vectors[block].sum(axis=0, dtype=np.float64)
        mean = (total / len(vectors)).astype(np.float32)
    made = np.empty(vectors.shape, np.float32)
    for block in _blocks(len(vectors), check):
        made[block] = unit(np.asarray(vectors[block], np.float32) - mean)
    return made


def one_per_content(
    vectors: Vectors, contents: np.ndarray, check: Callable[[], None] = no_check
) -> tuple[np.ndarray, Vectors]:
    """Mean direction of each content's parts: a book or a long sound is one point on the map.

    Args:
        vectors: (n, dim), raw unit vectors of parts.
        contents: (n,), id of the content each part belongs to.
        check: called between blocks; may raise.

    Returns:
        Ids of the contents (m,), ascending, and their vectors (m, dim), float32, unit rows.
    """
    order = np.argsort(contents, kind="stable")
    own, starts = np.unique(np.asarray(contents)[order], return_index=True)
    ends = np.append(starts[1:], len(order))
    made = np.empty((len(own), vectors.shape[1]), np.float32)
    for block in _blocks(len(own), check):
        rows = np.asarray(vectors[order[starts[block.start] : ends[block.stop - 1]]], np.float32)
        if len(own) < len(order):
            rows = unit(np.add.reduceat(rows, starts[block] - starts[block.start], axis=0))
        made[block] = rows
    return own, made


def _blocks(count: int, check: Callable[[], None]) -> Iterator[slice]:
    for start in range(0, count, _BLOCK):
        check()
        yield slice(start, min(start + _BLOCK, count))


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows without a direction become zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, vectors / np.maximum(lengths, 1e-6), 0.0).astype(np.float32)
