"""For everyone: keys reach everything, everything has a name, colours can be told apart, large is no problem."""

import os
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from orrery.panels.about import About
from orrery.panels.map_panel import MapPanel
from orrery.panels.palette import CommandPalette
from orrery.panels.preferences import Preferences
from orrery.panels.results import ResultsPanel
from orrery.panels.theme import load_theme
from orrery.panels.window import Window
from orrery.settings import Settings
from orrery.workflows.engine import Engine
from windows import settled

# Machado, Oliveira, Fernandes 2009, table 1, severity 1.0: linear RGB as eyes without one sort of cones see it.
BLIND = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TOLD_APART = 10.0
"""Differences of colour (CIE 1976) below about 2.3 cannot be seen at all; small points need several times that."""


@pytest.fixture
def window(window: Window, qtbot: QtBot) -> Window:
    """With answers to a question."""
    window.explorer.ask_text("red - loud")
    settled(window, qtbot)
    return window


def _nameless(top: QWidget) -> list[str]:
    """What the keyboard reaches and a screen reader could not name."""
    sorts = (QAbstractButton, QLineEdit, QAbstractItemView, QComboBox, QSpinBox)
    return [
        f"{type(part).__name__} in {type(part.parent()).__name__}"
        for sort in sorts
        for part in top.findChildren(sort)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(top) and not _name(part)
        if not isinstance(part.parent(), QComboBox | QSpinBox)
    ]


def _name(part: QWidget) -> str:
    said = part.text() if isinstance(part, QAbstractButton) else ""
    return part.accessibleName() or said or part.toolTip()


def test_everything_that_the_keyboard_reaches_has_a_name(window: Window) -> None:
    assert _nameless(window) == []


def test_so_has_everything_in_the_dialogs(window: Window, qtbot: QtBot) -> None:
    theme = load_theme("dark")
    dialogs = (Preferences(Settings(), window.explorer, window), About(theme, window), CommandPalette([], window))
    for dialog in dialogs:
        dialog.show()
    qtbot.waitUntil(window.is_settled, timeout=20_000)
    assert [_nameless(dialog) for dialog in dialogs] == [[], [], []]
    for dialog in dialogs:
        dialog.close()
        dialog.deleteLater()


def test_the_tab_key_goes_through_the_regions_from_the_top_left_on(window: Window) -> None:
    window.activateWindow()
    window.sidebar.setFocus()
    seen: list[QWidget] = []
    part: QWidget | None = window.sidebar
    while part is not None and part not in seen and len(seen) < 400:
        seen.append(part)
        part = part.nextInFocusChain()
    regions = (window.sidebar, window.query_bar, window.docks.panels["map"], window.docks.panels["results"])

    def first(region: QWidget) -> int:
        return next(at for at, one in enumerate(seen) if one is region or region.isAncestorOf(one))

    assert all(one < other for one, other in pairwise(first(region) for region in regions))


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize("eyes", BLIND)
def test_clusters_are_told_apart_by_colour_blind_eyes(name: str, eyes: str) -> None:
    theme = load_theme(name)  # type: ignore[arg-type]
    seen = [_lab(_linear(theme.cluster(label)) @ np.array(BLIND[eyes]).T) for label in range(len(theme.clusters))]
    close = {pair: round(float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])), 1) for pair in combinations(range(8), 2)}
    assert {pair: apart for pair, apart in close.items() if apart < TOLD_APART} == {}


@pytest.mark.parametrize("scale", ["1.5", "3"])
def test_the_window_is_drawn_at_every_scale(tmp_path: Path, filled_engine: Engine, scale: str) -> None:
    """In a process of its own: Qt reads the scale when an application begins."""
    order = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from orrery.panels.theme import *; load_fonts(); theme = load_theme('dark'); use_theme(app, theme);"
        "from orrery.panels.about import About; dialog = About(theme, None); dialog.show();"
        "picture = dialog.grab(); print(picture.width(), dialog.width(), dialog.minimumSizeHint().width())"
    )
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", order], env=environment, check=True, capture_output=True, text=True)
    drawn, width, least = map(int, ended.stdout.split())
    assert drawn == round(width * float(scale))
    assert least <= width


def _linear(colour: QColor) -> np.ndarray:
    shares = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    """CIE 1976 L*a*b* under D65 of a linear sRGB colour."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratio = to_xyz @ linear.clip(0, 1) / np.array([0.95047, 1.0, 1.08883])
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def test_a_screen_reader_takes_the_map_for_a_chart_and_the_results_for_a_list(window: Window) -> None:
    atlas, results = window.docks.panels["map"], window.docks.panels["results"]
    assert isinstance(atlas, MapPanel)
    assert isinstance(results, ResultsPanel)
    chart = QAccessible.queryAccessibleInterface(atlas.canvas)
    assert chart.role() == QAccessible.Role.Chart
    assert chart.text(QAccessible.Text.Name) == "Map of all items"
    assert "on the map: 9" in chart.text(QAccessible.Text.Description)
    cards = QAccessible.queryAccessibleInterface(results.grid)
    assert cards.role() == QAccessible.Role.List
    assert cards.childCount() == results.model.rowCount()
    first = cards.child(0)
    assert first.role() == QAccessible.Role.ListItem
    assert "score" in first.text(QAccessible.Text.Name)
