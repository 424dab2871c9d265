"""`orrery models …`: which models there are, getting them, and changing the one a library uses."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orrery import paths
from orrery.cli import output
from orrery.errors import JobCancelled, LibraryUnreachable, ModelProblem

if TYPE_CHECKING:
    from orrery.encoding.manifest import Joined, Pack
    from orrery.workflows.changing import SpaceFigures
    from orrery.workflows.job import JobContext
    from orrery.workflows.packs import Model, Tower
    from orrery.workflows.trial import Example, Trial

Asked = argparse.Namespace
Run = Callable[[Callable[["JobContext"], Any]], Any]
EXIT_DONE, EXIT_FILES, EXIT_BROKEN = 0, 1, 3


def models(asked: Asked, run: Run) -> int:
    """Do what `orrery models` was asked for.

    Args:
        asked: parsed; `deed` is the word after “models”.
        run: calls a workflow with a job that shows its progress on the terminal.
    """
    return _DEEDS[asked.deed](asked, run)


def _list(asked: Asked, _: Run) -> int:
    from orrery.encoding.providers import device
    from orrery.workflows.packs import list_models

    found, here = list_models(), device()
    for model in found:
        told = model_as_dict(model) | {"device": here.name, "device_reason": here.reason}
        output.answer(asked, told, model_as_text(model))
    if not asked.quiet and not asked.json:
        output.tell(f"Models run on {here.name}. {here.reason}")
    return EXIT_BROKEN if any(model.state == "damaged" for model in found) else EXIT_DONE


def _download(asked: Asked, run: Run) -> int:
    from orrery.workflows.packs import download_model

    pack = run(lambda job: download_model(asked.model, job, accept_licence=asked.accept_licence))
    return _taken(asked, pack, "downloaded")


def _add(asked: Asked, run: Run) -> int:
    from orrery.workflows.packs import add_model

    pack = run(lambda job: add_model(Path(asked.source).expanduser(), job))
    return _taken(asked, pack, "added")


def _export(asked: Asked, run: Run) -> int:
    from orrery.workflows.packs_export import Export, export_model

    wanted = Export(
        asked.model,
        asked.quantise,
        _file(asked.checkpoint),
        asked.trust_checkpoint,
        _file(asked.config),
        asked.random_weights,
        asked.licence,
    )
    made = run(lambda job: export_model(wanted, job))
    pack, figures = made.pack, made.figures
    nearest = min(figures["image_cosine"], figures["text_cosine"])
    kept = min(figures["image_overlap"], figures["text_overlap"])
    sentence = (
        f"{pack.name} is made and works as {pack.id}. Against the original: cosine at least {nearest:.5f}, {kept:.1%} "
        f"of the nearest neighbours in common. “orrery models use {pack.id}” changes the library to it."
    )
    told = {"id": pack.id, "space": pack.space.id, "source": pack.source, "done": "exported", "figures": figures}
    output.answer(asked, told, sentence)
    return EXIT_DONE


def _join(asked: Asked, run: Run) -> int:
    from orrery.workflows.joining import join_models

    library = Path(asked.library).expanduser().absolute() if asked.library else paths.default_library()
    pack = run(
        lambda job: join_models(asked.image, asked.sound, job, text=asked.text, name=asked.name, library=library)
    )
    assert pack.joined is not None
    bridge = pack.joined.bridge
    sentence = (
        f"{pack.name} is joined and works as {pack.id}. Of the ten nearest of a phrase, {bridge.score:.0%} are found "
        f"again across the bridge (by chance {bridge.chance:.1%}). “orrery models use {pack.id}” changes the library "
        "to it."
    )
    told = {"id": pack.id, "space": pack.space.id, "source": pack.source, "joined": joined_as_dict(pack.joined)}
    output.answer(asked, {**told, "done": "joined"}, sentence)
    return EXIT_DONE


def _file(named: str | None) -> Path | None:
    return Path(named).expanduser().absolute() if named else None


def _taken(asked: Asked, pack: "Pack", how: str) -> int:
    sentence = (
        f"{pack.name} is {how} and works ({pack.source}). “orrery models trial {pack.id}” shows what it would change, "
        f"“orrery models use {pack.id}” changes the library to it."
    )
    output.answer(asked, {"id": pack.id, "space": pack.space.id, "source": pack.source, "done": how}, sentence)
    return EXIT_DONE


def _remove(asked: Asked, _: Run) -> int:
    from orrery.workflows.packs import remove_model

    folder = remove_model(asked.model)
    sentence = f"{asked.model} is removed from this machine. What libraries have of it stays, for when it is back."
    output.answer(asked, {"id": asked.model, "folder": str(folder), "done": "removed"}, sentence)
    return EXIT_DONE


def _verify(asked: Asked, run: Run) -> int:
    from orrery.workflows.packs import pack_folders, verify_model

    worst = EXIT_DONE
    for name in [asked.model] if asked.model else pack_folders():
        try:
            towers = run(lambda job, name=name: verify_model(name, job))
        except JobCancelled:
            raise
        except ModelProblem as problem:
            if asked.model and problem.key == "PackMissing":
                raise
            worst = EXIT_BROKEN
            told = {"id": name, "whole": False, "problem": str(problem), "towers": []}
            output.answer(asked, told, str(problem))
        else:
            told = {"id": name, "whole": True, "problem": None, "towers": [tower_as_dict(it) for it in towers]}
            lines = [f"{name} is whole and works.", *(f"    {tower_as_text(it)}" for it in towers)]
            lines += [f"    {reason}" for reason in dict.fromkeys(it.device.reason for it in towers)]
            output.answer(asked, told, "\n".join(lines))
    return worst


def _default(asked: Asked, _: Run) -> int:
    from orrery.workflows.packs import default_model, set_default

    if asked.model:
        set_default(asked.model)
    name = default_model()
    sentence = f"New libraries are made with {name}; libraries that there are keep their model."
    output.answer(asked, {"id": name, "done": "default"}, sentence)
    return EXIT_DONE


def _spaces(asked: Asked, _: Run) -> int:
    from orrery.workflows.changing import list_spaces

    found = list_spaces(_library(asked))
    for space in found:
        output.answer(asked, space_as_dict(space), space_as_text(space))
    if not found and not asked.quiet:
        output.tell("The library is empty: it has no space yet.")
    return EXIT_DONE


def _trial(asked: Asked, run: Run) -> int:
    from orrery.app import open_engine
    from orrery.workflows.trial import try_model

    library = _library(asked)
    engine, candidate = open_engine(library, pack=asked.pack), open_engine(library, pack=asked.model)
    found = run(lambda job: try_model(engine, candidate, job, sample=asked.sample))
    output.answer(asked, trial_as_dict(found), trial_as_text(found))
    return EXIT_DONE


def _use(asked: Asked, run: Run) -> int:
    from orrery.app import open_engine
    from orrery.workflows.changing import change_model

    candidate = open_engine(_library(asked), pack=asked.model)
    changed = run(lambda job: change_model(candidate, job))
    report = changed.report
    done = report.added + report.updated
    sentence = f"The library uses {changed.model} now; {output.counted(done, 'file')} embedded."
    if changed.away:
        sentence += (
            f" {output.counted(changed.away, 'item')} could not be reached or changed: “orrery index” finds them."
        )
    sentence += " “orrery models back” goes back to the model before."
    told = {"id": changed.model, "space": changed.space, "embedded": done, "failed": report.failed}
    output.answer(asked, {**told, "skipped": report.skipped, "away": changed.away, "done": "in use"}, sentence)
    return EXIT_FILES if report.failed else EXIT_DONE


def _back(asked: Asked, _: Run) -> int:
    from orrery.workflows.changing import put_back

    known = put_back(_library(asked))
    sentence = f"The library uses {known.pack} again ({known.space.id}). “orrery index” takes in what came since."
    output.answer(asked, {"id": known.pack, "space": known.space.id, "done": "in use"}, sentence)
    return EXIT_DONE


def _drop(asked: Asked, _: Run) -> int:
    from orrery.workflows.changing import drop_space

    freed = drop_space(_library(asked), asked.space)
    sentence = f"{asked.space} is deleted; the library file is {freed / 1e6:,.1f} MB smaller."
    output.answer(asked, {"space": asked.space, "freed": freed, "done": "deleted"}, sentence)
    return EXIT_DONE


def _library(asked: Asked) -> Path:
    library = Path(asked.library).expanduser().absolute() if asked.library else paths.default_library()
    if not library.exists():
        raise LibraryUnreachable(path=library, reason="there is no such file; “orrery index” makes a new library")
    return library


_DEEDS: Mapping[str, Callable[[Asked, Run], int]] = {
    "list": _list,
    "download": _download,
    "add": _add,
    "export": _export,
    "join": _join,
    "remove": _remove,
    "verify": _verify,
    "default": _default,
    "spaces": _spaces,
    "trial": _trial,
    "use": _use,
    "back": _back,
    "drop": _drop,
}


def model_as_dict(model: "Model") -> dict[str, Any]:
    """The contract's object for one line of `models list`."""
    entry, pack = model.entry, model.pack
    told = {
        "id": model.id,
        "name": model.name,
        "state": model.state.value,
        "default": model.is_default,
        "bytes": model.size,
        "problem": model.problem or None,
    }
    if pack is not None:
        kinds = [name for name in ("image", "sound", "text") if getattr(pack, name) is not None]
        told |= {"kinds": kinds, "languages": list(pack.languages), "dim": pack.space.dim, "space": pack.space.id}
        told |= {"licence": pack.licence, "source": pack.source, "scores": "fitted" if model.is_fitted else "estimated"}
        told |= {"joined": joined_as_dict(pack.joined)} if pack.joined else {}
    if entry is not None and pack is None:
        told |= {"kinds": list(entry.kinds), "languages": list(entry.languages), "dim": entry.dim, "space": None}
        told |= {"licence": entry.licence, "source": entry.source}
    if entry is not None:
        told |= {"good_at": entry.good_at, "memory_mb": entry.memory_mb, "speed": entry.speed}
        told |= {"research_only": entry.is_research_only, "pinned": entry.is_pinned, "checked": entry.checked}
    return told


