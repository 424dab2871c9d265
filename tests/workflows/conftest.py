"""Folders of real files."""

from pathlib import Path

import pytest

from things import write_good_things


@pytest.fixture
def things(tmp_path: Path) -> Path:
    """Four pictures, three sounds, two texts; none of them broken."""
    return write_good_things(tmp_path / "things")
