"""What keys, menu and mouse do with picked results, the same in the grid and in the list."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QWidget

from orrery.domain.item import Item
from orrery.viewmodels.dragging import dragged

MOST_DRAGGED = 2_000
"""Files in one drag: other programs stall on more; copying and exporting take any number."""


class PickedDeeds(QObject):
    """Listens to a view's keys and tells what is wanted of the picked items.

    Signals:
        opened(): Enter.
        previewed(): Space.
        copied(): Ctrl+C.
        toggled(): "+" or "-": unfold or fold the stack.
        sized(int): Ctrl with "+" or "-": larger or smaller cards.
        menu_wanted(QPoint): a menu is asked for, at a place on the screen.
    """

    opened = Signal()
    previewed = Signal()
    copied = Signal()
    toggled = Signal()
    sized = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.doubleClicked.connect(lambda index: self.opened.emit() if index.flags() else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the keys that are ours."""
        if event.type() == QEvent.Type.KeyPress and watched is self._view and isinstance(event, QKeyEvent):
            return self._press(event)
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            if watched is self._view.viewport() or event.reason() == QContextMenuEvent.Reason.Keyboard:
                self._ask_menu(event)
            return True
        return False

    def _press(self, event: QKeyEvent) -> bool:
        chooser = self._view.selectionModel()
        has_any = chooser is not None and chooser.hasSelection()
        told = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_Space: self.previewed,
            Qt.Key.Key_Plus: self.toggled,
            Qt.Key.Key_Minus: self.toggled,
        }.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            told = self.copied
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.sized.emit(step)
            return step is not None
        if told is None or not has_any:
            return False
        told.emit()
        return True

    def _ask_menu(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self._view.visualRect(self._view.currentIndex())
            self.menu_wanted.emit(self._view.viewport().mapToGlobal(rect.center()))
        elif self._view.selectionModel().hasSelection():
            self.menu_wanted.emit(event.globalPos())


def drag_items(source: QWidget, items: Sequence[Item], picture: QPixmap) -> None:
    """Let items be dragged out, as files and URLs for other programs, as themselves within Orrery."""
    if not items:
        return
    drag = QDrag(source)
    drag.setMimeData(dragged(items[:MOST_DRAGGED]))
    small = QSize(110, 110)
    drag.setPixmap(
        picture.scaled(small, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    )
    drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)
