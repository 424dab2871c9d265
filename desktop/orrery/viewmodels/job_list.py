"""All jobs of a window: running, waiting, and the last ones that ended, each with what can be done about it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from orrery.viewmodels.job_line import Pace
from orrery.viewmodels.messages import sentence
from orrery.viewmodels.runner import JobEnd, JobHandle, JobRunner, JobState, Queue
from orrery.workflows.job import Progress

MOST_ENDED = 20
"""Ended jobs that are kept in the list."""


class Stage(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the tray shows it.

    Attributes:
        id: of the job.
        name: what it does.
        stage: where it is.
        figures: how far it is, or why it failed.
        what: the thing in hand.
        share: done in [0, 1]; None while the total is not known.
        can_retry: whether it can be done once more.
    """

    id: int
    name: str
    stage: Stage
    figures: str = ""
    what: str = ""
    share: float | None = None
    can_retry: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.stage in (Stage.DONE, Stage.FAILED, Stage.STOPPED)


class JobList(QObject):
    """Follows all jobs but those that are over in no time.

    Signals:
        changed(): any row differs.
    """

    changed = Signal()

    def __init__(
        self, runner: JobRunner, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._clock = clock
        self._rows: dict[int, JobRow] = {}
        self._paces: dict[int, Pace] = {}
        runner.queued.connect(lambda job: self._add(job, Stage.WAITING))
        runner.started.connect(lambda job: self._add(job, Stage.RUNNING))
        runner.progressed.connect(self._progress)
        runner.paused.connect(self._pause)
        runner.ended.connect(self._end)

    @property
    def rows(self) -> tuple[JobRow, ...]:
        """Running ones first, then waiting ones, then ended ones, the latest first."""
        at_work = [row for row in self._rows.values() if not row.is_over]
        at_work.sort(key=lambda row: row.stage is Stage.WAITING)
        return (*at_work, *reversed([row for row in self._rows.values() if row.is_over]))

    @property
    def failed(self) -> int:
        """How many of the ended ones failed."""
        return sum(row.stage is Stage.FAILED for row in self._rows.values())

    def toggle_pause(self, job: int) -> None:
        """Let a job wait, or go on."""
        is_paused = self._rows[job].stage is Stage.PAUSED
        (self._runner.resume if is_paused else self._runner.pause)(job)

    def stop(self, job: int) -> None:
        """End a job; what it stored stays."""
        self._runner.stop(job)

    def retry(self, job: int) -> None:
        """Do an ended job once more; it leaves the list for the new one."""
        self._rows.pop(job, None)
        self._runner.start_again(job)
        self.changed.emit()

    def clear(self) -> None:
        """Forget the ended ones."""
        self._rows = {job: row for job, row in self._rows.items() if not row.is_over}
        self.changed.emit()

    def _add(self, job: JobHandle, stage: Stage) -> None:
        if job.queue is Queue.MARKS:
            return
        self._rows[job.id] = JobRow(job.id, job.name, stage)
        self._paces[job.id] = Pace(self._clock)
        self.changed.emit()

    def _progress(self, job: int, progress: Progress) -> None:
        if job in self._rows:
            share = progress.done / progress.total if progress.total else None
            figures = self._paces[job].figures(progress)
            self._set(job, share=share, figures=figures, what=progress.what)

    def _pause(self, job: int, paused: bool) -> None:
        if job in self._rows:
            self._paces[job].clear()
            self._set(job, stage=Stage.PAUSED if paused else Stage.RUNNING)

    def _end(self, job: int, end: JobEnd) -> None:
        if job not in self._rows:
            return
        stage = {
            JobState.SUCCEEDED: Stage.DONE,
            JobState.FAILED: Stage.FAILED,
            JobState.CANCELLED: Stage.STOPPED,
        }[end.state]
        why = sentence(end.error) if end.error is not None else ""
        row = self._rows.pop(job)  # and back in at the end: the order is that of ending
        self._rows[job] = replace(row, stage=stage, figures=why, what="", can_retry=stage is not Stage.DONE)
        self._paces.pop(job)
        ended = [row.id for row in self._rows.values() if row.is_over]
        for old in ended[:-MOST_ENDED]:
            del self._rows[old]
        self.changed.emit()

    def _set(self, job: int, **values: object) -> None:
        self._rows[job] = replace(self._rows[job], **values)  # pyright: ignore[reportArgumentType]
        self.changed.emit()
