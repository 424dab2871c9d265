"""Names of clusters: concepts near to a cluster and not near to the others."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.mapping.centring import unit
from orrery.mapping.clusters import Labels

_WORDS = 3
_CONTRAST = 0.5
"""How much being near to the nearest other cluster counts against a concept."""
_ALIKE = 0.75
"""Concepts nearer than this to one already in the name add nothing."""
_GOOD_ENOUGH = 0.75
"""A second or third word has at least this share of the first one's worth."""


def name_clusters(
    labels: Labels, vectors: Vectors, concept_vectors: Vectors, concepts: Sequence[str]
) -> dict[int, str]:
    """Name every cluster in one to three words, such as "surf, waves, sea".

    Args:
        labels: (n,), see `clusters.cluster`.
        vectors: (n, dim), centred per role, unit rows.
        concept_vectors: (c, dim), centred as query texts, unit rows.
        concepts: (c,), their words.

    Returns:
        A name per label from 0 up, no two the same, none empty.
    """
    count = int(labels.max(initial=-1)) + 1
    if count == 0:
        return {}
    if len(concepts) == 0:
        return {number: f"Group {number + 1}" for number in range(count)}
    centres = unit(np.stack([vectors[labels == number].mean(axis=0) for number in range(count)]))
    worth = _worth(np.asarray(centres @ concept_vectors.T, np.float32))
    names: dict[int, str] = {}
    taken: set[int] = set()
    for number in range(count):
        words = _words(worth[number], concept_vectors, taken)
        taken.update(words)
        names[number] = ", ".join(concepts[word] for word in words) or f"Group {number + 1}"
    return names


def _worth(cosines: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Nearness to the own cluster less half of that to the nearest other one: (clusters, concepts)."""
    if len(cosines) == 1:
        return cosines
    ordered = np.sort(cosines, axis=0)
    nearest_other = np.where(cosines == ordered[-1], ordered[-2], ordered[-1])
    return cosines - _CONTRAST * np.maximum(nearest_other, 0)


def _words(worth: npt.NDArray[np.float32], concept_vectors: Vectors, taken: set[int]) -> list[int]:
    kept: list[int] = []
    for concept in map(int, np.argsort(-worth, kind="stable")[: 60 + len(taken)]):
        if concept in taken:
            continue
        if kept and worth[concept] < _GOOD_ENOUGH * worth[kept[0]]:
            break
        if all(float(concept_vectors[concept] @ concept_vectors[other]) < _ALIKE for other in kept):
            kept.append(concept)
        if len(kept) == _WORDS:
            break
    return kept
