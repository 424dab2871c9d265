"""What every panel of the window can do."""

from collections.abc import Sequence

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

    def is_settled(self) -> bool:
        """Whether everything that was asked for is drawn: no thumbnail to come, no map still moving."""
        return True
