"""The forces of t-SNE (van der Maaten and Hinton 2008): neighbours pull, everything pushes.

What pushes is summed on a grid through the Fourier transform, as in FIt-SNE (Linderman et al. 2019), but cheaper: the
field itself is transformed rather than three charges (one transform forth and two back instead of four and four), and
bilinear weights are corrected in the spectrum.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.float32]
"""(n, 2), on the scale of t-SNE, where neighbours are about one apart."""

Spectrum = npt.NDArray[np.complex64]

_SPACING = 0.35
"""Of the grid. With 0.7 the push between near items leaned on the axes, and small groups lay as sticks and crosses."""
_MOST = 640
"""Cells in each direction; a wider picture gets a coarser grid."""
_GROWS_BY = 32
_EDGES = 65_536
"""Edges worked on at a time: their figures stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Pull:
    """Who pulls whom, each pair once.

    Attributes:
        rows: (e,) one end of each edge, ascending.
        cols: (e,) the other end, larger.
        starts: (n + 1,) where each row's edges begin.
        weights: (e,) float32; with all items asking their sum is 0.5.
    """

    rows: npt.NDArray[np.intp]
    cols: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    weights: npt.NDArray[np.float32]

    def force(self, places: Places) -> Places:
        """Sum of p q (y' - y) over each item's neighbours."""
        from scipy.sparse import csr_array

        here = places.view(np.complex64)[:, 0]
        strength = np.empty(len(self.rows), np.float32)
        for start in range(0, len(self.rows), _EDGES):
            block = slice(start, start + _EDGES)
            apart = here.take(self.rows[block]) - here.take(self.cols[block])
            square = apart.real**2 + apart.imag**2
            np.divide(self.weights[block], square + 1, out=strength[block])
        count = len(places)
        pull = csr_array((strength, self.cols, self.starts), shape=(count, count))
        total = pull.sum(axis=1) + pull.sum(axis=0)
        return pull @ places + pull.T @ places - total[:, None] * places


def pull_between(
    rows: npt.NDArray[np.intp], weights: npt.NDArray[np.float32], asking: npt.NDArray[np.intp], count: int
) -> Pull:
    """Make neighbours mutual: who is near one of the two pulls, who is near both pulls twice as hard.

    Args:
        rows: (a, k) neighbours of each item that asked.
        weights: (a, k), how much each counts; each row's sum is 1. A neighbour that did not ask itself is taken to
            find the asker as near.
        asking: (a,) the items that asked, rising.
        count: items in all.
    """
    from scipy.sparse import csr_array, triu

    asked = np.zeros(count, bool)
    asked[asking] = True
    lengths = np.zeros(count + 1, np.intp)
    lengths[asking + 1] = rows.shape[1]
    strength = np.where(asked[rows], weights, 2 * weights).astype(np.float32) / (2 * count)
    directed = csr_array((strength.ravel(), rows.ravel(), np.cumsum(lengths)), shape=(count, count))
    mutual = csr_array(triu(directed + directed.T, k=1))
    mutual.sort_indices()
    ends = np.repeat(np.arange(count), np.diff(mutual.indptr))
    return Pull(ends, mutual.indices.astype(np.intp), mutual.indptr.astype(np.intp), mutual.data.astype(np.float32))


class _Kernels(NamedTuple):
    """Spectra of q² x, q² y and q, with the blur of the grid taken away."""

    x: Spectrum
    y: Spectrum
    near: npt.NDArray[np.float32]


