"""What a search scans: the stored vectors of every kind, laid out once, and the figures that make kinds comparable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.calibration import Background
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.library.library import Library
from orrery.library.rows import Measured, StoredVectors
from orrery.search.background import ASKED, PHRASES, measure, sample, shrunk, topped_up
from orrery.search.candidates import Candidates
from orrery.search.centring import centred
from orrery.search.explain import Vocabulary
from orrery.search.ranking import Calibration, FeatureFigures
from orrery.workflows.engine import Engine

ENOUGH_PICTURES = 50
"""Fewer pictures say too little of the image-only space, which has no figures in the pack."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrices:
    """One state of the library, ready to be asked; never changed, replaced when the library changes.

    Attributes:
        version: of the library's vectors.
        stored: by space and kind.
        candidates: by kind.
        calibration: the pack's figures shrunk towards the library's.
    """

    version: int
    stored: Mapping[tuple[VectorSpace, Kind], StoredVectors]
    candidates: Mapping[Kind, Candidates]
    calibration: Calibration

    @property
    def count(self) -> int:
        """Contents that can answer."""
        return sum(len(candidates) for candidates in self.candidates.values())


def load_matrices(engine: Engine, library: Library, before: Matrices | None = None) -> Matrices:
    """Load what is stored; only what is new since `before`, where it can be.

    Args:
        engine: names the spaces and holds the pack's figures.
        library: open in this thread.
        before: what was loaded earlier; the same object comes back when nothing changed.
    """
    version = library.vectors.version()
    if before is not None and before.version == version:
        return before
    stored = {}
    for space, kind in _wanted(engine):
        old = before.stored[space, kind] if before else None
        stored[space, kind] = library.vectors.refresh(old) if old else library.vectors.load(space, kind)
    figures = _feature_figures(engine, stored)
    means = engine.calibration.means
    candidates = {
        kind: Candidates.of(
            kind,
            stored[engine.space, kind].vectors,
            stored[engine.space, kind].parts,
            stored[engine.space, kind].contents,
            means[kind.role],
            features=_aligned(engine, stored, kind) if figures else None,
            features_mean=figures.mean if figures else None,
        )
        for kind in Kind
    }
    calibration = Calibration(means, _backgrounds(engine, library, stored), engine.calibration.platt, figures)
    return Matrices(version, MappingProxyType(stored), MappingProxyType(candidates), calibration)


def make_vocabulary(engine: Engine) -> Vocabulary:
    """The pack's concepts, ready to be asked."""
    own = engine.calibration
    return Vocabulary.of(own.concepts, own.concept_vectors, own.means[Role.QUERY])


def keep_figures(engine: Engine, library: Library) -> None:
    """Measure the backgrounds of the library as it is now and store them, so that the next search need not."""
    stored = {(engine.space, kind): library.vectors.load(engine.space, kind) for kind in Kind}
    version = library.vectors.version()
    for (role, kind), figure in _measure_all(engine, stored).items():
        if figure is not None:
            count = len(stored[engine.space, kind].parts)
            library.calibrations.save(engine.space, role, kind, Measured(figure.median, figure.sigma, count, version))


def _wanted(engine: Engine) -> Iterable[tuple[VectorSpace, Kind]]:
    yield from ((engine.space, kind) for kind in Kind)
    if engine.encoder.features is not None:
        yield engine.encoder.features, Kind.IMAGE


def _backgrounds(
    engine: Engine, library: Library, stored: Mapping[tuple[VectorSpace, Kind], StoredVectors]
) -> Mapping[tuple[Role, Kind], Background]:
    kept = library.calibrations.load(engine.space)
    version = library.vectors.version()
    fresh = {pair: Background(it.median, it.sigma) for pair, it in kept.items() if it.version == version}
    measured = fresh or _measure_all(engine, stored)
    counts = {kind: len(stored[engine.space, kind].parts) for kind in Kind}
    pack = engine.calibration.background
    return {
        (role, kind): shrunk(measured.get((role, kind)), pack[role, kind], counts[kind])
        for role in Role
        for kind in Kind
    }


def _measure_all(
    engine: Engine, stored: Mapping[tuple[VectorSpace, Kind], StoredVectors]
) -> dict[tuple[Role, Kind], Background | None]:
    asking = {role: _asking(engine, stored, role) for role in Role}
    figures: dict[tuple[Role, Kind], Background | None] = {}
    for kind in Kind:
        mean = engine.calibration.means[kind.role]
        asked = centred(sample(stored[engine.space, kind].vectors, ASKED, seed=1), mean)
        figures |= {(role, kind): measure(asking[role], asked) for role in Role}
    return figures


def _asking(engine: Engine, stored: Mapping[tuple[VectorSpace, Kind], StoredVectors], role: Role) -> Vectors:
    own = engine.calibration
    if role is Role.QUERY:
        return centred(sample(own.concept_vectors, PHRASES), own.means[role])
    kind = next(kind for kind in Kind if kind.role is role)
    return centred(topped_up(stored[engine.space, kind].vectors, own.references[role]), own.means[role])


def _aligned(engine: Engine, stored: Mapping[tuple[VectorSpace, Kind], StoredVectors], kind: Kind) -> Vectors | None:
    """The image-only vectors in the order of the shared ones; None unless every picture has one."""
    if engine.encoder.features is None or kind is not Kind.IMAGE:
        return None
    shared, features = stored[engine.space, kind], stored[engine.encoder.features, kind]
    order = np.argsort(features.parts, kind="stable")
    places = np.searchsorted(features.parts, shared.parts, sorter=order)
    if len(features.parts) == 0 or places.max(initial=0) >= len(order):
        return None
    rows = order[places]
    return features.vectors[rows] if np.array_equal(features.parts[rows], shared.parts) else None


def _feature_figures(engine: Engine, stored: Mapping[tuple[VectorSpace, Kind], StoredVectors]) -> FeatureFigures | None:
    features = _aligned(engine, stored, Kind.IMAGE)
    if features is None or len(features) < ENOUGH_PICTURES:
        return None
    rows = np.linspace(0, len(features) - 1, min(len(features), PHRASES)).astype(np.intp)
    mean = features[rows].astype(np.float32).mean(axis=0)
    own = centred(features[rows], mean)
    shared = centred(stored[engine.space, Kind.IMAGE].vectors[rows], engine.calibration.means[Role.IMAGE])
    background = measure(own, own)
    if background is None:
        return None
    above = np.triu_indices(len(rows), 1)
    correlation = float(np.corrcoef((own @ own.T)[above], (shared @ shared.T)[above])[0, 1])
    return FeatureFigures(mean, background, min(max(correlation, 0.0), 1.0) if np.isfinite(correlation) else 0.0)
