"""The small picture of an item: a thumbnail, a waveform, or the beginning of a text."""

import threading
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.inputs import Inputs
from orrery.domain.item import FileStamp, Item, ItemState
from orrery.domain.modality import Kind
from orrery.library.previews import PreviewStore
from orrery.media.decode import Decoded, DecodeRequest, Undecoded
from orrery.media.pool import DecoderPool
from orrery.workflows.engine import Engine


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """An encoded picture (JPEG or PNG), longest edge about 512 pixels."""

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
    return _shown(item.kind, encoded)


def _shown(kind: Kind | None, encoded: bytes | None) -> Preview:
    if not encoded:
        return NoPreview()
    if kind is Kind.IMAGE:
        return Thumbnail(encoded)
    if kind is Kind.SOUND and len(encoded) % 2 == 0:
        return Waveform(np.frombuffer(encoded, np.int8).reshape(-1, 2))
    return NoPreview()


class PreviewMaker:
    """Reads previews, and makes those anew that are not there any more; may be called in any thread.

    The decoder process starts with the first preview that is missing and ends with close().
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool: DecoderPool | None = None
        self._making = threading.Lock()
        self._hopeless: set[bytes] = set()
        self._is_closed = False

    @property
    def store(self) -> PreviewStore:
        """Where the previews are."""
        return self._engine.previews

    def preview(self, item: Item) -> Preview:
        """The item's preview; takes as long as decoding its file where it has to be made."""
        found = preview_of(item, self._engine.previews)
        if not isinstance(found, NoPreview) or not self._may_have_one(item):
            return found
        with self._making:
            self._make(item)
        return preview_of(item, self._engine.previews)

    def of_file(self, path: bytes) -> Preview:
        """The preview of a file that need not be in the library, such as one that is asked with; it is not kept."""
        with self._making:
            decoded = self._decoded(FileStamp(path, 0, 0))
        return _shown(decoded.kind, decoded.preview) if decoded is not None else NoPreview()

    def visit(self, item: Item, inputs: Inputs) -> Decoded | str:
        """Read an item's file for a closer look than its preview; takes as long as decoding it.

        Returns:
            What was asked for, or a sentence that says why the file cannot be read; "" when close() came in between.
        """
        with self._making:
            seen = self._visited(FileStamp(item.path, item.size, item.mtime_ns), inputs)
        if isinstance(seen, Undecoded):
            return str(seen.problem)
        return seen or ""

    def close(self) -> None:
        """End the decoder process, whatever it is doing; nothing is made any more."""
        self._is_closed = True
        if self._pool is not None:
            self._pool.close()

    def _may_have_one(self, item: Item) -> bool:
        is_there = item.state is ItemState.PRESENT and item.kind in (Kind.IMAGE, Kind.SOUND)
        return is_there and item.sha256 is not None and item.sha256 not in self._hopeless and not self._is_closed

    def _make(self, item: Item) -> None:
        if item.sha256 is None or self._engine.previews.get(item.sha256):
            return
        decoded = self._decoded(FileStamp(item.path, item.size, item.mtime_ns))
        if decoded is not None and decoded.sha256 == item.sha256 and decoded.preview:
            self._engine.previews.put(item.sha256, decoded.preview)
        else:
            self._hopeless.add(item.sha256)

    def _decoded(self, stamp: FileStamp) -> Decoded | None:
        """Visit a file for its preview alone; None where it has none, or when close() came in between."""
        seen = self._visited(stamp, _NOTHING_MORE)
        return seen if isinstance(seen, Decoded) else None

    def _visited(self, stamp: FileStamp, inputs: Inputs) -> Decoded | Undecoded | None:
        if self._pool is None:
            self._pool = DecoderPool(processes=1)
        if self._is_closed:  # looked at after the pool was made: close() may have come before it was there to be ended
            self._pool.close()
        return next(iter(self._pool.decode([DecodeRequest(stamp, inputs)])), None)


_NOTHING_MORE = Inputs(None, None, None)
