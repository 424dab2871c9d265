"""A home with the toy pack in it."""

from pathlib import Path

import pytest

from packs import make_pack


@pytest.fixture(scope="session")
def toy_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs") / "toy"
    make_pack(folder)
    return folder


@pytest.fixture
def toy_home(tmp_path: Path, toy_pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "packs").mkdir(parents=True)
    (home / "packs" / "toy").symlink_to(toy_pack)
    monkeypatch.setenv("ORRERY_HOME", str(home))
    return home
