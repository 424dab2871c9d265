"""Groups and their names."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orrery.errors import JobCancelled
from orrery.mapping import clusters
from orrery.mapping.centring import unit
from orrery.mapping.clusters import COARSE, FINE, MIDDLE, cluster, joined
from orrery.mapping.heirs import heirs
from orrery.mapping.names import name_clusters, name_grouping
from orrery.mapping.said import said


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
    assert cluster(vectors).labels.tolist() == [-1] * count


def test_clear_groups_are_found_and_numbered_by_size() -> None:
    vectors, truth, _ = blobs([10, 40, 25])
    labels = cluster(vectors).at(MIDDLE)
    for group in range(3):
        assert len(np.unique(labels[truth == group])) == 1
    assert [int(labels[truth == group][0]) for group in (1, 2, 0)] == [0, 1, 2]


def test_groups_are_the_same_every_time() -> None:
    vectors, _, _ = blobs([30, 30, 30], spread=1.5)
    assert np.array_equal(cluster(vectors, 1).labels, cluster(vectors, 1).labels)


def test_copies_of_one_item_are_one_group() -> None:
    assert cluster(np.tile(unit(np.ones((1, 8))), (20, 1))).labels.tolist() == [0] * 20


def test_an_item_far_from_all_is_in_no_group() -> None:
    vectors, _, _ = blobs([40, 40, 40], spread=0.2)
    stranger = unit(np.random.default_rng(99).normal(size=(1, 32)))
    assert cluster(np.concatenate([vectors, stranger])).labels[-1] == -1


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
    labels = cluster(apart, groups=kinds).at(MIDDLE)
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


def nested(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Four subjects of three groups, 75 items each: vectors, subjects, groups."""
    rng = np.random.default_rng(seed)
    subjects, groups = np.repeat(np.arange(4), 225), np.repeat(np.arange(12), 75)
    middles = unit(rng.normal(size=(4, 48)))[subjects] + 0.7 * unit(rng.normal(size=(12, 48)))[groups]
    return unit(middles + rng.normal(size=(900, 48)) * 0.06), subjects, groups


def test_groups_within_groups_are_clusters_within_clusters() -> None:
    vectors, subjects, groups = nested()
    found = cluster(vectors)
    for level, truth, count in ((COARSE, subjects, 4), (MIDDLE, groups, 12)):
        labels = found.at(level)
        assert len(np.unique(labels)) == count
        assert all(len(np.unique(labels[truth == one])) == 1 for one in range(count))
    assert len(np.unique(found.at(FINE))) > 12


@given(st.integers(6, 120), st.integers(1, 5), st.integers(0, 1_000))
@settings(max_examples=25, deadline=None)
def test_every_cluster_holds_items_and_lies_within_its_parent(count: int, groups: int, seed: int) -> None:
    vectors, _, _ = blobs([count] * groups, seed, dim=12)
    found = cluster(vectors, seed)
    assert len(found.parents) == len(found.levels)
    for number, parent in enumerate(found.parents):
        members = found.members(number)
        assert members.sum() > 1
        if parent is not None:
            assert found.levels[parent] < found.levels[number]
            assert (found.members(parent) | ~members).all()


def test_in_a_large_library_the_others_join_those_that_are_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, truth, _ = blobs([300, 200, 100], spread=0.3)
    monkeypatch.setattr(clusters, "_LOOKED_AT", 200)
    labels = cluster(vectors).at(MIDDLE)
    assert (labels >= 0).mean() > 0.9
    for group in range(3):
        assert len(np.unique(labels[(truth == group) & (labels >= 0)])) == 1


def test_new_items_join_the_cluster_of_their_kind_that_they_are_near() -> None:
    vectors, truth, middles = blobs([40, 40])
    kinds = np.arange(80) % 2
    asked = np.concatenate([middles, middles[:1], -middles[:1]]).astype(np.float32)
    labels = joined(asked, np.array([0, 1, 2, 0]), vectors, kinds, truth)
    assert labels.tolist() == [0, 1, -1, -1]  # no cluster has items of a third kind; the last is far from all


def test_a_cluster_that_keeps_most_of_its_items_is_the_same_cluster() -> None:
    old = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, -1])
    new = np.array([5, 5, 5, 5, 3, 3, -1, 3, 3, 3])
    assert heirs(old, new) == {5: 0, 3: 2}
    assert heirs(old, new, least=0.6) == {5: 0}
    assert heirs(np.full(3, -1), np.array([0, 0, 1])) == {}


def test_names_of_all_levels_are_distinct() -> None:
    vectors, _, _ = nested()
    found = cluster(vectors)
    concepts = unit(np.concatenate([vectors[::25], np.random.default_rng(1).normal(size=(60, 48))]))
    names = name_grouping(found, vectors, concepts, [f"word{number}" for number in range(len(concepts))])
    assert sorted(names) == list(range(len(found.parents)))
    assert len(set(names.values())) == len(names)


def test_what_the_texts_of_a_cluster_say_is_what_others_do_not() -> None:
    texts = [
        ["A dog runs.", "Two dogs on the grass", "The DOG sleeps on grass"],
        ["A cat on the grass.", "The cat sat.", "cats and ice cream"],
        ["ice cream", "a dog"],
    ]
    found = said(texts, ["grass", "dog", "cat", "ice cream", "whale"])
    assert found[0].argmax() == 1
    assert found[1].argmax() == 2
    assert found[1, 3] > 0
    assert found[2].tolist() == [0] * 5  # two texts say nothing about a cluster
    assert (found[:, 4] == 0).all()


def test_a_concept_that_the_texts_name_wins_among_those_that_fit_alike() -> None:
    axes = np.eye(8)
    concepts = unit(np.stack([axes[0] + 0.3 * axes[2], axes[0] + 0.3 * axes[3], axes[1]]))
    labels, vectors = np.repeat([0, 1], 20), np.repeat(axes[:2], 20, axis=0)
    words = ["lake", "Loch Ness", "fork"]
    spoken = said([["at Loch Ness"] * 5, ["a fork"] * 5], words)
    assert name_clusters(labels, vectors, concepts, words)[0].split(", ")[0] == "lake"
    assert name_clusters(labels, vectors, concepts, words, said=spoken)[0].split(", ")[0] == "Loch Ness"
