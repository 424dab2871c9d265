"""Sounds made by signal processing, for what the recordings lack: (phrase key, samples) at 32 kHz.

Each maker draws its own parameters widely (pitch, speed, timbre, length), so that the tower learns the kind of sound
and not one rendering. Sources of the recipes: textbook subtractive, additive, FM and Karplus-Strong synthesis.
"""
# ruff: noqa: D103  (a maker is named for what it sounds like: there is nothing to add)

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from scipy.signal import butter, lfilter, resample_poly, sosfilt

Samples = npt.NDArray[np.float64]
Rng = np.random.Generator
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


def pick(rng: Rng, *choices: str) -> str:
    return choices[int(rng.integers(len(choices)))]


# tones and music -----------------------------------------------------------------------------------------------------
def tone(rng: Rng) -> Samples:
    return wave(glide(rng.uniform(1, 1.005) * 10 ** rng.uniform(1.9, 3.7)), pick(rng, "sine", "sine", "triangle"), rng)


def sweep(rng: Rng) -> Samples:
    low, high = sorted(10 ** rng.uniform(2, 3.8, 2))
    ends = (low, high * 1.5) if rng.random() < 0.5 else (high * 1.5, low)
    period = rng.uniform(0.7, 5)
    return wave(glide(ends[0] * (ends[1] / ends[0]) ** ((TIME % period) / period)), pick(rng, "sine", "saw"), rng)


def chord(rng: Rng) -> Samples:
    out, length = np.zeros(LENGTH), rng.uniform(0.8, 5)
    shape = pick(rng, "sine", "triangle", "rich", "saw")
    for at in np.arange(0, 5, length):
        root = rng.integers(40, 68)
        steps = [(0, 4, 7), (0, 3, 7), (0, 4, 7, 11), (0, 3, 7, 10), (0, 5, 7)][rng.integers(5)]
        t = np.arange(int(length * RATE)) / RATE
        fade = np.exp(-t * rng.uniform(0, 2)) * np.minimum(1, t / rng.uniform(0.005, 0.2))
        for step in steps:
            place(out, wave(midi(root + step) * t, shape, rng) * fade, at)
    return out


def melody(rng: Rng) -> Samples:
    out, length = np.zeros(LENGTH), rng.uniform(0.12, 0.6)
    scale, root = [0, 2, 4, 5, 7, 9, 11, 12], rng.integers(48, 76)
    shape, decay = pick(rng, "sine", "triangle", "rich", "square"), rng.uniform(0.5, 6)
    for at in np.arange(0, 5, length):
        t = np.arange(int(length * RATE)) / RATE
        note = midi(root + scale[rng.integers(8)])
        place(out, wave(note * t, shape, rng) * np.exp(-t * decay) * np.minimum(1, t / 0.01), at)
    return out


def plucked(rng: Rng, note: float) -> Samples:
    """Karplus-Strong string."""
    period = int(RATE / midi(note))
    excite = np.zeros(int(RATE * 1.5))
    excite[:period] = rng.uniform(-1, 1, period)
    loss = rng.uniform(0.985, 0.998) / 2
    return lfilter([1.0], np.concatenate([[1.0], np.zeros(period - 1), [-loss, -loss]]), excite)


def guitar(rng: Rng) -> Samples:
    out, root = np.zeros(LENGTH), rng.integers(40, 58)
    at = 0.0
    while at < 5:
        for i, step in enumerate((0, 7, 12, 16, 19)[: rng.integers(1, 6)]):
            place(out, plucked(rng, root + step), at + i * 0.02)
        at += rng.uniform(0.2, 0.9)
    return out


def piano(rng: Rng) -> Samples:
    out, at = np.zeros(LENGTH), 0.0
    while at < 5:
        hz, t = midi(rng.integers(45, 84)), np.arange(RATE * 2) / RATE
        strike = sum(
            np.sin(2 * np.pi * hz * k * (1 + 4e-4 * k * k) * t) / k**1.3 * np.exp(-t * (1 + k * 0.8))
            for k in range(1, 9)
        )
        place(out, strike, at)
        at += rng.uniform(0.1, 0.9)
    return out


