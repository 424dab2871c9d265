"""Engines, vehicles, tools and machines of the house, made by signal processing."""
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
    glide,
    noise,
    partials,
    pick,
    place,
    pulses,
    repeated,
    seconds,
    slow,
    softened,
    throat,
    wobble,
)  # fmt: skip


def firing(rng: Rng, hz: Samples, rough: float, places: int = 6) -> Samples:
    """A combustion engine: uneven pulses (samples,) through the resonances of its pipes and housing."""
    spots = [(10 ** rng.uniform(1.9, 3.7), rng.uniform(60, 600), rng.uniform(0.2, 1)) for _ in range(places)]
    made = throat(pulses(rng, hz, 0.02, rough, rng.uniform(0.1, 0.8)), spots, 0.08)
    return made / np.abs(made).max()


def revs(rng: Rng, low: float, high: float) -> Samples:
    """Speed over time: steady, revved up and down, or speeding up."""
    base = np.exp(rng.uniform(np.log(low), np.log(high)))
    kind = rng.random()
    if kind < 0.4:
        return base * (1 + 0.03 * wobble(rng, LENGTH, 2))
    if kind < 0.75:
        return base * (0.7 + rng.uniform(0.3, 1.5) * slow(rng, rng.uniform(0.4, 2)))
    return base * curve(rng.uniform(0.6, 1.6, 4), LENGTH)


def engine(rng: Rng) -> Samples:
    made = softened(firing(rng, revs(rng, 18, 120), rng.uniform(0.1, 0.8)), rng.uniform(200, 2500))
    return made / np.abs(made).max() + rng.uniform(0, 0.25) * steady(rng, (0.5, 1.5), (50, 300), (2000, 8000))


def motorcycle(rng: Rng) -> Samples:
    made = softened(firing(rng, revs(rng, 40, 220), rng.uniform(0.3, 1)), rng.uniform(600, 4000))
    away = np.exp(-0.5 * ((TIME - rng.uniform(1, 4)) / rng.uniform(0.8, 3)) ** 2)
    return made * (1 if rng.random() < 0.5 else away)


def chainsaw(rng: Rng) -> Samples:
    """A two-stroke at 80 to 260 firings a second, buzzing up to 10 kHz, that sags when it bites into wood."""
    hz = np.exp(rng.uniform(np.log(75), np.log(230))) * (0.75 + 0.5 * softened(slow(rng, rng.uniform(0.3, 2.5)), 6))
    if rng.random() < 0.35:  # idling, with bursts of throttle
        hz = hz * np.where(slow(rng, 0.8) > rng.uniform(0.3, 0.7), 1.0, rng.uniform(0.3, 0.5))
        hz = softened(hz - hz[0], 4) + hz[0]
    made = firing(rng, hz, rng.uniform(0.2, 1.1), 9)
    teeth = softened(pulses(rng, hz * rng.uniform(3, 7), 0.05, 0.5, 1.0), rng.uniform(3000, 9000))
    rattle = steady(rng, (0, 1), (300, 1500), (5000, 14_000)) * (0.6 + 0.4 * np.sin(2 * np.pi * glide(hz)))
    return made + rng.uniform(0, 0.4) * teeth / np.abs(teeth).max() + rng.uniform(0.05, 0.6) * rattle


def helicopter(rng: Rng) -> Samples:
    """Blades: 8 to 28 thuds of dark noise a second, over a turbine's whine and hiss."""
    rate = rng.uniform(8, 28) * (1 + 0.01 * wobble(rng, LENGTH, 1))
    phase = glide(rate)
    thud = np.exp(-((phase % 1) * rng.uniform(2, 9)))
    if rng.random() < 0.4:
        thud = np.clip(np.sin(2 * np.pi * phase), 0, 1) ** rng.uniform(1, 4)
    low = steady(rng, (0.6, 2), (20, 80), (250, 2500))
    slap = np.sin(2 * np.pi * glide(rng.uniform(2, 8) * rate)) * rng.uniform(0, 0.6)
    whine = sum(np.sin(2 * np.pi * glide(hz)) for hz in 10 ** rng.uniform(2.5, 3.8, 3)) * 10 ** rng.uniform(-3, -1)
    hiss = steady(rng, (0, 1), (200, 1500), (3000, 12_000)) * (rng.uniform(0.2, 1) + thud)
    passing = curve(rng.uniform(0.2, 1, 4), LENGTH)
    return ((low + 0.5 * slap) * (rng.uniform(0, 0.4) + thud) + rng.uniform(0.02, 0.5) * hiss + whine) * passing


