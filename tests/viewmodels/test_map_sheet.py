import numpy as np

from maps import item, levelled
from orrery.mapping.raster import Frame, Shape
from orrery.viewmodels.map_model import MapModel


def test_each_kind_has_its_shape(model):
    assert model.sheet.shapes.tolist() == [Shape.CIRCLE, Shape.TRIANGLE, Shape.SQUARE, Shape.CIRCLE, Shape.CIRCLE]


def test_an_item_knows_the_name_of_its_cluster(model):
    assert model.sheet.cluster_name(0) == "sea"
    assert model.sheet.cluster_name(2) == ""


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
