"""What parentheses mean, and what is left of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orrery.domain.modality import Role
from orrery.domain.query import Join, Query, Term, Words
from orrery.search.figures import QueryTerm
from orrery.search.grammar import parse_line, spell
from orrery.search.groups import MOST, TooManyWays, followed, ways, without
from search.test_algebra import random_vectors, scores

LETTERS = "abcd"


def encoded(text: str) -> list[QueryTerm]:
    """The terms of a query, each letter a vector of its own."""
    return [
        QueryTerm(
            random_vectors(1, ord(_letter(term)))[0],
            Role.QUERY,
            term.weight,
            join=term.join,
            opens=term.opens,
            closes=term.closes,
        )
        for term in parse_line(text).terms
    ]


def _letter(term: Term) -> str:
    assert isinstance(term.asked, Words)
    return term.asked.text


def met_by(text: str) -> set[frozenset[str]]:
    """The ways in which a query of letters can be met."""
    return {frozenset(_letter(term) for asked in way for term in asked) for way in ways(parse_line(text).terms)}


def test_parentheses_are_multiplied_out() -> None:
    assert met_by("a AND (b OR c)") == {frozenset("ab"), frozenset("ac")}
    assert met_by("a AND b OR c") == {frozenset("ab"), frozenset("c")}
    assert met_by("(a OR b) AND (c OR d)") == {frozenset(pair) for pair in ("ac", "ad", "bc", "bd")}
    assert met_by("((a OR b) AND c) OR d") == {frozenset("ac"), frozenset("bc"), frozenset("d")}


def test_a_sum_in_several_ways_is_one() -> None:
    found = ways(parse_line("(a + x) AND (b OR c)").terms)
    assert found[0][0] is found[1][0]
    assert len(found[0][0]) == 2


expressions = st.recursive(
    st.sampled_from(LETTERS),
    lambda inner: st.builds(
        lambda sides, by: "(" + f" {by} ".join(sides) + ")",
        st.lists(inner, min_size=2, max_size=3),
        st.sampled_from(["AND", "OR"]),
    ),
    max_leaves=5,
)


@given(expressions)
def test_what_is_multiplied_out_is_met_by_the_same_things(text: str) -> None:
    python = text.replace("AND", "and").replace("OR", "or")
    found = met_by(text)
    for number in range(2 ** len(LETTERS)):
        there = {letter for place, letter in enumerate(LETTERS) if number >> place & 1}
        wanted = eval(python, {letter: letter in there for letter in LETTERS})
        assert any(way <= there for way in found) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a AND (b OR c)", "(a AND b) OR (a AND c)"),
        ("a AND (b OR c)", "(c OR b) AND a"),
        ("(a AND b) AND c", "a AND (c AND b)"),
        ("(a OR b) OR c", "a OR (c OR b)"),
        ("((a))", "a"),
        ("a OR (b AND c)", "a OR b AND c"),
    ],
)
def test_queries_that_say_the_same_rank_the_same(one: str, other: str) -> None:
    for seed in range(5):
        assert scores(encoded(one), seed) == pytest.approx(scores(encoded(other), seed), rel=1e-12)


def test_parentheses_change_what_is_meant() -> None:
    assert not np.allclose(scores(encoded("(a OR b) AND c"), 1), scores(encoded("a OR b AND c"), 1))


def test_too_many_ways_are_refused_before_they_are_made() -> None:
    pairs = " AND ".join(["(a OR b)"] * 40)
    with pytest.raises(TooManyWays):
        ways(parse_line(pairs).terms)
    assert len(ways(parse_line(" AND ".join(["(a OR b)"] * 5)).terms)) == MOST


@pytest.mark.parametrize(
    ("text", "place", "left"),
    [
        ("a AND (b OR c)", 1, "a AND c"),
        ("a AND (b OR c)", 2, "a AND b"),
        ("a AND (b OR c)", 0, "(b OR c)"),
        ("(a OR b) AND c", 0, "b AND c"),
        ("(a OR b) AND c", 2, "(a OR b)"),
        ("a AND (b OR c OR d)", 1, "a AND (c OR d)"),
        ("a AND (b + c OR d)", 1, "a AND (c OR d)"),
        ("a AND (b + c OR d)", 3, "a AND b + c"),
        ("((a OR b) AND c) OR d", 1, "(a AND c) OR d"),
        ("a AND (b) AND c", 1, "a AND c"),
        ("a OR b AND c", 1, "a AND c"),
    ],
)
def test_a_term_that_goes_leaves_the_others_as_they_were_tied(text: str, place: int, left: str) -> None:
    assert spell(Query(without(parse_line(text).terms, place))) == left


@given(expressions, st.integers(0, 20))
def test_what_is_left_can_always_be_spelled_and_read(text: str, place: int) -> None:
    terms = parse_line(text).terms
    rest = without(terms, place % len(terms))
    if rest:
        assert parse_line(spell(Query(rest))).terms == rest
        assert [_letter(term) for term in rest] == [
            _letter(term) for n, term in enumerate(terms) if n != place % len(terms)
        ]


def test_what_is_added_behind_a_parenthesis_is_asked_for_besides() -> None:
    more = Term(Words("x"))
    assert spell(Query(followed(parse_line("(a OR b)").terms, [more]))) == "(a OR b) AND x"
    assert spell(Query(followed(parse_line("a OR b").terms, [more]))) == "a OR b + x"
    assert spell(Query(followed(parse_line("a").terms, parse_line("(b OR c)").terms))) == "a AND (b OR c)"
    assert followed((), [replace(more, join=Join.WITH)]) == (more,)
