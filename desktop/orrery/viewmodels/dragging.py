"""What a drag out of Orrery carries, so that the window knows its own items when they are dropped on it."""

import json
import os
import sys
from collections.abc import Sequence
from urllib.parse import quote, unquote_to_bytes

from PySide6.QtCore import QMimeData, QUrl

from orrery.domain.item import Item
from orrery.viewmodels.wording import shown_name

ITEMS_TYPE = "application/x-orrery-items"
"""Beside the URLs that other programs read: a drop with this type adds nothing to the library."""

TYPES = ("text/uri-list", ITEMS_TYPE)


def file_url(path: bytes) -> QUrl:
    """The URL of a file, also of one whose name is not UTF-8."""
    if sys.platform == "win32":
        return QUrl.fromLocalFile(os.fsdecode(path))
    return QUrl.fromEncoded(b"file://" + quote(path).encode())


def dragged(items: Sequence[Item]) -> QMimeData:
    """What a drag of items carries: their files for other programs, their ids and names for Orrery itself."""
    data = QMimeData()
    data.setUrls([file_url(item.path) for item in items])
    data.setData(ITEMS_TYPE, json.dumps([(item.id, shown_name(item.path)) for item in items]).encode())
    return data


def dragged_items(data: QMimeData) -> tuple[tuple[int, str], ...]:
    """Id and name of each item of an own drag; empty for a drag from another program."""
    if not data.hasFormat(ITEMS_TYPE):
        return ()
    return tuple((int(item), str(name)) for item, name in json.loads(bytes(data.data(ITEMS_TYPE).data())))


def dropped_files(data: QMimeData) -> tuple[str, ...]:
    """Local files and folders of a drag from another program; empty for an own drag."""
    if data.hasFormat(ITEMS_TYPE) or not data.hasUrls():
        return ()
    return tuple(_local_path(url) for url in data.urls() if url.isLocalFile())


def _local_path(url: QUrl) -> str:
    """As os.fsdecode gives it, so that a name that is not UTF-8 survives."""
    if sys.platform == "win32":
        return url.toLocalFile()
    return os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded)))
