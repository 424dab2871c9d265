import os
from dataclasses import replace
from pathlib import Path

import pytest

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import FileTerm, Filters, Gathering, ItemTerm, Query, Region, Term, Words
from orrery.errors import BadQuery
from orrery.search.grammar import parse_line
from orrery.workflows import organise
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine
from orrery.workflows.find import Finder
from orrery.workflows.ingest import ingest
from orrery.workflows.overview import overview


def _item(engine: Engine, name: str) -> Item:
    return next(item for item in browse(engine, Filters()) if item.name == name)


def _among(engine: Engine, *names: str, kinds: frozenset[Kind] = frozenset()) -> Filters:
    return Filters(kinds=kinds, among=Gathering("some", tuple(_item(engine, name).id for name in names)))


def test_a_gathering_is_listed_in_its_own_order_and_kinds_narrow_it(filled_engine: Engine) -> None:
    among = _among(filled_engine, "sea.txt", "red.png", "blue.png")
    assert [item.name for item in browse(filled_engine, among)] == ["sea.txt", "red.png", "blue.png"]
    pictures = _among(filled_engine, "sea.txt", "red.png", "blue.png", kinds=frozenset({Kind.IMAGE}))
    assert [item.name for item in browse(filled_engine, pictures)] == ["red.png", "blue.png"]


def test_only_items_of_the_gathering_answer(filled_engine: Engine) -> None:
    query = Query((Term(Words("red")),), _among(filled_engine, "low.wav", "blue.png"))
    hits = Finder(filled_engine).find(query).hits
    assert {hit.item.name for hit in hits} == {"low.wav", "blue.png"}


def test_an_empty_gathering_lets_nothing_through(filled_engine: Engine) -> None:
    nothing = Filters(among=Gathering("nothing", ()))
    assert browse(filled_engine, nothing) == ()
    assert Finder(filled_engine).find(Query((Term(Words("red")),), nothing)).hits == ()


def test_a_copy_outside_the_gathering_does_not_answer_for_the_original(filled_engine: Engine, tmp_path: Path) -> None:
    red = _item(filled_engine, "red.png")
    copy = tmp_path / "copy.png"
    copy.write_bytes(Path(os.fsdecode(red.path)).read_bytes())
    ingest(filled_engine, [copy])
    query = Query((Term(Words("red")),), _among(filled_engine, "red.png"))
    assert [hit.item.name for hit in Finder(filled_engine).find(query).hits] == ["red.png"]


def test_a_collection_is_made_added_to_renamed_and_removed(filled_engine: Engine) -> None:
    red, blue = _item(filled_engine, "red.png").id, _item(filled_engine, "blue.png").id
    sea = organise.create_collection(filled_engine, "Sea", [blue]).result
    organise.add_to_collection(filled_engine, sea, [red, blue])
    assert organise.collected(filled_engine, sea) == (blue, red)
    assert [(known.name, known.count) for known in overview(filled_engine).collections] == [("Sea", 2)]
    organise.take_out(filled_engine, sea, [blue])
    assert organise.collected(filled_engine, sea) == (red,)
    organise.create_collection(filled_engine, "Fire")
    assert not organise.rename_collection(filled_engine, sea, "Fire").result
    assert organise.rename_collection(filled_engine, sea, "Ocean").result
    assert [known.name for known in overview(filled_engine).collections] == ["Fire", "Ocean"]
    organise.remove_collection(filled_engine, sea)
    assert organise.collected(filled_engine, sea) is None
    assert overview(filled_engine).total == 9


def test_a_saved_search_is_read_back_as_the_query_it_was(filled_engine: Engine) -> None:
    query = parse_line('red + 0.5:"salt + pepper" - loud kind:image')
    organise.save_search(filled_engine, "reds", query)
    (saved,) = overview(filled_engine).saved_searches
    assert saved.name == "reds"
    assert parse_line(saved.query) == query
    organise.remove_search(filled_engine, saved.id)
    assert overview(filled_engine).saved_searches == ()


def test_an_item_of_the_library_is_saved_as_its_file(filled_engine: Engine) -> None:
    red = _item(filled_engine, "red.png")
    organise.save_search(filled_engine, "like red", Query((Term(ItemTerm(red.id, "red.png"), -2.0),)))
    (saved,) = overview(filled_engine).saved_searches
    assert parse_line(saved.query).terms == (Term(FileTerm(os.fsdecode(red.path)), -2.0),)


