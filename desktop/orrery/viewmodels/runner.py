"""Runs workflows in worker threads and tells the window about them through queued signals.

A worker thread never holds a QObject that belongs to one job: it sends plain values (`_Message`) through one queued
signal of the runner, so a job that outlives its panel has nothing to crash on.
"""

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from orrery.errors import JobCancelled, OrreryError
from orrery.viewmodels.lanes import Check, Found, Lane, Shown
from orrery.viewmodels.post import Post
from orrery.workflows.job import JobContext, Progress

_log = logging.getLogger(__name__)
_PROGRESS_EVERY_S = 0.05
"""More often than 20 times a second nobody can read, and a fast job would flood the event loop."""

T = TypeVar("T")
Workflow = Callable[[JobContext], Any]


class JobState(StrEnum):
    """How a job ended; exactly one of them ends it."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Queue(StrEnum):
    """What jobs have to wait for."""

    LIBRARY = "library"
    """One writer at a time changes files and vectors."""
    MARKS = "marks"
    """Tags, collections and saved searches: each change is over in no time, and in the order of asking."""


@dataclass(frozen=True, slots=True)
class JobHandle:
    """A job as the window knows it.

    Attributes:
        id: unique in this runner.
        name: what it does, in the user's words, such as "Embedding Photos/2024".
        queue: jobs of one queue run one after the other; those of no queue wait for none.
    """

    id: int
    name: str
    queue: Queue | None = Queue.LIBRARY

    @property
    def writes(self) -> bool:
        """Whether it changes files and vectors in the library."""
        return self.queue is Queue.LIBRARY


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended.

    Attributes:
        state: exactly one of succeeded, failed, cancelled.
        result: what the workflow returned; None unless it succeeded.
        error: what went wrong; None unless it failed. Anything but an OrreryError is a bug and was logged.
    """

    state: JobState
    result: Any = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Message:
    job: JobHandle
    what: object


@dataclass(frozen=True, slots=True)
class _Begun:
    pass


@dataclass(frozen=True, slots=True)
class _Partial:
    value: object


