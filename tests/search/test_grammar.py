"""Typed text into queries and back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orrery.domain.modality import Kind
from orrery.domain.query import FileTerm, Filters, ItemTerm, Query, Term, Words
from orrery.errors import BadQuery, EmptyQuery
from orrery.search.grammar import parse, parse_line, reads_like_path, spell


def terms(*arguments: str) -> list[tuple[str, float]]:
    """What is asked and how strongly; files in angle brackets."""
    read = []
    for term in parse(arguments).terms:
        asked = term.asked
        read.append((f"<{asked.path}>" if isinstance(asked, FileTerm) else asked.text, term.weight))
    return read


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["surfing"], [("surfing", 1)]),
        (["a", "dog", "on", "a", "beach"], [("a dog on a beach", 1)]),
        (["a  dog\ton a beach"], [("a dog on a beach", 1)]),
        (['dog + 0.5:./beach.jpg - "people walking"'], [("dog", 1), ("<./beach.jpg>", 0.5), ("people walking", -1)]),
        (
            ["dog", "+", "0.5:./beach.jpg", "-", "people walking"],
            [("dog", 1), ("<./beach.jpg>", 0.5), ("people walking", -1)],
        ),
        (["- crowd"], [("crowd", -1)]),
        (["-", "crowd", "-", "rain"], [("crowd", -1), ("rain", -1)]),
        (["+ dog"], [("dog", 1)]),
        (["a − b"], [("a", 1), ("b", -1)]),
        (["t-shirt"], [("t-shirt", 1)]),
        (["C++"], [("C++", 1)]),
        (["C++ code"], [("C++ code", 1)]),
        (["dog -crowd"], [("dog -crowd", 1)]),
        (["3+4"], [("3+4", 1)]),
        (["2:dog"], [("dog", 2)]),
        ([".5:dog"], [("dog", 0.5)]),
        (["2.:dog"], [("dog", 2)]),
        (["1e1:dog"], [("dog", 10)]),
        (["-2:dog"], [("dog", -2)]),
        (["cat - -2:dog"], [("cat", 1), ("dog", 2)]),
        (['2:"a dog"'], [("a dog", 2)]),
        (["10:30 train"], [("30 train", 10)]),  # by the rule; quotes help
        (['"10:30 train"'], [("10:30 train", 1)]),
        (["train at 10:30"], [("train at 10:30", 1)]),
        (["2: dog"], [("2: dog", 1)]),
        (['"salt + pepper"'], [("salt + pepper", 1)]),
        (['"kind:image"'], [("kind:image", 1)]),
        (['a "b + c" d'], [("a", 1), ("b + c", 1), ("d", 1)]),
        (['"say ""hello"" now"'], [('say "hello" now', 1)]),
        (['a 5" pipe'], [('a 5" pipe', 1)]),
        (['"never closed'], [('"never closed', 1)]),
        (["rock'n'roll"], [("rock'n'roll", 1)]),
    ],
)
def test_words_weights_and_signs_are_read(arguments: list[str], expected: list[tuple[str, float]]) -> None:
    assert terms(*arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["./beach.jpg"], [("<./beach.jpg>", 1)]),
        (["../beach.jpg"], [("<../beach.jpg>", 1)]),
        (["/photos/beach.jpg"], [("</photos/beach.jpg>", 1)]),
        (["~/beach.jpg"], [("<~/beach.jpg>", 1)]),
        (["C:/beach.jpg"], [("<C:/beach.jpg>", 1)]),
        (["c:\\beach.jpg"], [("<c:\\beach.jpg>", 1)]),
        (["./my  beach + dog.jpg"], [("<./my  beach + dog.jpg>", 1)]),
        (["./a b.jpg", "+", "dog"], [("<./a b.jpg>", 1), ("dog", 1)]),
        (["dog", "./a b.jpg", "cat"], [("dog", 1), ("<./a b.jpg>", 1), ("cat", 1)]),
        (["-", "./a b.jpg"], [("<./a b.jpg>", -1)]),
        (['"./a + b.jpg" - dog'], [("<./a + b.jpg>", 1), ("dog", -1)]),
        (['dog + 2:"./a b.jpg"'], [("dog", 1), ("<./a b.jpg>", 2)]),
        (["dog + ./my  beach.jpg"], [("dog", 1), ("<./my  beach.jpg>", 1)]),
        (["beach.jpg"], [("beach.jpg", 1)]),
        (["and/or"], [("and/or", 1)]),
        ([".hidden"], [(".hidden", 1)]),
        (["...and action"], [("...and action", 1)]),
    ],
)
def test_a_term_that_starts_like_a_path_is_a_file(arguments: list[str], expected: list[tuple[str, float]]) -> None:
    assert terms(*arguments) == expected


def test_a_typed_line_goes_on_behind_a_path() -> None:
    assert parse_line("./gulls.wav + surfing").terms == (Term(FileTerm("./gulls.wav")), Term(Words("surfing")))


def test_filters_narrow_and_leave_the_words_together() -> None:
    query = parse(['surf kind:image kind:SOUND folder:"My Photos" tag:best at dawn after:2024 before:2024-06-30'])
    assert query.terms == (Term(Words("surf at dawn")),)
    assert query.filters == Filters(
        kinds=frozenset({Kind.IMAGE, Kind.SOUND}),
        folders=("My Photos",),
        tags=("best",),
        after="2024-01-01",
        before="2024-06-30",
    )


def test_a_cluster_is_named_in_quotes() -> None:
    assert parse(['dog cluster:"surf, waves"']).filters.clusters == ("surf, waves",)


def test_the_narrower_of_two_days_counts() -> None:
    filters = parse(["dog after:2020 after:2022-05 before:2024 before:2023"]).filters
    assert (filters.after, filters.before) == ("2022-05-01", "2023-01-01")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dog kind:video", "kind:image, kind:sound or kind:text"),
        ("dog after:yesterday", "after:2024-05-31"),
        ("dog before:2024-13-01", "not a day"),
        ("dog kind: image", "without a space"),
        ('dog tag:""', "without a space"),
        ("dog - kind:image", "without + or -"),
        ("2:kind:image dog", "no weight"),
        ("0:dog", "0 cannot be a weight"),
        ("-0.0:dog", "cannot be a weight"),
        ("inf:dog", "inf cannot be a weight"),
        ("nan:dog", "nan cannot be a weight"),
        ("1e999:dog", "cannot be a weight"),
        ('0:"a dog"', "0 cannot be a weight"),
        ("dog -", "nothing follows the -"),
        ("dog + - cat", "nothing follows the +"),
        ("+", "nothing follows the +"),
        ('dog ""', "nothing between the quotes"),
    ],
)
def test_what_cannot_be_understood_is_told_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(BadQuery) as raised:
        parse([text])
    assert reason in str(raised.value)


@pytest.mark.parametrize("arguments", [[], [""], ["  "], ["", " "], ["kind:image"]])
def test_a_query_without_a_term_is_empty(arguments: list[str]) -> None:
    with pytest.raises(EmptyQuery):
        parse(arguments)


def test_a_file_is_spelled_so_that_it_stays_a_file() -> None:
    assert spell(Query((Term(FileTerm("beach.jpg"), 0.5),))) == "0.5:./beach.jpg"


def test_an_item_is_shown_by_its_label() -> None:
    assert spell(Query((Term(Words("dog")), Term(ItemTerm(7, "beach at dawn"), -2.0)))) == 'dog - 2:"beach at dawn"'


written = st.text(min_size=1, max_size=20) | st.text('ab12.:"+-~/\\ \t\n−', min_size=1, max_size=12)
words = written.filter(lambda text: text.strip() and not reads_like_path(text)).map(Words)
paths = st.builds(
    lambda start, rest: FileTerm(start + rest), st.sampled_from(["./", "../", "/", "~", "c:\\", "Z:/"]), written
)
weights = st.floats(allow_nan=False, allow_infinity=False).filter(bool)
values = written.filter(lambda text: text.strip())
days = st.none() | st.dates().map(lambda day: day.isoformat())
queries = st.builds(
    Query,
    st.lists(st.builds(Term, words | paths, weights), min_size=1, max_size=4).map(tuple),
    st.builds(
        Filters,
        st.frozensets(st.sampled_from(Kind)),
        *[st.lists(values, max_size=2).map(tuple)] * 2,
        days,
        days,
        st.lists(values, max_size=2).map(tuple),
    ),
)


@given(queries)
def test_every_query_is_read_as_it_was_spelled(query: Query) -> None:
    assert parse([spell(query)]) == query
    assert parse_line(spell(query)) == query


@given(st.lists(written | st.text('kind:image folder " + - 0.5:', max_size=30), max_size=4))
def test_any_text_is_a_query_or_a_sentence(arguments: list[str]) -> None:
    try:
        query = parse(arguments)
    except (BadQuery, EmptyQuery):
        return
    assert query.terms
    assert all(math.isfinite(term.weight) and term.weight for term in query.terms)
    assert parse([spell(query)]) == query
