"""What the recipe reads: the folder of photographs, captions and sounds, and timm's tables of class names."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path


@dataclass(frozen=True)
class Photo:
    """A photograph with what people wrote about it."""

    path: Path
    split: str
    captions: tuple[str, ...]


@dataclass(frozen=True)
class Clip:
    """A sound file with its label."""

    path: Path
    label: str
    split: str
    dataset: str


def photos(data: Path) -> list[Photo]:
    """Flickr8k: 6,000 train and 1,000 dev photographs with five captions each."""
    lines = (data / "flickr8k" / "manifest.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    return [Photo(data / "flickr8k" / r["image"], r["split"], tuple(c.strip().removesuffix(".").strip()
            for c in r["captions"])) for r in rows]  # fmt: skip


def class_photos(data: Path) -> list[tuple[Path, str]]:
    """The ImageNet sample: (file, synset)."""
    return [(p, p.name.split("_")[0]) for p in sorted((data / "imagenet_sample").glob("*.jpg"))]


def clips(data: Path) -> list[Clip]:
    """Every labelled sound."""
    with (data / "audio.csv").open(newline="") as opened:
        return [Clip(data / r["path"], r["label"], r["split"], r["dataset"]) for r in csv.DictReader(opened)]


def _table(name: str) -> list[str]:
    # Read as a file: importing timm would need torchvision.
    found = metadata.distribution("timm").locate_file(f"timm/data/_info/{name}")
    return Path(str(found)).read_text(encoding="utf-8").splitlines()


@cache
def synsets() -> tuple[str, ...]:
    """The 1,000 ImageNet classes in the classifier's order."""
    return tuple(line.strip() for line in _table("imagenet_synsets.txt") if line.strip())


@cache
def lemmas() -> dict[str, str]:
    """First lemma of every synset of ImageNet's noun hierarchy (21,843)."""
    rows = (line.split("\t", 1) for line in _table("imagenet_synset_to_lemma.txt") if "\t" in line)
    return {synset: names.split(",")[0].strip() for synset, names in rows}


@cache
def glosses() -> dict[str, str]:
    """Definition of every synset."""
    rows = (line.split("\t", 1) for line in _table("imagenet_synset_to_definition.txt") if "\t" in line)
    return {synset: text.strip() for synset, text in rows}


def names(chosen: Sequence[str]) -> list[str]:
    """First lemma of each synset: "great white shark"."""
    return [lemmas()[s].replace("_", " ") for s in chosen]


def defined(synset: str) -> str:
    """First lemma and definition: "crane: large long-necked wading bird"."""
    return f"{lemmas().get(synset, '')}: {glosses()[synset]}"


# WordNet's order keeps natural things together in the classifier's list: first and last class, and the everyday word.
EVERYDAY = (
    (0, 1, "fish"), (2, 4, "shark"), (5, 6, "fish"), (7, 24, "bird"), (25, 29, "newt"), (30, 32, "frog"),
    (33, 37, "turtle"), (38, 48, "lizard"), (49, 50, "crocodile"), (51, 51, "dinosaur"), (52, 68, "snake"),
    (70, 77, "spider"), (78, 79, "insect"), (80, 96, "bird"), (97, 100, "water bird"),
    (107, 109, "sea creature"), (110, 110, "worm"), (111, 117, "sea creature"), (118, 121, "crab"),
    (122, 126, "shellfish"), (127, 146, "water bird"), (147, 148, "whale"), (149, 150, "sea animal"),
    (151, 268, "dog"), (269, 272, "wolf"), (273, 276, "wild dog"), (277, 280, "fox"), (281, 285, "cat"),
    (286, 293, "big cat"), (294, 297, "bear"), (300, 307, "beetle"), (308, 320, "insect"),
    (321, 326, "butterfly"), (327, 329, "sea creature"), (330, 332, "rabbit"), (333, 338, "small furry animal"),
    (339, 340, "horse"), (341, 343, "pig"), (345, 347, "cattle"), (348, 349, "sheep"),
    (350, 353, "deer and goats"), (354, 355, "camel"), (356, 364, "furry wild animal"), (365, 369, "ape"),
    (370, 382, "monkey"), (385, 386, "elephant"), (387, 388, "panda"), (389, 397, "fish"), (924, 969, "food"),
    (970, 980, "landscape"), (985, 986, "flower"), (987, 990, "plant"), (991, 997, "mushroom"),
)  # fmt: skip


def everyday_words() -> list[str]:
    """What a person would call each of the 1,000 classes: "dog" for a beagle, its first lemma for most things."""
    said = names(synsets())
    for first, last, word in EVERYDAY:
        said[first : last + 1] = [word] * (last - first + 1)
    return said
