"""Who answers a query best: one scan per kind and sum, kinds compared on calibrated scores.

Per sum of terms (`forms`) an item scores by its best part, corrected for the number of parts and for being a hub;
Platt's curve makes a chance of the z, words that are really there are fused with it. AND takes the geometric mean of
the chances of its sums (it ranks as their product does, and "dog AND dog" is "dog"), OR the larger one. On 111 pairs of
things over 1,000 photographs mean average precision for AND: .284, smaller z .241, sum of z .272, reciprocal ranks
.234; of photographs of both 13 % are likely so, 4 % by the product. For OR: .665, the chance that one fits .670, sum
.661, reciprocal ranks .657.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vector
from orrery.domain.calibration import Platt
from orrery.domain.modality import Kind, Role
from orrery.search.best_part import corrected
from orrery.search.candidates import Candidates
from orrery.search.centring import centred
from orrery.search.chosen import EVERYTHING, Chosen, Mask
from orrery.search.figures import Calibration, FeatureFigures, QueryTerm, Sum, alternatives
from orrery.search.forms import SumForm, z_of_sum
from orrery.search.fusion import LEVELS, Found, Levels, Match, fused, unwanted
from orrery.search.index.best import largest
from orrery.search.index.index import Rough
from orrery.search.shortlist import Look, length_of, shortlist
from orrery.search.signs import all_found, levels_of, rows_of_words, strongest

__all__ = [
    "EVERYTHING",
    "Calibration",
    "Chosen",
    "FeatureFigures",
    "Hit",
    "QueryTerm",
    "calibrated",
    "merged",
    "rank",
    "rank_kinds",
]

LIKELY = 0.5
"""A calibrated score from here on is a likely match."""

_Z_STEP = 5
"""Decimals of z that count: float32 sums of the same vectors differ by 1e-6, and copies must tie."""
_LARGER = 8
"""So many times the shortlist's length is looked at roughly where the order by z is not the order of the answers."""
_LOOKED_AT = 100
"""So many more than are wanted are looked at closely: the correction for hubs changes their order."""

T = TypeVar("T")
Made = TypeVar("Made")
Chances: TypeAlias = npt.NDArray[np.float64]


class Hit(NamedTuple):
    """One content that answers; a tuple, because a frozen dataclass takes four times as long to make.

    Attributes:
        content: its id.
        part: id of its best part, or of the one that holds the words.
        kind: of the content.
        score: calibrated, in [0, 1]; 0.5 and more is a likely match.
        similarity: raw cosine of that part with the best term, in [-1, 1].
        z: standard deviations above unrelated pairs, corrected; of a query with AND or OR, that of its best sum.
        match: the strongest reason.
        row: of that part, in the candidates of its kind.
        size: how many parts the content has.
    """

    content: int
    part: int
    kind: Kind
    score: float
    similarity: float
    z: float
    match: Match = Match.MEANING
    row: int = 0
    size: int = 1


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
    return merged(rank_kinds(terms, candidates, calibration, count, chosen), count)


def rank_kinds(
    terms: Sequence[QueryTerm],
    candidates: Mapping[Kind, Candidates],
    calibration: Calibration,
    count: int,
    chosen: Chosen = EVERYTHING,
) -> dict[Kind, list[Hit]]:
    """The same, every kind in a ranking of its own of `count` hits: one lane a kind."""
    query = alternatives(list(terms))
    return {
        kind: _cut(_rank_kind(query, answering, calibration, count, chosen), count)
        for kind, answering in candidates.items()
    }


def merged(lanes: Mapping[Kind, Sequence[Hit]], count: int) -> list[Hit]:
    """The lanes of `rank_kinds` as one ranking."""
    full = [hits for hits in lanes.values() if hits]
    return list(full[0]) if len(full) == 1 else _cut([hit for hits in full for hit in hits], count)


