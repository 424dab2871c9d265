"""The library is looked at while it grows."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.query import Query, Term, Words
from orrery.viewmodels import arrivals
from orrery.viewmodels.explorer import Explorer
from orrery.workflows import chart
from orrery.workflows.chart import MapPicture
from orrery.workflows.engine import Engine
from orrery.workflows.find import Answers
from orrery.workflows.ingest import IngestReport, ingest
from orrery.workflows.job import JobContext
from things import write_good_things

ALL = 9


@pytest.fixture
def explorer(qapp: object, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Explorer]:
    monkeypatch.setattr(chart, "ENOUGH", 5)
    monkeypatch.setattr(arrivals, "SOONEST_S", 0.01)
    made = Explorer(engine)
    yield made
    assert made.close()


@pytest.fixture
def may_end(explorer: Explorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Files are being taken in; the job ends when this is set, or when it is stopped."""
    end = threading.Event()

    def slowly(engine: Engine, places: list[bytes], job: JobContext) -> IngestReport:
        report = ingest(engine, places, job)
        while not end.wait(0.005):
            job.check()
        return report

    monkeypatch.setattr("orrery.workflows.ingest.ingest", slowly)
    explorer.add_files([write_good_things(tmp_path / "things")])
    yield end
    end.set()


def test_results_counts_and_map_follow_files_as_they_come(
    explorer: Explorer, may_end: threading.Event, qtbot: QtBot
) -> None:
    lists: list[tuple[Item, ...]] = []
    maps: list[MapPicture] = []
    explorer.listed.connect(lists.append)
    explorer.map_changed.connect(maps.append)

    def all_are_shown() -> bool:
        return bool(lists and maps) and len(maps[-1].items) == ALL and len(lists[-1]) == ALL

    qtbot.waitUntil(all_are_shown, timeout=20_000)
    assert not maps[-1].is_final
    assert explorer.overview
    assert explorer.overview.total == ALL
    assert explorer.runner.jobs
    may_end.set()
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)
    assert maps[-1].is_final
    assert len(maps[-1].items) == ALL


def test_what_is_asked_is_asked_again_without_a_word_while_files_come(
    explorer: Explorer, may_end: threading.Event, qtbot: QtBot
) -> None:
    found: list[Answers] = []
    asked: list[Query] = []
    explorer.answered.connect(found.append)
    explorer.asking.connect(asked.append)
    explorer.ask(Query((Term(Words("red")),)))
    qtbot.waitUntil(lambda: bool(found) and len(found[-1].hits) == ALL, timeout=20_000)
    assert len(asked) == 1
    assert explorer.runner.jobs


def test_what_came_before_a_stop_is_on_the_map(explorer: Explorer, may_end: threading.Event, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: explorer.picture is not None and len(explorer.picture.items) == ALL, timeout=20_000)
    explorer.runner.stop(explorer.runner.jobs[0].id)
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)
    assert explorer.picture
    assert explorer.picture.is_final
    assert len(explorer.picture.items) == ALL


def test_closing_while_files_come_ends_in_time(explorer: Explorer, may_end: threading.Event, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: explorer.overview is not None and explorer.overview.total > 0, timeout=20_000)
    assert explorer.close()
