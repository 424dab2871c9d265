"""The index of a large library, made small: what it answers is what a scan of everything answers, whatever happens."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libraries.made import digest, stamp
from orrery.domain.calibration import Background, Platt
from orrery.domain.item import ItemState, Passage
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.library import lock
from orrery.library.changes import FILES, Patch
from orrery.library.library import Library
from orrery.library.rows import Embedded
from orrery.search.candidates import Candidates
from orrery.search.index import shelf
from orrery.search.nearest import nearest_many
from orrery.search.ranking import Calibration, Chosen, Hit, QueryTerm, rank
from orrery.workflows import indexing, packing
from orrery.workflows.indexing import Indexed, bring_up_to_date, index_folder, writing
from orrery.workflows.packing import DerivedDamaged, is_packing_due, packed

DIM, COUNT = 24, 5
SPACE = VectorSpace("many@1+0", DIM)
MEAN = np.full(DIM, 0.02, np.float32)
PAIRS = [(role, kind) for role in Role for kind in Kind]
FIGURES = Calibration(
    dict.fromkeys(Role, MEAN), dict.fromkeys(PAIRS, Background(0.0, 0.2)), dict.fromkeys(PAIRS, Platt(1.0, -2.0))
)


@contextmanager
def made_small() -> Iterator[None]:
    """Segments of 64 rows, and shortlists of some tens, so that a few hundred rows are a large library."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (shelf, packing):
            patch.setattr(module, "SEGMENT", 64)
        for module in (indexing, packing):
            patch.setattr(module, "SPILL", 16)
        patch.setattr(indexing, "_HELD", 48)
        patch.setattr(packing, "FEW", 8)
        patch.setattr(packing, "QUICK_FROM", 100)
        patch.setattr("orrery.search.shortlist.AT_LEAST", 20)
        patch.setattr("orrery.search.shortlist.PER_HIT", 4)
        yield


@pytest.fixture(autouse=True)
def small() -> Iterator[None]:
    with made_small():
        yield


