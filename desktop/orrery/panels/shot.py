"""A picture of the whole window that comes out the same twice."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

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


def render_window(
    engine: Engine,
    query: str | None,
    size: tuple[int, int],
    theme: ThemeName = "dark",
    *,
    pick_first: bool = True,
    language: str = ENGLISH,
) -> QImage:
    """Draw the window off screen and wait until results, map and thumbnails are there.

    QT_QPA_PLATFORM=offscreen must be set before the first application is made.

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
        _settle(window.is_settled)
        if query:
            _ask(explorer, query)
            _settle(window.is_settled)
        if pick_first and explorer.answers and explorer.answers.hits:
            explorer.selection.pick(explorer.answers.hits[0].item.id)
        window.setFocus()  # no caret in the picture
        _settle(window.is_settled)
        return window.grab().toImage()
    finally:
        window.close()
        window.deleteLater()


def _ask(explorer: Explorer, query: str) -> None:
    from orrery.search.grammar import parse_line

    explorer.ask(parse_line(query))


def _application() -> QApplication:
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["orrery"])
    keep_garbage_here(app)
    app.setCursorFlashTime(0)
    app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    load_fonts()
    return app


def _settle(is_settled: Callable[[], bool]) -> None:
    """Let the events run until nothing is under way any more."""
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
