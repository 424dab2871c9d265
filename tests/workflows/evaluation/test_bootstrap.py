import numpy as np
import pytest

from orrery.workflows.evaluation import bootstrap
from orrery.workflows.evaluation.bootstrap import estimate


def test_a_share_has_the_interval_of_the_textbook() -> None:
    scores = np.repeat([1.0, 0.0], [300, 100])
    found = estimate(scores)
    assert (found.value, found.count) == (0.75, 400)
    half = 1.96 * np.sqrt(0.75 * 0.25 / 400)
    assert found.low == pytest.approx(0.75 - half, abs=0.008)
    assert found.high == pytest.approx(0.75 + half, abs=0.008)


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    random = np.random.default_rng(1)
    found = [estimate((random.random(150) < 0.4).astype(float), seed=seed) for seed in range(200)]
    held = sum(each.low <= 0.4 <= each.high for each in found)
    assert 180 <= held <= 199


def test_what_hangs_together_is_drawn_together() -> None:
    scores = np.repeat([1.0, 0.0] * 10, 50)
    alone, together = estimate(scores), estimate(scores, np.repeat(np.arange(20), 50))
    assert together.value == alone.value == 0.5
    assert together.high - together.low > 4 * (alone.high - alone.low)


def test_the_same_seed_gives_the_same_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = np.random.default_rng(2).random(99)
    assert estimate(scores, seed=5) == estimate(scores, seed=5)
    assert estimate(scores, seed=5) != estimate(scores, seed=6)
    assert sum(bootstrap._portions(99)) == sum(bootstrap._portions(10**7)) == bootstrap.RESAMPLES


def test_one_score_is_all_there_is() -> None:
    found = estimate(np.array([1.0]))
    assert (found.value, found.low, found.high, found.count) == (1.0, 1.0, 1.0, 1)
