"""Models on this machine: listed, downloaded, taken in from a folder or archive, verified, removed, made the default.

    catalogue ─ download ─▶ ┐
                            ├─▶ draft ─ verify ─ self-test ─ words measured ─▶ packs/ID, whole or not at all
    folder or archive ────▶ ┘

Libraries are never touched here: what a removed model has embedded stays, and is searchable again once it is back.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from orrery import paths
from orrery.domain.modality import Kind
from orrery.encoding.catalogue import Entry, HubFile, entry_called, read_catalogue
from orrery.encoding.download import Fetched, fetch
from orrery.encoding.drafting import draft_manifest
from orrery.encoding.joined import open_encoder
from orrery.encoding.manifest import MANIFEST, Pack
from orrery.encoding.pace import Pace
from orrery.encoding.pack import load_pack, self_test
from orrery.encoding.parcel import Parcel, opened, refuse_pickles, take
from orrery.encoding.parsing import read_manifest
from orrery.encoding.providers import Device
from orrery.errors import LicenceNotAccepted, ModelProblem, PackMissing, PackNotTaken
from orrery.settings import load_settings, save_settings
from orrery.workflows.job import JobContext, Progress
from orrery.workflows.pacing import find_pace
from orrery.workflows.packs_figures import is_fitted
from orrery.workflows.packs_words import measure_words

STARTER = "starter"
_LEFT_S = 86_400.0
"""A folder that was begun and not touched for so long belongs to nobody any more."""


class ModelState(StrEnum):
    """Whether a model can be used."""

    READY = "ready"
    NOT_HERE = "not here"
    HALF = "half downloaded"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is here, or could be.

    Attributes:
        id: of the pack.
        name: for the eye.
        state: whether it can be used.
        is_default: new libraries are made with it.
        entry: of the catalogue; None for the starter and for packs from elsewhere.
        pack: None unless it is here and whole.
        size: bytes on this machine, or of the download, about.
        problem: what is wrong with it; empty unless it is damaged.
    """

    id: str
    name: str
    state: ModelState
    is_default: bool
    entry: Entry | None
    pack: Pack | None
    size: int
    problem: str = ""

    @property
    def is_fitted(self) -> bool:
        """Whether its scores were fitted on known matches when it was made; estimated otherwise."""
        return self.pack is not None and is_fitted(self.pack)


def list_models() -> tuple[Model, ...]:
    """The starter, what was added, then what the catalogue offers; nothing is opened and no network used."""
    entries = {entry.id: entry for entry in read_catalogue(paths.catalogue())}
    default = default_model()
    here = [_here(name, folder, entries.get(name), default) for name, folder in pack_folders().items()]
    known = {model.id for model in here}
    rest = [_offered(entry, default) for entry in entries.values() if entry.id not in known]
    return (*here, *rest)


def pack_folders() -> dict[str, Path]:
    """Id → folder of every model on this machine, the starter first."""
    added = sorted(paths.packs().iterdir()) if paths.packs().is_dir() else []
    mine = {folder.name: folder for folder in added if folder.is_dir() and not folder.name.startswith(".")}
    return {STARTER: paths.starter_pack()} | {name: folder for name, folder in mine.items() if name != STARTER}


def default_model() -> str:
    """The model that new libraries are made with."""
    return load_settings(paths.settings_file()).model


def set_default(name: str) -> None:
    """Make new libraries with a model from now on; existing libraries keep theirs.

    Raises:
        PackMissing: it is not on this machine.
        PackDamaged: its manifest cannot be read.
    """
    read_manifest(folder_of(name))
    file = paths.settings_file()
    save_settings(replace(load_settings(file), model=name), file)


def folder_of(name: str) -> Path:
    """The folder of a model that is here.

    Raises:
        PackMissing: it is not.
    """
    folders = pack_folders()
    if name not in folders:
        raise PackMissing(pack=name, available=", ".join(folders))
    return folders[name]