def organ(rng: Rng) -> Samples:
    out = np.zeros(LENGTH)
    for note in rng.integers(40, 76, 3):
        out += sum(np.sin(2 * np.pi * glide(midi(note) * k)) * rng.uniform(0.2, 1) for k in (0.5, 1, 2, 3, 4, 8))
    return out * (1 + 0.15 * np.sin(2 * np.pi * rng.uniform(4, 7) * TIME))


def kick(rng: Rng) -> Samples:
    t = np.arange(int(0.3 * RATE)) / RATE
    hz = rng.uniform(40, 70) + rng.uniform(60, 150) * np.exp(-t * 40)
    return np.sin(2 * np.pi * np.cumsum(hz) / RATE) * np.exp(-t * rng.uniform(8, 16))


def drums(rng: Rng) -> Samples:
    out, beat = np.zeros(LENGTH), 60 / rng.uniform(70, 170)
    for step in range(int(5 / beat * 2) + 1):
        at = step * beat / 2
        if step % 4 == 0 or rng.random() < 0.1:
            place(out, kick(rng), at)
        if step % 4 == 2:
            place(out, 0.6 * burst(rng, 0.2, 300, 8000, rng.uniform(0.03, 0.1)), at)
        if rng.random() < 0.8:
            place(out, 0.25 * burst(rng, 0.08, 6000, 15_000, rng.uniform(0.01, 0.05)), at)
    return out


def band_music(rng: Rng) -> Samples:
    return drums(rng) + 0.15 * chord(rng) + 0.3 * melody(rng)


# weather and nature --------------------------------------------------------------------------------------------------
def rain(rng: Rng) -> Samples:
    hiss = band(noise(rng, rng.uniform(0, 0.8)), rng.uniform(200, 1500), rng.uniform(6000, 15_000))
    hiss /= np.abs(hiss).max()
    drops = repeated(rng, lambda: burst(rng, 0.03, rng.uniform(800, 3000), 9000, 0.004), rng.uniform(10, 60), 1.0)
    return hiss * (0.7 + 0.3 * slow(rng, 2)) + rng.uniform(0.05, 0.5) * drops


def wind(rng: Rng) -> Samples:
    level = slow(rng, rng.uniform(0.3, 1.5))
    low = band(noise(rng, rng.uniform(1, 2)), 60, rng.uniform(300, 1200))
    whistle = band(noise(rng), 350 + 200 * rng.random(), 500 + 700 * rng.random(), 1)
    return (low / np.abs(low).max() + rng.uniform(0, 0.5) * whistle / np.abs(whistle).max()) * (0.15 + level)


def thunder(rng: Rng) -> Samples:
    out = np.zeros(LENGTH)
    for _ in range(rng.integers(2, 7)):
        place(out, burst(rng, 3, 25, rng.uniform(100, 400), rng.uniform(0.3, 1.2)), rng.uniform(0, 3))
    place(out, 0.6 * burst(rng, 0.6, 100, 5000, 0.1), rng.uniform(0, 0.6))
    return out + 0.03 * noise(rng, 1)


def waves(rng: Rng) -> Samples:
    period = rng.uniform(2.5, 7)
    swell = np.sin(np.pi * ((TIME / period + rng.random()) % 1)) ** rng.uniform(1.5, 4)
    return band(noise(rng, rng.uniform(0.6, 1.4)), 100, rng.uniform(3000, 9000)) * (0.1 + swell)


def stream(rng: Rng) -> Samples:
    def bubble() -> Samples:
        t = np.arange(int(rng.uniform(0.02, 0.1) * RATE)) / RATE
        hz = rng.uniform(400, 2500) * (1 + t * rng.uniform(2, 10))
        return np.sin(2 * np.pi * np.cumsum(hz) / RATE) * np.sin(np.pi * t / t[-1])

    return 0.3 * repeated(rng, bubble, rng.uniform(15, 50), 1.0) + 0.1 * band(noise(rng, 1), 300, 5000)


