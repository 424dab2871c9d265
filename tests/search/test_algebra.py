"""AND, OR, NOT: what holds whatever the query and whatever the items."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orrery.domain.calibration import Platt
from orrery.domain.modality import Kind, Role
from orrery.domain.query import Join
from orrery.search.figures import OWN_BAR, QueryTerm, Sum, alternatives
from orrery.search.forms import z_of_sum
from orrery.search.ranking import Hit, rank
from search.space import calibration, candidates, random_vectors, vector

COUNT = 12
EAST, NORTH, UP = vector(1, 0, 0), vector(0, 1, 0), vector(0, 0, 1)

seeds = st.integers(0, 10_000)
weights = st.floats(-3, 3).filter(lambda weight: abs(weight) > 0.01)


def term(seed: int, weight: float = 1.0, join: Join = Join.WITH, is_removed: bool = False) -> QueryTerm:
    return QueryTerm(random_vectors(1, seed)[0], Role.QUERY, weight, join=join, is_removed=is_removed)


sums = st.lists(st.builds(term, seeds, weights), min_size=1, max_size=3)


def scores(terms: Sequence[QueryTerm], seed: int) -> np.ndarray:
    """The score of each of twelve pictures and twelve sounds, by content."""
    sizes = np.repeat(np.arange(COUNT), 2)
    space = {
        Kind.IMAGE: candidates(Kind.IMAGE, random_vectors(COUNT, seed)),
        Kind.SOUND: candidates(Kind.SOUND, random_vectors(2 * COUNT, seed + 1), sizes + COUNT, first=100),
    }
    hits = rank(terms, space, calibration(), 2 * COUNT)
    assert len(hits) == 2 * COUNT
    return np.array([hit.score for hit in sorted(hits, key=lambda hit: hit.content)])


def joined(*parts: Sequence[QueryTerm], by: Join) -> list[QueryTerm]:
    """Sums one after the other, each tied to the one before it."""
    made = list(parts[0])
    for part in parts[1:]:
        made += [replace(part[0], join=by), *part[1:]]
    return made


@given(sums, sums, seeds)
def test_neither_and_nor_or_minds_the_order_of_its_sides(one: list[QueryTerm], two: list[QueryTerm], seed: int) -> None:
    for by in (Join.AND, Join.OR):
        assert np.array_equal(scores(joined(one, two, by=by), seed), scores(joined(two, one, by=by), seed))


@given(sums, seeds)
def test_a_side_said_twice_changes_nothing(one: list[QueryTerm], seed: int) -> None:
    alone = scores(one, seed)
    assert np.array_equal(scores(joined(one, one, by=Join.OR), seed), alone)
    assert scores(joined(one, one, by=Join.AND), seed) == pytest.approx(alone, rel=1e-12)


@given(sums, sums, seeds)
def test_and_lies_between_its_sides_and_or_is_the_better_one(
    one: list[QueryTerm], two: list[QueryTerm], seed: int
) -> None:
    sides = np.array([scores(one, seed), scores(two, seed)])
    both, either = scores(joined(one, two, by=Join.AND), seed), scores(joined(one, two, by=Join.OR), seed)
    assert (both <= sides.max(axis=0) * (1 + 1e-9)).all()
    assert (both >= sides.min(axis=0) * (1 - 1e-9)).all()
    assert np.array_equal(either, sides.max(axis=0))


@given(sums, sums, sums, seeds)
def test_and_binds_closer_than_or(
    one: list[QueryTerm], two: list[QueryTerm], three: list[QueryTerm], seed: int
) -> None:
    whole = joined(joined(one, two, by=Join.AND), three, by=Join.OR)
    apart = np.maximum(scores(joined(one, two, by=Join.AND), seed), scores(three, seed))
    assert np.array_equal(scores(whole, seed), apart)


@given(sums, st.floats(0.1, 50), seeds)
def test_only_the_proportion_of_weights_counts(one: list[QueryTerm], scale: float, seed: int) -> None:
    scaled = [replace(it, weight=it.weight * scale) for it in one]
    assert scores(scaled, seed) == pytest.approx(scores(one, seed), abs=1e-4)


@given(sums, seeds, st.floats(0.1, 1), seeds)
def test_taking_more_of_a_concept_out_never_helps_what_shows_it(
    one: list[QueryTerm], removed: int, share: float, seed: int
) -> None:
    """A concept that the sum has nothing of only lowers, and what does not show it stays as it is."""
    space = candidates(Kind.IMAGE, random_vectors(COUNT, seed))
    concept = _apart_from(one, removed)
    plain = z_of_sum(Sum(tuple(one)), space, calibration())
    less = z_of_sum(Sum(tuple(one), (replace(concept, weight=share),)), space, calibration())
    shown = z_of_sum(Sum((concept,)), space, calibration())
    assert (less <= plain + 1e-3).all()
    assert less[shown < 1] == pytest.approx(plain[shown < 1], abs=1e-3)


def _apart_from(one: Sequence[QueryTerm], seed: int) -> QueryTerm:
    """A concept at right angles to a sum's direction, as it lies around the mean of query texts."""
    form = sum(it.weight * _centred(it.vector) for it in one)
    other = random_vectors(1, seed + 77)[0]
    other -= form * (other @ form) / max(float(form @ form), 1e-9)
    return QueryTerm(_uncentred(other), Role.QUERY)


