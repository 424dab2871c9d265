import numpy as np
import pytest

from orrery.mapping.raster import (
    DENSITY_CELL,
    SMALLEST_RADIUS,
    Frame,
    Shape,
    count_in_view,
    draw_density,
    draw_halos,
    draw_points,
    nearest_place,
    places_of,
    premultiplied,
    radius_for,
    rows_inside,
    visible_rows,
)

RED, BLUE = premultiplied(255, 0, 0), premultiplied(0, 0, 255)
FRAME = Frame(left=-1, top=1, scale_x=50, scale_y=50, width=100, height=100)


def points(*pairs):
    return np.array(pairs, np.float32).reshape(-1, 2)


def drawn(pairs, shape=Shape.CIRCLE, colour=RED, radius=4.0, frame=FRAME):
    places = places_of(points(*pairs), frame)
    count = len(places)
    return draw_points(places, np.full(count, shape, np.uint8), np.full(count, colour, np.uint32), radius, frame)


def alpha(picture):
    return picture >> 24


def test_a_premultiplied_colour_carries_its_alpha_in_every_channel():
    assert premultiplied(255, 128, 0) == 0xFFFF8000
    assert premultiplied(255, 128, 0, 0.5) == 0x80804000


def test_the_map_grows_upwards_and_rows_grow_downwards():
    assert places_of(points((-1, 1), (1, -1), (0, 0.5)), FRAME).tolist() == [[0, 0], [100, 100], [50, 25]]


def test_panning_moves_all_points_by_the_same_number_of_pixels():
    many = np.random.default_rng(0).uniform(-1, 1, (500, 2)).astype(np.float32)
    moved = Frame(-1.0173, 1.0041, 50, 50, 100, 100)
    steps = places_of(many, moved) - places_of(many, FRAME)
    assert len(np.unique(steps, axis=0)) == 1


def test_a_point_is_painted_where_it_lies_and_nowhere_else():
    picture = drawn([(0, 0)])
    assert picture[50, 50] == RED
    rows, columns = np.nonzero(picture)
    assert abs(rows - 50).max() <= 5
    assert abs(columns - 50).max() <= 5


@pytest.mark.parametrize("shape", list(Shape))
def test_every_shape_has_a_full_core_soft_edges_and_about_the_same_area(shape):
    coverage = alpha(drawn([(0, 0)], shape, radius=4.3)) / 255
    assert coverage.max() == 1
    assert ((coverage > 0) & (coverage < 1)).any()
    assert coverage.sum() == pytest.approx(np.pi * 4.3**2, rel=0.1)


def test_the_three_shapes_differ():
    pictures = [drawn([(0, 0)], shape) for shape in Shape]
    assert not np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[0], pictures[2])
    assert not np.array_equal(pictures[1], pictures[2])


def test_a_triangle_stands_on_its_base():
    coverage = alpha(drawn([(0, 0)], Shape.TRIANGLE, radius=8.0))
    assert coverage[56].astype(int).sum() > coverage[44].astype(int).sum()


def test_a_soft_edge_never_eats_the_core_of_a_neighbour():
    places = places_of(points((0, 0), (0.09, 0)), FRAME)
    shapes, colours = np.zeros(2, np.uint8), np.array([RED, BLUE], np.uint32)
    both = draw_points(places, shapes, colours, 2.6, FRAME)
    assert both[50, 50] == RED
    assert (alpha(both)[50, 50:55] == 255).all()


def test_of_two_points_on_one_spot_the_later_is_in_front():
    places = places_of(points((0, 0), (0, 0)), FRAME)
    picture = draw_points(places, np.zeros(2, np.uint8), np.array([RED, BLUE], np.uint32), 3.0, FRAME)
    assert picture[50, 50] == BLUE


def test_points_half_outside_are_cut_and_points_far_outside_are_left_out():
    picture = drawn([(-1, 0), (0, -1.04), (5, 5), (-1e9, 1e9)])
    assert picture.shape == (100, 100)
    assert picture[50, 0] == RED
    assert picture[99, 50] == RED
    assert not picture[:40].any()
    assert not picture[:, 60:].any()


