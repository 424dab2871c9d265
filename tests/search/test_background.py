"""Measuring what similarity means nothing."""

import numpy as np
import pytest

from orrery.domain.calibration import Background
from orrery.search.background import SMALLEST_SIGMA, measure, sample, shrunk, topped_up
from search.space import random_vectors


def test_random_directions_have_the_known_spread() -> None:
    found = measure(random_vectors(400, seed=1, dim=64), random_vectors(900, seed=2, dim=64))
    assert found is not None
    assert found.median == pytest.approx(0, abs=0.01)
    assert found.sigma == pytest.approx(1 / 8, rel=0.03)


def test_a_part_does_not_count_as_unrelated_to_itself() -> None:
    vectors = np.repeat(np.eye(3, dtype=np.float32), 5, axis=0)
    found = measure(vectors, vectors)
    assert found == Background(0.0, SMALLEST_SIGMA)


@pytest.mark.parametrize("count", [0, 1])
def test_too_little_to_measure_is_no_figure(count: int) -> None:
    assert measure(random_vectors(count), random_vectors(count)) is None


def test_samples_are_the_same_every_time_and_in_order() -> None:
    rows = sample(np.arange(10_000)[:, None], 500)[:, 0]
    assert len(np.unique(rows)) == 500
    assert (np.diff(rows) > 0).all()
    assert np.array_equal(rows, sample(np.arange(10_000)[:, None], 500)[:, 0])


def test_few_own_askers_are_topped_up_by_the_packs_references() -> None:
    own, references = random_vectors(300, seed=1), random_vectors(256, seed=2)
    assert len(topped_up(own, references)) == 500
    assert len(topped_up(own[:3], references)) == 259
    assert len(topped_up(random_vectors(900), references)) == 500


def test_a_small_library_changes_the_packs_figures_little() -> None:
    pack, library = Background(0.0, 0.1), Background(0.2, 0.3)
    assert shrunk(library, pack, 0) == pack
    assert shrunk(None, pack, 900) == pack
    half = shrunk(library, pack, 500)
    assert (half.median, half.sigma) == (pytest.approx(0.1), pytest.approx(0.2))
    assert shrunk(library, pack, 10**9).sigma == pytest.approx(0.3)


def test_sigma_is_never_zero() -> None:
    assert shrunk(Background(0.0, 0.0), Background(0.0, 0.0), 100).sigma == SMALLEST_SIGMA
