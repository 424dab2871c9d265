"""Vectors: raw unit vectors of parts, float16, in a table of their own."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from orrery.domain.arrays import Vectors as Matrix
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.library.connection import Connection, listed
from orrery.library.rows import Ids, StoredVectors, VectorRows, VectorsState
from orrery.library.spaces import Spaces

_PIECE = 8192
"""Rows fetched at a time: 6 MB at 384-d, so that 100,000 vectors are in memory once, not three times."""


_FEW_OF = 16
"""Contents are asked after one by one where there are so many times as many items."""


class VectorStore:
    """Load vectors as matrices and tell whether a loaded one is stale."""

    def __init__(self, connection: Connection, spaces: Spaces) -> None:
        self._connection = connection
        self._spaces = spaces

    def version(self, space: VectorSpace | None = None) -> int:
        """A number that changes with every stored batch that changes which vectors there are; costs microseconds.

        Args:
            space: accepted so that callers may say what they mean; all spaces share one number.
        """
        del space
        return self._connection.counter("vectors")

    def state(self) -> VectorsState:
        """What tells one state of the vectors from another; costs microseconds."""
        with self._connection.reading():
            return VectorsState(
                self.version(),
                self._connection.counter("replaced"),
                self._connection.counter("drawn"),
                self._connection.number("select max(id) from vectors"),
            )

    def count_of(self, space: VectorSpace, kind: Kind) -> int:
        """How many vectors of a kind there are in a space, hidden ones included."""
        asked = (self._spaces.number(space) or 0, kind.role.value)
        return self._connection.number("select count(*) from vectors where space = ? and role = ?", asked)

    def since(self, space: VectorSpace, kind: Kind, last: int = 0) -> Iterator[VectorRows]:
        """The vectors of a kind with an id above `last`, hidden ones included, some thousands at a time, by rising id.

        Raises:
            SpaceMismatch: the library knows the space with another length of vector.
        """
        sql = "select id, part, content, vector from vectors where space = ? and role = ? and id > ? order by id"
        asked = (self._spaces.number(space) or 0, kind.role.value, last)
        for rows in self._connection.pieces(sql, asked, _PIECE):
            ids, parts, contents, blobs = zip(*rows, strict=True)
            numbers = np.array((ids, parts, contents), dtype=np.int64)
            matrix = np.frombuffer(b"".join(blobs), dtype=np.float16).reshape(len(rows), space.dim)
            yield VectorRows(numbers[0], numbers[1], numbers[2], matrix)

    def some(self, ids: Ids) -> VectorRows:
        """The vectors of certain ids in one space, by rising id; those that are gone are left out."""
        rows = self._connection.rows(
            """
            select id, part, content, vector from vectors where id in (select value from json_each(?)) order by id""",
            (listed(ids),),
        )
        numbers = np.array([row[:3] for row in rows], dtype=np.int64).reshape(-1, 3).T
        matrix = np.frombuffer(b"".join(row[3] for row in rows), dtype=np.float16)
        return VectorRows(numbers[0], numbers[1], numbers[2], matrix.reshape(len(rows), -1 if rows else 0))

    def living(self, space: VectorSpace, kind: Kind) -> Ids:
        """Ids of all vectors of a kind in a space, hidden ones included, by rising id; reads no vectors."""
        asked = (self._spaces.number(space) or 0, kind.role.value)
        sql = "select id from vectors where space = ? and role = ? order by id"
        pieces = [np.array(rows, dtype=np.int64)[:, 0] for rows in self._connection.pieces(sql, asked, 8 * _PIECE)]
        return np.concatenate(pieces) if pieces else np.empty(0, np.int64)

    def hidden(self, kind: Kind) -> Ids:
        """Contents of a kind without a present item."""
        rows = self._connection.rows(
            """
            select distinct content from items as away
            where state <> 'present' and content is not null and not exists (
                select 1 from items as here where here.content = away.content and here.state = 'present')
            and (select kind from contents where id = away.content) = ?""",
            (kind.value,),
        )
        return np.array(rows, dtype=np.int64).reshape(-1)

    def hidden_among(self, contents: Ids) -> Ids:
        """Those of some contents that have no present item."""
        rows = self._connection.rows(
            """
            select value from json_each(?) where not exists (
                select 1 from items where content = value and state = 'present')""",
            (listed(set(contents.tolist())),),
        )
        return np.array(rows, dtype=np.int64).reshape(-1)

    def count(self, space: VectorSpace) -> int:
        """How many vectors there are in a space, hidden ones included."""
        return self._connection.number(
            "select count(*) from vectors where space = (select id from spaces where name = ?)", (space.id,)
        )

    def load(self, space: VectorSpace, kind: Kind, check: Callable[[], None] | None = None) -> StoredVectors:
        """All vectors of one kind in one space, of contents with at least one present item.

        Args:
            space: whose.
            kind: of the contents.
            check: called between some thousands of them; may raise to stop.

        Raises:
            SpaceMismatch: the library knows the space with another length of vector.
        """
        return self._load(space, kind, None, check)

    def refresh(self, stored: StoredVectors) -> StoredVectors:
        """What load() would give now: the same object when nothing changed, only the new rows read where it can be."""
        with self._connection.reading():
            version, replaced = self.version(), self._connection.counter("replaced")
            if version == stored.version:
                return stored
            return self._load(stored.space, stored.kind, stored if replaced == stored.replaced else None)

    def of_content(self, content: int, space: VectorSpace) -> tuple[Matrix, Ids]:
        """The vectors (n, dim) float16 of one content in one space, and the ids (n,) of its parts, in order."""
        # `cross join` keeps the order: without it SQLite looks through the whole space.
        rows = self._connection.rows(
            """
            select vectors.part, vector from parts cross join vectors on vectors.part = parts.id
            where parts.content = ? and space = (select id from spaces where name = ?) order by number, parts.id""",
            (content, space.id),
        )
        joined = b"".join(blob for _, blob in rows)
        matrix = np.frombuffer(joined, dtype=np.float16).reshape(len(rows), space.dim)
        return matrix, np.array([part for part, _ in rows], dtype=np.int64)

    def _hidden_of(self, kind: Kind, contents: Ids) -> Ids:
        """Those of all contents of a kind that have no present item, found by the shorter way."""
        # Looking through a million items takes 0.2 s, asking after one content some microseconds.
        if _FEW_OF * len(contents) < self._connection.number("select max(id) from items"):
            return self.hidden_among(contents) if len(contents) else contents
        return self.hidden(kind)

    def _load(
        self, space: VectorSpace, kind: Kind, before: StoredVectors | None, check: Callable[[], None] | None = None
    ) -> StoredVectors:
        last = before.last if before else 0
        with self._connection.reading():
            version, replaced = self.version(), self._connection.counter("replaced")
            number = self._spaces.number(space) or 0
            ids, parts, contents, matrix = self._rows(number, kind.role, last, space.dim, check)
            # Behind what was loaded only new rows stand, and those are of files that were just there.
            hidden = self._hidden_of(kind, contents) if before is None else ids[:0]
        if before and not len(ids):
            return replace(before, version=version, replaced=replaced)
        if len(ids):
            last = int(ids[-1])
        if len(hidden):
            seen = ~np.isin(contents, hidden)
            parts, contents, matrix = parts[seen], contents[seen], matrix[seen]
        if before:
            parts = np.concatenate([before.parts, parts])
            contents = np.concatenate([before.contents, contents])
            matrix = np.concatenate([before.vectors, matrix])
        return StoredVectors(space, kind, matrix, parts, contents, version, replaced, last)

    def _rows(
        self, space: int, role: Role, last: int, dim: int, check: Callable[[], None] | None = None
    ) -> tuple[Ids, Ids, Ids, np.ndarray]:
        asked = (space, role.value, last)
        count = self._connection.number("select count(*) from vectors where space = ? and role = ? and id > ?", asked)
        numbers = np.empty((count, 3), dtype=np.int64)
        matrix = np.empty((count, dim), dtype=np.float16)
        sql = "select id, part, content, vector from vectors where space = ? and role = ? and id > ? order by id"
        done = 0
        for rows in self._connection.pieces(sql, asked, _PIECE):
            if check is not None:
                check()
            ids, parts, contents, blobs = zip(*rows, strict=True)
            upto = done + len(rows)
            numbers[done:upto] = np.array((ids, parts, contents), dtype=np.int64).T
            matrix[done:upto] = np.frombuffer(b"".join(blobs), dtype=np.float16).reshape(len(rows), dim)
            done = upto
        return numbers[:, 0], numbers[:, 1].copy(), numbers[:, 2].copy(), matrix
