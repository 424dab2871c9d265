"""What similarity means nothing: the cosines of unrelated pairs, per asking role and asked kind.

Measured on the library and shrunk towards the pack's figures, never taken from the scores of the query in hand
(then nonsense would always have hits).
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.domain.calibration import Background

PHRASES = 1_000
"""Phrases of the vocabulary that stand for text queries."""
ASKERS = 500
"""Parts of a role that stand for queries of that role, topped up by the pack's references."""
ASKED = 4_000
"""Parts of a kind that are asked."""
PACK_WEIGHT = 500
"""The pack's figures count as much as this many parts of the library."""

SMALLEST_SIGMA = 0.005
"""A library of copies has no spread; a sigma of zero would make every score infinite."""
_SAME = 0.9999
"""A pair above this is a part and itself, or its copy: no evidence about unrelated pairs."""


Array = TypeVar("Array", bound=npt.NDArray)


def sample(vectors: Array, count: int, seed: int = 0) -> Array:
    """Choose at most `count` rows, always the same ones for the same number of rows."""
    if len(vectors) <= count:
        return vectors
    rows = np.random.default_rng(seed).choice(len(vectors), count, replace=False)
    return vectors[np.sort(rows)]  # type: ignore[return-value]


def topped_up(own: Vectors, references: Vectors, count: int = ASKERS) -> Vectors:
    """Take up to `count` of the library's vectors, and the pack's references where those are too few.

    Args:
        own: (n, dim), of one role, from the library.
        references: (256, dim), of the same role, from the pack.
        count: how many to choose.
    """
    chosen = sample(own, count)
    return np.concatenate([chosen, references[: max(count - len(chosen), 0)]]).astype(np.float32)


def measure(asking: Vectors, asked: Vectors) -> Background | None:
    """Measure the cosines of pairs that have nothing to do with one another.

    Args:
        asking: (a, dim), centred by their role, chosen by the caller (see `sample`, `topped_up`).
        asked: (b, dim), centred by the role of their kind.

    Returns:
        Median and 1.4826 x median absolute deviation (the standard deviation, if the cosines are normal), or None
        where no pair of different vectors exists.
    """
    if len(asking) == 0 or len(asked) == 0:
        return None
    cosines = (np.asarray(asking, np.float32) @ np.asarray(asked, np.float32).T).ravel()
    cosines = cosines[cosines < _SAME]
    if cosines.size == 0:
        return None
    median = float(np.median(cosines))
    spread = 1.4826 * float(np.median(np.abs(cosines - median)))
    return Background(median, max(spread, SMALLEST_SIGMA))


def shrunk(library: Background | None, pack: Background, parts: int) -> Background:
    """Mix measured and shipped figures: (n x library + 500 x pack) / (n + 500).

    Args:
        library: measured; None where nothing could be measured.
        pack: shipped.
        parts: n, parts of the asked kind in the library.
    """
    if library is None or parts <= 0:
        return Background(pack.median, max(pack.sigma, SMALLEST_SIGMA))
    share = parts / (parts + PACK_WEIGHT)
    median = share * library.median + (1 - share) * pack.median
    sigma = share * library.sigma + (1 - share) * pack.sigma
    return Background(median, max(sigma, SMALLEST_SIGMA))
