"""The demo library: photographs, sounds and texts that ship with Orrery, in a library of their own."""

import os
from pathlib import Path

from orrery.paths import resources
from orrery.workflows.chart import chart
from orrery.workflows.engine import Engine
from orrery.workflows.ingest import IngestReport, ingest
from orrery.workflows.job import JobContext


def demo_places() -> list[Path]:
    """The folders of the demo files; their credits lie beside them and are not part of the demo."""
    return [resources() / "demo" / name for name in ("photos", "sounds", "texts")]


def build_demo(engine: Engine, job: JobContext | None = None) -> IngestReport:
    """Take in the demo files that the library does not hold yet, and draw the map.

    Those of another copy of Orrery, or of this one before it was moved, leave the library.

    Args:
        engine: on the demo library, never on the user's.
        job: to stop and to tell of progress.
    """
    places = demo_places()
    with engine.library(write=True) as library:
        here = {os.fsencode(place) for place in places}
        for root in library.roots.all():
            if root.path not in here:
                library.forget(root.path)
    report = ingest(engine, places, job)
    chart(engine, job)
    return report
