"""What travels between Orrery and its decoder processes: JSON and plain bytes, nothing that could run.

A decoder reads untrusted files; if one of them takes it over, all it can send is numbers and letters. A message is the
length of a JSON header (8 bytes), the header, then the blobs whose lengths the header tells, read straight into arrays.
"""

import dataclasses
import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO, TypeAlias

import numpy as np

import orrery.errors
from orrery.domain.inputs import ImageInput, Inputs, SoundInput, TextInput
from orrery.domain.item import FileStamp, Stretch
from orrery.domain.modality import Kind
from orrery.domain.query import Region
from orrery.errors import DecoderDied, FileProblem
from orrery.media.decode import Decoded, DecodeRequest, Undecoded

Header: TypeAlias = dict[str, Any]
Blob: TypeAlias = "bytes | np.ndarray[Any, np.dtype[Any]]"

_LONGEST_HEADER = 1 << 24
_LARGEST_BLOB = 1 << 30
_TYPES = {"uint8": np.uint8, "float32": np.float32}


class WireClosed(Exception):
    """The other side has gone, or speaks nonsense."""


def send(pipe: BinaryIO, header: Header, blobs: Sequence[Blob] = ()) -> None:
    """Write one message.

    Raises:
        WireClosed: nobody reads any more.
    """
    views = [_view(blob) for blob in blobs]
    head = json.dumps(header | {"blobs": [view.nbytes for view in views]}).encode()
    try:
        _write(pipe, memoryview(struct.pack("<Q", len(head)) + head))
        for view in views:
            _write(pipe, view)
    except (OSError, ValueError) as error:
        raise WireClosed from error


def receive(pipe: BinaryIO) -> tuple[Header, list[bytearray]]:
    """Wait for one message.

    Raises:
        WireClosed: the other side has ended, or what it sent is no message.
    """
    try:
        (length,) = struct.unpack("<Q", _read(pipe, 8))
        if length > _LONGEST_HEADER:
            raise WireClosed
        header = json.loads(bytes(_read(pipe, length)))
        sizes = header["blobs"]
        if not all(isinstance(size, int) and 0 <= size <= _LARGEST_BLOB for size in sizes):
            raise WireClosed
        return header, [_read(pipe, size) for size in sizes]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WireClosed from error


def _view(blob: Blob) -> memoryview:
    return np.ascontiguousarray(blob).data.cast("B") if isinstance(blob, np.ndarray) else memoryview(blob)


def _write(pipe: BinaryIO, view: memoryview) -> None:
    while view.nbytes:
        view = view[pipe.write(view) :]


def _read(pipe: BinaryIO, count: int) -> bytearray:
    data = bytearray(count)
    view = memoryview(data)
    while view.nbytes:
        got = pipe.readinto(view)  # pyright: ignore[reportAttributeAccessIssue] - raw files have it
        if not got:
            raise WireClosed
        view = view[got:]
    return data


def request_header(request: DecodeRequest) -> Header:
    """A request as a header."""
    stamp = request.stamp
    return {
        "path": stamp.path.hex(),
        "size": stamp.size,
        "mtime_ns": stamp.mtime_ns,
        "inputs": dataclasses.asdict(request.inputs),
        "kind_wanted": request.kind_wanted,
        "hash_only": request.hash_only,
        "part": None if request.part is None else [type(request.part).__name__, *dataclasses.astuple(request.part)],
    }


def request_from(header: Header) -> DecodeRequest:
    """The request that a header tells."""
    stamp = FileStamp(bytes.fromhex(header["path"]), header["size"], header["mtime_ns"])
    wanted = header["kind_wanted"]
    kind = None if wanted is None else Kind(wanted)
    return DecodeRequest(stamp, _inputs(header["inputs"]), kind, header["hash_only"], _part(header["part"]))


def _part(fields: Sequence[Any] | None) -> Region | Stretch | None:
    if fields is None:
        return None
    name, *values = fields
    return {"Region": Region, "Stretch": Stretch}[name](*values)


