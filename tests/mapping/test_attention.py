"""Lists for the user's attention, placing of new items, and centring."""

import numpy as np
import pytest

from orrery.errors import JobCancelled
from orrery.mapping.centring import ENOUGH, centred_for_map, one_per_content, unit
from orrery.mapping.duplicates import near_duplicates
from orrery.mapping.neighbours import nearest
from orrery.mapping.outliers import outliers
from orrery.mapping.pca import principal
from orrery.mapping.place import place


def random_vectors(count: int, dim: int = 16, seed: int = 0) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(count, dim)))


def test_a_small_library_is_centred_by_the_packs_mean() -> None:
    vectors, pack_mean = random_vectors(ENOUGH), random_vectors(1, seed=1)[0] * 0.3
    few = vectors[:-1]
    assert np.allclose(centred_for_map(few, pack_mean), unit(few - pack_mean), atol=1e-6)
    assert np.allclose(centred_for_map(vectors, pack_mean), unit(vectors - vectors.mean(axis=0)), atol=1e-6)


def test_a_content_of_many_parts_is_one_point() -> None:
    vectors = random_vectors(5)
    contents, means = one_per_content(vectors, np.array([7, 3, 7, 3, 9]))
    assert contents.tolist() == [3, 7, 9]
    assert np.allclose(means[0], unit(vectors[[1, 3]].sum(axis=0, keepdims=True))[0], atol=1e-6)
    assert np.allclose(means[2], vectors[4], atol=1e-6)


def test_contents_of_one_part_come_in_order_too() -> None:
    vectors = random_vectors(3)
    contents, means = one_per_content(vectors.astype(np.float16), np.array([7, 3, 9]))
    assert contents.tolist() == [3, 7, 9]
    assert np.allclose(means, vectors[[1, 0, 2]], atol=1e-3)


def test_nearest_agrees_with_sorting_everything() -> None:
    asking, asked = random_vectors(30), random_vectors(200, seed=1)
    rows, values = nearest(asking, asked, 5)
    expected = np.argsort(-(asking @ asked.T), axis=1)[:, :5]
    assert np.array_equal(rows, expected)
    assert np.allclose(values, np.take_along_axis(asking @ asked.T, expected, axis=1))


def test_nobody_is_their_own_neighbour() -> None:
    vectors = np.tile(random_vectors(1), (6, 1))
    rows, _ = nearest(vectors, vectors, 5, among_themselves=True)
    assert all(row not in rows[row] for row in range(6))


def test_principal_components_keep_distances_when_all_are_kept() -> None:
    vectors = random_vectors(12, dim=5)
    places = principal(vectors, 5)
    between = np.linalg.norm(vectors[:, None] - vectors[None], axis=2)
    assert np.allclose(np.linalg.norm(places[:, None] - places[None], axis=2), between, atol=1e-5)
    assert (np.diff(places.var(axis=0)) <= 1e-7).all()


def test_a_new_item_lands_beside_what_it_is_like() -> None:
    placed, points = random_vectors(50), np.random.default_rng(2).uniform(-1, 1, (50, 2)).astype(np.float32)
    found = place(placed[[4, 9]], placed, points)
    assert np.linalg.norm(found - points[[4, 9]], axis=1).max() < 0.05


def test_on_an_empty_map_a_new_item_lies_in_the_middle() -> None:
    assert place(random_vectors(2), np.empty((0, 16)), np.empty((0, 2), np.float32)).tolist() == [[0, 0], [0, 0]]
    assert place(np.empty((0, 16)), random_vectors(2), np.zeros((2, 2), np.float32)).shape == (0, 2)


def test_near_duplicates_are_grouped_through_chains() -> None:
    vectors = random_vectors(30)
    rng = np.random.default_rng(3)
    near = [unit(vectors[[2]] + rng.normal(size=(1, 16)) * 0.02)[0] for _ in range(2)]
    groups = near_duplicates(np.concatenate([vectors, [vectors[5]], near]).astype(np.float16))
    assert groups == ((2, 31, 32), (5, 30))


def test_nothing_has_no_duplicates() -> None:
    assert near_duplicates(np.empty((0, 8), np.float16)) == ()
    assert near_duplicates(random_vectors(1)) == ()


def test_an_item_unlike_all_others_stands_out() -> None:
    middle = random_vectors(1)
    crowd = unit(middle + np.random.default_rng(1).normal(size=(60, 16)) * 0.08)
    stranger = unit(np.random.default_rng(8).normal(size=(1, 16)))
    assert outliers(np.concatenate([crowd, stranger])).tolist() == [60]
    assert outliers(crowd[:5]).tolist() == []


def test_long_searches_can_be_stopped() -> None:
    def stop() -> None:
        raise JobCancelled

    vectors = random_vectors(20)
    for job in (near_duplicates, outliers):
        with pytest.raises(JobCancelled):
            job(vectors, check=stop)
