"""The grid of results: a list view that lays out nothing but what is seen, so half a million cards cost no more."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from orrery.panels.card_geometry import Blocks, CardGeometry
from orrery.panels.picked import drag_items
from orrery.viewmodels.arrangement import Arrangement
from orrery.viewmodels.result_model import ResultModel, Role

_Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemView.ScrollHint
_Move = QAbstractItemView.CursorAction

CARD_WIDTH = 118
"""Least width of a card: three of them fit into the results at their first width."""

SMALLEST, LARGEST = 84, 320
"""Between these Ctrl and the wheel, or Ctrl with + and -, change the size of the cards."""


class ResultGrid(QListView):
    """Rows of equal cards, lanes beside one another, heads and dividers across a lane.

    It is a QListView for the sake of screen readers and of what it does with mouse and keys; where things stand is told
    by a CardGeometry, since QListView asks for the size of every row before it draws the first one.
    """

    def __init__(self, ground: QColor, parent: QWidget) -> None:
        """Make an empty grid; `ground` is the colour between the cards."""
        super().__init__(parent)
        self._blocks: Blocks | None = None
        self._geometry: CardGeometry | None = None
        self._card_width = CARD_WIDTH
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        # Only what is opaque can be scrolled by moving its pixels: 20 cards a frame need not be drawn again.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.ground = QColor(ground)

    # ---- what is seen

    @property
    def card_width(self) -> int:
        """Least width of a card in pixels."""
        return self._card_width

    def use_card_width(self, width: int) -> None:
        """Make cards larger or smaller; what is seen at the top stays there."""
        width = max(SMALLEST, min(LARGEST, width))
        if width != self._card_width:
            at_top = self.indexAt(QPoint(10, 10))
            self._card_width = width
            self._lay_out()
            if at_top.isValid():
                self.scrollTo(at_top, _Hint.PositionAtTop)

    def items_in_view(self) -> frozenset[int]:
        """Ids of the items whose cards can be seen."""
        model = self.model()
        seen = (model.index(row, 0).data(Role.ITEM_ID) for row in self._rows_seen())
        return frozenset(item for item in seen if item is not None)

    def picked(self) -> QItemSelection:
        """What is picked, as ranges."""
        return self.selectionModel().selection()

    @property
    def geometry_now(self) -> CardGeometry:
        """Where everything stands at the present width."""
        if self._geometry is None:
            if self._blocks is None:
                self._blocks = Blocks.of(self._arrangement())
            wide = self.viewport().width()
            self._geometry = CardGeometry(self._blocks, wide, self._card_width)
        return self._geometry

    # ---- Qt: where things stand

    def doItemsLayout(self) -> None:  # noqa: N802
        """Lay out anew; nothing is computed for single cards."""
        self._blocks = self._geometry = None
        QAbstractItemView.doItemsLayout(self)

    def reset(self) -> None:
        """Other rows."""
        self._blocks = self._geometry = None
        QAbstractItemView.reset(self)
        self.updateGeometries()

    def updateGeometries(self) -> None:  # noqa: N802
        """Tell the scroll bar how high all rows are."""
        bar, seen = self.verticalScrollBar(), self.viewport().height()
        geometry = self.geometry_now
        bar.setRange(0, max(0, geometry.height - seen))
        bar.setPageStep(seen)
        bar.setSingleStep(geometry.cell_height // 2)
        QAbstractItemView.updateGeometries(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit as many columns as there is room for; what is picked stays in view."""
        current = self.currentIndex()
        was_seen = current.isValid() and self.visualRect(current).intersects(self.viewport().rect())
        self._lay_out()
        QAbstractItemView.resizeEvent(self, event)
        if was_seen and event.oldSize().width() != event.size().width():
            self.scrollTo(current)

    def visualRect(self, index: _Index) -> QRect:  # noqa: N802
        """Where a card stands in the viewport."""
        if not index.isValid() or index.row() >= self.model().rowCount():
            return QRect()
        return self.geometry_now.rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, place: QPoint) -> QModelIndex:  # noqa: N802
        """The card at a place of the viewport."""
        row = self.geometry_now.row_at(place + QPoint(0, self.verticalOffset()))
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def verticalOffset(self) -> int:  # noqa: N802
        """Pixels scrolled down."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:  # noqa: N802
        """Never scrolled to the side."""
        return 0

    def isIndexHidden(self, _index: _Index) -> bool:  # noqa: N802
        """No row is hidden."""
        return False

    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:  # noqa: N802
        """Bring a card into view, no further than needed."""
        rect, high = self.visualRect(index), self.viewport().height()
        if rect.isNull():
            return
        bar = self.verticalScrollBar()
        if hint == _Hint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - high // 2)
        elif rect.top() < 0 or hint == _Hint.PositionAtTop:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() > high:
            bar.setValue(bar.value() + rect.bottom() - high + 1)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Move the pixels that are there, and draw only what comes into view."""
        self.viewport().scroll(dx, dy)

    # ---- Qt: picking

    def setSelection(self, area: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802
        """Pick what an area touches; Shift gives the area between two cards, and all rows from one to the other."""
        area = area.normalized().translated(0, self.verticalOffset())
        rows = self.geometry_now.rows_in(area)
        model, picked = self.model(), QItemSelection()
        start = self.currentIndex()
        if command & QItemSelectionModel.SelectionFlag.Current and rows and start.isValid():
            rows = [min(rows[0], rows[-1]), max(rows[0], rows[-1])]
            picked.select(model.index(rows[0], 0), model.index(rows[-1], 0))
        else:
            for row in rows:
                picked.select(model.index(row, 0), model.index(row, 0))
        self.selectionModel().select(picked, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802
        """Where picked cards can be seen: only those are drawn anew."""
        model, region, off = self.model(), QRegion(), self.verticalOffset()
        for row in self._rows_seen():
            if selection.contains(model.index(row, 0)):
                region += self.geometry_now.rect(row).translated(0, -off)
        return region

    def moveCursor(self, action: _Move, _keys: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802
        """The card that an arrow, Home, End or a page leads to; heads and dividers are stepped over."""
        model, geometry = self.model(), self.geometry_now
        current = self.currentIndex()
        if model.rowCount() == 0:
            return QModelIndex()
        last = model.rowCount() - 1
        if action == _Move.MoveHome or not current.isValid():
            return model.index(geometry.beside_bars(0, 1), 0)
        if action == _Move.MoveEnd:
            return model.index(geometry.beside_bars(last, -1), 0)
        row, page = current.row(), max(1, self.viewport().height() // geometry.cell_height)
        lines = {_Move.MoveDown: 1, _Move.MoveUp: -1, _Move.MovePageDown: page, _Move.MovePageUp: -page}
        if action in lines:
            return model.index(geometry.moved(row, lines[action]), 0)
        step = 1 if action in {_Move.MoveRight, _Move.MoveNext} else -1
        following = geometry.beside(row, step)
        return model.index(following if following >= 0 else row, 0)

    def startDrag(self, _supported: Qt.DropAction) -> None:  # noqa: N802
        """Drag a small picture of the first card and how many there are, not the whole grid."""
        model = self.model()
        if isinstance(model, ResultModel):
            first = self.visualRect(self.currentIndex()).adjusted(0, 0, -8, -8)
            drag_items(self, model.items_of(self.picked()), self.viewport().grab(first))

    # ---- Qt: drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the cards that the event asks for."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.ground)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, off = option.state, self.verticalOffset()
        model, chooser, geometry = self.model(), self.selectionModel(), self.geometry_now
        current, under = self.currentIndex().row(), self._row_under_mouse()
        delegate, asked = self.itemDelegate(), event.rect()
        for row in geometry.rows_between(asked.top() + off, asked.bottom() + off):
            index = model.index(row, 0)
            option.rect = geometry.rect(row).translated(0, -off)  # type: ignore[attr-defined]
            state = plain
            if chooser.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if row == current and self.hasFocus():
                state |= QStyle.StateFlag.State_HasFocus
            if row == under:
                state |= QStyle.StateFlag.State_MouseOver
            option.state = state  # type: ignore[attr-defined]
            delegate.paint(painter, option, index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Draw the card under the mouse, and the one that was."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.row() != self._hovered:
            for row in (self._hovered, index.row()):
                if row >= 0:
                    self.viewport().update(self.visualRect(self.model().index(row, 0)))
            self._hovered = index.row()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll; with Ctrl change the size of the cards."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.use_card_width(round(self._card_width * 1.1 ** (event.angleDelta().y() / 120)))
            event.accept()
        else:
            super().wheelEvent(event)

    # ---- inside

    _hovered = -1

    def _lay_out(self) -> None:
        self._geometry = None
        self.updateGeometries()
        self.viewport().update()

    def _arrangement(self) -> Arrangement:
        model = self.model()
        return model.arrangement if isinstance(model, ResultModel) else Arrangement.none()

    def _rows_seen(self) -> list[int]:
        top = self.verticalOffset()
        return self.geometry_now.rows_between(top, top + self.viewport().height() - 1)

    def _row_under_mouse(self) -> int:
        if not self.viewport().underMouse():
            return -1
        return self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())).row()
