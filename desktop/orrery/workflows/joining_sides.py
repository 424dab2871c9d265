"""What each of the packs that are joined makes of words, and of some sounds, as far as it does not bring that along."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from orrery import paths
from orrery.domain.arrays import Vector, Vectors
from orrery.domain.item import FileStamp, ItemState
from orrery.domain.modality import Kind, Role
from orrery.encoding.calibration import PackCalibration, load_calibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.manifest import Pack
from orrery.errors import LibraryProblem, OrreryError
from orrery.library.library import Library
from orrery.media.decode import Decoded, DecodeRequest
from orrery.media.pool import DecoderPool
from orrery.workflows.asking import mean_direction
from orrery.workflows.batching import encode, prepare
from orrery.workflows.job import JobContext, Progress
from orrery.workflows.packs_words import NONSENSE, encoded, made_up

SOUND_MEAN = 0.75
"""Share of the mean of some sounds that is taken for the mean of sounds (decision 5)."""
MOST_SOUNDS = 256
ENOUGH_SOUNDS = 100
"""With fewer, their mean and what is usual among them is left to be measured on a library."""
_PASSAGES, _PHRASES_EACH = 256, 6
"""Packs bring vectors of passages, not the texts; one that brings none is given some put together of phrases. What is
usual among unrelated things may be measured on other texts in one pack than in the next."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of the packs.

    Attributes:
        pack: it.
        words: (phrases, dim), as queries.
        nonsense: (n, dim), made-up words as queries.
        figures: what came with it; means and references of words and passages are there in any case.
        heard: (n, dim), some sounds; none of a pack that does not read any.
    """

    pack: Pack
    words: Vectors
    nonsense: Vectors
    figures: PackCalibration
    heard: Vectors

    @property
    def centred_words(self) -> Vectors:
        """(phrases, dim) less their mean."""
        return self.words - self.figures.means[Role.QUERY]

    @property
    def reach(self) -> float:
        """How far words lie from their mean: what a unit of this space is worth."""
        return float(np.linalg.norm(self.centred_words, axis=1).mean())

    @property
    def sound_mean(self) -> Vector:
        """(dim,), the pack's own or, failing that, a share of that of some sounds; zero without any."""
        if self.figures.means[Role.SOUND].any() or len(self.heard) == 0:
            return self.figures.means[Role.SOUND]
        return (SOUND_MEAN * self.heard.mean(axis=0)).astype(np.float32)


def make_side(pack: Pack, phrases: Sequence[str], job: JobContext, *, sounds: Sequence[bytes] = ()) -> Side:
    """Have a pack read words and, where files are given and it brings none of its own, hear sounds.

    Args:
        pack: verified.
        phrases: the vocabulary; those that the pack knows are not read again.
        job: to stop and to tell of progress.
        sounds: paths of sound files.

    Raises:
        PackDamaged: a tower cannot be opened.
        JobCancelled: the job was stopped.
    """
    figures, encoder = load_calibration(pack), Encoder(pack)
    known = dict(zip(figures.concepts, figures.concept_vectors, strict=True))
    new = [phrase for phrase in phrases if phrase not in known]
    known |= dict(zip(new, encoded(encoder, new, Role.QUERY, job) if new else (), strict=True))
    words = np.stack([known[phrase] for phrase in phrases]).astype(np.float32)
    read = figures.references[Role.PASSAGE][:_PASSAGES]
    if len(read) < _PASSAGES:
        read = encoded(encoder, _passages(phrases), Role.PASSAGE, job)
    heard = figures.references[Role.SOUND]
    if len(heard) == 0 and sounds:
        heard = _heard(encoder, sounds, job)
    means, references = dict(figures.means), dict(figures.references)
    enough = heard if len(heard) >= ENOUGH_SOUNDS else heard[:0]
    for role, own, share in ((Role.QUERY, words, 1.0), (Role.PASSAGE, read, 1.0), (Role.SOUND, enough, SOUND_MEAN)):
        if not means[role].any() and len(own):
            means[role] = (share * own.mean(axis=0)).astype(np.float32)
    references |= {Role.PASSAGE: read, Role.SOUND: enough}
    own = replace(figures, means=MappingProxyType(means), references=MappingProxyType(references))
    return Side(pack, words, encoded(encoder, made_up(NONSENSE), Role.QUERY, job), own, heard)


def sounds_to_hear(library: Path | None) -> list[bytes]:
    """Files of sounds of a library, evenly spread, with those that ship with Orrery."""
    shipped = sorted(os.fsencode(file) for file in (paths.resources() / "demo" / "sounds").iterdir())
    if library is None or not library.exists():
        return shipped
    try:
        with Library.open(library) as opened:
            items = opened.items.all()
    except LibraryProblem:  # joining needs no library
        return shipped
    own = [item.path for item in items if item.kind is Kind.SOUND and item.state is ItemState.PRESENT]
    rows = np.linspace(0, len(own) - 1, min(len(own), MOST_SOUNDS - len(shipped))).astype(int)
    return [*shipped, *(sorted(own)[int(row)] for row in rows)]


def _heard(encoder: Encoder, sounds: Sequence[bytes], job: JobContext) -> Vectors:
    """The vectors (n, dim) of some files; those that cannot be read are left out."""
    found = list[Vector]()
    requests = [DecodeRequest(FileStamp(path, 0, 0), encoder.inputs, Kind.SOUND) for path in sounds]
    with DecoderPool(processes=1) as pool:
        for done, decoded in enumerate(pool.decode(requests)):
            job.check()
            job.report(Progress(done, len(sounds), os.fsdecode(decoded.stamp.path)))
            if isinstance(decoded, Decoded) and decoded.kind is Kind.SOUND:
                try:
                    (vectors,) = encode([prepare(decoded, encoder)], encoder)
                except OrreryError:  # silence has no direction
                    continue
                found.append(mean_direction(vectors[encoder.space]))
    return np.stack(found) if found else np.zeros((0, encoder.space.dim), np.float32)


def _passages(phrases: Sequence[str]) -> list[str]:
    rows = np.random.default_rng(0).choice(len(phrases), (_PASSAGES, min(_PHRASES_EACH, len(phrases))))
    return [", ".join(map(str, np.array(phrases)[some])) + "." for some in rows]
