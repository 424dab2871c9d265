"""A bridge between two packs that share nothing but words: from where sounds lie to where pictures lie.

Both packs place the same phrases, each in its own space. Two ways lead from the one to the other, and the bridge goes
half by each. The straight one is a ridge regression,

    W = argmin |(T_s - mu_s) W - (T_i - mu_i)|^2 + lambda |W G|^2        x -> norm((x - mu_sound) W)

The other asks what a sound is called: x goes to the mean of where its 50 nearest phrases lie on the other side, each
weighed by exp(2 z), z being its cosine in standard deviations over all phrases (as ConSE does with the classes of a
classifier, Norouzi et al. 2013). It lands among words whatever the gap; the straight one still says something of
sounds that no phrase names. Together they find more than either (decision 13).

Sounds do not lie where phrases lie but beside them, and a matrix that follows the phrases exactly carries that gap
along. Gaussian noise like the gap on T_s keeps it from doing so, and in expectation noise of covariance C on n phrases
is a penalty of n C: so G G' is the covariance of sounds around their nearest phrases. Noise of its size alone, the same
in all directions, finds less where sounds are far from words: a gap has a shape. And phrases that no sound is near to,
most of a vocabulary, count a tenth or less: what they would bend the matrix for, nobody hears.

How strong lambda has to be is measured: phrases that the bridge was not fitted on are blurred like the gap, and have to
find what is nearest to them. (To have them find themselves is too easy: every lambda does it for 99 of 100.)
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
_NAMES = 50
"""Phrases that a sound goes over by; 10 and 100 were the same to a hundredth."""
_SHARPNESS = 2.0
"""Of their weights, a unit of z; 1.0 to 2.5 were the same to a hundredth."""
_HEARD = 20
"""Phrases that a sound is near to: each makes them count once more …"""
_UNHEARD = 0.1
"""… than those that no sound is near to; .03 to .3 were the same."""
_SEED = 20

Covariance = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """The way from one space into another.

    Attributes:
        matrix: (source dim, target dim) float32.
        mean: (source dim,) float32, of what comes over it; zero where nobody knows it.
        words: (phrases, source dim), unit length, less their mean, on this side …
        places: (phrases, target dim), … and on the other, row by row.
    """

    matrix: npt.NDArray[np.float32]
    mean: Vector
    words: Vectors
    places: Vectors

    def over(self, vectors: Vectors) -> Vectors:
        """Raw unit vectors (n, source dim) to centred unit vectors (n, target dim); zero where nothing is left."""
        own = np.asarray(vectors, np.float32) - self.mean
        straight = unit(own @ self.matrix)
        return unit(straight + self.by_name(own) * straight.any(axis=1, keepdims=True))

    def by_name(self, own: Vectors) -> Vectors:
        """(n, target dim) unit rows: where the phrases lie that are nearest to centred vectors (n, source dim)."""
        cosines = unit(own) @ self.words.T
        spreads = (cosines - cosines.mean(axis=1, keepdims=True)) / (cosines.std(axis=1, keepdims=True) + 1e-6)
        count = min(_NAMES, spreads.shape[1])
        near = np.argpartition(-spreads, count - 1, axis=1)[:, :count]
        heights = np.take_along_axis(spreads, near, axis=1)
        weights = np.exp(_SHARPNESS * (heights - heights.max(axis=1, keepdims=True)))
        return unit(np.einsum("nk,nkd->nd", weights, self.places[near]))


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


def fit(source: Vectors, target: Vectors, sounds: Vectors) -> Fit:
    """Fit a bridge on phrases; takes some seconds for some thousands of them.

    Args:
        source: (n, source dim), phrases in the space that is left, less their mean, row by row with `target`.
        target: (n, target dim), the same in the space that is entered.
        sounds: (m, source dim), less their mean, some of what is to go over; with none the usual gap is assumed.
    """
    gap, counts = gap_of(sounds, source), heard(sounds, source)
    rng = np.random.default_rng(_SEED)
    order = rng.permutation(len(source))
    kept = max(round(HELD_OUT * len(source)), min(3, len(source)))
    held, rest = np.sort(order[:kept]), np.sort(order[kept:])
    blurred = source[held] + rng.multivariate_normal(np.zeros(len(gap)), gap, len(held), method="eigh")
    near = min(NEAR, len(held) - 1)
    wanted = _nearest(target[held], target[held], near)
    none, words, places = np.zeros(source.shape[1], np.float32), unit(source[rest]), unit(target[rest])
    scores = {}
    for strength in STRENGTHS:
        matrix = ridge(source[rest], target[rest], strength * gap, counts[rest])
        found = _nearest(Bridge(matrix, none, words, places).over(blurred), target[held], near)
        scores[strength] = float(np.mean([len(set(a) & set(b)) / near for a, b in zip(wanted, found, strict=True)]))
    best = max(STRENGTHS, key=lambda strength: scores[strength])
    matrix = ridge(source, target, best * gap, counts)
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


def heard(sounds: Vectors, phrases: Vectors) -> npt.NDArray[np.float64]:
    """(phrases,) how much each counts, 1 on average: more, the more sounds are near to it.

    Args:
        sounds: (n, dim), less their mean; with none all phrases are alike.
        phrases: (m, dim), less theirs.
    """
    if len(sounds) == 0:
        return np.ones(len(phrases))
    near = np.argsort(-(unit(sounds) @ unit(phrases).T), axis=1)[:, :_HEARD]
    counts = _UNHEARD + np.bincount(near.ravel(), minlength=len(phrases))
    return np.asarray(counts / counts.mean(), np.float64)


def ridge(
    source: Vectors, target: Vectors, noise: Covariance, counts: npt.NDArray[np.float64]
) -> npt.NDArray[np.float32]:
    """Fit the straight way: (X'DX + n C)^-1 X'DY, which noise of covariance C on X comes to.

    Args:
        source: X, (n, source dim).
        target: Y, (n, target dim).
        noise: C, (source dim, source dim).
        counts: the diagonal of D, (n,), what each row counts.
    """
    own = np.asarray(source, np.float64)
    weighed = own.T * counts
    matrix = np.linalg.solve(weighed @ own + counts.sum() * noise, weighed @ np.asarray(target, np.float64))
    return np.asarray(matrix, np.float32)


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows without a direction become zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, vectors / np.maximum(lengths, 1e-6), 0.0).astype(np.float32)


def _nearest(placed: npt.NDArray[np.floating], among: Vectors, count: int) -> list[list[int]]:
    """The rows that lie nearest to each, itself left out."""
    cosines = unit(np.asarray(placed, np.float32)) @ unit(among).T
    np.fill_diagonal(cosines, -2.0)
    return np.argsort(-cosines, axis=1)[:, :count].tolist()
