"""Figures of the sound towers, each on recordings that its tower was not trained on.

They are taken as `orrery evaluate` takes them: a label is put into words twice, as an answer to choose from and as
somebody types it, and both sides are centred.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import starter_checks as checks
import starter_labels as labels
import starter_sound as sound
from starter_calibration import Vectors, centred
from starter_sound_towers import FOLDS, UNHEARD, LeftOut, Material, train_tower

ANIMALS, ESC, NOTES = "animal_sounds", "esc10", "philharmonia"


@dataclass(frozen=True)
class Words:
    """Vectors (labels, dim) of label names as answers to choose from, and as somebody types them."""

    names: list[str]
    asked: Vectors
    typed: Vectors


@dataclass(frozen=True)
class Judge:
    """What every figure needs.

    Attributes:
        material: all sounds there are.
        tower: texts to vectors (texts, dim).
        mean: (dim,) that queries are centred by.
        centre: (dim,) that sounds are centred by.
    """

    material: Material
    tower: Callable[[list[str]], Vectors]
    mean: Vectors
    centre: Vectors

    def rows(self, dataset: str, split: str = "") -> list[int]:
        """Clips of a data set, or of a split of it."""
        return [i for i, c in enumerate(self.material.clips) if c.dataset == dataset and split in ("", c.split)]

    def said(self, rows: Sequence[int]) -> list[str]:
        """Labels of clips."""
        return [self.material.clips[i].label for i in rows]

    def hears(self, tower: sound.Tower, rows: Sequence[int]) -> Vectors:
        """(rows, dim): what a tower makes of clips, centred."""
        return centred(sound.encode(tower, self.material.recorded.chosen(rows)), self.centre)

    def words(self, dataset: str, least: int = 1) -> Words:
        """The labels of a data set of which there are so many clips."""
        counts = Counter(self.said(self.rows(dataset)))
        names = sorted(n for n, count in counts.items() if count >= least)
        typed = centred(self.tower(names), self.mean)
        told = centred(self.tower([labels.told(n) for n in names]), self.mean)
        return Words(names, centred(typed + told, 0), typed)

    def right(self, heard_by: sound.Tower, rows: Sequence[int], words: Words) -> npt.NDArray[np.bool_]:
        """(rows,) whether each clip's likeliest label is its own; clips of other labels are left out."""
        kept = [i for i in rows if self.material.clips[i].label in words.names]
        guesses = (self.hears(heard_by, kept) @ words.asked.T).argmax(1)
        return np.array([words.names[g] == w for g, w in zip(guesses, self.said(kept), strict=True)])


def measure(judge: Judge, shipped: sound.Tower) -> dict[str, object]:
    """Every figure that needs a tower of its own, and those of the shipped one; trains what is not trained yet."""
    everyday, material = judge.words(ESC), judge.material
    folds = {f: judge.right(train_tower(material, LeftOut(fold=f)), judge.rows(ESC, f), everyday) for f in FOLDS}
    report: dict[str, object] = {
        "ESC-10 zero-shot top-1, folds pooled": _share(np.concatenate(list(folds.values()))),
        "ESC-10 by fold": {fold: round(float(hits.mean()), 3) for fold, hits in folds.items()},
    }
    for what, dataset, least in (
        ("animal sounds", ANIMALS, 1),
        ("instruments with 40 clips", NOTES, 40),
        ("all instruments", NOTES, 1),
    ):
        hits = judge.right(shipped, judge.rows(dataset, "dev"), judge.words(dataset, least))
        report[f"{what}, dev, zero-shot top-1"] = _share(hits)
    report["class left out, text -> sound precision@10"] = left_out_figures(judge)
    return report


def left_out_figures(judge: Judge) -> dict[str, float]:
    """Precision of the ten first clips for a typed label, by a tower that heard no recording of it."""
    made: dict[str, float] = {}
    for kinds in UNHEARD:
        deaf = train_tower(judge.material, LeftOut(kinds=kinds))
        for dataset in (ESC, ANIMALS):
            rows, words = judge.rows(dataset), judge.words(dataset)
            cosines, has = judge.hears(deaf, rows) @ words.typed.T, judge.said(rows)
            for n, name in enumerate(words.names):
                if labels.key_of(name) in kinds:
                    first = np.argsort(-cosines[:, n], kind="stable")[:10]
                    made[f"{dataset}: {name}"] = float(np.mean([has[i] == name for i in first]))
    return {"mean": round(float(np.mean(list(made.values()))), 3), **dict(sorted(made.items()))}


def unheard_vectors(material: Material, shipped: sound.Tower, rows: Sequence[int]) -> Vectors:
    """(rows, dim): each clip of ESC-10 by the tower without its fold, every other clip by the shipped one."""
    made = sound.encode(shipped, material.recorded.chosen(rows))
    for fold in FOLDS:
        held = [n for n, i in enumerate(rows) if material.clips[i].split == fold]
        clips = material.recorded.chosen([rows[n] for n in held])
        made[held] = sound.encode(train_tower(material, LeftOut(fold=fold)), clips)
    return made


def _share(hits: npt.NDArray[np.bool_]) -> str:
    """A share with its 95 % interval (Wilson 1927)."""
    n, p, z = len(hits), float(hits.mean()), 1.96
    middle, half = p + z * z / 2 / n, z * np.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
    return f"{p:.3f} ({low:.3f} to {high:.3f}, {n} clips)"


def overlap(graph: Path, shipped: sound.Tower, material: Material, count: int = 300) -> float:
    """Share of each clip's ten nearest clips that the stored graph (8-bit weights) and the networks agree on."""
    rows = range(0, len(material.clips), max(1, len(material.clips) // count))
    tower = sound.SoundTower(graph)
    stored = np.stack([tower.of_clip(sound.read(material.clips[i].path)) for i in rows])
    return checks.overlap(stored, sound.encode(shipped, material.recorded.chosen(rows)))
