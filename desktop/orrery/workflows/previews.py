"""The small picture of an item: a thumbnail, a waveform, or the beginning of a text."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.library.previews import PreviewStore


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """An encoded picture (JPEG or PNG), longest edge 512 pixels."""

    encoded: bytes


@dataclass(frozen=True, slots=True)
class Waveform:
    """Peaks of the whole sound: (400, 2) int8, lowest and highest of each stretch in [-127, 127]."""

    peaks: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class NoPreview:
    """There is none: a text (its passage is shown instead), or the file failed."""


Preview: TypeAlias = Thumbnail | Waveform | NoPreview


def preview_of(item: Item, store: PreviewStore) -> Preview:
    """Read an item's preview; safe in any thread, touches no database."""
    encoded = store.get(item.sha256) if item.sha256 is not None else None
    if not encoded:
        return NoPreview()
    if item.kind is Kind.IMAGE:
        return Thumbnail(encoded)
    if item.kind is Kind.SOUND and len(encoded) % 2 == 0:
        return Waveform(np.frombuffer(encoded, np.int8).reshape(-1, 2))
    return NoPreview()
