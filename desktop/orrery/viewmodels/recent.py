"""The libraries that were opened last, for the menu."""

import json
from contextlib import suppress
from pathlib import Path

MOST = 9


class RecentLibraries:
    """A short list in a file; what is not there any more is left out."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def all(self) -> tuple[Path, ...]:
        """The latest first."""
        return tuple(path for path in self._read() if path.is_file())

    def note(self, library: Path) -> None:
        """A library was opened."""
        library = library.absolute()
        known = [library, *(path for path in self._read() if path != library)][:MOST]
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps([str(path) for path in known]), "utf-8", errors="surrogateescape")

    def _read(self) -> list[Path]:
        try:
            found = json.loads(self._file.read_text("utf-8", errors="surrogateescape"))
        except (OSError, ValueError):
            return []
        return [Path(path) for path in found if isinstance(path, str)] if isinstance(found, list) else []
