"""Every panel of the window, registered in one place: title, icon, shortcut and default spot."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP

from orrery.panels.panel import Panel
from orrery.panels.theme import Theme
from orrery.viewmodels.explorer import Explorer


class Spot(StrEnum):
    """Where a panel stands until the user moves it."""

    CENTRE = "centre"
    RIGHT = "right"
    FAR_RIGHT = "far right"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Dock:
    """A registered panel.

    Attributes:
        id: stable, for remembering where it stands.
        title: for menus and the title bar, marked for translation in the context "docks".
        icon: name of a file in resources/icons without ".svg".
        shortcut: shows and focuses the panel, in QKeySequence's portable text.
        spot: where it stands at first.
        width: at first, in pixels at 100 %.
        build: makes the panel.
    """

    id: str
    title: str
    icon: str
    shortcut: str
    spot: Spot
    width: int
    build: Callable[[Explorer, Theme], Panel]


def _map(explorer: Explorer, theme: Theme) -> Panel:
    from orrery.panels.map_panel import MapPanel

    return MapPanel(explorer, theme)


def _results(explorer: Explorer, theme: Theme) -> Panel:
    from orrery.panels.results import ResultsPanel

    return ResultsPanel(explorer, theme)


def _inspector(explorer: Explorer, theme: Theme) -> Panel:
    from orrery.panels.inspector import InspectorPanel

    return InspectorPanel(explorer, theme)


DOCKS: tuple[Dock, ...] = (
    Dock("map", str(QT_TRANSLATE_NOOP("docks", "Map")), "map", "Ctrl+1", Spot.CENTRE, 670, _map),
    Dock("results", str(QT_TRANSLATE_NOOP("docks", "Results")), "grid", "Ctrl+2", Spot.RIGHT, 420, _results),
    Dock("inspector", str(QT_TRANSLATE_NOOP("docks", "Inspector")), "info", "Ctrl+3", Spot.FAR_RIGHT, 300, _inspector),
)
