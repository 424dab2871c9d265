"""Asks for what a tag, a collection or a saved search needs: a name; and offers them in menus."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from orrery.library.rows import Collection, SavedSearch, Tag
from orrery.viewmodels.cluster_model import ClusterModel
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import organiser_of
from orrery.viewmodels.wording import grouped, translate
from orrery.workflows.ground import ClusterInfo

KEYS = range(1, 10)


def new_collection(explorer: Explorer, items: Sequence[int], parent: QWidget) -> None:
    """Ask for a name and make a collection of some items, or an empty one."""
    told = translate("collecting", "A name for the new collection:")
    if items:
        one = translate("collecting", "A name for the collection of 1 item:")
        many = translate("collecting", "A name for {count} items:")
        told = (one if len(items) == 1 else many).format(count=grouped(len(items)))
    organiser = organiser_of(explorer)
    title = translate("collecting", "New collection")
    _ask_name(title, told, "", lambda name: organiser.create(name, items), parent)


def rename_collection(explorer: Explorer, collection: Collection, parent: QWidget) -> None:
    """Ask for another name of a collection."""
    organiser, title = organiser_of(explorer), translate("collecting", "Rename the collection")
    _ask_other_name(title, collection.name, lambda name: organiser.rename(collection, name), parent)


def rename_search(explorer: Explorer, search: SavedSearch, parent: QWidget) -> None:
    """Ask for another name of a saved search."""
    organiser, title = organiser_of(explorer), translate("collecting", "Rename the saved search")
    _ask_other_name(title, search.name, lambda name: organiser.rename_search(search, name), parent)


def rename_tag(explorer: Explorer, tag: Tag, parent: QWidget) -> None:
    """Ask for another name of a tag."""
    organiser, title = organiser_of(explorer), translate("collecting", "Rename the tag")
    _ask_other_name(title, tag.name, lambda name: organiser.rename_tag(tag, name), parent)


def new_tag(explorer: Explorer, items: Sequence[int], parent: QWidget, key: int | None = None) -> None:
    """Ask for a name and make a tag, put on some items if there are any."""
    told = translate("collecting", "A name for the new tag:")
    if key is not None:
        told = translate("collecting", "A name for the tag of key {key}:").format(key=key)
    organiser = organiser_of(explorer)
    _ask_name(translate("collecting", "New tag"), told, "", lambda name: organiser.tag(items, name, key), parent)


def save_search(explorer: Explorer, parent: QWidget) -> None:
    """Ask for a name and keep the current query under it."""
    organiser = organiser_of(explorer)
    if explorer.query is None:
        explorer.tell(translate("collecting", "Ask for something first; then the search can be saved."))
        return
    told = translate("collecting", "A name for this search:")
    title = translate("collecting", "Save this search")
    _ask_name(title, told, organiser.suggested_name, organiser.save_search, parent)


def fill_collections(menu: QMenu, explorer: Explorer, items: Sequence[int], parent: QWidget) -> None:
    """Offer to add items to each collection or a new one, to tag them, and to take them out of the one in view."""
    organiser = organiser_of(explorer)
    inside = menu.addMenu(translate("collecting", "Add to a collection"))
    for collection in organiser.collections:
        inside.addAction(_plain(collection.name), lambda one=collection: organiser.add(one, items))
    if organiser.collections:
        inside.addSeparator()
    inside.addAction(translate("collecting", "New collection…"), lambda: new_collection(explorer, items, parent))
    fill_tags(menu.addMenu(translate("collecting", "Tag")), explorer, items, parent)
    opened = organiser.open_collection
    if opened is not None:
        words = translate("collecting", "Take out of “{name}”").format(name=_plain(opened.name))
        menu.addAction(words, lambda: organiser.take_out(opened, items))


def fill_tags(menu: QMenu, explorer: Explorer, items: Sequence[int], parent: QWidget) -> None:
    """Offer every tag with its key, and a new one; a tag that all items have is taken off."""
    organiser = organiser_of(explorer)
    for tag in organiser.tags:
        words = f"{_plain(tag.name)}\t{tag.key}" if tag.key else _plain(tag.name)
        menu.addAction(words, lambda one=tag: organiser.tag(items, one.name)).setEnabled(bool(items))
    if organiser.tags:
        menu.addSeparator()
    menu.addAction(translate("collecting", "New tag…"), lambda: new_tag(explorer, items, parent))


def tag_by_key(explorer: Explorer, key: int, parent: QWidget) -> None:
    """What a press of 1 to 9 does: put that tag on what is picked; ask for a name where no tag has the key."""
    items = explorer.selection.items
    if not items:
        explorer.tell(translate("collecting", "Pick something first; then {key} tags it.").format(key=key))
    elif not organiser_of(explorer).tag_by_key(items, key):
        new_tag(explorer, items, parent, key)


def rename_cluster(model: ClusterModel, cluster: ClusterInfo, parent: QWidget) -> None:
    """Ask for another name of a cluster of the map; an empty one brings back the name that was found."""
    told = translate("collecting", "Another name for “{name}” (empty: the one that was found):").format(
        name=cluster.name
    )
    title = translate("collecting", "Rename the cluster")
    _ask_name(title, told, cluster.name, lambda name: model.rename(cluster.id, name), parent)


def _ask_other_name(title: str, old: str, deed: Callable[[str], object], parent: QWidget) -> None:
    told = translate("collecting", "Another name for “{name}”:").format(name=old)
    _ask_name(title, told, old, deed, parent)


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
