"""A folder or archive that somebody brought along: looked into without trusting it, and taken from by name only.

Nothing is unpacked but plain files that are asked for by name, each no larger than it may be; links, devices, paths
that lead outside, and pickles are refused. So an archive can be neither a bomb nor a way out of the folder.
"""

import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import IO, Protocol

from orrery.encoding.section import is_inside
from orrery.errors import PackNotTaken

_PIECE = 1 << 20
_MOST_MEMBERS = 10_000
_PICKLED = (".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".joblib", ".npz", ".h5")

Check = Callable[[], None]


class Parcel(Protocol):
    """Plain files by name."""

    @property
    def path(self) -> Path:
        """Of the folder or archive."""
        ...

    @property
    def sizes(self) -> Mapping[str, int]:
        """Name, with slashes and below the top → bytes."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """A file for reading."""
        ...


@contextmanager
def opened(path: Path) -> Iterator[Parcel]:
    """Look into a folder, a .zip or a .tar, compressed or not.

    A single folder at the top is left out of the names.

    Raises:
        PackNotTaken: it is none of them, is damaged, or holds what it must not.
    """
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        with closing(_archive(path)) as archive:
            yield archive
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise PackNotTaken(path=path, reason=f"the archive is damaged or locked ({error})") from error
    except OSError as error:
        raise PackNotTaken(path=path, reason=f"it cannot be read ({error.strerror or error})") from error


def take(parcel: Parcel, name: str, into: Path, most: int, check: Check) -> None:
    """Copy one file out.

    Args:
        parcel: opened.
        name: of the file.
        into: where it goes; its folder is made.
        most: bytes that it may have.
        check: called several times a second; may raise to stop.

    Raises:
        PackNotTaken: it is not there, or larger than it may be.
    """
    refuse_pickles(parcel.path, name)
    if name not in parcel.sizes:
        raise PackNotTaken(path=parcel.path, reason=f"“{name}” is missing in it")
    into.parent.mkdir(parents=True, exist_ok=True)
    done = 0
    with parcel.open(name) as stream, into.open("wb") as out:
        while piece := stream.read(_PIECE):
            check()
            done += len(piece)
            if done > most:
                raise PackNotTaken(
                    path=parcel.path, reason=f"“{name}” is larger than the {most:,} bytes it should have"
                )
            out.write(piece)


def refuse_pickles(path: Path, name: str) -> None:
    """Raise PackNotTaken for a file that could be a program in disguise."""
    if name.lower().endswith(_PICKLED):
        raise PackNotTaken(path=path, reason=f"“{name}” may hold a program (a pickle); a model is data only")


class _Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        found = [(file.relative_to(path).as_posix(), file) for file in _plain_files(path)]
        self._files = _below_single_folder(dict(found))
        self.sizes = MappingProxyType({name: file.stat().st_size for name, file in self._files.items()})

    def open(self, name: str) -> IO[bytes]:
        return self._files[name].open("rb")


def _plain_files(folder: Path) -> Iterator[Path]:
    for count, entry in enumerate(sorted(folder.rglob("*"))):
        if count > _MOST_MEMBERS:
            raise PackNotTaken(path=folder, reason="it holds far more than a model: name the model's own folder")
        if entry.is_symlink():
            raise PackNotTaken(
                path=folder, reason=f"“{entry.relative_to(folder)}” is a link; a model's files lie in it"
            )
        if entry.is_file():
            yield entry


class _Zip:
    def __init__(self, path: Path) -> None:
        self.path, self._zip = path, zipfile.ZipFile(path)
        members = {}
        for info in self._zip.infolist():
            if info.is_dir():
                continue
            kind = info.external_attr >> 16 & 0o170000  # of the system that packed it; 0 where it said none
            _require_plain(path, info.filename, is_plain=kind in (0, 0o100000))
            members[info.filename] = info
        _require_few(path, len(members))
        self._members = _below_single_folder(members)
        self.sizes = MappingProxyType({name: info.file_size for name, info in self._members.items()})

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(self._members[name])

    def close(self) -> None:
        self._zip.close()


class _Tar:
    def __init__(self, path: Path) -> None:
        self.path, self._tar = path, tarfile.open(path)  # noqa: SIM115 - closed by close()
        members = {}
        for member in self._tar:
            name = member.name.removeprefix("./")
            if member.isdir():
                continue
            _require_plain(path, name, is_plain=member.isreg())
            members[name] = member
            _require_few(path, len(members))
        self._members = _below_single_folder(members)
        self.sizes = MappingProxyType({name: member.size for name, member in self._members.items()})

    def open(self, name: str) -> IO[bytes]:
        stream = self._tar.extractfile(self._members[name])
        assert stream is not None, "only plain files are listed"
        return stream

    def close(self) -> None:
        self._tar.close()


def _archive(path: Path) -> _Zip | _Tar:
    if zipfile.is_zipfile(path):
        return _Zip(path)
    if path.is_file() and tarfile.is_tarfile(path):
        return _Tar(path)
    reason = (
        "it is neither a folder nor an archive (.zip, .tar, .tar.gz, .tar.xz)" if path.exists() else "it is not there"
    )
    raise PackNotTaken(path=path, reason=reason)


def _require_plain(path: Path, name: str, *, is_plain: bool) -> None:
    if not is_inside(name):
        raise PackNotTaken(path=path, reason=f"“{name}” in it leads out of its folder")
    if not is_plain:
        raise PackNotTaken(path=path, reason=f"“{name}” in it is a link or a device; a model is plain files")


def _require_few(path: Path, count: int) -> None:
    if count > _MOST_MEMBERS:
        raise PackNotTaken(path=path, reason="it holds far more files than a model has")


def _below_single_folder(members: dict) -> dict:
    """Names without the one folder that holds everything, if there is one."""
    tops = {name.partition("/")[0] for name in members}
    if len(tops) != 1 or next(iter(tops)) in members:
        return members
    return {name.partition("/")[2]: member for name, member in members.items()}
