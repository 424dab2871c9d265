"""What can answer: all vectors of one kind, laid out for one fast scan.

Rows are kept in the order of their contents, so that "best part of each content" is one pass over the scores.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vector, Vectors
from orrery.domain.modality import Kind
from orrery.search.centring import inverse_lengths
from orrery.search.index.index import Few, Index, Ordered, Rough
from orrery.search.index.room import Room, grown

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

    def raw_products(self, rows: Rows, queries: Vectors) -> Vectors:
        """Dot products of some rows, as they are stored, with several vectors (m, dim): (k, m), float32."""
        # Not by BLAS: its threads go on waiting in a loop while the next scan wants their cores.
        return np.einsum("kd,md->km", self.rows(rows), np.asarray(queries, np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """All vectors of one kind.

    Attributes:
        kind: of the items.
        shared: n raw vectors in the shared space.
        features: the same n rows in the image-only space, or None.
        parts: (n,) ids of parts, grouped by content.
        contents: (m,) ids of contents; ascending where there is no index.
        starts: (m,) the row where each content begins.
        sizes: (m,) how many parts each content has.
        lengths: (m,) how many of them have rows here.
        answering: (m,) which contents may answer; None for all.
        origin: (n,) the row in the whole matrix of each row here, where only some are; else None.
        rooms: where parts may grow, and contents, starts and sizes.
    """

    kind: Kind
    shared: Scan | Index | Rough | Few
    features: Scan | Index | Ordered | Rough | Few | None
    parts: Ids
    contents: Ids
    starts: Rows
    sizes: Rows
    lengths: Rows
    answering: npt.NDArray[np.bool_] | None = None
    origin: Rows | None = None
    rooms: tuple[Room | None, Room | None] = (None, None)

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
        return cls(kind, Scan.of(vectors[order], mean), picture, part_ids[order], own, starts, sizes, sizes)

    @classmethod
    def over(
        cls,
        kind: Kind,
        index: Index,
        alive: npt.NDArray[np.bool_] | None = None,
        *,
        features: Index | Ordered | None = None,
        before: "Candidates | None" = None,
    ) -> "Candidates":
        """Lay out an index, in its own order.

        Args:
            kind: of all of them.
            index: n rows; those of a content stand together.
            alive: (n,) which rows may answer, the same for all rows of a content; None for all.
            features: the same parts in the image-only space, in the same order.
            before: laid out earlier; where the index has only grown since, nothing but its new rows is looked at.
        """
        made = before and _grown(before, index)
        if made is None:
            contents = index.column("contents")
            starts = np.flatnonzero(np.diff(contents, prepend=-1))
            sizes = np.diff(starts, append=len(contents))
            made = cls(kind, index, None, index.column("parts"), contents[starts], starts, sizes, sizes)
        answering = alive if alive is None or made.has_lone_parts else alive[made.starts]
        return replace(made, features=features, answering=answering)

    def __len__(self) -> int:
        """Contents that may answer, not parts."""
        return len(self.contents) if self.answering is None else int(np.count_nonzero(self.answering))

    @property
    def has_lone_parts(self) -> bool:
        """Whether no content has more than one part, as pictures have."""
        return len(self.parts) == len(self.contents)

    @property
    def is_packed(self) -> bool:
        """Whether a rough scan is cheaper than an exact one."""
        known = [self.shared] if self.features is None else [self.shared, self.features]
        return all(isinstance(it, Index | Ordered) and it.is_packed for it in known)

    @property
    def is_quick(self) -> bool:
        """Whether a rough scan leaves out so much that more of them have to be looked at."""
        return any(isinstance(it, Index | Ordered) and it.is_quick for it in (self.shared, self.features))

    @property
    def deviation(self) -> float:
        """How far the z of a part may be off as a standard deviation, after rough answers; 0 after exact ones."""
        known = [it.deviation for it in (self.shared, self.features) if isinstance(it, Rough | Ordered)]
        return sum(deviation**2 for deviation in known) ** 0.5

    def rough(self) -> "Candidates":
        """The same, asked roughly."""
        assert isinstance(self.shared, Index)
        features = self.features.rough() if isinstance(self.features, Index | Ordered) else None
        return replace(self, shared=self.shared.rough(), features=features)

    def narrowed(self, places: Rows, rows: Rows, lengths: Rows) -> "Candidates":
        """Only some rows of some contents of an index, in memory.

        Args:
            places: (k,) of the contents.
            rows: of their parts, content by content.
            lengths: (k,) how many of them each content has, at least 1.
        """
        assert isinstance(self.shared, Index)
        features = self.features.few(rows) if isinstance(self.features, Index | Ordered) else None
        return replace(
            self,
            shared=self.shared.few(rows),
            features=features,
            parts=self.parts[rows],
            contents=self.contents[places],
            starts=(np.cumsum(lengths) - lengths).astype(np.intp),
            sizes=lengths if self.has_lone_parts else self.sizes[places],
            lengths=lengths,
            answering=None,
            origin=rows,
            rooms=(None, None),
        )

    def best_per_content(self, scores: Vector) -> Vector:
        """Largest score (m,) among each content's parts, of scores (n,)."""
        if self.has_lone_parts:
            return scores
        return np.maximum.reduceat(scores, self.starts)

    def best_rows(self, scores: Vector, contents: Rows) -> Rows:
        """Row of the best part of some contents, given as places in `contents`."""
        spans = zip(self.starts[contents], self.lengths[contents], strict=True)
        return np.array([start + int(np.argmax(scores[start : start + size])) for start, size in spans], np.intp)


def _grown(before: Candidates, index: Index) -> Candidates | None:
    """The same with the rows that an index has more; None where it is another one."""
    old = before.shared
    if not isinstance(old, Index) or old.kept is not index.kept or len(old) != len(before.parts):
        return None
    known = len(old.added)
    if not np.array_equal(index.added.ids[:known], old.added.ids):
        return None
    contents = index.added.contents[known:]
    if len(contents) == 0:
        return replace(before, shared=index)
    if len(before.contents) and contents[0] == before.contents[-1]:
        return None
    starts = np.flatnonzero(np.diff(contents, prepend=-1))
    sizes = np.diff(starts, append=len(contents))
    (parts,), first = grown([before.parts], [index.added.parts[known:]], before.rooms[0])
    (own, begins, counts), second = grown(
        [before.contents, before.starts, before.sizes],
        [contents[starts], starts + len(before.parts), sizes],
        before.rooms[1],
    )
    return Candidates(before.kind, index, None, parts, own, begins, counts, counts, rooms=(first, second))
