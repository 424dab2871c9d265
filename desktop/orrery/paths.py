"""Where things live on this machine."""

import os
import sys
from pathlib import Path


def home() -> Path:
    """Folder of libraries, settings, caches and logs; ORRERY_HOME overrides the system's place."""
    override = os.environ.get("ORRERY_HOME")
    if override:
        return Path(override).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("orrery", appauthor=False))


def default_library() -> Path:
    """The library that is used when none is named."""
    return home() / "library.orrery"


def demo_library() -> Path:
    """The library that `orrery demo` builds."""
    return home() / "demo.orrery"


def settings_file() -> Path:
    """The user's settings, TOML."""
    return home() / "settings.toml"


def packs() -> Path:
    """Model packs added by the user."""
    return home() / "packs"


def downloads() -> Path:
    """What was begun to be downloaded and goes on from there; whole models move to packs()."""
    return home() / "downloads"


def catalogue() -> Path:
    """The list of models that can be downloaded."""
    return data_root() / "models" / "catalogue.toml"


def recipe(name: str) -> Path:
    """The folder of a recipe that makes model packs."""
    return data_root() / "models" / "recipes" / name


def log_file() -> Path:
    """The rotating log; it never holds queries or file contents."""
    return home() / "orrery.log"


def data_root() -> Path:
    """The folder with `resources/` and `models/`, in a checkout, a wheel and a frozen application alike."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen)] if frozen else []
    package = Path(__file__).resolve().parent
    candidates += [package / "data", package.parent.parent]
    for folder in candidates:
        if (folder / "resources").is_dir():
            return folder
    raise FileNotFoundError(f"Orrery's resources are missing beside {package}")


def resources() -> Path:
    """Icons, themes, fonts, demo files."""
    return data_root() / "resources"


def starter_pack() -> Path:
    """The model pack that ships with Orrery."""
    return data_root() / "models" / "packs" / "starter"
