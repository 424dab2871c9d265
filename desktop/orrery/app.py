"""The composition root: the only module that knows every layer."""

import os
from pathlib import Path

from orrery import paths
from orrery.errors import PackMissing
from orrery.workflows.engine import Engine


def open_engine(library: Path, *, pack: str | None = None) -> Engine:
    """Put together what the workflows need; Qt-free. The library file is made when it is first opened.

    Args:
        library: the SQLite file.
        pack: id of a model pack; None for the one that ships with Orrery.

    Raises:
        PackMissing: there is no such pack.
        PackDamaged: it fails its checks.
    """
    from orrery.encoding.calibration import load_calibration
    from orrery.encoding.encoder import Encoder
    from orrery.encoding.pack import load_pack
    from orrery.library.previews import PreviewStore
    from orrery.settings import load_settings

    settings = load_settings(paths.settings_file())
    chosen = load_pack(find_pack(pack), cache=paths.home() / "verified-packs.json")
    threads = settings.threads or os.cpu_count() or 1
    return Engine(
        library_path=library,
        encoder=Encoder(chosen, threads=threads),
        calibration=load_calibration(chosen),
        previews=PreviewStore.beside(library),
        settings=settings,
    )


def find_pack(name: str | None) -> Path:
    """The folder of a pack: one that the user added, or the starter.

    Raises:
        PackMissing: there is no pack of that name.
    """
    known = {"starter": paths.starter_pack()}
    if paths.packs().is_dir():
        known |= {folder.name: folder for folder in sorted(paths.packs().iterdir()) if folder.is_dir()}
    if (name or "starter") not in known:
        raise PackMissing(pack=name, available=", ".join(sorted(known)))
    return known[name or "starter"]
