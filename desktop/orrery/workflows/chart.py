"""Make the map: a place for every item, clusters, and a name for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points
from orrery.domain.modality import Kind


@dataclass(frozen=True, slots=True)
class ClusterInfo:
    """One cluster of the map.

    Attributes:
        id: number, from 0; -1 stands for "in no cluster" and has no ClusterInfo.
        name: in plain words, such as "surf, waves, sea".
        count: items in it.
    """

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class MapPicture:
    """Everything in one picture.

    Attributes:
        space: id of the space.
        method: how it was projected, such as "openTSNE".
        seed: with which it can be made again.
        items: (n,) item ids.
        kinds: one a point.
        points: (n, 2) in [-1, 1].
        clusters: (n,) cluster ids, -1 for none.
        names: the clusters by id.
        is_final: False for a picture that is still settling.
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
