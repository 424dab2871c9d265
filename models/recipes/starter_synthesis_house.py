"""Things that are opened, struck, broken and handled, made by signal processing."""
# ruff: noqa: D103  (a maker is named for what it sounds like: there is nothing to add)

import numpy as np
from starter_synthesis_nature import steady
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
    partials,
    pick,
    place,
    pulses,
    repeated,
    seconds,
    slow,
    throat,
)  # fmt: skip


def clicks(rng: Rng) -> Samples:
    """A mouse's button: press and release 50 to 150 ms apart; once or again and again."""
    hz, gap = 10 ** rng.uniform(3, 3.7), rng.uniform(0.05, 0.16)

    def click() -> Samples:
        out = np.zeros(int(0.3 * RATE))
        for late, level in ((0, 1.0), (gap, rng.uniform(0.3, 0.9))):
            place(out, level * burst(rng, 0.02, hz, hz * 4, rng.uniform(0.0008, 0.003)), late)
            place(out, level * rng.uniform(0, 0.3) * burst(rng, 0.03, 200, 900, 0.004), late)
        return out

    return bout(rng, click, 10, (0.0, 1.0)) + 10 ** rng.uniform(-4.5, -2.3) * noise(rng, 1)


def typing(rng: Rng) -> Samples:
    """Keys pressed and let go, four to twelve a second in runs, each a little different."""
    low, top = rng.uniform(600, 2500), rng.uniform(4000, 13_000)

    def key() -> Samples:
        out = np.zeros(int(0.16 * RATE))
        place(out, burst(rng, 0.05, low * rng.uniform(0.7, 1.4), top, rng.uniform(0.002, 0.01)), 0)
        place(out, rng.uniform(0, 0.6) * burst(rng, 0.05, 150, 700, 0.01), 0)
        place(out, rng.uniform(0.1, 0.5) * burst(rng, 0.03, low, top, 0.003), rng.uniform(0.05, 0.11))
        return out

    made = repeated(rng, key, rng.uniform(3.5, 12), 0.5)
    return made * (slow(rng, 0.8) > rng.uniform(0, 0.3)) + 10 ** rng.uniform(-4.5, -2.3) * noise(rng, 1)


def knocking(rng: Rng) -> Samples:
    """Two to six knocks on wood, 90 to 300 ms apart, sometimes twice."""
    hz, decay, gap = rng.uniform(90, 600), rng.uniform(0.01, 0.04), rng.uniform(0.09, 0.3)

    def knocks() -> Samples:
        out = np.zeros(int(2.2 * RATE))
        for i in range(rng.integers(2, 7)):
            t = seconds(0.25)
            one = partials(t, hz, (1, 1.6, 2.4, 3.7), decay * 2, rng) + burst(rng, 0.25, hz, hz * 8, decay)
            place(out, one * rng.uniform(0.6, 1), i * gap * rng.uniform(0.93, 1.07))
        return out

    return bout(rng, knocks, 3, (0.0, 0.6))


def creak(rng: Rng) -> Samples:
    """Stick and slip: 15 to 400 jerks a second, faster and slower, through the board's resonances."""
    spots = [(10 ** rng.uniform(2.5, 3.6), rng.uniform(40, 300), rng.uniform(0.3, 1)) for _ in range(6)]
    top = 10 ** rng.uniform(1.5, 2.8)

    def one() -> Samples:
        n = len(seconds(rng.uniform(0.4, 2.5)))
        hz = top * np.exp(curve(rng.uniform(-1, 0.6, rng.integers(3, 7)), n))
        return throat(pulses(rng, hz, 0.12, 0.6, 0.05), spots, 0.05) * fade(n, 0.05, 0.15)

    return bout(rng, one, 4, (0.05, 0.8)) + 10 ** rng.uniform(-4, -2) * noise(rng, 1)


def slam(rng: Rng) -> Samples:
    def one() -> Samples:
        thud = burst(rng, 0.9, 40, rng.uniform(300, 1500), rng.uniform(0.03, 0.15))
        place(thud, rng.uniform(0.2, 0.8) * burst(rng, 0.1, 800, 8000, 0.01), rng.uniform(0, 0.06))
        return thud

    return bout(rng, one, pick(rng, 1, 1, 2), (0.5, 2)) + 10 ** rng.uniform(-4, -2) * noise(rng, 1)


