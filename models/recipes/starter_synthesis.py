"""Sounds made by the recipe, for what the recordings lack: a kind of sound to five seconds of samples at 32 kHz.

Each maker draws its own parameters widely (pitch, speed, timbre, length), so that the tower learns the kind of sound
and not one rendering.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt
from starter_labels import SPOKEN, SPOKEN_ELSEWHERE, VOICES
from starter_synthesis_house import HOUSE
from starter_synthesis_machines import MACHINES
from starter_synthesis_nature import NATURE
from starter_synthesis_people import PEOPLE
from starter_synthesis_signals import LENGTH, RATE, Maker, Rng, Samples, noise, pick
from starter_synthesis_tones import TONES
from starter_synthesis_voices import ANIMALS

MAKERS: dict[str, Maker] = {**TONES, **NATURE, **MACHINES, **HOUSE, **ANIMALS, **PEOPLE}


def make(key: str, rng: Rng) -> npt.NDArray[np.float32]:
    """Five seconds of a kind of sound, with a random peak level between -26 and 0 dB (silence stays silent)."""
    made = MAKERS[key](rng)
    if key != "silence":
        made = _recorded(made, rng)
        made = made / max(np.abs(made).max(), 1e-9) * 10 ** rng.uniform(-1.3, 0)
    return made.astype(np.float32)


def _recorded(made: Samples, rng: Rng) -> Samples:
    """What happens to a sound on its way into a file: a room, a microphone, a cut, a narrow band, an overload."""
    made = made / max(np.abs(made).max(), 1e-9)
    if rng.random() < 0.5:
        made = _room(made, rng)
    if rng.random() < 0.3:
        edges = [10 ** rng.uniform(1.5, 2.5), 10 ** rng.uniform(3.5, 4.15)]
        made = sosfilt(butter(2, edges, "bandpass", fs=RATE, output="sos"), made)
    if rng.random() < 0.15:
        made = np.tanh(made / np.abs(made).max() * rng.uniform(1, 6))
    if rng.random() < 0.8:
        made = made + np.abs(made).max() * 10 ** rng.uniform(-3.7, -1.2) * noise(rng, rng.uniform(0, 2))
    if rng.random() < 0.15:  # a clip that ends early and was filled up with nothing
        made = made * (np.arange(LENGTH) < rng.uniform(0.3, 1) * LENGTH)
    return made


def _room(made: Samples, rng: Rng) -> Samples:
    """An echo of noise that dies away in 0.1 to 1.5 s, sooner in the treble (Polack 1988)."""
    t = np.arange(int(RATE * 0.8)) / RATE
    tail = rng.standard_normal(len(t)) * 10 ** (-3 * t / rng.uniform(0.1, 1.5))
    tail = sosfilt(butter(1, 10 ** rng.uniform(3.2, 4), "lowpass", fs=RATE, output="sos"), tail)
    tail *= 10 ** rng.uniform(-1.3, 0.2) / np.sqrt((tail**2).sum())
    return made + fftconvolve(made, tail)[:LENGTH]


def speech(count: int, rng: Rng) -> list[tuple[str, npt.NDArray[np.float32]]]:
    """Sentences spoken or whispered by espeak-ng in varied voices, 5 s each; none where espeak-ng is not installed."""
    program = shutil.which("espeak-ng")
    if program is None:
        print("  no espeak-ng: without speech", flush=True)
        return []
    spoken = []
    with tempfile.TemporaryDirectory() as folder:
        for i in range(count):
            path = Path(folder) / f"{i}.wav"
            key = "whisper" if i % 3 == 0 else "speech"
            english = (pick(rng, "en", "en-us", "en-gb-scotland", "en-gb-x-rp", "en-029"), pick(rng, *SPOKEN))
            tongue, sentence = english if rng.random() < 0.6 else SPOKEN_ELSEWHERE[rng.integers(len(SPOKEN_ELSEWHERE))]
            voice = tongue + (pick(rng, "+whisper", "+whisperf") if key == "whisper" else pick(rng, *VOICES))
            pace, pitch = str(rng.integers(110, 220)), str(rng.integers(10, 90))
            subprocess.run(
                [program, "-v", voice, "-s", pace, "-p", pitch, "-w", str(path), sentence],
                check=True, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            spoken.append((key, _five_seconds(path, rng)))
    return spoken


def _five_seconds(path: Path, rng: Rng) -> npt.NDArray[np.float32]:
    samples, rate = soundfile.read(path)
    at_rate = resample_poly(samples, RATE, rate)
    filled = np.resize(np.concatenate([at_rate, np.zeros(int(rng.uniform(0.1, 0.6) * RATE))]), LENGTH)
    filled = _recorded(filled, rng)
    return (filled / np.abs(filled).max() * 10 ** rng.uniform(-1.2, 0)).astype(np.float32)
