"""Signal processing that the makers of sounds share: noise, filters, oscillators, throats, and pieces in a row."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, istft, lfilter, sosfilt, stft

Samples = npt.NDArray[np.float64]
Rng = np.random.Generator
T = TypeVar("T")
Maker = Callable[[Rng], Samples]
RATE = 32_000
LENGTH = RATE * 5
TIME = np.arange(LENGTH) / RATE


def noise(rng: Rng, slope: float = 0.0) -> Samples:
    """Noise whose power falls by slope x 3 dB an octave: 0 white, 1 pink, 2 brown."""
    spectrum = np.fft.rfft(rng.standard_normal(LENGTH))
    shaped = spectrum / np.maximum(np.arange(len(spectrum)), 20.0) ** (slope / 2)
    made = np.fft.irfft(shaped, LENGTH)
    return made / np.abs(made).max()


def band(x: Samples, low: float, high: float, order: int = 2) -> Samples:
    """Keep low..high Hz."""
    bottom = max(low, 20.0)
    edges = [bottom, max(min(high, 15_500.0), bottom * 1.2)]
    return sosfilt(butter(order, edges, "bandpass", fs=RATE, output="sos"), x)


def slow(rng: Rng, hz: float) -> Samples:
    """A random curve in [0, 1] that changes about hz times a second."""
    points = rng.random(max(4, int(5 * hz) + 3))
    return np.interp(np.linspace(0, len(points) - 1, LENGTH), np.arange(len(points)), points)


def wave(phase: Samples, shape: str, rng: Rng) -> Samples:
    """An oscillator over a phase in cycles."""
    if shape == "saw":
        return 2 * (phase % 1) - 1
    if shape == "square":
        return np.sign(np.sin(2 * np.pi * phase))
    if shape == "triangle":
        return 2 * np.abs(2 * (phase % 1) - 1) - 1
    if shape == "rich":
        return sum(np.sin(2 * np.pi * k * phase) * rng.uniform(0.2, 1) / k for k in range(1, 9))
    return np.sin(2 * np.pi * phase)


def glide(hz: Samples | float) -> Samples:
    """Frequency curve in Hz to phase in cycles."""
    return np.cumsum(np.broadcast_to(np.asarray(hz, float), (LENGTH,))) / RATE


def place(out: Samples, piece: Samples, at_s: float) -> None:
    """Add a piece at a time, cut at the end."""
    start = int(at_s * RATE)
    room = min(len(piece), len(out) - start)
    if room > 0:
        out[start : start + room] += piece[:room]


def burst(rng: Rng, length_s: float, low: float, high: float, decay_s: float) -> Samples:
    """Filtered noise that dies away."""
    t = np.arange(int(length_s * RATE)) / RATE
    return band(rng.standard_normal(len(t)), low, high) * np.exp(-t / decay_s)


def repeated(rng: Rng, piece: Callable[[], Samples], per_second: float, jitter: float) -> Samples:
    """A piece again and again, with jitter as a share of the gap."""
    out, at = np.zeros(LENGTH), rng.uniform(0, 0.5 / per_second)
    while at < 5:
        place(out, piece() * rng.uniform(0.6, 1.0), at)
        at += max(0.02, 1 / per_second * (1 + jitter * rng.standard_normal()))
    return out


def midi(note: float) -> float:
    """Note number to Hz."""
    return 440.0 * 2 ** ((note - 69) / 12)


def pick(rng: Rng, *choices: T) -> T:
    """One of several."""
    return choices[int(rng.integers(len(choices)))]


def seconds(length_s: float) -> Samples:
    """Times of a piece's samples in s."""
    return np.arange(max(16, int(length_s * RATE))) / RATE


def fade(length: int, attack_s: float, release_s: float) -> Samples:
    """An envelope that rises and falls along cosines."""
    t = np.arange(length) / RATE
    rise, fall = np.clip(t / max(attack_s, 1e-4), 0, 1), np.clip((t[-1] - t) / max(release_s, 1e-4), 0, 1)
    return (1 - np.cos(np.pi * rise)) * (1 - np.cos(np.pi * fall)) / 4


