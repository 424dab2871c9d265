"""Instruments, chords, drum loops and styles of music: General MIDI, played by fluidsynth with a free sound font.

All of it is written as one long file of slots, so that the sound font is read once; without fluidsynth there is none.
The font's sound effects (a seashore, a helicopter ...) are not used: they are recordings of what is to be measured.
"""

import shutil
import struct
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from starter_synthesis_signals import LENGTH, RATE, Rng, pick

SLOT_S, TICKS_PER_S = 6.5, 960
FONTS = (Path("/usr/share/sounds/sf2/FluidR3_GM.sf2"), Path("/usr/share/sounds/sf2/default-GM.sf2"))

PROGRAMS: dict[str, tuple[tuple[int, ...], int, int]] = {  # kind -> programs, lowest and highest note
    "banjo": ((105,), 48, 79), "bassoon": ((70,), 34, 69), "cello": ((42,), 36, 72), "clarinet": ((71,), 52, 88),
    "cor anglais": ((69,), 52, 80), "double bass": ((43, 32), 28, 55), "flute": ((73,), 60, 95),
    "french horn": ((60,), 36, 74), "acoustic guitar": ((24, 25), 40, 78), "oboe": ((68,), 58, 88),
    "saxophone": ((64, 65, 66, 67), 44, 80), "trombone": ((57,), 40, 72), "violin": ((40,), 55, 96),
    "viola": ((41,), 48, 84), "trumpet": ((56, 59), 54, 84), "tuba": ((58,), 26, 58), "piano": ((0, 1, 2), 28, 96),
    "electric piano": ((4, 5), 36, 84), "harpsichord": ((6,), 40, 84), "organ": ((16, 17, 18, 19, 20), 36, 84),
    "accordion": ((21, 23), 48, 84), "harmonica": ((22,), 60, 88), "electric guitar": ((26, 27, 28, 29, 30), 40, 76),
    "bass guitar": ((33, 34, 35, 36), 28, 52), "harp": ((46,), 36, 90), "timpani": ((47,), 38, 55),
    "xylophone": ((13,), 60, 96), "marimba": ((12,), 45, 84), "vibraphone": ((11,), 53, 84),
    "glockenspiel": ((9,), 72, 103), "music box": ((10,), 60, 96), "bell": ((14,), 55, 80),
    "singing": ((52, 53, 54), 48, 76), "strings": ((48, 49, 50, 51), 36, 84), "recorder": ((74,), 60, 90),
    "pan flute": ((75, 77), 60, 88), "piccolo": ((72,), 74, 102), "sitar": ((104,), 48, 76),
    "bagpipes": ((109,), 55, 76), "steel drum": ((114,), 52, 84), "kalimba": ((108,), 55, 84), "koto": ((107,), 50, 80),
    "ocarina": ((79,), 60, 88), "synthesizer": ((80, 81, 82, 84, 87, 88, 90, 94), 36, 84),
    "brass band": ((61,), 40, 76),
}  # fmt: skip
DRUMS: dict[str, tuple[int, ...]] = {
    "bass drum": (35, 36), "snare drum": (38, 40), "tom-toms": (41, 43, 45, 47, 48, 50), "clash cymbals": (49, 57),
    "Chinese cymbal": (52,), "suspended cymbal": (51, 59), "tambourine": (54,), "cowbell": (56,), "vibraslap": (58,),
    "agogo bells": (67, 68), "cabasa": (69,), "banana shaker": (70, 82), "guiro": (73, 74), "woodblock": (76, 77),
    "triangle": (80, 81), "sleigh bells": (83,), "bell tree": (84,), "castanets": (85,), "bongo drums": (60, 61),
    "conga drums": (62, 63, 64), "hi-hat": (42, 44, 46), "timbales": (65, 66),
}  # fmt: skip
CHORDS = ((0, 4, 7), (0, 3, 7), (0, 4, 7, 11), (0, 3, 7, 10), (0, 4, 7, 10), (0, 5, 7))
SCALES = ((0, 2, 4, 5, 7, 9, 11, 12), (0, 2, 3, 5, 7, 8, 10, 12), (0, 3, 5, 7, 10, 12), (0, 2, 4, 7, 9, 12))


