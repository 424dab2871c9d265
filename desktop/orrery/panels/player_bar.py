"""A sound to be heard: its waveform, its pitches, and where one is in it."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from orrery.domain.item import Item, Part, Stretch
from orrery.panels.looks import icon_button
from orrery.panels.theme import Theme, body_font
from orrery.panels.tiles import paint_play, paint_waveform
from orrery.viewmodels.arrangement import length_of
from orrery.viewmodels.closeups import Closeups, as_image
from orrery.viewmodels.items import Desk
from orrery.viewmodels.player import Loop
from orrery.viewmodels.wording import clock

OWNER = "player"
HEARD_S, LEAST_LOOP_S = 5.0, 0.2
"""Seconds around where one is that are asked with, and the shortest stretch that can be looped by a drag."""
WAVE, PITCHES, FOOT, EDGE = 92, 76, 38, 12
"""Heights of the waveform, of the pitches below it and of the foot; and the room around them."""

HEIGHT = EDGE + WAVE + 8 + PITCHES + FOOT
STEP_S, LEAP_S = 1.0, 5.0
"""Seconds that an arrow key moves, alone and with Shift."""


class PlayerBar(QWidget):
    """Click or drag to go there, Space plays and pauses, arrows move by a second, L loops what matched.

    A drag with Shift loops a stretch; R asks for more like what is looped, what matched, or what one hears.

    Signals:
        part_wanted(Stretch): more like this stretch.
    """

    part_wanted = Signal(object)

    def __init__(self, desk: Desk, closeups: Closeups, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._desk = desk
        self._closeups = closeups
        self._item: Item | None = None
        self._part: Part | None = None
        self._pitches: QImage | None = None
        self._is_scrubbing = False
        self._loops_from = -1.0
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Player"))
        self.loop = icon_button(theme, "loop", "", self._turn_loop)
        self.loop.setParent(self)
        self.loop.setCheckable(True)
        self.loop.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # L does the same
        self.loop.setCursor(Qt.CursorShape.ArrowCursor)
        self.ask = icon_button(theme, "search", self.tr("Find more like this stretch (R)"), self.ask_with_stretch)
        self.ask.setParent(self)
        self.ask.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # R does the same
        self.ask.setCursor(Qt.CursorShape.ArrowCursor)
        desk.player.changed.connect(self._follow)
        desk.player.moved.connect(self._redraw)
        desk.thumbnails.arrived.connect(self._redraw)
        closeups.arrived.connect(self._take_pitches)
        self._follow()

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self.theme = theme
        self.loop.setIcon(theme.icon("loop", "sound"))
        self.ask.setIcon(theme.icon("search", "sound"))
        self._take_pitches(self._item.id if self._item else -1)
        self.update()

    def show_item(self, item: Item, part: Part | None) -> None:
        """Show a sound, and the stretch of it that matched."""
        is_other = self._item is None or item.id != self._item.id
        self._item, self._part = item, part
        if is_other:
            self._pitches = None
            self._take_pitches(item.id)
        self._follow()

    # ---- Qt

    def resizeEvent(self, _: object) -> None:  # noqa: N802
        """Keep the buttons at the right."""
        self.ask.setGeometry(self.width() - 70, HEIGHT - FOOT + 4, 30, 28)
        self.loop.setGeometry(self.width() - 38, HEIGHT - FOOT + 4, 30, 28)
        self._make_room()

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw waveform, pitches, button, time and what is wrong."""
        if self._item is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QPainterPath()
        card.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.fillPath(card, self.theme.colour("sound_ground"))
        tile = self._desk.thumbnails.tile(OWNER, self._item, 96)
        wave, done = self._wave(), self._played()
        if tile is not None and tile.peaks is not None:
            sound, strong = self.theme.colour("sound"), self.theme.colour("strong")
            paint_waveform(painter, wave, tile.peaks, sound, played=done, played_colour=strong)
        self._paint_pitches(painter, self._below())
        self._paint_stretch(painter)
        if done > 0:
            painter.setPen(QPen(self.theme.colour("strong"), 1.2))
            x = wave.left() + done * wave.width()
            painter.drawLine(QPointF(x, wave.top()), QPointF(x, self._below().bottom()))
        self._paint_foot(painter)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Play, pause, or go to a place."""
        if self._item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().y() > self._below().bottom() + 4:
            self._toggle()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._loops_from = event.position().x()
        else:
            self._is_scrubbing = True
            self._seek_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go along with the mouse."""
        if self._loops_from >= 0:
            self._loop_to(event.position().x())
        elif self._is_scrubbing:
            self._seek_to(event.position().x())

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:  # noqa: N802
        """Stay there."""
        self._is_scrubbing, self._loops_from = False, -1.0

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Play, pause, move, loop."""
        deed = self._deeds(LEAP_S if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP_S).get(
            Qt.Key(event.key())
        )
        if deed is None or self._item is None:
            super().keyPressEvent(event)
        else:
            deed()

    # ---- inside: doing

    def _deeds(self, step_s: float) -> dict[Qt.Key, Callable[[], object]]:
        return {
            Qt.Key.Key_Space: self._toggle,
            Qt.Key.Key_L: self._turn_loop,
            Qt.Key.Key_R: self.ask_with_stretch,
            Qt.Key.Key_Left: lambda: self._move(-step_s),
            Qt.Key.Key_Right: lambda: self._move(step_s),
            Qt.Key.Key_Home: lambda: self._seek(0.0),
            Qt.Key.Key_End: lambda: self._seek(max(0.0, self._length() - STEP_S)),
        }

    def ask_with_stretch(self) -> None:
        """Ask with what is looped, else with what matched, else with some seconds around where one is."""
        length, loop = self._length(), self._looped()
        if self._item is None or length <= 0:
            return
        here = self._played() * length
        start, end = max(0.0, here - HEARD_S / 2), min(length, here + HEARD_S / 2)
        if loop is not None and loop.end_s - loop.start_s < length - 0.01:
            start, end = loop.start_s, loop.end_s
        elif isinstance(self._part, Stretch):
            start, end = self._part.start_s, self._part.end_s
        self.part_wanted.emit(Stretch(round(start, 2), round(end, 2)))

    def _loop_to(self, x: float) -> None:
        """Loop from where the drag began."""
        start, end = sorted((self._at(self._loops_from), self._at(x)))
        if self._item is not None and end - start >= LEAST_LOOP_S:
            self._desk.player.use_loop(self._item.id, Loop(start, end))

    def _at(self, x: float) -> float:
        wave = self._wave()
        return max(0.0, min(1.0, (x - wave.left()) / max(1.0, wave.width()))) * self._length()

    def _toggle(self) -> None:
        if self._item is not None:
            self._desk.player.toggle(self._item, self._part.start_s if isinstance(self._part, Stretch) else 0.0)

    def _seek_to(self, x: float) -> None:
        self._seek(self._at(x))

    def _seek(self, position_s: float) -> None:
        if self._item is not None:
            self._desk.player.seek(self._item, position_s)

    def _move(self, seconds: float) -> None:
        here = self._played() * self._length()
        self._seek(max(0.0, min(self._length(), here + seconds)))

    def _turn_loop(self) -> None:
        """Loop what matched, then all of the sound, then nothing."""
        if self._item is None:
            return
        player, whole = self._desk.player, Loop(0.0, self._length())
        matched = Loop(self._part.start_s, self._part.end_s) if isinstance(self._part, Stretch) else whole
        now = player.loop_of(self._item.id)
        following = matched if now is None else whole if now == matched != whole else None
        player.use_loop(self._item.id, following)

    def _looped(self) -> Loop | None:
        return self._desk.player.loop_of(self._item.id) if self._item else None

    def _follow(self) -> None:
        """Say what plays, and what is looped."""
        loop, whole = self._looped(), self._length()
        self.loop.setChecked(loop is not None)
        words = self.tr("Play once (L: loop)")
        if loop is not None:
            is_all = loop.end_s - loop.start_s >= whole - 0.01
            words = self.tr("Looping all of it (L)") if is_all else self.tr("Looping what matched (L)")
        self.loop.setToolTip(words)
        self.loop.setAccessibleName(words)
        said = self.tr("{length} long").format(length=clock(whole))
        self.setAccessibleDescription(f"{said}. {self._problem()}" if self._problem() else said)
        self._make_room()
        self.update()

    def _redraw(self, item: int, _position_s: float = 0.0) -> None:
        if self._item is not None and item == self._item.id:
            self.update()

    def _take_pitches(self, item: int) -> None:
        if self._item is None or item != self._item.id:
            return
        shades = as_image(self._closeups.get(self._item))
        if shades is not None:
            shades.reinterpretAsFormat(QImage.Format.Format_Indexed8)  # a shade's number becomes that of an ink
            shades.setColorTable(self._inks())
            self._pitches = shades
            self.update()

    def _inks(self) -> list[int]:
        """From silence to the loudest: the ground, the sound's colour, then nearly white or black."""
        stops = [self.theme.colour(role) for role in ("sound_ground", "sound", "strong")]
        return [_between(stops, shade / 255).rgba() for shade in range(256)]

    # ---- inside: drawing

    def _wave(self) -> QRectF:
        return QRectF(EDGE, EDGE, self.width() - 2 * EDGE, WAVE)

    def _below(self) -> QRectF:
        return QRectF(EDGE, EDGE + WAVE + 8, self.width() - 2 * EDGE, PITCHES)

    def _below_foot(self) -> QRectF:
        return QRectF(14, HEIGHT - 2, self.width() - 28, max(0, self.height() - HEIGHT - 6))

    def _problem(self) -> str:
        """Why the sound cannot be heard; "" while nothing is wrong."""
        player = self._desk.player
        return player.problem if self._item is not None and player.item == self._item.id else ""

    def _make_room(self) -> None:
        """As high as it takes to say what is wrong, below all the rest."""
        extra = 0
        if self._problem():
            wide, wrap = max(60, self.width() - 28), int(Qt.TextFlag.TextWordWrap)
            said = QFontMetrics(body_font(11)).boundingRect(QRect(0, 0, wide, 1000), wrap, self._problem())
            extra = said.height() + 10
        self.setFixedHeight(HEIGHT + extra)

    def _length(self) -> float:
        return length_of(self._item) if self._item else 0.0

    def _played(self) -> float:
        if self._item is None or self._desk.player.item != self._item.id or self._length() <= 0:
            return 0.0
        return min(1.0, self._desk.player.position_s / self._length())

    def _paint_pitches(self, painter: QPainter, box: QRectF) -> None:
        if self._pitches is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._pitches)

    def _paint_stretch(self, painter: QPainter) -> None:
        """Where in the sound the match is, and what is looped."""
        if isinstance(self._part, Stretch):
            self._paint_span(painter, self._part.start_s, self._part.end_s, "sound", 0.13)
        loop = self._looped()
        if loop is not None:
            span = self._span(loop.start_s, loop.end_s)
            painter.fillRect(QRectF(span.left(), span.bottom() - 2, span.width(), 2), self.theme.colour("accent"))

    def _paint_span(self, painter: QPainter, start_s: float, end_s: float, role: str, alpha: float) -> None:
        span = self._span(start_s, end_s)
        painter.fillRect(span, self.theme.colour(role, alpha))
        painter.setPen(QPen(self.theme.colour(role, 0.7), 1))
        painter.drawLine(span.topLeft(), span.bottomLeft())
        painter.drawLine(span.topRight(), span.bottomRight())

    def _span(self, start_s: float, end_s: float) -> QRectF:
        wave, below, length = self._wave(), self._below(), max(1e-6, self._length())
        left = wave.left() + wave.width() * min(1.0, start_s / length)
        wide = wave.width() * min(1.0, (end_s - start_s) / length)
        return QRectF(left, wave.top() - 4, min(wide, wave.right() - left), below.bottom() - wave.top() + 8)

    def _paint_foot(self, painter: QPainter) -> None:
        foot = QRectF(14, HEIGHT - FOOT + 4, self.width() - 28, FOOT - 10)
        player = self._desk.player
        is_here = self._item is not None and player.item == self._item.id
        ink = self.theme.colour("sound")
        playing = self._item is not None and player.is_on(self._item.id)
        paint_play(painter, QPointF(foot.left(), foot.center().y()), 12, ink, playing=playing)
        painter.setFont(body_font(12, strong=True))
        painter.setPen(ink)
        now = clock(player.position_s if is_here else 0)
        times = f"{now} / {clock(self._length())}"
        room = foot.adjusted(22, 0, -60, 0)  # the buttons stand behind it
        if painter.fontMetrics().horizontalAdvance(times) > room.width():
            times = now
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, times)
        if self._problem():
            painter.setFont(body_font(11))
            painter.setPen(self.theme.colour("warning"))
            painter.drawText(self._below_foot(), Qt.TextFlag.TextWordWrap, self._problem())


def _between(stops: list[QColor], share: float) -> QColor:
    """A colour on the way through some."""
    at = min(len(stops) - 2, int(share * (len(stops) - 1)))
    rest = share * (len(stops) - 1) - at
    one, other = stops[at], stops[at + 1]
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * rest) for a, b in parts))
