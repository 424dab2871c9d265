"""Change the model of a library: embed everything anew beside what there is, then put the new space in use.

    items ─ not yet in the space ─▶ decoder processes ─▶ encoder ─▶ library ─ complete ─▶ in use

The old space answers until the new one is complete. Every batch is one transaction: a stop or a crash loses at most the
batch in hand, and the same call goes on from there. What was in use before stays and can be put back at any time.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from orrery.domain.item import FileStamp, Item
from orrery.encoding.parsing import read_manifest
from orrery.errors import ModelProblem, PackMissing, PackUnavailable
from orrery.library.library import Library
from orrery.library.rows import KnownSpace
from orrery.media.pool import DecoderPool
from orrery.workflows.engine import Engine
from orrery.workflows.indexing import keep_only
from orrery.workflows.intake import IngestReport, Intake, model_thread
from orrery.workflows.job import JobContext
from orrery.workflows.pacing import pace_for
from orrery.workflows.packs import folder_of
from orrery.workflows.survey import Survey


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of the model came to.

    Attributes:
        model: id of the model that is in use now.
        space: id of its space.
        report: what became of the files.
        away: items that could not be reached; they are embedded when they are found again.
    """

    model: str
    space: str
    report: IngestReport
    away: int


@dataclass(frozen=True, slots=True)
class SpaceFigures:
    """One space of a library.

    Attributes:
        known: as the library tells it.
        is_in_use: searches are answered from it.
        is_half: it is being made, or was begun and stopped.
        is_here: its model, in that very version, is on this machine.
        share: contents embedded of all, in [0, 1].
    """

    known: KnownSpace
    is_in_use: bool
    is_half: bool
    is_here: bool
    share: float


class _Remaining(Survey):
    """Items whose files are known to be what they were: none has to be hashed before it is read."""

    @property
    def known_sizes(self) -> frozenset[int]:
        return frozenset()


def change_model(candidate: Engine, job: JobContext | None = None) -> Changed:
    """Embed all items with another model, then put it in use.

    Args:
        candidate: the library with the new model.
        job: to stop, to pause and to tell of progress.

    Raises:
        LibraryProblem: the library cannot be written; what was stored before stays.
        JobCancelled: the job was stopped; what was stored stays, the old space is in use.
    """
    job = job or JobContext()
    pack = candidate.encoder.pack
    with candidate.library(write=True) as library:
        library.spaces.want(candidate.space, pack.id)
        found, away = _remaining(candidate, library)
        pace_for(candidate.encoder, len(found.to_read), job)
        with model_thread() as thread, DecoderPool(processes=candidate.decoder_processes) as pool:
            intake = Intake(candidate, library, found, job, thread)
            intake.open_model()
            for decoded in pool.decode(intake.requests()):
                intake.take(decoded)
            report = intake.finish()
        job.check()
        library.spaces.put_in_use(candidate.space, pack.id)
    return Changed(pack.id, candidate.space.id, report, away)


def put_back(library_path: Path) -> KnownSpace:
    """Put the space that was in use before back in use, at once.

    Raises:
        ModelProblem: there is none, or it was made by another version of its model than the one that is here.
        PackUnavailable: its model is not on this machine.
    """
    with Library.open(library_path, write=True) as library:
        before = library.spaces.before()
        if before is None or before.pack is None:
            raise ModelProblem(sentence="The library has had one model only: there is nothing to go back to.")
        _require_here(before)
        library.spaces.put_in_use(before.space, before.pack)
        return before


def list_spaces(library_path: Path) -> tuple[SpaceFigures, ...]:
    """All spaces of a library, the one used last first."""
    with Library.open(library_path) as library:
        known, used = library.spaces.known(), library.spaces.in_use()
        total = sum(library.counts().items.values())
    return tuple(
        SpaceFigures(
            space,
            is_in_use=used is not None and space.space == used.space,
            is_half=space.wanted_s is not None,
            is_here=_is_here(space),
            share=min(space.contents / total, 1.0) if total else 0.0,
        )
        for space in known
    )


def drop_space(library_path: Path, name: str) -> int:
    """Delete a space with its vectors and maps, and give its room back to the disk; a change to it is left off so.

    Args:
        library_path: the library.
        name: id of the space, or of its model where that has one only.

    Returns:
        Bytes that the library file is smaller.

    Raises:
        ModelProblem: there is no such space, or it is the one in use.
        DiskFull: the space is gone, but there is no room to rewrite the file; the library uses the room itself.
    """
    with Library.open(library_path, write=True) as library:
        fitting = [known for known in library.spaces.known() if name in (known.space.id, known.pack)]
        if len(fitting) != 1:
            there = ", ".join(known.space.id for known in library.spaces.known()) or "none"
            raise ModelProblem(sentence=f"The library has no single space called “{name}”. There are: {there}.")
        used = library.spaces.in_use()
        if used is not None and used.space == fitting[0].space:
            sentence = f"“{name}” is the space in use. Change the model first, then it can be deleted."
            raise ModelProblem(sentence=sentence)
        library.spaces.remove(fitting[0].space)
        keep_only(library.path, library.spaces.all())
        return library.compact()


def _remaining(candidate: Engine, library: Library) -> tuple[Survey, int]:
    """What is still to be embedded, one item a content, and how many items cannot be reached now."""
    known = library.items.known(candidate.space)
    to_read, seen, away = list[FileStamp](), set[int](), 0
    for item in library.items.all():
        if known[item.path].outcome is not None or item.content in seen:
            continue
        if not _is_as_it_was(item):
            away += 1
            continue
        to_read.append(FileStamp(item.path, item.size, item.mtime_ns))
        if item.content is not None and item.kind is not None and candidate.encoder.reads(item.kind):
            seen.add(item.content)
    return _Remaining(known=known, to_read=to_read), away


def _is_as_it_was(item: Item) -> bool:
    """Whether the file is there and unchanged; a changed one is looked at when its folder is."""
    try:
        status = os.stat(item.path)  # noqa: PTH116  (a path in bytes)
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (item.size, item.mtime_ns)


def _require_here(space: KnownSpace) -> None:
    assert space.pack is not None
    try:
        here = read_manifest(folder_of(space.pack)).space
    except PackMissing as problem:
        raise PackUnavailable(model=space.pack) from problem
    if here != space.space:
        sentence = (
            f"The version of “{space.pack}” that made {space.space.id} is not on this machine any more (here is "
            f"{here.id}). “orrery models use {space.pack}” embeds the library with the one that is."
        )
        raise ModelProblem(sentence=sentence)


def _is_here(space: KnownSpace) -> bool:
    try:
        return space.pack is not None and read_manifest(folder_of(space.pack)).space == space.space
    except ModelProblem:
        return False