def _cut(hits: list[Hit], count: int) -> list[Hit]:
    hits.sort(key=lambda hit: (-hit.score, hit.content))
    if len(hits) <= count:
        return hits
    last = hits[count - 1].score if count else 2.0
    return [hit for hit in hits if hit.score >= last]


def z_scores(terms: Sequence[QueryTerm], candidates: Candidates, calibration: Calibration) -> Vector:
    """The z of every part (n,) of one kind for one sum, in the order of `candidates.parts`, uncorrected."""
    return z_of_sum(Sum.of(list(terms)), candidates, calibration)


def calibrated(z: npt.ArrayLike, platt: Platt) -> Chances:
    """Probability of a match, in [0, 1]: 1 / (1 + exp(-(a z + b)))."""
    logit = platt.a * np.asarray(z, np.float64) + platt.b
    return 1.0 / (1.0 + np.exp(-np.clip(logit, -700.0, 700.0)))


def platt_of(terms: Sequence[QueryTerm], kind: Kind, calibration: Calibration) -> Platt:
    """The curve of a mixed query: the terms' curves in the shares w^2 that the terms have in the variance of z."""
    shares = _shares(terms)
    curves = [calibration.curve(term.role, kind) for term in terms]
    return Platt(
        sum(share * curve.a for share, curve in zip(shares, curves, strict=True)),
        sum(share * curve.b for share, curve in zip(shares, curves, strict=True)),
    )


def _shares(terms: Sequence[QueryTerm]) -> list[float]:
    """Of one to a few terms: without arrays, which would take ten times as long."""
    scale = max(abs(term.weight) for term in terms)
    squares = [(term.weight / scale) ** 2 for term in terms]
    total = sum(squares)
    return [square / total for square in squares]


@dataclass(frozen=True, slots=True, eq=False)
class _Asking:
    """One sum as it asks one kind.

    Attributes:
        asked: the sum.
        form: how its z is told.
        platt: its curve.
        hubs: how much of the correction for hubs applies: the share of its terms in words.
    """

    asked: Sum
    form: SumForm
    platt: Platt
    hubs: float

    @classmethod
    def of(cls, asked: Sum, candidates: Candidates, calibration: Calibration) -> "_Asking":
        form = SumForm.of_sum(asked, candidates.kind, calibration, with_features=candidates.features is not None)
        shares = zip(asked.pulled, _shares(asked.pulled), strict=True)
        hubs = sum(share for term, share in shares if term.role is Role.QUERY and term.weight > 0)
        return cls(asked, form, platt_of(asked.pulled, candidates.kind, calibration), hubs)

    def scored(self, candidates: Candidates) -> "_Scored":
        scores = self.form.of(candidates)
        return _Scored(self, scores, candidates.best_per_content(scores))


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """One sum over all parts of one kind.

    Attributes:
        asking: the sum.
        scores: (n,) z of every part.
        best: (m,) of each content its best part's.
    """

    asking: _Asking
    scores: Vector
    best: Vector

    def chances(self, candidates: Candidates, calibration: Calibration, places: Rows) -> Chances:
        """The chance of a match of some contents by meaning, hubs aside: what decides who is looked at."""
        gamma = calibration.part_exponent(candidates.kind)
        return calibrated(corrected(self.best[places], candidates.sizes[places], gamma), self.asking.platt)


@dataclass(frozen=True, slots=True, eq=False)
class _Closely:
    """One sum over the contents that are looked at closely: (k,) each.

    Attributes:
        chance: of a match, meaning and words together.
        z: corrected.
        rows: of the best part.
        levels: the strongest reason.
        found: words that stand in some of them, by content.
    """

    chance: Chances
    z: npt.NDArray[np.float64]
    rows: Rows
    levels: Levels
    found: Mapping[int, Found]


