"""Animals by source and filter (Fant 1960): uneven pulses or noise through a throat of the animal's length.

Pitches, lengths and contours are the ranges that the literature on their calls gives, drawn wider.
"""
# ruff: noqa: D103  (a maker is named for what it sounds like: there is nothing to add)

from collections.abc import Sequence

import numpy as np
from starter_synthesis_signals import (
    TIME,
    Rng,
    Samples,
    band,
    bout,
    burst,
    curve,
    fade,
    glide,
    grains,
    noise,
    partials,
    pick,
    place,
    pulses,
    seconds,
    slow,
    softened,
    throat,
    tube,
    wobble,
)  # fmt: skip

Formants = Sequence[tuple[Samples | float, float, float]]


def call(  # noqa: PLR0917  (so many numbers make a cry)
    rng: Rng, hz: Samples, formants: Formants, jitter: float = 0.01, rough: float = 0.1, breath: float = 0.1,
    attack_s: float = 0.03, release_s: float = 0.08, soft: float = 2000.0,
) -> Samples:  # fmt: skip
    """One cry: pulses of a pitch contour (samples,) through formants."""
    source = softened(pulses(rng, hz, jitter, rough, breath), soft)
    if rng.random() < 0.5:
        source = softened(source, soft * rng.uniform(0.7, 2))
    return throat(source, formants, rng.uniform(0.005, 0.04)) * fade(len(hz), attack_s, release_s)


def opening(mouth: Samples, formants: Formants, by: float = 0.5) -> Formants:
    """Resonances that rise as a mouth (samples,) opens from 0 to 1."""
    return [(np.asarray(hz) * (1 + by * (mouth - 0.5)), width, level) for hz, width, level in formants]


def dog(rng: Rng) -> Samples:
    """Barks: 0.08 to 0.35 s, chevrons of 150 to 1,100 Hz; small dogs higher and shorter (Yin and McCowan 2004)."""
    size = rng.random()
    pitch, length = 900 * 0.2**size * rng.uniform(0.7, 1.3), rng.uniform(0.08, 0.18) + 0.15 * size * rng.random()
    tract, rough, breath = tube(7 + 14 * size, rng), rng.uniform(0.1, 0.9), rng.uniform(0.1, 0.9)

    def bark() -> Samples:
        n = len(seconds(length * rng.uniform(0.8, 1.3)))
        hz = pitch * rng.uniform(0.85, 1.15) * curve((0.7, rng.uniform(1.0, 1.3), 1.0, rng.uniform(0.4, 0.75)), n)
        mouth = curve((0.2, 1, 0.8, 0.1), n)
        made = call(rng, hz, opening(mouth, tract, 0.6), 0.03, rough, breath, 0.012, length * 0.6, 3000)
        return np.concatenate([made, np.zeros(200)]) + _tail(rng, made)

    def woof() -> Samples:
        made = bark()
        if double:
            made = np.concatenate([made, 0.7 * bark()])
        return made

    double, kind = rng.random() < 0.15, rng.random()
    if kind < 0.1:
        return growl(rng)
    if kind < 0.18:
        return howl(rng)
    return bout(rng, woof, pick(rng, 1, 2, 3, 6, 12), (0.08, 0.9))


def _tail(rng: Rng, made: Samples) -> Samples:
    """Breath after a bark."""
    return np.pad(made, (200, 0)) * 0.05 + 0.01 * np.abs(made).max() * rng.standard_normal(len(made) + 200)


def growl(rng: Rng) -> Samples:
    tract = tube(rng.uniform(12, 22), rng)

    def one() -> Samples:
        n = len(seconds(rng.uniform(0.8, 2.5)))
        hz = rng.uniform(40, 120) * (1 + 0.1 * wobble(rng, n, 3))
        return call(rng, hz, tract, 0.1, 1.0, 0.8, 0.15, 0.3, 1500)

    return bout(rng, one, 3, (0.2, 0.8))


