"""Spectrograms for models that do not read the waveform itself.

“clap”, in the form in which LAION's CLAP was trained, after Transformers' ClapFeatureExtractor with truncation
"rand_trunc": frames around every hop-th sample (the ends mirrored), a periodic Hann window, power, triangular bands on
Slaney's mel scale with his normalisation, and decibels.

“gemma”, after Transformers' Gemma4AudioFeatureExtractor, which EmbeddingGemma 2 uses: frames that begin half a frame
before every hop-th sample (silence before the first, nothing behind the last), a periodic Hann window, the transform of
the next power of two, magnitudes, triangular bands of height one on the mel scale of HTK, and natural logarithms.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from orrery.encoding.manifest import Mel

_QUIETEST = 1e-10
"""Power that counts as silence: -100 dB."""

_FLOOR = 1e-3
"""Added to magnitudes before the logarithm."""

_CORNER_HZ, _CORNER_MEL, _HZ_A_MEL = 1000.0, 15.0, 200 / 3
"""Below 1 kHz Slaney's scale is linear, above it logarithmic (Slaney, Auditory Toolbox 2, 1998)."""

_STEP = np.log(6.4) / 27

_HTK_HZ, _HTK_MEL = 700.0, 2595.0
"""The scale of the HTK book: 2595 log10(1 + hz / 700)."""


def frames(samples: int, mel: Mel) -> int:
    """How many frames a spectrogram of so many samples has."""
    if mel.form == "gemma":  # its frames are cut one sample longer than they are
        return (samples + mel.window // 2 - mel.window - 1) // mel.hop + 1
    return samples // mel.hop + 1


def shape_of(samples: int, mel: Mel) -> tuple[int, ...]:
    """Shape of one spectrogram of so many samples."""
    return (frames(samples, mel), mel.bins) if mel.form == "gemma" else (1, frames(samples, mel), mel.bins)


def spectrograms(windows: npt.NDArray[np.float32], rate_hz: int, mel: Mel) -> npt.NDArray[np.float32]:
    """Windows of sound as spectrograms.

    Args:
        windows: (n, samples), mono in [-1, 1].
        rate_hz: of the samples.
        mel: how.

    Returns:
        For CLAP (n, 1, frames, bins), decibels, full scale near 20, silence -100; for Gemma (n, frames, bins), natural
        logarithms, silence -6.9.
    """
    half = mel.window // 2
    if mel.form == "gemma":
        wide = np.pad(windows.astype(np.float64), ((0, 0), (half, 0)))
        cut = _cut(wide, mel)[:, : frames(windows.shape[1], mel)]
        magnitude = np.abs(np.fft.rfft(cut * _hann(mel.window), n=_transform(mel), axis=-1))
        return np.log(magnitude @ filters(rate_hz, mel) + _FLOOR).astype(np.float32)
    wide = np.pad(windows.astype(np.float64), ((0, 0), (half, half)), mode="reflect")
    power = np.abs(np.fft.rfft(_cut(wide, mel) * _hann(mel.window), axis=-1)) ** 2
    bands = power @ filters(rate_hz, mel)
    return (10 * np.log10(np.maximum(bands, _QUIETEST))).astype(np.float32)[:, None]


@cache
def filters(rate_hz: int, mel: Mel) -> npt.NDArray[np.float64]:
    """(frequencies, bins): how much of each belongs to each band; CLAP's bands have the same area, Gemma's height."""
    to_mel, to_hz = (_htk_mel, _htk_hz) if mel.form == "gemma" else (_mel, _hz)
    edges = to_hz(np.linspace(to_mel(mel.lowest_hz), to_mel(mel.highest_hz), mel.bins + 2))
    given = np.linspace(0, rate_hz / 2, _transform(mel) // 2 + 1)
    width = np.diff(edges)
    slopes = edges[None] - given[:, None]
    rising = -slopes[:, :-2] / width[:-1]
    falling = slopes[:, 2:] / width[1:]
    heights = np.maximum(0, np.minimum(rising, falling))
    return heights if mel.form == "gemma" else heights * (2 / (edges[2:] - edges[:-2]))


def _cut(wide: npt.NDArray[np.float64], mel: Mel) -> npt.NDArray[np.float64]:
    return np.lib.stride_tricks.sliding_window_view(wide, mel.window, axis=1)[:, :: mel.hop]


def _transform(mel: Mel) -> int:
    """Length of the transform: Gemma's frames of 320 samples are filled up to 512."""
    return 1 << (mel.window - 1).bit_length() if mel.form == "gemma" else mel.window


@cache
def _hann(length: int) -> npt.NDArray[np.float64]:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)


def _mel(hz: float) -> float:
    if hz < _CORNER_HZ:
        return hz / _HZ_A_MEL
    return _CORNER_MEL + float(np.log(hz / _CORNER_HZ)) / _STEP


def _hz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.where(mels < _CORNER_MEL, mels * _HZ_A_MEL, _CORNER_HZ * np.exp(_STEP * (mels - _CORNER_MEL)))


def _htk_mel(hz: float) -> float:
    return _HTK_MEL * float(np.log10(1 + hz / _HTK_HZ))


def _htk_hz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return _HTK_HZ * (10 ** (mels / _HTK_MEL) - 1)
