"""Who answers a query best: one scan per kind, kinds compared on calibrated scores.

A mixed query of terms i with weight w, role r has one effective vector per kind k of item:

    q_k  = sum (w_i / sigma_rk) c_r(v_i)
    z(x) = (q_k . c(x) - sum w_i m_rk / sigma_rk) / sqrt(sum w_i^2)

which for one term is its z-score against the background. A picture asking pictures also asks in the image-only space:
z = (z_shared + z_features) / sqrt(2 + 2 rho). Then an item's best part is corrected for the number of parts, and
Platt's curve makes a score of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vector
from orrery.domain.calibration import Background, Backgrounds, Platt, Platts
from orrery.domain.modality import Kind, Role
from orrery.search.best_part import corrected
from orrery.search.candidates import Candidates
from orrery.search.centring import centred_one

LIKELY = 0.5
"""A calibrated score from here on is a likely match."""

_Z_STEP = 5
"""Decimals of z that count: float32 sums of the same vectors differ by 1e-6, and copies must tie."""

Ids: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FeatureFigures:
    """What the image-only space needs.

    Attributes:
        mean: (features dim,) of its vectors.
        background: of unrelated pairs of pictures.
        correlation: rho, of the two z-scores of unrelated pairs, in [0, 1].
    """

    mean: Vector
    background: Background
    correlation: float


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """The figures that search works with: the pack's, shrunk towards what the library shows.

    Attributes:
        means: (dim,) per role, the pack's.
        backgrounds: per asking role and asked kind.
        platts: per asking role and asked kind.
        features: of the image-only space, or None.
        part_exponent: gamma of the best-part correction.
    """

    means: Mapping[Role, Vector]
    backgrounds: Backgrounds
    platts: Platts
    features: FeatureFigures | None = None
    part_exponent: float = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class QueryTerm:
    """An encoded term.

    Attributes:
        vector: (dim,), raw unit vector.
        role: how it came to be.
        weight: finite, not zero; negative for "not like this".
        features: (features dim,), raw unit vector in the image-only space; only pictures have one.
    """

    vector: Vector
    role: Role
    weight: float = 1.0
    features: Vector | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One content that answers.

    Attributes:
        content: its id.
        part: id of its best part.
        kind: of the content.
        score: calibrated, in [0, 1]; 0.5 and more is a likely match.
        similarity: raw cosine of its best part with the best term, in [-1, 1].
        z: standard deviations above unrelated pairs, corrected for the number of parts.
    """

    content: int
    part: int
    kind: Kind
    score: float
    similarity: float
    z: float


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Which contents may answer.

    Attributes:
        allowed: ids; None for all.
        excluded: ids that may not answer even if allowed, such as the query's own content.
    """

    allowed: Ids | None = None
    excluded: Ids = field(default_factory=lambda: np.empty(0, np.int64))

    def among(self, contents: Ids) -> npt.NDArray[np.bool_] | None:
        """Which of these ids (m,) may answer; None where all may."""
        if self.allowed is None and len(self.excluded) == 0:
            return None
        mask = np.ones(len(contents), np.bool_) if self.allowed is None else np.isin(contents, self.allowed)
        return mask & ~np.isin(contents, self.excluded)


EVERYTHING = Chosen()


def rank(
    terms: Sequence[QueryTerm],
    candidates: Mapping[Kind, Candidates],
    calibration: Calibration,
    count: int,
    chosen: Chosen = EVERYTHING,
) -> list[Hit]:
    """Rank contents of all kinds against a query.

    Args:
        terms: at least one.
        candidates: what can answer, per kind.
        calibration: figures of the space.
        count: how many are wanted.
        chosen: which contents may answer.

    Returns:
        At least `count` hits while there are that many, likely or not, by falling score, equal scores by content id;
        more than `count` where others tie with the last one, so that the caller can break ties by path.
    """
    hits = [
        hit
        for answering in candidates.values()
        for hit in _rank_kind(terms, answering, calibration, count, chosen.among(answering.contents))
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.content))
    if len(hits) <= count:
        return hits
    last = hits[count - 1].score if count else 2.0
    return [hit for hit in hits if hit.score >= last]


def z_scores(terms: Sequence[QueryTerm], candidates: Candidates, calibration: Calibration) -> Vector:
    """The z of every part (n,) of one kind, in the order of `candidates.parts`, before the best-part correction."""
    form = _form(terms, candidates.kind, calibration, with_features=candidates.features is not None)
    scores = candidates.shared.dot(form.shared)
    if form.features is not None and candidates.features is not None:
        scores += candidates.features.dot(form.features)
    scores -= np.float32(form.offset)
    return scores


def calibrated(z: npt.ArrayLike, platt: Platt) -> npt.NDArray[np.float64]:
    """Probability of a match, in [0, 1]: 1 / (1 + exp(-(a z + b)))."""
    logit = platt.a * np.asarray(z, np.float64) + platt.b
    return 1.0 / (1.0 + np.exp(-np.clip(logit, -700.0, 700.0)))


def platt_of(terms: Sequence[QueryTerm], kind: Kind, calibration: Calibration) -> Platt:
    """The curve of a mixed query: the terms' curves in the shares w^2 that the terms have in the variance of z."""
    scale = max(abs(term.weight) for term in terms)
    shares = np.array([(term.weight / scale) ** 2 for term in terms])
    shares /= shares.sum()
    curves = [calibration.platts[term.role, kind] for term in terms]
    return Platt(
        float(sum(share * curve.a for share, curve in zip(shares, curves, strict=True))),
        float(sum(share * curve.b for share, curve in zip(shares, curves, strict=True))),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Form:
    """z(x) = shared . c(x) + features . c_features(x) - offset."""

    shared: Vector
    features: Vector | None
    offset: float


def _form(terms: Sequence[QueryTerm], kind: Kind, calibration: Calibration, *, with_features: bool) -> _Form:
    scale = max(abs(term.weight) for term in terms)  # first, so that squares of huge weights stay finite
    weights = np.array([term.weight / scale for term in terms])
    weights /= np.sqrt(np.sum(weights**2))
    shared, features, offset = np.zeros(len(terms[0].vector), np.float64), None, 0.0
    for weight, term in zip(weights, terms, strict=True):
        background = calibration.backgrounds[term.role, kind]
        figures = calibration.features if with_features and kind is Kind.IMAGE else None
        share = 1.0
        if figures is not None and term.features is not None:
            share = 1.0 / np.sqrt(2.0 + 2.0 * figures.correlation)
            pull = weight * share / figures.background.sigma
            direction = pull * centred_one(term.features, figures.mean)
            features = direction if features is None else features + direction
            offset += pull * figures.background.median
        pull = weight * share / background.sigma
        shared += pull * centred_one(term.vector, calibration.means[term.role])
        offset += pull * background.median
    return _Form(shared.astype(np.float32), None if features is None else features.astype(np.float32), float(offset))


def _rank_kind(
    terms: Sequence[QueryTerm],
    candidates: Candidates,
    calibration: Calibration,
    count: int,
    mask: npt.NDArray[np.bool_] | None,
) -> list[Hit]:
    kind = candidates.kind
    if len(candidates) == 0 or count <= 0 or (mask is not None and not mask.any()):
        return []
    scores = z_scores(terms, candidates, calibration)
    best = candidates.best_per_content(scores)
    places = np.arange(len(best)) if mask is None else np.flatnonzero(mask)
    places, z = _top(best, places, candidates.sizes, count, calibration.part_exponent)
    rows = candidates.best_rows(scores, places)
    similarity = _similarity(terms, candidates, rows)
    score = calibrated(z, platt_of(terms, kind, calibration))
    return [
        Hit(int(candidates.contents[place]), int(candidates.parts[row]), kind, float(s), float(cosine), float(value))
        for place, row, s, cosine, value in zip(places, rows, score, similarity, z, strict=True)
    ]


def _top(best: Vector, places: Rows, sizes: Rows, count: int, gamma: float) -> tuple[Rows, npt.NDArray[np.float64]]:
    """The `count` places with the largest corrected z, and those that tie with the last of them.

    The correction only ever lowers z, so places whose uncorrected z is below the count-th corrected one are out
    without being corrected: the exact result at the price of a few hundred corrections.
    """
    first = places[_largest(best[places], 4 * count)]
    lowest = _nth_largest(np.round(corrected(best[first], sizes[first], gamma), _Z_STEP), count)
    open_still = places[best[places] >= lowest - 2 * 10.0**-_Z_STEP]
    z = np.round(corrected(best[open_still], sizes[open_still], gamma), _Z_STEP)
    kept = z >= _nth_largest(z, count)
    return open_still[kept], z[kept]


def _largest(values: Vector, count: int) -> Rows:
    if len(values) <= count:
        return np.arange(len(values))
    return np.argpartition(values, len(values) - count)[len(values) - count :]


def _nth_largest(values: npt.NDArray[np.floating], count: int) -> float:
    if len(values) <= count:
        return float(values.min())
    return float(np.partition(values, len(values) - count)[len(values) - count])


def _similarity(terms: Sequence[QueryTerm], candidates: Candidates, rows: Rows) -> npt.NDArray[np.float32]:
    """Raw cosine with the best term that is asked for; with the nearest one where all are negative."""
    wanted = [term for term in terms if term.weight > 0] or list(terms)
    asked = np.stack([term.vector for term in wanted]).astype(np.float32)
    return np.clip((candidates.shared.rows(rows) @ asked.T).max(axis=1), -1.0, 1.0)
