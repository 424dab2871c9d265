"""The picture of a sound: the lowest and highest sample of each of 400 stretches."""

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Samples

COLUMNS = 400


class Waveform:
    """Collects peaks while a sound is read in pieces.

    Of a long sound only some pieces are read; a column that no sample fell into shows its nearest neighbour, so the
    picture of a long sound is an approximation.

    Args:
        frames: length of the whole sound in samples.
    """

    def __init__(self, frames: int) -> None:
        self._frames = max(1, frames)
        self._low = np.full(COLUMNS, np.inf, np.float32)
        self._high = np.full(COLUMNS, -np.inf, np.float32)

    def add(self, start: int, samples: Samples) -> None:
        """Take in the samples that begin at a position; they may overlap what was taken in before."""
        samples = samples[: max(0, self._frames - start)]
        if not len(samples):
            return
        first = start * COLUMNS // self._frames
        last = (start + len(samples) - 1) * COLUMNS // self._frames
        columns = np.arange(first, last + 1)
        edges = np.maximum(-(-columns * self._frames // COLUMNS) - start, 0)
        kept = np.append(edges[1:] > edges[:-1], edges[-1] < len(samples))  # a short sound has columns without samples
        columns, edges = columns[kept], edges[kept]
        self._low[columns] = np.minimum(self._low[columns], np.minimum.reduceat(samples, edges))
        self._high[columns] = np.maximum(self._high[columns], np.maximum.reduceat(samples, edges))

    def peaks(self) -> npt.NDArray[np.int8]:
        """(400, 2) int8: lowest and highest sample of each column, full scale = 127."""
        filled = np.flatnonzero(np.isfinite(self._low))
        if not len(filled):
            return np.zeros((COLUMNS, 2), np.int8)
        after = np.minimum(np.searchsorted(filled, np.arange(COLUMNS)), len(filled) - 1)
        before = np.maximum(after - 1, 0)
        is_nearer = np.abs(filled[before] - np.arange(COLUMNS)) <= np.abs(filled[after] - np.arange(COLUMNS))
        nearest = np.where(is_nearer, filled[before], filled[after])
        both = np.stack([self._low[nearest], self._high[nearest]], axis=1)
        return np.round(np.clip(both, -1, 1) * 127).astype(np.int8)
