import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from libraries.made import FEATURES, OTHER, SPACE, digest, picture, sound, stamp, text, vector
from orrery.domain.item import FileStamp, ItemState, OutcomeKind, Passage, Stretch, Whole
from orrery.domain.modality import Kind
from orrery.errors import DamagedFile, DecoderDied, DiskFull, LibraryUnreachable, SpaceMismatch, UnsupportedKind
from orrery.library.library import Library


def total(library: Library, table: str) -> int:
    return library._connection.number(f"select count(*) from {table}")


def test_what_was_stored_is_found_with_everything_that_is_known_of_it(library: Library) -> None:
    ids = library.store([picture(b"/a.png", "a", facts={"width": 3, "camera": "Böx", "focal_mm": 3.5})])
    item = library.items.by_path(b"/a.png")
    assert item is not None
    assert ids == (item.id,)
    assert (item.kind, item.size, item.state) == (Kind.IMAGE, 1, ItemState.PRESENT)
    assert item.facts == {"width": 3, "camera": "Böx", "focal_mm": 3.5}
    assert item.sha256 == digest("a")
    stored = library.vectors.load(SPACE, Kind.IMAGE)
    assert stored.contents.tolist() == [item.content]
    np.testing.assert_allclose(stored.vectors[0], vector(("a", SPACE.id, 0)), atol=1e-3)
    assert library.parts.get(stored.parts) == {int(stored.parts[0]): Whole()}


def test_parts_come_back_as_they_went_in(library: Library) -> None:
    library.store([sound(b"/s.wav", "s", windows=3), text(b"/t.txt", "First line.\nZweite Zeile 🦜.")])
    windows = library.parts.of_content(library.vectors.load(SPACE, Kind.SOUND).contents[0])
    assert list(windows.values()) == [Stretch(0.0, 5.1), Stretch(5.0, 10.1), Stretch(10.0, 15.1)]
    passages = library.parts.of_content(library.vectors.load(SPACE, Kind.TEXT).contents[0])
    assert list(passages.values()) == [
        Passage(0, 11, "First line.", 1),
        Passage(12, 27, "Zweite Zeile 🦜.", 2),
    ]


def test_an_error_in_the_middle_of_a_batch_stores_nothing_of_it(library: Library) -> None:
    library.store([picture(b"/before.png", "before")])
    before = [total(library, table) for table in ("items", "contents", "parts", "vectors", "outcomes", "spaces")]
    version = library.version

    def batch():
        yield picture(b"/a.png", "a", (SPACE, OTHER))
        yield text(b"/t.txt", "one\ntwo")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.store(batch())
    assert [
        total(library, table) for table in ("items", "contents", "parts", "vectors", "outcomes", "spaces")
    ] == before
    assert library.version == version
    assert library.words.passages(["one"], 10) == []


def test_vectors_that_do_not_fit_store_nothing_of_the_batch(library: Library) -> None:
    wrong = picture(b"/b.png", "b")
    for vectors in (np.ones((2, 3)), np.ones((1, 4)), np.full((1, 3), np.nan), np.full((1, 3), 1e9)):
        bad = type(wrong)(wrong.stamp, None, Kind.IMAGE, wrong.sha256, (Whole(),), {SPACE: vectors})
        with pytest.raises(ValueError, match="vector"), np.errstate(over="ignore"):
            library.store([picture(b"/a.png", "a"), bad])
    with pytest.raises(ValueError, match="twice"):
        library.store([type(wrong)(wrong.stamp, None, Kind.IMAGE, wrong.sha256, (Whole(), Whole()), {})])
    assert library.counts().embedded == 0


def test_a_space_never_changes_its_length(library: Library) -> None:
    library.store([picture(b"/a.png", "a")])
    with pytest.raises(SpaceMismatch):
        library.vectors.load(type(SPACE)(SPACE.id, 4), Kind.IMAGE)


def test_storing_the_same_again_changes_no_row(library: Library) -> None:
    batch = [picture(b"/a.png", "a", (SPACE, FEATURES)), sound(b"/s.wav", "s"), text(b"/t.txt", "one\ntwo")]
    first = library.store(batch)
    loaded = library.vectors.load(SPACE, Kind.SOUND)
    assert library.store(batch) == first
    assert library.vectors.refresh(loaded) is loaded
    assert (total(library, "items"), total(library, "vectors"), total(library, "passages")) == (3, 6, 2)


def test_storing_a_content_again_with_other_parts_replaces_the_old_ones(library: Library) -> None:
    library.store([sound(b"/s.wav", "s", windows=4)])
    library.store([sound(b"/s.wav", "s", windows=2)])
    assert library.vectors.count(SPACE) == total(library, "parts") == 2


