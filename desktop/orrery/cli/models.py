"""`orrery models …`: which models there are, getting them, and changing the one a library uses."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orrery.cli import output
from orrery.errors import JobCancelled, ModelProblem

if TYPE_CHECKING:
    from orrery.encoding.manifest import Pack
    from orrery.workflows.job import JobContext, Progress
    from orrery.workflows.packs import Model

Asked = argparse.Namespace
Run = Callable[[Callable[["JobContext"], Any]], Any]
EXIT_DONE, EXIT_BROKEN = 0, 3


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

    found = list_models()
    for model in found:
        output.answer(asked, model_as_dict(model), model_as_text(model))
    if not asked.quiet and not asked.json:
        output.tell(f"Models run on {device().name}. {device().reason}")
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
            run(lambda job, name=name: verify_model(name, job))
        except JobCancelled:
            raise
        except ModelProblem as problem:
            if asked.model and problem.key == "PackMissing":
                raise
            worst = EXIT_BROKEN
            output.answer(asked, {"id": name, "whole": False, "problem": str(problem)}, str(problem))
        else:
            output.answer(asked, {"id": name, "whole": True, "problem": None}, f"{name} is whole and works.")
    return worst


def _default(asked: Asked, _: Run) -> int:
    from orrery.workflows.packs import default_model, set_default

    if asked.model:
        set_default(asked.model)
    name = default_model()
    sentence = f"New libraries are made with {name}; libraries that there are keep their model."
    output.answer(asked, {"id": name, "done": "default"}, sentence)
    return EXIT_DONE


_DEEDS: Mapping[str, Callable[[Asked, Run], int]] = {
    "list": _list,
    "download": _download,
    "add": _add,
    "export": _export,
    "remove": _remove,
    "verify": _verify,
    "default": _default,
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
        told |= {"licence": pack.licence, "source": pack.source}
    if entry is not None and pack is None:
        told |= {"kinds": list(entry.kinds), "languages": list(entry.languages), "dim": entry.dim, "space": None}
        told |= {"licence": entry.licence, "source": entry.source}
    if entry is not None:
        told |= {"good_at": entry.good_at, "memory_mb": entry.memory_mb, "speed": entry.speed}
        told |= {"research_only": entry.is_research_only, "pinned": entry.is_pinned, "checked": entry.checked}
    return told


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
    figures.append(f"{model.size / 1e6:,.0f} MB" + ("" if model.pack else " to download"))
    if model.entry is not None:
        figures += [f"about {model.entry.memory_mb:,} MB of memory", model.entry.speed]
    figures.append(str(told.get("licence", "")))
    if model.entry is not None and model.entry.is_research_only:
        figures.append("for research only")
    lines.append("    " + " · ".join(part for part in figures if part))
    if model.problem:
        lines.append(f"    {model.problem}")
    elif model.entry is not None and model.pack is None and not model.entry.is_pinned:
        lines.append(
            "    Not pinned to one version: what is downloaded is told then, and kept in the model's manifest."
        )
    return "\n".join(lines)


def transferred(progress: "Progress") -> str:
    """How far a download is, in megabytes; other work as it is counted."""
    if progress.total is None or progress.total < 1_000_000:
        return f"{progress.done} / {progress.total or '?'}  {progress.what}"
    return f"{progress.done / 1e6:,.0f} / {progress.total / 1e6:,.0f} MB  {progress.what}"
