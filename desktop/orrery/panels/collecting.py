"""Asks for what a collection or a saved search needs: a name, or a yes before one is gone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox, QWidget

from orrery.library.rows import Collection
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import organiser_of
from orrery.viewmodels.wording import grouped, translate


def new_collection(explorer: Explorer, items: Sequence[int], parent: QWidget) -> None:
    """Ask for a name and make a collection of some items, or an empty one."""
    told = translate("collecting", "A name for the new collection:")
    if items:
        one = translate("collecting", "A name for the collection of 1 item:")
        many = translate("collecting", "A name for {count} items:")
        told = (one if len(items) == 1 else many).format(count=grouped(len(items)))
    _ask_name(
        translate("collecting", "New collection"),
        told,
        "",
        lambda name: organiser_of(explorer).create(name, items),
        parent,
    )


def rename_collection(explorer: Explorer, collection: Collection, parent: QWidget) -> None:
    """Ask for another name."""
    told = translate("collecting", "Another name for “{name}”:").format(name=collection.name)
    organiser = organiser_of(explorer)
    _ask_name(
        translate("collecting", "Rename the collection"),
        told,
        collection.name,
        lambda name: organiser.rename(collection, name),
        parent,
    )


def remove_collection(explorer: Explorer, collection: Collection, parent: QWidget) -> None:
    """Remove a collection; one that holds something only after a yes, for nothing brings it back."""
    organiser = organiser_of(explorer)
    if collection.count == 0:
        organiser.remove(collection)
        return
    dialog = QMessageBox(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(translate("collecting", "Remove the collection"))
    dialog.setText(translate("collecting", "Remove the collection “{name}”?").format(name=collection.name))
    dialog.setInformativeText(translate("collecting", "Its items stay in the library, and their files where they are."))
    yes = dialog.addButton(translate("collecting", "Remove"), QMessageBox.ButtonRole.AcceptRole)
    dialog.addButton(QMessageBox.StandardButton.Cancel)
    yes.clicked.connect(lambda: organiser.remove(collection))
    dialog.open()


def save_search(explorer: Explorer, parent: QWidget) -> None:
    """Ask for a name and keep the current query under it."""
    organiser = organiser_of(explorer)
    if explorer.query is None:
        explorer.tell(translate("collecting", "Ask for something first; then the search can be saved."))
        return
    told = translate("collecting", "A name for this search:")
    _ask_name(
        translate("collecting", "Save this search"), told, organiser.suggested_name, organiser.save_search, parent
    )


def fill_collections(menu: QMenu, explorer: Explorer, items: Sequence[int], parent: QWidget) -> None:
    """Offer to add items to each collection, to a new one, and to take them out of the one in view."""
    organiser = organiser_of(explorer)
    inside = menu.addMenu(translate("collecting", "Add to a collection"))
    for collection in organiser.collections:
        inside.addAction(_plain(collection.name), lambda one=collection: organiser.add(one, items))
    if organiser.collections:
        inside.addSeparator()
    inside.addAction(translate("collecting", "New collection…"), lambda: new_collection(explorer, items, parent))
    opened = organiser.open_collection
    if opened is not None:
        words = translate("collecting", "Take out of “{name}”").format(name=_plain(opened.name))
        menu.addAction(words, lambda: organiser.take_out(opened, items))


def _ask_name(title: str, told: str, first: str, deed: Callable[[str], object], parent: QWidget) -> None:
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setLabelText(told)
    dialog.setTextValue(first)
    dialog.resize(420, dialog.sizeHint().height())
    dialog.textValueSelected.connect(deed)
    dialog.open()


def _plain(name: str) -> str:
    """A name in a menu, where a single “&” would underline the next letter."""
    return name.replace("&", "&&")
