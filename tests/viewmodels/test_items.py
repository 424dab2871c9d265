from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Filters, Query, Term, Words
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import Desk, desk_of
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine
from orrery.workflows.reading import openings, passages


@pytest.fixture
def explorer(qapp: QApplication, filled_engine: Engine) -> Iterator[Explorer]:
    made = Explorer(filled_engine)
    yield made
    assert made.close()


@pytest.fixture
def desk(explorer: Explorer) -> Desk:
    return desk_of(explorer)


@pytest.fixture
def items(filled_engine: Engine) -> tuple[Item, ...]:
    return browse(filled_engine, Filters())


def test_a_window_has_one_desk(explorer: Explorer, desk: Desk) -> None:
    assert desk_of(explorer) is desk


def test_items_are_learned_from_lists_and_answers(
    explorer: Explorer, desk: Desk, qtbot: QtBot, items: tuple[Item, ...]
) -> None:
    assert desk.items.get(items[0].id) is None
    explorer.ask(Query((Term(Words("red")),)))
    qtbot.waitUntil(lambda: desk.items.get(items[0].id) is not None)
    assert desk.items.get(items[0].id) == items[0]
    assert desk.items.get(987654) is None


def test_a_map_of_unknown_items_has_them_read(
    explorer: Explorer, desk: Desk, qtbot: QtBot, items: tuple[Item, ...]
) -> None:
    from orrery.workflows.chart import load_map

    explorer.map_changed.emit(load_map(explorer.engine))
    qtbot.waitUntil(lambda: all(desk.items.get(item.id) for item in items))


def test_the_beginning_of_a_text_is_read_when_it_is_wished(
    explorer: Explorer, desk: Desk, qtbot: QtBot, items: tuple[Item, ...]
) -> None:
    explorer.listed.emit(items)
    text = next(item for item in items if item.path.endswith(b"sea.txt"))
    with qtbot.waitSignal(desk.items.opened):
        assert desk.items.opening(text.id) == ""
        assert not desk.is_settled
    assert desk.items.opening(text.id).startswith("The blue sea.")
    assert desk.is_settled


@pytest.mark.parametrize("scope", [Filters(), Filters(kinds=frozenset({Kind.IMAGE}))])
def test_when_the_library_changes_items_are_read_again(
    explorer: Explorer, desk: Desk, qtbot: QtBot, items: tuple[Item, ...], scope: Filters
) -> None:
    explorer._scope = scope
    gone = Item(5555, b"/gone.png", Kind.IMAGE, None, 0, 0)
    explorer.listed.emit((*items, gone))
    explorer._library_differs()
    qtbot.waitUntil(lambda: desk.items.get(gone.id) is None)
    assert desk.items.get(items[0].id) == items[0]


def test_only_texts_have_passages(filled_engine: Engine, items: tuple[Item, ...]) -> None:
    text = next(item for item in items if item.kind is Kind.TEXT)
    image = next(item for item in items if item.kind is Kind.IMAGE)
    assert passages(filled_engine, text)
    assert passages(filled_engine, image) == ()
    assert openings(filled_engine, [image]) == {image.id: ""}
    unread = Item(6, b"/broken.txt", Kind.TEXT, None, 0, 0)
    assert passages(filled_engine, unread) == ()
    assert openings(filled_engine, [unread]) == {6: ""}


def test_answers_that_are_known_already_are_no_news(explorer: Explorer, qtbot: QtBot) -> None:
    book = desk_of(explorer).items
    explorer.refresh()
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)
    with qtbot.assertNotEmitted(book.changed):
        explorer.ask(Query((Term(Words("red")),)))
        qtbot.waitUntil(lambda: explorer.answers is not None, timeout=20_000)
