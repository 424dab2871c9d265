import numpy as np
import pytest

from maps import CLUSTERS, KINDS, NAMES, POINTS, answers, item, picture
from orrery.viewmodels.map_model import Emphasis, Gesture, MapModel, Tool
from orrery.workflows.chart import MapPicture


def test_an_empty_map_has_no_points_no_legend_and_no_pin(selection):
    empty = MapModel(selection, item)
    empty.show_picture(None)
    empty.show_answers(answers({10: 0.9}))
    assert len(empty.points) == len(empty.emphasis) == 0
    assert empty.legend.rows() == ()
    assert empty.pin is None
    empty.pick_inside([(-1, -1), (1, -1), (1, 1)], Gesture.REPLACE)
    assert selection.items == ()


def test_a_settling_map_keeps_its_view_and_another_map_does_not(model, qtbot):
    with qtbot.waitSignal(model.redrawn) as told:
        model.show_picture(picture(points=POINTS * 0.5, is_final=False))
    assert told.args == [True]
    assert model.is_settling
    with qtbot.waitSignal(model.redrawn) as told:
        model.show_picture(picture(ids=(1, 2, 3, 4, 5)))
    assert told.args == [False]


def test_a_map_that_grows_keeps_its_view(selection, qtbot):
    model = MapModel(selection, item)
    small = MapPicture("toy@1", "pca", 0, np.array([10, 11]), KINDS[:2], POINTS[:2], CLUSTERS[:2], NAMES)
    model.show_picture(small)
    with qtbot.waitSignal(model.redrawn) as told:
        model.show_picture(picture())
    assert told.args == [True]
    assert model.row_of(14) == 4


def test_hits_glow_and_the_rest_dims(model):
    model.show_answers(answers({11: 0.9, 12: 0.2}))
    assert model.emphasis.tolist() == [Emphasis.DIM, Emphasis.HIT, Emphasis.DIM, Emphasis.DIM, Emphasis.DIM]
    model.show_answers(None)
    assert set(model.emphasis.tolist()) == {Emphasis.PLAIN}


def test_without_a_likely_hit_nothing_dims(model):
    model.show_answers(answers({11: 0.3}))
    assert set(model.emphasis.tolist()) == {Emphasis.PLAIN}


def test_the_pin_stands_among_the_best_hits(model):
    model.show_answers(answers({10: 0.9, 11: 0.9, 12: 0.1}))
    assert model.pin == pytest.approx((0.05, 0), abs=1e-3)


def test_hits_that_are_not_on_the_map_yet_give_no_pin(model):
    model.show_answers(answers({99: 0.9}))
    assert model.pin is None
    assert model.hits == ()


def test_items_out_of_view_are_hidden(model):
    model.show_only(frozenset({10, 12}))
    assert (model.emphasis == Emphasis.HIDDEN).tolist() == [False, True, False, True, True]
    model.show_only(None)
    assert not (model.emphasis == Emphasis.HIDDEN).any()


def test_a_click_picks_one_point_and_a_click_beside_lets_go(model, selection):
    model.pick(2, Gesture.REPLACE)
    assert selection.items == (12,)
    model.pick(0, Gesture.ADD)
    assert selection.items == (12, 10)
    model.pick(None, Gesture.ADD)
    assert selection.items == (12, 10)
    model.pick(None, Gesture.REPLACE)
    assert selection.items == ()


def test_an_outline_picks_adds_and_takes_away(model, selection):
    left = [(-1, 0.5), (-0.5, 0.5), (-0.5, 1), (-1, 1)]
    middle = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
    model.pick_inside(left, Gesture.REPLACE)
    assert selection.items == (13, 14)
    model.pick_inside(middle, Gesture.ADD)
    assert selection.items == (13, 14, 10, 11)
    model.pick_inside(left, Gesture.SUBTRACT)
    assert selection.items == (10, 11)


def test_an_outline_leaves_out_what_is_hidden_or_dimmed_away(model, selection):
    everything = [(-2, -2), (2, -2), (2, 2), (-2, 2)]
    model.show_only(frozenset({10, 11, 12}))
    model.legend.toggle(0)
    model.pick_inside(everything, Gesture.REPLACE)
    assert selection.items == (12,)


def test_what_a_question_dims_can_still_be_picked(model, selection):
    model.show_answers(answers({10: 0.9}))
    model.pick_inside([(-2, -2), (2, -2), (2, 2), (-2, 2)], Gesture.REPLACE)
    assert len(selection) == 5


def test_a_pick_made_elsewhere_shows_on_the_map(model, selection, qtbot):
    with qtbot.waitSignal(model.picked):
        selection.replace((14, 99))
    assert model.selected_rows().tolist() == [4]


def test_the_tool_changes_once(model, qtbot):
    with qtbot.waitSignal(model.tool_changed):
        model.use_tool(Tool.LASSO)
    with qtbot.assertNotEmitted(model.tool_changed):
        model.use_tool(Tool.LASSO)
