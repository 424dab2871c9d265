"""The starter's image tower from photographs to image.onnx: look, train the head, round the weights, write, compare."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import starter_checks as checks
import starter_data as data
import starter_head as head
import starter_image as image
import starter_text as text
from starter_calibration import Vectors, centred, unit

VIEWS, BACKGROUND, SEED = 5, 500, 20
EDITION = "1"  # of what is seen: raise it when `starter_image` changes, for caches are kept by it


@dataclass(frozen=True)
class Pictures:
    """What the image tower makes of photographs, as it ships: of all dev ones, and of some it was trained on."""

    photos: list[data.Photo]
    classes: list[str]
    embeddings: Vectors
    class_embeddings: Vectors
    features: Vectors
    rounding: dict[str, float]

    def rows(self, split: str) -> list[int]:
        """Which photographs belong to a split."""
        return [i for i, p in enumerate(self.photos) if p.split == split]


class Looking:
    """Both networks in float32 through ONNX Runtime, two pictures at a time; what they saw is kept in files."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        graph = cache / "eyes_float32.onnx"
        if not graph.exists():
            image.export_eyes(image.Eyes().eval(), graph)
        self.graph = graph

    def __call__(self, name: str, paths: Sequence[Path], view: int | None = None) -> image.Seen:
        """See pictures plainly, or in a variation of their own for every view."""
        kept = self.cache / f"seen_{EDITION}_{name}.npz"
        if not kept.exists():
            seen = image.look(self.graph, [lambda p=p, i=i: self._picture(p, i, view) for i, p in enumerate(paths)])
            np.savez(kept, features=seen.features.astype(np.float16), logits=seen.logits.astype(np.float16))
        stored = np.load(kept)
        return image.Seen(stored["features"].astype(np.float32), stored["logits"].astype(np.float32))

    @staticmethod
    def _picture(path: Path, place: int, view: int | None) -> image.Pixels:
        return image.prepare(path) if view is None else image.vary(path, np.random.default_rng([SEED, view, place]))


def joined(captions: Sequence[str]) -> str:
    """Captions as sentences of one passage."""
    return " ".join(f"{c}." for c in captions)


def passages_of(photos: Sequence[data.Photo]) -> list[str]:
    """Two passages a photo: several of its captions, and one of them among sentences about other things."""
    rng = np.random.default_rng(SEED)
    keys = sorted(data.glosses())
    told = []
    for photo in photos:
        told.append(joined(rng.permutation(photo.captions)[: rng.integers(2, 6)]))
        others = [keys[k] for k in rng.integers(len(keys), size=rng.integers(1, 3))]
        lines = [f"{data.defined(k)}." for k in others]
        lines.insert(int(rng.integers(len(lines) + 1)), f"{rng.choice(photo.captions)}.")
        told.append(" ".join(lines))
    return told


def class_words(tower: text.TextTower) -> Vectors:
    """What each of the 1,000 classes adds to a vector."""
    names = unit(tower(data.names(data.synsets())))
    everyday = unit(tower(data.everyday_words()))
    return head.class_words(unit(names - names.mean(0)), unit(everyday - everyday.mean(0)))


def remembered(tower: text.TextTower, cache: Path, texts: list[str]) -> Vectors:
    """Vectors of many texts, from a file if the same were asked before."""
    kept = cache / f"texts_{hashlib.sha256(chr(10).join(texts).encode()).hexdigest()[:12]}.npy"
    if not kept.exists():
        np.save(kept, tower(texts))
    return np.load(kept)


def lessons(looking: Looking, photos: Sequence[data.Photo], tower: text.TextTower, mean: Vectors) -> head.Lessons:
    """Photos seen plainly and in variations, with their captions and passages, each centred as what it is."""
    paths = [p.path for p in photos]
    views = [looking("train", paths), *(looking(f"train_{k}", paths, k) for k in range(1, VIEWS + 1))]
    captions = remembered(tower, looking.cache, [c for p in photos for c in p.captions])
    captions = centred(captions, mean).reshape(len(photos), -1, len(mean))
    passages = remembered(tower, looking.cache, passages_of(photos))
    passages = centred(passages, passages.mean(0)).reshape(len(photos), -1, len(mean))
    return head.Lessons(views, captions, passages)


def build(data_folder: Path, out: Path, cache: Path, tower: text.TextTower, query_mean: Vectors) -> Pictures:
    """Train the head on the train photos and write image.onnx; returns what the shipped graph makes of photos."""
    every, classes = data.photos(data_folder), data.class_photos(data_folder)
    train, dev = ([p for p in every if p.split == split] for split in ("train", "dev"))
    photos = [*dev, *(train[i] for i in np.random.default_rng(SEED).permutation(len(train))[:BACKGROUND])]
    looking, spoken = Looking(cache), class_words(tower)
    known = lessons(looking, train, tower, query_mean)
    trained = head.train(known, spoken, SEED)
    reader = head.Reader(image.Eyes(), trained, spoken, head.fit_projection(known.views[0].features)).eval()
    exact = reader.read(looking("dev", [p.path for p in dev]))
    head.export(head.round_reader(reader, image.prepare_all([p.path for p in train[:128]])), out / "image.onnx")
    shipped = image.ImageTower(out / "image.onnx", threads=1)
    made = through(shipped, [p.path for p in photos])
    named, _ = through(shipped, [p for p, _ in classes])
    rounded = (made[0][: len(dev)], made[1][: len(dev)])
    rounding = checks.image_parity(shipped, image.prepare_all([p.path for p in dev[:8]]), reader, exact, rounded)
    return Pictures(photos, [s for _, s in classes], made[0], named, made[1], rounding)


def through(tower: image.ImageTower, paths: Sequence[Path]) -> tuple[Vectors, Vectors]:
    """Embeddings and features of picture files through the finished graph, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda path: tower(image.prepare(path)[None]), paths))
    return np.concatenate([e for e, _ in made]), np.concatenate([f for _, f in made])