def howl(rng: Rng) -> Samples:
    """Wolves and dogs: 300 to 900 Hz, 1.5 to 4 s, a slow arch."""
    pitch, tract = rng.uniform(300, 800), tube(rng.uniform(14, 22), rng)

    def one() -> Samples:
        n = len(seconds(rng.uniform(1.5, 4)))
        hz = pitch * curve((0.6, 1.0, rng.uniform(1, 1.15), 1.0, 0.7), n)
        return call(rng, hz, tract, 0.004, 0.03, 0.06, 0.2, 0.5, 600)

    return bout(rng, one, 3, (0.2, 1.0)) + (0.4 * bout(rng, one, 2, (0.1, 1)) if rng.random() < 0.3 else 0)


def rooster(rng: Rng) -> Samples:
    """Cock-a-doodle-doo: three short notes and one long that falls, 400 to 1,100 Hz, rich in harmonics."""
    pitch, tract = rng.uniform(450, 950), tube(rng.uniform(10, 18), rng)
    rough, breath = rng.uniform(0, 0.5), rng.uniform(0.02, 0.4)
    lengths = rng.uniform((0.12, 0.08, 0.2, 0.5), (0.35, 0.25, 0.6, 1.6))
    heights = rng.uniform((0.6, 0.8, 0.95, 0.8), (0.85, 1.05, 1.25, 1.1))

    def crow() -> Samples:
        notes = []
        for i, (length, height) in enumerate(zip(lengths, heights, strict=True)):
            n = len(seconds(length * rng.uniform(0.9, 1.1)))
            ends = (0.85, 1.0, 0.95) if i < 3 else (0.9, 1.05, 1.0, rng.uniform(0.55, 0.85))
            hz = pitch * height * curve(ends, n)
            mouth = curve((0.3, 1, 0.7), n)
            notes += [call(rng, hz, opening(mouth, tract, 0.4), 0.012, rough, breath, 0.03, 0.06, 4000)]
            notes += [np.zeros(int(rng.uniform(0.01, 0.09) * 32_000))]
        return np.concatenate(notes)

    return bout(rng, crow, pick(rng, 1, 1, 2, 3), (0.3, 1.5))


def hen(rng: Rng) -> Samples:
    """Clucks of 0.04 to 0.15 s, 300 to 900 Hz, now and then a long loud one."""
    pitch, tract, rough = rng.uniform(300, 800), tube(rng.uniform(7, 13), rng), rng.uniform(0.1, 0.8)
    loud = rng.random() < 0.5

    def cluck() -> Samples:
        cackle = loud and rng.random() < 0.2
        n = len(seconds(rng.uniform(0.25, 0.6) if cackle else rng.uniform(0.04, 0.14)))
        shape = (0.8, 1.4, 1.6, 1.1) if cackle else (0.9, 1.1, 0.8)
        return call(rng, pitch * rng.uniform(0.8, 1.2) * curve(shape, n), tract, 0.03, rough, 0.3, 0.01, 0.04, 2500)

    made = bout(rng, cluck, 25, (0.05, 0.45))
    return made + 0.5 * bout(rng, cluck, 15, (0.1, 0.6)) if rng.random() < 0.4 else made


def cat(rng: Rng) -> Samples:
    """Meows: 0.4 to 1.5 s arches of 350 to 1,100 Hz while the mouth opens and closes; sometimes purring, hissing."""
    kind = rng.random()
    if kind < 0.12:
        return purr(rng)
    if kind < 0.18:
        return bout(rng, lambda: _hiss(rng), 3, (0.2, 1))
    pitch, tract = rng.uniform(350, 1000), tube(rng.uniform(6, 11), rng)
    rough, breath, base = rng.uniform(0, 0.5), rng.uniform(0.01, 0.25), rng.uniform(0.35, 1.2)

    def meow() -> Samples:
        n = len(seconds(base * rng.uniform(0.7, 1.4)))
        hz = pitch * rng.uniform(0.9, 1.1) * curve((0.75, 1.0, rng.uniform(1, 1.25), 0.95, rng.uniform(0.55, 0.95)), n)
        mouth = curve((0, 0.3, 1, 0.8, 0.3, 0.0), n)
        return call(rng, hz, opening(mouth, tract, 0.9), 0.008, rough, breath, 0.06, 0.15, rng.uniform(1500, 5000))

    return bout(rng, meow, pick(rng, 1, 2, 3, 5), (0.1, 1.2))


def _hiss(rng: Rng) -> Samples:
    t = seconds(rng.uniform(0.4, 1.5))
    return band(rng.standard_normal(len(t)), rng.uniform(1500, 3000), 12_000) * fade(len(t), 0.1, 0.3)


