"""The figures that make cosines comparable: means, backgrounds, Platt's curves, reference vectors.

Formulas: design of the shared space. c_r(v) = (v - mean_r) / |v - mean_r|; z = (cosine - median) / sigma of unrelated
pairs; score = 1 / (1 + exp(-(a z + b))), fitted on known matches and shifted to a prior of one match in a hundred.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Vectors = npt.NDArray[np.float32]
ROLES = ("query-text", "passage", "image", "sound")
KINDS = {"image": "image", "sound": "sound", "text": "passage"}
PRIOR = 0.01
# Share of nonsense below the bar. Of the other half's answers 0.2, 0.7 and 0.2 in 1,000 are then called likely; sounds
# at 0.999 showed 6 with fewer queries of nonsense to set the bar.
CHANCE = {"image": 0.999, "sound": 0.9995, "text": 0.999}


def unit(vectors: Vectors) -> Vectors:
    """Rows of length one."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def directions(vectors: Vectors) -> npt.NDArray[np.int8]:
    """Unit rows in eight bits, each scaled to its own largest number: cosines of .9999, for names and backgrounds."""
    return np.round(vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127).astype(np.int8)


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Rows without what all of their role have in common, of length one."""
    return unit(vectors - mean)


def background(asking: Vectors, asked: Vectors) -> tuple[float, float]:
    """Median and 1.4826 x median absolute deviation of the cosines of all pairs, both centred."""
    cosines = (asking @ asked.T).ravel()
    median = float(np.median(cosines))
    return median, float(1.4826 * np.median(np.abs(cosines - median)))


def platt(
    z: npt.NDArray[np.floating], match: npt.NDArray[np.bool_], weight: npt.NDArray[np.floating]
) -> tuple[float, float]:
    """Platt (1999): a and b by maximum likelihood with his smoothed targets, weights summing to one."""
    positives, negatives = match.sum(), (~match).sum()
    target = np.where(match, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(ab: npt.NDArray[np.floating]) -> float:
        score = ab[0] * z + ab[1]
        return float(weight @ (np.logaddexp(0, score) - target * score))

    a, b = minimize(loss, np.array([1.0, -4.0]), method="Nelder-Mead", options={"maxiter": 2000}).x
    return float(max(a, 0.05)), float(b)


def at_prior(match: npt.NDArray[np.bool_]) -> npt.NDArray[np.floating]:
    """Weights that make one pair in a hundred a match: the shift of b by the prior, also right for pooled sets."""
    return np.where(match, PRIOR / max(1, match.sum()), (1 - PRIOR) / max(1, (~match).sum()))


@dataclass(frozen=True)
class Pairs:
    """Known truth of one role asking one kind: raw vectors, which pairs match, which surely do not, and how known."""

    asking: Vectors
    asked: Vectors
    match: npt.NDArray[np.bool_]
    other: npt.NDArray[np.bool_]
    known_by: str = ""


@dataclass(frozen=True)
class Figures:
    """All that the manifest says about scores."""

    means: dict[str, Vectors]
    backgrounds: dict[tuple[str, str], tuple[float, float]]
    platts: dict[tuple[str, str], tuple[float, float]]

    def z(self, pairs: Pairs, role: str, kind: str) -> npt.NDArray[np.floating]:
        """z-scores (asking, asked) of raw vectors."""
        cosines = centred(pairs.asking, self.means[role]) @ centred(pairs.asked, self.means[KINDS[kind]]).T
        median, sigma = self.backgrounds[role, kind]
        return (cosines - median) / sigma

    def scores(self, pairs: Pairs, role: str, kind: str) -> npt.NDArray[np.floating]:
        """Calibrated scores (asking, asked)."""
        a, b = self.platts[role, kind]
        return 1 / (1 + np.exp(-(a * self.z(pairs, role, kind) + b)))


def measure(
    means: dict[str, Vectors],
    unrelated: dict[str, Vectors],
    truth: dict[tuple[str, str], list[Pairs]],
    nonsense: Vectors,
) -> Figures:
    """Backgrounds of all twelve pairs over unrelated vectors of each role, and a curve fitted on each pair's truth."""
    backgrounds = {}
    for role, (kind, kind_role) in product(ROLES, KINDS.items()):
        asking = centred(unrelated[role], means[role])
        asked = centred(unrelated[kind_role], means[kind_role])
        backgrounds[role, kind] = background(asking, asked)
    figures = Figures(means, backgrounds, {})
    platts = {}
    for (role, kind), sets in truth.items():
        z, match, weight = pooled(figures, sets, role, kind)
        a, b = platt(z, match, weight)
        bar = chance_bar(figures, nonsense, unrelated[KINDS[kind]], z[~match], (role, kind))
        # The truth calls much unmatched that fits (another photo of a dog): where its halfway point lies above what
        # one pair in a thousand reaches by chance, that point is taken instead.
        platts[role, kind] = (a, max(b, -a * bar))
    return Figures(means, backgrounds, platts)


def chance_bar(
    figures: Figures, nonsense: Vectors, asked: Vectors, others: npt.NDArray[np.floating], pair: tuple[str, str]
) -> float:
    """The z that one answer to nonsense in a thousand reaches (CHANCE), or two in a thousand of the known others.

    More of those, because some of them do match: a photograph of a dog and another's caption of a dog.
    """
    if pair[0] != "query-text":
        return float(np.quantile(others, 0.998))
    empty = np.zeros((0, 0), bool)
    return float(np.quantile(figures.z(Pairs(nonsense, asked, empty, empty), *pair), CHANCE[pair[1]]))


def pooled(figures: Figures, sets: list[Pairs], role: str, kind: str):
    """Join sets of truth: z of all judged pairs, whether they match, and weights by which the sets count alike."""
    z = [figures.z(p, role, kind)[p.match | p.other] for p in sets]
    match = [p.match[p.match | p.other] for p in sets]
    return np.concatenate(z), np.concatenate(match), np.concatenate([at_prior(m) for m in match]) / len(sets)