def joined_as_dict(joined: "Joined") -> dict[str, Any]:
    """The contract's object for the parts of a joined model, and the bridge between them."""
    parts = {side: getattr(joined, side).pack.id for side in ("image", "sound", "text")}
    figures = {name: getattr(joined.bridge, name) for name in ("score", "chance", "strength", "phrases", "sounds")}
    return {**parts, **figures, "vocabulary": joined.bridge.vocabulary, "made": joined.bridge.made}


def model_as_text(model: "Model") -> str:
    """A few lines on one model."""
    told = model_as_dict(model)
    state = {"ready": "here", "not here": "", "half downloaded": "half downloaded", "damaged": "DAMAGED"}[told["state"]]
    marks = ", ".join(mark for mark in (state, "the default" if model.is_default else "") if mark)
    lines = [f"{model.id}   {model.name}" + (f"   ({marks})" if marks else "")]
    if model.entry is not None:
        lines.append(f"    {model.entry.good_at}")
    languages = told.get("languages", [])
    spoken = ", ".join(languages) if len(languages) <= 4 else f"{len(languages)} languages"
    figures = [", ".join(told.get("kinds", [])), spoken, f"{told.get('dim', '?')} dimensions"]
    figures.append(f"{model.size / 1e6:,.0f} MB" + ("" if model.pack or model.entry is None else " to download"))
    if model.entry is not None:
        figures += [f"about {model.entry.memory_mb:,} MB of memory", model.entry.speed]
    figures.append(str(told.get("licence", "")))
    if model.entry is not None and model.entry.is_research_only:
        figures.append("for research only")
    lines.append("    " + " · ".join(part for part in figures if part))
    if model.pack is not None and model.pack.joined is not None:
        lines.append(f"    {joined_as_text(model.pack.joined)}")
    if model.pack is not None and not model.is_fitted:
        lines.append("    Its scores are estimated on this machine, not fitted on known matches.")
    if model.problem:
        lines.append(f"    {model.problem}")
    elif model.entry is not None and model.pack is None and not model.entry.is_pinned:
        lines.append(
            "    Not pinned to one version: what is downloaded is told then, and kept in the model's manifest."
        )
    return "\n".join(lines)


