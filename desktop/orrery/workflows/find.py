"""Ask the library: words, pictures, sounds, or a mix of them."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from orrery.domain.arrays import Vector
from orrery.domain.item import Item, Part, Whole
from orrery.domain.modality import Kind
from orrery.domain.query import Filters, Query, Term, Words
from orrery.errors import BadQuery
from orrery.library.library import Library
from orrery.search.best_part import corrected
from orrery.search.candidates import Candidates
from orrery.search.explain import Reason, Vocabulary, explain
from orrery.search.figures import Calibration
from orrery.search.fusion import Match
from orrery.search.grammar import spell
from orrery.search.hubs import Hubs
from orrery.search.ranking import Chosen, Hit, QueryTerm, merged, rank, rank_kinds
from orrery.search.variety import folded, spread
from orrery.workflows.asking import AskedVectors, item_vectors, vectors_of
from orrery.workflows.backgrounds import Measures
from orrery.workflows.browse import EVERYTHING_PASSES, Passing, passing_filters
from orrery.workflows.engine import Engine
from orrery.workflows.hub_figures import make_hubs
from orrery.workflows.matrices import Matrices, load_matrices, make_vocabulary, pack_due
from orrery.workflows.packing import DerivedDamaged
from orrery.workflows.part_figures import fit_part_exponents
from orrery.workflows.way import way_between

Group: TypeAlias = tuple[Hit, tuple[Hit, ...]]
"""A hit, and those that are folded under it."""

_CHOICE, _MORE = 4, 50
"""Folded and diverse answers are chosen among so many times as many as are wanted, and so many more."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """One item found.

    Attributes:
        item: the item.
        score: calibrated, in [0, 1]: how sure a match is.
        similarity: raw cosine of the best term, in [-1, 1].
        part: where in the item; None for a picture or a sound of one window.
        match: why it answers: by its meaning, by words that stand in it, by the very phrase, or by its name.
        folded: copies and near-duplicates that stand behind it, where the query folds them.
    """

    item: Item
    score: float
    similarity: float
    part: Part | None
    match: Match = Match.MEANING
    folded: tuple[Item, ...] = ()

    @property
    def is_likely(self) -> bool:
        """Whether it is more likely than not a match."""
        return self.score >= 0.5


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found, best first.

    Attributes:
        query: what was asked.
        text: the query as it would be typed.
        space: id of the space that was searched.
        took_ms: from the query to the ranked list, start-up excluded.
        hits: best first, ties by path.
        lanes: where they were asked for, every kind in a ranking of its own, best first, ties by path.
    """

    query: Query
    text: str
    space: str
    took_ms: float
    hits: tuple[Answer, ...]
    lanes: Mapping[Kind, tuple[Answer, ...]] = field(default_factory=lambda: MappingProxyType({}))


