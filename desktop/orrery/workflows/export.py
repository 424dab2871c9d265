"""Take results elsewhere: copies of the files in a folder, or a table of what was found.

Originals are only read. Nothing that is there is ever written over by a copy.
"""

import base64
import csv
import errno
import io
import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from orrery.domain.item import Item, Passage, Stretch
from orrery.errors import DiskFull, NotWritable
from orrery.media.original import reason_of
from orrery.workflows.engine import Engine
from orrery.workflows.find import Answer
from orrery.workflows.job import JobContext, Progress

_CHUNK = 8 << 20
"""Bytes between two looks whether to stop: a tenth of a second on a slow drive."""

_MOST_NUMBERED = 10_000
_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows knows no quota
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run rather than show."""


class TableForm(StrEnum):
    """How a table is written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class NotCopied:
    """A file that could not be copied.

    Attributes:
        path: os.fsencode bytes.
        reason: the end of a sentence.
    """

    path: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What became of a copying.

    Attributes:
        folder: where the copies are.
        copied: how many.
        renamed: how many of them got a number, because a file of that name was there.
        failed: what could not be copied.
    """

    folder: str
    copied: int
    renamed: int
    failed: tuple[NotCopied, ...]


def copy_files(items: Sequence[Item], folder: str | Path, job: JobContext | None = None) -> CopyReport:
    """Copy the files of some items into a folder, under their own names.

    A name that is taken gets a number: "waves (2).jpg". Stopped, it keeps the copies that are whole and removes the one
    in hand.

    Args:
        items: in the order in which they get their names.
        folder: is made if it is not there.
        job: told how far it is.

    Raises:
        NotWritable: the folder cannot be made or written to.
        DiskFull: there is no room left.
        JobCancelled: it was stopped.
    """
    job = job or JobContext()
    target = os.fsencode(folder)
    _make_folder(target)
    copied, renamed, failed = 0, 0, []
    for number, item in enumerate(items):
        job.check()
        job.report(Progress(number, len(items), item.name))
        try:
            name = _copy(item.path, target, job)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise DiskFull(path=os.fsdecode(target)) from error
            failed.append(NotCopied(item.path, reason_of(error)))
            continue
        copied += 1
        renamed += name != os.path.basename(item.path)  # noqa: PTH119 - the path is bytes
    job.report(Progress(len(items), len(items)))
    return CopyReport(os.fsdecode(target), copied, renamed, tuple(failed))


def write_table(
    found: Sequence[Item | Answer], file: str | Path, form: TableForm, engine: Engine, job: JobContext | None = None
) -> int:
    """Write what was found as a table; an earlier one of that name is replaced when the new one is whole.

    Args:
        found: answers, or items where nothing was asked.
        file: to be written.
        form: CSV with a line of heads, or a JSON list with the fields of `orrery search --json`.
        engine: whose library is asked which files are originals.
        job: told how far it is.

    Returns:
        How many lines were written.

    Raises:
        NotWritable: the file cannot be written, or is one of the library's own.
        DiskFull: there is no room left.
        JobCancelled: it was stopped; nothing was changed.
    """
    job = job or JobContext()
    path = os.path.abspath(os.fsencode(file))  # noqa: PTH100 - the path is bytes
    with engine.library() as library:
        if library.items.by_path(path) is not None:
            raise NotWritable(path=os.fsdecode(path))
    rows = _watched(found, job)
    with _replacing(path) as out:
        (_write_csv if form is TableForm.CSV else _write_json)(rows, out)
    return len(found)


# ---- copies


def _make_folder(folder: bytes) -> None:
    try:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - the path is bytes
    except OSError as error:
        raise NotWritable(path=os.fsdecode(folder)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritable(path=os.fsdecode(folder))


def _copy(path: bytes, folder: bytes, job: JobContext) -> bytes:
    """Copy a file under a name that is free; gives the name."""
    with open(path, "rb", opener=_plainly) as source:
        if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
            raise OSError(errno.ENXIO, "not a file")
        name, copy = _free(os.path.basename(path), folder)  # noqa: PTH119 - the path is bytes
        try:
            with copy:
                while chunk := source.read(_CHUNK):
                    copy.write(chunk)
                    job.check()
        except BaseException:
            os.unlink(os.path.join(folder, name))  # noqa: PTH108, PTH118 - the path is bytes
            raise
    with suppress(OSError):  # a drive that keeps no times still keeps the copy
        shutil.copystat(path, os.path.join(folder, name))  # noqa: PTH118 - the path is bytes
    return name


def _plainly(path: str, flags: int) -> int:
    """Never wait for a pipe that has taken the file's place."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _free(name: bytes, folder: bytes) -> tuple[bytes, BinaryIO]:
    """Make a file that was not there: under the name, or the name with the first number that is free."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - the path is bytes
    for number in range(1, _MOST_NUMBERED):
        tried = name if number == 1 else b"%s (%d)%s" % (stem, number, ending)
        with suppress(FileExistsError):
            return tried, open(os.path.join(folder, tried), "xb")  # noqa: PTH123, PTH118 - closed by the caller
    raise OSError(errno.EEXIST, "too many files of that name")


# ---- tables


def _watched(found: Sequence[Item | Answer], job: JobContext) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(found):
        if number % 500 == 0:
            job.check()
            job.report(Progress(number, len(found)))
        yield _told(one)
    job.report(Progress(len(found), len(found)))


def _told(one: Item | Answer) -> dict[str, Any]:
    """The fields of `orrery search --json`, then what is known of the file."""
    item = one.item if isinstance(one, Answer) else one
    answer = one if isinstance(one, Answer) else None
    told: dict[str, Any] = {
        "path": item.path.decode("utf-8", "replace"),
        "kind": str(item.kind),
        "score": round(answer.score, 4) if answer else None,
        "similarity": round(answer.similarity, 4) if answer else None,
        "likely": answer.is_likely if answer else None,
        "part": _part(answer) if answer else None,
        "size": item.size,
        "facts": dict(item.facts),
    }
    try:
        item.path.decode()
    except UnicodeDecodeError:
        told["path_bytes"] = base64.b64encode(item.path).decode("ascii")
    return told


def _part(answer: Answer) -> dict[str, Any] | None:
    part = answer.part
    if isinstance(part, Stretch):
        return {"start_s": part.start_s, "end_s": part.end_s}
    if isinstance(part, Passage):
        told: dict[str, Any] = {"start": part.start, "end": part.end, "text": part.text}
        return told if part.page is None else told | {"page": part.page}
    return None


_HEADS = ("path", "kind", "score", "similarity", "likely", "start", "end", "page", "text", "size", "taken", "width")
_MORE_HEADS = ("height", "duration_s", "words")


def _write_csv(rows: Iterable[dict[str, Any]], out: TextIO) -> None:
    out.write("\ufeff")  # without it spreadsheets take UTF-8 for something else
    table = csv.writer(out)
    table.writerow((*_HEADS, *_MORE_HEADS))
    for row in rows:
        part, facts = row["part"] or {}, row["facts"]
        known = row | facts | part | {"start": part.get("start_s", part.get("start"))}
        known["end"] = part.get("end_s", part.get("end"))
        table.writerow([_plain(known.get(head)) for head in (*_HEADS, *_MORE_HEADS)])


def _plain(value: object) -> object:
    """A cell that no spreadsheet runs."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value


def _write_json(rows: Iterable[dict[str, Any]], out: TextIO) -> None:
    out.write("[")
    for number, row in enumerate(rows):
        out.write(",\n" if number else "\n")
        json.dump(row, out, ensure_ascii=False)
    out.write("\n]\n")


@contextmanager
def _replacing(path: bytes) -> Iterator[TextIO]:
    """Write beside a file and put the whole in its place at the end; what goes wrong leaves all as it was."""
    folder, name = os.path.split(path)
    draft = None
    try:
        own, made = _free(name + b".part", folder)
        draft = os.path.join(folder, own)  # noqa: PTH118 - the path is bytes
        with io.TextIOWrapper(made, encoding="utf-8", newline="") as out:
            yield out
        os.replace(draft, path)  # noqa: PTH105 - the path is bytes
        draft = None
    except OSError as error:
        raise (DiskFull if error.errno in _NO_ROOM else NotWritable)(path=os.fsdecode(path)) from error
    finally:
        if draft is not None:
            with suppress(OSError):
                os.unlink(draft)  # noqa: PTH108 - the path is bytes
