"""How answers are worded: JSON Lines for programs, plain lines for people."""

import argparse
import base64
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from orrery.domain.item import Failure, Item, Part, Passage, Stretch

if TYPE_CHECKING:
    from orrery.workflows.chart import MapPicture
    from orrery.workflows.engine import Engine
    from orrery.workflows.find import Answer, Answers
    from orrery.workflows.ingest import IngestReport
    from orrery.workflows.job import Progress
    from orrery.workflows.overview import Overview


def answer(asked: argparse.Namespace, fields: Mapping[str, Any], text: str) -> None:
    """Print one answer on standard output: an object with --json, else the text."""
    print(json.dumps(fields, ensure_ascii=False, allow_nan=False) if asked.json else text, flush=True)


def tell(text: str) -> None:
    """Print a message on standard error, unless it is empty."""
    if text:
        print(text, file=sys.stderr)


class ProgressLine:
    """One line on a terminal that shows how far a job is."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def show(self, progress: "Progress") -> None:
        """Overwrite the line."""
        of = f" / {progress.total}" if progress.total is not None else ""
        line = f"{progress.done}{of}  {progress.what}"
        width = shutil.get_terminal_size().columns - 1
        self._stream.write("\r\x1b[K" + "".join(c if c.isprintable() else "�" for c in line[:width]))
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        self._stream.write("\r\x1b[K")
        self._stream.flush()


def counted(count: int, noun: str) -> str:
    """'1 item', '2 items'."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def path_fields(path: bytes) -> dict[str, str]:
    """The path for a program; path_bytes is added where the name is not UTF-8."""
    try:
        return {"path": path.decode("utf-8")}
    except UnicodeDecodeError:
        return {"path": path.decode("utf-8", "replace"), "path_bytes": base64.b64encode(path).decode("ascii")}


def part_as_dict(part: Part | None) -> dict[str, Any] | None:
    """Where in the item; None for the whole of it."""
    if isinstance(part, Stretch):
        return {"start_s": round(part.start_s, 3), "end_s": round(part.end_s, 3)}
    if isinstance(part, Passage):
        page = {} if part.page is None else {"page": part.page}
        return {"start": part.start, "end": part.end, "text": part.text, **page}
    return None


def answers_as_dict(answers: "Answers", text: str) -> dict[str, Any]:
    """The contract's object for one query."""
    return {
        "query": text,
        "took_ms": round(answers.took_ms, 3),
        "space": answers.space,
        "results": [_hit_as_dict(hit) for hit in answers.hits],
    }


def _hit_as_dict(hit: "Answer") -> dict[str, Any]:
    return {
        **path_fields(hit.item.path),
        "kind": hit.item.kind,
        "score": hit.score,
        "similarity": hit.similarity,
        "likely": hit.is_likely,
        "part": part_as_dict(hit.part),
    }


def answers_as_text(answers: "Answers", text: str) -> str:
    """A ranking for people, with the line where likely matches end."""
    lines = [f"{text}   ({answers.took_ms:.0f} ms)"]
    likely = sum(hit.is_likely for hit in answers.hits)
    for number, hit in enumerate(answers.hits):
        if number == likely:
            lines.append(
                "       ── likely matches end here ──" if likely else "       ── no likely match; the nearest are ──"
            )
        told = f"{_short(hit.item)}{_WHY.get(hit.match, '')}{_where(hit.part)}"
        lines.append(f"  {hit.score * 100:3.0f}  {hit.item.kind or '?':5}  {told}")
        lines += [f"              and {_short(item)}" for item in hit.folded]
    return "\n".join(lines if answers.hits else [*lines, "  nothing found"])


_WHY = {"name": "  (its name)", "named": "  (in its name)", "phrase": "  (the very phrase)", "words": "  (its words)"}


def _short(item: Item) -> str:
    relative = os.path.relpath(item.path)
    shown = relative if not relative.startswith(b"..") else item.path
    return printable(shown.decode("utf-8", "replace"))


