"""Thumbnails and waveforms beside the library: derived, so they may be deleted and come back.

One small file a content, named by its hash, because the window's thumbnail threads then read them without a database
connection each, and a copy shares its original's preview.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PreviewStore:
    """A folder of previews, two levels deep.

    Attributes:
        folder: made when the first preview is written.
    """

    folder: Path

    @classmethod
    def beside(cls, library: Path) -> "PreviewStore":
        """The store that belongs to a library file."""
        return cls(library.with_name(library.name + "-previews"))

    def get(self, sha256: bytes) -> bytes | None:
        """The preview of a content as the decoder made it; None when there is none."""
        try:
            return self._file(sha256).read_bytes()
        except OSError:
            return None

    def put(self, sha256: bytes, preview: bytes) -> None:
        """Keep a preview. A full disk costs the preview, never the file it belongs to."""
        file = self._file(sha256)
        if file.exists():
            return
        draft = None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=file.parent)
            with os.fdopen(handle, "wb") as out:
                out.write(preview)
            Path(draft).replace(file)
        except OSError:
            if draft is not None:
                Path(draft).unlink(missing_ok=True)

    def drop(self, sha256: bytes) -> None:
        """Forget the preview of a content that no item has any more."""
        self._file(sha256).unlink(missing_ok=True)

    def size(self) -> int:
        """How many bytes all previews take."""
        return sum(size for _, size, _ in self._kept())

    def trim(self, most: int) -> int:
        """Forget the previews that were not written for the longest time until the rest takes at most that many bytes.

        Returns:
            How many were forgotten.
        """
        kept = sorted(self._kept())
        taken, forgotten = sum(size for _, size, _ in kept), 0
        for _, size, file in kept:
            if taken <= most:
                break
            with suppress(OSError):
                file.unlink()
                taken, forgotten = taken - size, forgotten + 1
        return forgotten

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        """When each preview was written, how large it is, and where."""
        for file in self.folder.glob("*/*"):
            with suppress(OSError):
                status = file.stat()
                yield status.st_mtime, status.st_size, file

    def clear(self) -> None:
        """Forget all previews."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _file(self, sha256: bytes) -> Path:
        name = sha256.hex()
        return self.folder / name[:2] / name[2:]
