"""A path between two items: picked on the map, found in the space, walked through stop by stop."""

from PySide6.QtCore import QObject, QTimer, Signal

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.player import Player

STAY_MS = 2000
"""How long a picture or a text is looked at while the path plays."""

LONGEST_SOUND_MS = 6000
"""A sound plays to its end, but no longer than this."""


class PathModel(QObject):
    """The state of the path; every stop becomes the selection, so that all panels show it.

    Signals:
        changed(): other ends, other stops, another stop, playing or not.
    """

    changed = Signal()

    def __init__(self, explorer: Explorer, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._player = player
        self._start: Item | None = None
        self._end: Item | None = None
        self._stops: tuple[Item, ...] = ()
        self._at = -1
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self._go_on)
        explorer.library_changed.connect(self.drop)

    @property
    def start(self) -> Item | None:
        """Where it begins; None before that was picked."""
        return self._start

    @property
    def stops(self) -> tuple[Item, ...]:
        """All items of the way, both ends included; empty until it is found."""
        return self._stops

    @property
    def at(self) -> int:
        """Number of the stop in hand; -1 before the first."""
        return self._at

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._clock.isActive()

    @property
    def is_awaited(self) -> bool:
        """Whether the way is being looked for."""
        return self._end is not None and not self._stops

    def pick(self, item: Item) -> None:
        """Take an item as the beginning, or as the end when there is a beginning; a third one begins anew."""
        if self._start is None or self._end is not None:
            self.drop()
            self._start = item
            self.changed.emit()
        elif item.id != self._start.id:
            self.between(self._start, item)

    def between(self, start: Item, end: Item) -> None:
        """Look for the way from one item to another."""
        self.drop()
        self._start, self._end = start, end
        self.changed.emit()
        self._explorer.look("way", lambda finder: finder.way(start.id, end.id), self._show, self._fail)

    def go_to(self, stop: int) -> None:
        """Look at a stop; a sound is played."""
        if 0 <= stop < len(self._stops):
            self._at = stop
            item = self._stops[stop]
            self._explorer.selection.pick(item.id)
            self._sound(item)
            self.changed.emit()

    def step(self, by: int) -> None:
        """Go some stops on, or back; beyond the ends nothing happens."""
        if self._stops:
            self.go_to(max(0, min(len(self._stops) - 1, self._at + by)))
            if self.is_playing:
                self._stay()

    def play(self) -> None:
        """Go through all stops by itself, from the first when it is at its end; or stop doing so."""
        if self.is_playing:
            self.pause()
        elif self._stops:
            self.go_to(0 if self._at in {-1, len(self._stops) - 1} else self._at)
            self._stay()
            self.changed.emit()

    def pause(self) -> None:
        """Stay where it is."""
        self._clock.stop()
        self._player.pause()
        self.changed.emit()

    def drop(self) -> None:
        """Forget the path."""
        was_there = self._start is not None
        if self.is_playing:
            self._player.pause()
        self._clock.stop()
        self._explorer.runner.forget("way")
        self._start = self._end = None
        self._stops, self._at = (), -1
        if was_there:
            self.changed.emit()

    # ---- inside

    def _show(self, stops: tuple[Item, ...]) -> None:
        self._stops = stops
        self._at = -1
        self.changed.emit()

    def _fail(self, problem: Exception) -> None:
        self.drop()
        self._explorer.tell(problem)

    def _sound(self, item: Item) -> None:
        if item.kind is Kind.SOUND:
            if not self._player.is_on(item.id):
                self._player.toggle(item)
        elif self._player.is_playing:
            self._player.pause()

    def _stay(self) -> None:
        item = self._stops[self._at]
        length_s = item.facts.get("duration_s") if item.kind is Kind.SOUND else None
        lasts = min(LONGEST_SOUND_MS, round(length_s * 1000) + 300) if isinstance(length_s, int | float) else STAY_MS
        self._clock.start(lasts)

    def _go_on(self) -> None:
        if self._at + 1 < len(self._stops):
            self.go_to(self._at + 1)
            self._stay()
        else:
            self.pause()
