"""Keep the derived matrix of one kind in step with the library, and pack it in the background.

A library of up to 20,000 vectors a kind is read into memory and scanned exactly; it leaves nothing behind. A larger one
has its rows in a folder beside the library, mapped into memory, so that it opens at once; rows that came since are read
from the library and scanned exactly, and rows that went may not answer from then on and are overwritten on the disk.
"""

import hashlib
import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vector
from orrery.domain.modality import Kind
from orrery.domain.space import VectorSpace
from orrery.errors import LibraryProblem
from orrery.library.library import Library
from orrery.library.lock import WriterLock
from orrery.library.rows import VectorsState
from orrery.search.background import sample
from orrery.search.index.graphs import exact_graph
from orrery.search.index.index import Index
from orrery.search.index.shelf import Columns, Mask, Note, Shelf

LARGE = 20_000
"""Above so many vectors of a kind an index: below, an exact scan takes a millisecond or two."""
SPILL = 4_096
"""With more new rows than this in memory, packing writes them behind the others; whoever asks never waits for a disk
(on one that was busy, making sure of 4 MB took 10 s)."""
_HELD = 65_536
"""With more than this they are written at once: 67 MB of 512 dimensions."""
_CHECKED = 256
"""Rows compared with the library before derived files are believed."""
_MOST_GONE = 0.25
"""With more of the rows gone than this, everything is laid out anew."""
_MEASURED = 1_000
_PATIENCE_S = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Indexed:
    """The vectors of one kind in one space as an index.

    Attributes:
        space: all rows belong to it.
        kind: of the contents.
        state: of the library when this was brought up to date.
        index: all rows, those that may not answer included.
        alive: (n,) which rows may answer; None for all.
        shelf: of the derived files.
        note: what of them is in the index; None where there are none.
    """

    space: VectorSpace
    kind: Kind
    state: VectorsState
    index: Index
    alive: Mask | None
    shelf: Shelf
    note: Note | None

    @property
    def parts(self) -> npt.NDArray[np.int64]:
        """(n,) part ids of all rows."""
        return self.index.column("parts")

    @property
    def count(self) -> int:
        """Rows that may answer."""
        return len(self.index) if self.alive is None else int(np.count_nonzero(self.alive))

    def some(self, count: int, seed: int = 0) -> npt.NDArray[np.float16]:
        """At most `count` raw vectors that may answer, the same ones for the same rows."""
        rows = np.arange(len(self.index)) if self.alive is None else np.flatnonzero(self.alive)
        return self.index.take(sample(rows, count, seed))


def index_folder(library: Path) -> Path:
    """The folder of a library's derived matrices."""
    return library.with_name(library.name + "-index")


def keep_only(library: Path, spaces: Iterable[VectorSpace]) -> None:
    """Remove the derived files of all other spaces, which nobody brings up to date; they come back when asked for.

    Args:
        library: the SQLite file.
        spaces: whose files stay.
    """
    kept = tuple(f"-{_short(space)}" for space in spaces)
    for folder in index_folder(library).glob("*-*"):
        if not folder.name.endswith(kept):
            shutil.rmtree(folder, ignore_errors=True)


def figures_folder(library: Path, space: VectorSpace) -> Path:
    """Where figures of a space that were measured on the library are kept."""
    return index_folder(library) / f"figures-{_short(space)}"


def forget_figures(library: Path) -> None:
    """Remove what was measured of all spaces: it holds traces of what was in the library."""
    for folder in index_folder(library).glob("figures-*"):
        shutil.rmtree(folder, ignore_errors=True)


def shelf_of(library: Path, space: VectorSpace, kind: Kind, mean: Vector | None) -> Shelf:
    """Where the derived files of one kind are.

    Args:
        library: the SQLite file.
        space: whose vectors.
        kind: of the contents.
        mean: (dim,), by which rows are centred; None where the files themselves say.
    """
    own = "own" if mean is None else hashlib.sha256(np.asarray(mean, np.float32).tobytes()).hexdigest()[:16]
    folder = index_folder(library) / f"{kind.value}-{_short(space)}"
    return Shelf(folder, f"{space.id} {kind.value} {own}", space.dim)


