from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.query import ItemTerm, Query, Term, Words
from orrery.search.picks import LESS
from orrery.viewmodels import suggesting
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import organiser_of
from orrery.viewmodels.query_line import QueryLine
from orrery.viewmodels.suggesting import (
    ALSO_WANTED,
    MOST_PICKS,
    ONE_OF_EACH,
    Suggester,
    gathering_name,
    order_word,
    suggester_of,
)
from orrery.workflows.engine import Engine


@pytest.fixture
def explorer(qapp: object, filled_engine: Engine, qtbot: QtBot) -> Iterator[Explorer]:
    made = Explorer(filled_engine)
    organiser_of(made)
    suggester_of(made)
    made.refresh()
    _settled(made, qtbot)
    yield made
    assert made.close()


@pytest.fixture
def suggester(explorer: Explorer) -> Suggester:
    return suggester_of(explorer)


def _settled(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)


def _ids(explorer: Explorer) -> list[int]:
    assert explorer.picture is not None
    return explorer.picture.items.tolist()


def _terms(explorer: Explorer) -> list[tuple[int | str, float]]:
    assert explorer.query is not None
    return [
        (term.asked.item if isinstance(term.asked, ItemTerm) else getattr(term.asked, "text", ""), term.weight)
        for term in explorer.query.terms
    ]


def test_there_is_one_suggester_in_a_window(explorer: Explorer, suggester: Suggester) -> None:
    assert suggester_of(explorer) is suggester


def test_picks_become_chips_more_like_and_less_like(explorer: Explorer, suggester: Suggester, qtbot: QtBot) -> None:
    one, two, three = _ids(explorer)[:3]
    suggester.more_like([one, two])
    assert _terms(explorer) == [(one, 1.0), (two, 1.0)]
    suggester.less_like([three])
    assert _terms(explorer) == [(one, 1.0), (two, 1.0), (three, round(-2 * LESS, 3))]
    assert all(isinstance(term.asked, ItemTerm) and "." in term.asked.label for term in explorer.query.terms)  # type: ignore[union-attr]
    explorer.back()
    assert len(_terms(explorer)) == 2
    _settled(explorer, qtbot)


def test_picks_join_what_is_asked_already(explorer: Explorer, suggester: Suggester, qtbot: QtBot) -> None:
    explorer.ask(Query((Term(Words("red")),)))
    suggester.more_like(_ids(explorer)[:1])
    assert _terms(explorer)[0] == ("red", 1.0)
    assert len(_terms(explorer)) == 2
    _settled(explorer, qtbot)


def test_of_many_picks_those_ask_that_stand_for_all(
    explorer: Explorer, suggester: Suggester, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "MOST_PICKS", 3)
    told: list[str] = []
    explorer.told.connect(told.append)
    suggester.more_like(_ids(explorer))
    _settled(explorer, qtbot)
    assert len(_terms(explorer)) == 3
    assert "3 items that stand for the 9" in told[-1]


def test_many_items_dropped_on_the_query_become_those_that_stand_for_all(explorer: Explorer, qtbot: QtBot) -> None:
    line, items = QueryLine(explorer, explorer), _ids(explorer)
    while len(items) <= MOST_PICKS:
        items += items
    line.drop_items([(item, "picked") for item in items])
    qtbot.waitUntil(lambda: explorer.query is not None, timeout=20_000)
    assert 1 <= len(line.chips) <= MOST_PICKS
    assert {item for item, _ in _terms(explorer)} <= set(items)


def test_without_a_pick_one_is_told_to_pick(explorer: Explorer, suggester: Suggester) -> None:
    told: list[str] = []
    explorer.told.connect(told.append)
    suggester.more_like(())
    suggester.less_like(())
    suggester.also_wanted(())
    assert len(told) == 3
    assert explorer.query is None


def test_one_of_each_shows_some_of_what_is_picked_or_in_view(
    explorer: Explorer, suggester: Suggester, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "SHOWN", 3)
    picked = _ids(explorer)[:5]
    suggester.one_of_each(picked)
    _settled(explorer, qtbot)
    assert explorer.scope.among is not None
    assert explorer.scope.among.key == ONE_OF_EACH
    assert explorer.shown is not None
    assert len(explorer.shown) == 3
    assert explorer.shown <= set(picked)
    assert order_word(None, explorer.scope.among) == "Most telling first"
    shown = explorer.shown
    suggester.one_of_each(())  # of what is in view: these three
    _settled(explorer, qtbot)
    assert explorer.shown == shown


def test_what_goes_with_picks_is_shown_instead_of_the_answers_and_back_leads_to_these(
    explorer: Explorer, suggester: Suggester, qtbot: QtBot
) -> None:
    explorer.ask(Query((Term(Words("red")),)))
    _settled(explorer, qtbot)
    pick = _ids(explorer)[0]
    suggester.also_wanted([pick])
    _settled(explorer, qtbot)
    assert explorer.query is None
    assert explorer.scope.among is not None
    assert explorer.scope.among.key == ALSO_WANTED
    assert pick not in explorer.scope.among.items
    assert order_word(None, explorer.scope.among) == "Best first"
    explorer.back()
    _settled(explorer, qtbot)
    assert _terms(explorer) == [("red", 1.0)]
    assert explorer.scope.among is None


def test_variety_is_switched_for_the_question_in_hand(explorer: Explorer, suggester: Suggester, qtbot: QtBot) -> None:
    suggester.switch_variety()
    assert not suggester.wants_variety
    explorer.ask(Query((Term(Words("red")),)))
    suggester.switch_variety()
    assert suggester.wants_variety
    suggester.switch_variety()
    assert not suggester.wants_variety
    _settled(explorer, qtbot)


def test_gatherings_that_stand_nowhere_else_have_a_name() -> None:
    assert gathering_name(ONE_OF_EACH) == "One of each"
    assert gathering_name("legend cluster surf, waves") == "surf, waves"
    assert gathering_name("collection 3") == gathering_name("near-duplicates") == ""