def tower_as_dict(tower: "Tower") -> dict[str, Any]:
    """The contract's object for one tower in `models verify`."""
    told = {"kind": tower.kind.value, "device": tower.device.name, "reason": tower.device.reason}
    return told | {"batch": tower.pace.size, "per_second": tower.pace.per_second, "tried": dict(tower.pace.tried)}


def tower_as_text(tower: "Tower") -> str:
    """One line on a tower."""
    tried = ", ".join(f"{size}: {rate:,.0f}" for size, rate in tower.pace.tried.items())
    best = f"{tower.pace.size} at once, {tower.pace.per_second:,.0f} a second (by number at once: {tried})"
    return f"{tower.kind.value:6} on {tower.device.name} · {best}"


def joined_as_text(joined: "Joined") -> str:
    """One line on what a joined model is made of."""
    parts = f"pictures by {joined.image.pack.id}, sounds by {joined.sound.pack.id}, texts by {joined.text.pack.id}"
    return (
        f"{parts}; {joined.bridge.score:.0%} of neighbours found across the bridge (chance {joined.bridge.chance:.1%})"
    )


def space_as_dict(space: "SpaceFigures") -> dict[str, Any]:
    """The contract's object for one line of `models spaces`."""
    known = space.known
    told = {"space": known.space.id, "id": known.pack, "dim": known.space.dim, "in_use": space.is_in_use}
    told |= {"half": space.is_half, "here": space.is_here, "contents": known.contents, "bytes": known.bytes}
    return {**told, "share": round(space.share, 4)}


