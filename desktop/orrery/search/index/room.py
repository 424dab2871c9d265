"""Columns that grow at their end without being copied each time.

An array that was handed out never changes: what is added is written behind it, into room that only the newest array
may use. Whoever adds to an older one gets a copy, so two states of a library never write into each other.
"""

import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Arrays = tuple[npt.NDArray, ...]

_SPARE = 1 / 8
"""Room that is left behind, as a share of what is there; copying a million rows of four columns takes 20 ms."""
_LEAST = 1_024


class Room:
    """Buffers of the same length behind columns of the same length.

    Args:
        columns: (n, …) each; copied.
        more: rows to leave room for.
    """

    def __init__(self, columns: Sequence[npt.NDArray], more: int) -> None:
        self._used = len(columns[0])
        self._length = self._used + more + max(int(_SPARE * (self._used + more)), _LEAST)
        self._buffers = tuple(np.empty((self._length, *own.shape[1:]), own.dtype) for own in columns)
        for buffer, own in zip(self._buffers, columns, strict=True):
            buffer[: self._used] = own
        self._lock = threading.Lock()

    def _takes(self, used: int, more: int) -> bool:
        """Claim room behind the first `used` rows; False where another state has it, or there is too little."""
        with self._lock:
            if used != self._used or used + more > self._length:
                return False
            self._used += more
            return True

    def _write(self, used: int, more: Sequence[npt.NDArray]) -> Arrays:
        last = used + len(more[0])
        for buffer, own in zip(self._buffers, more, strict=True):
            buffer[used:last] = own
        return tuple(buffer[:last] for buffer in self._buffers)


def grown(columns: Sequence[npt.NDArray], more: Sequence[npt.NDArray], room: Room | None) -> tuple[Arrays, Room]:
    """Add rows behind columns.

    Args:
        columns: (n, …) each, as they were given by this function, or any.
        more: (k, …) each, of the same types.
        room: given with `columns`; None for any.

    Returns:
        The columns with the rows behind them, and the room to hand in when more is added.
    """
    used, count = len(columns[0]), len(more[0])
    if room is None or not room._takes(used, count):  # noqa: SLF001  (one module)
        room = Room(columns, count)
        room._takes(used, count)  # noqa: SLF001
    return room._write(used, more), room  # noqa: SLF001
