"""Questions to a real library of the toy pack, in which "red" means red pictures and low sounds."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orrery.domain.item import Passage
from orrery.domain.modality import Kind
from orrery.domain.query import FileTerm, Filters, ItemTerm, Query, Term, Words
from orrery.errors import BadQuery, DamagedFile, NoSuchPath
from orrery.workflows.chart import chart, is_map_current, load_map
from orrery.workflows.engine import Engine
from orrery.workflows.find import Answers, Finder
from orrery.workflows.forget import forget
from orrery.workflows.ingest import ingest
from packs import COLOURS, write_picture, write_text


def words(text: str, **filters: object) -> Query:
    return Query((Term(Words(text)),), Filters(**filters))  # type: ignore[arg-type]


def names(answers: Answers) -> list[str]:
    return [hit.item.name for hit in answers.hits]


@pytest.fixture
def finder(engine: Engine, things: Path) -> Finder:
    ingest(engine, [things])
    return Finder(engine)


def test_every_kind_answers_in_one_ranking(finder: Finder) -> None:
    answers = finder.find(words("red"))
    assert {"red.png", "fire.md"} == set(names(answers)[:2])
    assert len(answers.hits) == 9
    assert [hit.score for hit in answers.hits] == sorted((hit.score for hit in answers.hits), reverse=True)


def test_a_difference_stays_away_from_what_is_taken_off(finder: Finder) -> None:
    both = Query((Term(Words("red")), Term(Words("blue"), -1.0)), Filters(kinds=frozenset({Kind.IMAGE})))
    assert names(finder.find(both))[0] == "red.png"
    assert names(finder.find(both))[-1] == "blue.png"


def test_a_picture_finds_sounds(finder: Finder, things: Path) -> None:
    query = Query((Term(FileTerm(str(things / "red.png"))),), Filters(kinds=frozenset({Kind.SOUND})))
    assert names(finder.find(query))[0] == "low.wav"


def test_an_item_of_the_library_asks_like_its_file(finder: Finder, engine: Engine, things: Path) -> None:
    with engine.library() as library:
        item = library.items.by_path(str(things / "red.png").encode())
    assert item is not None
    by_item = finder.find(Query((Term(ItemTerm(item.id, "red.png")),)))
    by_file = finder.find(Query((Term(FileTerm(str(things / "red.png"))),)))
    assert [(hit.item.name, hit.score) for hit in by_item.hits] == [(hit.item.name, hit.score) for hit in by_file.hits]
    assert "red.png" not in names(by_item)


def test_an_item_that_is_gone_is_told(finder: Finder) -> None:
    with pytest.raises(BadQuery, match="no longer in the library"):
        finder.find(Query((Term(ItemTerm(999, "ghost.png")),)))


def test_a_file_that_cannot_be_read_is_told(finder: Finder, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n cut short")
    with pytest.raises(DamagedFile):
        finder.find(Query((Term(FileTerm(str(broken))),)))
    with pytest.raises(NoSuchPath):
        finder.find(Query((Term(FileTerm(str(tmp_path / "none.png"))),)))


def test_what_is_added_and_forgotten_is_noticed(finder: Finder, engine: Engine, things: Path) -> None:
    before = len(finder.find(words("red")).hits)
    write_picture(things / "crimson.png", (240, 15, 15))
    ingest(engine, [things])
    assert len(finder.find(words("red")).hits) == before + 1
    forget(engine, [things / "crimson.png"])
    assert "crimson.png" not in names(finder.find(words("red")))


def test_copies_stand_side_by_side_ordered_by_path(finder: Finder, engine: Engine, things: Path) -> None:
    shutil.copy(things / "red.png", things / "another.png")
    ingest(engine, [things])
    found = names(finder.find(words("red", kinds=frozenset({Kind.IMAGE}))))
    assert found[:2] == ["another.png", "red.png"]


def test_a_folder_narrows_the_answers_also_for_copies(finder: Finder, engine: Engine, things: Path) -> None:
    (things / "kept").mkdir()
    shutil.copy(things / "red.png", things / "kept" / "copy.png")
    ingest(engine, [things])
    assert names(finder.find(words("red", folders=(str(things / "kept"),)))) == ["copy.png"]


def test_a_cluster_narrows_the_answers(finder: Finder, engine: Engine) -> None:
    picture = chart(engine)
    for info in picture.names.values():
        found = finder.find(words("red", clusters=(info.name,)))
        assert len(found.hits) == info.count


def test_the_part_that_matched_is_told(finder: Finder, engine: Engine, things: Path) -> None:
    write_text(things / "long.txt", "Green grass grows. " * 30 + "A blue blue sea. " + "Green grass grows. " * 30)
    ingest(engine, [things])
    hit = next(hit for hit in finder.find(words("blue sea")).hits if hit.item.name == "long.txt")
    assert isinstance(hit.part, Passage)
    assert "blue" in hit.part.text


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (Words("海边", exact=True), "chinese.txt"),
        (Words("浜辺を走", exact=True), "japanese.txt"),
        (Words("공원", exact=True), "korean.txt"),
        (Words("猫"), "猫.png"),
    ],
)
def test_an_exact_phrase_or_name_wins_in_scripts_without_spaces(
    finder: Finder, engine: Engine, things: Path, asked: Words, first: str
) -> None:
    write_text(things / "chinese.txt", "很多人和海边的狗在一起跑")
    write_text(things / "japanese.txt", "犬が浜辺を走っている")
    write_text(things / "korean.txt", "개가 공원에서 뛰고 있다")
    write_picture(things / "猫.png", (250, 120, 10))
    ingest(engine, [things])
    answers = finder.find(Query((Term(asked),)))
    assert names(answers)[0] == first
    assert answers.hits[0].score >= 0.99 > answers.hits[1].score


def test_neighbours_are_of_the_kind_asked_for_and_never_the_item_itself(finder: Finder, engine: Engine) -> None:
    red = next(hit.item for hit in finder.find(words("red")).hits if hit.item.name == "red.png")
    for kind in Kind:
        near = finder.neighbours(red.id, kind, 2)
        assert 0 < len(near) <= 2
        assert all(answer.item.kind is kind and answer.item.id != red.id for answer in near)
    assert finder.neighbours(999, Kind.IMAGE) == ()


def test_why_it_matched_names_what_both_are_near_to(finder: Finder) -> None:
    answers = finder.find(words("red"))
    reasons = finder.explain(words("red"), answers.hits[0].item.id)
    assert reasons
    assert all(0 <= reason.score <= 1 for reason in reasons)


def test_a_file_that_was_asked_with_is_not_decoded_again_to_explain(finder: Finder, tmp_path: Path) -> None:
    outside = write_picture(tmp_path / "outside.png", COLOURS["red"])
    query = Query((Term(FileTerm(str(outside))),))
    best = finder.find(query).hits[0]
    outside.unlink()
    assert finder.explain(query, best.item.id)


def test_an_empty_library_answers_nothing(make_engine: Callable[[str], Engine]) -> None:
    finder = Finder(make_engine("empty.orrery"))
    assert finder.find(words("red")).hits == ()
    assert finder.is_empty


def test_the_map_is_made_once_and_again_when_the_library_changed(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    assert load_map(engine) is None
    assert not is_map_current(engine)
    first = chart(engine)
    assert is_map_current(engine)
    assert chart(engine).version == first.version
    write_picture(things / "white.png", COLOURS["white"])
    ingest(engine, [things])
    assert not is_map_current(engine)
    assert len(chart(engine).items) == len(first.items) + 1


def test_the_same_files_give_the_same_map_in_whatever_order_they_came(
    make_engine: Callable[[str], Engine], things: Path
) -> None:
    places = []
    for name, order in (("one", sorted(things.iterdir())), ("two", sorted(things.iterdir(), reverse=True))):
        engine = make_engine(f"{name}.orrery")
        for path in order:
            ingest(engine, [path])
        picture = chart(engine)
        with engine.library() as library:
            items = library.items.several(picture.items.tolist())
        named = {items[item].name: tuple(at) for item, at in zip(picture.items.tolist(), picture.points, strict=True)}
        places.append(named)
    assert places[0] == places[1]
