"""The files that could not be taken in, each with its reason."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from orrery.domain.item import Failure, OutcomeKind
from orrery.panels.looks import fill, label, resize_within_screen
from orrery.viewmodels.messages import reason_of
from orrery.viewmodels.wording import shown_name, shown_path


class FailureList(QDialog):
    """A table of failures.

    Signals:
        retry_wanted(): try all of them again.
    """

    retry_wanted = Signal()

    def __init__(self, failures: Sequence[Failure], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Files that were not added"))
        resize_within_screen(self, 860, 420)
        retry = QPushButton(self.tr("Try again"))
        retry.setProperty("look", "primary")
        retry.clicked.connect(self._retry)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        buttons = QWidget()
        fill(QHBoxLayout(buttons), None, close, retry)
        told = label(self.tr("The files stay where they are; nothing else is lost."), "quiet")
        fill(QVBoxLayout(self), told, self._table(failures), buttons, margins=(16, 14, 16, 14), gap=10)

    def _retry(self) -> None:
        self.retry_wanted.emit()
        self.accept()

    def _table(self, failures: Sequence[Failure]) -> QTableView:
        model = QStandardItemModel(0, 3, self)
        model.setHorizontalHeaderLabels([self.tr("File"), self.tr("Why"), self.tr("When")])
        for failure in failures:
            model.appendRow(_row(failure, self.tr("skipped")))
        table = QTableView()
        table.setModel(model)
        table.setAccessibleName(self.windowTitle())
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, 260)
        header.resizeSection(2, 130)
        return table


def _row(failure: Failure, skipped: str) -> list[QStandardItem]:
    when = QDateTime.fromSecsSinceEpoch(int(failure.when))
    why = reason_of(failure)
    reason = why if failure.outcome is OutcomeKind.FAILED else f"{why} ({skipped})"
    cells = [shown_name(failure.path), reason, QLocale().toString(when, QLocale.FormatType.ShortFormat)]
    row = [QStandardItem(cell) for cell in cells]
    row[0].setToolTip(shown_path(failure.path))
    row[1].setToolTip(reason)
    for item in row:
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return row
