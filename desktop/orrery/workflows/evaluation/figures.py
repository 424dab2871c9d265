"""Retrieval and classification figures on vectors: plain numpy, nothing is read and nothing is encoded here.

Ties always count against the model: a wrong answer as near as the right one stands before it. Without that a model that
gives every input the same vector would look perfect.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vectors

Numbers: TypeAlias = npt.NDArray[np.float64]
"""(n,), float64."""

TIE = 1e-6
"""Cosines nearer than this are a tie: float32 sums of the same vectors differ by as much."""

_BLOCK = 1 << 24
"""Cosines held at a time: 64 MB of float32."""


@dataclass(frozen=True, slots=True, eq=False)
class Guesses:
    """How answers to choose from were ranked for each query.

    Attributes:
        ranks: (queries,), place of the right answer, 0 is the first; ties are lost.
        first: (queries,), the answer that came first.
    """

    ranks: Rows
    first: Rows


def rank_of_own(queries: Vectors, answers: Vectors, own: Rows) -> Guesses:
    """Rank the one right answer of each query among all answers.

    Args:
        queries: (n, dim), unit rows.
        answers: (m, dim), unit rows.
        own: (n,), row of the right answer of each query.
    """
    ranks, first = np.empty(len(queries), np.intp), np.empty(len(queries), np.intp)
    for rows in _blocks(len(queries), len(answers)):
        scores = np.asarray(queries[rows] @ answers.T, np.float32)
        every, right = np.arange(len(scores)), own[rows]
        scores[every, right] -= TIE
        ranks[rows] = (scores > scores[every, right][:, None]).sum(axis=1)
        first[rows] = scores.argmax(axis=1)
    return Guesses(ranks, first)


def rank_of_nearest_own(queries: Vectors, answers: Vectors, owner: Rows) -> Rows:
    """Rank the best of each query's several right answers among the wrong ones.

    Args:
        queries: (n, dim), unit rows.
        answers: (m, dim), unit rows.
        owner: (m,), row of the query that each answer belongs to; every query owns one at least.

    Returns:
        (n,), how many wrong answers are at least as near as the nearest right one.
    """
    ranks = np.empty(len(queries), np.intp)
    for rows in _blocks(len(queries), len(answers)):
        scores = np.asarray(queries[rows] @ answers.T, np.float32)
        is_own = owner[None, :] == np.arange(rows.start, rows.stop)[:, None]
        best = np.where(is_own, scores, -np.inf).max(axis=1)
        ranks[rows] = ((scores >= best[:, None] - TIE) & ~is_own).sum(axis=1)
    return ranks


def precision(
    queries: Vectors, wanted: Rows, answers: Vectors, labels: Rows, count: int = 10, *, among_themselves: bool = False
) -> Numbers:
    """Share of right ones among the first answers, relative to the most that is possible.

    Args:
        queries: (n, dim), unit rows.
        wanted: (n,), label of the answers that are right for each query.
        answers: (m, dim), unit rows.
        labels: (m,), label of each answer.
        count: how many answers are looked at.
        among_themselves: the queries are the answers, and none is its own answer.

    Returns:
        (n,), hits / min(count, right answers there are), in [0, 1]; nan for a query without a right answer.
    """
    hits = np.empty(len(queries))
    count = min(count, len(answers) - among_themselves)
    for rows in _blocks(len(queries), len(answers)):
        scores = np.asarray(queries[rows] @ answers.T, np.float32)
        right = wanted[rows][:, None] == labels[None, :]
        scores -= TIE * right
        if among_themselves:
            scores[np.arange(len(scores)), np.arange(rows.start, rows.stop)] = -np.inf
        first = _first(scores, count)
        hits[rows] = np.take_along_axis(right, first, axis=1).sum(axis=1)
    there = available(wanted, labels) - among_themselves
    return _share(hits, np.minimum(count, there))


def precision_by_chance(there: npt.NDArray[np.intp], total: int, count: int = 10) -> Numbers:
    """What blind choice scores in `precision`: count x there / total hits of the most that is possible.

    Args:
        there: (n,), right answers of each query.
        total: answers to choose from.
        count: how many are looked at.
    """
    count = min(count, total)
    return _share(count * there / max(total, 1), np.minimum(count, there))


def recall_by_chance(owned: npt.NDArray[np.intp], total: int, count: int) -> Numbers:
    """How often one of `owned` right answers is among `count` of `total` chosen blindly (hypergeometric)."""
    missed = np.ones(len(owned))
    for drawn in range(min(count, total)):
        missed *= np.clip((total - drawn - owned) / (total - drawn), 0.0, 1.0)
    return 1.0 - missed


def available(wanted: Rows, labels: Rows) -> npt.NDArray[np.intp]:
    """How many answers of the wanted label there are: (n,)."""
    size = 1 + max(int(wanted.max(initial=0)), int(labels.max(initial=0)))
    return np.bincount(labels, minlength=size)[wanted]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The nearest others of every vector.

    Attributes:
        rows: (n, k).
        similarities: (n, k), cosines.
    """

    rows: Rows
    similarities: npt.NDArray[np.float32]


