"""Names of clusters: concepts that fit most of a cluster's items and few of the others'.

How well a concept fits an item saturates, but late: what fits all members well names them better than what fits a few
exactly ("dog, animal" rather than "Irish terrier, Scotch terrier"). Saturating early is worse: then any concept vaguely
near all members passes for a good name. What the texts of a cluster say more often than the others' counts besides.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.mapping.clusters import COARSE, FINE, MIDDLE, Grouping, Labels

_WORDS = 3
_MEMBERS = 200
"""Members looked at in each cluster."""
_ENOUGH = 8.0
"""Standard deviations from which a concept fits as well as any.

On 115 groups of known subject (photographs, captions, sounds, texts) the first concept is right for 48 % at 3, 92 % at
6, 93 % at 8 and 95 % at 10.
"""
_CONTRAST = 0.3
"""How much fitting another cluster counts against a concept; right for 92 % at 0, 93 % at 0.3, 89 % at 0.5."""
_SAID = 0.3
"""Worth of a concept that the texts of a cluster name as often as any, beside fitting, which is 1 at most."""
_LENGTH = 0.93
"""Worth of a concept for each word after its first: "dog" rather than "dog on the grass"."""
_ALIKE = 0.75
"""Concepts nearer than this to one already in the name add nothing."""
_GOOD_ENOUGH = 0.7
"""A second or third concept has at least this share of the first one's worth."""
_LOOKED_AT = 200
"""Best concepts among which different ones are sought, beyond those already taken."""

Said = npt.NDArray[np.float32]
"""(clusters, concepts), 0 to 1: how much more a cluster's texts name a concept than others' do; see `said.said`."""


def name_grouping(
    grouping: Grouping,
    vectors: Vectors,
    concept_vectors: Vectors,
    concepts: Sequence[str],
    said: Said | None = None,
) -> dict[int, str]:
    """Name the clusters of all levels, each distinct from those of its level; no concept is in two names.

    Args:
        grouping: see `clusters.cluster`.
        vectors: (n, dim), centred per role, unit rows.
        concept_vectors: (c, dim), centred as query texts, unit rows.
        concepts: (c,), their words.
        said: what the clusters' texts say, row by row with the grouping's clusters.

    Returns:
        A name for every cluster.
    """
    names: dict[int, str] = {}
    taken: set[int] = set()
    for level in (MIDDLE, COARSE, FINE):
        numbers = np.flatnonzero(np.array(grouping.levels) == level)
        if len(numbers) == 0:
            continue
        labels = grouping.at(level)
        is_here = np.isin(labels, numbers)
        own = np.where(is_here, np.searchsorted(numbers, labels), -1)
        spoken = None if said is None else said[numbers]
        found = name_clusters(own, vectors, concept_vectors, concepts, said=spoken, taken=taken, first=int(numbers[0]))
        names |= {int(numbers[own_number]): name for own_number, name in found.items()}
    return names


def name_clusters(
    labels: Labels,
    vectors: Vectors,
    concept_vectors: Vectors,
    concepts: Sequence[str],
    *,
    said: Said | None = None,
    taken: set[int] | None = None,
    first: int = 0,
) -> dict[int, str]:
    """Name every cluster by one to three concepts, such as "surf, waves, sea".

    Args:
        labels: (n,), see `clusters.cluster`.
        vectors: (n, dim), centred per role, unit rows.
        concept_vectors: (c, dim), centred as query texts, unit rows.
        concepts: (c,), their words.
        said: what the clusters' texts say.
        taken: concepts that are in names already; those chosen are added.
        first: number that the first cluster has elsewhere, for clusters that no concept names.

    Returns:
        A name per label from 0 up, no two the same, none empty.
    """
    count = int(labels.max(initial=-1)) + 1
    if count == 0:
        return {}
    if len(concepts) == 0:
        return {number: f"Group {first + number + 1}" for number in range(count)}
    worth = _worth(_fits(labels, count, vectors, concept_vectors))
    worth *= np.where(worth > 0, np.array([_LENGTH ** (len(concept.split()) - 1) for concept in concepts]), 1)
    if said is not None:
        worth = worth + _SAID * said
    names: dict[int, str] = {}
    used = set() if taken is None else taken
    for number in range(count):
        chosen = _choose(worth[number], concept_vectors, concepts, used)
        used.update(chosen)
        names[number] = ", ".join(concepts[concept] for concept in chosen) or f"Group {first + number + 1}"
    return names


