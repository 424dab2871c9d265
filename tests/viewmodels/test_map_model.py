import numpy as np
import pytest

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Query, Term, Words
from orrery.mapping.raster import Frame, Shape
from orrery.viewmodels.map_colours import ColourBy
from orrery.viewmodels.map_model import Emphasis, Gesture, MapModel, Tool
from orrery.viewmodels.selection import Selection
from orrery.workflows.chart import ClusterInfo, MapPicture
from orrery.workflows.find import Answer, Answers

KINDS = (Kind.IMAGE, Kind.SOUND, Kind.TEXT, Kind.IMAGE, Kind.IMAGE)
POINTS = np.array([[0, 0], [0.1, 0], [0.9, 0.9], [-0.9, 0.9], [-0.8, 0.9]], np.float32)
CLUSTERS = np.array([0, 0, -1, 1, 1], np.int32)
NAMES = {0: ClusterInfo(0, "sea", 2), 1: ClusterInfo(1, "street", 2)}


def picture(ids=(10, 11, 12, 13, 14), points=POINTS, *, is_final=True):
    return MapPicture("toy@1", "pca", 0, np.array(ids), KINDS, points, CLUSTERS, NAMES, is_final)


def item(number):
    folder = b"/a" if number < 13 else b"/b"
    return Item(number, b"%s/%d" % (folder, number), Kind.IMAGE, number, 10, 0)


def answers(scores):
    hits = tuple(Answer(item(number), score, 0.3, None) for number, score in scores.items())
    return Answers(Query((Term(Words("sea")),)), "sea", "toy@1", 1.0, hits)


@pytest.fixture
def selection(qtbot):
    return Selection()


@pytest.fixture
def model(selection):
    made = MapModel(selection, item)
    made.show_picture(picture())
    return made


def test_an_empty_map_has_no_points_no_legend_and_no_pin(selection):
    empty = MapModel(selection, item)
    empty.show_picture(None)
    empty.show_answers(answers({10: 0.9}))
    assert len(empty.points) == len(empty.emphasis) == 0
    assert empty.legend.rows() == ()
    assert empty.pin is None
    empty.pick_inside([(-1, -1), (1, -1), (1, 1)], Gesture.REPLACE)
    assert selection.items == ()


def test_each_kind_has_its_shape(model):
    assert model.sheet.shapes.tolist() == [Shape.CIRCLE, Shape.TRIANGLE, Shape.SQUARE, Shape.CIRCLE, Shape.CIRCLE]


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


def test_the_legend_names_clusters_with_their_counts(model):
    told = [(row.name, row.count) for row in model.legend.rows()]
    assert told == [("sea", 2), ("street", 2), ("in no cluster", 1)]


def test_a_line_of_the_legend_dims_its_points_and_brings_them_back(model):
    model.legend.toggle(0)
    assert (model.emphasis == Emphasis.DIM).tolist() == [True, True, False, False, False]
    assert [row.is_on for row in model.legend.rows()] == [False, True, True]
    assert model.legend.dims_any
    model.legend.toggle(0)
    assert not (model.emphasis == Emphasis.DIM).any()


def test_a_kind_can_be_dimmed_whatever_the_colours_say(model):
    model.legend.toggle_kind(Kind.SOUND)
    assert (model.emphasis == Emphasis.DIM).tolist() == [False, True, False, False, False]
    assert not model.legend.is_kind_on(Kind.SOUND)


def test_colours_can_say_the_kind(model):
    model.legend.use_colour(ColourBy.KIND)
    assert model.legend.swatches.tolist() == [0, 1, 2, 0, 0]
    assert [(row.name, row.count) for row in model.legend.rows()] == [("image", 3), ("sound", 1), ("text", 1)]


def test_colours_can_say_the_folder(model):
    model.legend.use_colour(ColourBy.FOLDER)
    assert model.legend.swatches.tolist() == [0, 0, 0, 1, 1]
    assert [(row.name, row.count) for row in model.legend.rows()] == [("a", 3), ("b", 2)]


def test_colours_can_say_the_match_only_while_something_is_asked(model):
    model.legend.use_colour(ColourBy.MATCH)
    assert model.legend.colour_by is ColourBy.CLUSTER
    model.show_answers(answers({10: 1.0, 11: 0.5}))
    model.legend.use_colour(ColourBy.MATCH)
    assert model.legend.swatches.tolist() == [15, 8, -1, -1, -1]
    assert model.legend.rows() == ()
    model.show_answers(None)
    assert model.legend.colour_by is ColourBy.CLUSTER


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


