"""Computes the sounds of the demo library: `python resources/demo/make_sounds.py` writes sounds/*.ogg beside itself.

Every sound is a small model of what makes it: oscillators, shaped noise and envelopes, nothing recorded. The same
version of NumPy gives the same samples each time.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE_HZ = 32_000
PEAK = 0.8
FOLDER = Path(__file__).resolve().parent / "sounds"

Sound = npt.NDArray[np.float64]


# --- building blocks


def seconds(duration_s: float) -> Sound:
    """Points in time of a sound that starts at 0."""
    return np.arange(int(duration_s * RATE_HZ)) / RATE_HZ


def tone(frequency_hz: float | Sound, duration_s: float) -> Sound:
    """A sine; a frequency that changes is given as one value a sample."""
    steps = np.broadcast_to(np.asarray(frequency_hz, dtype=float), seconds(duration_s).shape)
    return np.sin(2 * np.pi * np.cumsum(steps) / RATE_HZ)


def buzz(frequency_hz: float | Sound, duration_s: float, harmonics: int = 20, fall: float = 1.0) -> Sound:
    """Many harmonics, each weaker by 1 / number ** fall: a reed, a string, an engine."""
    base = np.broadcast_to(np.asarray(frequency_hz, dtype=float), seconds(duration_s).shape)
    phase = 2 * np.pi * np.cumsum(base) / RATE_HZ
    parts = (np.sin(k * phase) * (k * base < RATE_HZ / 2.2) / k**fall for k in range(1, harmonics + 1))
    return np.sum(list(parts), axis=0)


def noise(duration_s: float, random: np.random.Generator) -> Sound:
    """White noise."""
    return random.standard_normal(len(seconds(duration_s)))


def band(sound: Sound, low_hz: float, high_hz: float, slope: float = 0.0) -> Sound:
    """Keep what lies between two frequencies, with soft edges; slope tilts it (-1: pink noise out of white)."""
    spectrum = np.fft.rfft(sound)
    frequency = np.maximum(np.fft.rfftfreq(len(sound), 1 / RATE_HZ), 1.0)
    gain = 1 / (1 + (low_hz / frequency) ** 4) / (1 + (frequency / high_hz) ** 4) * frequency ** (slope / 2)
    return np.fft.irfft(spectrum * gain, len(sound))


def unit(sound: Sound) -> Sound:
    """Scale to a peak of 1."""
    return sound / (np.max(np.abs(sound)) + 1e-12)


def decay(duration_s: float, time_s: float, attack_s: float = 0.002) -> Sound:
    """An envelope that rises at once and falls by 63 % every time_s."""
    t = seconds(duration_s)
    return np.minimum(t / attack_s, 1.0) * np.exp(-t / time_s)


def hump(duration_s: float, sharpness: float = 1.0) -> Sound:
    """An envelope that swells and fades."""
    t = seconds(duration_s) / duration_s
    return np.sin(np.pi * t) ** sharpness


def slow(duration_s: float, rate_hz: float, random: np.random.Generator) -> Sound:
    """A random curve in 0-1 that changes about rate_hz times a second."""
    points = random.random(int(duration_s * rate_hz) + 4)
    at = seconds(duration_s) * rate_hz
    left = at.astype(int)
    share = (1 - np.cos(np.pi * (at - left))) / 2
    return points[left] * (1 - share) + points[left + 1] * share


def place(track: Sound, sound: Sound, start_s: float, gain: float = 1.0) -> None:
    """Add a sound to a track, cut at the track's end."""
    start = int(start_s * RATE_HZ)
    piece = sound[: max(len(track) - start, 0)]
    track[start : start + len(piece)] += gain * piece


def room(sound: Sound, time_s: float, share: float, random: np.random.Generator) -> Sound:
    """Add the echo of a room: the sound smeared over decaying noise."""
    echo = noise(time_s * 3, random) * decay(time_s * 3, time_s)
    length = len(sound) + len(echo)
    wet = np.fft.irfft(np.fft.rfft(sound, length) * np.fft.rfft(echo, length), length)[: len(sound)]
    return unit(sound) * (1 - share) + unit(wet) * share


