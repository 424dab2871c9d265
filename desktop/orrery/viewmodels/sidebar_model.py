"""What stands in the sidebar: the library by kind, folders, collections, saved searches, and what needs attention."""

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from orrery.domain.modality import Kind
from orrery.library.rows import Collection, SavedSearch, Tag
from orrery.viewmodels.dragging import ITEMS_TYPE, dragged_items
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import Notice, collection_key, organiser_of, tag_key
from orrery.viewmodels.wording import grouped, shown_folder, shown_path
from orrery.workflows.overview import Overview

Index: TypeAlias = QModelIndex | QPersistentModelIndex


class Sort(Enum):
    """How a row is drawn and what it does."""

    HEAD = "head"
    ROW = "row"
    HINT = "hint"


class RowRole(IntEnum):
    """What the delegate asks a row for, beside its text."""

    SORT = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2
    ACTIVE = Qt.ItemDataRole.UserRole + 3
    ICON = Qt.ItemDataRole.UserRole + 4
    MARK = Qt.ItemDataRole.UserRole + 5
    """Of a tag: its colour's number and its key, or None."""


@dataclass(frozen=True, slots=True)
class ShowKind:
    """A click shows one kind, or everything."""

    kind: Kind | None


@dataclass(frozen=True, slots=True)
class ShowFolder:
    """A click shows what lies below a folder."""

    path: str


@dataclass(frozen=True, slots=True)
class ShowFailures:
    """A click lists the files that failed, with their reasons."""


@dataclass(frozen=True, slots=True)
class ShowNotice:
    """A click shows what deserves a look."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class ShowCollection:
    """A click shows the items of a collection; items dropped on it are added."""

    collection: Collection


@dataclass(frozen=True, slots=True)
class ShowTag:
    """A click shows the items with a tag; items dropped on it get it."""

    tag: Tag


@dataclass(frozen=True, slots=True)
class NewCollection:
    """A click makes a collection; items dropped on it are its first."""


@dataclass(frozen=True, slots=True)
class AskSaved:
    """A click asks a saved search."""

    search: SavedSearch


@dataclass(frozen=True, slots=True)
class SaveSearch:
    """A click keeps the current query."""


Deed: TypeAlias = (
    ShowKind
    | ShowFolder
    | ShowFailures
    | ShowNotice
    | ShowTag
    | ShowCollection
    | NewCollection
    | AskSaved
    | SaveSearch
    | None
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sidebar."""

    sort: Sort
    text: str
    count: int | None = None
    deed: Deed = None
    icon: str = ""
    tip: str = ""


