import shutil
from pathlib import Path

import pytest

from orrery.domain.query import Filters
from orrery.errors import JobCancelled
from orrery.workflows import attention as looking
from orrery.workflows.attention import attention
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine
from orrery.workflows.forget import forget
from orrery.workflows.ingest import ingest
from packs import COLOURS, write_picture


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
    assert ["green.png", "greenish.png"] in groups
    assert ["red.png", "zz red again.png"] in groups
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


def test_in_a_kind_of_very_many_items_no_near_duplicates_are_claimed(
    doubled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST", 4)
    found = attention(doubled)
    assert found.near_duplicates is None
    assert found.alike == ()


def test_a_picture_unlike_all_others_is_an_outlier(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "reds"
    folder.mkdir()
    for shade in range(24):
        write_picture(folder / f"red {shade:02}.png", (200 + shade, 4 * (shade % 7), 3 * (shade % 5)))
    write_picture(folder / "blue.png", COLOURS["blue"])
    ingest(engine, [folder])
    assert _named(engine, attention(engine).outliers)[:1] == ["blue.png"]


def test_an_empty_library_needs_no_attention(engine: Engine) -> None:
    found = attention(engine)
    assert (found.near_duplicates, found.outliers) == ((), ())


def test_looking_can_be_stopped(filled_engine: Engine) -> None:
    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        attention(filled_engine, stop)
