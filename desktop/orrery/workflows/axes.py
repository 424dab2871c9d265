"""A map between things that the user names, such as day and night across, quiet and loud upwards."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from orrery.domain.arrays import Vector
from orrery.domain.modality import Role
from orrery.mapping.axes import along
from orrery.mapping.neighbours import no_check
from orrery.search.centring import centred_one
from orrery.workflows.chart import SEED, load_map
from orrery.workflows.engine import Engine
from orrery.workflows.ground import ClusterInfo, MapPicture, drawn, lay_ground

METHOD = "axes"


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of the map.

    Attributes:
        low: words for what lies left or below; nothing where only the other end is named.
        high: words for what lies right or above.
    """

    low: str
    high: str


def chart_axes(engine: Engine, across: Axis, upwards: Axis, check: Callable[[], None] = no_check) -> MapPicture:
    """Place every item by how much it is like what the user named; clusters are those of the stored map.

    The picture is not stored: it takes a second at 100,000 items.

    Args:
        engine: library and model.
        across: from left to right.
        upwards: from bottom to top.
        check: called often; may raise.

    Raises:
        PackDamaged: the text tower cannot be opened.
        ValueError: an axis without words for its high end.
    """
    if not across.high.strip() or not upwards.high.strip():
        raise ValueError("an axis needs words for its high end")
    stored = load_map(engine)
    with engine.library() as library:
        version = library.vectors.version()
        ground = lay_ground(engine, library, check)
    check()
    ends = [_direction(engine, words) for axis in (across, upwards) for words in (axis.low, axis.high)]
    places = [along(ground.vectors, ground.groups, low, high, check) for low, high in (ends[:2], ends[2:])]
    points = np.stack(places, axis=1)
    tree: dict[int, ClusterInfo] = {} if stored is None else dict(stored.tree)
    labels = np.full(len(ground.contents), -1, np.int32)
    if stored is not None and stored.leaves is not None and len(stored.items):
        order = np.argsort(stored.items)
        place = np.minimum(np.searchsorted(stored.items, ground.owners.items, sorter=order), len(order) - 1)
        rows = order[place]
        labels[ground.owners.rows] = np.where(stored.items[rows] == ground.owners.items, stored.leaves[rows], -1)
    picture = drawn(engine.space.id, METHOD, SEED, ground.owners, points, labels=labels, tree=tree, version=version)
    return replace(picture, axes=(across.low, across.high, upwards.low, upwards.high))


def _direction(engine: Engine, words: str) -> Vector:
    if not words.strip():
        return np.zeros(engine.space.dim, np.float32)
    vector = engine.encoder.encode_texts([words], Role.QUERY)[0]
    return centred_one(vector, engine.calibration.means[Role.QUERY])
