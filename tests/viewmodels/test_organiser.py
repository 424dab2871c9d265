import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Gathering, ItemTerm, Query, Term
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.organiser import Notice, Organiser, organiser_of
from orrery.viewmodels.sidebar_model import NewCollection, RowRole, ShowCollection, SidebarModel
from orrery.workflows.attention import Attention, Strange
from orrery.workflows.engine import Engine
from orrery.workflows.job import JobContext


@pytest.fixture
def explorer(qapp: object, filled_engine: Engine, qtbot: QtBot) -> Iterator[Explorer]:
    made = Explorer(filled_engine)
    organiser_of(made)
    made.refresh()
    _settled(made, qtbot)
    yield made
    assert made.close()


@pytest.fixture
def organiser(explorer: Explorer) -> Organiser:
    return organiser_of(explorer)


@pytest.fixture
def listed(explorer: Explorer) -> list[tuple[Item, ...]]:
    seen: list[tuple[Item, ...]] = []
    explorer.listed.connect(seen.append)
    return seen


def _settled(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)


def _ids(explorer: Explorer) -> list[int]:
    assert explorer.picture is not None
    return explorer.picture.items.tolist()


def _lines(model: SidebarModel) -> dict[str, str]:
    rows = [model.index(row) for row in range(model.rowCount())]
    return {index.data(): index.data(RowRole.COUNT) for index in rows}


def _active(model: SidebarModel) -> list[str]:
    rows = [model.index(row) for row in range(model.rowCount())]
    return [index.data() for index in rows if index.data(RowRole.ACTIVE)]


def test_there_is_one_organiser_in_a_window(explorer: Explorer, organiser: Organiser) -> None:
    assert organiser_of(explorer) is organiser


def test_a_new_collection_is_counted_and_shows_only_its_items(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot, listed: list[tuple[Item, ...]]
) -> None:
    model = SidebarModel(explorer, explorer)
    first, second, third = _ids(explorer)[:3]
    organiser.create("  Sea trip ", (third, first))
    _settled(explorer, qtbot)
    assert _lines(model)["Sea trip"] == "2"
    organiser.show_collection(organiser.collections[0].id)
    _settled(explorer, qtbot)
    assert explorer.shown == {first, third}
    assert {item.id for item in listed[-1]} == {first, third}
    assert _active(model) == ["Sea trip"]
    organiser.add(organiser.collections[0], (second,))
    _settled(explorer, qtbot)
    assert explorer.shown == {first, second, third}
    organiser.take_out(organiser.collections[0], (first,))
    _settled(explorer, qtbot)
    assert explorer.shown == {second, third}
    explorer.show_everything()
    _settled(explorer, qtbot)
    assert explorer.shown is None
    assert _active(model) == ["Everything"]


def test_kinds_narrow_a_collection_and_a_question_stays_inside_it(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot
) -> None:
    organiser.create("All", tuple(_ids(explorer)[:8]))
    _settled(explorer, qtbot)
    organiser.show_collection(organiser.collections[0].id)
    _settled(explorer, qtbot)
    explorer.show_kinds((Kind.IMAGE,))
    explorer.ask_text("red")
    _settled(explorer, qtbot)
    assert explorer.answers is not None
    assert explorer.answers.hits
    assert all(hit.item.kind is Kind.IMAGE for hit in explorer.answers.hits)
    assert {hit.item.id for hit in explorer.answers.hits} <= set(_ids(explorer)[:8])
    assert explorer.shown is not None
    assert {hit.item.id for hit in explorer.answers.hits} == explorer.shown


def test_a_folder_takes_the_place_of_a_collection(explorer: Explorer, organiser: Organiser, qtbot: QtBot) -> None:
    organiser.create("One", tuple(_ids(explorer)[:1]))
    _settled(explorer, qtbot)
    organiser.show_collection(organiser.collections[0].id)
    _settled(explorer, qtbot)
    explorer.show_folder("/")
    _settled(explorer, qtbot)
    assert explorer.scope.among is None
    assert explorer.shown is not None
    assert len(explorer.shown) == 9


def test_removing_the_collection_in_view_shows_everything(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot
) -> None:
    organiser.create("Gone soon", tuple(_ids(explorer)[:2]))
    _settled(explorer, qtbot)
    (collection,) = organiser.collections
    organiser.show_collection(collection.id)
    _settled(explorer, qtbot)
    organiser.remove(collection)
    _settled(explorer, qtbot)
    assert explorer.shown is None
    assert organiser.collections == ()


