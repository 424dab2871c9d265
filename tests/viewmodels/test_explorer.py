import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.modality import Kind
from orrery.domain.query import Filters, Query, Term, Words
from orrery.viewmodels.explorer import Explorer
from orrery.workflows.engine import Engine
from orrery.workflows.find import Answers

RED = Query((Term(Words("red")),))
BLUE = Query((Term(Words("blue")),))


def _settled(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)


@pytest.fixture
def explorer(qapp: object, filled_engine: Engine) -> Iterator[Explorer]:
    made = Explorer(filled_engine)
    yield made
    assert made.close()


@pytest.fixture
def empty(qapp: object, engine: Engine) -> Iterator[Explorer]:
    made = Explorer(engine)
    yield made
    assert made.close()


def _names(answers: Answers | None) -> list[str]:
    return [Path(hit.item.path.decode()).name for hit in answers.hits] if answers else []


def test_refreshing_brings_counts_items_and_the_stored_map(explorer: Explorer, qtbot: QtBot) -> None:
    listed: list[tuple[object, ...]] = []
    explorer.listed.connect(listed.append)
    explorer.refresh()
    _settled(explorer, qtbot)
    assert explorer.overview
    assert explorer.overview.counts == {Kind.IMAGE: 4, Kind.SOUND: 3, Kind.TEXT: 2}
    assert explorer.overview.failed == 1
    assert explorer.picture
    assert len(explorer.picture.items) == 9
    assert len(listed[-1]) == 9


def test_an_empty_library_refreshes_without_a_word(empty: Explorer, qtbot: QtBot) -> None:
    told: list[str] = []
    empty.told.connect(told.append)
    empty.refresh()
    _settled(empty, qtbot)
    assert empty.overview
    assert empty.overview.total == 0
    assert empty.picture is None
    assert not told


