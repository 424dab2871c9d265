"""Changes of rows, written down while they are made, so that they can be taken back and made again.

SQLite's own triggers write down every row that is inserted, updated or deleted, those deleted by a foreign key
included, before and after (the idea is https://sqlite.org/undoredo.html; values are kept instead of SQL text, so that
blobs need no quoting). Rows come back under their old ids, so what was kept about them fits again.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from orrery.errors import ChangedSince
from orrery.library.connection import Connection

MARKS = ("tags", "item_tags", "collections", "collection_items", "saved_searches")
"""Tables of what the user keeps about items."""

NAMES = ("clusters",)
"""Tables of what the user calls the clusters of a map; they go when another map takes its place."""

FILES = (
    *("roots", "contents", "items", "parts", "passages", "vectors", "outcomes", "ratings", "notes"),
    *MARKS,
)
"""Tables of files and all that hangs on them."""

Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after: None before it was there, None once it is gone."""

    table: str
    before: Values | None
    after: Values | None


@dataclass(slots=True)
class Patch:
    """What a change did to the library, filled when its block ends; empty when it did nothing."""

    rows: tuple[RowChange, ...] = field(default=())

    @property
    def renames_clusters(self) -> bool:
        """Whether the map shows other names since."""
        return any(row.table in NAMES for row in self.rows)


class Changes:
    """Writes changes down and applies them again, in either direction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def recorded(self, tables: Sequence[str] = MARKS) -> Iterator[Patch]:
        """One transaction whose changes of these tables are written down."""
        patch = Patch()
        with self._connection.writing():
            columns = {table: self._columns(table) for table in tables}
            widest = max(map(len, columns.values()))
            self._change(
                f"create temp table changed (number integer primary key, place text, sort text, {_wide(widest)})"
            )
            for table, names in columns.items():
                for sort in ("insert", "update", "delete"):
                    self._change(_trigger(table, names, sort, widest))
            yield patch
            patch.rows = tuple(self._written_down(columns, widest))
            for table in tables:
                for sort in ("insert", "update", "delete"):
                    self._change(f"drop trigger temp.{table}_{sort}")
            self._change("drop table temp.changed")

    def apply(self, patch: Patch, *, backwards: bool) -> None:
        """Make a change again, or take it back: all of it, or nothing.

        Raises:
            ChangedSince: the library was changed in between so that it does not fit any more.
        """
        try:
            with self._connection.writing():
                self._change("pragma defer_foreign_keys = on")
                for row in reversed(patch.rows) if backwards else patch.rows:
                    old, new = (row.after, row.before) if backwards else (row.before, row.after)
                    self._put(row.table, old, new)
                if {row.table for row in patch.rows} & {"items", "contents", "vectors"}:
                    self._connection.moved("vectors", "replaced")
        except sqlite3.IntegrityError as error:
            raise ChangedSince from error

    def _put(self, table: str, old: Values | None, new: Values | None) -> None:
        names, keys = self._columns(table), self._keys(table)
        where = " and ".join(f"{names[key]} is ?" for key in keys)
        if new is None and old is not None:
            self._change(f"delete from {table} where {where}", [old[key] for key in keys])  # noqa: S608
        elif old is None and new is not None:
            marks = ", ".join("?" * len(names))
            self._change(f"insert into {table} ({', '.join(names)}) values ({marks})", new)  # noqa: S608
        elif old is not None and new is not None:
            setting = ", ".join(f"{name} = ?" for name in names)
            values = [*new, *(old[key] for key in keys)]
            changed = self._connection.change(f"update {table} set {setting} where {where}", values)  # noqa: S608
            if not changed:  # the row is gone, such as that of a cluster of an earlier map
                raise ChangedSince

    def _written_down(self, columns: dict[str, list[str]], widest: int) -> Iterator[RowChange]:
        for _, table, sort, *values in self._connection.rows("select * from temp.changed order by number"):
            wide = len(columns[table])
            before, after = tuple(values[:wide]), tuple(values[widest : widest + wide])
            yield RowChange(table, None if sort == "insert" else before, None if sort == "delete" else after)

    def _columns(self, table: str) -> list[str]:
        return [name for _, name, *_ in self._connection.rows(f"pragma main.table_info({table})")]

    def _keys(self, table: str) -> list[int]:
        rows = self._connection.rows(f"pragma main.table_info({table})")
        return [place for place, (*_, key) in enumerate(rows) if key]

    def _change(self, sql: str, parameters: Sequence[object] = ()) -> None:
        self._connection.change(sql, parameters)


def _wide(widest: int) -> str:
    return ", ".join(f"{when}{place}" for when in ("before", "after") for place in range(widest))


def _trigger(table: str, names: Sequence[str], sort: str, widest: int) -> str:
    empty = ["null"] * (widest - len(names))
    before = ["null"] * widest if sort == "insert" else [*(f"old.{name}" for name in names), *empty]
    after = ["null"] * widest if sort == "delete" else [*(f"new.{name}" for name in names), *empty]
    values = ", ".join([f"'{table}'", f"'{sort}'", *before, *after])
    return (
        f"create temp trigger {table}_{sort} after {sort} on main.{table} begin "  # noqa: S608
        f"insert into changed (place, sort, {_wide(widest)}) values ({values}); end"
    )
