"""Waiting for a window, or for one of its panels."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orrery.panels.panel import Panel
from orrery.panels.window import Window
from orrery.viewmodels.explorer import Explorer


def settled(window: Window, qtbot: QtBot) -> None:
    """Wait until nothing in it is under way any more."""
    qtbot.waitUntil(window.is_settled, timeout=20_000)


def settle(panel: Panel, explorer: Explorer, qtbot: QtBot) -> None:
    """Wait until a panel by itself shows everything, and nothing works for it any more."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: panel.is_settled() and not explorer.runner.is_busy, timeout=10_000)
