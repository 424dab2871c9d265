"""A bridge between two packs that share nothing but words: from where sounds lie to where pictures lie.

Both packs place the same phrases, each in its own space; a ridge regression leads from the one to the other:

    W = argmin |(T_s - mu_s) W - (T_i - mu_i)|^2 + lambda |W G|^2        x -> norm((x - mu_sound) W)

Sounds do not lie where phrases lie but beside them, and a matrix that follows the phrases exactly carries that gap
along. Gaussian noise like the gap on T_s keeps it from doing so, and in expectation noise of covariance C on n phrases
is a penalty of n C: so G G' is the covariance of sounds around their nearest phrases. Noise of its size alone, the same
in all directions, finds much less: a gap has a shape (decision 13). How strong lambda has to be is measured: phrases
that the matrix was not fitted on are blurred like the gap, and have to find what is nearest to them. (To have them find
themselves is too easy: every lambda does it for 99 of 100.)
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vector, Vectors

STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Tried for lambda, in units of what the gap asks for."""
HELD_OUT = 0.2
"""Share of the phrases that lambda is chosen on."""
NEAR = 10
"""Neighbours of a phrase that have to be found again."""
USUAL_GAP = 0.8
"""Length of the gap where there are no sounds to measure it on; it was .76 for a sound tower trained to point at words
(cosines of sounds to their words .4 to .8)."""
ROUND = 0.1
"""Share of the gap that is taken for noise in all directions: few sounds do not show them all."""
_NEAREST = 5
_SEED = 20

Covariance = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """The way from one space into another.

    Attributes:
        matrix: (source dim, target dim) float32.
        mean: (source dim,) float32, of what comes over it; zero where nobody knows it.
    """

    matrix: npt.NDArray[np.float32]
    mean: Vector

    def over(self, vectors: Vectors) -> Vectors:
        """Raw unit vectors (n, source dim) to centred unit vectors (n, target dim); zero where nothing is left."""
        return unit((np.asarray(vectors, np.float32) - self.mean) @ self.matrix)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A bridge as it was fitted.

    Attributes:
        matrix: (source dim, target dim) float32.
        strength: lambda in units of what the gap asks for.
        gap: length of the gap between sounds and words.
        score: share of the ten nearest of held-out phrases that are found from where the bridge leads when blurred.
        chance: what that share would be blindly.
        phrases: how many there were.
    """

    matrix: npt.NDArray[np.float32]
    strength: float
    gap: float
    score: float
    chance: float
    phrases: int


def fit(source: Vectors, target: Vectors, gap: Covariance) -> Fit:
    """Fit a bridge on phrases; takes a second or two for some thousands of them.

    Args:
        source: (n, source dim), phrases in the space that is left, less their mean, row by row with `target`.
        target: (n, target dim), the same in the space that is entered.
        gap: (source dim, source dim), see `gap_of`.
    """
    rng = np.random.default_rng(_SEED)
    order = rng.permutation(len(source))
    kept = max(round(HELD_OUT * len(source)), min(3, len(source)))
    held, rest = np.sort(order[:kept]), np.sort(order[kept:])
    blurred = source[held] + rng.multivariate_normal(np.zeros(len(gap)), gap, len(held), method="eigh")
    near = min(NEAR, len(held) - 1)
    wanted = _nearest(target[held], target[held], near)
    scores = {}
    for strength in STRENGTHS:
        placed = blurred @ _ridge(source[rest], target[rest], strength * gap)
        found = _nearest(placed, target[held], near)
        scores[strength] = float(np.mean([len(set(a) & set(b)) / near for a, b in zip(wanted, found, strict=True)]))
    best = max(STRENGTHS, key=lambda strength: scores[strength])
    matrix = _ridge(source, target, best * gap).astype(np.float32)
    length = float(np.sqrt(np.trace(gap)))
    return Fit(matrix, best, length, scores[best], near / (len(held) - 1), len(source))


def gap_of(sounds: Vectors, phrases: Vectors) -> Covariance:
    """How sounds lie beside words: the covariance of their way from the middle of the five nearest phrases.

    Args:
        sounds: (n, dim), less their mean; of none, the usual gap is told, alike in all directions.
        phrases: (m, dim), less theirs.
    """
    dim = phrases.shape[1]
    if len(sounds) == 0:
        return np.eye(dim) * USUAL_GAP**2 / dim
    near = np.argsort(-(unit(sounds) @ unit(phrases).T), axis=1)[:, :_NEAREST]
    way = np.asarray(sounds, np.float64) - phrases[near].mean(axis=1)
    shape = way.T @ way / len(way)
    even = max(float(np.trace(shape)), 1e-6) / dim
    return np.asarray((1 - ROUND) * shape + ROUND * even * np.eye(dim), np.float64)


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows without a direction become zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, vectors / np.maximum(lengths, 1e-6), 0.0).astype(np.float32)


def _ridge(source: Vectors, target: Vectors, noise: Covariance) -> npt.NDArray[np.float64]:
    """(source dim, target dim): (X'X + n C)^-1 X'Y, which noise of covariance C on X comes to."""
    own = np.asarray(source, np.float64)
    matrix = np.linalg.solve(own.T @ own + len(own) * noise, own.T @ np.asarray(target, np.float64))
    return np.asarray(matrix, np.float64)


def _nearest(placed: npt.NDArray[np.floating], among: Vectors, count: int) -> list[list[int]]:
    """The rows that lie nearest to each, itself left out."""
    cosines = unit(np.asarray(placed, np.float32)) @ unit(among).T
    np.fill_diagonal(cosines, -2.0)
    return np.argsort(-cosines, axis=1)[:, :count].tolist()
