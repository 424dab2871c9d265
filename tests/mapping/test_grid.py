import numpy as np
import pytest

from orrery.mapping.grid import PointGrid


def cloud(count: int) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 0.3, (count, 2)).astype(np.float32)


@pytest.mark.parametrize("part", [(-0.1, -0.1, 0.1, 0.1), (-5, -5, 5, 5), (0.2, -0.6, 0.21, 0.6), (0, 0, 0, 0)])
def test_no_point_of_a_part_is_missed(part: tuple[float, float, float, float]) -> None:
    points = cloud(20_000)
    grid = PointGrid.of(points)
    left, bottom, right, top = part
    inside = (points >= (left, bottom)).all(axis=1) & (points <= (right, top)).all(axis=1)
    rows = grid.rows_in(*part)
    assert set(np.flatnonzero(inside).tolist()) <= set(rows.tolist())
    assert len(rows) == len(set(rows.tolist())) == grid.count_in(*part)


def test_far_fewer_points_are_looked_at_than_there_are() -> None:
    assert PointGrid.of(cloud(20_000)).count_in(-0.02, -0.02, 0.02, 0.02) < 400


def test_outside_of_all_points_there_are_none() -> None:
    grid = PointGrid.of(cloud(50))
    assert grid.count_in(10, 10, 11, 11) == 0
    assert len(grid.rows_in(-11, -11, -10, -10)) == 0


@pytest.mark.parametrize(
    "points", [np.zeros((0, 2), np.float32), np.zeros((1, 2), np.float32), np.ones((9, 2), np.float32)]
)
def test_no_point_one_point_and_points_on_one_spot(points: np.ndarray) -> None:
    grid = PointGrid.of(points)
    assert len(grid.rows_in(-2, -2, 2, 2)) == len(points)
