import shutil
from pathlib import Path

import pytest

from orrery.workflows import demo
from orrery.workflows.demo import build_demo, demo_places
from orrery.workflows.engine import Engine
from orrery.workflows.overview import overview
from packs import COLOURS, write_picture, write_text


def copy_of_orrery(folder: Path) -> Path:
    write_picture(folder / "resources/demo/photos/red.png", COLOURS["red"])
    write_text(folder / "resources/demo/texts/sea.txt", "The blue sea.")
    (folder / "resources/demo/sounds").mkdir()
    write_text(folder / "resources/demo/CREDITS.md", "Who made the pictures.")
    return folder


def test_the_demo_is_built_once_without_its_credits(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = copy_of_orrery(tmp_path / "here")
    monkeypatch.setattr(demo, "resources", lambda: here / "resources")
    assert build_demo(engine).added == 2
    assert build_demo(engine).unchanged == 2


def test_a_moved_orrery_does_not_double_its_demo(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = copy_of_orrery(tmp_path / "here"), tmp_path / "there"
    monkeypatch.setattr(demo, "resources", lambda: here / "resources")
    build_demo(engine)
    shutil.copytree(here, there)
    monkeypatch.setattr(demo, "resources", lambda: there / "resources")
    build_demo(engine)
    assert overview(engine).total == 2
    assert {Path(folder.path.decode()) for folder in overview(engine).folders} == set(demo_places())