def test_going_back_into_a_collection_shows_it_as_it_is_now(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot
) -> None:
    first, second = _ids(explorer)[:2]
    organiser.create("Mine", (first,))
    _settled(explorer, qtbot)
    organiser.show_collection(organiser.collections[0].id)
    _settled(explorer, qtbot)
    explorer.ask_text("red")
    _settled(explorer, qtbot)
    organiser.ask_saved("blue")
    organiser.add(organiser.collections[0], (second,))
    _settled(explorer, qtbot)
    explorer.back()
    _settled(explorer, qtbot)
    assert explorer.shown == {first, second}


def test_a_name_that_is_taken_is_told_and_nothing_is_renamed(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot
) -> None:
    organiser.create("One")
    organiser.create("Two")
    _settled(explorer, qtbot)
    told: list[str] = []
    explorer.told.connect(told.append)
    organiser.rename(organiser.collections[0], "Two")
    _settled(explorer, qtbot)
    assert told == ["There is a collection called “Two” already."]
    organiser.rename(organiser.collections[0], "Three")
    _settled(explorer, qtbot)
    assert {one.name for one in organiser.collections} == {"Three", "Two"}


def test_a_change_does_not_wait_for_a_job_that_holds_the_library(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot
) -> None:
    def hold(job: JobContext) -> None:
        with explorer.engine.library(write=True):
            _wait(job.check)

    job = explorer.run("Adding Photos", hold, lambda _: None)
    organiser.create("Now")
    qtbot.waitUntil(lambda: [one.name for one in organiser.collections] == ["Now"], timeout=20_000)
    explorer.history.undo()
    qtbot.waitUntil(lambda: organiser.collections == (), timeout=20_000)
    assert [one.id for one in explorer.runner.jobs] == [job.id]
    explorer.runner.stop(job.id)
    _settled(explorer, qtbot)


def test_a_saved_search_is_asked_again_everywhere(explorer: Explorer, organiser: Organiser, qtbot: QtBot) -> None:
    explorer.ask_text("red - loud kind:image")
    _settled(explorer, qtbot)
    assert organiser.suggested_name == "red - loud kind:image"
    organiser.save_search("reds")
    _settled(explorer, qtbot)
    asked = explorer.query
    explorer.clear()
    organiser.create("One", tuple(_ids(explorer)[:1]))
    _settled(explorer, qtbot)
    organiser.show_collection(organiser.collections[0].id)
    _settled(explorer, qtbot)
    assert explorer.overview is not None
    organiser.ask_saved(explorer.overview.saved_searches[0].query)
    _settled(explorer, qtbot)
    assert explorer.query == asked
    assert explorer.scope.among is None
    assert explorer.scope.kinds == {Kind.IMAGE}


def test_a_question_with_an_item_that_is_gone_is_told_not_saved(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot
) -> None:
    explorer.ask(Query((Term(ItemTerm(999, "gone.png")),)))
    _settled(explorer, qtbot)
    with qtbot.waitSignal(explorer.told) as told:
        organiser.save_search("gone")
    _settled(explorer, qtbot)
    assert "no longer in the library" in told.args[0]
    assert explorer.overview is not None
    assert explorer.overview.saved_searches == ()


def test_a_copy_that_is_added_needs_attention_and_a_click_shows_it_beside_its_original(
    explorer: Explorer,
    organiser: Organiser,
    qtbot: QtBot,
    filled_library: Path,
    listed: list[tuple[Item, ...]],
) -> None:
    model = SidebarModel(explorer, explorer)
    assert organiser.attention is not None
    known = len(organiser.attention.alike)
    copy = explorer.engine.library_path.with_name("copy.png")
    shutil.copy(filled_library.parent.parent / "things" / "red.png", copy)
    explorer.add_files([copy])
    _settled(explorer, qtbot)
    qtbot.waitUntil(lambda: len(organiser.attention.alike if organiser.attention else ()) > known, timeout=20_000)
    assert _lines(model)["Near-duplicates"] == str(len(organiser.attention.alike))
    organiser.show_notice(Notice.NEAR_DUPLICATES)
    _settled(explorer, qtbot)
    assert tuple(item.id for item in listed[-1]) == organiser.attention.alike
    assert explorer.shown == set(organiser.attention.alike)
    assert _active(model) == ["Near-duplicates"]


