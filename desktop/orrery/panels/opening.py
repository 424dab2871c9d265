"""Opens windows in a running application, each on a library, and gives them the settings that they share."""

import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from orrery import paths
from orrery.errors import LibraryProblem
from orrery.panels.theme import ThemeName, load_fonts, load_theme, system_theme, use_theme
from orrery.panels.window import Window
from orrery.settings import Settings, load_settings, save_settings
from orrery.viewmodels.crash import CrashKeeper
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.garbage import keep_garbage_here
from orrery.viewmodels.language import speak
from orrery.viewmodels.only_window import OnlyWindow
from orrery.viewmodels.recent import RecentLibraries
from orrery.viewmodels.session import Session
from orrery.workflows.engine import Engine

_log = logging.getLogger(__name__)
_ONCE = Qt.ConnectionType.SingleShotConnection
"""Known folders are looked through when the library was first counted."""


def run_windows(engine: Engine, open_library: Callable[[Path], Engine]) -> int:
    """Show a window and stay until it is closed.

    Args:
        engine: library and model of the window.
        open_library: makes the engine of another library.

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
    crashes = CrashKeeper()
    crashes.collect()
    desk = Windows(app, open_library, crashes)
    if desk.open(engine) is None:
        return 0
    crashes.begin()
    crashes.catch(desk.report)
    QTimer.singleShot(0, desk, desk.show_crashes)
    try:
        return app.exec()
    finally:
        crashes.let_go()
        crashes.end()


class Windows(QObject):
    """Keeps the open windows, and the settings that they share."""

    def __init__(
        self, app: QApplication, open_library: Callable[[Path], Engine], crashes: CrashKeeper | None = None
    ) -> None:
        super().__init__(app)
        self._app = app
        self._open_library = open_library
        self._crashes = crashes or CrashKeeper()
        self._recent = RecentLibraries(paths.home() / "recent.json")
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
        explorer = Explorer(engine)
        session = Session(engine.library_path, paths.home())
        memory = paths.home() / "window.ini"
        window = Window(explorer, self._theme, chosen=self._chosen, memory=memory, session=session)
        window.setWindowIcon(self._theme.icon("orrery", "accent"))
        window.theme_chosen.connect(self.choose)
        window.settings_chosen.connect(self.use_settings)
        window.demo_wanted.connect(self.open_demo)
        window.library_wanted.connect(lambda library: self.open_library(Path(library), window))
        window.crashes_wanted.connect(lambda: self.show_crashes(window))
        window.model_switched.connect(lambda: self.open_again(window))
        window.closed.connect(lambda: self._forget(window, only))
        only.called.connect(lambda: _to_front(window))
        self._windows.append(window)
        self._recent.note(engine.library_path)
        for one in self._windows:
            one.menus.show_recent(self._recent.all())
        explorer.overview_changed.connect(lambda _: self._first_counted(window), _ONCE)
        window.show()
        return window

    def open_again(self, window: Window) -> None:
        """Open a library anew in place of its window: it uses another model now."""
        library = window.explorer.engine.library_path
        self._app.setQuitOnLastWindowClosed(False)
        try:
            window.close()
            self.open(self._open_library(library))
        finally:
            self._app.setQuitOnLastWindowClosed(True)

    @Slot()
    def open_demo(self) -> None:
        """Open the demo library beside the user's own, and fill it if it is empty."""
        window = self.open(self._open_library(paths.demo_library()))
        if window is not None:
            window.explorer.build_demo()

    def open_library(self, library: Path, asking: Window) -> None:
        """Open another library, or make it; what cannot be opened is told in the window that asked."""
        try:
            engine = self._open_library(library)
            with engine.library():
                pass
        except LibraryProblem as problem:
            asking.explorer.tell(problem)
        else:
            self.open(engine)

    @Slot(str)
    def choose(self, chosen: ThemeName | str) -> None:
        """Use a theme from now on: "dark", "light", or "system" for the desktop's own."""
        if chosen in ("dark", "light", "system"):
            self._keep(replace(load_settings(paths.settings_file()), theme=chosen))

    @Slot(object)
    def use_settings(self, settings: Settings) -> None:
        """Keep what was set; the theme at once, the limit of previews too, everything else from the next start."""
        self._keep(settings)
        for window in self._windows:
            window.menus.show_theme(settings.theme)
            _trim(window.explorer, settings.cache_mb)

    def report(self, bug: Exception) -> None:
        """What escaped from a slot is a bug: the log and a report get it whole, the user a sentence."""
        _log.error("a bug", exc_info=(type(bug), bug, bug.__traceback__))
        for window in self._windows:
            window.explorer.tell(bug)

    def show_crashes(self, asking: Window | None = None) -> None:
        """Show the reports that nobody has seen yet; when asked for, the newest one even if it was seen."""
        reports = self._crashes.unseen()
        latest = self._crashes.latest()
        if not reports and asking is not None and latest is not None:
            reports = (latest,)
        window = asking or (self._windows[-1] if self._windows else None)
        if window is None:
            return
        if reports:
            from orrery.panels.crash_report import CrashReport

            dialog = CrashReport(reports, window, was_last_time=asking is None)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()
            self._crashes.mark_seen()
        elif asking is not None:
            asking.explorer.tell(self.tr("There is no crash report."))

    def _first_counted(self, window: Window) -> None:
        from orrery.viewmodels.watcher import Watcher  # brings a library that no first paint waits for

        explorer = window.explorer
        window.closing.connect(Watcher(explorer).close)
        explorer.rescan()
        _trim(explorer, explorer.engine.settings.cache_mb)

    def _keep(self, settings: Settings) -> None:
        save_settings(settings, paths.settings_file())
        self._chosen = settings.theme
        self._follow()

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


def _trim(explorer: Explorer, most_mb: int) -> None:
    previews = explorer.engine.previews
    if most_mb:
        explorer.runner.look("trim", lambda: previews.trim(most_mb * 1_000_000), lambda _: None)


def _to_front(window: Window) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
