"""A close look at one file: a picture in all its pixels, a sound by pitch and time."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.inputs import ImageInput, Inputs, SoundInput
from orrery.domain.item import Facts, Item
from orrery.domain.modality import Kind
from orrery.media.image import resized_size
from orrery.media.spectrogram import mel_picture
from orrery.workflows.previews import PreviewMaker

LARGEST = 4096
"""Longest edge of a picture that is looked at closely: 50 MB at most; larger ones are shown smaller than they are."""

RATE_HZ = 16_000
_PIECE_S, _MOST_PIECES = 5.0, 60
"""All of a sound up to five minutes; of a longer one 60 pieces of 5 s, evenly spread."""

Shades: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Enlarged:
    """A picture.

    Attributes:
        pixels: (height, width, 3) uint8, sRGB, upright; see-through parts are white.
        facts: as the file tells now.
    """

    pixels: npt.NDArray[np.uint8]
    facts: Facts


@dataclass(frozen=True, slots=True, eq=False)
class Pitches:
    """A sound.

    Attributes:
        shades: (bands, columns) uint8, highest pitch first, 255 the loudest.
    """

    shades: Shades


@dataclass(frozen=True, slots=True)
class NothingCloser:
    """The file cannot be looked at: it is gone, or damaged since it was taken in.

    Attributes:
        reason: a sentence; "" where there is nothing to say.
    """

    reason: str = ""


Closeup: TypeAlias = Enlarged | Pitches | NothingCloser


def closeup(item: Item, maker: PreviewMaker) -> Closeup:
    """Look closely at the file of an item; takes as long as decoding it."""
    if item.kind is Kind.IMAGE:
        return _enlarged(item, maker)
    return _pitches(item, maker) if item.kind is Kind.SOUND else NothingCloser()


def _enlarged(item: Item, maker: PreviewMaker) -> Closeup:
    size = _number(item.facts.get("width")), _number(item.facts.get("height"))
    edge = min(LARGEST, max(size))
    if edge < 1:
        return NothingCloser()
    wanted = ImageInput(edge, "pad")
    seen = maker.visit(item, Inputs(wanted, None, None))
    if isinstance(seen, str) or seen.pixels is None:
        return NothingCloser(seen if isinstance(seen, str) else "")
    now = _number(seen.facts.get("width")), _number(seen.facts.get("height"))
    wide, high = resized_size(now if min(now) else size, wanted)
    left, top = (edge - wide) // 2, (edge - high) // 2
    return Enlarged(np.ascontiguousarray(seen.pixels[top : top + high, left : left + wide]), seen.facts)


def _pitches(item: Item, maker: PreviewMaker) -> Closeup:
    seen = maker.visit(item, Inputs(None, SoundInput(RATE_HZ, _PIECE_S, _MOST_PIECES), None))
    if isinstance(seen, str) or seen.windows is None:
        return NothingCloser(seen if isinstance(seen, str) else "")
    length = seen.facts.get("duration_s", 0.0)
    seconds = float(length) if isinstance(length, (int, float)) else seen.stretches[-1].end_s
    return Pitches(mel_picture(seen.windows, seen.stretches, seconds, RATE_HZ))


def _number(value: object) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