class _Reporter:
    """Sends at most 20 progress messages a second, and the last one before the end for certain."""

    def __init__(self, send: Callable[[object], None]) -> None:
        self._send = send
        self._kept: Progress | None = None
        self._sent_at = 0.0

    def report(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._sent_at < _PROGRESS_EVERY_S:
            self._kept = progress
            return
        self._kept, self._sent_at = None, now
        self._send(progress)

    def flush(self) -> None:
        if self._kept is not None:
            self._send(self._kept)
            self._kept = None


@dataclass(slots=True)
class _Running:
    handle: JobHandle
    workflow: Workflow
    context: JobContext
    thread: threading.Thread | None = None


class JobRunner(QObject):
    """Starts jobs, queues those that must not run at once, and looks things up in the background.

    Signals (all in the thread of the runner, which is the window's):
        queued(JobHandle): a job waits for another of its queue.
        started(JobHandle): a job has begun.
        progressed(int, Progress): job id, how far it is.
        published(int, object): job id, a partial result.
        paused(int, bool): job id, whether it waits now.
        ended(int, JobEnd): job id; the last thing heard of it.
        repeated(int, JobHandle): id of an ended job, and the one that does the same again and is about to start.
        settled(): nothing runs and nothing is waited for any more.
    """

    queued = Signal(object)
    started = Signal(object)
    progressed = Signal(int, object)
    published = Signal(int, object)
    paused = Signal(int, bool)
    ended = Signal(int, object)
    repeated = Signal(int, object)
    settled = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids = itertools.count(1)
        self._jobs: dict[int, _Running] = {}
        self._waiting: deque[_Running] = deque()
        self._ended: deque[_Running] = deque(maxlen=20)
        self._lanes: dict[str, Lane] = {}
        self._closed = False
        self._arrived.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._post = Post(self._arrived.emit)
        self.destroyed.connect(self._post.cut)

    # ---- jobs

    def start(self, name: str, workflow: Workflow, *, queue: Queue | None = Queue.LIBRARY) -> JobHandle:
        """Run a workflow in a thread of its own, after those of its queue.

        Args:
            name: what it does, in the user's words.
            workflow: called with a JobContext; opens its own library.
            queue: what it waits for; None waits for nothing.
        """
        job = _Running(JobHandle(next(self._ids), name, queue), workflow, JobContext())
        if not self._closed:
            self._take(job)
        return job.handle

    def _take(self, job: _Running) -> None:
        queue = job.handle.queue
        if queue is not None and self._runs(queue):
            self._waiting.append(job)
            self.queued.emit(job.handle)
        else:
            self._begin(job)

    def start_again(self, job_id: int) -> JobHandle | None:
        """Run an ended job once more, as a new one; None where it is too long ago.

        Whoever waits for the end of the old one hears of it through `repeated` first.
        """
        ended = next((job for job in self._ended if job.handle.id == job_id), None)
        if ended is None or self._closed:
            return None
        self._ended.remove(ended)
        job = _Running(JobHandle(next(self._ids), ended.handle.name, ended.handle.queue), ended.workflow, JobContext())
        self.repeated.emit(job_id, job.handle)
        self._take(job)
        return job.handle

    def pause(self, job_id: int) -> None:
        """Ask a job to wait at its next check."""
        if job_id in self._jobs:
            self._jobs[job_id].context.pause()
            self.paused.emit(job_id, True)

    def resume(self, job_id: int) -> None:
        """Let a paused job go on."""
        if job_id in self._jobs:
            self._jobs[job_id].context.resume()
            self.paused.emit(job_id, False)

    def stop(self, job_id: int) -> None:
        """Ask a job to end; one that has not begun ends at once."""
        if job_id in self._jobs:
            self._jobs[job_id].context.stop()
        for job in [job for job in self._waiting if job.handle.id == job_id]:
            self._waiting.remove(job)
            self._ended.append(job)
            self.ended.emit(job_id, JobEnd(JobState.CANCELLED))

    @property
    def jobs(self) -> tuple[JobHandle, ...]:
        """The running jobs, oldest first, then the waiting ones."""
        return tuple(job.handle for job in [*self._jobs.values(), *self._waiting])

    @property
    def is_busy(self) -> bool:
        """Whether a job runs or waits, or an answer is still to come."""
        return bool(self._jobs or self._waiting or any(lane.is_busy for lane in self._lanes.values()))

    # ---- looking things up

    def look(
        self,
        lane: str,
        call: Callable[[], T],
        found: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Call something in the lane's own thread; only the newest request of a lane is ever answered.

        Args:
            lane: a name, such as "find": requests of one lane follow one another, lanes do not wait for one another.
            call: what to do there; plain Python, no Qt objects.
            found: told its result, in the window's thread, unless a newer request of this lane was made meanwhile.
            failed: told what it raised, likewise.
        """
        if self._closed:
            return
        if lane not in self._lanes:
            self._lanes[lane] = Lane(lane, self._post)
        self._lanes[lane].ask(call, found, failed)

    def study(
        self,
        lane: str,
        call: Callable[[Check], T],
        found: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """As look(), for what takes long: the call is given a check that raises JobCancelled once nobody waits for it.

        Args:
            lane: a name.
            call: calls its argument now and then, a few times a second.
            found: told its result, likewise.
            failed: told what it raised, likewise.
        """
        if self._closed:
            return
        if lane not in self._lanes:
            self._lanes[lane] = Lane(lane, self._post)
        self._lanes[lane].ask_long(call, found, failed)

    def follow(
        self,
        lane: str,
        workflow: Callable[[JobContext], T],
        found: Callable[[T], None],
        partly: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """As study(), for a workflow whose results are shown on the way.

        Args:
            lane: a name.
            workflow: what to do, in the lane's thread; its checks raise JobCancelled once nobody waits for it.
            found: told its result, in the window's thread.
            partly: told what it publishes, likewise.
            failed: told what it raised, likewise.
        """
        if self._closed:
            return
        if lane not in self._lanes:
            self._lanes[lane] = Lane(lane, self._post)
        self._lanes[lane].ask_partly(workflow, found, partly, failed)

    def forget(self, lane: str) -> None:
        """Let no request of this lane be answered any more."""
        if lane in self._lanes:
            self._lanes[lane].drop()

    # ---- the end

    def close(self, within_s: float = 10.0) -> bool:
        """Stop everything and wait for it; no signal follows.

        Returns:
            Whether all threads ended in time. Those that did not are daemons and end with the process.
        """
        self._closed = True
        self._waiting.clear()
        for job in self._jobs.values():
            job.context.stop()
        for lane in self._lanes.values():
            lane.close()
        deadline = time.monotonic() + within_s
        threads = [job.thread for job in self._jobs.values()] + [lane.thread for lane in self._lanes.values()]
        for thread in threads:
            if thread is not None:
                thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread is not None and thread.is_alive() for thread in threads)

    # ---- inside

    def _begin(self, job: _Running) -> None:
        self._jobs[job.handle.id] = job
        job.thread = threading.Thread(
            target=_work,
            args=(job.handle, job.workflow, job.context, self._post),
            name=job.handle.name,
            daemon=True,
        )
        job.thread.start()

    def _receive(self, message: object) -> None:
        if self._closed:
            return
        if isinstance(message, Found | Shown):
            self._lanes[message.lane].deliver(message)
        elif isinstance(message, _Message):
            self._tell(message.job, message.what)
        if not self.is_busy:
            self.settled.emit()

    def _tell(self, job: JobHandle, what: object) -> None:
        match what:
            case _Begun():
                self.started.emit(job)
            case Progress():
                self.progressed.emit(job.id, what)
            case _Partial(value):
                self.published.emit(job.id, value)
            case JobEnd():
                self._finish(job, what)

    def _finish(self, job: JobHandle, end: JobEnd) -> None:
        running = self._jobs.pop(job.id)
        thread = running.thread
        if end.state is not JobState.SUCCEEDED:
            self._ended.append(running)
        if thread is not None:
            thread.join()  # it has sent its last message; nothing but returning is left
        self.ended.emit(job.id, end)
        queue = job.queue
        following = next((waiting for waiting in self._waiting if waiting.handle.queue is queue), None)
        if following is not None and queue is not None and not self._runs(queue):
            self._waiting.remove(following)
            self._begin(following)

    def _runs(self, queue: Queue) -> bool:
        return any(job.handle.queue is queue for job in self._jobs.values())


def _work(job: JobHandle, workflow: Workflow, context: JobContext, emit: Callable[[object], None]) -> None:
    """The whole life of a job's thread."""

    def send(what: object) -> None:
        emit(_Message(job, what))

    reporter = _Reporter(send)
    context.on_progress = reporter.report
    context.on_partial = lambda partial: send(_Partial(partial))
    send(_Begun())
    end = _ended(workflow, context)
    reporter.flush()
    send(end)


def _ended(workflow: Workflow, context: JobContext) -> JobEnd:
    try:
        return JobEnd(JobState.SUCCEEDED, workflow(context))
    except JobCancelled:
        return JobEnd(JobState.CANCELLED)
    except OrreryError as error:
        return JobEnd(JobState.FAILED, error=error)
    except Exception as error:  # noqa: BLE001 - the thread's edge: a bug must end the job, not the window
        _log.error("a job failed", exc_info=True)
        return JobEnd(JobState.FAILED, error=error)
