"""A small space that a reader can check by hand: three axes, plus one that all vectors of a role share."""

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vector, Vectors
from orrery.domain.calibration import Background, Platt
from orrery.domain.modality import Kind, Role
from orrery.search.candidates import Candidates
from orrery.search.ranking import Calibration, FeatureFigures

DIM = 4
MEANS = {
    role: np.eye(DIM, dtype=np.float32)[3] * height for role, height in zip(Role, (0.1, 0.2, 0.3, 0.4), strict=True)
}


def vector(*direction: float) -> Vector:
    """A unit vector along the three axes."""
    own = np.array([*direction, 0.0], np.float32)
    return own / np.linalg.norm(own)


def calibration(sigma: float = 0.25, features: FeatureFigures | None = None) -> Calibration:
    """The same plain figures for every pair."""
    pairs = [(role, kind) for role in Role for kind in Kind]
    return Calibration(
        MEANS,
        {pair: Background(0.0, sigma) for pair in pairs},
        {pair: Platt(2.0, -4.0) for pair in pairs},
        features,
    )


def candidates(kind: Kind, vectors: Vectors, contents: npt.ArrayLike | None = None, first: int = 0) -> Candidates:
    """Parts numbered from `first`, contents likewise where none are given."""
    ids = np.arange(first, first + len(vectors))
    return Candidates.of(kind, vectors, ids, ids if contents is None else contents, MEANS[kind.role])


def random_vectors(count: int, seed: int = 0, dim: int = DIM) -> Vectors:
    """Unit vectors in all directions."""
    own = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return own / np.linalg.norm(own, axis=1, keepdims=True)
