"""Weather, water and fire, made by signal processing."""
# ruff: noqa: D103  (a maker is named for what it sounds like: there is nothing to add)

import numpy as np
from starter_synthesis_signals import (
    LENGTH,
    RATE,
    TIME,
    Maker,
    Rng,
    Samples,
    band,
    bout,
    burst,
    curve,
    fade,
    grains,
    noise,
    pick,
    place,
    seconds,
    slow,
    softened,
    wobble,
)  # fmt: skip


def steady(rng: Rng, slope: tuple[float, float], low: tuple[float, float], high: tuple[float, float]) -> Samples:
    """Noise of a random colour and band, with its peak at 1."""
    made = band(noise(rng, rng.uniform(*slope)), rng.uniform(*low), rng.uniform(*high), 1)
    return made / np.abs(made).max()


def rain(rng: Rng) -> Samples:
    """A steady hiss of countless drops, and near drops on leaves, roofs and windows that stand out."""
    hiss = steady(rng, (-0.3, 0.9), (100, 1500), (5000, 15_000)) * (0.85 + 0.15 * slow(rng, 3))
    low, ring = 10 ** rng.uniform(2.5, 3.5), rng.uniform(0.0008, 0.006)
    drop = lambda: burst(rng, 0.03, low * rng.uniform(0.6, 1.5), low * rng.uniform(3, 8), ring)  # noqa: E731
    drops = grains(rng, drop, 10 ** rng.uniform(0.5, 2.5), rng.uniform(0.3, 1.2))
    rumble = steady(rng, (1, 2), (40, 80), (200, 600))
    return hiss + rng.uniform(0, 0.8) * drops / max(np.abs(drops).max(), 1e-9) + rng.uniform(0, 0.6) ** 2 * rumble


def wind(rng: Rng) -> Samples:
    level = slow(rng, rng.uniform(0.3, 1.8)) ** rng.uniform(1, 2)
    low = steady(rng, (1, 2.4), (20, 80), (200, 1500))
    middle = rng.uniform(250, 900)
    howl = band(noise(rng), middle, middle * rng.uniform(1.1, 1.6), 1)
    return low * (0.1 + level) + rng.uniform(0, 0.8) * howl / np.abs(howl).max() * level**2 \
        + rng.uniform(0, 0.15) * steady(rng, (0, 1), (800, 3000), (5000, 12_000)) * level  # fmt: skip


def thunder(rng: Rng) -> Samples:
    out, at = np.zeros(LENGTH), rng.uniform(0, 2)
    for _ in range(rng.integers(3, 14)):
        low = burst(rng, 3, 20, rng.uniform(80, 500), rng.uniform(0.2, 1.4)) * fade(
            3 * RATE, rng.uniform(0.01, 0.3), 0.5
        )
        place(out, low / np.abs(low).max() * rng.uniform(0.3, 1), at + rng.exponential(0.7))
    if rng.random() < 0.5:
        place(out, rng.uniform(0.1, 1) * burst(rng, 0.8, 100, rng.uniform(2000, 8000), rng.uniform(0.05, 0.2)), at)
    return out + 10 ** rng.uniform(-3, -1) * (rain(rng) if rng.random() < 0.5 else noise(rng, 1))


def waves(rng: Rng) -> Samples:
    """Swells every 3 to 9 s: a dark roar that brightens as the wave breaks and hisses out."""
    out = np.zeros(LENGTH)
    for _ in range(pick(rng, 1, 2, 3)):
        period, skew = rng.uniform(2.5, 9), rng.uniform(0.2, 0.6)
        phase = (TIME / period * (1 + 0.1 * wobble(rng, LENGTH, 0.5)) + rng.random()) % 1
        rise, fall = np.clip(phase / skew, 0, 1), np.clip((1 - phase) / (1 - skew), 0, 1)
        swell = (rise * fall) ** rng.uniform(1, 3)
        dark = steady(rng, (0.8, 2), (40, 150), (500, 3000))
        bright = steady(rng, (0, 1), (400, 1500), (5000, 14_000))
        out += rng.uniform(0.4, 1) * (
            dark * (rng.uniform(0.1, 0.6) + swell) + rng.uniform(0.2, 1) * bright * swell**1.5
        )
    return out + rng.uniform(0, 0.4) * steady(rng, (0.5, 1.5), (60, 300), (2000, 9000))


def bubble(rng: Rng, low: float, high: float) -> Samples:
    """One bubble of air: a sine that rises as it nears the surface and rings out (Minnaert 1933, van den Doel 2005)."""
    hz = np.exp(rng.uniform(np.log(low), np.log(high)))
    t = seconds(rng.uniform(0.01, 0.06) * (1500 / hz) ** 0.4)
    tone = np.sin(2 * np.pi * np.cumsum(hz * (1 + rng.uniform(0, 6) * t)) / RATE)
    return tone * np.exp(-t * hz / rng.uniform(4, 14)) * fade(len(t), 0.001, 0.002)


def stream(rng: Rng) -> Samples:
    low = 10 ** rng.uniform(2.4, 3)
    flow = grains(rng, lambda: bubble(rng, low, low * rng.uniform(3, 12)), 10 ** rng.uniform(1.7, 2.6), 0.8)
    return flow / np.abs(flow).max() + 10 ** rng.uniform(-1.5, 0.2) * steady(
        rng, (0.3, 1.3), (100, 600), (3000, 12_000)
    )