def purr(rng: Rng) -> Samples:
    hz = rng.uniform(22, 30) * (1 + 0.05 * (slow(rng, 2) - 0.5))
    made = throat(pulses(rng, hz, 0.05, 0.4, 1.0), tube(rng.uniform(8, 12), rng))
    return made * (0.5 + 0.5 * np.sin(2 * np.pi * rng.uniform(0.4, 0.9) * TIME) ** 2)


def cow(rng: Rng) -> Samples:
    """Moos: 0.8 to 2.5 s, 70 to 350 Hz, through a closed and then an open mouth (Padilla de la Torre 2015)."""
    pitch, tract = rng.uniform(70, 260), tube(rng.uniform(28, 55), rng, 9)
    rough, base, up = rng.uniform(0, 0.7), rng.uniform(0.8, 2.4), rng.uniform(1.0, 1.7)

    def moo() -> Samples:
        n = len(seconds(base * rng.uniform(0.8, 1.2)))
        hz = pitch * curve((0.8, 0.95, up, up, 0.9 * up, 0.7), n)
        mouth = curve((0, 0.1, 0.6, 1, 0.9, 0.4), n)
        return call(rng, hz, opening(mouth, tract, 0.7), 0.012, rough, 0.08, 0.15, 0.3, rng.uniform(500, 2500))

    return bout(rng, moo, pick(rng, 1, 2, 3), (0.2, 1.2))


def donkey(rng: Rng) -> Samples:
    """Hee-haw: breath drawn in, high and squeaking, and out, low and rough, about once a second."""
    high, low = rng.uniform(450, 1200), rng.uniform(130, 350)
    tract, squeak = tube(rng.uniform(22, 36), rng, 8), rng.uniform(0.2, 1.5)

    def hee_haw() -> Samples:
        a, b = len(seconds(rng.uniform(0.25, 0.7))), len(seconds(rng.uniform(0.3, 0.9)))
        hee = call(rng, high * curve((0.8, 1.1, 1.0), a), tract, 0.04, 0.4, squeak, 0.05, 0.08, 4000)
        haw = call(rng, low * curve((1, 1.1, 0.8), b), opening(curve((0.4, 1, 0.7), b), tract), 0.04, 0.9, 0.3,
                   0.03, 0.1, 3000)  # fmt: skip
        level = rng.uniform(0.3, 1)
        return np.concatenate([level * hee / np.abs(hee).max(), np.zeros(900), haw / np.abs(haw).max()])

    return bout(rng, hee_haw, 6, (0.0, 0.25))


def horse(rng: Rng) -> Samples:
    """Neigh: 1 to 2 s that fall from 900 to 1,600 Hz, shaken 6 to 12 times a second."""

    def neigh() -> Samples:
        t = seconds(rng.uniform(1.0, 2.2))
        shake = 1 + 0.12 * np.sin(2 * np.pi * rng.uniform(6, 12) * t)
        hz = rng.uniform(900, 1500) * curve((0.8, 1.1, 1.0, 0.7, rng.uniform(0.25, 0.5)), len(t)) * shake
        return call(rng, hz, tract, 0.03, 0.6, 0.5, 0.05, 0.4, 4000) * shake

    tract = tube(rng.uniform(25, 40), rng, 8)
    return bout(rng, neigh, 3, (0.2, 1))


def frog(rng: Rng) -> Samples:
    """Trains of pulses at 15 to 250 a second through a narrow resonance of 300 to 3,000 Hz, or short glides."""

    def voice() -> Samples:
        hz, ring, rate = 10 ** rng.uniform(2.5, 3.5), rng.uniform(0.05, 0.5), rng.uniform(20, 220)
        length, bend = rng.uniform(0.08, 0.8), rng.uniform(0.8, 1.5)
        two, tonal = rng.random() < 0.3, rng.random() < 0.3

        def croak() -> Samples:
            n = len(seconds(length * rng.uniform(0.8, 1.2)))
            if tonal:
                return np.sin(2 * np.pi * np.cumsum(hz * curve((1, bend), n)) / 32_000) * fade(n, 0.02, 0.05)
            made = pulses(rng, rate * curve((1, bend), n), 0.05, 0.4, 0.2)
            places = [(hz, hz * ring, 1.0), (hz * rng.uniform(1.8, 2.6), hz * ring, 0.5), (hz / 2, hz * ring, 0.2)]
            one = throat(made, places, 0.005) * fade(n, 0.03, 0.05)
            after = [np.zeros(800), throat(made * 0.9, [(hz * 1.3, hz * ring, 1.0)], 0.005)] if two else []
            return np.concatenate([one, *after])

        return bout(rng, croak, pick(rng, 2, 5, 14), (0.06, 0.9))

    return sum(voice() * rng.uniform(0.2, 1) for _ in range(rng.integers(1, 5)))


