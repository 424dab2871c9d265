"""Which figures are taken of a data set: of captioned files, of labelled ones, and of pictures and sounds together."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows, Vectors
from orrery.domain.modality import Kind
from orrery.workflows.evaluation import figures
from orrery.workflows.evaluation.bootstrap import estimate
from orrery.workflows.evaluation.report import ClassFigure, Measure

RECALLS = (1, 5, 10)
FIRST = 10
"""Answers looked at for precision, and neighbours that vote."""

WORST = 10


@dataclass(frozen=True, slots=True, eq=False)
class Captions:
    """Captions of n files.

    Attributes:
        asking: (m, dim), centred as queries.
        found: (m, dim), centred as texts that are found.
        owner: (m,), row of the file that each belongs to; every file has one at least.
    """

    asking: Vectors
    found: Vectors
    owner: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The classes to choose from.

    Attributes:
        names: c of them.
        asked: (c, dim), each as an answer to choose from.
        typed: (c, dim), each as somebody would search for it.
        written: (c x phrases, dim), each as texts would mention it; may be empty.
        written_of: (c x phrases,), row of the class of each.
    """

    names: tuple[str, ...]
    asked: Vectors
    typed: Vectors
    written: Vectors
    written_of: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Labelled files of one kind.

    Attributes:
        kind: of all of them.
        vectors: (n, dim), centred unit rows.
        labels: (n,), row of each file's class among the answers.
        features: (n, features dim) in the image-only space, or None.
    """

    kind: Kind
    vectors: Vectors
    labels: Rows
    features: Vectors | None = None


def judge_captioned(kind: Kind, files: Vectors, captions: Captions, seed: int = 0) -> Iterator[Measure]:
    """Recall both ways: does a caption find its file, does a file find one of its captions?

    Args:
        kind: of the files.
        files: (n, dim), centred unit rows.
        captions: of these files.
        seed: of the bootstrap; files are drawn anew, with all their captions.
    """
    to_file = figures.rank_of_own(captions.asking, files, captions.owner).ranks
    for count in RECALLS:
        name = f"text_to_{kind}_recall@{count}"
        chance = min(1.0, count / len(files))
        yield _measure(name, kind, to_file < count, chance=chance, among=len(files), clusters=captions.owner, seed=seed)
    to_text = figures.rank_of_nearest_own(files, captions.found, captions.owner)
    owned = np.bincount(captions.owner, minlength=len(files))
    for count in RECALLS:
        name, total = f"{kind}_to_text_recall@{count}", len(captions.found)
        chance = float(figures.recall_by_chance(owned, total, count).mean())
        yield _measure(name, kind, to_text < count, chance=chance, among=total, seed=seed)


def judge_labelled(files: Labelled, answers: Answers, seed: int = 0) -> Iterator[Measure]:
    """All figures of labelled files of one kind.

    Args:
        files: of any classes of the answers.
        answers: all classes to choose from; more than the files have, where more names were given.
        seed: of the bootstrap.
    """
    yield from _zero_shot(files, answers, seed)
    yield from _votes(files, seed)
    yield from _by_name(files, answers, seed)
    yield from _to_texts(files, answers, seed)
    yield from _like_with_like(files, seed)


def judge_across(one: Labelled, other: Labelled, seed: int = 0) -> Iterator[Measure]:
    """Does a file of one kind find the files of the other kind that have its label? Labels count as in one list."""
    for asking, asked in ((one, other), (other, one)):
        rows = np.flatnonzero(np.isin(asking.labels, asked.labels))
        if len(rows) == 0:
            continue
        wanted = asking.labels[rows]
        scores = figures.precision(asking.vectors[rows], wanted, asked.vectors, asked.labels, FIRST)
        there = figures.available(wanted, asked.labels)
        chance = float(figures.precision_by_chance(there, len(asked.labels), FIRST).mean())
        name = f"{asking.kind}_to_{asked.kind}_precision@{FIRST}"
        yield _measure(name, asked.kind, scores, chance=chance, among=len(asked.labels), clusters=wanted, seed=seed)


def judge_classes(files: Labelled, answers: Answers) -> list[ClassFigure]:
    """First guesses and what a class's name finds, class by class, worst first."""
    first = figures.rank_of_own(files.vectors, answers.asked, files.labels).first
    present = np.unique(files.labels)
    by_name = figures.precision(answers.typed[present], present, files.vectors, files.labels, FIRST)
    told = []
    for label, found in zip(present, by_name, strict=True):
        guesses = first[files.labels == label]
        wrong = Counter(guesses[guesses != label].tolist()).most_common(1)
        share = float(np.mean(guesses == label))
        taken_for = answers.names[wrong[0][0]] if wrong else None
        name = answers.names[int(label)]
        told.append(ClassFigure(name, files.kind, share, len(guesses), taken_for, float(found)))
    return worst_first(told)