def airplane(rng: Rng) -> Samples:
    """A jet's roar that comes and goes, or a propeller's drone."""
    roar = steady(rng, (0.6, 1.8), (30, 150), (1500, 9000)) * curve(rng.uniform(0.1, 1, 5), LENGTH)
    if rng.random() < 0.4:
        drone = firing(rng, rng.uniform(60, 140) * curve(rng.uniform(0.9, 1.1, 3), LENGTH), 0.1)
        return rng.uniform(0.2, 1) * roar + drone * curve(rng.uniform(0.2, 1, 4), LENGTH)
    pitch = curve(sorted(10 ** rng.uniform(2.9, 3.6, 2), reverse=True), LENGTH)
    return roar + 10 ** rng.uniform(-2.5, -0.7) * sum(np.sin(2 * np.pi * np.cumsum(pitch * r) / RATE) for r in (1, 1.5))


def traffic(rng: Rng) -> Samples:
    out = 0.3 * steady(rng, (0.8, 1.6), (40, 100), (800, 4000))
    for _ in range(rng.integers(1, 4)):
        passing = np.exp(-0.5 * ((TIME - rng.uniform(0, 5)) / rng.uniform(0.4, 1.5)) ** 2)
        tyres = steady(rng, (0.3, 1.2), (150, 600), (2000, 7000))
        out += passing * (tyres + 0.5 * softened(firing(rng, revs(rng, 30, 90), 0.2), 600))
    return out


def train(rng: Rng) -> Samples:
    """Wheels over joints, da-dum da-dum, and rumble; steam trains puff, brakes squeal."""
    gap, low = rng.uniform(0.25, 1.2), rng.uniform(80, 300)
    out = rng.uniform(0.1, 0.8) * steady(rng, (1, 2.2), (20, 80), (400, 2500)) * (0.7 + 0.3 * slow(rng, 2))
    for at in np.arange(rng.uniform(0, gap), 5, gap):
        for late in (0, rng.uniform(0.1, 0.2), *([gap * 0.5] if gap > 0.7 else [])):
            place(out, rng.uniform(0.4, 1) * burst(rng, 0.15, low, low * 12, rng.uniform(0.01, 0.04)), at + late)
    if rng.random() < 0.35:
        puff = np.clip(np.sin(2 * np.pi * rng.uniform(1.5, 6) * TIME), 0, 1) ** 2
        out += steady(rng, (0, 1), (200, 600), (4000, 9000)) * puff
    if rng.random() < 0.25:
        squeal = sum(np.sin(2 * np.pi * glide(hz * (1 + 0.01 * slow(rng, 3)))) for hz in rng.uniform(1800, 5500, 3))
        out += 0.15 * squeal * slow(rng, 1)
    if rng.random() < 0.15:
        out += 0.2 * steam_whistle(rng)
    return out


def steam_whistle(rng: Rng) -> Samples:
    roots = rng.uniform(250, 700) * np.array((1, 1.19, 1.5, 1.78))[: rng.integers(1, 5)]

    def blow() -> Samples:
        t = seconds(rng.uniform(0.4, 2))
        bend = curve((0.93, 1, 1, rng.uniform(0.85, 1)), len(t))
        tone = sum(np.sin(2 * np.pi * np.cumsum(hz * bend) / RATE * k) / k**2 for hz in roots for k in (1, 2, 3))
        breath = band(rng.standard_normal(len(t)), 500, 8000) * rng.uniform(0.05, 0.5)
        return (tone + breath) * fade(len(t), 0.05, 0.15)

    return bout(rng, blow, 4, (0.1, 0.6))


def motor(rng: Rng, low: float, high: float) -> Samples:
    """An electric motor: harmonics of a whine and of twice the mains."""
    hz = np.exp(rng.uniform(np.log(low), np.log(high))) * (1 + 0.01 * slow(rng, 1))
    whine = sum(np.sin(2 * np.pi * glide(hz * k)) * rng.uniform(0.05, 1) / k for k in range(1, 9))
    mains = sum(np.sin(2 * np.pi * 100 * k * TIME) * rng.uniform(0, 1) / k for k in range(1, 6))
    return whine / np.abs(whine).max() + rng.uniform(0, 0.7) * mains / np.abs(mains).max()


def vacuum(rng: Rng) -> Samples:
    """Air rushing through a nozzle and a motor's whine, moved to and fro."""
    air = steady(rng, (-0.2, 0.9), (80, 600), (5000, 14_000))
    made = air + 10 ** rng.uniform(-1.3, 0) * motor(rng, 150, 900)
    start = np.clip(TIME * rng.uniform(0.7, 3), 0, 1) if rng.random() < 0.2 else 1
    return made * (0.8 + rng.uniform(0, 0.4) * slow(rng, 1.5)) * start


def washing(rng: Rng) -> Samples:
    """A drum that turns: hum and slosh in time with it, rattles, or the whine of spinning."""
    rate = rng.uniform(0.6, 2.5) if rng.random() < 0.7 else rng.uniform(6, 16)
    turn = 0.5 + 0.5 * np.sin(2 * np.pi * rate * TIME)
    slosh = steady(rng, (0.5, 1.6), (80, 400), (1200, 6000)) * turn ** rng.uniform(1, 3)
    low = steady(rng, (1.5, 2.4), (20, 50), (150, 500)) * (0.4 + 0.6 * turn)
    bump = repeated(rng, lambda: burst(rng, 0.12, 60, rng.uniform(300, 1500), 0.03), rate, 0.03)
    return slosh + low + rng.uniform(0.05, 0.8) * motor(rng, 60, 600) + rng.uniform(0, 0.6) * bump / np.abs(bump).max()


