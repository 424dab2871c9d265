import pytest
from PySide6.QtCore import Qt

from orrery.domain.item import Item, Passage, Stretch
from orrery.domain.modality import Kind
from orrery.domain.query import Query, Term, Words
from orrery.search.fusion import Match
from orrery.viewmodels.arrangement import Order
from orrery.viewmodels.dragging import ITEMS_TYPE, dragged_items
from orrery.viewmodels.result_columns import COLUMNS
from orrery.viewmodels.result_model import Divider, ResultModel, Role, Row
from orrery.viewmodels.why import Note
from orrery.workflows.find import Answer, Answers

QUERY = Query((Term(Words("sea")),))


def item(number, kind=Kind.IMAGE):
    return Item(number, b"/things/%d" % number, kind, number, 10, 0)


def answers(*scores, took_ms=9.2):
    hits = tuple(Answer(item(at), score, 0.3, None) for at, score in enumerate(scores))
    return Answers(QUERY, "sea", "toy@1", took_ms, hits)


@pytest.fixture
def model(qtbot):
    return ResultModel()


def rows(model):
    return [model.row(model.index(at, 0)) for at in range(model.rowCount())]


@pytest.mark.parametrize("scores", [(), (0.9,), (0.2,), (0.9, 0.7, 0.2, 0.1)])
def test_the_model_keeps_the_rules_of_qt(model, qtmodeltester, scores):
    qtmodeltester.check(model)
    model.show_answers(answers(*scores))
    model.show_items([item(7), item(8)])


def test_likely_hits_stand_before_the_divider_and_the_rest_behind_it(model):
    model.show_answers(answers(0.9, 0.5, 0.49, 0.1))
    assert [getattr(row, "score", "divider") for row in rows(model)] == [0.9, 0.5, "divider", 0.49, 0.1]
    assert model.note == "2 likely · 9 ms"
    assert model.index(2, 0).data() == "likely matches end here"


def test_there_is_no_divider_when_all_are_likely(model):
    model.show_answers(answers(0.9, 0.8))
    assert not any(isinstance(row, Divider) for row in rows(model))


def test_without_a_likely_hit_the_divider_says_so(model):
    model.show_answers(answers(0.3, 0.2))
    assert "no likely match" in model.index(0, 0).data()
    assert model.note == "0 likely · 9 ms"


def test_the_note_tells_how_many_are_likely_and_how_long_it_took(model):
    model.show_answers(answers(0.9, 0.8, 0.1, took_ms=0.44))
    assert model.note == "2 likely · 0.4 ms"


def test_a_still_picture_shows_no_times(qtbot):
    still = ResultModel(shows_times=False)
    still.show_answers(answers(0.9))
    assert still.note == "1 likely"


def test_a_score_near_one_half_never_reads_as_the_other_side():
    assert Row(item(1), 0.4996, is_likely=False).percent == 49
    assert Row(item(1), 0.5, is_likely=True).percent == 50
    assert Row(item(1)).percent is None


def test_without_a_question_everything_in_view_is_listed_without_scores(model):
    model.show_items([item(1), item(2, Kind.SOUND)])
    assert [row.percent for row in rows(model)] == [None, None]
    assert model.note == "2 items"


def test_an_item_that_failed_before_its_kind_was_clear_is_not_listed(model):
    model.show_items([item(1), item(2, None)])
    assert model.rowCount() == 1


def test_an_empty_library_and_an_empty_answer_have_a_sentence_each(model, qtbot):
    with qtbot.waitSignal(model.emptied) as told:
        model.show_items([])
    assert "Drop files" in told.args[0]
    with qtbot.waitSignal(model.emptied) as told:
        model.show_answers(answers())
    assert told.args[0].startswith("Nothing found")
    with qtbot.waitSignal(model.emptied) as told:
        model.show_answers(answers(0.9))
    assert told.args == [""]


def test_the_divider_can_be_neither_picked_nor_dragged(model):
    model.show_answers(answers(0.9, 0.1))
    assert model.flags(model.index(1, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_a_drag_carries_files_and_the_private_type_without_the_divider(model):
    model.show_answers(answers(0.9, 0.1))
    data = model.mimeData([model.index(at, 0) for at in (2, 1, 0)])
    assert [url.toLocalFile() for url in data.urls()] == ["/things/0", "/things/1"]
    assert data.hasFormat(ITEMS_TYPE)
    assert [number for number, _ in dragged_items(data)] == [0, 1]
    assert set(model.mimeTypes()) == {"text/uri-list", ITEMS_TYPE}


def test_items_are_found_by_their_id(model):
    model.show_answers(answers(0.9, 0.1))
    assert model.index_of(1).row() == 2
    assert model.index_of(1).data(Role.ITEM_ID) == 1
    assert not model.index_of(99).isValid()


def test_a_screen_reader_hears_kind_name_and_score(model):
    model.show_answers(answers(0.9))
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "image 0, score 90"


def test_the_passage_that_matched_comes_with_its_row(model):
    passage = Passage(0, 8, "the sea.", 3)
    hit = Answer(item(1, Kind.TEXT), 0.9, 0.3, passage)
    model.show_answers(Answers(QUERY, "sea", "toy@1", 1.0, (hit,)))
    assert rows(model)[0].part is passage


def test_what_a_question_folds_lies_under_its_best_answer_without_a_score_of_its_own(model):
    hits = (
        Answer(item(1), 0.9, 0.3, Passage(0, 5, "words"), folded=(item(2), item(3))),
        Answer(item(4), 0.2, 0.3, None),
    )
    model.show_answers(Answers(QUERY, "sea", "toy@1", 1.0, hits))
    assert [getattr(row, "stack", "divider") for row in rows(model)] == [3, "divider", 1]
    assert model.note.startswith("1 likely")
    model.toggle_stack(0)
    shown = rows(model)[:3]
    assert [row.item.id for row in shown] == [1, 2, 3]
    assert [row.percent for row in shown] == [90, None, None]
    assert [row.part is None for row in shown] == [False, True, True]
    model.fold(())  # the view has nothing to say against what was asked for
    assert rows(model)[0].stack == 3


def test_why_something_answers_is_told_to_the_eye_and_to_a_screen_reader(model):
    hits = tuple(
        Answer(item(at), 0.9, 0.3, part, match)
        for at, (match, part) in enumerate([(Match.NAME, None), (Match.PHRASE, Passage(0, 5, "w", page=3))])
    )
    model.show_answers(Answers(QUERY, "sea", "toy@1", 1.0, (*hits, Answer(item(9), 0.8, 0.3, Stretch(5, 10)))))
    why = next(at for at, (order, _) in enumerate(COLUMNS) if order is Order.WHY)
    assert [model.index(at, why).data() for at in range(3)] == ["name", "phrase · page 3", "meaning · 0:05–0:10"]
    assert "exactly this name" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "very phrase" in model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole) is None
    model.sort(why)
    assert [row.item.id for row in rows(model)] == [0, 1, 9]


def test_groups_can_stand_open_side_by_side_with_their_notes(model):
    model.show_items([item(at) for at in range(4)])
    model.fold([(0, 1), (2, 3)], is_open=True)
    model.explain({0: Note("best", "The best one.")})
    shown = rows(model)
    assert [row.stack for row in shown] == [2, 1, 2, 1]
    assert [row.is_open for row in shown] == [True, False, True, False]
    assert [row.note.short if row.note else None for row in shown] == ["best", None, None, None]
