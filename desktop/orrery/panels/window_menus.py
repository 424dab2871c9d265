"""The menus of a window: every action, by name and by key."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from orrery.domain.modality import Kind
from orrery.panels.actions import Entry, fill_menu, make_action
from orrery.panels.collecting import KEYS, new_tag, save_search, tag_by_key
from orrery.panels.docks import DOCKS
from orrery.panels.suggestions import suggestions
from orrery.viewmodels.organiser import organiser_of

if TYPE_CHECKING:
    from orrery.panels.window import Window

translate = QCoreApplication.translate


class WindowMenus:
    """Fills a window's menu bar, and keeps the entries that change.

    Args:
        window: whose bar, with all its parts made.
        chosen: which theme the user has set, for the tick.
    """

    def __init__(self, window: "Window", chosen: str) -> None:
        self._window = window
        self._explorer = window.explorer
        self._make_menus(chosen)

    def show_recent(self, libraries: Sequence[Path]) -> None:
        """Offer the libraries that were opened last, but for this one."""
        self._recent.clear()
        here = self._explorer.engine.library_path.absolute()
        for library in libraries:
            if library != here:
                words = translate("Window", "{library} in {folder}").format(library=library.stem, folder=library.parent)
                entry = self._recent.addAction(words.replace("&", "&&"))
                entry.triggered.connect(lambda _, path=library: self._window.library_wanted.emit(str(path)))
        self._recent.setEnabled(not self._recent.isEmpty())

    def show_theme(self, chosen: str) -> None:
        """Tick the theme that was chosen elsewhere."""
        self._theme_actions[chosen].setChecked(True)

    # ---- inside

    def _make_menus(self, chosen: str) -> None:
        bar, explorer = self._window.menu_row.bar, self._explorer
        files = fill_menu(bar, translate("Window", "File"), self._window, self._file_entries())
        self._recent = QMenu(translate("Window", "Open recent"), self._window)
        self._recent.setEnabled(False)
        files.insertMenu(
            next(one for one in files.actions() if one.text() == translate("Window", "Open the demo library")),
            self._recent,
        )
        fill_menu(bar, translate("Window", "Edit"), self._window, self._edit_entries())
        view = fill_menu(bar, translate("Window", "View"), self._window, self._view_entries())
        view.addSeparator()
        self._add_themes(view.addAction, chosen)
        fill_menu(bar, translate("Window", "Query"), self._window, self._query_entries())
        map_actions = self._window.docks.panels["map"].menu_actions() if "map" in self._window.docks.panels else ()
        redraw = Entry(translate("Window", "Draw the map anew"), explorer.make_map, "Ctrl+M")
        fill_menu(bar, translate("Window", "Map"), self._window, [redraw, None, *map_actions])
        told = Entry(translate("Window", "About the model in use"), self._window.menu_row.tell_model)
        shelf = Entry(translate("Window", "Models…"), self._window.show_models, "Ctrl+Shift+M")
        fill_menu(bar, translate("Window", "Models"), self._window, [shelf, None, told])
        fill_menu(bar, translate("Window", "Help"), self._window, self._help_entries())

    def _file_entries(self) -> list[Entry | QAction | None]:
        return [
            Entry(translate("Window", "Add files…"), self._window.choose_files, "Ctrl+O"),
            Entry(translate("Window", "Add a folder…"), self._window.choose_folder, "Ctrl+Shift+O"),
            Entry(translate("Window", "Look for changes in known folders"), self._rescan, "F5"),
            None,
            Entry(translate("Window", "Files that were not added…"), self._window.show_failures),
            Entry(translate("Window", "Try failed files again"), self._explorer.retry_failed),
            None,
            Entry(translate("Window", "New library…"), self._window.make_library),
            Entry(translate("Window", "Open a library…"), self._window.choose_library, "Ctrl+Shift+L"),
            Entry(translate("Window", "Open the demo library"), self._window.demo_wanted.emit),
            None,
            Entry(translate("Window", "All jobs…"), self._window.status.open_tray, "Ctrl+J"),
            Entry(translate("Window", "Close"), self._window.close, "Ctrl+W"),
            Entry(translate("Window", "Quit"), self._window.quit, "Ctrl+Q"),
        ]

    def _edit_entries(self) -> list[Entry | QAction | None]:
        explorer = self._explorer
        self._undo = make_action(self._window, Entry(translate("Window", "Undo"), explorer.history.undo, "Ctrl+Z"))
        self._redo = make_action(
            self._window, Entry(translate("Window", "Redo"), explorer.history.redo, "Ctrl+Shift+Z")
        )
        explorer.history.changed.connect(self._name_history)
        self._name_history()
        return [
            self._undo,
            self._redo,
            None,
            *self._actions_of("results"),
            None,
            Entry(translate("Window", "Select nothing"), self._explorer.selection.clear, "Ctrl+Shift+A"),
            None,
            Entry(
                translate("Window", "New tag…"),
                lambda: new_tag(explorer, explorer.selection.items, self._window),
                "Ctrl+T",
            ),
            self._tag_keys().menuAction(),
            None,
            Entry(translate("Window", "New collection…"), self._window.make_collection, "Ctrl+Shift+N"),
            Entry(translate("Window", "Take out of the collection in view"), self._take_out),
            None,
            Entry(translate("Window", "Preferences…"), self._window.show_preferences, "Ctrl+,"),
        ]

    def _tag_keys(self) -> QMenu:
        """What the keys 1 to 9 do."""
        menu = QMenu(translate("Window", "Tag by key"), self._window)
        for key in KEYS:
            words = translate("Window", "Tag {key}").format(key=key)
            menu.addAction(
                make_action(
                    self._window, Entry(words, lambda key=key: tag_by_key(self._explorer, key, self._window), str(key))
                )
            )
        return menu

    def _view_entries(self) -> list[Entry | QAction | None]:
        shown = [
            Entry(self._title(dock.id), lambda key=dock.id: self._window.docks.reveal(key), dock.shortcut)
            for dock in DOCKS
        ]
        toggles = []
        for key, frame in self._window.docks.docks.items():
            toggle = frame.toggleViewAction()
            toggle.setText(translate("Window", "Show {panel}").format(panel=self._title(key)))
            toggles.append(toggle)
        sidebar = Entry(translate("Window", "Show the sidebar"), self._toggle_sidebar, "Ctrl+B", checked=True)
        return [
            *shown,
            None,
            sidebar,
            *toggles,
            Entry(translate("Window", "Put panels back in place"), self._window.docks.reset),
        ]

    def _query_entries(self) -> list[Entry | QAction | None]:
        explorer = self._explorer
        names = {
            Kind.IMAGE: translate("Window", "Images only"),
            Kind.SOUND: translate("Window", "Sounds only"),
            Kind.TEXT: translate("Window", "Texts only"),
        }
        kinds = [
            Entry(names[kind], lambda kind=kind: explorer.show_kinds((kind,)), f"Alt+{number}")
            for number, kind in enumerate(Kind, 2)
        ]
        return [
            Entry(translate("Window", "Type a query"), self._window.focus_query, "Ctrl+F"),
            Entry(translate("Window", "Ask with what was copied"), self._window.query_bar.field.paste, "Ctrl+V"),
            Entry(
                translate("Window", "Edit the query as text"), self._window.query_bar.field.edit_as_text, "Ctrl+Shift+F"
            ),
            Entry(translate("Window", "Back"), explorer.back, "Alt+Left"),
            Entry(translate("Window", "Forward"), explorer.forward, "Alt+Right"),
            Entry(translate("Window", "Clear"), self._window.step_back, "Esc"),
            Entry(translate("Window", "Save this search…"), lambda: save_search(explorer, self._window), "Ctrl+S"),
            None,
            *suggestions(explorer, self._window),
            *self._actions_of("inspector"),
            None,
            Entry(translate("Window", "All kinds"), lambda: explorer.show_kinds(()), "Alt+1"),
            *kinds,
            Entry(translate("Window", "Everything, everywhere"), explorer.show_everything, "Alt+0"),
        ]

    def _help_entries(self) -> list[Entry | QAction | None]:
        return [
            Entry(translate("Window", "Every action by name…"), self._window.open_palette, "Ctrl+K"),
            Entry(translate("Window", "How to ask"), lambda: self._explorer.tell(self._grammar_told()), "F1"),
            Entry(translate("Window", "Where the library is"), lambda: self._explorer.tell(self._place_told())),
            None,
            Entry(translate("Window", "The last crash report…"), self._window.crashes_wanted.emit),
            Entry(translate("Window", "About Orrery and its licences…"), self._window.show_about),
        ]

    def _add_themes(self, add: Callable[[QAction], object], chosen: str) -> None:
        group = QActionGroup(self._window)
        self._theme_actions: dict[str, QAction] = {}
        names = {
            "system": translate("Window", "Colours like the system"),
            "dark": translate("Window", "Dark"),
            "light": translate("Window", "Light"),
        }
        for key, name in names.items():
            deed = lambda key=key: self._window.theme_chosen.emit(key)  # noqa: E731 - one for each entry
            action = make_action(self._window, Entry(name, deed, checked=key == chosen))
            self._theme_actions[key] = action
            group.addAction(action)
            add(action)

    def _actions_of(self, panel: str) -> Sequence[QAction]:
        return self._window.docks.panels[panel].menu_actions() if panel in self._window.docks.panels else ()

    def _title(self, panel: str) -> str:
        return self._window.docks.panels[panel].accessibleName()

    def _name_history(self) -> None:
        history = self._explorer.history
        for action, name, words in (
            (
                self._undo,
                history.undo_name,
                translate("Window", "Undo: {name}") if history.undo_name else translate("Window", "Undo"),
            ),
            (
                self._redo,
                history.redo_name,
                translate("Window", "Redo: {name}") if history.redo_name else translate("Window", "Redo"),
            ),
        ):
            action.setText(words.format(name=name))
            action.setEnabled(bool(name))

    def _rescan(self) -> None:
        if self._explorer.rescan() is None:
            self._explorer.tell(translate("Window", "No folder has been added yet."))

    def _take_out(self) -> None:
        organiser, picked = organiser_of(self._explorer), self._explorer.selection.items
        if organiser.open_collection is None or not picked:
            self._explorer.tell(translate("Window", "Show a collection and pick some of its items first."))
        else:
            organiser.take_out(organiser.open_collection, picked)

    def _toggle_sidebar(self) -> None:
        self._window.sidebar.setVisible(self._window.sidebar.isHidden())

    def _grammar_told(self) -> str:
        return translate(
            "Window",
            "Type words, or a file that starts with ./ or /. “+” adds, “-” keeps away, a number and a colon weigh: "
            'surfing + 0.5:./gulls.wav - crowd. AND, OR and NOT join in capitals: dog AND snow NOT sledge. A "quoted '
            "phrase\" and a file's own name come first. Part of a file: ./gulls.wav#t=2,5.5. Filters: kind:image, "
            "folder:…, tag:…, after:2024, duration:5s..1min, size:..2MB, duplicates:fold.",
        )

    def _place_told(self) -> str:
        return translate("Window", "The library is the file {path}.").format(path=self._explorer.engine.library_path)
