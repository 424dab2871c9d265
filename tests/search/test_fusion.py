"""Words that are really there, among what only means the same."""

from types import MappingProxyType

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from orrery.domain.modality import Kind, Role
from orrery.search.fusion import LEVELS, PHRASE, Found, Match, fused, unwanted
from orrery.search.ranking import Chosen, Hit, QueryTerm, rank
from search.space import calibration, candidates, vector

EAST, NORTH = vector(1, 0, 0), vector(0, 1, 0)

chances = st.floats(0, 1)
levels = st.integers(0, len(LEVELS) - 1)


def one(chance: float, level: int) -> float:
    return float(fused(np.array([chance]), np.array([level], np.int8))[0])


@given(chances, chances, levels, levels)
def test_an_exact_name_beats_a_phrase_and_a_phrase_all_else(a: float, b: float, first: int, second: int) -> None:
    assert 0 <= one(a, first) <= 1
    if first > second and first >= PHRASE:
        assert one(a, first) >= one(b, second)
    if second < PHRASE <= first:
        assert one(a, first) >= 0.99 >= one(b, second)


@given(chances, chances, levels)
def test_among_equal_signs_meaning_decides(a: float, b: float, level: int) -> None:
    low, high = sorted((a, b))
    assert one(low, level) <= one(high, level)


@given(chances)
def test_words_help_and_meaning_alone_keeps_its_likely_line(chance: float) -> None:
    assert one(chance, 0) <= one(chance, 1) <= one(chance, 2)
    assert (one(chance, 0) >= 0.5) == (chance >= 0.5)


def test_what_holds_the_unwanted_phrase_is_all_but_out() -> None:
    assert unwanted(np.array([0.9, 0.9]), np.array([0, PHRASE], np.int8)).tolist() == [0.9, 0.9 * 0.01]


def ask(found: dict[int, Found], *, chosen: Chosen | None = None, removed: dict[int, Found] | None = None) -> list[Hit]:
    """Two books of two passages: 0 lies east, 1 north; east is asked for, with words found as given."""
    space = {Kind.TEXT: candidates(Kind.TEXT, np.stack([EAST, EAST, NORTH, NORTH]), [0, 0, 1, 1], first=40)}
    terms = [QueryTerm(EAST, Role.QUERY, found=MappingProxyType(found))]
    if removed is not None:
        terms.append(QueryTerm(vector(0, 0, 1), Role.QUERY, is_removed=True, found=MappingProxyType(removed)))
    return rank(terms, space, calibration(), 1, chosen or Chosen())


def test_a_phrase_lifts_what_means_something_else_and_tells_its_passage() -> None:
    assert [hit.content for hit in ask({})] == [0]
    (hit,) = ask({1: Found(Match.PHRASE, 43)})
    assert (hit.content, hit.part, hit.match) == (1, 43, Match.PHRASE)
    assert hit.score >= 0.99


def test_what_may_not_answer_is_not_lifted() -> None:
    (hit,) = ask({1: Found(Match.NAME)}, chosen=Chosen(excluded=np.array([1])))
    assert hit.content == 0


def test_a_phrase_that_is_taken_out_sinks_what_holds_it() -> None:
    (hit,) = ask({}, removed={0: Found(Match.PHRASE, 40)})
    assert hit.score < 0.02
