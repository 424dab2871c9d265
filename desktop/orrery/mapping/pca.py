"""Principal components: the few directions in which a library differs most."""

from collections.abc import Callable

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.mapping.neighbours import no_check

_BLOCK = 16_384


def principal(vectors: Vectors, dimensions: int, check: Callable[[], None] = no_check) -> Vectors:
    """Project onto the directions of largest variance.

    Args:
        vectors: (n, dim).
        dimensions: how many are kept; columns beyond the rank of the data are zero.
        check: called between blocks; may raise.

    Returns:
        (n, dimensions), float32, columns by falling variance. The sign of each is fixed (its largest entry in size
        is positive), so that the same library gives the same picture.
    """
    mean = vectors.mean(axis=0, dtype=np.float64).astype(np.float32) if len(vectors) else np.float32(0)
    dim = vectors.shape[1]
    scatter = np.zeros((dim, dim), np.float64)
    for start in range(0, len(vectors), _BLOCK):
        check()
        block = np.asarray(vectors[start : start + _BLOCK], np.float32) - mean
        scatter += block.T @ block
    directions = np.linalg.eigh(scatter)[1][:, ::-1][:, :dimensions].astype(np.float32)
    places = np.empty((len(vectors), dimensions), np.float32)
    places[:, directions.shape[1] :] = 0
    for start in range(0, len(vectors), _BLOCK):
        check()
        block = np.asarray(vectors[start : start + _BLOCK], np.float32) - mean
        places[start : start + _BLOCK, : directions.shape[1]] = block @ directions
    return places * _signs(places)


def _signs(places: Vectors) -> Vectors:
    if len(places) == 0:
        return np.ones((1, places.shape[1]), np.float32)
    largest = np.abs(places).argmax(axis=0)
    return np.where(places[largest, np.arange(places.shape[1])] < 0, -1.0, 1.0).astype(np.float32)[None, :]
