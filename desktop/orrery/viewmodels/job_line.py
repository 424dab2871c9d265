"""The running job in words and figures, for the status bar."""

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from orrery.viewmodels.runner import JobEnd, JobHandle, JobRunner, Queue
from orrery.viewmodels.wording import duration, grouped, translate
from orrery.workflows.job import Progress

RATE_OVER_S = 8.0
"""The rate is that of the last seconds: long enough to be calm, short enough to follow a change of kind."""


class Pace:
    """How fast a job gets on, from its last seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque()

    def clear(self) -> None:
        """Begin anew, as after a pause."""
        self._samples.clear()

    def figures(self, progress: Progress) -> str:
        """Such as "5 804 / 9 204 · 41/s · 1 min 23 s left"."""
        now = self._clock()
        self._samples.append((now, progress.done))
        while len(self._samples) > 2 and now - self._samples[0][0] > RATE_OVER_S:
            self._samples.popleft()
        if progress.total is None:
            return grouped(progress.done) if progress.done else ""
        unit = f"\u00a0{progress.unit}" if progress.unit else ""
        parts = [f"{grouped(progress.done)} / {grouped(progress.total)}{unit}"]
        rate = self._rate()
        if rate > 0 and progress.total > progress.done:
            parts.append((f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}") + f"{unit}/s")
            left = duration((progress.total - progress.done) / rate)
            parts.append(translate("jobs", "{time} left").format(time=left))
        return " · ".join(parts)

    def _rate(self) -> float:
        (first, done), (last, now_done) = self._samples[0], self._samples[-1]
        return (now_done - done) / (last - first) if last - first >= 1 else 0.0


class JobLine(QObject):
    """Follows the oldest running job.

    Signals:
        changed(): any of the attributes differs.

    Attributes:
        name: what the job does; empty while none runs.
        what: the thing in hand, such as a file name.
        figures: such as "5 804 / 9 204 · 41/s · 1 min 23 s left".
        share: done in [0, 1]; None while the total is not known.
        is_paused: whether the job waits.
    """

    changed = Signal()

    def __init__(
        self, runner: JobRunner, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: JobHandle | None = None
        self._pace = Pace(clock)
        self._reset()
        runner.started.connect(self._follow)
        runner.progressed.connect(self._take)
        runner.paused.connect(self._pause)
        runner.ended.connect(self._end)
        runner.queued.connect(self.changed)

    @property
    def is_running(self) -> bool:
        """Whether there is a job to show."""
        return self._job is not None

    @property
    def waiting(self) -> int:
        """How many further jobs run or wait."""
        return max(0, sum(job.queue is not Queue.MARKS for job in self._runner.jobs) - 1)

    def toggle_pause(self) -> None:
        """Let the job wait, or go on."""
        if self._job is not None:
            (self._runner.resume if self.is_paused else self._runner.pause)(self._job.id)

    def stop(self) -> None:
        """End the job; what it stored stays."""
        if self._job is not None:
            self._runner.stop(self._job.id)

    def _reset(self) -> None:
        self.name = self.what = self.figures = ""
        self.share: float | None = None
        self.is_paused = False
        self._pace.clear()

    def _follow(self, job: JobHandle) -> None:
        if self._job is None and job.queue is not Queue.MARKS:  # those are over before anybody could read them
            self._reset()
            self._job, self.name = job, job.name
            self.changed.emit()

    def _take(self, job: int, progress: Progress) -> None:
        if self._job is None or job != self._job.id:
            return
        self.what = progress.what
        self.share = progress.done / progress.total if progress.total else None
        self.figures = self._pace.figures(progress)
        self.changed.emit()

    def _pause(self, job: int, paused: bool) -> None:
        if self._job is not None and job == self._job.id:
            self.is_paused = paused
            self._pace.clear()
            self.changed.emit()

    def _end(self, job: int, _end: JobEnd) -> None:
        if self._job is not None and job == self._job.id:
            self._job = None
            self._reset()
        self.changed.emit()
