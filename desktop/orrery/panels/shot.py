"""A picture of the whole window that comes out the same twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog

from orrery.panels.theme import ThemeName, load_fonts, load_theme, use_theme
from orrery.panels.window import Window
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.garbage import keep_garbage_here
from orrery.viewmodels.language import ENGLISH, speak
from orrery.workflows.engine import Engine

LOOK_EVERY_MS = 30
CALM_LOOKS = 5
"""Looks in a row at which nothing may be under way: some parts ask for more only after they were painted."""
LONGEST_WAIT_S = 120


class Stage:
    """A window off screen that can be asked, looked at and drawn.

    Attributes:
        window: as a person would see it; nothing in it moves by itself.
        explorer: its state and verbs.
    """

    def __init__(self, window: Window, explorer: Explorer) -> None:
        self.window = window
        self.explorer = explorer

    def ask(self, query: str) -> None:
        """Ask and wait for the answers.

        Args:
            query: in the grammar of the query line.

        Raises:
            UsageError: it cannot be understood.
        """
        from orrery.search.grammar import parse_line

        self.explorer.ask(parse_line(query))
        self.settle()

    def pick_first(self) -> None:
        """Look at the best answer in the inspector, if there is one."""
        if self.explorer.answers and self.explorer.answers.hits:
            self.explorer.selection.pick(self.explorer.answers.hits[0].item.id)

    def settle(self, is_settled: Callable[[], bool] | None = None) -> None:
        """Let the events run until nothing is under way any more.

        Args:
            is_settled: what to wait for; None for everything.

        Raises:
            TimeoutError: it does not come to rest.
        """
        settle(is_settled or self.window.is_settled)

    def draw(self) -> QImage:
        """The window as it is once it has come to rest, without a caret."""
        self.window.setFocus()
        self.settle()
        return self.window.grab().toImage()

    def draw_with_dialogs(self) -> QImage:
        """The window with the dialogs that are open in its middle, which then are closed."""
        self.settle()
        dialogs = [top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()]
        picture = self.draw_over(*dialogs)
        for dialog in dialogs:
            dialog.close()
        return picture

    def draw_over(self, *dialogs: QDialog) -> QImage:
        """The window as it is at the moment, with dialogs in its middle."""
        picture = self.window.grab().toImage()
        painter = QPainter(picture)
        for dialog in dialogs:
            painter.drawPixmap(self.window.rect().center() - dialog.rect().center(), dialog.grab())
        painter.end()
        return picture


@contextmanager
def stage(
    engine: Engine, size: tuple[int, int], theme: ThemeName = "dark", *, language: str = ENGLISH
) -> Iterator[Stage]:
    """Open a window off screen and wait until it has come to rest.

    QT_QPA_PLATFORM=offscreen must be set before the first application is made.

    Args:
        engine: library and model.
        size: width and height in pixels.
        theme: "dark" or "light".
        language: of the window's words.

    Raises:
        TimeoutError: the window did not come to rest.
    """
    app = _application()
    speak(app, language)
    colours = load_theme(theme)
    use_theme(app, colours)
    explorer = Explorer(engine, is_still=True)
    window = Window(explorer, colours)
    window.setMinimumSize(1, 1)  # the size that was asked for, however small
    window.resize(QSize(*size))
    window.show()
    try:
        made = Stage(window, explorer)
        made.settle()
        yield made
    finally:
        window.close()
        window.deleteLater()


def render_window(
    engine: Engine,
    query: str | None,
    size: tuple[int, int],
    theme: ThemeName = "dark",
    *,
    pick_first: bool = True,
    language: str = ENGLISH,
) -> QImage:
    """Draw the window off screen once results, map and thumbnails are there.

    Args:
        engine: library and model.
        query: in the grammar of the query line; None asks nothing.
        size: width and height in pixels.
        theme: "dark" or "light".
        pick_first: look at the best answer in the inspector.
        language: of the window's words.

    Returns:
        The picture; the same pixels for the same library, query, size and theme.

    Raises:
        UsageError: the query cannot be understood.
        TimeoutError: the window did not come to rest.
    """
    with stage(engine, size, theme, language=language) as made:
        if query:
            made.ask(query)
        if pick_first:
            made.pick_first()
        return made.draw()


def settle(is_settled: Callable[[], bool]) -> None:
    """Let the events run until something holds for a while.

    Raises:
        TimeoutError: it does not within two minutes.
    """
    loop, timer = QEventLoop(), QTimer()
    calm, looks = 0, 0

    def look() -> None:
        nonlocal calm, looks
        looks += 1
        calm = calm + 1 if is_settled() else 0
        if calm >= CALM_LOOKS or looks * LOOK_EVERY_MS > LONGEST_WAIT_S * 1000:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(LOOK_EVERY_MS)
    loop.exec()
    timer.stop()
    if calm < CALM_LOOKS:
        raise TimeoutError("the window did not come to rest")


def _application() -> QApplication:
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["orrery"])
    keep_garbage_here(app)
    app.setCursorFlashTime(0)
    app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    load_fonts()
    return app
