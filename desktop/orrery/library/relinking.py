"""Items that follow their files to another folder: ids, contents, vectors and marks stay as they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from orrery.domain.item import FileStamp, ItemState
from orrery.library.connection import Connection
from orrery.library.items import shown, within


@dataclass(frozen=True, slots=True)
class Found:
    """Where the file of an item is now; `is_there` is False for one that was not found below the new folder either."""

    item: int
    stamp: FileStamp
    is_there: bool = True


class Relinking:
    """Give items and roots other paths, inside the transaction of the caller."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def relink(self, old: bytes, new: bytes, found: Iterable[Found]) -> None:
        """Let a root, what it was split into and its items lie elsewhere.

        An item that the library got to know at the new place meanwhile becomes one with the old item: that keeps its
        id and gets the tags and collections of both.

        Args:
            old: path of the root as it was.
            new: the folder in which its files are now.
            found: every item at or below the old path.
        """
        with self._connection.writing():
            self._move_roots(old, new)
            for entry in found:
                self._move(entry)
            self._connection.moved("vectors", "replaced")

    def _move_roots(self, old: bytes, new: bytes) -> None:
        where, parameters = within(old)
        roots = self._connection.rows(f"select id, path from roots where {where} order by path", parameters)  # noqa: S608
        for root, path in roots:
            place = new + path[len(old) :]
            there = self._connection.number("select id from roots where path = ? and id <> ?", (place, root))
            if there:
                self._connection.change("update items set root = ? where root = ?", (there, root))
                self._connection.change("delete from roots where id = ?", (root,))
            else:
                self._connection.change(
                    "update roots set path = ?, shown = ?, reachable = 1 where id = ?", (place, shown(place), root)
                )

    def _move(self, entry: Found) -> None:
        other = self._connection.row("select id, state from items where path = ?", (entry.stamp.path,))
        if other is not None and other[0] != entry.item:
            if not entry.is_there:
                return  # nobody knows where the file is: its item stays under the old path
            self._merge(other[0], entry.item)
        state = ItemState.PRESENT if entry.is_there else ItemState.VANISHED
        stamp = entry.stamp
        self._connection.change(
            "update items set path = ?, shown = ?, size = ?, mtime_ns = ?, state = ? where id = ?",
            (stamp.path, shown(stamp.path), stamp.size, stamp.mtime_ns, state.value, entry.item),
        )

    def _merge(self, other: int, item: int) -> None:
        for table in ("item_tags", "collection_items"):
            self._connection.change(f"update or ignore {table} set item = ? where item = ?", (item, other))  # noqa: S608
        self._connection.change("delete from items where id = ?", (other,))
