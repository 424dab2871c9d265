"""What can be done with picked items, in one menu for map, results, inspector and strips."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from orrery.domain.item import Item
from orrery.panels.collecting import fill_collections
from orrery.panels.exporting import fill_exports
from orrery.viewmodels.dragging import file_url
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.suggesting import suggester_of
from orrery.viewmodels.wording import shown_name, shown_path, translate


def item_menu(items: Sequence[Item], explorer: Explorer, parent: QWidget) -> QMenu:
    """A menu of what can be done with these items."""
    menu = QMenu(parent)
    first = items[0]
    _fill_questions(menu, items, explorer)
    menu.addSeparator()
    menu.addAction(translate("items", "Open"), lambda: open_items(items))
    menu.addAction(translate("items", "Reveal in folder"), lambda: reveal(first))
    words = (
        translate("items", "Copy path")
        if len(items) == 1
        else translate("items", "Copy {count} paths").format(count=len(items))
    )
    menu.addAction(words, lambda: copy_paths(items))
    fill_exports(menu, items, explorer, parent)
    menu.addSeparator()
    fill_collections(menu, explorer, [item.id for item in items], parent)
    menu.addSeparator()
    paths = [item.path for item in items]
    menu.addAction(translate("items", "Index again"), lambda: explorer.index_again(paths))
    menu.addAction(translate("items", "Remove from the library (the file stays)"), lambda: explorer.forget(paths))
    return menu


def ask_like(item: Item, explorer: Explorer) -> None:
    """Let an item become the query."""
    explorer.ask_like(item.id, shown_name(item.path))


def open_items(items: Sequence[Item]) -> None:
    """Open files with the programs that the system has for them; ten at most, a slip must not open a thousand."""
    for item in items[:10]:
        QDesktopServices.openUrl(file_url(item.path))


def reveal(item: Item) -> None:
    """Open the folder of an item."""
    QDesktopServices.openUrl(QUrl(file_url(os.path.dirname(item.path))))  # noqa: PTH120 - the path is bytes


def copy_paths(items: Sequence[Item]) -> None:
    """Put the paths on the clipboard, one a line, and the files as well for programs that take files."""
    from orrery.viewmodels.dragging import dragged

    mime = dragged(items)
    mime.setText("\n".join(shown_path(item.path) for item in items))
    QGuiApplication.clipboard().setMimeData(mime)


def _fill_questions(menu: QMenu, items: Sequence[Item], explorer: Explorer) -> None:
    """What can be asked with items: of one, like it; of several, like them; and what leads on from them."""
    suggester, ids = suggester_of(explorer), [item.id for item in items]
    if len(items) == 1:
        menu.addAction(translate("items", "Find more like this"), lambda: ask_like(items[0], explorer))
        menu.addAction(translate("items", "Add to the query"), lambda: suggester.more_like(ids))
        less = menu.addAction(translate("items", "Less like this"), lambda: suggester.less_like(ids))
    else:
        menu.addAction(translate("items", "Find more like these"), lambda: suggester.more_like(ids))
        less = menu.addAction(translate("items", "Less like these"), lambda: suggester.less_like(ids))
    less.setEnabled(explorer.query is not None)
    menu.addAction(translate("items", "You may also want…"), lambda: suggester.also_wanted(ids))
    if len(items) > 1:
        menu.addAction(translate("items", "One of each of these"), lambda: suggester.one_of_each(ids))