def can(rng: Rng) -> Samples:
    """A crack of thin metal, gas that hisses out, foam."""

    def one() -> Samples:
        out = np.zeros(int(2.5 * RATE))
        t = seconds(0.2)
        crack = partials(t, rng.uniform(1500, 4000), (1, 1.4, 2.1, 2.9), 0.02, rng) + burst(
            rng, 0.2, 1000, 14_000, 0.008
        )
        place(out, crack / np.abs(crack).max(), 0.05)
        t = seconds(rng.uniform(0.2, 1.2))
        gas = band(rng.standard_normal(len(t)), rng.uniform(2000, 5000), 14_500) * np.exp(-t / rng.uniform(0.06, 0.4))
        place(out, rng.uniform(0.2, 0.9) * gas / np.abs(gas).max(), 0.06)
        place(out, rng.uniform(0.2, 0.8) * burst(rng, 0.2, 600, 9000, 0.02), rng.uniform(0.2, 0.6))
        for at in rng.uniform(0.1, 2.2, rng.integers(0, 60)):
            place(out, 0.05 * burst(rng, 0.01, 3000, 13_000, 0.002), at)
        return out

    return bout(rng, one, pick(rng, 1, 1, 2), (0.2, 1)) + 10 ** rng.uniform(-4.5, -2.5) * noise(rng, 1)


def glass(rng: Rng) -> Samples:
    """A blow, then splinters that ring at 2 to 13 kHz as they fall and skip."""
    out, start, spread = np.zeros(LENGTH), rng.uniform(0, 2), rng.uniform(0.08, 0.5)
    low = 10 ** rng.uniform(3.1, 3.6)
    for _ in range(rng.integers(15, 90)):
        t = seconds(rng.uniform(0.05, 0.4))
        shard = partials(t, low * np.exp(rng.exponential(0.5)), (1, 1.53, 2.31), rng.uniform(0.01, 0.1), rng)
        place(out, shard * rng.random() ** 2, start + rng.exponential(spread))
    place(out, rng.uniform(1, 4) * burst(rng, 0.3, rng.uniform(300, 2000), 14_000, rng.uniform(0.01, 0.06)), start)
    return out + 10 ** rng.uniform(-4, -2) * noise(rng, 1)


def struck(rng: Rng, low: float, high: float, decay: tuple[float, float], per_second: tuple[float, float]) -> Samples:
    """Hard things that touch: short ringing blows at random times."""

    def one() -> Samples:
        t = seconds(0.6)
        ratios = (1, *np.cumsum(rng.uniform(0.2, 0.9, 5)) + 1)
        return partials(t, np.exp(rng.uniform(np.log(low), np.log(high))), ratios, rng.uniform(*decay), rng) \
            + 0.5 * burst(rng, 0.6, low, 13_000, 0.003)  # fmt: skip

    return grains(rng, one, rng.uniform(*per_second), 0.7) * (0.2 + slow(rng, 2))


def dishes(rng: Rng) -> Samples:
    return struck(rng, 700, 4500, (0.03, 0.25), (1.5, 9)) + 0.001 * noise(rng, 1)


def coins(rng: Rng) -> Samples:
    return struck(rng, 2500, 9000, (0.02, 0.2), (4, 30)) + 0.001 * noise(rng, 1)


def paper(rng: Rng) -> Samples:
    """Crumpling: countless faint cracks in bursts; a page turned is one swish of them."""
    low = rng.uniform(600, 3000)
    cracks = grains(rng, lambda: burst(rng, 0.01, low, 13_000, 0.0015), rng.uniform(60, 250), 1.0)
    return cracks * np.clip(slow(rng, 3) * 1.6 - 0.5, 0, 1) + 0.0005 * noise(rng)


def zipper(rng: Rng) -> Samples:
    def one() -> Samples:
        n = len(seconds(rng.uniform(0.25, 1.0)))
        teeth = pulses(rng, rng.uniform(60, 250) * curve(rng.uniform(0.7, 1.8, 4), n), 0.05, 0.4, 0.6)
        return band(teeth, rng.uniform(900, 2500), rng.uniform(7000, 14_000)) * fade(n, 0.03, 0.05)

    return bout(rng, one, 4, (0.2, 0.9)) + 0.001 * noise(rng)


def scissors(rng: Rng) -> Samples:
    def snip() -> Samples:
        t = seconds(rng.uniform(0.1, 0.25))
        swish = band(rng.standard_normal(len(t)), rng.uniform(2000, 4500), 14_000) * curve((0.1, 0.5, 1, 0), len(t))
        place(swish, 2 * burst(rng, 0.04, 3000, 13_000, 0.004), t[-1] * 0.8)
        return swish

    return repeated(rng, snip, rng.uniform(1, 3.5), 0.15)