def fan(rng: Rng) -> Samples:
    beat = 1 + rng.uniform(0, 0.3) * np.sin(2 * np.pi * rng.uniform(4, 40) * TIME)
    return steady(rng, (0.3, 1.6), (40, 300), (1500, 11_000)) * beat + 10 ** rng.uniform(-2, -0.5) * motor(rng, 80, 500)


def drill(rng: Rng) -> Samples:
    hz = rng.uniform(120, 700) * (0.8 + 0.3 * softened(slow(rng, 1.2), 8))
    on = softened((slow(rng, 0.8) > 0.2).astype(float), 8)
    made = throat(pulses(rng, hz, 0.02, 0.4, 0.8), [(10 ** rng.uniform(2.7, 3.8), 500, 1) for _ in range(5)], 0.15)
    if rng.random() < 0.35:  # hammer drill, jackhammer
        made = made + 2 * repeated(rng, lambda: burst(rng, 0.04, 200, 6000, 0.008), rng.uniform(12, 30), 0.03)
    return made * on


def hum(rng: Rng) -> Samples:
    base = pick(rng, 50.0, 60.0, 100.0, 120.0)
    out = sum(np.sin(2 * np.pi * base * k * TIME) * rng.uniform(0.1, 1) / k for k in range(1, 12))
    return out + rng.uniform(0.005, 0.2) * noise(rng, 1)


def handsaw(rng: Rng) -> Samples:
    """Strokes there and back, 1.2 to 4 a second: teeth rasp through a board that rings at 400 to 3,000 Hz."""
    rate, hz = rng.uniform(1.2, 4), rng.uniform(500, 2500)
    phase = np.cumsum(rate / 2 * (1 + 0.08 * wobble(rng, LENGTH, 1))) / RATE
    speed = np.abs(np.sin(2 * np.pi * phase))
    there = np.sin(2 * np.pi * phase) > 0
    teeth = pulses(rng, 30 + rng.uniform(60, 300) * speed, 0.15, 0.8, rng.uniform(1, 3))
    spots = [(hz * r, hz * 0.4, 1.0) for r in (1, rng.uniform(1.6, 2.4), rng.uniform(2.8, 4))]
    made = throat(teeth, spots, rng.uniform(0.1, 0.5)) * speed ** rng.uniform(0.7, 2)
    return made * np.where(there, 1.0, rng.uniform(0.2, 0.9)) * (slow(rng, 0.5) > 0.1)


def hammer(rng: Rng) -> Samples:
    hz = rng.uniform(300, 2500)

    def blow() -> Samples:
        t = seconds(0.3)
        ring = partials(t, hz, (1, 1.8, 2.7, 4.1), rng.uniform(0.01, 0.08), rng)
        return ring + rng.uniform(0.3, 1.5) * burst(rng, 0.3, 100, 7000, 0.012)

    return repeated(rng, blow, rng.uniform(1, 4), 0.1)


def clock(rng: Rng) -> Samples:
    """Ticks, or tick and tock, one to five a second, dry or with a case that rings."""
    hz, rate = 10 ** rng.uniform(2.9, 3.8), pick(rng, 1.0, 1.0, 2.0, 2.0, 2.5, 4.0, 5.0)
    other, ring, late = rng.uniform(0.6, 1.1), 10 ** rng.uniform(-3, -1.7), rng.uniform(0.004, 0.03)

    def tick(high: float) -> Samples:
        t = seconds(0.12)
        made = partials(t, hz * high, (1, 1.6, 2.3, 3.4), ring, rng) + burst(rng, 0.12, hz, hz * 4, 0.0015)
        double = np.zeros(len(t))
        place(double, made * rng.uniform(0.3, 0.8), late)
        return made + double

    out, at, i = np.zeros(LENGTH), rng.uniform(0, 1 / rate), 0
    high = (1.0, other)
    while at < 5:
        place(out, tick(high[i % 2]) * (1 if i % 2 else rng.uniform(0.5, 1)), at)
        at, i = at + 1 / rate, i + 1
    return out + 10 ** rng.uniform(-4.5, -1.8) * noise(rng, 1)


MACHINES: dict[str, Maker] = {
    "engine": engine, "motorcycle": motorcycle, "chainsaw": chainsaw, "helicopter": helicopter, "airplane": airplane,
    "traffic": traffic, "train": train, "train whistle": steam_whistle, "vacuum cleaner": vacuum,
    "washing machine": washing, "fan": fan, "drill": drill, "electric hum": hum, "hand saw": handsaw,
    "hammer": hammer, "clock tick": clock,
}  # fmt: skip
