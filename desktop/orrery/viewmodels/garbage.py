"""Python's search for reference cycles, kept to the window's thread.

Python looks for cycles in whichever thread happens to allocate. A dialog or a window that is part of one would be taken
apart by a worker, and Qt crashes when a widget or a timer ends in a thread that is not its own.
"""

import gc

from PySide6.QtCore import QObject, QTimerEvent

EVERY_MS = 500
"""How often to look whether there is enough to collect; few cycles are made in that time.

Looking costs nothing, but for 9 ms with 500,000 objects from when all of them may be due until they are.
"""


class GarbageKeeper(QObject):
    """Takes Python's own timing out and collects cycles from a timer of this thread, for as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        """Begin.

        Args:
            parent: what it lives as long as, usually the application.
        """
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # modules and classes stay for good: every look through all there is took 60 ms for them alone
        self.destroyed.connect(_let_go)
        self._old = 0
        self.startTimer(EVERY_MS)

    def timerEvent(self, _: QTimerEvent) -> None:  # noqa: N802 - Qt's name
        """Look whether it is time."""
        self._old = collect_if_due(self._old)


def _let_go() -> None:
    gc.unfreeze()
    gc.enable()


def keep_garbage_here(owner: QObject) -> None:
    """Collect cycles in this thread only while the owner lives; asking twice changes nothing."""
    if owner.findChild(GarbageKeeper) is None:
        GarbageKeeper(owner)


def collect_if_due(old: int = 0) -> int:
    """Collect the oldest generation that Python itself would collect now, by its own rules.

    One of them it keeps only where nobody asks: all there is is looked through once there is a quarter more of it. With
    100,000 items in the window that look takes 60 ms.

    Args:
        old: objects that were left by the last look through all of them.

    Returns:
        The same, after this.
    """
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [generation for generation in range(3) if counts[generation] > limits[generation] > 0]
    if 2 in due and 4 * len(gc.get_objects(generation=2)) <= 5 * old:
        due.remove(2)
    if due:
        gc.collect(due[-1])
    return len(gc.get_objects(generation=2)) if 2 in due else old
