"""What the filters let through, without a question."""

import os
from collections.abc import Sequence

import numpy as np

from orrery.domain.item import Item
from orrery.domain.query import Filters
from orrery.library.library import Library
from orrery.library.rows import Ids
from orrery.workflows.asking import resolved
from orrery.workflows.engine import Engine
from orrery.workflows.survey import is_below


def browse(engine: Engine, filters: Filters) -> tuple[Item, ...]:
    """Present items that pass the filters, ordered by path; those of a gathering in its own order."""
    with engine.library() as library:
        allowed = allowed_contents(filters, engine, library)
        passing = None if allowed is None else frozenset(allowed.tolist())
        items = [
            item
            for item in library.items.all(kinds=tuple(filters.kinds))
            if item.content is not None
            and (passing is None or item.content in passing)
            and lies_in(item.path, filters.folders)
            and is_among(item.id, filters)
        ]
    if filters.among is not None:
        place = {item: at for at, item in enumerate(filters.among.items)}
        return tuple(sorted(items, key=lambda item: place[item.id]))
    return tuple(sorted(items, key=lambda item: item.path))


def allowed_contents(filters: Filters, engine: Engine, library: Library) -> Ids | None:
    """Ids of the contents that pass the filters, kinds aside; None where all do."""
    allowed: Ids | None = None
    if filters.folders or filters.tags or filters.after or filters.before or filters.among:
        folders = [resolved(folder) for folder in filters.folders]
        matching = library.items.matching(
            folders=folders,
            tags=filters.tags,
            after=filters.after,
            before=filters.before,
            among=filters.among.items if filters.among else None,
        )
        allowed = matching.contents
    if filters.clusters:
        clustered = _in_clusters(filters.clusters, engine, library)
        allowed = clustered if allowed is None else np.intersect1d(allowed, clustered)
    return allowed


def lies_in(path: bytes, folders: Sequence[str]) -> bool:
    """Whether a path lies below any of some folders; below none of none is everywhere."""
    return not folders or any(is_below(path, resolved(os.fspath(folder))) for folder in folders)


def is_among(item: int, filters: Filters) -> bool:
    """Whether an item is one of the gathering that the filters name; without one every item is."""
    return filters.among is None or item in filters.among


def _in_clusters(names: Sequence[str], engine: Engine, library: Library) -> Ids:
    layout = library.layouts.latest(engine.space)
    if layout is None:
        return np.empty(0, np.int64)
    wanted = {name.casefold() for name in names}
    numbers = {cluster.number for cluster in layout.clusters if cluster.shown.casefold() in wanted}
    return layout.contents[layout.inside(numbers)]
