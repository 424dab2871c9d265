"""The path as a strip below the map: its stops side by side, to be stepped and played through."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from orrery.panels.looks import ElidedLabel, fill, icon_button, label
from orrery.panels.theme import Theme, body_font
from orrery.panels.tiles import paint_tile
from orrery.viewmodels.items import Desk
from orrery.viewmodels.map_path import PathModel
from orrery.viewmodels.wording import shown_name

OWNER = "path"
TILE_HEIGHT = 46
WIDEST = 72
"""Pixels of a stop's tile where there is room."""

GAP = 5


class PathStrip(QFrame):
    """Title, stops and the buttons that play them."""

    def __init__(self, model: PathModel, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self.setProperty("look", "raised")
        self.setAccessibleName(self.tr("Path between two items"))
        self.title = ElidedLabel("", "strong")
        self.note = label("", "quiet")
        self.stops = PathStops(model, desk, theme, self)
        self._back = icon_button(theme, "back", self.tr("One stop back (Left)"), lambda: model.step(-1))
        self._play = icon_button(theme, "play", self.tr("Play the path (Space)"), model.play)
        self._on = icon_button(theme, "forward", self.tr("One stop on (Right)"), lambda: model.step(1))
        self._close = icon_button(theme, "close", self.tr("Forget the path (Esc)"), model.drop)
        self._build()
        model.changed.connect(self.show_state)
        self.show_state()

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = self.stops.theme = theme
        for button in (self._back, self._play, self._on, self._close):
            button.setIcon(theme.icon(str(button.property("icon_name")), "quiet"))
        self.show_state()

    def show_state(self) -> None:
        """Show the stops and which of them is looked at."""
        model = self._model
        self.setVisible(model.start is not None)
        self._play.setIcon(self._theme.icon("pause" if model.is_playing else "play", "quiet"))
        for button in (self._back, self._play, self._on):
            button.setEnabled(bool(model.stops))
        self.title.setText(self._title())
        self.note.setText(f"{model.at + 1} / {len(model.stops)}" if model.at >= 0 else "")
        self.stops.setVisible(bool(model.stops))
        self.stops.show_state()
        self.adjustSize()

    # ---- inside

    def _build(self) -> None:
        head = QWidget(self)
        fill(QHBoxLayout(head), self.title, None, self.note, self._back, self._play, self._on, self._close, gap=3)
        row = head.layout()
        if isinstance(row, QHBoxLayout):
            row.setStretch(0, 1)
            row.setStretch(1, 0)
        fill(QVBoxLayout(self), head, self.stops, margins=(12, 7, 8, 9), gap=6)

    def _title(self) -> str:
        model = self._model
        if model.start is None:
            return ""
        start = shown_name(model.start.path)
        if model.stops:
            return self.tr("Path from {start} to {end}").format(start=start, end=shown_name(model.stops[-1].path))
        if model.is_awaited:
            return self.tr("Looking for the way from {start} …").format(start=start)
        return self.tr("Path from {start}: now pick where it ends").format(start=start)


class PathStops(QWidget):
    """The stops as tiles in a row."""

    def __init__(self, model: PathModel, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._desk = desk
        self.theme = theme
        self.setFixedHeight(TILE_HEIGHT + 4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Stops of the path"))
        desk.thumbnails.arrived.connect(self._refresh)
        desk.items.opened.connect(self.update)

    def show_state(self) -> None:
        """Other stops, or another one is looked at."""
        model = self._model
        if model.at >= 0:
            name = shown_name(model.stops[model.at].path)
            words = self.tr("Stop {number} of {count}: {name}")
            self.setAccessibleDescription(words.format(number=model.at + 1, count=len(model.stops), name=name))
        self._desk.thumbnails.release(OWNER, {item.id for item in model.stops})
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All stops in full width."""
        return QSize(len(self._model.stops) * (WIDEST + GAP), TILE_HEIGHT + 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May become narrow."""
        return QSize(120, TILE_HEIGHT + 4)

    def box(self, stop: int) -> QRectF:
        """Where a stop is drawn."""
        count = max(1, len(self._model.stops))
        wide = min(WIDEST, (self.width() - 4 - (count - 1) * GAP) / count)
        return QRectF(2 + stop * (wide + GAP), 2, wide, TILE_HEIGHT)

    # ---- Qt

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw the stops."""
        painter = QPainter(self)
        for at, item in enumerate(self._model.stops):
            box = self.box(at)
            ratio = self.devicePixelRatioF()
            tile = self._desk.thumbnails.tile(OWNER, item, round(box.width() * ratio * 1.34))
            words = " ".join(self._desk.items.opening(item.id)[:120].split())
            paint_tile(painter, box, item.kind, tile, self.theme, words=words, round_px=5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            is_here = at == self._model.at
            painter.setPen(QPen(self.theme.colour("accent" if is_here else "line_strong"), 2.2 if is_here else 1))
            painter.drawRoundedRect(box, 5, 5)
            self._paint_number(painter, box, at)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go to a stop."""
        at = next((at for at in range(len(self._model.stops)) if self.box(at).contains(event.position())), -1)
        if at >= 0:
            self._model.go_to(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows step, Space plays, Home and End go to the ends, Esc forgets."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Home: -999, Qt.Key.Key_End: 999}
        key = Qt.Key(event.key())
        if key in steps:
            self._model.step(steps[key])
        elif key == Qt.Key.Key_Space:
            self._model.play()
        elif key == Qt.Key.Key_Escape:
            self._model.drop()
        else:
            super().keyPressEvent(event)

    # ---- inside

    def _refresh(self, item: int) -> None:
        if any(stop.id == item for stop in self._model.stops):
            self.update()

    def _paint_number(self, painter: QPainter, box: QRectF, at: int) -> None:
        """The stop's number on its corner."""
        corner = QRectF(box.left() + 3, box.top() + 3, 16 if at < 9 else 20, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("panel", 0.8))
        painter.drawRoundedRect(corner, 4, 4)
        painter.setPen(self.theme.colour("strong"))
        painter.setFont(body_font(10, strong=True))
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, str(at + 1))
