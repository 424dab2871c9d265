"""Make the map: a place for every item, clusters, and a name for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points, Vectors
from orrery.domain.item import Item, ItemState
from orrery.domain.modality import Kind, Role
from orrery.library.library import Library
from orrery.library.rows import Cluster
from orrery.mapping.centring import centred_for_map, one_per_content
from orrery.mapping.clusters import cluster
from orrery.mapping.names import name_clusters
from orrery.mapping.projection import METHOD, project
from orrery.search.centring import centred
from orrery.workflows.engine import Engine
from orrery.workflows.job import JobContext, Progress

SEED = 20
"""With which every map is made: the same library gives the same picture."""


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
        version: of the library's vectors when it was stored; -1 while it is not.
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


def chart(engine: Engine, job: JobContext | None = None) -> MapPicture:
    """Draw the map anew, unless the stored one is of the library as it is now.

    Publishes pictures that are still settling to the job.

    Args:
        engine: library and model.
        job: to stop and to see the map settle.

    Raises:
        JobCancelled: the job was stopped; the map stored before stays.
    """
    job = job or JobContext()
    with engine.library() as library:
        version = library.vectors.version()
        stored = _stored_picture(engine, library) if library.layouts.version(engine.space) == version else None
        if stored is not None:
            return stored
        ground = lay_ground(engine, library)
    if len(ground.contents) == 0:
        return _empty(engine)

    def publish(points: Points) -> None:
        job.publish(ground.picture(engine.space.id, points, np.full(len(points), -1, np.int32), {}, is_final=False))

    job.report(Progress(0, None, ""))
    points = project(ground.vectors, SEED, publish, job.check, groups=ground.groups)
    labels = cluster(ground.vectors, SEED, job.check, groups=ground.groups)
    names = name_clusters(labels, ground.vectors, _concept_vectors(engine), engine.calibration.concepts)
    job.check()
    clusters = [Cluster(number, name, int((labels == number).sum())) for number, name in sorted(names.items())]
    with engine.library(write=True) as library:
        library.layouts.save(
            engine.space,
            method=METHOD,
            seed=SEED,
            contents=ground.contents,
            points=points,
            labels=labels,
            clusters=clusters,
            version=version,
        )
        return _stored_picture(engine, library) or _empty(engine)


def is_map_current(engine: Engine) -> bool:
    """Whether the stored map shows the library as it is now."""
    with engine.library() as library:
        return library.layouts.version(engine.space) == library.vectors.version()


def load_map(engine: Engine) -> MapPicture | None:
    """The map as it was stored last, without what has been forgotten since; None before there is one."""
    with engine.library() as library:
        return _stored_picture(engine, library)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What is laid out: one vector a content, centred per role by the library's means.

    Attributes:
        contents: (n,) content ids, in the order of the contents' hashes.
        vectors: (n, dim) unit rows.
        groups: (n,) number of each content's kind, in the order of Kind.
        items: content id → its present items.
    """

    contents: npt.NDArray[np.int64]
    vectors: Vectors
    groups: npt.NDArray[np.int32]
    items: Mapping[int, tuple[Item, ...]]

    def picture(
        self,
        space: str,
        points: Points,
        labels: npt.NDArray[np.int32],
        names: Mapping[int, ClusterInfo],
        *,
        is_final: bool,
    ) -> MapPicture:
        """One point an item: copies share a place."""
        layout = _Placed(self.contents, points, labels)
        return _picture(space, layout, self.items, names, is_final=is_final)


class _Placed(NamedTuple):
    contents: npt.NDArray[np.int64]
    points: Points
    labels: npt.NDArray[np.int32]


def lay_ground(engine: Engine, library: Library) -> Ground:
    """Load what the map lays out, in the order of the contents' hashes: the same files give the same map everywhere.

    (In the order of ids the map would depend on which file a decoder finished first.)
    """
    contents, vectors, groups = [], [], []
    for number, kind in enumerate(Kind):
        stored = library.vectors.load(engine.space, kind)
        own, directions = one_per_content(stored.vectors, stored.contents)
        contents.append(own)
        vectors.append(centred_for_map(directions, engine.calibration.means[kind.role]))
        groups.append(np.full(len(own), number, np.int32))
    ids = np.concatenate(contents).astype(np.int64)
    items = library.items.of_contents(ids.tolist())
    hashes = {content: owners[0].sha256 or b"" for content, owners in items.items()}
    order = np.array(sorted(range(len(ids)), key=lambda row: hashes.get(int(ids[row]), b"")), np.intp)
    return Ground(ids[order], np.concatenate(vectors)[order], np.concatenate(groups)[order], items)


def _concept_vectors(engine: Engine) -> Vectors:
    own = engine.calibration
    return centred(own.concept_vectors, own.means[Role.QUERY])


def _stored_picture(engine: Engine, library: Library) -> MapPicture | None:
    layout = library.layouts.latest(engine.space)
    if layout is None:
        return None
    names = {known.number: ClusterInfo(known.number, known.name, known.count) for known in layout.clusters}
    items = library.items.of_contents(layout.contents.tolist())
    placed = _Placed(layout.contents, layout.points, layout.labels)
    drawn = _picture(engine.space.id, placed, items, names, is_final=True)
    return replace(drawn, version=layout.version)


def _picture(
    space: str,
    placed: _Placed,
    items: Mapping[int, tuple[Item, ...]],
    names: Mapping[int, ClusterInfo],
    *,
    is_final: bool,
) -> MapPicture:
    rows, present = [], []
    for row, content in enumerate(placed.contents.tolist()):
        for item in items.get(content, ()):
            if item.state is ItemState.PRESENT and item.kind is not None:
                rows.append(row)
                present.append(item)
    order = sorted(range(len(present)), key=lambda at: present[at].path)
    chosen = np.array([rows[at] for at in order], np.intp)
    labels = placed.labels[chosen].astype(np.int32)
    counted = {number: replace(info, count=int((labels == number).sum())) for number, info in names.items()}
    return MapPicture(
        space=space,
        method=METHOD,
        seed=SEED,
        items=np.array([present[at].id for at in order], np.int64),
        kinds=tuple(present[at].kind for at in order),  # type: ignore[misc]
        points=placed.points[chosen].reshape(-1, 2),
        clusters=labels,
        names={number: info for number, info in counted.items() if info.count},
        is_final=is_final,
    )


def _empty(engine: Engine) -> MapPicture:
    nothing = _Placed(np.empty(0, np.int64), np.empty((0, 2), np.float32), np.empty(0, np.int32))
    return _picture(engine.space.id, nothing, {}, {}, is_final=True)
