"""How many inputs go through a model's towers at once on this machine: remembered, or measured before a large job."""

from orrery import paths
from orrery.domain.modality import Kind
from orrery.encoding.encoder import BATCHES, Encoder
from orrery.encoding.manifest import Pack
from orrery.encoding.pace import Pace, Paces, measure
from orrery.workflows.job import JobContext, Progress

MANY = 300
"""Files from which on measuring, some seconds, saves more than it takes."""


def take_pace(encoder: Encoder) -> dict[Kind, Pace]:
    """Let an encoder work as was found best; nothing is measured."""
    known = _kept().of(encoder)
    encoder.batches = BATCHES | {kind: pace.size for kind, pace in known.items()}
    return known


def known_pace(pack: Pack, threads: int) -> dict[Kind, Pace]:
    """What was measured of a model on this machine; nothing is opened."""
    return _kept().of(Encoder(pack, threads=threads))


def pace_for(encoder: Encoder, files: int, job: JobContext) -> None:
    """Measure an encoder if so many files are worth it and nobody has, and let it work so.

    Raises:
        JobCancelled: the job was stopped; nothing is remembered.
    """
    if files >= MANY and any(encoder.reads(kind) and kind not in take_pace(encoder) for kind in Kind):
        find_pace(encoder, job)


def find_pace(encoder: Encoder, job: JobContext) -> dict[Kind, Pace]:
    """Measure an encoder, whatever was found before, remember it and let it work so.

    Raises:
        JobCancelled: the job was stopped; nothing is remembered.
    """
    job.report(Progress(0, None, encoder.pack.name))
    _kept().keep(encoder, measure(encoder, job.check))
    return take_pace(encoder)


def _kept() -> Paces:
    return Paces(paths.home() / "pace.json")
