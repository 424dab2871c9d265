"""What stands in the sidebar: the library by kind, folders, collections, saved searches, and what needs attention."""

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from orrery.domain.modality import Kind
from orrery.viewmodels.explorer import Explorer
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
class AskSaved:
    """A click asks a saved search."""

    query: str


Deed: TypeAlias = ShowKind | ShowFolder | ShowFailures | AskSaved | None


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
    """A flat list of heads, rows and hints; only sections that have something stand in it."""

    def __init__(self, explorer: Explorer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._rows: tuple[Row, ...] = ()
        explorer.overview_changed.connect(self._rebuild)
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
                return row.text if row.count is None else f"{row.text}, {row.count}"
            case RowRole.SORT:
                return row.sort
            case RowRole.COUNT:
                return "" if row.count is None else grouped(row.count)
            case RowRole.ACTIVE:
                return self._is_active(row)
            case RowRole.ICON:
                return row.icon
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads and hints cannot be clicked."""
        if index.isValid() and self._rows[index.row()].deed is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def deed(self, index: Index) -> Deed:
        """What a click on this line does."""
        return self._rows[index.row()].deed if index.isValid() else None

    def _is_active(self, row: Row) -> bool:
        scope = self._explorer.scope
        match row.deed:
            case ShowKind(None):
                return not scope.kinds and not scope.folders
            case ShowKind(kind):
                return scope.kinds == {kind}
            case ShowFolder(path):
                return scope.folders == (path,)
        return False

    def _rescope(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _rebuild(self, overview: Overview) -> None:
        rows = (
            *self._library(overview),
            *self._folders(overview),
            *self._kept(overview),
            *self._attention(overview),
        )
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

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
        away = self.tr("not connected")
        return [
            Row(Sort.HEAD, self.tr("Folders")),
            *(
                Row(
                    Sort.ROW,
                    shown_folder(folder.path),
                    folder.count,
                    ShowFolder(_as_typed(folder.path)),
                    "" if folder.is_reachable else "warning",
                    shown_path(folder.path) if folder.is_reachable else f"{shown_path(folder.path)} · {away}",
                )
                for folder in overview.folders
            ),
        ]

    def _kept(self, overview: Overview) -> list[Row]:
        rows: list[Row] = []
        if overview.collections:
            rows.append(Row(Sort.HEAD, self.tr("Collections")))
            rows += [Row(Sort.ROW, one.name, one.count, None, "star") for one in overview.collections]
        if overview.saved_searches:
            rows.append(Row(Sort.HEAD, self.tr("Saved searches")))
            rows += [Row(Sort.ROW, one.name, one.count, AskSaved(one.name)) for one in overview.saved_searches]
        return rows

    def _attention(self, overview: Overview) -> list[Row]:
        if not overview.failed:
            return []
        failed = Row(Sort.ROW, self.tr("Failed files"), overview.failed, ShowFailures(), "", self.tr("Show why"))
        return [Row(Sort.HEAD, self.tr("Attention")), failed]


def _as_typed(path: bytes) -> str:
    import os

    return os.fsdecode(path)
