"""What maps are made of: one vector a content, and one point an item."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points, Vectors
from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.library.library import Library
from orrery.mapping.centring import centred_for_map, one_per_content
from orrery.mapping.clusters import MIDDLE, lifted
from orrery.mapping.neighbours import no_check
from orrery.workflows.engine import Engine

_PIECE = 10_000
"""Items read between two checks: 0.1 s."""


@dataclass(frozen=True, slots=True)
class ClusterInfo:
    """One cluster of the map.

    Attributes:
        id: number, from 0; -1 stands for "in no cluster" and has no ClusterInfo.
        name: in plain words, such as "surf, waves, sea"; the user's own where there is one.
        count: items in it.
        parent: id of the larger cluster it is part of, None for none.
        level: 0 for coarse, 1 for those the map shows, 2 for fine.
        is_given: whether the user gave it its name.
    """

    id: int
    name: str
    count: int
    parent: int | None = None
    level: int = MIDDLE
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class MapPicture:
    """Everything in one picture.

    Attributes:
        space: id of the space.
        method: how it was projected, such as "t-SNE".
        seed: with which it can be made again.
        items: (n,) item ids.
        kinds: one a point.
        points: (n, 2) in [-1, 1].
        clusters: (n,) cluster ids of the middle level, -1 for none.
        names: the clusters of the middle level by id.
        is_final: False for a picture that is still settling.
        version: of the library's vectors when it was stored; -1 while it is not.
        tree: the clusters of all levels by id.
        leaves: (n,) id of the smallest cluster that each point is in, -1 for none; None while there are no clusters.
        axes: what the two directions mean, where the user named them: the words at the left, right, bottom and top.
    """

    space: str
    method: str
    seed: int
    items: npt.NDArray[np.int64]
    kinds: tuple[Kind, ...]
    points: Points
    clusters: npt.NDArray[np.int32]
    names: Mapping[int, ClusterInfo] = field(default_factory=dict)
    is_final: bool = True
    version: int = -1
    tree: Mapping[int, ClusterInfo] = field(default_factory=dict)
    leaves: npt.NDArray[np.int32] | None = None
    axes: tuple[str, str, str, str] | None = None

    def clusters_at(self, level: int) -> npt.NDArray[np.int32]:
        """(n,) ids of the clusters of one level that points are in, -1 for none."""
        if self.leaves is None:
            return self.clusters
        return _lifted(self.leaves, self.tree, level)


class Owners(NamedTuple):
    """One point an item: copies share a place.

    Attributes:
        rows: (n,) the content's row of each item, items in the order of their paths.
        items: (n,) ids.
        kinds: (n,).
    """

    rows: npt.NDArray[np.intp]
    items: npt.NDArray[np.int64]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What is laid out: one vector a content, centred per role by the library's means.

    Attributes:
        contents: (n,) content ids, in the order of the contents' hashes.
        vectors: (n, dim) unit rows.
        groups: (n,) number of each content's kind, in the order of Kind.
        items: content id → its present items.
        owners: who is drawn where.
    """

    contents: npt.NDArray[np.int64]
    vectors: Vectors
    groups: npt.NDArray[np.int32]
    items: Mapping[int, tuple[Item, ...]]
    owners: Owners


def lay_ground(engine: Engine, library: Library, check: Callable[[], None] = no_check) -> Ground:
    """Load what the map lays out, in the order of the contents' hashes: the same files give the same map everywhere.

    (In the order of ids the map would depend on which file a decoder finished first.)

    Args:
        engine: library and model.
        library: open.
        check: called several times a second, at a million items too; may raise.
    """
    contents, vectors, groups = [], [], []
    for number, kind in enumerate(Kind):
        check()
        stored = library.vectors.load(engine.space, kind, check)
        own, directions = one_per_content(stored.vectors, stored.contents, check)
        contents.append(own)
        vectors.append(centred_for_map(directions, engine.calibration.means[kind.role], check))
        groups.append(np.full(len(own), number, np.int32))
    ids = np.concatenate(contents).astype(np.int64)
    items = items_of(library, ids, check)
    hashes = np.array([owners[0].sha256 or b"" if (owners := items.get(id_)) else b"" for id_ in ids.tolist()], "S32")
    order = np.argsort(hashes, kind="stable")
    check()
    ids = ids[order]
    owners = owners_of(ids, library, check)
    return Ground(ids, _in_order(vectors, order, check), np.concatenate(groups)[order], items, owners)


