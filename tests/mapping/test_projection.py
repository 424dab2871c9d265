"""The picture of a library."""

import numpy as np
import pytest

from orrery.domain.arrays import Points, Vectors
from orrery.errors import JobCancelled
from orrery.mapping.centring import unit
from orrery.mapping.projection import fitted, project


def blobs(count: int, groups: int, seed: int = 0, dim: int = 48, spread: float = 0.5) -> tuple[Vectors, np.ndarray]:
    """Unit vectors around a few random directions, and which of them each belongs to."""
    rng = np.random.default_rng(seed)
    middles = unit(rng.normal(size=(groups, dim)))
    labels = np.arange(count) % groups
    return unit(middles[labels] + rng.normal(size=(count, dim)) * spread / np.sqrt(dim)), labels


def assert_is_a_picture(points: Points, count: int) -> None:
    assert points.shape == (count, 2)
    assert points.dtype == np.float32
    assert np.isfinite(points).all()
    assert np.abs(points).max(initial=0) <= 1


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 30, 40])
def test_any_number_of_items_makes_a_picture(count: int) -> None:
    vectors, _ = blobs(count, 3)
    points = project(vectors)
    assert_is_a_picture(points, count)
    assert len(np.unique(points, axis=0)) == count


@pytest.mark.parametrize("count", [3, 6, 50])
def test_items_that_are_all_the_same_can_still_be_told_apart(count: int) -> None:
    points = project(np.tile(unit(np.ones((1, 8))), (count, 1)))
    assert_is_a_picture(points, count)
    assert len(np.unique(points, axis=0)) == count


def test_vectors_without_direction_do_no_harm() -> None:
    vectors, _ = blobs(30, 3)
    vectors[:5] = 0
    assert_is_a_picture(project(vectors), 30)


def test_copies_lie_together() -> None:
    vectors, _ = blobs(60, 6)
    points = project(np.concatenate([vectors, vectors[:10]]))
    apart = np.linalg.norm(points[60:] - points[:10], axis=1)
    assert np.median(apart) < 0.1


def test_the_same_library_gives_the_same_picture() -> None:
    vectors, labels = blobs(80, 4)
    assert np.array_equal(project(vectors, 3, groups=labels % 2), project(vectors, 3, groups=labels % 2))


def test_what_belongs_together_lies_together() -> None:
    vectors, labels = blobs(300, 5)
    points = project(vectors)
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    near = np.argsort(distances, axis=1)[:, :5]
    assert (labels[near] == labels[:, None]).mean() > 0.9


def test_kinds_that_lie_apart_share_the_picture() -> None:
    # Two kinds of the same four subjects, each kind with a direction of its own that no centring took away.
    vectors, labels = blobs(120, 4)
    kinds = np.repeat([0, 1], 60)
    apart = unit(np.concatenate([vectors, np.where(kinds, 1.5, -1.5)[:, None].astype(np.float32)], axis=1))
    points = project(apart, groups=kinds)
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    near = np.argsort(distances, axis=1)[:, :10]
    assert (kinds[near] != kinds[:, None]).mean() > 0.25
    assert (labels[near] == labels[:, None]).mean() > 0.8


@pytest.mark.parametrize("kinds", [[0] * 39 + [1], list(range(40)), [0, 1] * 20])
def test_a_kind_of_one_item_has_a_place_too(kinds: list[int]) -> None:
    vectors, _ = blobs(40, 3)
    assert_is_a_picture(project(vectors, groups=np.array(kinds)), 40)


def test_the_first_picture_comes_before_the_settled_one() -> None:
    vectors, _ = blobs(40, 3)
    pictures: list[Points] = []
    final = project(vectors, on_progress=pictures.append)
    assert pictures
    assert_is_a_picture(pictures[0], 40)
    assert not np.array_equal(pictures[0], final)


def test_a_stop_is_heard_while_the_picture_settles() -> None:
    vectors, _ = blobs(200, 3)
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls > 60:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        project(vectors, check=check)
    assert calls == 61


def test_many_items_are_placed_among_landmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    from orrery.mapping import projection

    monkeypatch.setattr(projection, "LANDMARKS", 150)
    vectors, labels = blobs(400, 4)
    points = project(vectors, groups=labels % 2)
    assert_is_a_picture(points, 400)
    middles = np.stack([points[labels == label].mean(axis=0) for label in range(4)])
    nearest = np.linalg.norm(points[:, None] - middles[None], axis=2).argmin(axis=1)
    assert (nearest == labels).mean() > 0.9


def test_one_far_item_does_not_squeeze_the_others() -> None:
    places = np.random.default_rng(0).normal(size=(500, 2))
    places[0] = (500, 500)
    points = fitted(places)
    assert_is_a_picture(points, 500)
    assert points[1:].std() > 0.25
