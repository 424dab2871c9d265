"""Jobs with what is to follow on them: who is told the result, and who of it that there is none."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from orrery.viewmodels.runner import JobEnd, JobHandle, JobRunner, JobState, Queue
from orrery.workflows.job import JobContext

T = TypeVar("T")


class Errands(QObject):
    """Starts jobs and remembers what follows on each; one that is tried again is followed by the same.

    Signals:
        failed(Exception): what went wrong.
        broken_off(): a job that changes the library failed or was stopped; what it stored before stays.
    """

    failed = Signal(object)
    broken_off = Signal()

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._when_done: dict[int, Callable[..., object]] = {}
        self._when_not: dict[int, Callable[[Exception | None], object]] = {}
        self._beside: dict[int, Callable[[Any], None]] = {}
        runner.ended.connect(self._job_ended)
        runner.repeated.connect(self._job_repeated)

    def run(
        self,
        name: str,
        work: Callable[[JobContext], object],
        done: Callable[..., object],
        failed: Callable[[Exception | None], object] | None = None,
        *,
        queue: Queue = Queue.LIBRARY,
    ) -> JobHandle:
        """Change the library in a job; see Explorer.run()."""
        handle = self._runner.start(name, work, queue=queue)
        self._when_done[handle.id] = done
        if failed is not None:
            self._when_not[handle.id] = failed
        return handle

    def run_beside(self, name: str, work: Callable[[JobContext], T], done: Callable[[T], None]) -> JobHandle:
        """Do something in a job that leaves the library as it is; see Explorer.run_beside()."""
        handle = self._runner.start(name, work, queue=None)
        self._beside[handle.id] = done
        return handle

    # ---- inside

    def _job_ended(self, job: int, end: JobEnd) -> None:
        take = dict.pop if end.state is JobState.SUCCEEDED else dict.get  # one that failed may be done once more
        beside = take(self._beside, job, None)
        if beside is not None:
            self._tell_end(end, beside)
            return
        done, failed = take(self._when_done, job, None), take(self._when_not, job, None)
        if failed is not None and end.state is not JobState.SUCCEEDED:
            failed(end.error)
        if end.state is JobState.SUCCEEDED and done is not None:
            done(end.result)
        elif end.state is JobState.CANCELLED:
            self.broken_off.emit()
        elif end.error is not None:
            self.failed.emit(end.error)
            self.broken_off.emit()

    def _job_repeated(self, old: int, new: JobHandle) -> None:
        def move(kept: dict[int, T]) -> None:
            if old in kept:
                kept[new.id] = kept.pop(old)

        move(self._when_done)
        move(self._when_not)
        move(self._beside)

    def _tell_end(self, end: JobEnd, done: Callable[[Any], None]) -> None:
        if end.state is JobState.SUCCEEDED:
            done(end.result)
        elif end.error is not None:
            self.failed.emit(end.error)
