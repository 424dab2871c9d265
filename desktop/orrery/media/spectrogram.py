"""The picture of a sound's pitches over time: a mel spectrogram."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from orrery.domain.item import Stretch

BANDS = 64
MOST_COLUMNS = 600
"""Twice as many as an inspector is wide at first."""

FFT = 1024
"""Samples in a frame: 64 ms at 16 kHz, which tells low notes a semitone apart from about 250 Hz on."""

_RANGE_DB = 70.0
"""Quieter than this below the loudest is drawn as silence."""


def mel_picture(
    windows: npt.NDArray[np.float32], stretches: Sequence[Stretch], duration_s: float, rate_hz: int
) -> npt.NDArray[np.uint8]:
    """Draw a sound's loudness by pitch and time.

    Args:
        windows: (n, samples) float32 in [-1, 1], pieces of the sound.
        stretches: where each piece lies; the sound may have more than the pieces cover.
        duration_s: of the whole sound.
        rate_hz: of the pieces.

    Returns:
        (BANDS, columns) uint8, highest pitch first, 255 the loudest; columns equal stretches of time, those that no
        piece covers like their nearest neighbour. Silence is all 0.
    """
    hop = int(np.clip(duration_s * rate_hz / MOST_COLUMNS, 32, FFT // 4))
    columns = int(np.clip(duration_s * rate_hz / hop, 1, MOST_COLUMNS))
    power = np.zeros((BANDS, columns), np.float32)
    is_known = np.zeros(columns, np.bool_)
    filters = mel_filters(rate_hz)
    for window, stretch in zip(windows, stretches, strict=True):
        own = window[: max(1, round((stretch.end_s - stretch.start_s) * rate_hz))]
        bands, times = _frames(own, hop, rate_hz, filters)
        places = np.clip(((times + stretch.start_s) / max(duration_s, 1e-9) * columns).astype(int), 0, columns - 1)
        np.maximum.at(power.T, places, bands.T)
        is_known[places] = True
    return _shades(power[:, _nearest(is_known)])[::-1]


def mel_filters(rate_hz: int) -> npt.NDArray[np.float32]:
    """(BANDS, FFT // 2 + 1): triangles that overlap by half, equally wide in mel = 2595 log10(1 + f / 700).

    Source: O'Shaughnessy, Speech Communication, 1987; the form that HTK uses.
    """
    edges_mel = np.linspace(0.0, 2595 * np.log10(1 + rate_hz / 2 / 700), BANDS + 2)
    edges = 700 * (10 ** (edges_mel / 2595) - 1)
    hertz = np.linspace(0.0, rate_hz / 2, FFT // 2 + 1)
    rising = (hertz - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - hertz) / np.diff(edges)[1:, None]
    filters = np.clip(np.minimum(rising, falling), 0.0, None)
    empty = np.flatnonzero(filters.sum(axis=1) == 0)  # low bands are narrower than the distance of two frequencies
    filters[empty, np.abs(hertz - edges[empty + 1, None]).argmin(axis=1)] = 1.0
    return filters.astype(np.float32)


def _frames(
    samples: npt.NDArray[np.float32], hop: int, rate_hz: int, filters: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Power by band (BANDS, frames), and the middle of each frame in seconds."""
    padded = np.pad(samples, FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::hop]
    power = np.abs(np.fft.rfft(frames * np.hanning(FFT).astype(np.float32), axis=1)) ** 2
    return (filters @ power.T.astype(np.float32)), np.arange(len(frames)) * hop / rate_hz


def _nearest(is_known: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """For each column the nearest one that is known; itself where none is."""
    known = np.flatnonzero(is_known)
    if not len(known):
        return np.arange(len(is_known))
    places = np.arange(len(is_known))
    after = np.minimum(np.searchsorted(known, places), len(known) - 1)
    before = np.maximum(after - 1, 0)
    is_nearer = np.abs(known[before] - places) <= np.abs(known[after] - places)
    return np.where(is_nearer, known[before], known[after])


def _shades(power: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    loudest = float(power.max()) if power.size else 0.0
    if loudest <= 1e-7:  # silence, or what a decoder's rounding leaves of it
        return np.zeros(power.shape, np.uint8)
    decibels = 10 * np.log10(np.maximum(power / loudest, 1e-12))
    return np.round(np.clip(1 + decibels / _RANGE_DB, 0, 1) * 255).astype(np.uint8)
