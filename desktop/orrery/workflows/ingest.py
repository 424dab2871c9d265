"""Take files in: walk, decode, encode, store. A reader of Orrery starts here.

    places ─ survey ─▶ files to read ─ decoder processes ─▶ batches ─ encoder ─▶ library

Every batch is one transaction: a stop, a crash or a full disk loses at most the batches in hand (one with the model,
one being gathered), and the same call goes on from there.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from orrery.errors import NoSuchPath
from orrery.media.pool import DecoderPool
from orrery.workflows.engine import Engine
from orrery.workflows.intake import IngestReport, Intake, model_thread
from orrery.workflows.job import JobContext
from orrery.workflows.models_in_use import remember_model
from orrery.workflows.pacing import pace_for
from orrery.workflows.survey import survey

__all__ = ["IngestReport", "ingest"]


def ingest(
    engine: Engine, places: Sequence[bytes | str | Path], job: JobContext | None = None, *, again: bool = False
) -> IngestReport:
    """Add files and folders to the library, or look at them again.

    Args:
        engine: library and model.
        places: files or folders; relative ones are meant from the current folder.
        job: to stop, to pause, and to tell of progress.
        again: read files that failed before once more, even if they are unchanged.

    Raises:
        NoSuchPath: one of the places is not there; nothing was done.
        LibraryProblem: the library cannot be written; what was stored before stays.
        JobCancelled: the job was stopped; what was stored before stays.
    """
    job = job or JobContext()
    started = time.perf_counter()
    roots = [_absolute(place) for place in places]
    with (
        engine.library(write=True) as library,
        DecoderPool(processes=engine.decoder_processes) as pool,
        model_thread() as thread,
    ):
        remember_model(engine, library)
        found = survey(library, engine.space, roots, job, again=again)
        intake = Intake(engine, library, found, job, thread)
        intake.settle(roots)
        pace_for(engine.encoder, len(found.to_read), job)
        intake.open_model()
        for decoded in pool.decode(intake.requests()):
            intake.take(decoded)
        for decoded in pool.decode(intake.second_requests()):
            intake.take(decoded)
        report = intake.finish()
    report.seconds = time.perf_counter() - started
    return report


def _absolute(place: bytes | str | Path) -> bytes:
    path = os.path.abspath(os.path.expanduser(os.fsencode(place)))  # noqa: PTH100, PTH111  (a path in bytes)
    if not os.path.lexists(path):
        raise NoSuchPath(path=path.decode("utf-8", "replace"))
    return path
