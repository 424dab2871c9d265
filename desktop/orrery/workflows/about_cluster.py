"""What a cluster of the map is: its size by kind, what its items have in common, and those that stand for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from orrery.domain.arrays import Rows
from orrery.domain.item import Item
from orrery.domain.modality import Kind, Role
from orrery.mapping import sample
from orrery.mapping.names import telling
from orrery.mapping.neighbours import no_check
from orrery.search.centring import centred
from orrery.workflows.chart import load_map
from orrery.workflows.engine import Engine
from orrery.workflows.ground import ClusterInfo, Ground, lay_ground

CONCEPTS, EXAMPLES = 5, 9
"""Concepts and items that are told of a cluster."""


@dataclass(frozen=True, slots=True)
class AboutCluster:
    """A cluster in words, numbers and examples.

    Attributes:
        info: its name, size and level.
        counts: items of each kind.
        concepts: what its items have in common and the others have less of, each with how well it fits, in [0, 1].
        examples: items that stand for it, the most telling first.
        whole: the larger cluster that it is part of; None for none.
        parts: the smaller ones that are part of it, largest first.
    """

    info: ClusterInfo
    counts: Mapping[Kind, int]
    concepts: tuple[tuple[str, float], ...]
    examples: tuple[Item, ...]
    whole: ClusterInfo | None
    parts: tuple[ClusterInfo, ...]


def about_cluster(engine: Engine, number: int, check: Callable[[], None] = no_check) -> AboutCluster | None:
    """Describe a cluster of the stored map.

    Args:
        engine: library and model.
        number: id of the cluster, of any level.
        check: called often; may raise.

    Returns:
        None where the map has no such cluster, or none of its items is there any more.
    """
    picture = load_map(engine)
    info = None if picture is None else picture.tree.get(number)
    if picture is None or info is None:
        return None
    with engine.library() as library:
        ground = lay_ground(engine, library, check)
    check()
    mine = set(picture.items[picture.clusters_at(info.level) == number].tolist())
    is_in = np.isin(ground.owners.items, np.array(sorted(mine), np.int64))
    rows = np.unique(ground.owners.rows[is_in])
    if len(rows) == 0:
        return None
    others = np.setdiff1d(np.arange(len(ground.contents)), rows)
    own = engine.calibration
    words = centred(own.concept_vectors, own.means[Role.QUERY])
    concepts = telling(ground.vectors[rows], ground.vectors[others], words, own.concepts, CONCEPTS)
    check()
    chosen = _examples(ground, rows, check)
    examples = [ground.items[content][0] for content in ground.contents[chosen].tolist() if content in ground.items]
    kinds = [kind for kind, inside in zip(ground.owners.kinds, is_in.tolist(), strict=True) if inside]
    parts = sorted((one for one in picture.tree.values() if one.parent == number), key=lambda one: (-one.count, one.id))
    whole = None if info.parent is None else picture.tree.get(info.parent)
    return AboutCluster(
        info, {kind: kinds.count(kind) for kind in Kind}, concepts, tuple(examples), whole, tuple(parts)
    )


def _examples(ground: Ground, rows: Rows, check: Callable[[], None]) -> Rows:
    """The most telling items of each kind in turn: texts, which say most, would leave no room for pictures."""
    kinds = [rows[ground.groups[rows] == number] for number in range(len(Kind))]
    best = [own[sample.one_of_each(ground.vectors[own], EXAMPLES, check)].tolist() for own in kinds if len(own)]
    turns = [row for turn in zip_longest(*best) for row in turn if row is not None]
    return np.array(turns[:EXAMPLES], np.intp)
