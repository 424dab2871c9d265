"""Embedding spaces: several live side by side in one library."""

import time

from orrery.domain.space import VectorSpace
from orrery.library.connection import Connection


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

    def remove(self, space: VectorSpace) -> None:
        """Drop a space with its vectors, outcomes, maps and calibrations, and parts that only it used."""
        with self._connection.writing():
            self._connection.change("delete from spaces where name = ?", (space.id,))
            self._connection.change("delete from parts where not exists (select 1 from vectors where part = parts.id)")
            self._connection.moved("vectors", "replaced")

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
