import pytest
from pytestqt.qtbot import QtBot

from orrery.viewmodels.selection import Selection


@pytest.fixture
def selection(qapp: object) -> Selection:
    return Selection()


def test_picking_tells_once_and_looks_at_what_was_picked(selection: Selection, qtbot: QtBot) -> None:
    with qtbot.waitSignal(selection.changed):
        selection.pick(7)
    assert selection.items == (7,)
    assert selection.current == 7


def test_setting_what_is_set_is_silent(selection: Selection, qtbot: QtBot) -> None:
    selection.replace((1, 2), 2)
    with qtbot.assertNotEmitted(selection.changed):
        selection.replace((1, 2), 2)


def test_each_item_counts_once_and_keeps_the_order_of_picking(selection: Selection) -> None:
    selection.replace((3, 1, 3, 2))
    assert selection.items == (3, 1, 2)


def test_the_current_item_is_always_one_of_those_picked(selection: Selection) -> None:
    selection.replace((1, 2), current=9)
    assert selection.current == 2
    selection.clear()
    assert selection.current is None


def test_toggling_twice_changes_nothing(selection: Selection) -> None:
    selection.pick(1)
    selection.toggle(2)
    assert 2 in selection
    selection.toggle(2)
    assert selection.items == (1,)


def test_adding_looks_at_the_last_one_added(selection: Selection) -> None:
    selection.pick(1)
    selection.add((5, 6))
    assert (selection.items, selection.current) == ((1, 5, 6), 6)
