"""Sounds: mono, at the model's rate, cut into fixed windows, with a waveform to look at."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from orrery.domain.arrays import Samples
from orrery.domain.inputs import SoundInput
from orrery.domain.item import Fact, Stretch
from orrery.errors import DamagedFile
from orrery.media.completeness import require_whole
from orrery.media.filling import filled
from orrery.media.original import Original
from orrery.media.sound_source import SoundSource, mixed_down
from orrery.media.waveform import Waveform

_LEAST_SHARE = 0.25
"""A last window shorter than this share of a window is left out, unless it is the only one."""

_MARGIN_S = 0.04
"""Read before and behind a window so that the resampler's filter sees the sound go on; HQ needs 10 ms at 8 kHz.

0.04 s is a whole number of samples at every usual rate (441 at 11,025 Hz); 0.05 s would put windows half a sample off.
"""

_MISSING_S = 0.1
"""May be missing from a sound's end: libsndfile itself writes one in 35 Ogg files that decode to 1 to 10 ms less than
their last page says."""

_PREVIEW_INPUT = SoundInput(rate_hz=8000, window_s=5.0)


@dataclass(frozen=True, slots=True)
class Sound:
    """What one visit to a sound yields.

    Attributes:
        windows: (n, window_samples) float32 in [-1, 1]; None without an input.
        stretches: where each window lies.
        facts: duration_s, rate_hz, channels, format, and title and artist where the file tells.
        preview: waveform, 400 pairs of int8.
    """

    windows: npt.NDArray[np.float32] | None
    stretches: tuple[Stretch, ...]
    facts: dict[str, Fact]
    preview: bytes


def decode_sound(
    original: Original, format_name: str, wanted: SoundInput | None, stretch: Stretch | None = None
) -> Sound:
    """Decode the windows of a sound that a model wants, of the whole or of a stretch of it.

    Raises:
        DamagedFile: not a sound, not a whole one, or without a single sample.
    """
    require_whole(original, format_name)
    with _source(original, format_name) as source:
        return cut_windows(source if stretch is None else _Excerpt(source, stretch), wanted)


def cut_windows(source: SoundSource, wanted: SoundInput | None) -> Sound:
    """Read a source's windows at multiples of window_s; of a long sound only max_windows, evenly spread."""
    if source.frames <= 0:
        raise DamagedFile(kind="sound", reason="it holds no samples")
    plan = wanted or _PREVIEW_INPUT
    waveform = Waveform(source.frames)
    windows, stretches = [], []
    for index in chosen_windows(source.frames / source.rate_hz, plan):
        samples, stretch = _window(source, plan, int(index), waveform)
        windows.append(samples)
        stretches.append(stretch)
    facts: dict[str, Fact] = {
        "duration_s": round(source.frames / source.rate_hz, 3),
        "rate_hz": source.rate_hz,
        "channels": source.channels,
    }
    cut = None if wanted is None else np.stack(windows)
    return Sound(cut, tuple(stretches) if wanted else (), facts | source.facts, waveform.peaks().tobytes())


def chosen_windows(duration_s: float, wanted: SoundInput) -> npt.NDArray[np.intp]:
    """The numbers of the windows to read, ascending, at least one and at most max_windows."""
    whole, rest = divmod(duration_s, wanted.window_s)
    count = int(whole) + (rest >= _LEAST_SHARE * wanted.window_s)
    count = max(1, count)
    if count <= wanted.max_windows:
        return np.arange(count)
    return np.round(np.linspace(0, count - 1, wanted.max_windows)).astype(np.intp)


