"""Where the registered panels stand: the map in the middle, the others as docks around it."""

from PySide6.QtCore import QByteArray, QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QWidget

from orrery.panels.docks import DOCKS, Dock, Spot
from orrery.panels.looks import ElidedLabel, fill, label
from orrery.panels.panel import Panel
from orrery.panels.theme import Theme
from orrery.viewmodels.explorer import Explorer

_AREAS = {
    Spot.RIGHT: Qt.DockWidgetArea.RightDockWidgetArea,
    Spot.FAR_RIGHT: Qt.DockWidgetArea.RightDockWidgetArea,
    Spot.BOTTOM: Qt.DockWidgetArea.BottomDockWidgetArea,
}


class DockArea(QMainWindow):
    """A window inside the window, so that the docks leave the sidebar and the query bar alone."""

    def __init__(self, explorer: Explorer, theme: Theme) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.panels: dict[str, Panel] = {}
        self.docks: dict[str, QDockWidget] = {}
        for dock in DOCKS:
            panel = dock.build(explorer, theme)
            panel.setAccessibleName(_title(dock))
            panel.setProperty("look", "centre" if dock.spot is Spot.CENTRE else "panel")
            panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self.panels[dock.id] = panel
            if dock.spot is Spot.CENTRE:
                self.setCentralWidget(panel)
            else:
                self._add(dock, panel)
        self._first = self.saveState()

    def use_theme(self, theme: Theme) -> None:
        """Let every panel draw in other colours."""
        for panel in self.panels.values():
            panel.use_theme(theme)

    def is_settled(self) -> bool:
        """Whether every panel in view shows all it was asked for."""
        return all(panel.is_settled() for panel in self.panels.values() if panel.isVisible())

    def reveal(self, panel_id: str) -> None:
        """Show a panel and give it the keyboard."""
        if panel_id in self.docks:
            self.docks[panel_id].show()
            self.docks[panel_id].raise_()
        self.panels[panel_id].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def arrange(self, width: int) -> None:
        """Give the docks their first widths, a little less in a narrow window.

        Args:
            width: of the whole window.
        """
        share = min(1.0, width / 1600)
        docks = [dock for dock in DOCKS if dock.id in self.docks]
        widths = [round(dock.width * (0.1 + 0.9 * share)) for dock in docks]
        self.resizeDocks([self.docks[dock.id] for dock in docks], widths, Qt.Orientation.Horizontal)

    def reset(self) -> None:
        """Put every panel back where it stood at first."""
        self.restoreState(self._first)

    def remembered(self) -> QByteArray:
        """Where the panels stand, for the next start."""
        return self.saveState()

    def _add(self, dock: Dock, panel: Panel) -> None:
        frame = QDockWidget(_title(dock), self)
        frame.setObjectName(dock.id)
        frame.setWidget(panel)
        frame.setTitleBarWidget(DockTitle(dock, panel))
        frame.toggleViewAction().setShortcut(QKeySequence())
        self.addDockWidget(_AREAS[dock.spot], frame)
        before = next((known for known in self.docks.values() if dock.spot is Spot.FAR_RIGHT), None)
        if before is not None:
            self.splitDockWidget(before, frame, Qt.Orientation.Horizontal)
        self.docks[dock.id] = frame


class DockTitle(QWidget):
    """The head of a dock: its title, and a few quiet words at the right. Drag it to move the panel."""

    def __init__(self, dock: Dock, panel: Panel) -> None:
        super().__init__()
        self.setObjectName("dock_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = ElidedLabel(_title(dock), "strong", Qt.TextElideMode.ElideMiddle)
        self._note = label("", "quiet")
        self._registered = _title(dock)
        fill(QHBoxLayout(self), self._title, None, self._note, margins=(12, 10, 12, 6))
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.setStretch(0, 1)
            row.setStretch(1, 0)
        panel.title_changed.connect(self._rename)
        panel.note_changed.connect(self._note.setText)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A dock may be narrower than its words."""
        return QSize(60, super().minimumSizeHint().height())

    def _rename(self, title: str) -> None:
        self._title.setText(title or self._registered)


def _title(dock: Dock) -> str:
    return QCoreApplication.translate("docks", dock.title)
