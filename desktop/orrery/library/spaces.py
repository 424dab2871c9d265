"""Embedding spaces: several live side by side in one library."""

import time

from orrery.domain.space import VectorSpace
from orrery.library.connection import Connection
from orrery.library.rows import KnownSpace

_FEATURES = "/features"
"""How the name of an image-only space ends; it comes and goes with the space before the slash."""


class Spaces:
    """Add and find spaces."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, space: VectorSpace) -> None:
        """Make a space known; storing a vector does it too.

        Raises:
            SpaceMismatch: it is known with another length of vector.
        """
        self.row(space)

    def all(self) -> tuple[VectorSpace, ...]:
        """All spaces, in the order in which they came."""
        return tuple(VectorSpace(*row) for row in self._connection.rows("select name, dim from spaces order by id"))

    def get(self, name: str) -> VectorSpace | None:
        """The space of that id."""
        row = self._connection.row("select name, dim from spaces where name = ?", (name,))
        return VectorSpace(*row) if row else None

    def in_use(self) -> KnownSpace | None:
        """The space that was put in use last; None in a library that never had one."""
        return self._one("used_s")

    def before(self) -> KnownSpace | None:
        """The space that was in use before the one that is; None without one."""
        return self._one("used_s", skipped=1)

    def wanted(self) -> KnownSpace | None:
        """The space that is being made to be put in use when it is complete; None without one."""
        return self._one("wanted_s")

    def known(self) -> tuple[KnownSpace, ...]:
        """All spaces but the image-only ones, with what they take, the one used last first."""
        rows = self._connection.rows(
            "select id, name, dim, pack, used_s, wanted_s from spaces where name not like '%/features' "
            "order by used_s is null, used_s desc, id"
        )
        return tuple(
            KnownSpace(VectorSpace(name, dim), pack, used_s, wanted_s, *self._figures(number, name))
            for number, name, dim, pack, used_s, wanted_s in rows
        )

    def want(self, space: VectorSpace, pack: str) -> None:
        """Note that a space is being made, in place of any other that was."""
        with self._connection.writing():
            number = self.row(space)
            self._connection.change("update spaces set wanted_s = null where wanted_s is not null")
            self._connection.change(
                "update spaces set wanted_s = ?, pack = ? where id = ?", (time.time(), pack, number)
            )

    def put_in_use(self, space: VectorSpace, pack: str) -> None:
        """Let a space be the one in use, of a model of that id; the one before can be put back at any time."""
        with self._connection.writing():
            number = self.row(space)
            self._connection.change(
                "update spaces set used_s = ?, pack = ?, wanted_s = null where id = ?", (time.time(), pack, number)
            )

    def remove(self, space: VectorSpace) -> None:
        """Drop a space with its vectors, outcomes, maps and calibrations, and parts that only it used.

        Its image-only space goes with it.
        """
        with self._connection.writing():
            names = (space.id, space.id + _FEATURES)
            self._connection.change("delete from spaces where name in (?, ?)", names)
            self._connection.change("delete from parts where not exists (select 1 from vectors where part = parts.id)")
            self._connection.moved("vectors", "replaced")

    def _one(self, column: str, skipped: int = 0) -> KnownSpace | None:
        """The space with the latest time in a column, what it takes left uncounted: it is asked at every start."""
        row = self._connection.row(
            f"select name, dim, pack, used_s, wanted_s from spaces where {column} is not null "  # noqa: S608
            f"order by {column} desc, id desc limit 1 offset ?",
            (skipped,),
        )
        return KnownSpace(VectorSpace(*row[:2]), *row[2:]) if row else None

    def _figures(self, number: int, name: str) -> tuple[int, int]:
        """Contents embedded in a space, and bytes that its vectors take, those of its image-only space included."""
        contents = self._connection.number("select count(distinct content) from vectors where space = ?", (number,))
        size = self._connection.number(
            """
            select sum(2 * dim * count) from (
                select dim, (select count(*) from vectors where space = spaces.id) as count
                from spaces where name in (?, ?))""",
            (name, name + _FEATURES),
        )
        return contents, size

    def number(self, space: VectorSpace) -> int | None:
        """Row number of a space; None while nothing of it is stored.

        Raises:
            SpaceMismatch: stored vectors of that space have another length.
        """
        found = self._connection.row("select id, dim from spaces where name = ?", (space.id,))
        if found is None:
            return None
        space.require(VectorSpace(space.id, found[1]))
        return int(found[0])

    def row(self, space: VectorSpace) -> int:
        """Row number of a space, added if it is new; needs a library open for writing."""
        known = self.number(space)
        if known is not None:
            return known
        with self._connection.writing():
            return self._connection.insert(
                "insert into spaces (name, dim, added_s) values (?, ?, ?)", (space.id, space.dim, time.time())
            )
