import numpy as np
import pytest

from libraries.made import FEATURES, OTHER, SPACE, digest, picture, sound, stamp, text, vector
from orrery.domain.item import ItemState
from orrery.domain.modality import Kind
from orrery.errors import DamagedFile
from orrery.library.library import Library
from orrery.library.rows import StoredVectors


def contents(stored: StoredVectors) -> list[int]:
    return stored.contents.tolist()


def test_vectors_of_an_empty_library_are_an_empty_matrix(library: Library) -> None:
    stored = library.vectors.load(SPACE, Kind.IMAGE)
    assert stored.vectors.shape == (0, 3)
    assert stored.vectors.dtype == np.float16
    assert stored.parts.shape == stored.contents.shape == (0,)
    assert library.vectors.refresh(stored) is stored
    assert library.vectors.count(SPACE) == 0


def test_a_matrix_holds_one_kind_of_one_space(library: Library) -> None:
    library.store([picture(b"/a.png", "a", (SPACE, FEATURES)), sound(b"/s.wav", "s", 3), text(b"/t.txt", "one\ntwo")])
    assert [library.vectors.load(SPACE, kind).vectors.shape for kind in Kind] == [(1, 3), (3, 3), (2, 3)]
    assert [library.vectors.load(FEATURES, kind).vectors.shape for kind in Kind] == [(1, 2), (0, 2), (0, 2)]
    assert library.vectors.count(SPACE) == 6
    windows = library.vectors.load(SPACE, Kind.SOUND)
    expected = [vector(("s", SPACE.id, n)) for n in range(3)]
    np.testing.assert_allclose(windows.vectors, expected, atol=1e-3)
    same, parts = library.vectors.of_content(2, SPACE)
    np.testing.assert_array_equal(same, windows.vectors)
    assert parts.tolist() == windows.parts.tolist()


def test_more_vectors_than_are_fetched_at_a_time_arrive_in_order(library: Library, monkeypatch) -> None:
    monkeypatch.setattr("orrery.library.vectors._PIECE", 7)
    library.store([sound(f"/{n}.wav".encode(), str(n), 3) for n in range(10)])
    stored = library.vectors.load(SPACE, Kind.SOUND)
    assert contents(stored) == sorted(list(range(1, 11)) * 3)
    for row, (part, content) in enumerate(zip(stored.parts, stored.contents, strict=True)):
        matrix, parts = library.vectors.of_content(content, SPACE)
        np.testing.assert_array_equal(stored.vectors[row], matrix[parts.tolist().index(part)])


@pytest.mark.parametrize("state", [ItemState.VANISHED, ItemState.UNAVAILABLE])
def test_what_is_missing_is_hidden_and_comes_back(library: Library, state: ItemState) -> None:
    library.store([picture(b"/a.png", "a"), picture(b"/b.png", "b"), picture(b"/copy of b.png", "b")])
    stored = library.vectors.load(SPACE, Kind.IMAGE)
    library.items.mark([1, 2], state)
    stored = library.vectors.refresh(stored)
    assert contents(stored) == [2]
    library.items.mark([1], ItemState.PRESENT)
    assert contents(library.vectors.refresh(stored)) == [1, 2]


def test_only_added_rows_are_read_again(library: Library) -> None:
    library.store([picture(b"/a.png", "a")])
    stored = library.vectors.load(SPACE, Kind.IMAGE)
    library.store([picture(b"/b.png", "b"), sound(b"/s.wav", "s")])
    library.fail(stamp(b"/b.png", "changed"), None, DamagedFile(kind="image", reason="x"), [SPACE])
    library.store([picture(b"/b.png", "b")])
    asked: list[str] = []
    library._connection._sql.set_trace_callback(asked.append)
    refreshed = library.vectors.refresh(stored)
    assert contents(refreshed) == [1, 4]
    library.store([picture(b"/c.png", "c")])
    asked.clear()
    again = library.vectors.refresh(refreshed)
    assert any(f"id > {refreshed.last}" in sql for sql in asked)
    assert contents(again)[:2] == contents(refreshed)
    assert len(contents(again)) == 3
    library._connection._sql.set_trace_callback(None)


def test_the_version_tells_what_makes_a_matrix_stale(library: Library) -> None:
    library.store([picture(b"/a.png", "a")])

    def changes(act) -> bool:
        before, everything = library.vectors.version(SPACE), library.version
        act()
        assert library.version > everything
        return library.vectors.version(SPACE) > before

    assert changes(lambda: library.store([picture(b"/b.png", "b")]))
    assert changes(lambda: library.items.mark([1], ItemState.VANISHED))
    assert changes(lambda: library.attach(stamp(b"/c.png", "a"), None, 1))
    assert changes(lambda: library.forget(b"/b.png"))
    assert changes(lambda: library.store([picture(b"/c.png", "a", (OTHER,))]))
    assert not changes(lambda: library.tags.add([1], "sea"))
    assert not changes(lambda: library.searches.save("a", "b"))
    assert not changes(lambda: library.roots.add(b"/"))


def test_a_reader_sees_that_another_connection_changed_the_library(library: Library) -> None:
    with Library.open(library.path) as reader:
        stored = reader.vectors.load(SPACE, Kind.IMAGE)
        library.store([picture(b"/a.png", "a")])
        assert reader.vectors.version(SPACE) > stored.version
        assert contents(reader.vectors.refresh(stored)) == [1]


@pytest.mark.parametrize("name", ["of_content", "by_hash", "attach", "store", "check"])
def test_what_is_asked_of_one_content_never_looks_through_a_whole_space(library: Library, name: str) -> None:
    library.store([picture(f"/{n}.png".encode(), str(n)) for n in range(3)])
    asked: list[str] = []
    library._connection._sql.set_trace_callback(asked.append)
    {
        "of_content": lambda: library.vectors.of_content(1, SPACE),
        "by_hash": lambda: library.contents.by_hash(digest("1")),
        "attach": lambda: library.attach(stamp(b"/copy", "1"), None, 2),
        "store": lambda: library.store([sound(b"/1.wav", "1", 3), picture(b"/2.png", "changed")]),
        "check": library.check,
    }[name]()
    library._connection._sql.set_trace_callback(None)
    queries = [sql for sql in asked if "vectors" in sql and sql.lstrip().startswith(("select", "insert", "delete"))]
    assert queries
    for sql in queries:
        plan = [row[3] for row in library._connection._sql.execute("explain query plan " + sql)]
        inner = [step for step in plan if "vectors_of_space" in step or "SCAN vectors" in step]
        assert not inner or (name == "check" and plan[0] == inner[0]), plan
