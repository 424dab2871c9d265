"""What happens to one decoded file after another: known, moved, copied, failed, or encoded and stored.

While the model works on one batch, the batch before it is stored and the next one gathered: on two cores one would
otherwise stand idle for as long as storing takes (1.3 ms of a picture's 40 of the processor).
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from orrery.domain.arrays import Vectors
from orrery.domain.item import Failure, FileStamp, ItemState, OutcomeKind
from orrery.domain.modality import Kind
from orrery.domain.space import VectorSpace
from orrery.errors import DamagedFile, FileProblem, UnsupportedKind, UnusableVector
from orrery.library.library import Library
from orrery.library.rows import Embedded, KnownContent
from orrery.media.decode import Decoded, DecodeRequest
from orrery.media.pool import Undecoded
from orrery.media.signature import WORDS, promised_kind
from orrery.workflows.backgrounds import keep_figures
from orrery.workflows.batching import Batches, Prepared, encode, prepare
from orrery.workflows.engine import Engine
from orrery.workflows.job import JobContext, Progress
from orrery.workflows.survey import Survey, is_below

_Found: TypeAlias = Mapping[VectorSpace, Vectors]
"""What the model made of one file."""

_ARTICLE = {kind: f"a {WORDS[kind]}" for kind in Kind}


@dataclass(slots=True)
class IngestReport:
    """What became of the files.

    added + updated + unchanged + moved + failed + skipped are the files seen; vanished ones were not seen.

    Attributes:
        problems: every file that failed, in this run or unchanged since an earlier one.
        seconds: from the first look to the last store.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    moved: int = 0
    vanished: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    problems: tuple[Failure, ...] = ()


def model_thread() -> Executor:
    """The thread in which an Intake has its batches encoded; close it after the Intake."""
    return ThreadPoolExecutor(1, thread_name_prefix="model")