def test_spaces_that_cut_a_text_differently_stand_side_by_side(library: Library) -> None:
    fine, coarse = text(b"/t.txt", "one\ntwo"), text(b"/t.txt", "one two", (OTHER,))
    library.store([fine])
    library.store([type(coarse)(fine.stamp, None, Kind.TEXT, fine.sha256, coarse.parts, coarse.vectors)])
    assert (library.vectors.count(SPACE), library.vectors.count(OTHER)) == (2, 1)
    library.spaces.remove(SPACE)
    assert list(library.parts.of_content(1).values()) == [Passage(0, 7, "one two", 1)]
    assert library.spaces.all() == (OTHER,)


def test_a_copy_costs_no_vector(library: Library) -> None:
    library.store([picture(b"/a.png", "a", (SPACE, FEATURES))])
    known = library.contents.by_hash(digest("a"))
    assert known is not None
    assert known.spaces == {SPACE.id, FEATURES.id}
    library.attach(stamp(b"/copy.png", "a"), b"/", known.id)
    assert (total(library, "items"), total(library, "contents"), total(library, "vectors")) == (2, 1, 2)
    assert library.items.known(FEATURES)[b"/copy.png"].outcome is OutcomeKind.EMBEDDED
    assert library.contents.by_hash(digest("b")) is None


def test_copies_in_one_batch_share_a_content(library: Library) -> None:
    library.store([picture(f"/{n}.png".encode(), "same") for n in range(5)])
    assert (total(library, "contents"), total(library, "vectors"), library.counts(SPACE).embedded) == (1, 1, 5)


def test_a_copy_is_embedded_in_a_new_space_together_with_its_original(library: Library) -> None:
    library.store([picture(b"/a.png", "a"), picture(b"/copy.png", "a")])
    library.store([picture(b"/a.png", "a", (OTHER,))])
    assert library.items.known(OTHER)[b"/copy.png"].outcome is OutcomeKind.EMBEDDED


def test_a_moved_file_keeps_its_item_with_all_that_hangs_on_it(library: Library) -> None:
    (item,) = library.store([picture(b"/old/a.png", "a")])
    library.tags.add([item], "sea")
    library.items.mark([item], ItemState.VANISHED)
    assert library.attach(stamp(b"/new/b.png", "a"), b"/new", 1, moved_from=item) == item
    found = library.items.get(item)
    assert found is not None
    assert (found.path, found.state) == (b"/new/b.png", ItemState.PRESENT)
    assert library.tags.of(item) == ("sea",)
    assert total(library, "items") == 1


def test_a_file_moved_over_another_one_takes_its_place(library: Library) -> None:
    first, second = library.store([picture(b"/a.png", "a"), picture(b"/b.png", "b")])
    assert library.attach(stamp(b"/b.png", "a"), None, 1, moved_from=first) == first
    assert library.items.get(second) is None
    assert library.contents.by_hash(digest("b")) is None
    assert [item.path for item in library.items.all()] == [b"/b.png"]


def test_a_content_survives_while_its_only_item_is_taken_over_by_a_moved_one(library: Library) -> None:
    first, _ = library.store([picture(b"/a.png", "a"), picture(b"/b.png", "b")])
    library.store([picture(b"/b.png", "b", moved_from=first)])
    assert [(item.id, item.sha256) for item in library.items.all()] == [(first, digest("b"))]
    assert library.vectors.load(SPACE, Kind.IMAGE).contents.tolist() == [2]


def test_a_move_of_an_item_that_was_forgotten_is_a_new_item(library: Library) -> None:
    first, _ = library.store([picture(b"/a.png", "a"), picture(b"/b.png", "a")])
    library.forget(b"/a.png")
    assert library.attach(stamp(b"/c.png", "a"), None, 1, moved_from=first) not in (first, None)
    assert library.counts().embedded == 2


def test_a_changed_file_leaves_its_old_content(library: Library) -> None:
    (item,) = library.store([text(b"/t.txt", "secret words")])
    assert library.store([text(b"/t.txt", "other things\nentirely")]) == (item,)
    assert library.words.passages(["secret"], 10) == []
    assert len(library.words.passages(["other things"], 10)) == 1
    assert total(library, "contents") == 1


def test_a_changed_file_is_embedded_only_where_its_new_content_is(library: Library) -> None:
    library.store([picture(b"/a.png", "a", (SPACE, OTHER))])
    library.store([picture(b"/a.png", "b", (SPACE,))])
    assert library.items.known(SPACE)[b"/a.png"].outcome is OutcomeKind.EMBEDDED
    assert library.items.known(OTHER)[b"/a.png"].outcome is None


