"""Hold what lies in the folders against what the library knows: what has to be read, and what need not be."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from orrery.domain.item import FileStamp, ItemState, OutcomeKind
from orrery.domain.space import VectorSpace
from orrery.library.library import Library
from orrery.library.rows import KnownFile
from orrery.media.walk import Found, Unwalkable, walk
from orrery.workflows.job import JobContext, Progress


@dataclass(slots=True)
class Survey:
    """What a walk found.

    Attributes:
        to_read: files that are new, changed, or not yet in the space.
        unwalkable: what cannot even be opened.
        settled: outcome → how many files are as they were.
        restored: items that were missing and are back unchanged.
        gone: items that should be there and are not.
        known: what the library knew before, by path.
        roots: path → the root under which it was found.
    """

    known: dict[bytes, KnownFile]
    to_read: list[FileStamp] = field(default_factory=list)
    unwalkable: list[Unwalkable] = field(default_factory=list)
    settled: dict[OutcomeKind, int] = field(default_factory=lambda: dict.fromkeys(OutcomeKind, 0))
    settled_failures: list[bytes] = field(default_factory=list)
    restored: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    roots: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def known_sizes(self) -> frozenset[int]:
        """Sizes of all contents: a file of another size cannot be a copy or a moved one."""
        return frozenset(file.size for file in self.known.values() if file.content is not None)


def survey(
    library: Library, space: VectorSpace, places: Sequence[bytes], job: JobContext, *, again: bool = False
) -> Survey:
    """Walk through files and folders without opening any file.

    Args:
        library: to compare with.
        space: outcomes in this space count.
        places: absolute paths.
        job: to stop and to report.
        again: files that failed have to be read even if they are unchanged.
    """
    seen: set[bytes] = set()
    found = Survey(known=library.items.known(space))
    for entry in walk(places):
        job.check()
        if isinstance(entry, Unwalkable):
            found.unwalkable.append(entry)
            seen.add(entry.path)
            continue
        seen.add(entry.stamp.path)
        _compare(found, entry, again=again)
        if len(seen) % 500 == 0:
            job.report(Progress(0, None, os.fsdecode(entry.stamp.path)))
    found.gone = _gone(found, places, seen)
    return found


def _compare(found: Survey, entry: Found, *, again: bool) -> None:
    stamp = entry.stamp
    found.roots[stamp.path] = entry.root
    known = found.known.get(stamp.path)
    if known is None or known.outcome is None or (known.size, known.mtime_ns) != (stamp.size, stamp.mtime_ns):
        found.to_read.append(stamp)
        return
    if again and known.outcome is OutcomeKind.FAILED:
        found.to_read.append(stamp)
        return
    found.settled[known.outcome] += 1
    if known.outcome is OutcomeKind.FAILED:
        found.settled_failures.append(stamp.path)
    if known.state is not ItemState.PRESENT:
        found.restored.append(known.id)


def _gone(found: Survey, places: Sequence[bytes], seen: set[bytes]) -> list[int]:
    closed = [entry.path for entry in found.unwalkable]  # a folder that cannot be read says nothing of what is in it
    return [
        file.id
        for path, file in found.known.items()
        if path not in seen
        and file.state is ItemState.PRESENT
        and any(is_below(path, place) for place in places)
        and not any(is_below(path, folder) for folder in closed)
    ]


def is_below(path: bytes, folder: bytes) -> bool:
    """Whether a path is a folder itself or lies in it, at any depth."""
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")
