"""The figures that make kinds comparable, kept in step with the library without measuring them at every change.

They are medians over samples of at most 4,000 parts, so a few files more move them by less than drawing the sample
anew would: they stand until a kind has a twentieth more parts, or fewer, than when they were measured. What does follow
every change is how much they count against the pack's own figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.calibration import Background, Backgrounds
from orrery.domain.modality import Kind, Role
from orrery.library.library import Library
from orrery.library.rows import Measured
from orrery.search.background import ASKED, PHRASES, measure, sample, shrunk, topped_up
from orrery.search.centring import centred
from orrery.workflows.engine import Engine

DRIFT = 0.05
"""Share of parts that may come or go before figures are measured again."""


GROWTH = 0.25
"""So many may come or go of a kind with more parts than are ever measured before a search itself measures them (which
takes it a second): taking files in ends with measuring anew, and until then a larger sample would say much the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """Figures measured on a library.

    Attributes:
        figures: of unrelated pairs, per asking role and asked kind; None where there were none.
        counts: parts of each kind when they were measured.
    """

    figures: Mapping[tuple[Role, Kind], Background | None]
    counts: Mapping[Kind, int]

    def stands(self, counts: Mapping[Kind, int]) -> bool:
        """Whether a library with so many parts of each kind is still much the same."""
        return all(abs(counts[kind] - self.counts[kind]) <= DRIFT * self.counts[kind] for kind in Kind)

    def serves(self, counts: Mapping[Kind, int]) -> bool:
        """Whether it will do until somebody who is not waited for measures anew."""
        return all(
            abs(counts[kind] - known) <= (GROWTH if min(counts[kind], known) >= ASKED else DRIFT) * known
            for kind, known in self.counts.items()
        )

    def shrunk(self, engine: Engine, counts: Mapping[Kind, int]) -> Backgrounds:
        """The figures to search with: the more parts there are, the less the pack's count."""
        pack = engine.calibration.background
        return MappingProxyType(
            {
                (role, kind): shrunk(self.figures.get((role, kind)), pack[role, kind], counts[kind])
                for role in Role
                for kind in Kind
            }
        )


def measure_all(engine: Engine, samples: Mapping[Kind, Vectors], counts: Mapping[Kind, int]) -> Measures:
    """Measure every role asking every kind.

    Args:
        engine: its pack's phrases and references ask where the library has too little.
        samples: up to 4,000 raw vectors of each kind.
        counts: parts of each kind.
    """
    own = engine.calibration
    asking = {Role.QUERY: centred(sample(own.concept_vectors, PHRASES), own.means[Role.QUERY])}
    for kind in Kind:
        asking[kind.role] = centred(topped_up(samples[kind], own.references[kind.role]), own.means[kind.role])
    figures: dict[tuple[Role, Kind], Background | None] = {}
    for kind in Kind:
        asked = centred(samples[kind], own.means[kind.role])
        figures |= {(role, kind): measure(asking[role], asked) for role in Role}
    return Measures(figures, dict(counts))


def kept_measures(engine: Engine, library: Library) -> Measures | None:
    """What was measured when files came in last; None where nothing was."""
    kept = library.calibrations.load(engine.space)
    if not kept:
        return None
    figures = {pair: Background(it.median, it.sigma) for pair, it in kept.items()}
    counts = {kind: next((it.count for (_, own), it in kept.items() if own is kind), 0) for kind in Kind}
    return Measures(figures, counts)


def keep_figures(engine: Engine, library: Library) -> None:
    """Measure the backgrounds of the library if it is no longer much the same, so that the next search need not."""
    counts = {kind: library.vectors.count_of(engine.space, kind) for kind in Kind}
    kept = kept_measures(engine, library)
    if kept is not None and kept.stands(counts):
        return
    samples = {kind: _sample(engine, library, kind) for kind in Kind}
    version = library.vectors.version()
    with library.batch():
        for (role, kind), figure in measure_all(engine, samples, counts).figures.items():
            if figure is not None:
                measured = Measured(figure.median, figure.sigma, counts[kind], version)
                library.calibrations.save(engine.space, role, kind, measured)


def _sample(engine: Engine, library: Library, kind: Kind) -> Vectors:
    """Some vectors of a kind, read one by one: a large library is not loaded for it."""
    ids = sample(library.vectors.living(engine.space, kind), ASKED, seed=1)
    if len(ids) == 0:
        return np.empty((0, engine.space.dim), np.float16)
    return library.vectors.some(ids).vectors