def lion(rng: Rng) -> Samples:
    """Roars of 0.8 to 3 s at 40 to 200 Hz, rough, in a throat of 30 to 45 cm; grunts follow."""
    pitch, tract = rng.uniform(45, 190), tube(rng.uniform(26, 44), rng, 9)
    rough, breath = rng.uniform(0.5, 1.3), rng.uniform(0.3, 1.5)

    def roar() -> Samples:
        grunt = rng.random() < short
        n = len(seconds(rng.uniform(0.3, 0.7) if grunt else rng.uniform(0.8, 3)))
        hz = pitch * rng.uniform(0.85, 1.15) * curve((0.7, 1.15, 1.1, 0.8, 0.6), n)
        mouth = curve((0.1, 0.8, 1, 0.7, 0.2), n)
        return call(rng, hz, opening(mouth, tract, 0.6), 0.06, rough, breath, 0.12, 0.4, rng.uniform(800, 3000))

    short = pick(rng, 0.0, 0.2, 0.8)
    return bout(rng, roar, pick(rng, 1, 2, 5), (0.1, 0.6))


def monkey(rng: Rng) -> Samples:
    """Screeches, chatter and hoots: 300 to 3,000 Hz, three to ten a second or long."""
    kind, pitch, tract = rng.integers(3), 10 ** rng.uniform(2.5, 3.4), tube(rng.uniform(6, 14), rng)
    rate, rough, breath = rng.uniform(0.06, 0.3), rng.uniform(0, 1), rng.uniform(0.05, 0.7)

    def one() -> Samples:
        n = len(seconds(rate * rng.uniform(0.7, 1.4) * (3 if kind == 0 else 1)))
        shape = [(0.8, 1.2, 1.1, 0.8), (0.9, 1.2, 0.7), (0.6, 0.9, 1.0, 0.8)][kind]
        hz = pitch * rng.uniform(0.8, 1.25) * curve(shape, n)
        if kind == 2:  # hoots grow from breath to cry
            hz = hz / 2
        return call(rng, hz, tract, 0.02, rough, breath, 0.02, 0.04, 4000 if kind < 2 else 1200)

    return bout(rng, one, pick(rng, 3, 8, 25), (0.02, 0.25))


def sheep(rng: Rng) -> Samples:
    """Bleats: 0.4 to 1.5 s, 120 to 600 Hz, trembling 7 to 14 times a second."""
    pitch, tract = 10 ** rng.uniform(2.1, 2.75), tube(rng.uniform(12, 22), rng, 8)
    rate, depth, rough = rng.uniform(7, 14), rng.uniform(0.03, 0.15), rng.uniform(0.1, 0.7)

    def bleat() -> Samples:
        t = seconds(rng.uniform(0.4, 1.5))
        shake = np.sin(2 * np.pi * rate * t + 3 * wobble(rng, len(t), 1))
        hz = pitch * rng.uniform(0.9, 1.1) * curve((0.9, 1.05, 1, 0.85), len(t)) * (1 + depth * shake)
        made = call(rng, hz, opening(curve((0.1, 0.9, 1, 0.6), len(t)), tract), 0.02, rough, 0.15, 0.05, 0.15, 4000)
        return made * (1 + rng.uniform(0.2, 0.8) * shake)

    made = bout(rng, bleat, pick(rng, 1, 2, 4), (0.2, 1.2))
    return made + 0.4 * bout(rng, bleat, 3, (0.3, 1)) if rng.random() < 0.3 else made


