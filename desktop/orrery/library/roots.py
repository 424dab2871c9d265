"""Roots: the folders and files that the user added."""

import time

from orrery.library.connection import Connection
from orrery.library.items import shown, within
from orrery.library.rows import Root


class Roots:
    """Add, list and remove roots. They may lie inside one another; an item belongs to all that it is below."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, path: bytes, *, watched: bool | None = None) -> None:
        """Add a root, or find it there and reachable again.

        Args:
            path: os.fsencode bytes, absolute.
            watched: whether what changes in it is taken in at once; None leaves it as it is, or off for a new one.
        """
        chosen = None if watched is None else int(watched)
        with self._connection.writing():
            self._connection.change(
                """
                insert into roots (path, shown, watched, added_s) values (?, ?, coalesce(?, 0), ?)
                on conflict (path) do update set watched = coalesce(?, watched), reachable = 1""",
                (path, shown(path), chosen, time.time(), chosen),
            )

    def all(self) -> tuple[Root, ...]:
        """All roots in order of path, with the number of items below each."""
        with self._connection.reading():
            rows = self._connection.rows("select path, watched, reachable from roots order by path")
            return tuple(Root(path, bool(watched), bool(near), self._count(path)) for path, watched, near in rows)

    def set_reachable(self, path: bytes, *, reachable: bool) -> None:
        """Say whether its drive is there; the items are marked with items.mark()."""
        with self._connection.writing():
            self._connection.change("update roots set reachable = ? where path = ?", (int(reachable), path))

    def set_watched(self, path: bytes, *, watched: bool) -> None:
        """Say whether what changes in it is taken in at once."""
        with self._connection.writing():
            self._connection.change("update roots set watched = ? where path = ?", (int(watched), path))

    def remove(self, path: bytes) -> None:
        """Forget the root alone; its items stay. Library.forget() takes both."""
        with self._connection.writing():
            self._connection.change("delete from roots where path = ?", (path,))

    def _count(self, path: bytes) -> int:
        where, parameters = within(path)
        return self._connection.number(f"select count(*) from items where {where}", parameters)  # noqa: S608