# --- music


def string(frequency_hz: float, duration_s: float, random: np.random.Generator) -> Sound:
    """A plucked string (Karplus and Strong 1983): a burst of noise going round in a loop that dulls it."""
    length = int(RATE_HZ / frequency_hz)
    loop = random.uniform(-1, 1, length)
    out = np.empty(len(seconds(duration_s)))
    for start in range(0, len(out), length):
        piece = out[start : start + length]
        piece[:] = loop[: len(piece)]
        loop = 0.498 * (loop + np.roll(loop, 1))
    return out


def chord(notes_hz: tuple[float, ...], random: np.random.Generator) -> Sound:
    """The same chord strummed twice, then its notes one by one."""
    track = np.zeros(len(seconds(6.0)))
    for start_s in (0.0, 2.0):
        for number, note in enumerate(notes_hz):
            place(track, string(note, 2.4, random), start_s + 0.03 * number)
    for number, note in enumerate(notes_hz):
        place(track, string(note, 1.6, random), 4.0 + 0.35 * number, 1.3)
    return room(track, 0.25, 0.2, random)


def guitar_major(random: np.random.Generator) -> Sound:
    """C major on a guitar."""
    return chord((130.8, 164.8, 196.0, 261.6, 329.6), random)


def guitar_minor(random: np.random.Generator) -> Sound:
    """A minor on a guitar."""
    return chord((110.0, 164.8, 220.0, 261.6, 329.6), random)


def drum_loop(random: np.random.Generator) -> Sound:
    """Two bars of bass drum, snare and hi-hat at 104 beats a minute."""
    beat = 60 / 104
    kick_pitch = 45 + 110 * np.exp(-seconds(0.35) / 0.03)
    kick = tone(kick_pitch, 0.35) * decay(0.35, 0.12)
    snare = unit(band(noise(0.25, random), 900, 8000)) * decay(0.25, 0.06) + 0.5 * tone(190, 0.25) * decay(0.25, 0.05)
    hat = unit(band(noise(0.08, random), 6000, 14000)) * decay(0.08, 0.02)
    track = np.zeros(len(seconds(8 * beat)))
    for bar in (0, 4):
        for at in (0, 1.5, 2.5):
            place(track, kick, (bar + at) * beat, 1.0)
        for at in (1, 3):
            place(track, snare, (bar + at) * beat, 0.8)
        for eighth in range(8):
            place(track, hat, (bar + eighth / 2) * beat, 0.3 if eighth % 2 else 0.45)
    return room(track, 0.12, 0.15, random)


def flute(random: np.random.Generator) -> Sound:
    """A slow tune on a flute: nearly a sine, some breath, a little vibrato."""
    track = np.zeros(len(seconds(6.4)))
    tune = ((587.3, 0.8), (659.3, 0.4), (740.0, 0.4), (880.0, 1.2), (740.0, 0.6), (659.3, 0.6), (587.3, 1.8))
    at = 0.0
    for note, length in tune:
        vibrato = note * (1 + 0.006 * np.sin(2 * np.pi * 5.2 * seconds(length)))
        breath = unit(band(noise(length, random), note * 0.8, note * 3)) * 0.06
        voice = tone(vibrato, length) + 0.25 * tone(2 * vibrato, length) + 0.08 * tone(3 * vibrato, length) + breath
        ends = np.minimum(1, np.minimum(seconds(length) / 0.06, (length - seconds(length)) / 0.09))
        place(track, voice * ends, at)
        at += length
    return room(track, 0.5, 0.25, random)


