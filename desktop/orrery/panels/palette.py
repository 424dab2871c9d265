"""The command palette: every action by name, with its shortcut; type to find one, Enter does it."""

from PySide6.QtCore import QEvent, QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from orrery.panels.looks import fill

_ACTION = Qt.ItemDataRole.UserRole + 1


class CommandPalette(QDialog):
    """A line to type in and the actions that fit."""

    def __init__(self, actions: list[tuple[str, QAction]], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Command palette"))
        self.resize(520, 380)
        self._typed = QLineEdit()
        self._typed.setPlaceholderText(self.tr("What do you want to do?"))
        self._typed.setAccessibleName(self.tr("Find an action"))
        self._found = QSortFilterProxyModel(self)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._found.setSourceModel(_as_model(actions, self))
        self._list = _list(self._found)
        self._list.clicked.connect(self._do)
        self._typed.textChanged.connect(self._narrow)
        self._typed.returnPressed.connect(self._do)
        self._typed.installEventFilter(self)
        fill(QVBoxLayout(self), self._typed, self._list, margins=(10, 10, 10, 10))
        self._narrow("")
        self._typed.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Up and down move in the list while the words are typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None:
                row = self._list.currentIndex().row() + step
                self._list.selectRow(max(0, min(self._found.rowCount() - 1, row)))
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, typed: str) -> None:
        self._found.setFilterFixedString(typed.strip())
        self._list.selectRow(0)

    def _do(self) -> None:
        index = self._list.currentIndex()
        action = self._found.index(index.row(), 0).data(_ACTION) if index.isValid() else None
        self.close()
        if isinstance(action, QAction):
            action.trigger()


def _as_model(actions: list[tuple[str, QAction]], parent: QObject) -> QStandardItemModel:
    model = QStandardItemModel(0, 2, parent)
    for menu, action in actions:
        name = QStandardItem(f"{menu}: {action.text().replace('&', '')}")
        name.setData(action, _ACTION)
        keys = QStandardItem(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        keys.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for item in (name, keys):
            item.setEnabled(action.isEnabled())
            item.setEditable(False)
        model.appendRow([name, keys])
    return model


def _list(model: QSortFilterProxyModel) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setShowGrid(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.verticalHeader().hide()
    view.horizontalHeader().hide()
    view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    view.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)  # "Strg+Umschalt+O"
    return view
