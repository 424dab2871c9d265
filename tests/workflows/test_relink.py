import os
import shutil
from pathlib import Path

import pytest

from orrery.domain.item import ItemState
from orrery.domain.query import Filters
from orrery.errors import NoSuchPath
from orrery.library.library import Library
from orrery.workflows import organise
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine
from orrery.workflows.forget import forget
from orrery.workflows.ingest import ingest
from orrery.workflows.relink import RelinkReport, relink


@pytest.fixture
def taken_in(engine: Engine, things: Path) -> Engine:
    ingest(engine, [things])
    return engine


def _vectors(engine: Engine) -> list[tuple]:
    with engine.library() as library:
        return library._connection.rows("select id, content, vector from vectors order by id")


def _tags(engine: Engine, item: int) -> set[str]:
    with engine.library() as library:
        return set(library.tags.of(item))


def _paths(engine: Engine) -> dict[int, bytes]:
    return {item.id: item.path for item in browse(engine, Filters())}


def _rows(library: Library, table: str) -> list[tuple]:
    return library._connection.rows(f"select * from {table} order by 1, 2")


def test_a_moved_folder_keeps_its_items_tags_and_vectors(taken_in: Engine, things: Path, tmp_path: Path) -> None:
    ids = {os.path.basename(path): item for item, path in _paths(taken_in).items()}
    organise.tag(taken_in, [ids[b"red.png"]], "warm")
    vectors = _vectors(taken_in)
    moved = tmp_path / "elsewhere"
    things.rename(moved)
    assert relink(taken_in, os.fsencode(things), os.fsencode(moved)).result == RelinkReport(9, 0, 0)
    assert _paths(taken_in) == {item: os.fsencode(moved / os.fsdecode(name)) for name, item in ids.items()}
    assert _vectors(taken_in) == vectors
    assert _tags(taken_in, ids[b"red.png"]) == {"warm"}
    report = ingest(taken_in, [moved])
    assert (report.unchanged, report.added) == (9, 0)
    with taken_in.library() as library:
        assert [root.path for root in library.roots.all()] == [os.fsencode(moved)]
        assert library.check() == []


def test_files_with_other_times_and_in_other_folders_are_known_by_their_content(
    taken_in: Engine, things: Path, tmp_path: Path
) -> None:
    before = _paths(taken_in)
    moved = tmp_path / "elsewhere"
    shutil.copytree(things, moved, copy_function=shutil.copyfile)  # new times
    (moved / "deep").mkdir()
    (moved / "blue.png").rename(moved / "deep" / "sky.png")
    (moved / "sea.txt").unlink()
    (moved / "fire.md").write_text("Another fire.")
    shutil.rmtree(things)
    assert relink(taken_in, os.fsencode(things), os.fsencode(moved)).result == RelinkReport(6, 1, 2)
    after = _paths(taken_in)
    blue = next(item for item, path in before.items() if path.endswith(b"blue.png"))
    assert after[blue] == os.fsencode(moved / "deep" / "sky.png")
    assert len(after) == 7
    with taken_in.library() as library:
        (gone,) = [item for item in library.items.all(states=(ItemState.VANISHED,)) if item.name == "sea.txt"]
    (moved / "sea.txt").write_text("The blue sea. The sea is blue and high.")
    ingest(taken_in, [moved])
    assert gone.id in _paths(taken_in)


def test_what_was_added_at_the_new_place_meanwhile_becomes_one_with_the_old(
    taken_in: Engine, things: Path, tmp_path: Path
) -> None:
    old = {os.path.basename(path): item for item, path in _paths(taken_in).items()}
    organise.tag(taken_in, [old[b"red.png"]], "old")
    moved = tmp_path / "elsewhere"
    shutil.copytree(things, moved)
    ingest(taken_in, [moved])
    new = {os.path.basename(path): item for item, path in _paths(taken_in).items() if item not in old.values()}
    organise.tag(taken_in, [new[b"red.png"]], "new")
    shutil.rmtree(things)
    with taken_in.library() as library:
        before = {table: _rows(library, table) for table in ("items", "roots", "item_tags", "contents", "outcomes")}
    done = relink(taken_in, os.fsencode(things), os.fsencode(moved))
    assert set(_paths(taken_in)) == set(old.values())
    assert _tags(taken_in, old[b"red.png"]) == {"new", "old"}
    with taken_in.library() as library:
        assert library.check() == []
    organise.apply(taken_in, done.patch, backwards=True, alone=True)
    with taken_in.library() as library:
        assert {table: _rows(library, table) for table in before} == before


def test_a_folder_that_is_not_there_changes_nothing(taken_in: Engine, things: Path, tmp_path: Path) -> None:
    before = _paths(taken_in)
    with pytest.raises(NoSuchPath):
        relink(taken_in, os.fsencode(things), os.fsencode(tmp_path / "no such"))
    assert _paths(taken_in) == before


def test_what_was_forgotten_comes_back_without_reading_a_file(taken_in: Engine, things: Path) -> None:
    before, vectors = _paths(taken_in), _vectors(taken_in)
    done = forget(taken_in, [things], keep=True)
    assert done.result == 9
    assert _paths(taken_in) == {}
    shutil.rmtree(things)
    organise.apply(taken_in, done.patch, backwards=True, alone=True)
    assert _paths(taken_in) == before
    assert _vectors(taken_in) == vectors


def test_what_is_forgotten_for_good_is_not_written_down(taken_in: Engine, things: Path) -> None:
    assert forget(taken_in, [things]).patch.rows == ()
