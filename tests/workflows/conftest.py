"""An engine on the toy pack, and folders of real files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from orrery.encoding.calibration import load_calibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.library.previews import PreviewStore
from orrery.settings import Settings
from orrery.workflows.engine import Engine
from packs import COLOURS, make_pack, write_noise, write_picture, write_text, write_tone


@pytest.fixture(scope="session")
def toy_encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    folder = tmp_path_factory.mktemp("packs") / "toy"
    make_pack(folder)
    return Encoder(load_pack(folder), threads=1)


@pytest.fixture
def make_engine(tmp_path: Path, toy_encoder: Encoder) -> Callable[[str], Engine]:
    def make(name: str = "library.orrery") -> Engine:
        library = tmp_path / "home" / name
        settings = Settings(decoder_processes=1)
        calibration = load_calibration(toy_encoder.pack)
        return Engine(library, toy_encoder, calibration, PreviewStore.beside(library), settings)

    return make


@pytest.fixture
def engine(make_engine: Callable[[str], Engine]) -> Engine:
    return make_engine("library.orrery")


@pytest.fixture
def things(tmp_path: Path) -> Path:
    """Four pictures, three sounds, two texts."""
    folder = tmp_path / "things"
    folder.mkdir()
    for colour in ("red", "green", "blue", "grey"):
        write_picture(folder / f"{colour}.png", COLOURS[colour])
    write_tone(folder / "low.wav", 200.0)
    write_tone(folder / "high.wav", 2500.0)
    write_noise(folder / "hiss.wav")
    write_text(folder / "sea.txt", "The blue sea. The sea is blue and high.")
    write_text(folder / "fire.md", "# Fire\n\nA red fire, low and red.")
    return folder