@dataclass(slots=True)
class Push:
    """What everything's push on everything is summed with; keeps the kernels of the last grid.

    Attributes:
        most: cells of the grid in each direction.
    """

    most: int = _MOST
    _cells: int = 0
    _spacing: float = 0.0
    _kernels: _Kernels | None = None

    def force(self, places: Places) -> Places:
        """Sum of q² (y - y') over all others, divided by the sum of q over all pairs."""
        from scipy.fft import irfft2, rfft2

        low = places.min(axis=0)
        kernels = self._fit(float((places.max(axis=0) - low).max()))
        size = self._cells
        where = _Where.of((places - low) / self._spacing, size)
        crowd: Spectrum = np.asarray(rfft2(where.spread(size), s=(2 * size, 2 * size)), np.complex64)
        squares = (crowd.real**2 + crowd.imag**2) * kernels.near
        pairs = (2 * squares.sum(dtype=np.float64) - squares[:, 0].sum() - squares[:, -1].sum()) / (2 * size) ** 2
        pairs = max(float(pairs) - len(places), 1e-3)
        forces = np.empty_like(places)
        for axis, kernel in enumerate((kernels.x, kernels.y)):
            felt = np.asarray(irfft2(crowd * kernel, s=(2 * size, 2 * size)), np.float32)[:size, :size]
            forces[:, axis] = where.gather(np.ascontiguousarray(felt))
        return forces / pairs

    def _fit(self, span: float) -> _Kernels:
        """Choose the grid: at least 64 cells across, fine enough for neighbours, no more than `most`."""
        spacing = _SPACING * 0.5 ** max(round(np.log2(64 * _SPACING / max(span, 1e-3))), 0)
        size = min(-(-int(span / spacing + 3) // _GROWS_BY) * _GROWS_BY, self.most)
        is_coarse = size == self.most
        if is_coarse:
            spacing = max(span / (size - 3), _SPACING)
        fits = spacing <= self._spacing < 1.1 * spacing if is_coarse else spacing == self._spacing
        if self._kernels is None or size != self._cells or not fits:
            self._cells, self._spacing = size, spacing * (1.05 if is_coarse else 1)
            self._kernels = _kernels(size, self._spacing)
        return self._kernels


@dataclass(frozen=True, slots=True)
class _Where:
    """Where items lie on a grid: the lower left of four corners, and each corner's share."""

    corner: npt.NDArray[np.intp]
    shares: npt.NDArray[np.float32]
    steps: tuple[int, int, int, int]

    @classmethod
    def of(cls, scaled: Places, size: int) -> "_Where":
        whole = np.floor(scaled)
        x, y = (scaled - whole).T.astype(np.float32)
        shares = np.stack([(1 - x) * (1 - y), (1 - x) * y, x * (1 - y), x * y])
        corner = whole[:, 0].astype(np.intp) * size + whole[:, 1].astype(np.intp)
        return cls(corner, shares, (0, 1, size, size + 1))

    def spread(self, size: int) -> npt.NDArray[np.float32]:
        total = np.zeros(size * size)
        for share, step in zip(self.shares, self.steps, strict=True):
            total += np.bincount(self.corner + step, share, size * size)
        return total.astype(np.float32).reshape(size, size)

    def gather(self, felt: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        flat = felt.ravel()
        total = np.zeros(len(self.corner), np.float32)
        for share, step in zip(self.shares, self.steps, strict=True):
            total += share * flat.take(self.corner + step)
        return total


def _kernels(size: int, spacing: float) -> _Kernels:
    """On a grid of twice the size, so that nothing wraps round."""
    from scipy.fft import fftfreq, rfft2, rfftfreq

    steps = fftfreq(2 * size, 1 / (2 * size)) * spacing
    x, y = np.meshgrid(steps, steps, indexing="ij")
    near = 1 / (1 + x * x + y * y)
    # Spreading and gathering with bilinear weights each blur by sinc² in each direction.
    blur = np.sinc(fftfreq(2 * size))[:, None] ** 2 * np.sinc(rfftfreq(2 * size))[None, :] ** 2
    sharpen = 1 / np.maximum(blur, 0.05) ** 2
    spectra = [
        np.asarray(np.asarray(rfft2(values)) * sharpen, np.complex64) for values in (near**2 * x, near**2 * y, near)
    ]
    return _Kernels(spectra[0], spectra[1], np.asarray(spectra[2].real, np.float32))
