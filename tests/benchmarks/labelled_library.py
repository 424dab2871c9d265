"""Files of the data folder (ORRERY_DATA) in a library, with what they are known to show or sound like."""

import csv
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from orrery.domain.arrays import Vectors

DATA = Path(os.environ.get("ORRERY_DATA", "data"))
SUBJECTS = {
    "dog": "dogs?", "beach": "beach|ocean|surf(er|ing|board)|waves?", "snow": r"snow\w*|ski\w*",
    "bike": "bikes?|bicycles?|biker|cyclist|bmx|motor(cycle|bike)", "ball": "soccer|football|basketball|baseball",
    "climb": r"climb\w*|cliff", "water": r"pool|swim\w*|lake|river|kayak\w*", "street": "street|sidewalk|city",
    "horse": "horses?", "skate": r"skate\w*", "baby": "baby|toddler",
}  # fmt: skip
ANIMALS = (
    (0, 6, "fish"), (7, 24, "bird"), (25, 32, "amphibian"), (33, 68, "reptile"), (69, 79, "arachnid"),
    (80, 100, "bird"), (107, 126, "sea"), (127, 146, "bird"), (151, 268, "dog"), (269, 280, "wild dog"),
    (281, 293, "cat"), (294, 297, "bear"), (300, 326, "insect"), (327, 329, "sea"), (339, 353, "hoofed"),
    (365, 384, "ape"), (389, 397, "fish"),
)  # fmt: skip
"""ImageNet's classes of animals, first to last, in the order of their synsets."""


def labelled(path: Path) -> Iterator[tuple[str, Vectors, np.ndarray, list[str]]]:
    """Name of a set, its vectors as the map sees them, kinds, and a label each."""
    from orrery.app import open_engine
    from orrery.workflows.ground import lay_ground

    engine = open_engine(path)
    with engine.library() as library:
        ground = lay_ground(engine, library)
    names = [Path(os.fsdecode(ground.items[int(content)][0].path)) for content in ground.contents]
    found: dict[str, list[tuple[int, str]]] = {}
    for row, (name, label) in enumerate(zip(names, _labels(names), strict=True)):
        if label:
            own = "sounds" if "audio" in name.parts else "animals" if "imagenet_sample" in name.parts else "photos"
            found.setdefault("texts" if name.suffix == ".txt" else own, []).append((row, label))
    both = found.get("photos", []) + found.get("texts", [])
    for own, pairs in [*found.items(), ("both kinds", sorted(both))]:
        rows = np.array([row for row, _ in pairs])
        yield own, ground.vectors[rows], ground.groups[rows], [label for _, label in pairs]


def _labels(names: list[Path]) -> Iterator[str]:
    with (DATA / "audio.csv").open() as rows:
        sounds = {Path(row["path"]).name: f"{row['dataset']} {row['label']}" for row in csv.DictReader(rows)}
    captions = {}
    for line in (DATA / "flickr8k" / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        words = " ".join(row["captions"]).lower()
        hits = [name for name, told in SUBJECTS.items() if len(re.findall(rf"\b(?:{told})\b", words)) >= 3]
        captions[Path(row["image"]).stem] = hits[0] if len(hits) == 1 else ""
    classes = sorted(file.name for file in (DATA / "imagenet_sample").iterdir())  # every second class of 1,000
    for name in names:
        if "imagenet_sample" in name.parts:
            number = 2 * classes.index(name.name)
            yield next((label for first, last, label in ANIMALS if first <= number <= last), "")
        else:
            yield sounds.get(name.name, captions.get(name.stem, ""))
