"""A file of the user's, opened for reading only.

Small files are read once, into memory, and hashed and decoded from there; larger ones are hashed as a stream and
decoded through the same descriptor, so that a file replaced in between cannot mix two contents.
"""

import errno
import hashlib
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from orrery.domain.item import FileStamp
from orrery.errors import EmptyFile, UnreadableFile

HEAD_BYTES = 64 << 10
"""Enough to see a zip's first entries, an MP3 frame behind a small ID3 tag, and whether a text is a text."""

_IN_MEMORY = 64 << 20
_CHUNK = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""O_NONBLOCK: should the path have become a pipe since it was looked at, opening it must not wait for a writer."""

_REASONS = {
    errno.ENOENT: "it is no longer there",
    errno.ENOTDIR: "it is no longer there",
    errno.EACCES: "you do not have permission to read it",
    errno.EPERM: "you do not have permission to read it",
    errno.ELOOP: "its links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EIO: "the drive reports an error",
    errno.ENXIO: "it is not a file",
    errno.ESTALE: "the drive it is on has gone",
}


def reason_of(error: OSError) -> str:
    """Say in plain words why the system refused, for the end of a sentence."""
    return _REASONS.get(error.errno or 0) or (error.strerror or "the system refuses").lower()


@dataclass
class Original:
    """An open file.

    Attributes:
        file: unbuffered, positioned anywhere.
        stamp: as found when it was opened.
        head: its first bytes, up to HEAD_BYTES.
    """

    file: io.FileIO
    stamp: FileStamp
    head: bytes

    @cached_property
    def _content(self) -> bytes | None:
        if self.stamp.size > _IN_MEMORY:
            return None
        self.file.seek(0)
        return self.file.readall()

    @cached_property
    def sha256(self) -> bytes:
        """Hash of the content, 32 bytes."""
        if self._content is not None:
            return hashlib.sha256(self._content).digest()
        self.file.seek(0)
        digest = hashlib.sha256()
        while chunk := self.file.read(_CHUNK):
            digest.update(chunk)
        return digest.digest()

    def stream(self) -> BinaryIO:
        """The content from its start, for one reader at a time."""
        if self._content is not None:
            return io.BytesIO(self._content)
        self.file.seek(0)
        return io.BufferedReader(_Shared(self.file), _CHUNK)

    def first(self, count: int) -> bytes:
        """At most count bytes from the start."""
        if self._content is not None:
            return self._content[:count]
        return self.stream().read(count)

    def last(self, count: int) -> bytes:
        """At most count bytes from the end."""
        if self._content is not None:
            return self._content[-count:]
        self.file.seek(max(0, self.stamp.size - count))
        return self.file.read(count) or b""

    def require_unchanged(self) -> None:
        """Raise UnreadableFile if somebody wrote to the file since it was opened; the next visit finds it settled."""
        if stamp_of(self.stamp.path, os.fstat(self.file.fileno())) != self.stamp:
            raise UnreadableFile(reason="it was changed while it was being read")


class _Shared(io.RawIOBase):
    """A raw file that outlives the readers put on top of it."""

    def __init__(self, file: io.FileIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._file.readinto(buffer)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)


def stamp_of(path: bytes, status: os.stat_result) -> FileStamp:
    """The stamp of a path whose status is known."""
    return FileStamp(path, status.st_size, status.st_mtime_ns)


@contextmanager
def opened(path: bytes) -> Iterator[Original]:
    """Open a file for reading.

    Raises:
        UnreadableFile: gone, no permission, or not a regular file. Pipes, sockets and devices are never opened.
        EmptyFile: no bytes in it.
    """
    try:
        _require_regular(os.stat(path))  # noqa: PTH116 - Path knows no bytes
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise UnreadableFile(reason=reason_of(error)) from error
    with io.FileIO(descriptor) as file:
        try:
            status = os.fstat(descriptor)
            _require_regular(status)
            head = file.read(HEAD_BYTES) or b""
            if not head:
                raise EmptyFile
            yield Original(file, stamp_of(path, status), head)
        except OSError as error:
            raise UnreadableFile(reason=reason_of(error)) from error


def _require_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFile(reason="it is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(reason="it is a pipe or a device, not a file")
