"""A sound shorter than a model's window, brought to its length."""

import numpy as np

from orrery.domain.arrays import Samples
from orrery.domain.inputs import SoundInput


def filled(samples: Samples, wanted: SoundInput) -> Samples:
    """Bring a window to its length.

    Args:
        samples: (n,), at most as many as a window has.
        wanted: says how many that are, and what comes behind them.

    Returns:
        (window_samples,).
    """
    length = wanted.window_samples
    if len(samples) == 0:
        return np.zeros(length, np.float32)
    if wanted.fill == "repeat":
        return np.resize(samples, length)
    if wanted.fill == "repeatpad":
        samples = np.tile(samples, length // len(samples))
    return np.pad(samples, (0, length - len(samples)))