def test_a_question_is_answered_best_first(explorer: Explorer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(explorer.answered):
        explorer.ask(RED)
    assert "red.png" in _names(explorer.answers)[:3]
    assert explorer.answers
    scores = [hit.score for hit in explorer.answers.hits]
    assert scores == sorted(scores, reverse=True)


def test_back_and_forward_walk_through_the_questions(explorer: Explorer, qtbot: QtBot) -> None:
    for query in (RED, BLUE):
        explorer.ask(query)
    explorer.back()
    assert explorer.query == RED
    assert explorer.can_go_forward
    explorer.forward()
    assert explorer.query == BLUE
    assert not explorer.can_go_forward
    _settled(explorer, qtbot)
    assert explorer.answers
    assert explorer.answers.query == BLUE


def test_a_new_question_forgets_the_way_forward(explorer: Explorer, qtbot: QtBot) -> None:
    explorer.ask(RED)
    explorer.ask(BLUE)
    explorer.back()
    explorer.ask(Query((Term(Words("green")),)))
    assert not explorer.can_go_forward
    _settled(explorer, qtbot)


def test_the_kinds_in_view_narrow_the_answers_and_going_back_restores_them(explorer: Explorer, qtbot: QtBot) -> None:
    explorer.ask(RED)
    explorer.show_kinds((Kind.SOUND,))
    _settled(explorer, qtbot)
    assert {name.rpartition(".")[2] for name in _names(explorer.answers)} == {"wav"}
    assert explorer.shown is not None
    assert len(explorer.shown) == 3
    explorer.show_everything()
    _settled(explorer, qtbot)
    assert len(_names(explorer.answers)) == 9
    assert explorer.shown is None


def test_kinds_named_in_the_query_become_the_kinds_in_view(explorer: Explorer, qtbot: QtBot) -> None:
    explorer.ask_text("red kind:text")
    assert explorer.scope.kinds == {Kind.TEXT}
    _settled(explorer, qtbot)
    assert len(_names(explorer.answers)) == 2


def test_a_folder_in_view_narrows_the_answers(explorer: Explorer, qtbot: QtBot, filled_library: Path) -> None:
    explorer.show_folder("/nowhere")
    _settled(explorer, qtbot)
    assert explorer.shown == frozenset()
    explorer.show_folder(str(filled_library.parent.parent / "things"))
    _settled(explorer, qtbot)
    assert explorer.shown is not None
    assert len(explorer.shown) == 9


def test_a_question_goes_before_long_work(explorer: Explorer, qtbot: QtBot) -> None:
    found: list[str] = []
    asked, answered = threading.Event(), threading.Event()
    explorer.look("find", lambda _: asked.set() or answered.wait(), lambda _: None)
    assert asked.wait(10)  # else, on a busy machine, the long work may be done before the question's thread has begun
    explorer.study("attention", lambda check: check() or "done", found.append)
    qtbot.wait(60)
    assert not found
    answered.set()
    qtbot.waitUntil(lambda: found == ["done"])


def test_days_named_in_a_query_stay_when_the_kinds_in_view_change(explorer: Explorer, qtbot: QtBot) -> None:
    explorer.ask_text("red before:2001")
    explorer.show_kinds((Kind.IMAGE,))
    assert explorer.query is not None
    assert explorer.query.filters == Filters(kinds=frozenset({Kind.IMAGE}), before="2001-01-01")
    _settled(explorer, qtbot)


def test_clearing_the_question_lists_what_is_in_view(explorer: Explorer, qtbot: QtBot) -> None:
    explorer.ask(RED)
    with qtbot.waitSignals([explorer.cleared, explorer.listed]):
        explorer.clear()
    assert explorer.query is None
    assert explorer.answers is None
    assert explorer.can_go_back


def test_an_item_of_the_library_can_be_asked_with(explorer: Explorer, qtbot: QtBot) -> None:
    explorer.ask(RED)
    _settled(explorer, qtbot)
    assert explorer.answers
    first = explorer.answers.hits[0].item
    with qtbot.waitSignal(explorer.answered):
        explorer.ask_like(first.id, "red.png")
    assert first.id not in [hit.item.id for hit in explorer.answers.hits]


def test_what_cannot_be_understood_is_told_not_raised(explorer: Explorer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(explorer.told) as told:
        explorer.ask_text("red +")
    assert "cannot be understood" in told.args[0]
    assert explorer.query is None


def test_a_file_that_is_not_there_is_told_when_asked_with(explorer: Explorer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(explorer.told) as told:
        explorer.ask_text("/no/such/picture.png")
    assert "/no/such/picture.png" in told.args[0]
    _settled(explorer, qtbot)


def test_dropped_files_are_taken_in_and_drawn_on_the_map(empty: Explorer, qtbot: QtBot, things: Path) -> None:
    told: list[str] = []
    empty.told.connect(told.append)
    empty.add_files([things])
    _settled(empty, qtbot)
    qtbot.waitUntil(lambda: empty.overview is not None and empty.overview.total == 9)
    assert empty.picture is not None
    assert len(empty.picture.items) == 9
    assert told == ["9 added, 1 failed, 0 of kinds that are not supported."]


def test_looking_for_changes_notices_a_new_file(empty: Explorer, qtbot: QtBot, things: Path) -> None:
    assert empty.rescan() is None
    empty.add_files([things])
    _settled(empty, qtbot)
    (things / "new.txt").write_text("The green grass.")
    assert empty.rescan() is not None
    _settled(empty, qtbot)
    assert empty.overview
    assert empty.overview.total == 10


def test_forgetting_takes_an_item_out_and_leaves_its_file(empty: Explorer, qtbot: QtBot, things: Path) -> None:
    empty.add_files([things / "red.png", things / "blue.png"])
    _settled(empty, qtbot)
    empty.forget([bytes(things / "red.png")])
    _settled(empty, qtbot)
    assert empty.overview
    assert empty.overview.total == 1
    assert (things / "red.png").exists()


def test_adding_what_does_not_exist_is_told(empty: Explorer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(empty.told, timeout=10_000) as told:
        empty.add_files(["/no/such/folder"])
    assert "/no/such/folder" in told.args[0]
    _settled(empty, qtbot)


def test_the_scope_starts_with_everything(explorer: Explorer) -> None:
    assert explorer.scope == Filters()