def pig(rng: Rng) -> Samples:
    """Grunts: pulses of 40 to 120 a second with much noise; squeals at 500 to 1,800 Hz."""
    tract, squeals = tube(rng.uniform(14, 26), rng, 8), pick(rng, 0.0, 0.0, 0.3, 1.0)

    def one() -> Samples:
        if rng.random() < squeals:
            n = len(seconds(rng.uniform(0.3, 1.2)))
            hz = rng.uniform(500, 1600) * curve((0.7, 1.1, 1.2, 0.8), n)
            return call(rng, hz, tract, 0.05, 0.8, 0.4, 0.03, 0.1, 6000)
        n = len(seconds(rng.uniform(0.1, 0.4)))
        return call(rng, rng.uniform(40, 130) * curve((1, 0.8), n), tract, 0.15, 1.0, 1.2, 0.02, 0.1, 1500)

    return bout(rng, one, 14, (0.05, 0.5))


def crow(rng: Rng) -> Samples:
    """Caws: 0.2 to 0.5 s, 300 to 650 Hz, hoarse, strongest around 1,000 to 2,200 Hz."""
    pitch, strong = rng.uniform(280, 650), rng.uniform(1000, 2200)
    tract = [*tube(rng.uniform(6, 11), rng), (strong, 500, 1.5)]
    length, rough = rng.uniform(0.18, 0.5), rng.uniform(0.4, 1.2)

    def caw() -> Samples:
        n = len(seconds(length * rng.uniform(0.9, 1.1)))
        return call(rng, pitch * curve((0.85, 1.05, 1, 0.8), n), tract, 0.05, rough, 0.5, 0.03, 0.08, 5000)

    made = bout(rng, caw, 8, (0.1, 0.6))
    return made + 0.4 * bout(rng, caw, 6, (0.1, 0.8)) if rng.random() < 0.3 else made


def duck(rng: Rng) -> Samples:
    """Quacks: 0.1 to 0.3 s, 130 to 350 Hz, buzzing, through the nose; geese longer and higher."""
    pitch, tract, length = rng.uniform(130, 450), tube(rng.uniform(9, 16), rng), rng.uniform(0.1, 0.4)

    def quack() -> Samples:
        n = len(seconds(length * rng.uniform(0.8, 1.2)))
        return call(rng, pitch * curve((1.1, 1.0, 0.8), n), [(1300, 300, 1.2), (2500, 400, 1.0), *tract], 0.03, 0.6,
                    0.2, 0.01, 0.05, 8000)  # fmt: skip

    return bout(rng, quack, 10, (0.05, 0.5))


def owl(rng: Rng) -> Samples:
    """Hoots: 250 to 600 Hz, nearly pure, in short patterns."""
    pitch = rng.uniform(230, 600)

    def hoot() -> Samples:
        t = seconds(rng.uniform(0.12, 0.9))
        hz = pitch * curve((0.95, 1, 0.97), len(t)) * (1 + 0.02 * np.sin(2 * np.pi * rng.uniform(6, 20) * t))
        return np.sin(2 * np.pi * np.cumsum(hz) / 32_000) * fade(len(t), 0.05, 0.1) + 0.01 * rng.standard_normal(len(t))

    return bout(rng, hoot, 6, (0.1, 0.8)) + 10 ** rng.uniform(-4, -2) * noise(rng, 1)


def bird(rng: Rng) -> Samples:
    """Song of one to four birds: whistles, trills, warbles and chirps of 1.5 to 8 kHz, repeated as phrases."""
    made = sum(_one_bird(rng) * rng.uniform(0.15, 1) for _ in range(pick(rng, 1, 1, 2, 4)))
    return made + 10 ** rng.uniform(-4, -1.7) * noise(rng, 1)


