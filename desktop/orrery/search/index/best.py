"""The largest of many values, found piece by piece while the pieces are still in the cache."""

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vector

PIECE = 65_536
"""Values looked at together: 256 KB. Of a million at once, every pass would go through memory, and every new array of
four megabytes costs a thousand page faults: 5 ms for one `where`, nearly as much as the scan itself."""
_RUN = 8

Mask = npt.NDArray[np.bool_]


class Best:
    """Keeps the places of the largest values offered so far.

    Once there are enough, only values that reach the last one kept are looked at, and of those alone is asked whether
    they may count: so a filter costs next to nothing.

    Args:
        count: how many are wanted.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._bound: np.float32 | None = None
        self._places: list[Rows] = []
        self._values: list[Vector] = []
        self._held = 0

    def offer(self, first: int, values: Vector, mask: Mask | None = None) -> None:
        """Look at values (n,) that stand in places from `first` on; those for which mask (n,) is False do not count."""
        bound = self._bound
        if bound is None and mask is None:
            bound = self._least_of(values)
        if bound is not None:
            places = np.flatnonzero(values >= bound)
            places = places if mask is None else places[mask[places]]
        else:
            places = np.arange(len(values)) if mask is None else np.flatnonzero(mask)
        if len(places) == 0:
            return
        self._places.append(places + first)
        self._values.append(values[places])
        self._held += len(places)
        if self._held > 2 * self._count:
            self._cut()

    def found(self) -> tuple[Rows, Vector]:
        """Places (k,) and their values (k,), in any order; fewer than wanted where fewer were offered."""
        if not self._places:
            return np.empty(0, np.intp), np.empty(0, np.float32)
        if self._held > self._count or len(self._places) > 1:
            self._cut()
        return self._places[0], self._values[0]

    def _cut(self) -> None:
        places, values = np.concatenate(self._places), np.concatenate(self._values)
        if len(values) > self._count:
            best = np.argpartition(values, len(values) - self._count)[len(values) - self._count :]
            places, values = places[best], values[best]
        if len(values) == self._count:
            self._bound = values.min()
        self._places, self._values, self._held = [places], [values], len(values)

    def _least_of(self, values: Vector) -> np.float32 | None:
        """A bound that enough of these values reach, and few others: taken from the largest of every few of them."""
        if len(values) < 4 * _RUN * self._count:
            return None
        peaks = values[: len(values) // _RUN * _RUN].reshape(_RUN, -1).max(axis=0)
        return np.partition(peaks, len(peaks) - self._count)[len(peaks) - self._count]


def largest(values: Vector, count: int, mask: Mask | None = None) -> Rows:
    """Places of the `count` largest values, in any order, of those for which mask is True; all when there are fewer."""
    if mask is None and len(values) <= count:
        return np.arange(len(values))
    best = Best(count)
    for start in range(0, len(values), PIECE):
        own = None if mask is None else mask[start : start + PIECE]
        best.offer(start, values[start : start + PIECE], own)
    return best.found()[0]