def nearest_others(vectors: Vectors, count: int = 10) -> Neighbours:
    """The nearest others of each of some unit vectors (n, dim); at most n - 1 of them, in no order."""
    count = max(0, min(count, len(vectors) - 1))
    rows, near = np.empty((len(vectors), count), np.intp), np.empty((len(vectors), count), np.float32)
    for block in _blocks(len(vectors), len(vectors)):
        scores = np.asarray(vectors[block] @ vectors.T, np.float32)
        scores[np.arange(len(scores)), np.arange(block.start, block.stop)] = -np.inf
        rows[block] = _first(scores, count)
        near[block] = np.take_along_axis(scores, rows[block], axis=1)
    return Neighbours(rows, near)


def voted(neighbours: Neighbours, labels: Rows) -> npt.NDArray[np.bool_]:
    """Whether the neighbours' votes, weighed by cosine, name the right label: (n,); a tied vote is lost.

    Args:
        neighbours: of n vectors.
        labels: (n,), from 0.
    """
    weights = np.clip(neighbours.similarities, TIE, None)
    is_right = np.empty(len(labels), np.bool_)
    classes = int(labels.max(initial=0)) + 1
    for rows in _blocks(len(labels), classes):
        votes = np.zeros((rows.stop - rows.start, classes), np.float32)
        np.add.at(votes, (np.arange(len(votes))[:, None], labels[neighbours.rows[rows]]), weights[rows])
        every, right = np.arange(len(votes)), labels[rows]
        own = votes[every, right].copy()
        votes[every, right] = -1.0
        is_right[rows] = own > votes.max(axis=1) + TIE
    return is_right


def voted_by_chance(neighbours: Neighbours, labels: Rows, chosen: npt.NDArray[np.bool_], shuffles: int = 20) -> float:
    """What `voted` scores on the chosen rows when the labels are dealt out anew, the mean of some shuffles."""
    random = np.random.default_rng(0)
    scores = []
    for _ in range(shuffles):
        dealt = random.permutation(labels)
        scores.append(voted(neighbours, dealt)[chosen].mean())
    return float(np.mean(scores))


def _first(scores: npt.NDArray[np.float32], count: int) -> Rows:
    if count >= scores.shape[1]:
        return np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    return np.argpartition(-scores, count - 1, axis=1)[:, :count] if count > 0 else np.empty((len(scores), 0), np.intp)


def _share(hits: npt.NDArray[np.floating], possible: npt.NDArray[np.integer]) -> Numbers:
    return np.where(possible > 0, hits / np.maximum(possible, 1), np.nan)


def _blocks(count: int, width: int) -> Iterator[slice]:
    size = max(1, _BLOCK // max(1, width))
    return (slice(start, min(start + size, count)) for start in range(0, count, size))
