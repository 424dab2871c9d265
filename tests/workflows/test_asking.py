"""What a query asks with, as a person would: parts of files, names, phrases, filters, lanes."""

import shutil
from pathlib import Path

import pytest

from orrery.domain.item import Passage
from orrery.domain.modality import Kind
from orrery.domain.query import ItemTerm, Query, Region, Term
from orrery.errors import BadQuery, DamagedFile, EmptyFile
from orrery.search.fusion import Match
from orrery.search.grammar import parse_line
from orrery.workflows.engine import Engine
from orrery.workflows.find import Answer, Answers, Finder
from orrery.workflows.ingest import ingest
from orrery.workflows.textual import is_name, tokens
from packs import COLOURS, tone, write_picture, write_text
from packs import _write_wav as write_wav


@pytest.fixture
def finder(engine: Engine, things: Path) -> Finder:
    ingest(engine, [things])
    return Finder(engine)


def ask(finder: Finder, text: str, limit: int = 20) -> Answers:
    return finder.find(parse_line(text), limit=limit)


def names(answers: Answers) -> list[str]:
    return [hit.item.name for hit in answers.hits]


# ---- parts of files


def test_a_region_of_a_picture_asks_for_what_is_in_it(finder: Finder, tmp_path: Path) -> None:
    both = write_picture(tmp_path / "both.png", COLOURS["red"], second=COLOURS["blue"])
    assert names(ask(finder, f"{both}#xywh=percent:0,0,45,100 kind:image"))[0] == "red.png"
    assert names(ask(finder, f"{both}#xywh=percent:55,0,45,100 kind:image"))[0] == "blue.png"
    assert names(ask(finder, f"{both}#xywh=0,0,20,40 kind:image"))[0] == "red.png"


def test_a_stretch_of_a_sound_asks_for_what_is_heard_in_it(finder: Finder, tmp_path: Path) -> None:
    import numpy as np

    both = write_wav(tmp_path / "both.wav", np.concatenate([tone(200.0, 0.5, 1.0), tone(2500.0, 0.5, 1.0)]))
    assert names(ask(finder, f"{both}#t=0,1 kind:sound"))[0] == "low.wav"
    assert names(ask(finder, f"{both}#t=1 kind:sound"))[0] == "high.wav"


def test_a_passage_of_a_text_asks_for_what_it_says(finder: Finder, tmp_path: Path) -> None:
    both = write_text(tmp_path / "both.txt", "A red red fire. The blue blue sea.")
    assert names(ask(finder, f"{both}#char=0,15 kind:image"))[0] == "red.png"
    assert names(ask(finder, f"{both}#char=16,34 kind:image"))[0] == "blue.png"


def test_a_part_of_an_item_of_the_library_is_asked_with_like_that_of_its_file(
    finder: Finder, engine: Engine, things: Path
) -> None:
    write_picture(things / "both.png", COLOURS["red"], second=COLOURS["blue"])
    ingest(engine, [things])
    with engine.library() as library:
        item = library.items.by_path(str(things / "both.png").encode())
    assert item is not None
    answers = finder.find(Query((Term(ItemTerm(item.id, "both.png", Region(55, 0, 45, 100))),)))
    assert next(hit.item.name for hit in answers.hits if hit.item.kind is Kind.IMAGE) == "blue.png"
    assert "both.png" not in names(answers)


@pytest.mark.parametrize(
    ("part", "problem", "reason"),
    [
        ("red.png#t=0,1", BadQuery, "a picture has #xywh"),
        ("low.wav#char=0,5", BadQuery, "a sound has #t"),
        ("sea.txt#xywh=1,2,3,4", BadQuery, "a text has #char"),
        ("red.png#xywh=500,0,10,10", BadQuery, "outside the file"),
        ("sea.txt#char=900,990", BadQuery, "outside the file"),
        ("low.wav#t=7,9", DamagedFile, "behind its end"),
        ("sea.txt#char=3,4", EmptyFile, "empty"),
    ],
)
def test_a_part_that_is_none_is_told(
    finder: Finder, things: Path, part: str, problem: type[Exception], reason: str
) -> None:
    with pytest.raises(problem, match=reason):
        ask(finder, f"{things}/{part}")


def test_a_file_whose_name_looks_like_a_part_is_found_by_it(finder: Finder, things: Path, tmp_path: Path) -> None:
    odd = tmp_path / "take#t=1,2"
    shutil.copy(things / "red.png", odd)
    assert names(ask(finder, f"{odd} kind:image"))[0] != "red.png"  # its content is asked with
    assert "red.png" not in names(ask(finder, str(odd)))


# ---- words that are really there


def first(finder: Finder, text: str) -> Answer:
    return ask(finder, text).hits[0]


def test_an_exact_name_wins_whatever_it_means(finder: Finder, things: Path, engine: Engine) -> None:
    write_picture(things / "The_Sea 2.png", COLOURS["red"])
    ingest(engine, [things])
    for typed in ("the sea 2", "The_Sea 2.png", '"the sea 2"'):
        hit = first(finder, typed)
        assert (hit.item.name, hit.match) == ("The_Sea 2.png", Match.NAME)
        assert hit.score >= 0.995


