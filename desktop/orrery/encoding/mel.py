"""Spectrograms for models that do not read the waveform itself, in the form in which LAION's CLAP was trained.

The formula is the one of Transformers' ClapFeatureExtractor with truncation "rand_trunc": frames around every hop-th
sample (the ends mirrored), a periodic Hann window, power, triangular bands on Slaney's mel scale with his
normalisation, and decibels.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from orrery.encoding.manifest import Mel

_QUIETEST = 1e-10
"""Power that counts as silence: -100 dB."""

_CORNER_HZ, _CORNER_MEL, _HZ_A_MEL = 1000.0, 15.0, 200 / 3
"""Below 1 kHz Slaney's scale is linear, above it logarithmic (Slaney, Auditory Toolbox 2, 1998)."""

_STEP = np.log(6.4) / 27


def frames(samples: int, mel: Mel) -> int:
    """How many frames a spectrogram of so many samples has."""
    return samples // mel.hop + 1


def spectrograms(windows: npt.NDArray[np.float32], rate_hz: int, mel: Mel) -> npt.NDArray[np.float32]:
    """Windows of sound as spectrograms.

    Args:
        windows: (n, samples), mono in [-1, 1].
        rate_hz: of the samples.
        mel: how.

    Returns:
        (n, 1, frames, bins), decibels, full scale near 20, silence -100.
    """
    half = mel.window // 2
    wide = np.pad(windows.astype(np.float64), ((0, 0), (half, half)), mode="reflect")
    cut = np.lib.stride_tricks.sliding_window_view(wide, mel.window, axis=1)[:, :: mel.hop]
    power = np.abs(np.fft.rfft(cut * _hann(mel.window), axis=-1)) ** 2
    bands = power @ filters(rate_hz, mel)
    return (10 * np.log10(np.maximum(bands, _QUIETEST))).astype(np.float32)[:, None]


@cache
def filters(rate_hz: int, mel: Mel) -> npt.NDArray[np.float64]:
    """(window / 2 + 1, bins): how much of each frequency belongs to each band; each band has the same area."""
    edges = _hz(np.linspace(_mel(mel.lowest_hz), _mel(mel.highest_hz), mel.bins + 2))
    given = np.linspace(0, rate_hz / 2, mel.window // 2 + 1)
    width = np.diff(edges)
    slopes = edges[None] - given[:, None]
    rising = -slopes[:, :-2] / width[:-1]
    falling = slopes[:, 2:] / width[1:]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))


@cache
def _hann(length: int) -> npt.NDArray[np.float64]:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)


def _mel(hz: float) -> float:
    if hz < _CORNER_HZ:
        return hz / _HZ_A_MEL
    return _CORNER_MEL + float(np.log(hz / _CORNER_HZ)) / _STEP


def _hz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.where(mels < _CORNER_MEL, mels * _HZ_A_MEL, _CORNER_HZ * np.exp(_STEP * (mels - _CORNER_MEL)))
