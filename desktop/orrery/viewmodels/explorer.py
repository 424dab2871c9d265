"""The state of the window and what can be done in it; panels call its verbs and listen to its signals."""

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Asked, Filters, Gathering, ItemTerm, Query, Term
from orrery.errors import JobCancelled, UsageError
from orrery.search.grammar import parse_line
from orrery.search.groups import followed
from orrery.viewmodels.arrivals import Arrivals
from orrery.viewmodels.errands import Errands
from orrery.viewmodels.history import History
from orrery.viewmodels.lanes import Check
from orrery.viewmodels.messages import Tone, sentence, tone_of
from orrery.viewmodels.runner import JobHandle, JobRunner, Queue
from orrery.viewmodels.selection import Selection
from orrery.viewmodels.wording import grouped, shown_name
from orrery.workflows.chart import MapPicture
from orrery.workflows.engine import Engine
from orrery.workflows.find import Answers, Finder
from orrery.workflows.ingest import IngestReport
from orrery.workflows.job import JobContext
from orrery.workflows.organise import Done
from orrery.workflows.overview import Overview
from orrery.workflows.previews import PreviewMaker

if TYPE_CHECKING:
    from orrery.workflows.relink import RelinkReport

T = TypeVar("T")
BREATH_MS = 100
"""Before vectors and model are loaded, so that list and map are painted first."""

ANSWERS_SHOWN = 200
"""Hits asked for at once: some forty rows of the results, beyond the last likely match of any query tried."""


