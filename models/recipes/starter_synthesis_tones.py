"""Tones, tunes, signals and noises made by signal processing."""
# ruff: noqa: D103  (a maker is named for what it sounds like: there is nothing to add)

import numpy as np
from scipy.signal import lfilter
from starter_synthesis_signals import (
    LENGTH,
    RATE,
    TIME,
    Maker,
    Rng,
    Samples,
    band,
    burst,
    glide,
    midi,
    noise,
    pick,
    place,
    repeated,
    wave,
)  # fmt: skip


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


def white(rng: Rng) -> Samples:
    return noise(rng, rng.uniform(0, 0.15))


def pink(rng: Rng) -> Samples:
    return noise(rng, rng.uniform(0.85, 1.15))


def brown(rng: Rng) -> Samples:
    return noise(rng, rng.uniform(1.8, 2.3))


def silence(rng: Rng) -> Samples:
    return noise(rng, rng.uniform(0, 2)) * 10 ** rng.uniform(-6, -3.7)


TONES: dict[str, Maker] = {
    "pure tone": tone, "tone sweep": sweep, "chord": chord, "melody": melody, "acoustic guitar": guitar,
    "piano": piano, "organ": organ, "drum beat": drums, "band": band_music, "siren": siren, "alarm": alarm,
    "beep": beep, "telephone": telephone, "bell": bell, "car horn": horn, "white noise": white, "pink noise": pink,
    "brown noise": brown, "silence": silence,
}  # fmt: skip
