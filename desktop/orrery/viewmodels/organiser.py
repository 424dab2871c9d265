"""What the sidebar can do beside filtering: tags, collections, saved searches, and lists for the user's attention."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from orrery.domain.item import Item
from orrery.domain.query import Filters, Gathering
from orrery.errors import UsageError
from orrery.library.rows import Collection, SavedSearch, Tag
from orrery.search.grammar import parse_line
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.why import Note, note_of_strange, notes_of_copies
from orrery.viewmodels.wording import grouped, shown_name
from orrery.workflows import organise
from orrery.workflows.attention import Attention, Strange, attention
from orrery.workflows.chart import MapPicture
from orrery.workflows.organise import Done

LONGEST_NAME = 60
"""Letters of a name that is suggested for a search."""


class Notice(StrEnum):
    """A list for the user's attention; its value is the key of its gathering."""

    NEAR_DUPLICATES = "near-duplicates"
    OUTLIERS = "outliers"


def collection_key(collection: int) -> str:
    """The key of the gathering that a collection is."""
    return f"collection {collection}"


def tag_key(tag: int) -> str:
    """The key of the gathering that the items with a tag are."""
    return f"tag {tag}"


def is_fixed(key: str) -> bool:
    """Whether a gathering is certain items once and for all, such as a line of the legend or what was suggested."""
    return key.partition(" ")[0] not in {"collection", "tag", *Notice}


