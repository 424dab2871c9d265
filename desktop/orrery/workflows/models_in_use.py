"""Which model a library uses: the one that it was made with, until it is changed."""

from dataclasses import replace
from pathlib import Path

from orrery import paths
from orrery.encoding.calibration import PackCalibration, load_calibration
from orrery.encoding.joined import open_encoder
from orrery.encoding.manifest import Pack
from orrery.encoding.pack import load_pack, self_test_once
from orrery.errors import PackMissing, PackUnavailable
from orrery.library.library import Library
from orrery.workflows.engine import Engine
from orrery.workflows.pacing import take_pace
from orrery.workflows.packs import default_model, folder_of, pack_folders
from orrery.workflows.packs_figures import completed, is_fitted


def model_of(library: Path) -> str:
    """Id of the model that a library uses; the default for one that is new or empty.

    Raises:
        PackUnavailable: it is not on this machine any more.
        LibraryProblem: the library cannot be opened.
    """
    return own_model(library) or default_model()


def own_model(library: Path) -> str | None:
    """Id of the model that a library was made with or changed to; None for one that is new or empty.

    Raises:
        PackUnavailable: it is not on this machine any more.
        LibraryProblem: the library cannot be opened.
    """
    if not library.exists():
        return None
    with Library.open(library) as opened:
        used = opened.spaces.in_use()
    if used is None or used.pack is None:
        return None
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
    if is_fitted(pack) or not library.exists():
        return calibration
    with Library.open(library) as opened:
        return completed(calibration, pack, opened)


def engine_with(engine: Engine, name: str) -> Engine:
    """The same library with another model that is on this machine, checked before its first use.

    Raises:
        PackMissing, PackDamaged: it is not here, or does not work.
    """
    checked = paths.home() / "checked-packs.json"
    pack = load_pack(folder_of(name), cache=checked)
    encoder = open_encoder(pack, threads=engine.encoder.threads)
    self_test_once(pack, encoder, checked)
    take_pace(encoder)
    calibration = figures_for(load_calibration(pack), pack, engine.library_path)
    return replace(engine, encoder=encoder, calibration=calibration)
