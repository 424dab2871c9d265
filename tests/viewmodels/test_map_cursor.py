import numpy as np
import pytest

from orrery.viewmodels.map_cursor import KeyedOutline, nearest_to, next_point
from orrery.viewmodels.map_model import Tool

PLACES = np.array([[100, 100], [150, 105], [130, 180], [40, 95], [100, 20], [400, 400]], np.int32)


@pytest.mark.parametrize(("way", "found"), [((1, 0), 1), ((-1, 0), 3), ((0, 1), 2), ((0, -1), 4)])
def test_an_arrow_leads_to_the_next_point_on_that_side(way: tuple[int, int], found: int) -> None:
    assert next_point(PLACES, (100, 100), way) == found


def test_where_there_is_nothing_it_leads_nowhere() -> None:
    assert next_point(PLACES, (400, 400), (1, 0)) is None
    assert next_point(PLACES[:0], (0, 0), (1, 0)) is None
    assert nearest_to(PLACES[:0], (0, 0)) is None
    assert nearest_to(PLACES, (390, 410)) == 5


def test_every_point_can_be_reached_with_arrows() -> None:
    places = np.random.default_rng(5).integers(0, 800, (150, 2))
    reached, fresh = {0}, [0]
    while fresh:
        at = fresh.pop()
        for way in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            found = next_point(places, tuple(places[at].tolist()), way)
            if found is not None and found not in reached:
                reached.add(found)
                fresh.append(found)
    assert len(reached) > 145


def test_a_box_has_two_corners_and_a_lasso_as_many_as_one_likes() -> None:
    drawn = KeyedOutline()
    drawn.set_corner()
    assert not drawn.has_begun
    drawn.go((0, 0))
    drawn.set_corner()
    drawn.go((2, 1))
    assert drawn.outline(Tool.BOX) == [(0, 0), (2, 0), (2, 1), (0, 1)]
    assert drawn.is_complete(Tool.BOX)
    drawn.set_corner()
    drawn.go((0, 3))
    assert drawn.outline(Tool.LASSO) == [(0, 0), (2, 1), (0, 3)]
    assert not drawn.is_complete(Tool.LASSO)
    drawn.drop()
    assert drawn.cross is None
    assert drawn.outline(Tool.LASSO) == ()
