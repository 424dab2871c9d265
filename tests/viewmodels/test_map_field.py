from itertools import combinations

import numpy as np
import pytest

from orrery.mapping.raster import Frame
from orrery.viewmodels.map_field import CHUNK, Sight, TileField
from orrery.viewmodels.map_layout import Box


def spots_in(key: tuple[int, int], count: int, seed: int) -> dict[int, tuple[float, float]]:
    places = np.random.default_rng(seed).uniform(0, CHUNK, (count, 2))
    return {seed * 10_000 + at: (x + key[0] * CHUNK, y + key[1] * CHUNK) for at, (x, y) in enumerate(places.tolist())}


@pytest.fixture
def field() -> TileField:
    made = TileField((300.0, 300.0), 44, [Box(100, 100, 300, 140)])
    for number, key in enumerate([(0, 0), (1, 0), (0, 1), (1, 1)]):
        made.lay(key, spots_in(key, 250, number))
    return made


def test_thumbnails_of_neighbouring_chunks_cover_neither_one_another_nor_what_is_taken(field: TileField) -> None:
    boxes = [tile.box for tile in field.tiles_in(Box(-200, -200, 1300, 1300))]
    assert len(boxes) > 250
    assert not any(a.overlaps(b) for a, b in combinations([*boxes, Box(100, 100, 300, 140)], 2))


def test_what_is_laid_out_stays_when_more_is(field: TileField) -> None:
    before = field.tiles_of((0, 0))
    field.lay((-1, 0), spots_in((-1, 0), 300, 9))
    assert field.tiles_of((0, 0)) == before
    assert field.is_laid((-1, 0))
    assert not field.is_laid((5, 5))


def test_a_row_knows_its_chunk_and_its_place(field: TileField) -> None:
    tile = field.tiles_of((1, 1))[0]
    assert field.chunk_of(tile.row) == (1, 1)
    assert field.box_of(tile.row) == tile.box
    assert field.chunk_of(-5) is None
    assert field.box_of(-5) is None


def test_there_is_no_limit_on_how_many() -> None:
    field = TileField((1.0, 1.0), 36)
    for number, key in enumerate((x, y) for x in range(4) for y in range(4)):
        field.lay(key, spots_in(key, 400, number))
    assert len(list(field.tiles_in(Box(0, 0, 4 * CHUNK, 4 * CHUNK)))) > 1500


def test_pixels_of_the_field_lie_in_the_view_where_the_points_do() -> None:
    frame = Frame(-0.5, 0.75, 400, 400, 800, 600)
    sight = Sight.of((200.0, 200.0), frame)
    spot = Box.around(0.25 * 200, -0.5 * 200, 0, 0)  # the point (0.25, 0.5)
    seen = sight.seen(spot)
    assert (seen.left, seen.top) == ((0.25 + 0.5) * 400, (0.75 - 0.5) * 400)
    assert sight.back(seen) == spot
