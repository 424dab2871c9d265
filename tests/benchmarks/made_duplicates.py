# ruff: noqa: T201 -- a benchmark prints
"""Near-duplicates with known answers: photos resized, cropped and recompressed, sounds trimmed and transcoded, texts
reworded; and how many of them are found, and how many of those found are some.

python tests/benchmarks/made_duplicates.py FOLDER      (data: ORRERY_DATA; FOLDER is made once and used again)
"""

import csv
import itertools
import os
import random
import sys
from collections import Counter
from pathlib import Path

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


def measure(folder: Path) -> None:
    """Print precision and recall of pairs by kind, and recall by what was done."""
    from orrery.app import open_engine
    from orrery.workflows.attention import attention
    from orrery.workflows.ingest import ingest

    os.environ["ORRERY_HOME"] = str(folder / "home")
    engine = open_engine(folder / "home" / "library.orrery")
    ingest(engine, [folder / "files"])
    found = attention(engine).near_duplicates or ()
    with engine.library() as library:
        names = {item.id: Path(os.fsdecode(item.path)).stem for item in library.items.all()}
    said = {frozenset((names[one], names[other])) for group in found for one, other in itertools.combinations(group, 2)}
    originals: dict[str, list[str]] = {}
    for name in names.values():
        originals.setdefault(name.split("~")[0], []).append(name)
    for pair in said:
        one, other = sorted(name.split("~")[0] for name in pair)
        are_sounds = one.startswith("sound") and other.startswith("sound") and {one, other} <= set(originals)
        if one != other and are_sounds and _is_one_recording(folder / "files", one, other):
            originals[one] += originals.pop(other)  # the data holds some sounds twice
    true = {frozenset(pair) for group in originals.values() for pair in itertools.combinations(group, 2)}
    print("kind    pairs  found  precision  recall")
    for kind in ("photo", "sound", "text"):
        own, own_said = ({pair for pair in pairs if any(kind in name for name in pair)} for pairs in (true, said))
        right = len(own & own_said)
        print(f"{kind:6} {len(own):6} {len(own_said):6} {right / max(len(own_said), 1):10.3f} {right / len(own):7.3f}")
    changed = Counter(name.split("~")[1] for name in names.values() if "~" in name)
    found_with = Counter(
        name.split("~")[1] for name in names.values() if "~" in name and frozenset((name, name.split("~")[0])) in said
    )
    print("found beside its original: " + "  ".join(f"{how} {found_with[how] / changed[how]:.2f}" for how in changed))


def _is_one_recording(files: Path, one: str, other: str) -> bool:
    import soundfile

    first, second = (soundfile.read(files / f"{name}.flac")[0] for name in (one, other))
    first, second = first - first.mean(), second - second.mean()
    length = len(first) + len(second)
    product = np.fft.irfft(np.fft.rfft(first, length) * np.fft.rfft(second, length).conj())
    return bool(np.abs(product).max() > 0.8 * np.linalg.norm(first) * np.linalg.norm(second))


def main() -> None:
    folder = Path(sys.argv[1])
    files = folder / "files"
    if not files.exists():
        files.mkdir(parents=True)
        rng = random.Random(0)
        for write in (write_photos, write_sounds, write_texts):
            write(files, rng)
    measure(folder)


if __name__ == "__main__":
    main()