def test_without_collections_a_quiet_hint_takes_drops(explorer: Explorer) -> None:
    model = SidebarModel(explorer, explorer)
    deeds = {index.data(): model.deed(index) for index in map(model.index, range(model.rowCount()))}
    assert deeds["Drop items here"] == NewCollection()
    assert not any(isinstance(deed, ShowCollection) for deed in deeds.values())


def test_tags_are_put_on_by_key_and_taken_off_by_the_same_key(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot
) -> None:
    first, second = _ids(explorer)[:2]
    organiser.tag((first,), "keep", key=3)
    _settled(explorer, qtbot)
    assert not organiser.tag_by_key((first,), 4)
    assert organiser.tag_by_key((first, second), 3)
    _settled(explorer, qtbot)
    assert [(tag.name, tag.count) for tag in organiser.tags] == [("keep", 2)]
    model = SidebarModel(explorer, explorer)
    organiser.show_tag(organiser.tags[0].id)
    _settled(explorer, qtbot)
    assert explorer.shown == {first, second}
    assert _active(model) == ["keep"]
    organiser.tag_by_key((first, second), 3)
    _settled(explorer, qtbot)
    assert explorer.shown == set()


def test_a_search_saved_inside_a_collection_is_asked_there_again(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot
) -> None:
    inside = set(_ids(explorer)[:3])
    organiser.create("Three", tuple(inside))
    _settled(explorer, qtbot)
    organiser.show_collection(organiser.collections[0].id)
    _settled(explorer, qtbot)
    explorer.ask_text("red")
    _settled(explorer, qtbot)
    organiser.save_search("red ones")
    _settled(explorer, qtbot)
    explorer.show_everything()
    explorer.clear()
    _settled(explorer, qtbot)
    assert explorer.overview is not None
    (saved,) = explorer.overview.saved_searches
    organiser.ask_saved(saved.query, saved.gathering)
    _settled(explorer, qtbot)
    assert explorer.answers is not None
    assert {hit.item.id for hit in explorer.answers.hits} == inside
    assert explorer.scope.among is not None
    organiser.remove(organiser.collections[0])
    _settled(explorer, qtbot)
    organiser.ask_saved(saved.query, saved.gathering)
    _settled(explorer, qtbot)
    assert explorer.scope.among is None


def _wait(check: Callable[[], None]) -> None:
    while True:
        check()
        time.sleep(0.01)


def test_certain_items_stay_in_view_when_something_is_marked(
    explorer: Explorer, organiser: Organiser, qtbot: QtBot
) -> None:
    """A line of the legend and what was suggested name their items once and for all."""
    first, second = _ids(explorer)[:2]
    explorer.show_among(Gathering("legend cluster sea", (second, first)))
    _settled(explorer, qtbot)
    organiser.tag((first,), "blue")
    _settled(explorer, qtbot)
    explorer.ask_text("red")
    _settled(explorer, qtbot)
    organiser.save_search("found")
    _settled(explorer, qtbot)
    assert explorer.shown == {first, second}
    assert explorer.overview is not None
    (saved,) = explorer.overview.saved_searches
    assert saved.gathering is None


def test_reasons_are_told_of_the_list_in_view(explorer: Explorer, organiser: Organiser, qtbot: QtBot) -> None:
    one, two, three, four = _ids(explorer)[:4]
    strange = Strange(four, one, 0.21, 0.62, 3.1)
    organiser._notice(Attention(((one, two, three),), (four,), 99, (strange,)))
    known = desk_of(explorer).items.get
    assert organiser.notes(known) == {}
    organiser.show_notice(Notice.NEAR_DUPLICATES)
    notes = organiser.notes(known)
    assert [notes[item].short for item in (one, two, three)] == ["best", "", ""]
    organiser.show_notice(Notice.OUTLIERS)
    (note,) = organiser.notes(known).values()
    assert note.short == "alike by 0.21"
    assert "0.62 is usual" in note.full
    assert organiser.note_of_outlier(four, known) == note
    assert organiser.note_of_outlier(one, known) is None
    assert organiser.copies_of(two) == (one, two, three)
    assert organiser.copies_of(four) == ()
    assert organiser.lesser_copies([two, three, four]) == (three,)
    _settled(explorer, qtbot)
