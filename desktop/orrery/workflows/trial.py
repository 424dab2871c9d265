"""Try another model on a part of the library before anything is changed; nothing is stored.

sample, evenly over kinds and folders ─▶ candidate ─▶ whose neighbours stay, whose change ─▶ time and room for all
                                                   └─▶ figures, where tags or folders say what belongs together
"""

import os
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.domain.item import FileStamp, Item
from orrery.domain.modality import Kind
from orrery.errors import FileProblem, OrreryError, UnusableVector
from orrery.library.library import Library
from orrery.mapping.neighbours import nearest
from orrery.media.decode import Decoded, DecodeRequest
from orrery.media.pool import DecoderPool
from orrery.search.centring import centred
from orrery.workflows.asking import mean_direction
from orrery.workflows.batching import encode, prepare
from orrery.workflows.engine import Engine
from orrery.workflows.evaluation import DataSet, Entry, Evaluation, evaluate
from orrery.workflows.job import JobContext, Progress

SAMPLE = 300
LEAST_OF_A_KIND = 30
NEIGHBOURS = 10
EXAMPLES = 3
SHOWN = 4
_LEAST_OF_A_CLASS = 3
_BYTES_A_VECTOR = 90
"""Of rows and indexes around a vector: 1.07 times the vectors at 512 dimensions (performance.md)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One item with its neighbours by both models.

    Attributes:
        item: the item.
        overlap: share of its ten nearest that both models agree on, in [0, 1].
        now: its nearest by the model in use, best first.
        then: its nearest by the candidate.
    """

    item: Item
    overlap: float
    now: tuple[Item, ...]
    then: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure by both models.

    Attributes:
        measure: name, as `evaluate` has it.
        now: value by the model in use, in [0, 1].
        then: value by the candidate.
        chance: what blind choice scores.
        count: of files judged.
    """

    measure: str
    now: float
    then: float
    chance: float
    count: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What a candidate would change.

    Attributes:
        now: name of the model in use.
        then: name of the candidate.
        counts: items tried, by kind.
        overlap: share of the ten nearest of the same kind that stay, by kind, in [0, 1].
        chance: what that share would be by chance, by kind.
        best: items whose neighbours stay.
        worst: items whose neighbours change most.
        labels: where the labels for `judged` are from; empty without any.
        judged: figures where there are labels.
        unread: items of the library, by kind, that the candidate has no tower for.
        failed: of the sample, what the candidate could not place.
        seconds: that changing the whole library would take, about.
        bytes: that the new space would take on the disk, about.
    """

    now: str
    then: str
    counts: Mapping[Kind, int]
    overlap: Mapping[Kind, float]
    chance: Mapping[Kind, float]
    best: tuple[Example, ...]
    worst: tuple[Example, ...]
    labels: str
    judged: tuple[Judged, ...]
    unread: Mapping[Kind, int]
    failed: int
    seconds: float
    bytes: int


