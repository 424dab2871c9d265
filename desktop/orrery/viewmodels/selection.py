"""The one selection that every panel shares."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """Which items are picked, in the order they were picked, and which of them is looked at.

    Picking in the map, the results, the sidebar or a strip of neighbours changes this object; every panel listens to
    `changed` and shows the same picture. Setting what is already set is silent, so panels may answer a change with
    their own without going round in circles.

    Signals:
        changed(): the items or the current one differ from before.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[int, ...] = ()
        self._current: int | None = None

    @property
    def items(self) -> tuple[int, ...]:
        """Ids of the picked items, each once, in the order of picking."""
        return self._items

    @property
    def current(self) -> int | None:
        """Id of the item that is looked at; always one of `items`, None when nothing is picked."""
        return self._current

    def __contains__(self, item: int) -> bool:
        return item in self._items

    def __len__(self) -> int:
        return len(self._items)

    def pick(self, item: int) -> None:
        """Pick this item alone."""
        self.replace((item,), item)

    def replace(self, items: Iterable[int], current: int | None = None) -> None:
        """Pick these items instead of those picked before.

        Args:
            items: ids; repeated ones count once.
            current: the one to look at; the last of the items unless it is among them.
        """
        picked = tuple(dict.fromkeys(items))
        if current not in picked:
            current = picked[-1] if picked else None
        if (picked, current) != (self._items, self._current):
            self._items, self._current = picked, current
            self.changed.emit()

    def add(self, items: Iterable[int]) -> None:
        """Pick these beside those picked before, and look at the last of them."""
        added = tuple(items)
        self.replace(self._items + added, added[-1] if added else self._current)

    def toggle(self, item: int) -> None:
        """Pick an item beside the others, or let it go."""
        if item in self._items:
            self.replace(picked for picked in self._items if picked != item)
        else:
            self.add((item,))

    def clear(self) -> None:
        """Let go of everything."""
        self.replace(())
