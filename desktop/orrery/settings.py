"""What the user has set: frozen values kept as versioned TOML."""

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

VERSION = 1
SMALLEST_SCALE, LARGEST_SCALE = 100, 300


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user can set; the defaults are what a new user gets.

    Attributes:
        theme: "system" follows the desktop's light or dark.
        language: code of a language, such as "de"; "system" follows the desktop's.
        scale: of everything in the window in per cent, 100 to 300, on top of the desktop's own.
        threads: for encoding; 0 means one per core.
        decoder_processes: that read files; 0 means one per core, at most four.
        cache_mb: most that previews of a library may take on disk; 0 means no limit.
        watch_folders: whether folders that are added are watched from then on.
        quick_search: whether a library of more than 250,000 files of a kind is searched in less time, at the price of
            one answer in a hundred.
        model: id of the model with which new libraries are made.
    """

    theme: Literal["system", "dark", "light"] = "system"
    language: str = "system"
    scale: int = 100
    threads: int = 0
    decoder_processes: int = 0
    cache_mb: int = 4000
    watch_folders: bool = False
    quick_search: bool = False
    model: str = "starter"


def load_settings(file: Path) -> Settings:
    """Read settings; whatever is missing, unknown or of the wrong type falls back to its default."""
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    if found.pop("version", VERSION) != VERSION:
        return Settings()
    return Settings(**dict(_fitting(found)))


def save_settings(settings: Settings, file: Path) -> None:
    """Write settings so that a crash in the middle leaves the old file whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"version = {VERSION}"] + [f"{name} = {_toml(value)}" for name, value in asdict(settings).items()]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as draft:
        draft.write("\n".join(lines) + "\n")
    os.replace(draft.name, file)  # noqa: PTH105  (Path.replace is the same call; this says atomic to a reader)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


_ALLOWED: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    {
        "theme": lambda value: value in ("system", "dark", "light"),
        "language": lambda value: isinstance(value, str) and value.isalnum(),
        "scale": lambda value: type(value) is int and SMALLEST_SCALE <= value <= LARGEST_SCALE,
        "threads": _is_count,
        "decoder_processes": _is_count,
        "cache_mb": _is_count,
        "watch_folders": lambda value: isinstance(value, bool),
        "quick_search": lambda value: isinstance(value, bool),
        "model": lambda value: isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", value)),
    }
)


def _fitting(found: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        (field.name, found[field.name])
        for field in fields(Settings)
        if field.name in found and _ALLOWED[field.name](found[field.name])
    ]


def _toml(value: bool | int | str) -> str:
    """Of these values TOML and JSON have the same spelling."""
    return json.dumps(value, ensure_ascii=False)
