"""The way from one space into another, fitted on what lies in both."""

import numpy as np
import pytest

from orrery.encoding.bridge import Bridge, Fit, fit, gap_of, ridge, unit

DIM, TARGET, COUNT = 24, 16, 600


def spaces() -> tuple[np.ndarray, np.ndarray]:
    """The same phrases in two spaces, of which one is a bent picture of the other."""
    rng = np.random.default_rng(3)
    meaning = rng.normal(0, 1, (COUNT, 12)).astype(np.float32)
    source = unit(np.tanh(meaning @ rng.normal(0, 0.4, (12, DIM)))).astype(np.float32)
    return source - source.mean(axis=0), unit(meaning @ rng.normal(0, 1, (12, TARGET))).astype(np.float32)


def agreement(placed: np.ndarray, wanted: np.ndarray) -> float:
    return float(np.sum(unit(placed) * unit(wanted), axis=1).mean())


def bridge(made: Fit, mean: np.ndarray, source: np.ndarray, target: np.ndarray) -> Bridge:
    return Bridge(made.matrix, mean, unit(source), unit(target))


def beside(source: np.ndarray, reach: float) -> np.ndarray:
    """Sounds as they lie beside phrases: far off, but in two directions only."""
    rng = np.random.default_rng(4)
    aside = unit(rng.normal(0, 1, (2, DIM)))
    return source + (rng.normal(0, reach, (len(source), 2)) @ aside).astype(np.float32)


def test_a_bridge_leads_to_where_the_same_thing_lies_and_tells_how_well() -> None:
    source, target = spaces()
    target = target - target.mean(axis=0)
    made = fit(source, target, beside(source, 0.1)[:50])
    mean = np.full(DIM, 0.1, np.float32)
    placed = bridge(made, mean, source, target).over(source + mean)
    assert np.allclose(np.linalg.norm(placed, axis=1), 1, atol=1e-5)
    assert agreement(placed, target) > 0.9
    assert made.phrases == COUNT
    assert made.score > 0.5 > 5 * made.chance


def test_what_has_a_name_gets_where_its_name_lies_though_no_matrix_leads_there() -> None:
    source, _ = spaces()
    target = unit(np.random.default_rng(9).normal(0, 1, (COUNT, TARGET))).astype(np.float32)
    sounds = beside(source, 0.05)
    made = fit(source, target, sounds[:200])
    straight = agreement(sounds @ made.matrix, target)
    assert agreement(bridge(made, np.zeros(DIM, np.float32), source, target).over(sounds), target) > straight + 0.2


def test_a_gap_that_has_a_direction_is_not_carried_over() -> None:
    source, target = spaces()
    target = target - target.mean(axis=0)
    sounds, ones = beside(source, 0.8), np.ones(COUNT)
    gap = gap_of(sounds[:300], source)
    even = np.eye(DIM) * np.trace(gap) / DIM
    shaped, round_ = (sounds[300:] @ ridge(source, target, noise, ones) for noise in (gap, even))
    assert agreement(shaped, target[300:]) > 0.02 + agreement(round_, target[300:])


def test_a_bridge_is_made_for_what_is_heard() -> None:
    """Of two halves of a vocabulary that no one matrix can serve, the one that sounds are near to is served."""
    source, target = spaces()
    target = np.concatenate([target[:300], -target[300:]]) - target.mean(axis=0)
    source[:300, 0], source[300:, 0] = 2.0, -2.0
    made = fit(source, target, beside(source, 0.1)[:300])
    assert agreement(source[:300] @ made.matrix, target[:300]) > 0.5
    assert agreement(source[300:] @ made.matrix, target[300:]) < 0


def test_the_wider_the_gap_the_more_cautious_the_bridge() -> None:
    source, target = spaces()
    narrow, wide = (fit(source, target, beside(source, reach)[:200]) for reach in (0.1, 2.0))
    assert np.linalg.norm(wide.matrix) < np.linalg.norm(narrow.matrix)
    assert wide.score < narrow.score
    assert wide.gap > 5 * narrow.gap


def test_without_any_sounds_the_usual_gap_is_taken_for_it() -> None:
    source, target = spaces()
    made = fit(source, target - target.mean(axis=0), source[:0])
    assert made.gap == pytest.approx(0.8)
    assert made.score > 4 * made.chance


def test_what_equals_the_mean_leads_nowhere() -> None:
    mean = unit(np.ones((1, 4), np.float32))[0]
    four = np.eye(4, dtype=np.float32)
    assert not Bridge(four, mean, four, four).over(mean[None]).any()
