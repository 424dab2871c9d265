"""The starter's sound tower: a small network that puts five seconds of sound where its description lies.

Two opinions make a vector: networks that see the log-mel spectrogram, and a head on what SoundNet hears. All of it is
one ONNX graph from the waveform on. It learns to point at the text vectors of plain descriptions ("a dog barking") of
labelled recordings and of sounds synthesised by the recipe.
"""

import copy
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import starter_ears as ears
import starter_synthesis as synthesis
import starter_synthesis_midi as midi
import torch
from starter_data import Clip
from starter_labels import key_of
from starter_storage import round_matrices, session, shrink
from torch import Tensor, nn
from torch.nn import functional

RATE, WINDOW = ears.RATE, ears.WINDOW
HOP, FFT, BANDS = 640, 1024, 64
FRAMES = 1 + (WINDOW - FFT) // HOP


LOW_MEL, HIGH_MEL = (2595 * np.log10(1 + hz / 700) for hz in (50.0, 14_000.0))


def mel_edges() -> npt.NDArray[np.float64]:
    """(bands + 2,) Hz, evenly spaced in mel (O'Shaughnessy 1987) between 50 Hz and 14 kHz."""
    return 700 * (10 ** (np.linspace(LOW_MEL, HIGH_MEL, BANDS + 2) / 2595) - 1)


def band_of(hz: Tensor) -> Tensor:
    """The band, as a fraction, whose middle lies at a frequency: the inverse of mel_edges."""
    return (2595 * torch.log10(1 + hz / 700) - LOW_MEL) / (HIGH_MEL - LOW_MEL) * (BANDS + 1) - 1


def mel_weights() -> Tensor:
    """(513, bands) triangular filters."""
    edges = mel_edges()
    bins = np.fft.rfftfreq(FFT, 1 / RATE)[:, None]
    up = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0, np.minimum(up, down))
    return torch.from_numpy((weights / weights.sum(0)).astype(np.float32))


class MelPower(nn.Module):
    """Waveform to mel power; the Fourier tables are computed in the graph so that they weigh nothing in the file."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mel", mel_weights())
        self.register_buffer("bins", torch.arange(FFT // 2 + 1, dtype=torch.float32)[:, None])
        self.register_buffer("places", torch.arange(FFT, dtype=torch.float32)[None, :])

    def forward(self, waveform: Tensor) -> Tensor:
        """(n, samples) -> (n, frames, 64)."""
        # bin x place stays below 2^24, so the remainder is exact in float32
        angle = torch.fmod(self.bins * self.places, float(FFT)) * (2 * torch.pi / FFT)
        window = 0.5 - 0.5 * torch.cos(self.places * (2 * torch.pi / FFT))
        tables = torch.cat([torch.cos(angle) * window, torch.sin(angle) * window])
        parts = functional.conv1d(waveform[:, None, :], tables[:, None, :] / FFT, stride=HOP)
        power = parts[:, : FFT // 2 + 1] ** 2 + parts[:, FFT // 2 + 1 :] ** 2
        return power.transpose(1, 2) @ self.mel


def to_levels(power: Tensor) -> Tensor:
    """Mel power (n, frames, 64) to levels around 0, free of the recording's loudness unless it is all but silent."""
    loudness = power.mean((1, 2), keepdim=True).clamp(min=1e-10)
    return (torch.log10(power / loudness + 1e-5) + 2.0) / 1.5


