"""Near-duplicates: items so alike that one of them is probably enough."""

from collections.abc import Callable

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.mapping.neighbours import no_check

ALIKE = 0.97
"""Cosine from which two items of a kind count as near-duplicates."""
_CELLS = 2_000_000
"""As in `neighbours`: a check every few hundredths of a second."""


def near_duplicates(
    vectors: Vectors, alike: float = ALIKE, check: Callable[[], None] = no_check
) -> tuple[tuple[int, ...], ...]:
    """Group items of one kind that are nearly the same.

    Args:
        vectors: (n, dim), raw unit vectors of one kind, one per item; the image-only space tells photos apart best.
        alike: cosine from which two items belong together.
        check: called between blocks; may raise.

    Returns:
        Groups of row numbers, each of two or more in rising order, groups by first row. A chain of alike pairs is one
        group.
    """
    own = np.asarray(vectors, np.float32)
    leader = list(range(len(own)))

    def find(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    step = max(_CELLS // max(len(own), 1), 1)
    for start in range(0, len(own), step):
        check()
        cosines = own[start : start + step] @ own[start:].T
        for one, other in np.argwhere(np.triu(cosines >= alike, k=1)):
            first, second = sorted((find(start + int(one)), find(start + int(other))))
            leader[second] = first
    groups: dict[int, list[int]] = {}
    for row in range(len(own)):
        groups.setdefault(find(row), []).append(row)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
