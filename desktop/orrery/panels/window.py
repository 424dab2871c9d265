"""The window: it builds the regions, connects them to the explorer, and decides nothing.

What opens later (dialogs, the palette) is imported when it does: nothing of it belongs before the first paint.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from orrery import paths
from orrery.domain.item import Failure
from orrery.panels.actions import all_actions
from orrery.panels.collecting import new_collection
from orrery.panels.dock_area import DockArea
from orrery.panels.drop_overlay import DropOverlay
from orrery.panels.first_start import FirstStart
from orrery.panels.looks import fill
from orrery.panels.menu_row import MenuRow
from orrery.panels.message_strip import MessageStrip
from orrery.panels.query_bar import QueryBar
from orrery.panels.sidebar import WIDTH, Sidebar
from orrery.panels.status_line import StatusLine
from orrery.panels.theme import Theme
from orrery.panels.window_menus import WindowMenus
from orrery.settings import load_settings
from orrery.viewmodels.dragging import dropped_files
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.session import Session
from orrery.workflows.overview import Overview

FIRST_WIDTH, FIRST_HEIGHT = 1600, 1000
LEAST_WIDTH, LEAST_HEIGHT = 900, 560
NARROW = 760
"""Pixels below which the sidebar is not shown at first: 300 % on a screen of 1920 leaves 640 for everything."""


class Window(QMainWindow):
    """One window on one library.

    Signals:
        demo_wanted(): open the demo library instead; the user's own is never filled with it.
        theme_chosen(str): "dark", "light" or "system".
        settings_chosen(Settings): what the preferences say now.
        library_wanted(str): open the library at a path, or make it.
        model_switched(): the library uses another model now; the window has to be opened anew.
        crashes_wanted(): show the last crash report.
        closing(): the window is about to go; threads of its own have to end.
        closed(): the window is gone and its threads have ended.
    """

    demo_wanted = Signal()
    theme_chosen = Signal(str)
    settings_chosen = Signal(object)
    library_wanted = Signal(str)
    crashes_wanted = Signal()
    model_switched = Signal()
    closing = Signal()
    closed = Signal()

    def __init__(
        self,
        explorer: Explorer,
        theme: Theme,
        *,
        chosen: str = "system",
        memory: Path | None = None,
        session: Session | None = None,
    ) -> None:
        """Build the window.

        Args:
            explorer: state and verbs.
            theme: colours to begin with; the application already has them.
            chosen: which theme the user has set, for the menu's tick.
            memory: file that remembers where the panels stand; None remembers nothing.
            session: what the user was at in this library; None begins anew.
        """
        super().__init__()
        self.explorer = explorer
        explorer.setParent(self)
        self._theme = theme
        self._session = session
        self._memory = QSettings(str(memory), QSettings.Format.IniFormat) if memory else None
        self.setWindowTitle(self.tr("{library} – Orrery").format(library=explorer.engine.library_path.stem))
        self.setMinimumSize(QSize(LEAST_WIDTH, LEAST_HEIGHT).boundedTo(self.screen().availableSize()))
        self.setAcceptDrops(True)
        self.menu_row = MenuRow(explorer, theme, self.open_palette)
        self.sidebar = Sidebar(explorer, theme)
        self.query_bar = QueryBar(explorer, theme)
        self.strip = MessageStrip(theme)
        self.docks = DockArea(explorer, theme)
        self.first_start = FirstStart(theme)
        self.status = StatusLine(explorer, theme)
        self.overlay = DropOverlay(self, theme)
        self._stack = QStackedWidget()
        self._splitter = QSplitter()
        self._arranged = False
        self._put_together()
        self.menus = WindowMenus(self, chosen)
        self._connect()
        self._restore()
        explorer.refresh()
        if session is not None:
            self._bring_back(session)

    # ---- what the window does

    def use_theme(self, theme: Theme) -> None:
        """Draw everything in other colours; the application already has them."""
        self._theme = theme
        themed = (self.menu_row, self.sidebar, self.query_bar, self.strip, self.docks, self.first_start, self.status)
        for part in (*themed, self.overlay):
            part.use_theme(theme)

    def is_settled(self) -> bool:
        """Whether nothing runs, nothing is awaited and every panel has drawn all it was asked for."""
        ready = self.explorer.overview is not None and self.explorer.is_settled
        return ready and (self._stack.currentWidget() is self.first_start or self.docks.is_settled())

    def open_palette(self) -> None:
        """Show every action by name."""
        from orrery.panels.palette import CommandPalette

        palette = CommandPalette(all_actions(self.menu_row.bar), self)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.move(self.mapToGlobal(self.rect().topLeft()) + self.rect().center() - palette.rect().center())
        palette.show()

    def choose_folder(self) -> None:
        """Ask for a folder and add it."""
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add a folder"))
        if folder:
            self.explorer.add_files([folder])

    def choose_files(self) -> None:
        """Ask for files and add them."""
        files, _ = QFileDialog.getOpenFileNames(self, self.tr("Add files"))
        self.explorer.add_files(files)

    def choose_library(self) -> None:
        """Ask for a library and open it in a window of its own."""
        start = str(self.explorer.engine.library_path.parent)
        file, _ = QFileDialog.getOpenFileName(self, self.tr("Open a library"), start, self._library_files())
        if file:
            self.library_wanted.emit(file)

    def make_library(self) -> None:
        """Ask for a place and make an empty library there."""
        start = str(self.explorer.engine.library_path.with_name(self.tr("My library") + ".orrery"))
        file, _ = QFileDialog.getSaveFileName(self, self.tr("New library"), start, self._library_files())
        if file:
            self.library_wanted.emit(file if file.endswith(".orrery") else f"{file}.orrery")

    def show_preferences(self) -> None:
        """Show what can be set."""
        from orrery.panels.preferences import Preferences

        dialog = Preferences(load_settings(paths.settings_file()), self.explorer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.settings_chosen)
        dialog.open()

    def show_about(self) -> None:
        """Say what Orrery is and under which licences it stands."""
        from orrery.panels.about import About

        dialog = About(self._theme, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def quit(self) -> None:
        """Close this and all other windows."""
        QApplication.closeAllWindows()

    def make_collection(self) -> None:
        """Ask for a name and make a collection of what is picked."""
        new_collection(self.explorer, self.explorer.selection.items, self)

    def show_failures(self) -> None:
        """List the files that were not added, with their reasons."""
        from orrery.workflows.failures import list_failures

        engine = self.explorer.engine
        self.explorer.runner.look("failures", lambda: list_failures(engine), self._list_failures, self.explorer.tell)

    def show_models(self) -> None:
        """Show the models: get, try, and change them."""
        from orrery.panels.models import ModelsDialog
        from orrery.viewmodels.models import ModelShelf
        from orrery.workflows.models_in_use import engine_with

        shelf = ModelShelf(self.explorer, lambda name: engine_with(self.explorer.engine, name))
        dialog = ModelsDialog(shelf, self._theme, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.explorer.told.connect(dialog.tell)
        shelf.switched.connect(self.model_switched)
        dialog.show()

    def focus_query(self) -> None:
        """Give the query line the keyboard, its words selected."""
        self.query_bar.field.typed.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.query_bar.field.typed.selectAll()

    def step_back(self) -> None:
        """Esc: clear what is typed, else the message, else the question, else the selection."""
        typed = self.query_bar.field.typed
        if typed.text():
            typed.clear()
        elif not self.strip.isHidden():
            self.strip.hide()
        elif self.explorer.query is not None:
            self.explorer.clear()
        else:
            self.explorer.selection.clear()

    # ---- Qt's events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files from outside may be dropped anywhere; own items add nothing."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.overlay.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Take the frame back."""
        self.overlay.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Add what was dropped."""
        self.overlay.hide()
        event.acceptProposedAction()
        self.explorer.add_files(dropped_files(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The first size decides how wide the docks are."""
        super().resizeEvent(event)
        if not self._arranged:
            self._arranged = True
            self.sidebar.setVisible(event.size().width() >= NARROW)
            sidebar = min(WIDTH, event.size().width() // 6)
            self._splitter.setSizes([sidebar, event.size().width() - sidebar])
            self.docks.arrange(event.size().width())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where things stand, then end all threads, out of sight."""
        if self._memory is not None:
            self._memory.setValue("geometry", self.saveGeometry())
            self._memory.setValue("splitter", self._splitter.saveState())
            self._memory.setValue("docks", self.docks.remembered())
            self._memory.sync()
        if self._session is not None:
            panels = {name: panel.remembered() for name, panel in self.docks.panels.items()}
            self._session.keep(self.explorer, self.query_bar.field.completion.past, panels)
        self.hide()
        self.closing.emit()
        self.explorer.close()
        super().closeEvent(event)
        self.closed.emit()

    # ---- inside: building

    def _put_together(self) -> None:
        self._stack.addWidget(self.docks)
        self._stack.addWidget(self.first_start)
        right = QWidget()
        fill(QVBoxLayout(right), self.query_bar, self.strip, self._stack, gap=0)
        self._splitter.addWidget(self.sidebar)
        self._splitter.addWidget(right)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        middle = QWidget()
        fill(QVBoxLayout(middle), self._splitter, self.status, gap=0)
        self.setMenuWidget(self.menu_row)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        explorer = self.explorer
        explorer.toned.connect(self.strip.tell)
        explorer.asking.connect(self.strip.hide)
        explorer.overview_changed.connect(self._choose_middle)
        explorer.runner.started.connect(self._choose_middle)
        explorer.runner.ended.connect(self._choose_middle)
        self.sidebar.failures_wanted.connect(self.show_failures)
        self.status.failures_wanted.connect(self.show_failures)
        self.first_start.folder_wanted.connect(self.choose_folder)
        self.first_start.demo_wanted.connect(self.demo_wanted)

    def _restore(self) -> None:
        self.resize(FIRST_WIDTH, FIRST_HEIGHT)
        stored = self._memory.value("geometry") if self._memory else None
        if self._memory is None or not isinstance(stored, QByteArray):
            return
        self.restoreGeometry(stored)
        for key, restore in (("splitter", self._splitter.restoreState), ("docks", self.docks.restoreState)):
            state = self._memory.value(key)
            if isinstance(state, QByteArray):
                self._arranged = restore(state) or self._arranged

    def _bring_back(self, session: Session) -> None:
        self.query_bar.field.completion.remember(session.past)
        for name, panel in self.docks.panels.items():
            panel.bring_back(session.panel(name))
        session.bring_back(self.explorer)

    def _library_files(self) -> str:
        return self.tr("Orrery libraries ({pattern})").format(pattern="*.orrery")

    # ---- inside: answering

    def _choose_middle(self) -> None:
        """The panels, or the invitation while there is nothing to show."""
        overview: Overview | None = self.explorer.overview
        is_empty = overview is not None and overview.total == 0 and self.explorer.query is None
        if is_empty:
            self.first_start.set_busy(busy=bool(self.explorer.runner.jobs))
        self._stack.setCurrentWidget(self.first_start if is_empty else self.docks)

    def _list_failures(self, found: Sequence[Failure]) -> None:
        from orrery.panels.failures import FailureList

        dialog = FailureList(found, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.retry_wanted.connect(self.explorer.retry_failed)
        dialog.open()
