"""What people do that can be heard: crying, sneezing, laughing, walking, clapping ..., by source and filter."""
# ruff: noqa: D103  (a maker is named for what it sounds like: there is nothing to add)

import numpy as np
from starter_synthesis_signals import (
    LENGTH,
    RATE,
    TIME,
    Rng,
    Samples,
    band,
    bout,
    burst,
    curve,
    fade,
    grains,
    midi,
    noise,
    pick,
    place,
    pulses,
    repeated,
    seconds,
    slow,
    softened,
    throat,
    tube,
    wobble,
)  # fmt: skip
from starter_synthesis_voices import call

VOWELS = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (270, 2290, 3010),
    (570, 840, 2410),
    (300, 870, 2240),
    (500, 1500, 2500),
)
"""Formants of a, e, i, o, u and the neutral vowel of men, Hz (Peterson and Barney 1952)."""


def vowel(which: int, size: float) -> list[tuple[float, float, float]]:
    """Formants of a vowel in a throat of size: 1 a man's, 1.15 a woman's, 1.4 a child's."""
    first, second, third = (hz * size for hz in VOWELS[which])
    return [(first, 90, 1.0), (second, 110, 0.6), (third, 170, 0.35), (3500 * size, 250, 0.2), (4500 * size, 300, 0.1)]


def between(one: int, two: int, size: float, share: Samples) -> list[tuple[Samples, float, float]]:
    """Formants that move from one vowel to another as share (samples,) goes from 0 to 1."""
    return [(a[0] * (1 - share) + b[0] * share, a[1], a[2])
            for a, b in zip(vowel(one, size), vowel(two, size), strict=True)]  # fmt: skip


def hiss(  # noqa: PLR0917  (so many numbers make a breath)
    rng: Rng, length_s: float, low: float, high: float, attack_s: float, release_s: float
) -> Samples:
    """Breath through a gap."""
    t = seconds(length_s)
    return band(rng.standard_normal(len(t)), low, high) * fade(len(t), attack_s, release_s)


def baby(rng: Rng) -> Samples:
    """Cries of 0.4 to 1.6 s at 300 to 700 Hz, a breath drawn in between (Wasz-Hockert 1968)."""
    pitch, size = rng.uniform(320, 620), rng.uniform(1.5, 2.1)
    rough, breath, length = rng.uniform(0, 0.7), rng.uniform(0.02, 0.25), rng.uniform(0.4, 1.6)

    def cry() -> Samples:
        n = len(seconds(length * rng.uniform(0.6, 1.4)))
        hz = pitch * rng.uniform(0.9, 1.15) * curve((0.75, 1.05, 1.1, 1.0, rng.uniform(0.6, 0.9)), n)
        hz = hz * (1 + 0.02 * np.sin(2 * np.pi * rng.uniform(4, 8) * np.arange(n) / RATE))
        made = call(rng, hz, between(5, pick(rng, 0, 1), size, curve((0, 1, 1, 0.3), n)), 0.01, rough, breath, 0.05,
                    0.12, rng.uniform(2500, 8000))  # fmt: skip
        gasp = 0.08 * hiss(rng, rng.uniform(0.15, 0.35), 800, 7000, 0.08, 0.05)
        return np.concatenate([made / np.abs(made).max(), np.zeros(int(0.08 * RATE)), gasp * rng.uniform(0, 2)])

    return bout(rng, cry, 6, (0.02, 0.4))


def sneeze(rng: Rng) -> Samples:
    """A breath or two drawn in with a voice, then a burst of noise, 2 to 8 kHz, that ends in a vowel."""
    size, pitch = rng.uniform(0.95, 1.5), rng.uniform(110, 420)

    def one() -> Samples:
        drawn = [_drawn(rng, pitch, size) for _ in range(pick(rng, 0, 1, 1, 2))]
        n = len(seconds(rng.uniform(0.15, 0.5)))
        blast = hiss(rng, n / RATE, rng.uniform(700, 2500), rng.uniform(6000, 14_000), 0.006, 0.25)
        blast /= np.abs(blast).max()
        voiced = call(rng, pitch * 1.6 * curve((1.3, 0.7), n), between(pick(rng, 0, 1), 4, size, curve((0, 1), n)),
                      0.03, 0.5, 0.6, 0.01, 0.12)  # fmt: skip
        voiced /= np.abs(voiced).max()
        late = int(rng.uniform(0, 0.12) * RATE)
        out = np.zeros(n + late)
        place(out, blast, 0)
        out[late:] += rng.uniform(0, 1.2) * voiced
        return np.concatenate([*drawn, np.zeros(int(rng.uniform(0, 0.15) * RATE)), out])

    return bout(rng, one, pick(rng, 1, 1, 1, 2, 3), (0.3, 1.5))


