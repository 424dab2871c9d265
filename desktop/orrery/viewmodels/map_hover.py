"""Sounds play while the mouse rests on them, if that is wanted."""

from PySide6.QtCore import QObject, QTimer, Signal

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.viewmodels.player import Player

WAIT_MS = 220
"""How long the mouse must rest: sweeping across the map is to be silent."""


class HoverSound(QObject):
    """Plays the sound under the mouse and falls silent when the mouse leaves it.

    Signals:
        switched(bool): whether it does so from now on.
    """

    switched = Signal(bool)

    def __init__(self, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._is_on = True
        self._item: Item | None = None
        self._started: int | None = None
        self._wait = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._wait.timeout.connect(self._play)

    @property
    def is_on(self) -> bool:
        """Whether sounds play under the mouse."""
        return self._is_on

    def switch(self, on: bool) -> None:
        """Let sounds play under the mouse, or not."""
        if on != self._is_on:
            self._is_on = on
            self.over(None)
            self.switched.emit(on)

    def over(self, item: Item | None) -> None:
        """The mouse is on this item now, or on none."""
        if item is not None and self._item is not None and item.id == self._item.id:
            return
        self._wait.stop()
        if self._started is not None and self._player.is_on(self._started):
            self._player.pause()
        self._item, self._started = item, None
        # What the user plays on purpose goes on.
        if item is not None and item.kind is Kind.SOUND and self._is_on and not self._player.is_playing:
            self._wait.start()

    def _play(self) -> None:
        if self._item is not None and not self._player.is_playing:
            self._started = self._item.id
            self._player.toggle(self._item)
