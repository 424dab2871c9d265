"""Every panel of the window, registered in one place: title, icon, shortcut and default spot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from orrery.panels.theme import Theme
from orrery.viewmodels.explorer import Explorer


class Spot(StrEnum):
    """Where a panel stands until the user moves it."""

    CENTRE = "centre"
    RIGHT = "right"
    FAR_RIGHT = "far right"
    BOTTOM = "bottom"


class Panel(QWidget):
    """A part of the window that can be shown, hidden and moved.

    Signals:
        title_changed(str): a better title than the registered one, such as the name of the item shown.
        note_changed(str): a few quiet words at the right of the title, such as "212 likely · 9 ms".
    """

    title_changed = Signal(str)
    note_changed = Signal(str)

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on; the style sheet has already changed."""

    def menu_actions(self) -> Sequence[QAction]:
        """What can be done in this panel, for the menu that bears its name and for the command palette."""
        return ()

    def is_settled(self) -> bool:
        """Whether everything that was asked for is drawn: no thumbnail to come, no map still moving."""
        return True


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