def download_model(name: str, job: JobContext | None = None, *, accept_licence: bool = False) -> Pack:
    """Download a model of the catalogue and make it ready.

    Args:
        name: id in the catalogue.
        job: to stop and to tell of progress, in bytes.
        accept_licence: the explicit yes to a licence for research only.

    Raises:
        PackMissing: the catalogue has none of that id.
        LicenceNotAccepted: it is for research only and nobody said yes.
        DownloadFailed, NoRoomForModel: with a way on; half a download is kept for the next time.
        PackDamaged: what came does not work.
        JobCancelled: the job was stopped; half a download is kept for the next time.
    """
    job = job or JobContext()
    entry = entry_called(read_catalogue(paths.catalogue()), name)
    if entry.is_research_only and not accept_licence:
        raise LicenceNotAccepted(model=entry.name, licence=entry.licence, source=entry.source)
    waiting = paths.downloads() / entry.id

    def report(done: int, total: int, file: str) -> None:
        job.report(Progress(done, total, file))

    fetched = fetch(entry, waiting, job.check, report)
    with making(entry.id) as folder:
        _gather(fetched, folder)
        draft_manifest(entry, folder, fetched.commits)
        prepare(folder, job)
        pack = put_in_place(folder, entry.id)
    shutil.rmtree(waiting, ignore_errors=True)
    return pack


def add_model(source: Path, job: JobContext | None = None) -> Pack:
    """Take a model in from a folder or archive: a pack, or the files of a model of the catalogue.

    Args:
        source: folder, .zip or .tar.*; it is only read.
        job: to stop and to tell of progress.

    Raises:
        PackNotTaken: it is neither, is damaged, or holds what a model must not.
        PackDamaged: its files are not what its manifest says, or it fails its self-test.
        JobCancelled: the job was stopped; nothing was added.
    """
    job = job or JobContext()
    with opened(source) as parcel:
        if MANIFEST in parcel.sizes:
            return _add_pack(parcel, job)
        entry = _entry_of(parcel)
        with making(entry.id) as folder:
            names = _where(entry, parcel)
            for file in entry.files:
                job.check()
                job.report(Progress(0, None, file.name))
                size = parcel.sizes[names[file.name]]
                take(parcel, names[file.name], folder / file.name, size, job.check)
            draft_manifest(entry, folder, {})
            _require_known(entry, folder, source)
            prepare(folder, job)
            return put_in_place(folder, entry.id)


def remove_model(name: str) -> Path:
    """Delete a model's files from this machine; libraries keep what it embedded.

    Returns:
        The folder that is gone.

    Raises:
        PackMissing: it is not here.
        ModelProblem: it is the starter, which ships with Orrery, or a part of another model.
    """
    if name == STARTER:
        raise ModelProblem(sentence="The starter ships with Orrery and stays.")
    folder = folder_of(name)
    whole = next((other for other in pack_folders() if name in _parts_of(other)), None)
    if whole is not None:
        raise ModelProblem(sentence=f"“{name}” is a part of “{whole}”. Remove that one first.")
    if default_model() == name:
        set_default(STARTER)
    gone = folder.with_name(f".gone-{folder.name}-{os.getpid()}")
    folder.rename(gone)  # at once, so that a stop midway leaves no half model behind
    shutil.rmtree(gone, ignore_errors=True)
    shutil.rmtree(paths.downloads() / name, ignore_errors=True)
    return folder


@dataclass(frozen=True, slots=True)
class Tower:
    """How one tower of a model works on this machine.

    Attributes:
        kind: that it reads.
        device: what it runs on, and why.
        pace: how many inputs at once are best, and how many a second that makes.
    """

    kind: Kind
    device: Device
    pace: Pace


def verify_model(name: str, job: JobContext | None = None) -> tuple[Tower, ...]:
    """Hash all files of a model, run its self-test and measure its towers, whatever was found before.

    Raises:
        PackMissing: it is not here.
        PackDamaged: a file is missing or changed, or the model does not do what it did.
        JobCancelled: the job was stopped.
    """
    job = job or JobContext()
    job.report(Progress(0, None, name))
    pack = load_pack(folder_of(name))
    encoder = open_encoder(pack, threads=load_settings(paths.settings_file()).threads or None)
    self_test(pack, encoder)
    return tuple(Tower(kind, encoder.device(kind), pace) for kind, pace in find_pace(encoder, job).items())


# ---- inside


def _here(name: str, folder: Path, entry: Entry | None, default: str) -> Model:
    size = sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())
    try:
        pack = read_manifest(folder)
        for file in pack.files.values():
            if not pack.path(file.name).is_file() or pack.path(file.name).stat().st_size != file.size:
                raise ModelProblem(sentence=f"“{file.name}” is missing or cut short.")
    except ModelProblem as problem:
        shown = entry.name if entry else name
        return Model(name, shown, ModelState.DAMAGED, name == default, entry, None, size, str(problem))
    return Model(name, pack.name, ModelState.READY, name == default, entry, pack, size)


def _parts_of(name: str) -> tuple[str, ...]:
    """Ids of the models that one is joined of; none where it is damaged and cannot be used anyway."""
    try:
        joined = read_manifest(folder_of(name)).joined
    except ModelProblem:
        return ()
    return tuple(part.id for part in joined.packs) if joined else ()