def _short(space: VectorSpace) -> str:
    return hashlib.sha256(space.id.encode()).hexdigest()[:8]


@contextmanager
def writing(shelf: Shelf, wait_s: float = 0.0) -> Iterator[bool]:
    """Hold the lock of derived files; gives False where another process has it, or nothing can be written there."""
    try:
        shelf.folder.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(shelf.folder / "note", wait_s)
    except (LibraryProblem, OSError):
        yield False
        return
    with lock:
        yield True


def bring_up_to_date(
    library: Library, space: VectorSpace, kind: Kind, mean: Vector | None, before: Indexed | None = None
) -> Indexed:
    """Bring the index of one kind to the state of the library, reading as little as can be.

    Args:
        library: open in this thread.
        space: whose vectors.
        kind: of the contents.
        mean: (dim,) of the kind's role; None where it is measured on these very vectors.
        before: what was there earlier.

    Raises:
        SpaceMismatch: the library knows the space with another length of vector.
    """
    state = library.vectors.state()
    if before is not None and before.state == state:
        return before
    held = _as_on_disk(before) if before else _opened(shelf_of(library.path, space, kind, mean), space, kind, mean)
    if (held.state.version > state.version or held is not before) and not _is_of(library, held):
        with writing(held.shelf, _PATIENCE_S) as may_write:
            if may_write:
                held.shelf.discard()
        held = _nothing(held.shelf, space, kind, mean)
    if len(held.index) == 0 and mean is None:
        held = replace(held, index=replace(held.index, mean=_own_mean(library, space, kind)))
    if held.state.version != state.version:
        longer = _with_new_rows(library, held, state)
        held = longer if held is before else _without_hidden_ones(library, longer, len(held.index))
    if held.state.replaced != state.replaced:
        held = _without_lost_rows(library, held, state)
        if held.count < (1 - _MOST_GONE) * len(held.index) and len(held.index) > LARGE:
            return _anew(library, held, state)
    return replace(held, state=state)


def _nothing(shelf: Shelf, space: VectorSpace, kind: Kind, mean: Vector | None) -> Indexed:
    none = Columns.empty(space.dim)
    middle = np.zeros(space.dim, np.float32) if mean is None else np.asarray(mean, np.float32)
    return Indexed(space, kind, VectorsState(-1, -1, 0, 0), Index(none, none, middle), None, shelf, None)


def _opened(shelf: Shelf, space: VectorSpace, kind: Kind, mean: Vector | None) -> Indexed:
    """What the derived files hold, mapped into memory."""
    held = _nothing(shelf, space, kind, mean)
    note = shelf.note()
    if note is None:
        return held
    try:
        index = replace(held.index, kept=shelf.columns(note), mean=shelf.mean(note))
        alive = shelf.alive(note)
    except (OSError, ValueError):
        return held
    return replace(held, state=VectorsState(*note.stamp), index=index, alive=alive, note=note)


def _as_on_disk(before: Indexed) -> Indexed:
    """What was there earlier, unless another process has added rows to the files since, or thrown them away."""
    note = before.shelf.note()
    if before.note is None or _rows_of(note) == _rows_of(before.note):
        return before
    now = _opened(before.shelf, before.space, before.kind, before.index.mean)
    if note is None or note.generation != before.note.generation:
        return now
    return replace(now, index=replace(now.index, basis=before.index.basis, packed=before.index.packed))