def test_a_file_is_saved_by_its_whole_path(
    filled_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    organise.save_search(filled_engine, "here", parse_line("./a picture.png"))
    (saved,) = overview(filled_engine).saved_searches
    assert str(tmp_path) in saved.query


def test_what_cannot_be_written_down_is_not_saved(filled_engine: Engine) -> None:
    for asked in (ItemTerm(999, "gone.png"), FileTerm("/pictures/\udcff.png")):
        with pytest.raises(BadQuery):
            organise.save_search(filled_engine, "none", Query((Term(asked),)))
    assert overview(filled_engine).saved_searches == ()


def test_a_tag_is_put_on_all_and_taken_off_when_all_have_it(filled_engine: Engine) -> None:
    red, blue = _item(filled_engine, "red.png").id, _item(filled_engine, "blue.png").id
    assert organise.tag(filled_engine, [red], "warm", key=4).result
    assert organise.tag(filled_engine, [red, blue], "Warm").result
    (warm,) = overview(filled_engine).tags
    assert (warm.name, warm.count, warm.key) == ("warm", 2, 4)
    assert not organise.tag(filled_engine, [red, blue], "warm").result
    assert organise.tagged(filled_engine, warm.id) == ()


def test_a_saved_search_follows_the_new_name_of_a_tag(filled_engine: Engine) -> None:
    organise.tag(filled_engine, [_item(filled_engine, "red.png").id], "warm")
    organise.save_search(filled_engine, "reds", parse_line("red tag:WARM tag:sea"))
    (tag,) = overview(filled_engine).tags
    done = organise.rename_tag(filled_engine, tag.id, "very hot")
    (saved,) = overview(filled_engine).saved_searches
    assert parse_line(saved.query) == parse_line('red tag:"very hot" tag:sea')
    organise.apply(filled_engine, done.patch, backwards=True)
    (saved,) = overview(filled_engine).saved_searches
    assert parse_line(saved.query) == parse_line("red tag:WARM tag:sea")


def test_new_tags_get_the_next_free_key_and_a_colour_of_their_own(filled_engine: Engine) -> None:
    for number in range(11):
        organise.tag(filled_engine, [], f"tag {number:02}")
    tags = overview(filled_engine).tags
    assert [tag.key for tag in tags] == [*range(1, 10), None, None]
    assert len({tag.colour for tag in tags[:8]}) == 8
    organise.rekey_tag(filled_engine, tags[10].id, 1)
    assert [tag.key for tag in overview(filled_engine).tags][::10] == [None, 1]


def test_every_change_can_be_taken_back(filled_engine: Engine) -> None:
    before = overview(filled_engine)
    red = _item(filled_engine, "red.png").id
    query = parse_line("red kind:image")
    done = [
        organise.tag(filled_engine, [red], "warm").patch,
        organise.recolour_tag(filled_engine, 1, 6).patch,
        organise.rename_tag(filled_engine, 1, "hot").patch,
        organise.create_collection(filled_engine, "Sea", [red]).patch,
        organise.rename_collection(filled_engine, 1, "Ocean").patch,
        organise.save_search(filled_engine, "reds", query).patch,
        organise.rename_search(filled_engine, 1, "all reds").patch,
        organise.remove_search(filled_engine, 1).patch,
        organise.remove_collection(filled_engine, 1).patch,
        organise.remove_tag(filled_engine, 1).patch,
    ]
    for patch in reversed(done):
        organise.apply(filled_engine, patch, backwards=True)
    assert overview(filled_engine) == before


def test_a_saved_search_remembers_the_collection_it_was_asked_in(filled_engine: Engine) -> None:
    filters = replace(_among(filled_engine, "red.png"), kinds=frozenset({Kind.IMAGE}))
    organise.save_search(filled_engine, "reds", Query((Term(Words("red")),), filters))
    (saved,) = overview(filled_engine).saved_searches
    assert (saved.gathering, saved.query) == ("some", "red kind:image")


def test_a_saved_search_keeps_the_part_that_is_asked_with(filled_engine: Engine) -> None:
    red = _item(filled_engine, "red.png")
    part = Region(10, 20, 30, 40)
    organise.save_search(filled_engine, "part", Query((Term(ItemTerm(red.id, "red.png", part)),)))
    (saved,) = overview(filled_engine).saved_searches
    assert parse_line(saved.query).terms == (Term(FileTerm(os.fsdecode(red.path), part)),)
