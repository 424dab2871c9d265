"""Principal components: the few directions in which a library differs most."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from orrery.domain.arrays import Vector, Vectors
from orrery.mapping.neighbours import no_check

_BLOCK = 16_384
_LOOKED_AT = 30_000
"""Items that the directions are found with: the first picture of a million is not to wait for all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Directions of largest variance.

    Attributes:
        mean: (dim,) of the vectors.
        directions: (dim, kept) float32, by falling variance; the largest entry of each in size is positive, so that
            the same library gives the same picture.
    """

    mean: Vector
    directions: Vectors

    def of(self, vectors: Vectors, dimensions: int, check: Callable[[], None] = no_check) -> Vectors:
        """Places (n, dimensions), float32, along the first directions; columns beyond the last one are zero."""
        kept = self.directions[:, :dimensions]
        places = np.zeros((len(vectors), dimensions), np.float32)
        for start in range(0, len(vectors), _BLOCK):
            check()
            block = np.asarray(vectors[start : start + _BLOCK], np.float32) - self.mean
            places[start : start + _BLOCK, : kept.shape[1]] = block @ kept
        return places


def components_of(vectors: Vectors, check: Callable[[], None] = no_check) -> Components:
    """Find the directions in which vectors (n, dim) differ most, on 30,000 of them at most.

    Args:
        vectors: (n, dim).
        check: called between blocks; may raise.
    """
    dim = vectors.shape[1]
    rows = np.linspace(0, len(vectors) - 1, min(len(vectors), _LOOKED_AT)).astype(np.intp)
    total, scatter = np.zeros(dim), np.zeros((dim, dim))
    for start in range(0, len(rows), _BLOCK):
        check()
        block = np.asarray(vectors[rows[start : start + _BLOCK]], np.float32)
        total += block.sum(axis=0, dtype=np.float64)
        scatter += block.T @ block
    mean = total / max(len(rows), 1)
    directions = np.linalg.eigh(scatter - len(rows) * np.outer(mean, mean))[1][:, ::-1]
    largest = directions[np.abs(directions).argmax(axis=0), np.arange(dim)]
    directions = directions * np.where(largest < 0, -1.0, 1.0)
    return Components(mean.astype(np.float32), np.ascontiguousarray(directions, np.float32))


def principal(vectors: Vectors, dimensions: int, check: Callable[[], None] = no_check) -> Vectors:
    """Project vectors (n, dim) onto their directions of largest variance: (n, dimensions), float32."""
    return components_of(vectors, check).of(vectors, dimensions, check)
