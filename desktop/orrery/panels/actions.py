"""Every action of the window with its menu, name and shortcut; menus and the command palette show the same ones."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu.

    Attributes:
        name: as shown, already translated; "…" at its end where it asks for more.
        deed: what it does.
        shortcut: in QKeySequence's portable text; empty for none.
        checked: None for a plain entry, else whether it is ticked at first.
    """

    name: str
    deed: Callable[[], object]
    shortcut: str = ""
    checked: bool | None = None


def make_action(owner: QWidget, entry: Entry) -> QAction:
    """An action that works wherever in the window the focus is."""
    action = QAction(entry.name, owner)
    if entry.shortcut:
        action.setShortcut(QKeySequence(entry.shortcut))
    if entry.checked is not None:
        action.setCheckable(True)
        action.setChecked(entry.checked)
    action.triggered.connect(lambda: entry.deed())  # noqa: PLW0108 - leaves out Qt's `checked`
    owner.addAction(action)
    return action


def fill_menu(bar: QMenuBar, title: str, owner: QWidget, entries: Iterable[Entry | QAction | None]) -> QMenu:
    """Add a menu to the bar; None draws a line between entries.

    Alt and the first letter open it: an "&" in the title would do that too, and underline the letter always.
    """
    menu = bar.addMenu(title)
    opening = QShortcut(QKeySequence(f"Alt+{title[0]}"), owner)
    opening.activated.connect(lambda: bar.setActiveAction(menu.menuAction()))
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            menu.addAction(make_action(owner, entry) if isinstance(entry, Entry) else entry)
    return menu


def all_actions(bar: QMenuBar) -> list[tuple[str, QAction]]:
    """Every action of every menu with the menu's name, in order; menus inside menus included."""
    return [
        (head.text().replace("&", ""), action)
        for head in bar.actions()
        if isinstance(menu := head.menu(), QMenu)
        for action in _inside(menu)
    ]


def _inside(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _inside(inner)
        elif not action.isSeparator():
            yield action


def said(text: str) -> str:
    """Translate a word of the menus."""
    return QCoreApplication.translate("menus", text)
