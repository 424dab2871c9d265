"""Make the map: a place for every item, clusters, and a name for each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points
from orrery.domain.modality import Kind, Role
from orrery.library.library import Library
from orrery.library.rows import Cluster, Layout
from orrery.mapping.clusters import Grouping, cluster, joined, lifted
from orrery.mapping.heirs import heirs
from orrery.mapping.names import name_grouping
from orrery.mapping.projection import FEW, METHOD, project
from orrery.mapping.said import said
from orrery.search.centring import centred
from orrery.workflows.engine import Engine
from orrery.workflows.ground import ClusterInfo, Ground, MapPicture, drawn, lay_ground, owners_of
from orrery.workflows.job import JobContext, Progress

__all__ = ["SEED", "ClusterInfo", "MapPicture", "chart", "is_map_current", "load_map", "sketch"]

SEED = 20
"""With which every map is made: the same library gives the same picture."""

ENOUGH = 50
"""Items from which there is a map to look at while more are taken in; fewer would only jump about."""

GROWN = 0.5
"""Share of new items from which a sketch settles anew: so often that all of it costs twice the last time, not more."""

_TEXTS = 100
"""Texts read for the name of a cluster."""


def chart(engine: Engine, job: JobContext | None = None, *, seen: Layout | None = None) -> MapPicture:
    """Bring the map up to date; the stored one comes back where it is of the library as it is now.

    A few new items find places and clusters beside their neighbours while everything else stays where it is. With
    more, all settle anew from where they were, and clusters keep their names where they keep most of their items.
    Names given by the user live on in any case. Publishes pictures that are still settling to the job.

    Args:
        engine: library and model.
        job: to stop and to see the map settle.
        seen: where items were shown while they were taken in (see `sketch`); the map settles from there.

    Raises:
        JobCancelled: the job was stopped; the map stored before stays.
    """
    job = job or JobContext()
    with engine.library() as library:
        version = library.vectors.version()
        before = library.layouts.latest(engine.space)
        if before is not None and before.version == version:
            return _picture(engine, library, before)
        ground = lay_ground(engine, library, job.check)
    if len(ground.contents) == 0:
        return drawn(engine.space.id, METHOD, SEED, ground.owners, np.empty((0, 2), np.float32), version=version)
    job.report(Progress(0, None, ""))
    made = _laid_out(engine, job, ground, before, version, seen=seen)
    job.check()
    with engine.library(write=True) as library:
        _store(library, made, before)
        layout = library.layouts.latest(engine.space)
        assert layout is not None, "a map was stored a moment ago"
        return _picture(engine, library, layout)


def sketch(engine: Engine, seen: Layout | None, job: JobContext) -> tuple[Layout, MapPicture] | None:
    """A map of what is there so far, while more is being taken in; nothing is stored.

    As `chart`: a few new items find places, and with more all settle anew from where they were.

    Args:
        engine: library and model.
        seen: the sketch before this one; None begins with the stored map, or with nothing.
        job: to stop and to see the map settle.

    Returns:
        The places, for the next sketch, and their picture, not final; None while there is too little to see.

    Raises:
        JobCancelled: nobody waits for it any more.
    """
    with engine.library() as library:
        version = library.vectors.version()
        if seen is None:
            seen = library.layouts.latest(engine.space)
        ground = lay_ground(engine, library, job.check)
        if seen is None and len(ground.contents) < ENOUGH:
            return None
        made = seen
        if seen is None or seen.version != version:
            made = _laid_out(engine, job, ground, seen, version, grown=GROWN)
        assert made is not None, "there was a map, or one was made"
        return made, replace(_picture(engine, library, made), is_final=False)


def is_map_current(engine: Engine) -> bool:
    """Whether the stored map shows the library as it is now."""
    with engine.library() as library:
        return library.layouts.version(engine.space) == library.vectors.version()


def load_map(engine: Engine) -> MapPicture | None:
    """The map as it was stored last, without what has been forgotten since; None before there is one."""
    with engine.library() as library:
        layout = library.layouts.latest(engine.space)
        return None if layout is None else _picture(engine, library, layout)


def _rows_before(ground: Ground, before: Layout | None) -> npt.NDArray[np.intp]:
    """(n,) row of each content on the map before, -1 for new ones."""
    if before is None or len(before.contents) == 0:
        return np.full(len(ground.contents), -1, np.intp)
    place = np.minimum(np.searchsorted(before.contents, ground.contents), len(before.contents) - 1)
    return np.where(before.contents[place] == ground.contents, place, -1)


def _places(rows: npt.NDArray[np.intp], before: Layout | None) -> Points | None:
    if before is None or before.method != METHOD or (rows < 0).all():
        return None
    return np.where(rows[:, None] < 0, np.nan, before.points[rows]).astype(np.float32)


def _laid_out(
    engine: Engine,
    job: JobContext,
    ground: Ground,
    before: Layout | None,
    version: int,
    *,
    seen: Layout | None = None,
    grown: float = FEW,
) -> Layout:
    """Places and clusters of everything: new items beside those of the map before, or all anew."""
    rows = _rows_before(ground, before)
    fresh = int((rows < 0).sum())
    anew = before is None or before.method != METHOD or before.later + fresh > grown * len(rows)

    def publish(points: Points) -> None:
        job.publish(drawn(engine.space.id, METHOD, SEED, ground.owners, points))

    start = before if seen is None else seen
    known = _places(_rows_before(ground, start), start)
    points = project(ground.vectors, SEED, publish, job.check, groups=ground.groups, known=known, anew=anew, few=grown)
    number, later = -1, 0
    if before is None or anew:
        labels, clusters = _grouped(engine, job, ground, before)
    else:
        number, later = before.id, before.later + fresh
        labels, clusters = _joined(job, ground, before), before.clusters
    order = np.argsort(ground.contents)
    places = ground.contents[order], points[order], labels[order]
    return Layout(number, engine.space, METHOD, SEED, version, 0.0, *places, tuple(clusters), later)


def _store(library: Library, made: Layout, before: Layout | None) -> None:
    """Keep a map, or only what came to the one before."""
    if before is not None and made.id == before.id:
        new = ~np.isin(made.contents, before.contents)
        library.layouts.place(before.id, made.contents[new], made.points[new], made.labels[new], made.version)
        return
    library.layouts.save(
        made.space,
        method=made.method,
        seed=made.seed,
        contents=made.contents,
        points=made.points,
        labels=made.labels,
        clusters=made.clusters,
        version=made.version,
    )


def _grouped(
    engine: Engine, job: JobContext, ground: Ground, before: Layout | None
) -> tuple[npt.NDArray[np.int32], Sequence[Cluster]]:
    """Clusters found anew, with the names they had."""
    grouping = cluster(ground.vectors, SEED, job.check, groups=ground.groups)
    own = engine.calibration
    concepts = centred(own.concept_vectors, own.means[Role.QUERY])
    words = said(_texts(engine, ground, grouping), own.concepts)
    names = name_grouping(grouping, ground.vectors, concepts, own.concepts, words)
    return np.asarray(grouping.labels, np.int32), _inherited(ground, grouping, names, before)


def _joined(job: JobContext, ground: Ground, before: Layout) -> npt.NDArray[np.int32]:
    """(n,) the clusters there are; new items join those of their neighbours."""
    rows = _rows_before(ground, before)
    new, old = np.flatnonzero(rows < 0), np.flatnonzero(rows >= 0)
    labels = np.full(len(rows), -1, np.int32)
    labels[old] = before.labels[rows[old]]
    labels[new] = joined(
        ground.vectors[new], ground.groups[new], ground.vectors[old], ground.groups[old], labels[old], check=job.check
    )
    return labels


def _texts(engine: Engine, ground: Ground, grouping: Grouping) -> list[list[str]]:
    """Some texts of each cluster."""
    is_text = ground.groups == list(Kind).index(Kind.TEXT)
    with engine.library() as library:
        found = []
        for number in range(len(grouping.parents)):
            rows = np.flatnonzero(is_text & grouping.members(number))
            rows = rows[:: max(len(rows) // _TEXTS, 1)][:_TEXTS]
            texts = library.parts.texts(ground.contents[rows].tolist())
            found.append([texts[content] for content in ground.contents[rows].tolist() if content in texts])
    return found


def _inherited(ground: Ground, grouping: Grouping, names: Mapping[int, str], before: Layout | None) -> list[Cluster]:
    """The clusters to store: with the names they had, where they are mostly the same, and those the user gave."""
    found = {
        number: Cluster(number, names[number], int(grouping.members(number).sum()), parent, grouping.levels[number])
        for number, parent in enumerate(grouping.parents)
    }
    if before is None:
        return list(found.values())
    rows = _rows_before(ground, before)
    known = {cluster.number: cluster for cluster in before.clusters}
    size = max(known, default=-1) + 1
    parents = tuple(known[number].parent if number in known else None for number in range(size))
    levels = tuple(known[number].level if number in known else 1 for number in range(size))
    taken = set(names.values())
    for level in sorted({*grouping.levels, *(one.level for one in before.clusters if one.given)}):
        old = np.where(rows < 0, -1, lifted(before.labels, parents, levels, level)[rows])
        new = grouping.at(level)
        for heir, ancestor in heirs(old, new).items():
            name = known[ancestor].name
            if known[ancestor].level == level == found[heir].level and name not in taken - {found[heir].name}:
                taken = taken - {found[heir].name} | {name}
                found[heir] = _called(found[heir], name, found[heir].given)
        is_given = np.isin(old, [number for number, one in known.items() if one.given and one.level == level])
        for heir, ancestor in heirs(np.where(is_given, old, -1), new, least=0).items():
            found[heir] = _called(found[heir], found[heir].name, known[ancestor].given)
    return list(found.values())


def _called(cluster: Cluster, name: str, given: str | None) -> Cluster:
    return Cluster(cluster.number, name, cluster.count, cluster.parent, cluster.level, given)


def _picture(engine: Engine, library: Library, layout: Layout) -> MapPicture:
    tree = {
        known.number: ClusterInfo(
            known.number, known.shown, known.count, known.parent, known.level, known.given is not None
        )
        for known in layout.clusters
    }
    owners = owners_of(layout.contents, library)
    return drawn(
        engine.space.id,
        layout.method,
        layout.seed,
        owners,
        layout.points,
        labels=layout.labels,
        tree=tree,
        version=layout.version,
    )