def _drawn(rng: Rng, pitch: float, size: float) -> Samples:
    n = len(seconds(rng.uniform(0.2, 0.7)))
    made = call(rng, pitch * curve((1, rng.uniform(1, 1.6)), n), vowel(0, size), 0.03, 0.3, rng.uniform(0.5, 3), 0.1,
                0.05)  # fmt: skip
    return rng.uniform(0.05, 0.4) * made / np.abs(made).max()


def cough(rng: Rng) -> Samples:
    """One to five bursts of 0.15 to 0.4 s: an explosion of noise, a rough voice after it (Korpas 1996)."""
    size, pitch, voiced = rng.uniform(0.9, 1.5), rng.uniform(90, 400), rng.uniform(0, 1)
    shape = vowel(pick(rng, 0, 5, 3), size)

    def one() -> Samples:
        n = len(seconds(rng.uniform(0.15, 0.4)))
        source = rng.standard_normal(n) * np.exp(-np.arange(n) / RATE / rng.uniform(0.04, 0.15))
        source += voiced * pulses(rng, pitch * curve((1.2, 1.0, 0.8), n), 0.05, 0.8, 0.5)
        wide = [(hz, 3 * width, level) for hz, width, level in shape]
        return throat(source, wide, 0.1) * fade(n, 0.004, 0.12)

    return bout(rng, one, 6, (0.02, 0.5))


def laugh(rng: Rng) -> Samples:
    """Ha-ha-ha: four to seven a second, each louder breath with a falling voice (Bachorowski 2001)."""
    size = rng.uniform(0.95, 1.6)
    pitch, rate, which = 150 * size**2 * rng.uniform(0.7, 1.8), rng.uniform(3.5, 7), pick(rng, 0, 0, 1, 2, 5)
    breath = rng.uniform(0.1, 0.9)

    def run() -> Samples:
        count = int(rng.integers(3, 14))
        out = np.zeros(int((count + 2) / rate * RATE))
        for i in range(count):
            n = len(seconds(rng.uniform(0.4, 0.8) / rate))
            height = pitch * (1.25 - 0.5 * i / count) * rng.uniform(0.93, 1.07)
            ha = call(rng, height * curve((1.1, 1.1, 0.85), n), vowel(which, size), 0.02, 0.2, breath, 0.02, 0.06, 3000)
            place(out, ha / np.abs(ha).max() * (1.1 - 0.7 * i / count), i / rate * rng.uniform(0.97, 1.03))
            place(out, breath * 0.2 * hiss(rng, 0.3 / rate, 800, 6000, 0.01, 0.02), (i + 0.7) / rate)
        return out

    return bout(rng, run, 3, (0.1, 0.6))


def snore(rng: Rng) -> Samples:
    """Flutter of 20 to 90 pulses a second while breath is drawn in, every three to five seconds."""
    hz, tract = rng.uniform(22, 95), tube(rng.uniform(14, 20), rng, 7)
    turn, rough = rng.uniform(1.6, 4), rng.uniform(0.2, 1)
    out = np.zeros(LENGTH)
    for at in np.arange(-rng.uniform(0, turn), 5, turn):
        n = len(seconds(turn * rng.uniform(0.35, 0.5)))
        made = throat(pulses(rng, hz * curve((0.9, 1.05, 1.0), n), 0.08, rough, rng.uniform(0.3, 1.5)), tract)
        made *= fade(n, 0.3 * n / RATE, 0.15)
        place(out, made / np.abs(made).max(), max(at, 0))
        place(out, rng.uniform(0, 0.15) * hiss(rng, turn * 0.35, 500, 4000, 0.2, 0.4), max(at + turn / 2, 0))
    return out


def breathing(rng: Rng) -> Samples:
    turn, low = rng.uniform(0.9, 4), rng.uniform(300, 1500)
    out = np.zeros(LENGTH)
    for at in np.arange(0, 5, turn):
        place(out, hiss(rng, turn * 0.4, low * 1.4, low * 8, turn * 0.2, turn * 0.12), at)
        place(
            out, rng.uniform(0.6, 1.2) * hiss(rng, turn * 0.45, low, low * 6, turn * 0.1, turn * 0.3), at + turn * 0.5
        )
    return out + rng.uniform(0, 0.02) * noise(rng, 1)


