import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.panels.actions import all_actions
from orrery.panels.item_menu import item_menu
from orrery.panels.sidebar import Sidebar
from orrery.panels.window import Window
from orrery.viewmodels.dragging import dragged
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.messages import Tone
from orrery.viewmodels.organiser import Organiser, organiser_of
from orrery.viewmodels.sidebar_model import SidebarModel
from windows import settled


@pytest.fixture
def sidebar(window: Window) -> Sidebar:
    return window.sidebar


@pytest.fixture
def organiser(window: Window) -> Organiser:
    return organiser_of(window.explorer)


def _action(window: Window, shortcut: str) -> QAction:
    key = QKeySequence(shortcut)
    return next(action for _, action in all_actions(window.menu_row.bar) if action.shortcut() == key)


def _line(sidebar: Sidebar, text: str) -> QModelIndex:
    model = sidebar.model()
    assert isinstance(model, SidebarModel)
    return next(index for row in range(model.rowCount()) if (index := model.index(row)).data() == text)


def _click(sidebar: Sidebar, qtbot: QtBot, text: str) -> None:
    place = sidebar.visualRect(_line(sidebar, text)).center()
    qtbot.mouseClick(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _items(window: Window) -> list[Item]:
    assert window.explorer.picture is not None
    known = (desk_of(window.explorer).items.get(item) for item in window.explorer.picture.items.tolist())
    return [item for item in known if item is not None]


def _name_it(window: Window, qtbot: QtBot, name: str) -> None:
    dialog = window.findChild(QInputDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(name)
    dialog.accept()
    settled(window, qtbot)


def _deeds(menu: QMenu) -> dict[str, Callable[[], None]]:
    return {action.text(): action.trigger for action in menu.actions() if action.isEnabled()}


def _drop(sidebar: Sidebar, data: QMimeData, text: str) -> bool:
    """Drag something over a line and let go; whether the sidebar took it."""
    place = sidebar.visualRect(_line(sidebar, text)).center()
    common = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(place, *common)
    enter.ignore()
    QApplication.sendEvent(sidebar.viewport(), enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(QPointF(place), *common)
    QApplication.sendEvent(sidebar.viewport(), drop)
    return True


def test_a_click_on_the_head_makes_a_collection_of_what_is_picked(
    window: Window, sidebar: Sidebar, qtbot: QtBot
) -> None:
    first, second = _items(window)[:2]
    window.explorer.selection.replace((first.id, second.id))
    _click(sidebar, qtbot, "Collections")
    _name_it(window, qtbot, "Sea trip")
    _click(sidebar, qtbot, "Sea trip")
    settled(window, qtbot)
    assert window.explorer.shown == {first.id, second.id}
    assert "2 items" in window.strip.sentence
    _click(sidebar, qtbot, "Everything")
    settled(window, qtbot)
    assert window.explorer.shown is None


def test_items_dropped_on_a_collection_are_added(
    window: Window, sidebar: Sidebar, organiser: Organiser, qtbot: QtBot
) -> None:
    organiser.create("Sea trip")
    settled(window, qtbot)
    assert _drop(sidebar, dragged(_items(window)[:3]), "Sea trip")
    settled(window, qtbot)
    assert organiser.collections[0].count == 3


def test_items_dropped_on_the_hint_become_a_collection_with_a_name(
    window: Window, sidebar: Sidebar, organiser: Organiser, qtbot: QtBot
) -> None:
    assert _drop(sidebar, dragged(_items(window)[:2]), "Drop items here")
    _name_it(window, qtbot, "Kept")
    assert [(one.name, one.count) for one in organiser.collections] == [("Kept", 2)]


def test_files_from_outside_are_left_to_the_window(window: Window, sidebar: Sidebar, things: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(things / "red.png"))])
    common = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(sidebar.viewport(), QDragEnterEvent(QPoint(9, 9), *common))
    assert window.overlay.isVisible()


def test_items_dropped_on_a_folder_do_nothing(
    window: Window, sidebar: Sidebar, organiser: Organiser, qtbot: QtBot
) -> None:
    _drop(sidebar, dragged(_items(window)[:2]), "Everything")
    settled(window, qtbot)
    assert organiser.collections == ()
    assert window.findChild(QInputDialog) is None


def test_keys_open_rename_and_remove_a_collection(
    window: Window, sidebar: Sidebar, organiser: Organiser, qtbot: QtBot
) -> None:
    first = _items(window)[0]
    organiser.create("Sea", (first.id,))
    settled(window, qtbot)
    sidebar.setCurrentIndex(_line(sidebar, "Sea"))
    qtbot.keyClick(sidebar, Qt.Key.Key_Return)
    settled(window, qtbot)
    assert window.explorer.shown == {first.id}
    qtbot.keyClick(sidebar, Qt.Key.Key_F2)
    _name_it(window, qtbot, "Ocean")
    assert organiser.collections[0].name == "Ocean"
    assert sidebar.currentIndex() == _line(sidebar, "Ocean")
    qtbot.keyClick(sidebar, Qt.Key.Key_Delete)
    settled(window, qtbot)
    assert organiser.collections == ()
    assert len(_items(window)) == 9
    assert _action(window, "Ctrl+Z").text() == "Undo: Removing a collection"
    _action(window, "Ctrl+Z").trigger()
    settled(window, qtbot)
    assert [(one.name, one.count) for one in organiser.collections] == [("Ocean", 1)]
    assert _action(window, "Ctrl+Shift+Z").text() == "Redo: Removing a collection"
    for _ in range(3):
        _action(window, "Ctrl+Z").trigger()
    settled(window, qtbot)
    assert organiser.collections == ()
    assert not _action(window, "Ctrl+Z").isEnabled()


def test_number_keys_tag_what_is_picked_and_the_first_press_asks_for_a_name(
    window: Window, sidebar: Sidebar, organiser: Organiser, qtbot: QtBot
) -> None:
    first, second = _items(window)[:2]
    _action(window, "3").trigger()
    assert "Pick something first" in window.strip.sentence
    window.explorer.selection.replace((first.id,))
    _action(window, "3").trigger()
    _name_it(window, qtbot, "keep")
    window.explorer.selection.replace((first.id, second.id))
    _action(window, "3").trigger()
    settled(window, qtbot)
    assert [(tag.name, tag.count, tag.key) for tag in organiser.tags] == [("keep", 2, 3)]
    _click(sidebar, qtbot, "keep")
    settled(window, qtbot)
    assert window.explorer.shown == {first.id, second.id}
    deeds = _deeds(sidebar.menu_for(sidebar._lines.deed(_line(sidebar, "keep"))))
    deeds["Remove the tag, off all items"]()
    settled(window, qtbot)
    assert organiser.tags == ()
    _action(window, "Ctrl+Z").trigger()
    settled(window, qtbot)
    assert [(tag.name, tag.count, tag.key) for tag in organiser.tags] == [("keep", 2, 3)]


def test_a_number_typed_into_the_query_tags_nothing(window: Window, organiser: Organiser, qtbot: QtBot) -> None:
    window.explorer.selection.replace((_items(window)[0].id,))
    window.focus_query()
    qtbot.keyClicks(window.query_bar.field.typed, "3 dogs")
    assert window.query_bar.field.typed.text() == "3 dogs"
    assert window.findChild(QInputDialog) is None


def test_items_dropped_on_a_tag_get_it_and_keep_it(
    window: Window, sidebar: Sidebar, organiser: Organiser, qtbot: QtBot
) -> None:
    organiser.tag((), "wet")
    settled(window, qtbot)
    for _ in range(2):
        assert _drop(sidebar, dragged(_items(window)[:3]), "wet")
        settled(window, qtbot)
    assert [(tag.name, tag.count) for tag in organiser.tags] == [("wet", 3)]


def test_colours_and_keys_of_a_tag_are_chosen_in_its_menu(
    window: Window, sidebar: Sidebar, organiser: Organiser, qtbot: QtBot
) -> None:
    organiser.tag((), "wet")
    settled(window, qtbot)
    menu = sidebar.menu_for(sidebar._lines.deed(_line(sidebar, "wet")))
    inner = {action.text(): action.menu() for action in menu.actions() if action.menu()}
    _deeds(inner["Colour"])["Teal"]()
    _deeds(inner["Key"])["7"]()
    settled(window, qtbot)
    assert [(tag.colour, tag.key) for tag in organiser.tags] == [(7, 7)]


def test_removing_from_the_library_is_taken_back(window: Window, qtbot: QtBot) -> None:
    first, second = _items(window)[:2]
    window.explorer.forget([first.path, second.path])
    settled(window, qtbot)
    assert window.explorer.overview is not None
    assert window.explorer.overview.total == 7
    _action(window, "Ctrl+Z").trigger()
    settled(window, qtbot)
    assert window.explorer.overview.total == 9
    assert window.strip.sentence == "Undo: Removing from the library"


def test_what_no_longer_fits_is_told_and_offered_no_more(window: Window, qtbot: QtBot) -> None:
    first = _items(window)[0]
    window.explorer.forget([first.path])
    settled(window, qtbot)
    window.explorer.add_files([os.fsdecode(first.path)])
    settled(window, qtbot)
    _action(window, "Ctrl+Z").trigger()
    settled(window, qtbot)
    assert "changed since" in window.strip.sentence
    assert window.strip.tone is Tone.ERROR
    assert not _action(window, "Ctrl+Z").isEnabled()
    assert not _action(window, "Ctrl+Shift+Z").isEnabled()


def test_a_search_is_saved_with_a_key_asked_with_a_click_and_removed_with_a_key(
    window: Window, sidebar: Sidebar, qtbot: QtBot
) -> None:
    saving = next(
        action for _, action in all_actions(window.menu_row.bar) if action.shortcut() == QKeySequence("Ctrl+S")
    )
    saving.trigger()
    assert window.findChild(QInputDialog) is None
    assert "Ask for something first" in window.strip.sentence
    window.explorer.ask_text("red - loud")
    settled(window, qtbot)
    saving.trigger()
    _name_it(window, qtbot, "my reds")
    asked = window.explorer.query
    window.explorer.clear()
    _click(sidebar, qtbot, "my reds")
    settled(window, qtbot)
    assert window.explorer.query == asked
    sidebar.setCurrentIndex(_line(sidebar, "my reds"))
    qtbot.keyClick(sidebar, Qt.Key.Key_Delete)
    settled(window, qtbot)
    assert window.explorer.overview is not None
    assert window.explorer.overview.saved_searches == ()


def test_the_menu_of_an_item_adds_to_a_collection_and_takes_out_of_the_one_in_view(
    window: Window, organiser: Organiser, qtbot: QtBot
) -> None:
    first, second = _items(window)[:2]
    organiser.create("Tom & Jerry", (first.id,))
    settled(window, qtbot)
    menus = item_menu([second], window.explorer, window).findChildren(QMenu)
    inside = next(menu for menu in menus if menu.title() == "Add to a collection")
    _deeds(inside)["Tom && Jerry"]()
    settled(window, qtbot)
    organiser.show_collection(organiser.collections[0].id)
    settled(window, qtbot)
    assert window.explorer.shown == {first.id, second.id}
    _deeds(item_menu([second], window.explorer, window))["Take out of “Tom && Jerry”"]()
    settled(window, qtbot)
    assert window.explorer.shown == {first.id}


def test_the_menu_of_a_collection_takes_what_is_picked(
    window: Window, sidebar: Sidebar, organiser: Organiser, qtbot: QtBot
) -> None:
    organiser.create("Sea")
    settled(window, qtbot)
    deed = sidebar.model().deed(_line(sidebar, "Sea"))  # type: ignore[attr-defined]
    assert "Take out what is picked" not in _deeds(sidebar.menu_for(deed))
    window.explorer.selection.replace(item.id for item in _items(window)[:2])
    _deeds(sidebar.menu_for(deed))["Add what is picked (2)"]()
    settled(window, qtbot)
    assert organiser.collections[0].count == 2
