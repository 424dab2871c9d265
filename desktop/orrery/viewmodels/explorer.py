"""The state of the window and what can be done in it; panels call its verbs and listen to its signals."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from orrery.viewmodels.arrivals import Arrivals
from orrery.viewmodels.errands import Errands
from orrery.viewmodels.history import History
from orrery.viewmodels.messages import Tone
from orrery.viewmodels.questions import Questions
from orrery.viewmodels.runner import JobHandle, Queue
from orrery.viewmodels.wording import grouped, shown_name
from orrery.workflows.chart import MapPicture
from orrery.workflows.engine import Engine
from orrery.workflows.ingest import IngestReport
from orrery.workflows.job import JobContext
from orrery.workflows.organise import Done

if TYPE_CHECKING:
    from orrery.workflows.relink import RelinkReport

T = TypeVar("T")


class Explorer(Questions):
    """All that a window can do with its library: look (LibraryView), ask (Questions), and change it, in jobs.

    Signals:
        library_changed(): items were added, changed or forgotten; cached pictures of items may be old.
        marks_changed(): tags, collections or saved searches differ; the items are the same.
        went_online(int): a job of that id downloads something; nothing else opens a network connection.
    """

    library_changed = Signal()
    marks_changed = Signal()
    went_online = Signal(int)

    def __init__(self, engine: Engine, parent: QObject | None = None, *, is_still: bool = False) -> None:
        """Work with a library; arguments as of a LibraryView."""
        super().__init__(engine, parent, is_still=is_still)
        self._errands = Errands(self.runner, self)
        self._errands.failed.connect(self.tell)
        self._errands.broken_off.connect(self._library_differs)
        self._arrivals = Arrivals(engine, self.runner, self._total, self.tell)
        self._arrivals.came.connect(self._look_again)
        self._arrivals.sketched.connect(self._show_map)
        self.history = History(engine, self.run, self)
        self.history.applied.connect(self._was_applied)
        self.history.names_changed.connect(self._load_map)
        self.runner.published.connect(self._job_published)

    def add_files(self, paths: Sequence[str | Path]) -> JobHandle | None:
        """Take files and folders in, then draw the map anew."""
        if not paths:
            return None
        taken = [os.fsencode(path) for path in paths]
        name = self.tr("Adding {name}") if len(taken) == 1 else self.tr("Adding {name} and {count} more")
        return self._ingest(name.format(name=shown_name(taken[0]), count=len(taken) - 1), taken)

    def rescan(self) -> JobHandle | None:
        """Look through the folders added before for what is new, changed or gone."""
        if not self._overview or not self._overview.folders:
            return None
        from orrery.workflows.rescan import rescan

        return self.run(self.tr("Looking for changes"), lambda job: rescan(self.engine, job), self._rescanned)

    def index_again(self, paths: Sequence[bytes]) -> JobHandle:
        """Take these files in once more."""
        return self._ingest(self.tr("Adding {name}").format(name=shown_name(paths[0])), list(paths))

    def take_in_changes(self, places: Sequence[bytes]) -> JobHandle:
        """Look through folders for what is new, changed or gone, as quietly as on start."""
        from orrery.workflows.ingest import ingest

        taken = list(places)
        words = self.tr("Taking in changes in {name}").format(name=shown_name(taken[0]))
        return self.run(words, lambda job: ingest(self.engine, taken, job), self._rescanned)

    def retry_failed(self) -> JobHandle:
        """Try every failed file again."""
        from orrery.workflows.failures import retry

        return self.run(self.tr("Trying failed files again"), lambda job: retry(self.engine, job), self._ingested)

    def forget(self, paths: Sequence[bytes]) -> JobHandle:
        """Take items out of the library; the files stay, and taking it back brings the items back as they were."""
        from orrery.workflows.forget import forget

        def work(job: JobContext) -> Done[int]:
            job.check()
            return forget(self.engine, paths, keep=True)

        return self.history.carry_out(self.tr("Removing from the library"), work, self._forgot, Queue.LIBRARY)

    def relink(self, folder: bytes, place: str) -> JobHandle:
        """Tell the library that a folder now lies elsewhere; nothing is read anew."""
        from orrery.workflows.relink import relink

        words, new = self.tr("Finding the files of {name}").format(name=shown_name(folder)), os.fsencode(place)
        return self.history.carry_out(
            words, lambda job: relink(self.engine, folder, new, job), self._relinked, Queue.LIBRARY
        )

    def watch_folder(self, folder: bytes, *, watched: bool) -> None:
        """Take in what changes in a folder at once, or no longer."""
        from orrery.workflows.watching import watch

        words = self.tr("Watching a folder")
        work = lambda _: watch(self.engine, folder, watched=watched)  # noqa: E731
        self.run(words, work, lambda _: self.count(), queue=Queue.MARKS)

    def make_map(self) -> JobHandle:
        """Draw the map anew."""
        from orrery.workflows.chart import chart

        seen = self._arrivals.seen
        return self.run(self.tr("Drawing the map"), lambda job: chart(self.engine, job, seen=seen), self._show_chart)

    def redraw_if_old(self) -> None:
        """Draw the map anew unless it shows the library as it is."""
        from orrery.workflows.chart import is_map_current

        # In a lane of its own: asked in the map's, a stored map that is just being read would never be shown.
        self.runner.look("is map current", lambda: is_map_current(self.engine), self._redraw_unless, self.tell)

    def build_demo(self) -> JobHandle:
        """Take the demo files in; only for a window on the demo library."""
        from orrery.workflows.demo import build_demo

        return self.run(
            self.tr("Adding the demo files"), lambda job: build_demo(self.engine, job), lambda _: self.refresh()
        )

    def run(
        self,
        name: str,
        work: Callable[[JobContext], object],
        done: Callable[..., object],
        failed: Callable[[Exception | None], object] | None = None,
        *,
        queue: Queue = Queue.LIBRARY,
    ) -> JobHandle:
        """Change the library in a job of its own, after those of its queue that run already.

        Args:
            name: what it does, in the user's words.
            work: the workflow; opens its own library.
            done: told the result in the window's thread; what goes wrong is told to the user.
            failed: told as well when it failed, with the error, or was stopped, with None.
            queue: MARKS for what the user keeps about items: it does not wait for a running job.
        """
        return self._errands.run(name, work, done, failed, queue=queue)

    def run_beside(self, name: str, work: Callable[[JobContext], T], done: Callable[[T], None]) -> JobHandle:
        """Do something in a job of its own that leaves the library as it is, beside whatever else runs.

        Args:
            name: what it does, in the user's words.
            work: the workflow.
            done: told the result in the window's thread; what goes wrong is told to the user.
        """
        return self._errands.run_beside(name, work, done)

    def note_change(self, *, of_items: bool = True) -> None:
        """Let every panel look at the library again: at its items, or only at what is kept about them."""
        if of_items:
            self._library_differs()
        else:
            self.marks_changed.emit()
            self.count()

    def close(self) -> bool:
        """End all background work; False when something did not end in time."""
        self._arrivals.stop()
        return super().close()

    # ---- inside

    def _ingest(self, name: str, paths: list[bytes]) -> JobHandle:
        from orrery.workflows.ingest import ingest

        return self.run(name, lambda job: ingest(self.engine, paths, job), self._ingested, self._not_ingested)

    def _job_published(self, _job: int, partial: object) -> None:
        if isinstance(partial, MapPicture):
            self._show_map(partial)

    def _ingested(self, report: IngestReport) -> None:
        if report.failed or report.skipped:
            words = self.tr("{added} added, {failed} failed, {skipped} of kinds that are not supported.")
            told = words.format(added=report.added, failed=report.failed, skipped=report.skipped)
            self.tell(told, Tone.WARNING if report.failed else Tone.NEWS)
        if self._picture is None or _changes(report):
            self.make_map()
        self._library_differs()

    def _not_ingested(self, _: Exception | None) -> None:
        """What came before the stop is stored: it has a place on the map."""
        if self._total():
            self.redraw_if_old()

    def _rescanned(self, report: IngestReport) -> None:
        """Silent about what failed before, and without any redrawing when nothing differs."""
        if _changes(report):
            words = self.tr("{new} new or changed files, {gone} gone.")
            self.tell(words.format(new=report.added + report.updated, gone=report.vanished))
            self._library_differs()
        self.redraw_if_old()

    def _forgot(self, done: Done[int]) -> None:
        if done.result and not done.patch.rows:
            words = self.tr(
                "{count} items were removed. That is too many to take back; their files are where they were."
            )
            self.tell(words.format(count=grouped(done.result)))
        self._library_differs()

    def _relinked(self, done: "Done[RelinkReport]") -> None:
        report = done.result
        words = self.tr("{found} files found again, {missing} still missing.")
        told = words.format(found=grouped(report.found + report.elsewhere), missing=grouped(report.missing))
        self.tell(told, Tone.WARNING if report.missing else Tone.NEWS)
        self._library_differs()
        self.redraw_if_old()

    def _was_applied(self, name: str, of_items: bool) -> None:
        self.note_change(of_items=of_items)
        if of_items:
            self.redraw_if_old()
        self.tell(name)

    def _redraw_unless(self, is_current: bool) -> None:
        if not is_current:
            self.make_map()

    def _library_differs(self) -> None:
        self.library_changed.emit()
        self.count()
        self._list()
        if self._query is not None:
            self._find(self._query)

    def _show_chart(self, picture: MapPicture) -> None:
        self._arrivals.forget()
        self._show_map(picture)

    def _look_again(self) -> None:
        """Show what came while files are taken in; the question that is asked stays as it is."""
        self.count()
        self._list()
        if self._query is not None:
            self._search(self._query)


def _changes(report: IngestReport) -> int:
    return report.added + report.updated + report.moved + report.vanished
