"""The image-only space of a model beside the shared one: which row is which, and the figures that no pack tells."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vector
from orrery.library.rows import StoredVectors
from orrery.search.background import PHRASES, measure
from orrery.search.centring import centred
from orrery.search.ranking import FeatureFigures
from orrery.workflows.indexing import Indexed

ENOUGH_PICTURES = 50
"""Fewer pictures say too little of the image-only space, which has no figures in the pack."""

Held: TypeAlias = StoredVectors | Indexed
"""The vectors of one kind in one space: in memory, or as an index."""


def aligned(shared: Held, features: Held) -> Rows | None:
    """The row in `features` of each row in `shared`; None unless each row that may answer has one."""
    if len(features.parts) == 0:
        return None
    wanted = shared.parts
    if len(wanted) == len(features.parts) and np.array_equal(wanted, features.parts):
        return np.arange(len(wanted))
    order = np.argsort(features.parts, kind="stable")
    known = features.parts[order]
    places = np.searchsorted(known, wanted, side="right") - 1  # of a part that was replaced, the newest row
    has_one = (places >= 0) & (known[places] == wanted)
    alive = shared.alive if isinstance(shared, Indexed) and shared.alive is not None else None
    if not (has_one if alive is None else has_one[alive]).all():
        return None
    return order[np.maximum(places, 0)]


def feature_figures(shared: Held, features: Held, mean: Vector) -> FeatureFigures | None:
    """Measure the image-only space on up to 1,000 pictures; None where there are too few, or not every one is in it.

    Args:
        shared: the pictures in the shared space.
        features: the same ones in the image-only space.
        mean: (dim,) of pictures in the shared space.
    """
    rows = aligned(shared, features)
    if rows is None or count_of(shared) < ENOUGH_PICTURES:
        return None
    chosen = _spread(shared)
    raw = _take(features, rows[chosen]).astype(np.float32)
    own_mean = features.index.mean if isinstance(features, Indexed) else raw.mean(axis=0)
    own, others = centred(raw, own_mean), centred(_take(shared, chosen), mean)
    background = measure(own, own)
    if background is None:
        return None
    above = np.triu_indices(len(chosen), 1)
    rho = float(np.corrcoef((own @ own.T)[above], (others @ others.T)[above])[0, 1])
    return FeatureFigures(own_mean, background, min(max(rho, 0.0), 1.0) if np.isfinite(rho) else 0.0)


def count_of(held: Held) -> int:
    """Rows that may answer."""
    return held.count if isinstance(held, Indexed) else len(held.parts)


def _spread(held: Held) -> Rows:
    """A thousand rows that may answer, evenly spread."""
    rows = np.arange(len(held.parts))
    if isinstance(held, Indexed) and held.alive is not None:
        rows = np.flatnonzero(held.alive)
    return rows[np.linspace(0, len(rows) - 1, min(len(rows), PHRASES)).astype(np.intp)]


def _take(held: Held, rows: Rows) -> npt.NDArray[np.float16]:
    return held.index.take(rows) if isinstance(held, Indexed) else held.vectors[rows]