def worst_first(told: Iterable[ClassFigure]) -> list[ClassFigure]:
    """By share that is right; of equal ones the larger class first."""
    return sorted(told, key=lambda known: (known.top1, -known.count, known.name.casefold()))


def _zero_shot(files: Labelled, answers: Answers, seed: int) -> Iterator[Measure]:
    ranks = figures.rank_of_own(files.vectors, answers.asked, files.labels).ranks
    total = len(answers.names)
    for count in (1, 5):
        chance = min(1.0, count / total)
        yield _measure(
            f"{files.kind}_zero_shot_top{count}", files.kind, ranks < count, chance=chance, among=total, seed=seed
        )


def _votes(files: Labelled, seed: int) -> Iterator[Measure]:
    """A file alone in its class has no neighbour that could name it: it votes, but is not asked.

    Where less than two classes have company there is nothing to tell apart.
    """
    asked = _in_company(files)
    if len(np.unique(files.labels[asked])) < 2:
        return
    for vectors, name in ((files.vectors, "knn"), (files.features, "knn_features")):
        if vectors is None:
            continue
        near = figures.nearest_others(vectors, FIRST)
        scores = figures.voted(near, files.labels)[asked]
        chance = figures.voted_by_chance(near, files.labels, asked)
        yield _measure(f"{files.kind}_{name}", files.kind, scores, chance=chance, among=len(near.rows) - 1, seed=seed)


def _by_name(files: Labelled, answers: Answers, seed: int) -> Iterator[Measure]:
    present = np.unique(files.labels)
    scores = figures.precision(answers.typed[present], present, files.vectors, files.labels, FIRST)
    total = len(files.labels)
    chance = float(figures.precision_by_chance(figures.available(present, files.labels), total, FIRST).mean())
    yield _measure(f"text_to_{files.kind}_precision@{FIRST}", files.kind, scores, chance=chance, among=total, seed=seed)


def _to_texts(files: Labelled, answers: Answers, seed: int) -> Iterator[Measure]:
    if len(answers.written) == 0:
        return
    scores = figures.precision(files.vectors, files.labels, answers.written, answers.written_of, FIRST)
    there, total = figures.available(files.labels, answers.written_of), len(answers.written)
    chance = float(figures.precision_by_chance(there, total, FIRST).mean())
    yield _measure(
        f"{files.kind}_to_text_precision@{FIRST}",
        files.kind,
        scores,
        chance=chance,
        among=total,
        clusters=files.labels,
        seed=seed,
    )


def _like_with_like(files: Labelled, seed: int) -> Iterator[Measure]:
    asked = _in_company(files)
    if len(np.unique(files.labels[asked])) < 2:
        return
    scores = figures.precision(files.vectors, files.labels, files.vectors, files.labels, FIRST, among_themselves=True)[
        asked
    ]
    others = len(files.labels) - 1
    chance = float(figures.precision_by_chance(_sizes(files)[asked] - 1, others, FIRST).mean())
    name = f"{files.kind}_to_{files.kind}_precision@{FIRST}"
    yield _measure(name, files.kind, scores, chance=chance, among=others, clusters=files.labels[asked], seed=seed)


def _in_company(files: Labelled) -> npt.NDArray[np.bool_]:
    return _sizes(files) > 1


def _sizes(files: Labelled) -> npt.NDArray[np.intp]:
    return figures.available(files.labels, files.labels)


def _measure(
    name: str,
    kind: Kind,
    scores: npt.NDArray,
    *,
    chance: float,
    among: int,
    seed: int,
    clusters: Rows | None = None,
) -> Measure:
    found = estimate(np.asarray(scores, np.float64), clusters, seed=seed)
    return Measure(name, kind, found.value, found.low, found.high, chance, found.count, among)