def _offered(entry: Entry, default: str) -> Model:
    waiting = paths.downloads() / entry.id
    is_begun = waiting.is_dir() and any(waiting.iterdir())
    state = ModelState.HALF if is_begun else ModelState.NOT_HERE
    return Model(entry.id, entry.name, state, entry.id == default, entry, None, entry.download_bytes)


def _gather(fetched: Fetched, folder: Path) -> None:
    """Take over what was downloaded; it stays where it is until the pack works, so that nothing is fetched twice."""
    for name, path in fetched.files.items():
        try:
            (folder / name).hardlink_to(path)
        except OSError:  # not every file system knows two names for one file
            shutil.copyfile(path, folder / name)


def _add_pack(parcel: Parcel, job: JobContext) -> Pack:
    """A pack with a manifest of its own: exactly the files that it lists, each of the size that it says."""
    most = 4 << 20
    with making("pack") as folder:
        take(parcel, MANIFEST, folder / MANIFEST, most, job.check)
        pack = read_manifest(folder)
        if pack.id == STARTER:
            reason = "its id is “starter”, which is the name of the model that ships with Orrery"
            raise PackNotTaken(path=parcel.path, reason=reason)
        for file in pack.files.values():
            refuse_pickles(parcel.path, file.name)
            job.check()
            job.report(Progress(0, None, file.name))
            take(parcel, file.name, folder / file.name, file.size, job.check)
        prepare(folder, job)
        return put_in_place(folder, pack.id)


def _entry_of(parcel: Parcel) -> Entry:
    """The model of the catalogue whose files these are."""
    entries = read_catalogue(paths.catalogue())
    fitting = [entry for entry in entries if set(_where(entry, parcel)) == {file.name for file in entry.files}]
    if fitting:
        return max(fitting, key=lambda entry: len(entry.files))
    reason = "there is no manifest.toml in it, and the files of no model that Orrery knows"
    raise PackNotTaken(path=parcel.path, reason=reason)


def _where(entry: Entry, parcel: Parcel) -> Mapping[str, str]:
    """Name in the pack → name in the parcel, for files of an entry that are there in the right size."""
    found = {}
    for file in entry.files:
        places = [place for place in (file.path, file.name) if place in parcel.sizes]
        if places and _may_be(file, parcel.sizes[places[0]]):
            found[file.name] = places[0]
    return found


def _may_be(file: HubFile, size: int) -> bool:
    return size == file.size if file.size is not None else 0.7 < size / file.about < 1.4


def _require_known(entry: Entry, folder: Path, source: Path) -> None:
    """Where the catalogue knows a hash, the file has to have it."""
    listed = read_manifest(folder).files
    for file in entry.files:
        if file.sha256 and listed[file.name].sha256 != file.sha256:
            reason = f"“{file.name}” is not the file of {entry.name} that this Orrery knows (its SHA-256 differs)"
            raise PackNotTaken(path=source, reason=reason)


def prepare(folder: Path, job: JobContext) -> None:
    """Check that the model works, and measure its words where nobody has measured anything."""
    job.check()
    job.report(Progress(0, None, MANIFEST))
    pack = load_pack(folder)
    encoder = open_encoder(pack)
    self_test(pack, encoder)
    if pack.text is not None and not _is_measured(pack):
        measure_words(encoder, folder, job)
        load_pack(folder)


def _is_measured(pack: Pack) -> bool:
    figures = pack.calibration
    return bool(figures.means or figures.concepts or figures.references or figures.background or figures.platt)


@contextmanager
def making(name: str) -> Iterator[Path]:
    """A folder beside the packs, on their file system, that is gone when the block ends unless it was moved."""
    paths.packs().mkdir(parents=True, exist_ok=True)
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f".new-{name}-", dir=paths.packs()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Remove what a process that was killed left half made."""
    for left in (*paths.packs().glob(".new-*"), *paths.packs().glob(".gone-*")):
        if time.time() - left.stat().st_mtime > _LEFT_S:
            shutil.rmtree(left, ignore_errors=True)


def put_in_place(folder: Path, name: str) -> Pack:
    """Let the folder be the pack of that name: whole or not at all."""
    place = paths.packs() / name
    old = place.with_name(f".gone-{name}-{os.getpid()}")
    if place.exists():
        place.rename(old)
    folder.chmod(0o755)  # mkdtemp's folders are for their maker alone
    folder.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    return load_pack(place, cache=paths.home() / "checked-packs.json")
