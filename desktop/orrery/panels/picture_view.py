"""A picture that can be looked at closely: fitted, at 100 %, or anything between, with the matched regions on it."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from orrery.domain.item import Item
from orrery.domain.query import Region
from orrery.panels.looks import fill, icon_button, label
from orrery.panels.theme import Theme, body_font
from orrery.panels.tiles import paint_sign_of
from orrery.viewmodels.closeups import Closeups, as_image
from orrery.viewmodels.items import Desk
from orrery.viewmodels.region_model import RegionModel
from orrery.workflows.regions import CLEAR_Z, Regions

OWNER = "inspector"
STEP = 1.25
"""Zoom of one notch of the wheel, or of one press of + or -."""

MOST = 16.0
"""Screen pixels for one of the picture's."""

RADIUS = 8
LEAST_LOSS = 0.3
"""Standard deviations below which nothing in particular matched: half of all captions lose 1.9."""


class PictureView(QWidget):
    """Wheel with Ctrl, + and - zoom; a drag or the arrows move; Home fits, End shows every pixel; H shows what matched.

    Without Ctrl the wheel zooms too once the picture has been zoomed, else it scrolls what is around the picture.

    Signals:
        opened(Item): wanted in its own program.
        part_wanted(Region): more like the part of it that is in view (R).
    """

    opened = Signal(object)
    part_wanted = Signal(object)

    def __init__(self, desk: Desk, closeups: Closeups, regions: RegionModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._desk = desk
        self._closeups = closeups
        self._regions = regions
        self._item: Item | None = None
        self._large: QImage | None = None
        self._heat: tuple[Regions, QImage] | None = None
        self._zoom: float | None = None  # screen pixels for one of the picture's; None fits
        self._middle = QPointF(0.5, 0.5)  # share of the picture that stands in the middle
        self._grabbed: QPoint | None = None
        self._is_free = False
        self._build(theme)
        closeups.arrived.connect(self._take_closeup)
        regions.changed.connect(self._show_regions)

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self.theme = theme
        for button, icon in self._icons:
            button.setIcon(theme.icon(icon, "text"))
        self._heat = None
        self.update()

    def show_item(self, item: Item) -> None:
        """Show the picture of an item, fitted."""
        if self._item is None or item.id != self._item.id:
            self._large, self._zoom, self._middle = None, None, QPointF(0.5, 0.5)
        self._item = item
        self._say()
        self._fit_height()
        self._show_regions()
        self.update()

    def fill_room(self) -> None:
        """Take all the room there is, rather than as much height as the picture needs."""
        self._is_free = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # ---- zooming

    @property
    def zoom(self) -> float:
        """Screen pixels for one of the picture's."""
        return self._fitting() if self._zoom is None else self._zoom

    @property
    def is_fitted(self) -> bool:
        """Whether all of the picture is seen."""
        return self._zoom is None

    def fit(self) -> None:
        """Show all of the picture."""
        self._zoom, self._middle = None, QPointF(0.5, 0.5)
        self._redraw()

    def show_every_pixel(self) -> None:
        """One of the screen's pixels for each of the picture's."""
        self._zoom_to(1.0 / self.devicePixelRatioF(), QPointF(self.rect().center()))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer, or step back; what is at a place of the widget stays there."""
        at = QPointF(self.rect().center()) if at is None else at  # a point at 0, 0 counts as nothing
        self._zoom_to(self.zoom * factor, at)

    # ---- Qt

    def resizeEvent(self, _: object) -> None:  # noqa: N802
        """Keep the picture's shape."""
        self._fit_height()
        self._say()
        self._place_tools()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May become small."""
        return QSize(60, 60)

    def enterEvent(self, _: object) -> None:  # noqa: N802
        """Show the tools."""
        self._show_tools()

    def leaveEvent(self, _: object) -> None:  # noqa: N802
        """Hide them, unless the keyboard is here."""
        self._show_tools()

    def focusInEvent(self, event: object) -> None:  # noqa: N802
        """Show that keys come here."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self._show_tools()
        self.update()

    def focusOutEvent(self, event: object) -> None:  # noqa: N802
        """They do no more."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._show_tools()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom to what is under the mouse."""
        notches = event.angleDelta().y() / 120
        if notches and (event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self.is_fitted):
            self.zoom_by(STEP**notches, event.position())
            event.accept()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton and not self.is_fitted:
            self._grabbed = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Move the picture."""
        if self._grabbed is not None:
            here = event.position().toPoint()
            self._move(QPointF(self._grabbed - here))
            self._grabbed = here

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:  # noqa: N802
        """Let go."""
        self._grabbed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Every pixel, or all of the picture."""
        if self.is_fitted:
            self._zoom_to(1.0 / self.devicePixelRatioF(), event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Zoom, move, fit, open."""
        deed = self._deeds().get(Qt.Key(event.key()))
        if deed is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            deed()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Draw the picture, not stretched, and what matched on it."""
        if self._item is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        image = self._image()
        if image is None:
            self._paint_nothing(painter)
            return
        target = self._target()
        edge = QPainterPath()
        edge.addRoundedRect(target.intersected(QRectF(self.rect())), RADIUS, RADIUS)
        painter.setClipPath(edge)
        drawn_px = target.width() * self.devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, drawn_px < 3 * image.width())
        painter.drawImage(target, image)
        self._paint_heat(painter, target)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(self.theme.colour("accent"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if drawn_px > 1.1 * image.width() and self._large is None:
            self._ask_closeup()

    # ---- inside: building

    def _build(self, theme: Theme) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Picture"))
        self.tools = QWidget(self)
        self.tools.setProperty("look", "tools")
        self.tools.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.percent = label("", "quiet")
        fitted = icon_button(theme, "fit", self.tr("Fit (Home)"), self.fit)
        every = icon_button(theme, "search", self.tr("Every pixel (End)"), self.show_every_pixel)
        self.matched = icon_button(theme, "focus", self.tr("Show what matched (H)"), self._toggle_heat)
        self.matched.setCheckable(True)
        ask = icon_button(theme, "box", self.tr("Find more like what is in view (R)"), self.ask_with_part)
        self._icons: tuple[tuple[QToolButton, str], ...] = (
            (fitted, "fit"),
            (every, "search"),
            (ask, "box"),
            (self.matched, "focus"),
        )
        for button, icon in self._icons:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys do the same
            button.setIcon(theme.icon(icon, "text"))
        row = QHBoxLayout(self.tools)
        fill(row, self.percent, fitted, every, ask, self.matched, margins=(8, 3, 4, 3), gap=2)
        self.tools.hide()

    def _deeds(self) -> dict[Qt.Key, Callable[[], object]]:
        far = 40.0
        return {
            Qt.Key.Key_Plus: lambda: self.zoom_by(STEP),
            Qt.Key.Key_Equal: lambda: self.zoom_by(STEP),
            Qt.Key.Key_Minus: lambda: self.zoom_by(1 / STEP),
            Qt.Key.Key_Home: self.fit,
            Qt.Key.Key_End: self.show_every_pixel,
            Qt.Key.Key_H: self._toggle_heat,
            Qt.Key.Key_R: self.ask_with_part,
            Qt.Key.Key_Left: lambda: self._move(QPointF(-far, 0)),
            Qt.Key.Key_Right: lambda: self._move(QPointF(far, 0)),
            Qt.Key.Key_Up: lambda: self._move(QPointF(0, -far)),
            Qt.Key.Key_Down: lambda: self._move(QPointF(0, far)),
            Qt.Key.Key_Return: lambda: self.opened.emit(self._item),
            Qt.Key.Key_Enter: lambda: self.opened.emit(self._item),
        }

    def ask_with_part(self) -> None:
        """Ask with the part of the picture that is in view; zoom in first to choose it."""
        target = self._target()
        seen = target.intersected(QRectF(self.rect()))
        if self._item is None or seen.isEmpty():
            return
        x, y = (seen.left() - target.left()) / target.width(), (seen.top() - target.top()) / target.height()
        wide, high = seen.width() / target.width(), seen.height() / target.height()
        left, top, width, height = (round(100 * share, 1) for share in (x, y, wide, high))
        self.part_wanted.emit(Region(left, top, width, height))

    # ---- inside: where the picture stands

    def _size(self) -> tuple[float, float]:
        """The picture's own pixels, as far as they are known."""
        facts = self._item.facts if self._item else {}
        wide, high = facts.get("width"), facts.get("height")
        if isinstance(wide, (int, float)) and isinstance(high, (int, float)) and min(wide, high) > 0:
            return float(wide), float(high)
        return (4.0, 3.0)

    def _fitting(self) -> float:
        wide, high = self._size()
        return min(self.width() / wide, self.height() / high)

    def _target(self) -> QRectF:
        wide, high = (side * self.zoom for side in self._size())
        left = self.width() / 2 - self._middle.x() * wide
        top = self.height() / 2 - self._middle.y() * high
        return QRectF(left, top, wide, high)

    def _zoom_to(self, zoom: float, at: QPointF) -> None:
        zoom = min(MOST, zoom)
        if self._item is None or zoom <= self._fitting() * 1.001:
            self.fit()
            return
        before = self._target()
        share = QPointF((at.x() - before.left()) / before.width(), (at.y() - before.top()) / before.height())
        self._zoom = zoom
        wide, high = (side * zoom for side in self._size())
        self._middle = QPointF(
            share.x() - (at.x() - self.width() / 2) / wide, share.y() - (at.y() - self.height() / 2) / high
        )
        self._move(QPointF(0, 0))

    def _move(self, pixels: QPointF) -> None:
        """Look further to one side, never beyond the picture's edge."""
        if self.is_fitted:
            return
        wide, high = (side * self.zoom for side in self._size())
        half_x, half_y = min(0.5, self.width() / 2 / wide), min(0.5, self.height() / 2 / high)
        self._middle = QPointF(
            max(half_x, min(1 - half_x, self._middle.x() + pixels.x() / wide)),
            max(half_y, min(1 - half_y, self._middle.y() + pixels.y() / high)),
        )
        self._redraw()

    def _fit_height(self) -> None:
        """As high as the picture is at this width, an upright one at most a little higher than wide."""
        if not self._is_free:
            wide, high = self._size()
            self.setFixedHeight(round(self.width() * min(1.25, max(0.3, high / wide))))

    def _redraw(self) -> None:
        self._say()
        self._show_tools()
        self.update()

    def _say(self) -> None:
        shown = round(self.zoom * self.devicePixelRatioF() * 100)
        self.percent.setText(f"{shown} %")
        self.setAccessibleDescription(self.tr("at {n} per cent").format(n=shown))

    # ---- inside: what is drawn

    def _image(self) -> QImage | None:
        if self._large is not None or self._item is None:
            return self._large
        tile = self._desk.thumbnails.tile(OWNER, self._item, 512)
        return tile.image if tile is not None else None

    def _ask_closeup(self) -> None:
        if self._item is not None:
            self._large = as_image(self._closeups.get(self._item))
            if self._large is not None:
                self.update()

    def _take_closeup(self, item: int) -> None:
        if self._item is not None and item == self._item.id and self.isVisible():
            self._ask_closeup()

    def _paint_nothing(self, painter: QPainter) -> None:
        edge = QPainterPath()
        edge.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.fillPath(edge, self.theme.colour("raised"))
        if self._item is not None:
            tile = self._desk.thumbnails.tile(OWNER, self._item, 512)
            paint_sign_of(painter, QRectF(self.rect()), self._item.kind, self.theme, is_final=tile is not None)

    def _paint_heat(self, painter: QPainter, target: QRectF) -> None:
        found = self._regions.regions
        if found is not None and found.loss >= LEAST_LOSS:
            if self._heat is None or self._heat[0] is not found:
                self._heat = found, heat_picture(found, self.theme)
            left, top, wide, high = found.area
            box = QRectF(target.left() + left * target.width(), target.top() + top * target.height(), 0, 0)
            box.setSize(QRectF(0, 0, wide * target.width(), high * target.height()).size())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._heat[1])
        words = self._words_about(found)
        if words:
            self._paint_words(painter, words)

    def _words_about(self, found: Regions | None) -> str:
        if not self._regions.is_on:
            return ""
        if self._regions.is_making:
            return self.tr("Looking for what matched…")
        if found is None or found.loss < LEAST_LOSS:
            return self.tr("The picture matched as a whole.") if self._regions.is_possible else ""
        return ""

    def _paint_words(self, painter: QPainter, words: str) -> None:
        painter.setFont(body_font(12))
        wide = painter.fontMetrics().horizontalAdvance(words) + 20
        box = QRectF((self.width() - wide) / 2, 10, wide, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("panel", 0.88))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(self.theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    # ---- inside: tools and regions

    def _toggle_heat(self) -> None:
        self._regions.switch(is_on=not self._regions.is_on and self._regions.is_possible)

    def _show_regions(self) -> None:
        self.matched.setVisible(self._regions.is_possible)
        self.matched.setChecked(self._regions.is_on)
        self._show_tools()
        self.update()

    def _show_tools(self) -> None:
        is_near = self.underMouse() or self.hasFocus() or not self.is_fitted or self._regions.is_on
        self.tools.setVisible(is_near and self._item is not None)
        self._place_tools()

    def _place_tools(self) -> None:
        self.tools.adjustSize()
        self.tools.move(self.width() - self.tools.width() - 6, self.height() - self.tools.height() - 6)


def heat_picture(found: Regions, theme: Theme) -> QImage:
    """A small picture to be laid over the other: what did not matter is darkened, what did keeps its colours."""
    strength = min(1.0, found.loss / CLEAR_Z)
    heat = np.clip(found.heat, 0, 1)
    veil, glow = QColor("#0a0b12"), theme.colour("warning")
    hot = np.clip((heat - 0.45) / 0.55, 0, 1)[..., None]
    colours = _channels(veil) * (1 - hot) + _channels(glow) * hot
    alpha = np.where(hot[..., 0] > 0, 0.34 * hot[..., 0], 0.72 * (1 - heat / 0.45)) * (0.4 + 0.6 * strength)
    premultiplied = np.concatenate([colours[..., ::-1] * alpha[..., None], alpha[..., None] * 255], axis=-1)
    pixels = np.ascontiguousarray(np.round(premultiplied).astype(np.uint8))
    high, wide = pixels.shape[:2]
    return QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _channels(colour: QColor) -> np.ndarray:
    return np.array([colour.red(), colour.green(), colour.blue()])
