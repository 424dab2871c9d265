"""Groups and their names."""

import numpy as np
import pytest

from orrery.errors import JobCancelled
from orrery.mapping.centring import unit
from orrery.mapping.clusters import cluster
from orrery.mapping.names import name_clusters


def blobs(
    sizes: list[int], seed: int = 0, dim: int = 32, spread: float = 0.4
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    middles = unit(rng.normal(size=(len(sizes), dim)))
    labels = np.repeat(np.arange(len(sizes)), sizes)
    return unit(middles[labels] + rng.normal(size=(len(labels), dim)) * spread / np.sqrt(dim)), labels, middles


@pytest.mark.parametrize("count", range(6))
def test_a_handful_of_items_is_no_group(count: int) -> None:
    vectors, _, _ = blobs([count])
    assert cluster(vectors).tolist() == [-1] * count


def test_clear_groups_are_found_and_numbered_by_size() -> None:
    vectors, truth, _ = blobs([10, 40, 25])
    labels = cluster(vectors)
    for group in range(3):
        assert len(np.unique(labels[truth == group])) == 1
    assert [int(labels[truth == group][0]) for group in (1, 2, 0)] == [0, 1, 2]


def test_groups_are_the_same_every_time() -> None:
    vectors, _, _ = blobs([30, 30, 30], spread=1.5)
    assert np.array_equal(cluster(vectors, 1), cluster(vectors, 1))


def test_copies_of_one_item_are_one_group() -> None:
    assert cluster(np.tile(unit(np.ones((1, 8))), (20, 1))).tolist() == [0] * 20


def test_an_item_far_from_all_is_in_no_group() -> None:
    vectors, _, _ = blobs([40, 40, 40], spread=0.2)
    stranger = unit(np.random.default_rng(99).normal(size=(1, 32)))
    assert cluster(np.concatenate([vectors, stranger]))[-1] == -1


def test_grouping_can_be_stopped() -> None:
    vectors, _, _ = blobs([40, 40])
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        cluster(vectors, check=check)


def test_a_subject_is_one_group_whatever_its_kinds() -> None:
    vectors, truth, _ = blobs([40, 40, 40])
    kinds = np.arange(120) % 2
    apart = unit(np.concatenate([vectors, np.where(kinds, 0.5, -0.5)[:, None]], axis=1))
    labels = cluster(apart, groups=kinds)
    both = [len(np.unique(kinds[labels == label])) for label in range(labels.max() + 1)]
    assert both == [2, 2, 2]
    assert all(len(np.unique(labels[truth == group])) == 1 for group in range(3))


def test_a_name_is_what_fits_all_rather_than_what_fits_a_few() -> None:
    axes = np.eye(8)
    dogs = unit(axes[0] + np.repeat(axes[[1, 2, 3]], 10, axis=0))  # three breeds of ten
    names = name_clusters(
        np.repeat([0, 1], 30),
        np.concatenate([dogs, np.tile(axes[5], (30, 1))]),
        np.concatenate([axes[:1], unit(axes[[0]] + 2 * axes[[1]]), axes[[5, 6, 7]]]),
        ["dog", "Irish terrier", "fork", "x", "y"],
    )
    assert names[0].split(", ")[0] == "dog"


def test_a_concept_vaguely_near_all_members_is_no_rival_to_what_they_are() -> None:
    random = np.random.default_rng(3)
    axes = np.eye(64)
    dogs, others = (unit(2 * axes[[at]] + random.normal(size=(30, 64)) / 8) for at in (0, 1))
    vague = unit(axes[[0]] + axes[[2]])
    concepts = np.concatenate([vague, axes[:2], unit(random.normal(size=(200, 64)))])
    words = ["stairs", "dog", "fork", *(f"w{number}" for number in range(200))]
    names = name_clusters(np.repeat([0, 1], 30), np.concatenate([dogs, others]), concepts, words)
    assert names[0].split(", ")[0] == "dog"


def test_names_come_from_the_concepts_near_a_group() -> None:
    vectors, truth, middles = blobs([20, 20, 20])
    noise = unit(np.random.default_rng(5).normal(size=(3, 32)))
    concepts = ["dogs", "waves", "forks", "x", "y", "z"]
    names = name_clusters(truth, vectors, np.concatenate([middles, noise]), concepts)
    assert [names[group].split(", ")[0] for group in range(3)] == ["dogs", "waves", "forks"]


def test_names_are_distinct_and_never_empty_even_with_few_concepts() -> None:
    vectors, truth, middles = blobs([20, 20, 20])
    for concepts in (["thing"], []):
        names = name_clusters(truth, vectors, middles[: len(concepts)], concepts)
        assert len(set(names.values())) == 3
        assert all(names.values())


def test_without_groups_there_are_no_names() -> None:
    assert name_clusters(np.full(4, -1), np.eye(4), np.eye(4), list("abcd")) == {}
    assert name_clusters(np.empty(0, np.int64), np.empty((0, 4)), np.eye(4), list("abcd")) == {}
