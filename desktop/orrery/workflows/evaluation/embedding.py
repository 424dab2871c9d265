"""Files and words to centred vectors, on the same way as when files are taken in and questions are asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from orrery.domain.arrays import Vector, Vectors
from orrery.domain.item import FileStamp
from orrery.domain.modality import Kind, Role
from orrery.errors import FileProblem, ModelProblem, UnusableVector
from orrery.media.decode import Decoded, DecodeRequest
from orrery.media.pool import DecoderPool
from orrery.media.signature import WORDS
from orrery.search.centring import centred
from orrery.workflows.asking import mean_direction
from orrery.workflows.batching import Batches, Prepared, encode, prepare
from orrery.workflows.engine import Engine
from orrery.workflows.evaluation.report import Failed
from orrery.workflows.evaluation.sources import Entry
from orrery.workflows.job import JobContext, Progress

_TEXTS_AT_ONCE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """The files of one kind that could be read, in the order of the data set.

    Attributes:
        entries: n of them.
        vectors: (n, dim) float32, centred unit rows.
        features: (n, features dim), centred unit rows of the image-only space, or None.
    """

    entries: tuple[Entry, ...]
    vectors: Vectors
    features: Vectors | None


@dataclass(slots=True)
class Placing:
    """One run: the model, the decoder processes, and how far it is."""

    engine: Engine
    pool: DecoderPool
    job: JobContext
    total: int
    done: int = 0
    failed: list[Failed] = field(default_factory=list)
    known: dict[str, Vector] = field(default_factory=dict)

    def files(self, entries: Sequence[Entry]) -> Mapping[Kind, Placed]:
        """Decode and encode files; those that cannot be are added to `failed`.

        Raises:
            JobCancelled: the job was stopped.
        """
        vectors: dict[bytes, tuple[Kind, Vector, Vector | None]] = {}
        batches = Batches()
        inputs = self.engine.encoder.inputs
        for decoded in self.pool.decode(DecodeRequest(FileStamp(entry.path, 0, 0), inputs) for entry in entries):
            self.job.check()
            self._progress(decoded.stamp.path)
            if isinstance(decoded, Decoded) and self._can_read(decoded):
                vectors.update(self._encoded(batches.add(prepare(decoded, self.engine.encoder))))
            elif not isinstance(decoded, Decoded):
                self._fail(decoded.stamp.path, decoded.problem)
        for kind in Kind:
            vectors.update(self._encoded(batches.take(kind)))
        return {kind: self._placed(kind, entries, vectors) for kind in (Kind.IMAGE, Kind.SOUND)}

    def texts(self, texts: Sequence[str], role: Role) -> Vectors:
        """Encode texts: (n, dim), centred unit rows; each text once in a run.

        Raises:
            JobCancelled: the job was stopped.
        """
        encoder = self.engine.encoder
        prefix = encoder.pack.text.prefixes[role] if encoder.pack.text else ""
        new = list(dict.fromkeys(text for text in texts if prefix + text not in self.known))
        for start in range(0, len(new), _TEXTS_AT_ONCE):
            self.job.check()
            some = new[start : start + _TEXTS_AT_ONCE]
            self.job.report(Progress(self.done, self.total, some[0]))
            encoded = encoder.encode_texts(some, role)
            self.known.update((prefix + text, vector) for text, vector in zip(some, encoded, strict=True))
        if not texts:
            return np.zeros((0, encoder.space.dim), np.float32)
        rows = np.stack([self.known[prefix + text] for text in texts])
        return centred(rows, self.engine.calibration.means[role])

    def _can_read(self, decoded: Decoded) -> bool:
        pack, kind = self.engine.encoder.pack, decoded.kind
        if kind is Kind.TEXT:
            self._fail(decoded.stamp.path, FileProblem(reason="It is a text; pictures and sounds are evaluated."))
        elif (pack.image if kind is Kind.IMAGE else pack.sound) is None:
            reason = f"The model “{pack.name}” does not read {WORDS[kind]}s."
            self._fail(decoded.stamp.path, ModelProblem(sentence=reason))
        else:
            return True
        return False

    def _encoded(self, batch: Sequence[Prepared]) -> Iterator[tuple[bytes, tuple[Kind, Vector, Vector | None]]]:
        if not batch:
            return
        encoder = self.engine.encoder
        try:
            encoded = list(encode(batch, encoder))
        except UnusableVector as problem:
            if len(batch) == 1:
                self._fail(batch[0].decoded.stamp.path, problem)
                return
            for prepared in batch:
                yield from self._encoded([prepared])
            return
        for prepared, vectors in zip(batch, encoded, strict=True):
            features = vectors.get(encoder.features) if encoder.features else None
            decoded = prepared.decoded
            whole = mean_direction(vectors[encoder.space])
            yield decoded.stamp.path, (decoded.kind, whole, None if features is None else features[0].copy())

    def _placed(
        self, kind: Kind, entries: Iterable[Entry], vectors: Mapping[bytes, tuple[Kind, Vector, Vector | None]]
    ) -> Placed:
        own = tuple(entry for entry in entries if entry.path in vectors and vectors[entry.path][0] is kind)
        rows = [vectors[entry.path] for entry in own]
        space = self.engine.space
        shared = np.stack([row[1] for row in rows]) if rows else np.zeros((0, space.dim), np.float32)
        features = [row[2] for row in rows if row[2] is not None]
        picture = None
        if features and len(features) == len(rows):
            stacked = np.stack(features)
            picture = centred(stacked, stacked.mean(axis=0))  # as search does: the pack has no mean of this space
        return Placed(own, centred(shared, self.engine.calibration.means[kind.role]), picture)

    def _fail(self, path: bytes, problem: Exception) -> None:
        self.failed.append(Failed(path, str(problem)))

    def _progress(self, path: bytes) -> None:
        self.done += 1
        self.job.report(Progress(self.done, self.total, path.decode("utf-8", "replace")))
