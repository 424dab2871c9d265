"""Many vectors, asked roughly or exactly.

Rows with codes are multiplied in 4 bits, those behind them (added since) exactly; whatever looks good is then looked at
exactly. Nothing of an Index changes: a new row or more codes make another one that shares what is the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vector, Vectors
from orrery.search.index.best import Best, Mask
from orrery.search.index.graphs import PackedGraph, exact_graph
from orrery.search.index.packing import Basis
from orrery.search.index.shelf import Columns

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PackedRows:
    """Rows first to first + count, as an open graph; `file` tells it from another one."""

    first: int
    count: int
    file: str
    graph: PackedGraph

    @classmethod
    def open(cls, file: Path, first: int, count: int, basis: Basis, threads: int) -> "PackedRows":
        """Open a file of codes."""
        return cls(first, count, file.name, PackedGraph(file, count, basis.kept, threads))


@dataclass(frozen=True, slots=True, eq=False)
class Few:
    """Some rows of an index, asked exactly.

    Attributes:
        index: all rows.
        which: (k,) of them.
    """

    index: "Index"
    which: Rows

    @property
    def mean(self) -> Vector:
        """(dim,), of their role."""
        return self.index.mean

    def dot(self, query: Vector) -> Vector:
        """Dot products of the centred rows with any vector (dim,): (k,), float32."""
        products = self.index.raw_products(self.which, query[None])[:, 0]
        products -= np.float32(query @ self.mean)
        products *= self.index.inverse(self.which)
        return products

    def rows(self, rows: Rows) -> Vectors:
        """Raw vectors of some of them: (k, dim), float32."""
        return self.index.rows(self.which[rows])

    def raw_products(self, rows: Rows, queries: Vectors) -> Vectors:
        """Dot products of some of them, as they are stored, with several vectors (m, dim): (k, m), float32."""
        return self.index.raw_products(self.which[rows], queries)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Vectors of one kind in one space.

    Attributes:
        kept: rows from the derived files, mapped into memory.
        added: rows behind them, in memory.
        mean: (dim,), of their role.
        basis: directions of the codes; None before there are codes.
        packed: rows with codes, by their first row.
    """

    kept: Columns
    added: Columns
    mean: Vector
    basis: Basis | None = None
    packed: tuple[PackedRows, ...] = ()

    def __len__(self) -> int:
        return len(self.kept) + len(self.added)

    @property
    def is_packed(self) -> bool:
        """Whether a rough scan is cheaper than an exact one."""
        return self.basis is not None and bool(self.packed)

    @property
    def is_quick(self) -> bool:
        """Whether its codes leave out so much that more rows have to be looked at."""
        return self.basis is not None and self.basis.is_quick

    @property
    def packed_count(self) -> int:
        """Rows that have codes."""
        return sum(rows.count for rows in self.packed)

    def column(self, name: str) -> npt.NDArray:
        """The ids, parts, contents or inverse (n,) of all rows."""
        one, other = getattr(self.kept, name), getattr(self.added, name)
        return one if len(other) == 0 else np.concatenate([one, other])

    def take(self, rows: Rows) -> npt.NDArray[np.float16]:
        """Raw vectors (k, dim) as they are stored."""
        return self._of_both(rows, lambda columns, own: columns.vectors.take(own, axis=0))

    def inverse(self, rows: Rows) -> Vector:
        """1 / |row - mean| of some rows: (k,)."""
        return self._of_both(rows, lambda columns, own: columns.inverse[own])

    def few(self, rows: Rows) -> Few:
        """Some rows, to be asked exactly."""
        return Few(self, rows)

    def rows(self, rows: Rows) -> Vectors:
        """Raw vectors of some rows: (k, dim), float32."""
        return self.take(rows).astype(np.float32)

    def raw_products(self, rows: Rows, queries: Vectors) -> Vectors:
        """Dot products of some rows, as they are stored, with several vectors (m, dim): (k, m), float32."""
        graph = exact_graph(len(self.mean))
        return self._of_both(rows, lambda columns, own: graph.picked(columns.vectors, own, queries))

    def _of_both(self, rows: Rows, get: Callable[[Columns, Rows], npt.NDArray]) -> npt.NDArray:
        """What there is for some rows (k,), of which some may be in the files and some in memory: (k, …)."""
        if len(self.added) == 0:
            return get(self.kept, rows)
        is_kept = rows < len(self.kept)
        if is_kept.all():
            return get(self.kept, rows)
        one, other = get(self.kept, rows[is_kept]), get(self.added, rows[~is_kept] - len(self.kept))
        found = np.empty((len(rows), *one.shape[1:]), one.dtype)
        found[is_kept], found[~is_kept] = one, other
        return found

    def dot(self, query: Vector) -> Vector:
        """Exact dot products of all centred rows with any vector (dim,): (n,), float32."""
        return self._exactly(query[None], 0, len(self))[:, 0]

    def rough(self) -> "Rough":
        """The same rows, asked roughly."""
        return Rough(self)

    def best_many(self, queries: Vectors, count: int, mask: Mask | None = None) -> list[Best]:
        """The rows with the largest products, roughly, of each of several queries (m, dim).

        Args:
            queries: to multiply with.
            count: how many rows are wanted of each.
            mask: (n,) which rows may be among them; None for all.
        """
        best = [Best(count) for _ in queries]
        for first, products in self.rough_pieces(queries):
            own = None if mask is None else mask[first : first + products.shape[1]]
            for kept, values in zip(best, products, strict=True):
                kept.offer(first, values, own)
        return best

    def rough_many(self, queries: Vectors) -> Vectors:
        """About the dot products with several vectors (m, dim), at a tenth of the price: (m, n); see `deviation`."""
        found = np.empty((len(queries), len(self)), np.float32)
        for first, products in self.rough_pieces(queries):
            found[:, first : first + products.shape[1]] = products
        return found

    def rough_pieces(self, queries: Vectors) -> Iterator[tuple[int, Vectors]]:
        """The same piece by piece: the first row, and products (m, rows) from there on."""
        done = 0
        if self.basis is not None and self.packed:
            seen = self.basis.seen(queries)
            for rows in self.packed:
                if rows.first > done:
                    yield done, self._exactly(queries, done, rows.first).T
                yield rows.first, rows.graph.dot(seen)
                done = rows.first + rows.count
        if done < len(self):
            yield done, self._exactly(queries, done, len(self)).T

    def deviation(self, query: Vector) -> float:
        """How far `rough_many` is off, as a standard deviation; 0 without codes."""
        return self.basis.deviation(query) if self.is_packed and self.basis is not None else 0.0

    def _exactly(self, queries: Vectors, first: int, last: int) -> Vectors:
        """Exact products of some rows: (last - first, m)."""
        graph, border = exact_graph(len(self.mean)), len(self.kept)
        products = []
        for columns, start, stop in ((self.kept, first, last), (self.added, first - border, last - border)):
            own = slice(max(start, 0), max(stop, 0))
            products.append(graph.dot(columns.vectors[own], columns.inverse[own], self.mean, queries))
        return products[0] if len(products[1]) == 0 else np.concatenate(products)


