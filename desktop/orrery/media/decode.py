"""One visit to a file: its array, its preview, its facts and its hash.

Runs inside a decoder process; may be called in the process of the caller where a crash does not matter.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Pixels
from orrery.domain.inputs import Inputs
from orrery.domain.item import NO_FACTS, Facts, FileStamp, Stretch
from orrery.domain.modality import Kind
from orrery.domain.query import Region
from orrery.errors import DamagedFile, FileProblem, UnsupportedKind
from orrery.media.limits import Limits
from orrery.media.original import Original, opened
from orrery.media.signature import WORDS, Format, format_of


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """A file to visit.

    Attributes:
        stamp: as the walk found it; only the path is used.
        inputs: what the model wants to see.
        kind_wanted: a file of another kind is refused with UnsupportedKind.
        hash_only: tell kind and hash, decode nothing.
        part: only this part of a picture or a sound; a text always comes whole.
    """

    stamp: FileStamp
    inputs: Inputs
    kind_wanted: Kind | None = None
    hash_only: bool = False
    part: Region | Stretch | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """All that one visit yields; what does not apply to the kind, or was not asked for, is None or empty.

    Attributes:
        stamp: the file as it was when it was decoded.
        kind: what it is.
        sha256: hash of the content, 32 bytes.
        facts: image: width, height, format, taken (ISO 8601), camera; sound: duration_s, rate_hz, channels, format,
            title, artist; text: words, characters, format, encoding, pages, title, truncated (1 when cut).
        pixels: image: (size, size, 3) uint8.
        windows: sound: (n, window_samples) float32.
        stretches: sound: where each window lies.
        text: all of it, up to extract.LONGEST characters.
        page_starts: PDF: offset of each page in text.
        preview: image: JPEG or PNG thumbnail; sound: 400 pairs of int8 (lowest, highest).
    """

    stamp: FileStamp
    kind: Kind
    sha256: bytes
    facts: Facts = field(default_factory=lambda: NO_FACTS)
    pixels: Pixels | None = None
    windows: npt.NDArray[np.float32] | None = None
    stretches: tuple[Stretch, ...] = ()
    text: str | None = None
    page_starts: tuple[int, ...] = ()
    preview: bytes | None = None


@dataclass(frozen=True, slots=True)
class Undecoded:
    """A file that could not be decoded.

    Attributes:
        stamp: as the request had it.
        kind: where it became clear.
        problem: why, as a sentence for the user.
        sha256: where the file could be read.
    """

    stamp: FileStamp
    kind: Kind | None
    problem: FileProblem
    sha256: bytes | None = None


_DEFAULT_LIMITS = Limits()


def decode(request: DecodeRequest) -> Decoded:
    """Visit a file within the default limits.

    Raises:
        FileProblem: the file cannot be taken in.
    """
    outcome = visit(request, _DEFAULT_LIMITS)
    if isinstance(outcome, Undecoded):
        raise outcome.problem
    return outcome


def visit(request: DecodeRequest, limits: Limits) -> Decoded | Undecoded:
    """Visit a file; whatever is wrong with it becomes part of the answer.

    Raises:
        MemoryError: the process needs a fresh start.
    """
    kind, digest = None, None
    try:
        with opened(request.stamp.path) as original:
            found = format_of(request.stamp.path, original.head)
            kind = found.kind
            _require_kind(kind, request.kind_wanted)
            digest = original.sha256
            decoded = _decoded(original, found, request, limits)
            original.require_unchanged()
            return decoded
    except FileProblem as problem:
        return Undecoded(request.stamp, kind, problem, digest)


def _require_kind(kind: Kind, wanted: Kind | None) -> None:
    if wanted is not None and kind is not wanted:
        raise UnsupportedKind(what=f"a {WORDS[kind]} where a {WORDS[wanted]} was asked for")


def _decoded(original: Original, found: Format, request: DecodeRequest, limits: Limits) -> Decoded:
    if request.hash_only:
        return Decoded(original.stamp, found.kind, original.sha256)
    try:
        return _DECODERS[found.kind](original, found, request, limits)
    except (FileProblem, MemoryError):
        raise
    except Exception as error:  # decoders of others raise anything on bad files: struct.error, IndexError …
        reason = f"its decoder gave up ({type(error).__name__})"
        raise DamagedFile(kind=WORDS[found.kind], reason=reason) from error


def _image(original: Original, found: Format, request: DecodeRequest, limits: Limits) -> Decoded:
    from orrery.media.image import decode_image

    region = request.part if isinstance(request.part, Region) else None
    picture = decode_image(original.stream(), request.inputs.image, limits.pixels, region)
    return Decoded(
        original.stamp, found.kind, original.sha256, picture.facts, pixels=picture.pixels, preview=picture.preview
    )


def _sound(original: Original, found: Format, request: DecodeRequest, _: Limits) -> Decoded:
    from orrery.media.sound import decode_sound

    stretch = request.part if isinstance(request.part, Stretch) else None
    sound = decode_sound(original, found.name, request.inputs.sound, stretch)
    return Decoded(
        original.stamp,
        found.kind,
        original.sha256,
        sound.facts,
        windows=sound.windows,
        stretches=sound.stretches,
        preview=sound.preview,
    )


def _text(original: Original, found: Format, _: DecodeRequest, __: Limits) -> Decoded:
    from orrery.media.text import decode_text

    extract = decode_text(original, found.name)
    return Decoded(
        original.stamp,
        found.kind,
        original.sha256,
        extract.facts,
        text=extract.text,
        page_starts=extract.page_starts,
    )


_DECODERS = {Kind.IMAGE: _image, Kind.SOUND: _sound, Kind.TEXT: _text}
