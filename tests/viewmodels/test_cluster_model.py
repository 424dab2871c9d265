from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from libraries.made import stamp
from orrery.domain.item import Whole
from orrery.domain.modality import Kind
from orrery.domain.query import Filters, Query, Term, Words
from orrery.library.rows import Embedded
from orrery.mapping.centring import unit
from orrery.viewmodels.cluster_model import ClusterModel, cluster_model_of
from orrery.viewmodels.explorer import Explorer
from orrery.workflows.chart import chart
from orrery.workflows.engine import Engine


@pytest.fixture
def explorer(qapp: object, engine: Engine, qtbot: QtBot) -> Iterator[Explorer]:
    """A window's state on a library of forty pictures of two subjects, none of whose files is there."""
    rng, dim = np.random.default_rng(0), engine.space.dim
    middles = unit(rng.normal(size=(2, dim)))
    batch = [
        Embedded(
            stamp=stamp(f"/pictures/{number:02}.png".encode(), f"{number}"),
            root=None,
            kind=Kind.IMAGE,
            sha256=f"{number:02}".encode().ljust(32, b"."),
            parts=(Whole(),),
            vectors={engine.space: unit((middles[number % 2] + rng.normal(size=dim) * 0.05)[None])},
        )
        for number in range(40)
    ]
    with engine.library(write=True) as library:
        library.store(batch)
    chart(engine)
    made = Explorer(engine)
    cluster_model_of(made)
    made.refresh()
    _settled(made, qtbot)
    yield made
    assert made.close()


@pytest.fixture
def model(explorer: Explorer) -> ClusterModel:
    return cluster_model_of(explorer)


def _settled(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)


def _first(explorer: Explorer) -> int:
    assert explorer.picture is not None
    return int(explorer.picture.clusters[0])


def test_showing_a_cluster_picks_its_items_and_tells_what_it_is(
    explorer: Explorer, model: ClusterModel, qtbot: QtBot
) -> None:
    number = _first(explorer)
    model.show(number)
    assert model.info is not None
    assert len(explorer.selection) == model.info.count == 20
    _settled(explorer, qtbot)
    assert model.is_settled
    assert model.about is not None
    assert model.counts_told() == "20 images"
    assert explorer.selection.current == model.about.examples[0].id


def test_it_stays_as_long_as_its_items_are_picked(explorer: Explorer, model: ClusterModel, qtbot: QtBot) -> None:
    model.show(_first(explorer))
    _settled(explorer, qtbot)
    assert model.about is not None
    model.look_at(model.about.examples[1].id)
    assert model.info is not None
    explorer.selection.pick(model.about.examples[1].id)
    assert model.info is None
    assert model.about is None


def test_a_name_that_is_given_shows_and_can_be_taken_back_and_given_again(
    explorer: Explorer, model: ClusterModel, qtbot: QtBot
) -> None:
    number = _first(explorer)
    model.show(number)
    _settled(explorer, qtbot)
    assert model.info is not None
    found = model.info.name
    model.rename(number, "  Our  garden ")
    _settled(explorer, qtbot)
    assert model.info.name == "Our garden"
    assert explorer.history.undo_name == "Renaming a cluster"
    explorer.history.undo()
    _settled(explorer, qtbot)
    assert model.info.name == found
    explorer.history.redo()
    _settled(explorer, qtbot)
    assert model.info.name == "Our garden"
    model.rename(number, "")
    _settled(explorer, qtbot)
    assert model.info.name == found


def test_the_question_in_hand_follows_the_new_name(explorer: Explorer, model: ClusterModel, qtbot: QtBot) -> None:
    number = _first(explorer)
    model.show(number)
    _settled(explorer, qtbot)
    assert model.info is not None
    explorer.ask(Query((Term(Words("sea")),), Filters(clusters=(model.info.name,))))
    _settled(explorer, qtbot)
    model.rename(number, "garden")
    _settled(explorer, qtbot)
    assert explorer.query is not None
    assert explorer.query.filters.clusters == ("garden",)
    assert explorer.answers is not None
    assert explorer.answers.hits


def test_a_cluster_that_is_on_no_map_is_not_shown(explorer: Explorer, model: ClusterModel) -> None:
    model.show(999)
    assert model.info is None
    assert len(explorer.selection) == 0
