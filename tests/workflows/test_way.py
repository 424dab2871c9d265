"""The way between two items, on made vectors and on a real library of the toy pack."""

from pathlib import Path

import numpy as np
import pytest

from orrery.domain.modality import Kind
from orrery.errors import BadQuery
from orrery.search.candidates import Candidates
from orrery.workflows.engine import Engine
from orrery.workflows.find import Finder
from orrery.workflows.forget import forget
from orrery.workflows.ingest import ingest
from orrery.workflows.way import way_between

DIM = 64


def direction(degrees: float) -> np.ndarray:
    """On a circle in the plane of the first two axes."""
    vector = np.zeros(DIM, np.float32)
    vector[:2] = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return vector


def strangers(count: int, seed: int) -> np.ndarray:
    """Directions that have next to nothing to do with that plane."""
    made = np.random.default_rng(seed).normal(0, 1, (count, DIM)).astype(np.float32)
    made[:, :2] *= 0.1
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def candidates(kind: Kind, vectors: np.ndarray, first: int) -> Candidates:
    ids = np.arange(first, first + len(vectors))
    return Candidates.of(kind, vectors, ids, ids, np.zeros(DIM, np.float32))


def test_the_way_leads_through_what_lies_between_in_order_and_through_all_kinds() -> None:
    pictures = np.vstack([strangers(300, 1), [direction(60), direction(20)]])
    sounds = np.vstack([strangers(200, 2), [direction(40)]])
    known = {Kind.IMAGE: candidates(Kind.IMAGE, pictures, 1), Kind.SOUND: candidates(Kind.SOUND, sounds, 1001)}
    stops = way_between(direction(0), direction(80), known, 4, frozenset())
    near = [stop.content for stop in stops if stop.nearness > 5]
    assert near == [302, 1201, 301]
    assert [stop.share for stop in stops] == sorted(stop.share for stop in stops)


def test_what_lies_beyond_an_end_or_is_left_out_is_no_stop() -> None:
    pictures = np.vstack([strangers(300, 1), [direction(-30), direction(120), direction(45)]])
    known = {Kind.IMAGE: candidates(Kind.IMAGE, pictures, 1)}
    stops = way_between(direction(0), direction(90), known, 5, frozenset({303}))
    assert not {301, 302, 303} & {stop.content for stop in stops}


def test_from_an_item_to_itself_there_is_no_way() -> None:
    known = {Kind.IMAGE: candidates(Kind.IMAGE, strangers(50, 3), 1)}
    assert way_between(direction(0), direction(0.5), known, 5, frozenset()) == ()


def test_a_library_tells_the_way_between_two_of_its_items(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    finder = Finder(engine)
    with engine.library() as library:
        red, blue = (library.items.by_path(str(things / name).encode()) for name in ("red.png", "blue.png"))
    assert red is not None
    assert blue is not None
    way = finder.way(red.id, blue.id)
    assert (way[0].name, way[-1].name) == ("red.png", "blue.png")
    assert len({item.id for item in way}) == len(way)
    forget(engine, [red.path])
    with pytest.raises(BadQuery):
        finder.way(red.id, blue.id)
