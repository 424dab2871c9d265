"""Find the data sets in a folder: by their lists, by file names that hold a synset, or by sub-folders as classes."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from orrery.errors import BadData, NoSuchPath, NothingLabelled
from orrery.media.extensions import PICTURES, SOUNDS
from orrery.media.signature import extension_of
from orrery.media.walk import Unwalkable, walk
from orrery.workflows.evaluation.lists import MANIFEST, TABLE, read_list
from orrery.workflows.evaluation.report import Failed
from orrery.workflows.evaluation.sources import Choice, DataSet, Entry, same, words
from orrery.workflows.job import JobContext

_SYNSET = re.compile(r"n\d{8}_(?=.*[^\W\d_])")
"""ImageNet's way to name a file for its class; "n01440764_10026.JPEG" names none."""

Parts = tuple[str, ...]
"""A path below the folder; names that are not UTF-8 hold surrogates, as os.fsdecode makes them."""


def find_data(folder: Path, choice: Choice | None = None, job: JobContext | None = None) -> tuple[DataSet, ...]:
    """Find every data set in a folder.

    Args:
        folder: one data set, or a folder of several at any depth.
        choice: which files are wanted; None for all.
        job: to stop.

    Raises:
        NoSuchPath: there is no such folder.
        BadData: a list is not what it should be.
        NothingLabelled: nothing here has labels or captions.
        UsageError: nothing is left of it.
    """
    top = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100  (links are not resolved)
    if not top.exists():
        raise NoSuchPath(path=folder)
    if not top.is_dir():
        raise BadData(path=folder, reason="it is a file; name the folder that it is in")
    files, closed = _files(top, job or JobContext())
    found = [*_listed(top, files), *_named(top, files), *_sorted(top, files)]
    if not any(data.entries for data in found):
        raise NothingLabelled(path=folder)
    found = _uniquely_named(found)
    first = found[0]
    found[0] = DataSet(first.name, first.entries, (*first.failed, *closed))
    return (choice or Choice()).narrowed(found)


def _files(top: Path, job: JobContext) -> tuple[set[Parts], list[Failed]]:
    """The lists, pictures and sounds below a folder; and what could not be entered."""
    files, closed = set[Parts](), list[Failed]()
    start = os.fsencode(top)
    for entry in walk([start]):
        job.check()
        if isinstance(entry, Unwalkable):
            closed.append(Failed(entry.path, str(entry.problem)))
            continue
        path = entry.stamp.path
        parts = Path(os.fsdecode(os.path.relpath(path, start))).parts
        if parts[-1] in (MANIFEST, TABLE) or extension_of(path) in PICTURES | SOUNDS:
            files.add(parts)
    return files, closed


def _listed(top: Path, files: set[Parts]) -> list[DataSet]:
    """Data sets with a list; takes out of `files` all that belongs to them."""
    lists = sorted(parts for parts in files if parts[-1] in (MANIFEST, TABLE))
    files.difference_update(lists)
    found = list[DataSet]()
    for parts in lists:
        sets = read_list(top.joinpath(*parts), parts[-2] if len(parts) > 1 else top.name)
        _take_out(files, parts[:-1], top, [entry.path for data in sets for entry in data.entries])
        found += sets
    return found


def _take_out(files: set[Parts], folder: Parts, top: Path, paths: Iterable[bytes]) -> None:
    """Drop what a list names, what lies loose beside the list, and whole sub-folders of which it names anything."""
    depth = len(folder)
    start = os.fsencode(top.joinpath(*folder))
    named = {Path(os.fsdecode(os.path.relpath(path, start))).parts[0] for path in paths}
    files.difference_update(
        [parts for parts in files if parts[:depth] == folder and (len(parts) == depth + 1 or parts[depth] in named)]
    )


def _named(top: Path, files: set[Parts]) -> list[DataSet]:
    """Flat folders whose file names tell the class; takes them out of `files`."""
    by_folder: dict[Parts, list[Parts]] = {}
    for parts in sorted(files):
        by_folder.setdefault(parts[:-1], []).append(parts)
    found = list[DataSet]()
    for folder, inside in by_folder.items():
        labels = {parts: words(Path(parts[-1]).stem) for parts in inside if _SYNSET.match(parts[-1])}
        if 2 * len(labels) > len(inside) and len({same(label) for label in labels.values()}) > 1:
            name = folder[-1] if folder else top.name
            found.append(DataSet(name, tuple(_entry(top, parts, label, name) for parts, label in labels.items())))
            files.difference_update(inside)
    return found


def _sorted(top: Path, files: set[Parts]) -> list[DataSet]:
    """Folders whose sub-folders are classes: one sub-folder at least holds files itself, not only deeper folders."""
    found = list[DataSet]()
    waiting: list[Parts] = [()]
    while waiting:
        folder = waiting.pop(0)
        depth = len(folder)
        inside = sorted(parts for parts in files if parts[:depth] == folder and len(parts) > depth + 1)
        if any(len(parts) == depth + 2 for parts in inside):
            name = folder[-1] if folder else top.name
            entries = tuple(_entry(top, parts, words(parts[depth]), name) for parts in inside)
            found.append(DataSet(name, entries))
        else:
            waiting += sorted({parts[: depth + 1] for parts in inside})
    return found


def _entry(top: Path, parts: Parts, label: str, name: str) -> Entry:
    told = _readable(label)
    columns = {"label": told, "dataset": _readable(name), "file": _readable("/".join(parts))}
    return Entry(os.fsencode(top.joinpath(*parts)), told, (), columns)


def _readable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")


def _uniquely_named(found: Sequence[DataSet]) -> list[DataSet]:
    """Number the data sets whose names are taken."""
    seen: dict[str, int] = {}
    named = []
    for data in found:
        name = _readable(data.name)
        seen[name] = seen.get(name, 0) + 1
        named.append(DataSet(name if seen[name] == 1 else f"{name} ({seen[name]})", data.entries, data.failed))
    return named
