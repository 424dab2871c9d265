"""A few items that stand for many."""

from collections.abc import Callable

import numpy as np

from orrery.domain.arrays import Rows, Vectors
from orrery.mapping.neighbours import no_check

_LOOKED_AT = 2_000
"""Items that are compared with one another: 16 MB, 0.1 s."""


def one_of_each(vectors: Vectors, count: int, check: Callable[[], None] = no_check) -> Rows:
    """Choose items so that every item is near to a chosen one, the most telling first.

    Greedy facility location: each choice is the item that brings all others nearest to a chosen one, at least 63 % as
    good as the best choice there is (Nemhauser et al. 1978). Groups are represented before anything is repeated, and
    what is alike counts together.

    Args:
        vectors: (n, dim), centred per role, unit rows.
        count: how many; all come back where there are fewer.
        check: called before every choice; may raise.

    Returns:
        Row numbers, in the order of choice. In the same order for the same vectors.
    """
    rows = np.linspace(0, len(vectors) - 1, min(len(vectors), max(_LOOKED_AT, count))).astype(np.intp)
    own = np.asarray(vectors[rows], np.float32)
    near = np.maximum(own @ own.T, 0)
    best = np.zeros(len(own), np.float32)
    chosen: list[int] = []
    for _ in range(min(count, len(own))):
        check()
        gain = np.maximum(near - best[:, None], 0).sum(axis=0)
        gain[chosen] = -1
        chosen.append(int(gain.argmax()))
        best = np.maximum(best, near[:, chosen[-1]])
    return rows[chosen]


def also_wanted(
    vectors: Vectors,
    groups: np.ndarray,
    picks: Rows,
    count: int,
    *,
    alike: float = 0.97,
    variety: float = 0.3,
    check: Callable[[], None] = no_check,
) -> Rows:
    """Items near to any of some picks, of all kinds, each saying something the others do not.

    Args:
        vectors: (n, dim), centred per role, unit rows.
        groups: (n,), the kind of each: a kind's cosines are raised until its best are as near as the best of all.
        picks: rows; at least one.
        count: how many, at most.
        alike: cosine with a pick from which an item is the same thing again, and left out.
        variety: how much being near to one already chosen counts against an item (MMR, Carbonell and Goldstein 1998).
        check: called before every choice; may raise.

    Returns:
        Row numbers, best first, none of them a pick.
    """
    asked = np.asarray(vectors[picks], np.float32)
    near = np.asarray(np.asarray(vectors, np.float32) @ asked.T, np.float32)
    score = 0.7 * near.max(axis=1) + 0.3 * near.mean(axis=1)
    score[near.max(axis=1) >= alike] = -np.inf
    score[picks] = -np.inf
    tops = {int(group): np.sort(score[groups == group])[-count:].mean() for group in np.unique(groups)}
    level = max((top for top in tops.values() if np.isfinite(top)), default=0.0)
    for group, top in tops.items():
        if np.isfinite(top):
            score[groups == group] += level - top
    pool = np.argsort(-score, kind="stable")[: 20 * count]
    pool = pool[np.isfinite(score[pool])]
    own = np.asarray(vectors[pool], np.float32)
    penalty = np.zeros(len(pool), np.float32)
    chosen: list[int] = []
    for _ in range(min(count, len(pool))):
        check()
        worth = score[pool] - variety * penalty
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))
        penalty = np.maximum(penalty, own @ own[chosen[-1]])
    return pool[chosen]