class Rough:
    """An index that answers roughly, and keeps in mind by how much its answers may be off.

    Attributes:
        mean: (dim,), of their role.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._asked: list[Vector] = []
        self.mean = index.mean

    @property
    def deviation(self) -> float:
        """Of all answers so far, added up."""
        return float(np.sqrt(sum(self._index.deviation(query) ** 2 for query in self._asked)))

    def dot(self, query: Vector) -> Vector:
        """About the dot products of all centred rows with any vector (dim,): (n,), float32."""
        self._asked.append(query)
        return self._index.rough_many(query[None])[0]

    def best(self, query: Vector, count: int, mask: Mask | None = None) -> Rows:
        """The rows (k,) with the largest products, in any order, of those for which mask (n,) is True."""
        self._asked.append(query)
        return self._index.best_many(query[None], count, mask)[0].found()[0]

    def rows(self, rows: Rows) -> Vectors:
        """Raw vectors of some rows: (k, dim), float32."""
        return self._index.rows(rows)

    def raw_products(self, rows: Rows, queries: Vectors) -> Vectors:
        """Dot products of some rows, exactly, as they are stored, with several vectors (m, dim): (k, m), float32."""
        return self._index.raw_products(rows, queries)


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """An index whose rows stand in another order: those of a second space, as the first one has them.

    Attributes:
        index: in its own order.
        order: (n,) the row of the index that stands in each place.
    """

    index: "Index | Rough"
    order: Rows

    @property
    def mean(self) -> Vector:
        """(dim,), of their role."""
        return self.index.mean

    @property
    def is_packed(self) -> bool:
        """Whether a rough scan is cheaper than an exact one."""
        return isinstance(self.index, Index) and self.index.is_packed

    @property
    def is_quick(self) -> bool:
        """Whether its codes leave out so much that more rows have to be looked at."""
        return isinstance(self.index, Index) and self.index.is_quick

    @property
    def deviation(self) -> float:
        """Of all rough answers so far."""
        return self.index.deviation if isinstance(self.index, Rough) else 0.0

    def dot(self, query: Vector) -> Vector:
        """Dot products of the centred rows with any vector (dim,): (n,), float32."""
        return self.index.dot(query)[self.order]

    def rough(self) -> "Ordered":
        """The same rows, asked roughly."""
        return Ordered(Rough(self.index), self.order) if isinstance(self.index, Index) else self

    def few(self, rows: Rows) -> Few:
        """Some rows, to be asked exactly."""
        assert isinstance(self.index, Index)
        return self.index.few(self.order[rows])

    def rows(self, rows: Rows) -> Vectors:
        """Raw vectors of some rows: (k, dim), float32."""
        return self.index.rows(self.order[rows])
