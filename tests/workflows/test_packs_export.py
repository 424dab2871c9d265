"""The recipe's process: what it says is passed on, and however it ends nothing is left behind.

OpenCLIP itself is tested in an environment of its own (make test-openclip); here a small script takes its place.
"""

import stat
import sys
import threading
from pathlib import Path

import pytest

from orrery import paths
from orrery.errors import ExportFailed, JobCancelled
from orrery.workflows.job import JobContext, Progress
from orrery.workflows.packs_export import PYTHON, Export, export_model

TESTS = Path(__file__).resolve().parents[1]
PACK = f"""
import json, sys
sys.path[:0] = [{str(TESTS)!r}, {str(TESTS.parent / "desktop")!r}]
from pathlib import Path
from packs import make_pack
print("a library that has something to say")
print(json.dumps({{"step": "Opening", "done": 0, "of": 2}}), flush=True)
print(json.dumps({{"step": "Writing", "done": 1, "of": 2}}), flush=True)
out = Path(sys.argv[sys.argv.index("--out") + 1])
make_pack(out, calibrated=False)
figures = {{"image_cosine": 1, "text_cosine": 0.99999, "image_overlap": 1, "text_overlap": 0.98}}
print(json.dumps({{"pack": str(out), "id": "toy", "figures": figures}}))
"""


@pytest.fixture
def as_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Let a script answer in place of the recipe."""

    def put(script: str) -> None:
        body = tmp_path / "recipe.py"
        body.write_text(script, "utf-8")
        python = tmp_path / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{body}" "$@"\n')
        python.chmod(python.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv(PYTHON, str(python))

    return put


def left() -> list[str]:
    return [entry.name for entry in paths.packs().iterdir()] if paths.packs().exists() else []


def test_what_the_recipe_makes_is_tried_and_put_in_its_place(as_recipe) -> None:
    as_recipe(PACK)
    told: list[Progress] = []
    made = export_model(Export("openclip:toy/mine", is_quantised=True), JobContext(told.append))
    assert made.pack.folder == paths.packs() / made.pack.id
    assert made.figures["text_overlap"] == 0.98
    assert [(step.done, step.total, step.what) for step in told[:2]] == [(0, 2, "Opening"), (1, 2, "Writing")]
    assert left() == [made.pack.id]


def test_the_words_of_an_export_reach_the_recipe(as_recipe, tmp_path: Path) -> None:
    as_recipe("import json, sys; print(json.dumps({'error': ' '.join(sys.argv[2:])}))")
    wanted = Export("openclip:toy", True, tmp_path / "a.safetensors", True, tmp_path / "a.json", 3, "MIT")
    with pytest.raises(ExportFailed) as failure:
        export_model(wanted)
    for word in ("openclip:toy", "--quantise", "--trust-checkpoint", "--checkpoint", "--config", "--random-weights 3"):
        assert word in str(failure.value)


def test_a_sentence_of_the_recipe_becomes_the_error(as_recipe) -> None:
    as_recipe("import json, sys; print(json.dumps({'error': 'There is no such thing.'})); sys.exit(1)")
    with pytest.raises(ExportFailed, match="There is no such thing"):
        export_model(Export("openclip:toy/mine"))
    assert left() == []


def test_a_recipe_that_dies_is_told_with_its_last_words(as_recipe) -> None:
    as_recipe("import sys; sys.exit('out of memory, sorry')")
    with pytest.raises(ExportFailed, match="out of memory, sorry"):
        export_model(Export("openclip:toy/mine"))
    assert left() == []


def test_a_recipe_that_is_silent_for_long_can_be_stopped(as_recipe) -> None:
    as_recipe(
        "import json, time; print(json.dumps({'step': 'Opening', 'done': 0, 'of': 2}), flush=True); time.sleep(60)"
    )
    job = JobContext()
    job.on_progress = lambda _: threading.Timer(0.1, job.stop).start()
    with pytest.raises(JobCancelled):
        export_model(Export("openclip:toy/mine"), job)
    assert left() == []


def test_a_python_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PYTHON, "/nowhere/python")
    with pytest.raises(ExportFailed, match="cannot be started"):
        export_model(Export("openclip:toy/mine"))


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PYTHON, raising=False)
    with pytest.raises(ExportFailed, match=r"pip install 'orrery\[openclip\]'"):
        export_model(Export("openclip:toy/mine"))