def curve(points: Sequence[float], length: int) -> Samples:
    """A line through evenly spaced points, its corners rounded."""
    line = np.interp(np.linspace(0, len(points) - 1, length), np.arange(len(points)), points)
    width = max(1, length // (3 * len(points)))
    padded = np.pad(line, (width, width), mode="edge")
    summed = np.cumsum(padded)
    return (summed[2 * width :] - summed[: -2 * width])[:length] / (2 * width)


def wobble(rng: Rng, length: int, hz: float) -> Samples:
    """A random curve around 0 with unit spread that changes about hz times a second."""
    points = rng.standard_normal(max(4, int(length / RATE * hz) + 3))
    return np.interp(np.linspace(0, len(points) - 1, length), np.arange(len(points)), points)


def pulses(rng: Rng, hz: Samples, jitter: float = 0.01, rough: float = 0.0, breath: float = 0.05) -> Samples:
    """What vocal folds make: a saw without aliases (Valimaki and Huovilainen 2007), uneven from cycle to cycle.

    Args:
        rng: of the unevenness.
        hz: (samples,) pitch.
        jitter: spread of the pitch as a share of it.
        rough: how much every second cycle and single cycles differ in strength: 0 clear, 1 hoarse.
        breath: noise beside the tone.
    """
    step = np.clip(hz * (1 + jitter * wobble(rng, len(hz), 60)), 5, RATE / 3) / RATE
    phase = np.cumsum(step) + rng.random()
    t = phase % 1
    saw = 2 * t - 1
    low, high = t < step, t > 1 - step
    x = t[low] / step[low]
    saw[low] -= 2 * x - x * x - 1
    x = (t[high] - 1) / step[high]
    saw[high] -= x * x + 2 * x + 1
    cycle = phase.astype(int) - int(phase[0])
    uneven = 1 + rough * (0.6 * np.sin(np.pi * cycle) + 0.7 * rng.standard_normal(cycle[-1] + 1)[cycle])
    uneven += rough * 0.8 * np.sin(np.pi * phase)
    return saw * uneven + breath * rng.standard_normal(len(hz)) * (0.4 + 0.6 * (1 - t))


def softened(x: Samples, corner_hz: float) -> Samples:
    """Take 6 dB an octave off above a corner."""
    keep = np.exp(-2 * np.pi * corner_hz / RATE)
    return lfilter([1 - keep], [1, -keep], x)


def throat(x: Samples, formants: Sequence[tuple[Samples | float, float, float]], floor: float = 0.01) -> Samples:
    """Resonances that may move: (Hz, bandwidth in Hz, gain) each; floor is what passes beside them."""
    bins, _, spectrum = stft(x, RATE, nperseg=512, noverlap=384, padded=True)
    gain = np.full(spectrum.shape, floor)
    for hz, width, level in formants:
        line = np.broadcast_to(np.asarray(hz, float), x.shape) if np.ndim(hz) == 0 else np.asarray(hz)
        middle = np.interp(np.linspace(0, len(x) - 1, spectrum.shape[1]), np.arange(len(x)), line)
        gain = gain + level / (1 + ((bins[:, None] - middle[None]) / width) ** 2)
    return istft(spectrum * gain, RATE, nperseg=512, noverlap=384)[1][: len(x)]


def tube(length_cm: float, rng: Rng, count: int = 6) -> list[tuple[float, float, float]]:
    """Resonances of a throat closed at one end (Fant 1960), each a little off, higher ones wider and weaker."""
    first = 35_000 / (4 * length_cm)
    return [
        (first * (2 * k + 1) * rng.uniform(0.85, 1.15), 80 + 0.09 * first * (2 * k + 1), 0.75**k)
        for k in range(count)
        if first * (2 * k + 1) < 15_000
    ]


def bout(rng: Rng, piece: Callable[[], Samples], most: int, gap: tuple[float, float]) -> Samples:
    """One to most pieces with silences of gap s between their ends and starts, from somewhere in the five seconds."""
    out, count = np.zeros(LENGTH), int(rng.integers(1, most + 1))
    at, pause = rng.uniform(0, 1.5) * rng.integers(2), rng.uniform(*gap)
    for _ in range(count):
        made = piece()
        place(out, made / max(np.abs(made).max(), 1e-9) * rng.uniform(0.5, 1), at)
        at += len(made) / RATE + pause * rng.uniform(0.7, 1.4)
        if at > 5:
            break
    return out


def grains(rng: Rng, piece: Callable[[], Samples], per_second: float, spread: float = 1.0) -> Samples:
    """Pieces at random times (Poisson), with levels that differ by spread x 8.7 dB."""
    out = np.zeros(LENGTH)
    for at in rng.uniform(0, 5, rng.poisson(5 * per_second)):
        place(out, piece() * np.exp(spread * rng.standard_normal()), at)
    return out


def partials(t: Samples, hz: float, ratios: Sequence[float], decay_s: float, rng: Rng) -> Samples:
    """A struck body: sines that die away, higher ones sooner."""
    return sum(
        (rng.uniform(0.3, 1) * np.sin(2 * np.pi * hz * r * t) * np.exp(-t * np.sqrt(r) / decay_s)
        for r in ratios if hz * r < 15_000), np.zeros(len(t))
    )  # fmt: skip
