"""Opening, creating and bringing up to date the file of a library."""

import os
import sqlite3
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from orrery.errors import LibraryBusy, LibraryDamaged, LibraryNewer, LibraryUnreachable
from orrery.library import schema
from orrery.library.connection import BUSY_MS, Connection, problem_of
from orrery.library.lock import WriterLock

_HEADER_BYTES = 100
_CACHE_KIB = 16384
_LOOK_AGAIN_S = 0.1


def connect(path: Path, *, write: bool) -> Connection:
    """Open a file that is there, for reading or for writing, whatever its schema up to the newest.

    Raises:
        LibraryNewer, LibraryDamaged, LibraryUnreachable: with the reason.
    """
    _look_at(path)
    if write and not os.access(path, os.W_OK):
        raise LibraryUnreachable(path=path, reason="the file may not be changed")
    connection = _attach(path, write=write)
    try:
        _recognise(connection, path)
        _set(connection, write=write)
    except sqlite3.Error as error:
        connection.close()
        raise problem_of(error, path) or LibraryDamaged(path=path, reason=str(error)) from error
    except BaseException:
        connection.close()
        raise
    return Connection(connection, path, is_writable=write)


def _look_at(path: Path) -> None:
    """Refuse what is no library before SQLite touches it."""
    had_journal = _has_journal(path)
    try:
        if path.is_dir():
            raise LibraryUnreachable(path=path, reason="it is a folder")
        head, size = _head_and_size(path)
    except FileNotFoundError as error:
        raise LibraryUnreachable(path=path, reason="there is no such file") from error
    except OSError as error:
        raise LibraryUnreachable(path=path, reason=_words(error)) from error
    if not head:
        raise LibraryDamaged(path=path, reason="it is empty")
    if not head.startswith(b"SQLite format 3\0"):
        raise LibraryDamaged(path=path, reason="it is something else")
    if len(head) < _HEADER_BYTES or (size < _promised(head) and not (had_journal or _has_journal(path))):
        raise LibraryDamaged(path=path, reason="it is cut short")


_looked_with: dict[tuple[int, int], int] = {}
"""Descriptors that are never closed, by device and inode."""

_looking = threading.Lock()


def _head_and_size(path: Path) -> tuple[bytes, int]:
    """The first bytes of a file, and its length.

    On POSIX a process that closes a file loses every lock it has on it, those of SQLite's connections as well: the next
    process to close the library would take itself for the last one and remove the journal under them
    (https://sqlite.org/howtocorrupt.html, 2.2). So the file is opened once, and stays open until the process ends.
    """
    if sys.platform == "win32":
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES), os.fstat(file.fileno()).st_size
    with _looking:
        status = path.stat()
        key = status.st_dev, status.st_ino
        if key not in _looked_with:
            _looked_with[key] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        return os.pread(_looked_with[key], _HEADER_BYTES, 0), os.fstat(_looked_with[key]).st_size


