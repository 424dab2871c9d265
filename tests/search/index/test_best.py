"""The largest of values that come piece by piece, against sorting all of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from orrery.search.index.best import Best, largest


@given(st.integers(0, 40_000), st.integers(1, 60), st.integers(0, 9), st.sampled_from([0.0, 0.01, 0.5, 1.0]))
def test_the_largest_are_the_largest_of_those_that_count(length: int, count: int, seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 5_000, length).astype(np.float32)
    mask = None if share == 1.0 else rng.random(length) < share
    found = largest(values, count, mask)
    open_ = np.arange(length) if mask is None else np.flatnonzero(mask)
    assert len(set(found.tolist())) == min(count, len(open_))
    assert set(found.tolist()) <= set(open_.tolist())
    assert np.array_equal(np.sort(values[found]), np.sort(values[open_])[max(len(open_) - count, 0) :])


@given(
    st.lists(st.lists(st.floats(-9, 9, width=32), max_size=90), max_size=8), st.integers(1, 20), st.integers(0, 1_000)
)
def test_it_does_not_matter_in_which_pieces_values_come(pieces: list[list[float]], count: int, seed: int) -> None:
    best, first, everything, open_ = Best(count), 0, [], []
    rng = np.random.default_rng(seed)
    for piece in pieces:
        values = np.array(piece, np.float32)
        mask = rng.random(len(values)) < 0.7 if rng.random() < 0.5 else None
        best.offer(first, values, mask)
        everything += piece
        open_ += [True] * len(piece) if mask is None else mask.tolist()
        first += len(piece)
    places, values = best.found()
    expected = np.sort(np.array(everything, np.float32)[np.array(open_, bool)])[::-1][:count]
    assert np.array_equal(np.sort(values)[::-1], expected)
    assert np.array_equal(np.array(everything, np.float32)[places], values)
    assert len(set(places.tolist())) == len(places)