def church_bell(random: np.random.Generator) -> Sound:
    """A large bell struck three times; partials after the usual minor-third bell."""
    partials = ((0.5, 1.0, 3.5), (1.0, 0.9, 2.6), (1.19, 0.8, 2.0), (1.5, 0.5, 1.5), (2.0, 0.9, 1.2), (2.51, 0.35, 0.7))
    partials += ((2.66, 0.3, 0.6), (3.01, 0.3, 0.5), (4.1, 0.25, 0.3), (5.4, 0.2, 0.2))
    strike = np.zeros(len(seconds(4.0)))
    for ratio, gain, time_s in partials:
        detuned = 220 * ratio * (1 + 0.0012 * random.standard_normal())
        strike += gain * (tone(detuned, 4.0) + 0.5 * tone(detuned * 1.0025, 4.0)) * decay(4.0, time_s)
    strike *= 1 - seconds(4.0) / 4.0
    track = np.zeros(len(seconds(7.0)))
    for start_s in (0.0, 2.1, 4.2):
        place(track, strike, start_s)
    return room(track, 0.9, 0.2, random)


# --- weather and water


def rain(random: np.random.Generator) -> Sound:
    """Steady rain: hissing noise and some two thousand drops."""
    track = 0.22 * unit(band(noise(6.0, random), 1200, 9000, -0.5))
    for start_s in random.uniform(0, 6.0, 2200):
        pitch = random.uniform(1500, 8000)
        place(track, tone(pitch, 0.012) * decay(0.012, 0.003, 0.0004), start_s, random.exponential(0.06))
    return track


def thunder(random: np.random.Generator) -> Sound:
    """A crack, then a long rumble, over rain."""
    track = 0.04 * unit(band(noise(8.0, random), 1000, 8000, -0.5))
    crack = unit(band(noise(1.2, random), 60, 5000, -1)) * decay(1.2, 0.18, 0.004)
    place(track, crack, 0.6, 0.9)
    for start_s, gain in ((0.7, 1.0), (1.5, 0.7), (2.3, 0.8), (3.6, 0.5), (4.8, 0.3)):
        rumble = unit(band(noise(3.5, random), 25, 220, -1)) * decay(3.5, 1.1, 0.15)
        place(track, rumble * (0.5 + slow(3.5, 9, random)), start_s, gain)
    return track


def wind(random: np.random.Generator) -> Sound:
    """Gusts, howling a little: bands of noise whose weight follows the strength of the wind."""
    strength = slow(7.0, 0.8, random) * 0.8 + 0.2 * slow(7.0, 3, random)
    low = unit(band(noise(7.0, random), 80, 400, -1))
    middle = unit(band(noise(7.0, random), 350, 900, -1))
    howl = unit(band(noise(7.0, random), 560, 680))
    return low * (0.4 + strength) + middle * strength**1.5 + 0.6 * howl * strength**3


def sea_waves(random: np.random.Generator) -> Sound:
    """Waves rolling up a beach, every three seconds or so."""
    track = 0.08 * unit(band(noise(8.0, random), 100, 1500, -1))
    for start_s, gain in ((0.0, 0.8), (2.6, 1.0), (5.2, 0.85)):
        swell = unit(band(noise(3.2, random), 80, 1800, -1)) * hump(3.2, 2.5)
        foam = unit(band(noise(2.6, random), 1500, 10000, -0.5)) * decay(2.6, 0.8, 0.5)
        place(track, swell, start_s, gain)
        place(track, foam, start_s + 1.3, 0.45 * gain)
    return track


def brook(random: np.random.Generator) -> Sound:
    """Running water: hundreds of bubbles, each a short tone that rises as the bubble closes."""
    track = 0.1 * unit(band(noise(6.0, random), 400, 5000, -0.7))
    for start_s in random.uniform(0, 6.0, 900):
        pitch = random.uniform(350, 1900)
        length = random.uniform(0.02, 0.07)
        rising = pitch * (1 + 0.35 * seconds(length) / length)
        place(track, tone(rising, length) * hump(length, 1.5), start_s, random.exponential(0.16))
    return track