def bird(rng: Rng) -> Samples:
    base, kind = rng.uniform(1800, 6500), rng.integers(3)

    def chirp() -> Samples:
        t = np.arange(int(rng.uniform(0.04, 0.3) * RATE)) / RATE
        share = t / t[-1]
        bend = [1 + 0.4 * share, 1.4 - 0.5 * share, 1 + 0.15 * np.sin(2 * np.pi * rng.uniform(10, 45) * t)][kind]
        return np.sin(2 * np.pi * np.cumsum(base * rng.uniform(0.8, 1.25) * bend) / RATE) * np.sin(np.pi * share)

    return repeated(rng, chirp, rng.uniform(1.2, 9), 0.5) + rng.uniform(0, 0.02) * noise(rng)


def insects(rng: Rng) -> Samples:
    hz, trill = rng.uniform(3500, 7000), rng.uniform(12, 60)
    gate = (np.sin(2 * np.pi * trill * TIME) > 0) * (np.sin(2 * np.pi * rng.uniform(0.5, 3) * TIME) > -0.5)
    return np.sin(2 * np.pi * glide(hz)) * gate + 0.02 * noise(rng)


def buzzing(rng: Rng) -> Samples:
    hz = rng.uniform(140, 420) * (1 + 0.15 * (slow(rng, 5) - 0.5))
    return band(wave(glide(hz), "saw", rng), 150, 6000) * (0.2 + slow(rng, 2))


# signals -------------------------------------------------------------------------------------------------------------
def siren(rng: Rng) -> Samples:
    low, high, rate = rng.uniform(350, 800), rng.uniform(900, 1900), 10 ** rng.uniform(-0.7, 0.6)
    swing = (np.sin(2 * np.pi * rate * TIME) + 1) / 2
    if rng.random() < 0.4:
        swing = np.round(swing)
    return wave(glide(low + (high - low) * swing), pick(rng, "sine", "triangle", "saw", "square"), rng)


def alarm(rng: Rng) -> Samples:
    hz, rate = rng.uniform(600, 3500), rng.uniform(2, 8)
    gate = (TIME * rate % 1) < rng.uniform(0.3, 0.7)
    if rng.random() < 0.4:
        gate = gate & ((TIME % 1.2) < 0.7)
    return wave(glide(hz), pick(rng, "sine", "square"), rng) * gate


def beep(rng: Rng) -> Samples:
    hz, gap, length = rng.uniform(500, 3000), rng.uniform(0.6, 2.0), rng.uniform(0.06, 0.25)
    return wave(glide(hz), "sine", rng) * ((TIME % gap) < length)


def telephone(rng: Rng) -> Samples:
    one = rng.uniform(400, 1300)
    warble = np.where((TIME * rng.uniform(15, 28)) % 1 < 0.5, one, one * rng.uniform(1.1, 1.4))
    ring = wave(glide(warble), pick(rng, "sine", "square", "rich"), rng)
    if rng.random() < 0.4:
        ring = np.sin(2 * np.pi * glide(440.0)) + np.sin(2 * np.pi * glide(480.0))
    cycle = rng.uniform(2, 4)
    return ring * ((TIME % cycle) < cycle * rng.uniform(0.35, 0.6))


def bell(rng: Rng) -> Samples:
    hz, decay = 10 ** rng.uniform(2.3, 3.4), rng.uniform(0.4, 2.5)

    def strike() -> Samples:
        t = np.arange(RATE * 4) / RATE
        return sum(
            np.sin(2 * np.pi * hz * r * t) * np.exp(-t * r / decay) / (1 + i)
            for i, r in enumerate((0.5, 1, 1.19, 1.5, 2, 2.74, 3.76))
        )

    return repeated(rng, strike, rng.uniform(0.25, 1.5), 0.05)


def horn(rng: Rng) -> Samples:
    hz, gap = rng.uniform(280, 480), rng.uniform(0.8, 3)
    both = wave(glide(hz), "saw", rng) + wave(glide(hz * rng.uniform(1.18, 1.27)), "saw", rng)
    return band(both, 200, 5000) * ((TIME % gap) < gap * rng.uniform(0.3, 0.8))


def whistle(rng: Rng) -> Samples:
    hz = rng.uniform(1200, 3800) * (1 + 0.2 * (slow(rng, 3) - 0.5))
    return np.sin(2 * np.pi * glide(hz)) * (slow(rng, 2) > 0.3) + 0.03 * noise(rng)