def _window(source: SoundSource, wanted: SoundInput, index: int, waveform: Waveform) -> tuple[Samples, Stretch]:
    start = round(index * wanted.window_s * source.rate_hz)
    stop = min(round((index + 1) * wanted.window_s * source.rate_hz), source.frames)
    margin = round(_MARGIN_S * source.rate_hz)
    before = min(start, margin)
    samples = source.read(start - before, min(stop + margin, source.frames))
    missing = stop - start + before - len(samples)
    if missing > _MISSING_S * source.rate_hz or len(samples) <= before:
        raise DamagedFile(kind="sound", reason="it ends before its header says it does")
    samples = _bounded(samples)
    waveform.add(start, samples[before : before + stop - start])
    resampled = soxr.resample(samples, source.rate_hz, wanted.rate_hz, quality="HQ")
    skipped = round(before * wanted.rate_hz / source.rate_hz)
    length = min(wanted.window_samples, max(1, round((stop - start) * wanted.rate_hz / source.rate_hz)))
    cut = filled(resampled[skipped : skipped + length], wanted)
    duration_s = source.frames / source.rate_hz
    return cut, Stretch(index * wanted.window_s, min((index + 1) * wanted.window_s, duration_s))


def _bounded(samples: Samples) -> Samples:
    """Float files may hold anything; what is not a number becomes silence."""
    return np.clip(np.nan_to_num(samples, copy=False, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)


@contextmanager
def _source(original: Original, format_name: str) -> Iterator[SoundSource]:
    if format_name in ("m4a", "aac"):
        from orrery.media import aac

        with aac.opened_by_qt(original, format_name) as source:
            yield source
        return
    try:
        with _libsndfile(original) as file:
            yield _FileSource(file)
    except soundfile.LibsndfileError as error:
        raise DamagedFile(kind="sound", reason="its samples cannot be read") from error


def _libsndfile(original: Original) -> soundfile.SoundFile:
    """Open through the descriptor: libsndfile then reads without calling back into Python for every block."""
    if os.name == "nt":
        return soundfile.SoundFile(original.stream())
    os.lseek(original.file.fileno(), 0, os.SEEK_SET)
    return soundfile.SoundFile(original.file.fileno(), closefd=False)


class _Excerpt:
    """A stretch of another source, as if it were a sound of its own; one behind the end holds nothing."""

    def __init__(self, source: SoundSource, stretch: Stretch) -> None:
        self._source = source
        end_s = min(stretch.end_s, source.frames / source.rate_hz)
        if stretch.start_s >= end_s:
            raise DamagedFile(kind="sound", reason="the stretch asked for lies behind its end")
        self._first = min(round(stretch.start_s * source.rate_hz), source.frames)
        self.rate_hz, self.channels, self.facts = source.rate_hz, source.channels, source.facts
        self.frames = max(0, min(round(end_s * source.rate_hz), source.frames) - self._first)

    def read(self, start: int, stop: int) -> Samples:
        return self._source.read(self._first + start, self._first + min(stop, self.frames))


class _FileSource:
    """A file that libsndfile reads."""

    def __init__(self, file: soundfile.SoundFile) -> None:
        self._file = file
        self._tail: Samples = np.empty(0, np.float32)
        self._tail_at = 0
        self.rate_hz = file.samplerate
        self.channels = file.channels
        self.frames = file.frames
        self.facts: dict[str, Fact] = {"format": _format_name(file)}
        for key in ("title", "artist"):
            if value := getattr(file, key, ""):
                self.facts[key] = str(value)[:200]

    def read(self, start: int, stop: int) -> Samples:
        """Mono samples; windows overlap by their margins, which are kept instead of sought again."""
        tail_end = self._tail_at + len(self._tail)
        if self._tail_at <= start <= tail_end:
            samples = np.concatenate([self._tail[start - self._tail_at :], self._mono(stop - tail_end)])
        else:
            self._file.seek(start)
            samples = self._mono(stop - start)
        keep = min(len(samples), 3 * round(_MARGIN_S * self.rate_hz))
        self._tail = samples[len(samples) - keep :].copy()
        self._tail_at = start + len(samples) - keep
        return samples

    def _mono(self, count: int) -> Samples:
        frames = self._file.read(max(0, count), dtype="float32", always_2d=True)
        return mixed_down(np.asarray(frames, np.float32))


def _format_name(file: soundfile.SoundFile) -> str:
    if file.format == "OGG":
        return {"VORBIS": "Ogg Vorbis", "OPUS": "Opus"}.get(str(file.subtype), "Ogg")
    return {"MPEG": "MP3", "WAVEX": "WAV", "RF64": "WAV", "MP3": "MP3"}.get(file.format, str(file.format))
