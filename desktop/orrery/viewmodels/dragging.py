"""What a drag out of Orrery carries, so that the window knows its own items when they are dropped on it."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QUrl

ITEMS_TYPE = "application/x-orrery-items"
"""Beside the URLs that other programs read: a drop with this type adds nothing to the library."""


def items_data(items: Sequence[tuple[int, str]], paths: Sequence[str]) -> QMimeData:
    """What a drag of items carries.

    Args:
        items: id and label of each, the first dragged first.
        paths: of their files, for other programs.
    """
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    data.setData(ITEMS_TYPE, json.dumps(list(items)).encode())
    return data


def dragged_items(data: QMimeData) -> tuple[tuple[int, str], ...]:
    """Id and label of each item of an own drag; empty for a drag from another program."""
    if not data.hasFormat(ITEMS_TYPE):
        return ()
    return tuple((int(item), str(label)) for item, label in json.loads(bytes(data.data(ITEMS_TYPE).data())))


def dropped_files(data: QMimeData) -> tuple[str, ...]:
    """Local files and folders of a drag from another program; empty for an own drag."""
    if data.hasFormat(ITEMS_TYPE) or not data.hasUrls():
        return ()
    return tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
