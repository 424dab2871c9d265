import pytest

from maps import answers, item, levelled, picture
from orrery.domain.modality import Kind
from orrery.viewmodels.map_colours import ColourBy
from orrery.viewmodels.map_model import Emphasis, MapModel


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