def telling(
    vectors: Vectors, others: Vectors, concept_vectors: Vectors, concepts: Sequence[str], count: int
) -> tuple[tuple[str, float], ...]:
    """What some items have in common and others have less of.

    Args:
        vectors: (n, dim), at least one, centred per role, unit rows.
        others: (m, dim), may be none.
        concept_vectors: (c, dim), centred as query texts, unit rows.
        concepts: (c,), their words.
        count: how many, at most.

    Returns:
        Concepts, the most telling first, none near to one before it, each with how well it fits, in [0, 1].
    """
    if len(concepts) == 0:
        return ()
    own, rest = (rows[:: max(len(rows) // _MEMBERS, 1)] for rows in (vectors, others))
    labels = np.repeat([0, 1], [len(own), len(rest)])
    fits = _fits(labels, int(labels.max()) + 1, np.concatenate([own, rest]), concept_vectors)
    worth = _worth(fits)[0]
    chosen: list[int] = []
    used: set[str] = set()
    for concept in map(int, np.argsort(-worth, kind="stable")[:_LOOKED_AT]):
        if fits[0, concept] <= 0 or len(chosen) == count:
            break
        words = {word for word in concepts[concept].lower().split() if len(word) > 2}
        is_new = all(float(concept_vectors[concept] @ concept_vectors[other]) < _ALIKE for other in chosen)
        if is_new and not words & used:
            chosen.append(concept)
            used |= words
    return tuple((concepts[concept], min(1.0, float(fits[0, concept]))) for concept in chosen)


def _fits(labels: Labels, count: int, vectors: Vectors, concept_vectors: Vectors) -> npt.NDArray[np.float32]:
    """How well each concept fits each cluster's members, in [-1, 1]: (clusters, concepts)."""
    chosen = [np.flatnonzero(labels == number) for number in range(count)]
    chosen = [rows[:: max(len(rows) // _MEMBERS, 1)] for rows in chosen]
    cosines = [np.asarray(vectors[rows] @ concept_vectors.T, np.float32) for rows in chosen]
    some = np.concatenate([block[:20].ravel() for block in cosines])
    spread = max(1.4826 * float(np.median(np.abs(some))), 1e-3)  # centred, so their middle is 0
    limit = _ENOUGH * spread
    return np.stack([np.clip(block, -limit, limit).mean(axis=0) / limit for block in cosines])


def _worth(fits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Fitting the own cluster, less a share of fitting the best other one."""
    if len(fits) == 1:
        return fits
    ordered = np.sort(fits, axis=0)
    best_other = np.where(fits == ordered[-1], ordered[-2], ordered[-1])
    return fits - _CONTRAST * np.maximum(best_other, 0)


def _choose(
    worth: npt.NDArray[np.float32], concept_vectors: Vectors, concepts: Sequence[str], taken: set[int]
) -> list[int]:
    kept: list[int] = []
    used: set[str] = set()
    for concept in map(int, np.argsort(-worth, kind="stable")[: _LOOKED_AT + len(taken)]):
        words = {word for word in concepts[concept].lower().split() if len(word) > 2}
        if concept in taken or words & used:
            continue
        if kept and worth[concept] < _GOOD_ENOUGH * worth[kept[0]]:
            break
        if all(float(concept_vectors[concept] @ concept_vectors[other]) < _ALIKE for other in kept):
            kept.append(concept)
            used |= words
        if len(kept) == _WORDS:
            break
    return kept
