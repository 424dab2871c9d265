"""Answers that differ: near-duplicates folded under the best of them, and a choice that covers more ground."""

from collections.abc import Mapping, Sequence

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.modality import Kind
from orrery.search.candidates import Candidates
from orrery.search.centring import centred
from orrery.search.ranking import Hit

ALIKE = 0.97
"""Cosine of raw vectors from which two hits of a kind are the same thing twice, as in the list of near-duplicates."""
_CERTAIN = 10.0
"""Log odds beyond this count as this, so that one exact name does not make all else look equally irrelevant."""


def folded(hits: Sequence[Hit], candidates: Mapping[Kind, Candidates]) -> list[tuple[Hit, tuple[Hit, ...]]]:
    """Group hits that show the same: each best one, in order, with those that fold under it.

    Two contents are the same if they have as many parts and the parts that matched are alike; photographs are compared
    by their looks where there is a space for that.
    """
    vectors = {kind: _looks(hits, kind, candidates[kind]) for kind in {hit.kind for hit in hits}}
    kept: list[tuple[Hit, list[Hit]]] = []
    leaders: dict[Kind, list[tuple[int, int]]] = {}  # per kind: place among `kept`, place among the kind's hits
    counted: dict[Kind, int] = {}
    for hit in hits:
        own = counted[hit.kind] = counted.get(hit.kind, -1) + 1
        before = leaders.setdefault(hit.kind, [])
        looks = vectors[hit.kind]
        alike = looks[[place for _, place in before]] @ looks[own] if before else np.empty(0)
        same = [at for n, (at, _) in enumerate(before) if alike[n] >= ALIKE and kept[at][0].size == hit.size]
        if same:
            kept[same[0]][1].append(hit)
        else:
            before.append((len(kept), own))
            kept.append((hit, []))
    return [(hit, tuple(under)) for hit, under in kept]


def _looks(hits: Sequence[Hit], kind: Kind, candidates: Candidates) -> Vectors:
    rows = np.array([hit.row for hit in hits if hit.kind is kind], np.intp)
    return (candidates.features or candidates.shared).rows(rows)


def spread(hits: Sequence[Hit], candidates: Mapping[Kind, Candidates], count: int, diversity: float) -> list[Hit]:
    """Choose hits that fit and differ, by maximal marginal relevance (Carbonell & Goldstein 1998).

    Args:
        hits: more than are wanted, best first.
        candidates: their vectors.
        count: how many to choose.
        diversity: 0 takes the best, 1 the most different.

    Returns:
        The chosen ones in the order of `hits`, so that a ranking by score stays one.
    """
    if not hits or count <= 0:
        return []
    scores = np.clip([hit.score for hit in hits], 1e-12, 1 - 1e-12)
    odds = np.clip(np.log(scores / (1 - scores)), -_CERTAIN, _CERTAIN)
    relevance = (odds - odds.min()) / max(float(np.ptp(odds)), 1e-9)
    vectors = np.stack([_meaning(hit, candidates[hit.kind]) for hit in hits])
    nearest = np.zeros(len(hits))
    chosen: list[int] = []
    for _ in range(min(count, len(hits))):
        worth = (1 - diversity) * relevance - diversity * nearest
        worth[chosen] = -np.inf
        chosen.append(int(np.argmax(worth)))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    return [hits[place] for place in sorted(chosen)]


def _meaning(hit: Hit, candidates: Candidates) -> Vectors:
    return centred(candidates.shared.rows(np.array([hit.row])), candidates.shared.mean)[0]