def _rank_kind(
    query: list[list[Sum]], candidates: Candidates, calibration: Calibration, count: int, chosen: Chosen
) -> list[Hit]:
    """The best by meaning, and whatever the words of the query stand in, however far it is by meaning."""
    if len(candidates.contents) == 0 or count <= 0:
        return []
    found = all_found(asked for both in query for asked in both)
    asking = _once(query, lambda asked: _Asking.of(asked, candidates, calibration))
    wanted = length_of(count + len(chosen.excluded), len(candidates.contents), is_quick=candidates.is_quick)
    mask = chosen.allows(candidates.contents)
    near, mask = shortlist(candidates, mask, wanted, _rough_look(asking, calibration), found)
    mask = chosen.without_excluded(near.contents, mask)
    open_ = np.arange(len(near.contents)) if mask is None else np.flatnonzero(mask)
    if len(open_) == 0:
        return []
    scored = _once(asking, lambda one: one.scored(near))
    places = _looked_at(scored, near, calibration, open_, count + _LOOKED_AT)
    if found:
        named = open_[np.isin(near.contents[open_], list(found))]
        places = np.union1d(places, named)
    close = _once(scored, lambda one: _closely(one, near, calibration, places))
    chance = _either([_both([one.chance for one in both]) for both in close])
    kept = np.flatnonzero(chance >= _nth_largest(chance, count))
    terms = [term for both in query for asked in both for term in asked.pulled]
    return _hits(_flat(close), terms, near, (places, chance, kept))


def _once(nested: Sequence[Sequence[T]], make: Callable[[T], Made]) -> list[list[Made]]:
    """Make something of every sum, once however many alternatives it stands in."""
    made = {id(one): make(one) for one in _flat(nested)}
    return [[made[id(one)] for one in both] for both in nested]


def _flat(query: Sequence[Sequence[T]]) -> list[T]:
    return list({id(one): one for both in query for one in both}.values())


def _rough_look(asking: list[list[_Asking]], calibration: Calibration) -> Look:
    """How the contents of a large library that are worth a closer look are chosen by a rough one."""

    def look(rough: Candidates, mask: Mask | None, wanted: int) -> tuple[Rows, list[Vector]]:
        lone = asking[0][0] if len(asking) == 1 and len(asking[0]) == 1 else None
        if lone and lone.form.is_one_product and rough.has_lone_parts and isinstance(rough.shared, Rough):
            return rough.shared.best(lone.form.form.shared, wanted, mask), []
        scored = _once(asking, lambda one: one.scored(rough))
        sums = [one.best for one in _flat(scored)]
        # Who has a large chance has a large z in one of the sums, or in all of them together.
        sums += [np.sum(sums, axis=0)] if len(sums) > 1 else []
        several = 1 if lone and rough.has_lone_parts else _LARGER
        pools = [largest(values, several * wanted, mask) for values in sums]
        pool = pools[0] if len(pools) == 1 else np.unique(np.concatenate(pools))
        places = pool if len(pool) <= wanted else _looked_at(scored, rough, calibration, pool, wanted)
        return places, [one.scores for one in _flat(scored)]

    return look


