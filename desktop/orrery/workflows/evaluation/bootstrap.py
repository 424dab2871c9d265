"""How far a figure can be trusted: percentile intervals by the bootstrap (Efron 1979).

What is drawn anew are whole clusters: a photo with all its captions, a class with all its files. Answers within a
cluster hang together, and drawing them one by one would make the interval too narrow.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 1_000
_AT_ONCE = 1 << 22
"""Counts drawn at a time: 32 MB."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and the interval that holds the true one with 95 % certainty; all in the unit of the scores."""

    value: float
    low: float
    high: float
    count: int


def estimate(
    scores: npt.NDArray[np.floating], clusters: npt.NDArray[np.integer] | None = None, *, seed: int = 0
) -> Estimate:
    """The mean of scores with its interval.

    Args:
        scores: (n,), at least one.
        clusters: (n,), which belong together; None where each stands alone.
        seed: of the draws; the same seed gives the same interval.
    """
    groups = np.arange(len(scores)) if clusters is None else np.unique(clusters, return_inverse=True)[1]
    sums, sizes = np.bincount(groups, weights=scores).astype(np.float64), np.bincount(groups)
    random = np.random.default_rng(seed)
    means = np.concatenate([_means(random, sums, sizes, draws) for draws in _portions(len(sums))])
    low, high = np.quantile(means, (0.025, 0.975))
    return Estimate(float(np.mean(scores)), float(low), float(high), len(scores))


def _means(
    random: np.random.Generator, sums: npt.NDArray[np.float64], sizes: npt.NDArray[np.integer], draws: int
) -> npt.NDArray[np.float64]:
    """The means (draws,) of as many clusters as there are, drawn with replacement."""
    drawn = random.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), draws)
    return (drawn @ sums) / (drawn @ sizes)


def _portions(clusters: int) -> list[int]:
    at_once = max(1, min(RESAMPLES, _AT_ONCE // clusters))
    whole, rest = divmod(RESAMPLES, at_once)
    return [at_once] * whole + ([rest] if rest else [])
