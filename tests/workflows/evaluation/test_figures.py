"""Figures against small cases counted by hand, perfect models, models that know nothing, and ties."""

import numpy as np
import pytest

from orrery.workflows.evaluation import figures

EAST, NORTH = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)


def directions(*degrees: float) -> np.ndarray:
    angles = np.deg2rad(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def random_vectors(count: int, dim: int = 64, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_ranks_are_counted_from_zero() -> None:
    answers = directions(0, 30, 60, 90)
    found = figures.rank_of_own(directions(0, 0, 80), answers, np.array([0, 2, 2]))
    assert found.ranks.tolist() == [0, 2, 1]
    assert found.first.tolist() == [0, 0, 3]


def test_a_tie_is_lost() -> None:
    answers = np.stack([EAST, EAST, NORTH])
    found = figures.rank_of_own(EAST[None], answers, np.array([0]))
    assert found.ranks.tolist() == [1]
    assert found.first.tolist() == [1]


def test_a_model_that_gives_all_the_same_vector_scores_nothing() -> None:
    same = np.repeat(EAST[None], 20, axis=0)
    labels = np.arange(20) % 4
    assert figures.rank_of_own(same, same, np.arange(20)).ranks.min() == 19
    assert figures.precision(same, labels, same, labels, 10, among_themselves=True).max() == 0.0
    assert not figures.voted(figures.nearest_others(same), labels).all()


def test_the_nearest_of_several_own_answers_counts() -> None:
    answers, owner = directions(0, 90, 40, 50), np.array([0, 0, 1, 1])
    assert figures.rank_of_nearest_own(directions(10, 85), answers, owner).tolist() == [0, 1]


def test_an_own_answer_before_another_own_one_costs_nothing() -> None:
    answers, owner = directions(0, 1, 2, 90), np.array([0, 0, 0, 1])
    assert figures.rank_of_nearest_own(directions(1, 89), answers, owner).tolist() == [0, 0]


def test_precision_is_relative_to_what_is_possible() -> None:
    answers, labels = directions(0, 10, 20, 90), np.array([0, 1, 0, 1])
    scores = figures.precision(directions(0, 0), np.array([0, 1]), answers, labels, 3)
    assert scores.tolist() == [1.0, 0.5]


def test_a_query_is_not_its_own_neighbour() -> None:
    vectors, labels = directions(0, 5, 80, 90), np.array([0, 0, 1, 2])
    scores = figures.precision(vectors, labels, vectors, labels, 1, among_themselves=True)
    assert scores[:2].tolist() == [1.0, 1.0]
    assert np.isnan(scores[2:]).all()


def test_neighbours_vote_by_their_nearness() -> None:
    vectors = directions(0, 2, 60, 61, 150)
    labels = np.array([0, 0, 1, 1, 1])
    near = figures.nearest_others(vectors, 2)
    assert set(near.rows[0].tolist()) == {1, 2}
    assert figures.voted(near, labels).tolist() == [True, True, True, True, True]
    assert figures.voted(near, np.array([1, 0, 1, 0, 0])).tolist()[0] is False


def test_perfect_vectors_are_always_right() -> None:
    classes = np.arange(60) % 6
    centres = random_vectors(6)
    vectors = centres[classes]
    assert figures.rank_of_own(vectors, centres, classes).ranks.max() == 0
    assert (figures.precision(centres, np.arange(6), vectors, classes) == 1.0).all()
    assert (figures.precision(vectors, classes, vectors, classes, among_themselves=True) == 1.0).all()
    assert figures.voted(figures.nearest_others(vectors, 9), classes).all()


@pytest.mark.parametrize("count", [1, 5, 10])
def test_a_model_that_knows_nothing_scores_as_chance_says(count: int) -> None:
    queries, answers, labels = random_vectors(3000, seed=1), random_vectors(400, seed=2), np.arange(400) % 20
    own = np.random.default_rng(3).integers(0, 400, 3000)
    recall = (figures.rank_of_own(queries, answers, own).ranks < count).mean()
    assert recall == pytest.approx(count / 400, abs=0.01)
    wanted = own % 20
    scores = figures.precision(queries, wanted, answers, labels, count)
    chance = figures.precision_by_chance(figures.available(wanted, labels), 400, count)
    assert scores.mean() == pytest.approx(chance.mean(), abs=0.01)


def test_recall_of_several_own_answers_by_chance() -> None:
    # one of 2 right ones among 3 drawn of 5: 1 - (3/5)(2/4)(1/3)
    assert figures.recall_by_chance(np.array([2]), 5, 3) == pytest.approx(0.9)
    assert figures.recall_by_chance(np.array([5]), 1000, 10) == pytest.approx(0.04909, abs=1e-4)
    assert figures.recall_by_chance(np.array([3]), 3, 10) == pytest.approx(1.0)
    queries, answers = random_vectors(400, seed=4), random_vectors(2000, seed=5)
    ranks = figures.rank_of_nearest_own(queries, answers, np.repeat(np.arange(400), 5))
    assert (ranks < 50).mean() == pytest.approx(figures.recall_by_chance(np.array([5]), 2000, 50)[0], abs=0.05)


def test_votes_by_chance_are_those_of_labels_dealt_out_anew() -> None:
    vectors, labels = random_vectors(400, seed=6), np.arange(400) % 4
    near = figures.nearest_others(vectors)
    every = np.ones(400, np.bool_)
    assert figures.voted(near, labels).mean() == pytest.approx(0.25, abs=0.08)
    assert figures.voted_by_chance(near, labels, every) == pytest.approx(0.25, abs=0.04)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, labels = random_vectors(70, 8), np.arange(70) % 5

    def measured() -> list[list]:
        near = figures.nearest_others(vectors)
        return [
            figures.rank_of_own(vectors, vectors, (np.arange(70) + 1) % 70).ranks.tolist(),
            figures.rank_of_nearest_own(vectors[:5], vectors, labels).tolist(),
            figures.precision(vectors, labels, vectors, labels, among_themselves=True).tolist(),
            np.sort(near.rows, axis=1).tolist(),
            figures.voted(near, labels).tolist(),
        ]

    whole = measured()
    monkeypatch.setattr(figures, "_BLOCK", 200)
    assert measured() == whole
