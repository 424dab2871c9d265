"""What the filters let through, without a question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from orrery.domain.item import Item
from orrery.domain.query import Filters
from orrery.library.library import Library
from orrery.library.rows import Cluster, Ids
from orrery.workflows.asking import resolved
from orrery.workflows.engine import Engine


@dataclass(frozen=True, slots=True, eq=False)
class Passing:
    """What the filters let through, kinds aside.

    Attributes:
        contents: ids; None where all do.
        items: ids; None where every item of a content that passes does: a copy in another folder does not.
    """

    contents: Ids | None = None
    items: frozenset[int] | None = None

    def lets(self, item: int) -> bool:
        """Whether an item of a content that passes does so itself."""
        return self.items is None or item in self.items


EVERYTHING_PASSES = Passing()


def browse(engine: Engine, filters: Filters) -> tuple[Item, ...]:
    """Present items that pass the filters, ordered by path; those of a gathering in its own order."""
    with engine.library() as library:
        passing = passing_filters(filters, engine, library)
        contents = None if passing.contents is None else frozenset(passing.contents.tolist())
        items = [
            item
            for item in library.items.all(kinds=tuple(filters.kinds))
            if item.content is not None and (contents is None or item.content in contents) and passing.lets(item.id)
        ]
    if filters.among is not None:
        place = {item: at for at, item in enumerate(filters.among.items)}
        return tuple(sorted(items, key=lambda item: place[item.id]))
    return tuple(items)


def passing_filters(filters: Filters, engine: Engine, library: Library) -> Passing:
    """What passes all filters but those by kind."""
    passing = _by_facts(filters, library) if _asks_facts(filters) else EVERYTHING_PASSES
    if not filters.clusters:
        return passing
    clustered = _in_clusters(filters.clusters, engine, library)
    both = clustered if passing.contents is None else np.intersect1d(passing.contents, clustered)
    return Passing(both, passing.items)


def _asks_facts(filters: Filters) -> bool:
    limits = (filters.among, filters.duration_s, filters.size_bytes, filters.rating, filters.after, filters.before)
    return bool(filters.folders or filters.tags) or any(limit is not None for limit in limits)


def _by_facts(filters: Filters, library: Library) -> Passing:
    matching = library.items.matching(
        folders=[resolved(folder) for folder in filters.folders],
        tags=filters.tags,
        after=filters.after,
        before=filters.before,
        among=filters.among.items if filters.among is not None else None,
        duration_s=filters.duration_s,
        size_bytes=filters.size_bytes,
        rating=filters.rating,
    )
    return Passing(np.unique(matching.contents), frozenset(matching.items.tolist()))


def _in_clusters(names: Sequence[str], engine: Engine, library: Library) -> Ids:
    layout = library.layouts.latest(engine.space)
    if layout is None:
        return np.empty(0, np.int64)
    numbers = {number for name in names for number in _numbers_of(name.casefold(), layout.clusters)}
    return layout.contents[layout.inside(numbers)]


def _numbers_of(name: str, clusters: Sequence[Cluster]) -> list[int]:
    """Clusters of a name; where none is called so any more, those that were before the user gave them another."""
    shown = [cluster.number for cluster in clusters if cluster.shown.casefold() == name]
    return shown or [cluster.number for cluster in clusters if cluster.name.casefold() == name]
