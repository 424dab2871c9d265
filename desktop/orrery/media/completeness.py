"""Whether a sound is all there: decoders play half a file without a word, and half is not what the user kept."""

import struct

from orrery.errors import DamagedFile
from orrery.media.original import Original

_UNKNOWN_SIZES = (0, 0x7FFFFFFF, 0xFFFFFFFF)
"""What recorders that stream write as the size of a file they have not finished."""

_WAVE_SLACK = 64
"""Bytes that sloppy writers count too many in a header."""


def require_whole(original: Original, format_name: str) -> None:
    """Raise DamagedFile if a container's own figures say that its end is missing.

    Args:
        original: the open file.
        format_name: as signature.format_of tells it; other formats have no such figures, or their decoder checks them.
    """
    match format_name:
        case "wav":
            _require_chunks(original, "<I")
        case "aiff":
            _require_chunks(original, ">I")
        case "ogg" | "opus":
            _require_last_page(original)
        case "mp3":
            _require_counted_bytes(original)
        case "m4a":
            _require_boxes(original)
        case _:
            return


def _cut_short(have: int, told: int) -> DamagedFile:
    return DamagedFile(kind="sound", reason=f"{have:,} of {told:,} bytes are there")


def _require_chunks(original: Original, layout: str) -> None:
    head, size = original.head, original.stamp.size
    if head[:4] in (b"RF64", b"BW64", b"RIFX") or len(head) < 8:
        return
    told = struct.unpack(layout, head[4:8])[0]
    if told not in _UNKNOWN_SIZES and told + 8 > size + _WAVE_SLACK:
        raise _cut_short(size, told + 8)


def _require_last_page(original: Original) -> None:
    """The last page of an Ogg stream must be whole; recordings of radio end without an end mark, at a page's end."""
    tail = original.last(1 << 17)  # a page has at most 65,307 bytes
    at = tail.rfind(b"OggS\0")
    if at < 0:
        return
    lacing = tail[at + 27 : at + 27 + tail[at + 26]] if at + 27 <= len(tail) else b""
    needed = 27 + tail[at + 26] + sum(lacing) if lacing else 28
    if len(tail) - at < needed:
        raise _cut_short(original.stamp.size, original.stamp.size - len(tail) + at + needed)


def _require_counted_bytes(original: Original) -> None:
    """The first frame of most MP3 files, called Xing or Info, counts the bytes."""
    raw, at = original.head, 0
    if raw.startswith(b"ID3"):
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(raw[6:10], (21, 14, 7, 0), strict=False))
        raw = original.first(at + 4096)
    frame = raw[at : at + 256]
    mark = max(frame.find(b"Xing"), frame.find(b"Info"))
    if mark < 0 or len(frame) < mark + 16:
        return
    flags = struct.unpack(">I", frame[mark + 4 : mark + 8])[0]
    if flags & 2:
        place = mark + 8 + (4 if flags & 1 else 0)
        told = at + struct.unpack(">I", frame[place : place + 4])[0]
        if told > original.stamp.size + _WAVE_SLACK:
            raise _cut_short(original.stamp.size, told)


def _require_boxes(original: Original) -> None:
    """The boxes that make up an MP4 file must end with it."""
    stream, at, size = original.stream(), 0, original.stamp.size
    while at + 8 <= size:
        stream.seek(at)
        length = int.from_bytes(stream.read(4), "big")
        if length == 1:
            stream.seek(at + 8)
            length = int.from_bytes(stream.read(8), "big")
        if length == 0:  # to the end of the file
            return
        if length < 8 or at + length > size:
            raise _cut_short(size, at + length)
        at += length
