"""Where one has looked on the map, to go back there."""

from dataclasses import dataclass

MOST = 50
"""Views remembered; further back nobody remembers why."""


@dataclass(frozen=True, slots=True)
class View:
    """A part of the map: its middle and its width in map coordinates."""

    x: float
    y: float
    width: float

    def is_like(self, other: "View") -> bool:
        """Whether one would hardly see a difference: moved by less than a tenth, zoomed by less than an eighth."""
        near = max(abs(self.x - other.x), abs(self.y - other.y)) < 0.1 * self.width
        return near and 0.88 < self.width / other.width < 1.14


class ViewHistory:
    """Back and forward through views at which the map came to rest."""

    def __init__(self) -> None:
        self._past: list[View] = []
        self._future: list[View] = []
        self._now: View | None = None

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier view."""
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        """Whether back() left a view."""
        return bool(self._future)

    def rest_at(self, view: View) -> None:
        """The map came to rest here."""
        if self._now is None or self._now.is_like(view):
            self._now = view
            return
        self._past.append(self._now)
        del self._past[:-MOST]
        self._future.clear()
        self._now = view

    def back(self) -> View | None:
        """The view before this one; None when there is none."""
        return self._step(self._past, self._future)

    def forward(self) -> View | None:
        """The view that back() left; None when there is none."""
        return self._step(self._future, self._past)

    def forget(self) -> None:
        """Another map: what was looked at on the last one means nothing here."""
        self._past.clear()
        self._future.clear()
        self._now = None

    def _step(self, source: list[View], target: list[View]) -> View | None:
        if not source:
            return None
        if self._now is not None:
            target.append(self._now)
        self._now = source.pop()
        return self._now
