"""A model pack made of an OpenCLIP model, by a recipe in a process of its own: torch never enters this one.

openclip:ViT-B-32/laion2b_s34b_b79k ─ recipe (towers, tokenizer, check against the original) ─▶ verify ─ self-test
    ─ words measured ─▶ packs/ID, whole or not at all
"""

import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orrery import paths
from orrery.encoding.manifest import Pack
from orrery.encoding.parsing import read_manifest
from orrery.errors import ExportFailed, JobCancelled
from orrery.workflows.job import JobContext, Progress
from orrery.workflows.packs import making, prepare, put_in_place

PYTHON = "ORRERY_OPENCLIP_PYTHON"
"""Environment variable that names a Python with the extra “openclip”; that of Orrery itself is tried without it."""

_LOOK_EVERY_S = 0.2
_LAST_WORDS = 300
"""Characters of what a recipe that died said last."""


@dataclass(frozen=True, slots=True)
class Export:
    """What to make a pack of.

    Attributes:
        model: openclip:ARCHITECTURE/WEIGHTS; weights are downloaded, unless there is a checkpoint.
        is_quantised: weights of matrix products in 8 bits.
        checkpoint: file with the weights, safetensors; None for those that OpenCLIP names.
        trusts_checkpoint: the checkpoint may be a pickle; only numbers are read from it.
        config: JSON file that describes an architecture which OpenCLIP does not list.
        random_weights: seed of weights that are drawn, to try the way; None for real ones.
        licence: of the weights, for the manifest.
    """

    model: str
    is_quantised: bool = False
    checkpoint: Path | None = None
    trusts_checkpoint: bool = False
    config: Path | None = None
    random_weights: int | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A pack that was made, and how near it is to the original.

    Attributes:
        pack: in its place.
        figures: “image_cosine” and “text_cosine”, the lowest found, and “image_overlap” and “text_overlap”, the mean
            share of the ten nearest neighbours that stay, 0-1.
    """

    pack: Pack
    figures: dict[str, float]


def export_model(wanted: Export, job: JobContext | None = None) -> Exported:
    """Make a pack of an OpenCLIP model and put it among the models of this machine.

    Args:
        wanted: which, and how.
        job: to stop and to tell of progress.

    Raises:
        ExportFailed: the extra is not installed, the model is not known, or what was written is not the original.
        PackDamaged: the pack does not work here, such as one of drawn weights that sees no difference.
        JobCancelled: the job was stopped; nothing was added.
    """
    job = job or JobContext()
    with making("export") as folder:
        made = folder / "pack"
        figures = _run(_command(wanted, made), wanted.model, job)
        prepare(made, job)
        return Exported(put_in_place(made, read_manifest(made).id), figures)


def _command(wanted: Export, out: Path) -> list[str]:
    recipe = paths.recipe("openclip") / "export.py"
    command = [_python(wanted.model), str(recipe), wanted.model, "--out", str(out)]
    switches = {"--quantise": wanted.is_quantised, "--trust-checkpoint": wanted.trusts_checkpoint}
    command += [name for name, is_on in switches.items() if is_on]
    values = {
        "--checkpoint": wanted.checkpoint,
        "--config": wanted.config,
        "--random-weights": wanted.random_weights,
        "--licence": wanted.licence or None,
    }
    return command + [word for name, value in values.items() if value is not None for word in (name, str(value))]


def _python(model: str) -> str:
    """A Python that has OpenCLIP."""
    if named := os.environ.get(PYTHON):
        return named
    if getattr(sys, "frozen", False) or importlib.util.find_spec("open_clip") is None:
        reason = (
            "OpenCLIP is not installed. Make an environment for it (python -m venv clip; clip/bin/pip install "
            f"'orrery[openclip]') and name its Python: {PYTHON}=clip/bin/python"
        )
        raise ExportFailed(model=model, reason=reason)
    return sys.executable


def _run(command: list[str], model: str, job: JobContext) -> dict[str, float]:
    """Run the recipe and pass on what it says; its last line holds the figures."""
    last: dict[str, Any] = {}
    with _started(command, model) as process:
        complaints = _kept(process)
        stopping = threading.Event()
        watch = threading.Thread(target=_watch, args=(process, job, stopping), name="export", daemon=True)
        watch.start()
        try:
            for line in process.stdout or ():
                last = _understood(line) or last
                if "step" in last:
                    job.report(Progress(int(last["done"]), int(last["of"]), str(last["step"])))
            process.wait()
        finally:
            stopping.set()
            watch.join()
        job.check()
    if process.returncode or "figures" not in last:
        reason = str(last.get("error") or f"its process ended ({''.join(complaints)[-_LAST_WORDS:].strip()})")
        raise ExportFailed(model=model, reason=reason)
    return {name: float(value) for name, value in last["figures"].items()}


@contextmanager
def _started(command: list[str], model: str) -> Iterator[subprocess.Popen[str]]:
    try:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, encoding="utf-8"
        )
    except OSError as error:
        raise ExportFailed(model=model, reason=f"“{command[0]}” cannot be started ({error.strerror})") from error
    with process:
        try:
            yield process
        finally:
            process.kill()


def _kept(process: subprocess.Popen[str]) -> list[str]:
    """Take in what the recipe complains of, so that it never waits for somebody to read it."""
    lines: list[str] = []

    def read() -> None:
        for line in process.stderr or ():
            lines.append(line)
            del lines[:-20]

    threading.Thread(target=read, name="export's complaints", daemon=True).start()
    return lines


def _watch(process: subprocess.Popen[str], job: JobContext, stopping: threading.Event) -> None:
    """End the recipe as soon as the job is stopped: it may be silent for minutes."""
    while not stopping.wait(_LOOK_EVERY_S):
        try:
            job.check()
        except JobCancelled:
            process.kill()
            return


def _understood(line: str) -> dict[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None  # a library of the recipe printed something
    return said if isinstance(said, dict) else None