def test_a_failure_keeps_its_reason_in_words_and_as_key_and_fields(library: Library) -> None:
    problem = DamagedFile(kind="image", reason=b"it ends early \xff".decode("utf-8", "surrogateescape"))
    item = library.fail(stamp(b"/bad\xff.png"), b"/", problem, [SPACE], Kind.IMAGE)
    (failure,) = library.outcomes.failures(SPACE)
    assert (failure.path, failure.kind, failure.outcome) == (b"/bad\xff.png", Kind.IMAGE, OutcomeKind.FAILED)
    assert failure.reason == "The image is damaged or cut short: it ends early ?."
    assert library.outcomes.reason(item, SPACE) == ("DamagedFile", {"kind": "image", "reason": "it ends early ?"})


def test_an_unsupported_kind_is_skipped_not_failed(library: Library) -> None:
    library.fail(stamp(b"/film.mp4"), None, UnsupportedKind(what="a video (mp4)"), [SPACE, FEATURES])
    assert [failure.outcome for failure in library.outcomes.failures()] == [OutcomeKind.SKIPPED]
    assert (library.counts().failed, library.counts().skipped) == (0, 1)
    assert library.outcomes.to_retry(SPACE) == ()


def test_a_failure_ends_when_the_file_is_stored(library: Library) -> None:
    item = library.fail(stamp(b"/a.png"), None, DecoderDied(reason="it took too long"), [SPACE])
    assert [found.id for found in library.outcomes.to_retry(SPACE)] == [item]
    assert library.store([picture(b"/a.png", "a")]) == (item,)
    assert library.outcomes.failures() == ()


def test_a_file_that_was_changed_into_a_bad_one_leaves_the_results(library: Library) -> None:
    library.store([picture(b"/a.png", "a")])
    library.fail(stamp(b"/a.png", "longer"), None, DamagedFile(kind="image", reason="x"), [SPACE], Kind.IMAGE)
    assert len(library.vectors.load(SPACE, Kind.IMAGE).vectors) == total(library, "contents") == 0
    assert (library.counts(SPACE).embedded, library.counts(SPACE).failed) == (0, 1)


def test_an_unchanged_file_that_fails_in_another_space_stays_embedded_in_the_first(library: Library) -> None:
    library.store([picture(b"/a.png", "a")])
    library.fail(stamp(b"/a.png", "a"), None, DecoderDied(reason="it crashed"), [SPACE, OTHER], Kind.IMAGE)
    assert library.items.known(SPACE)[b"/a.png"].outcome is OutcomeKind.EMBEDDED
    assert library.items.known(OTHER)[b"/a.png"].outcome is OutcomeKind.FAILED


def test_forgetting_a_file_or_a_folder_counts_what_goes(library: Library) -> None:
    names = [b"/r/a.png", b"/r/sub/b.png", b"/r/sub/c\xff.png", b"/r/subway.png", b"/r", b"/r/sub"]
    library.store([picture(name, str(name)) for name in names])
    library.roots.add(b"/r/sub/deeper")
    assert library.forget(b"/r/a.png") == 1
    assert library.forget(b"/r/su") == 0
    assert library.forget(b"/r/sub/") == 3
    assert library.roots.all() == ()
    assert [item.path for item in library.items.all()] == [b"/r", b"/r/subway.png"]
    assert library.forget(b"/") == 2
    assert total(library, "contents") == total(library, "vectors") == total(library, "parts") == 0


def test_forgetting_an_original_leaves_its_copy_findable(library: Library) -> None:
    library.store([text(b"/a/t.txt", "the same"), text(b"/b/t.txt", "the same")])
    library.forget(b"/a")
    assert len(library.vectors.load(SPACE, Kind.TEXT).vectors) == len(library.words.passages(["same"], 10)) == 1


def test_forgotten_words_are_nowhere_in_the_files(path: Path) -> None:
    secret = "xylophonequartz"
    with Library.open(path, write=True, create=True) as library:
        for n in range(20):
            words = f"{secret} {n}\n" + "\n".join(f"{secret} plain {m}" for m in range(30))
            library.store([text(f"/private-{secret}/{n}.txt".encode(), words, facts={"title": secret})])
            library.store([text(f"/open/{n}.txt".encode(), f"nothing to see {n}")])
        library.tags.add([1], "keep")
        there = b"".join(file.read_bytes() for file in path.parent.glob("library.orrery*"))
        assert secret.encode() in there
        assert library.forget(f"/private-{secret}".encode()) == 20
        left = b"".join(file.read_bytes() for file in path.parent.glob("library.orrery*"))
        assert secret.encode() not in left
        assert secret[2:].encode() not in left
        assert library.check() == []
        assert library.counts().embedded == 20


