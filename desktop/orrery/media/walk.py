"""Finding files below folders: nothing is opened and no kind is decided here."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from orrery.domain.item import FileStamp
from orrery.errors import UnreadableFile
from orrery.media.original import reason_of, stamp_of

_SYSTEM_NAMES = frozenset(
    {b"thumbs.db", b"ehthumbs.db", b"desktop.ini", b"$recycle.bin", b"system volume information", b"__macosx"}
)
_HIDDEN_ATTRIBUTES = 0x2 | 0x4  # FILE_ATTRIBUTE_HIDDEN, FILE_ATTRIBUTE_SYSTEM; only Windows fills them in


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file.

    Attributes:
        stamp: its absolute path, size and time.
        root: the path given by the user under which it was found, absolute, os.fsencode bytes.
    """

    stamp: FileStamp
    root: bytes


@dataclass(frozen=True, slots=True)
class Unwalkable:
    """A path that leads to no file.

    Attributes:
        path: absolute, os.fsencode bytes.
        problem: why, as a sentence for the user.
        root: the path given by the user under which it was found.
    """

    path: bytes
    problem: UnreadableFile
    root: bytes = b""


def walk(paths: Sequence[bytes]) -> Iterator[Found | Unwalkable]:
    """Find every file at or below some paths.

    Folders are listed in the order of their names' bytes, each folder before the next. Hidden and system files are left
    out unless given by name. Links are followed; linked folders come last, so that a folder that can be reached
    directly and through a link is found under its own name, once. A linked file is a path of its own.

    Args:
        paths: os.fsencode bytes, absolute or relative to the current folder.

    Yields:
        Each file once, and each path that could not be followed with a sentence why.
    """
    given = list(dict.fromkeys(os.path.abspath(path) for path in paths))  # noqa: PTH100 - Path knows no bytes
    walker = _Walker(files_given={path for path in given if os.path.isfile(path)})  # noqa: PTH113
    for path in given:
        yield from walker.given(path)
    while walker.linked_folders:
        yield from walker.folder(*walker.linked_folders.pop(0))


@dataclass(slots=True)
class _Walker:
    """One walk: what it has seen and what it left for later."""

    files_given: set[bytes]
    linked_folders: list[tuple[bytes, bytes]] = field(default_factory=list)
    _folders_seen: set[tuple[int, int]] = field(default_factory=set)

    def given(self, path: bytes) -> Iterator[Found | Unwalkable]:
        """Whatever the user named, hidden or not."""
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError as error:
            yield _unwalkable(path, path, error)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self.folder(path, path)
        else:
            yield _file(path, path, status)

    def folder(self, top: bytes, root: bytes) -> Iterator[Found | Unwalkable]:
        """Everything below a folder; a stack instead of recursion, because trees can be deeper than Python's stack."""
        waiting = [top]
        while waiting:
            path = waiting.pop()
            try:
                if not self._is_new(path):
                    continue
                entries = _listed(path)
            except OSError as error:
                yield _unwalkable(path, root, error)
                continue
            deeper = []
            for entry in entries:
                if _is_folder(entry):
                    (self.linked_folders if entry.is_symlink() else deeper).append((entry.path, root))
                elif entry.path not in self.files_given:
                    yield _entry(entry, root)
            waiting += [path for path, _ in reversed(deeper)]

    def _is_new(self, folder: bytes) -> bool:
        status = os.stat(folder)  # noqa: PTH116
        identity = (status.st_dev, status.st_ino)
        if identity in self._folders_seen:
            return False
        self._folders_seen.add(identity)
        return True


def _listed(folder: bytes) -> list[os.DirEntry[bytes]]:
    with os.scandir(folder) as entries:
        return sorted((entry for entry in entries if not _is_hidden(entry)), key=lambda entry: entry.name)


def _is_hidden(entry: os.DirEntry[bytes]) -> bool:
    if entry.name.startswith(b".") or entry.name.lower() in _SYSTEM_NAMES:
        return True
    if os.name != "nt":
        return False
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & _HIDDEN_ATTRIBUTES)


def _is_folder(entry: os.DirEntry[bytes]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle; its stat will say so
        return False


def _entry(entry: os.DirEntry[bytes], root: bytes) -> Found | Unwalkable:
    try:
        return _file(entry.path, root, entry.stat())
    except OSError as error:
        return _unwalkable(entry.path, root, error)


def _file(path: bytes, root: bytes, status: os.stat_result) -> Found | Unwalkable:
    if stat.S_ISREG(status.st_mode):
        return Found(stamp_of(path, status), root)
    problem = UnreadableFile(reason="it is a pipe, a socket or a device, not a file")
    return Unwalkable(path, problem, root)


def _unwalkable(path: bytes, root: bytes, error: OSError) -> Unwalkable:
    # Path.is_symlink and os.path.islink swallow errors alike; a link that leads nowhere deserves its own words.
    is_dangling = isinstance(error, FileNotFoundError) and os.path.islink(path)  # noqa: PTH114
    reason = "it is a link to something that is not there" if is_dangling else reason_of(error)
    return Unwalkable(path, UnreadableFile(reason=reason), root)
