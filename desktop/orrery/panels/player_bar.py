"""A sound in the inspector: waveform, place, play and pause."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from orrery.domain.item import Item, Part, Stretch
from orrery.panels.theme import Theme, body_font
from orrery.panels.tiles import paint_play, paint_waveform
from orrery.viewmodels.items import Desk
from orrery.viewmodels.wording import clock

OWNER = "player"
HEIGHT = 150
FOOT = 38


class PlayerBar(QWidget):
    """Click the waveform to go there, the button or Space to play and pause."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._desk = desk
        self._item: Item | None = None
        self._part: Part | None = None
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Player"))
        desk.player.changed.connect(self.update)
        desk.player.moved.connect(lambda item, _: self.update() if self._item and item == self._item.id else None)
        desk.thumbnails.arrived.connect(lambda item: self.update() if self._item and item == self._item.id else None)

    def show_item(self, item: Item, part: Part | None) -> None:
        """Show a sound, and the stretch of it that matched."""
        self._item, self._part = item, part
        self.setAccessibleDescription(self.tr("{length} long").format(length=clock(self._length())))
        self.update()

    # ---- Qt

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw waveform, button, time and what is wrong."""
        if self._item is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QPainterPath()
        card.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.fillPath(card, self.theme.colour("sound_ground"))
        tile = self._desk.thumbnails.tile(OWNER, self._item, 96)
        wave = self._wave()
        self._paint_stretch(painter, wave)
        done = self._played()
        if tile is not None and tile.peaks is not None:
            sound, strong = self.theme.colour("sound"), self.theme.colour("strong")
            paint_waveform(painter, wave, tile.peaks, sound, played=done, played_colour=strong)
        if done > 0:
            painter.setPen(QPen(self.theme.colour("strong"), 1.2))
            x = wave.left() + done * wave.width()
            painter.drawLine(QPointF(x, wave.top()), QPointF(x, wave.bottom()))
        self._paint_foot(painter)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Play, pause, or go to a place."""
        if self._item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        wave = self._wave()
        if event.position().y() > wave.bottom() + 4:
            self._toggle()
        else:
            share = (event.position().x() - wave.left()) / max(1.0, wave.width())
            self._desk.player.seek(self._item, max(0.0, min(1.0, share)) * self._length())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space plays and pauses."""
        if event.key() == Qt.Key.Key_Space and self._item is not None:
            self._toggle()
        else:
            super().keyPressEvent(event)

    # ---- inside

    def _toggle(self) -> None:
        if self._item is not None:
            self._desk.player.toggle(self._item, self._part.start_s if isinstance(self._part, Stretch) else 0.0)

    def _wave(self) -> QRectF:
        return QRectF(self.rect()).adjusted(12, 12, -12, -FOOT)

    def _length(self) -> float:
        length = self._item.facts.get("duration_s", 0.0) if self._item else 0.0
        return float(length) if isinstance(length, (int, float)) else 0.0

    def _played(self) -> float:
        if self._item is None or self._desk.player.item != self._item.id or self._length() <= 0:
            return 0.0
        return min(1.0, self._desk.player.position_s / self._length())

    def _paint_stretch(self, painter: QPainter, wave: QRectF) -> None:
        """Where in the sound the match is."""
        length = self._length()
        if not isinstance(self._part, Stretch) or length <= 0:
            return
        left = wave.left() + wave.width() * self._part.start_s / length
        wide = wave.width() * (self._part.end_s - self._part.start_s) / length
        painter.fillRect(QRectF(left, wave.top() - 6, wide, wave.height() + 12), self.theme.colour("sound", 0.13))

    def _paint_foot(self, painter: QPainter) -> None:
        foot = QRectF(14, self.height() - FOOT + 4, self.width() - 28, FOOT - 10)
        player = self._desk.player
        is_here = self._item is not None and player.item == self._item.id
        ink = self.theme.colour("sound")
        playing = self._item is not None and player.is_on(self._item.id)
        paint_play(painter, QPointF(foot.left(), foot.center().y()), 12, ink, playing=playing)
        painter.setFont(body_font(12, strong=True))
        painter.setPen(ink)
        now = clock(player.position_s if is_here else 0)
        times = f"{now} / {clock(self._length())}"
        wide = painter.fontMetrics().horizontalAdvance(times)
        painter.drawText(foot.adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, times)
        if is_here and player.problem:
            painter.setFont(body_font(11))
            painter.setPen(self.theme.colour("warning"))
            room = foot.adjusted(34 + wide, -4, 0, 4)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, player.problem)
