"""Items: one row a path."""

import os
import time
from collections.abc import Collection as Several
from collections.abc import Iterable, Iterator

import numpy as np

from orrery.domain.item import NO_FACTS, FileStamp, Item, ItemState, OutcomeKind
from orrery.domain.modality import Kind
from orrery.domain.query import Bounds
from orrery.domain.space import VectorSpace
from orrery.library.connection import Connection, listed
from orrery.library.facts import StoredFacts
from orrery.library.rows import Ids, KnownFile, Matches

_SEPARATOR = os.fsencode(os.sep)

_ITEM = """
    select items.id, items.path, items.kind, items.content, items.size, items.mtime_ns, items.state, contents.facts,
        contents.sha256
    from items left join contents on contents.id = items.content"""

# A photo counts by the day it was taken, anything else by the day its file was last changed, both on the local clock.
_DAY = """coalesce(
    substr(json_extract(contents.facts, '$.taken'), 1, 10),
    date(items.mtime_ns / 1000000000, 'unixepoch', 'localtime'))"""

# Looking an enum up by value costs a call each; three small tables make 100,000 rows twice as fast.
_STATES = {state.value: state for state in ItemState}
_KINDS = {kind.value: kind for kind in Kind}
_OUTCOMES = {outcome.value: outcome for outcome in OutcomeKind}

_DURATION = "json_extract(contents.facts, '$.duration_s')"
_STARS = "(select stars from ratings where ratings.item = items.id)"


