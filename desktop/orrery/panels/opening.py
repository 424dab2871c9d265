"""Opens windows in a running application and gives them the theme that was chosen."""

import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from orrery import paths
from orrery.panels.theme import ThemeName, load_fonts, load_theme, system_theme, use_theme
from orrery.panels.window import Window
from orrery.settings import load_settings, save_settings
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.garbage import keep_garbage_here
from orrery.viewmodels.language import speak
from orrery.viewmodels.only_window import OnlyWindow
from orrery.workflows.engine import Engine

_log = logging.getLogger(__name__)
_ONCE = Qt.ConnectionType.SingleShotConnection
"""Known folders are looked through when the library was first counted."""


def run_windows(engine: Engine, open_demo: Callable[[], Engine]) -> int:
    """Show a window and stay until it is closed.

    Args:
        engine: library and model of the window.
        open_demo: makes the engine of the demo library.

    Returns:
        The exit code of the process.
    """
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    keep_garbage_here(app)
    app.setApplicationName("orrery")
    app.setApplicationDisplayName("Orrery")
    app.setDesktopFileName("orrery")
    speak(app, load_settings(paths.settings_file()).language)
    load_fonts()
    desk = Windows(app, open_demo)
    if desk.open(engine) is None:
        return 0
    sys.excepthook = desk.report
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__


class Windows(QObject):
    """Keeps the open windows, and the theme that they share."""

    def __init__(self, app: QApplication, open_demo: Callable[[], Engine]) -> None:
        super().__init__(app)
        self._app = app
        self._open_demo = open_demo
        self._chosen = load_settings(paths.settings_file()).theme
        self._windows: list[Window] = []
        self._theme = load_theme(self._name())
        use_theme(app, self._theme)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def open(self, engine: Engine) -> Window | None:
        """Show a window on a library; None when one is open already, which then comes to the front."""
        only = OnlyWindow(engine.library_path, paths.home(), self)
        if not only.claim():
            return None
        memory = paths.home() / "window.ini"
        window = Window(Explorer(engine), self._theme, chosen=self._chosen, memory=memory)
        window.setWindowIcon(self._theme.icon("orrery", "accent"))
        window.theme_chosen.connect(self.choose)
        window.demo_wanted.connect(self.open_demo)
        window.closed.connect(lambda: self._forget(window, only))
        only.called.connect(lambda: _to_front(window))
        self._windows.append(window)
        window.explorer.overview_changed.connect(lambda _: window.explorer.rescan(), _ONCE)
        window.show()
        return window

    @Slot()
    def open_demo(self) -> None:
        """Open the demo library beside the user's own, and fill it if it is empty."""
        window = self.open(self._open_demo())
        if window is not None:
            window.explorer.build_demo()

    @Slot(str)
    def choose(self, chosen: ThemeName | str) -> None:
        """Use a theme from now on: "dark", "light", or "system" for the desktop's own."""
        if chosen in ("dark", "light", "system"):
            self._chosen = chosen
            file = paths.settings_file()
            save_settings(replace(load_settings(file), theme=chosen), file)
            self._follow()

    def report(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        """What escaped from a slot is a bug: the log gets it whole, the user a sentence."""
        _log.error("a bug", exc_info=(kind, bug, trace))
        if isinstance(bug, Exception):
            for window in self._windows:
                window.explorer.tell(bug)

    def _forget(self, window: Window, only: OnlyWindow) -> None:
        only.release()
        if window in self._windows:
            self._windows.remove(window)
            window.deleteLater()

    def _name(self) -> ThemeName:
        match self._chosen:
            case "dark" | "light":
                return self._chosen
            case _:
                return system_theme()

    def _follow(self) -> None:
        name = self._name()
        if name != self._theme.name:
            self._theme = load_theme(name)
            use_theme(self._app, self._theme)
            for window in self._windows:
                window.use_theme(self._theme)


def _to_front(window: Window) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
