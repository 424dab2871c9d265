"""How files come in and go: what touches items, contents, vectors and outcomes in one transaction."""

import time
from collections.abc import Iterable, Sequence

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.item import FileStamp, OutcomeKind
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.errors import FileProblem, UnsupportedKind
from orrery.library.connection import Connection
from orrery.library.contents import Contents, Parts
from orrery.library.items import shown, within
from orrery.library.outcomes import Outcomes
from orrery.library.rows import Embedded
from orrery.library.spaces import Spaces

_NAMES, _TEXTS = ("names_found", "name_signs"), ("passages_found", "passage_signs")
"""Full-text indexes of the names of files, and of what stands in texts."""


class Intake:
    """Store, attach, fail, forget: each one transaction, or part of the one it is called in."""

    def __init__(
        self, connection: Connection, spaces: Spaces, contents: Contents, parts: Parts, outcomes: Outcomes
    ) -> None:
        self._connection = connection
        self._spaces = spaces
        self._contents = contents
        self._parts = parts
        self._outcomes = outcomes

    def store(self, batch: Iterable[Embedded]) -> tuple[int, ...]:
        """See Library.store."""
        with self._connection.writing():
            return tuple(self._store(embedded) for embedded in batch)

    def attach(self, stamp: FileStamp, root: bytes | None, content: int, moved_from: int | None) -> int:
        """See Library.attach."""
        with self._connection.writing():
            self._show(content)
            item = self._point(stamp, root, int(content), moved_from)
            self._outcomes.put_embedded(content, [item])
            return item

    def fail(
        self,
        stamp: FileStamp,
        root: bytes | None,
        problem: FileProblem,
        spaces: Sequence[VectorSpace],
        kind: Kind | None,
    ) -> int:
        """See Library.fail."""
        outcome = OutcomeKind.SKIPPED if isinstance(problem, UnsupportedKind) else OutcomeKind.FAILED
        with self._connection.writing():
            item = self._point_nowhere(stamp, root, kind)
            for space in spaces:
                self._outcomes.put_failed(item, self._spaces.row(space), outcome, problem)
            return item

    def forget(self, path: bytes) -> int:
        """See Library.forget."""
        where, parameters = within(path)
        with self._connection.writing():
            rows = self._connection.rows(f"select content from items where {where}", parameters)  # noqa: S608
            contents = {content for (content,) in rows if content is not None}
            self._connection.change(f"delete from items where {where}", parameters)  # noqa: S608
            self._connection.change(f"delete from roots where {where}", parameters)  # noqa: S608
            self._contents.drop_orphans(contents)
            # Not only marked as deleted: FTS5 keeps deleted words in older segments until those are merged.
            for table in (*(_NAMES if rows else ()), *(_TEXTS if contents else ())):
                self._connection.change(f"insert into {table} ({table}) values ('optimize')")  # noqa: S608
            self._connection.wipe()
        return len(rows)

    def _store(self, embedded: Embedded) -> int:
        content, is_new = self._contents.put(embedded.sha256, embedded.kind, embedded.stamp.size, embedded.facts)
        if not is_new:
            self._show(content)
        parts = self._parts.put(content, embedded.parts)
        is_first = [
            self._put_vectors(content, parts, space, embedded.kind.role, vectors)
            for space, vectors in embedded.vectors.items()
        ]
        if not is_new:
            self._parts.drop_unused(content)
        item = self._point(embedded.stamp, embedded.root, content, embedded.moved_from)
        # The copies were told of the other spaces when those came.
        self._outcomes.put_embedded(content, self._items_of(content) if any(is_first) else [item])
        return item

    def _put_vectors(
        self, content: int, parts: Sequence[int], space: VectorSpace, role: Role, vectors: Vectors
    ) -> bool:
        """Store the vectors of a content in a space; gives whether it had none there before."""
        rows = _rows(vectors, len(parts), space)
        number = self._spaces.row(space)
        there = self._connection.rows(
            "select part, vector from vectors where space = ? and part in (select id from parts where content = ?)",
            (number, content),
        )
        if there and dict(there) == dict(zip(parts, rows, strict=True)):
            return False
        if there:
            self._connection.change_many(
                "delete from vectors where part = ? and space = ?", [(part, number) for part, _ in there]
            )
            self._connection.moved("replaced")
        self._connection.change_many(
            "insert into vectors (part, space, role, content, vector) values (?, ?, ?, ?, ?)",
            [(part, number, role.value, content, row) for part, row in zip(parts, rows, strict=True)],
        )
        self._connection.moved("vectors")
        return not there

    def _point(self, stamp: FileStamp, root: bytes | None, content: int, moved_from: int | None) -> int:
        """Let the item at a path, new or known or moved there, have that content."""
        item, left = self._place(stamp, root, moved_from)
        before = self._connection.row("select content from items where id = ?", (item,))
        self._connection.change(
            "update items set content = ?, kind = (select kind from contents where id = ?) where id = ?",
            (content, content, item),
        )
        if before is None or before[0] != content:  # what came of another content says nothing about this one
            self._outcomes.clear(item)
        self._contents.drop_orphans(left - {content})
        return item

    def _point_nowhere(self, stamp: FileStamp, root: bytes | None, kind: Kind | None) -> int:
        """Let the item at a path have no content, unless its file is the same that a content was made from."""
        same = self._connection.row(
            "select id from items where path = ? and content is not null and size = ? and mtime_ns = ?",
            (stamp.path, stamp.size, stamp.mtime_ns),
        )
        item, left = self._place(stamp, root, None)
        if same is None:
            self._connection.change(
                "update items set content = null, kind = ? where id = ?", (kind.value if kind else None, item)
            )
            self._outcomes.clear(item)
            self._contents.drop_orphans(left)
        return item

    def _place(self, stamp: FileStamp, root: bytes | None, moved_from: int | None) -> tuple[int, set[int]]:
        """Find, move or add the item of a path; gives its id, and the contents that it and its path had."""
        left = self._move(moved_from, stamp.path) if moved_from is not None else set()
        now = time.time()
        found = self._connection.row("select content, id, state from items where path = ?", (stamp.path,))
        values = (shown(stamp.path), self._root(root), stamp.size, stamp.mtime_ns, now)
        if found is None:
            item = self._connection.insert(
                "insert into items (shown, root, size, mtime_ns, seen_s, added_s, path) values (?, ?, ?, ?, ?, ?, ?)",
                (*values, now, stamp.path),
            )
            return item, left
        if found[2] != "present":
            self._connection.moved("vectors", "replaced")
        self._connection.change(
            """
            update items set shown = ?, root = coalesce(?, root), size = ?, mtime_ns = ?, seen_s = ?, state = 'present'
            where id = ?""",
            (*values, found[1]),
        )
        return found[1], left | _those(found[0])

    def _move(self, item: int, path: bytes) -> set[int]:
        """Give an item another path; what was known under that path is gone with the file it was: its contents."""
        there = self._connection.row("select content from items where path = ? and id <> ?", (path, item))
        if there:
            self._connection.change("delete from items where path = ?", (path,))
        self._connection.change("update items set path = ? where id = ?", (path, item))
        return _those(there[0]) if there else set()

    def _root(self, root: bytes | None) -> int | None:
        if root is None:
            return None
        found = self._connection.row("select id from roots where path = ?", (root,))
        if found:
            return int(found[0])
        return self._connection.insert(
            "insert into roots (path, shown, added_s) values (?, ?, ?)", (root, shown(root), time.time())
        )

    def _items_of(self, content: int) -> list[int]:
        return [item for (item,) in self._connection.rows("select id from items where content = ?", (content,))]

    def _show(self, content: int) -> None:
        """Note that the vectors of a content come to light that no present item had; they stand among older ones."""
        seen = self._connection.row("select 1 from items where content = ? and state = 'present' limit 1", (content,))
        if not seen:
            self._connection.moved("vectors", "replaced")


def _those(content: int | None) -> set[int]:
    return set() if content is None else {content}


def _rows(vectors: Vectors, count: int, space: VectorSpace) -> list[bytes]:
    """Float16 bytes of each row; a wrong shape or a value that is no number is a mistake of the caller."""
    if vectors.shape != (count, space.dim):
        raise ValueError(f"{count} parts in {space.id} need vectors {(count, space.dim)}, not {vectors.shape}")
    narrow = np.ascontiguousarray(vectors, dtype=np.float16)
    if not np.isfinite(narrow).all():
        raise ValueError(f"a vector of {space.id} holds values that are no numbers")
    return [row.tobytes() for row in narrow]
