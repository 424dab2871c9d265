"""One writer at a time: a lock of the operating system on a file beside the library.

The system lets go of the lock when its process ends, however it ends, so nobody ever has to judge whether a lock is
stale. The file itself stays: removing it would let two processes lock two different files of the same name. What is
written in it only says who holds it.
"""

import os
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from orrery.errors import LibraryBusy, LibraryUnreachable

_POLL_S = 0.05
_FAR = 1 << 30
"""Windows locks bytes, and locked bytes cannot be read: lock one that is far behind the text."""

if sys.platform == "win32":
    import msvcrt

    def _try(file: int) -> bool:
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _let_go(file: int) -> None:
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def lock_path(library: Path) -> Path:
    """The file whose lock the writer of a library holds."""
    return library.with_name(library.name + "-lock")


class WriterLock:
    """Held from creation until close(); excludes other processes and other threads alike.

    Args:
        library: the file to write to; its folder must exist.
        wait_s: how long to wait for another writer, in seconds.

    Raises:
        LibraryBusy: another writer still holds it after wait_s; names its process.
        LibraryUnreachable: the folder cannot be written to, or knows no locks.
    """

    def __init__(self, library: Path, wait_s: float = 5.0) -> None:
        try:
            self._file = lock_path(library).open("a+b", buffering=0)
        except OSError as error:
            raise LibraryUnreachable(path=library, reason=(error.strerror or str(error)).lower()) from error
        try:
            self._wait(library, wait_s)
        except OSError as error:
            self._file.close()
            raise LibraryUnreachable(path=library, reason=(error.strerror or str(error)).lower()) from error
        except BaseException:
            self._file.close()
            raise
        self._sign()

    def _wait(self, library: Path, wait_s: float) -> None:
        until = time.monotonic() + wait_s
        while not _try(self._file.fileno()):
            left = until - time.monotonic()
            if left <= 0:
                raise LibraryBusy(path=library, holder=holder(library) or "unknown")
            time.sleep(min(_POLL_S, left))

    def _sign(self) -> None:
        """Write who we are; on a full disk only the name is lost, the lock holds all the same."""
        with suppress(OSError):
            self._file.truncate(0)
            self._file.write(f"{os.getpid()} {socket.gethostname()} {time.time():.0f}\n".encode())

    def close(self) -> None:
        """Let the next writer in; a second call does nothing."""
        if self._file.closed:
            return
        try:
            _let_go(self._file.fileno())
        finally:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def holder(library: Path) -> int | None:
    """Process id of the last writer that took the lock; None where nobody ever did."""
    try:
        return int(lock_path(library).read_bytes().split()[0])
    except (OSError, ValueError, IndexError):
        return None
