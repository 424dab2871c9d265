"""Contents and their parts: what is behind one or more items."""

import json
import math
import time
from collections.abc import Iterable, Sequence
from types import MappingProxyType

from orrery.domain.item import Facts, Part, Passage, Stretch, Whole
from orrery.domain.modality import Kind
from orrery.library.connection import Connection, listed
from orrery.library.rows import KnownContent

_PART = """
    select parts.id, form, start, stop, page, text from parts left join passages on passages.part = parts.id"""


class Contents:
    """Find contents by hash, read their facts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_hash(self, sha256: bytes) -> KnownContent | None:
        """The content with that SHA-256 (32 bytes), with the spaces it has vectors in."""
        found = self._connection.row("select id, kind from contents where sha256 = ?", (sha256,))
        if found is None:
            return None
        return KnownContent(found[0], Kind(found[1]), self.spaces_of(found[0]))

    def spaces_of(self, content: int) -> frozenset[str]:
        """Ids of the spaces in which a content has vectors."""
        rows = self._connection.rows(
            """
            select name from spaces where id in (
                select space from vectors where part in (select id from parts where content = ?))""",
            (content,),
        )
        return frozenset(name for (name,) in rows)

    def facts(self, content: int) -> Facts | None:
        """What is known of a content beside its vectors; None when there is no such content."""
        found = self._connection.row("select facts from contents where id = ?", (content,))
        return MappingProxyType(json.loads(found[0])) if found else None

    def put(self, sha256: bytes, kind: Kind, size: int, facts: Facts) -> tuple[int, bool]:
        """Add a content or bring its facts up to date, inside writing(); gives its id and whether it is new."""
        kept = json.dumps({key: fact for key, fact in facts.items() if _is_kept(fact)})
        found = self._connection.row("select id from contents where sha256 = ?", (sha256,))
        if found:
            self._connection.change(
                "update contents set kind = ?, facts = ? where id = ? and (kind, facts) <> (?, ?)",
                (kind.value, kept, found[0], kind.value, kept),
            )
            return found[0], False
        return self._connection.insert(
            "insert into contents (sha256, kind, bytes, facts, added_s) values (?, ?, ?, ?, ?)",
            (sha256, kind.value, size, kept, time.time()),
        ), True

    def drop_orphans(self, contents: Iterable[int]) -> int:
        """Delete those of the contents that no item has any more, inside writing(); gives how many.

        Parts, vectors, passages and their full-text rows go with them.
        """
        contents = list(contents)
        if contents:  # even one that stays may have lost its last present item
            self._connection.moved("vectors", "replaced")
        return self._connection.change(
            """
            delete from contents where id in (select value from json_each(?))
            and not exists (select 1 from items where items.content = contents.id)""",
            (listed(contents),),
        )


class Parts:
    """Pictures as a whole, windows of sounds, passages of texts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, parts: Iterable[int]) -> dict[int, Part]:
        """Part id → part, for those that there are."""
        asked = listed(parts)
        rows = self._connection.rows(_PART + " where parts.id in (select value from json_each(?))", (asked,))  # noqa: S608
        return {row[0]: _part(*row[1:]) for row in rows}

    def of_content(self, content: int) -> dict[int, Part]:
        """Part id → part, in the order in which they stand in the content."""
        rows = self._connection.rows(_PART + " where content = ? order by start, stop, parts.id", (content,))
        return {row[0]: _part(*row[1:]) for row in rows}

    def texts(self, contents: Iterable[int]) -> dict[int, str]:
        """Content id → its first passage, for those that have one."""
        rows = self._connection.rows(
            """
            select content, text from parts join passages on passages.part = parts.id
            where content in (select value from json_each(?)) order by content, number desc""",
            (listed(contents),),
        )
        return dict(rows)

    def put(self, content: int, parts: Sequence[Part]) -> list[int]:
        """Find or add the parts of a content, inside writing(); gives their ids in order.

        Spaces that cut a content in the same way share its parts; others have parts of their own beside them.
        """
        known = self._keys(content)
        ids: list[int] = []
        for number, part in enumerate(parts):
            key = _key(part)
            if key not in known:
                known[key] = self._connection.insert(
                    "insert into parts (content, number, form, start, stop, page) values (?, ?, ?, ?, ?, ?)",
                    (content, number, *key, part.page if isinstance(part, Passage) else None),
                )
            if isinstance(part, Passage):
                self._put_text(known[key], _storable(part.text))
            ids.append(known[key])
        if len(set(ids)) < len(ids):
            raise ValueError("the same part of a content is given twice")
        return ids

    def drop_unused(self, content: int) -> None:
        """Delete the parts of a content that no space has a vector of any more, inside writing()."""
        self._connection.change(
            "delete from parts where content = ? and not exists (select 1 from vectors where part = parts.id)",
            (content,),
        )

    def _keys(self, content: int) -> dict[tuple[str, float, float], int]:
        rows = self._connection.rows("select form, start, stop, id from parts where content = ?", (content,))
        return {(form, start, stop): id_ for form, start, stop, id_ in rows}

    def _put_text(self, part: int, text: str) -> None:
        self._connection.change(
            "insert into passages (part, text) values (?, ?) on conflict do update set text = ? where text <> ?",
            (part, text, text, text),
        )


def _key(part: Part) -> tuple[str, float, float]:
    match part:
        case Whole():
            return "whole", 0.0, 0.0
        case Stretch(start_s, end_s):
            return "stretch", float(start_s), float(end_s)
        case Passage(start, end):
            return "passage", float(start), float(end)


def _part(form: str, start: float, stop: float, page: int | None, text: str | None) -> Part:
    if form == "passage":
        return Passage(int(start), int(stop), text or "", page)
    return Stretch(start, stop) if form == "stretch" else Whole()


def _is_kept(fact: object) -> bool:
    """JSON knows no NaN and no infinity, and a fact that is none is worth nothing."""
    return not isinstance(fact, float) or math.isfinite(fact)


def _storable(text: str) -> str:
    """Replace half characters that UTF-8 cannot hold, each by one "?", so that offsets stay right."""
    return text.encode("utf-8", "replace").decode("utf-8")
