import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from orrery.viewmodels.crash import MOST_REPORTS, CrashKeeper

CRASHES = """
import ctypes, sys
from pathlib import Path
from orrery.viewmodels.crash import CrashKeeper
keeper = CrashKeeper(Path(sys.argv[1]))
keeper.begin()
if sys.argv[2] == "crash":
    ctypes.string_at(0)
keeper.end()
"""


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[CrashKeeper]:
    made = CrashKeeper(tmp_path / "crashes")
    yield made
    made.let_go()
    made.end()


def _bug() -> KeyError:
    try:
        raise KeyError("a bug")
    except KeyError as bug:
        return bug


def test_a_bug_is_written_down_with_versions_and_shown_once(keeper: CrashKeeper) -> None:
    bug = _bug()
    kept = keeper.keep(type(bug), bug, bug.__traceback__)
    assert kept is not None
    assert "Orrery 0" in kept.text
    assert "in _bug" in kept.text
    assert keeper.unseen() == (kept,)
    keeper.mark_seen()
    assert keeper.unseen() == ()
    assert keeper.latest().text == kept.text  # type: ignore[union-attr]


@pytest.mark.parametrize("end", ["crash", "well"])
def test_a_crash_of_the_process_leaves_a_report_for_the_next_start(
    keeper: CrashKeeper, tmp_path: Path, end: str
) -> None:
    order = [sys.executable, "-c", CRASHES, str(tmp_path / "crashes"), end]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run(order, env=environment, check=False, capture_output=True)
    assert (ended.returncode == 0) == (end == "well")
    keeper.collect()
    assert ["string_at" in report.text for report in keeper.unseen()] == ([True] if end == "crash" else [])
    assert not list((tmp_path / "crashes").glob("*.trace"))


def test_a_process_that_was_only_ended_is_no_crash(keeper: CrashKeeper, tmp_path: Path) -> None:
    (tmp_path / "crashes").mkdir()
    (tmp_path / "crashes" / "running-999999.trace").touch()
    keeper.collect()
    assert keeper.unseen() == ()
    assert list((tmp_path / "crashes").iterdir()) == []


def test_what_escapes_in_the_window_and_in_threads_is_kept(keeper: CrashKeeper) -> None:
    told: list[Exception] = []
    keeper.catch(told.append)
    bug = _bug()
    sys.excepthook(KeyError, bug, bug.__traceback__)
    thread = threading.Thread(target=_raise, name="a thread that fails")
    thread.start()
    thread.join()
    assert told == [bug]
    assert sorted("ValueError" in report.text for report in keeper.unseen()) == [False, True]


def test_old_reports_go(keeper: CrashKeeper, tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    folder.mkdir()
    for number in range(MOST_REPORTS + 5):
        (folder / f"seen-20260101-000000-{number:03}.txt").write_text("old")
    bug = _bug()
    keeper.keep(type(bug), bug, None)
    keeper.mark_seen()
    assert len(list(folder.iterdir())) == MOST_REPORTS


def test_where_nothing_can_be_written_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keeper = CrashKeeper(tmp_path / "file" / "crashes")
    keeper.begin()
    bug = _bug()
    assert keeper.keep(type(bug), bug, None) is None
    keeper.collect()
    assert keeper.latest() is None
    keeper.end()


def _raise() -> None:
    raise ValueError


def test_two_reports_of_one_moment_are_two(keeper: CrashKeeper, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: moment)
    bug = _bug()
    for _ in range(3):
        keeper.keep(KeyError, bug, bug.__traceback__)
    assert len(keeper.unseen()) == 3
