"""Vectors: raw unit vectors of parts, float16, in a table of their own."""

import numpy as np

from orrery.domain.arrays import Vectors as Matrix
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.library.connection import Connection
from orrery.library.rows import Ids, StoredVectors
from orrery.library.spaces import Spaces

_PIECE = 8192
"""Rows fetched at a time: 6 MB at 384-d, so that 100,000 vectors are in memory once, not three times."""


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

    def count(self, space: VectorSpace) -> int:
        """How many vectors there are in a space, hidden ones included."""
        return self._connection.number(
            "select count(*) from vectors where space = (select id from spaces where name = ?)", (space.id,)
        )

    def load(self, space: VectorSpace, kind: Kind) -> StoredVectors:
        """All vectors of one kind in one space, of contents with at least one present item.

        Raises:
            SpaceMismatch: the library knows the space with another length of vector.
        """
        return self._load(space, kind, None)

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

    def _load(self, space: VectorSpace, kind: Kind, before: StoredVectors | None) -> StoredVectors:
        last = before.last if before else 0
        with self._connection.reading():
            version, replaced = self.version(), self._connection.counter("replaced")
            number = self._spaces.number(space) or 0
            ids, parts, contents, matrix = self._rows(number, kind.role, last, space.dim)
            hidden = self._hidden(kind)
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

    def _rows(self, space: int, role: Role, last: int, dim: int) -> tuple[Ids, Ids, Ids, np.ndarray]:
        asked = (space, role.value, last)
        count = self._connection.number("select count(*) from vectors where space = ? and role = ? and id > ?", asked)
        numbers = np.empty((count, 3), dtype=np.int64)
        matrix = np.empty((count, dim), dtype=np.float16)
        sql = "select id, part, content, vector from vectors where space = ? and role = ? and id > ? order by id"
        done = 0
        for rows in self._connection.pieces(sql, asked, _PIECE):
            ids, parts, contents, blobs = zip(*rows, strict=True)
            upto = done + len(rows)
            numbers[done:upto] = np.array((ids, parts, contents), dtype=np.int64).T
            matrix[done:upto] = np.frombuffer(b"".join(blobs), dtype=np.float16).reshape(len(rows), dim)
            done = upto
        return numbers[:, 0], numbers[:, 1].copy(), numbers[:, 2].copy(), matrix

    def _hidden(self, kind: Kind) -> Ids:
        """Contents of a kind without a present item; few in most libraries, so they are taken away afterwards."""
        rows = self._connection.rows(
            """
            select id from contents where kind = ? and not exists (
                select 1 from items where items.content = contents.id and items.state = 'present')""",
            (kind.value,),
        )
        return np.array(rows, dtype=np.int64).reshape(-1)
