"""What a search scans: the stored vectors of every kind, laid out once, and the figures that make kinds comparable."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from orrery.domain.arrays import Vector, Vectors
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.library.library import Library
from orrery.library.rows import StoredVectors
from orrery.search.background import ASKED, sample
from orrery.search.candidates import Candidates
from orrery.search.explain import Vocabulary
from orrery.search.index.index import Index, Ordered
from orrery.search.ranking import Calibration, FeatureFigures
from orrery.workflows.backgrounds import DRIFT, Measures, kept_measures, measure_all
from orrery.workflows.engine import Engine
from orrery.workflows.indexing import LARGE, Indexed, adopted, bring_up_to_date, keep_only, shelf_of
from orrery.workflows.packing import is_packing_due, packed
from orrery.workflows.picture_space import Held, aligned, count_of, feature_figures

Key: TypeAlias = tuple[VectorSpace, Kind]


@dataclass(frozen=True, slots=True, eq=False)
class Matrices:
    """One state of the library, ready to be asked; never changed, replaced when the library changes.

    Attributes:
        version: of the library's vectors.
        stored: by space and kind.
        candidates: by kind.
        calibration: the pack's figures shrunk towards the library's.
        measures: the library's figures.
        pictures: how many pictures the figures of the image-only space were measured on.
    """

    version: int
    stored: Mapping[Key, Held]
    candidates: Mapping[Kind, Candidates]
    calibration: Calibration
    measures: Measures
    pictures: int

    @property
    def count(self) -> int:
        """Contents that can answer."""
        return sum(len(candidates) for candidates in self.candidates.values())

    def packing_due(self) -> list[Key]:
        """Indexes of which many rows have no codes yet."""
        return [key for key, held in self.stored.items() if isinstance(held, Indexed) and is_packing_due(held)]

    def packed_like(self, other: "Matrices") -> "Matrices":
        """The same with as many rows packed as in another state of the same library."""
        own = self
        for key, held in other.stored.items():
            mine = own.stored[key]
            if not isinstance(held, Indexed) or not isinstance(mine, Indexed):
                continue
            if mine.index.packed_count < held.index.packed_count:
                own = own.with_index(key, held.index)
        return own

    def with_index(self, key: Key, index: Index) -> "Matrices":
        """The same with more rows packed, and mapped; unchanged where the index has been laid out anew meanwhile."""
        held = self.stored[key]
        if not isinstance(held, Indexed) or len(held.index) < index.packed_count:
            return self
        if len(held.index.kept) and held.index.kept.ids[0] != index.kept.ids[0]:
            return self
        held = adopted(held, index)
        if held is None:
            return self._stale(key)
        note = held.shelf.note()
        sound = {segment.file for segment in note.segments} if note else set()  # none that has been changed meanwhile
        packed_rows = tuple(rows for rows in index.packed if rows.file in sound)
        own = replace(held, index=replace(held.index, basis=index.basis, packed=packed_rows))
        stored = MappingProxyType({**self.stored, key: own})
        kind = key[1]
        laid_out = _with_scan(self.candidates[kind], own.index, is_features=key != _shared_key(self.stored, kind))
        return replace(self, stored=stored, candidates=MappingProxyType({**self.candidates, kind: laid_out}))

    def _stale(self, key: Key) -> "Matrices":
        """The same, but one kind is compared with its files when it is asked for the next time."""
        held = self.stored[key]
        assert isinstance(held, Indexed)
        stored = {**self.stored, key: replace(held, state=held.state._replace(version=-1))}
        return replace(self, stored=MappingProxyType(stored), version=-1)


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
    means = engine.calibration.means
    stored: dict[Key, Held] = {}
    for kind in Kind:
        key = engine.space, kind
        stored[key] = _load(library, key, means[kind.role], before)
    if engine.encoder.features is not None:
        key = engine.encoder.features, Kind.IMAGE
        is_index = isinstance(stored[engine.space, Kind.IMAGE], Indexed)
        stored[key] = _load(library, key, None, before, is_index=is_index)
    counts = {kind: count_of(stored[engine.space, kind]) for kind in Kind}
    measures = _measures(engine, library, stored, counts, before)
    figures, pictures = _figures(engine, stored, before)
    candidates = {kind: _laid_out(engine, stored, kind, figures, before) for kind in Kind}
    calibration = Calibration(means, measures.shrunk(engine, counts), engine.calibration.platt, figures)
    return Matrices(version, MappingProxyType(stored), MappingProxyType(candidates), calibration, measures, pictures)


def pack_due(
    matrices: Matrices, check: Callable[[], None], *, threads: int, is_quick: bool = False
) -> Iterator[tuple[Key, Index]]:
    """Pack what is due, a file of codes at a time.

    Args:
        matrices: what is in use.
        check: called several times a second; may raise, or wait.
        threads: for the scans.
        is_quick: see `packed`.

    Yields:
        What to hand to `Matrices.with_index`.

    Raises:
        DerivedDamaged: the derived files are damaged and were removed: load anew.
        OSError: no room.
    """
    for key in matrices.packing_due():
        held = matrices.stored[key]
        assert isinstance(held, Indexed)
        for index in packed(held, check, threads=threads, is_quick=is_quick):
            yield key, index


def erase_lost_rows(engine: Engine, library: Library) -> None:
    """Overwrite in the derived files what is no longer in the library; those of models not in use are removed whole."""
    means = engine.calibration.means
    keys: list[tuple[Key, Vector | None]] = [((engine.space, kind), means[kind.role]) for kind in Kind]
    if engine.encoder.features is not None:
        keys.append(((engine.encoder.features, Kind.IMAGE), None))
    for key, mean in keys:
        if shelf_of(library.path, *key, mean).note() is not None:
            bring_up_to_date(library, *key, mean)
    keep_only(library.path, engine.spaces)


def make_vocabulary(engine: Engine) -> Vocabulary:
    """The pack's concepts, ready to be asked."""
    own = engine.calibration
    return Vocabulary.of(own.concepts, own.concept_vectors, own.means[Role.QUERY])