def _in_order(pieces: list[Vectors], order: npt.NDArray[np.intp], check: Callable[[], None]) -> Vectors:
    """The rows of all pieces in another order; in small copies, for all of a million are 1.5 GB."""
    made = np.empty((len(order), pieces[0].shape[1]), np.float32)
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    done = 0
    for piece in pieces:
        for start in range(0, len(piece), _PIECE):
            check()
            block = piece[start : start + _PIECE]
            made[place[done + start : done + start + len(block)]] = block
        done += len(piece)
    return made


def items_of(
    library: Library, contents: npt.NDArray[np.int64], check: Callable[[], None] = no_check
) -> dict[int, tuple[Item, ...]]:
    """The present items of many contents, some thousands at a time."""
    found: dict[int, tuple[Item, ...]] = {}
    for start in range(0, len(contents), _PIECE):
        check()
        found |= library.items.of_contents(contents[start : start + _PIECE].tolist())
    return found


def owners_of(contents: npt.NDArray[np.int64], library: Library, check: Callable[[], None] = no_check) -> Owners:
    """The present items of some contents, in the order of their paths."""
    found: list[tuple[int, Kind, int]] = []
    for piece in library.items.owners(_PIECE):
        check()
        found += piece
    items, kinds, owned = zip(*found, strict=True) if found else ((), (), ())
    rows = _rows_of(np.array(owned, np.int64), contents)
    kept = np.flatnonzero(rows >= 0)
    return Owners(rows[kept], np.array(items, np.int64)[kept], tuple(kinds[at] for at in kept.tolist()))


def _rows_of(wanted: npt.NDArray[np.int64], contents: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Where each of some contents stands among others, which are in no order; -1 for nowhere."""
    if len(contents) == 0:
        return np.full(len(wanted), -1, np.intp)
    order = np.argsort(contents, kind="stable")
    rows = order[np.minimum(np.searchsorted(contents, wanted, sorter=order), len(contents) - 1)]
    return np.where(contents[rows] == wanted, rows, -1)


def drawn(
    space: str,
    method: str,
    seed: int,
    owners: Owners,
    points: Points,
    *,
    labels: npt.NDArray[np.integer] | None = None,
    tree: Mapping[int, ClusterInfo] | None = None,
    version: int = -1,
) -> MapPicture:
    """A picture of contents' places (contents, 2), one point an item; still settling where there is no version."""
    places = points[owners.rows].reshape(-1, 2)
    none = np.full(len(places), -1, np.int32)
    leaves = none if labels is None else labels[owners.rows].astype(np.int32)
    counted = _counted(tree or {}, leaves)
    middle = none if not counted else _lifted(leaves, counted, MIDDLE)
    shown = set(np.unique(middle).tolist())
    return MapPicture(
        space=space,
        method=method,
        seed=seed,
        items=owners.items,
        kinds=owners.kinds,
        points=places,
        clusters=middle,
        names={number: info for number, info in counted.items() if number in shown},
        is_final=version >= 0,
        version=version,
        tree=counted,
        leaves=leaves,
    )


def _counted(tree: Mapping[int, ClusterInfo], leaves: npt.NDArray[np.int32]) -> dict[int, ClusterInfo]:
    """The clusters that hold items, with how many."""
    counts = dict.fromkeys(tree, 0)
    for leaf, count in zip(*np.unique(leaves[leaves >= 0], return_counts=True), strict=True):
        here: int | None = int(leaf)
        while here is not None and here in counts:
            counts[here] += int(count)
            here = tree[here].parent
    return {number: replace(info, count=counts[number]) for number, info in tree.items() if counts[number]}


def _lifted(leaves: npt.NDArray[np.int32], tree: Mapping[int, ClusterInfo], level: int) -> npt.NDArray[np.int32]:
    size = max(tree, default=-1) + 1
    parents = tuple(tree[number].parent if number in tree else None for number in range(size))
    levels = tuple(tree[number].level if number in tree else MIDDLE for number in range(size))
    return lifted(leaves, parents, levels, level).astype(np.int32)
