"""Find the points of a part of the map without looking at all of them: points sorted into the cells of a grid."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points, Rows

CELLS = 256
"""Cells a side: cell numbers then fit 16 bits, which NumPy sorts by radix."""


@dataclass(frozen=True, slots=True, eq=False)
class PointGrid:
    """Row numbers of points by the cell they lie in.

    Attributes:
        low: map coordinates of the lower left corner.
        size: width and height of a cell in map units.
        order: (n,) row numbers, cell by cell.
        starts: (CELLS² + 1,) where each cell begins in the order.
    """

    low: tuple[float, float]
    size: tuple[float, float]
    order: Rows
    starts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, points: Points) -> "PointGrid":
        """Sort points (n, 2) into cells."""
        if len(points) == 0:
            return cls((0.0, 0.0), (1.0, 1.0), np.zeros(0, np.intp), np.zeros(CELLS * CELLS + 1, np.int64))
        low, high = points.min(axis=0), points.max(axis=0)
        size = np.maximum((high - low) / CELLS, 1e-9)
        columns = np.minimum((points[:, 0] - low[0]) / size[0], CELLS - 1).astype(np.uint16)
        lines = np.minimum((points[:, 1] - low[1]) / size[1], CELLS - 1).astype(np.uint16)
        cells = lines * np.uint16(CELLS) + columns
        counts = np.bincount(cells, minlength=CELLS * CELLS)
        starts = np.concatenate(([0], np.cumsum(counts)))
        corner, step = (float(low[0]), float(low[1])), (float(size[0]), float(size[1]))
        return cls(corner, step, cells.argsort(kind="stable"), starts)

    def count_in(self, left: float, bottom: float, right: float, top: float) -> int:
        """How many points lie in the cells that a part of the map touches: at least as many as lie in the part."""
        return sum(end - start for start, end in self._spans(left, bottom, right, top))

    def rows_in(self, left: float, bottom: float, right: float, top: float) -> Rows:
        """Row numbers of the points in the cells that a part of the map touches, in the order of cells."""
        spans = self._spans(left, bottom, right, top)
        return np.concatenate([self.order[start:end] for start, end in spans]) if spans else np.zeros(0, np.intp)

    def _spans(self, left: float, bottom: float, right: float, top: float) -> list[tuple[int, int]]:
        first = max(0, int((left - self.low[0]) // self.size[0])), max(0, int((bottom - self.low[1]) // self.size[1]))
        last = (
            min(CELLS - 1, int((right - self.low[0]) // self.size[0])),
            min(CELLS - 1, int((top - self.low[1]) // self.size[1])),
        )
        if first[0] > last[0] or first[1] > last[1]:
            return []
        lines = np.arange(first[1], last[1] + 1) * CELLS
        starts, ends = self.starts[lines + first[0]].tolist(), self.starts[lines + last[0] + 1].tolist()
        return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]