def _layer(into: int, out: int, size: int = 3, stride: int = 1) -> list[nn.Module]:
    return [nn.Conv2d(into, out, size, stride, size // 2, bias=False), nn.BatchNorm2d(out), nn.ReLU()]


class Network(nn.Module):
    """Levels to a unit vector in the text space.

    Full convolutions: at these sizes a processor core runs them at several times the arithmetic speed of depthwise
    ones, so that they learn more in the same time.
    """

    widths = (16, 32, 64, 128, 256)

    def __init__(self, dim: int) -> None:
        super().__init__()
        a, b, c, d, e = self.widths
        self.body = nn.Sequential(
            *_layer(1, a, 5, 2), *_layer(a, b, 3, 2), *_layer(b, b), *_layer(b, c, 3, 2), *_layer(c, c),
            *_layer(c, d, 3, 2), *_layer(d, d), *_layer(d, e),
        )  # fmt: skip
        self.pooled_width = 2 * e
        self.head = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(2 * e, 512), nn.ReLU(), nn.Dropout(0.1), nn.Linear(512, dim)
        )

    def forward(self, levels: Tensor) -> Tensor:
        """(n, frames, bands) -> (n, dim), unit length."""
        return functional.normalize(self.head(self.pooled(levels)), dim=-1)

    def pooled(self, levels: Tensor) -> Tensor:
        """(n, frames, bands) -> (n, 2 x widest): the mean of every feature over time, and its peak."""
        x = self.body(levels[:, None]).mean(3)
        return torch.cat([x.mean(2), x.amax(2)], 1)


class Head(nn.Module):
    """What SoundNet hears to a unit vector in the text space."""

    def __init__(self, dim: int, hidden: int = 384) -> None:
        super().__init__()
        self.register_buffer("middle", torch.zeros(ears.WIDE))
        self.register_buffer("gain", torch.ones(ears.WIDE))
        self.body = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(ears.WIDE, hidden), nn.ReLU(), nn.Dropout(0.3), nn.Linear(hidden, dim)
        )

    def forward(self, features: Tensor) -> Tensor:
        """(n, 768) -> (n, dim), unit length."""
        return functional.normalize(self.body(self.evened(features)), dim=-1)

    def evened(self, features: Tensor) -> Tensor:
        """(n, 768) each feature around 0, as strong as the others."""
        return (features - self.middle) * self.gain


class Tower(nn.Module):
    """Both opinions: the mean of networks trained alike from other beginnings, and the head's, of the same weight."""

    def __init__(self, networks: Sequence[Network], head: Head) -> None:
        super().__init__()
        self.networks, self.head = nn.ModuleList(networks), head

    def forward(self, levels: Tensor, features: Tensor) -> Tensor:
        """(n, frames, bands) and (n, 768) -> (n, dim), unit length."""
        seen = sum(network(levels) for network in self.networks) / len(self.networks)
        return functional.normalize(seen + self.head(features), dim=-1)


class Listener(nn.Module):
    """The whole tower: waveform (n, samples) to (n, dim)."""

    def __init__(self, tower: Tower) -> None:
        super().__init__()
        self.power, self.ears, self.tower = MelPower(), ears.Ears(), tower

    def forward(self, waveform: Tensor) -> Tensor:
        """(n, samples) -> (n, dim), unit length."""
        return self.tower(to_levels(self.power(waveform)), self.ears(waveform))


@dataclass(frozen=True)
class Sounds:
    """Whole clips as the towers take them.

    Attributes:
        powers: mel powers (frames, bands) float32 of each clip.
        features: (windows, 768) float32, what SoundNet hears in each window of a clip.
        varied: (clips, variations, 768) float32, what it hears in varied windows.
        keys: the kind of sound of each clip.
    """

    powers: list[npt.NDArray[np.float32]]
    features: list[npt.NDArray[np.float32]]
    varied: npt.NDArray[np.float32]
    keys: list[str]

    def chosen(self, rows: Sequence[int]) -> "Sounds":
        """Some of them."""
        powers, features = [self.powers[i] for i in rows], [self.features[i] for i in rows]
        return Sounds(powers, features, self.varied[list(rows)], [self.keys[i] for i in rows])


def read(path: Path) -> npt.NDArray[np.float32]:
    """A mono clip at 32 kHz, repeated to at least one window."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    if rate != RATE:
        raise ValueError(f"{path}: {rate} Hz instead of {RATE}")
    mono = samples.mean(1)
    return np.resize(mono, WINDOW) if len(mono) < WINDOW else mono


def powers_of(waveforms: Sequence[npt.NDArray[np.float32]]) -> list[npt.NDArray[np.float32]]:
    """Mel power of each waveform, by FFT: the same figures as MelPower, ten times as fast."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)
    mel, made = mel_weights().numpy(), []
    for waveform in waveforms:
        frames = np.lib.stride_tricks.sliding_window_view(waveform, FFT)[::HOP]
        spectrum = np.abs(np.fft.rfft(frames * window) / FFT) ** 2
        made.append((spectrum @ mel).astype(np.float32))
    return made