def _hits(
    flat: Sequence[_Closely],
    terms: Sequence[QueryTerm],
    candidates: Candidates,
    best: tuple[Rows, Chances, Rows],
) -> list[Hit]:
    """Tell of some contents what the leading one of the sums says: `best` are places, chances, and which of them."""
    places, chance, kept = best
    one = flat[0]
    z, rows, levels = one.z[kept], one.rows[kept], one.levels[kept]
    if len(flat) > 1:
        leading, places_in = np.argmax([one.chance[kept] for one in flat], axis=0), np.arange(len(kept))
        z = np.array([one.z[kept] for one in flat])[leading, places_in]
        rows = np.array([one.rows[kept] for one in flat])[leading, places_in]
        levels = np.max([one.levels[kept] for one in flat], axis=0)
    own = places[kept]
    rows = rows_of_words([one.found for one in flat], levels, candidates, own, rows)
    columns = (
        candidates.contents[own],
        candidates.parts[rows],
        chance[kept],
        _similarity(terms, candidates, rows),
        z,
        levels,
        rows if candidates.origin is None else candidates.origin[rows],
        candidates.sizes[own],
    )
    kind = candidates.kind
    return [
        Hit(content, part, kind, score, similarity, z_, LEVELS[level], row, size)
        for content, part, score, similarity, z_, level, row, size in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def _looked_at(
    scored: list[list[_Scored]], candidates: Candidates, calibration: Calibration, open_: Rows, count: int
) -> Rows:
    """Places of the contents with the largest chances, and those that tie with the last of them."""
    if len(scored) == 1 and len(scored[0]) == 1:
        return _top(scored[0][0].best, open_, candidates.sizes, count, calibration.part_exponent(candidates.kind))
    chance = _either([_both([one.chances(candidates, calibration, open_) for one in both]) for both in scored])
    return open_[chance >= _nth_largest(chance, count)]


def _both(chances: Sequence[Chances]) -> Chances:
    """The geometric mean; a lone one is left as it is to the last bit."""
    if len(chances) == 1:
        return chances[0]
    with np.errstate(divide="ignore"):
        return np.exp(np.mean(np.log(np.sort(chances, axis=0)), axis=0))  # sorted: the same whatever the order


def _either(chances: Sequence[Chances]) -> Chances:
    return chances[0] if len(chances) == 1 else np.max(chances, axis=0)


def _top(best: Vector, places: Rows, sizes: Rows, count: int, gamma: float) -> Rows:
    """The `count` places with the largest corrected z, and those that tie with the last of them.

    The correction only ever lowers z, so places whose uncorrected z is below the count-th corrected one are out
    without being corrected: the exact result at the price of a few hundred corrections.
    """
    if sizes.max() == 1:
        z = np.round(best[places].astype(np.float64), _Z_STEP)
        return places[z >= _nth_largest(z, count)]
    first = places[largest(best[places], 4 * count)]
    lowest = _nth_largest(np.round(corrected(best[first], sizes[first], gamma), _Z_STEP), count)
    open_still = places[best[places] >= lowest - 2 * 10.0**-_Z_STEP]
    z = np.round(corrected(best[open_still], sizes[open_still], gamma), _Z_STEP)
    return open_still[z >= _nth_largest(z, count)]


def _closely(one: _Scored, candidates: Candidates, calibration: Calibration, places: Rows) -> _Closely:
    sizes, asking = candidates.sizes[places], one.asking
    rows = candidates.starts[places] if sizes.max() == 1 else candidates.best_rows(one.scores, places)
    z = corrected(one.best[places], sizes, calibration.part_exponent(candidates.kind))
    if calibration.hubs is not None and asking.hubs:
        shared = candidates.shared
        z -= asking.hubs * calibration.hubs.correction(
            candidates.parts[rows], lambda few: centred(shared.rows(rows[few]), shared.mean), candidates.kind
        )
    z = np.round(z, _Z_STEP)
    contents = candidates.contents[places]
    found = strongest(asking.asked.pulled)
    levels = levels_of(found, contents)
    chance = fused(calibrated(z, asking.platt), levels)
    if asking.asked.removed:
        chance = unwanted(chance, levels_of(strongest(asking.asked.removed), contents))
    return _Closely(chance, z, rows, levels, found)


def _nth_largest(values: npt.NDArray[np.floating], count: int) -> float:
    if len(values) <= count:
        return float(values.min())
    return float(np.partition(values, len(values) - count)[len(values) - count])


def _similarity(terms: Sequence[QueryTerm], candidates: Candidates, rows: Rows) -> npt.NDArray[np.float32]:
    """Raw cosine with the best term that is asked for; with the nearest one where all are negative."""
    wanted = [term for term in terms if term.weight > 0] or list(terms)
    products = candidates.shared.raw_products(rows, np.stack([term.vector for term in wanted]))
    return products.max(axis=1).clip(-1.0, 1.0)