def _inputs(fields: Header) -> Inputs:
    image, sound, text = fields["image"], fields["sound"], fields["text"]
    return Inputs(
        image and ImageInput(**image),
        sound and SoundInput(**sound),
        text and TextInput(text["max_pieces"], tuple(text["languages"])),
    )


def outcome_message(outcome: Decoded | Undecoded) -> tuple[Header, list[Blob]]:
    """An outcome as a header and blobs."""
    if isinstance(outcome, Undecoded):
        return _problem_header(outcome), []
    blobs: list[Blob] = []
    header: Header = {"stamp": _stamp_fields(outcome.stamp), "kind": outcome.kind, "sha256": outcome.sha256.hex()}
    header["facts"] = dict(outcome.facts)
    header["stretches"] = [(stretch.start_s, stretch.end_s) for stretch in outcome.stretches]
    header["page_starts"] = outcome.page_starts
    for name in ("pixels", "windows", "preview"):
        if (value := getattr(outcome, name)) is not None:
            header[name] = [len(blobs), *_form(value)]
            blobs.append(value)
    if outcome.text is not None:
        header["text"] = len(blobs)
        blobs.append(outcome.text.encode())
    return header, blobs


def outcome_from(header: Header, blobs: Sequence[bytearray]) -> Decoded | Undecoded:
    """The outcome that a message tells.

    Raises:
        WireClosed: the message makes no sense.
    """
    try:
        if "problem" in header:
            return _undecoded(header)
        return Decoded(
            stamp=_stamp(header["stamp"]),
            kind=Kind(header["kind"]),
            sha256=_digest(header["sha256"]),
            facts={str(key): value for key, value in header["facts"].items() if isinstance(value, str | int | float)},
            pixels=_array(header, blobs, "pixels"),
            windows=_array(header, blobs, "windows"),
            stretches=tuple(Stretch(float(start), float(end)) for start, end in header["stretches"]),
            text=bytes(blobs[header["text"]]).decode() if "text" in header else None,
            page_starts=tuple(int(start) for start in header["page_starts"]),
            preview=bytes(blobs[header["preview"][0]]) if "preview" in header else None,
        )
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise WireClosed from error


def _problem_header(outcome: Undecoded) -> Header:
    digest = outcome.sha256
    return {
        "problem": outcome.problem.key,
        "fields": {key: str(value) for key, value in outcome.problem.fields.items()},
        "stamp": _stamp_fields(outcome.stamp),
        "kind": outcome.kind,
        "sha256": None if digest is None else digest.hex(),
    }


def _undecoded(header: Header) -> Undecoded:
    found = getattr(orrery.errors, header["problem"], None)
    if not (isinstance(found, type) and issubclass(found, FileProblem)):
        found = DecoderDied
    kind, digest = header["kind"], header["sha256"]
    problem = found(**{str(key): str(value) for key, value in header["fields"].items()})
    return Undecoded(
        _stamp(header["stamp"]),
        None if kind is None else Kind(kind),
        problem,
        None if digest is None else _digest(digest),
    )


def _form(value: Blob) -> list[Any]:
    return [value.dtype.name, list(value.shape)] if isinstance(value, np.ndarray) else []


def _array(header: Header, blobs: Sequence[bytearray], name: str) -> Any:
    if name not in header:
        return None
    index, type_name, shape = header[name]
    return np.frombuffer(blobs[index], _TYPES[type_name]).reshape(shape)


def _stamp_fields(stamp: FileStamp) -> list[Any]:
    return [stamp.path.hex(), stamp.size, stamp.mtime_ns]


def _stamp(fields: Sequence[Any]) -> FileStamp:
    path, size, mtime_ns = fields
    return FileStamp(bytes.fromhex(path), int(size), int(mtime_ns))


def _digest(text: str) -> bytes:
    digest = bytes.fromhex(text)
    if len(digest) != 32:
        raise ValueError("not a SHA-256")
    return digest
