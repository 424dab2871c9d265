"""The small card beside the mouse: what the point under it is."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.panels.theme import Theme, body_font
from orrery.panels.tiles import paint_cover, paint_sign_of, paint_waveform, paint_words, serif_font
from orrery.viewmodels.items import Desk
from orrery.viewmodels.wording import shown_name

OWNER = "hover"
WIDTH, PICTURE, TEXT = 188, 118, 46


class HoverCard(QWidget):
    """Picture, name and cluster of an item; the mouse goes through it."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._room = parent
        self.theme = theme
        self._item: Item | None = None
        self._note = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(QSize(WIDTH, PICTURE + TEXT))
        self.hide()

    @property
    def item(self) -> Item | None:
        """What it shows; None while hidden."""
        return self._item

    def show_item(self, item: Item, note: str, at: QPoint) -> None:
        """Show an item beside a place of the parent.

        Args:
            item: whose.
            note: a few words below the name, such as the cluster's.
            at: where the mouse is.
        """
        self._item, self._note = item, note
        room = self._room.rect()
        x = at.x() + 16 if at.x() + 16 + self.width() < room.right() else at.x() - 16 - self.width()
        y = min(max(8, at.y() - self.height() // 2), max(8, room.bottom() - self.height() - 8))
        self.move(max(4, x), y)
        self.show()
        self.raise_()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._item = None
        self._desk.thumbnails.release(OWNER, ())
        self.hide()

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw the card."""
        if self._item is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPainterPath()
        edge.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.fillPath(edge, self.theme.colour("raised"))
        painter.save()
        painter.setClipPath(edge)
        self._paint_picture(painter, QRectF(0, 0, WIDTH, PICTURE), self._item)
        painter.restore()
        self._paint_words(painter, self._item)
        painter.setPen(QPen(self.theme.colour("line_strong"), 1))
        painter.drawPath(edge)

    def _paint_picture(self, painter: QPainter, box: QRectF, item: Item) -> None:
        tile = self._desk.thumbnails.tile(OWNER, item, round(box.width() * self.devicePixelRatioF()))
        if item.kind is Kind.TEXT:
            words = " ".join(self._desk.items.opening(item.id).split())
            paint_words(painter, box.adjusted(12, 10, -10, -4), words, self.theme, font=serif_font(12))
        elif tile is not None and tile.image is not None:
            paint_cover(painter, box, tile.image)
        elif tile is not None and tile.peaks is not None:
            painter.fillRect(box, self.theme.colour("sound_ground"))
            paint_waveform(painter, box.adjusted(12, 14, -12, -14), tile.peaks, self.theme.colour("sound"))
        else:
            paint_sign_of(painter, box, item.kind, self.theme, is_final=tile is not None)

    def _paint_words(self, painter: QPainter, item: Item) -> None:
        box = QRectF(11, PICTURE + 6, WIDTH - 22, 18)
        painter.setFont(body_font(12, strong=True))
        painter.setPen(self.theme.colour("strong"))
        name = QFontMetricsF(painter.font()).elidedText(
            shown_name(item.path), Qt.TextElideMode.ElideMiddle, box.width()
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(body_font(11))
        painter.setPen(self.theme.colour("quiet"))
        note = QFontMetricsF(painter.font()).elidedText(self._note, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box.translated(0, 18), Qt.AlignmentFlag.AlignVCenter, note)
