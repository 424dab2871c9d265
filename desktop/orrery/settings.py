"""What the user has set: frozen values kept as versioned TOML."""

import os
import tempfile
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

VERSION = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user can set; the defaults are what a new user gets.

    Attributes:
        theme: "system" follows the desktop's light or dark.
        threads: for encoding; 0 means one per core.
        decoder_processes: that read files; 0 means one per core, at most four.
        hover_sound: play a sound when the pointer rests on it on the map.
        recent: libraries opened last, newest first.
    """

    theme: Literal["system", "dark", "light"] = "system"
    threads: int = 0
    decoder_processes: int = 0
    hover_sound: bool = False
    recent: tuple[str, ...] = ()

    def with_recent(self, path: Path) -> "Settings":
        """The same with a library put first among the recent ones, ten at most."""
        others = tuple(known for known in self.recent if known != str(path))
        return replace(self, recent=(str(path), *others)[:10])


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


def _fitting(found: dict[str, Any]) -> list[tuple[str, Any]]:
    defaults = Settings()
    fitting = []
    for field in fields(Settings):
        default = getattr(defaults, field.name)
        value = found.get(field.name, default)
        value = tuple(str(entry) for entry in value) if isinstance(value, list) else value
        if type(value) is type(default) and (field.name != "theme" or value in ("system", "dark", "light")):
            fitting.append((field.name, value))
    return fitting


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(entry) for entry in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