def measured(clips: Iterable[tuple[str, npt.NDArray[np.float32]]], variations: int, seed: int, made: bool) -> Sounds:
    """Mel powers and features of clips (key, samples) of at least one window; made: they are syntheses."""
    hearing, rng = ears.Ears().eval(), np.random.default_rng(seed)
    keys, powers, features, varied = [], [], [], []
    for key, samples in clips:
        keys.append(key)
        powers += powers_of([samples])
        features.append(ears.of_windows(hearing, samples))
        varied.append(ears.of_varied(hearing, samples, rng, variations, made))
    return Sounds(powers, features, np.stack(varied), keys)


def recorded(clips: Sequence[Clip], variations: int, seed: int) -> Sounds:
    """Labelled files."""
    return measured(((key_of(c.label), read(c.path)) for c in clips), variations, seed, made=False)


def synthesised(each: int, variations: int, seed: int) -> Sounds:
    """Every kind of sound that we can make, each times."""
    return measured(_synthesised(each, seed), variations, seed, made=True)


def _synthesised(each: int, seed: int) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """By signal processing, by General MIDI and by espeak-ng."""
    for key in synthesis.MAKERS:  # each from a seed of its own, so that a change to one leaves the others alone
        rng = np.random.default_rng([seed, zlib.crc32(key.encode())])
        yield from ((key, synthesis.make(key, rng)) for _ in range(each))
    rng = np.random.default_rng(seed)
    yield from midi.played(each * 2 // 3, rng)
    yield from synthesis.speech(each * 3, rng)


def export(tower: Tower, path: Path) -> None:
    """Write the graph with its weights stored small; batch norms are folded by the exporter's evaluation mode."""
    listener = Listener(copy.deepcopy(tower)).eval()
    round_matrices(listener)
    torch.onnx.export(
        listener,
        (torch.zeros(2, WINDOW),),
        str(path),
        opset_version=17,
        dynamo=False,
        input_names=["waveform"],
        output_names=["embedding"],
        do_constant_folding=False,
        dynamic_axes={"waveform": {0: "n", 1: "samples"}, "embedding": {0: "n"}},
    )
    shrink(path)


class SoundTower:
    """Windows to unit vectors through a finished graph."""

    def __init__(self, graph: Path, threads: int = 2) -> None:
        self.session = session(graph, threads)

    def __call__(self, windows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, samples) -> (n, dim)."""
        return np.concatenate(
            [self.session.run(["embedding"], {"waveform": windows[i : i + 16]})[0] for i in range(0, len(windows), 16)]
        )

    def of_short(self, clips: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        """(n, samples) of less than a window, repeated to one -> (n, dim)."""
        return self(np.take(clips, np.arange(WINDOW), axis=1, mode="wrap").astype(np.float32))

    def of_clip(self, samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The mean of a clip's windows, cut one after another from the start."""
        whole = max(1, len(samples) // WINDOW)
        windows = np.resize(samples, (1, WINDOW)) if len(samples) < WINDOW else samples[: whole * WINDOW]
        mean = self(windows.reshape(-1, WINDOW)).mean(0)
        return mean / np.linalg.norm(mean)


def encode(tower: Tower, sounds: Sounds) -> npt.NDArray[np.float32]:
    """Unit vector of each clip: the mean over its windows, one after another from the start."""
    step = WINDOW // HOP
    vectors = []
    with torch.inference_mode():
        for power, features in zip(sounds.powers, sounds.features, strict=True):
            starts = range(0, len(features) * step, step)
            windows = np.stack([np.take(power, np.arange(s, s + FRAMES), axis=0, mode="wrap") for s in starts])
            mean = tower(to_levels(torch.from_numpy(windows)), torch.from_numpy(features)).numpy().mean(0)
            vectors.append(mean / np.linalg.norm(mean))
    return np.stack(vectors)
