from collections.abc import Iterator
from pathlib import Path

import pytest

from orrery.library.library import Library


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.orrery"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    """An empty library open for writing; whatever a test does to it, it has to be sound afterwards."""
    with Library.open(path, write=True, create=True) as opened:
        yield opened
        assert opened.check() == []