def printable(text: str) -> str:
    """Text without control characters: a file name must not drive the terminal."""
    return "".join(character if character.isprintable() else "�" for character in text)


def _where(part: Part | None) -> str:
    if isinstance(part, Stretch):
        return f"  at {part.start_s:.0f}–{part.end_s:.0f} s"
    if isinstance(part, Passage):
        page = f"  p. {part.page}" if part.page else ""
        return f"{page}  “{printable(' '.join(part.text.split()))[:80]}”"
    return ""


def report_as_dict(report: "IngestReport") -> dict[str, Any]:
    """The contract's object for `index`."""
    names = ("added", "updated", "unchanged", "moved", "vanished", "failed", "skipped")
    return {**{name: getattr(report, name) for name in names}, "seconds": round(report.seconds, 3)}


def report_as_text(report: "IngestReport") -> str:
    """One line that says what `index` did."""
    told = [f"{number:,} {name}" for name, number in report_as_dict(report).items() if number and name != "seconds"]
    return f"{', '.join(told) or 'No files found'} in {report.seconds:.1f} s"


def overview_as_dict(seen: "Overview", engine: "Engine") -> dict[str, Any]:
    """The contract's object for `info`."""
    return {
        "library": str(engine.library_path),
        "schema": seen.schema,
        "spaces": list(seen.spaces),
        "items": {kind.value: count for kind, count in seen.counts.items()},
        "embedded": seen.embedded,
        "failed": seen.failed,
        "skipped": seen.skipped,
        "missing": seen.missing,
    }


def overview_as_text(seen: "Overview", engine: "Engine") -> str:
    """The library in a few lines."""
    kinds = ", ".join(counted(count, kind) for kind, count in seen.counts.items())
    lines = [
        f"library   {engine.library_path} (schema {seen.schema})",
        f"model     {engine.encoder.pack.name} ({engine.space.id}, {engine.space.dim} dimensions)",
        f"items     {kinds}",
        f"embedded  {seen.embedded:,}   failed {seen.failed:,}   skipped {seen.skipped:,}   missing {seen.missing:,}",
    ]
    folders = [f"folder    {printable(f.path.decode('utf-8', 'replace'))} ({f.count:,})" for f in seen.folders]
    return "\n".join(lines + folders)


def map_as_dict(picture: "MapPicture", items: Mapping[int, Item]) -> dict[str, Any]:
    """The contract's object for `map`."""
    rows = zip(picture.items.tolist(), picture.points.tolist(), picture.clusters.tolist(), strict=True)
    points = [
        {**path_fields(items[item].path), "kind": items[item].kind, "x": x, "y": y, "cluster": cluster}
        for item, (x, y), cluster in rows
        if item in items
    ]
    clusters = [{"id": known.id, "name": known.name, "count": known.count} for known in picture.names.values()]
    head = {"space": picture.space, "method": picture.method, "seed": picture.seed}
    return {**head, "points": points, "clusters": clusters}


def map_as_text(picture: "MapPicture") -> str:
    """The clusters, largest first."""
    head = f"{counted(len(picture.items), 'point')}, {counted(len(picture.names), 'cluster')} ({picture.method})"
    ordered = sorted(picture.names.values(), key=lambda known: (-known.count, known.name))
    return "\n".join([head, *(f"  {known.count:6,}  {known.name}" for known in ordered)])


def failure_as_dict(failure: Failure) -> dict[str, Any]:
    """The contract's object for one line of `failures`."""
    when = datetime.fromtimestamp(failure.when, UTC).isoformat(timespec="seconds")
    told = {"kind": failure.kind, "outcome": failure.outcome, "reason": failure.reason, "when": when}
    return {**path_fields(failure.path), **told}


def failures_as_text(failures: Sequence[Failure]) -> str:
    """One line a file: what happened, to which file, and why."""
    return "\n".join(
        f"{failure.outcome}: {printable(failure.path.decode('utf-8', 'replace'))}: {failure.reason}"
        for failure in failures
    )
