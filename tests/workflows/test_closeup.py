from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Filters
from orrery.workflows.browse import browse
from orrery.workflows.closeup import Enlarged, NothingCloser, Pitches, closeup
from orrery.workflows.engine import Engine
from orrery.workflows.previews import PreviewMaker


@pytest.fixture
def maker(filled_engine: Engine) -> Iterator[PreviewMaker]:
    made = PreviewMaker(filled_engine)
    yield made
    made.close()


def photo(path: Path, size: tuple[int, int]) -> Item:
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    pixels[:, : size[0] // 2] = (255, 0, 0)
    Image.fromarray(pixels).save(path)
    return Item(1, bytes(path), Kind.IMAGE, 1, 1, 0, facts={"width": size[0], "height": size[1]}, sha256=b"1" * 32)


@pytest.mark.parametrize("size", [(900, 301), (301, 900), (1, 1), (3, 2)])
def test_a_picture_comes_in_all_its_pixels(tmp_path: Path, maker: PreviewMaker, size: tuple[int, int]) -> None:
    found = closeup(photo(tmp_path / "a.png", size), maker)
    assert isinstance(found, Enlarged)
    assert found.pixels.shape == (size[1], size[0], 3)
    if min(size) > 1:
        assert tuple(found.pixels[0, 0]) == (255, 0, 0)
        assert tuple(found.pixels[-1, -1]) == (0, 0, 0)


def test_a_huge_picture_is_brought_to_the_largest_edge(
    tmp_path: Path, maker: PreviewMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orrery.workflows.closeup.LARGEST", 300)
    found = closeup(photo(tmp_path / "a.png", (900, 300)), maker)
    assert isinstance(found, Enlarged)
    assert found.pixels.shape == (100, 300, 3)


def test_a_sound_comes_by_pitch_and_time(filled_engine: Engine, maker: PreviewMaker) -> None:
    sounds = [item for item in browse(filled_engine, Filters()) if item.kind is Kind.SOUND]
    pitch = {}
    for item in sounds:
        found = closeup(item, maker)
        assert isinstance(found, Pitches)
        pitch[item.name] = int(found.shades.sum(axis=1).argmax())
    assert pitch["high.wav"] < pitch["low.wav"], "the highest pitch stands at the top"


def test_a_file_that_is_gone_has_a_sentence(tmp_path: Path, maker: PreviewMaker) -> None:
    item = photo(tmp_path / "a.png", (4, 4))
    (tmp_path / "a.png").unlink()
    assert closeup(item, maker) == NothingCloser("The file cannot be opened: it is no longer there.")


def test_a_damaged_file_has_a_sentence(tmp_path: Path, maker: PreviewMaker) -> None:
    item = photo(tmp_path / "a.png", (4, 4))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    found = closeup(item, maker)
    assert isinstance(found, NothingCloser)
    assert found.reason.endswith(".")


def test_a_text_and_a_picture_of_unknown_size_have_none(tmp_path: Path, maker: PreviewMaker) -> None:
    item = photo(tmp_path / "a.png", (4, 4))
    assert closeup(replace(item, kind=Kind.TEXT), maker) == NothingCloser()
    assert closeup(replace(item, facts={}), maker) == NothingCloser()


def test_a_closed_maker_reads_nothing(tmp_path: Path, maker: PreviewMaker) -> None:
    maker.close()
    assert closeup(photo(tmp_path / "a.png", (4, 4)), maker) == NothingCloser()
