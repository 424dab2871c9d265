"""What a file is: its content's signature first, its name second.

Only the first bytes are looked at. A signature that is found decides, whatever the name says; a file without one is a
text if its bytes read as text, unless its name promises a picture or a sound.
"""

import os
import struct
from dataclasses import dataclass

from orrery.domain.modality import Kind
from orrery.errors import DamagedFile, EmptyFile, UnsupportedKind
from orrery.media.extensions import PICTURES, SOUNDS, TEXT_CONTAINERS, UNSUPPORTED
from orrery.media.lettering import reads_as_text

WORDS = {Kind.IMAGE: "picture", Kind.SOUND: "sound", Kind.TEXT: "text"}
"""The words for a kind in sentences to the user."""

HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})
SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "})


@dataclass(frozen=True, slots=True)
class Format:
    """What a file is in detail.

    Attributes:
        kind: image, sound or text.
        name: such as "png", "m4a", "docx", "plain".
    """

    kind: Kind
    name: str


def kind_of(path: bytes, head: bytes) -> Kind:
    """Tell the kind of a file from its first bytes and its name.

    Args:
        path: os.fsencode bytes; only the extension counts.
        head: the first bytes, best original.HEAD_BYTES of them.

    Raises:
        EmptyFile: head is empty.
        UnsupportedKind: a video, an archive, a program … or something unknown.
        DamagedFile: the name promises a picture or a sound and the content is neither that nor anything known.
    """
    return format_of(path, head).kind


def format_of(path: bytes, head: bytes) -> Format:
    """Tell the format of a file; arguments and errors as for kind_of."""
    if not head:
        raise EmptyFile
    extension = extension_of(path)
    found = _signed(head, extension)
    if found is not None:
        return found
    if reads_as_text(head):
        return _text(head, extension)
    return _unsigned(extension)


def promised_kind(path: bytes) -> Kind | None:
    """Picture or sound, where the name of a file promises one; None for all else, texts included."""
    extension = extension_of(path)
    return Kind.IMAGE if extension in PICTURES else Kind.SOUND if extension in SOUNDS else None


def extension_of(path: bytes) -> str:
    """The extension in lower case without its dot; "" without one."""
    return os.path.splitext(os.fsdecode(path))[1][1:].lower()  # noqa: PTH122 - the path need not be UTF-8


def unsupported(what: str, extension: str = "") -> UnsupportedKind:
    """The sentence that names what a file is, with its extension where it has one."""
    return UnsupportedKind(what=f"{what} (.{extension})" if extension else what)


def _signed(head: bytes, extension: str) -> Format | None:
    for look in (_plain_signature, _riff, _iso_media, _ogg, _zip, _mpeg_audio):
        if found := look(head, extension):
            return found
    for signature, what in _UNSUPPORTED_SIGNATURES:
        if head.startswith(signature):
            raise unsupported(what, extension)
    if head[257:262] == b"ustar":
        raise unsupported("an archive", extension)
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        raise unsupported("a video", extension)
    return None


_RAW_EXTENSIONS = frozenset({"cr2", "nef", "nrw", "arw", "srf", "sr2", "dng", "orf", "rw2", "pef", "srw", "3fr", "iiq"})

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", Format(Kind.IMAGE, "png")),
    (b"\xff\xd8\xff", Format(Kind.IMAGE, "jpeg")),
    (b"GIF87a", Format(Kind.IMAGE, "gif")),
    (b"GIF89a", Format(Kind.IMAGE, "gif")),
    (b"II*\0", Format(Kind.IMAGE, "tiff")),
    (b"MM\0*", Format(Kind.IMAGE, "tiff")),
    (b"II+\0", Format(Kind.IMAGE, "tiff")),
    (b"MM\0+", Format(Kind.IMAGE, "tiff")),
    (b"fLaC", Format(Kind.SOUND, "flac")),
)

