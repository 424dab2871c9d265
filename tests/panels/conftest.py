"""The state of a window on a small library."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.query import Filters
from orrery.panels.results import ResultsPanel
from orrery.panels.theme import load_fonts, load_theme, use_theme
from orrery.panels.window import Window
from orrery.viewmodels.explorer import Explorer
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine
from windows import settled


@pytest.fixture
def explorer(qapp: QApplication, filled_engine: Engine) -> Iterator[Explorer]:
    """Without clocks and animations, so that what is drawn is always the same."""
    load_fonts()
    use_theme(qapp, load_theme("dark"))
    made = Explorer(filled_engine, is_still=True)
    yield made
    assert made.close()


@pytest.fixture
def panel(explorer: Explorer, qtbot: QtBot) -> ResultsPanel:
    """The results by themselves, with nothing in them yet; tests of other panels make their own."""
    made = ResultsPanel(explorer, load_theme("dark"))
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def things_in(filled_engine: Engine) -> tuple[Item, ...]:
    """All items of the small library, by path."""
    return browse(filled_engine, Filters())


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, filled_engine: Engine) -> Iterator[Window]:
    """All of it, come to rest; it ends its explorer itself."""
    load_fonts()
    theme = load_theme("dark")
    use_theme(qapp, theme)
    made = Window(Explorer(filled_engine, is_still=True), theme)
    made.resize(1100, 700)
    made.show()
    settled(made, qtbot)
    yield made
    made.close()
    made.deleteLater()
    qtbot.wait(1)
