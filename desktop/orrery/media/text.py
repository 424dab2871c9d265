"""Texts: letters out of plain files and documents, bounded in length."""

import csv
import io
import json
from collections.abc import Iterator

from orrery.domain.item import Fact
from orrery.errors import EmptyFile, FileTooLarge
from orrery.media.extract import LONGEST, Extract
from orrery.media.lettering import cleaned, decoded, encoding_by_bom, encoding_of
from orrery.media.original import Original

_LONGEST_BYTES = 4 * LONGEST
_LARGEST_DOCUMENT = 256 << 20
_LARGEST_JSON = 16 << 20


def decode_text(original: Original, format_name: str) -> Extract:
    """Extract a document's letters.

    Args:
        original: the open file.
        format_name: as signature.format_of tells it.

    Raises:
        EmptyFile: nothing but white space.
        DamagedFile: not what it claims to be, or without letters.
        FileTooLarge: a document of more than 256 MB.
        UnreadableFile: protected by a password.
    """
    extract = _extract(original, format_name)
    text = extract.text[:LONGEST]
    if not text or text.isspace():
        raise EmptyFile
    facts: dict[str, Fact] = {"words": len(text.split()), "characters": len(text), "format": extract.format}
    facts |= extract.facts
    if len(extract.text) > LONGEST or (format_name == "plain" and original.stamp.size > _LONGEST_BYTES):
        facts["truncated"] = 1
    return Extract(text, extract.format, tuple(at for at in extract.page_starts if at < len(text)), facts)


def _extract(original: Original, format_name: str) -> Extract:
    if format_name in ("pdf", "docx", "html"):
        _require_size(original)
        from orrery.media import documents

        return getattr(documents, f"extract_{format_name}")(original)
    encoding = encoding_of(original.head)
    text = decoded(original.first(_LONGEST_BYTES), encoding)
    facts: dict[str, Fact] = {"encoding": _encoding_name(original.head, encoding)}
    if format_name == "json":
        return Extract(_json(text, original.stamp.size), "JSON", facts=facts)
    if format_name in ("csv", "tsv"):
        return Extract(_table(text, "\t" if format_name == "tsv" else None), format_name.upper(), facts=facts)
    return Extract(text, "Text", facts=facts)


def _require_size(original: Original) -> None:
    if original.stamp.size > _LARGEST_DOCUMENT:
        size = f"{original.stamp.size / 1e6:,.0f} MB"
        raise FileTooLarge(kind="text", size=size, limit=f"{_LARGEST_DOCUMENT >> 20} MB")


def _encoding_name(head: bytes, encoding: str) -> str:
    return "utf-8" if encoding_by_bom(head) == "utf-8-sig" else encoding.replace("_", "-")


def _json(text: str, size: int) -> str:
    """JSON as lines "key: value"; what is too long or no single JSON value stays as it is written."""
    if size > _LARGEST_JSON:
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return cleaned("\n".join(_json_lines(value)))


def _json_lines(value: object) -> Iterator[str]:
    """Leaves in order, each behind the key it stands under; a stack, because JSON may be nested deeply."""
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed([(str(key), inner) for key, inner in value.items()])
        elif isinstance(value, list):
            waiting += reversed([(name, inner) for inner in value])
        elif value is not None and value != "":
            yield f"{name}: {value}" if name else str(value)


def _table(text: str, delimiter: str | None) -> str:
    """A table as lines of cells with commas between; what is no table stays as it is written."""
    try:
        dialect = csv.excel_tab if delimiter else csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
        rows = csv.reader(io.StringIO(text), dialect)
        return "\n".join(", ".join(cell.strip() for cell in row if cell.strip()) for row in rows)
    except csv.Error:
        return text
