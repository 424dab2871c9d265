"""A picture that can be looked at closely: fitted, at 100 %, or anything between, with the matched regions on it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from orrery.domain.item import Item
from orrery.domain.query import Region
from orrery.panels.heat import HeatLayer
from orrery.panels.looks import fill, icon_button, label
from orrery.panels.part_frame import PartFrame, region_of
from orrery.panels.theme import Theme
from orrery.panels.tiles import paint_sign_of
from orrery.viewmodels.closeups import Closeups, as_image
from orrery.viewmodels.items import Desk
from orrery.viewmodels.region_model import RegionModel

OWNER = "inspector"
STEP = 1.25
"""Zoom of one notch of the wheel, or of one press of + or -."""

MOST = 16.0
"""Screen pixels for one of the picture's."""

RADIUS = 8
KEY_STEP = 8.0
"""Pixels that an arrow key moves or widens the chosen part by."""

_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class PictureView(QWidget):
    """Wheel with Ctrl, + and - zoom; a drag or the arrows move; Home fits, End shows every pixel; H shows what matched.

    Without Ctrl the wheel zooms too once the picture has been zoomed, else it scrolls what is around the picture. A
    drag over the whole picture, or with Shift, or after S, draws a rectangle to ask with: arrows move it, Shift and
    arrows change its size, Enter asks, Esc takes it away.

    Signals:
        opened(Item): wanted in its own program.
        part_wanted(Region): more like the chosen part of it, or what is in view (R).
        part_added(Region): the same beside what is asked already.
    """

    opened = Signal(object)
    part_wanted = Signal(object)
    part_added = Signal(object)

    def __init__(self, desk: Desk, closeups: Closeups, regions: RegionModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._desk = desk
        self._closeups = closeups
        self._regions = regions
        self._item: Item | None = None
        self._large: QImage | None = None
        self._heat = HeatLayer(regions, theme)
        self.frame = PartFrame()
        self._is_choosing = False
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
        self._heat.use_theme(theme)
        self.update()

    def show_item(self, item: Item) -> None:
        """Show the picture of an item, fitted."""
        if self._item is None or item.id != self._item.id:
            self._large, self._zoom, self._middle = None, None, QPointF(0.5, 0.5)
            self._drop_part()
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
        self._place_find()
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
        """Take hold of the rectangle or the picture, or begin to draw."""
        if event.button() != Qt.MouseButton.LeftButton or self._item is None:
            return
        draws = self.is_fitted or self._is_choosing or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.frame.press(event.position(), self._target(), may_draw=draws):
            self._redraw()
        else:
            self._grabbed = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Draw, or move the picture; a hand or arrows tell beforehand."""
        if self.frame.is_held:
            self.frame.drag(event.position(), self._target())
            self._redraw()
        elif self._grabbed is not None:
            here = event.position().toPoint()
            self._move(QPointF(self._grabbed - here))
            self._grabbed = here
        else:
            self._point(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go."""
        self._grabbed = None
        if self.frame.is_held:
            self.frame.release()
            self._choose(is_on=self.frame.part is not None)
        self._point(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask with the rectangle that was hit; else every pixel, or all of the picture."""
        if self.frame.seen(self._target()).contains(event.position()):
            self.ask_with_part()
        elif self.is_fitted:
            self._zoom_to(1.0 / self.devicePixelRatioF(), event.position())
        else:
            self.fit()

    def event(self, event: QEvent) -> bool:
        """Esc takes the rectangle away before it means anything to the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.wants(event):
            event.accept()
            return True
        return super().event(event)

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key means the rectangle rather than what is around the picture."""
        keys = {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, *_ARROWS}
        return (self._is_choosing or self.frame.part is not None) and event.key() in keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Zoom, move, fit, open; or move the rectangle and ask with it."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.wants(event):
            self._press_for_part(Qt.Key(event.key()), shift=shift)
            return
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
        self._heat.paint(painter, target, self.rect())
        self.frame.paint(painter, target, self.theme)
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
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Picture"))
        self.tools = QWidget(self)
        self.tools.setProperty("look", "tools")
        self.tools.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.percent = label("", "quiet")
        fitted = icon_button(theme, "fit", self.tr("Fit (Home)"), self.fit)
        every = icon_button(theme, "zoom", self.tr("Every pixel (End)"), self.show_every_pixel)
        self.matched = icon_button(theme, "focus", self.tr("Show what matched (H)"), self._toggle_heat)
        self.matched.setCheckable(True)
        self.chosen = icon_button(
            theme, "box", self.tr("Draw a rectangle around the part to ask with (S)"), self._toggle_choosing
        )
        self.chosen.setCheckable(True)
        ask = icon_button(theme, "search", self.tr("Find more like the part in view (R)"), self.ask_with_part)
        self._icons: tuple[tuple[QToolButton, str], ...] = (
            (fitted, "fit"),
            (every, "zoom"),
            (self.chosen, "box"),
            (ask, "search"),
            (self.matched, "focus"),
        )
        for button, icon in self._icons:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys do the same
            button.setIcon(theme.icon(icon, "text"))
        row = QHBoxLayout(self.tools)
        parts = (self.percent, fitted, every, self.chosen, ask, self.matched)
        fill(row, *parts, margins=(8, 3, 4, 3), gap=2)
        self.tools.hide()
        self.find_more = QPushButton(self.tr("Find more like this"), self)
        self.find_more.setProperty("look", "primary")
        self.find_more.setToolTip(
            self.tr("Enter; Shift+Enter beside what is asked already · Esc: take the rectangle away")
        )
        self.find_more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.find_more.clicked.connect(lambda: self.ask_with_part(adds=_is_shift_down()))
        self.find_more.hide()

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
            Qt.Key.Key_S: self._toggle_choosing,
            Qt.Key.Key_Left: lambda: self._move(QPointF(-far, 0)),
            Qt.Key.Key_Right: lambda: self._move(QPointF(far, 0)),
            Qt.Key.Key_Up: lambda: self._move(QPointF(0, -far)),
            Qt.Key.Key_Down: lambda: self._move(QPointF(0, far)),
            Qt.Key.Key_Return: lambda: self.opened.emit(self._item),
            Qt.Key.Key_Enter: lambda: self.opened.emit(self._item),
        }

    def ask_with_part(self, *, adds: bool = False) -> None:
        """Ask with the chosen part of the picture, or the part that is in view.

        Args:
            adds: beside what is asked already, rather than instead of it.
        """
        region = self.frame.region() or self._region_in_view()
        if self._item is not None and region is not None:
            (self.part_added if adds else self.part_wanted).emit(region)

    def _region_in_view(self) -> Region | None:
        target = self._target()
        seen = target.intersected(QRectF(self.rect()))
        if seen.isEmpty():
            return None
        x, y = (seen.left() - target.left()) / target.width(), (seen.top() - target.top()) / target.height()
        wide, high = seen.width() / target.width(), seen.height() / target.height()
        return region_of(QRectF(x, y, wide, high))

    # ---- inside: choosing a part

    def choose_part(self) -> None:
        """Put a rectangle in the middle of what is seen, to be moved and sized by mouse or keys."""
        target = self._target()
        seen = target.intersected(QRectF(self.rect()))
        middle = QRectF(0, 0, seen.width() / 2, seen.height() / 2)
        middle.moveCenter(seen.center())
        self.frame.put(middle, target)
        self._choose(is_on=True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_choosing(self) -> None:
        if self._is_choosing or self._item is None:
            self._drop_part()
        else:
            self.choose_part()

    def _drop_part(self) -> None:
        self.frame.part = None
        self._choose(is_on=False)

    def _choose(self, *, is_on: bool) -> None:
        self._is_choosing = is_on
        self.chosen.setChecked(is_on)
        self._redraw()

    def _press_for_part(self, key: Qt.Key, *, shift: bool) -> None:
        if key in _ARROWS:
            self.frame.nudge(_ARROWS[key] * KEY_STEP, self._target(), resizes=shift)
            self._redraw()
        elif key == Qt.Key.Key_Escape:
            self._drop_part()
        else:
            self.ask_with_part(adds=shift)

    def _point(self, at: QPointF) -> None:
        """Tell by the pointer's shape what a press would do."""
        around = Qt.CursorShape.CrossCursor if self._is_choosing or self.is_fitted else Qt.CursorShape.OpenHandCursor
        self.setCursor(self.frame.cursor(at, self._target()) or around)

    def _place_find(self) -> None:
        """Below the rectangle, or above it, or at its foot, whatever is in view."""
        box = self.frame.seen(self._target()).intersected(QRectF(self.rect()))
        self.find_more.setVisible(not box.isEmpty() and not self.frame.is_held)
        self.find_more.adjustSize()
        wide, high = self.find_more.width(), self.find_more.height()
        y = next((y for y in (box.bottom() + 8, box.top() - high - 8) if 0 <= y <= self.height() - high), None)
        x = max(4.0, min(self.width() - wide - 4.0, box.center().x() - wide / 2))
        self.find_more.move(round(x), round(box.bottom() - high - 8 if y is None else y))

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
        self._place_find()
        self._show_tools()
        self.update()

    def _say(self) -> None:
        shown = round(self.zoom * self.devicePixelRatioF() * 100)
        self.percent.setText(f"{shown} %")
        said = self.tr("at {n} per cent").format(n=shown)
        region = self.frame.region()
        if region is not None:
            part = self.tr(
                "chosen: {wide:.0f} × {high:.0f} per cent of it, {x:.0f} from the left, {y:.0f} from the top"
            )
            said += ", " + part.format(wide=region.width, high=region.height, x=region.x, y=region.y)
        self.setAccessibleDescription(said)

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

    # ---- inside: tools and regions

    def _toggle_heat(self) -> None:
        self._regions.switch(is_on=not self._regions.is_on and self._regions.is_possible)

    def _show_regions(self) -> None:
        self.matched.setVisible(self._regions.is_possible)
        self.matched.setChecked(self._regions.is_on)
        self._show_tools()
        self.update()

    def _show_tools(self) -> None:
        is_used = not self.is_fitted or self._regions.is_on or self._is_choosing
        is_near = self.underMouse() or self.hasFocus() or is_used
        self.tools.setVisible(is_near and self._item is not None)
        self._place_tools()

    def _place_tools(self) -> None:
        self.tools.adjustSize()
        left, below = self.width() - self.tools.width() - 6, self.height() - self.tools.height() - 6
        self.tools.move(left, below)
        if not self.find_more.isHidden() and self.find_more.geometry().intersects(self.tools.geometry()):
            self.tools.move(left, 6)


def _is_shift_down() -> bool:
    return bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
