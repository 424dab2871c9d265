import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from orrery.domain.modality import Kind
from orrery.domain.query import Filters
from orrery.errors import JobCancelled
from orrery.workflows import duplicates
from orrery.workflows.attention import attention
from orrery.workflows.browse import browse
from orrery.workflows.duplicates import BARS
from orrery.workflows.engine import Engine
from orrery.workflows.forget import forget
from orrery.workflows.ingest import ingest
from packs import COLOURS, write_picture, write_text


def _named(engine: Engine, items: tuple[int, ...]) -> list[str]:
    names = {item.id: item.name for item in browse(engine, Filters())}
    return [names[item] for item in items]


@pytest.fixture
def doubled(engine: Engine, things: Path) -> Engine:
    """With a copy of red.png, and a green that is not quite the same as green.png."""
    shutil.copy(things / "red.png", things / "zz red again.png")
    red, green, blue = COLOURS["green"]
    write_picture(things / "greenish.png", (min(red + 2, 255), green, blue))
    ingest(engine, [things])
    return engine


def test_copies_and_pictures_nearly_the_same_are_near_duplicates_side_by_side(doubled: Engine) -> None:
    found = attention(doubled)
    assert found.near_duplicates is not None
    groups = [_named(doubled, group) for group in found.near_duplicates]
    assert {"green.png", "greenish.png"} in map(set, groups)
    assert ["red.png", "zz red again.png"] in groups
    assert _named(doubled, found.best) == [group[0] for group in groups]
    assert _named(doubled, found.alike) == [name for group in groups for name in group]


def test_a_copy_that_is_forgotten_is_no_duplicate_any_more(doubled: Engine, things: Path) -> None:
    before = attention(doubled)
    assert attention(doubled, before=before) is before
    forget(doubled, [bytes(things / "zz red again.png")])
    after = attention(doubled, before=before)
    assert "red.png" not in _named(doubled, after.alike)


def test_a_copy_that_is_added_later_is_noticed(filled_engine: Engine, tmp_path: Path) -> None:
    before = attention(filled_engine)
    red = next(item for item in browse(filled_engine, Filters()) if item.name == "red.png")
    copy = tmp_path / "copy.png"
    shutil.copy(Path(red.path.decode()), copy)
    ingest(filled_engine, [copy])
    after = attention(filled_engine, before=before)
    assert {"red.png", "copy.png"} <= set(_named(filled_engine, after.alike))


def test_a_photo_made_smaller_or_cut_is_a_near_duplicate_and_the_largest_is_the_best(
    engine: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    random = np.random.default_rng(0)
    for name in ("one", "two"):
        coarse = Image.fromarray(random.integers(0, 255, (6, 6, 3), np.uint8))
        coarse.resize((240, 240), Image.Resampling.BICUBIC).save(folder / f"{name}.png")
    with Image.open(folder / "one.png") as photo:
        photo.resize((120, 120)).save(folder / "a smaller one.jpg", quality=60)
        photo.crop((10, 10, 230, 230)).save(folder / "one, cut.png")
    ingest(engine, [folder])
    found = attention(engine)
    assert found.near_duplicates is not None
    assert [_named(engine, group) for group in found.near_duplicates] == [
        ["one.png", "a smaller one.jpg", "one, cut.png"]
    ]


def test_a_text_with_its_words_in_another_order_is_a_near_duplicate(engine: Engine, tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "The blue sea is high and the sand is red.")
    write_text(tmp_path / "b.txt", "The sand is red, and the blue sea is high today.")
    write_text(tmp_path / "c.txt", "A fire at night, low and yellow.")
    ingest(engine, [tmp_path])
    found = attention(engine)
    assert found.near_duplicates is not None
    assert [_named(engine, group) for group in found.near_duplicates] == [["b.txt", "a.txt"]]


def test_a_sound_that_was_trimmed_is_a_near_duplicate_and_another_take_of_it_is_not(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "BARS", {**duplicates.BARS, Kind.SOUND: replace(BARS[Kind.SOUND], meaning=-1.0)})
    folder = tmp_path / "sounds"
    folder.mkdir()
    takes = [np.random.default_rng(seed).normal(0, 0.1, 16_000) for seed in (0, 1)]
    for name, samples in (("whole", takes[0]), ("trimmed", 0.3 * takes[0][800:-900]), ("other take", takes[1])):
        soundfile.write(folder / f"{name}.wav", samples, 8000)
    ingest(engine, [folder])
    found = attention(engine)
    assert [_named(engine, group) for group in found.near_duplicates or ()] == [["whole.wav", "trimmed.wav"]]
    (folder / "whole.wav").unlink()  # and yet it is known how alike they were
    write_text(folder / "new.txt", "The blue sea.")
    ingest(engine, [folder / "new.txt"])
    again = attention(engine, before=found)
    assert again is not found
    assert again.near_duplicates == found.near_duplicates


def test_a_picture_unlike_all_others_is_an_outlier(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "reds"
    folder.mkdir()
    for shade in range(24):
        write_picture(folder / f"red {shade:02}.png", (200 + shade, 4 * (shade % 7), 3 * (shade % 5)))
    write_picture(folder / "blue.png", COLOURS["blue"])
    ingest(engine, [folder])
    found = attention(engine)
    assert _named(engine, found.outliers)[:1] == ["blue.png"]
    why = found.reasons[0]
    assert why.item == found.outliers[0]
    assert why.nearest is not None
    assert _named(engine, (why.nearest,))[0].startswith("red")
    assert why.closeness < why.usual
    assert why.spreads > 3.5


def test_an_empty_library_needs_no_attention(engine: Engine) -> None:
    found = attention(engine)
    assert (found.near_duplicates, found.outliers) == ((), ())


def test_looking_can_be_stopped(filled_engine: Engine) -> None:
    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        attention(filled_engine, stop)
