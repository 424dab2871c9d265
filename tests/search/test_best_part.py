"""The correction for many parts, against arithmetic of 60 digits' worth where floats give up."""

import numpy as np
import pytest
from scipy.stats import norm

from orrery.search.best_part import corrected, fitted_exponent


def test_one_part_is_left_alone() -> None:
    z = np.linspace(-30, 40, 15)
    assert np.array_equal(corrected(z, np.ones(15), 0.7), z)


def test_no_exponent_means_no_correction() -> None:
    assert np.array_equal(corrected([1.0, 5.0], [10, 300], 0.0), [1.0, 5.0])


def test_it_is_the_quantile_of_the_power_where_floats_can_say() -> None:
    z = np.linspace(-3, 6, 19)
    expected = norm.ppf(norm.cdf(z) ** (300**0.7))
    finite = np.isfinite(expected)
    assert np.allclose(corrected(z, np.full(19, 300), 0.7)[finite], expected[finite], atol=1e-6)


@pytest.mark.parametrize("parts", [2, 120, 100_000])
def test_it_rises_without_steps_and_never_exceeds_z(parts: int) -> None:
    z = np.linspace(-10, 40, 5_001)
    result = corrected(z, np.full(len(z), parts), 0.7)
    assert np.isfinite(result).all()
    assert (np.diff(result) > 0).all()
    assert (result <= z).all()


def test_far_out_it_keeps_the_odds_of_a_tail() -> None:
    # 1 - Phi(z*) = P^gamma (1 - Phi(z)): at z = 38 a float's 1 - Phi is already zero.
    from scipy.special import log_ndtr

    result = corrected(np.array([38.0]), np.array([300]), 0.7)
    assert log_ndtr(-result)[0] == pytest.approx(log_ndtr(-38.0) + 0.7 * np.log(300), rel=1e-9)


def test_a_long_book_of_noise_does_not_beat_a_photo_of_noise() -> None:
    noise = np.random.default_rng(0).normal(size=(400, 300))
    books = corrected(noise.max(axis=1), np.full(400, 300), 1.0)
    assert abs(float(np.median(books))) < 0.15
    assert float(np.median(noise.max(axis=1))) > 2.5


@pytest.mark.parametrize("gamma", [0.0, 0.3, 0.7, 1.0])
def test_the_exponent_is_found_again_in_what_it_made(gamma: float) -> None:
    parts = np.repeat([2, 5, 40], 200)
    even = np.random.default_rng(1).random((len(parts), 50))
    best = norm.ppf(even ** (1 / parts[:, None] ** gamma))  # the best of P^gamma independent parts
    assert fitted_exponent(best, parts) == pytest.approx(gamma, abs=0.03)


def test_parts_that_are_alike_give_a_smaller_exponent_than_independent_ones() -> None:
    random = np.random.default_rng(2)
    own, shared = random.normal(size=(100, 6, 80)), random.normal(size=(100, 1, 80))
    apart, alike = own.max(axis=1), (0.6 * own + 0.8 * shared).max(axis=1)
    parts = np.full(100, 6)
    assert fitted_exponent(alike, parts) < 0.6
    assert fitted_exponent(apart, parts) > 0.9