@dataclass(slots=True)
class Intake:
    """One run of `ingest`: what is known, what waits for the model, what was counted.

    Attributes:
        thread: of model_thread().
        in_work: the batch that it works on, and what will come of it.
    """

    engine: Engine
    library: Library
    found: Survey
    job: JobContext
    thread: Executor
    report: IngestReport = field(default_factory=IngestReport)
    batches: Batches = field(default_factory=Batches)
    in_work: "tuple[Sequence[Prepared], Future[list[_Found]]] | None" = None
    second_look: list[FileStamp] = field(default_factory=list)
    failed_paths: set[bytes] = field(default_factory=set)
    moved_from: dict[bytes, int] = field(default_factory=dict)
    known_roots: list[bytes] = field(default_factory=list)
    root_of: dict[bytes, bytes] = field(default_factory=dict)
    done: int = 0
    version_before: int = field(init=False)

    def __post_init__(self) -> None:
        self.version_before = self.library.vectors.version()

    def settle(self, roots: Sequence[bytes]) -> None:
        """Write down what needs no reading."""
        settled = self.found.settled
        self.report.unchanged = settled[OutcomeKind.EMBEDDED]
        self.report.failed = settled[OutcomeKind.FAILED]
        self.report.skipped = settled[OutcomeKind.SKIPPED]
        self.failed_paths |= set(self.found.settled_failures)
        self._add_roots(roots)
        self.library.items.mark(self.found.restored, ItemState.PRESENT)
        for entry in self.found.unwalkable:
            self._fail(FileStamp(entry.path, 0, 0), entry.problem, kind=None)

    def _add_roots(self, places: Sequence[bytes]) -> None:
        """Folders become roots unless they lie in one; a file given by name belongs to the root it lies in, if any."""
        self.known_roots = [root.path for root in self.library.roots.all()]
        for place in places:
            above = [root for root in self.known_roots if is_below(place, root)]
            if not above and os.path.isdir(place):  # noqa: PTH112  (a path in bytes)
                self.library.roots.add(place, watched=True if self.engine.settings.watch_folders else None)
                self.known_roots.append(place)
                above = [place]
            if above:
                self.root_of[place] = min(above, key=len)

    def open_model(self) -> None:
        """Open the tower for the first file while the decoders start: some 0.25 s each that would follow one another.

        Only a guess by its name: the towers for other kinds open with their first batch, as does one that failed here.
        """
        sizes = self.found.known_sizes
        first = next((stamp for stamp in self.found.to_read if stamp.size not in sizes), None)
        kind = promised_kind(first.path) if first is not None else None
        if kind is not None and self.engine.encoder.reads(kind):
            self.thread.submit(self.engine.encoder.device, kind)

    def requests(self) -> Iterator[DecodeRequest]:
        """What to read first; a file as large as a known content is only hashed: it may be a copy, or have moved."""
        sizes = self.found.known_sizes
        for stamp in self.found.to_read:
            yield DecodeRequest(stamp, self.engine.encoder.inputs, hash_only=stamp.size in sizes)

    def second_requests(self) -> Iterator[DecodeRequest]:
        """The hashed ones that turned out to be new."""
        for stamp in self.second_look:
            yield DecodeRequest(stamp, self.engine.encoder.inputs)

    def take(self, decoded: Decoded | Undecoded) -> None:
        """Deal with one file as it comes from the decoders.

        Raises:
            JobCancelled: the job was stopped; waits here while it is paused.
        """
        self.job.check()
        if isinstance(decoded, Undecoded):
            self._fail(decoded.stamp, decoded.problem, decoded.kind)
        else:
            self._accept(decoded)

    def finish(self) -> IngestReport:
        """Store what still waits and mark what is gone.

        Raises:
            JobCancelled: the job was stopped; what was stored before stays.
        """
        for kind in Kind:
            self.job.check()
            self._encode(self.batches.take(kind))
        self.job.check()
        self._store_what_is_in_work()
        gone = [item for item in self.found.gone if item not in self.moved_from.values()]
        self.library.items.mark(gone, ItemState.VANISHED)
        self.report.vanished = len(gone)
        failures = self.library.outcomes.failures(self.engine.space, (OutcomeKind.FAILED,))
        self.report.problems = tuple(failure for failure in failures if failure.path in self.failed_paths)
        if self.library.vectors.version() != self.version_before:
            keep_figures(self.engine, self.library)
        return self.report

    def _accept(self, decoded: Decoded) -> None:
        if not self.engine.encoder.reads(decoded.kind):
            what = f"{_ARTICLE[decoded.kind]}, and the model “{self.engine.encoder.pack.name}” reads none"
            self._fail(decoded.stamp, UnsupportedKind(what=what), decoded.kind)
            return
        if self.batches.holds(decoded) or self._is_in_work(decoded):
            self._encode(self.batches.take(decoded.kind))
            self._store_what_is_in_work()
        content = self.library.contents.by_hash(decoded.sha256)
        if content is not None and self.engine.space.id in content.spaces:
            self._attach(decoded, content)
        elif _was_only_hashed(decoded):
            self.second_look.append(decoded.stamp)
        else:
            self._gather(decoded, content)

    def _attach(self, decoded: Decoded, content: KnownContent) -> None:
        known = self.found.known.get(decoded.stamp.path)
        moved_from = self._moved_from(decoded.stamp, content)
        self.library.attach(decoded.stamp, self._root(decoded.stamp), content.id, moved_from=moved_from)
        if moved_from is not None:
            self.report.moved += 1
        elif known is None:
            self.report.added += 1
        elif known.content == content.id:
            self.report.unchanged += 1
        else:
            self.report.updated += 1
        self._progress(decoded.stamp)

    def _gather(self, decoded: Decoded, content: KnownContent | None) -> None:
        try:
            prepared = prepare(decoded, self.engine.encoder)
        except FileProblem as problem:
            self._fail(decoded.stamp, problem, decoded.kind)
            return
        if content is not None and (moved_from := self._moved_from(decoded.stamp, content)) is not None:
            self.moved_from[decoded.stamp.path] = moved_from
        self._encode(self.batches.add(prepared))

    def _is_in_work(self, decoded: Decoded) -> bool:
        return self.in_work is not None and any(it.decoded.sha256 == decoded.sha256 for it in self.in_work[0])

    def _encode(self, batch: Sequence[Prepared]) -> None:
        """Give a batch to the model; the one before it is stored meanwhile."""
        if not batch:
            return
        batch_before, found = self._taken_from_work()
        self.in_work = batch, self.thread.submit(lambda: list(encode(batch, self.engine.encoder)))
        self._store(batch_before, found)

    def _store_what_is_in_work(self) -> None:
        self._store(*self._taken_from_work())

    def _taken_from_work(self) -> tuple[Sequence[Prepared], Sequence[_Found] | None]:
        """Wait for the model; None for what it made of a batch in which one file is of no use to it."""
        if self.in_work is None:
            return (), ()
        (batch, future), self.in_work = self.in_work, None
        try:
            return batch, future.result()
        except UnusableVector:
            return batch, None

    def _store(self, batch: Sequence[Prepared], encoded: Sequence[_Found] | None) -> None:
        if not batch:
            return
        if encoded is None:
            self._store_one_by_one(batch)
            return
        self.library.store([self._embedded(entry, vectors) for entry, vectors in zip(batch, encoded, strict=True)])
        for entry in batch:
            decoded = entry.decoded
            if decoded.preview:
                self.engine.previews.put(decoded.sha256, decoded.preview)
            self._count_stored(decoded.stamp)
            self._progress(decoded.stamp)
        self.job.publish(replace(self.report))  # a copy: the window reads it in another thread

    def _store_one_by_one(self, batch: Sequence[Prepared]) -> None:
        for entry in batch:
            decoded = entry.decoded
            try:
                self._store([entry], list(encode([entry], self.engine.encoder)))
            except UnusableVector:
                nothing = DamagedFile(kind=WORDS[decoded.kind], reason="the model finds nothing in it to go by")
                self._fail(decoded.stamp, nothing, decoded.kind)

    def _embedded(self, entry: Prepared, vectors: _Found) -> Embedded:
        decoded = entry.decoded
        return Embedded(
            stamp=decoded.stamp,
            root=self._root(decoded.stamp),
            kind=decoded.kind,
            sha256=decoded.sha256,
            parts=entry.parts,
            vectors=vectors,
            facts=decoded.facts,
            moved_from=self.moved_from.get(decoded.stamp.path),
        )

    def _count_stored(self, stamp: FileStamp) -> None:
        if stamp.path in self.moved_from:
            self.report.moved += 1
        elif stamp.path in self.found.known:
            self.report.updated += 1
        else:
            self.report.added += 1

    def _fail(self, stamp: FileStamp, problem: FileProblem, kind: Kind | None) -> None:
        is_skipped = isinstance(problem, UnsupportedKind)
        self.library.fail(stamp, self._root(stamp), problem, [self.engine.space], kind)
        if is_skipped:
            self.report.skipped += 1
        else:
            self.report.failed += 1
            self.failed_paths.add(stamp.path)
        self._progress(stamp)

    def _moved_from(self, stamp: FileStamp, content: KnownContent) -> int | None:
        """The item whose file this was: same content, its path gone, under a root that can be reached."""
        if stamp.path in self.found.known:
            return None
        for item in self.library.items.of_content(content.id):
            is_gone = not os.path.lexists(item.path) and self._is_reachable(item.path)
            if is_gone and item.id not in self.moved_from.values():
                self.moved_from[stamp.path] = item.id
                return item.id
        return None

    def _is_reachable(self, path: bytes) -> bool:
        """Whether a file that is not there would be, were it not gone: its drive is not unplugged."""
        roots = [root for root in self.known_roots if is_below(path, root)]
        return any(os.path.lexists(root) for root in roots or [os.path.dirname(path)])  # noqa: PTH120

    def _root(self, stamp: FileStamp) -> bytes | None:
        return self.root_of.get(self.found.roots.get(stamp.path, stamp.path))

    def _progress(self, stamp: FileStamp) -> None:
        self.done += 1
        self.job.report(Progress(self.done, len(self.found.to_read), stamp.path.decode("utf-8", "replace")))


def _was_only_hashed(decoded: Decoded) -> bool:
    return decoded.pixels is None and decoded.windows is None and decoded.text is None
