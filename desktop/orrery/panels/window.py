"""The window: it builds the regions, connects them to the explorer, and decides nothing.

What opens later (dialogs, the palette) is imported when it does: nothing of it belongs before the first paint.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from orrery import paths
from orrery.domain.item import Failure
from orrery.domain.modality import Kind
from orrery.panels.actions import Entry, all_actions, fill_menu, make_action
from orrery.panels.collecting import KEYS, new_collection, new_tag, save_search, tag_by_key
from orrery.panels.dock_area import DockArea
from orrery.panels.docks import DOCKS
from orrery.panels.drop_overlay import DropOverlay
from orrery.panels.first_start import FirstStart
from orrery.panels.looks import fill
from orrery.panels.menu_row import MenuRow
from orrery.panels.message_strip import MessageStrip
from orrery.panels.query_bar import QueryBar
from orrery.panels.sidebar import WIDTH, Sidebar
from orrery.panels.status_line import StatusLine
from orrery.panels.suggestions import suggestions
from orrery.panels.theme import Theme
from orrery.settings import load_settings
from orrery.viewmodels.dragging import dropped_files
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import organiser_of
from orrery.viewmodels.session import Session
from orrery.workflows.overview import Overview

FIRST_WIDTH, FIRST_HEIGHT = 1600, 1000
LEAST_WIDTH, LEAST_HEIGHT = 900, 560


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
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
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
        self._make_menus(chosen)
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

    def show_recent(self, libraries: Sequence[Path]) -> None:
        """Offer the libraries that were opened last, but for this one."""
        self._recent.clear()
        here = self.explorer.engine.library_path.absolute()
        for library in libraries:
            if library != here:
                words = self.tr("{library} in {folder}").format(library=library.stem, folder=library.parent)
                entry = self._recent.addAction(words.replace("&", "&&"))
                entry.triggered.connect(lambda _, path=library: self.library_wanted.emit(str(path)))
        self._recent.setEnabled(not self._recent.isEmpty())

    def show_preferences(self) -> None:
        """Show what can be set."""
        from orrery.panels.preferences import Preferences

        dialog = Preferences(load_settings(paths.settings_file()), self.explorer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.settings_chosen)
        dialog.open()

    def show_theme(self, chosen: str) -> None:
        """Tick the theme that was chosen elsewhere."""
        self._theme_actions[chosen].setChecked(True)

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
        dialog = ModelsDialog(shelf, self)
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

    def _make_menus(self, chosen: str) -> None:
        bar, explorer = self.menu_row.bar, self.explorer
        files = fill_menu(bar, self.tr("File"), self, self._file_entries())
        self._recent = QMenu(self.tr("Open recent"), self)
        self._recent.setEnabled(False)
        files.insertMenu(
            next(one for one in files.actions() if one.text() == self.tr("Open the demo library")), self._recent
        )
        fill_menu(bar, self.tr("Edit"), self, self._edit_entries())
        view = fill_menu(bar, self.tr("View"), self, self._view_entries())
        view.addSeparator()
        self._add_themes(view.addAction, chosen)
        fill_menu(bar, self.tr("Query"), self, self._query_entries())
        map_actions = self.docks.panels["map"].menu_actions() if "map" in self.docks.panels else ()
        redraw = Entry(self.tr("Draw the map anew"), explorer.make_map, "Ctrl+M")
        fill_menu(bar, self.tr("Map"), self, [redraw, None, *map_actions])
        told = Entry(self.tr("About the model in use"), self.menu_row.tell_model)
        shelf = Entry(self.tr("Models…"), self.show_models, "Ctrl+Shift+M")
        fill_menu(bar, self.tr("Models"), self, [shelf, None, told])
        fill_menu(bar, self.tr("Help"), self, self._help_entries())

    def _file_entries(self) -> list[Entry | QAction | None]:
        return [
            Entry(self.tr("Add files…"), self.choose_files, "Ctrl+O"),
            Entry(self.tr("Add a folder…"), self.choose_folder, "Ctrl+Shift+O"),
            Entry(self.tr("Look for changes in known folders"), self._rescan, "F5"),
            None,
            Entry(self.tr("Files that were not added…"), self.show_failures),
            Entry(self.tr("Try failed files again"), self.explorer.retry_failed),
            None,
            Entry(self.tr("New library…"), self.make_library),
            Entry(self.tr("Open a library…"), self.choose_library, "Ctrl+Shift+L"),
            Entry(self.tr("Open the demo library"), self.demo_wanted.emit),
            None,
            Entry(self.tr("All jobs…"), self.status.open_tray, "Ctrl+J"),
            Entry(self.tr("Close"), self.close, "Ctrl+W"),
            Entry(self.tr("Quit"), self.quit, "Ctrl+Q"),
        ]

    def _edit_entries(self) -> list[Entry | QAction | None]:
        explorer = self.explorer
        self._undo = make_action(self, Entry(self.tr("Undo"), explorer.history.undo, "Ctrl+Z"))
        self._redo = make_action(self, Entry(self.tr("Redo"), explorer.history.redo, "Ctrl+Shift+Z"))
        explorer.history.changed.connect(self._name_history)
        self._name_history()
        return [
            self._undo,
            self._redo,
            None,
            *self._actions_of("results"),
            None,
            Entry(self.tr("Select nothing"), self.explorer.selection.clear, "Ctrl+Shift+A"),
            None,
            Entry(self.tr("New tag…"), lambda: new_tag(explorer, explorer.selection.items, self), "Ctrl+T"),
            self._tag_keys().menuAction(),
            None,
            Entry(self.tr("New collection…"), self.make_collection, "Ctrl+Shift+N"),
            Entry(self.tr("Take out of the collection in view"), self._take_out),
            None,
            Entry(self.tr("Preferences…"), self.show_preferences, "Ctrl+,"),
        ]

    def _tag_keys(self) -> QMenu:
        """What the keys 1 to 9 do."""
        menu = QMenu(self.tr("Tag by key"), self)
        for key in KEYS:
            words = self.tr("Tag {key}").format(key=key)
            menu.addAction(
                make_action(self, Entry(words, lambda key=key: tag_by_key(self.explorer, key, self), str(key)))
            )
        return menu

    def _view_entries(self) -> list[Entry | QAction | None]:
        shown = [
            Entry(self._title(dock.id), lambda key=dock.id: self.docks.reveal(key), dock.shortcut) for dock in DOCKS
        ]
        toggles = []
        for key, frame in self.docks.docks.items():
            toggle = frame.toggleViewAction()
            toggle.setText(self.tr("Show {panel}").format(panel=self._title(key)))
            toggles.append(toggle)
        sidebar = Entry(self.tr("Show the sidebar"), self._toggle_sidebar, "Ctrl+B", checked=True)
        return [*shown, None, sidebar, *toggles, Entry(self.tr("Put panels back in place"), self.docks.reset)]

    def _query_entries(self) -> list[Entry | QAction | None]:
        explorer = self.explorer
        names = {
            Kind.IMAGE: self.tr("Images only"),
            Kind.SOUND: self.tr("Sounds only"),
            Kind.TEXT: self.tr("Texts only"),
        }
        kinds = [
            Entry(names[kind], lambda kind=kind: explorer.show_kinds((kind,)), f"Alt+{number}")
            for number, kind in enumerate(Kind, 2)
        ]
        return [
            Entry(self.tr("Type a query"), self.focus_query, "Ctrl+F"),
            Entry(self.tr("Ask with what was copied"), self.query_bar.field.paste, "Ctrl+V"),
            Entry(self.tr("Edit the query as text"), self.query_bar.field.edit_as_text, "Ctrl+Shift+F"),
            Entry(self.tr("Back"), explorer.back, "Alt+Left"),
            Entry(self.tr("Forward"), explorer.forward, "Alt+Right"),
            Entry(self.tr("Clear"), self.step_back, "Esc"),
            Entry(self.tr("Save this search…"), lambda: save_search(explorer, self), "Ctrl+S"),
            None,
            *suggestions(explorer, self),
            *self._actions_of("inspector"),
            None,
            Entry(self.tr("All kinds"), lambda: explorer.show_kinds(()), "Alt+1"),
            *kinds,
            Entry(self.tr("Everything, everywhere"), explorer.show_everything, "Alt+0"),
        ]

    def _help_entries(self) -> list[Entry | QAction | None]:
        return [
            Entry(self.tr("Every action by name…"), self.open_palette, "Ctrl+K"),
            Entry(self.tr("How to ask"), lambda: self.explorer.tell(self._grammar_told()), "F1"),
            Entry(self.tr("Where the library is"), lambda: self.explorer.tell(self._place_told())),
            None,
            Entry(self.tr("The last crash report…"), self.crashes_wanted.emit),
            Entry(self.tr("About Orrery and its licences…"), self.show_about),
        ]

    def _add_themes(self, add: Callable[[QAction], object], chosen: str) -> None:
        group = QActionGroup(self)
        self._theme_actions: dict[str, QAction] = {}
        names = {"system": self.tr("Colours like the system"), "dark": self.tr("Dark"), "light": self.tr("Light")}
        for key, name in names.items():
            deed = lambda key=key: self.theme_chosen.emit(key)  # noqa: E731 - one for each entry
            action = make_action(self, Entry(name, deed, checked=key == chosen))
            self._theme_actions[key] = action
            group.addAction(action)
            add(action)

    def _actions_of(self, panel: str) -> Sequence[QAction]:
        return self.docks.panels[panel].menu_actions() if panel in self.docks.panels else ()

    def _title(self, panel: str) -> str:
        return self.docks.panels[panel].accessibleName()

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

    def _name_history(self) -> None:
        history = self.explorer.history
        for action, name, words in (
            (self._undo, history.undo_name, self.tr("Undo: {name}") if history.undo_name else self.tr("Undo")),
            (self._redo, history.redo_name, self.tr("Redo: {name}") if history.redo_name else self.tr("Redo")),
        ):
            action.setText(words.format(name=name))
            action.setEnabled(bool(name))

    def _rescan(self) -> None:
        if self.explorer.rescan() is None:
            self.explorer.tell(self.tr("No folder has been added yet."))

    def _take_out(self) -> None:
        organiser, picked = organiser_of(self.explorer), self.explorer.selection.items
        if organiser.open_collection is None or not picked:
            self.explorer.tell(self.tr("Show a collection and pick some of its items first."))
        else:
            organiser.take_out(organiser.open_collection, picked)

    def _toggle_sidebar(self) -> None:
        self.sidebar.setVisible(self.sidebar.isHidden())

    def _list_failures(self, found: Sequence[Failure]) -> None:
        from orrery.panels.failures import FailureList

        dialog = FailureList(found, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.retry_wanted.connect(self.explorer.retry_failed)
        dialog.open()

    def _grammar_told(self) -> str:
        return self.tr(
            "Type words, or a file that starts with ./ or /. “+” adds, “-” keeps away, a number and a colon weigh: "
            'surfing + 0.5:./gulls.wav - crowd. AND, OR and NOT join in capitals: dog AND snow NOT sledge. A "quoted '
            "phrase\" and a file's own name come first. Part of a file: ./gulls.wav#t=2,5.5. Filters: kind:image, "
            "folder:…, tag:…, after:2024, duration:5s..1min, size:..2MB, duplicates:fold."
        )

    def _place_told(self) -> str:
        return self.tr("The library is the file {path}.").format(path=self.explorer.engine.library_path)
