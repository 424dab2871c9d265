"""Give the rows of a large library 4-bit codes, in the background: what is packed is searched at a tenth of the price.

Codes of 65,536 rows are one file. What another run left is opened (0.05 s a file) once its sums are right; what is
missing is made (1 s a file), and each file serves as soon as it is there. Stopping loses at most the file in hand.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from orrery.search.centring import centred
from orrery.search.index.graphs import BLOCK, Codes, exact_graph
from orrery.search.index.index import Index, PackedRows
from orrery.search.index.packing import SAMPLE, Basis, pack
from orrery.search.index.shelf import SEGMENT, Note, Segment
from orrery.workflows.indexing import SPILL, Indexed, shelved, writing

QUICK_FROM = 250_000
"""Below so many rows a quick scan is none: what it saves goes into the rows that have to be looked at."""
FEW, FEW_OF = 4_096, 64
"""Rows behind the codes are left to the exact scan up to 4,096 and one in 64 of all."""

Check = Callable[[], None]


class DerivedDamaged(Exception):
    """The derived rows are not what was written: they have been thrown away and have to be read anew."""


def is_packing_due(held: Indexed) -> bool:
    """Whether enough rows are without codes, or only in memory, for packing to be worth it."""
    if held.note is None:
        return False
    if len(held.index.added) > SPILL:
        return True
    return len(held.index) - held.index.packed_count > FEW + len(held.index) // FEW_OF


def packed(held: Indexed, check: Check, *, threads: int = 1, is_quick: bool = False) -> Iterator[Index]:
    """Open or make the codes of an index, file by file; rows that are only in memory are written to the disk before.

    Args:
        held: with rows on the disk; without them nothing is done.
        check: called several times a second; may raise to stop it, or wait to let something else go first.
        threads: for the scans.
        is_quick: whether a very large library is to be scanned quickly rather than surely; codes made for the other
            way are made anew.

    Yields:
        The index with more of its rows packed.

    Raises:
        DerivedDamaged: the rows on the disk have changed without anybody writing them.
        OSError: no room.
    """
    on_disk = shelved(held) if held.note is not None else None
    if on_disk is None:
        return
    held, note = on_disk, on_disk.shelf.note()
    if note is None or held.note is None or note.generation != held.note.generation:
        return
    in_use = {rows.first // SEGMENT for rows in held.index.packed if rows.count == SEGMENT}
    for block in range(len(note.sums["vectors"])):
        check()
        if block not in in_use and not _is_sound(held, block):
            _throw_away(held)
    index = _with_basis(held, note, is_quick=is_quick and len(held.index) > QUICK_FROM)
    if index is None:
        return
    for first in range(0, len(held.index.kept), SEGMENT):
        check()
        rows = _segment(held, index, first, check, threads)
        if rows is None:
            return
        others = [it for it in index.packed if it.first != first]
        index = replace(index, packed=tuple(sorted([*others, rows], key=lambda it: it.first)))
        yield index


def _with_basis(held: Indexed, note: Note, *, is_quick: bool) -> Index | None:
    """The index with the directions that are on the disk, or found now; without codes made with others."""
    known = held.shelf.basis(note)
    if known is None or known.is_quick != is_quick:
        basis = Basis.of(centred(held.some(SAMPLE), held.index.mean), is_quick=is_quick)
        with writing(held.shelf) as may_write:
            now = held.shelf.note() if may_write else None
            if now is None or now.generation != note.generation or now.basis != note.basis:
                return None
            held.shelf.keep_basis(now, basis)
        return replace(held.index, basis=basis, packed=())
    if held.index.basis is not None and np.array_equal(known.axes, held.index.basis.axes):
        return held.index
    return replace(held.index, basis=known, packed=())


def _segment(held: Indexed, index: Index, first: int, check: Check, threads: int) -> PackedRows | None:
    """The codes from one row on: those in use, those on the disk, or new ones; None where none can be kept."""
    note, basis = held.shelf.note(), index.basis
    if note is None or basis is None:
        return None
    count = min(SEGMENT, len(held.index.kept) - first)
    there = next((it for it in note.segments if it.first == first), None)
    if there is not None and there.count <= count and count - there.count <= FEW:
        in_use = next((it for it in index.packed if it.file == there.file), None)
        return in_use or _opened(held, there, basis, threads) or _made(held, index, first, check, threads)
    return _made(held, index, first, check, threads)


def _opened(held: Indexed, there: Segment, basis: Basis, threads: int) -> PackedRows | None:
    file = held.shelf.codes_file(there, basis.kept)
    return None if file is None else PackedRows.open(file, there.first, there.count, basis, threads)


def _made(held: Indexed, index: Index, first: int, check: Check, threads: int) -> PackedRows | None:
    assert index.basis is not None
    before, block = held.shelf.note(), first // SEGMENT
    last = min(first + SEGMENT, len(index.kept))
    pieces = []
    for start in range(first, last, BLOCK):
        check()
        pieces.append(_codes(index, index.basis, start, min(start + BLOCK, last)))
    with writing(held.shelf, 1.0) as may_write:
        now = held.shelf.note() if may_write else None
        if now is None or before is None or now.generation != before.generation or now.basis != before.basis:
            return None
        if (
            now.rows == before.rows and now.sums["vectors"][block] != before.sums["vectors"][block]
        ):  # a row was erased meanwhile
            return None
        note = held.shelf.keep_codes(now, first, pieces)
    return _opened(held, next(it for it in note.segments if it.first == first), index.basis, threads)


def _codes(index: Index, basis: Basis, start: int, stop: int) -> Codes:
    kept = index.kept
    graph = exact_graph(len(index.mean))
    return pack(graph.dot(kept.vectors[start:stop], kept.inverse[start:stop], index.mean, basis.axes.T))


def _is_sound(held: Indexed, block: int) -> bool:
    note = held.shelf.note()
    return note is None or block >= len(note.sums["vectors"]) or held.shelf.is_sound(note, block)


def _throw_away(held: Indexed) -> None:
    with writing(held.shelf, 1.0):
        held.shelf.discard()
    raise DerivedDamaged