def test_a_quoted_phrase_wins_and_tells_where_it_stands(finder: Finder, things: Path, engine: Engine) -> None:
    green = "Green grass grows. " * 40
    write_text(things / "long.txt", f"{green}A zebra crossed the street. {green}")
    ingest(engine, [things])
    assert first(finder, "zebra crossed red fire").item.name != "long.txt"
    hit = first(finder, '"Zebra crossed" + red fire')
    assert (hit.item.name, hit.match) == ("long.txt", Match.PHRASE)
    assert isinstance(hit.part, Passage)
    assert "zebra" in hit.part.text
    assert names(ask(finder, 'red fire OR "zebra crossed"'))[0] == "long.txt"
    assert names(ask(finder, 'green grass NOT "zebra crossed"'))[0] != "long.txt"


def test_words_in_a_text_or_a_name_make_it_likelier(finder: Finder, things: Path, engine: Engine) -> None:
    write_picture(things / "harbour one.png", COLOURS["grey"])
    write_picture(things / "other.png", (129, 128, 128))
    ingest(engine, [things])
    by_name = {hit.item.name: hit for hit in ask(finder, "harbour").hits}
    assert by_name["harbour one.png"].match is Match.NAMED
    assert by_name["harbour one.png"].score > by_name["other.png"].score
    assert {hit.match for hit in ask(finder, "the red fire").hits} == {Match.MEANING, Match.WORDS}


def test_small_words_alone_are_no_sign(finder: Finder) -> None:
    assert {hit.match for hit in ask(finder, "the and is").hits} == {Match.MEANING}


def test_filters_hold_for_names_too(finder: Finder) -> None:
    assert "red.png" not in names(ask(finder, "red.png kind:sound"))


@pytest.mark.parametrize(
    ("text", "name", "is_same"),
    [
        ("img 2041", "IMG_2041.jpeg", True),
        ("Été.jpg", "ete.JPG", True),
        ("archive.tar", "archive.tar.gz", True),
        ("img", "IMG_2041.jpeg", False),
        ("!!!", "!!!", False),
        ("hidden", ".hidden", True),
    ],
)
def test_a_name_is_the_same_but_for_case_accents_signs_and_ending(text: str, name: str, is_same: bool) -> None:
    assert is_name(text, name) is is_same
    assert tokens("Café_2.JPG") == ["cafe", "2", "jpg"]


# ---- filters and lanes


def test_lanes_rank_every_kind_alone_with_the_scores_of_the_merged_ranking(finder: Finder) -> None:
    answers = finder.find(parse_line("red"), limit=3, lanes=True)
    assert list(answers.lanes) == list(Kind)
    merged = finder.find(parse_line("red"), limit=9)
    for kind, lane in answers.lanes.items():
        assert [hit.item.id for hit in lane] == [hit.item.id for hit in merged.hits if hit.item.kind is kind][:3]
        assert {(hit.item.id, hit.score) for hit in lane} <= {(hit.item.id, hit.score) for hit in merged.hits}
    assert list(finder.find(parse_line("red kind:text"), lanes=True).lanes) == [Kind.TEXT]
    assert finder.find(parse_line("red")).lanes == {}


def test_lengths_sizes_and_stars_narrow_the_answers(finder: Finder, engine: Engine, things: Path) -> None:
    write_wav(things / "long.wav", tone(200.0, 0.5, 3.0))
    ingest(engine, [things])
    assert names(ask(finder, "low duration:2s..")) == ["long.wav"]
    assert set(names(ask(finder, "low duration:..2s"))) == {"low.wav", "high.wav", "hiss.wav"}
    small = names(ask(finder, "low size:..100B"))
    assert small
    assert all((things / name).stat().st_size <= 100 for name in small)
    assert names(ask(finder, "low rating:3..")) == []
    with engine.library(write=True) as library, library.batch():
        (rated,) = [item.id for item in library.items.all() if item.name == "red.png"]
        library._connection.change("insert into ratings (item, stars, when_s) values (?, 4, 0)", (rated,))
    assert names(ask(finder, "low rating:3..")) == ["red.png"]
    assert names(ask(finder, "low rating:5")) == []


def test_a_copy_without_the_tag_does_not_answer_for_the_tagged_one(
    finder: Finder, engine: Engine, things: Path
) -> None:
    shutil.copy(things / "red.png", things / "copy.png")
    ingest(engine, [things])
    with engine.library(write=True) as library:
        library.tags.add([item.id for item in library.items.all() if item.name == "red.png"], "kept")
    assert names(ask(finder, "red tag:kept")) == ["red.png"]


def test_copies_and_near_duplicates_fold_under_the_best(finder: Finder, engine: Engine, things: Path) -> None:
    shutil.copy(things / "red.png", things / "another.png")
    write_picture(things / "crimson.png", (231, 21, 20))
    ingest(engine, [things])
    assert {"red.png", "another.png", "crimson.png"} <= set(names(ask(finder, "red kind:image")))
    answers = ask(finder, "red kind:image duplicates:fold")
    best = answers.hits[0]
    assert {best.item.name, *(item.name for item in best.folded)} == {"red.png", "another.png", "crimson.png"}
    assert len(answers.hits) == 4


def test_diverse_answers_are_ranked_by_score_all_the_same(finder: Finder) -> None:
    answers = ask(finder, "red diverse:0.7", limit=4)
    assert len(answers.hits) == 4
    assert [hit.score for hit in answers.hits] == sorted((hit.score for hit in answers.hits), reverse=True)


def test_and_or_and_not_reach_the_answers(finder: Finder) -> None:
    assert {"red.png", "blue.png"} == set(names(ask(finder, "red OR blue kind:image"))[:2])
    assert all(hit.score < 0.1 for hit in ask(finder, "red NOT red kind:image").hits)
    assert names(ask(finder, "red AND colour kind:image"))[0] == "red.png"
