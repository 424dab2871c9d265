"""Remove items from the library; the files themselves are never touched."""

import os
from collections.abc import Sequence
from pathlib import Path

from orrery.workflows.asking import resolved
from orrery.workflows.engine import Engine


def forget(engine: Engine, places: Sequence[bytes | str | Path]) -> int:
    """Forget files, or all below folders, whether these still exist or not.

    Args:
        engine: on the library.
        places: relative ones are meant from the current folder.

    Returns:
        How many items were removed.
    """
    with engine.library(write=True) as library:
        paths = [resolved(os.fsdecode(place)) for place in places]
        items = [item for path in paths for item in library.items.below(path)]
        count = sum(library.forget(path) for path in paths)
        for item in items:
            if item.sha256 is not None and library.contents.by_hash(item.sha256) is None:
                engine.previews.drop(item.sha256)
    return count
