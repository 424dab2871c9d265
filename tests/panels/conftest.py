"""The state of a window on a small library."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from orrery.panels.theme import load_fonts, load_theme, use_theme
from orrery.viewmodels.explorer import Explorer
from orrery.workflows.engine import Engine


@pytest.fixture
def explorer(qapp: QApplication, filled_engine: Engine) -> Iterator[Explorer]:
    """Without clocks and animations, so that what is drawn is always the same."""
    load_fonts()
    use_theme(qapp, load_theme("dark"))
    made = Explorer(filled_engine, is_still=True)
    yield made
    assert made.close()