# --- animals


def birdsong(random: np.random.Generator) -> Sound:
    """A small bird: whistled phrases with fast trills."""
    track = 0.006 * unit(band(noise(6.0, random), 300, 6000, -1))
    at = 0.2
    while at < 5.2:
        base = random.uniform(2800, 4600)
        for number in range(int(random.integers(4, 9))):
            length = random.uniform(0.05, 0.11)
            sweep = base * (1 + random.uniform(-0.25, 0.35) * seconds(length) / length)
            trill = 1 + 0.04 * np.sin(2 * np.pi * 45 * seconds(length))
            place(track, tone(sweep * trill, length) * hump(length), at, 0.7 if number else 0.5)
            at += length + random.uniform(0.015, 0.05)
        at += random.uniform(0.35, 0.7)
    return room(track, 0.35, 0.15, random)


def dog_bark(random: np.random.Generator) -> Sound:
    """A dog barking: a rough voice through the resonances of an open throat, in bursts of a sixth of a second."""
    track = np.zeros(len(seconds(5.0)))
    for start_s in (0.2, 0.62, 1.7, 2.1, 2.5, 3.7, 4.15):
        length = random.uniform(0.16, 0.21)
        t = seconds(length) / length
        pitch = random.uniform(380, 440) * (0.8 + 0.6 * np.sin(np.pi * t**0.7)) * (1 + 0.03 * noise(length, random))
        voice = unit(buzz(pitch, length, 24, 0.6)) + 0.5 * unit(band(noise(length, random), 400, 4000))
        shaped = unit(band(voice, 450, 1100)) + 0.5 * unit(band(voice, 1500, 2600)) + 0.15 * unit(voice)
        envelope = np.minimum(1, t / 0.08) * (1 - t) ** 0.8
        place(track, shaped * envelope, start_s, random.uniform(0.8, 1.0))
    return room(track, 0.15, 0.15, random)


def cat_meow(random: np.random.Generator) -> Sound:
    """A cat: a gliding voice whose mouth opens and closes (its second resonance moves up and down)."""
    track = np.zeros(len(seconds(4.4)))
    for start_s, base, length in ((0.2, 560, 0.9), (1.7, 620, 0.7), (2.9, 520, 1.2)):
        t = seconds(length) / length
        pitch = base * (0.85 + 0.4 * np.sin(np.pi * t**0.6)) * (1 + 0.01 * np.sin(2 * np.pi * 7 * seconds(length)))
        voice = buzz(pitch, length, 18, 0.7)
        opening = np.sin(np.pi * t**0.8)
        closed = unit(band(voice, 300, 900))
        opened = unit(band(voice, 900, 2600))
        place(track, (closed * (1 - 0.6 * opening) + opened * opening) * hump(length, 0.6), start_s)
    return room(track + 0.002 * noise(4.4, random), 0.2, 0.15, random)


# --- things


def siren(random: np.random.Generator) -> Sound:
    """An emergency siren going up and down."""
    t = seconds(6.0)
    pitch = 950 + 450 * np.sin(2 * np.pi * t / 2.0 - np.pi / 2)
    return room(unit(buzz(pitch, 6.0, 9, 1.1)), 0.3, 0.15, random)


def telephone(random: np.random.Generator) -> Sound:
    """An old telephone: two small bells and a clapper that strikes 22 times a second."""
    track = np.zeros(len(seconds(6.0)))
    for ring_s in (0.2, 3.2):
        for number in range(40):
            pitch = 1150 if number % 2 else 1420
            strike = sum(tone(pitch * ratio, 0.35) * decay(0.35, time_s) for ratio, time_s in ((1, 0.15), (2.7, 0.06)))
            place(track, strike, ring_s + number / 22 + 0.001 * random.standard_normal(), 0.4)
    return track


