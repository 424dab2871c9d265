"""Letting a map settle: items move where neighbours pull and everything pushes, until little changes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points
from orrery.mapping.forces import Places, Pull, Push

_MOMENTUM = 0.8
_LONGEST = 5.0
"""No item goes farther than this in one step."""
_LARGEST_SCALE = 2_000.0


@dataclass(frozen=True, slots=True)
class Stage:
    """Some steps of settling.

    Attributes:
        steps: how many.
        exaggeration: how much harder than normal neighbours pull.
    """

    steps: int
    exaggeration: float


def settle(
    places: Places,
    pull: Pull,
    stages: tuple[Stage, ...],
    watch: Callable[[Places], None],
    moving: npt.NDArray[np.bool_] | None = None,
) -> Places:
    """Move items along the gradient of t-SNE, with momentum and a gain for each that adapts (Jacobs 1988).

    One gain an item, not one a coordinate: with two, small groups came apart along one axis first and lay as sticks.

    Args:
        places: (n, 2), on the scale of t-SNE.
        pull: the neighbours.
        stages: one after the other.
        watch: called before every step with the places; may raise to stop.
        moving: (n,), the items that move; all by default.

    Returns:
        (n, 2), float32; centred where all move.
    """
    push = Push()
    own = np.array(places, np.float32)
    step, gain = np.zeros_like(own), np.ones((len(own), 1), np.float32)
    for stage in stages:
        rate = len(own) / max(stage.exaggeration, 4.0)
        for _ in range(stage.steps):
            watch(own)
            force = 4 * (stage.exaggeration * pull.force(own) + push.force(own))
            agrees = (step * force).sum(axis=1, keepdims=True) > 0
            gain = np.maximum(np.where(agrees, gain + 0.2, gain * 0.8), 0.01)
            step = _MOMENTUM * step + rate * gain * force
            step *= np.minimum(1, _LONGEST / np.maximum(np.abs(step).max(axis=1, keepdims=True), 1e-9))
            if moving is None:
                own += step
                own -= own.mean(axis=0)
            else:
                own[moving] += step[moving]
    return own


def scale_of(points: Points, ends: npt.NDArray[np.intp], rows: npt.NDArray[np.intp]) -> float:
    """The size at which a settled map stands on the scale of t-SNE: pull and push there hold each other.

    Where they do, the sum of each item's place times the force on it is zero (the virial).

    Args:
        points: (n, 2), a settled map in any size.
        ends: (a,) some items.
        rows: (a, k) their neighbours.
    """
    square = ((points[ends][:, None] - points[rows]) ** 2).sum(axis=2)
    low, high = 0.0, np.log(_LARGEST_SCALE)
    for _ in range(10):
        middle = (low + high) / 2
        size = float(np.exp(middle))
        places = np.asarray(points * size, np.float32)
        pushed = float((places * Push().force(places)).sum(dtype=np.float64))
        pulled = 0.5 * float((size**2 * square / (1 + size**2 * square)).mean(dtype=np.float64))
        low, high = (middle, high) if pushed > pulled else (low, middle)
    return float(np.exp((low + high) / 2))
