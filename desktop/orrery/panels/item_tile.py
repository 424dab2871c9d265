"""One item, small, as a widget of its own: its picture, its waveform or its first words; a sound plays when clicked."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.panels.theme import Theme
from orrery.panels.tiles import paint_play, paint_tile
from orrery.viewmodels.items import Desk
from orrery.viewmodels.result_columns import kind_word
from orrery.viewmodels.wording import shown_name

OWNER = "tile"


class ItemTile(QWidget):
    """Click, Space or Enter plays a sound, and ends it; the tip names the item."""

    def __init__(self, item: Item, desk: Desk, theme: Theme, size: QSize) -> None:
        super().__init__()
        self._item = item
        self._desk = desk
        self._theme = theme
        self.setFixedSize(size)
        name = shown_name(item.path)
        self.setAccessibleName(f"{kind_word(item.kind)} {name}")
        self.setToolTip(name)
        if item.kind is Kind.SOUND:
            self.setToolTip(self.tr("{name} (click or Space: play)").format(name=name))
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        desk.items.take([item])
        desk.thumbnails.arrived.connect(self._redraw)
        desk.items.opened.connect(self.update)
        desk.player.changed.connect(self.update)
        desk.player.moved.connect(self._redraw)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it, with a sign whether it plays."""
        painter, box = QPainter(self), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = round(max(self.width(), self.height()) * self.devicePixelRatioF())
        tile = self._desk.thumbnails.tile(OWNER, self._item, edge)
        words = self._desk.items.opening(self._item.id) if self._item.kind is Kind.TEXT else ""
        paint_tile(painter, box, self._item.kind, tile, self._theme, words=words)
        if self._item.kind is Kind.SOUND:
            playing = self._desk.player.is_on(self._item.id)
            paint_play(painter, QPointF(6, self.height() - 10), 8, self._theme.colour("strong"), playing=playing)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Play, or pause."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._play()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Play, or pause."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._item.kind is Kind.SOUND:
            self._play()
        else:
            super().keyPressEvent(event)

    def _play(self) -> None:
        if self._item.kind is Kind.SOUND:
            self._desk.player.toggle(self._item)

    def _redraw(self, item: int, _position_s: float = 0.0) -> None:
        if item == self._item.id:
            self.update()
