"""How good is a model? Measure it on files whose labels or captions are known.

    folder ─ find_data ─▶ data sets ─ decoder processes ─ encoder ─▶ centred vectors ─ judging ─▶ measures

Nothing is stored: no library is opened and no file is written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.modality import Kind, Role
from orrery.errors import ModelProblem, UsageError
from orrery.media.pool import DecoderPool
from orrery.media.signature import WORDS
from orrery.workflows.engine import Engine
from orrery.workflows.evaluation.embedding import Placed, Placing
from orrery.workflows.evaluation.judging import (
    WORST,
    Answers,
    Captions,
    Labelled,
    judge_across,
    judge_captioned,
    judge_classes,
    judge_labelled,
    worst_first,
)
from orrery.workflows.evaluation.prompts import ASKED, TYPED, WRITTEN, phrases
from orrery.workflows.evaluation.report import ClassFigure, Evaluation, Measure, Report
from orrery.workflows.evaluation.sources import DataSet, same
from orrery.workflows.job import JobContext

TOGETHER = "all together"
"""Name of what is measured across data sets."""

Files = Mapping[Kind, Placed]


def evaluate(
    engine: Engine,
    sources: Sequence[DataSet],
    job: JobContext | None = None,
    *,
    names: Sequence[str] = (),
    seed: int = 0,
) -> Report:
    """Measure a model on data sets.

    Args:
        engine: the model; its library is not touched.
        sources: from `find_data`, or made by hand.
        job: to stop, to tell of progress; each Evaluation is published as soon as it is there.
        names: more class names to choose from, beside the data's own.
        seed: of the bootstrap.

    Raises:
        JobCancelled: the job was stopped.
        UsageError: there are no two classes to tell apart, and no captions.
        ModelProblem: the model reads no texts, or is damaged.
    """
    if engine.encoder.pack.text is None:
        sentence = f"The model “{engine.encoder.pack.name}” does not read texts, so it has no words to be judged by."
        raise ModelProblem(sentence=sentence)
    _require_choice(sources, names)
    job = job or JobContext()
    evaluations, placed = list[Evaluation](), list[Files]()
    with DecoderPool(processes=engine.decoder_processes) as pool:
        placing = Placing(engine, pool, job, sum(len(source.entries) for source in sources))
        for source in sources:
            evaluation, files = _Judge(placing, names, seed).judge(source)
            evaluations.append(evaluation)
            placed.append(files)
            job.publish(evaluation)
        across = _across(engine, placed, seed) if len(sources) > 1 else None
    if across:
        evaluations.append(across)
        job.publish(across)
    return Report(tuple(evaluations))


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges one data set after another."""

    placing: Placing
    names: Sequence[str]
    seed: int

    def judge(self, source: DataSet) -> tuple[Evaluation, Files]:
        self.placing.failed.clear()
        files = self.placing.files(source.entries)
        measures, told, notes = list[Measure](), list[ClassFigure](), list[str]()
        for kind, placed in files.items():
            measures += self._captioned(kind, placed)
            answers = self._answers(kind, placed, notes)
            if answers is not None:
                labelled = _labelled(kind, [placed], _rows(answers.names))
                measures += judge_labelled(labelled, answers, self.seed)
                told += judge_classes(labelled, answers)
        measures += _both([files], self.seed)
        return self._told(source, files, measures, told, notes), files

    def _captioned(self, kind: Kind, placed: Placed) -> Iterator[Measure]:
        rows = [row for row, entry in enumerate(placed.entries) if entry.captions]
        if not rows:
            return
        texts = [caption for row in rows for caption in placed.entries[row].captions]
        owner = np.repeat(np.arange(len(rows)), [len(placed.entries[row].captions) for row in rows])
        asking, found = self.placing.texts(texts, Role.QUERY), self.placing.texts(texts, Role.PASSAGE)
        yield from judge_captioned(kind, placed.vectors[rows], Captions(asking, found, owner), self.seed)

    def _answers(self, kind: Kind, placed: Placed, notes: list[str]) -> Answers | None:
        """The classes of the files and the names given; None where there is nothing to choose from."""
        own = {same(entry.label): entry.label for entry in placed.entries if entry.label is not None}
        given = {same(name): name for name in self.names}
        if not own:
            return None
        names = list((given | own).values())
        if len(names) < 2:
            notes.append(f"All its {WORDS[kind]}s are of one class, “{names[0]}”: there is nothing to tell it from.")
            return None
        added = len(own.keys() - given.keys())
        if given and added:
            notes.append(f"{added:,} of its {len(own):,} classes are not among the names given; they were added.")
        written = WRITTEN.get(kind, ())
        return Answers(
            tuple(names),
            _directions(self._phrases(ASKED[kind], names, Role.QUERY)),
            self._phrases((TYPED,), names, Role.QUERY)[:, 0],
            np.concatenate(list(self._phrases(written, names, Role.PASSAGE))) if written else _none(self.placing),
            np.repeat(np.arange(len(names)), len(written)),
        )

    def _phrases(self, templates: tuple[str, ...], names: Sequence[str], role: Role) -> Vectors:
        """(names, templates, dim), centred unit vectors."""
        texts = [phrase for name in names for phrase in phrases(templates, name)]
        return self.placing.texts(texts, role).reshape(len(names), len(templates), -1)

    def _told(
        self,
        source: DataSet,
        files: Files,
        measures: Sequence[Measure],
        told: Sequence[ClassFigure],
        notes: Sequence[str],
    ) -> Evaluation:
        counts = {kind: len(placed.entries) for kind, placed in files.items()}
        counts[Kind.TEXT] = sum(len(entry.captions) for placed in files.values() for entry in placed.entries)
        return Evaluation(
            data=source.name,
            pack=self.placing.engine.encoder.pack.name,
            space=self.placing.engine.space.id,
            counts=counts,
            classes=len({same(entry.label) for placed in files.values() for entry in placed.entries if entry.label}),
            measures=tuple(measures),
            worst=tuple(worst_first(told)[:WORST]),
            wrong=sum(known.top1 < 1.0 for known in told),
            failed=(*source.failed, *self.placing.failed),
            notes=tuple(notes),
        )


