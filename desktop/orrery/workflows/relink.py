"""Tell the library where a folder has moved to; nothing is read but what has to be recognised, nothing is encoded."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from orrery.domain.item import FileStamp, Item
from orrery.errors import FileProblem, NoSuchPath
from orrery.library.changes import FILES
from orrery.library.library import Library
from orrery.library.relinking import Found
from orrery.media.original import opened, stamp_of
from orrery.media.walk import Found as FoundFile
from orrery.media.walk import walk
from orrery.workflows.engine import Engine
from orrery.workflows.job import JobContext, Progress
from orrery.workflows.organise import Done


@dataclass(frozen=True, slots=True)
class RelinkReport:
    """What became of the items of a moved folder.

    Attributes:
        found: at the same place inside the new folder.
        elsewhere: found by their content at another place inside it.
        missing: not found; marked as vanished, and back as soon as their files are.
    """

    found: int
    elsewhere: int
    missing: int


def relink(engine: Engine, old: bytes, new: bytes, job: JobContext | None = None) -> Done[RelinkReport]:
    """Find the items of a folder in the place where it is now.

    A file at the same place inside the new folder is the old one if size and time are the same, as they are for a
    folder that was moved, or else if its hash is. What is not there is sought by size and hash in all of the new
    folder.

    Args:
        engine: on the library.
        old: path of the folder as the library knows it.
        new: where it is now.
        job: to stop and to tell of progress; a stopped one changes nothing.

    Raises:
        NoSuchPath: there is no such folder.
    """
    job = job or JobContext()
    if not os.path.isdir(new):  # noqa: PTH112  (a path in bytes)
        raise NoSuchPath(path=new.decode("utf-8", "replace"))
    with engine.library(write=True) as library:
        items = library.items.below(old)
        search = _Search(library, old, new, job)
        in_place = list(search.in_place(items))
        placed = {found.item for found in in_place}
        rest = [item for item in items if item.id not in placed]
        elsewhere = list(search.by_content(rest, taken={found.stamp.path for found in in_place}))
        placed |= {found.item for found in elsewhere}
        missing = [
            Found(item.id, FileStamp(search.place_of(item), item.size, item.mtime_ns), is_there=False)
            for item in items
            if item.id not in placed
        ]
        job.check()
        with library.changes.recorded(FILES) as patch:
            library.relinking.relink(old, new, [*in_place, *elsewhere, *missing])
    return Done(RelinkReport(len(in_place), len(elsewhere), len(missing)), patch)


@dataclass(frozen=True, slots=True)
class _Search:
    library: Library
    old: bytes
    new: bytes
    job: JobContext

    def place_of(self, item: Item) -> bytes:
        """Where an item would be if the folder was moved as it was."""
        return self.new + item.path[len(self.old) :]

    def in_place(self, items: Sequence[Item]) -> Iterator[Found]:
        """Items at the same place inside the new folder."""
        for number, item in enumerate(items):
            self.job.check()
            self.job.report(Progress(number, len(items), item.name))
            try:
                stamp = stamp_of(self.place_of(item), os.stat(self.place_of(item)))  # noqa: PTH116  (bytes)
            except OSError:
                continue
            other = self.library.items.by_path(stamp.path)
            is_same = stamp.size == item.size and stamp.mtime_ns == item.mtime_ns
            if other is not None and other.id != item.id and other.sha256 != item.sha256:
                continue  # the library has read that file: it is another one
            if is_same or (stamp.size == item.size and item.sha256 is not None and _hash_of(stamp) == item.sha256):
                yield Found(item.id, stamp)

    def by_content(self, items: Iterable[Item], taken: set[bytes]) -> Iterator[Found]:
        """Items whose content lies at another place inside the new folder."""
        wanted: dict[int, dict[bytes, list[Item]]] = defaultdict(lambda: defaultdict(list))
        for item in items:
            if item.sha256 is not None:
                wanted[item.size][item.sha256].append(item)
        if not wanted:
            return
        for entry in walk([self.new]):
            self.job.check()
            if not isinstance(entry, FoundFile) or entry.stamp.path in taken or entry.stamp.size not in wanted:
                continue
            self.job.report(Progress(0, None, entry.stamp.path.decode("utf-8", "replace")))
            digest = _hash_of(entry.stamp)
            waiting = wanted[entry.stamp.size].get(digest) if digest else None
            if waiting:
                yield Found(waiting.pop(0).id, entry.stamp)


def _hash_of(stamp: FileStamp) -> bytes | None:
    try:
        with opened(stamp.path) as original:
            return original.sha256
    except FileProblem:
        return None
