"""What tells hubs in one state of a library."""

from collections.abc import Mapping

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.modality import Kind, Role
from orrery.search.background import ASKERS, PHRASES, sample, topped_up
from orrery.search.candidates import Candidates
from orrery.search.centring import centred
from orrery.search.figures import Calibration
from orrery.search.hubs import Hubs
from orrery.workflows.engine import Engine

_NONE = np.empty(0, np.intp)


def make_hubs(engine: Engine, candidates: Mapping[Kind, Candidates], calibration: Calibration) -> Hubs:
    """Measure what is usual on up to 500 parts of each kind, the pack's references in place of what is missing."""
    own = engine.calibration
    phrases = centred(sample(own.concept_vectors, PHRASES), own.means[Role.QUERY])
    backgrounds = {kind: calibration.backgrounds[Role.QUERY, kind] for kind in Kind}
    return Hubs.of(phrases, backgrounds, {kind: _usual(engine, candidates[kind]) for kind in Kind})


def _usual(engine: Engine, candidates: Candidates) -> Vectors:
    scan, role = candidates.shared, candidates.kind.role
    rows = np.unique(np.linspace(0, len(candidates.parts) - 1, ASKERS).astype(np.intp)) if len(candidates) else _NONE
    return centred(topped_up(scan.rows(rows), engine.calibration.references[role]), scan.mean)
