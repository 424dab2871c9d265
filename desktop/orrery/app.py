"""The composition root: the only module that knows every layer."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from orrery import paths
from orrery.errors import NoDisplay, NotWritable, PackMissing

if TYPE_CHECKING:
    from orrery.workflows.engine import Engine

SWITCH_S = 0.0005
"""After so long a thread lets another one that runs Python go on; Python's own 0.005 s can be waited for whenever a
question that is asked while files are taken in comes back from a product. In turns with 0.005 s in one run on a busy
machine half of 290 answers took under 2.8 instead of 3.1 ms, 95 % under 7.3 instead of 8.1."""


def open_engine(library: Path, *, pack: str | None = None) -> "Engine":
    """Put together what the workflows need; Qt-free. The library file is made when it is first opened.

    Args:
        library: the SQLite file.
        pack: id of a model pack, or its folder; None for the one that the library uses.

    Raises:
        PackMissing: there is no such pack.
        PackUnavailable: the library's pack is not on this machine any more.
        PackDamaged: it fails its checks.
        LibraryProblem: the library cannot be opened.
    """
    from orrery.encoding.calibration import load_calibration
    from orrery.encoding.joined import open_encoder
    from orrery.encoding.pack import load_pack, self_test_once
    from orrery.library.previews import PreviewStore
    from orrery.settings import load_settings
    from orrery.workflows.engine import Engine
    from orrery.workflows.models_in_use import figures_for, model_of
    from orrery.workflows.pacing import take_pace

    settings = load_settings(paths.settings_file())
    checked = paths.home() / "checked-packs.json"
    chosen = load_pack(find_pack(pack or model_of(library)), cache=checked)
    encoder = open_encoder(chosen, threads=settings.threads or None)
    self_test_once(chosen, encoder, checked)
    take_pace(encoder)
    return Engine(
        library_path=library,
        encoder=encoder,
        calibration=figures_for(load_calibration(chosen), chosen, library),
        previews=PreviewStore.beside(library),
        settings=settings,
    )


def engine_on(engine: "Engine", library: Path) -> "Engine":
    """Another library, with the model that it uses; one without a model of its own gets this one.

    Raises:
        PackUnavailable: its model is not on this machine any more.
        PackDamaged: it fails its checks.
        LibraryProblem: the library cannot be opened.
    """
    from dataclasses import replace

    from orrery.library.previews import PreviewStore
    from orrery.workflows.models_in_use import engine_with, own_model

    other = replace(engine, library_path=library, previews=PreviewStore.beside(library))
    name = own_model(library)
    return other if name in (None, engine.encoder.pack.id) else engine_with(other, name)


def find_pack(name: str | None) -> Path:
    """The folder of a pack: one that the user added, the starter, or any folder with a manifest that is named.

    Raises:
        PackMissing: there is no pack of that name.
    """
    from orrery.encoding.manifest import MANIFEST

    known = {"starter": paths.starter_pack()}
    if paths.packs().is_dir():
        known |= {folder.name: folder for folder in sorted(paths.packs().iterdir()) if folder.is_dir()}
    if name and name not in known and (Path(name).expanduser() / MANIFEST).is_file():
        return Path(name).expanduser().absolute()
    if (name or "starter") not in known:
        raise PackMissing(pack=name, available=", ".join(sorted(known)))
    return known[name or "starter"]


def start_log() -> None:
    """Log to a rotating file under ORRERY_HOME: three of 1 MB at most, never a query or what a file holds."""
    import logging
    from logging.handlers import RotatingFileHandler

    try:
        paths.home().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(paths.log_file(), maxBytes=1 << 20, backupCount=2, encoding="utf-8", delay=True)
    except OSError:  # a home that cannot be written to is told by whoever needs it
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    log = logging.getLogger("orrery")
    log.setLevel(logging.INFO)
    log.addHandler(handler)


def run_window(library: Path, *, pack: str | None = None) -> int:
    """Open the window on a library and stay until it is closed; raises the window that is open on it already.

    Raises:
        NoDisplay: there is no screen to open a window on.
    """
    if sys.platform.startswith("linux") and not _has_display():
        raise NoDisplay
    # Qt's multimedia tells the terminal of every file it plays, with its path.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    sys.setswitchinterval(SWITCH_S)
    engine = open_engine(library, pack=pack)
    if engine.settings.scale != 100:  # on top of the desktop's own; Qt reads it when the application begins
        os.environ.setdefault("QT_SCALE_FACTOR", f"{engine.settings.scale / 100:g}")
    import_qt()
    from orrery.panels.opening import run_windows

    return run_windows(engine, lambda other: engine_on(engine, other))


def take_picture(
    library: Path, out: Path, *, size: tuple[int, int], query: str | None, theme: str, pack: str | None = None
) -> None:
    """Draw the window off screen, even where there is a display, and write it as PNG.

    Raises:
        UsageError: the query cannot be understood.
        NotWritable: the file cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = "1"
    engine = open_engine(library, pack=pack)
    from orrery.panels.shot import render_window
    from orrery.workflows.chart import chart

    chart(engine)  # the stored map, unless the library changed since
    colours = "light" if theme == "light" else "dark"
    picture = render_window(engine, query, size, colours, language=engine.settings.language)
    is_written = picture.save(str(out), "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]  (its stub errs)
    if not is_written:
        raise NotWritable(path=out)


def import_qt() -> None:
    """Import PySide6 and undo what it does to every import after it.

    It would read the source of some 400 modules of ours, pyqtgraph's and NumPy's, to see whether they mention its
    `__feature__` switch, which none does: 7 % of the time to the first paint.
    """
    import builtins

    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain


def _has_display() -> bool:
    named = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(named or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