def _promised(head: bytes) -> int:
    """How many bytes the header says there are (https://sqlite.org/fileformat.html, offsets 16 and 28)."""
    page = int.from_bytes(head[16:18], "big")
    return (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")


def _has_journal(path: Path) -> bool:
    """Whether pages may still be on their way from the journal into the file."""
    with suppress(OSError):
        return _beside(path, "-wal").stat().st_size > 0
    return False


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _attach(path: Path, *, write: bool) -> sqlite3.Connection:
    """A raw connection.

    A reader on a medium that cannot be written to has no place for the journal's index; without a journal the file
    cannot change under it either, so it is opened as immutable then.
    """
    try:
        return _opened(path, "mode=rw")
    except sqlite3.Error as error:
        if write or _has_journal(path) or error.sqlite_errorcode & 0xFF not in _WITHOUT_INDEX:
            raise problem_of(error, path) or LibraryDamaged(path=path, reason=str(error)) from error
        return _opened(path, "mode=ro&immutable=1")


_WITHOUT_INDEX = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def _opened(path: Path, how: str) -> sqlite3.Connection:
    uri = f"file:{quote(os.fsencode(path.absolute()))}?{how}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        connection.execute("select count(*) from sqlite_schema").fetchone()  # sqlite opens nothing before it is asked
    except BaseException:
        connection.close()
        raise
    return connection


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("pragma application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise LibraryDamaged(path=path, reason="it is the database of another program")
    found = number_of(connection)
    if found > schema.newest():
        raise LibraryNewer(path=path, found=found, known=schema.newest())


def number_of(connection: sqlite3.Connection) -> int:
    """The schema of an open file."""
    return int(connection.execute("pragma user_version").fetchone()[0])


def _set(connection: sqlite3.Connection, *, write: bool) -> None:
    """What has to be said on every connection."""
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma secure_delete = on")  # what is forgotten is overwritten, not only unlinked
    connection.execute("pragma temp_store = memory")
    connection.execute(f"pragma cache_size = {-_CACHE_KIB}")
    if not write:
        connection.execute("pragma query_only = on")


def create(path: Path) -> None:
    """Make an empty library; the caller holds the writer's lock and has seen that there is none.

    It is made under another name and moved into place whole, so that a file of that name is always a library.

    Raises:
        LibraryUnreachable: the folder cannot be written to.
        DiskFull: no room.
    """
    making = _beside(path, "-new")
    try:
        for ending in ("-new", "-new-wal", "-new-shm", "-wal", "-shm"):
            # A journal left behind by a removed library would be played into the new one.
            _beside(path, ending).unlink(missing_ok=True)
        with closing(sqlite3.connect(making, isolation_level=None)) as connection:
            connection.execute(f"pragma page_size = {schema.PAGE_BYTES}")  # has no effect once the journal is WAL
            connection.execute("pragma journal_mode = wal")
            connection.execute(f"pragma application_id = {schema.APPLICATION_ID}")
            _climb(connection, making)
        making.replace(path)
    except sqlite3.Error as error:
        making.unlink(missing_ok=True)
        raise problem_of(error, path) or LibraryUnreachable(path=path, reason=str(error)) from error
    except OSError as error:
        raise LibraryUnreachable(path=path, reason=_words(error)) from error


def bring_up_to_date(path: Path) -> None:
    """Back an older library up beside itself and take it to the newest schema; the caller holds the writer's lock.

    Raises:
        DiskFull: no room for the backup or the steps; the library is as it was.
    """
    with closing(_attach(path, write=True)) as connection:
        try:
            found = number_of(connection)
            if found >= schema.newest():
                return
            _back_up(connection, path, found)
            _climb(connection, path)
        except sqlite3.Error as error:
            raise problem_of(error, path) or LibraryDamaged(path=path, reason=str(error)) from error


def _back_up(connection: sqlite3.Connection, path: Path, found: int) -> None:
    """A complete copy, journal included, under a name that is still free."""
    making = _beside(path, "-backup")
    making.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(making, isolation_level=None)) as copy:
            connection.backup(copy)
            copy.execute("pragma journal_mode = delete")  # one file, nothing beside it
        making.replace(_free_name(path, found))
    except OSError as error:
        raise LibraryUnreachable(path=path, reason=_words(error)) from error
    finally:
        making.unlink(missing_ok=True)


def _free_name(path: Path, found: int) -> Path:
    wanted = _beside(path, f".v{found}-backup")
    number = 2
    while wanted.exists():
        wanted = _beside(path, f".v{found}-backup-{number}")
        number += 1
    return wanted


def _climb(connection: sqlite3.Connection, path: Path) -> None:
    """Take every missing step, all in one transaction."""
    connection.execute("pragma foreign_keys = off")  # a step may rebuild a table; cannot be switched inside one
    connection.execute("begin immediate")
    try:
        for number in range(number_of(connection) + 1, schema.newest() + 1):
            schema.STEPS[number](connection)
        if connection.execute("pragma foreign_key_check").fetchone() is not None:
            raise LibraryDamaged(path=path, reason="its rows contradict one another")
        connection.execute(f"pragma user_version = {schema.newest()}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def is_old(path: Path) -> bool:
    """Whether a library has to be brought up to date before use; raises like connect()."""
    _look_at(path)
    with closing(_attach(path, write=False)) as connection:
        try:
            _recognise(connection, path)
            return number_of(connection) < schema.newest()
        except sqlite3.Error as error:
            raise problem_of(error, path) or LibraryDamaged(path=path, reason=str(error)) from error


def prepare(path: Path, *, write: bool, create_it: bool, wait_s: float) -> WriterLock | None:
    """Make sure that there is an up-to-date library, and take the lock if it is to be written to.

    Returns:
        The lock, held; None for a reader.
    """
    if create_it and not path.exists():
        _make_folder(path)
    elif not is_old(path) and not write:
        return None
    lock = _lock(path, wait_s, write=write)
    if lock is None:
        return None
    try:
        if create_it and not path.exists():  # another process may have made it while we waited
            create(path)
        if is_old(path):
            bring_up_to_date(path)
    except BaseException:
        lock.close()
        raise
    if write:
        return lock
    lock.close()
    return None


def _lock(path: Path, wait_s: float, *, write: bool) -> WriterLock | None:
    """The writer's lock; None where the library was made while a reader waited for it.

    Whoever makes a library may go on to fill it, for hours, and holds the lock all the while.
    """
    if write:
        return WriterLock(path, wait_s)
    until = time.monotonic() + wait_s
    while True:
        try:
            return WriterLock(path, min(wait_s, _LOOK_AGAIN_S))
        except LibraryBusy:
            if path.exists() and not is_old(path):
                return None
            if time.monotonic() >= until:
                raise


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryUnreachable(path=path, reason=_words(error)) from error


def _words(error: OSError) -> str:
    """The system's reason, without the path that the sentence already names."""
    return (error.strerror or str(error)).lower()
