import os

import numpy as np
import pytest

from libraries.made import SPACE, picture, sound, stamp, text
from orrery.domain.item import FileStamp, ItemState, OutcomeKind
from orrery.domain.modality import Kind
from orrery.errors import UnsupportedKind
from orrery.library.items import shown, within
from orrery.library.library import Library

PRESENT, VANISHED, UNAVAILABLE = ItemState


def paths(items) -> list[bytes]:
    return [item.path for item in items]


@pytest.fixture
def mixed(library: Library) -> Library:
    library.store(
        [
            picture(b"/r/a.png", "a", facts={"taken": "2021-05-06T10:00:00"}),
            picture(b"/r/sub/b.png", "b"),
            sound(b"/r/sub/s.wav", "s"),
            text(b"/r.txt", "words"),
        ]
    )
    library.fail(stamp(b"/r/film.mp4"), None, UnsupportedKind(what="a video"), [SPACE])
    return library


def test_all_items_are_listed_by_kind_and_state(mixed: Library) -> None:
    mixed.items.mark([2], VANISHED)
    assert paths(mixed.items.all()) == [b"/r.txt", b"/r/a.png", b"/r/film.mp4", b"/r/sub/s.wav"]
    assert paths(mixed.items.all(kinds=[Kind.IMAGE])) == [b"/r/a.png"]
    assert paths(mixed.items.all(kinds=[Kind.IMAGE], states=())) == [b"/r/a.png", b"/r/sub/b.png"]
    assert mixed.items.ids([VANISHED]).tolist() == [2]


def test_below_a_folder_means_the_folder_and_not_its_namesakes(mixed: Library) -> None:
    assert paths(mixed.items.below(b"/r")) == [b"/r/a.png", b"/r/film.mp4", b"/r/sub/b.png", b"/r/sub/s.wav"]
    assert paths(mixed.items.below(b"/r/sub/")) == [b"/r/sub/b.png", b"/r/sub/s.wav"]
    assert len(mixed.items.below(b"/")) == 5
    assert mixed.items.below(b"/R") == ()


def test_a_range_of_bytes_holds_every_possible_name_below_a_folder() -> None:
    _, (exact, start, end) = within(b"/a")
    assert exact == b"/a"
    for name in (b"\x01", b"\xff\xff", b"0"):
        assert start <= b"/a/" + name < end
    for other in (b"/a0", b"/a.b", b"/a", b"/b"):
        assert not start <= other < end


def test_known_files_come_with_their_outcome_in_one_space(mixed: Library) -> None:
    known = mixed.items.known(SPACE)
    assert known[b"/r/film.mp4"].outcome is OutcomeKind.SKIPPED
    assert known[b"/r/a.png"] == (1, 1, stamp(b"").mtime_ns, PRESENT, Kind.IMAGE, 1, OutcomeKind.EMBEDDED)
    assert mixed.items.known()[b"/r/a.png"].outcome is None


def test_a_touched_file_is_present_again_with_its_new_time(mixed: Library) -> None:
    mixed.items.mark([1], UNAVAILABLE)
    mixed.items.touch(1, FileStamp(b"/r/a.png", 1, 42))
    item = mixed.items.get(1)
    assert item is not None
    assert (item.mtime_ns, item.state) == (42, PRESENT)


def test_marking_takes_ids_of_any_make(mixed: Library) -> None:
    mixed.items.mark(np.array([1, 2]), VANISHED)
    mixed.items.mark({3}, UNAVAILABLE)
    assert (mixed.counts().vanished, mixed.counts().unavailable, mixed.counts().missing) == (2, 1, 3)
    mixed.items.mark((1, 2, 3), PRESENT)
    assert mixed.counts().missing == 0
    assert mixed.items.get(np.int64(2)) == mixed.items.by_path(b"/r/sub/b.png")


def test_items_of_contents_are_the_present_ones(mixed: Library) -> None:
    mixed.attach(stamp(b"/copy.png", "a"), None, 1)
    assert paths(mixed.items.of_contents(np.array([1]))[1]) == [b"/copy.png", b"/r/a.png"]
    mixed.items.mark([1], VANISHED)
    assert paths(mixed.items.of_contents([1, 2])[1]) == [b"/copy.png"]
    assert paths(mixed.items.of_content(1)) == [b"/copy.png", b"/r/a.png"]
    assert set(mixed.items.several([1, 3, 99])) == {1, 3}


def test_filters_narrow_one_another(mixed: Library) -> None:
    mixed.tags.add([1, 3], "Sea")
    mixed.tags.add([3], "night")
    matching = mixed.items.matching
    assert matching().items.tolist() == [1, 2, 3, 4]
    assert matching(kinds=[Kind.IMAGE, Kind.TEXT]).items.tolist() == [1, 2, 4]
    assert matching(folders=[b"/r/sub", b"/r.txt"]).items.tolist() == [2, 3, 4]
    assert matching(tags=["sea"]).items.tolist() == [1, 3]
    assert matching(tags=["sea", "night"], folders=[b"/r"]).contents.tolist() == [3]
    assert matching(tags=["sea", "day"]).items.tolist() == []
    mixed.items.mark([3], VANISHED)
    assert matching(tags=["sea"]).items.tolist() == [1]


def test_a_photo_counts_by_the_day_it_was_taken_other_files_by_their_last_change(mixed: Library) -> None:
    matching = mixed.items.matching
    assert matching(after="2021-05-06", before="2021-05-07").items.tolist() == [1]
    assert matching(before="2021-05-06").items.tolist() == []
    assert matching(after="2023-11-10", before="2023-11-20").items.tolist() == [2, 3, 4]


def test_names_that_are_not_utf8_can_be_shown() -> None:
    assert shown(b"/caf\xe9") == "/caf\ufffd"
    assert shown("/café".encode()) == "/café"
    assert os.fsdecode(b"/caf\xe9") != shown(b"/caf\xe9")


def test_roots_inside_one_another_both_count_what_is_below_them(mixed: Library) -> None:
    mixed.roots.add(b"/r", watched=True)
    mixed.roots.add(b"/r/sub")
    mixed.roots.set_reachable(b"/r/sub", reachable=False)
    assert [(root.path, root.watched, root.reachable, root.count) for root in mixed.roots.all()] == [
        (b"/r", True, True, 4),
        (b"/r/sub", False, False, 2),
    ]
    mixed.roots.add(b"/r/sub")
    assert mixed.roots.all()[1].reachable
    mixed.roots.remove(b"/r")
    assert len(mixed.roots.all()) == 1
    assert len(mixed.items.all()) == 5
