import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from libraries.made import HERE, SPACE, picture, text
from nobody import open_the_way, run_as_nobody
from orrery.domain.modality import Kind
from orrery.errors import DiskFull, LibraryDamaged, LibraryNewer, LibraryUnreachable
from orrery.library import opening, schema
from orrery.library.library import Library
from orrery.library.lock import WriterLock


def filled(path: Path, count: int = 50) -> None:
    with Library.open(path, write=True, create=True) as library:
        library.store([text(f"/r/{n}.txt".encode(), f"words number {n}\n" + "long " * 500) for n in range(count)])


NEXT = schema.newest() + 1


def names_beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def pragma(path: Path, name: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"pragma {name}").fetchone()[0]


def test_a_new_library_has_the_settings_that_it_is_measured_with(path: Path) -> None:
    with Library.open(path, write=True, create=True) as library:
        assert library._connection.number("pragma foreign_keys") == 1
        assert library._connection.number("pragma synchronous") == 1
        assert library._connection.number("pragma secure_delete") == 1
    assert pragma(path, "page_size") == 16384
    assert pragma(path, "journal_mode") == "wal"
    assert pragma(path, "user_version") == schema.newest()
    assert pragma(path, "application_id") == schema.APPLICATION_ID


def test_every_table_of_ours_is_strict(path: Path) -> None:
    Library.open(path, write=True, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("select name, type, strict from pragma_table_list where schema = 'main'").fetchall()
    loose = {name for name, kind, strict in tables if kind == "table" and not strict}
    assert loose == {"sqlite_schema", "sqlite_sequence"}
    assert len(tables) > 20


def test_a_closed_library_is_one_file_and_its_lock(path: Path) -> None:
    filled(path)
    Library.open(path).close()
    assert names_beside(path) == ["library.orrery", "library.orrery-lock"]


def test_a_library_is_created_with_its_folder(tmp_path: Path) -> None:
    deep = tmp_path / "not" / "there" / "yet ünï?#%20" / "l.orrery"
    with Library.open(deep, create=True) as library:
        assert library.counts().embedded == 0
    assert deep.is_file()


def test_creating_one_that_is_there_opens_it(path: Path) -> None:
    filled(path, 3)
    with Library.open(path, write=True, create=True) as library:
        assert library.counts().embedded == 3


def test_whoever_reads_a_library_that_is_just_being_made_need_not_wait_until_it_is_filled(path: Path) -> None:
    with ThreadPoolExecutor(1) as readers, closing(WriterLock(path)):
        reading = readers.submit(lambda: Library.open(path, create=True, wait_s=60).close())
        opening.create(path)
        reading.result(timeout=20)  # while the lock is held


def test_nothing_is_left_when_there_is_no_library(path: Path) -> None:
    for write in (False, True):
        with pytest.raises(LibraryUnreachable, match="no such file"):
            Library.open(path, write=write)
    assert names_beside(path) == []


def test_a_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnreachable, match="it is a folder"):
        Library.open(tmp_path, write=True, create=True)


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"hello", "it is something else"),
        (os.urandom(50_000), "it is something else"),
        (b"SQLite format 3\0", "cut short"),
        (b"SQLite format 3\0" + bytes(range(256)) * 400, "."),
    ],
)
def test_a_file_of_something_else_is_refused_and_left_as_it_is(
    path: Path, content: bytes, reason: str, write: bool
) -> None:
    path.write_bytes(content)
    with pytest.raises(LibraryDamaged, match=reason):
        Library.open(path, write=write, create=write)
    assert path.read_bytes() == content


@pytest.mark.parametrize("share", [0.01, 0.3, 0.99])
def test_a_library_that_is_cut_short_is_damaged(path: Path, share: float) -> None:
    filled(path)
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))
    with pytest.raises(LibraryDamaged, match="cut short"):
        Library.open(path)


