"""Are a pack's files those that its manifest lists? Hashed once, then remembered.

Hashing the starter pack takes a tenth of a second, a large one many seconds: what was found is remembered by path,
size, time of change and hash, so that only files that changed are read again.
"""

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from orrery.encoding.manifest import Pack, PackFile
from orrery.encoding.small_file import replace_text
from orrery.errors import PackDamaged


class Verified:
    """What has been checked before, kept in a small file.

    The file is a convenience: one that is missing, damaged or cannot be written only makes the next start slower.

    Args:
        file: where it is kept; None remembers nothing.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known = _read(file) if file else set[str]()
        self._added = False

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def add(self, key: str) -> None:
        """Remember a check that was passed."""
        self._known.add(key)
        self._added = True

    def save(self) -> None:
        """Write what is new, so that a crash in the middle leaves the old file whole."""
        if self._file is None or not self._added:
            return
        self._added = not replace_text(self._file, json.dumps(sorted(self._known), indent=0))


def verify_files(pack: Pack, verified: Verified) -> None:
    """Check that every listed file is there, a plain file, of the right size and content.

    Files that the manifest does not list are not looked at: nothing opens them.

    Raises:
        PackDamaged: a file is missing, is a link or leads through one, or differs from the manifest.
    """
    for file in pack.files.values():
        found = _plain_file(pack, file)
        key = f"{os.path.realpath(pack.path(file.name))}|{found.st_size}|{found.st_mtime_ns}|{file.sha256}"
        if found.st_size != file.size:
            raise _damaged(pack, f"“{file.name}” has {found.st_size} bytes instead of {file.size}")
        if key in verified:
            continue
        if _sha256(pack, file) != file.sha256:
            raise _damaged(pack, f"“{file.name}” is not the file that the manifest lists (its SHA-256 differs)")
        verified.add(key)
    verified.save()


def _plain_file(pack: Pack, file: PackFile) -> os.stat_result:
    try:
        for step in _steps(pack, file):
            if stat.S_ISLNK(step.lstat().st_mode):
                raise _damaged(pack, f"“{file.name}” is a link; the files of a pack have to lie in its folder")
        found = pack.path(file.name).lstat()
    except FileNotFoundError as error:
        raise _damaged(pack, f"“{file.name}” is missing") from error
    except OSError as error:
        raise _damaged(pack, f"“{file.name}” cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(found.st_mode):
        raise _damaged(pack, f"“{file.name}” is not a file")
    return found


def _steps(pack: Pack, file: PackFile) -> Iterator[Path]:
    """Every folder on the way from the pack's folder to the file, and the file."""
    step = pack.folder
    for part in Path(file.name).parts:
        step = step / part
        yield step


def _sha256(pack: Pack, file: PackFile) -> str:
    try:
        with pack.path(file.name).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise _damaged(pack, f"“{file.name}” cannot be read ({error.strerror})") from error


def _damaged(pack: Pack, reason: str) -> PackDamaged:
    return PackDamaged(path=pack.folder, reason=reason)


def _read(file: Path) -> set[str]:
    try:
        known = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    return {key for key in known if isinstance(key, str)} if isinstance(known, list) else set()
