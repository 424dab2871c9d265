"""The derived files of one matrix: rows mapped into memory, codes, and a note that says what of them is whole.

    vectors-GEN  inverse-GEN  ids-GEN  parts-GEN  contents-GEN   columns that only grow; bytes beyond the note's count
                                                                 do not count
    mean-GEN                      by which the rows are centred
    alive-XXX                     which rows may answer
    basis-XXX.npz  codes-XXX      directions, and one file of 4-bit codes a segment
    note.json                     written last, aside, and moved into place

Everything can be deleted and comes back from the library. Whatever is stopped in the middle leaves the note as it was,
so it is found as it was before; what does not fit the note (too short, other sums) is thrown away.
"""

import json
import os
import secrets
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vector
from orrery.search.index.graphs import Codes, bytes_of, write_codes
from orrery.search.index.packing import Basis
from orrery.search.index.room import Room, grown

SEGMENT = 65_536
"""Rows of one file of codes, and of one sum; its graph is made in 0.05 s, its codes in 1 s."""
_FORMAT = 2
_COLUMNS = {
    "vectors": np.float16,
    "inverse": np.float32,
    "ids": np.int64,
    "parts": np.int64,
    "contents": np.int64,
}
_NOTE = "note.json"

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of codes: of rows first to first + count."""

    first: int
    count: int
    file: str
    checksum: int


@dataclass(frozen=True, slots=True)
class Note:
    """What of the files is whole.

    Attributes:
        key: whose vectors these are, and how they were centred.
        generation: part of the columns' names.
        rows: how many rows count.
        stamp: state of the library that they are of.
        sums: by column, CRC-32 of every 65,536 rows, the last ones being fewer.
        alive: file of the rows that may answer; "" for all.
        basis: file of the directions; "" before there are any.
        segments: files of codes, by their first row.
    """

    key: str
    generation: str
    rows: int
    stamp: tuple[int, ...]
    sums: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    alive: str = ""
    basis: str = ""
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Rows in the order in which they were stored; those of a content stand together.

    Attributes:
        vectors: (n, dim) float16, raw unit rows; zeros where a row was erased.
        inverse: (n,) float32, 1 / |row - mean|.
        ids: (n,) of the vectors, rising.
        parts: (n,) part ids.
        contents: (n,) content ids.
        room: where they may grow; None for nowhere.
    """

    vectors: npt.NDArray[np.float16]
    inverse: npt.NDArray[np.float32]
    ids: Ids
    parts: Ids
    contents: Ids
    room: Room | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def empty(cls, dim: int) -> "Columns":
        """No rows."""
        none = np.empty(0, np.int64)
        return cls(np.empty((0, dim), np.float16), np.empty(0, np.float32), none, none, none)

    @classmethod
    def joined(cls, pieces: Sequence["Columns"]) -> "Columns":
        """Several, one after the other; at least one."""
        if len(pieces) == 1:
            return pieces[0]
        return cls._of(np.concatenate([getattr(piece, name) for piece in pieces]) for name in _COLUMNS)

    @classmethod
    def _of(cls, arrays: Iterable[npt.NDArray], room: Room | None = None) -> "Columns":
        vectors, inverse, ids, parts, contents = arrays
        return cls(vectors, inverse, ids, parts, contents, room)

    def followed_by(self, more: "Columns") -> "Columns":
        """With other rows behind them; those that are there are not copied, as a rule."""
        names = tuple(_COLUMNS)
        columns, room = grown(
            [getattr(self, name) for name in names], [getattr(more, name) for name in names], self.room
        )
        return self._of(columns, room)

    def behind(self, count: int) -> "Columns":
        """Without the first ones."""
        return self._of(getattr(self, name)[count:] for name in _COLUMNS)


