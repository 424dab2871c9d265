"""What could not be taken in, and another try."""

import os

from orrery.domain.item import Failure
from orrery.workflows.engine import Engine
from orrery.workflows.ingest import IngestReport, ingest
from orrery.workflows.job import JobContext


def list_failures(engine: Engine) -> tuple[Failure, ...]:
    """Files that failed or were skipped, each with its reason, ordered by path."""
    with engine.library() as library:
        return library.outcomes.failures(engine.space)


def retry(engine: Engine, job: JobContext | None = None) -> IngestReport:
    """Try every failed file again; one that is gone stays as it is."""
    with engine.library() as library:
        failed = [item.path for item in library.outcomes.to_retry(engine.space)]
    return ingest(engine, [path for path in failed if os.path.lexists(path)], job, again=True)