def _is_of(library: Library, held: Indexed) -> bool:
    """Whether rows are this library's: those looked at are the same there, or gone."""
    ids = held.index.column("ids")
    if len(ids) == 0:
        return True
    spread = np.linspace(0, len(ids) - 1, min(len(ids), _CHECKED // 2)).astype(np.intp)
    rows = np.unique(np.concatenate([spread, np.arange(max(len(ids) - _CHECKED // 2, 0), len(ids))]))
    there = library.vectors.some(ids[rows])
    rows = rows[np.isin(ids[rows], there.ids)]
    return (
        np.array_equal(held.index.column("parts")[rows], there.parts)
        and np.array_equal(held.index.column("contents")[rows], there.contents)
        and (len(rows) == 0 or np.array_equal(held.index.take(rows), there.vectors))
    )


def _with_new_rows(library: Library, held: Indexed, state: VectorsState) -> Indexed:
    """Rows stored since: they stay in memory until they are packed; very many are written at once, piece by piece."""
    pieces, new = _since(library, held), []
    most = _HELD if len(held.index) else SPILL
    for piece in pieces:
        new.append(piece)
        if len(held.index.added) + sum(map(len, new)) > most:
            break
    else:
        return _longer(held, new)
    try:
        written = _shelved(held, chain(new, pieces), state)
    except OSError as problem:  # costs the file, never the search
        _log.warning("the derived matrix could not be written: %s", problem.strerror)
        written = None
    return _longer(held, list(_since(library, held))) if written is None else written


def _longer(held: Indexed, new: list[Columns]) -> Indexed:
    if not new:
        return held
    return _grown(held, replace(held.index, added=held.index.added.followed_by(Columns.joined(new))))


def _since(library: Library, held: Indexed) -> Iterator[Columns]:
    ids = held.index.added.ids if len(held.index.added) else held.index.kept.ids
    for rows in library.vectors.since(held.space, held.kind, int(ids[-1]) if len(ids) else 0):
        inverse = exact_graph(held.space.dim).inverse(rows.vectors, held.index.mean)
        yield Columns(rows.vectors, inverse, rows.ids, rows.parts, rows.contents)


def shelved(held: Indexed) -> Indexed | None:
    """Write the rows that are only in memory behind those on the disk.

    Returns:
        The same with all rows mapped; None where another process is at the files, or where rows were deleted since.

    Raises:
        OSError: no room; the files are as they were.
    """
    return _shelved(held, [], held.state) if len(held.index.added) else held


def adopted(held: Indexed, index: Index) -> Indexed | None:
    """The same with as many rows mapped as an index has that was shelved meanwhile; None where they do not fit."""
    more, note, added = len(index.kept) - len(held.index.kept), held.shelf.note(), held.index.added
    if more <= 0:
        return held
    if note is None or held.note is None or _rows_of(note) != (held.note.generation, len(index.kept)):
        return None
    if VectorsState(*note.stamp).replaced != held.state.replaced:
        return None
    if more > len(added) or added.ids[more - 1] != index.kept.ids[-1]:
        return None
    return replace(held, note=note, index=replace(held.index, kept=index.kept, added=added.behind(more)))


def _shelved(held: Indexed, pieces: Iterable[Columns], state: VectorsState) -> Indexed | None:
    """Write rows behind those on the disk, first those in memory; None where another process is at it, or was.

    So too where rows were deleted of which this state does not know yet: they must not come to the disk again.
    """
    with writing(held.shelf) as may_write:
        note = held.shelf.note() if may_write else None
        if not may_write or _rows_of(note) != _rows_of(held.note):
            return None
        replaced = VectorsState(*note.stamp).replaced if note else held.state.replaced
        if replaced > held.state.replaced:
            return None
        added = held.index.added
        pieces = chain([added], pieces) if len(added) else pieces
        stamp = state._replace(replaced=replaced)
        return _mapped(held, held.shelf.append(note, pieces, stamp, held.index.mean, held.alive))


def _rows_of(note: Note | None) -> tuple[str, int] | None:
    return None if note is None else (note.generation, note.rows)


def _mapped(held: Indexed, note: Note) -> Indexed:
    """Rows that were written, mapped instead of held in memory."""
    kept = held.shelf.columns(note)
    return _grown(replace(held, note=note), replace(held.index, kept=kept, added=Columns.empty(held.space.dim)))


def _grown(held: Indexed, index: Index) -> Indexed:
    alive = held.alive
    if alive is not None:
        alive = np.concatenate([alive, np.ones(len(index) - len(alive), np.bool_)])
    return replace(held, index=index, alive=alive)


def _without_lost_rows(library: Library, held: Indexed, state: VectorsState) -> Indexed:
    """Let rows that were deleted, or whose files are missing, not answer; write over the deleted ones on the disk."""
    ids, before = held.index.column("ids"), held.alive
    living = library.vectors.living(held.space, held.kind)
    is_there = np.isin(ids, living, assume_unique=True)
    if np.count_nonzero(is_there) < len(living):
        return _anew(library, held, state)  # a removal was taken back, of rows that were laid away without
    alive = is_there & ~np.isin(held.index.column("contents"), library.vectors.hidden(held.kind))
    held = _with_added(library, replace(held, alive=None if alive.all() else alive), is_there)
    if held.note is None:
        return held
    if before is None and held.alive is None:
        return _settled(held, {}, state)
    gone = np.flatnonzero(~is_there[: held.note.rows])
    back = np.flatnonzero(is_there[: held.note.rows] & ~before[: held.note.rows]) if before is not None else gone[:0]
    kept = held.index.kept.vectors
    gone = gone[[bool(kept[row].any()) for row in gone]]
    back = back[[not kept[row].any() for row in back]]
    changed: dict[int, Vector | None] = dict.fromkeys(gone.tolist())
    changed.update(zip(back.tolist(), library.vectors.some(ids[back]).vectors if len(back) else (), strict=True))
    return _settled(held, changed, state)


def _without_hidden_ones(library: Library, held: Indexed, known: int) -> Indexed:
    """Let rows behind those of the files not answer whose own files went missing when only another process looked."""
    contents = held.index.column("contents")[known:] if len(held.index) > known else np.empty(0, np.int64)
    if known == 0 or len(contents) == 0:
        return held
    is_hidden = np.isin(contents, library.vectors.hidden_among(contents))
    if not is_hidden.any():
        return held
    alive = np.ones(len(held.index), np.bool_) if held.alive is None else held.alive.copy()
    alive[known:] &= ~is_hidden
    return replace(held, alive=alive)


def _with_added(library: Library, held: Indexed, is_there: Mask) -> Indexed:
    """With zeros in memory for vectors that went, so that they never come to the disk, and what came back read anew."""
    added = held.index.added
    is_zero = ~added.vectors.any(axis=1)
    gone, back = ~is_there[len(held.index.kept) :] & ~is_zero, is_there[len(held.index.kept) :] & is_zero
    if not gone.any() and not back.any():
        return held
    vectors = np.where(gone[:, None], np.float16(0), added.vectors)
    if back.any():
        vectors[back] = library.vectors.some(added.ids[back]).vectors
    return replace(held, index=replace(held.index, added=replace(added, vectors=vectors, room=None)))


def _settled(held: Indexed, changed: Mapping[int, Vector | None], state: VectorsState) -> Indexed:
    assert held.note is not None
    with writing(held.shelf, _PATIENCE_S if changed else 0.0) as may_write:
        note = held.shelf.note() if may_write else None
        if note is None or _rows_of(note) != _rows_of(held.note):
            return held
        alive = None if held.alive is None else held.alive[: note.rows]
        stamp = state if len(held.index.added) == 0 else VectorsState(*note.stamp)._replace(replaced=state.replaced)
        try:
            note = held.shelf.settle(note, alive, changed, stamp)
        except OSError as problem:
            _log.warning("the derived matrix could not be written: %s", problem.strerror)
            return held
    came_back = np.array([row for row, vector in changed.items() if vector is not None], np.intp)
    sound = tuple(
        it for it in held.index.packed if not np.any((came_back >= it.first) & (came_back < it.first + it.count))
    )
    return replace(held, note=note, index=replace(held.index, packed=sound))


def _anew(library: Library, held: Indexed, state: VectorsState) -> Indexed:
    with writing(held.shelf, _PATIENCE_S) as may_write:
        if may_write:
            held.shelf.discard()
    fresh = _nothing(held.shelf, held.space, held.kind, held.index.mean)
    return replace(_without_lost_rows(library, _with_new_rows(library, fresh, state), state), state=state)


def _own_mean(library: Library, space: VectorSpace, kind: Kind) -> Vector:
    """The mean of vectors of which no pack tells one: of up to 1,000 of them."""
    ids = sample(library.vectors.living(space, kind), _MEASURED)
    if len(ids) == 0:
        return np.zeros(space.dim, np.float32)
    return library.vectors.some(ids).vectors.astype(np.float32).mean(axis=0)
