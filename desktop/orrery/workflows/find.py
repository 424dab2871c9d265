"""Ask the library: words, pictures, sounds, or a mix of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from orrery.domain.arrays import Vector
from orrery.domain.item import Item, ItemState, Part, Whole
from orrery.domain.modality import Kind
from orrery.domain.query import Filters, Query, Term, Words
from orrery.errors import BadQuery
from orrery.library.library import Library
from orrery.search.best_part import corrected
from orrery.search.candidates import Candidates
from orrery.search.explain import Reason, Vocabulary, explain
from orrery.search.grammar import spell
from orrery.search.ranking import Calibration, Chosen, Hit, QueryTerm, rank
from orrery.workflows.asking import AskedVectors, item_vectors, vectors_of
from orrery.workflows.browse import allowed_contents, is_among, lies_in
from orrery.workflows.engine import Engine
from orrery.workflows.matrices import Matrices, load_matrices, make_vocabulary
from orrery.workflows.way import way_between


@dataclass(frozen=True, slots=True)
class Answer:
    """One item found.

    Attributes:
        item: the item.
        score: calibrated, in [0, 1]: how sure a match is.
        similarity: raw cosine of the best term, in [-1, 1].
        part: where in the item; None for a picture or a sound of one window.
    """

    item: Item
    score: float
    similarity: float
    part: Part | None

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
    """

    query: Query
    text: str
    space: str
    took_ms: float
    hits: tuple[Answer, ...]


class Finder:
    """Answers questions about one library; keeps its vectors in memory and notices when they change.

    One call at a time, from any thread.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._matrices: Matrices | None = None
        self._vocabulary: Vocabulary | None = None
        self._last: tuple[tuple[Term, ...], AskedVectors] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the library had nothing to answer with when it was last asked."""
        return self._matrices is not None and self._matrices.count == 0

    def prepare(self) -> None:
        """Load vectors and model now, so that the first question is answered as fast as the next ones."""
        with self._engine.library() as library:
            self._fresh(library)
        self._engine.encoder.open_text()

    def find(self, query: Query, *, limit: int = 20, include_self: bool = False) -> Answers:
        """Rank everything in the library against a query.

        Args:
            query: at least one term.
            limit: how many answers; that many come while the library has them, likely or not.
            include_self: whether a file of the query may be among the answers.

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
            chosen = self._chosen(query.filters, excluded, library)
            hits = rank(asked.terms, _of_kinds(matrices, query.filters), matrices.calibration, limit, chosen)
            took_ms = (time.perf_counter() - started) * 1000
            answers = self._answers(hits, library, query.filters)[:limit]
        return Answers(query, spell(query), self._engine.space.id, took_ms, answers)

    def neighbours(self, item: int, kind: Kind, count: int = 6) -> tuple[Answer, ...]:
        """The items of a kind that are nearest to an item of the library, itself left out."""
        with self._engine.library() as library:
            known = library.items.get(item)
            term = item_vectors(known, self._engine, library) if known else None
            if known is None or term is None or known.content is None:
                return ()
            filters = Filters(kinds=frozenset({kind}))
            matrices = self._fresh(library)
            chosen = self._chosen(filters, frozenset({known.content}), library)
            hits = rank([term], _of_kinds(matrices, filters), matrices.calibration, count, chosen)
            return self._answers(hits, library, filters)[:count]

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
            terms = self._asked_vectors(query, library).terms
            vectors, _ = library.vectors.of_content(known.content, self._engine.space)
            if len(vectors) == 0:
                return ()
            best = vectors[int(np.argmax(vectors.astype(np.float32) @ terms[0].vector))].astype(np.float32)
            return explain(terms, best, known.kind, matrices.calibration, self._known_words(), count=count)

    def asked(self, query: Query) -> tuple[tuple[QueryTerm, ...], Calibration]:
        """The vectors of a query, and the figures with which it is ranked."""
        with self._engine.library() as library:
            return self._asked_vectors(query, library).terms, self._fresh(library).calibration

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
        self._matrices = load_matrices(self._engine, library, self._matrices)
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

    def _chosen(self, filters: Filters, excluded: frozenset[int], library: Library) -> Chosen:
        allowed = allowed_contents(filters, self._engine, library)
        return Chosen(allowed, np.array(sorted(excluded), np.int64))

    def _answers(self, hits: Sequence[Hit], library: Library, filters: Filters) -> tuple[Answer, ...]:
        """Items of the contents found; a content with copies gives several. Equal scores are ordered by path."""
        items = library.items.of_contents({hit.content for hit in hits})
        parts = library.parts.get({hit.part for hit in hits})
        answers = [
            Answer(item, hit.score, hit.similarity, _told(parts.get(hit.part)))
            for hit in hits
            for item in items.get(hit.content, ())
            if item.state is ItemState.PRESENT and lies_in(item.path, filters.folders) and is_among(item.id, filters)
        ]
        return tuple(sorted(answers, key=lambda answer: (-answer.score, answer.item.path)))


def _of_kinds(matrices: Matrices, filters: Filters) -> dict[Kind, Candidates]:
    return {kind: matrices.candidates[kind] for kind in Kind if not filters.kinds or kind in filters.kinds}


def _told(part: Part | None) -> Part | None:
    return None if isinstance(part, Whole) else part