def space_as_text(space: "SpaceFigures") -> str:
    """One line on one space."""
    known = space.known
    marks = [mark for mark, holds in (("in use", space.is_in_use), ("being made", space.is_half)) if holds]
    if not space.is_here:
        marks.append("its model is not here")
    figures = f"{output.counted(known.contents, 'content')} ({space.share:.0%}) · {known.bytes / 1e6:,.1f} MB"
    return f"{known.space.id}   {figures}" + (f"   ({', '.join(marks)})" if marks else "")


def trial_as_dict(trial: "Trial") -> dict[str, Any]:
    """The contract's object for `models trial`."""
    return {
        "now": trial.now,
        "then": trial.then,
        "tried": dict(trial.counts),
        "failed": trial.failed,
        "unread": dict(trial.unread),
        "overlap": {kind: round(share, 4) for kind, share in trial.overlap.items()},
        "chance": {kind: round(share, 4) for kind, share in trial.chance.items()},
        "same": [_example_as_dict(example) for example in trial.best],
        "different": [_example_as_dict(example) for example in trial.worst],
        "labels": trial.labels or None,
        "judged": [
            {"measure": it.measure, "now": round(it.now, 4), "then": round(it.then, 4), "chance": round(it.chance, 4)}
            | {"n": it.count}
            for it in trial.judged
        ],
        "seconds": round(trial.seconds, 1),
        "bytes": trial.bytes,
    }


def _example_as_dict(example: "Example") -> dict[str, Any]:
    near = {name: [output.path_fields(item.path) for item in getattr(example, name)] for name in ("now", "then")}
    return {**output.path_fields(example.item.path), "overlap": round(example.overlap, 4), **near}


def trial_as_text(trial: "Trial") -> str:
    """A trial for people: what stays, what changes, what it costs."""
    counts = ", ".join(output.counted(count, kind) for kind, count in trial.counts.items())
    lines = [f"{trial.then} instead of {trial.now}, tried on {counts}" + _failed(trial), ""]
    lines += [
        f"  of the ten nearest {kind}s to {_article(kind)}, {share:.0%} stay (by chance {trial.chance[kind]:.0%})"
        for kind, share in trial.overlap.items()
    ]
    lines += [
        f"  {output.counted(count, kind)} of the library cannot be read by it" for kind, count in trial.unread.items()
    ]
    for head, examples in (("most alike", trial.best), ("most different", trial.worst)):
        lines += ["", f"  {head}:"] if examples else []
        lines += [line for example in examples for line in _example_lines(example)]
    if trial.judged:
        lines += ["", f"  by your {trial.labels}:" + " " * 44 + "now   then   chance"]
        lines += [f"    {it.measure:50} {it.now:6.1%} {it.then:6.1%} {it.chance:8.1%}" for it in trial.judged]
    lines += [
        "",
        f"  for the whole library: about {_duration(trial.seconds)} and {trial.bytes / 1e6:,.1f} MB on the disk",
    ]
    return "\n".join(lines)


def _failed(trial: "Trial") -> str:
    return f"; {output.counted(trial.failed, 'file')} failed" if trial.failed else ""


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _example_lines(example: "Example") -> list[str]:
    now, then = (", ".join(output.printable(item.name) for item in items) for items in (example.now, example.then))
    return [
        f"    {output.printable(example.item.name)} ({example.overlap:.0%})",
        f"      now   {now}",
        f"      then  {then}",
    ]


def _duration(seconds: float) -> str:
    minutes = seconds / 60
    if minutes < 2:
        return f"{max(seconds, 1):.0f} seconds"
    return f"{minutes:.0f} minutes" if minutes < 120 else f"{minutes / 60:.1f} hours"
