"""Typed text into queries and back."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orrery.domain.item import Stretch
from orrery.domain.modality import Kind
from orrery.domain.query import (
    Bounds,
    Characters,
    FileTerm,
    Filters,
    ItemTerm,
    Join,
    Query,
    Region,
    Term,
    Words,
)
from orrery.errors import BadQuery, EmptyQuery
from orrery.search.grammar import QUERY_LANGUAGE, RESERVED, parse, parse_line, reads_like_path, spell


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


written = st.text(min_size=1, max_size=20) | st.text('ab12.:"+-~/\\ \t\n−#=,()', min_size=1, max_size=12)
spoken = written | st.lists(
    st.sampled_from(["dog", "(dog", "dog)", "AND", "OR", "NOT", "+", "2:", "kind:image", "Not"]), min_size=1
).map(" ".join)


def as_words(text: str, *, quoted: bool) -> Words:
    """Words as a reader makes them: exact if they were quoted, which is the only way to write some of them."""
    plain = Words(text)
    if '"' in text:
        return plain
    return Words(text, exact=True) if quoted or spell(Query((Term(plain),))).startswith('"') else plain


words = st.builds(
    as_words, spoken.filter(lambda text: text.strip() and not reads_like_path(text)), quoted=st.booleans()
)
numbers = st.floats(0, 1e6)
parts = (
    st.none()
    | st.builds(Region, numbers, numbers, numbers.filter(bool), numbers.filter(bool), st.just(True))
    | st.builds(Region, st.floats(0, 99), st.floats(0, 99), st.floats(1, 100), st.floats(1, 100))
    | st.builds(lambda start, length: Characters(start, start + length), st.integers(0, 9), st.integers(1, 10**9))
    | st.builds(lambda start, length: Stretch(start, start + length), numbers, st.floats(0.1, 1e6) | st.just(math.inf))
)
paths = st.builds(
    lambda start, rest, part: FileTerm(start + rest, part),
    st.sampled_from(["./", "../", "/", "~", "c:\\", "Z:/"]),
    written | st.sampled_from(["a.jpg#t=1,2", "b#char=1,2##", "c#xywh=1,2,3,4#", "d#t=,", "e#"]),
    parts,
)
weights = st.floats(allow_nan=False, allow_infinity=False).filter(bool)
pulled = st.builds(Term, words | paths, weights, st.sampled_from(Join))
removed = st.builds(
    lambda asked, weight, join: Term(asked, abs(weight), join, True), words | paths, weights, st.sampled_from(Join)
)


def as_terms(terms: list[Term], groups: list[tuple[int, int]]) -> tuple[Term, ...]:
    """The first term is tied to nothing, and parentheses stand around sides of AND and OR."""
    made = [replace(terms[0], join=Join.WITH), *terms[1:]]
    sides = [place for place, term in enumerate(made) if not place or term.join is not Join.WITH]
    stops = [*(place - 1 for place in sides[1:]), len(made) - 1]
    for first, last in groups:
        start, stop = sides[min(first, len(sides) - 1)], stops[min(max(first, last), len(stops) - 1)]
        inside = made[start : stop + 1]
        if sum(term.opens - term.closes for term in inside) == 0 and all(
            sum(term.opens - term.closes for term in inside[:count]) >= 0 for count in range(len(inside))
        ):
            made[start] = replace(made[start], opens=made[start].opens + 1)
            made[stop] = replace(made[stop], closes=made[stop].closes + 1)
    depth = 0
    for place, term in enumerate(made):
        depth += term.opens
        quoted = isinstance(term.asked, Words) and spell(Query((Term(term.asked, opens=1, closes=1),))).startswith('("')
        if depth and quoted:  # in parentheses a word such as ":)" has to be quoted
            made[place] = replace(term, asked=as_words(term.asked.text, quoted=True))
        depth -= term.closes
    return tuple(made)


values = written.filter(lambda text: text.strip())
days = st.none() | st.dates().map(lambda day: day.isoformat())
limits = st.none() | st.builds(Bounds, numbers | st.none(), numbers | st.none()).filter(
    lambda bounds: bounds != Bounds()
)
names = st.lists(values, max_size=2).map(tuple)
filters = st.builds(
    Filters,
    kinds=st.frozensets(st.sampled_from(Kind)),
    folders=names,
    tags=names,
    after=days,
    before=days,
    clusters=names,
    duration_s=limits,
    size_bytes=limits,
    rating=limits,
    is_folded=st.booleans(),
    diversity=st.floats(0, 1),
)
brackets = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=3)
rows = st.builds(as_terms, st.lists(pulled | removed, min_size=1, max_size=5), brackets)
queries = st.builds(Query, rows, filters)


@given(queries)
def test_every_query_is_read_as_it_was_spelled(query: Query) -> None:
    assert parse([spell(query)]) == query
    assert parse_line(spell(query)) == query


scraps = [
    "(",
    ") ",
    "AND (",
    "x)",
    "AND ",
    " OR ",
    " NOT ",
    "dog ",
    "./a#t=1",
    "size:",
    "duration:5..",
    "diverse:",
    "rating:4",
    "#char=1,2",
]


@given(
    st.lists(
        written | st.text('kind:image folder " + - 0.5:', max_size=30) | st.lists(st.sampled_from(scraps)).map("".join),
        max_size=4,
    )
)
def test_any_text_is_a_query_or_a_sentence(arguments: list[str]) -> None:
    try:
        query = parse(arguments)
    except (BadQuery, EmptyQuery):
        return
    assert query.terms
    assert all(math.isfinite(term.weight) and term.weight for term in query.terms)
    assert parse([spell(query)]) == query


# ---- what is more than a sum


def told(text: str) -> list[str]:
    """Each term as join, NOT and words."""
    read = []
    for term in parse_line(text).terms:
        asked = term.asked.text if isinstance(term.asked, Words) else "file"
        read.append(f"{term.join} {'not ' if term.is_removed else ''}{asked}")
    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dog AND beach", ["with dog", "and beach"]),
        ("dog AND - crowd OR cat", ["with dog", "and crowd", "or cat"]),
        ("dog NOT open water", ["with dog", "with not open water"]),
        ("NOT dog", ["with not dog"]),
        ("cat OR NOT dog", ["with cat", "or not dog"]),
        ("black and white", ["with black and white"]),
        ("the ANDES", ["with the ANDES"]),
        ('"DO NOT ENTER" AND red', ["with DO NOT ENTER", "and red"]),
        ("1:AND so on", ["with AND so on"]),
        ("dog + kind:image", []),
    ],
)
def test_capitals_between_spaces_join_and_remove(text: str, expected: list[str]) -> None:
    if not expected:
        with pytest.raises(BadQuery):
            parse_line(text)
        return
    assert told(text) == expected


def grouped(text: str) -> str:
    """The parentheses that were read, and the first letter of each term."""
    made = ""
    for term in parse_line(text).terms:
        assert isinstance(term.asked, Words)
        made += {Join.WITH: "", Join.AND: "&", Join.OR: "|"}[term.join] + "(" * term.opens
        made += term.asked.text[0] + ")" * term.closes
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dog AND (beach OR snow)", "d&(b|s)"),
        ("(dog OR cat) AND snow", "(d|c)&s"),
        ("( dog OR cat ) AND snow", "(d|c)&s"),
        ("((dog OR cat) AND snow) OR ice", "((d|c)&s)|i"),
        ("dog AND (NOT snow OR - ice + hail)", "d&(s|ih)"),
        ('dog AND ("red sea" OR beach)', "d&(r|b)"),
        ("dog AND (2:beach OR snow kind:image) tag:x", "d&(b|s)"),
        ("(dog)", "(d)"),
        ("photo (1)", "p"),
        ("dog AND f(x)", "d&f"),
        ("dog AND (f(x) OR photo (1))", "d&(f|p)"),
        ("never mind :)", "n"),
        ("dog (brown) OR cat", "d|c"),
    ],
)
def test_parentheses_group_where_a_side_begins(text: str, expected: str) -> None:
    assert grouped(text) == expected
    assert parse_line(spell(parse_line(text))) == parse_line(text)


def test_words_keep_the_parentheses_that_are_their_own() -> None:
    assert [term.asked for term in parse_line("x AND (f(x) OR photo (1))").terms] == [
        Words("x"),
        Words("f(x)"),
        Words("photo (1)"),
    ]
    assert parse(["(", "./a (1).jpg", "OR", "./b).jpg", ")"]).terms == (
        Term(FileTerm("./a (1).jpg"), opens=1),
        Term(FileTerm("./b).jpg"), join=Join.OR, closes=1),
    )
    assert parse_line("(dog OR cat tag:a)").filters.tags == ("a",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dog AND (beach OR snow", "not closed"),
        ("dog AND ()", "nothing stands between"),
        ("(dog OR cat) fish", "behind a parenthesis"),
        ("(dog OR cat) - fish", "behind a parenthesis"),
        ("dog - (cat OR fish)", "no - stands before it"),
        ("dog NOT (cat OR fish)", "no NOT stands before it"),
        ("2:(cat OR fish)", "has none"),
        ("(AND dog)", "nothing stands before the AND"),
        ("(dog OR)", "nothing follows the OR"),
        ("dog AND (", "nothing follows the AND"),
    ],
)
def test_parentheses_that_mean_nothing_are_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(BadQuery) as raised:
        parse_line(text)
    assert reason in str(raised.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("AND dog", "nothing stands before the AND"),
        ("dog AND", "nothing follows the AND"),
        ("dog AND OR cat", "nothing follows the AND"),
        ("dog NOT - cat", "nothing follows the NOT"),
        ("dog NOT -1:cat", "without a minus"),
        ("dog AND kind:image", "without + or -"),
        ("dog duration:5s", "duration:5s..1min"),
        ("dog duration:9s..5s", "duration:5s..1min"),
        ("dog size:..2apples", "size:100kB..2MB"),
        ("dog rating:good", "rating:4.."),
        ("dog duplicates:maybe", "duplicates:fold"),
        ("dog diverse:3", "between 0 and 1"),
        ("./a.jpg#xywh=percent:10,20,0,5", "part of the picture holds nothing"),
        ("./a.wav#t=5,2", "part of the sound holds nothing"),
        ("./a.txt#char=9,9", "part of the text holds nothing"),
    ],
)
def test_what_is_more_than_a_sum_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(BadQuery) as raised:
        parse_line(text)
    assert reason in str(raised.value)


def test_quoted_words_are_exact_and_stay_so() -> None:
    assert parse_line('"red ball"').terms == (Term(Words("red ball", exact=True)),)
    assert parse_line("red ball").terms == (Term(Words("red ball")),)
    assert spell(parse_line('"red ball"')) == '"red ball"'


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("./a.jpg#xywh=percent:10,20.5,30,40", Region(10, 20.5, 30, 40)),
        ("./a.jpg#xywh=10,20,30,40", Region(10, 20, 30, 40, in_pixels=True)),
        ("./a.jpg#xywh=pixel:10,20,30,40", Region(10, 20, 30, 40, in_pixels=True)),
        ("./a.wav#t=2,5.5", Stretch(2, 5.5)),
        ("./a.wav#t=1:30", Stretch(90, math.inf)),
        ("./a.wav#t=,1:00:01", Stretch(0, 3601)),
        ("./a.txt#char=120,380", Characters(120, 380)),
        ("./C#", None),
        ("./a.wav#t=", None),
    ],
)
def test_a_part_of_a_file_is_named_as_on_the_web(text: str, part: object) -> None:
    (term,) = parse_line(text).terms
    assert isinstance(term.asked, FileTerm)
    assert term.asked.part == part
    assert term.asked.path == (text if part is None else text.partition("#")[0])


def test_a_name_that_looks_like_a_part_is_kept_by_one_more_sign() -> None:
    (term,) = parse_line("./take#t=1,2#").terms
    assert term.asked == FileTerm("./take#t=1,2")


def test_amounts_are_read_with_their_units_and_the_narrower_ones_count() -> None:
    found = parse_line(
        "dog duration:5s..1min duration:..30s size:100kB.. rating:4.. duplicates:fold diverse:yes"
    ).filters
    assert found.duration_s == Bounds(5, 30)
    assert found.size_bytes == Bounds(100_000, None)
    assert found.rating == Bounds(4, None)
    assert (found.is_folded, found.diversity) == (True, 0.5)
    assert parse_line("dog rating:5").filters.rating == Bounds(5, 5)


def test_the_help_for_people_shows_what_can_be_read() -> None:
    lines = [line.strip() for line in QUERY_LANGUAGE.splitlines() if line.startswith("  ")]
    for line in lines:
        example = line.split("  ")[0]
        query = parse_line(example if not example.startswith(RESERVED) else f"dog {example}")
        assert parse_line(spell(query)) == query
    assert all(f"{name}:" in QUERY_LANGUAGE for name in RESERVED)
