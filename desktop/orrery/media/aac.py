"""M4A and AAC, which libsndfile does not read, through Qt's decoder.

The one module below the window that knows Qt; it runs inside a decoder process. Qt decodes forwards only, so of a long
sound everything is decoded and all but the windows is let go at once.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from orrery.domain.arrays import Samples
from orrery.domain.item import Fact
from orrery.errors import DamagedFile, UnreadableFile
from orrery.media.original import Original
from orrery.media.sound_source import SoundSource, mixed_down

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtMultimedia import QAudioBuffer, QAudioDecoder

_ADTS_BLOCK = 1024
_ADTS_RATES_HZ = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)

_TOLERANCE_S = 0.25
"""Encoders pad by up to 2 x 2048 samples and say so or not; silence of that length replaces what is missing."""


@contextmanager
def opened_by_qt(original: Original, format_name: str) -> Iterator[SoundSource]:
    """Open a sound with Qt's decoder.

    Args:
        original: the open file.
        format_name: "m4a" or "aac".

    Raises:
        UnreadableFile: Qt's multimedia parts cannot be loaded on this system.
        DamagedFile: not a sound, or not a whole one.
    """
    duration_s = _adts_duration_s(original) if format_name == "aac" else None
    try:
        from PySide6.QtCore import QFile, QFileDevice, QIODevice
        from PySide6.QtMultimedia import QAudioDecoder
    except ImportError as error:
        raise UnreadableFile(reason="the system libraries for M4A and AAC sounds are missing (libpulse0)") from error
    application = _application()
    device, decoder = QFile(), QAudioDecoder(application)
    os.lseek(original.file.fileno(), 0, os.SEEK_SET)
    device.open(original.file.fileno(), QIODevice.OpenModeFlag.ReadOnly, QFileDevice.FileHandleFlag.DontCloseHandle)
    decoder.setSourceDevice(device)
    try:
        yield _QtSource(decoder, "M4A" if format_name == "m4a" else "AAC", duration_s)
    finally:
        decoder.stop()
        decoder.deleteLater()
        device.close()


def _application() -> "QCoreApplication":
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.instance() or QCoreApplication([])


class _QtSource:
    """Forward-only samples of a decoder that works in a thread of its own and waits while nobody takes its buffers."""

    def __init__(self, decoder: "QAudioDecoder", format_name: str, duration_s: float | None) -> None:
        from PySide6.QtCore import QEventLoop

        self._decoder = decoder
        self._loop = QEventLoop()
        self._is_finished = False
        self._kept: list[Samples] = []
        self._kept_from = self._kept_to = 0
        self.rate_hz = self.channels = 0
        self.facts: dict[str, Fact] = {"format": format_name}
        for signal in (decoder.bufferReady, decoder.finished, decoder.durationChanged):
            signal.connect(self._loop.quit)
        decoder.finished.connect(self._finish)
        decoder.error.connect(self._finish)
        decoder.start()
        if not self._take():
            raise DamagedFile(kind="sound", reason="it holds no sound that can be decoded")
        self.frames = self._length(duration_s)

    def read(self, start: int, stop: int) -> Samples:
        """Mono samples [start, stop), with silence for a little that is missing at the end."""
        while self._kept_to < stop and self._take():
            self._drop_before(start)
        self._drop_before(start)
        kept = np.concatenate([*self._kept, np.empty(0, np.float32)])[max(0, start - self._kept_from) :]
        missing = stop - start - len(kept)
        if 0 < missing <= _TOLERANCE_S * self.rate_hz:
            kept = np.pad(kept, (0, missing))
        return kept[: stop - start].copy()

    def _length(self, duration_s: float | None) -> int:
        known_s = duration_s if duration_s is not None else self._decoder.duration() / 1000
        if known_s > 0:
            return round(known_s * self.rate_hz)
        while self._take():  # a stream that nobody finished does not know its length: decode it all
            pass
        return self._kept_to

    def _take(self) -> bool:
        """Wait for one more buffer; False at the end."""
        while not self._decoder.bufferAvailable():
            if self._is_finished:
                return False
            self._loop.exec()
        samples = self._mono(self._decoder.read())
        self._kept.append(samples)
        self._kept_to += len(samples)
        return True

    def _drop_before(self, start: int) -> None:
        while self._kept and self._kept_from + len(self._kept[0]) <= start:
            self._kept_from += len(self._kept.pop(0))

    def _mono(self, buffer: "QAudioBuffer") -> Samples:
        from PySide6.QtMultimedia import QAudioFormat

        layout = buffer.format()
        if not self.rate_hz:
            self.rate_hz, self.channels = layout.sampleRate(), layout.channelCount()
        types = {
            QAudioFormat.SampleFormat.Float: (np.float32, 1.0),
            QAudioFormat.SampleFormat.Int16: (np.int16, 2.0**-15),
            QAudioFormat.SampleFormat.Int32: (np.int32, 2.0**-31),
        }
        if layout.sampleFormat() not in types or layout.channelCount() < 1:
            raise DamagedFile(kind="sound", reason="its samples are in an unknown form")
        dtype, scale = types[layout.sampleFormat()]
        raw = np.frombuffer(bytes(buffer.constData())[: buffer.byteCount()], dtype).reshape(-1, layout.channelCount())
        return mixed_down(np.asarray(raw, np.float32) * np.float32(scale))

    def _finish(self) -> None:
        self._is_finished = True
        self._loop.quit()


def _adts_duration_s(original: Original) -> float | None:
    """Add up the blocks of a raw AAC stream; its bit rate alone would mislead by half."""
    raw, at, blocks, rate_hz = original.first(64 << 20), 0, 0, 0
    if raw.startswith(b"ID3"):
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(raw[6:10], (21, 14, 7, 0), strict=True))
    while at + 7 <= len(raw) and raw[at] == 0xFF and raw[at + 1] & 0xF6 == 0xF0:
        index = raw[at + 2] >> 2 & 15
        if index >= len(_ADTS_RATES_HZ):
            break
        rate_hz = _ADTS_RATES_HZ[index]
        length = (raw[at + 3] & 3) << 11 | raw[at + 4] << 3 | raw[at + 5] >> 5
        if length < 7:
            break
        if at + length > original.stamp.size:
            raise DamagedFile(kind="sound", reason="it ends in the middle of a block")
        blocks += 1 + (raw[at + 6] & 3)
        at += length
    if not rate_hz:
        return None
    return blocks * _ADTS_BLOCK / rate_hz * (original.stamp.size / len(raw))
