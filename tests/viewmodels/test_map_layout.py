from itertools import combinations

import numpy as np
import pytest

from orrery.mapping.raster import Frame, places_of
from orrery.viewmodels.map_layout import (
    FEW,
    TILE_SIDES,
    Box,
    place_names,
    place_tiles,
    regions_of,
    tile_width,
)

FRAME = Frame(-1, 1, 300, 300, 600, 600)


def cloud(count, seed=0, spread=0.9):
    return np.random.default_rng(seed).uniform(-spread, spread, (count, 2)).astype(np.float32)


def spots(points, order=None):
    places = places_of(points, FRAME).tolist()
    return {row: tuple(places[row]) for row in (range(len(places)) if order is None else order)}


def test_few_items_get_large_thumbnails_and_many_get_none():
    widths = [tile_width(count, FRAME) for count in (1, 40, 150, 400, 10_000)]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == TILE_SIDES[-1]
    assert widths[-1] == 0
    assert tile_width(0, FRAME) == 0


@pytest.mark.parametrize("count", [1, 2, FEW, FEW + 1, 500])
def test_thumbnails_never_cover_one_another_nor_what_is_taken(count):
    taken = [Box(0, 0, 200, 80), Box(250, 250, 340, 300)]
    tiles = place_tiles(spots(cloud(count)), 52, FRAME, taken)
    assert tiles
    assert not any(a.box.overlaps(b.box) for a, b in combinations(tiles, 2))
    assert not any(tile.box.overlaps(box) for tile in tiles for box in taken)
    assert all(tile.box.is_within(Box(0, 0, 600, 600)) for tile in tiles)


def test_the_most_important_item_gets_its_thumbnail_where_it_lies():
    tiles = place_tiles(spots(np.zeros((5, 2), np.float32), [3, 0, 1, 2, 4]), 52, FRAME, [])
    assert tiles[0].row == 3
    assert tiles[0].box == Box.around(300, 300, 52, 37)


def test_a_thumbnail_stays_near_its_point():
    count = FEW + 20
    places = spots(cloud(count, spread=0.4))
    for tile in place_tiles(places, 60, FRAME, []):
        x, y = places[tile.row]
        assert abs((tile.box.left + tile.box.right) / 2 - x) <= 30
        assert abs((tile.box.top + tile.box.bottom) / 2 - y) <= 22


def test_best_hits_on_one_spot_stand_beside_one_another():
    near = frozenset(range(8))
    tiles = place_tiles(spots(np.zeros((100, 2), np.float32)), 46, FRAME, [Box.around(300, 300, 24, 24)], near=near)
    assert near <= {tile.row for tile in tiles}


def test_the_same_points_are_laid_out_the_same_way():
    first, second = (place_tiles(spots(cloud(300)), 44, FRAME, []) for _ in range(2))
    assert first == second


def test_regions_are_the_clusters_largest_first_without_noise():
    points = np.concatenate((cloud(10), cloud(30, 1), cloud(5, 2)))
    labels = np.array([0] * 10 + [1] * 30 + [-1] * 5)
    regions = regions_of(points, labels)
    assert [(region.cluster, region.count) for region in regions] == [(1, 30), (0, 10)]
    assert regions_of(points[:0], labels[:0]) == ()


def test_an_outlier_does_not_widen_a_region():
    points = np.concatenate((np.full((99, 2), 0.1), [[0.9, 0.9]])).astype(np.float32)
    (region,) = regions_of(points, np.zeros(100, int))
    assert region.high == pytest.approx((0.1, 0.1))


def test_names_do_not_overlap_one_another_nor_what_is_taken():
    points, labels = cloud(600), np.arange(600) % 20
    taken = [Box(0, 0, 300, 60)]
    placed = place_names(regions_of(points, labels), [(90.0, 16.0)] * 20, FRAME, taken, lift=20)
    assert not any(a.overlaps(b) for a, b in combinations(placed.values(), 2))
    assert not any(box.overlaps(taken[0]) for box in placed.values())


def test_a_name_stands_above_its_cluster():
    points = (cloud(200, spread=0.1)).astype(np.float32)
    (box,) = place_names(regions_of(points, np.zeros(200, int)), [(80.0, 16.0)], FRAME, [], lift=4).values()
    assert box.bottom < places_of(points, FRAME)[:, 1].mean()


def test_a_name_without_room_is_left_out():
    points = cloud(50, spread=0.1)
    regions = regions_of(points, np.zeros(50, int))
    assert place_names(regions, [(80.0, 16.0)], FRAME, [Box(0, 0, 600, 600)], lift=4) == {}


def test_boxes_that_touch_do_not_overlap():
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 20, 10))
    assert Box(0, 0, 10, 10).overlaps(Box(10, 0, 20, 10), apart=1)
