"""A large look at the item in hand, over the window: Space shows it, arrows go on to the next, Space or Esc ends it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from orrery.domain.modality import Kind
from orrery.domain.query import Cut
from orrery.panels.item_menu import open_items
from orrery.panels.looks import ElidedLabel, fill, label
from orrery.panels.passage_view import PassageView
from orrery.panels.picture_view import PictureView
from orrery.panels.player_bar import PlayerBar
from orrery.panels.theme import Theme
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.inspector_model import inspector_of
from orrery.viewmodels.items import desk_of

SHARE = 0.8
"""Of the window that the look covers."""

_ARROWS = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


class QuickLook(QDialog):
    """Shows what is current in the shared selection, in as much room as the window has."""

    def __init__(self, explorer: Explorer, theme: Theme, view: Callable[[], QWidget], parent: QWidget) -> None:
        """Open on the item in hand.

        Args:
            explorer: whose selection is followed.
            theme: colours.
            view: gives the list of results; arrows are passed on to it.
            parent: it stands over the window of this.
        """
        super().__init__(parent.window(), Qt.WindowType.FramelessWindowHint | Qt.WindowType.Dialog)
        self._view = view
        self._model = inspector_of(explorer)
        desk = desk_of(explorer)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("A large look"))
        self._title = ElidedLabel("", "strong", Qt.TextElideMode.ElideMiddle)
        self._problem = label("", "warning")
        self.picture = PictureView(desk, self._model.closeups, self._model.regions, theme, self)
        self.player = PlayerBar(desk, self._model.closeups, theme, self)
        self.text = PassageView(theme, self)
        self.picture.fill_room()
        self.text.fill_room()
        self._parts = {Kind.IMAGE: self.picture, Kind.SOUND: self.player, Kind.TEXT: self.text}
        hint = label(self.tr("Arrows: next · Enter: open · Space or Esc: back"), "quiet")
        parts = (self._title, self._problem, *self._parts.values(), hint)
        fill(QVBoxLayout(self), *parts, margins=(18, 14, 18, 12), gap=10)
        for part in self._parts.values():
            part.installEventFilter(self)
            part.part_wanted.connect(self._ask_with)
        self.picture.part_added.connect(lambda part: self._ask_with(part, adds=True))
        self._model.changed.connect(self._show_item)
        self._model.text_read.connect(self._show_text)
        self._cover(parent.window())
        self._show_item()

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802
        """Keys that lead on, close or open, before a part takes them."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The same keys, when no part has the focus."""
        if not self._press(event):
            super().keyPressEvent(event)

    # ---- inside

    def _press(self, event: QKeyEvent) -> bool:
        item = self._model.item
        if item is not None and item.kind is Kind.IMAGE and self.picture.wants(event):
            return False
        is_zoomed = item is not None and item.kind is Kind.IMAGE and not self.picture.is_fitted
        if event.key() in _ARROWS and not is_zoomed and not event.modifiers():
            QApplication.sendEvent(self._view(), QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers()))
            return True
        if event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Space and not self._is_sound()):
            self.close()
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            open_items([item])
            return True
        return False

    def _ask_with(self, part: Cut, *, adds: bool = False) -> None:
        """What is found stands in the window below."""
        self._model.ask_with(part, adds=adds)
        self.close()

    def _is_sound(self) -> bool:
        return self._model.item is not None and self._model.item.kind is Kind.SOUND

    def _cover(self, window: QWidget) -> None:
        self.resize(window.size() * SHARE)
        self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())

    def _show_text(self) -> None:
        self.text.show_text(self._model.text)

    def _show_item(self) -> None:
        item = self._model.item
        if item is None or item.kind is None:
            self.close()
            return
        self._title.setText(self._model.title)
        self._problem.setText(self._model.problem)
        self._problem.setVisible(bool(self._model.problem))
        for kind, part in self._parts.items():
            part.setVisible(kind is item.kind)
        if item.kind is Kind.IMAGE:
            self.picture.show_item(item)
        elif item.kind is Kind.SOUND:
            self.player.show_item(item, self._model.part)
        else:
            self.text.show_text(self._model.text)
        self._parts[item.kind].setFocus()
