"""Which model a library uses: the one that it was made with, until it is changed."""

from pathlib import Path

from orrery.encoding.calibration import PackCalibration
from orrery.encoding.manifest import Pack
from orrery.errors import PackMissing, PackUnavailable
from orrery.library.library import Library
from orrery.workflows.engine import Engine
from orrery.workflows.packs import default_model, folder_of, pack_folders
from orrery.workflows.packs_figures import completed


def model_of(library: Path) -> str:
    """Id of the model that a library uses; the default for one that is new or empty.

    Raises:
        PackUnavailable: it is not on this machine any more.
        LibraryProblem: the library cannot be opened.
    """
    used = None
    if library.exists():
        with Library.open(library) as opened:
            used = opened.spaces.in_use()
    if used is None or used.pack is None:
        return default_model()
    try:
        folder_of(used.pack)
    except PackMissing as problem:
        raise PackUnavailable(model=used.pack) from problem
    return used.pack


def remember_model(engine: Engine, library: Library) -> None:
    """Let a library that has no model yet use this one from now on.

    Args:
        engine: whose model it is; one that was named by its folder is not remembered, for it may be gone tomorrow.
        library: open for writing.
    """
    pack = engine.encoder.pack
    if pack_folders().get(pack.id) == pack.folder and library.spaces.in_use() is None:
        library.spaces.put_in_use(engine.space, pack.id)


def figures_for(calibration: PackCalibration, pack: Pack, library: Path) -> PackCalibration:
    """What was measured of a model, completed by the library's own figures where the model came without."""
    if pack.calibration.background or not library.exists():
        return calibration
    with Library.open(library) as opened:
        return completed(calibration, pack, opened)