def clock_ticking(random: np.random.Generator) -> Sound:
    """A clock on the wall, tick and tock."""
    track = 0.001 * noise(6.0, random)
    for number in range(12):
        pitch = 2600 if number % 2 else 2050
        click = unit(band(noise(0.05, random), 1500, 7000)) * decay(0.05, 0.004, 0.0003)
        body = tone(pitch, 0.05) * decay(0.05, 0.008, 0.0005) + 0.6 * tone(430, 0.05) * decay(0.05, 0.012)
        place(track, click + body, 0.2 + number / 2)
    return room(track, 0.08, 0.12, random)


def motorcycle(random: np.random.Generator) -> Sound:
    """An engine that idles, is revved twice and idles again: one burst of the exhaust for each firing."""
    t = seconds(6.0)
    speed = 22 + 55 * np.exp(-(((t - 2.2) / 0.5) ** 2)) + 75 * np.exp(-(((t - 4.2) / 0.6) ** 2))
    speed = speed * (1 + 0.02 * slow(6.0, 20, random))
    phase = np.cumsum(speed) / RATE_HZ
    firing = np.exp(-(phase % 1) * 5) * (0.8 + 0.2 * np.sign(np.sin(np.pi * phase)))
    exhaust = unit(band(firing * (1 + 0.8 * noise(6.0, random)), 50, 700, -0.6))
    rattle = unit(band(firing * noise(6.0, random), 900, 4000))
    return (exhaust + 0.25 * rattle) * (0.5 + speed / 150) + 0.4 * unit(buzz(speed, 6.0, 30, 0.8))


def footsteps(random: np.random.Generator) -> Sound:
    """Somebody walking on gravel."""
    track = 0.003 * noise(6.0, random)
    for number in range(11):
        start_s = 0.2 + 0.53 * number + 0.015 * random.standard_normal()
        heel = unit(band(noise(0.09, random), 60, 400, -1)) * decay(0.09, 0.025)
        place(track, heel, start_s, 0.7)
        for _ in range(70):
            grain = unit(band(noise(0.012, random), 1500, 9000)) * decay(0.012, 0.002, 0.0003)
            place(track, grain, start_s + 0.03 + abs(0.07 * random.standard_normal()), random.exponential(0.12))
    return track


def rocket_launch(random: np.random.Generator) -> Sound:
    """A rocket lifting off: a roar that grows, crackles and goes away."""
    t = seconds(8.0)
    strength = np.minimum(1, (t / 1.6) ** 1.5) * np.exp(-(np.maximum(t - 4.0, 0) / 3.2))
    roar = unit(band(noise(8.0, random), 30, 500, -1)) + 0.5 * unit(band(noise(8.0, random), 300, 3000, -1))
    crackle = unit(band(np.abs(noise(8.0, random)) ** 4, 200, 5000)) * (0.4 + slow(8.0, 25, random))
    return strength * (roar + 0.6 * crackle)


SOUNDS: tuple[Callable[[np.random.Generator], Sound], ...] = (
    birdsong, brook, cat_meow, church_bell, clock_ticking, dog_bark, drum_loop, flute, footsteps, guitar_major,
    guitar_minor, motorcycle, rain, rocket_launch, sea_waves, siren, telephone, thunder, wind,
)  # fmt: skip


def finished(sound: Sound) -> npt.NDArray[np.float32]:
    """Bring to the same loudness peak, without a click at either end."""
    edge = np.minimum(1, np.arange(len(sound)) / (0.01 * RATE_HZ))
    return (PEAK * unit(sound * edge * edge[::-1])).astype(np.float32)


def main() -> None:
    """Write every sound."""
    import soundfile

    FOLDER.mkdir(exist_ok=True)
    for number, sound in enumerate(SOUNDS):
        path = FOLDER / f"{sound.__name__.replace('_', '-')}.ogg"
        soundfile.write(path, finished(sound(np.random.default_rng(number))), RATE_HZ, format="OGG", subtype="VORBIS")
        print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
