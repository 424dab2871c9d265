"""Look through the known folders again for what is new, changed or gone; unplugged drives only become unavailable."""

import os

from orrery.domain.item import ItemState
from orrery.library.library import Library
from orrery.workflows.engine import Engine
from orrery.workflows.ingest import IngestReport, ingest
from orrery.workflows.job import JobContext


def rescan(engine: Engine, job: JobContext | None = None) -> IngestReport:
    """Ingest every root that can be reached; items below the others are neither searched nor lost.

    Args:
        engine: library and model.
        job: to stop and to tell of progress.
    """
    with engine.library(write=True) as library:
        there = [root.path for root in library.roots.all() if _note_whether_reachable(library, root.path)]
    return ingest(engine, there, job)


def _note_whether_reachable(library: Library, root: bytes) -> bool:
    is_there = os.path.lexists(root)
    library.roots.set_reachable(root, reachable=is_there)
    if not is_there:
        items = [item.id for item in library.items.below(root) if item.state is not ItemState.VANISHED]
        library.items.mark(items, ItemState.UNAVAILABLE)
    return is_there
