"""Which contents of a large library are worth looking at exactly.

A rough scan of all rows costs a tenth of an exact one; the contents that look best in it, some thousands, are then
asked exactly as a small library is.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vector
from orrery.search.candidates import Candidates

AT_LEAST, PER_HIT, PER_ROW = 200, 15, 1 / 2_000
"""Contents on a shortlist: 200, and 15 for every hit wanted, and one in 2,000 of all: 1,450 for 50 of a million.

Recall of the first 50 and 200 with so many, questions in words (items are easier): .9998 and 1.000 of 100,000, 1.000
and .999 of a million; with half as many .998 and .99."""
QUICK_TIMES = 2.5
"""So many times as many after a quick scan."""
_SURE = 4.0
"""A part this many deviations of the rough scan below its content's best one is not its best part."""
_SPARSE = 64
"""One row in so many is looked at exactly in less time than all are roughly."""

Mask = npt.NDArray[np.bool_]
Look: TypeAlias = Callable[[Candidates, Mask | None, int], tuple[Rows, list[Vector]]]
"""Handed candidates to be asked roughly, which of them may answer (None for all) and a number, gives about so many
places of contents, and the rough z of all parts by which they were chosen."""


def length_of(count: int, contents: int, *, is_quick: bool = False) -> int:
    """How many contents to look at exactly for the first `count` of all."""
    return round((QUICK_TIMES if is_quick else 1) * (AT_LEAST + PER_HIT * count + PER_ROW * contents))


def shortlist(
    candidates: Candidates, mask: Mask | None, wanted: int, look: Look, named: Collection[int] = ()
) -> tuple[Candidates, Mask | None]:
    """Narrow a large library down to what may be among the first answers to a query.

    Args:
        candidates: of one kind.
        mask: (m,) which contents may answer; None for all.
        wanted: how many contents to look at exactly; see `length_of`.
        look: chooses the contents by a rough look.
        named: ids of contents that belong to the answers in any case.

    Returns:
        Candidates and mask to rank exactly: those given, where they are few or nothing is known roughly.
    """
    mask = _both(mask, candidates.answering)
    if not candidates.is_packed or len(candidates.parts) <= 2 * wanted:
        return candidates, mask
    if mask is not None and np.count_nonzero(mask) <= max(2 * wanted, len(mask) // _SPARSE):
        open_ = np.flatnonzero(mask)
        lengths = candidates.lengths[open_]
        if lengths.sum() <= max(2 * wanted, len(candidates.parts) // _SPARSE):
            # Cheaper to look at than to scan past everything else.
            return candidates.narrowed(open_, _rows_of(candidates, open_), lengths), None
    rough = candidates.rough()
    places, scores = look(rough, mask, wanted)
    also = np.flatnonzero(np.isin(candidates.contents, list(named))) if named else np.empty(0, np.intp)
    also = also if mask is None else also[mask[also]]
    places = np.union1d(places, also) if len(also) else np.sort(places)
    return _with_their_best_parts(candidates, places, scores, rough, also), None


def _both(mask: Mask | None, answering: Mask | None) -> Mask | None:
    if mask is None or answering is None:
        return answering if mask is None else mask
    return mask & answering


def _rows_of(candidates: Candidates, places: Rows) -> Rows:
    """All rows of some contents, content by content."""
    lengths = candidates.lengths[places]
    before = np.cumsum(lengths) - lengths
    return np.repeat(candidates.starts[places] - before, lengths) + np.arange(lengths.sum())


def _with_their_best_parts(
    candidates: Candidates, places: Rows, scores: Sequence[Vector], rough: Candidates, whole: Rows
) -> Candidates:
    """Some contents with those parts that may be their best ones: a book is not read whole for one passage.

    Of those in `whole` every part is kept: the words asked for may stand in any.
    """
    if candidates.has_lone_parts:
        return candidates.narrowed(places, places, np.ones(len(places), np.intp))
    lengths = candidates.lengths[places]
    rows = _rows_of(candidates, places)
    if len(rows) > len(places):
        starts, margin = np.cumsum(lengths) - lengths, np.float32(_SURE * rough.deviation)
        is_kept = np.repeat(np.isin(places, whole), lengths)
        for z in scores:
            best = np.maximum.reduceat(z[rows], starts)
            is_kept |= z[rows] >= np.repeat(best - margin, lengths)
        lengths, rows = np.add.reduceat(is_kept, starts, dtype=np.intp), rows[is_kept]
    return candidates.narrowed(places, rows, lengths)