def _load(
    library: Library, key: Key, mean: Vector | None, before: Matrices | None, *, is_index: bool | None = None
) -> Held:
    """A kind as it is now; an index from 20,000 vectors on, until there are less than half of that."""
    space, kind = key
    old = before.stored.get(key) if before else None
    if is_index is None:
        is_index = _deserves_index(library, key, mean, old)
    if is_index:
        return bring_up_to_date(library, space, kind, mean, old if isinstance(old, Indexed) else None)
    return library.vectors.refresh(old) if isinstance(old, StoredVectors) else library.vectors.load(space, kind)


def _deserves_index(library: Library, key: Key, mean: Vector | None, old: Held | None) -> bool:
    if isinstance(old, Indexed):
        return old.count > LARGE // 2
    if old is None and shelf_of(library.path, *key, mean).note() is not None:
        return True  # counting a million takes longer than opening them
    return library.vectors.count_of(*key) > LARGE


def _some(held: Held, count: int, seed: int = 0) -> Vectors:
    return held.some(count, seed) if isinstance(held, Indexed) else sample(held.vectors, count, seed)


def _measures(
    engine: Engine,
    library: Library,
    stored: Mapping[Key, Held],
    counts: Mapping[Kind, int],
    before: Matrices | None,
) -> Measures:
    if before is not None and before.measures.stands(counts):
        return before.measures
    kept = kept_measures(engine, library)
    if kept is not None and kept.stands(counts):
        return kept
    if before is not None and before.measures.serves(counts):
        return before.measures
    return measure_all(engine, {kind: _some(stored[engine.space, kind], ASKED, seed=1) for kind in Kind}, counts)


def _laid_out(
    engine: Engine,
    stored: Mapping[Key, Held],
    kind: Kind,
    figures: FeatureFigures | None,
    before: Matrices | None,
) -> Candidates:
    held = stored[engine.space, kind]
    features = _features_of(engine, stored, kind) if figures else None
    if isinstance(held, Indexed):
        assert not isinstance(features, np.ndarray)
        old = before.candidates.get(kind) if before else None
        return Candidates.over(kind, held.index, held.alive, features=features, before=old)
    assert features is None or isinstance(features, np.ndarray)
    if before is not None and features is None and before.candidates[kind].features is None:
        old = before.stored.get((engine.space, kind))
        if isinstance(old, StoredVectors) and old.vectors is held.vectors:
            return before.candidates[kind]
    mean = engine.calibration.means[kind.role]
    features_mean = figures.mean if figures else None
    return Candidates.of(
        kind, held.vectors, held.parts, held.contents, mean, features=features, features_mean=features_mean
    )


def _features_of(engine: Engine, stored: Mapping[Key, Held], kind: Kind) -> Vectors | Index | Ordered | None:
    """The image-only vectors in the order of the shared ones; None unless every picture has one."""
    if engine.encoder.features is None or kind is not Kind.IMAGE:
        return None
    shared, features = stored[engine.space, kind], stored[engine.encoder.features, kind]
    rows = aligned(shared, features)
    if rows is None:
        return None
    if isinstance(features, Indexed):
        is_same = len(rows) == len(features.index) and np.array_equal(rows, np.arange(len(rows)))
        return features.index if is_same else Ordered(features.index, rows)
    return features.vectors[rows]


def _shared_key(stored: Mapping[Key, Held], kind: Kind) -> Key:
    return next(key for key in stored if key[1] is kind)  # the shared space is loaded first


def _figures(engine: Engine, stored: Mapping[Key, Held], before: Matrices | None) -> tuple[FeatureFigures | None, int]:
    """The figures of the image-only space, and how many pictures they were measured on."""
    if engine.encoder.features is None:
        return None, 0
    shared, features = stored[engine.space, Kind.IMAGE], stored[engine.encoder.features, Kind.IMAGE]
    known, count = before.calibration.features if before else None, count_of(shared)
    if known is not None and before is not None and abs(count - before.pictures) <= DRIFT * before.pictures:
        is_same = not isinstance(features, Indexed) or np.array_equal(known.mean, features.index.mean)
        if is_same and aligned(shared, features) is not None:
            return known, before.pictures
    return feature_figures(shared, features, engine.calibration.means[Role.IMAGE]), count


def _with_scan(candidates: Candidates, index: Index, *, is_features: bool) -> Candidates:
    if not is_features:
        return replace(candidates, shared=index)
    if candidates.features is None:
        return candidates
    now = candidates.features
    return replace(candidates, features=Ordered(index, now.order) if isinstance(now, Ordered) else index)
