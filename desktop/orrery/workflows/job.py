"""What a workflow knows of the job it runs in: progress, partial results and whether to stop.

A workflow is plain Python; it knows neither threads nor Qt. Exactly one of succeeded, failed, cancelled ends a job.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from orrery.errors import JobCancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        done: units finished.
        total: units in all; None while not yet known.
        what: the thing in hand, such as a file name.
        unit: what the numbers count, such as "MB"; empty for things.
    """

    done: int
    total: int | None
    what: str = ""
    unit: str = ""


def _ignore(_: object) -> None:
    return


@dataclass(slots=True)
class JobContext:
    """The only thing a workflow sees of its surroundings.

    Attributes:
        on_progress: called in the workflow's thread with each Progress.
        on_partial: called in the workflow's thread with each partial result.
    """

    on_progress: Callable[[Progress], None] = _ignore
    on_partial: Callable[[object], None] = _ignore
    _stopped: threading.Event = field(default_factory=threading.Event)
    _running: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._running.set()

    def check(self) -> None:
        """Wait while the job is paused; raise JobCancelled once it is stopped."""
        self._running.wait()
        if self._stopped.is_set():
            raise JobCancelled

    def report(self, progress: Progress) -> None:
        """Tell how far the job is."""
        self.on_progress(progress)

    def publish(self, partial: object) -> None:
        """Hand out a result that is not final yet."""
        self.on_partial(partial)

    def stop(self) -> None:
        """Ask the job to end; a paused job ends too."""
        self._stopped.set()
        self._running.set()

    def pause(self) -> None:
        """Ask the job to wait at its next check."""
        self._running.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._running.set()

    @property
    def is_paused(self) -> bool:
        """Whether the job has been asked to wait."""
        return not self._running.is_set()