class Organiser(QObject):
    """Keeps what a window's sidebar shows up to date, and changes it; every change can be taken back.

    Signals:
        changed(): the lists for the user's attention differ.
    """

    changed = Signal()

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(explorer)
        self._explorer = explorer
        self._engine = explorer.engine
        self._attention: Attention | None = None
        self._latest: Gathering | None = None
        explorer.map_changed.connect(self._look_at_map)
        explorer.library_changed.connect(self._look_if_idle)
        explorer.scope_changed.connect(self._follow)
        explorer.marks_changed.connect(self._refresh_view)

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
    def tags(self) -> tuple[Tag, ...]:
        """All tags by name, as they were last counted."""
        overview = self._explorer.overview
        return overview.tags if overview else ()

    @property
    def open_collection(self) -> Collection | None:
        """The collection in view; None while there is none."""
        among = self._explorer.scope.among
        known = (one for one in self.collections if among and among.key == collection_key(one.id))
        return next(known, None)

    # ---- what is in view

    def show_collection(self, collection: int) -> None:
        """Keep only the items of a collection in view."""
        engine = self._engine
        self._look_up(collection_key(collection), lambda: organise.collected(engine, collection), self._show)

    def show_tag(self, tag: int) -> None:
        """Keep only the items with a tag in view."""
        engine = self._engine
        self._look_up(tag_key(tag), lambda: organise.tagged(engine, tag), self._show)

    def show_notice(self, notice: Notice) -> None:
        """Keep only what deserves a look in view: near-duplicates side by side, or outliers."""
        found = self._noticed(notice)
        if found is not None:
            self._show(found)

    def notes(self, item_of: Callable[[int], Item | None]) -> Mapping[int, Note]:
        """Why items are on the list for the user's attention that is in view; empty while none is.

        Args:
            item_of: what is known of an item by its id.
        """
        among, found = self._explorer.scope.among, self._attention
        if found is None or among is None or among.key not in set(Notice):
            return {}
        if among.key == Notice.NEAR_DUPLICATES:
            return notes_of_copies(found)
        return {strange.item: self._note_of(strange, item_of) for strange in found.reasons}

    def note_of_outlier(self, item: int, item_of: Callable[[int], Item | None]) -> Note | None:
        """Why an item is an outlier; None for one that is none."""
        reasons = self._attention.reasons if self._attention else ()
        return next((self._note_of(strange, item_of) for strange in reasons if strange.item == item), None)

    def copies_of(self, item: int) -> tuple[int, ...]:
        """Ids of the near-duplicates that an item belongs to, the best copy first; empty where there are none."""
        groups = (self._attention.near_duplicates if self._attention else None) or ()
        return next((group for group in groups if item in group), ())

    def lesser_copies(self, shown: Iterable[int]) -> tuple[int, ...]:
        """Those of some items of which another one of them is a better copy."""
        there = set(shown)
        groups = (self._attention.near_duplicates if self._attention else None) or ()
        kept = ([item for item in group if item in there] for group in groups)
        return tuple(item for group in kept for item in group[1:])

    def _note_of(self, strange: Strange, item_of: Callable[[int], Item | None]) -> Note:
        nearest = None if strange.nearest is None else item_of(strange.nearest)
        return note_of_strange(strange, shown_name(nearest.path) if nearest else "")

    # ---- tags

    def tag(self, items: Sequence[int], name: str, key: int | None = None, *, take_off: bool = True) -> None:
        """Put a tag on items; a new tag is made for a new name.

        Args:
            items: ids.
            name: of the tag.
            key: 1 to 9, for a new one.
            take_off: take it off where all of them have it already.
        """
        name, taken, engine = name.strip(), tuple(items), self._engine
        if not name:
            return
        words = self.tr("Tag “{name}” on 1 item") if len(taken) == 1 else self.tr("Tag “{name}” on {count} items")
        words = words.format(name=name, count=grouped(len(taken))) if taken else self.tr("New tag “{name}”")

        def told(put: bool) -> str:
            said = self.tr("Tagged “{name}”.") if put else self.tr("Took “{name}” off.")
            return said.format(name=name) if taken else ""

        self._change(words.format(name=name), lambda: organise.tag(engine, taken, name, key, take_off=take_off), told)

    def tag_by_key(self, items: Sequence[int], key: int) -> bool:
        """Put the tag of a key on items, or take it off; False where no tag has the key."""
        found = next((tag for tag in self.tags if tag.key == key), None)
        if found is not None and items:
            self.tag(items, found.name)
        return found is not None

    def rename_tag(self, tag: Tag, name: str) -> None:
        """Give a tag another name, unless another one has it."""
        engine = self._engine
        taken = self.tr("There is a tag called “{name}” already.")

        def renamed(new: str) -> Done[bool]:
            return organise.rename_tag(engine, tag.id, new)

        self._rename(self.tr("Renaming a tag"), tag.name, name, taken, renamed)

    def recolour_tag(self, tag: Tag, colour: int) -> None:
        """Give a tag another colour."""
        engine = self._engine
        self._change(self.tr("Colour of a tag"), lambda: organise.recolour_tag(engine, tag.id, colour))

    def rekey_tag(self, tag: Tag, key: int | None) -> None:
        """Give a tag another key, or none; a tag that had it has none then."""
        engine = self._engine
        self._change(self.tr("Key of a tag"), lambda: organise.rekey_tag(engine, tag.id, key))

    def remove_tag(self, tag: Tag) -> None:
        """Drop a tag, off all items."""
        engine = self._engine
        words = self.tr("Removed the tag “{name}”. Ctrl+Z brings it back.").format(name=tag.name)
        self._change(self.tr("Removing a tag"), lambda: organise.remove_tag(engine, tag.id), lambda _: words)

    # ---- collections

    def create(self, name: str, items: Sequence[int] = ()) -> None:
        """Make a collection, and put items into it; one of the same name is added to."""
        name, taken, engine = name.strip(), tuple(items), self._engine
        if name:
            told = self._added(name, len(taken)) if taken else self.tr("Made “{name}”.").format(name=name)
            words = self.tr("Making a collection")
            self._change(words, lambda: organise.create_collection(engine, name, taken), lambda _: told)

    def add(self, collection: Collection, items: Sequence[int]) -> None:
        """Put items into a collection."""
        taken, engine = tuple(items), self._engine
        if taken:
            words, told = self.tr("Adding to a collection"), self._added(collection.name, len(taken))
            self._change(words, lambda: organise.add_to_collection(engine, collection.id, taken), lambda _: told)

    def take_out(self, collection: Collection, items: Sequence[int]) -> None:
        """Take items out of a collection; they stay in the library."""
        taken, engine = tuple(items), self._engine
        if taken:
            words = self.tr("Taking out of a collection")
            self._change(words, lambda: organise.take_out(engine, collection.id, taken))

    def rename(self, collection: Collection, name: str) -> None:
        """Give a collection another name, unless another one has it."""
        engine, taken = self._engine, self.tr("There is a collection called “{name}” already.")

        def renamed(new: str) -> Done[bool]:
            return organise.rename_collection(engine, collection.id, new)

        self._rename(self.tr("Renaming a collection"), collection.name, name, taken, renamed)

    def remove(self, collection: Collection) -> None:
        """Drop a collection; its items stay in the library."""
        engine = self._engine
        told = self.tr("Removed the collection “{name}”. Ctrl+Z brings it back.").format(name=collection.name)
        words = self.tr("Removing a collection")
        self._change(words, lambda: organise.remove_collection(engine, collection.id), lambda _: told)

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
        """Keep the current query under a name, with its filters and the collection or tag in view."""
        query, name, engine = self._explorer.query, name.strip(), self._engine
        if query is None or not name:
            return
        among = query.filters.among
        if among is not None and is_fixed(among.key):  # there is no finding its items again
            query = replace(query, filters=replace(query.filters, among=None))
        told = self.tr("Saved as “{name}”.").format(name=name)
        words = self.tr("Saving a search")
        self._change(words, lambda: organise.save_search(engine, name, query), lambda _: told)

    def ask_saved(self, query: str, gathering: str | None = None) -> None:
        """Ask a saved search again, within the collection, tag or list in which it was saved, else everywhere."""
        try:
            asked = parse_line(query)
        except UsageError as problem:
            self._explorer.tell(problem)
            return

        def ask_within(found: Gathering) -> None:
            self._latest = found
            self._explorer.ask_everywhere(asked, found)

        if gathering is None:
            self._explorer.ask_everywhere(asked)
        else:
            self._gather(gathering, ask_within)

    def rename_search(self, search: SavedSearch, name: str) -> None:
        """Give a saved search another name, unless another one has it."""
        engine, taken = self._engine, self.tr("There is a saved search called “{name}” already.")

        def renamed(new: str) -> Done[bool]:
            return organise.rename_search(engine, search.id, new)

        self._rename(self.tr("Renaming a saved search"), search.name, name, taken, renamed)

    def remove_search(self, search: int) -> None:
        """Drop a saved search."""
        engine = self._engine
        self._change(self.tr("Removing a saved search"), lambda: organise.remove_search(engine, search))

    # ---- inside: changing

    def _added(self, name: str, count: int) -> str:
        if count == 1:
            return self.tr("Added 1 item to “{name}”.").format(name=name)
        return self.tr("Added {count} items to “{name}”.").format(count=grouped(count), name=name)

    def _rename(self, words: str, old: str, new: str, taken: str, work: Callable[[str], Done[bool]]) -> None:
        new = new.strip()
        if new and new != old:
            self._change(words, lambda: work(new), lambda is_free: "" if is_free else taken.format(name=new))

    def _change(self, name: str, work: Callable[[], Done[Any]], told: Callable[[Any], str] | None = None) -> None:
        """Make a change that can be taken back; `told` turns its result into a sentence for the user."""

        def done(made: Done[Any]) -> None:
            self._explorer.note_change(of_items=False)
            words = told(made.result) if told else ""
            if words:
                self._explorer.tell(words)

        self._explorer.history.carry_out(name, lambda _: work(), done)

    # ---- inside: what is in view

    def _refresh_view(self) -> None:
        among = self._explorer.scope.among
        if among is not None:
            self.refresh(among)

    def _show(self, gathering: Gathering) -> None:
        self._latest = gathering
        self._explorer.show_among(gathering)

    def _follow(self, scope: Filters) -> None:
        """Going back leads to a gathering as it was; show it as it is."""
        if scope.among is None:
            self._latest = None
            self._explorer.runner.forget("gathering")  # asked for before, and left since
        elif scope.among != self._latest:
            self._latest = scope.among
            self.refresh(scope.among)

    def refresh(self, gathering: Gathering) -> None:
        """Show a gathering as it is now, whatever items it had when it was named."""
        if is_fixed(gathering.key):
            self._show(gathering)
        else:
            self._gather(gathering.key, self._show)

    def _gather(self, key: str, use: Callable[[Gathering], None]) -> None:
        """Find the items of a gathering as it is now."""
        engine = self._engine
        sort, _, number = key.partition(" ")
        match sort:
            case "collection":
                self._look_up(key, lambda: organise.collected(engine, int(number)), use)
            case "tag":
                self._look_up(key, lambda: organise.tagged(engine, int(number)), use)
            case _:
                use(self._noticed(Notice(sort)) or Gathering(key, ()))

    def _look_up(self, key: str, call: Callable[[], tuple[int, ...] | None], use: Callable[[Gathering], None]) -> None:
        def found(items: tuple[int, ...] | None) -> None:
            if items is None:
                self._explorer.show_everything()
            else:
                use(Gathering(key, items))

        self._explorer.runner.look("gathering", call, found, self._explorer.tell)

    def _noticed(self, notice: Notice) -> Gathering | None:
        found = self._attention
        if found is None:
            return None
        return Gathering(notice.value, found.alike if notice is Notice.NEAR_DUPLICATES else found.outliers)

    # ---- inside: what deserves a look

    def _look_at_map(self, picture: MapPicture | None) -> None:
        if picture is not None and picture.is_final:
            self._look()

    def _look_if_idle(self) -> None:
        """While a job is changing the library or drawing its map, the final map is the time to look."""
        if not any(job.writes for job in self._explorer.runner.jobs):
            self._look()

    def _look(self) -> None:
        engine, before = self._engine, self._attention
        self._explorer.study("attention", lambda check: attention(engine, check, before), self._notice)

    def _notice(self, found: Attention) -> None:
        if found == self._attention:
            return
        self._attention = found
        self.changed.emit()
        among = self._explorer.scope.among
        if among is not None and among.key in set(Notice):
            self.refresh(among)


def organiser_of(explorer: Explorer) -> Organiser:
    """The one organiser of a window; whoever asks first makes it."""
    found = explorer.findChild(Organiser)
    return found if isinstance(found, Organiser) else Organiser(explorer)
