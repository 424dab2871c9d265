"""How much the parts of one content have a chance of their own, in one state of a library."""

from collections.abc import Mapping

import numpy as np

from orrery.domain.modality import Kind, Role
from orrery.search.background import PACK_WEIGHT, sample
from orrery.search.best_part import START, fitted_exponent
from orrery.search.candidates import Candidates
from orrery.search.centring import centred
from orrery.search.figures import Calibration
from orrery.workflows.engine import Engine

PHRASES = 200
"""Phrases of the vocabulary that ask; most have nothing to do with a content."""
CONTENTS = 300
"""Contents of several parts that are asked."""
MOST_PARTS = 60
"""Of one content: the parts of a book beyond are left out, of both its best and its number."""


def fit_part_exponents(
    engine: Engine, candidates: Mapping[Kind, Candidates], calibration: Calibration
) -> Mapping[Kind, float]:
    """Gamma of the best-part correction for each kind, shrunk towards START as all figures of a library are."""
    own = engine.calibration
    phrases = centred(sample(own.concept_vectors, PHRASES), own.means[Role.QUERY])
    return {kind: _fitted(candidates[kind], phrases, calibration) for kind in Kind}


def _fitted(candidates: Candidates, phrases: np.ndarray, calibration: Calibration) -> float:
    if candidates.has_lone_parts:
        return START
    several = sample(np.flatnonzero(candidates.lengths > 1), CONTENTS)
    if len(several) == 0:
        return START
    lengths = np.minimum(candidates.lengths[several], MOST_PARTS)
    rows = np.concatenate(
        [np.arange(start, start + size) for start, size in zip(candidates.starts[several], lengths, strict=True)]
    )
    background = calibration.backgrounds[Role.QUERY, candidates.kind]
    vectors = centred(candidates.shared.rows(rows), candidates.shared.mean)
    z = (vectors @ phrases.T - background.median) / background.sigma
    best = np.maximum.reduceat(z, np.cumsum(lengths) - lengths, axis=0)
    parts = int(lengths.sum())
    return (parts * fitted_exponent(best, lengths) + PACK_WEIGHT * START) / (parts + PACK_WEIGHT)
