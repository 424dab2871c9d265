"""Remove items from the library; the files themselves are never touched."""

import os
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from orrery.library.changes import FILES, Patch
from orrery.workflows.asking import resolved
from orrery.workflows.engine import Engine
from orrery.workflows.indexing import forget_figures
from orrery.workflows.matrices import erase_lost_rows
from orrery.workflows.organise import Done

MOST_KEPT = 20_000
"""Items that can come back after they were removed: what is known of them is kept in memory, 2 to 10 kB each."""


def forget(engine: Engine, places: Sequence[bytes | str | Path], *, keep: bool = False) -> Done[int]:
    """Forget files, or all below folders, whether these still exist or not.

    Args:
        engine: on the library.
        places: relative ones are meant from the current folder.
        keep: write down what is forgotten, so that it can be taken back; not more than MOST_KEPT items.

    Returns:
        How many items were removed.
    """
    with engine.library(write=True) as library:
        paths = [resolved(os.fsdecode(place)) for place in places]
        items = [item for path in paths for item in library.items.below(path)]
        is_kept = keep and len(items) <= MOST_KEPT
        with library.changes.recorded(FILES) if is_kept else nullcontext(Patch()) as patch:
            count = sum(library.forget(path) for path in paths)
        for item in items:
            if item.sha256 is not None and library.contents.by_hash(item.sha256) is None:
                engine.previews.drop(item.sha256)
        erase_lost_rows(engine, library)
        forget_figures(library.path)
    return Done(count, patch)
