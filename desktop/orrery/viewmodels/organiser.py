"""What the sidebar can do beside filtering: collections, saved searches, and lists for the user's attention."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from orrery.domain.query import Filters, Gathering
from orrery.errors import UsageError
from orrery.library.rows import Collection
from orrery.search.grammar import parse_line
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.wording import grouped
from orrery.workflows import organise
from orrery.workflows.attention import Attention, attention
from orrery.workflows.chart import MapPicture

LONGEST_NAME = 60
"""Letters of a name that is suggested for a search."""


class Notice(StrEnum):
    """A list for the user's attention; its value is the key of its gathering."""

    NEAR_DUPLICATES = "near-duplicates"
    OUTLIERS = "outliers"


def collection_key(collection: int) -> str:
    """The key of the gathering that a collection is."""
    return f"collection {collection}"


class Organiser(QObject):
    """Keeps what a window's sidebar shows up to date, and changes it; every change is a short job of the explorer.

    Signals:
        changed(): the lists for the user's attention differ.
    """

    changed = Signal()

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(explorer)
        self._explorer = explorer
        self._attention: Attention | None = None
        self._latest: Gathering | None = None
        self._own: set[int] = set()
        explorer.map_changed.connect(self._look_at_map)
        explorer.library_changed.connect(self._look_if_idle)
        explorer.scope_changed.connect(self._follow)

    # ---- what there is

    @property
    def attention(self) -> Attention | None:
        """What stands out in the library; None while that is not known."""
        return self._attention

    @property
    def collections(self) -> tuple[Collection, ...]:
        """All collections by name, as they were last counted."""
        overview = self._explorer.overview
        return overview.collections if overview else ()

    @property
    def open_collection(self) -> Collection | None:
        """The collection in view; None while there is none."""
        among = self._explorer.scope.among
        known = (one for one in self.collections if among and among.key == collection_key(one.id))
        return next(known, None)

    # ---- what is in view

    def show_collection(self, collection: int) -> None:
        """Keep only the items of a collection in view."""
        engine = self._explorer.engine

        def show(items: tuple[int, ...] | None) -> None:
            if items is None:
                self._explorer.show_everything()
            else:
                self._show(Gathering(collection_key(collection), items))

        self._explorer.runner.look(
            "collection", lambda: organise.collected(engine, collection), show, self._explorer.tell
        )

    def show_notice(self, notice: Notice) -> None:
        """Keep only what deserves a look in view: near-duplicates side by side, or outliers."""
        found = self._attention
        if found is not None:
            items = found.alike if notice is Notice.NEAR_DUPLICATES else found.outliers
            self._show(Gathering(notice.value, items))

    # ---- collections

    def create(self, name: str, items: Sequence[int] = ()) -> None:
        """Make a collection, and put items into it; one of the same name is added to."""
        name, taken, engine = name.strip(), tuple(items), self._explorer.engine
        if name:
            told = self._added(name, len(taken)) if taken else self.tr("Made “{name}”.").format(name=name)
            words = self.tr("Making a collection")
            self._change(words, lambda: organise.create_collection(engine, name, taken), told)

    def add(self, collection: Collection, items: Sequence[int]) -> None:
        """Put items into a collection."""
        taken, engine = tuple(items), self._explorer.engine
        if taken:
            words, told = self.tr("Adding to a collection"), self._added(collection.name, len(taken))
            self._change(words, lambda: organise.add_to_collection(engine, collection.id, taken), told)

    def take_out(self, collection: Collection, items: Sequence[int]) -> None:
        """Take items out of a collection; they stay in the library."""
        taken, engine = tuple(items), self._explorer.engine
        if taken:
            words = self.tr("Taking out of a collection")
            self._change(words, lambda: organise.take_out(engine, collection.id, taken))

    def rename(self, collection: Collection, name: str) -> None:
        """Give a collection another name, unless another one has it."""
        name, engine = name.strip(), self._explorer.engine
        if not name or name == collection.name:
            return

        def renamed() -> str:
            is_free = organise.rename_collection(engine, collection.id, name)
            return "" if is_free else taken

        taken = self.tr("There is a collection called “{name}” already.").format(name=name)
        self._change(self.tr("Renaming a collection"), renamed)

    def remove(self, collection: Collection) -> None:
        """Drop a collection; its items stay in the library."""
        engine = self._explorer.engine
        self._change(self.tr("Removing a collection"), lambda: organise.remove_collection(engine, collection.id))

    # ---- saved searches

    @property
    def suggested_name(self) -> str:
        """A name for the current query: the query as it would be typed."""
        from orrery.search.grammar import spell

        query = self._explorer.query
        if query is None:
            return ""
        spelt = " ".join(spell(query).replace('"', "").split())
        return spelt if len(spelt) <= LONGEST_NAME else spelt[: LONGEST_NAME - 1] + "…"

    def save_search(self, name: str) -> None:
        """Keep the current query under a name."""
        query, name = self._explorer.query, name.strip()
        if query is None or not name:
            return
        engine = self._explorer.engine
        self._change(
            self.tr("Saving a search"),
            lambda: organise.save_search(engine, name, query),
            self.tr("Saved as “{name}”.").format(name=name),
        )

    def ask_saved(self, query: str) -> None:
        """Ask a saved search again, everywhere."""
        try:
            self._explorer.ask_everywhere(parse_line(query))
        except UsageError as problem:
            self._explorer.tell(problem)

    def remove_search(self, search: int) -> None:
        """Drop a saved search."""
        engine = self._explorer.engine
        self._change(self.tr("Removing a saved search"), lambda: organise.remove_search(engine, search))

    # ---- inside

    def _added(self, name: str, count: int) -> str:
        if count == 1:
            return self.tr("Added 1 item to “{name}”.").format(name=name)
        return self.tr("Added {count} items to “{name}”.").format(count=grouped(count), name=name)

    def _change(self, name: str, work: Callable[[], object], told: str = "") -> None:
        """Run a change; what the work gives back, if it is words, is told instead of `told`."""
        waited_for = next((job for job in self._explorer.runner.jobs if job.writes and job.id not in self._own), None)

        def done(result: object) -> None:
            self._changed()
            words = result if isinstance(result, str) else told
            if words:
                self._explorer.tell(words)

        self._own.add(self._explorer.run(name, lambda _: work(), done).id)
        if waited_for is not None:
            words = self.tr("This will be done when the running job has ended: {job}.")
            self._explorer.tell(words.format(job=waited_for.name))

    def _changed(self) -> None:
        self._explorer.count()
        among = self._explorer.scope.among
        if among is not None:
            self._refresh(among)

    def _show(self, gathering: Gathering) -> None:
        self._latest = gathering
        self._explorer.show_among(gathering)

    def _follow(self, scope: Filters) -> None:
        """Going back leads to a gathering as it was; show it as it is."""
        if scope.among is None:
            self._latest = None
            self._explorer.runner.forget("collection")  # asked for before, and left since
        elif scope.among != self._latest:
            self._latest = scope.among
            self._refresh(scope.among)

    def _refresh(self, gathering: Gathering) -> None:
        sort, _, number = gathering.key.partition(" ")
        if number:
            self.show_collection(int(number))
        else:
            self.show_notice(Notice(sort))

    def _look_at_map(self, picture: MapPicture | None) -> None:
        if picture is not None and picture.is_final:
            self._look()

    def _look_if_idle(self) -> None:
        """While a job is changing the library or drawing its map, the final map is the time to look."""
        if not self._explorer.runner.jobs:
            self._look()

    def _look(self) -> None:
        engine, before = self._explorer.engine, self._attention
        self._explorer.study("attention", lambda check: attention(engine, check, before), self._notice)

    def _notice(self, found: Attention) -> None:
        if found == self._attention:
            return
        self._attention = found
        self.changed.emit()
        among = self._explorer.scope.among
        if among is not None and among.key in set(Notice):
            self._refresh(among)


def organiser_of(explorer: Explorer) -> Organiser:
    """The one organiser of a window; whoever asks first makes it."""
    found = explorer.findChild(Organiser)
    return found if isinstance(found, Organiser) else Organiser(explorer)
