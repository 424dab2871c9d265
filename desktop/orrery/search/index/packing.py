"""Which directions vectors are seen from, and how they become 4-bit codes.

Vectors of one kind lie mostly in few directions: of a trained space, half of the dimensions hold 97 % of what differs
between pictures (measured on 7,500 photographs; 91 % of the synthetic vectors of the benchmark). The codes keep only
the leading ones, so a scan reads half of the bytes; what is left out and what rounding costs are known, and so is how
far a rough product may be off.
"""

from dataclasses import dataclass

import numpy as np

from orrery.domain.arrays import Vector, Vectors
from orrery.search.index.graphs import GROUP, Codes, group_of

KEPT = 0.9
"""Share of the vectors' energy that the kept directions hold at least."""
QUICK = 128
"""Directions of a quick scan, which reads half of the bytes and has to look at more rows exactly."""
SAMPLE = 20_000
"""Rows that decide on the directions."""
_LEVELS = 7.5
_MIDDLE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Directions from which vectors are packed.

    Attributes:
        axes: (dim, kept) orthonormal columns; kept is 128 or a multiple of 256.
        omitted: (dim, dim) second moments of what the axes leave out.
        noise: mean square of the rounding error of one code, in the units of the vectors.
        energy: share of the vectors' energy that the axes hold, in (0, 1].
    """

    axes: Vectors
    omitted: Vectors
    noise: float
    energy: float

    @property
    def kept(self) -> int:
        """Dimensions of the codes."""
        return self.axes.shape[1]

    @property
    def is_quick(self) -> bool:
        """Whether it leaves out more than recall allows, unless more rows are looked at."""
        return self.kept <= QUICK

    @classmethod
    def of(cls, centred: Vectors, share: float = KEPT, *, is_quick: bool = False) -> "Basis":
        """Find the leading directions of centred unit vectors.

        Args:
            centred: (n, dim); n may be small, then all directions stay.
            share: of the energy that they hold at least.
            is_quick: keep 128 of them, whatever they hold.
        """
        dim = centred.shape[1]
        moments = (centred.T @ centred).astype(np.float64) / max(len(centred), 1)
        values, vectors = np.linalg.eigh(moments)
        values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
        total = max(float(values.sum()), 1e-12)
        enough = int(np.searchsorted(np.cumsum(values) / total, share)) + 1 if len(centred) > 4 * dim else dim
        kept = QUICK if is_quick else min(-(-enough // GROUP) * GROUP, -(-dim // GROUP) * GROUP)
        axes = np.zeros((dim, kept), np.float32)  # beyond dim: columns of zeros, to fill the last group
        axes[:, : min(kept, dim)] = vectors[:, :kept]
        omitted = (vectors[:, kept:] * values[kept:]) @ vectors[:, kept:].T
        axes = (axes @ _mixing(kept)).astype(np.float32)
        own = cls(axes, omitted.astype(np.float32), 0.0, float(values[:kept].sum() / total))
        seen = centred @ own.axes
        noise = float(np.mean((_restored(pack(seen)) - seen) ** 2)) if len(seen) else 0.0
        return cls(own.axes, own.omitted, noise, own.energy)

    def seen(self, queries: Vectors) -> Vectors:
        """Queries (m, dim) as the codes want them: (m, kept)."""
        # Without BLAS, whose threads would go on waiting in a loop while the scan wants their cores.
        return np.einsum("md,dk->mk", np.asarray(queries, np.float32), self.axes)

    def deviation(self, query: Vector) -> float:
        """How far a rough product with a query (dim,) is off, as a standard deviation over all rows."""
        seen = query @ self.axes
        return float(np.sqrt(max(float(query @ self.omitted @ query), 0.0) + self.noise * float(seen @ seen)))


def pack(seen: Vectors) -> Codes:
    """Round vectors (n, dims) to 4 bits, each group of dimensions by a scale of its own."""
    groups = seen.reshape(len(seen), -1, group_of(seen.shape[1]))
    scales = np.abs(groups).max(axis=2) / np.float32(_LEVELS)
    codes = groups * (1.0 / np.maximum(scales, 1e-12))[:, :, None]
    codes += np.float32(_MIDDLE + 0.5)
    rounded = np.clip(codes, 0, 15).astype(np.uint8)
    return Codes(rounded[:, :, 0::2] | (rounded[:, :, 1::2] << 4), scales.astype(np.float32))


def _restored(codes: Codes) -> Vectors:
    values = np.empty((*codes.packed.shape[:2], 2 * codes.packed.shape[2]), np.float32)
    values[:, :, 0::2] = (codes.packed & 15).astype(np.float32) - _MIDDLE
    values[:, :, 1::2] = (codes.packed >> 4).astype(np.float32) - _MIDDLE
    return (values * codes.scales[:, :, None]).reshape(len(values), -1)


def _mixing(dims: int) -> Vectors:
    """Turns each group of directions within itself, so that its first one does not set the scale for all."""
    group = group_of(dims)
    turn = np.linalg.qr(np.random.default_rng(0).standard_normal((group, group)))[0]
    return np.kron(np.eye(dims // group), turn)
