"""Photographs and phrases for the models to agree on."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def photos() -> Path:
    return ROOT / "resources/demo/photos"


@pytest.fixture(scope="session")
def phrases() -> Path:
    return ROOT / "models/packs/starter/concepts.txt"


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Of odd sizes, with edges in them, stored without loss: wide, upright, small, one pixel high."""
    folder = tmp_path_factory.mktemp("pictures")
    chance = np.random.default_rng(7)
    files = []
    for row, (width, height) in enumerate(
        [(641, 427), (333, 501), (64, 64), (97, 31), (31, 97), (200, 7), (1000, 999)]
    ):
        coarse = chance.integers(0, 256, (max(1, height // 9), max(1, width // 9), 3), np.uint8)
        image = Image.fromarray(coarse).resize((width, height), Image.Resampling.NEAREST)
        file = folder / f"{row}.png"
        image.save(file)
        files.append(file)
    return files