class Shelf:
    """Reads and writes the files of one matrix. Whoever writes holds a lock of the caller's.

    Args:
        folder: made when something is first written.
        key: whose vectors these are, and how they are centred; files of another key are not used.
        dim: of the vectors.
    """

    def __init__(self, folder: Path, key: str, dim: int) -> None:
        self.folder, self.key, self.dim = folder, key, dim

    # ---- reading

    def note(self) -> Note | None:
        """What is there; None where nothing is, or nothing that fits."""
        try:
            found = json.loads((self.folder / _NOTE).read_text("utf-8"))
            if found.pop("format") != _FORMAT:
                return None
            segments = tuple(Segment(**segment) for segment in found.pop("segments"))
            sums = {name: tuple(own) for name, own in found.pop("sums").items()}
            note = Note(**{**found, "stamp": tuple(found["stamp"])}, sums=sums, segments=segments)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return note if note.key == self.key and self._is_whole(note) else None

    def columns(self, note: Note) -> Columns:
        """The rows, mapped into memory: nothing is read before it is looked at.

        Raises:
            OSError: a file went away meanwhile.
        """
        if note.rows == 0:
            return Columns.empty(self.dim)
        return Columns._of(self._map(name, note).view(np.ndarray) for name in _COLUMNS)  # noqa: SLF001

    def mean(self, note: Note) -> Vector:
        """The mean (dim,) by which the rows are centred.

        Raises:
            OSError: the file went away meanwhile.
        """
        return np.fromfile(self._column("mean", note), np.float32)

    def alive(self, note: Note) -> Mask | None:
        """Which rows (n,) may answer; None for all.

        Raises:
            OSError: the file went away meanwhile.
        """
        if not note.alive:
            return None
        return np.fromfile(self.folder / note.alive, np.uint8).astype(np.bool_)

    def basis(self, note: Note) -> Basis | None:
        """The directions; None without, or where they are damaged."""
        if not note.basis:
            return None
        try:
            with np.load(self.folder / note.basis, allow_pickle=False) as found:
                basis = Basis(found["axes"], found["omitted"], float(found["noise"]), float(found["energy"]))
        except (OSError, ValueError, KeyError, EOFError, zlib.error):
            return None
        return basis if basis.axes.shape[0] == self.dim else None

    def codes_file(self, segment: Segment, kept: int) -> Path | None:
        """The file of a segment, its sum checked; None where it is damaged."""
        file = self.folder / segment.file
        try:
            with file.open("rb") as opened:
                is_sound = file.stat().st_size == bytes_of(segment.count, kept)
                return file if is_sound and _sum_of_file(opened) == segment.checksum else None
        except OSError:
            return None

    def is_sound(self, note: Note, block: int) -> bool:
        """Whether 65,536 rows are as they were written; reads all of them."""
        columns, rows = self.columns(note), slice(block * SEGMENT, (block + 1) * SEGMENT)
        return all(_sum(getattr(columns, name)[rows]) == note.sums[name][block] for name in _COLUMNS)

    # ---- writing

    def append(
        self,
        note: Note | None,
        pieces: Iterable[Columns],
        stamp: Sequence[int],
        mean: Vector,
        alive: Mask | None = None,
    ) -> Note:
        """Add rows behind those of the note, or start anew without one; what is there already is not touched.

        Args:
            note: of the files as they are.
            pieces: the rows, in order.
            stamp: state of the library that this comes of.
            mean: (dim,), by which the rows are centred; kept where files are started.
            alive: which of the rows, from the first one on, may answer; those behind all do. None for all.

        Raises:
            OSError: no room, or no permission; the note is as it was.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if note is None:
            note = Note(self.key, secrets.token_hex(4), 0, tuple(stamp), dict.fromkeys(_COLUMNS, ()))
            np.asarray(mean, np.float32).tofile(self._column("mean", note))
        sums, rows = {name: list(own) for name, own in note.sums.items()}, note.rows
        with _opened([(self._column(name, note), note.rows * self._width(name)) for name in _COLUMNS]) as files:
            for piece in pieces:
                for name, file in zip(_COLUMNS, files, strict=True):
                    column = np.ascontiguousarray(getattr(piece, name), _COLUMNS[name])
                    file.write(column.data)
                    _add_sums(sums[name], rows, column)
                rows += len(piece)
            for file in files:
                file.flush()
                os.fsync(file.fileno())
        kept = {name: tuple(own) for name, own in sums.items()}
        living = None
        if alive is not None:
            living = np.ones(rows, np.bool_)
            living[: len(alive)] = alive[:rows]
        name = self._keep_alive(living)
        return self._write(replace(note, rows=rows, sums=kept, stamp=tuple(stamp), alive=name))

    def settle(
        self, note: Note, alive: Mask | None, changed: Mapping[int, Vector | None], stamp: Sequence[int]
    ) -> Note:
        """Note which rows may answer, and write over those that went for good or came back; their codes go.

        Args:
            note: of the files as they are.
            alive: (rows,) which may answer; None for all.
            changed: number of a row → its vector, None to erase it.
            stamp: state of the library that this comes of.

        Raises:
            OSError: no room, or no permission; the note is as it was.
        """
        sums, segments = note.sums, note.segments
        if changed:
            rows = np.array(sorted(changed), np.intp)
            segments = tuple(it for it in segments if not np.any((rows >= it.first) & (rows < it.first + it.count)))
            # A stop from here on leaves a note without sums, which fits nothing: everything is read anew then.
            note = self._write(replace(note, segments=segments, sums={}))
            vectors = self._map("vectors", note, "r+")
            for row in rows.tolist():
                own = changed[row]
                vectors[row] = 0 if own is None else own
            vectors.flush()
            kept = list(sums["vectors"])
            for block in np.unique(rows // SEGMENT).tolist():
                kept[block] = _sum(vectors[block * SEGMENT : (block + 1) * SEGMENT])
            sums = {**sums, "vectors": tuple(kept)}
        name = self._keep_alive(alive)
        return self._write(replace(note, alive=name, stamp=tuple(stamp), sums=sums, segments=segments))

    def keep_basis(self, note: Note, basis: Basis) -> Note:
        """Keep directions, and forget the codes that were made with others.

        Raises:
            OSError: no room, or no permission.
        """
        name = f"basis-{secrets.token_hex(4)}.npz"
        arrays = {"axes": basis.axes, "omitted": basis.omitted, "noise": basis.noise, "energy": basis.energy}
        np.savez(self.folder / name, **arrays)
        return self._write(replace(note, basis=name, segments=()))

    def keep_codes(self, note: Note, first: int, pieces: Sequence[Codes]) -> Note:
        """Keep the codes of rows from `first` on; a segment that began there is replaced.

        Raises:
            OSError: no room, or no permission.
        """
        name = f"codes-{secrets.token_hex(4)}"
        codes = Codes(*(np.concatenate(column) for column in zip(*pieces, strict=True)))
        write_codes(self.folder / name, codes)
        with (self.folder / name).open("rb") as file:
            checksum = _sum_of_file(file)
        others = [segment for segment in note.segments if segment.first != first]
        own = Segment(first, len(codes.scales), name, checksum)
        return self._write(replace(note, segments=tuple(sorted([*others, own], key=lambda it: it.first))))

    def discard(self) -> None:
        """Remove everything; what another process has mapped stays with it until it lets go."""
        with suppress(OSError):
            (self.folder / _NOTE).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- inside

    def _keep_alive(self, alive: Mask | None) -> str:
        """Write which rows may answer; the file's name, "" for all."""
        if alive is None:
            return ""
        name = f"alive-{secrets.token_hex(4)}"
        np.asarray(alive, np.uint8).tofile(self.folder / name)
        return name

    def _column(self, name: str, note: Note) -> Path:
        return self.folder / f"{name}-{note.generation}"

    def _width(self, name: str) -> int:
        return np.dtype(_COLUMNS[name]).itemsize * (self.dim if name == "vectors" else 1)

    def _map(self, name: str, note: Note, mode: Literal["r", "r+"] = "r") -> np.memmap:
        shape = (note.rows, self.dim) if name == "vectors" else (note.rows,)
        return np.memmap(self._column(name, note), _COLUMNS[name], mode, shape=shape)

    def _is_whole(self, note: Note) -> bool:
        try:
            if any(self._column(name, note).stat().st_size < note.rows * self._width(name) for name in _COLUMNS):
                return False
            if self._column("mean", note).stat().st_size != self.dim * 4:
                return False
            if note.alive and (self.folder / note.alive).stat().st_size != note.rows:
                return False
        except OSError:
            return False
        blocks = -(-note.rows // SEGMENT)
        return all(len(note.sums.get(name, ())) == blocks for name in _COLUMNS)

    def _write(self, note: Note) -> Note:
        draft = self.folder / f"{_NOTE}-{secrets.token_hex(4)}"
        with draft.open("w", encoding="utf-8") as out:
            json.dump({"format": _FORMAT, **asdict(note)}, out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.folder / _NOTE)
        self._tidy(note)
        return note

    def _tidy(self, note: Note) -> None:
        """Remove what the note does not name; Windows keeps what is still mapped, the next time takes it."""
        named = {_NOTE, note.alive, note.basis, *(segment.file for segment in note.segments)}
        named |= {self._column(name, note).name for name in (*_COLUMNS, "mean")}
        for file in self.folder.iterdir():
            if file.name not in named and not file.name.endswith("-lock"):
                with suppress(OSError):
                    file.unlink()


class _opened:  # noqa: N801  (used like a function)
    """Files cut to what counts of them, ready to be added to."""

    def __init__(self, places: Sequence[tuple[Path, int]]) -> None:
        self._places = places
        self._files: list[BinaryIO] = []

    def __enter__(self) -> list[BinaryIO]:
        for path, size in self._places:
            file = path.open("r+b" if path.exists() else "w+b")
            self._files.append(file)
            file.truncate(size)
            file.seek(size)
        return self._files

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()


def _sum(column: npt.NDArray, before: int = 0) -> int:
    return zlib.crc32(np.ascontiguousarray(column).data, before)


def _add_sums(sums: list[int], rows: int, column: npt.NDArray) -> None:
    """Carry the sums of 65,536 rows each on over rows that are added."""
    start = 0
    while start < len(column):
        room = SEGMENT - (rows + start) % SEGMENT
        piece = column[start : start + room]
        if room == SEGMENT:
            sums.append(_sum(piece))
        else:
            sums[-1] = _sum(piece, sums[-1])
        start += room


def _sum_of_file(file: BinaryIO) -> int:
    found = 0
    for block in _blocks(file):
        found = zlib.crc32(block, found)
    return found


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(1 << 20):
        yield block