def test_an_item_knows_the_name_of_its_cluster(model):
    assert model.sheet.cluster_name(0) == "sea"
    assert model.sheet.cluster_name(2) == ""


# ---- names that change with the zoom


def levelled():
    """Two coarse clusters of two middle ones of three fine ones, a hundred items each, side by side."""
    fine = np.repeat(np.arange(12), 100).astype(np.int32)
    rng = np.random.default_rng(0)
    points = np.stack([fine * 0.15 - 0.9 + rng.uniform(-0.05, 0.05, 1200), rng.uniform(-0.2, 0.2, 1200)], 1)
    tree = {at: ClusterInfo(at, f"fine {at}", 100, 20 + at // 3, 2) for at in range(12)}
    tree |= {20 + at: ClusterInfo(20 + at, f"middle {at}", 300, 30 + at // 2, 1) for at in range(4)}
    tree |= {30 + at: ClusterInfo(30 + at, f"coarse {at}", 600, None, 0) for at in range(2)}
    names = {key: info for key, info in tree.items() if info.level == 1}
    kinds = (Kind.IMAGE,) * 1200
    return MapPicture(
        "toy@1",
        "pca",
        0,
        np.arange(1200),
        kinds,
        points.astype(np.float32),
        20 + fine // 3,
        names,
        tree=tree,
        leaves=fine,
    )


def names_in(model, frame):
    return {model.sheet.name_of(region.cluster) for region in model.sheet.regions_at(frame)}


def test_near_by_finer_clusters_are_named(selection, monkeypatch):
    monkeypatch.setattr("orrery.viewmodels.map_sheet.MOST_FINE", 6)
    model = MapModel(selection, item)
    model.show_picture(levelled())
    whole = Frame(-1, 0.5, 400, 400, 800, 400)
    near = Frame(-0.98, 0.2, 2000, 2000, 800, 400)
    assert names_in(model, whole) == {f"middle {at}" for at in range(4)}
    assert names_in(model, near) == {"fine 0", "fine 1", "fine 2"}
    monkeypatch.setattr("orrery.viewmodels.map_sheet.MOST_MIDDLE", 3)
    assert names_in(model, whole) == {"coarse 0", "coarse 1"}


def test_a_cluster_of_which_only_strays_are_seen_is_not_named(selection):
    model = MapModel(selection, item)
    model.show_picture(levelled())
    some = np.concatenate([np.arange(0, 60), np.arange(100, 104)])
    assert [region.cluster for region in model.sheet.regions_of_rows(some, 2)] == [0]


def test_names_of_every_level_dim_with_the_legend(selection):
    model = MapModel(selection, item)
    model.show_picture(levelled())
    assert model.lit_clusters(2) is None
    model.legend.only(21)
    assert model.lit_clusters(1) == {21}
    assert model.lit_clusters(2) == {3, 4, 5}
    assert model.lit_clusters(0) == {30}


def test_colours_and_what_is_dimmed_come_back_by_name(model, selection):
    model.legend.use_colour(ColourBy.FOLDER)
    model.legend.toggle(1)
    model.legend.toggle_kind(Kind.SOUND)
    kept = model.legend.remembered()
    assert kept == {"colour": "folder", "off": ["b"], "kinds off": ["sound"]}
    again = MapModel(selection, item)
    again.legend.bring_back(kept)
    assert again.legend.rows() == ()
    again.show_picture(picture(ids=(14, 13, 12, 11, 10)))
    assert again.legend.colour_by is ColourBy.FOLDER
    assert [row.name for row in again.legend.rows() if not row.is_on] == ["b"]
    assert not again.legend.is_kind_on(Kind.SOUND)


def test_colours_that_say_the_match_come_back_with_the_question(selection):
    model = MapModel(selection, item)
    model.legend.bring_back({"colour": "match"})
    model.show_picture(picture())
    assert model.legend.colour_by is ColourBy.CLUSTER
    model.show_answers(answers({10: 1.0}))
    assert model.legend.colour_by is ColourBy.MATCH


@pytest.mark.parametrize("odd", [{}, {"colour": "smell", "off": 3, "kinds off": "x"}, {"off": [None], "colour": None}])
def test_what_is_remembered_amiss_changes_nothing(model, odd):
    before = model.legend.rows()
    model.legend.bring_back(odd)
    assert model.legend.rows() == before