def drinking(rng: Rng) -> Samples:
    """Gulps: a click, then a bubble that falls or rises in the throat; sips hiss first."""

    def gulp() -> Samples:
        t = seconds(rng.uniform(0.08, 0.25))
        hz = rng.uniform(180, 600) * curve((1, rng.uniform(0.6, 1.8)), len(t))
        tone = np.sin(2 * np.pi * np.cumsum(hz) / RATE) * fade(len(t), 0.02, 0.08)
        sip = hiss(rng, rng.uniform(0.1, 0.7), 1200, 8000, 0.05, 0.05) * sips
        return np.concatenate([sip, tone])

    sips = pick(rng, 0.0, 0.15, 0.6)
    return bout(rng, gulp, 10, (0.1, 0.6)) + 0.3 * grains(rng, lambda: burst(rng, 0.03, 400, 5000, 0.006), 3)


def brushing(rng: Rng) -> Samples:
    """Bristles: noise of 2 to 12 kHz that swells three to seven times a second, higher one way than the other."""
    rate, low = rng.uniform(2.5, 7), rng.uniform(1200, 4500)
    phase = np.cumsum(rate * (1 + 0.1 * wobble(rng, LENGTH, 2))) / RATE
    there, back = np.clip(np.sin(2 * np.pi * phase), 0, 1), np.clip(-np.sin(2 * np.pi * phase), 0, 1)
    forth = band(noise(rng), low, low * 3.5) * there**0.7
    made = forth + rng.uniform(0.3, 1) * band(noise(rng), low * 0.7, low * 2.5) * back**0.7
    return made * (slow(rng, 0.6) > 0.15)


def singing(rng: Rng) -> Samples:
    """One to five voices on vowels, with vibrato of 5 to 7 a second."""

    def voice() -> Samples:
        size, root, out, at = rng.uniform(0.95, 1.3), rng.integers(45, 67), np.zeros(LENGTH), 0.0
        while at < 5:
            t = seconds(rng.uniform(0.3, 1.6))
            shake = 0.02 * np.sin(2 * np.pi * rng.uniform(5, 7) * t) * np.clip(t / 0.3, 0, 1)
            hz = midi(root + pick(rng, 0, 2, 4, 5, 7, 9, 12)) * (1 + shake)
            one = call(rng, hz, between(*rng.integers(0, 5, 2), size, curve((0, 1), len(t))), 0.004, 0.03, 0.03, 0.06,
                       0.1)  # fmt: skip
            place(out, one / np.abs(one).max() * rng.uniform(0.6, 1), at)
            at += t[-1] + rng.uniform(0, 0.15)
        return out

    return sum(voice() for _ in range(pick(rng, 1, 1, 2, 5)))


def scream(rng: Rng) -> Samples:
    size, pitch = rng.uniform(1.0, 1.5), rng.uniform(500, 1500)

    def one() -> Samples:
        n = len(seconds(rng.uniform(0.5, 2)))
        return call(rng, pitch * curve((0.7, 1.1, 1.1, 0.8), n), vowel(0, size), 0.03, rng.uniform(0.3, 1.2), 0.4, 0.05,
                    0.2, 6000)  # fmt: skip

    return bout(rng, one, 3, (0.2, 1))


def footsteps(rng: Rng) -> Samples:
    """Heel and toe: thuds on floors, crunching on gravel, snow and leaves."""
    low, top, crunch = rng.uniform(60, 300), rng.uniform(1500, 7000), pick(rng, 0.0, 0.0, 0.3, 1.0)

    def step() -> Samples:
        made = np.zeros(int(0.4 * RATE))
        place(made, burst(rng, 0.18, low, low * 4, rng.uniform(0.01, 0.05)) * (1.2 - crunch), 0)
        place(made, 0.4 * burst(rng, 0.1, 800, top, rng.uniform(0.005, 0.02)), rng.uniform(0.01, 0.05))
        if rng.random() < 0.5:
            place(made, 0.5 * burst(rng, 0.1, low, top, 0.01), rng.uniform(0.08, 0.2))
        for at in rng.uniform(0, 0.22, int(crunch * rng.integers(8, 40))):
            place(made, 0.5 * burst(rng, 0.03, 1000, top + 3000, 0.004) * rng.random(), at)
        return made

    return repeated(rng, step, rng.uniform(1.3, 3.4), 0.06) + 10 ** rng.uniform(-4, -1.7) * noise(rng, 1)


