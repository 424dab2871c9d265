"""Plays one sound at a time."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal

from orrery.domain.item import Item
from orrery.viewmodels.dragging import file_url

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer


@dataclass(frozen=True, slots=True)
class Loop:
    """A stretch that is played again and again, in seconds from the sound's start."""

    start_s: float
    end_s: float


class Player(QObject):
    """Plays, pauses, seeks, loops.

    QtMultimedia is loaded when the first sound is played: it costs 0.1 s and looks for devices.

    Signals:
        changed(): another sound, playing or paused, or a problem.
        moved(int, float): item id, position in seconds.
    """

    changed = Signal()
    moved = Signal(int, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media: QMediaPlayer | None = None
        self._item: int | None = None
        self._position_s = 0.0
        self._start_s: float | None = None
        self._loop: Loop | None = None
        self._looped: int | None = None
        self._problem = ""

    def loop_of(self, item: int) -> Loop | None:
        """What is looped of a sound; None for playing on to the end."""
        return self._loop if item == self._looped else None

    @property
    def item(self) -> int | None:
        """Id of the sound in hand; None before the first."""
        return self._item

    @property
    def is_playing(self) -> bool:
        """Whether it sounds right now."""
        if self._media is None:
            return False
        return self._media.playbackState() is self._media.PlaybackState.PlayingState

    @property
    def position_s(self) -> float:
        """Seconds from the start of the sound in hand."""
        return self._position_s

    @property
    def problem(self) -> str:
        """Why nothing can be played, as a sentence; "" while nothing is wrong."""
        return self._problem

    def is_on(self, item: int) -> bool:
        """Whether this item is the one that plays."""
        return item == self._item and self.is_playing

    def toggle(self, item: Item, start_s: float = 0.0) -> None:
        """Play a sound, or pause it when it plays already.

        Args:
            item: a sound.
            start_s: where to begin when it is another sound than before, such as the stretch that matched.
        """
        if self.is_on(item.id):
            self.pause()
        elif item.id == self._item and self._media is not None and not self._problem:
            self._media.play()
        else:
            self._load(item, start_s)

    def pause(self) -> None:
        """Stop where it is."""
        if self._media is not None:
            self._media.pause()

    def stop(self) -> None:
        """Fall silent and let go of the file."""
        if self._media is not None:
            self._media.stop()
            self._media.setSource(QUrl())
        self._item, self._position_s = None, 0.0
        self.changed.emit()

    def seek(self, item: Item, position_s: float) -> None:
        """Go to a place in a sound; another sound starts playing there."""
        if item.id != self._item:
            self._load(item, position_s)
        elif self._media is not None:
            self._position_s = position_s
            self._go_to(position_s)
            self.moved.emit(item.id, position_s)

    def use_loop(self, item: int, loop: Loop | None) -> None:
        """Play a stretch of a sound again and again from now on, or no more; other sounds are played without."""
        self._loop, self._looped = loop, item
        self.changed.emit()

    def _load(self, item: Item, start_s: float) -> None:
        self._item, self._position_s, self._problem = item.id, start_s, ""
        media = self._device()
        if media is None:
            self._problem = self.tr("No sound device was found, so nothing can be played.")
        elif not os.path.exists(item.path):  # noqa: PTH110 - the path is bytes
            self._problem = self.tr("The file is not there any more.")
        else:
            self._start_s = start_s or None
            media.setSource(file_url(item.path))
            media.play()
        self.changed.emit()

    def _device(self) -> "QMediaPlayer | None":
        """The player, made on first use; None on a machine without a sound device or without its libraries."""
        if self._media is not None:
            return self._media
        try:
            from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer
        except ImportError:
            return None
        if not QMediaDevices.audioOutputs():
            return None
        self._media = QMediaPlayer(self)
        self._media.setAudioOutput(QAudioOutput(self._media))
        self._media.playbackStateChanged.connect(lambda _: self.changed.emit())
        self._media.mediaStatusChanged.connect(self._begin)
        self._media.positionChanged.connect(self._move)
        self._media.errorOccurred.connect(self._fail)
        return self._media

    def _go_to(self, position_s: float) -> None:
        if self._media is not None:
            self._media.setPosition(round(position_s * 1000))

    def _begin(self, status: object) -> None:
        """Go to where the sound is to begin, which Qt would not do before it is loaded; at its end begin the loop."""
        loop = self._loop if self._looped == self._item else None
        if self._media is not None and loop is not None and status == self._media.MediaStatus.EndOfMedia:
            self._go_to(loop.start_s)
            self._media.play()
        if self._media is not None and self._start_s is not None and self._media.isSeekable():
            start_s, self._start_s = self._start_s, None
            self._media.setPosition(round(start_s * 1000))

    def _move(self, milliseconds: int) -> None:
        self._position_s = milliseconds / 1000
        loop = self._loop if self._looped == self._item else None
        if loop is not None and self._position_s >= loop.end_s and self.is_playing:
            self._go_to(loop.start_s)
            return
        if self._item is not None:
            self.moved.emit(self._item, self._position_s)

    def _fail(self, _error: object, words: str) -> None:
        self._problem = self.tr("The sound cannot be played: {reason}").format(reason=words)
        self.changed.emit()
