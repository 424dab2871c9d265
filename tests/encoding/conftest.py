"""One toy pack for all tests that only read it, and copies of it for those that break it."""

import shutil
from pathlib import Path

import pytest

from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from packs import make_pack


@pytest.fixture(scope="session")
def toy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pack(tmp_path_factory.mktemp("packs") / "toy")


@pytest.fixture
def broken(toy_folder: Path, tmp_path: Path) -> Path:
    """A copy of the toy pack, about to be broken."""
    return Path(shutil.copytree(toy_folder, tmp_path / "toy"))


@pytest.fixture(scope="session")
def toy(toy_folder: Path) -> Encoder:
    return Encoder(load_pack(toy_folder), threads=1)