def test_a_library_with_garbage_inside_is_damaged_at_opening_or_when_checked(path: Path) -> None:
    filled(path)
    whole = path.read_bytes()
    for start in range(16384, len(whole) - 30_000, len(whole) // 7):
        path.write_bytes(whole[:start] + b"\xa5" * 20_000 + whole[start + 20_000 :])
        try:
            with Library.open(path) as library:
                assert library.check() != []
        except LibraryDamaged:
            continue


def test_the_database_of_another_program_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table bookmarks (url text)")
    before = path.read_bytes()
    with pytest.raises(LibraryDamaged, match="another program"):
        Library.open(path, write=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [False, True])
def test_a_newer_library_is_refused_and_not_changed(path: Path, write: bool) -> None:
    filled(path, 2)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version = 99")
    before = path.read_bytes()
    with pytest.raises(LibraryNewer, match=rf"schema 99, this version knows {schema.newest()}"):
        Library.open(path, write=write)
    assert path.read_bytes() == before
    assert names_beside(path) == ["library.orrery", "library.orrery-lock"]


def test_a_journal_left_by_a_removed_library_is_not_played_into_a_new_one(path: Path) -> None:
    filled(path, 2)
    with Library.open(path) as reader:  # keeps the writer's journal from being cleared away
        filled(path, 9)
        assert reader.counts().embedded == 9
        journal = Path(f"{path}-wal").read_bytes()
    assert journal
    path.unlink()
    Path(f"{path}-wal").write_bytes(journal)
    with Library.open(path, write=True, create=True) as library:
        assert library.counts().embedded == 0
        assert library.check() == []


def test_the_remains_of_a_killed_creation_do_not_matter(path: Path) -> None:
    Path(f"{path}-new").write_bytes(b"half a library")
    with Library.open(path, write=True, create=True) as library:
        assert library.check() == []
    assert not Path(f"{path}-new").exists()


def test_a_library_of_the_first_schema_opens(path: Path) -> None:
    shutil.copy(HERE / "v1.db", path)
    with Library.open(path, write=True) as library:
        assert library.schema == schema.newest()
        assert library.check() == []
        counts = library.counts(SPACE)
        assert counts.items == {Kind.IMAGE: 2, Kind.SOUND: 1, Kind.TEXT: 1}
        assert (counts.embedded, counts.failed, counts.skipped, counts.vanished) == (4, 1, 1, 1)
        assert library.tags.all() == {"seaside": 1}


def test_a_library_of_the_second_schema_keeps_colours_keys_and_where_a_search_was_asked(path: Path) -> None:
    shutil.copy(HERE / "v2.db", path)
    with Library.open(path, write=True) as library:
        assert library.check() == []
        assert [(tag.name, tag.count, tag.colour, tag.key) for tag in library.tags.known()] == [("seaside", 1, 5, 3)]
        assert [search.gathering for search in library.searches.all()] == ["collection 1"]


def test_a_map_of_the_second_schema_has_clusters_of_the_middle_level_without_names_of_the_users(path: Path) -> None:
    shutil.copy(HERE / "v2.db", path)
    with Library.open(path, write=True) as library:
        layout = library.layouts.latest(SPACE)
        assert layout is not None
        assert [(cluster.level, cluster.given) for cluster in layout.clusters] == [(1, None)] * len(layout.clusters)
        assert layout.clusters
        assert layout.later == 0


def test_a_library_of_the_third_schema_keeps_the_names_of_clusters(path: Path) -> None:
    shutil.copy(HERE / "v3.db", path)
    with Library.open(path, write=True) as library:
        assert library.check() == []
        layout = library.layouts.latest(SPACE)
        assert layout is not None
        assert layout.clusters[0].shown == "Our holidays"


@pytest.mark.parametrize("file", sorted(HERE.glob("v*.db")), ids=lambda file: file.stem)
def test_file_names_are_found_in_libraries_of_every_schema(path: Path, file: Path) -> None:
    shutil.copy(file, path)
    with Library.open(path, write=True) as library:
        assert [name for _, name in library.words.names(["red", "copy"], 10)] == ["copy of red.png"]
        assert library.check() == []


def test_a_library_of_the_fifth_schema_keeps_its_model_and_the_one_that_is_being_made(path: Path) -> None:
    shutil.copy(HERE / "v5.db", path)
    with Library.open(path, write=True) as library:
        assert library.check() == []
        used, wanted = library.spaces.in_use(), library.spaces.wanted()
        assert used is not None
        assert wanted is not None
        assert (used.space, used.pack, wanted.pack) == (SPACE, "toy", "other")


def test_texts_and_names_without_spaces_are_found_in_a_library_of_the_sixth_schema(path: Path) -> None:
    shutil.copy(HERE / "v6.db", path)
    with Library.open(path, write=True) as library:
        assert library.check() == []
        assert len(library.words.passages(["浜辺"], 10)) == 1
        assert [name for _, name in library.words.names(["的狗"], 10)] == ["海边的狗.png"]


def test_what_an_older_library_holds_without_spaces_is_found_after_its_steps(path: Path) -> None:
    shutil.copy(HERE / "v5.db", path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update passages set text = '海边的狗在跑' where part = (select min(part) from passages)")
        connection.execute("update items set shown = '/red copy/红色.png' where id = 1")
    with Library.open(path, write=True) as library:
        assert len(library.words.passages(["狗在"], 10)) == 1
        assert [name for _, name in library.words.names(["红色"], 10)] == ["红色.png"]
        assert library.check() == []


def test_the_largest_space_of_an_older_library_counts_as_the_one_in_use(path: Path) -> None:
    shutil.copy(HERE / "v3.db", path)
    with Library.open(path) as library:
        used = library.spaces.in_use()
        assert used is not None
        assert (used.space, used.pack) == (SPACE, SPACE.id.partition("@")[0])
        assert library.spaces.before() is None


def test_there_is_a_library_file_for_every_schema_that_was_ever_merged() -> None:
    assert {file.name for file in HERE.glob("v*.db")} == {f"v{number}.db" for number in schema.STEPS}


def add_moods(connection: sqlite3.Connection) -> None:
    connection.execute("create table moods (item integer primary key references items (id), mood text) strict")
    connection.execute("insert into moods select id, 'calm' from items")


@pytest.mark.parametrize("write", [False, True])
def test_an_older_library_is_backed_up_and_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch, write: bool
) -> None:
    filled(path, 4)
    monkeypatch.setitem(schema.STEPS, NEXT, add_moods)
    with Library.open(path, write=write) as library:
        assert library.schema == NEXT
        assert library._connection.number("select count(*) from moods") == 4
        assert library.counts().embedded == 4
        assert library.check() == []
    backup = Path(f"{path}.v{NEXT - 1}-backup")
    monkeypatch.undo()
    with Library.open(backup) as library:
        assert library.counts().embedded == 4
        assert library.check() == []


def test_a_second_backup_does_not_replace_the_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path, 1)
    Path(f"{path}.v{NEXT - 1}-backup").write_bytes(b"precious")
    monkeypatch.setitem(schema.STEPS, NEXT, add_moods)
    Library.open(path).close()
    assert Path(f"{path}.v{NEXT - 1}-backup").read_bytes() == b"precious"
    assert Path(f"{path}.v{NEXT - 1}-backup-2").stat().st_size > 0


