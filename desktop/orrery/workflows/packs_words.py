"""What a model makes of words, measured once when it comes to this machine without such figures.

The phrases are the starter's vocabulary. Their vectors name clusters and say why something matched, and as reference
queries they let a library measure the model's background (workflows/matrices.py); their means centre questions and
passages. Made-up words tell what a question without an answer scores. Means of pictures and sounds are left to the
library, which has some.
"""

import random
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
NONSENSE = 120
"""Half of them made-up words, half things that nobody photographs or records."""

_UNSEEN = (
    "quarterly tax return", "proof by induction", "insurance premium", "compiler warning", "subordinate clause",
    "terms and conditions", "interest rate swap", "null hypothesis", "software licence key", "data protection notice",
    "prime factorisation", "tenancy agreement", "subjunctive mood", "linear regression", "minutes of the meeting",
    "password policy", "rounding error", "patent claim", "customs declaration", "sorting algorithm", "vector calculus",
    "constitutional amendment", "unit test coverage", "depreciation schedule", "moral relativism", "exchange rate risk",
    "table of contents", "chemical valence", "parliamentary procedure", "memory leak", "confidence interval",
    "annual general meeting", "power of attorney", "irregular verbs", "mortgage repayment", "standard deviation",
    "copyright notice", "database index", "probation period", "footnote 14", "public procurement", "set theory",
    "cash flow statement", "version 2.0.1", "serial number", "quorum", "etymology", "tautology", "subpoena",
    "eigenvalue", "dividend yield", "checksum", "appendix B", "predicate logic", "due diligence", "postal code",
    "fiscal policy", "opportunity cost", "error 404", "legal disclaimer",
)  # fmt: skip
"""Not those that benchmarks and recipes ask, which would flatter the result."""

_AT_ONCE = 64


def measure_words(encoder: Encoder, folder: Path, job: JobContext) -> None:
    """Write concepts, their vectors and the means of questions and passages into a drafted pack.

    Args:
        encoder: of the pack in the folder.
        folder: of the pack; its manifest grows.
        job: to stop and to tell of progress.
    """
    phrases = _spread(load_calibration(load_pack(paths.starter_pack(), verify=False)).concepts, MOST_PHRASES)
    asked = encoded(encoder, phrases, Role.QUERY, job)
    passages = encoded(encoder, _spread(phrases, PASSAGES), Role.PASSAGE, job)
    nonsense = encoded(encoder, made_up(NONSENSE), Role.QUERY, job)
    means = np.zeros((len(Role), encoder.space.dim), np.float32)
    for role, vectors in ((Role.QUERY, asked), (Role.PASSAGE, passages)):
        means[list(Role).index(role)] = vectors.mean(axis=0)
    (folder / "concepts.txt").write_text("\n".join(phrases) + "\n", "utf-8")
    np.save(folder / "concepts.npy", asked.astype(np.float16))
    np.save(folder / "nonsense.npy", nonsense.astype(np.float16))
    np.save(folder / "means.npy", means)
    lines = ["[calibration]", 'means = "means.npy"', 'concepts = "concepts.txt"', 'concept_vectors = "concepts.npy"']
    lines.append('nonsense = "nonsense.npy"')
    add_to_manifest(folder, lines, ["means.npy", "concepts.txt", "concepts.npy", "nonsense.npy"])


def made_up(count: int) -> list[str]:
    """Questions without an answer: things that are not seen or heard, and words of syllables; always the same."""
    chance = random.Random(7)  # noqa: S311
    starts = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "bl", "gr", "str", "pl", "sk")
    syllables = [start + vowel for start in starts for vowel in ("a", "e", "i", "o", "u", "oo")]
    known: list[str] = [*_UNSEEN[: count // 2]]
    while len(known) < count:
        words = ["".join(chance.choices(syllables, k=chance.randint(2, 3))) for _ in range(chance.randint(1, 2))]
        known.append(" ".join(words))
    return known


def _spread(phrases: Sequence[str], most: int) -> list[str]:
    """So many of them, evenly spread: the vocabulary is in order of subject."""
    rows = np.linspace(0, len(phrases) - 1, min(len(phrases), most)).astype(int)
    return [phrases[int(row)] for row in rows]


def encoded(encoder: Encoder, phrases: Sequence[str], role: Role, job: JobContext) -> Vectors:
    """Texts as unit vectors (n, dim); stops between batches when the job is."""
    found = list[Vectors]()
    for start in range(0, len(phrases), _AT_ONCE):
        job.check()
        job.report(Progress(start, len(phrases), phrases[start]))
        found.append(encoder.encode_texts(phrases[start : start + _AT_ONCE], role))
    return np.concatenate(found)
