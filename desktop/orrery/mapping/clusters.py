"""Groups of items that belong together, found in the space rather than on the map, at three granularities.

Average linkage on a sample, after each item was moved a little towards its neighbours. Adjusted Rand index on labelled
items with the true number of groups, against k-means: sounds .87 / .58, texts .76 / .43, photos .60 / .39, photos and
texts together .74 / .44 (`tests/benchmarks/bench_mapping.py --clusters` prints the table, with HDBSCAN and Leiden).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.mapping.centring import unit
from orrery.mapping.mixing import mixed
from orrery.mapping.neighbours import no_check
from orrery.mapping.pca import principal

Labels = npt.NDArray[np.int64]
"""(n,), number of each item's cluster, from 0 by falling size; -1 for none."""

COARSE, MIDDLE, FINE = 0, 1, 2
"""Levels of clusters; the map shows the middle one."""

_COMPONENTS = 30
_SAMPLE = 3_000
"""Items that the tree is made of: 0.6 s; its cost grows with the square."""
_BLOCK = 16_384
_FEWEST = 6
"""Below this many items there is nothing to group."""
_LOOKED_AT = 50_000
"""In larger libraries so many items are grouped, and the others join them."""
_MOST = 28
_BETTER = 0.005
"""More groups only where they are clearly better."""
_FINER = 3
"""Fine clusters for each middle one, at most; and middle ones for each coarse one."""


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Clusters in clusters.

    Attributes:
        labels: (n,) number of the smallest cluster that each item is in, -1 for none. Middle clusters come first, by
            falling size, then coarse ones, then fine ones.
        parents: number of the larger cluster that each cluster is part of, None for none.
        levels: COARSE, MIDDLE or FINE, for each cluster.
    """

    labels: Labels
    parents: tuple[int | None, ...]
    levels: tuple[int, ...]

    def at(self, level: int) -> Labels:
        """(n,) the clusters of one level, or of the nearest where an item is in none of that level; -1 for none."""
        return lifted(self.labels, self.parents, self.levels, level)

    def members(self, number: int) -> npt.NDArray[np.bool_]:
        """(n,) whether each item is in a cluster, or in one that is part of it."""
        return self.at(self.levels[number]) == number


def lifted(
    labels: npt.NDArray[np.integer], parents: tuple[int | None, ...], levels: tuple[int, ...], level: int
) -> Labels:
    """For each label the cluster of a level that it is part of, or the nearest to that level; -1 for none."""
    above = np.full(len(parents) + 1, -1, np.int64)
    for number in range(len(parents)):
        here = number
        while levels[here] > level and (larger := parents[here]) is not None:
            here = larger
        above[number] = here
    return above[labels]


def cluster(
    vectors: Vectors,
    seed: int = 0,
    check: Callable[[], None] = no_check,
    groups: npt.NDArray[np.integer] | None = None,
) -> Grouping:
    """Group items.

    Args:
        vectors: (n, dim), centred per role, unit rows.
        seed: the same vectors and seed give the same groups.
        check: called between steps; may raise to stop.
        groups: (n,), the kind of each item as a number; then a subject is one cluster whatever its kinds.

    Returns:
        Clusters of three levels at most; items far from every group are in none.
    """
    check()
    if len(vectors) < _FEWEST:
        return Grouping(np.full(len(vectors), -1, np.int64), (), ())
    kinds = np.zeros(len(vectors), np.intp) if groups is None else groups
    if len(vectors) > _LOOKED_AT:
        rows = np.sort(np.random.default_rng(seed).choice(len(vectors), _LOOKED_AT, replace=False))
        found = cluster(np.asarray(vectors[rows], np.float32), seed, check, kinds[rows])
        labels = joined(vectors, kinds, vectors[rows], kinds[rows], found.labels, check=check)
        return Grouping(labels, found.parents, found.levels)
    near = mixed(vectors, kinds, seed, check)
    space = unit(principal(near, min(_COMPONENTS, near.shape[1]), check))
    if float(np.ptp(space, axis=0).max()) < 1e-6:
        return Grouping(np.zeros(len(vectors), np.int64), (None,), (MIDDLE,))
    tree = _Tree.of(_sampled(space, seed))
    check()
    middle = tree.best(_wanted(len(space)))
    coarse = tree.cut(max(len(middle) // _FINER, 1)) if len(middle) > 2 * _FINER else []
    fine = tree.cut(_FINER * len(middle))
    own = (space @ unit(tree.sums[middle]).T).argmax(axis=1)
    own = np.where(_strays(vectors, kinds, own), -1, own)
    return _numbered(space, tree, own, middle=middle, coarse=coarse, fine=fine)


def joined(
    vectors: Vectors,
    kinds: npt.NDArray[np.integer],
    others: Vectors,
    their_kinds: npt.NDArray[np.integer],
    labels: npt.NDArray[np.integer],
    *,
    check: Callable[[], None] = no_check,
) -> Labels:
    """Put items into clusters that others are in: into that whose members of the same kind they are nearest to.

    Args:
        vectors: (n, dim), unit rows, the items.
        kinds: (n,), as a number.
        others: (m, dim), unit rows, centred like them.
        their_kinds: (m,).
        labels: (m,), -1 for none.
        check: called between blocks; may raise.

    Returns:
        (n,); -1 for items of a kind that no cluster has, and for those much farther from their cluster than others.
    """
    found = np.full(len(vectors), -1, np.int64)
    for kind in np.unique(kinds):
        own, known = np.flatnonzero(kinds == kind), np.flatnonzero((their_kinds == kind) & (labels >= 0))
        if len(known) == 0:
            continue
        numbers, place = np.unique(labels[known], return_inverse=True)
        order = np.argsort(place, kind="stable")
        starts = np.searchsorted(place[order], np.arange(len(numbers)))
        theirs = np.asarray(others[known[order]], np.float32)
        centres = unit(np.add.reduceat(theirs, starts, axis=0))
        fits = np.einsum("nd,nd->n", theirs, centres[place[order]])
        least = np.array([_least(part) for part in np.split(fits, starts[1:])])
        for start in range(0, len(own), _BLOCK):
            check()
            rows = own[start : start + _BLOCK]
            cosines = np.asarray(vectors[rows], np.float32) @ centres.T
            best = cosines.argmax(axis=1)
            is_near = cosines[np.arange(len(rows)), best] >= least[best]
            found[rows] = np.where(is_near, numbers[best], -1)
    return found


def _sampled(space: Vectors, seed: int) -> Vectors:
    if len(space) <= _SAMPLE:
        return space
    return space[np.sort(np.random.default_rng(seed).choice(len(space), _SAMPLE, replace=False))]


def _wanted(size: int) -> range:
    """Numbers of middle clusters to choose from: about the square root of half the items, between 2 and 28."""
    most = round(min(1.2 * np.sqrt(size / 2), _MOST))
    least = 2 if size < 500 else max(most // 3, 2)
    return range(least, max(most, 3) + 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """Which items of a sample belong together how closely: average linkage by cosine.

    A node below the sample's size is an item, one from there on a merge; `parents` has the merge that each went into.
    """

    sample: Vectors
    merges: npt.NDArray[np.float64]
    sums: Vectors
    sizes: npt.NDArray[np.intp]
    parents: npt.NDArray[np.intp]

    @classmethod
    def of(cls, sample: Vectors) -> "_Tree":
        from scipy.cluster.hierarchy import linkage

        merges = linkage(sample.astype(np.float64), "average")
        count = len(sample)
        sums = np.concatenate([sample, np.zeros((count - 1, sample.shape[1]), np.float32)])
        parents = np.full(2 * count - 1, -1, np.intp)
        for row, (one, other) in enumerate(merges[:, :2].astype(np.intp)):
            sums[count + row] = sums[one] + sums[other]
            parents[[one, other]] = count + row
        sizes = np.concatenate([np.ones(count, np.intp), merges[:, 3].astype(np.intp)])
        return cls(sample, merges, sums, sizes, parents)

    @property
    def _least(self) -> int:
        """Members of the sample below which a branch is no cluster."""
        return max(2, len(self.sample) // 250)

    def cut(self, count: int) -> list[int]:
        """Nodes of the coarsest cut with so many clusters of some size, or of the finest there is."""
        return self._cuts(count)[-1]

    def _cuts(self, most: int) -> list[list[int]]:
        """Cuts with 1, 2 … clusters of some size; a number that no cut has is left out."""
        size, root = len(self.sample), 2 * len(self.sample) - 2
        open_, found = {root}, [[root]]
        for node in range(root, size - 1, -1):  # the last merge first
            open_.discard(node)
            open_.update(self.merges[node - size, :2].astype(np.intp).tolist())
            proper = sorted(one for one in open_ if self.sizes[one] >= self._least)
            if len(proper) > most:
                break
            if len(proper) > len(found[-1]):
                found.append(proper)
        return found

    def best(self, counts: range) -> list[int]:
        """The cut, among some numbers of clusters, whose clusters are best apart (silhouettes by centres)."""
        cuts = self._cuts(counts[-1])
        tried = [nodes for nodes in cuts if len(nodes) >= counts[0]] or cuts[-1:]
        chosen, best = tried[0], -2.0
        for nodes in tried:
            worth = self._silhouette(nodes)
            if worth > best + _BETTER:
                chosen, best = nodes, worth
        return chosen

    def _silhouette(self, nodes: list[int]) -> float:
        if len(nodes) < 2:
            return -1.0
        apart = np.sort(1 - self.sample @ unit(self.sums[nodes]).T, axis=1)
        return float(((apart[:, 1] - apart[:, 0]) / np.maximum(apart[:, 1], 1e-6)).mean())

    def ancestor(self, node: int, among: list[int]) -> int | None:
        """Which of some nodes a node is part of; None for none."""
        here = node
        while here >= 0 and here not in among:
            here = int(self.parents[here])
        return here if here >= 0 else None


def _numbered(
    space: Vectors, tree: _Tree, own: Labels, *, middle: list[int], coarse: list[int], fine: list[int]
) -> Grouping:
    """Put the items of middle clusters into fine ones; number clusters by level and size.

    Args:
        space: (n, components), unit rows.
        tree: made of a sample of them.
        own: (n,) which of `middle` each item belongs to, -1 for none.
        middle: nodes of the tree.
        coarse: nodes that these are part of; may be empty.
        fine: nodes that are part of these.
    """
    leaves = np.full(len(space), -1, np.int64)
    children = {node: [one for one in fine if tree.ancestor(one, middle) == node] for node in middle}
    for place, node in enumerate(middle):
        rows = np.flatnonzero(own == place)
        if len(children[node]) > 1 and len(rows):
            leaves[rows] = np.array(children[node])[(space[rows] @ unit(tree.sums[children[node]]).T).argmax(axis=1)]
    nodes_of = np.append(np.array(middle, np.int64), -1)[own]
    order_middle = _by_size(nodes_of)
    parts = [tree.ancestor(node, coarse) for node in order_middle]
    order_coarse = [node for node in coarse if parts.count(node) > 1]  # one with a single part is that part
    order_fine = _by_size(leaves)
    ordered = [(MIDDLE, node) for node in order_middle]
    ordered += [(COARSE, node) for node in order_coarse] + [(FINE, node) for node in order_fine]
    numbers = {named: number for number, named in enumerate(ordered)}
    labels = np.full(len(space), -1, np.int64)
    for node in order_middle:
        labels[nodes_of == node] = numbers[MIDDLE, node]
    for node in order_fine:
        labels[leaves == node] = numbers[FINE, node]
    above = {FINE: (MIDDLE, middle), MIDDLE: (COARSE, order_coarse), COARSE: (COARSE, [])}
    parents = []
    for level, node in ordered:
        larger, among = above[level]
        found = tree.ancestor(node, among) if level > COARSE else None
        parents.append(None if found is None else numbers.get((larger, found)))
    return Grouping(labels, tuple(parents), tuple(level for level, _ in ordered))


def _by_size(nodes: Labels) -> list[int]:
    """Nodes with at least two items, the largest first, ties by first member."""
    found, first, sizes = np.unique(nodes[nodes >= 0], return_index=True, return_counts=True)
    return [int(found[place]) for place in np.lexsort((first, -sizes)) if sizes[place] > 1]


def _strays(vectors: Vectors, kinds: npt.NDArray[np.integer], own: Labels) -> npt.NDArray[np.bool_]:
    """Items much farther from the others of their kind in their cluster than these are: (n,).

    Judged by the vectors as they came: moved towards its neighbours, the strangest item has company.
    """
    found = np.zeros(len(own), bool)
    for number in range(int(own.max(initial=-1)) + 1):
        for kind in np.unique(kinds[own == number]):
            rows = np.flatnonzero((own == number) & (kinds == kind))
            members = np.asarray(vectors[rows], np.float32)
            fits = members @ unit(members.mean(axis=0, keepdims=True))[0]
            found[rows] = fits < _least(fits)
    return found


def _least(fits: npt.NDArray[np.floating]) -> float:
    """The cosine with its cluster's middle that an item has at least, judged by those of the members."""
    middle = float(np.median(fits))
    spread = 1.4826 * float(np.median(np.abs(fits - middle)))
    return min(middle - 3 * max(spread, 0.02), 0.5 * middle)