class Items:
    """Find, list, filter and mark items; what joins them to contents is in `intake`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, item: int) -> Item | None:
        """The item of that id."""
        return next(self._items("where items.id = ?", (item,)), None)

    def several(self, items: Iterable[int]) -> dict[int, Item]:
        """The items of those ids, as far as there are any; id → item."""
        return {
            item.id: item
            for item in self._items("where items.id in (select value from json_each(?))", (listed(items),))
        }

    def by_path(self, path: bytes) -> Item | None:
        """The item at exactly that path."""
        return next(self._items("where items.path = ?", (path,)), None)

    def all(self, kinds: Several[Kind] = (), states: Several[ItemState] = (ItemState.PRESENT,)) -> tuple[Item, ...]:
        """Items in order of path.

        Args:
            kinds: any of these; empty means all, also those whose kind was never clear.
            states: any of these; empty means all.
        """
        wanted = "where (? = '[]' or items.kind in (select value from json_each(?)))"
        wanted += " and (? = '[]' or items.state in (select value from json_each(?))) order by items.path"
        return tuple(self._items(wanted, (listed(kinds), listed(kinds), listed(states), listed(states))))

    def below(self, folder: bytes) -> tuple[Item, ...]:
        """The item at a path and all items below it, whatever their state, in order of path."""
        where, parameters = within(folder)
        return tuple(self._items(f"where {where} order by items.path", parameters))

    def of_content(self, content: int) -> tuple[Item, ...]:
        """All items with one content, whatever their state: an original and its copies."""
        return tuple(self._items("where items.content = ? order by items.path", (content,)))

    def of_contents(self, contents: Iterable[int]) -> dict[int, tuple[Item, ...]]:
        """Content id → its present items in order of path."""
        where = (
            "where items.content in (select value from json_each(?)) and items.state = 'present' order by items.path"
        )
        found: dict[int, list[Item]] = {}
        for item in self._items(where, (listed(contents),)):
            assert item.content is not None
            found.setdefault(item.content, []).append(item)
        return {content: tuple(items) for content, items in found.items()}

    def owners(self, size: int) -> Iterator[list[tuple[int, Kind, int]]]:
        """Id, kind and content of every present item that has both, in order of path; size at a time."""
        sql = "select id, kind, content from items where state = 'present' and content is not null and kind is not null"
        for rows in self._connection.pieces(sql + " order by path", (), size):
            yield [(id_, _KINDS[kind], content) for id_, kind, content in rows]

    def known(self, space: VectorSpace | None = None) -> dict[bytes, KnownFile]:
        """Path → what is known of it, all items whatever their state; one query, made for a walk.

        Args:
            space: whose outcomes to tell; without one they are None.
        """
        rows = self._connection.rows(
            """
            select path, items.id, size, mtime_ns, state, kind, content, outcome from items left join outcomes
            on outcomes.item = items.id and outcomes.space = (select id from spaces where name = ?)""",
            (space.id if space else None,),
        )
        return {
            path: KnownFile(id_, size, mtime_ns, _STATES[state], _KINDS.get(kind), content, _OUTCOMES.get(outcome))
            for path, id_, size, mtime_ns, state, kind, content, outcome in rows
        }

    def matching(
        self,
        *,
        kinds: Several[Kind] = (),
        folders: Several[bytes] = (),
        tags: Several[str] = (),
        after: str | None = None,
        before: str | None = None,
        among: Several[int] | None = None,
        duration_s: Bounds | None = None,
        size_bytes: Bounds | None = None,
        rating: Bounds | None = None,
    ) -> Matches:
        """Present items with a content that pass every filter; an empty filter lets all pass.

        Args:
            kinds: any of these.
            folders: at or below any of these paths.
            tags: with all of these names.
            after: taken or changed on or after this ISO day.
            before: taken or changed before this ISO day.
            among: ids of the only items that may pass; None for any, none of them for none.
            duration_s: of the content; what has no duration does not pass.
            size_bytes: of the file.
            rating: stars; what has none does not pass.
        """
        where = ["items.state = 'present'", "items.content is not null"]
        parameters: list[object] = []
        if kinds:
            where.append("items.kind in (select value from json_each(?))")
            parameters.append(listed(kinds))
        if folders:
            ranges = [within(folder) for folder in folders]
            where.append("(" + " or ".join(sql for sql, _ in ranges) + ")")
            parameters += [value for _, values in ranges for value in values]
        for tag in tags:
            where.append("items.id in (select item from item_tags join tags on tags.id = tag where name = ?)")
            parameters.append(tag)
        if among is not None:
            where.append("items.id in (select value from json_each(?))")
            parameters.append(listed(among))
        limits = [(f"{_DAY} >= ?", after), (f"{_DAY} < ?", before)]
        for column, bounds in ((_DURATION, duration_s), ("items.size", size_bytes), (_STARS, rating)):
            if bounds is not None:
                limits += [(f"{column} >= ?", bounds.least), (f"{column} <= ?", bounds.most)]
        for condition, limit in limits:
            if limit is not None:
                where.append(condition)
                parameters.append(limit)
        rows = self._connection.rows(
            "select items.id, items.content from items join contents on contents.id = items.content "  # noqa: S608
            f"where {' and '.join(where)} order by items.id",
            parameters,
        )
        pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return Matches(pairs[:, 0].copy(), pairs[:, 1].copy())

    def mark(self, items: Iterable[int], state: ItemState) -> None:
        """Say of many items at once that they are present again, vanished, or on a drive that is not there."""
        with self._connection.writing():
            changed = self._connection.change(
                "update items set state = ? where id in (select value from json_each(?)) and state <> ?",
                (state.value, listed(items), state.value),
            )
            if changed:
                self._connection.moved("vectors", "replaced")

    def touch(self, item: int, stamp: FileStamp) -> None:
        """Note new size and time of a file whose content is the same; it is present again if it was not."""
        self.touch_many([(item, stamp)])

    def touch_many(self, stamps: Iterable[tuple[int, FileStamp]]) -> None:
        """touch() for many items in one transaction."""
        stamps = list(stamps)
        with self._connection.writing():
            self._connection.change_many(
                "update items set size = ?, mtime_ns = ?, seen_s = ? where id = ?",
                [(stamp.size, stamp.mtime_ns, time.time(), item) for item, stamp in stamps],
            )
            self.mark([item for item, _ in stamps], ItemState.PRESENT)

    def ids(self, states: Several[ItemState] = (ItemState.PRESENT,)) -> Ids:
        """Ids of all items in those states, ascending."""
        rows = self._connection.rows(
            "select id from items where state in (select value from json_each(?)) order by id", (listed(states),)
        )
        return np.array(rows, dtype=np.int64).reshape(-1)

    def _items(self, where: str, parameters: tuple[object, ...]) -> Iterator[Item]:
        for row in self._connection.rows(_ITEM + " " + where, parameters):
            id_, path, kind, content, size, mtime_ns, state, facts, sha256 = row
            known = StoredFacts(facts) if facts else NO_FACTS
            yield Item(id_, path, _KINDS.get(kind), content, size, mtime_ns, _STATES[state], known, sha256)


def within(folder: bytes) -> tuple[str, tuple[bytes, ...]]:
    """The condition on a column “path”, and its values, for what is at a path or below it, whether it exists or not.

    A range of bytes rather than LIKE: it uses the index on path, and knows no wildcards.
    """
    start = folder if folder.endswith(_SEPARATOR) else folder + _SEPARATOR
    end = start[:-1] + bytes([start[-1] + 1])
    return "(path = ? or (path >= ? and path < ?))", (start[:-1] or start, start, end)


def shown(path: bytes) -> str:
    """A path as it can be shown and searched; not every file name is UTF-8."""
    return path.decode("utf-8", "replace")
