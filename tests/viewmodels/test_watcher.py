import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.watcher import MOST_FOLDERS, Watcher, _places
from orrery.workflows.engine import Engine
from orrery.workflows.ingest import ingest


@pytest.fixture
def explorer(qapp: object, engine: Engine, things: Path, qtbot: QtBot) -> Iterator[Explorer]:
    ingest(engine, [things])
    made = Explorer(engine)
    made.refresh()
    yield made
    assert made.close()


@pytest.fixture
def watcher(explorer: Explorer, qtbot: QtBot) -> Iterator[Watcher]:
    made = Watcher(explorer, quiet_ms=200)
    _settled(explorer, qtbot)
    yield made
    made.close()


def _settled(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)


def _total(explorer: Explorer) -> int:
    return explorer.overview.total if explorer.overview else 0


def test_only_folders_marked_so_are_watched(explorer: Explorer, watcher: Watcher, things: Path, qtbot: QtBot) -> None:
    assert watcher.folders == frozenset()
    explorer.watch_folder(os.fsencode(things), watched=True)
    qtbot.waitUntil(lambda: watcher.folders == {os.fsencode(things)}, timeout=20_000)
    explorer.watch_folder(os.fsencode(things), watched=False)
    qtbot.waitUntil(lambda: watcher.folders == frozenset(), timeout=20_000)


def test_new_and_deleted_files_are_taken_in_once_it_is_quiet(
    explorer: Explorer, watcher: Watcher, things: Path, qtbot: QtBot
) -> None:
    explorer.watch_folder(os.fsencode(things), watched=True)
    qtbot.waitUntil(lambda: bool(watcher.folders), timeout=20_000)
    before = _total(explorer)
    (things / "deep").mkdir()
    for number in range(3):
        (things / "deep" / f"{number}.txt").write_text(f"The sea, number {number}.")
    qtbot.waitUntil(lambda: _total(explorer) == before + 3, timeout=30_000)
    _settled(explorer, qtbot)
    shutil.rmtree(things / "deep")
    qtbot.waitUntil(lambda: _total(explorer) == before, timeout=30_000)
    _settled(explorer, qtbot)


def test_hidden_files_and_looks_into_files_are_nothing_new(
    explorer: Explorer, watcher: Watcher, things: Path, qtbot: QtBot
) -> None:
    explorer.watch_folder(os.fsencode(things), watched=True)
    qtbot.waitUntil(lambda: bool(watcher.folders), timeout=20_000)
    with qtbot.assertNotEmitted(watcher.quiet, wait=600):
        (things / ".hidden.txt").write_text("not for the library")
        (things / "sea.txt").read_text()


def test_a_folder_that_cannot_be_watched_is_told_once(
    explorer: Explorer, watcher: Watcher, things: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    explorer.told.connect(told.append)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.schedule", refuse)
    explorer.watch_folder(os.fsencode(things), watched=True)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    explorer.count()
    _settled(explorer, qtbot)
    assert told == ["The folder things cannot be watched: no space left on device. F5 looks for changes."]


def test_few_folders_are_looked_at_one_by_one_and_many_as_a_whole(tmp_path: Path) -> None:
    top = os.fsencode(tmp_path)
    for number in range(MOST_FOLDERS + 1):
        (tmp_path / f"{number:03}" / "deep").mkdir(parents=True)
    assert _places(top, {top + b"/001/deep", top + b"/001", top + b"/002/gone"}) == [top + b"/001", top + b"/002"]
    assert _places(top, {top + b"/gone"}) == [top]
    assert _places(top, {top + b"/%03d" % number for number in range(MOST_FOLDERS + 1)}) == [top]