def test_many_changes_in_one_batch_are_one_change(library: Library) -> None:
    before = library.version
    with library.batch():
        library.store([picture(b"/a.png", "a")])
        library.attach(stamp(b"/b.png", "a"), None, 1)
        library.fail(stamp(b"/c.png"), None, DecoderDied(reason="x"), [SPACE])
    assert library.version == before + 1
    with pytest.raises(ZeroDivisionError), library.batch():
        1 / library.forget(b"/nowhere") if library.forget(b"/") else None
    assert library.counts().embedded == 2


def test_a_library_opened_for_reading_cannot_be_changed(path: Path) -> None:
    Library.open(path, write=True, create=True).close()
    with Library.open(path) as library:
        with pytest.raises(LibraryUnreachable, match="reading only"):
            library.store([picture(b"/a.png", "a")])
        with pytest.raises(sqlite3.OperationalError):
            library._connection._sql.execute("delete from items")


def test_a_full_disk_costs_only_the_batch_in_hand(library: Library) -> None:
    library.store([picture(b"/a.png", "a")])
    pages = library._connection.number("pragma page_count")
    library._connection.number(f"pragma max_page_count = {pages + 2}")
    with pytest.raises(DiskFull, match="What was stored before is safe"):
        library.store([text(f"/{n}.txt".encode(), f"{n} " * 5000) for n in range(30)])
    assert library.counts().embedded == 1
    library._connection.number("pragma max_page_count = 1000000")
    library.store([text(b"/t.txt", "there is room again")])
    assert library.counts().embedded == 2


def test_text_that_no_file_should_hold_is_kept_without_losing_its_place(library: Library) -> None:
    odd = Passage(0, 5, "a\ud800b\0c")
    made = text(b"/t.txt", "x")
    facts = {"title": "\udcff", "number": float("nan"), "words": 2}
    library.store([type(made)(made.stamp, None, Kind.TEXT, made.sha256, (odd,), made.vectors, facts)])
    assert list(library.parts.of_content(1).values()) == [Passage(0, 5, "a?b\0c")]
    facts_back = library.contents.facts(1)
    assert facts_back is not None
    assert "number" not in facts_back
    assert facts_back["words"] == 2


def test_a_library_stays_in_the_thread_that_opened_it(library: Library) -> None:
    seen: list[Exception] = []

    def use() -> None:
        try:
            library.counts()
        except sqlite3.ProgrammingError as error:
            seen.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(seen) == 1


def test_readers_in_threads_see_whole_batches_while_another_writes(path: Path) -> None:
    """Every batch holds five texts of two passages: whoever reads sees multiples of it, and never an error."""
    Library.open(path, write=True, create=True).close()
    done = threading.Event()
    problems: list[object] = []

    def read() -> None:
        with Library.open(path) as reader:
            stored = reader.vectors.load(SPACE, Kind.TEXT)
            while not done.is_set():
                stored = reader.vectors.refresh(stored)
                count = reader.counts().embedded
                if len(stored.vectors) % 10 or count % 5:
                    problems.append((len(stored.vectors), count))
            if len(reader.vectors.refresh(stored).vectors) != 400:
                problems.append("not all arrived")

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        with Library.open(path, write=True) as writer:
            for batch in range(40):
                writer.store([text(f"/{batch}-{n}.txt".encode(), f"{batch} {n}\nmore") for n in range(5)])
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert problems == []


def test_an_unclosed_writer_lets_go_of_the_lock_when_it_is_collected(path: Path) -> None:
    library = Library.open(path, write=True, create=True)
    library._connection.close()
    with pytest.warns(ResourceWarning):
        del library
    Library.open(path, write=True, wait_s=0).close()


def test_a_stamp_of_an_unreadable_file_may_be_empty(library: Library) -> None:
    library.fail(FileStamp(b"/dangling", 0, 0), b"/", DecoderDied(reason="x"), [SPACE])
    assert library.items.known(SPACE)[b"/dangling"].outcome is OutcomeKind.FAILED


def test_a_file_moved_over_another_one_brings_only_its_own_outcomes(library: Library) -> None:
    (moved,) = library.store([picture(b"/a/1.png", "blue")])
    library.store([picture(b"/a.png", "green", (OTHER,))])
    content = library.items.by_path(b"/a.png").content
    library.attach(stamp(b"/a.png", "green"), None, content, moved_from=moved)
    assert library.check() == []
    assert library.counts(SPACE).embedded == 0
    assert library.counts(OTHER).embedded == 1