def _one_bird(rng: Rng) -> Samples:
    base, rich = 10 ** rng.uniform(3.15, 3.85), rng.random() < 0.3

    def syllable() -> tuple[Samples, float]:
        t = seconds(rng.uniform(0.03, 0.35))
        shapes = ((1, 1), (0.8, 1.3), (1.3, 0.8), (0.9, 1.25, 0.9), (1.2, 0.85, 1.2))
        hz = base * rng.uniform(0.75, 1.3) * curve(shapes[rng.integers(5)], len(t))
        if rng.random() < 0.3:
            hz = hz * (1 + rng.uniform(0.03, 0.2) * np.sin(2 * np.pi * rng.uniform(15, 70) * t))
        phase = 2 * np.pi * np.cumsum(hz) / 32_000
        made = np.sin(phase) + (0.3 * np.sin(2 * phase) + 0.1 * np.sin(3 * phase) if rich else 0)
        return made * fade(len(t), 0.01, 0.02), rng.uniform(0.02, 0.15)

    song = [syllable() for _ in range(rng.integers(1, 6))]
    repeats = rng.integers(1, 8, len(song))
    phrase = np.concatenate([np.concatenate([made, np.zeros(int(gap * 32_000))]) for (made, gap), times in
                             zip(song, repeats, strict=True) for _ in range(times)])  # fmt: skip
    return bout(rng, lambda: phrase, 5, (0.1, 1.2))


def insects(rng: Rng) -> Samples:
    """Crickets chirp in pulses of 2 to 8 kHz, cicadas rasp on."""

    def one() -> Samples:
        hz, trill, group = rng.uniform(2200, 8000), rng.uniform(15, 80), rng.uniform(0.4, 4)
        gate = np.clip(4 * np.sin(2 * np.pi * trill * TIME), 0, 1)
        if rng.random() < 0.75:
            gate = gate * ((TIME * group + rng.random()) % 1 < rng.uniform(0.25, 0.8))
        width = rng.uniform(0, 0.02)
        return np.sin(2 * np.pi * glide(hz * (1 + width * (slow(rng, 400) - 0.5)))) * gate

    made = sum(one() * rng.uniform(0.1, 1) for _ in range(rng.integers(1, 5)))
    if rng.random() < 0.4:
        made = made + rng.uniform(0.1, 1) * band(noise(rng), 3000, 9000) * 3
    return made + 10 ** rng.uniform(-3.5, -1.5) * noise(rng, 1)


def buzzing(rng: Rng) -> Samples:
    """Flies, bees and mosquitoes: 120 to 700 Hz with harmonics, coming and going."""
    hz = 10 ** rng.uniform(2.1, 2.85) * (1 + 0.2 * (slow(rng, rng.uniform(1, 8)) - 0.5))
    made = softened(pulses(rng, hz, 0.02, 0.3, 0.1), rng.uniform(800, 6000))
    level = slow(rng, rng.uniform(0.5, 4)) ** 2 + rng.uniform(0, 0.5)
    return band(made, 120, 9000) * level * ((slow(rng, 1) > 0.3) if rng.random() < 0.3 else 1)


def woodpecker(rng: Rng) -> Samples:
    hz = rng.uniform(500, 2000)

    def roll() -> Samples:
        out, rate = np.zeros(int(1.2 * 32_000)), rng.uniform(12, 25)
        for i in range(rng.integers(6, 18)):
            place(out, partials(seconds(0.06), hz, (1, 1.7, 2.9), 0.01, rng) + 0.3 * burst(rng, 0.06, 500, 5000, 0.004),
                  i / rate)  # fmt: skip
        return out

    return bout(rng, roll, 4, (0.3, 1.5))


def wings(rng: Rng) -> Samples:
    """Flapping: soft thuds of noise 5 to 14 times a second."""
    low, rate = rng.uniform(150, 600), rng.uniform(5, 14)
    flap = np.clip(np.sin(2 * np.pi * rate * TIME * (1 + 0.1 * slow(rng, 1))), 0, 1) ** rng.uniform(1, 4)
    return band(noise(rng, 0.5), low, low * rng.uniform(4, 12)) * flap * np.clip(slow(rng, 1.5) * 2 - 0.4, 0, 1) \
        + 0.001 * grains(rng, lambda: burst(rng, 0.02, 500, 4000, 0.004), 3)  # fmt: skip


ANIMALS = {
    "dog bark": dog, "rooster": rooster, "chicken": hen, "cat": cat, "cow": cow, "donkey": donkey, "horse": horse,
    "frog": frog, "lion": lion, "monkey": monkey, "sheep": sheep, "pig": pig, "crow": crow, "duck": duck, "owl": owl,
    "bird": bird, "insects": insects, "buzzing bee": buzzing, "wolf": howl, "woodpecker": woodpecker,
    "flapping wings": wings,
}  # fmt: skip
