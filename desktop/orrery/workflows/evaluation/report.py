"""What an evaluation found, as frozen values."""

from dataclasses import dataclass

from orrery.domain.modality import Kind


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure.

    Attributes:
        name: such as "text_to_image_recall@10"; stable, for programs.
        kind: of the files that are judged; for two kinds, of those that are found.
        value: in [0, 1].
        low: lower end of its 95 % interval.
        high: upper end.
        chance: what blind choice scores.
        count: queries.
        among: answers that each query could choose from.
    """

    name: str
    kind: Kind
    value: float
    low: float
    high: float
    chance: float
    count: int
    among: int


@dataclass(frozen=True, slots=True)
class ClassFigure:
    """How well one class is told from the others.

    Attributes:
        name: in words.
        kind: of its files.
        top1: share whose first guess is right, in [0, 1].
        count: its files.
        taken_for: the class most often guessed instead; None when none was.
        found: share of its files among the first ten for its name, of those there could be, in [0, 1].
    """

    name: str
    kind: Kind
    top1: float
    count: int
    taken_for: str | None
    found: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A file, or a line of a list, that could not be used.

    Attributes:
        path: os.fsencode bytes; of the list where a line of it is wrong.
        reason: a sentence for the user.
    """

    path: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found on one data set.

    Attributes:
        data: its name.
        pack: name of the model.
        space: id of the space.
        counts: files judged by kind; under TEXT the captions.
        classes: classes that the files are of; 0 where they have captions only.
        measures: in the order in which they are told.
        worst: the ten classes that are told worst, worst first.
        wrong: classes whose first guess is not always right.
        failed: what could not be read, with reasons.
        notes: sentences on what was not measured, and why.
        is_across: pictures of one data set against sounds of another; `classes` are those they share.
    """

    data: str
    pack: str
    space: str
    counts: dict[Kind, int]
    classes: int
    measures: tuple[Measure, ...]
    worst: tuple[ClassFigure, ...] = ()
    wrong: int = 0
    failed: tuple[Failed, ...] = ()
    notes: tuple[str, ...] = ()
    is_across: bool = False

    def value(self, name: str) -> float:
        """The value of a measure.

        Raises:
            KeyError: it was not measured.
        """
        return {measure.name: measure.value for measure in self.measures}[name]


@dataclass(frozen=True, slots=True)
class Report:
    """All data sets of a folder, and what could only be measured across them."""

    evaluations: tuple[Evaluation, ...]

    @property
    def failed(self) -> tuple[Failed, ...]:
        """What could not be read, of all data sets."""
        return tuple(failed for evaluation in self.evaluations for failed in evaluation.failed)

    def of(self, data: str) -> Evaluation:
        """The evaluation of a data set by its name.

        Raises:
            KeyError: there is none of that name.
        """
        return {evaluation.data: evaluation for evaluation in self.evaluations}[data]
