"""What every decoder of sounds offers, and how channels become one."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Samples
from orrery.domain.item import Fact


class SoundSource(Protocol):
    """A decoder that is read forwards.

    Attributes:
        rate_hz: sample rate.
        channels: how many are mixed down.
        frames: length in samples.
        facts: format, title, artist.
    """

    rate_hz: int
    channels: int
    frames: int
    facts: dict[str, Fact]

    def read(self, start: int, stop: int) -> Samples:
        """Mono samples [start, stop); fewer where the sound ends. start never goes back behind an earlier start."""
        ...


def mixed_down(frames: npt.NDArray[np.float32]) -> Samples:
    """(n, channels) to (n,); adding channel by channel takes half the time of mean(axis=1)."""
    if frames.shape[1] == 1:
        return frames[:, 0]
    mono = frames[:, 0] + frames[:, 1]
    for channel in range(2, frames.shape[1]):
        mono += frames[:, channel]
    mono *= np.float32(1 / frames.shape[1])
    return mono