@dataclass
class Score:
    """What is played: (second, message) in any order."""

    events: list[tuple[float, bytes]] = field(default_factory=list)

    def program(self, at: float, channel: int, program: int) -> None:
        """Choose an instrument."""
        self.events.append((at, bytes([0xC0 | channel, program])))

    def note(self, at: float, channel: int, note: int, length: float, loud: int) -> None:
        """One note; loud 1 to 127."""
        note, loud = int(np.clip(note, 0, 127)), int(np.clip(loud, 1, 127))
        self.events.append((at, bytes([0x90 | channel, note, loud])))
        self.events.append((at + length, bytes([0x80 | channel, note, 0])))

    def write(self, path: Path) -> None:
        """A standard MIDI file, format 0, at 480 ticks a quarter and 120 quarters a minute."""
        track, last = bytearray(), 0
        rank = {0x80: 0, 0xB0: 1, 0xC0: 2, 0x90: 3}  # at one time: end what sounds, choose, then play
        for at, message in sorted(self.events, key=lambda e: (e[0], rank[e[1][0] & 0xF0])):
            ticks = round(at * TICKS_PER_S)
            track += _variable(ticks - last) + message
            last = ticks
        track += b"\x00\xff\x2f\x00"
        path.write_bytes(b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(track)) + track)


def _variable(ticks: int) -> bytes:
    made = [ticks & 0x7F]
    while ticks := ticks >> 7:
        made.append(0x80 | ticks & 0x7F)
    return bytes(reversed(made))


def tune(score: Score, at: float, low: int, high: int, rng: Rng) -> None:
    """Notes of a scale, chords now and then, for five seconds."""
    scale, root = pick(rng, *SCALES), int(rng.integers(low, max(low + 1, high - 11)))
    gap, loud, chords = rng.uniform(0.12, 0.9), int(rng.integers(50, 127)), rng.random() * 0.4
    place = int(rng.integers(len(scale)))
    for begin in np.arange(0, 5, gap):
        place = int(np.clip(place + rng.integers(-2, 3), 0, len(scale) - 1))
        steps = pick(rng, *CHORDS) if rng.random() < chords else (0,)
        for step in steps:
            score.note(at + begin, 0, root + scale[place] + step, gap * rng.uniform(0.6, 1.1), loud)


def single(score: Score, at: float, low: int, high: int, rng: Rng) -> float:
    """One note, as the samples of orchestras are; returns how long the clip lasts before it is repeated."""
    length = float(np.exp(rng.uniform(np.log(0.2), np.log(3.5))))
    score.note(at, 0, int(rng.integers(low, high + 1)), length, int(rng.integers(35, 127)))
    return length + rng.uniform(0.1, 0.6)


def beat(score: Score, at: float, rng: Rng, tempo: float, busy: float = 0.8) -> None:
    """A drum loop of sixteen steps, drawn anew."""
    step = 60 / tempo / 4
    kicks = (rng.random(16) < 0.15) | (np.arange(16) % pick(rng, 4, 8) == 0)
    snares = np.arange(16) % 8 == 4
    hats, hat = rng.random(16) < busy, pick(rng, 42, 42, 44, 46, 51, 69, 70)
    extra, other = rng.random(16) < 0.12, pick(rng, 37, 39, 45, 47, 54, 56, 62, 63, 76)
    for i, begin in enumerate(np.arange(0, 5, step)):
        for on, key in ((kicks, 36), (snares, pick(rng, 38, 38, 40)), (hats, hat), (extra, other)):
            if on[i % 16]:
                score.note(at + begin, 9, key, step, int(rng.integers(60, 127)))


def parts(score: Score, at: float, rng: Rng, programs: tuple[int, int, int], tempo: float) -> None:
    """Melody, chords and bass over four chords, by three programs."""
    root, beat_s = int(rng.integers(45, 57)), 60 / tempo
    minor = int(rng.integers(2))
    for channel, program in enumerate(programs):
        score.program(at, channel, program)
    for begin in np.arange(0, 5, beat_s * 4):
        base = root + pick(rng, 0, 5, 7, -3)
        for step in CHORDS[minor]:
            score.note(at + begin, 1, base + 12 + step, beat_s * 3.9, 70)
        for i in range(8):
            if rng.random() < 0.7:
                score.note(at + begin + i * beat_s / 2, 2, base - 12, beat_s * 0.45, 95)
            if rng.random() < 0.6:
                step = pick(rng, *SCALES[minor])
                score.note(at + begin + i * beat_s / 2, 0, base + 12 + step, beat_s * pick(rng, 0.45, 0.9), 100)


