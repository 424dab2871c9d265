"""What is shown while files are taken in: the list, the counts and a sketch of the map follow them as they come."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from orrery.library.rows import Layout
from orrery.viewmodels.runner import JobHandle, JobRunner
from orrery.workflows.chart import MapPicture, sketch
from orrery.workflows.engine import Engine
from orrery.workflows.ingest import IngestReport
from orrery.workflows.job import JobContext

SOONEST_S = 0.7
"""Between two looks at a library that grows."""

MANY = 10_000
"""From so many items on, looking costs enough to be done less often, so that taking in is not held up."""

EAGER, CALM = 3, 20
"""How many times the processor's time of a sketch passes before the next one, with few items and with many."""

LANE = "sketch"


class Arrivals(QObject):
    """Watches jobs that take files in, and says when it is time to look again.

    Signals:
        came(): there are more items than when it was last said.
        sketched(MapPicture): where they lie so far; never final.
    """

    came = Signal()
    sketched = Signal(object)

    def __init__(
        self, engine: Engine, runner: JobRunner, count: Callable[[], int], tell: Callable[[Exception], object]
    ) -> None:
        """Begin with nothing to watch.

        Args:
            engine: library and model.
            runner: whose jobs are watched, and in one of whose lanes sketches are made; it owns this.
            count: how many items there were when they were last counted.
            tell: told what goes wrong.
        """
        super().__init__(runner)
        self._engine = engine
        self._runner = runner
        self._count = count
        self._tell = tell
        self._seen: Layout | None = None
        self._job: int | None = None
        self._list = _Pace(self._look, self)
        self._map = _Pace(self._sketch, self)
        runner.started.connect(self._begin)
        runner.published.connect(self._note)
        runner.ended.connect(self._end)

    @property
    def seen(self) -> Layout | None:
        """Where items were shown last while they came; None where none did since the last map."""
        return self._seen

    def forget(self) -> None:
        """The map is drawn: the next sketch begins with it."""
        self._seen = None

    def stop(self) -> None:
        """Look no more."""
        self._job = None
        self._list.stop()
        self._map.stop()
        self._runner.forget(LANE)

    # ---- inside

    def _begin(self, job: JobHandle) -> None:
        if job.writes:
            self._job = job.id

    def _note(self, job: int, partial: object) -> None:
        if job == self._job and isinstance(partial, IngestReport) and partial.added + partial.updated:
            self._list.ask()
            self._map.ask()

    def _look(self) -> None:
        self.came.emit()
        self._list.rest(SOONEST_S * max(1.0, self._count() / MANY))

    def _sketch(self) -> None:
        engine, seen = self._engine, self._seen

        def work(job: JobContext) -> tuple[float, tuple[Layout, MapPicture] | None]:
            began = time.thread_time()  # not the clock's: files being decoded meanwhile would make it look slow
            made = sketch(engine, seen, job)
            return time.thread_time() - began, made

        self._runner.follow(LANE, work, self._found, self.sketched.emit, self._failed)

    def _found(self, found: tuple[float, tuple[Layout, MapPicture] | None]) -> None:
        took_s, made = found
        if made is not None:
            self._seen, picture = made
            self.sketched.emit(picture)
        self._map.rest(max(SOONEST_S, took_s * (EAGER if self._count() < MANY else CALM)))

    def _failed(self, problem: Exception) -> None:
        self._tell(problem)
        self._map.rest(SOONEST_S * CALM)

    def _end(self, job: int, _: object) -> None:
        if job == self._job:
            self.stop()


class _Pace(QObject):
    """Does something when it is asked to, but not again before it has rested."""

    def __init__(self, deed: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._deed = deed
        self._is_asked = self._is_busy = False
        self._ready_at = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._do)

    def ask(self) -> None:
        """Do it as soon as it may be."""
        self._is_asked = True
        if not self._is_busy and not self._timer.isActive():
            self._timer.start(max(0, round((self._ready_at - time.monotonic()) * 1000)))

    def rest(self, for_s: float) -> None:
        """It is done: not again for a while."""
        self._is_busy = False
        self._ready_at = time.monotonic() + for_s
        if self._is_asked:
            self.ask()

    def stop(self) -> None:
        """Nothing is asked any more."""
        self._is_asked = self._is_busy = False
        self._timer.stop()

    def _do(self) -> None:
        self._is_asked, self._is_busy = False, True
        self._deed()