_UNSUPPORTED_SIGNATURES = (
    (b"\x1a\x45\xdf\xa3", "a video"),
    (b"\0\0\1\xba", "a video"),
    (b"\0\0\1\xb3", "a video"),
    (b"FLV\1", "a video"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a Windows Media file"),
    (b"\x1f\x8b\x08", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ\0", "an archive"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"Rar!\x1a\x07", "an archive"),
    (b"\x28\xb5\x2f\xfd", "an archive"),
    (b"\x04\x22\x4d\x18", "an archive"),
    (b"MSCF\0\0\0\0", "an archive"),
    (b"!<arch>\n", "an archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"OTTO\0", "a font"),
    (b"\0\1\0\0\0", "a font"),
    (b"ttcf", "a font"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"SQLite format 3\0", "a database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"8BPS", "a Photoshop document"),
    (b"\0\0\1\0", "an icon"),
    (b"MThd\0\0\0\6", "a MIDI file"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"\x93NUMPY", "a data file"),
    (b"\x89HDF\r\n\x1a\n", "a data file"),
    (b"#!AMR", "an AMR recording"),
    (b".snd\0\0", "an AU sound"),
    (b"caff\0", "a CAF sound"),
)


def _plain_signature(head: bytes, extension: str) -> Format | None:
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            if found.name == "tiff" and (extension in _RAW_EXTENSIONS or head[8:10] == b"CR"):
                raise unsupported("a raw camera picture", extension)
            return found
    if (
        head.startswith(b"BM")
        and len(head) > 18
        and head[14] in (12, 40, 52, 56, 64, 108, 124)
        and not any(head[15:18])
    ):
        return Format(Kind.IMAGE, "bmp")
    if b"%PDF-" in head[:1024]:
        return Format(Kind.TEXT, "pdf")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and extension == "docx":
        return Format(Kind.TEXT, "docx")  # Office wraps an encrypted document so; its decoder has the sentence for it
    return None


def _riff(head: bytes, extension: str) -> Format | None:
    if head.startswith((b"RF64", b"BW64")) and head[8:12] == b"WAVE":
        return Format(Kind.SOUND, "wav")
    if head.startswith(b"FORM") and head[8:12] in (b"AIFF", b"AIFC"):
        return Format(Kind.SOUND, "aiff")
    if not head.startswith((b"RIFF", b"RIFX")):
        return None
    match head[8:12]:
        case b"WAVE":
            return Format(Kind.SOUND, "wav")
        case b"WEBP":
            return Format(Kind.IMAGE, "webp")
        case b"AVI ":
            raise unsupported("a video", extension)
        case _:
            return None


def _iso_media(head: bytes, extension: str) -> Format | None:
    """The family of MP4, MOV, M4A, HEIF and AVIF: a box called ftyp names the brands."""
    if head[4:8] in (b"moov", b"mdat", b"wide") and extension in ("mov", "mp4", "qt", "m4v"):
        raise unsupported("a video", extension)
    if head[4:8] != b"ftyp":
        return None
    size = min(struct.unpack(">I", head[:4])[0], 512)
    brands = [head[8:12]] + [head[at : at + 4] for at in range(16, size - 3, 4)]
    if AVIF_BRANDS.intersection(brands):
        return Format(Kind.IMAGE, "avif")
    if HEIF_BRANDS.intersection(brands[:1]) or (HEIF_BRANDS.intersection(brands) and extension in PICTURES):
        return Format(Kind.IMAGE, "heif")
    if brands[0] in SOUND_BRANDS or extension in ("m4a", "m4b", "aac"):
        return Format(Kind.SOUND, "m4a")  # YouTube and some recorders write the brands of a video into an .m4a
    raise unsupported("a video", extension)


def _ogg(head: bytes, extension: str) -> Format | None:
    if not head.startswith(b"OggS"):
        return None
    start = head[:4096]
    if b"\x80theora" in start or b"BBCD\0" in start or b"\1video\0" in start:
        raise unsupported("a video", extension)
    if b"\1vorbis" in start or b"\x7fFLAC" in start:
        return Format(Kind.SOUND, "ogg")
    if b"OpusHead" in start:
        return Format(Kind.SOUND, "opus")
    if b"Speex   " in start:
        raise unsupported("a Speex recording", extension)
    return Format(Kind.SOUND, "ogg")


_OFFICE_PARTS = (
    (b"xl/", "a spreadsheet"),
    (b"ppt/", "a presentation"),
    (b"mimetypeapplication/epub", "an e-book"),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file"),
)


def _zip(head: bytes, extension: str) -> Format | None:
    if not head.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08")):
        return None
    if extension in ("docx", "docm") or b"word/document.xml" in head:
        return Format(Kind.TEXT, "docx")
    for part, what in _OFFICE_PARTS:
        if part in head:
            raise unsupported(what, extension)
    raise unsupported(UNSUPPORTED.get(extension, "an archive"), extension)


def _mpeg_audio(head: bytes, extension: str) -> Format | None:
    """MP3 and raw AAC; both may stand behind an ID3 tag."""
    at = 0
    if head.startswith(b"ID3") and len(head) > 10:
        size = 0
        for byte in head[6:10]:
            size = size << 7 | byte & 0x7F
        at = size + 10
        if at + 4 > len(head):  # a cover picture in the tag is larger than what was read
            return Format(Kind.SOUND, "aac" if extension == "aac" else "mp3")
    frame = head[at : at + 4]
    if frame == b"fLaC":
        return Format(Kind.SOUND, "flac")
    if len(frame) < 4 or frame[0] != 0xFF or frame[1] & 0xE0 != 0xE0:
        return None
    if frame[1] & 0xF6 == 0xF0 and frame[2] >> 2 & 15 < 13:
        return Format(Kind.SOUND, "aac")
    length = _mpeg_frame_length(frame)
    if length is None or (at + length + 1 < len(head) and (head[at + length] != 0xFF or head[at + length + 1] < 0xE0)):
        return None  # one in 2,000 random files begins like a frame, but no second one follows
    return Format(Kind.SOUND, "mp3")


_MPEG_RATES_HZ = (44100, 48000, 32000)
_KILOBITS = {
    (3, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (3, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (2, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By version (3 = MPEG-1, otherwise 2) and layer bits (1 = layer III, 2 = layer II)."""


def _mpeg_frame_length(frame: bytes) -> int | None:
    """Bytes of an MPEG audio frame; None if its header is none.

    Layer I is left out: nobody keeps files of it, and FF FE is also the byte order mark of UTF-16.
    """
    version, layer = frame[1] >> 3 & 3, frame[1] >> 1 & 3
    bits, rate, padding = frame[2] >> 4, frame[2] >> 2 & 3, frame[2] >> 1 & 1
    if version == 1 or layer not in (1, 2) or bits in (0, 15) or rate == 3:
        return None
    rate_hz = _MPEG_RATES_HZ[rate] >> {3: 0, 2: 1, 0: 2}[version]
    kilobits = _KILOBITS[(3, layer) if version == 3 else (2, 1)][bits - 1]
    samples = 576 if version != 3 and layer == 1 else 1152
    return samples * kilobits * 125 // rate_hz + padding


def _text(head: bytes, extension: str) -> Format:
    if extension in PICTURES or extension in SOUNDS or extension in TEXT_CONTAINERS:
        kind = Kind.IMAGE if extension in PICTURES else Kind.SOUND if extension in SOUNDS else Kind.TEXT
        raise DamagedFile(kind=WORDS[kind], reason=f"the file is named .{extension} but holds plain text")
    if extension in UNSUPPORTED:
        raise unsupported(UNSUPPORTED[extension], extension)
    if extension in ("html", "htm", "xhtml"):
        return Format(Kind.TEXT, "html")
    if extension in ("json", "csv", "tsv"):
        return Format(Kind.TEXT, extension)
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return Format(Kind.TEXT, "html")
    return Format(Kind.TEXT, "plain")


def _unsigned(extension: str) -> Format:
    """Neither a known signature nor text: only the name is left."""
    if extension == "mp3":
        return Format(Kind.SOUND, "mp3")  # players take rubbish before the first frame; the decoder looks further
    for extensions, kind in ((PICTURES, Kind.IMAGE), (SOUNDS, Kind.SOUND)):
        if extension in extensions:
            reason = f"the file is named .{extension} but does not hold a {WORDS[kind]}"
            raise DamagedFile(kind=WORDS[kind], reason=reason)
    if extension in TEXT_CONTAINERS or extension in ("txt", "md", "html", "htm", "csv", "json"):
        raise DamagedFile(
            kind=WORDS[Kind.TEXT], reason=f"the file is named .{extension} but does not hold readable text"
        )
    raise unsupported(UNSUPPORTED.get(extension, "an unknown kind of file"), extension)