def drops(rng: Rng) -> Samples:
    """Single drops into water: a tick and a bubble that rings, one to six a second, evenly or not."""
    low, high = sorted(10 ** rng.uniform(2.7, 3.6, 2))

    def drop() -> Samples:
        out = np.zeros(int(0.3 * RATE))
        place(out, rng.uniform(0, 0.5) * burst(rng, 0.02, 1500, 9000, 0.002), 0)
        for i in range(rng.integers(1, 4)):
            place(out, 0.7**i * bubble(rng, low, high * 1.2), rng.uniform(0.005, 0.03) + 0.06 * i)
        return out

    return bout(rng, drop, 20, (0.02, 0.9)) + 10 ** rng.uniform(-4, -2) * noise(rng, 1)


def pouring(rng: Rng) -> Samples:
    """Bubbles and hiss while the air above them, a tube that grows shorter, sings higher and higher."""
    begin, end = rng.uniform(300, 900), rng.uniform(900, 3000)
    on = np.clip((TIME - rng.uniform(0, 1)) * 8, 0, 1) * np.clip((rng.uniform(3, 6) - TIME) * 6, 0, 1)
    flow = grains(rng, lambda: bubble(rng, 300, rng.uniform(900, 4000)), rng.uniform(40, 200), 0.6)
    air = np.sin(2 * np.pi * np.cumsum(curve((begin, (begin + end) / 2.4, end), LENGTH)) / RATE)
    hum = air * softened(np.abs(noise(rng)), 60) * 3
    return (flow / np.abs(flow).max() + rng.uniform(0, 1) * hum / np.abs(hum).max() * 0.5
            + rng.uniform(0.05, 0.5) * steady(rng, (0, 1), (300, 1500), (5000, 13_000))) * on  # fmt: skip


def bubbles(rng: Rng) -> Samples:
    low = 10 ** rng.uniform(2, 2.8)
    made = grains(rng, lambda: bubble(rng, low, low * rng.uniform(1.5, 4)), rng.uniform(6, 60), 0.5)
    return made / max(np.abs(made).max(), 1e-9) + rng.uniform(0, 0.15) * steady(rng, (0.5, 1.5), (60, 200), (800, 4000))


def splash(rng: Rng) -> Samples:
    def one() -> Samples:
        t = seconds(rng.uniform(0.4, 1.3))
        rush = band(rng.standard_normal(len(t)), rng.uniform(150, 600), rng.uniform(4000, 10_000))
        out = rush * fade(len(t), 0.02, 0.5) * np.exp(-t / rng.uniform(0.1, 0.5))
        for at in rng.uniform(0, t[-1], rng.integers(5, 40)):
            place(out, rng.random() * bubble(rng, 250, 2500), at)
        return out

    return bout(rng, one, 5, (0.0, 0.8)) + rng.uniform(0, 0.1) * stream(rng)


def flush(rng: Rng) -> Samples:
    """A lever's clack, a rush of water that swells and dies in gurgles, and the tank's thin hiss."""
    at, length = rng.uniform(0, 0.8), rng.uniform(1.5, 4)
    level = np.clip((TIME - at) / rng.uniform(0.1, 0.6), 0, 1) * np.exp(
        -np.clip(TIME - at - length, 0, 9) * rng.uniform(1, 4)
    )
    rush = steady(rng, (0.3, 1.3), (60, 300), (2500, 9000)) * (0.8 + 0.4 * slow(rng, 8))
    gurgle = grains(rng, lambda: bubble(rng, 120, rng.uniform(500, 1200)), rng.uniform(30, 120), 0.6)
    late = np.clip((TIME - at) / length, 0, 1)
    out = level * (rush + rng.uniform(0.2, 1) * gurgle / np.abs(gurgle).max() * late)
    place(out, rng.uniform(0, 0.6) * burst(rng, 0.15, 300, 4000, 0.02), max(at - 0.1, 0))
    return out + rng.uniform(0, 0.2) * late * steady(rng, (-0.5, 0.5), (2000, 5000), (7000, 14_000))


def fire(rng: Rng) -> Samples:
    """Cracks of 0.5 to 8 ms, few loud and many soft, in bursts, over a low roar (Farnell 2010)."""
    ring = 10 ** rng.uniform(-3.3, -2.2)

    def crack() -> Samples:
        return burst(rng, 0.04, 10 ** rng.uniform(2.5, 3.5), 10 ** rng.uniform(3.6, 4.15), ring * rng.uniform(0.5, 2))

    cracks = grains(rng, crack, 10 ** rng.uniform(0.5, 1.9), rng.uniform(0.6, 1.4)) * (0.3 + slow(rng, 3))
    roar = steady(rng, (1.0, 2.2), (25, 100), (300, 1500)) * (0.6 + 0.4 * slow(rng, 6))
    hiss = steady(rng, (-0.2, 1), (600, 2500), (6000, 14_000))
    return (
        cracks / max(np.abs(cracks).max(), 1e-9)
        + 10 ** rng.uniform(-2, -0.3) * roar
        + 10 ** rng.uniform(-2.5, -0.9) * hiss
    )


NATURE: dict[str, Maker] = {
    "rain": rain, "wind": wind, "thunder": thunder, "sea waves": waves, "stream": stream, "water drops": drops,
    "pouring water": pouring, "bubbles": bubbles, "splash": splash, "toilet flush": flush, "fire crackling": fire,
}  # fmt: skip
