"""Which folders are watched."""

from orrery.workflows.engine import Engine


def watch(engine: Engine, folder: bytes, *, watched: bool) -> None:
    """Say whether what changes in a folder is taken in at once."""
    with engine.library(write=True, alone=False) as library:
        library.roots.set_watched(folder, watched=watched)