# machines ------------------------------------------------------------------------------------------------------------
def engine(rng: Rng) -> Samples:
    hz = rng.uniform(25, 130) * (1 + rng.uniform(0, 0.8) * slow(rng, 0.6))
    body = band(wave(glide(hz), "saw", rng) + 0.5 * wave(glide(hz / 2), "square", rng), 30, rng.uniform(600, 3000))
    return body + rng.uniform(0.05, 0.4) * noise(rng, 1) * (0.5 + 0.5 * np.sin(2 * np.pi * glide(hz)))


def hum(rng: Rng) -> Samples:
    base = pick(rng, "50", "60", "100", "120")
    out = sum(np.sin(2 * np.pi * float(base) * k * TIME) * rng.uniform(0.1, 1) / k for k in range(1, 8))
    return out + 0.02 * noise(rng)


def train(rng: Rng) -> Samples:
    clack = repeated(rng, lambda: burst(rng, 0.1, 150, 2500, 0.03), rng.uniform(2, 7), 0.1)
    return clack + 0.5 * band(noise(rng, 1.5), 40, 800)


def vacuum(rng: Rng) -> Samples:
    whine = sum(np.sin(2 * np.pi * glide(rng.uniform(200, 600) * k)) / k for k in range(1, 6))
    return 0.3 * whine + band(noise(rng, 0.5), 300, 8000) * 3


def clicks(rng: Rng) -> Samples:
    return repeated(rng, lambda: burst(rng, 0.02, rng.uniform(1000, 3000), 9000, 0.003), rng.uniform(1, 4), 0.3)


