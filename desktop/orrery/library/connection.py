"""One connection to a library file: reading, writing in whole batches, and SQLite's errors as sentences."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from orrery.errors import DiskFull, LibraryBusy, LibraryDamaged, LibraryProblem, LibraryUnreachable
from orrery.library.lock import holder

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_MS = 10_000
"""How long SQLite itself waits; only a checkpoint or a recovery ever makes it, the writer's lock does the rest."""

_PATIENCE_MS = 1_000
"""How long emptying the journal waits for readers; loading 500,000 vectors takes about that."""

_ROOM_BYTES = 1 << 20
"""With less than this left, an input/output error is a full disk in all likelihood (SQLite cannot always tell)."""


class Connection:
    """SQL on one library, from the thread that opened it.

    Args:
        connection: opened with isolation_level None, all settings made.
        path: of the library, for messages.
        is_writable: whether writing() is allowed.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, *, is_writable: bool) -> None:
        self.path = path
        self.is_writable = is_writable
        self._sql = connection
        self._moved: set[str] = set()
        self._is_wiped = False

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple]:
        """All rows of a query."""
        with self.guarded():
            return self._sql.execute(sql, _plain(parameters)).fetchall()

    def row(self, sql: str, parameters: Sequence[object] = ()) -> tuple | None:
        """The first row of a query, or None."""
        with self.guarded():
            return self._sql.execute(sql, _plain(parameters)).fetchone()

    def number(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """The single whole number that a query gives; 0 for none."""
        found = self.row(sql, parameters)
        return 0 if found is None or found[0] is None else int(found[0])

    def pieces(self, sql: str, parameters: Sequence[object], size: int) -> Iterator[list[tuple]]:
        """The rows of a query, size at a time, for results too large to hold twice."""
        with self.guarded():
            cursor = self._sql.execute(sql, _plain(parameters))
            while rows := cursor.fetchmany(size):
                yield rows

    def change(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run one statement inside writing(); gives how many rows it changed."""
        assert self._sql.in_transaction, "a change belongs inside writing()"
        with self.guarded():
            return self._sql.execute(sql, _plain(parameters)).rowcount

    def insert(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run one insert inside writing(); gives the id of the new row."""
        assert self._sql.in_transaction, "a change belongs inside writing()"
        with self.guarded():
            return self._sql.execute(sql, _plain(parameters)).lastrowid or 0

    def change_many(self, sql: str, parameters: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows inside writing()."""
        assert self._sql.in_transaction, "a change belongs inside writing()"
        with self.guarded():
            self._sql.executemany(sql, parameters)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one and the same state of the library in several queries."""
        if self._sql.in_transaction:
            yield
            return
        with self.guarded():
            self._sql.execute("begin")
            try:
                yield
            finally:
                if self._sql.in_transaction:
                    self._sql.execute("commit")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One batch: all of it is stored, or nothing. Inside another one it becomes part of that.

        Raises:
            LibraryUnreachable: opened for reading only.
            DiskFull: no room; nothing of the batch is stored.
        """
        if not self.is_writable:
            raise LibraryUnreachable(path=self.path, reason="it was opened for reading only")
        with self.guarded():
            if self._sql.in_transaction:
                with self._database.atomic():
                    yield
                return
            self._moved.clear()
            self._is_wiped = False
            with self._transaction():
                before = self._sql.total_changes
                yield
                if self._sql.total_changes != before:
                    self._count()
            if self._is_wiped:
                self._truncate_journal()

    @cached_property
    def _database(self) -> "Database":
        """What makes a batch whole; for writers only, because importing it costs a reader 60 ms of the start."""
        import sqlite_utils

        # Plugins installed elsewhere on the machine have no business in a library.
        return sqlite_utils.Database(self._sql, execute_plugins=False)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Take SQLite's own lock at once, waiting for the batch of another connection.

        One that began by reading could not go on to write when another connection has written meanwhile.
        """
        self._sql.execute("begin immediate")
        try:
            with self._database.atomic():
                yield
            self._sql.execute("commit")
        except BaseException:
            if self._sql.in_transaction:
                self._sql.execute("rollback")
            raise

    def moved(self, *counters: str) -> None:
        """Note inside writing() that "vectors" or "replaced" counts on when the batch is stored."""
        self._moved.update(counters)

    def try_out(self, sql: str) -> None:
        """Run one statement and take it back, for what SQLite tells only to writers."""
        with self.guarded():
            self._sql.execute("begin")
            try:
                self._sql.execute(sql)
            finally:
                self._sql.rollback()

    def compact(self) -> None:
        """Give the room of what was deleted back to the disk; takes as much room again while it works.

        Raises:
            DiskFull: there is none; the library is as it was, and uses the room inside itself.
        """
        with self.guarded():
            self._sql.execute("vacuum")
            self._truncate_journal()

    def wipe(self) -> None:
        """Ask inside writing() that nothing of what was deleted stays behind in the journal."""
        self._is_wiped = True

    def _count(self) -> None:
        for name in sorted(self._moved | {"everything"}):
            self._sql.execute("update counters set value = value + 1 where name = ?", (name,))
        if "vectors" in self._moved:
            # A library put back from a backup counts the same numbers again; no two of its states draw the same one.
            self._sql.execute("insert or replace into counters (name, value) values ('drawn', random())")

    def counter(self, name: str) -> int:
        """How often something was changed: "everything", "vectors" or "replaced"; or the number "drawn" last."""
        return self.number("select value from counters where name = ?", (name,))

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn what SQLite says into a sentence for the user; a wrong statement stays a bug."""
        try:
            yield
        except sqlite3.Error as error:
            problem = problem_of(error, self.path)
            if problem is None:
                raise
            raise problem from error

    def _truncate_journal(self) -> None:
        """Bring the journal into the file and empty it; readers in the middle of something may keep it from being done.

        The next time, or the last connection that closes, does it then.
        """
        self._sql.execute(f"pragma busy_timeout = {_PATIENCE_MS}")
        try:
            self._sql.execute("pragma wal_checkpoint(truncate)").fetchone()
        finally:
            self._sql.execute(f"pragma busy_timeout = {BUSY_MS}")

    def close(self) -> None:
        """End it; what is not stored yet is dropped."""
        self._sql.close()


def listed(values: Iterable[object]) -> str:
    """Many values as one parameter, for `in (select value from json_each(?))`; ids may be numpy's."""
    return json.dumps([value.item() if isinstance(value, np.generic) else value for value in values])


def _plain(parameters: Sequence[object]) -> list[object]:
    """Numpy's scalars as Python's: SQLite would take them for BLOBs without a word, and find nothing."""
    return [value.item() if isinstance(value, np.generic) else value for value in parameters]


def _busy(_: sqlite3.Error, path: Path) -> LibraryProblem:
    return LibraryBusy(path=path, holder=holder(path) or "unknown")


def _damaged(error: sqlite3.Error, path: Path) -> LibraryProblem:
    return LibraryDamaged(path=path, reason=str(error))


def _unreachable(error: sqlite3.Error, path: Path) -> LibraryProblem:
    return LibraryUnreachable(path=path, reason=str(error))


def _full(_: sqlite3.Error, path: Path) -> LibraryProblem:
    return DiskFull(path=path)


def _broken_medium(error: sqlite3.Error, path: Path) -> LibraryProblem:
    try:
        room = shutil.disk_usage(path.parent).free
    except OSError:
        return _unreachable(error, path)
    return DiskFull(path=path) if room < _ROOM_BYTES else _unreachable(error, path)


_PROBLEMS: dict[int, Callable[[sqlite3.Error, Path], LibraryProblem]] = {
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_IOERR: _broken_medium,
    sqlite3.SQLITE_NOTADB: _damaged,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    sqlite3.SQLITE_CANTOPEN: _unreachable,
    sqlite3.SQLITE_READONLY: _unreachable,
    sqlite3.SQLITE_PERM: _unreachable,
    sqlite3.SQLITE_AUTH: _unreachable,
}


def problem_of(error: sqlite3.Error, path: Path) -> LibraryProblem | None:
    """The sentence for an error of SQLite; None where the error is our own mistake."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    make = _PROBLEMS.get(code & 0xFF)
    return make(error, path) if make else None
