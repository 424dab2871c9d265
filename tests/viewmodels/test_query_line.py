from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.modality import Kind
from orrery.domain.query import Bounds, FileTerm, ItemTerm, Words
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.query_line import QueryLine
from orrery.viewmodels.suggesting import MOST_PICKS
from orrery.workflows.engine import Engine


@pytest.fixture
def line(qapp: object, engine: Engine) -> Iterator[QueryLine]:
    explorer = Explorer(engine)
    yield QueryLine(explorer, explorer)
    assert explorer.close()


def _told(line: QueryLine) -> list[tuple[str, str]]:
    return [(chip.sign, chip.label) for chip in line.chips]


def test_typed_words_become_chips_in_the_grammar_of_the_command_line(line: QueryLine) -> None:
    assert line.enter("surfing + 0.5:./gulls.wav - crowd")
    assert _told(line) == [("", "surfing"), ("+ 0.5", "gulls.wav"), ("−", "crowd")]
    assert [chip.kind for chip in line.chips] == [Kind.TEXT, Kind.SOUND, Kind.TEXT]
    assert [chip.is_negative for chip in line.chips] == [False, False, True]


def test_and_or_and_not_are_chips_too_and_can_be_typed_behind_others(line: QueryLine) -> None:
    line.enter('sea AND "blue wave" NOT 0.5:crowd')
    assert line.enter("OR ./gulls.wav#t=2,5 duration:2s..")
    assert _told(line) == [
        ("", "sea"),
        ("AND", "“blue wave”"),
        ("NOT 0.5", "crowd"),
        ("OR", "gulls.wav 0:02–0:05"),
    ]
    assert [chip.is_negative for chip in line.chips] == [False, False, True, False]
    line.flip(2)
    assert _told(line)[2] == ("+ 0.5", "crowd")
    line.remove(0)
    assert _told(line)[0] == ("", "“blue wave”")
    query = line._explorer.query
    assert query is not None
    assert query.filters.duration_s == Bounds(2, None)  # a chip that changes loses no filter


def test_parentheses_stand_on_the_chips_and_go_with_them(line: QueryLine) -> None:
    assert line.enter("snow AND (dog OR cat)")
    assert _told(line) == [("", "snow"), ("AND (", "dog"), ("OR", "cat)")]
    line.add([Words("ice")])
    assert line.spelt == "snow AND (dog OR cat) AND ice"
    line.remove(1)
    assert line.spelt == "snow AND cat AND ice"
    line.enter("AND (sun OR rain)")
    assert line.take_back() == "rain"
    assert line.spelt == "snow AND cat AND ice AND sun"


def test_what_is_typed_behind_chips_is_added_to_them(line: QueryLine) -> None:
    line.enter("sea")
    line.enter("- crowd")
    assert _told(line) == [("", "sea"), ("−", "crowd")]


def test_a_line_that_cannot_be_understood_stays_and_is_told(line: QueryLine, qtbot: QtBot) -> None:
    line.enter("sea")
    assert not line.enter("sand +")
    assert _told(line) == [("", "sea")]


def test_weights_step_by_tenths_and_step_over_zero(line: QueryLine) -> None:
    line.enter("0.2:sea")
    line.nudge(0, -1)
    assert line.terms[0].weight == 0.1
    line.nudge(0, -1)
    assert line.terms[0].weight == -0.1
    line.nudge(0, 1)
    assert line.terms[0].weight == 0.1


def test_weights_stay_within_their_bounds(line: QueryLine) -> None:
    line.enter("9.8:sea")
    line.nudge(0, 5)
    assert line.terms[0].weight == 9.9


def test_flipping_turns_like_into_not_like(line: QueryLine) -> None:
    line.enter("sea")
    line.flip(0)
    assert _told(line) == [("−", "sea")]


def test_removing_the_last_chip_clears_the_question(line: QueryLine, qtbot: QtBot) -> None:
    line.enter("sea")
    line.remove(0)
    assert line.chips == ()


def test_backspace_gives_the_last_words_back_for_editing(line: QueryLine) -> None:
    line.enter('sea + "salt + pepper"')
    assert line.take_back() == '"salt + pepper"'
    assert _told(line) == [("", "sea")]


def test_a_dropped_file_is_asked_with_and_a_folder_is_not(line: QueryLine, tmp_path: Path) -> None:
    picture = tmp_path / "with space.png"
    picture.write_bytes(b"")
    line.drop_files([str(picture), str(tmp_path)])
    assert [term.asked for term in line.terms] == [FileTerm(str(picture))]
    assert line.chips[0].kind is Kind.IMAGE


def test_of_many_dropped_files_the_first_are_asked_with_and_the_rest_is_told(line: QueryLine, qtbot: QtBot) -> None:
    files = [f"/pictures/{number}.jpg" for number in range(MOST_PICKS + 3)]
    with qtbot.waitSignal(line._explorer.told) as told:
        line.drop_files(files)
    assert [label for _, label in _told(line)] == [f"{number}.jpg" for number in range(MOST_PICKS)]
    assert told.args is not None
    assert f"first {MOST_PICKS} of {MOST_PICKS + 3} files" in told.args[0]


def test_a_part_of_a_file_is_a_chip_that_says_so(line: QueryLine) -> None:
    line.enter("./a.jpg#xywh=percent:10,20,30,40 + ./gulls.wav#t=1:05")
    assert _told(line) == [("", "part of a.jpg"), ("+", "gulls.wav 1:05–")]
    assert "xywh=percent:10,20,30,40" in line.spelt


def test_an_item_dropped_from_the_results_becomes_a_chip(line: QueryLine) -> None:
    line.drop_items([(7, "gulls.wav")])
    assert line.terms[0].asked == ItemTerm(7, "gulls.wav")


def test_a_foreign_query_is_warned_about_and_the_warning_goes(line: QueryLine, qtbot: QtBot) -> None:
    with qtbot.waitSignal(line.warned) as warned:
        line.enter("der Hund und das Kind auf dem Eis")
    assert warned.args == ["This model reads English only."]
    line.clear()
    assert line.warning == ""


def test_a_chip_says_itself_to_a_screen_reader(line: QueryLine) -> None:
    line.enter("- 0.5:crowd")
    assert line.chips[0].spoken == "not like crowd, weight 0.5"


def test_a_question_asked_elsewhere_shows_here(line: QueryLine) -> None:
    explorer = line.parent()
    assert isinstance(explorer, Explorer)
    explorer.add_term(Words("sea"))
    assert _told(line) == [("", "sea")]
