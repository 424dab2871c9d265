"""What a model makes of words, measured once when it comes to this machine without such figures.

The phrases are the starter's vocabulary. Their vectors name clusters and say why something matched, and as reference
queries they let a library measure the model's background (workflows/matrices.py); their means centre questions and
passages. Means of pictures and sounds are left to the library, which has some.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from orrery import paths
from orrery.domain.arrays import Vectors
from orrery.domain.modality import Role
from orrery.encoding.calibration import load_calibration
from orrery.encoding.drafting import add_to_manifest
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.workflows.job import JobContext, Progress

MOST_PHRASES = 2000
"""Enough to name clusters; at CLIP's 60 phrases a second on one core that is half a minute."""

PASSAGES = 300
_AT_ONCE = 64


def measure_words(encoder: Encoder, folder: Path, job: JobContext) -> None:
    """Write concepts, their vectors and the means of questions and passages into a drafted pack.

    Args:
        encoder: of the pack in the folder.
        folder: of the pack; its manifest grows.
        job: to stop and to tell of progress.
    """
    phrases = _spread(load_calibration(load_pack(paths.starter_pack(), verify=False)).concepts, MOST_PHRASES)
    asked = _encoded(encoder, phrases, Role.QUERY, job)
    passages = _encoded(encoder, _spread(phrases, PASSAGES), Role.PASSAGE, job)
    means = np.zeros((len(Role), encoder.space.dim), np.float32)
    for role, vectors in ((Role.QUERY, asked), (Role.PASSAGE, passages)):
        means[list(Role).index(role)] = vectors.mean(axis=0)
    (folder / "concepts.txt").write_text("\n".join(phrases) + "\n", "utf-8")
    np.save(folder / "concepts.npy", asked.astype(np.float16))
    np.save(folder / "means.npy", means)
    lines = ["[calibration]", 'means = "means.npy"', 'concepts = "concepts.txt"', 'concept_vectors = "concepts.npy"']
    add_to_manifest(folder, lines, ["means.npy", "concepts.txt", "concepts.npy"])


def _spread(phrases: Sequence[str], most: int) -> list[str]:
    """So many of them, evenly spread: the vocabulary is in order of subject."""
    rows = np.linspace(0, len(phrases) - 1, min(len(phrases), most)).astype(int)
    return [phrases[int(row)] for row in rows]


def _encoded(encoder: Encoder, phrases: list[str], role: Role, job: JobContext) -> Vectors:
    found = list[Vectors]()
    for start in range(0, len(phrases), _AT_ONCE):
        job.check()
        job.report(Progress(start, len(phrases), phrases[start]))
        found.append(encoder.encode_texts(phrases[start : start + _AT_ONCE], role))
    return np.concatenate(found)
