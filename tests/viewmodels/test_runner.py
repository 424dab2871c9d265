import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from orrery.errors import DiskFull
from orrery.viewmodels.runner import JobEnd, JobHandle, JobRunner, JobState
from orrery.workflows.job import JobContext, Progress


@pytest.fixture
def runner(qapp: object) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.close()


def _until_stopped(job: JobContext) -> None:
    while True:
        job.check()
        threading.Event().wait(0.005)


def _ended(runner: JobRunner, qtbot: QtBot, handle: JobHandle) -> JobEnd:
    ends: list[JobEnd] = []
    runner.ended.connect(lambda job, end: ends.append(end) if job == handle.id else None)
    qtbot.waitUntil(lambda: bool(ends))
    assert len(ends) == 1
    return ends[0]


def test_a_job_runs_in_a_thread_of_its_own_and_its_result_arrives_here(runner: JobRunner, qtbot: QtBot) -> None:
    here, there = threading.get_ident(), []
    arrived: list[int] = []
    runner.ended.connect(lambda *_: arrived.append(threading.get_ident()))

    def work(job: JobContext) -> str:
        there.append(threading.get_ident())
        return "done"

    end = _ended(runner, qtbot, runner.start("Working", work))
    assert (end.state, end.result, end.error) == (JobState.SUCCEEDED, "done", None)
    assert there != [here]
    assert arrived == [here]


def test_a_known_error_fails_the_job_and_arrives_with_it(runner: JobRunner, qtbot: QtBot) -> None:
    def work(job: JobContext) -> None:
        raise DiskFull(path="/x")

    end = _ended(runner, qtbot, runner.start("Working", work))
    assert end.state is JobState.FAILED
    assert isinstance(end.error, DiskFull)


