"""Models for the window: what there is, getting them, trying them, changing the one that the library uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from orrery.domain.modality import Kind
from orrery.encoding.manifest import Joined
from orrery.encoding.pace import Pace
from orrery.encoding.providers import Device, device
from orrery.viewmodels.devices import device_name, device_reason
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import Desk, desk_of
from orrery.viewmodels.runner import JobHandle
from orrery.viewmodels.wording import duration, file_size, grouped, language_name
from orrery.workflows.changing import Changed, SpaceFigures, change_model, drop_space, list_spaces, put_back
from orrery.workflows.engine import Engine
from orrery.workflows.job import JobContext, Progress
from orrery.workflows.joining import join_models, joined_id
from orrery.workflows.pacing import known_pace
from orrery.workflows.packs import Model, ModelState, add_model, download_model, list_models, remove_model
from orrery.workflows.trial import Trial, try_model

OpenEngine = Callable[[str], Engine]


@dataclass(frozen=True, slots=True)
class _Listed:
    """What there was when it was looked at last; what models run on and how fast each is, where that is known."""

    models: tuple[Model, ...]
    spaces: tuple[SpaceFigures, ...]
    device: Device | None = None
    paces: Mapping[str, Mapping[Kind, Pace]] = field(default_factory=dict)


class ModelShelf(QObject):
    """The models and the spaces of one library, and what can be done with them.

    Signals:
        changed(): models or spaces differ, or were listed for the first time.
        tried(Trial): a trial has ended.
        switched(): the library uses another model now; its window has to be opened anew.
    """

    changed = Signal()
    tried = Signal(object)
    switched = Signal()

    def __init__(self, explorer: Explorer, open_engine: OpenEngine, parent: QObject | None = None) -> None:
        """Begin with nothing listed.

        Args:
            explorer: runs the jobs, on its library.
            open_engine: makes an engine on that library with the model of that id.
            parent: Qt's.
        """
        super().__init__(parent)
        self._explorer = explorer
        self._open = open_engine
        self._listed = _Listed((), ())
        explorer.library_changed.connect(self.refresh)

    @property
    def desk(self) -> Desk:
        """Where examples get their pictures from, and are played."""
        return desk_of(self._explorer)

    @property
    def models(self) -> tuple[Model, ...]:
        """The models that are here, and those that could be."""
        return self._listed.models

    @property
    def spaces(self) -> tuple[SpaceFigures, ...]:
        """What the library holds."""
        return self._listed.spaces

    @property
    def in_use(self) -> str:
        """Id of the model that the window works with."""
        return self._explorer.engine.encoder.pack.id

    @property
    def before(self) -> str:
        """Id of the model that can be gone back to; empty for none."""
        used = [space for space in self.spaces if space.known.used_s is not None and not space.is_in_use]
        return (used[0].known.pack or "") if used and used[0].is_here else ""

    def space_of(self, model: str) -> SpaceFigures | None:
        """What the library holds of a model."""
        return next((space for space in self.spaces if space.known.pack == model), None)

    def refresh(self) -> None:
        """List everything again."""
        engine = self._explorer.engine

        def look() -> _Listed:
            found, threads = list_models(), engine.encoder.threads
            paces = {model.id: known_pace(model.pack, threads) for model in found if model.pack is not None}
            return _Listed(found, list_spaces(engine.library_path), device(), paces)

        self._explorer.runner.look("models", look, self._take, self._explorer.tell)

    # ---- doing

    def download(self, model: Model, *, accept_licence: bool = False) -> None:
        """Get a model from the hub: the one thing that opens a network connection."""
        name = self.tr("Downloading {name}").format(name=model.name)
        job = self._run(name, lambda job: download_model(model.id, _Megabytes(job), accept_licence=accept_licence))
        self._explorer.went_online.emit(job.id)

    def add(self, source: Path) -> None:
        """Take a model in from a folder or archive."""
        self._run(self.tr("Adding the model in {name}").format(name=source.name), lambda job: add_model(source, job))

    def pairs(self, model: Model) -> list[tuple[Model, Model]]:
        """What a model can be joined with: each time the one that reads pictures, and the one that reads sounds."""
        taken = {known.id for known in self.models}
        here = [known for known in self.models if _is_joinable(known)]
        found = [
            (one, other) for one in here for other in here if one.id != other.id and model.id in (one.id, other.id)
        ]
        return [
            (image, sound)
            for image, sound in found
            if _reads(image, Kind.IMAGE) and _reads(sound, Kind.SOUND) and joined_id(image.id, sound.id) not in taken
        ]

    def join(self, image: Model, sound: Model) -> str:
        """Make one model of two, through the words that both understand; gives the id that it will have."""
        name = self.tr("Joining {image} and {sound}").format(image=image.name, sound=sound.name)
        library = self._explorer.engine.library_path
        self._run(name, lambda job: join_models(image.id, sound.id, job, library=library))
        return joined_id(image.id, sound.id)

    def remove(self, model: Model) -> None:
        """Delete a model from this machine; the library keeps what it embedded."""
        self._run(self.tr("Removing {name}").format(name=model.name), lambda _: remove_model(model.id))

    def try_out(self, model: Model) -> None:
        """Try a model on a part of the library."""
        explorer = self._explorer

        def work(job: JobContext) -> Trial:
            return try_model(explorer.engine, self._open(model.id), job)

        explorer.run(self.tr("Trying {name}").format(name=model.name), work, self.tried.emit)

    def use(self, model: Model) -> None:
        """Embed the library with a model in the background, then use it."""
        name = self.tr("Embedding everything with {name}").format(name=model.name)

        def again(_: Exception | None) -> None:
            self.refresh()

        self._explorer.run(name, lambda job: change_model(self._open(model.id), job), self._changed, again)

    def back(self) -> None:
        """Use the model before again."""
        library = self._explorer.engine.library_path
        self._explorer.run(self.tr("Going back"), lambda _: put_back(library), lambda _: self.switched.emit())

    def drop(self, space: SpaceFigures) -> None:
        """Delete what the library holds of a model that is not in use."""
        library, name = self._explorer.engine.library_path, space.known.space.id
        self._run(self.tr("Deleting {name}").format(name=name), lambda _: drop_space(library, name))

    # ---- in words

    def state_told(self, model: Model) -> str:
        """A few words on a model, for the list."""
        if model.id == self.in_use:
            return self.tr("in use")
        words = {
            ModelState.READY: self.tr("on this machine"),
            ModelState.NOT_HERE: self.tr("{size} to download").format(size=file_size(model.size)),
            ModelState.HALF: self.tr("half downloaded"),
            ModelState.DAMAGED: self.tr("damaged"),
        }
        return words[model.state]

    def facts(self, model: Model) -> list[tuple[str, str]]:
        """What is known of a model, each with its name."""
        entry, pack = model.entry, model.pack
        languages = pack.languages if pack else entry.languages if entry else ()
        spoken = (
            ", ".join(map(language_name, languages))
            if len(languages) <= 6
            else self.tr("{count} languages").format(count=len(languages))
        )
        kinds = self._kinds(model)
        dim = pack.space.dim if pack else entry.dim if entry else 0
        told = [
            (self.tr("Reads"), ", ".join(kinds)),
            (self.tr("Languages"), spoken),
            (self.tr("Space"), self.tr("{dim} dimensions").format(dim=dim)),
            (self.tr("Size"), file_size(model.size)),
            (self.tr("Licence"), self._licence(model)),
        ]
        if entry is not None:
            told.insert(4, (self.tr("Memory"), self.tr("about {size}").format(size=file_size(entry.memory_mb * 10**6))))
            told.insert(5, (self.tr("Speed"), self._speed(entry.speed)))
        if self._listed.paces.get(model.id):
            told.append((self.tr("On this machine"), self._pace(self._listed.paces[model.id])))
        space = self.space_of(model.id)
        if space is not None:
            held = self.tr("{share} of it, {size}")
            told.append(
                (self.tr("This library"), held.format(share=f"{space.share:.0%}", size=file_size(space.known.bytes)))
            )
        if pack is not None:
            estimated = self.tr("estimated on this machine, not fitted on known matches")
            scores = self.tr("fitted on known matches") if model.is_fitted else estimated
            told.append((self.tr("Scores"), scores))
        if pack is not None and pack.joined is not None:
            told[2:2] = self._joined_facts(pack.joined)
        told.append((self.tr("From"), pack.source if pack else entry.source if entry else ""))
        return told

    def runs_on(self) -> str:
        """What models run on, and why; empty until it has been found out."""
        here = self._listed.device
        if here is None:
            return ""
        told = [
            self.tr("Models run on {device}. {reason}").format(device=device_name(here), reason=device_reason(here))
        ]
        words = self.tr("For {kind} it is {device}. {reason}")
        for kind, own in self._explorer.engine.encoder.devices().items():
            if own.name != here.name:
                told.append(words.format(kind=self._names()[kind], device=device_name(own), reason=device_reason(own)))
        return " ".join(told)

    def cost_told(self, trial: Trial) -> str:
        """What changing the whole library would take."""
        words = self.tr("For the whole library: about {time} and {size} on the disk.")
        return words.format(time=duration(trial.seconds), size=file_size(trial.bytes))

    def tried_told(self, trial: Trial) -> str:
        """On what a trial was made."""
        names = self._names()
        counts = ", ".join(f"{grouped(count)} {names[kind]}" for kind, count in trial.counts.items())
        return self.tr("Tried on {counts}; nothing was stored.").format(counts=counts)

    def stays_told(self, trial: Trial) -> list[str]:
        """What stays of the neighbours, a line a kind."""
        names, words = self._names(), self.tr("Of the ten nearest {kind}, {share} stay (by chance {chance})")
        return [
            words.format(kind=names[kind], share=f"{share:.0%}", chance=f"{trial.chance[kind]:.0%}")
            for kind, share in trial.overlap.items()
        ]

    def unread_told(self, trial: Trial) -> list[str]:
        """What the model has no sense for, a line a kind."""
        names, words = self._names(), self.tr("{count} {kind} of the library cannot be read by it.")
        return [words.format(count=grouped(count), kind=names[kind]) for kind, count in trial.unread.items()]

    # ---- inside

    def _names(self) -> dict[Kind, str]:
        return {Kind.IMAGE: self.tr("images"), Kind.SOUND: self.tr("sounds"), Kind.TEXT: self.tr("texts")}

    def _run(self, name: str, work: Callable[[JobContext], object]) -> JobHandle:
        return self._explorer.run(name, work, lambda _: self.refresh(), lambda _: self.refresh())

    def _changed(self, changed: Changed) -> None:
        if changed.away or changed.report.failed:
            words = self.tr("{away} items could not be reached, {failed} failed; F5 looks again.")
            self._explorer.tell(words.format(away=grouped(changed.away), failed=grouped(changed.report.failed)))
        self.switched.emit()

    def _take(self, found: "_Listed") -> None:
        if found == self._listed:
            return
        self._listed = found
        self.changed.emit()

    def _joined_facts(self, joined: Joined) -> list[tuple[str, str]]:
        parts = self.tr("pictures by {image}, sounds by {sound}, texts by {text}").format(
            image=joined.image.pack.name, sound=joined.sound.pack.name, text=joined.text.pack.name
        )
        bridge = self.tr(
            "{share} of the ten nearest found on the other side (by chance {chance}), {count} phrases"
        ).format(
            share=f"{joined.bridge.score:.0%}",
            chance=f"{joined.bridge.chance:.1%}",
            count=grouped(joined.bridge.phrases),
        )
        return [(self.tr("Joined from"), parts), (self.tr("Bridge"), bridge)]

    def _kinds(self, model: Model) -> list[str]:
        names = self._names()
        if model.pack is not None:
            return [name for kind, name in names.items() if getattr(model.pack, kind.value) is not None]
        return [names[kind] for kind in model.entry.kinds] if model.entry else []

    def _licence(self, model: Model) -> str:
        entry = model.entry
        name = model.pack.licence if model.pack else entry.licence if entry else ""
        if entry is not None and entry.is_research_only:
            return self.tr("{licence}, for research only").format(licence=name)
        return name

    def _pace(self, paces: Mapping[Kind, Pace]) -> str:
        names = self._names()
        rates = ", ".join(f"{grouped(round(pace.per_second))} {names[kind]}" for kind, pace in paces.items())
        return self.tr("{rates} a second").format(rates=rates)

    def _speed(self, speed: str) -> str:
        return {"fast": self.tr("fast"), "medium": self.tr("medium"), "slow": self.tr("slow")}[speed]


def _reads(model: Model, kind: Kind) -> bool:
    return model.pack is not None and getattr(model.pack, kind.value) is not None


def _is_joinable(model: Model) -> bool:
    is_here = model.state is ModelState.READY and model.pack is not None
    return is_here and _reads(model, Kind.TEXT) and model.pack is not None and model.pack.joined is None


class _Megabytes(JobContext):
    """Bytes are too small a unit for a line that people read."""

    __slots__ = ("_job",)

    def __init__(self, job: JobContext) -> None:
        super().__init__()
        self._job = job

    def check(self) -> None:
        self._job.check()

    def report(self, progress: Progress) -> None:
        if progress.total is not None and progress.total > 1_000_000:
            progress = replace(progress, done=progress.done // 10**6, total=progress.total // 10**6, unit="MB")
        self._job.report(progress)
