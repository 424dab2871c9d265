import os

from PySide6.QtCore import QMimeData, QUrl

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.viewmodels.dragging import dragged, dragged_items, dropped_files


def _item(path: bytes) -> Item:
    return Item(id=7, path=path, kind=Kind.IMAGE, content=1, size=1, mtime_ns=1)


def test_an_own_drag_carries_files_for_others_and_items_for_us() -> None:
    data = dragged([_item(b"/photos/a b#1.jpg")])
    assert data.urls()[0].toLocalFile() == "/photos/a b#1.jpg"
    assert dragged_items(data) == ((7, "a b#1.jpg"),)


def test_an_own_drag_adds_nothing() -> None:
    assert dropped_files(dragged([_item(b"/photos/a.jpg")])) == ()


def test_files_from_another_program_are_dropped_files_and_web_addresses_are_not() -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/photos/a b.jpg"), QUrl("https://example.org/c.jpg")])
    assert dropped_files(data) == ("/photos/a b.jpg",)
    assert dragged_items(data) == ()


def test_a_name_that_is_not_utf8_survives_a_drag() -> None:
    data = QMimeData()
    data.setUrls(dragged([_item(b"/photos/caf\xe9.jpg")]).urls())
    assert os.fsencode(dropped_files(data)[0]) == b"/photos/caf\xe9.jpg"
