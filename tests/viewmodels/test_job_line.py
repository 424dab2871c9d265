import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from orrery.viewmodels.job_line import JobLine
from orrery.viewmodels.runner import JobEnd, JobHandle, JobRunner, JobState
from orrery.viewmodels.wording import NARROW_SPACE
from orrery.workflows.job import JobContext, Progress


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def runner(qapp: object) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def line(runner: JobRunner, clock: Clock) -> JobLine:
    made = JobLine(runner, runner, clock)
    runner.started.emit(JobHandle(1, "Embedding Photos/2024"))
    return made


def _report(runner: JobRunner, done: int, total: int | None) -> None:
    runner.progressed.emit(1, Progress(done, total, "IMG_1.jpg"))


def test_a_running_job_tells_its_count_rate_and_time_left(line: JobLine, runner: JobRunner, clock: Clock) -> None:
    _report(runner, 5722, 9204)
    clock.now += 2
    _report(runner, 5804, 9204)
    expected = "5 804 / 9 204 · 41/s · 1 min 23 s left"
    assert line.figures.replace(NARROW_SPACE, " ") == expected
    assert line.share == pytest.approx(5804 / 9204)


def test_the_rate_is_that_of_the_last_seconds(line: JobLine, runner: JobRunner, clock: Clock) -> None:
    for second in range(20):
        _report(runner, second if second < 10 else 10 + (second - 10) * 50, 10_000)
        clock.now += 1
    assert "50/s" in line.figures


def test_nothing_is_said_of_a_rate_before_it_is_known(line: JobLine, runner: JobRunner) -> None:
    _report(runner, 1, 10)
    assert line.figures == "1 / 10"


def test_what_is_counted_is_said_where_it_is_not_things(line: JobLine, runner: JobRunner, clock: Clock) -> None:
    for second in range(3):
        runner.progressed.emit(1, Progress(100 + 20 * second, 607, "vision_model.onnx", unit="MB"))
        clock.now += 1
    assert line.figures.replace("\u00a0", " ").startswith("140 / 607 MB · 20 MB/s")


def test_an_unknown_total_shows_only_a_count(line: JobLine, runner: JobRunner) -> None:
    _report(runner, 12, None)
    assert (line.figures, line.share) == ("12", None)


def test_the_line_is_empty_when_the_job_has_ended(line: JobLine, runner: JobRunner) -> None:
    _report(runner, 1, 10)
    runner.ended.emit(1, JobEnd(JobState.SUCCEEDED))
    assert not line.is_running
    assert (line.name, line.figures, line.share) == ("", "", None)


def test_other_jobs_do_not_change_the_line(line: JobLine, runner: JobRunner) -> None:
    runner.started.emit(JobHandle(2, "Another", queue=None))
    runner.progressed.emit(2, Progress(1, 2))
    assert (line.name, line.figures) == ("Embedding Photos/2024", "")


def test_pause_and_stop_reach_the_real_job(runner: JobRunner, qtbot: QtBot) -> None:
    line = JobLine(runner, runner)
    ends: list[JobEnd] = []
    runner.ended.connect(lambda _, end: ends.append(end))

    def work(job: JobContext) -> None:
        while True:
            job.check()
            threading.Event().wait(0.005)

    runner.start("Working", work)
    qtbot.waitUntil(lambda: line.is_running)
    line.toggle_pause()
    assert line.is_paused
    line.toggle_pause()
    assert not line.is_paused
    line.stop()
    qtbot.waitUntil(lambda: bool(ends))
    assert ends[0].state is JobState.CANCELLED
