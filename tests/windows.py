"""Waiting for a window."""

from pytestqt.qtbot import QtBot

from orrery.panels.window import Window


def settled(window: Window, qtbot: QtBot) -> None:
    """Wait until nothing in it is under way any more."""
    qtbot.waitUntil(window.is_settled, timeout=20_000)
