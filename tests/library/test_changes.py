import threading
from pathlib import Path

import pytest

from libraries.made import SPACE, picture, sound, text
from orrery.domain.modality import Kind
from orrery.errors import ChangedSince
from orrery.library.changes import FILES, Patch
from orrery.library.library import Library

HOME = b"/home/ada"


@pytest.fixture
def kept(library: Library) -> Library:
    library.roots.add(HOME)
    library.store(
        [
            picture(HOME + b"/red.png", "red", root=HOME),
            sound(HOME + b"/rain.wav", "rain", root=HOME),
            text(HOME + b"/sea.txt", "A walk by the sea.\nThen rain.", root=HOME),
        ]
    )
    library.tags.add([1, 2], "wet")
    library.collections.add(library.collections.create("Holiday"), [1, 3])
    return library


def _state(library: Library) -> dict[str, list[tuple]]:
    return {table: sorted(library._connection.rows(f"select * from {table}"), key=repr) for table in FILES}


def test_what_was_done_to_marks_is_taken_back_and_done_again(kept: Library) -> None:
    before = _state(kept)
    with kept.changes.recorded() as patch:
        kept.tags.add([1, 3], "wet")
        kept.tags.add([2], "loud")
        kept.collections.remove(1)
        kept.searches.save("sea", "sea", "collection 1")
    after = _state(kept)
    assert len(patch.rows) == 7  # two tags put on, one made, the collection and its two items, one search
    kept.changes.apply(patch, backwards=True)
    assert _state(kept) == before
    kept.changes.apply(patch, backwards=False)
    assert _state(kept) == after


def test_a_rename_is_taken_back_without_losing_the_items(kept: Library) -> None:
    before = _state(kept)
    with kept.changes.recorded() as patch:
        kept.tags.rename(1, "damp")
        kept.collections.rename(1, "Work")
    kept.changes.apply(patch, backwards=True)
    assert _state(kept) == before


def test_forgotten_files_come_back_whole_with_vectors_words_tags_and_collections(kept: Library) -> None:
    before = _state(kept)
    with kept.changes.recorded(FILES) as patch:
        kept.forget(HOME)
    assert kept.counts().embedded == 0
    assert kept.check() == []
    kept.changes.apply(patch, backwards=True)
    assert _state(kept) == before
    assert kept.check() == []
    assert len(kept.vectors.load(SPACE, Kind.IMAGE).contents) == 1
    kept.changes.apply(patch, backwards=False)
    assert kept.counts().embedded == 0


def test_a_matrix_in_memory_is_stale_after_files_came_back(kept: Library) -> None:
    with kept.changes.recorded(FILES) as patch:
        kept.forget(HOME)
    version = kept.vectors.version()
    kept.changes.apply(patch, backwards=True)
    assert kept.vectors.version() != version


def test_what_does_not_fit_any_more_is_refused_and_nothing_is_changed(kept: Library) -> None:
    with kept.changes.recorded(FILES) as patch:
        kept.forget(HOME + b"/red.png")
    kept.store([picture(HOME + b"/red.png", "red", root=HOME)])
    now = _state(kept)
    with pytest.raises(ChangedSince):
        kept.changes.apply(patch, backwards=True)
    assert _state(kept) == now


def test_nothing_done_is_an_empty_patch(kept: Library) -> None:
    with kept.changes.recorded() as patch:
        kept.tags.add([1], "wet")
    assert patch == Patch()


def test_a_change_that_fails_half_way_is_not_made_and_can_be_tried_again(kept: Library) -> None:
    now = _state(kept)

    def half() -> None:
        with kept.changes.recorded():
            kept.tags.add([1], "new")
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert _state(kept) == now
    with kept.changes.recorded() as patch:
        kept.tags.add([1], "new")
    assert len(patch.rows) == 2


def test_a_tag_does_not_wait_for_the_writer_of_files(path: Path, kept: Library) -> None:
    """`kept` holds the writer's lock all the while."""
    with Library.open(path, write=True, alone=False) as other:
        other.tags.add([3], "meanwhile")
    kept.store([picture(HOME + b"/blue.png", "blue", root=HOME)])
    assert kept.tags.of(3) == ("meanwhile",)


def test_writers_take_turns_batch_by_batch(path: Path, kept: Library) -> None:
    def put_tags() -> None:
        with Library.open(path, write=True, alone=False) as other:
            for number in range(30):
                other.tags.add([1], f"tag {number}")

    thread = threading.Thread(target=put_tags)
    thread.start()
    for number in range(30):
        kept.store([picture(HOME + f"/{number}.png".encode(), str(number), root=HOME)])
    thread.join()
    assert len(kept.tags.of(1)) == 31
    assert kept.counts().items[Kind.IMAGE] == 31
