"""Any order of storing, attaching, failing, moving, marking and forgetting agrees with a plain dictionary."""

import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from libraries.made import OTHER, SPACE, digest, made, stamp, vector
from orrery.domain.item import ItemState, OutcomeKind, Passage
from orrery.domain.modality import Kind
from orrery.errors import DamagedFile
from orrery.library.library import Library

PATHS = [b"/a", b"/a/1", b"/a/2", b"/a/b/1", b"/a/b/\xff", b"/ab/1", b"/c"]
WORDS = ["red", "green", "blue lines"]
paths = st.sampled_from(PATHS)
words = st.sampled_from(WORDS)


@cache
def empty() -> bytes:
    """A new library; copying it is ten times faster than making it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.orrery"
        Library.open(path, create=True).close()
        return path.read_bytes()


@dataclass(frozen=True)
class Row:
    """What the dictionary knows of a path; the number stands for the item."""

    number: int
    what: str | None
    state: ItemState
    failed: frozenset[str] = frozenset()
    tagged: bool = False


class Model(RuleBasedStateMachine):
    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "l.orrery"
        path.write_bytes(empty())
        self.library = Library.open(path, write=True)
        self.rows: dict[bytes, Row] = {}
        self.spaces: dict[str, set[str]] = {}
        self.loaded = self.library.vectors.load(SPACE, Kind.TEXT)

    def teardown(self) -> None:
        if hasattr(self, "library"):
            try:
                assert self.library.check() == []
            finally:
                self.library.close()
                self.folder.cleanup()

    def settle(self) -> None:
        """Forget spaces of contents that nobody has."""
        there = {row.what for row in self.rows.values()}
        self.spaces = {what: spaces for what, spaces in self.spaces.items() if what in there}

    def point(self, path: bytes, what: str, item: int, moved_from: bytes | None) -> None:
        if moved_from is not None:
            row = self.rows.pop(moved_from)
            assert item == row.number
        else:
            row = self.rows.get(path) or Row(item, None, ItemState.PRESENT)
            assert item == row.number
        failed = row.failed if row.what == what else frozenset()
        self.rows[path] = replace(row, what=what, state=ItemState.PRESENT, failed=failed - self.spaces[what])
        for other, kept in self.rows.items():
            if kept.what == what:
                self.rows[other] = replace(kept, failed=kept.failed - self.spaces[what])
        self.settle()

    @rule(path=paths, what=words, spaces=st.sampled_from([(SPACE,), (OTHER,), (SPACE, OTHER)]), moved=st.data())
    def store(self, path: bytes, what: str, spaces: tuple, moved: st.DataObject) -> None:
        moved_from = self.draw_source(moved, path)
        parts = tuple(Passage(n, n + 1, word) for n, word in enumerate(what.split()))
        number = self.rows[moved_from].number if moved_from else None
        (item,) = self.library.store([made(path, what, parts, Kind.TEXT, spaces, moved_from=number)])
        self.spaces.setdefault(what, set()).update(space.id for space in spaces)
        self.point(path, what, item, moved_from)

    @rule(path=paths, what=words, moved=st.data())
    def attach(self, path: bytes, what: str, moved: st.DataObject) -> None:
        known = self.library.contents.by_hash(digest(what))
        assert (known.spaces if known else set()) == self.spaces.get(what, set())
        if known is None:
            return
        moved_from = self.draw_source(moved, path)
        number = self.rows[moved_from].number if moved_from else None
        item = self.library.attach(stamp(path, what), None, known.id, moved_from=number)
        self.point(path, what, item, moved_from)

    def draw_source(self, data: st.DataObject, path: bytes) -> bytes | None:
        return data.draw(st.sampled_from([None, *sorted(set(self.rows) - {path})]))

    @rule(path=paths, what=words, space=st.sampled_from([SPACE, OTHER]))
    def fail(self, path: bytes, what: str, space) -> None:
        item = self.library.fail(stamp(path, what), None, DamagedFile(kind="text", reason="x"), [space], Kind.TEXT)
        row = self.rows.get(path) or Row(item, None, ItemState.PRESENT)
        assert item == row.number
        is_same = row.what is not None and len(row.what) == len(what)
        kept, failed = (row.what, row.failed) if is_same else (None, frozenset())
        if space.id not in self.spaces.get(kept or "", ()):
            failed |= {space.id}
        self.rows[path] = replace(row, what=kept, state=ItemState.PRESENT, failed=failed)
        self.settle()

    @rule(path=paths)
    def forget(self, path: bytes) -> None:
        gone = {known for known in self.rows if known == path or known.startswith(path + b"/")}
        assert self.library.forget(path) == len(gone)
        for known in gone:
            del self.rows[known]
        self.settle()

    @rule(path=paths, state=st.sampled_from(list(ItemState)))
    def mark(self, path: bytes, state: ItemState) -> None:
        below = self.library.items.below(path)
        self.library.items.mark([item.id for item in below], state)
        for item in below:
            self.rows[item.path] = replace(self.rows[item.path], state=state)

    @rule(path=paths)
    def tag(self, path: bytes) -> None:
        if path in self.rows:
            self.library.tags.add([self.rows[path].number], "tag")
            self.rows[path] = replace(self.rows[path], tagged=True)

    @rule()
    def reopen(self) -> None:
        path = self.library.path
        self.library.close()
        self.library = Library.open(path, write=True)

    @invariant()
    def the_library_agrees(self) -> None:
        known = self.library.items.known(SPACE)
        assert set(known) == set(self.rows)
        items = {item.path: item for item in self.library.items.all(states=())}
        for path, row in self.rows.items():
            embedded = row.what is not None and SPACE.id in self.spaces[row.what]
            wanted = OutcomeKind.EMBEDDED if embedded else OutcomeKind.FAILED if SPACE.id in row.failed else None
            assert (known[path].id, known[path].state, known[path].outcome) == (row.number, row.state, wanted)
            assert items[path].sha256 == (digest(row.what) if row.what else None)
        tagged = {row.number for row in self.rows.values() if row.tagged}
        assert self.library.tags.items_with("tag") == tagged

    @invariant()
    def vectors_are_those_of_present_items(self) -> None:
        seen = {row.what for row in self.rows.values() if row.what and row.state is ItemState.PRESENT}
        seen = {what for what in seen if SPACE.id in self.spaces[what]}
        stored = self.library.vectors.load(SPACE, Kind.TEXT)
        self.loaded = self.library.vectors.refresh(self.loaded)
        for attribute in ("vectors", "parts", "contents"):
            np.testing.assert_array_equal(getattr(stored, attribute), getattr(self.loaded, attribute))
        wanted = {
            tuple(vector((what, SPACE.id, n)).astype(np.float16)) for what in seen for n in range(len(what.split()))
        }
        assert {tuple(row) for row in stored.vectors} == wanted
        assert len(stored.vectors) == len(wanted)

    @invariant()
    def only_words_of_contents_that_somebody_has_are_found(self) -> None:
        there = {row.what for row in self.rows.values()}
        for what in WORDS:
            found = self.library.words.passages([what.split()[0]], 10)
            assert len(found) == (1 if what in there else 0)


TestModel = Model.TestCase
TestModel.settings = settings(
    max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
