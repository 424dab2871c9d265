"""What the user has set: frozen values kept as versioned TOML."""

import os
import tempfile
import tomllib
from dataclasses import asdict, dataclass, fields
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
    """

    theme: Literal["system", "dark", "light"] = "system"
    threads: int = 0
    decoder_processes: int = 0


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
    fitting = []
    for field in fields(Settings):
        value = found.get(field.name)
        allowed = value in ("system", "dark", "light") if field.name == "theme" else type(value) is int and value >= 0
        if allowed:
            fitting.append((field.name, value))
    return fitting


def _toml(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
