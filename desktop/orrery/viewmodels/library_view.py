"""One window's view of one library: its counts, its map, and threads that look things up in it."""

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from orrery.errors import JobCancelled
from orrery.viewmodels.lanes import Check
from orrery.viewmodels.messages import Tone, sentence, tone_of
from orrery.viewmodels.runner import JobRunner
from orrery.viewmodels.selection import Selection
from orrery.workflows.chart import MapPicture
from orrery.workflows.engine import Engine
from orrery.workflows.find import Finder
from orrery.workflows.overview import Overview
from orrery.workflows.previews import PreviewMaker

T = TypeVar("T")

BREATH_MS = 100
"""Before vectors and model are loaded, so that list and map are painted first."""


class LibraryView(QObject):
    """What a window knows of its library, and how it asks for more.

    Everything slow happens in the runner's threads; signals arrive in the window's thread.

    Signals:
        map_changed(MapPicture | None): a new picture; `is_final` is False while it settles.
        overview_changed(Overview): the counts are fresh.
        told(str): a sentence for the user's message strip.
        toned(str, Tone): the same sentence, with how it is meant.
    """

    map_changed = Signal(object)
    overview_changed = Signal(object)
    told = Signal(str)
    toned = Signal(str, object)

    def __init__(self, engine: Engine, parent: QObject | None = None, *, is_still: bool = False) -> None:
        """Look at a library.

        Args:
            engine: its library and model.
            parent: owner.
            is_still: for a picture that must come out the same twice: panels show no timings and move nothing.
        """
        super().__init__(parent)
        self.engine = engine
        self.is_still = is_still
        self.previews = PreviewMaker(engine)
        self.selection = Selection(self)
        self.runner = JobRunner(self)
        self._finder = Finder(engine)
        self._finding = threading.Lock()
        self._picture: MapPicture | None = None
        self._overview: Overview | None = None
        self._after_map: Callable[[], object] = nothing
        self._breath = QTimer(self, interval=BREATH_MS, singleShot=True)
        self._breath.timeout.connect(self._prepare)

    @property
    def picture(self) -> MapPicture | None:
        """The map as it is; None before there is one."""
        return self._picture

    @property
    def overview(self) -> Overview | None:
        """The library in numbers; None before they were first counted."""
        return self._overview

    @property
    def is_settled(self) -> bool:
        """Whether nothing runs and nothing is awaited."""
        return not self.runner.is_busy and not self._breath.isActive()

    # ---- looking

    def look(
        self,
        lane: str,
        call: Callable[[Finder], T],
        found: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Ask the finder something else in the background, such as neighbours; the newest request of a lane wins.

        Args:
            lane: such as "neighbours".
            call: what to ask, in the lane's thread.
            found: told the result in the window's thread.
            failed: told the error; without it the user is told.
        """

        def asked() -> T:
            with self._finding:  # one finder, several lanes: it refreshes its matrices in place
                return call(self._finder)

        self.runner.look(lane, asked, found, failed or self.tell)

    def study(self, lane: str, call: Callable[[Check], T], found: Callable[[T], None]) -> None:
        """Work something out in the background that takes long; every question of the user goes before it.

        Args:
            lane: such as "attention"; its newest request stops the one before.
            call: what to do, in the lane's thread; calls its argument several times a second.
            found: told the result in the window's thread.
        """

        def worked_out(check: Check) -> T:
            def give_way() -> None:
                check()
                with self._finding:  # both would use every core: a question asked meanwhile is answered first
                    pass

            return call(give_way)

        self.runner.study(lane, worked_out, found, self.tell)

    def count(self) -> None:
        """Count what the library holds again."""
        from orrery.workflows.overview import overview

        self.runner.look("overview", lambda: overview(self.engine), self._counted, self.tell)

    def tell(self, problem: Exception | str, tone: Tone | None = None) -> None:
        """Say something in the message strip.

        Args:
            problem: a sentence, or an error to be told in one.
            tone: how it is meant; news for a sentence, an error for an error, unless said otherwise.
        """
        if isinstance(problem, JobCancelled):
            return
        said = problem if isinstance(problem, str) else sentence(problem)
        meant = tone or (Tone.NEWS if isinstance(problem, str) else tone_of(problem))
        self.told.emit(said)
        self.toned.emit(said, meant)

    def close(self) -> bool:
        """End all background work; False when something did not end in time."""
        self._breath.stop()
        self.previews.close()
        return self.runner.close()

    # ---- inside

    def _load_map(self) -> None:
        from orrery.workflows.chart import load_map

        self.runner.look("map", lambda: load_map(self.engine), self._show_map, self.tell)

    def _prepare(self) -> None:
        self.look("prepare", lambda finder: finder.prepare(), lambda _: self._pack())

    def _pack(self) -> None:
        """A large library is scanned in a tenth of the time once its vectors are packed."""
        self.study("pack", self._finder.pack, lambda _: None)

    def _counted(self, counts: Overview) -> None:
        self._overview = counts
        self.overview_changed.emit(counts)

    def _total(self) -> int:
        return 0 if self._overview is None else self._overview.total

    def _show_map(self, picture: MapPicture | None) -> None:
        self._picture = picture
        self.map_changed.emit(picture)
        following, self._after_map = self._after_map, nothing
        following()


def nothing() -> None:
    """What follows where nothing does."""
