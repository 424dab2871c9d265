"""Near-duplicates: items so alike that one of them is probably enough."""

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.mapping.cells import Seeker
from orrery.mapping.neighbours import no_check

ALIKE = 0.97
"""Cosine from which two items of a kind count as near-duplicates where nobody looks closer."""
_NEIGHBOURS = 8
"""Nearest items that each is compared with; a group of more hangs together through chains."""


def alike_pairs(
    vectors: Vectors, alike: float, check: Callable[[], None] = no_check
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Find pairs of items of one kind that mean nearly the same.

    Args:
        vectors: (n, dim), unit vectors of one kind, one per item; the image-only space tells photos apart best.
        alike: cosine from which two items are a pair.
        check: called between blocks; may raise.

    Returns:
        Pairs of row numbers (p, 2), the smaller one first, each once and in order, and their cosines (p,).
    """
    own = np.asarray(vectors, np.float32)
    if len(own) < 2:
        return np.empty((0, 2), np.intp), np.empty(0, np.float32)
    everyone = np.arange(len(own))
    rows, cosines = Seeker(own, check=check).near_others(own, everyone, min(_NEIGHBOURS, len(own) - 1))
    one, place = np.nonzero(cosines >= alike)
    pairs = np.sort(np.stack([one, rows[one, place]], axis=1), axis=1)
    found, first = np.unique(pairs, axis=0, return_index=True)
    return found, cosines[one, place][first]


def grouped(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Put pairs that share an item into one group, and groups that do.

    Returns:
        Groups of two or more in rising order, groups by first item.
    """
    leader: dict[int, int] = {}

    def find(row: int) -> int:
        while leader.setdefault(row, row) != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for one, other in pairs:
        first, second = sorted((find(int(one)), find(int(other))))
        leader[second] = first
    groups: dict[int, list[int]] = {}
    for row in sorted(leader):
        groups.setdefault(find(row), []).append(row)
    return tuple(tuple(group) for group in groups.values())


def near_duplicates(
    vectors: Vectors, alike: float = ALIKE, check: Callable[[], None] = no_check
) -> tuple[tuple[int, ...], ...]:
    """Group items of one kind by their vectors alone, without a closer look.

    Args:
        vectors: as in `alike_pairs`.
        alike: cosine from which two items belong together.
        check: called between blocks; may raise.

    Returns:
        Groups of row numbers, each of two or more in rising order, groups by first row. A chain of alike pairs is one
        group.
    """
    return grouped(map(tuple, alike_pairs(vectors, alike, check)[0].tolist()))