def _centred(own: np.ndarray) -> np.ndarray:
    moved = own - calibration().means[Role.QUERY]
    return moved / np.linalg.norm(moved)


def _uncentred(direction: np.ndarray) -> np.ndarray:
    """The vector that centring turns into a direction; it need not be of unit length."""
    return (calibration().means[Role.QUERY] + direction / np.linalg.norm(direction)).astype(np.float32)


def best(terms: Sequence[QueryTerm], vectors: Sequence[np.ndarray]) -> list[Hit]:
    return rank(terms, {Kind.IMAGE: candidates(Kind.IMAGE, np.stack(vectors))}, calibration(), len(vectors))


def test_not_leaves_the_concept_aside_where_minus_runs_away_from_it() -> None:
    # "north-east without north": what lies east comes first, not what lies farthest from north.
    north_east = QueryTerm(vector(1, 1, 0), Role.QUERY)
    vectors = [EAST, vector(1, -1, 0), vector(1, 1, 0), NORTH]
    removed = best([north_east, QueryTerm(NORTH, Role.QUERY, is_removed=True)], vectors)
    assert removed[0].content == 0
    assert removed[-1].content == 3
    pushed = best([QueryTerm(EAST, Role.QUERY), QueryTerm(NORTH, Role.QUERY, -1.0)], vectors)
    assert pushed[0].content == 1


def test_not_alone_is_a_minus() -> None:
    removed = QueryTerm(NORTH, Role.QUERY, is_removed=True)
    pushed = QueryTerm(NORTH, Role.QUERY, -1.0)
    vectors = [EAST, NORTH, UP]
    assert [hit.score for hit in best([removed], vectors)] == [hit.score for hit in best([pushed], vectors)]


def test_taking_out_what_is_asked_for_leaves_nothing_likely() -> None:
    hits = best([QueryTerm(EAST, Role.QUERY), QueryTerm(EAST, Role.QUERY, is_removed=True)], [EAST, NORTH, UP])
    assert all(hit.score < 0.5 for hit in hits)


def test_a_query_is_an_or_of_ands_of_sums() -> None:
    terms = [
        term(1),
        term(2, -1.0),
        term(3, join=Join.AND),
        term(4, is_removed=True),
        term(5, join=Join.OR),
    ]
    shape = [[(len(one.pulled), len(one.removed)) for one in both] for both in alternatives(terms)]
    assert shape == [[(2, 0), (1, 1)], [(1, 0)]]


def test_kinds_that_a_role_asks_share_a_slope_and_most_of_a_bar() -> None:
    own = calibration()
    platts = dict(own.platts) | {(Role.SOUND, Kind.SOUND): Platt(0.5, -4.0)}
    curves = {kind: replace(own, platts=platts).curve(Role.SOUND, kind) for kind in Kind}
    assert len({curve.a for curve in curves.values()}) == 1
    bars = {kind: -curve.b / curve.a for kind, curve in curves.items()}
    assert bars[Kind.SOUND] - bars[Kind.IMAGE] == pytest.approx(OWN_BAR * (8 - 2))
    assert own.curve(Role.QUERY, Kind.IMAGE).b == pytest.approx(-4.0)
