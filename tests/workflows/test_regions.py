from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from orrery.domain.inputs import ImageInput
from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Query, Term, Words
from orrery.errors import JobCancelled
from orrery.workflows.engine import Engine
from orrery.workflows.find import Finder
from orrery.workflows.previews import PreviewMaker
from orrery.workflows.regions import CELLS, Asking, occluded, regions, seen_area


@pytest.fixture
def maker(filled_engine: Engine) -> Iterator[PreviewMaker]:
    made = PreviewMaker(filled_engine)
    yield made
    made.close()


def redness(batch):
    return (batch[..., 0].astype(np.float64) - batch[..., 2]).mean(axis=(1, 2))


def red_corner(size=36):
    pixels = np.zeros((size, size, 3), np.uint8)
    pixels[..., 2] = 200
    pixels[: size // 3, : size // 3] = (255, 0, 0)
    return pixels


def go_on() -> None:
    pass


def test_heat_lies_where_what_was_asked_for_is() -> None:
    heat, loss = occluded(red_corner(), redness, go_on)
    assert heat.shape == (CELLS, CELLS)
    assert heat.max() == pytest.approx(1.0)
    corner = heat[: CELLS // 3, : CELLS // 3]
    assert corner.mean() > 5 * heat[CELLS // 3 + 2 :, CELLS // 3 + 2 :].mean()
    assert loss > 0


def test_where_nothing_is_lost_there_is_no_heat() -> None:
    heat, loss = occluded(red_corner(), lambda batch: np.zeros(len(batch)), go_on)
    assert not heat.any()
    assert loss == 0


def test_it_can_be_stopped_between_batches() -> None:
    calls = []

    def stop() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise JobCancelled

    seen = []
    with pytest.raises(JobCancelled):
        occluded(red_corner(), lambda batch: (seen.append(len(batch)), redness(batch))[1], stop)
    assert sum(seen) < 26


@pytest.mark.parametrize(
    ("size", "wanted", "area"),
    [
        ((400, 200), ImageInput(100, "crop"), (0.25, 0, 0.5, 1)),
        ((200, 400), ImageInput(100, "crop"), (0, 0.25, 1, 0.5)),
        ((400, 200), ImageInput(100, "squash"), (0, 0, 1, 1)),
        ((400, 200), ImageInput(100, "pad"), (0, -0.5, 1, 2)),
        ((200, 200), ImageInput(100, "crop", crop_share=0.5), (0.25, 0.25, 0.5, 0.5)),
    ],
)
def test_heat_is_laid_over_the_part_that_the_model_sees(size, wanted, area) -> None:
    assert seen_area(size, wanted) == pytest.approx(area)


def test_a_question_about_red_points_at_the_red_half(
    filled_engine: Engine, maker: PreviewMaker, tmp_path: Path
) -> None:
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[:, :32], pixels[:, 32:] = (255, 0, 0), (0, 0, 255)
    Image.fromarray(pixels).save(tmp_path / "halves.png")
    item = Item(1, bytes(tmp_path / "halves.png"), Kind.IMAGE, 1, 1, 0)
    found = {}
    for word in ("red", "blue"):
        terms, calibration = Finder(filled_engine).asked(Query((Term(Words(word)),)))
        seen = regions(item, Asking(terms, calibration, filled_engine.encoder), maker, go_on)
        assert seen is not None
        found[word] = seen.heat[:, : CELLS // 2].mean() - seen.heat[:, CELLS // 2 + 1 :].mean()
    assert found["red"] > 0 > found["blue"]


def test_a_file_that_is_gone_has_no_regions(filled_engine: Engine, maker: PreviewMaker, tmp_path: Path) -> None:
    terms, calibration = Finder(filled_engine).asked(Query((Term(Words("red")),)))
    gone = Item(1, bytes(tmp_path / "gone.png"), Kind.IMAGE, 1, 1, 0)
    assert regions(gone, Asking(terms, calibration, filled_engine.encoder), maker, go_on) is None