def try_model(engine: Engine, candidate: Engine, job: JobContext | None = None, *, sample: int = SAMPLE) -> Trial:
    """Embed a sample with a candidate and compare; the library is only read.

    Args:
        engine: library and the model in use.
        candidate: the same library with the other model.
        job: to stop and to tell of progress.
        sample: items to try, over all kinds.

    Raises:
        OrreryError: the candidate does not work.
        JobCancelled: the job was stopped.
    """
    job = job or JobContext()
    with engine.library() as library:
        present = [item for item in library.items.all() if item.content is not None and item.kind is not None]
        chosen = {kind: items for kind, items in _sampled(present, sample).items() if candidate.encoder.reads(kind)}
        totals = Counter(item.kind for item in present)
        placed = _placed_now(chosen, engine, library)
        labels, sources = _labelled(chosen, library)
    runs = {kind: _run(kind, items, candidate, job, sum(map(len, chosen.values()))) for kind, items in chosen.items()}
    examples = [example for kind in chosen for example in _compared(chosen[kind], placed[kind], runs[kind])]
    by_kind = {kind: [example for example in examples if example.item.kind is kind] for kind in chosen}
    ordered = sorted(examples, key=lambda example: (example.overlap, example.item.path))
    return Trial(
        now=engine.encoder.pack.name,
        then=candidate.encoder.pack.name,
        counts={kind: len(run.rows) for kind, run in runs.items()},
        overlap={kind: float(np.mean([e.overlap for e in found])) for kind, found in by_kind.items() if found},
        chance={kind: _chance(len(found)) for kind, found in by_kind.items() if found},
        best=tuple(reversed(ordered[-EXAMPLES:])) if len(ordered) > 2 * EXAMPLES else (),
        worst=tuple(ordered[:EXAMPLES]),
        labels=labels,
        judged=_judged(engine, candidate, sources, job),
        unread={kind: totals[kind] for kind in Kind if totals[kind] and not candidate.encoder.reads(kind)},
        failed=sum(run.failed for run in runs.values()),
        seconds=sum(run.seconds_each * totals[kind] for kind, run in runs.items()),
        bytes=sum(round(run.parts_each * totals[kind] * _bytes_a_part(kind, candidate)) for kind, run in runs.items()),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """The candidate's vectors of one kind: row in the sample → unit vector."""

    rows: Mapping[int, npt.NDArray[np.float32]]
    failed: int
    seconds_each: float
    parts_each: float


def _sampled(present: Sequence[Item], count: int) -> dict[Kind, list[Item]]:
    """Shares by kind, with some of each; in a kind evenly along the paths, so that every folder has its part.

    One item a content.
    """
    kinds: dict[Kind, list[Item]] = {kind: [] for kind in Kind}
    seen = set[int]()
    for item in sorted(present, key=lambda item: item.path):
        if item.kind is not None and item.content is not None and item.content not in seen:
            seen.add(item.content)
            kinds[item.kind].append(item)
    total = max(len(seen), 1)
    chosen = {}
    for kind, items in kinds.items():
        share = min(len(items), max(LEAST_OF_A_KIND, round(count * len(items) / total)))
        rows = np.linspace(0, len(items) - 1, share).astype(int) if share else []
        if share:
            chosen[kind] = [items[int(row)] for row in rows]
    return chosen


def _placed_now(
    chosen: Mapping[Kind, Sequence[Item]], engine: Engine, library: Library
) -> dict[Kind, dict[int, npt.NDArray[np.float32]]]:
    placed: dict[Kind, dict[int, npt.NDArray[np.float32]]] = {}
    for kind, items in chosen.items():
        placed[kind] = {}
        for row, item in enumerate(items):
            vectors, _ = library.vectors.of_content(item.content or 0, engine.space)
            if len(vectors):
                placed[kind][row] = mean_direction(vectors)
    return placed


def _run(kind: Kind, items: Sequence[Item], candidate: Engine, job: JobContext, total: int) -> _Run:
    """Decode and encode the items of one kind, one by one as they come, on the clock."""
    rows: dict[int, npt.NDArray[np.float32]] = {}
    places = {item.path: row for row, item in enumerate(items)}
    parts, failed, started = 0, 0, time.perf_counter()
    requests = [
        DecodeRequest(FileStamp(item.path, item.size, item.mtime_ns), candidate.encoder.inputs, kind) for item in items
    ]
    with DecoderPool(processes=candidate.decoder_processes) as pool:
        for done, decoded in enumerate(pool.decode(requests)):
            job.check()
            job.report(Progress(done, total, os.fsdecode(decoded.stamp.path)))
            try:
                if not isinstance(decoded, Decoded):
                    raise decoded.problem
                (vectors,) = encode([prepare(decoded, candidate.encoder)], candidate.encoder)
            except (FileProblem, UnusableVector):
                failed += 1
                continue
            shared = vectors[candidate.space]
            rows[places[decoded.stamp.path]] = mean_direction(shared)
            parts += len(shared)
    count = max(len(rows), 1)
    return _Run(rows, failed, (time.perf_counter() - started) / max(len(items), 1), parts / count)


def _compared(items: Sequence[Item], now: Mapping[int, npt.NDArray[np.float32]], run: _Run) -> list[Example]:
    """Neighbours of every item by both models, of those that both could place; each centred around the sample."""
    both = sorted(now.keys() & run.rows.keys())
    if len(both) < 3:
        return []
    count = min(NEIGHBOURS, len(both) - 1)
    near = [_nearest(np.stack([vectors[row] for row in both]), count) for vectors in (now, run.rows)]
    found = []
    for place, row in enumerate(both):
        first, second = (rows[place].tolist() for rows in near)
        shown = [tuple(items[both[other]] for other in others[:SHOWN]) for others in (first, second)]
        found.append(Example(items[row], len(set(first) & set(second)) / count, shown[0], shown[1]))
    return found


def _nearest(vectors: Vectors, count: int) -> npt.NDArray[np.intp]:
    around = centred(vectors, vectors.mean(axis=0))
    return nearest(around, around, count, among_themselves=True)[0]


def _chance(count: int) -> float:
    return min(NEIGHBOURS, count - 1) / max(count - 1, 1)


def _bytes_a_part(kind: Kind, candidate: Engine) -> int:
    features = candidate.encoder.features
    extra = 2 * features.dim + _BYTES_A_VECTOR if features and kind is Kind.IMAGE else 0
    return 2 * candidate.space.dim + _BYTES_A_VECTOR + extra


def _labelled(chosen: Mapping[Kind, Sequence[Item]], library: Library) -> tuple[str, tuple[DataSet, ...]]:
    """What belongs together by the user's tags or, failing that, by the folders; the source in words."""
    items = [item for kind, some in chosen.items() if kind is not Kind.TEXT for item in some]
    tagged = [(item, library.tags.of(item.id)) for item in items]
    for source, labels in (
        ("tags", [(item, names[0]) for item, names in tagged if len(names) == 1]),
        ("folders", [(item, os.path.basename(os.path.dirname(os.fsdecode(item.path)))) for item in items]),  # noqa: PTH119, PTH120
    ):
        counts = Counter(label for _, label in labels)
        kept = [(item, label) for item, label in labels if counts[label] >= _LEAST_OF_A_CLASS]
        if len({label for _, label in kept}) >= 2:
            return source, (DataSet(source, tuple(Entry(item.path, label) for item, label in kept)),)
    return "", ()


def _judged(engine: Engine, candidate: Engine, sources: Sequence[DataSet], job: JobContext) -> tuple[Judged, ...]:
    if not sources:
        return ()
    silent = replace(job, on_partial=lambda _: None)
    try:
        now, then = (evaluate(model, sources, silent).evaluations[0] for model in (engine, candidate))
    except OrreryError as problem:
        if problem.key == "JobCancelled":
            raise
        return ()  # a model without words, or too few files that both read
    return tuple(_both(now, then))


def _both(now: Evaluation, then: Evaluation) -> list[Judged]:
    known = {measure.name: measure for measure in then.measures}
    return [
        Judged(measure.name, measure.value, known[measure.name].value, measure.chance, measure.count)
        for measure in now.measures
        if measure.name in known
    ]
