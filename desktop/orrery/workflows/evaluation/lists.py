"""Reading the lists that describe data: manifest.jsonl (image, captions) and audio.csv (path, label)."""

import csv
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from orrery.errors import BadData
from orrery.workflows.evaluation.report import Failed
from orrery.workflows.evaluation.sources import DataSet, Entry, same

MANIFEST, TABLE = "manifest.jsonl", "audio.csv"
FILE_COLUMNS = ("image", "path", "sound", "audio", "file")
CAPTION_COLUMNS = ("captions", "caption")
_LONGEST = 1 << 28
"""Bytes of a list; a million lines of five captions."""

Row = tuple[int, Mapping[str, Any]]


def read_list(file: Path, name: str) -> tuple[DataSet, ...]:
    """Read a list; each value of a column `dataset` becomes a data set of its own.

    Args:
        file: manifest.jsonl or audio.csv.
        name: of the data, where no column says it.

    Raises:
        BadData: it cannot be read, or has not the columns it needs. A single wrong line is only noted.
    """
    failed: list[Failed] = []
    rows = _table_rows(file) if file.name == TABLE else _manifest_rows(file, failed)
    entries: dict[bytes, Entry] = {}
    for number, row in rows:
        try:
            _gather(entries, _entry(row, file.parent, name))
        except _WrongLine as wrong:
            failed.append(Failed(os.fsencode(file), f"Line {number} is left out: {wrong}."))
    if not entries:
        raise BadData(path=file, reason=failed[0].reason.rstrip(".") if failed else "it names no file")
    return _by_dataset(tuple(entries.values()), tuple(failed))


class _WrongLine(Exception):
    """Why a line cannot be used."""


def _manifest_rows(file: Path, failed: list[Failed]) -> Iterator[Row]:
    for number, line in enumerate(_text(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield number, {str(key).strip().lower(): value for key, value in row.items()}
        else:
            failed.append(Failed(os.fsencode(file), f"Line {number} is left out: it is not a JSON object."))


def _table_rows(file: Path) -> Iterator[Row]:
    reader = csv.reader(_text(file).splitlines(keepends=True))
    try:
        head = [column.strip().lower() for column in next(reader, [])]
        missing = [column for column in ("path", "label") if column not in head]
        if missing:
            raise BadData(path=file, reason=f"its first line names no column “{missing[0]}”; path and label are needed")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(head, cells, strict=False))
    except csv.Error as error:
        raise BadData(path=file, reason=f"line {reader.line_num} is not comma-separated text ({error})") from error


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _LONGEST:
            raise BadData(path=file, reason="it is too large for a list")
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadData(path=file, reason="it is not UTF-8 text") from error
    except OSError as error:
        raise BadData(path=file, reason=error.strerror or "it cannot be read") from error


def _entry(row: Mapping[str, Any], folder: Path, name: str) -> Entry:
    label = _label(row)
    captions = _captions(row)
    if label is None and not captions:
        raise _WrongLine("it has neither captions nor a label")
    columns = {column: _plain(value) for column, value in row.items() if isinstance(value, str | int | float)}
    columns["dataset"] = columns.get("dataset", "").strip() or name
    if label is not None:
        columns["label"] = label
    return Entry(_path(row, folder), label, captions, columns)


def _path(row: Mapping[str, Any], folder: Path) -> bytes:
    given = next((row[column] for column in FILE_COLUMNS if row.get(column)), None)
    if not isinstance(given, str) or not given.strip():
        raise _WrongLine("it names no file")
    inside = Path(os.path.normpath(given.strip().replace("\\", "/")))
    if inside.is_absolute() or inside.parts[:1] == (os.pardir,) or re.match(r"[A-Za-z]:", str(inside)):
        raise _WrongLine(f"“{_plain(given)}” leads out of the folder")
    try:
        path = os.fsencode(folder / inside)
    except UnicodeEncodeError as error:
        raise _WrongLine("the name of its file cannot be written") from error
    if b"\0" in path:
        raise _WrongLine("the name of its file cannot be written")
    return path


def _label(row: Mapping[str, Any]) -> str | None:
    given = row.get("label")
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    if not isinstance(given, str | int | float):
        raise _WrongLine("its label is not a word")
    return " ".join(_plain(given).replace("_", " ").split()) or None


def _captions(row: Mapping[str, Any]) -> tuple[str, ...]:
    given = next((row[column] for column in CAPTION_COLUMNS if row.get(column)), ())
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, list | tuple) or not all(isinstance(caption, str) for caption in given):
        raise _WrongLine("its captions are not a list of sentences")
    return tuple(dict.fromkeys(_plain(caption).strip() for caption in given if caption.strip()))


def _plain(value: object) -> str:
    """As text that can be encoded: JSON may hold halves of characters."""
    return str(value).encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _gather(entries: dict[bytes, Entry], entry: Entry) -> None:
    """Put an entry in; captions of the same file are joined."""
    known = entries.get(entry.path)
    if known is None:
        entries[entry.path] = entry
        return
    if known.label is not None and entry.label is not None and same(known.label) != same(entry.label):
        raise _WrongLine(f"its file was named before, as “{known.label}”")
    captions = tuple(dict.fromkeys((*known.captions, *entry.captions)))
    entries[entry.path] = Entry(entry.path, known.label or entry.label, captions, known.columns)


def _by_dataset(entries: tuple[Entry, ...], failed: tuple[Failed, ...]) -> tuple[DataSet, ...]:
    """One data set for each value of the column; the first one carries the lines that are wrong."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.columns["dataset"], []).append(entry)
    return tuple(
        DataSet(own, tuple(group), failed if number == 0 else ()) for number, (own, group) in enumerate(groups.items())
    )