def style(score: Score, at: float, key: str, rng: Rng) -> None:
    """Five seconds of a kind of music."""
    if key == "drum beat":
        beat(score, at, rng, rng.uniform(70, 175))
    elif key == "chord":
        score.program(at, 0, int(rng.integers(0, 96)))
        length, root = rng.uniform(1, 5), int(rng.integers(45, 68))
        for begin in np.arange(0, 5, length):
            for step in pick(rng, *CHORDS):
                score.note(at + begin, 0, root + step, length * 0.95, int(rng.integers(60, 120)))
    elif key == "melody":
        score.program(at, 0, int(rng.integers(0, 112)))
        tune(score, at, 48, 84, rng)
    else:
        lead, pad, bass, tempo, drums = {
            "band": (
                pick(rng, 0, 4, 26, 53, 65, 73, 80),
                pick(rng, 0, 16, 25, 48, 89),
                pick(rng, 32, 33, 35),
                110,
                True,
            ),
            "rock music": (pick(rng, 29, 30), pick(rng, 29, 30), pick(rng, 33, 34), 140, True),
            "electronic music": (pick(rng, 80, 81, 84, 87), pick(rng, 89, 90, 94), pick(rng, 38, 39), 128, True),
            "jazz": (pick(rng, 0, 26, 56, 64, 65, 11), pick(rng, 0, 4), 32, 150, True),
            "orchestra": (pick(rng, 40, 56, 60, 68, 71, 73), pick(rng, 48, 49, 61), pick(rng, 43, 58, 47), 90, False),
        }[key]
        tempo = tempo * rng.uniform(0.8, 1.2)
        parts(score, at, rng, (lead, pad, bass), tempo)
        if drums:
            beat(score, at, rng, tempo, 0.9 if key != "jazz" else 0.5)


STYLES = ("drum beat", "chord", "melody", "band", "rock music", "electronic music", "jazz", "orchestra")


def compose(each: int, rng: Rng) -> tuple[Score, list[tuple[str, float]]]:
    """Write every kind, each times; returns what is in each slot and how long it lasts (0: all of it)."""
    score, slots = Score(), []
    keys = [k for k in (*PROGRAMS, *DRUMS, *STYLES) for _ in range(each)]
    for i, key in enumerate(keys):
        at, lasts = i * SLOT_S, 0.0
        if key in PROGRAMS:
            programs, low, high = PROGRAMS[key]
            score.program(at, 0, pick(rng, *programs))
            if rng.random() < 0.5:
                lasts = single(score, at, low, high, rng)
            else:
                tune(score, at, low, high, rng)
        elif key in DRUMS:
            lasts = rng.uniform(0.3, 2.5)
            for begin in (0.0, *rng.uniform(0, lasts, rng.integers(0, 3))):
                score.note(at + begin, 9, pick(rng, *DRUMS[key]), 0.3, int(rng.integers(50, 127)))
        else:
            style(score, at, key, rng)
        for channel in (0, 1, 2, 9):
            score.events.append((at + SLOT_S - 0.05, bytes([0xB0 | channel, 120, 0])))
        slots.append((key, lasts))
    return score, slots


def played(each: int, rng: Rng) -> list[tuple[str, npt.NDArray[np.float32]]]:
    """Every kind of music, each times, 5 s at 32 kHz; nothing where fluidsynth or a sound font is missing."""
    program, font = shutil.which("fluidsynth"), next((f for f in FONTS if f.exists()), None)
    if program is None or font is None:
        print("  no fluidsynth or sound font (packages fluidsynth, fluid-soundfont-gm): without music", flush=True)
        return []
    score, slots = compose(each, rng)
    with tempfile.TemporaryDirectory() as folder:
        written, sounded = Path(folder) / "score.mid", Path(folder) / "score.wav"
        score.write(written)
        command = [program, "-ni", "-q", "-R", "0", "-C", "0", "-g", "0.5", "-r", str(RATE), "-F", str(sounded)]
        subprocess.run([*command, str(font), str(written)], check=True, stdout=subprocess.DEVNULL)
        everything, _ = soundfile.read(sounded, dtype="float32", always_2d=True)
    mono = everything.mean(1)
    return [(key, _slot(mono, i, lasts, rng)) for i, (key, lasts) in enumerate(slots)]


def _slot(mono: npt.NDArray[np.float32], i: int, lasts: float, rng: Rng) -> npt.NDArray[np.float32]:
    begin = int(i * SLOT_S * RATE)
    piece = mono[begin : begin + int((lasts or 5.0) * RATE)]
    filled = np.resize(piece, LENGTH) if len(piece) else np.zeros(LENGTH, np.float32)
    return (filled / max(float(np.abs(filled).max()), 1e-6) * 10 ** rng.uniform(-1.2, 0)).astype(np.float32)
