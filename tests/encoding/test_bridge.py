"""The way from one space into another, fitted on what lies in both."""

import numpy as np

from orrery.encoding.bridge import Bridge, fit, gap_of, unit

DIM, TARGET, COUNT = 24, 16, 600


def spaces() -> tuple[np.ndarray, np.ndarray]:
    """The same phrases in two spaces, of which one is a bent picture of the other."""
    rng = np.random.default_rng(3)
    meaning = rng.normal(0, 1, (COUNT, 12)).astype(np.float32)
    source = unit(np.tanh(meaning @ rng.normal(0, 0.4, (12, DIM)))).astype(np.float32)
    return source - source.mean(axis=0), unit(meaning @ rng.normal(0, 1, (12, TARGET))).astype(np.float32)


def agreement(placed: np.ndarray, wanted: np.ndarray) -> float:
    return float(np.sum(unit(placed) * unit(wanted), axis=1).mean())


def test_a_bridge_leads_to_where_the_same_thing_lies_and_tells_how_well() -> None:
    source, target = spaces()
    made = fit(source, target - target.mean(axis=0), gap_of(source[:0], source) / 10)
    mean = np.full(DIM, 0.1, np.float32)
    placed = Bridge(made.matrix, mean).over(source + mean)
    assert np.allclose(np.linalg.norm(placed, axis=1), 1, atol=1e-5)
    assert agreement(placed, target - target.mean(axis=0)) > 0.9
    assert made.phrases == COUNT
    assert made.score > 0.5 > 5 * made.chance


def test_a_gap_that_has_a_direction_is_not_carried_over() -> None:
    source, target = spaces()
    target = target - target.mean(axis=0)
    rng = np.random.default_rng(4)
    aside = unit(rng.normal(0, 1, (2, DIM)))
    sounds = source + (rng.normal(0, 0.8, (COUNT, 2)) @ aside).astype(np.float32)
    even = np.eye(DIM) * np.trace(gap_of(sounds[:300], source)) / DIM
    shaped = fit(source, target, gap_of(sounds[:300], source)).matrix
    assert agreement(sounds[300:] @ shaped, target[300:]) > 0.02 + agreement(
        sounds[300:] @ fit(source, target, even).matrix, target[300:]
    )


def test_the_wider_the_gap_the_more_cautious_the_bridge() -> None:
    source, target = spaces()
    usual = gap_of(source[:0], source)
    narrow, wide = (fit(source, target, share * usual) for share in (0.01, 4.0))
    assert np.linalg.norm(wide.matrix) < np.linalg.norm(narrow.matrix)
    assert wide.score < narrow.score
    assert wide.gap == 20 * narrow.gap


def test_what_equals_the_mean_leads_nowhere() -> None:
    mean = unit(np.ones((1, 4), np.float32))[0]
    assert not Bridge(np.eye(4, dtype=np.float32), mean).over(mean[None]).any()