class Finder:
    """Answers questions about one library; keeps its vectors in memory and notices when they change.

    One call at a time, from any thread.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._matrices: Matrices | None = None
        self._vocabulary: Vocabulary | None = None
        self._last: tuple[tuple[Term, ...], AskedVectors] | None = None
        self._hubs: tuple[Measures, Hubs, Mapping[Kind, float]] | None = None
        self._swapping = threading.Lock()

    @property
    def is_empty(self) -> bool:
        """Whether the library had nothing to answer with when it was last asked."""
        return self._matrices is not None and self._matrices.count == 0

    def prepare(self) -> None:
        """Load vectors and model now, so that the first question is answered as fast as the next ones."""
        with self._engine.library() as library:
            self._calibration(self._fresh(library))
        self._engine.encoder.open_text()

    def pack(self, check: Callable[[], None]) -> None:
        """Bring the vectors of a large library into a form that is scanned at a tenth of the price.

        Questions meanwhile are answered by what there is: this may run in a thread beside theirs.

        Args:
            check: called several times a second; may raise to stop it, or wait to let a question go first.
        """
        matrices = self._matrices
        if matrices is None:
            return
        settings = self._engine.settings
        threads = settings.threads or min(4, os.cpu_count() or 1)
        try:
            for key, index in pack_due(matrices, check, threads=threads, is_quick=settings.quick_search):
                with self._swapping:
                    if self._matrices is not None:
                        self._matrices = self._matrices.with_index(key, index)
        except DerivedDamaged:
            with self._swapping:
                self._matrices = None
        except OSError as problem:  # a full disk costs the speed, never the answer
            _log.warning("vectors could not be packed: %s", problem.strerror)

    def find(self, query: Query, *, limit: int = 20, include_self: bool = False, lanes: bool = False) -> Answers:
        """Rank everything in the library against a query.

        Args:
            query: at least one term.
            limit: how many answers; that many come while the library has them, likely or not. Folded or diverse ones
                are chosen among a few times as many.
            include_self: whether a file of the query may be among the answers.
            lanes: also give `Answers.lanes`: for every kind that the filters let through (in the order of `Kind`) up
                to `limit` answers of that kind alone, with the same scores as in the merged ranking, so that a lane
                can show the "likely" line at 0.5 as the grid does. It costs reading the items, no second search.

        Raises:
            UsageError: the query names a file that is not there, or an item that is gone.
            FileProblem: a file of the query cannot be decoded.
        """
        with self._engine.library() as library:
            matrices = self._fresh(library)
            if any(isinstance(term.asked, Words) for term in query.terms):
                self._engine.encoder.open_text()
            started = time.perf_counter()
            asked = vectors_of(query, self._engine, library)
            self._last = query.terms, asked
            excluded = frozenset() if include_self else asked.contents
            passing = passing_filters(query.filters, self._engine, library)
            chosen = Chosen(passing.contents, np.array(sorted(excluded), np.int64))
            candidates = _of_kinds(matrices, query.filters)
            wanted = limit if not _is_choosy(query.filters) else _CHOICE * limit + _MORE
            ranked = rank_kinds(asked.terms, candidates, self._calibration(matrices), wanted, chosen)
            best = _selected(merged(ranked, wanted), candidates, limit, query.filters)
            took_ms = (time.perf_counter() - started) * 1000
            answers = self._answers(best, library, passing, query.filters)[:limit]
            found = {kind: _selected(hits, candidates, limit, query.filters) for kind, hits in ranked.items() if lanes}
            apart = {kind: self._answers(it, library, passing, query.filters)[:limit] for kind, it in found.items()}
        return Answers(query, spell(query), self._engine.space.id, took_ms, answers, MappingProxyType(apart))

    def neighbours(self, item: int, kind: Kind, count: int = 6) -> tuple[Answer, ...]:
        """The items of a kind that are nearest to an item of the library, itself left out."""
        with self._engine.library() as library:
            known = library.items.get(item)
            term = item_vectors(known, self._engine, library) if known else None
            if known is None or term is None or known.content is None:
                return ()
            matrices = self._fresh(library)
            chosen = Chosen(None, np.array([known.content], np.int64))
            candidates = {kind: matrices.candidates[kind]}
            hits = rank([term], candidates, self._calibration(matrices), count, chosen)
            return self._answers([(hit, ()) for hit in hits], library, EVERYTHING_PASSES, Filters())[:count]

    def way(self, first: int, last: int, count: int = 10) -> tuple[Item, ...]:
        """The items nearest to the line from one item to another, both ends included; fewer where nothing lies near.

        Args:
            first: id of the item at which the way begins.
            last: id of the item at which it ends.
            count: items between them at most.

        Raises:
            BadQuery: one of them is no longer in the library.
        """
        with self._engine.library() as library:
            matrices = self._fresh(library)
            ends = [self._end_of_way(item, library) for item in (first, last)]
            taken = frozenset(item.content for item, _ in ends if item.content is not None)
            stops = way_between(ends[0][1], ends[1][1], matrices.candidates, count, taken)
            items = library.items.of_contents([stop.content for stop in stops])
            between = [items[stop.content][0] for stop in stops if stop.content in items]
            return (ends[0][0], *between, ends[1][0])

    def explain(self, query: Query, item: int, count: int = 5) -> tuple[Reason, ...]:
        """Name what a query and an item have in common: concepts, each with the item's own score for it."""
        with self._engine.library() as library:
            known = library.items.get(item)
            if known is None or known.content is None or known.kind is None:
                return ()
            matrices = self._fresh(library)
            every = self._asked_vectors(query, library).terms
            terms = [term for term in every if not term.is_removed] or list(every)
            vectors, _ = library.vectors.of_content(known.content, self._engine.space)
            if len(vectors) == 0:
                return ()
            wanted = np.stack([term.vector for term in terms if term.weight > 0] or [terms[0].vector])
            best = vectors[int(np.argmax((vectors.astype(np.float32) @ wanted.T).max(axis=1)))].astype(np.float32)
            return explain(terms, best, known.kind, self._calibration(matrices), self._known_words(), count=count)

    def asked(self, query: Query) -> tuple[tuple[QueryTerm, ...], Calibration]:
        """The vectors of a query, and the figures with which it is ranked."""
        with self._engine.library() as library:
            return self._asked_vectors(query, library).terms, self._calibration(self._fresh(library))

    def _end_of_way(self, item: int, library: Library) -> tuple[Item, Vector]:
        known = library.items.get(item)
        term = item_vectors(known, self._engine, library) if known else None
        if known is None or term is None:
            raise BadQuery(query=str(item), reason="it is no longer in the library")
        centred = term.vector - self._engine.calibration.means[term.role]
        return known, centred / max(float(np.linalg.norm(centred)), 1e-6)

    def _fresh(self, library: Library) -> Matrices:
        if self._matrices is None:
            corrected(1.0, 2.0, 1.0)  # imports what it needs (0.3 s) before the clock of the first question runs
        before = self._matrices
        fresh = load_matrices(self._engine, library, before)
        with self._swapping:
            if self._matrices is not before and fresh is not before and self._matrices is not None:
                fresh = fresh.packed_like(self._matrices)  # more was packed meanwhile
            if fresh is not before or self._matrices is None:
                self._matrices = fresh
            return self._matrices

    def _asked_vectors(self, query: Query, library: Library) -> AskedVectors:
        """The vectors of the question that was answered last are kept: a file of it need not be decoded again."""
        if self._last is not None and self._last[0] == query.terms:
            return self._last[1]
        return vectors_of(query, self._engine, library)

    def _known_words(self) -> Vocabulary:
        if self._vocabulary is None:
            self._vocabulary = make_vocabulary(self._engine)
        return self._vocabulary

    def _calibration(self, matrices: Matrices) -> Calibration:
        """The figures of one state of the library, with what tells hubs in it, and how alike parts of a file are."""
        if self._hubs is None or self._hubs[0] is not matrices.measures:
            hubs = make_hubs(self._engine, matrices.candidates, matrices.calibration)
            exponents = fit_part_exponents(self._engine, matrices.candidates, matrices.calibration)
            self._hubs = matrices.measures, hubs, exponents
        return replace(matrices.calibration, hubs=self._hubs[1], part_exponents=self._hubs[2])

    def _answers(
        self, groups: Iterable[Group], library: Library, passing: Passing, filters: Filters
    ) -> tuple[Answer, ...]:
        """Items of the contents found; a content with copies gives several. Equal scores are ordered by path."""
        groups = list(groups)
        items = library.items.of_contents({hit.content for best, under in groups for hit in (best, *under)})
        parts = library.parts.get({hit.part for hit, _ in groups})
        answers = []
        for hit, under in groups:
            own = [item for item in items.get(hit.content, ()) if passing.lets(item.id)]
            alike = [item for other in under for item in items.get(other.content, ()) if passing.lets(item.id)]
            shown, hidden = (own[:1], (*own[1:], *alike)) if filters.is_folded else (own, ())
            told = _told(parts.get(hit.part))
            answers += [Answer(item, hit.score, hit.similarity, told, hit.match, hidden) for item in shown]
        return tuple(sorted(answers, key=lambda answer: (-answer.score, answer.item.path)))


def _selected(
    hits: Sequence[Hit], candidates: Mapping[Kind, Candidates], limit: int, filters: Filters
) -> Sequence[Group]:
    """Fold what is the same and choose what differs, as the query wants it."""
    groups = folded(hits, candidates) if filters.is_folded else [(hit, ()) for hit in hits]
    if filters.diversity:
        kept = {hit.content for hit in spread([hit for hit, _ in groups], candidates, limit, filters.diversity)}
        groups = [group for group in groups if group[0].content in kept]
    return groups


def _is_choosy(filters: Filters) -> bool:
    return filters.is_folded or filters.diversity > 0


def _of_kinds(matrices: Matrices, filters: Filters) -> dict[Kind, Candidates]:
    return {kind: matrices.candidates[kind] for kind in Kind if not filters.kinds or kind in filters.kinds}


def _told(part: Part | None) -> Part | None:
    return None if isinstance(part, Whole) else part
