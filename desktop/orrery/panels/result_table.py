"""The list of results: one line an item, with columns that sort."""

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from orrery.domain.item import Passage
from orrery.domain.modality import Kind
from orrery.panels.picked import drag_items
from orrery.panels.theme import Theme, body_font
from orrery.panels.tiles import paint_tile
from orrery.viewmodels.arrangement import Order
from orrery.viewmodels.items import Desk
from orrery.viewmodels.result_columns import COLUMNS, Row, alignment, cell
from orrery.viewmodels.result_model import ResultModel, Role

_Index = QModelIndex | QPersistentModelIndex

LINE_HEIGHT = 34
THUMB_WIDTH = 40
OWNER = "result list"
WIDTHS = {
    Order.NAME: 200,
    Order.SCORE: 56,
    Order.KIND: 64,
    Order.DATE: 140,
    Order.LENGTH: 62,
    Order.SIZE: 70,
    Order.WHY: 130,
    Order.FOLDER: 220,
}
MOST_SPANS = 300
"""Heads and dividers that reach across all columns; QTableView searches them one after the other."""


class ResultTable(QTableView):
    """A line for each result; a click on a column's head sorts, a third one gives back the ranking."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = LineDelegate(theme, desk, self)
        self.setItemDelegate(self.lines)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setProperty("look", "results")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(LINE_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsMovable(True)
        head.setStretchLastSection(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def setModel(self, model: object) -> None:  # noqa: N802
        """Show a model's rows; columns get their first widths."""
        super().setModel(model)  # type: ignore[arg-type]
        for column, (order, _) in enumerate(COLUMNS):
            self.setColumnWidth(column, WIDTHS[order])
        if isinstance(model, ResultModel):
            model.modelReset.connect(self._span_bars)

    def items_in_view(self) -> frozenset[int]:
        """Ids of the items whose lines can be seen."""
        model, first = self.model(), self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        rows = range(max(0, first), (last if last >= 0 else model.rowCount() - 1) + 1)
        seen = (model.index(row, 0).data(Role.ITEM_ID) for row in rows)
        return frozenset(item for item in seen if item is not None)

    def picked(self) -> QItemSelection:
        """What is picked, as ranges."""
        return self.selectionModel().selection()

    def startDrag(self, _supported: Qt.DropAction) -> None:  # noqa: N802
        """Drag the picked files, with a picture of the first line's name."""
        model = self.model()
        if isinstance(model, ResultModel):
            line = self.visualRect(model.index(self.currentIndex().row(), 0))
            drag_items(self, model.items_of(self.picked()), self.viewport().grab(line))

    def _span_bars(self) -> None:
        self.clearSpans()
        model = self.model()
        if isinstance(model, ResultModel):
            bars = (model.arrangement.rows < 0).nonzero()[0]
            for row in bars[:MOST_SPANS].tolist():
                self.setSpan(row, 0, 1, len(COLUMNS))


class LineDelegate(QStyledItemDelegate):
    """Draws the cells: a small picture before the name, everything that is no likely match a shade quieter."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._desk = desk

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802
        """All lines are equally high."""
        return QSize(60, LINE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a cell."""
        row, box = index.data(Role.ROW), QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        if isinstance(row, Row):
            state = option.state  # type: ignore[attr-defined]
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(box, self.theme.colour("selected"))
            self._paint_cell(painter, box, row, index.column())
            if state & QStyle.StateFlag.State_HasFocus and index.column() == 0:
                painter.setPen(QPen(self.theme.colour("accent"), 2))
                painter.drawLine(box.topLeft(), box.bottomLeft())
        elif row is not None:
            painter.setFont(body_font(12, strong=True))
            painter.setPen(self.theme.colour("quiet"))
            words = index.data()
            painter.drawText(box.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, str(words or ""))
        painter.restore()

    def _paint_cell(self, painter: QPainter, box: QRectF, row: Row, column: int) -> None:
        order, words = COLUMNS[column][0], cell(row, column)
        role = "strong" if order is Order.NAME else "quiet"
        if order is Order.SCORE and row.is_likely:
            role = "good"
        elif not row.is_likely:
            role = "faint"
        room = box.adjusted(8, 0, -8, 0)
        if order is Order.NAME:
            indent = 14 if row.is_inside else 0
            thumb = QRectF(box.left() + 8 + indent, box.top() + 4, THUMB_WIDTH, LINE_HEIGHT - 8)
            self._paint_thumb(painter, thumb, row)
            room.setLeft(thumb.right() + 8)
            if row.stack > 1:
                words = f"{words}  ×{row.stack}"
        painter.setFont(body_font(12, strong=order is Order.SCORE))
        painter.setPen(self.theme.colour(role))
        mode = Qt.TextElideMode.ElideLeft if order is Order.FOLDER else Qt.TextElideMode.ElideMiddle
        shown = painter.fontMetrics().elidedText(words, mode, round(room.width()))
        painter.drawText(room, alignment(column), shown)

    def _paint_thumb(self, painter: QPainter, box: QRectF, row: Row) -> None:
        words = ""
        tile = None
        if row.item.kind is Kind.TEXT:
            words = row.part.text if isinstance(row.part, Passage) else self._desk.items.opening(row.item.id)
        else:
            edge = round(box.width() * painter.device().devicePixelRatioF() * 1.34)
            tile = self._desk.thumbnails.tile(OWNER, row.item, edge)
        painter.setOpacity(1.0 if row.is_likely else 0.55)
        paint_tile(painter, box, row.item.kind, tile, self.theme, words=words[:80], round_px=4)
        painter.setOpacity(1.0)
