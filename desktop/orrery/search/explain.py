"""Why an item matched: concepts that both the query and the item are near to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from orrery.domain.arrays import Vector, Vectors
from orrery.domain.calibration import Background
from orrery.domain.modality import Kind, Role
from orrery.search.background import ASKED, PHRASES, measure, sample
from orrery.search.centring import centred, centred_one
from orrery.search.ranking import Calibration, QueryTerm, calibrated

_ALIKE = 0.8
"""A concept nearer than this to one already shown says the same again."""
_LOOKED_AT = 200
"""Best concepts among which different ones are sought."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The pack's concepts, ready to be asked.

    Attributes:
        concepts: n words or short phrases.
        vectors: (n, dim), float32, centred as query texts.
        background: of the cosines between two concepts.
    """

    concepts: tuple[str, ...]
    vectors: Vectors
    background: Background

    @classmethod
    def of(cls, concepts: Sequence[str], vectors: Vectors, mean: Vector) -> "Vocabulary":
        """Prepare raw query-text vectors (n, dim) of the concepts; mean is that of the role query-text."""
        own = centred(vectors, mean)
        found = measure(sample(own, PHRASES), sample(own, ASKED, seed=1))
        return cls(tuple(concepts), own, found or Background(0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Reason:
    """One bar of "why it matched".

    Attributes:
        concept: a word or short phrase.
        score: how well the item matches the concept, calibrated, in [0, 1].
    """

    concept: str
    score: float


def explain(
    terms: Sequence[QueryTerm],
    item: Vector,
    kind: Kind,
    calibration: Calibration,
    vocabulary: Vocabulary,
    *,
    count: int = 5,
) -> tuple[Reason, ...]:
    """Name what a query and an item have in common.

    Args:
        terms: the query; at least one.
        item: (dim,), raw unit vector of the part that matched.
        kind: of the item.
        calibration: figures of the space.
        vocabulary: concepts to choose from.
        count: how many at most.

    Returns:
        Concepts c with the largest min(z(query, c), z(item, c)), best first; no two of them nearer than 0.8.
    """
    if not vocabulary.concepts:
        return ()
    of_item = _item_z(item, kind, calibration, vocabulary)
    common = np.minimum(_query_z(terms, calibration, vocabulary), of_item)
    scores = calibrated(of_item, calibration.curve(Role.QUERY, kind))
    places = _different(common, vocabulary.vectors, count)
    return tuple(Reason(vocabulary.concepts[place], float(scores[place])) for place in places)


def _item_z(item: Vector, kind: Kind, calibration: Calibration, vocabulary: Vocabulary) -> Vector:
    background = calibration.backgrounds[Role.QUERY, kind]
    cosines = vocabulary.vectors @ centred_one(item, calibration.means[kind.role])
    return ((cosines - background.median) / background.sigma).astype(np.float32)


def _query_z(terms: Sequence[QueryTerm], calibration: Calibration, vocabulary: Vocabulary) -> Vector:
    """The query's z for each concept; cosines have no direction: "image asks concept" is "concept asks image"."""
    scale = max(abs(term.weight) for term in terms)
    total, squares = np.zeros(len(vocabulary.concepts), np.float32), 0.0
    for term in terms:
        own = vocabulary.background
        if term.role is not Role.QUERY:
            own = calibration.backgrounds[Role.QUERY, _kind_of(term.role)]
        cosines = vocabulary.vectors @ centred_one(term.vector, calibration.means[term.role])
        total += term.weight / scale * (cosines - own.median) / own.sigma
        squares += (term.weight / scale) ** 2
    return total / np.sqrt(squares)


def _kind_of(role: Role) -> Kind:
    return next(kind for kind in Kind if kind.role is role)


def _different(common: Vector, vectors: Vectors, count: int) -> list[int]:
    kept: list[int] = []
    for place in np.argsort(-common, kind="stable")[:_LOOKED_AT]:
        if all(float(vectors[place] @ vectors[other]) < _ALIKE for other in kept):
            kept.append(int(place))
        if len(kept) == count:
            break
    return kept
