"""A home with the toy pack in it."""

from pathlib import Path

import pytest

from orrery.encoding.encoder import Encoder


@pytest.fixture
def toy_home(tmp_path: Path, toy_encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "packs").mkdir(parents=True)
    (home / "packs" / "toy").symlink_to(toy_encoder.pack.folder)
    monkeypatch.setenv("ORRERY_HOME", str(home))
    return home