def applause(rng: Rng) -> Samples:
    """Hands of few or many people, each at a pace of his own (Peltola 2007)."""

    def person() -> Samples:
        hz, rate, level = rng.uniform(500, 2000), rng.uniform(2.2, 5), rng.uniform(0.1, 1)
        clap = lambda: level * burst(rng, 0.06, hz, hz * rng.uniform(2, 4), rng.uniform(0.004, 0.014))  # noqa: E731
        return repeated(rng, clap, rate, 0.08)

    count = pick(rng, 1, 2, 6, 20)
    made = sum(person() for _ in range(count))
    if count > 4:
        made = made + grains(rng, lambda: 0.3 * burst(rng, 0.03, 700, 5000, 0.008), 10 ** rng.uniform(1.5, 2.4), 0.5)
        made = made * (0.5 + slow(rng, 0.7))
    return made + rng.uniform(0, 0.03) * noise(rng, 0.7)


def crowd(rng: Rng) -> Samples:
    """Many voices at once: syllables of random people on top of a murmur."""
    out = sum(band(noise(rng, 1), f, f * 1.6) * (0.2 + slow(rng, 5)) for f in rng.uniform(180, 1600, 7)) * 0.5
    loud = rng.random() < 0.3  # cheering

    def syllable() -> Samples:
        size, n = rng.uniform(0.95, 1.4), len(seconds(rng.uniform(0.4, 1.5) if loud else rng.uniform(0.08, 0.3)))
        hz = (280 if loud else 130) * size**2 * rng.uniform(0.8, 1.3) * curve(rng.uniform(0.8, 1.2, 3), n)
        one = call(rng, hz, between(*rng.integers(0, 6, 2), size, curve((0, 1), n)), 0.02, 0.1, 0.2)
        return 0.1 * one / np.abs(one).max()

    return out * 0.3 + grains(rng, syllable, rng.uniform(6, 20), 0.7)


def heartbeat(rng: Rng) -> Samples:
    out, gap = np.zeros(LENGTH), 60 / rng.uniform(50, 130)
    top = rng.uniform(70, 220)
    for at in np.arange(rng.uniform(0, gap), 5, gap):
        for delay, level in ((0, 1.0), (gap * 0.32, rng.uniform(0.4, 1))):
            place(out, level * burst(rng, 0.15, 30, top, rng.uniform(0.02, 0.05)), at + delay)
    return out + rng.uniform(0, 0.01) * noise(rng, 1)


def whistle(rng: Rng) -> Samples:
    """People whistle tunes; a referee's whistle trills."""
    if rng.random() < 0.3:
        hz, trill = rng.uniform(2200, 4200), rng.uniform(15, 45)
        gate = (slow(rng, 1.5) > 0.35).astype(float)
        return np.sin(2 * np.pi * hz * TIME + 4 * np.sin(2 * np.pi * trill * TIME)) * gate + 0.1 * noise(rng) * gate
    notes = rng.uniform(900, 2500) * 2 ** (rng.integers(-5, 8, rng.integers(3, 14)) / 12)
    hz = softened(np.repeat(notes, LENGTH // len(notes) + 1)[:LENGTH], 12) * (1 + 0.01 * np.sin(2 * np.pi * 6 * TIME))
    level = softened((slow(rng, 3) > 0.25).astype(float), 20)
    return (np.sin(2 * np.pi * np.cumsum(hz) / RATE) + rng.uniform(0, 0.2) * band(noise(rng), 1000, 5000)) * level


def snap(rng: Rng) -> Samples:
    return repeated(rng, lambda: burst(rng, 0.05, rng.uniform(1200, 2500), 6000, 0.006), rng.uniform(0.7, 3), 0.1)


def chewing(rng: Rng) -> Samples:
    """Crunches, one or two a second, of many small cracks."""

    def bite() -> Samples:
        out = np.zeros(int(0.35 * RATE))
        for at in rng.exponential(0.07, rng.integers(5, 30)):
            place(out, burst(rng, 0.03, rng.uniform(500, 2500), 8000, 0.004) * rng.random(), at)
        return out

    return repeated(rng, bite, rng.uniform(1, 2.5), 0.1)


PEOPLE = {
    "baby cry": baby, "person sneeze": sneeze, "coughing": cough, "laughing": laugh, "snoring": snore,
    "breathing": breathing, "drinking": drinking, "brushing teeth": brushing, "singing": singing, "scream": scream,
    "footsteps": footsteps, "applause": applause, "crowd": crowd, "heartbeat": heartbeat, "whistling": whistle,
    "finger snap": snap, "chewing": chewing,
}  # fmt: skip