class SidebarModel(QAbstractListModel):
    """A flat list of heads, rows and hints; only sections that have something stand in it.

    Signals:
        naming_wanted(tuple[int, ...]): items were dropped to become a new collection, which needs a name.
    """

    naming_wanted = Signal(object)

    def __init__(self, explorer: Explorer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._organiser = organiser_of(explorer)
        self._rows: tuple[Row, ...] = ()
        explorer.overview_changed.connect(self._rebuild)
        self._organiser.changed.connect(self._notice)
        explorer.scope_changed.connect(self._rescope)
        if explorer.overview is not None:
            self._rebuild(explorer.overview)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks of a line."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.ToolTipRole:
                return row.tip or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row)
            case RowRole.SORT:
                return row.sort
            case RowRole.COUNT:
                return "" if row.count is None else grouped(row.count)
            case RowRole.ACTIVE:
                return self._is_active(row)
            case RowRole.ICON:
                return row.icon
            case RowRole.MARK:
                return (row.deed.tag.colour, row.deed.tag.key) if isinstance(row.deed, ShowTag) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What does nothing cannot be clicked; items can be dropped on collections."""
        deed = self.deed(index)
        if deed is None:
            return Qt.ItemFlag.NoItemFlags
        able = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return (
            able | Qt.ItemFlag.ItemIsDropEnabled if isinstance(deed, ShowCollection | NewCollection | ShowTag) else able
        )

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Own items only; files from outside are for the window."""
        return [ITEMS_TYPE]

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802 - Qt's name
        """Nothing is ever moved."""
        return Qt.DropAction.CopyAction

    def dropMimeData(  # noqa: N802 - Qt's name
        self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index
    ) -> bool:
        """Add dropped items to a collection or tag them, or let them become a new collection."""
        items = tuple(item for item, _ in dragged_items(data))
        match self.deed(parent):
            case ShowCollection(collection) if items:
                self._organiser.add(collection, items)
            case ShowTag(tag) if items:
                self._organiser.tag(items, tag.name, take_off=False)
            case NewCollection() if items:
                self.naming_wanted.emit(items)
            case _:
                return False
        return True

    def deed(self, index: Index) -> Deed:
        """What a click on this line does."""
        return self._rows[index.row()].deed if index.isValid() else None

    def _is_active(self, row: Row) -> bool:
        scope = self._explorer.scope
        match row.deed:
            case ShowKind(None):
                return not scope.kinds and not scope.folders and scope.among is None
            case ShowKind(kind):
                return scope.kinds == {kind}
            case ShowFolder(path):
                return scope.folders == (path,)
            case ShowCollection(collection):
                return scope.among is not None and scope.among.key == collection_key(collection.id)
            case ShowTag(tag):
                return scope.among is not None and scope.among.key == tag_key(tag.id)
            case ShowNotice(notice):
                return scope.among is not None and scope.among.key == notice
        return False

    def _rescope(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _rebuild(self, overview: Overview) -> None:
        rows = (
            *self._library(overview),
            *self._folders(overview),
            *self._tags(overview),
            *self._kept(overview),
            *self._attention(overview),
        )
        if len(rows) == len(self._rows):  # most often only counts differ: whoever is on a line stays there
            self._rows = rows
            self._rescope()
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def _notice(self) -> None:
        if self._explorer.overview is not None:
            self._rebuild(self._explorer.overview)

    def _library(self, overview: Overview) -> list[Row]:
        names = {Kind.IMAGE: self.tr("Images"), Kind.SOUND: self.tr("Sounds"), Kind.TEXT: self.tr("Texts")}
        kinds = [Row(Sort.ROW, names[kind], overview.counts.get(kind, 0), ShowKind(kind)) for kind in Kind]
        return [
            Row(Sort.HEAD, self.tr("Library")),
            Row(Sort.ROW, self.tr("Everything"), overview.total, ShowKind(None)),
            *kinds,
        ]

    def _folders(self, overview: Overview) -> list[Row]:
        if not overview.folders:
            return [Row(Sort.HEAD, self.tr("Folders")), Row(Sort.HINT, self.tr("Drop a folder to add it"))]
        away, watched = self.tr("not connected"), self.tr("watched")
        return [
            Row(Sort.HEAD, self.tr("Folders")),
            *(
                Row(
                    Sort.ROW,
                    shown_folder(folder.path),
                    folder.count,
                    ShowFolder(_as_typed(folder.path)),
                    "warning" if not folder.is_reachable else "watch" if folder.is_watched else "",
                    " · ".join(
                        [shown_path(folder.path)]
                        + ([] if folder.is_reachable else [away])
                        + ([watched] if folder.is_watched else [])
                    ),
                )
                for folder in overview.folders
            ),
        ]

    def _tags(self, overview: Overview) -> list[Row]:
        if not overview.tags:
            return []
        rows = [Row(Sort.HEAD, self.tr("Tags"))]
        for tag in overview.tags:
            tip = self.tr("Key {key} puts it on what is picked").format(key=tag.key) if tag.key else ""
            rows.append(Row(Sort.ROW, tag.name, tag.count, ShowTag(tag), "", tip))
        return rows

    def _kept(self, overview: Overview) -> list[Row]:
        rows: list[Row] = []
        if overview.total or overview.collections:
            tip = self.tr("New collection…")
            rows.append(Row(Sort.HEAD, self.tr("Collections"), None, NewCollection(), "plus", tip))
            rows += [Row(Sort.ROW, one.name, one.count, ShowCollection(one), "star") for one in overview.collections]
        if overview.total and not overview.collections:
            rows.append(Row(Sort.HINT, self.tr("Drop items here"), None, NewCollection()))
        if overview.saved_searches:
            tip = self.tr("Save this search…")
            rows.append(Row(Sort.HEAD, self.tr("Saved searches"), None, SaveSearch(), "plus", tip))
            rows += [
                Row(Sort.ROW, one.name, None, AskSaved(one), "search", one.query) for one in overview.saved_searches
            ]
        return rows

    def _attention(self, overview: Overview) -> list[Row]:
        found = self._organiser.attention
        alike, strange = (len(found.alike), len(found.outliers)) if found else (0, 0)
        told_alike = self.tr("Items that are nearly the same, side by side")
        told_strange = self.tr("Items unlike anything else here, the most unusual first")
        rows = [
            Row(Sort.ROW, self.tr("Near-duplicates"), alike, ShowNotice(Notice.NEAR_DUPLICATES), "", told_alike),
            Row(Sort.ROW, self.tr("Outliers"), strange, ShowNotice(Notice.OUTLIERS), "", told_strange),
            Row(Sort.ROW, self.tr("Failed files"), overview.failed, ShowFailures(), "", self.tr("Show why")),
        ]
        shown = [row for row in rows if row.count]
        return [Row(Sort.HEAD, self.tr("Attention")), *shown] if shown else []


def _spoken(row: Row) -> str:
    """A line for screen readers: with its count, and a head with what a click on it does."""
    if row.sort is Sort.HEAD:
        return f"{row.text}, {row.tip}" if row.tip else row.text
    return row.text if row.count is None else f"{row.text}, {row.count}"


def _as_typed(path: bytes) -> str:
    import os

    return os.fsdecode(path)