def _require_choice(sources: Sequence[DataSet], names: Sequence[str]) -> None:
    """Raise UsageError where no data set has captions or two classes to tell apart."""
    if any(entry.captions for source in sources for entry in source.entries):
        return
    labels = {same(entry.label): entry.label for source in sources for entry in source.entries if entry.label}
    if len(labels.keys() | {same(name) for name in names}) < 2:
        only = next(iter(labels.values()), "")
        sentence = f"All files are of one class, “{only}”; at least two classes are needed to tell apart."
        raise UsageError(sentence=sentence)


def _directions(vectors: Vectors) -> Vectors:
    """The mean of each class's vectors (classes, n, dim), brought back to unit length."""
    mean = vectors.mean(axis=1)
    return mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-6)


def _none(placing: Placing) -> Vectors:
    return np.zeros((0, placing.engine.space.dim), np.float32)


def _labelled(kind: Kind, placed: Sequence[Placed], rows: Mapping[str, int]) -> Labelled:
    """The labelled files of one kind; `rows` says which class has which number."""
    keys = [[same(entry.label) if entry.label is not None else None for entry in part.entries] for part in placed]
    chosen = [[key is not None for key in part] for part in keys]
    vectors = np.concatenate([part.vectors[mask] for part, mask in zip(placed, chosen, strict=True)])
    labels = np.array([rows[key] for part in keys for key in part if key is not None], np.intp)
    features = placed[0].features if len(placed) == 1 else None
    return Labelled(kind, vectors, labels, None if features is None else features[chosen[0]])


def _rows(names: Iterable[str]) -> dict[str, int]:
    return {same(name): row for row, name in enumerate(names)}


def _both(several: Sequence[Files], seed: int) -> Iterator[Measure]:
    """Pictures against sounds, where some have the same label."""
    labels = {
        kind: {same(e.label): e.label for files in several for e in files[kind].entries if e.label is not None}
        for kind in (Kind.IMAGE, Kind.SOUND)
    }
    if not labels[Kind.IMAGE].keys() & labels[Kind.SOUND].keys():
        return
    rows = _rows((labels[Kind.IMAGE] | labels[Kind.SOUND]).values())
    images, sounds = (_labelled(kind, [files[kind] for files in several], rows) for kind in (Kind.IMAGE, Kind.SOUND))
    yield from judge_across(images, sounds, seed)


def _across(engine: Engine, several: Sequence[Files], seed: int) -> Evaluation | None:
    """Pictures of one data set against sounds of another; None where they share no label."""
    labels = {
        kind: [{same(entry.label) for entry in files[kind].entries if entry.label is not None} for files in several]
        for kind in (Kind.IMAGE, Kind.SOUND)
    }
    shared = {
        label
        for one, seen in enumerate(labels[Kind.IMAGE])
        for other, heard in enumerate(labels[Kind.SOUND])
        if one != other
        for label in seen & heard
    }
    if not shared:
        return None
    counts = {
        kind: sum(entry.label is not None for files in several for entry in files[kind].entries)
        for kind in (Kind.IMAGE, Kind.SOUND)
    }
    return Evaluation(
        data=TOGETHER,
        pack=engine.encoder.pack.name,
        space=engine.space.id,
        counts={**counts, Kind.TEXT: 0},
        classes=len(shared),
        measures=tuple(_both(several, seed)),
        is_across=True,
    )
