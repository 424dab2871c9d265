# ruff: noqa: T201 -- a benchmark prints
"""Near-duplicates with known answers: photos resized, cropped and recompressed, sounds trimmed and transcoded, texts
reworded; and how many of them are found, and how many of those found are some.

python tests/benchmarks/made_duplicates.py FOLDER [--sweep]    (data: ORRERY_DATA; FOLDER is made once and used again)

The originals are halved: bars are chosen by one half (--sweep shows what other bars would do there, and only there) and
judged by the other. A pair across the halves counts for the half of the original whose name comes first.
"""

import csv
import itertools
import os
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orrery.workflows.engine import Engine

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

import numpy as np

DATA = Path(os.environ.get("ORRERY_DATA", "data"))
PHOTOS, SOUNDS, TEXTS = 800, 500, 800
CHANGED = 4
"""Every so many originals have changed copies."""
SYNONYMS = {
    "man": "guy", "woman": "lady", "boy": "lad", "girl": "young girl", "dog": "hound", "running": "racing",
    "jumping": "leaping", "street": "road", "little": "small", "big": "large", "wearing": "dressed in",
    "standing": "stood", "holding": "carrying", "people": "persons", "black": "dark", "two": "a pair of",
}  # fmt: skip


def write_photos(out: Path, rng: random.Random) -> None:
    from PIL import Image

    chosen = sorted((DATA / "flickr8k" / "images").iterdir())
    for number, file in enumerate(rng.sample(chosen, PHOTOS)):
        with Image.open(file) as opened:
            picture = opened.convert("RGB")
        name = out / f"photo{number:04}"
        picture.save(f"{name}.jpg", quality=92)
        if number % CHANGED:
            continue
        width, height = picture.size
        picture.resize((width * 6 // 10, height * 6 // 10)).save(f"{name}~resized.jpg", quality=90)
        picture.save(f"{name}~recompressed.jpg", quality=20)
        side = rng.uniform(0.75, 0.9)
        left, top = rng.uniform(0, 1 - side) * width, rng.uniform(0, 1 - side) * height
        box = (round(left), round(top), round(left + side * width), round(top + side * height))
        picture.crop(box).save(f"{name}~cropped.jpg", quality=90)


def write_sounds(out: Path, rng: random.Random) -> None:
    import soundfile

    with (DATA / "audio.csv").open() as rows:
        chosen = [DATA / row["path"] for row in csv.DictReader(rows)]
    for number, file in enumerate(rng.sample(chosen, SOUNDS)):
        samples, rate = soundfile.read(file)
        name = out / f"sound{number:04}"
        soundfile.write(f"{name}.flac", samples, rate)
        if number % CHANGED:
            continue
        first, last = int(rng.uniform(0.02, 0.1) * len(samples)), int(rng.uniform(0.9, 0.98) * len(samples))
        soundfile.write(f"{name}~trimmed.flac", samples[first:last], rate)
        soundfile.write(f"{name}~transcoded.mp3", samples, rate, format="MP3")


def write_texts(out: Path, rng: random.Random) -> None:
    import json

    lines = (DATA / "flickr8k" / "manifest.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(rng.sample(lines, TEXTS)):
        captions = json.loads(line)["captions"]
        (out / f"text{number:04}.txt").write_text(" ".join(captions[:3]), "utf-8")
        if number % CHANGED == 0:
            words = " ".join([captions[1], captions[0], captions[2]]).split()
            said = " ".join(SYNONYMS.get(word, word) for word in words if word not in {"very", "."})
            (out / f"text{number:04}~reworded.txt").write_text(said, "utf-8")


Pairs = set[frozenset[str]]
SWEPT = (-0.1, -0.05, 0.0, 0.05, 0.1)
"""How far the bars of the closer look are moved by --sweep."""


def half_of(name: str) -> str:
    """The half that an original and its copies belong to; every other of those that have copies."""
    number = int("".join(letter for letter in name.split("~", maxsplit=1)[0] if letter.isdigit()))
    return "tune" if number // CHANGED % 2 else "test"


def measure(folder: Path, *, sweep: bool) -> None:
    """Print precision and recall of pairs by kind for both halves, and recall by what was done."""
    from dataclasses import replace

    from orrery.app import open_engine
    from orrery.domain.modality import Kind
    from orrery.workflows import duplicates
    from orrery.workflows.ingest import ingest

    os.environ["ORRERY_HOME"] = str(folder / "home")
    engine = open_engine(folder / "home" / "library.orrery")
    ingest(engine, [folder / "files"])
    with engine.library() as library:
        names = {item.id: Path(os.fsdecode(item.path)).stem for item in library.items.all()}
    said = said_by(engine, names)
    true = true_pairs(folder / "files", set(names.values()), said)
    print("kind   half  pairs  found  precision  recall")
    for kind in ("photo", "sound", "text"):
        for half in ("tune", "test"):
            show(kind, half, true, said)
    for half in ("tune", "test"):
        mine = [name for name in names.values() if "~" in name and half_of(name) == half]
        changed = Counter(name.split("~")[1] for name in mine)
        found = Counter(name.split("~")[1] for name in mine if frozenset((name, name.split("~")[0])) in said)
        print(f"{half}: beside its original  " + "  ".join(f"{how} {found[how] / changed[how]:.2f}" for how in changed))
    if sweep:
        own = dict(duplicates.BARS)
        for step in SWEPT:
            duplicates.BARS = {kind: replace(bars, look=bars.look + step) for kind, bars in own.items()}
            moved = said_by(engine, names)
            looks = " ".join(f"{kind} {duplicates.BARS[kind].look:.2f}" for kind in Kind)
            print(f"bars of the look {looks}")
            for kind in ("photo", "sound", "text"):
                show(kind, "tune", true, moved)


def said_by(engine: "Engine", names: dict[int, str]) -> Pairs:
    """Pairs of names that the library's own look calls near-duplicates."""
    from orrery.workflows.attention import attention

    groups = attention(engine).near_duplicates or ()
    return {
        frozenset((names[one], names[other])) for group in groups for one, other in itertools.combinations(group, 2)
    }


def true_pairs(files: Path, names: set[str], said: Pairs) -> Pairs:
    """Pairs that are near-duplicates; some sounds of the data are one recording under two names."""
    originals: dict[str, list[str]] = {}
    for name in names:
        originals.setdefault(name.split("~")[0], []).append(name)
    for pair in said:
        one, other = sorted(name.split("~")[0] for name in pair)
        are_sounds = one.startswith("sound") and other.startswith("sound") and {one, other} <= set(originals)
        if one != other and are_sounds and _is_one_recording(files, one, other):
            originals[one] += originals.pop(other)
    return {frozenset(pair) for group in originals.values() for pair in itertools.combinations(group, 2)}


def show(kind: str, half: str, true: Pairs, said: Pairs) -> None:
    """Print precision and recall of one kind in one half."""
    own, own_said = (
        {pair for pair in pairs if any(kind in name for name in pair) and half_of(min(pair)) == half}
        for pairs in (true, said)
    )
    right = len(own & own_said)
    figures = f"{right / max(len(own_said), 1):10.3f} {right / max(len(own), 1):7.3f}"
    print(f"{kind:6} {half} {len(own):6} {len(own_said):6} {figures}", flush=True)


def _is_one_recording(files: Path, one: str, other: str) -> bool:
    import soundfile

    first, second = (soundfile.read(files / f"{name}.flac")[0] for name in (one, other))
    first, second = first - first.mean(), second - second.mean()
    length = len(first) + len(second)
    product = np.fft.irfft(np.fft.rfft(first, length) * np.fft.rfft(second, length).conj())
    return bool(np.abs(product).max() > 0.8 * np.linalg.norm(first) * np.linalg.norm(second))


def main() -> None:
    sweep = "--sweep" in sys.argv
    folder = Path(next(word for word in sys.argv[1:] if not word.startswith("--")))
    files = folder / "files"
    if not files.exists():
        files.mkdir(parents=True)
        rng = random.Random(0)
        for write in (write_photos, write_sounds, write_texts):
            write(files, rng)
    measure(folder, sweep=sweep)


if __name__ == "__main__":
    main()
