import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.modality import Kind
from orrery.domain.query import FileTerm, Filters, ItemTerm, Query, Region, Term, Words
from orrery.search.grammar import parse_line
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import organiser_of
from orrery.viewmodels.session import Session, _read_query, _written, spelt
from orrery.workflows.engine import Engine

Make = Callable[[], Explorer]


@pytest.fixture
def make(qapp: object, filled_engine: Engine, qtbot: QtBot) -> Iterator[Make]:
    made: list[Explorer] = []

    def explorer() -> Explorer:
        made.append(Explorer(filled_engine))
        organiser_of(made[-1])
        made[-1].refresh()
        _settled(made[-1], qtbot)
        return made[-1]

    yield explorer
    assert all(one.close() for one in made)


def _settled(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)


def test_question_view_selection_and_panels_come_back(make: Make, tmp_path: Path, qtbot: QtBot) -> None:
    first = make()
    assert first.picture is not None
    ids = first.picture.items.tolist()
    organiser_of(first).create("Mine", ids[:4])
    _settled(first, qtbot)
    organiser_of(first).show_collection(organiser_of(first).collections[0].id)
    _settled(first, qtbot)
    first.show_kinds((Kind.IMAGE,))
    first.ask(Query((Term(Words("red")), Term(ItemTerm(ids[0], "that"), -0.5)), Filters(after="1990")))
    first.selection.replace(ids[:2], ids[0])
    _settled(first, qtbot)
    path = first.engine.library_path
    Session(path, tmp_path).keep(first, ("blue",), {"map": {"zoom": 2.0}})
    second, session = make(), Session(path, tmp_path)
    session.bring_back(second)
    _settled(second, qtbot)
    assert second.query is not None
    assert first.query is not None
    assert second.query.terms == first.query.terms
    assert second.query.filters == first.query.filters
    assert second.scope == first.scope
    assert second.shown == first.shown
    assert (second.selection.items, second.selection.current) == (tuple(ids[:2]), ids[0])
    assert session.past == ("blue",)
    assert session.panel("map") == {"zoom": 2.0}
    assert session.panel("results") == {}


def test_a_view_without_a_question_comes_back(make: Make, tmp_path: Path, qtbot: QtBot) -> None:
    first = make()
    first.show_kinds((Kind.SOUND,))
    _settled(first, qtbot)
    Session(first.engine.library_path, tmp_path).keep(first, (), {})
    second = make()
    Session(first.engine.library_path, tmp_path).bring_back(second)
    _settled(second, qtbot)
    assert second.query is None
    assert second.shown == first.shown


@pytest.mark.parametrize(
    "text",
    ["", "not json", "[]", '{"query": {"terms": [{}]}, "scope": 3, "picked": "x", "past": 5}', '{"scope": {}}'],
)
def test_whatever_does_not_fit_is_left_out(make: Make, tmp_path: Path, qtbot: QtBot, text: str) -> None:
    explorer = make()
    path = explorer.engine.library_path
    Session(path, tmp_path).keep(explorer, (), {})
    (file,) = tmp_path.glob("session-*.json")
    file.write_text(text)
    session = Session(path, tmp_path)
    session.bring_back(explorer)
    _settled(explorer, qtbot)
    assert session.past == ()
    assert explorer.query is None
    assert explorer.scope == Filters()


def test_a_question_with_an_item_has_no_spelling() -> None:
    assert spelt(Query((Term(Words("red")), Term(FileTerm("/a b.png"), 0.5)))) == 'red + 0.5:"/a b.png"'
    assert spelt(Query((Term(ItemTerm(3, "that")),))) is None


def test_every_sort_of_term_and_filter_is_remembered() -> None:
    typed = (
        'sea AND "blue wave" NOT 0.5:crowd OR ./a.wav#t=2,5 + ./b#t=1,2# kind:image folder:x tag:y after:2024-01-01 '
        "cluster:z duration:2s.. size:..5B rating:4..4 duplicates:fold diverse:0.3"
    )
    query = parse_line(typed)
    part = Term(ItemTerm(7, "a.jpg", Region(1, 2, 3, 4)), 2.0)
    query = replace(query, terms=(*query.terms, part))
    assert _read_query(json.loads(json.dumps(_written(query)))) == query
