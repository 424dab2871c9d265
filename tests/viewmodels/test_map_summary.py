import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Query, Term, Words
from orrery.viewmodels.map_model import MapModel
from orrery.viewmodels.map_summary import summary, told_of
from orrery.viewmodels.selection import Selection
from orrery.workflows.chart import ClusterInfo, MapPicture
from orrery.workflows.find import Answer, Answers

KINDS = (Kind.IMAGE, Kind.IMAGE, Kind.SOUND, Kind.TEXT)
EVERY = np.arange(4)


def item(number: int) -> Item:
    return Item(number, b"/things/%d.png" % number, KINDS[number], number, 1, 0)


@pytest.fixture
def model(qtbot: QtBot) -> MapModel:
    made = MapModel(Selection(), item)
    names = {0: ClusterInfo(0, "surf, waves", 3)}
    clusters = np.array([0, 0, 0, -1], np.int32)
    points = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], np.float32)
    made.show_picture(MapPicture("s", "m", 0, np.arange(4), KINDS, points, clusters, names, is_final=False))
    return made


def test_an_empty_map_says_so(qtbot: QtBot) -> None:
    assert summary(MapModel(Selection(), item), EVERY[:0]) == "The map is empty."


def test_the_whole_map_in_words(model: MapModel) -> None:
    told = summary(model, EVERY)
    assert told == "Items on the map: 4; clusters: 1. All of it is in view. It is still settling."


def test_a_part_of_it_names_kinds_and_the_commonest_clusters(model: MapModel) -> None:
    told = summary(model, np.array([1, 2, 3]))
    assert "In view: images 1, sounds 1, texts 1. Mostly surf, waves (2)." in told
    assert "Nothing is in view" in summary(model, EVERY[:0])


def test_matches_and_picks_are_told(model: MapModel) -> None:
    hits = (Answer(item(2), 0.91, 0.3, None), Answer(item(0), 0.2, 0.1, None))
    model.show_answers(Answers(Query((Term(Words("sea")),)), "sea", "s", 1.0, hits))
    model.selection.pick(2)
    told = summary(model, EVERY)
    assert "Likely matches, which glow: 1. The best is in surf, waves." in told
    assert "Picked: 1." in told
    assert told_of(model, 2) == "2.png, sound, surf, waves, match 91 of 100, picked"
    assert told_of(model, 3) == "3.png, text, in no cluster"
