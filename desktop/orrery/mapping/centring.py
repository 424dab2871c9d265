"""Centring for the map: the library's own means, so that kinds overlap and what the library is about spreads out.

(Search centres by the pack's means; see `search.centring` for why.)
"""

import numpy as np

from orrery.domain.arrays import Vector, Vectors

ENOUGH = 20
"""Fewer items than this say too little about their mean; then the pack's is used."""


def centred_for_map(vectors: Vectors, pack_mean: Vector) -> Vectors:
    """Take the mean of one role away.

    Args:
        vectors: (n, dim), raw unit vectors, one per item, all of one role.
        pack_mean: (dim,), of the role, for libraries too small to have a mean of their own.

    Returns:
        (n, dim), float32, unit rows; zero rows for vectors equal to the mean.
    """
    own = np.asarray(vectors, np.float32)
    mean = own.mean(axis=0) if len(own) >= ENOUGH else np.asarray(pack_mean, np.float32)
    return unit(own - mean)


def one_per_content(vectors: Vectors, contents: np.ndarray) -> tuple[np.ndarray, Vectors]:
    """Mean direction of each content's parts: a book or a long sound is one point on the map.

    Args:
        vectors: (n, dim), raw unit vectors of parts.
        contents: (n,), id of the content each part belongs to.

    Returns:
        Ids of the contents (m,), ascending, and their vectors (m, dim), float32, unit rows.
    """
    own, place = np.unique(contents, return_inverse=True)
    if len(own) == len(contents):
        return own, np.asarray(vectors, np.float32)[np.argsort(contents, kind="stable")]
    sums = np.zeros((len(own), vectors.shape[1]), np.float32)
    np.add.at(sums, place, np.asarray(vectors, np.float32))
    return own, unit(sums)


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows without a direction become zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, vectors / np.maximum(lengths, 1e-6), 0.0).astype(np.float32)