class Explorer(QObject):
    """One window's view of one library.

    Everything slow happens in the runner's threads; signals arrive in the window's thread.

    Signals:
        asking(Query): a question was asked; `answered` or `told` follows, unless a newer question replaces it.
        answered(Answers): what was found, best first.
        cleared(): there is no question any more; `listed` follows with what the filters let through.
        listed(tuple[Item, ...]): without a question: the items in view, ordered by path.
        map_changed(MapPicture | None): a new picture; `is_final` is False while it settles.
        overview_changed(Overview): the counts are fresh.
        scope_changed(Filters): the kinds, folders or gathering in view differ.
        shown_changed(frozenset[int] | None): ids of the items the scope lets through, None for all.
        history_changed(): where back and forward lead differs.
        library_changed(): items were added, changed or forgotten; cached pictures of items may be old.
        marks_changed(): tags, collections or saved searches differ; the items are the same.
        went_online(int): a job of that id downloads something; nothing else opens a network connection.
        told(str): a sentence for the user's message strip.
        toned(str, Tone): the same sentence, with how it is meant.
    """

    asking = Signal(object)
    answered = Signal(object)
    cleared = Signal()
    listed = Signal(object)
    map_changed = Signal(object)
    overview_changed = Signal(object)
    scope_changed = Signal(object)
    shown_changed = Signal(object)
    history_changed = Signal()
    library_changed = Signal()
    marks_changed = Signal()
    went_online = Signal(int)
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
        self._query: Query | None = None
        self._answers: Answers | None = None
        self._picture: MapPicture | None = None
        self._overview: Overview | None = None
        self._scope = Filters()
        self._shown: frozenset[int] | None = None
        self._past: list[Query] = []
        self._future: list[Query] = []
        self._errands = Errands(self.runner, self)
        self._errands.failed.connect(self.tell)
        self._errands.broken_off.connect(self._library_differs)
        self._arrivals = Arrivals(engine, self.runner, self._total, self.tell)
        self._arrivals.came.connect(self._look_again)
        self._arrivals.sketched.connect(self._show_map)
        self.history = History(engine, self.run, self)
        self._after_list: Callable[[], object] = _nothing
        self._after_map: Callable[[], object] = _nothing
        self._breath = QTimer(self, interval=BREATH_MS, singleShot=True)
        self._breath.timeout.connect(self._prepare)
        self.history.applied.connect(self._was_applied)
        self.history.names_changed.connect(self._load_map)
        self.runner.published.connect(self._job_published)

    # ---- what is shown

    @property
    def query(self) -> Query | None:
        """The question that was asked last; None when there is none."""
        return self._query

    @property
    def answers(self) -> Answers | None:
        """The answers to it; None while they are awaited."""
        return self._answers

    @property
    def picture(self) -> MapPicture | None:
        """The map as it is; None before there is one."""
        return self._picture

    @property
    def overview(self) -> Overview | None:
        """The library in numbers; None before they were first counted."""
        return self._overview

    @property
    def scope(self) -> Filters:
        """Which items are in view: kinds, and a folder or a gathering."""
        return self._scope

    @property
    def shown(self) -> frozenset[int] | None:
        """Ids of the items in view; None for all."""
        return self._shown

    @property
    def is_settled(self) -> bool:
        """Whether nothing runs and nothing is awaited."""
        return not self.runner.is_busy and not self._breath.isActive()

    # ---- asking

    def ask(self, query: Query) -> None:
        """Look for something in the background; the kinds and folders in view apply unless the query names its own."""
        query = self._within_scope(query)
        if self._query is not None and query != self._query:
            self._past.append(self._query)
            self._future.clear()
        self._find(query)

    def ask_text(self, typed: str) -> None:
        """Ask in the words of the query line; what cannot be understood is told."""
        try:
            self.ask(parse_line(typed))
        except UsageError as problem:
            self.tell(problem)

    def ask_like(self, item: int, label: str) -> None:
        """Look for items like one of the library."""
        self.ask(Query((Term(ItemTerm(item, label)),)))

    def ask_everywhere(self, query: Query, among: Gathering | None = None) -> None:
        """Look for something in the whole library or among certain items, but for what the query itself leaves out."""
        named = query.filters
        self._set_scope(Filters(kinds=named.kinds, folders=named.folders, among=among), ask=False)
        self.ask(query)

    def add_term(self, asked: Asked, weight: float = 1.0) -> None:
        """Ask again with one more term; the filters stay, but for those that the view gives the question anew."""
        terms, filters = (self._query.terms, self._query.filters) if self._query else ((), Filters())
        kept = replace(filters, kinds=frozenset(), folders=(), among=None)
        self.ask(Query(followed(terms, [Term(asked, weight)]), kept))

    def clear(self) -> None:
        """Forget the question and list what is in view."""
        if self._query is not None:
            self._past.append(self._query)
        self.runner.forget("find")
        self._query = self._answers = None
        self.cleared.emit()
        self.history_changed.emit()
        self._list()

    def back(self) -> None:
        """Ask the question before this one again."""
        if self._past:
            earlier = self._past.pop()
            if self._query is not None:
                self._future.append(self._query)
            self._revisit(earlier)

    def forward(self) -> None:
        """Ask the question again that back() left."""
        if self._future:
            later = self._future.pop()
            if self._query is not None:
                self._past.append(self._query)
            self._revisit(later)

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier question."""
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        """Whether back() left a question."""
        return bool(self._future)

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

    # ---- what is in view

    def show_kinds(self, kinds: Iterable[Kind]) -> None:
        """Keep only these kinds in view; none means all."""
        self._set_scope(replace(self._scope, kinds=frozenset(kinds)))

    def show_folder(self, folder: str | None) -> None:
        """Keep only what lies below a folder in view, instead of a gathering; None means everywhere."""
        self._set_scope(replace(self._scope, folders=() if folder is None else (folder,), among=None))

    def show_among(self, gathering: Gathering) -> None:
        """Keep only certain items in view, wherever they lie; the kinds in view stay."""
        self._set_scope(replace(self._scope, folders=(), among=gathering))

    def show_scope(self, scope: Filters) -> None:
        """Keep exactly this in view, as it was before."""
        self._set_scope(scope)

    def show_everything(self) -> None:
        """Let every item in view."""
        self._set_scope(Filters())

    # ---- changing the library

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

    # ---- keeping up

    def count(self) -> None:
        """Count what the library holds again."""
        from orrery.workflows.overview import overview

        self.runner.look("overview", lambda: overview(self.engine), self._counted, self.tell)

    def refresh(self) -> None:
        """Count, list and load the stored map again: one after the other, in the order in which they are looked at.

        Reading side by side they would take turns at Python's lock, and all would come late; what no eye waits for,
        the vectors and the model, comes last.
        """
        self._after_list, self._after_map = self._load_map, self._breath.start
        self.count()
        self._list()

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
        self._arrivals.stop()
        return self.runner.close()

    def _load_map(self) -> None:
        from orrery.workflows.chart import load_map

        self.runner.look("map", lambda: load_map(self.engine), self._show_map, self.tell)

    # ---- inside: asking

    def _prepare(self) -> None:
        self.look("prepare", lambda finder: finder.prepare(), lambda _: self._pack())

    def _pack(self) -> None:
        """A large library is scanned in a tenth of the time once its vectors are packed."""
        self.study("pack", self._finder.pack, lambda _: None)

    def _within_scope(self, query: Query) -> Query:
        named = query.filters
        kinds, folders = named.kinds or self._scope.kinds, named.folders or self._scope.folders
        self._set_scope(replace(self._scope, kinds=kinds, folders=folders), ask=False)
        return replace(query, filters=replace(named, kinds=kinds, folders=folders, among=self._scope.among))

    def _revisit(self, query: Query) -> None:
        named = query.filters
        self._set_scope(Filters(kinds=named.kinds, folders=named.folders, among=named.among), ask=False)
        self._find(query)

    def _find(self, query: Query) -> None:
        self._query, self._answers = query, None
        self.asking.emit(query)
        self.history_changed.emit()
        self._search(query)

    def _search(self, query: Query) -> None:
        self.look("find", lambda finder: finder.find(query, limit=ANSWERS_SHOWN), self._answer, self.tell)

    def _answer(self, answers: Answers) -> None:
        self._answers = answers
        self.answered.emit(answers)

    def _set_scope(self, scope: Filters, *, ask: bool = True) -> None:
        if scope == self._scope:
            return
        self._scope = scope
        self.scope_changed.emit(scope)
        self._list()
        if ask and self._query is not None:
            own = replace(self._query.filters, kinds=frozenset(), folders=(), among=None)  # its days and tags stay
            self._find(self._within_scope(replace(self._query, filters=own)))

    def _list(self) -> None:
        from orrery.workflows.browse import browse

        scope = self._scope
        self.runner.look("browse", lambda: browse(self.engine, scope), self._show_items, self.tell)

    def _show_items(self, items: tuple[Item, ...]) -> None:
        shown = None if self._scope == Filters() else frozenset(item.id for item in items)
        if shown != self._shown:
            self._shown = shown
            self.shown_changed.emit(shown)
        if self._query is None:
            self.listed.emit(items)
        following, self._after_list = self._after_list, _nothing
        following()

    # ---- inside: jobs

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

    def redraw_if_old(self) -> None:
        """Draw the map anew unless it shows the library as it is."""
        from orrery.workflows.chart import is_map_current

        # In a lane of its own: asked in the map's, a stored map that is just being read would never be shown.
        self.runner.look("is map current", lambda: is_map_current(self.engine), self._redraw_unless, self.tell)

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

    def _counted(self, counts: Overview) -> None:
        self._overview = counts
        self.overview_changed.emit(counts)

    def _show_chart(self, picture: MapPicture) -> None:
        self._arrivals.forget()
        self._show_map(picture)

    def _total(self) -> int:
        return 0 if self._overview is None else self._overview.total

    def _look_again(self) -> None:
        """Show what came while files are taken in; the question that is asked stays as it is."""
        self.count()
        self._list()
        if self._query is not None:
            self._search(self._query)

    def _show_map(self, picture: MapPicture | None) -> None:
        self._picture = picture
        self.map_changed.emit(picture)
        following, self._after_map = self._after_map, _nothing
        following()


def _nothing() -> None:
    pass


def _changes(report: IngestReport) -> int:
    return report.added + report.updated + report.moved + report.vanished
