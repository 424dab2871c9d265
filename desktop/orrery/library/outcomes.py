"""Outcomes: how it went with each item in each space."""

import json
import time
from collections.abc import Collection as Several
from collections.abc import Iterable

from orrery.domain.item import Failure, Item, ItemState, OutcomeKind
from orrery.domain.modality import Kind
from orrery.domain.space import VectorSpace
from orrery.errors import OrreryError
from orrery.library.connection import Connection, listed
from orrery.library.items import Items
from orrery.library.rows import Counts

_NOT_EMBEDDED = (OutcomeKind.FAILED, OutcomeKind.SKIPPED)


class Outcomes:
    """Note, list and count outcomes. Only present items count: what is missing is told as missing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def failures(
        self, space: VectorSpace | None = None, outcomes: Several[OutcomeKind] = _NOT_EMBEDDED
    ) -> tuple[Failure, ...]:
        """Items that were not taken in, in order of path, each once with its latest reason.

        Args:
            space: in which; without one, in any.
            outcomes: failed, skipped or both.
        """
        name = space.id if space else None
        rows = self._connection.rows(
            """
            select path, kind, outcome, reason, max(when_s), reason_key, reason_fields
            from outcomes join items on items.id = item
            where outcome in (select value from json_each(?)) and state = 'present'
            and (? is null or space = (select id from spaces where name = ?)) group by items.id order by path""",
            (listed(outcomes), name, name),
        )
        return tuple(
            Failure(
                path,
                Kind(kind) if kind else None,
                OutcomeKind(outcome),
                reason,
                when,
                key or "",
                json.loads(fields) if fields else {},
            )
            for path, kind, outcome, reason, when, key, fields in rows
        )

    def reason(self, item: int, space: VectorSpace) -> tuple[str, dict[str, object]] | None:
        """The key and the fields under which an item's reason is translated; None when it did not fail."""
        found = self._connection.row(
            """
            select reason_key, reason_fields from outcomes
            where item = ? and space = (select id from spaces where name = ?) and reason_key is not null""",
            (item, space.id),
        )
        return (found[0], json.loads(found[1])) if found else None

    def to_retry(self, space: VectorSpace, outcomes: Several[OutcomeKind] = (OutcomeKind.FAILED,)) -> tuple[Item, ...]:
        """Present items with such an outcome in a space, in order of path."""
        rows = self._connection.rows(
            """
            select item from outcomes where outcome in (select value from json_each(?))
            and space = (select id from spaces where name = ?)""",
            (listed(outcomes), space.id),
        )
        found = Items(self._connection).several(item for (item,) in rows).values()
        return tuple(sorted((item for item in found if item.state is ItemState.PRESENT), key=lambda item: item.path))

    def counts(self, space: VectorSpace | None = None) -> Counts:
        """How many items there are, by kind and by outcome."""
        name = space.id if space else None
        with self._connection.reading():
            kinds = dict(
                self._connection.rows(
                    "select kind, count(*) from items where state = 'present' and content is not null group by kind"
                )
            )
            states = dict(self._connection.rows("select state, count(*) from items group by state"))
            outcomes = dict(
                self._connection.rows(
                    """
                    select outcome, count(distinct item) from outcomes join items on items.id = item
                    where state = 'present' and (? is null or space = (select id from spaces where name = ?))
                    group by outcome""",
                    (name, name),
                )
            )
        return Counts(
            items={kind: kinds.get(kind.value, 0) for kind in Kind},
            embedded=outcomes.get("embedded", 0),
            failed=outcomes.get("failed", 0),
            skipped=outcomes.get("skipped", 0),
            vanished=states.get("vanished", 0),
            unavailable=states.get("unavailable", 0),
        )

    def put_failed(self, item: int, space: int, outcome: OutcomeKind, problem: OrreryError) -> None:
        """Note why an item was not taken in, inside writing(); where it has vectors it stays embedded."""
        fields = json.dumps({key: _plain(value) for key, value in problem.fields.items()})
        self._connection.change(
            """
            insert into outcomes (item, space, outcome, reason, reason_key, reason_fields, when_s)
            values (?, ?, ?, ?, ?, ?, ?) on conflict (item, space) do update
            set outcome = excluded.outcome, reason = excluded.reason, reason_key = excluded.reason_key,
                reason_fields = excluded.reason_fields, when_s = excluded.when_s
            where outcomes.outcome <> 'embedded'""",
            (item, space, outcome.value, _storable(str(problem)), problem.key, fields, time.time()),
        )

    def put_embedded(self, content: int, items: Iterable[int]) -> None:
        """Note of items of a content that they are embedded wherever it has vectors, inside writing()."""
        spaces = self._connection.rows(
            "select distinct space from vectors where part in (select id from parts where content = ?)", (content,)
        )
        self._connection.change_many(
            "insert or replace into outcomes (item, space, outcome, when_s) values (?, ?, 'embedded', ?)",
            [(item, space, time.time()) for item in items for (space,) in spaces],
        )

    def clear(self, item: int) -> None:
        """Drop all outcomes of an item whose content is another one now, inside writing()."""
        self._connection.change("delete from outcomes where item = ?", (item,))


def _plain(value: object) -> object:
    return value if isinstance(value, (int, float, bool)) or value is None else _storable(str(value))


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