def test_nothing_is_drawn_without_points():
    assert not drawn([]).any()
    assert not draw_density(places_of(points(), FRAME), np.zeros(0, np.uint32), FRAME).any()
    assert not draw_halos(places_of(points(), FRAME), RED, 5, FRAME).any()


def test_density_is_stronger_where_more_points_lie():
    cloud = points(*[(0.5, 0.5)] * 200, (-0.5, -0.5))
    picture = alpha(draw_density(places_of(cloud, FRAME), np.full(201, RED, np.uint32), FRAME))
    assert picture.shape == (100 // DENSITY_CELL, 100 // DENSITY_CELL)
    assert picture[12, 37] > picture[37, 12] > 0


def test_density_covers_a_frame_of_odd_size():
    frame = Frame(-1, 1, 50, 50, 101, 77)
    cloud = np.random.default_rng(1).uniform(-3, 3, (1000, 2)).astype(np.float32)
    picture = draw_density(places_of(cloud, frame), np.full(1000, BLUE, np.uint32), frame)
    assert picture.shape == (39, 51)


def test_density_keeps_the_colour_of_its_points():
    picture = draw_density(places_of(points(*[(0, 0)] * 50), FRAME), np.full(50, BLUE, np.uint32), FRAME)
    seen = picture[picture > 0]
    assert ((seen & 0x00FFFF00) == 0).all()
    assert (seen & 0xFF).max() > 100


def test_a_halo_fades_outwards():
    glow = alpha(draw_halos(places_of(points((0, 0)), FRAME), RED, 12, FRAME))
    assert glow[50, 50] == 255
    assert glow[50, 50] > glow[50, 55] > glow[50, 60] > 0
    assert glow[50, 63] == 0


def test_halos_at_the_edge_are_cut():
    assert draw_halos(places_of(points((-1, 1), (1, -1)), FRAME), RED, 12, FRAME)[0, 0] == RED


def test_points_shrink_as_they_become_many_and_turn_into_density():
    radii = [radius_for(count, FRAME, 4.0) for count in (0, 10, 120, 200, 100_000)]
    assert radii[:2] == [4.0, 4.0]
    assert 4.0 > radii[2] > radii[3] >= SMALLEST_RADIUS
    assert radii[4] == 0


def test_the_nearest_point_is_found_within_reach_and_not_beyond():
    places = places_of(points((0, 0), (0.5, 0)), FRAME)
    assert nearest_place(places, 52, 50, reach=6) == 0
    assert nearest_place(places, 72, 50, reach=6) == 1
    assert nearest_place(places, 62, 80, reach=6) is None
    assert nearest_place(places[:0], 0, 0, reach=6) is None


def test_of_points_on_one_spot_the_front_one_is_meant():
    assert nearest_place(places_of(points((0, 0), (0, 0)), FRAME), 50, 50, reach=3) == 1


def test_an_outline_holds_what_lies_inside_it():
    outline = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
    assert rows_inside(points((0, 0), (0.6, 0), (0.4, -0.4), (0, 2)), outline).tolist() == [0, 2]


def test_a_hollow_outline_does_not_hold_its_hollow():
    c_shape = [(0, 0), (4, 0), (4, 1), (1, 1), (1, 3), (4, 3), (4, 4), (0, 4)]
    assert rows_inside(points((3, 2), (0.5, 2), (3, 0.5)), c_shape).tolist() == [1, 2]


@pytest.mark.parametrize("outline", [[], [(0, 0)], [(0, 0), (1, 1)]])
def test_fewer_than_three_corners_hold_nothing(outline):
    assert len(rows_inside(points((0.5, 0.5)), outline)) == 0


def test_rows_in_view_respect_the_margin():
    places = places_of(points((0, 0), (1.04, 0)), FRAME)
    assert visible_rows(places, FRAME).tolist() == [0]
    assert visible_rows(places, FRAME, margin=5).tolist() == [0, 1]
    assert count_in_view(places, FRAME) == 1
