"""The results: a virtual grid of cards, best first."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QKeySequence, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QStackedLayout, QVBoxLayout, QWidget

from orrery.domain.item import Item, Stretch
from orrery.domain.modality import Kind
from orrery.panels.item_menu import copy_paths, item_menu, open_items
from orrery.panels.panel import Panel
from orrery.panels.result_delegate import GAP, OWNER, ResultDelegate
from orrery.panels.theme import Theme
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.result_model import ResultModel, Role, Row
from orrery.workflows.find import Answers


class ResultsPanel(Panel):
    """Shows answers, or everything in view when nothing is asked.

    Arrows move, Space plays or previews, Enter opens, Ctrl+A picks all, Ctrl+C copies paths.
    """

    def __init__(self, explorer: Explorer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._desk = desk_of(explorer)
        self.model = ResultModel(self, shows_times=not explorer.is_still)
        self.grid = ResultGrid(self)
        self._delegate = ResultDelegate(theme, self._desk, self._play, self.grid)
        self._empty = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._theme = theme
        self._following = False
        self._build()
        self._connect()
        self._show_current_state()

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._delegate.theme = theme
        self.grid.viewport().update()

    def is_settled(self) -> bool:
        """Whether every card in view has its picture."""
        return self._desk.is_settled

    # ---- inside: building

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Results"))
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(self._delegate)
        self.grid.use_delegate(self._delegate)
        self.grid.setAccessibleName(self.tr("Results"))
        self._empty.setProperty("look", "quiet")
        self._empty.setMargin(24)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(12, 4, 2, 0)
        self._pages = QStackedLayout()
        frame.addLayout(self._pages)
        self._pages.addWidget(self.grid)
        self._pages.addWidget(self._empty)

    def _connect(self) -> None:
        explorer, desk = self._explorer, self._desk
        explorer.answered.connect(self._show_answers)
        explorer.listed.connect(self._show_items)
        explorer.asking.connect(lambda _: self.note_changed.emit(self.tr("looking…")))
        explorer.selection.changed.connect(self._follow_selection)
        self.model.noted.connect(self.note_changed)
        self.model.emptied.connect(self._show_empty)
        self.grid.selectionModel().selectionChanged.connect(self._select)
        self.grid.selectionModel().currentChanged.connect(self._select)
        self.grid.activated_items.connect(open_items)
        self.grid.wanted_menu.connect(self._open_menu)
        self.grid.previewed.connect(self._preview)
        self.grid.copied.connect(copy_paths)
        self.grid.verticalScrollBar().valueChanged.connect(self._release)
        desk.thumbnails.arrived.connect(self._redraw)
        desk.items.opened.connect(self.grid.viewport().update)
        desk.player.changed.connect(self.grid.viewport().update)
        desk.player.moved.connect(lambda item, _: self._redraw(item))

    def _show_current_state(self) -> None:
        if self._explorer.answers is not None:
            self._show_answers(self._explorer.answers)
        else:
            self._show_empty(self.tr("Nothing here yet. Drop files or folders on the window to add them."))

    # ---- inside: showing

    def _show_answers(self, answers: Answers) -> None:
        self.model.show_answers(answers)
        self._shown_anew()

    def _show_items(self, items: tuple[Item, ...]) -> None:
        self.model.show_items(items)
        self._shown_anew()

    def _shown_anew(self) -> None:
        self._desk.thumbnails.release(OWNER, ())
        self.grid.scrollToTop()
        self._follow_selection()

    def _show_empty(self, words: str) -> None:
        self._empty.setText(words)
        self._pages.setCurrentWidget(self._empty if words else self.grid)

    def _redraw(self, item: int) -> None:
        index = self.model.index_of(item)
        if index.isValid():
            self.grid.update(index)

    def _release(self) -> None:
        self._desk.thumbnails.release(OWNER, self.grid.items_in_view())

    # ---- inside: the shared selection

    def _select(self, *_: object) -> None:
        if self._following:
            return
        picked = [item.id for item in self.model.items_at(self.grid.selectionModel().selectedIndexes())]
        current = self.grid.currentIndex().data(Role.ITEM_ID)
        # What is picked elsewhere but not shown here stays picked only while nothing is picked here.
        if picked or any(self.model.index_of(item).isValid() for item in self._explorer.selection.items):
            self._explorer.selection.replace(picked, current)

    def _follow_selection(self) -> None:
        """Pick here what was picked elsewhere."""
        self._following = True
        picked = QItemSelection()
        for item in self._explorer.selection.items:
            index = self.model.index_of(item)
            if index.isValid():
                picked.select(index, index)
        chooser = self.grid.selectionModel()
        chooser.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        current = self._explorer.selection.current
        index = self.model.index_of(current) if current is not None else QModelIndex()
        if index.isValid() and index != self.grid.currentIndex():
            chooser.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.grid.scrollTo(index)
        self._following = False

    # ---- inside: doing

    def _play(self, row: Row) -> None:
        start = row.part.start_s if isinstance(row.part, Stretch) else 0.0
        self._desk.player.toggle(row.item, start)
        if self._desk.player.problem:
            self._explorer.tell(self._desk.player.problem)

    def _preview(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if not isinstance(row, Row):
            return
        if row.item.kind is Kind.SOUND:
            self._play(row)
        else:
            self._explorer.selection.pick(row.item.id)

    def _open_menu(self, items: list[Item], at: QPoint) -> None:
        item_menu(items, self._explorer, self).popup(at)


class ResultGrid(QListView):
    """The grid: rows of equal cards, the divider across all of them.

    Signals:
        activated_items(list[Item]): to be opened.
        wanted_menu(list[Item], QPoint): a menu is asked for, at a place on the screen.
        previewed(QModelIndex): Space was pressed on it.
        copied(list[Item]): their paths are to be copied.
    """

    activated_items = Signal(list)
    wanted_menu = Signal(list, QPoint)
    previewed = Signal(QModelIndex)
    copied = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.doubleClicked.connect(lambda index: self.activated_items.emit(self._items([index])))
        self._delegate: ResultDelegate | None = None

    def use_delegate(self, delegate: ResultDelegate) -> None:
        """Tell the delegate how wide rows are from now on."""
        self._delegate = delegate

    def items_in_view(self) -> frozenset[int]:
        """Ids of the items whose cards can be seen."""
        view = self.viewport().rect()
        first = self._index_near(view.topLeft())
        model = self.model()
        found: set[int] = set()
        for at in range(first, model.rowCount()):
            index = model.index(at, 0)
            if self.visualRect(index).top() > view.bottom():
                break
            found.add(index.data(Role.ITEM_ID))
        return frozenset(found)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit as many columns as there is room for."""
        if self._delegate is not None:
            self._delegate.use_width(event.size().width() - 1)  # one pixel less: QListView wraps at equal width
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space previews, Enter opens, Ctrl+C copies; the rest is the list's."""
        chosen = self.selectionModel().selectedIndexes()
        if event.matches(QKeySequence.StandardKey.Copy) and chosen:
            self.copied.emit(self._items(chosen))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and chosen:
            self.activated_items.emit(self._items(chosen))
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.previewed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done with the picked cards."""
        items = self._items(self.selectionModel().selectedIndexes())
        if items:
            self.wanted_menu.emit(items, event.globalPos())

    def startDrag(self, supported: Qt.DropAction) -> None:  # noqa: N802
        """Drag a small picture of the first card and how many there are, not the whole grid."""
        chosen = self.selectionModel().selectedIndexes()
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData(chosen))
        drag.setPixmap(self._drag_picture(chosen))
        drag.exec(supported, Qt.DropAction.CopyAction)

    def _drag_picture(self, chosen: list[QModelIndex]) -> QPixmap:
        rect = self.visualRect(chosen[0])
        picture = self.viewport().grab(rect.adjusted(0, 0, -GAP, -GAP))
        return picture.scaled(
            QSize(110, 110), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )

    def _items(self, indexes: list[QModelIndex]) -> list[Item]:
        model = self.model()
        return model.items_at(indexes) if isinstance(model, ResultModel) else []

    def _index_near(self, corner: QPoint) -> int:
        for step in range(0, 200, 20):
            index = self.indexAt(corner + QPoint(4, step))
            if index.isValid():
                return index.row()
        return 0
