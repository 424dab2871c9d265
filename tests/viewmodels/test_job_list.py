import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from orrery.errors import EmptyFile
from orrery.viewmodels.job_list import JobList, Stage
from orrery.viewmodels.runner import JobRunner, Queue
from orrery.workflows.job import JobContext, Progress


@pytest.fixture
def runner(qapp: object) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.close()


@pytest.fixture
def jobs(runner: JobRunner) -> JobList:
    return JobList(runner, runner)


def _idle(runner: JobRunner, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not runner.is_busy, timeout=10_000)


def test_running_waiting_and_ended_jobs_are_listed_with_their_figures(
    runner: JobRunner, jobs: JobList, qtbot: QtBot
) -> None:
    go_on = threading.Event()

    def work(job: JobContext) -> None:
        job.report(Progress(3, 10, "a.png"))
        go_on.wait(10)

    runner.start("First", work)
    runner.start("Second", lambda _: None)
    runner.start("A tag", lambda _: None, queue=Queue.MARKS)
    qtbot.waitUntil(lambda: any(row.share == 0.3 for row in jobs.rows), timeout=10_000)
    assert [(row.name, row.stage) for row in jobs.rows] == [("First", Stage.RUNNING), ("Second", Stage.WAITING)]
    assert jobs.rows[0].figures == "3 / 10"
    jobs.toggle_pause(jobs.rows[0].id)
    assert jobs.rows[0].stage is Stage.PAUSED
    jobs.toggle_pause(jobs.rows[0].id)
    jobs.stop(jobs.rows[1].id)
    go_on.set()
    _idle(runner, qtbot)
    assert [(row.name, row.stage) for row in jobs.rows] == [("First", Stage.DONE), ("Second", Stage.STOPPED)]
    jobs.clear()
    assert jobs.rows == ()


def test_a_failed_job_says_why_and_is_done_once_more(runner: JobRunner, jobs: JobList, qtbot: QtBot) -> None:
    tries: list[int] = []

    def work(_: JobContext) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise EmptyFile
        return "done"

    ended: list[object] = []
    runner.ended.connect(lambda _, end: ended.append(end.result))
    runner.start("Adding", work)
    _idle(runner, qtbot)
    (row,) = jobs.rows
    assert (row.stage, row.figures, row.can_retry) == (Stage.FAILED, "The file is empty.", True)
    assert jobs.failed == 1
    jobs.retry(row.id)
    _idle(runner, qtbot)
    assert [(row.name, row.stage, row.can_retry) for row in jobs.rows] == [("Adding", Stage.DONE, False)]
    assert ended == [None, "done"]
    assert jobs.failed == 0