def test_a_step_that_fails_leaves_the_library_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path, 4)

    def half(connection: sqlite3.Connection) -> None:
        add_moods(connection)
        connection.execute("delete from tags")
        raise KeyboardInterrupt

    monkeypatch.setitem(schema.STEPS, NEXT, half)
    with pytest.raises(KeyboardInterrupt):
        Library.open(path, write=True)
    monkeypatch.undo()
    with Library.open(path, write=True) as library:
        assert library.counts().embedded == 4
        assert library.check() == []


def test_a_step_that_breaks_a_reference_is_taken_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path, 4)
    monkeypatch.setitem(schema.STEPS, NEXT, lambda connection: connection.execute("delete from contents"))
    with pytest.raises(LibraryDamaged, match="contradict"):
        Library.open(path, write=True)
    monkeypatch.undo()
    with Library.open(path) as library:
        assert library.check() == []


def test_no_room_for_a_step_is_a_full_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path, 4)

    def large(connection: sqlite3.Connection) -> None:
        connection.execute(f"pragma max_page_count = {connection.execute('pragma page_count').fetchone()[0]}")
        connection.execute("create table large (bytes blob)")
        connection.execute("insert into large values (zeroblob(1000000))")

    monkeypatch.setitem(schema.STEPS, NEXT, large)
    with pytest.raises(DiskFull):
        Library.open(path, write=True)
    monkeypatch.undo()
    with Library.open(path) as library:
        assert library.counts().embedded == 4


def test_opening_does_not_depend_on_a_folder_s_strange_name(tmp_path: Path) -> None:
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a?mode=memory&b#c%41\xff"))
    with Library.open(strange / "l.orrery", write=True, create=True) as library:
        library.store([picture(b"/a.png", "a")])
    assert (strange / "l.orrery").stat().st_size > 0
    with Library.open(strange / "l.orrery") as library:
        assert library.counts().embedded == 1


READ_AS_NOBODY = """
import sys
from pathlib import Path
from orrery.errors import OrreryError
from orrery.library.library import Library
from orrery.library.lock import WriterLock
for write in (False, True):
    try:
        with Library.open(Path(sys.argv[1]), write=write) as library:
            print("opened", library.counts().embedded)
    except OrreryError as error:
        print(error.key, error)
"""


def as_nobody(path: Path) -> list[str]:
    """What a user without rights sees when reading and when writing."""
    open_the_way(path.parent)
    return run_as_nobody(READ_AS_NOBODY, path)


def test_a_folder_that_may_not_be_written_to_is_read(path: Path) -> None:
    filled(path, 3)
    reading, writing = as_nobody(path)
    assert reading == "opened 3"
    assert writing.startswith("LibraryUnreachable")


def test_a_library_that_may_not_be_read_is_told(path: Path) -> None:
    filled(path, 3)
    path.chmod(0o600)
    reading, writing = as_nobody(path)
    assert reading.startswith("LibraryUnreachable")
    assert "permission denied" in reading
    assert writing.startswith("LibraryUnreachable")


def test_a_place_that_is_a_file_cannot_hold_a_library(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryUnreachable):
        Library.open(tmp_path / "file" / "l.orrery", write=True, create=True)


def test_another_process_that_closes_never_takes_the_journal_from_one_that_is_open(path: Path) -> None:
    # A file that is closed loses all locks its process has on it, also those of SQLite; another process would then take
    # itself for the last one, and remove the journal under the open connection.
    filled(path)
    with Library.open(path, write=True, alone=False) as first:
        Library.open(path).close()  # looks at the file once more, and closes what it looked with
        ask = "import sys; from orrery.library.library import Library; Library.open(sys.argv[1]).close()"
        subprocess.run([sys.executable, "-c", ask, path], check=True)
        assert path.with_name(path.name + "-wal").exists()
        assert first.counts()
        with Library.open(path) as second:
            assert second.counts() == first.counts()
