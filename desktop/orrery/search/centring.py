"""Centring: what all vectors of a role have in common says nothing, and is taken away.

For searching, the mean comes from the pack, never from the library: in a library of dogs the library's mean *is*
"dog". (The map centres by the library; see `mapping.centring`.)
"""

import math

import numpy as np

from orrery.domain.arrays import Vector, Vectors

_SMALLEST = 1e-6
"""Below this length a centred vector has no direction left; it becomes zero and is near to nothing."""


def centred(vectors: Vectors, mean: Vector) -> Vectors:
    """Take a role's mean away: c(v) = (v - mean) / |v - mean|.

    Args:
        vectors: (items, dim), raw unit vectors of one role.
        mean: (dim,), of that role.

    Returns:
        (items, dim), float32, unit rows; a vector equal to the mean becomes zero.
    """
    moved = np.asarray(vectors, np.float32) - np.asarray(mean, np.float32)
    return moved * inverse_lengths(moved)[:, None]


def centred_one(vector: Vector, mean: Vector) -> Vector:
    """The same for one vector (dim,)."""
    moved = np.asarray(vector, np.float32) - np.asarray(mean, np.float32)
    length = math.sqrt(moved @ moved)
    return moved / np.float32(length) if length > _SMALLEST else np.zeros_like(moved)


def inverse_lengths(moved: Vectors) -> Vector:
    """1 / |row| of each row (items,), zero for rows without a direction."""
    lengths = np.sqrt(np.einsum("ij,ij->i", moved, moved, dtype=np.float32))
    return np.where(lengths > _SMALLEST, 1.0 / np.maximum(lengths, _SMALLEST), 0.0).astype(np.float32)
