"""What can answer: all vectors of one kind, laid out for one fast scan.

Rows are kept in the order of their contents, so that "best part of each content" is one pass over the scores.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vector, Vectors
from orrery.domain.modality import Kind
from orrery.search.centring import inverse_lengths

_BLOCK = 8_192
"""Rows converted at a time: 12 MB of float32 at 384 dimensions, still within the cache of many processors."""
_UNPACKED_BYTES = 1 << 30
"""Up to this size a float32 copy is kept (700k rows of 384); beyond, float16 stays and is converted while scanning."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """A matrix of raw vectors that answers centred dot products.

    Attributes:
        vectors: (n, dim), raw unit rows; float32, or float16 where that would be too big.
        mean: (dim,), of their role.
        inverse: (n,), 1 / |row - mean|.
    """

    vectors: Vectors
    mean: Vector
    inverse: Vector

    @classmethod
    def of(cls, vectors: Vectors, mean: Vector, unpacked_bytes: int = _UNPACKED_BYTES) -> "Scan":
        """Lay out raw vectors (n, dim) for scanning."""
        small = vectors.shape[0] * vectors.shape[1] * 4 <= unpacked_bytes
        kept = np.ascontiguousarray(vectors, np.float32 if small else np.float16)
        inverse = np.empty(len(kept), np.float32)
        for start in range(0, len(kept), _BLOCK):
            block = kept[start : start + _BLOCK].astype(np.float32)
            inverse[start : start + _BLOCK] = inverse_lengths(block - mean)
        return cls(kept, np.asarray(mean, np.float32), inverse)

    def dot(self, query: Vector) -> Vector:
        """Dot products of the centred rows with any vector (dim,): (n,), float32."""
        products = self.raw_dot(query)
        products -= np.float32(query @ self.mean)
        products *= self.inverse
        return products

    def raw_dot(self, query: Vector) -> Vector:
        """Dot products of the rows as they are stored."""
        query = np.asarray(query, np.float32)
        if self.vectors.dtype == np.float32:
            return np.asarray(self.vectors @ query, np.float32)
        products = np.empty(len(self.vectors), np.float32)
        for start in range(0, len(self.vectors), _BLOCK):
            products[start : start + _BLOCK] = self.vectors[start : start + _BLOCK].astype(np.float32) @ query
        return products

    def rows(self, rows: Rows) -> Vectors:
        """Raw vectors of some rows: (k, dim), float32."""
        return self.vectors[rows].astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """All vectors of one kind.

    Attributes:
        kind: of the items.
        shared: n raw vectors in the shared space.
        features: the same n rows in the image-only space, or None.
        parts: (n,) ids of parts, grouped by content.
        contents: (m,) ids of contents, ascending.
        starts: (m,) the row where each content begins.
        sizes: (m,) how many parts each content has.
    """

    kind: Kind
    shared: Scan
    features: Scan | None
    parts: Ids
    contents: Ids
    starts: Rows
    sizes: Rows

    @classmethod
    def of(
        cls,
        kind: Kind,
        vectors: Vectors,
        parts: npt.ArrayLike,
        contents: npt.ArrayLike,
        mean: Vector,
        *,
        features: Vectors | None = None,
        features_mean: Vector | None = None,
    ) -> "Candidates":
        """Lay out what the library stores.

        Args:
            kind: of all of them.
            vectors: (n, dim), raw unit rows, float16 or float32, in any order.
            parts: (n,) ids of the parts.
            contents: (n,) ids of the contents they belong to.
            mean: (dim,), the pack's mean of the kind's role.
            features: (n, features dim) raw unit rows of the same parts in the image-only space.
            features_mean: (features dim,); zero where the pack names none.
        """
        part_ids, content_ids = np.asarray(parts, np.int64), np.asarray(contents, np.int64)
        order = np.lexsort((part_ids, content_ids))
        if np.array_equal(order, np.arange(len(order))):
            order = slice(None)  # the usual case: nothing to copy
        own, starts, sizes = np.unique(content_ids[order], return_index=True, return_counts=True)
        picture = None
        if features is not None and len(features):
            zero = np.zeros(features.shape[1], np.float32)
            picture = Scan.of(features[order], zero if features_mean is None else features_mean)
        return cls(kind, Scan.of(vectors[order], mean), picture, part_ids[order], own, starts, sizes)

    def __len__(self) -> int:
        """Contents, not parts."""
        return len(self.contents)

    def best_per_content(self, scores: Vector) -> Vector:
        """Largest score (m,) among each content's parts, of scores (n,)."""
        if len(self.parts) == len(self.contents):
            return scores
        return np.maximum.reduceat(scores, self.starts)

    def best_rows(self, scores: Vector, contents: Rows) -> Rows:
        """Row of the best part of some contents, given as places in `contents`."""
        spans = zip(self.starts[contents], self.sizes[contents], strict=True)
        return np.array([start + int(np.argmax(scores[start : start + size])) for start, size in spans], np.intp)
