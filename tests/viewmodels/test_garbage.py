import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from orrery.viewmodels.garbage import GarbageKeeper, collect_if_due, keep_garbage_here


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QObject]:
    was_on = gc.isenabled()
    owner = QObject()
    keep_garbage_here(owner)
    yield owner
    del owner
    (gc.enable if was_on else gc.disable)()


def _cycle(ends: list[threading.Thread]) -> None:
    thing = QObject()
    thing.itself = thing  # type: ignore[attr-defined]
    thing.destroyed.connect(lambda: ends.append(threading.current_thread()), Qt.ConnectionType.DirectConnection)


def _allocate() -> None:
    """Enough for Python to look for cycles several times."""
    kept = [[number] for number in range(20 * gc.get_threshold()[0])]
    del kept


def test_what_a_worker_allocates_takes_no_widget_apart_in_that_thread(owner: QObject, qtbot: QtBot) -> None:
    ends: list[threading.Thread] = []
    _cycle(ends)
    worker = threading.Thread(target=_allocate)
    worker.start()
    worker.join()
    assert ends == []
    qtbot.waitUntil(lambda: len(ends) == 1, timeout=10_000)
    assert ends == [threading.main_thread()]


def test_a_second_keeper_is_not_made(owner: QObject) -> None:
    keep_garbage_here(owner)
    assert len(owner.findChildren(GarbageKeeper)) == 1


def test_python_collects_by_itself_again_when_the_owner_is_gone(qtbot: QtBot) -> None:
    was_on = gc.isenabled()
    try:
        owner = QObject()
        keep_garbage_here(owner)
        assert not gc.isenabled()
        del owner
        assert gc.isenabled()
    finally:
        (gc.enable if was_on else gc.disable)()


def test_nothing_is_collected_before_it_is_worth_it() -> None:
    gc.collect()
    before = gc.get_stats()
    collect_if_due()
    assert [generation["collections"] for generation in gc.get_stats()] == [
        generation["collections"] for generation in before
    ]


def test_everything_is_looked_through_once_there_is_a_quarter_more_of_it() -> None:
    gc.disable()
    try:
        gc.collect()
        old = len(gc.get_objects(generation=2))
        for _ in range(gc.get_threshold()[2] + 1):
            gc.collect(1)
        full = gc.get_stats()[2]["collections"]
        assert collect_if_due(2 * old) == 2 * old
        assert gc.get_stats()[2]["collections"] == full
        assert collect_if_due(old // 2) >= old // 2
        assert gc.get_stats()[2]["collections"] == full + 1
    finally:
        gc.enable()