def frying(rng: Rng) -> Samples:
    pops = grains(
        rng, lambda: burst(rng, 0.02, rng.uniform(1000, 4000), 13_000, 0.002), 10 ** rng.uniform(1.2, 2.3), 0.8
    )
    return steady(rng, (-0.5, 0.5), (800, 3000), (8000, 15_000)) + rng.uniform(0.2, 1) * pops / np.abs(pops).max()


def camera(rng: Rng) -> Samples:
    def shutter() -> Samples:
        out = np.zeros(int(0.4 * RATE))
        for late in (0, rng.uniform(0.03, 0.09), rng.uniform(0.1, 0.2)):
            place(
                out,
                rng.uniform(0.4, 1) * burst(rng, 0.08, rng.uniform(600, 1800), 11_000, rng.uniform(0.004, 0.015)),
                late,
            )
        return out

    return bout(rng, shutter, 5, (0.1, 1.2)) + 0.001 * noise(rng, 1)


def explosion(rng: Rng) -> Samples:
    out, at = np.zeros(LENGTH), rng.uniform(0, 2)
    place(out, burst(rng, 4, 20, rng.uniform(300, 3000), rng.uniform(0.2, 1.1)), at)
    place(out, rng.uniform(0, 0.4) * burst(rng, 1, 500, 9000, rng.uniform(0.03, 0.2)), at)
    debris = grains(rng, lambda: burst(rng, 0.03, 800, 7000, 0.006), 25) * (at < TIME) * np.exp(-np.abs(TIME - at))
    return out + rng.uniform(0, 0.05) * debris + 1e-4 * noise(rng, 1)


def fireworks(rng: Rng) -> Samples:
    """Rockets whistle up, burst with a boom that echoes, and crackle."""
    out = 0.002 * noise(rng, 1)
    for at in rng.uniform(0, 4.5, rng.integers(1, 7)):
        boom = burst(rng, 1.2, rng.uniform(25, 80), rng.uniform(300, 2500), rng.uniform(0.05, 0.3))
        place(out, rng.uniform(0.4, 1) * boom / np.abs(boom).max(), at)
        if rng.random() < 0.35:
            t = seconds(rng.uniform(0.5, 1.2))
            hz = rng.uniform(1500, 3500) * curve((0.7, 1.1, rng.uniform(0.8, 1.4)), len(t))
            place(out, 0.2 * np.sin(2 * np.pi * np.cumsum(hz) / RATE) * fade(len(t), 0.2, 0.05), max(at - t[-1], 0))
        if rng.random() < 0.6:
            for late in rng.exponential(0.5, rng.integers(20, 90)):
                place(out, 0.3 * rng.random() * burst(rng, 0.03, 900, 11_000, 0.003), at + 0.3 + late)
    return out


def gunshot(rng: Rng) -> Samples:
    top, decay, gap = rng.uniform(3000, 12_000), rng.uniform(0.01, 0.06), rng.uniform(0.06, 1.0)

    def shot() -> Samples:
        out = burst(rng, 0.8, 80, top, decay)
        return out / np.abs(out).max() + 0.15 * burst(rng, 0.8, 60, 1500, 0.2)

    out = np.zeros(LENGTH)
    for i in range(rng.integers(1, 9)):
        place(out, shot(), 0.2 + i * gap)
    return out + 1e-3 * noise(rng, 1)


def whip(rng: Rng) -> Samples:
    def crack() -> Samples:
        t = seconds(0.3)
        swish = 0.1 * band(rng.standard_normal(len(t)), 500, 5000) * curve((0, 0.3, 1), len(t))
        return np.concatenate([swish, burst(rng, 0.2, 1000, 14_000, 0.006)])

    return bout(rng, crack, 3, (0.3, 1.2))


def chimes(rng: Rng) -> Samples:
    hz = rng.uniform(700, 1800) * 2 ** (np.array((0, 2, 4, 7, 9, 12)) / 12)
    return grains(rng, lambda: partials(seconds(2.5), pick(rng, *hz), (1, 2.76, 5.4), rng.uniform(0.3, 1.2), rng),
                  rng.uniform(1, 7), 0.5)  # fmt: skip


HOUSE: dict[str, Maker] = {
    "clicks": clicks, "typing": typing, "knocking": knocking, "door creak": creak, "door slam": slam,
    "can opening": can, "breaking glass": glass, "dishes": dishes, "coins": coins, "paper": paper, "zip": zipper,
    "scissors": scissors, "frying": frying, "camera": camera, "explosion": explosion, "fireworks": fireworks,
    "gunshot": gunshot, "whip": whip, "wind chimes": chimes,
}  # fmt: skip
