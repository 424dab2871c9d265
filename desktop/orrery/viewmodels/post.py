"""How a worker thread tells the window something, also when the window may be closing: a late signal would crash."""

import threading
from collections.abc import Callable


class Post:
    """The way from a worker to an object of the window; to be cut when Qt deletes that object."""

    def __init__(self, emit: Callable[..., None]) -> None:
        """Open the way.

        Args:
            emit: the emit() of a signal that is connected by a queued connection.
        """
        self._emit: Callable[..., None] | None = emit
        self._lock = threading.Lock()

    def __call__(self, *values: object) -> None:
        """Send plain values; queued, so it returns at once."""
        with self._lock:
            if self._emit is not None:
                self._emit(*values)

    def cut(self) -> None:
        """Let nothing through any more."""
        with self._lock:
            self._emit = None