def texts(names: range, parts: int = 1) -> list[Embedded]:
    """Files of one or more passages, each with a vector that belongs to its name."""
    made = []
    for name in names:
        vectors = np.random.default_rng(name).normal(size=(parts, DIM)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        passages = tuple(Passage(10 * part, 10 * part + 9, f"{name} {part}") for part in range(parts))
        path = f"/{name:05}.txt".encode()
        made.append(
            Embedded(stamp(path, str(name)), None, Kind.TEXT, digest(str((name, parts))), passages, {SPACE: vectors})
        )
    return made


def question(seed: int) -> QueryTerm:
    own = np.random.default_rng(10_000 + seed).normal(size=DIM).astype(np.float32)
    return QueryTerm(own / np.linalg.norm(own), Role.QUERY)


def asked(candidates: Candidates, seed: int = 0, chosen: Chosen | None = None) -> list[Hit]:
    return rank([question(seed)], {Kind.TEXT: candidates}, FIGURES, COUNT, chosen or Chosen())


def everything(library: Library) -> Candidates:
    """What a scan of all vectors works on, read anew."""
    stored = library.vectors.load(SPACE, Kind.TEXT)
    return Candidates.of(Kind.TEXT, stored.vectors, stored.parts, stored.contents, MEAN)


def by_index(held: Indexed) -> Candidates:
    return Candidates.over(Kind.TEXT, held.index, held.alive)


def up_to_date(library: Library, before: Indexed | None = None) -> Indexed:
    return bring_up_to_date(library, SPACE, Kind.TEXT, MEAN, before)


def all_packed(held: Indexed, check: Callable[[], None] = lambda: None, *, is_quick: bool = False) -> Indexed:
    for index in packed(held, check, is_quick=is_quick):
        held = replace(held, index=index)
    return held


def same(library: Library, held: Indexed, seeds: range = range(4)) -> None:
    brute, own = everything(library), by_index(held)
    assert len(own) == len(brute)
    for seed in seeds:
        expected, found = asked(brute, seed), asked(own, seed)
        assert [(hit.content, hit.part) for hit in found] == [(hit.content, hit.part) for hit in expected]
        assert np.allclose([hit.z for hit in found], [hit.z for hit in expected], atol=1e-4)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.orrery", write=True, create=True) as opened:
        yield opened


@pytest.mark.parametrize("parts", [1, 3])
def test_an_index_answers_as_a_scan_of_everything_does(library: Library, parts: int) -> None:
    library.store(texts(range(300), parts))
    held = up_to_date(library)
    same(library, held)
    assert is_packing_due(held)
    held = all_packed(held)
    assert held.index.packed_count == 300 * parts
    same(library, held)
    again = up_to_date(library)
    assert again.index.kept.ids.tolist() == held.index.kept.ids.tolist()
    same(library, all_packed(again))


def test_rows_on_the_disk_and_in_memory_are_asked_alike(library: Library) -> None:
    library.store(texts(range(100)))
    held = up_to_date(library)
    library.store(texts(range(100, 110)))
    index = up_to_date(library, held).index
    assert (len(index.kept), len(index.added)) == (100, 10)
    stored = library.vectors.load(SPACE, Kind.TEXT).vectors.astype(np.float32)
    for rows in (np.array([104, 3, 100, 99]), np.array([2, 1]), np.array([107, 101])):
        asked_for = np.stack([question(0).vector, question(1).vector])
        assert np.array_equal(index.rows(rows), stored[rows])
        assert np.allclose(index.raw_products(rows, asked_for), stored[rows] @ asked_for.T, atol=2e-6)
        assert np.allclose(index.few(rows).dot(asked_for[0]), index.dot(asked_for[0])[rows], atol=2e-6)


@pytest.mark.parametrize("share", [0.01, 0.5, 1.0])
def test_a_filter_finds_what_a_scan_finds_with_it(library: Library, share: float) -> None:
    library.store(texts(range(400)))
    held = all_packed(up_to_date(library))
    chosen = Chosen(np.arange(1, 401)[:: round(1 / share)], np.array([1, 3, 5]))
    for seed in range(6):
        expected = asked(everything(library), seed, chosen)
        assert [hit.content for hit in asked(by_index(held), seed, chosen)] == [hit.content for hit in expected]


def test_what_is_excluded_does_not_answer_and_leaves_its_place_to_others(library: Library) -> None:
    library.store(texts(range(400)))
    held = all_packed(up_to_date(library))
    for seed in range(6):
        best = [hit.content for hit in asked(by_index(held), seed)]
        chosen = Chosen(None, np.array(best[:3]))
        expected = [hit.content for hit in asked(everything(library), seed, chosen)]
        assert [hit.content for hit in asked(by_index(held), seed, chosen)] == expected
        assert len(expected) >= COUNT


@given(seed=st.integers(0, 1_000), share=st.sampled_from([0.1, 0.6, 1.0]))
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_questions_at_once_find_what_each_would(library: Library, seed: int, share: float) -> None:
    if library.vectors.count(SPACE) == 0:
        library.store(texts(range(300)))
    held = all_packed(up_to_date(library))
    mask = None if share == 1.0 else np.random.default_rng(seed).random(len(held.index)) < share
    questions = np.stack([question(seed + number).vector for number in range(5)])
    scan = held.index.few(np.arange(len(held.index)))
    for query, (rows, cosines) in zip(questions, nearest_many(held.index, questions, COUNT, mask), strict=True):
        every = scan.dot(query) if mask is None else np.where(mask, scan.dot(query), -2.0)
        assert np.allclose(cosines, np.sort(every)[::-1][:COUNT], atol=1e-6)
        assert np.allclose(every[rows], cosines, atol=1e-6)


def test_a_quick_scan_reads_half_and_finds_nearly_all(library: Library) -> None:
    space, rng = VectorSpace("wide@1+0", 300), np.random.default_rng(5)
    vectors = rng.normal(size=(640, 300)) * np.arange(1, 301) ** -0.5
    files = [
        replace(entry, vectors={space: (row / np.linalg.norm(row))[None].astype(np.float32)})
        for entry, row in zip(texts(range(640)), vectors, strict=True)
    ]
    library.store(files)
    mean = np.zeros(300, np.float32)
    held = bring_up_to_date(library, space, Kind.TEXT, mean)
    sure, quick = all_packed(held), all_packed(held, is_quick=True)
    assert (sure.index.basis.kept, quick.index.basis.kept) == (512, 128)
    assert (sure.index.is_quick, quick.index.is_quick) == (False, True)
    sizes = {file.stat().st_size for file in index_folder(library.path).rglob("codes-*")}
    assert sizes == {64 * (128 // 2 + 4)}  # those of the other way are gone
    stored = library.vectors.load(space, Kind.TEXT).vectors.astype(np.float32)
    questions = stored[::40] + 0.02 * rng.normal(size=(16, 300)).astype(np.float32)
    for index, recall in ((sure.index, 1.0), (quick.index, 0.99)):
        found = [set(rows.tolist()) for rows, _ in nearest_many(index, questions, 10)]
        wanted = [set(np.argsort(-(stored @ query))[:10].tolist()) for query in questions]
        assert np.mean([len(one & other) / 10 for one, other in zip(found, wanted, strict=True)]) >= recall
    again = all_packed(bring_up_to_date(library, space, Kind.TEXT, mean))
    assert again.index.basis.kept == 512


def test_a_library_that_is_not_large_enough_is_scanned_surely_whatever_was_chosen(library: Library) -> None:
    library.store(texts(range(90)))
    assert not all_packed(up_to_date(library), is_quick=True).index.is_quick


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 90), st.integers(1, 3)),
        st.tuples(st.just("forget"), st.integers(0, 400), st.just(0)),
        st.tuples(st.just("hide"), st.integers(0, 400), st.just(0)),
        st.tuples(st.just("show"), st.integers(0, 400), st.just(0)),
        st.tuples(st.just("change"), st.integers(0, 400), st.integers(1, 3)),
        st.tuples(st.just("take back"), st.just(0), st.just(0)),
        st.tuples(st.just("pack"), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("open"), st.just(0), st.just(0)),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_comes_and_goes_the_index_follows(tmp_path_factory, steps: list[tuple[str, int, int]]) -> None:
    path = tmp_path_factory.mktemp("any") / "library.orrery"
    with made_small(), Library.open(path, write=True, create=True) as library:
        library.store(texts(range(120)))
        held, next_name, patch = up_to_date(library), 120, Patch()
        for what, number, parts in steps:
            items = [item.id for item in library.items.all()]
            near = items[number % len(items) :][:7] if items else []
            if what == "add":
                library.store(texts(range(next_name, next_name + number), parts))
                next_name += number
            elif what == "forget":
                with library.changes.recorded(FILES) as patch:
                    for item in near:
                        library.forget(library.items.get(item).path)
            elif what == "take back":
                library.changes.apply(patch, backwards=True)
                patch = Patch()
            elif what in ("hide", "show"):
                library.items.mark(near, ItemState.VANISHED if what == "hide" else ItemState.PRESENT)
            elif what == "change":
                library.store(texts(range(number % 120, number % 120 + 5), parts))
                patch = Patch()  # it may not fit any more
            elif what == "open":
                held = None
            held = up_to_date(library, held)
            if what == "pack":
                held = all_packed(held, is_quick=bool(number))
            same(library, held, range(1))


def test_what_was_forgotten_is_nowhere_in_the_derived_files(library: Library) -> None:
    library.store(texts(range(200)))
    held = all_packed(up_to_date(library))
    row = held.index.take(np.array([130]))[0].tobytes()
    folder = index_folder(library.path)
    assert any(row in file.read_bytes() for file in folder.rglob("vectors-*"))
    before = {file.name for file in folder.rglob("codes-*")}
    library.forget(b"/00130.txt")
    held = up_to_date(library, held)
    assert not any(row in file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert len({file.name for file in folder.rglob("codes-*")} & before) == 3  # all but rows 128 to 191
    same(library, held)
    same(library, all_packed(held))


@pytest.mark.parametrize("meanwhile", ["nothing", "packed", "opened", "laid out anew"])
def test_what_was_removed_and_taken_back_is_found_again(library: Library, meanwhile: str) -> None:
    library.store(texts(range(200)))
    held = all_packed(up_to_date(library))
    with library.changes.recorded(FILES) as patch:
        library.forget(b"/00130.txt")
        library.forget(b"/00007.txt")
    held = up_to_date(library, held)
    if meanwhile == "packed":
        held = all_packed(held)
    elif meanwhile == "opened":
        held = all_packed(up_to_date(library))
    elif meanwhile == "laid out anew":
        held.shelf.discard()
        held = all_packed(up_to_date(library))
    library.changes.apply(patch, backwards=True)
    held = up_to_date(library, held)
    same(library, held)
    same(library, all_packed(held))
    same(library, up_to_date(library))


def test_when_much_is_gone_the_rest_is_laid_out_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "LARGE", 50)
    library.store(texts(range(200)))
    held = up_to_date(library)
    for name in range(80):
        library.forget(f"/{name:05}.txt".encode())
    held = up_to_date(library, held)
    assert len(held.index) == held.count == 120
    same(library, held)


def test_new_files_stay_in_memory_until_they_are_packed_or_there_are_very_many(library: Library) -> None:
    library.store(texts(range(100)))
    held = all_packed(up_to_date(library))
    for first, last in ((100, 110), (110, 130)):
        library.store(texts(range(first, last)))
        held = up_to_date(library, held)
        assert (len(held.index.kept), len(held.index.added)) == (100, last - 100)
        same(library, held)
    assert is_packing_due(held)
    assert len(all_packed(held).index.kept) == 130
    library.store(texts(range(130, 190)))
    held = up_to_date(library, held)
    assert (len(held.index.kept), len(held.index.added)) == (190, 0)
    same(library, held)


def test_what_is_added_later_does_not_change_what_was_there(library: Library) -> None:
    library.store(texts(range(100)))
    states = [up_to_date(library)]
    for first in range(100, 140, 10):
        library.store(texts(range(first, first + 10)))
        states.append(up_to_date(library, states[-1]))
    other = up_to_date(library, states[1])  # from an older state: it may not write over what the newer ones show
    for held, count in zip([*states, other], [100, 110, 120, 130, 140, 140], strict=True):
        assert held.index.column("contents").tolist() == list(range(1, count + 1))
        vectors = library.vectors.load(SPACE, Kind.TEXT).vectors
        assert np.array_equal(held.index.take(np.arange(count)), vectors[:count])


@pytest.mark.parametrize("place", [5, 105])
def test_what_was_deleted_in_memory_never_comes_to_the_disk(library: Library, place: int) -> None:
    library.store(texts(range(100)))
    old = up_to_date(library)
    library.store(texts(range(100, 125)))
    old = up_to_date(library, old)
    row = old.index.take(np.array([place]))[0].tobytes()
    library.forget(f"/{place:05}.txt".encode())
    held = up_to_date(library, old)
    all_packed(old)  # a state that does not know of it yet
    held = all_packed(held)
    assert len(held.index.kept) == 125
    assert not any(row in file.read_bytes() for file in index_folder(library.path).rglob("*") if file.is_file())
    same(library, held)
    again = up_to_date(library)
    assert again.index.kept.ids.tolist() == held.index.kept.ids.tolist()
    same(library, again)


def test_what_was_deleted_in_memory_and_taken_back_is_found_again(library: Library) -> None:
    library.store(texts(range(100)))
    held = up_to_date(library)
    library.store(texts(range(100, 110)))
    held = up_to_date(library, held)
    with library.changes.recorded(FILES) as patch:
        library.forget(b"/00105.txt")
    held = up_to_date(library, held)
    same(library, held)
    library.changes.apply(patch, backwards=True)
    held = up_to_date(library, held)
    same(library, held)
    same(library, all_packed(held))


def spoil_short(folder: Path) -> None:
    file = next(folder.rglob("vectors-*"))
    file.write_bytes(file.read_bytes()[:-1])


def spoil_note(folder: Path) -> None:
    next(folder.rglob("note.json")).write_text("{", "utf-8")


def spoil_format(folder: Path) -> None:
    file = next(folder.rglob("note.json"))
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"format": 99}), "utf-8")


