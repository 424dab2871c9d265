"""Small pictures of items, read and scaled in the background, newest wish first."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from orrery.domain.item import Item
from orrery.viewmodels.post import Post
from orrery.workflows.previews import Preview, Thumbnail, Waveform

_log = logging.getLogger(__name__)

EDGES = (96, 192, 320, 512)
"""Longest edges in device pixels that are kept: a map tile, a card, a card at 200 %, the whole preview."""

LIMIT_BYTES = 96 << 20
"""Of decoded pictures: some thousand cards of 192 pixels, or 120 whole previews."""

WAITING = 600
"""Wishes that may wait; more than fit on any screen, so only what was scrolled past is dropped."""

WORKERS = 2

Peaks: TypeAlias = npt.NDArray[np.int8]
Reader: TypeAlias = Callable[[Item], Preview]


@dataclass(frozen=True, slots=True)
class Tile:
    """What can be drawn for an item; nothing of both when it has no preview.

    Attributes:
        image: a picture's thumbnail.
        peaks: (n, 2) lowest and highest of each stretch of a sound, in [-127, 127].
    """

    image: QImage | None = None
    peaks: Peaks | None = None

    @property
    def cost(self) -> int:
        """Bytes held."""
        return (
            64 + (self.image.sizeInBytes() if self.image else 0) + (self.peaks.nbytes if self.peaks is not None else 0)
        )


@dataclass(frozen=True, slots=True)
class _Wish:
    owner: str
    item: Item
    edge: int


_Key: TypeAlias = tuple[int, int]


class Thumbnails(QObject):
    """Hands out tiles at once when they are there, and reads them in the background when they are not.

    Workers are plain threads that end when nothing is left to do, so nothing has to be closed.

    Signals:
        arrived(int): the tile of this item id can be had now.
        settled(): nothing is waited for any more.
    """

    arrived = Signal(int)
    settled = Signal()
    _read = Signal(object, object)

    def __init__(self, read: Reader, parent: QObject | None = None, limit_bytes: int = LIMIT_BYTES) -> None:
        super().__init__(parent)
        self._reader = read
        self._limit = limit_bytes
        self._tiles: OrderedDict[_Key, Tile] = OrderedDict()
        self._held = 0
        self._wishes: OrderedDict[_Key, _Wish] = OrderedDict()
        self._in_hand: set[_Key] = set()
        self._workers = 0
        self._era = 0
        self._lock = threading.Lock()
        self._read.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._post = Post(self._read.emit)
        self.destroyed.connect(self._post.cut)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is waited for."""
        return not self._wishes and not self._in_hand

    @property
    def held_bytes(self) -> int:
        """Memory of all tiles kept."""
        return self._held

    def tile(self, owner: str, item: Item, edge: int) -> Tile | None:
        """The tile of an item, or None while it is being read; then `arrived` follows.

        Args:
            owner: who wishes it, for release().
            item: whose.
            edge: longest edge in device pixels that will be drawn.
        """
        size = next((kept for kept in EDGES if kept >= edge), EDGES[-1])
        key = (item.id, size)
        if key in self._tiles:
            self._tiles.move_to_end(key)
            return self._tiles[key]
        self._wish(key, _Wish(owner, item, size))
        return self._other_size(item.id)

    def release(self, owner: str, keep: Container[int]) -> None:
        """Drop an owner's wishes that are not in hand yet, except for these item ids."""
        with self._lock:
            gone = [key for key, wish in self._wishes.items() if wish.owner == owner and key[0] not in keep]
            for key in gone:
                del self._wishes[key]
        self._tell_if_settled()

    def forget(self) -> None:
        """Read everything anew: the library has changed."""
        with self._lock:
            self._era += 1
            self._tiles.clear()
            self._held = 0

    def _other_size(self, item: int) -> Tile | None:
        """A tile of another size, to show something meanwhile."""
        return next((self._tiles[item, edge] for edge in reversed(EDGES) if (item, edge) in self._tiles), None)

    def _wish(self, key: _Key, wish: _Wish) -> None:
        with self._lock:
            if key in self._in_hand:
                return
            self._wishes[key] = wish
            self._wishes.move_to_end(key)
            if len(self._wishes) > WAITING:
                self._wishes.popitem(last=False)
            if self._workers < WORKERS:
                self._workers += 1
                threading.Thread(target=self._work, name="thumbnails", daemon=True).start()

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            key, wish, era = taken
            tile = _made(self._reader, wish)
            self._post((key, era), tile)

    def _take(self) -> tuple[_Key, _Wish, int] | None:
        with self._lock:
            if not self._wishes:
                self._workers -= 1
                return None
            key, wish = self._wishes.popitem(last=True)
            self._in_hand.add(key)
            return key, wish, self._era

    def _keep(self, marked: tuple[_Key, int], tile: Tile) -> None:
        key, era = marked
        with self._lock:
            self._in_hand.discard(key)
            if era == self._era:
                self._tiles[key] = tile
                self._held += tile.cost
                self._shrink()
        self.arrived.emit(key[0])
        self._tell_if_settled()

    def _shrink(self) -> None:
        while self._held > self._limit and len(self._tiles) > 1:
            _, oldest = self._tiles.popitem(last=False)
            self._held -= oldest.cost

    def _tell_if_settled(self) -> None:
        if self.is_settled:
            self.settled.emit()


def _made(read: Reader, wish: _Wish) -> Tile:
    try:
        preview = read(wish.item)
    except Exception:  # noqa: BLE001 - the thread's edge: a preview that cannot be read costs that preview
        _log.warning("a preview could not be read", exc_info=True)
        return Tile()
    if isinstance(preview, Thumbnail):
        return Tile(image=decoded(preview.encoded, wish.edge))
    return Tile(peaks=preview.peaks) if isinstance(preview, Waveform) else Tile()


def decoded(encoded: bytes, edge: int) -> QImage | None:
    """Decode a picture no larger than needed; None when it is damaged.

    Args:
        encoded: JPEG or PNG.
        edge: longest edge in pixels; a smaller picture keeps its size.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(encoded))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > edge:
        reader.setScaledSize(size.scaled(QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
