"""The starter's sound tower: a small network that puts five seconds of sound where its description lies.

Log-mel spectrogram and network are one ONNX graph from the waveform on. It learns to point at the text vectors of
plain descriptions ("a dog barking") of labelled recordings and of sounds synthesised by the recipe.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import soundfile
import starter_synthesis as synthesis
import torch
from starter_data import Clip
from starter_image import halve
from starter_labels import SPOKEN, key_of
from torch import Tensor, nn
from torch.nn import functional

RATE, WINDOW, HOP, FFT, BANDS = 32_000, 160_000, 640, 1024, 64
FRAMES = 1 + (WINDOW - FFT) // HOP


def mel_weights() -> Tensor:
    """(513, 64) triangular filters between 50 Hz and 14 kHz, evenly spaced in mel (O'Shaughnessy 1987)."""
    to_mel = lambda hz: 2595 * np.log10(1 + hz / 700)  # noqa: E731
    edges = 700 * (10 ** (np.linspace(to_mel(50.0), to_mel(14_000.0), BANDS + 2) / 2595) - 1)
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


class Separable(nn.Module):
    """Depthwise 3 x 3, pointwise, batch norm, ReLU."""

    def __init__(self, into: int, out: int, stride: int) -> None:
        super().__init__()
        self.steps = nn.Sequential(
            nn.Conv2d(into, into, 3, stride, 1, groups=into, bias=False),
            nn.BatchNorm2d(into),
            nn.ReLU(),
            nn.Conv2d(into, out, 1, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(),
        )
        self.adds = into == out and stride == 1

    def forward(self, x: Tensor) -> Tensor:
        """(n, into, frames, bands) -> (n, out, frames / stride, bands / stride)."""
        return x + self.steps(x) if self.adds else self.steps(x)


class Network(nn.Module):
    """Levels to a unit vector in the text space."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        stem = nn.Sequential(nn.Conv2d(1, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        widths = ((16, 48, 2), (48, 96, 2), (96, 96, 1), (96, 192, 2), (192, 192, 1), (192, 384, 1))
        self.body = nn.Sequential(stem, *(Separable(*w) for w in widths))
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(768, 512), nn.ReLU(), nn.Dropout(0.1), nn.Linear(512, dim))

    def forward(self, levels: Tensor) -> Tensor:
        """(n, frames, 64) -> (n, dim)."""
        x = self.body(levels[:, None])
        pooled = torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)
        return functional.normalize(self.head(pooled), dim=-1)


class Listener(nn.Module):
    """The whole tower: waveform (n, samples) to (n, dim)."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.power, self.network = MelPower(), network

    def forward(self, waveform: Tensor) -> Tensor:
        """(n, samples) -> (n, dim), unit length."""
        return self.network(to_levels(self.power(waveform)))


@dataclass(frozen=True)
class Sounds:
    """Mel powers (frames, 64) float32 of whole clips, with the kind of sound of each."""

    powers: list[npt.NDArray[np.float32]]
    keys: list[str]

    def __add__(self, other: "Sounds") -> "Sounds":
        return Sounds(self.powers + other.powers, self.keys + other.keys)


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


def recorded(clips: Sequence[Clip]) -> Sounds:
    """Mel powers of labelled files."""
    return Sounds(powers_of([read(c.path) for c in clips]), [key_of(c.label) for c in clips])


def synthesised(each: int, seed: int) -> Sounds:
    """Every kind of sound that we can make, each times, and spoken sentences where espeak-ng is installed."""
    rng = np.random.default_rng(seed)
    keys = [key for key in synthesis.MAKERS for _ in range(each)]
    waveforms = [synthesis.make(key, rng) for key in keys]
    spoken = synthesis.speech([SPOKEN[i % len(SPOKEN)] for i in range(each * 2)], rng)
    return Sounds(powers_of([*waveforms, *spoken]), keys + ["speech"] * len(spoken))


def crop(power: npt.NDArray[np.float32], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """One window's frames from a random place, wrapped round."""
    start = int(rng.integers(len(power)))
    return np.take(power, np.arange(start, start + FRAMES), axis=0, mode="wrap")


def vary(batch: Tensor, rng: np.random.Generator) -> Tensor:
    """Equalise, add noise and blank out stretches and bands of mel powers (n, frames, 64)."""
    n = len(batch)
    curve = torch.from_numpy(rng.normal(0, 0.35, (n, 1, 5)).astype(np.float32))
    batch = batch * 10 ** functional.interpolate(curve, BANDS, mode="linear", align_corners=True)
    loudness = batch.mean((1, 2), keepdim=True)
    floor = torch.from_numpy(10 ** rng.uniform(-6, -1.7, (n, 1, 1)).astype(np.float32))
    batch = batch + floor * loudness * torch.rand_like(batch)
    for i in range(n):
        if rng.random() < 0.5:
            at, width = rng.integers(FRAMES - 40), rng.integers(5, 40)
            batch[i, at : at + width] *= 1e-4
        if rng.random() < 0.5:
            at, width = rng.integers(BANDS - 10), rng.integers(2, 10)
            batch[i, :, at : at + width] *= 1e-4
    return batch


def train(sounds: Sounds, targets: dict[str, npt.NDArray[np.float32]], epochs: int, seed: int) -> Network:
    """Fit a network to point at targets: cross-entropy over all descriptions and cosine, with mixed-up pairs."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    kinds = sorted(targets)
    aims = torch.from_numpy(np.stack([targets[k] for k in kinds]))
    truth = np.array([kinds.index(k) for k in sounds.keys])
    chance = 1 / np.sqrt(np.bincount(truth, minlength=len(kinds)))[truth]
    net = Network(aims.shape[1]).to(memory_format=torch.channels_last)
    steps = epochs * (len(truth) // 64)
    best = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.02)
    pace = torch.optim.lr_scheduler.OneCycleLR(best, 3e-3, total_steps=steps, pct_start=0.15)
    net.train()
    for step in range(steps):
        rows = rng.choice(len(truth), 64, p=chance / chance.sum())
        batch = torch.from_numpy(np.stack([crop(sounds.powers[i], rng) for i in rows]))
        wanted = functional.one_hot(torch.from_numpy(truth[rows]), len(kinds)).float()
        batch, wanted = mix(vary(batch, rng), wanted, rng)
        vectors = net(to_levels(batch))
        aim = functional.normalize(wanted @ aims, dim=-1)
        named = functional.cross_entropy(vectors @ aims.T / 0.05, wanted)
        loss = named + 2.0 * (1 - (vectors * aim).sum(-1)).mean()
        best.zero_grad()
        loss.backward()
        best.step()
        pace.step()
        if step % 100 == 0:
            print(f"  sound: step {step} of {steps}, loss {loss.item():.2f}", flush=True)
    return net.eval()


def mix(batch: Tensor, wanted: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Add a second sound to half of the batch, labels in proportion (Zhang et al. 2018), at equal loudness."""
    share = torch.from_numpy(rng.beta(0.4, 0.4, len(batch)).astype(np.float32))
    share = torch.maximum(share, 1 - share)
    share[: len(batch) // 2] = 1.0
    other = torch.from_numpy(rng.permutation(len(batch)))
    unit = batch / batch.mean((1, 2), keepdim=True).clamp(min=1e-10)
    # Silence must stay silent: what is not mixed keeps its own level.
    both = unit * share[:, None, None] + unit[other] * (1 - share)[:, None, None]
    mixed = torch.where(share[:, None, None] < 1, both, batch)
    return mixed, wanted * share[:, None] + wanted[other] * (1 - share)[:, None]


def export(network: Network, path: Path) -> None:
    """Write the graph with float16 weights; batch norms are folded by the exporter's evaluation mode."""
    tower = Listener(network).eval()
    torch.onnx.export(
        tower,
        (torch.zeros(2, WINDOW),),
        str(path),
        opset_version=17,
        dynamo=False,
        input_names=["waveform"],
        output_names=["embedding"],
        do_constant_folding=False,
        dynamic_axes={"waveform": {0: "n", 1: "samples"}, "embedding": {0: "n"}},
    )
    halve(path)


class SoundTower:
    """Windows to unit vectors through a finished graph."""

    def __init__(self, graph: Path, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

    def __call__(self, windows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, samples) -> (n, dim)."""
        return np.concatenate(
            [self.session.run(["embedding"], {"waveform": windows[i : i + 16]})[0] for i in range(0, len(windows), 16)]
        )

    def of_clip(self, samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The mean of a clip's windows, cut one after another from the start."""
        whole = max(1, len(samples) // WINDOW)
        windows = np.resize(samples, (1, WINDOW)) if len(samples) < WINDOW else samples[: whole * WINDOW]
        mean = self(windows.reshape(-1, WINDOW)).mean(0)
        return mean / np.linalg.norm(mean)


def encode(network: Network, powers: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    """Unit vector of each clip from its mel powers: the mean over its windows, one after another from the start."""
    step = WINDOW // HOP
    vectors = []
    with torch.inference_mode():
        for power in powers:
            starts = range(0, max(1, (len(power) - FRAMES) // step + 1) * step, step)
            windows = np.stack([np.take(power, np.arange(s, s + FRAMES), axis=0, mode="wrap") for s in starts])
            mean = network(to_levels(torch.from_numpy(windows))).numpy().mean(0)
            vectors.append(mean / np.linalg.norm(mean))
    return np.stack(vectors)
