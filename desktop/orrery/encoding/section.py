"""One table of a manifest, read field by field; whatever is wrong becomes a sentence that names the field."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from orrery.errors import PackDamaged

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Section:
    """A table of manifest.toml.

    Keys that nobody asks for are left alone, so that a pack may say more than this version understands; what it must
    not do without is asked for, and changes that older versions would misread raise the manifest's schema number.

    Attributes:
        folder: of the pack, for the error's text.
        name: of the table, such as "image"; empty for the top of the file.
        values: as tomllib read them.
        row: from 1, where the section is an entry in a list of tables.
        file_name: of the file that it stands in, for the error's text.
    """

    folder: Path
    name: str
    values: Mapping[str, Any]
    row: int = 0
    file_name: str = "manifest.toml"

    def damaged(self, key: str, must: str) -> PackDamaged:
        """The error that a field is wrong, such as `[image] size must be a whole number above 0, but is "big"`."""
        entry = f" entry {self.row}," if self.row else ""
        place = f"[{self.name}]{entry} {key}" if self.name else key
        found = f"is {_shown(self.values[key])}" if key in self.values else "is missing"
        return PackDamaged(path=self.folder, reason=f"in {self.file_name}, {place} must be {must}, but {found}")

    def has(self, key: str) -> bool:
        """Whether the field is there."""
        return key in self.values

    def table(self, key: str) -> "Section":
        """A table inside this one; an empty one where it is missing."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.damaged(key, "a table")
        return replace(self, name=f"{self.name}.{key}" if self.name else key, values=value, row=0)

    def tables(self, key: str) -> tuple["Section", ...]:
        """A list of tables, `[[calibration.background]]`; none where it is missing."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.damaged(key, "a list of tables")
        inner = f"{self.name}.{key}" if self.name else key
        return tuple(replace(self, name=inner, values=entry, row=row) for row, entry in enumerate(value, 1))

    def text(self, key: str, default: str | None = None) -> str:
        """Words; not empty unless the default is."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or (not value and default != ""):
            raise self.damaged(key, "text")
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number above 0."""
        value = self.values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.damaged(key, "a whole number above 0")
        return value

    def index(self, key: str) -> int:
        """A whole number, 0 or more."""
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.damaged(key, "a whole number, 0 or more")
        return value

    def truth(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.damaged(key, "true or false")
        return value

    def number(self, key: str, default: float | None = None, *, above: float = -math.inf) -> float:
        """A finite number above a bound."""
        value = self.values.get(key, default)
        if not _is_number(value) or not value > above:
            raise self.damaged(key, "a number" if above == -math.inf else f"a number above {above:g}")
        return float(value)

    def numbers(self, key: str, count: int, *, above: float = -math.inf) -> tuple[float, ...]:
        """A list of so many finite numbers, each above a bound."""
        value = self.values.get(key)
        if not isinstance(value, list) or len(value) != count or not all(_is_number(n) and n > above for n in value):
            bound = "" if above == -math.inf else f" above {above:g}"
            raise self.damaged(key, f"a list of {count} numbers{bound}")
        return tuple(float(entry) for entry in value)

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of words."""
        value = self.values.get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
            raise self.damaged(key, "a list of texts")
        return tuple(value)

    def choice(self, key: str, options: tuple[Choice, ...], default: Choice | None = None) -> Choice:
        """One of a few words."""
        value = self.values.get(key, default)
        for option in options:
            if value == option:
                return option
        raise self.damaged(key, "one of " + ", ".join(f"“{option}”" for option in options))

    def file(self, key: str) -> str:
        """A file of the pack: a plain path below its folder, written with slashes."""
        name = self.text(key)
        if not is_inside(name):
            raise self.damaged(key, "the name of a file inside the pack's folder")
        return name

    def files(self, key: str) -> tuple[str, ...]:
        """A list of files of the pack; none where it is missing."""
        names = self.texts(key)
        if not all(map(is_inside, names)):
            raise self.damaged(key, "names of files inside the pack's folder")
        return names


def is_inside(name: str) -> bool:
    """Whether a file name stays below the pack's folder on every system (no root, drive, backslash or `..`)."""
    parts = PurePosixPath(name).parts
    plain = name == "/".join(parts) and not any(mark in name for mark in "\\:\0")
    return plain and bool(parts) and not name.startswith("/") and ".." not in parts and "." not in parts


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _shown(value: object) -> str:
    shown = f"“{value}”" if isinstance(value, str) else repr(value)
    return shown if len(shown) <= 80 else shown[:77] + "…"