def test_a_bug_fails_the_job_not_the_window(runner: JobRunner, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    end = _ended(runner, qtbot, runner.start("Working", lambda _: int("bug")))
    assert end.state is JobState.FAILED
    assert "a job failed" in caplog.text


def test_a_stopped_job_is_cancelled(runner: JobRunner, qtbot: QtBot) -> None:
    handle = runner.start("Working", _until_stopped)
    qtbot.waitSignal(runner.started).wait()
    runner.stop(handle.id)
    assert _ended(runner, qtbot, handle).state is JobState.CANCELLED


def test_a_paused_job_waits_and_goes_on(runner: JobRunner, qtbot: QtBot) -> None:
    steps: list[int] = []
    may_go = threading.Event()

    def work(job: JobContext) -> None:
        may_go.wait()
        job.check()
        steps.append(1)

    handle = runner.start("Working", work)
    runner.pause(handle.id)
    may_go.set()
    qtbot.wait(30)
    assert not steps
    runner.resume(handle.id)
    assert _ended(runner, qtbot, handle).state is JobState.SUCCEEDED
    assert steps == [1]


def test_a_paused_job_can_be_stopped(runner: JobRunner, qtbot: QtBot) -> None:
    handle = runner.start("Working", _until_stopped)
    runner.pause(handle.id)
    runner.stop(handle.id)
    assert _ended(runner, qtbot, handle).state is JobState.CANCELLED


def test_jobs_that_write_run_one_after_the_other(runner: JobRunner, qtbot: QtBot) -> None:
    running, most, ends = 0, 0, []

    def work(job: JobContext) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        threading.Event().wait(0.01)
        running -= 1

    runner.ended.connect(lambda *told: ends.append(told[0]))
    handles = [runner.start(f"Job {number}", work) for number in range(3)]
    qtbot.waitUntil(lambda: len(ends) == 3)
    assert most == 1
    assert ends == [handle.id for handle in handles]


def test_a_job_that_only_reads_does_not_wait_for_one_that_writes(runner: JobRunner, qtbot: QtBot) -> None:
    writer = runner.start("Writing", _until_stopped)
    reader = runner.start("Reading", lambda _: 1, queue=None)
    assert _ended(runner, qtbot, reader).result == 1
    runner.stop(writer.id)


def test_a_waiting_job_that_is_stopped_never_begins(runner: JobRunner, qtbot: QtBot) -> None:
    begun: list[int] = []
    first = runner.start("First", _until_stopped)
    second = runner.start("Second", lambda _: begun.append(1))
    with qtbot.waitSignal(runner.ended, check_params_cb=lambda _, end: end.state is JobState.CANCELLED):
        runner.stop(second.id)
    runner.stop(first.id)
    _ended(runner, qtbot, first)
    assert not begun


def test_progress_and_partial_results_arrive_before_the_end(runner: JobRunner, qtbot: QtBot) -> None:
    heard: list[object] = []
    runner.progressed.connect(lambda _, progress: heard.append(progress))
    runner.published.connect(lambda _, partial: heard.append(partial))
    runner.ended.connect(lambda *_: heard.append("end"))

    def work(job: JobContext) -> None:
        job.report(Progress(1, 2))
        job.publish("half")
        job.report(Progress(2, 2))

    runner.start("Working", work)
    qtbot.waitUntil(lambda: "end" in heard)
    assert heard[0] == Progress(1, 2)
    assert "half" in heard
    assert heard[-2:] == [Progress(2, 2), "end"]


def test_a_flood_of_progress_is_thinned_but_the_last_one_arrives(runner: JobRunner, qtbot: QtBot) -> None:
    heard: list[Progress] = []
    runner.progressed.connect(lambda _, progress: heard.append(progress))

    def work(job: JobContext) -> None:
        for done in range(5000):
            job.report(Progress(done, 5000))

    _ended(runner, qtbot, runner.start("Working", work))
    assert heard[-1] == Progress(4999, 5000)
    assert len(heard) < 500


def test_the_newest_request_of_a_lane_wins(runner: JobRunner, qtbot: QtBot) -> None:
    found: list[int] = []
    asked: list[int] = []
    may_go = threading.Event()

    def call(number: int) -> int:
        asked.append(number)
        may_go.wait()
        return number

    for number in range(4):
        runner.look("find", lambda number=number: call(number), found.append)
        qtbot.waitUntil(lambda: bool(asked))  # the first one has begun
    may_go.set()
    qtbot.waitUntil(lambda: bool(found))
    qtbot.wait(20)
    assert found == [3]
    assert asked == [0, 3]  # the one that had begun, and the newest
    assert not runner.is_busy


def test_lanes_do_not_wait_for_one_another(runner: JobRunner, qtbot: QtBot) -> None:
    found: list[str] = []
    may_go = threading.Event()
    runner.look("slow", may_go.wait, lambda _: found.append("slow"))
    runner.look("fast", lambda: "fast", found.append)
    qtbot.waitUntil(lambda: found == ["fast"])
    may_go.set()
    qtbot.waitUntil(lambda: found == ["fast", "slow"])


def test_a_forgotten_request_is_not_answered(runner: JobRunner, qtbot: QtBot) -> None:
    found: list[int] = []
    may_go = threading.Event()
    runner.look("find", lambda: may_go.wait() and 1, found.append)
    runner.forget("find")
    may_go.set()
    qtbot.wait(30)
    assert not found


def test_long_work_is_stopped_by_newer_work_of_its_lane(runner: JobRunner, qtbot: QtBot) -> None:
    found: list[str] = []
    begun, stopped = threading.Event(), threading.Event()

    def forever(check: Callable[[], None]) -> str:
        begun.set()
        try:
            while True:
                check()
                threading.Event().wait(0.005)
        finally:
            stopped.set()

    runner.study("attention", forever, found.append)
    assert begun.wait(5)
    runner.study("attention", lambda check: check() or "new", found.append)
    qtbot.waitUntil(lambda: found == ["new"])
    assert stopped.is_set()
    runner.study("attention", forever, found.append)  # the fixture sees that closing ends it too


def test_work_of_a_lane_can_be_seen_on_its_way(runner: JobRunner, qtbot: QtBot) -> None:
    found: list[str] = []
    seen: list[int] = []
    may_go = threading.Event()

    def work(job: JobContext) -> str:
        job.publish(1)
        may_go.wait(5)
        job.publish(2)
        return "done"

    runner.follow("sketch", work, found.append, seen.append)
    qtbot.waitUntil(lambda: seen == [1])
    assert runner.is_busy
    may_go.set()
    qtbot.waitUntil(lambda: found == ["done"])
    assert seen == [1, 2]


def test_work_that_nobody_waits_for_is_stopped_and_not_seen(runner: JobRunner, qtbot: QtBot) -> None:
    seen: list[str] = []
    begun, stopped = threading.Event(), threading.Event()

    def forever(job: JobContext) -> None:
        begun.set()
        try:
            while True:
                job.publish("old")
                job.check()
                threading.Event().wait(0.005)
        finally:
            stopped.set()

    runner.follow("sketch", forever, lambda _: None, seen.append)
    assert begun.wait(5)
    runner.forget("sketch")
    assert stopped.wait(5)
    qtbot.wait(20)
    assert not seen


def test_an_error_of_a_lane_arrives_as_one(runner: JobRunner, qtbot: QtBot) -> None:
    problems: list[Exception] = []

    def call() -> None:
        raise DiskFull(path="/x")

    runner.look("find", call, lambda _: None, problems.append)
    qtbot.waitUntil(lambda: len(problems) == 1)


def test_closing_ends_running_paused_and_waiting_jobs_in_time_and_in_silence(qtbot: QtBot) -> None:
    runner = JobRunner()
    first = runner.start("First", _until_stopped)
    runner.start("Second", _until_stopped)
    runner.look("find", lambda: 1, lambda _: None)
    runner.pause(first.id)
    heard: list[object] = []
    runner.ended.connect(lambda *told: heard.append(told))
    assert runner.close(within_s=5)
    qtbot.wait(20)
    assert not heard


def test_a_runner_that_qt_deleted_does_not_crash_its_worker(qtbot: QtBot) -> None:
    import shiboken6

    runner = JobRunner()
    may_go, gone = threading.Event(), threading.Event()

    def work(job: JobContext) -> None:
        may_go.wait()
        job.publish("to nobody")
        gone.set()

    runner.start("Working", work)
    shiboken6.delete(runner)
    may_go.set()
    assert gone.wait(5)
