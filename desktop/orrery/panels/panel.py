"""What every panel of the window can do."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from orrery.panels.theme import Theme


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

    def remembered(self) -> Mapping[str, Any]:
        """How the panel stands, as plain values for the next start: lists, numbers and words."""
        return {}

    def bring_back(self, remembered: Mapping[str, Any]) -> None:
        """Stand as before; whatever of it does not fit any more is left out."""

    def is_settled(self) -> bool:
        """Whether everything that was asked for is drawn: no thumbnail to come, no map still moving."""
        return True