def typing(rng: Rng) -> Samples:
    def key() -> Samples:
        tap = burst(rng, 0.05, rng.uniform(800, 2500), rng.uniform(5000, 12_000), rng.uniform(0.003, 0.012))
        tap[: len(tap) // 2] += 0.4 * burst(rng, 0.025, 150, 700, 0.01)
        return tap

    return repeated(rng, key, rng.uniform(5, 12), 0.5)


def clock(rng: Rng) -> Samples:
    hz = rng.uniform(1500, 5000)
    return repeated(rng, lambda: burst(rng, 0.03, hz, hz * 2, 0.004), float(rng.integers(1, 5)), 0.01)


# people --------------------------------------------------------------------------------------------------------------
def footsteps(rng: Rng) -> Samples:
    low, top = rng.uniform(60, 250), rng.uniform(1500, 6000)

    def step() -> Samples:
        made = burst(rng, 0.18, low, low * 4, rng.uniform(0.02, 0.06))
        place(made, 0.4 * burst(rng, 0.1, 800, top, 0.02), rng.uniform(0.01, 0.05))
        return made

    return repeated(rng, step, rng.uniform(1.4, 3.2), 0.06)


def knocking(rng: Rng) -> Samples:
    hz, out, at = rng.uniform(120, 500), np.zeros(LENGTH), rng.uniform(0, 0.5)
    while at < 5:
        for i in range(rng.integers(2, 6)):
            place(out, burst(rng, 0.15, hz, hz * 3, 0.02) * rng.uniform(0.7, 1), at + i * rng.uniform(0.14, 0.25))
        at += rng.uniform(1, 2.2)
    return out


def applause(rng: Rng) -> Samples:
    per_second = 10 ** rng.uniform(1.2, 2.4)
    return repeated(
        rng, lambda: burst(rng, 0.04, rng.uniform(600, 1500), rng.uniform(3000, 7000), 0.008), per_second, 1.0
    ) + 0.02 * noise(rng, 0.5)


def crowd(rng: Rng) -> Samples:
    return sum(band(noise(rng, 1), f, f * 1.6) * (0.2 + slow(rng, 5)) for f in rng.uniform(180, 1600, 7))


def heartbeat(rng: Rng) -> Samples:
    out, gap = np.zeros(LENGTH), 60 / rng.uniform(50, 110)
    for at in np.arange(0, 5, gap):
        for delay, level in ((0, 1.0), (gap * 0.32, 0.7)):
            place(out, level * burst(rng, 0.15, 30, rng.uniform(80, 160), 0.04), at + delay)
    return out


# noises --------------------------------------------------------------------------------------------------------------
def white(rng: Rng) -> Samples:
    return noise(rng, rng.uniform(0, 0.15))


def pink(rng: Rng) -> Samples:
    return noise(rng, rng.uniform(0.85, 1.15))


def brown(rng: Rng) -> Samples:
    return noise(rng, rng.uniform(1.8, 2.3))


def silence(rng: Rng) -> Samples:
    return noise(rng, rng.uniform(0, 2)) * 10 ** rng.uniform(-6, -3.7)


def explosion(rng: Rng) -> Samples:
    out = np.zeros(LENGTH)
    place(out, burst(rng, 4, 20, rng.uniform(500, 4000), rng.uniform(0.2, 0.9)), rng.uniform(0, 2))
    return out + 1e-4 * noise(rng, 1)


def glass(rng: Rng) -> Samples:
    out, start = np.zeros(LENGTH), rng.uniform(0, 1.5)
    for _ in range(rng.integers(10, 40)):
        t = np.arange(int(0.4 * RATE)) / RATE
        shard = np.sin(2 * np.pi * rng.uniform(2500, 11_000) * t) * np.exp(-t * rng.uniform(10, 60))
        place(out, shard * rng.random(), start + rng.exponential(0.25))
    place(out, 2 * burst(rng, 0.15, 2000, 14_000, 0.03), start)
    return out


MAKERS: dict[str, Callable[[Rng], Samples]] = {
    "pure tone": tone, "tone sweep": sweep, "chord": chord, "melody": melody, "acoustic guitar": guitar,
    "piano": piano, "organ": organ, "drum beat": drums, "band": band_music, "rain": rain, "wind": wind,
    "thunder": thunder, "sea waves": waves, "stream": stream, "bird song": bird, "insects": insects,
    "buzzing bee": buzzing, "siren": siren, "alarm": alarm, "beep": beep, "telephone": telephone, "bell": bell,
    "car horn": horn, "whistling": whistle, "engine": engine, "electric hum": hum, "train": train,
    "vacuum cleaner": vacuum, "clicks": clicks, "typing": typing, "clock tick": clock, "footsteps": footsteps,
    "knocking": knocking, "applause": applause, "crowd": crowd, "heartbeat": heartbeat, "white noise": white,
    "pink noise": pink, "brown noise": brown, "silence": silence, "explosion": explosion, "breaking glass": glass,
}  # fmt: skip


def make(key: str, rng: Rng) -> npt.NDArray[np.float32]:
    """Five seconds of a kind of sound, with a random peak level between -26 and 0 dB (silence stays silent)."""
    made = MAKERS[key](rng)
    if key != "silence":
        made = made / max(np.abs(made).max(), 1e-9) * 10 ** rng.uniform(-1.3, 0)
        if rng.random() < 0.5:
            made = made + 10 ** rng.uniform(-4, -2.2) * noise(rng, 1)
    return made.astype(np.float32)


def speech(sentences: list[str], rng: Rng) -> list[npt.NDArray[np.float32]]:
    """Sentences spoken by espeak-ng in varied voices, 5 s each; none where espeak-ng is not installed."""
    program = shutil.which("espeak-ng")
    if program is None:
        return []
    spoken = []
    with tempfile.TemporaryDirectory() as folder:
        for i, sentence in enumerate(sentences):
            path = Path(folder) / f"{i}.wav"
            voice = pick(rng, "en", "en-us", "en-gb-scotland", "en+f2", "en+f4", "en+m3", "en+m7", "en-us+f3")
            subprocess.run(
                [
                    program,
                    "-v",
                    voice,
                    "-s",
                    str(rng.integers(120, 200)),
                    "-p",
                    str(rng.integers(20, 80)),
                    "-w",
                    str(path),
                    sentence,
                ],
                check=True,
            )
            spoken.append(_five_seconds(path, rng))
    return spoken


def _five_seconds(path: Path, rng: Rng) -> npt.NDArray[np.float32]:
    samples, rate = soundfile.read(path)
    at_rate = resample_poly(samples, RATE, rate)
    filled = np.resize(np.concatenate([at_rate, np.zeros(int(rng.uniform(0.1, 0.6) * RATE))]), LENGTH)
    return (filled / np.abs(filled).max() * 10 ** rng.uniform(-1.2, 0)).astype(np.float32)