def spoil_everything(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            file.unlink()


def spoil_ids(folder: Path) -> None:
    file = next(folder.rglob("contents-*"))
    file.write_bytes(np.arange(7, 207).astype(np.int64).tobytes())


@pytest.mark.parametrize("spoil", [spoil_short, spoil_note, spoil_format, spoil_everything, spoil_ids])
def test_derived_files_that_do_not_fit_come_back(library: Library, spoil: Callable[[Path], None]) -> None:
    library.store(texts(range(200)))
    all_packed(up_to_date(library))
    spoil(index_folder(library.path))
    library.store(texts(range(200, 201)))  # so that they are held against the library, not only against their note
    held = up_to_date(library)
    same(library, held)
    same(library, all_packed(held))


def test_a_byte_that_flipped_on_the_disk_is_found_while_packing(library: Library) -> None:
    library.store(texts(range(200)))
    held = up_to_date(library)
    with next(index_folder(library.path).rglob("vectors-*")).open("r+b") as file:
        file.seek(5_000)
        file.write(b"\x07")
    with pytest.raises(DerivedDamaged):
        all_packed(held)
    same(library, all_packed(up_to_date(library)))


def test_damaged_codes_are_made_anew(library: Library) -> None:
    library.store(texts(range(200)))
    all_packed(up_to_date(library))
    damaged = min(index_folder(library.path).rglob("codes-*"))
    damaged.write_bytes(b"\x00" * damaged.stat().st_size)
    held = all_packed(up_to_date(library))
    assert held.index.packed_count == 200
    assert not damaged.exists()
    same(library, held)


def test_damaged_directions_are_found_anew(library: Library) -> None:
    library.store(texts(range(200)))
    all_packed(up_to_date(library))
    next(index_folder(library.path).rglob("basis-*")).write_bytes(b"no archive")
    same(library, all_packed(up_to_date(library)))


def test_files_of_another_library_at_the_same_place_are_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "library.orrery"
    with Library.open(path, write=True, create=True) as library:
        library.store(texts(range(100)))
        all_packed(up_to_date(library))
    for file in tmp_path.glob("library.orrery*"):
        if file.is_file():
            file.unlink()
    with Library.open(path, write=True, create=True) as library:
        library.store(texts(range(500, 600)))
        same(library, up_to_date(library))


def test_stopping_while_packing_loses_nothing(library: Library) -> None:
    library.store(texts(range(300)))
    held = up_to_date(library)

    class Stop(Exception):
        pass

    calls = iter(range(12))

    def check() -> None:
        if next(calls, None) is None:
            raise Stop

    with pytest.raises(Stop):
        all_packed(held, check)
    same(library, all_packed(up_to_date(library)))


def test_another_process_that_writes_does_not_keep_anyone_from_searching(library: Library) -> None:
    library.store(texts(range(100)))
    held = all_packed(up_to_date(library))
    with writing(held.shelf) as may_write:
        assert may_write
        library.store(texts(range(100, 160)))
        later = up_to_date(library, held)
        assert len(later.index.added) == 60
        same(library, later)
    library.store(texts(range(160, 161)))
    assert len(up_to_date(library, later).index.kept) == 161


def test_a_reader_sees_what_was_there_while_another_one_lays_out_anew(library: Library) -> None:
    library.store(texts(range(150)))
    reader = all_packed(up_to_date(library))
    before = [hit.content for hit in asked(by_index(reader))]
    other = up_to_date(library)
    other.shelf.discard()
    same(library, all_packed(up_to_date(library)))
    assert [hit.content for hit in asked(by_index(reader))] == before


PACK = """
import sys
from pathlib import Path
from workflows import test_indexing as own
from orrery.library.library import Library

with own.made_small(), Library.open(Path(sys.argv[1])) as library:
    held = own.up_to_date(library)
    print("open", flush=True)
    for index in own.packed(held, lambda: None):
        print("packed", flush=True)
    print("done", flush=True)
"""


def test_a_kill_at_any_moment_of_packing_leaves_what_fits(library: Library) -> None:
    library.store(texts(range(640)))
    here = Path(__file__).parents[1]
    environment = os.environ | {"PYTHONPATH": f"{Path(lock.__file__).parents[2]}{os.pathsep}{here}"}
    for lines in (1, 3, 6):
        with subprocess.Popen(
            [sys.executable, "-c", PACK, str(library.path)], stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            assert process.stdout is not None
            for _ in range(lines):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        held = up_to_date(library)
        same(library, held, range(2))
        library.store(texts(range(1_000 * lines, 1_000 * lines + 20)))
    held = all_packed(up_to_date(library))
    assert held.index.packed_count >= 690
    same(library, held)
