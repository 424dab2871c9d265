"""A row of near items: one click picks, the lens asks for more like it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from orrery.domain.item import Item, Passage
from orrery.domain.modality import Kind
from orrery.panels.theme import Theme, body_font
from orrery.panels.tiles import paint_tile
from orrery.viewmodels.dragging import dragged
from orrery.viewmodels.items import Desk
from orrery.viewmodels.wording import shown_name
from orrery.workflows.find import Answer

OWNER = "neighbours"
GAP = 6
COLUMNS = 3
LINE = 22
LENS = 20
"""Pixels a side of the button that asks."""


class NeighbourStrip(QWidget):
    """Pictures and sounds as tiles beside one another, texts as lines below one another.

    Signals:
        picked(Item): to be looked at.
        asked(Item): to become the query.
        menu_wanted(Item, QPoint): at a place on the screen.
    """

    picked = Signal(object)
    asked = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self, kind: Kind, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._kind = kind
        self._desk = desk
        self._hits: tuple[Answer, ...] = ()
        self._at = -1
        self._pressed: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fit()

    def show_hits(self, hits: Sequence[Answer]) -> None:
        """Show these, nearest first."""
        self._hits = tuple(hits)[:COLUMNS]
        self._at = -1
        words = ", ".join(shown_name(hit.item.path) for hit in self._hits)
        self.setAccessibleDescription(words)
        self._fit()
        self.update()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items shown."""
        return tuple(hit.item for hit in self._hits)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May become narrow."""
        return QSize(60, self.height())

    def box(self, at: int) -> QRectF:
        """Where a neighbour is drawn."""
        if self._kind is Kind.TEXT:
            return QRectF(0, at * LINE, self.width(), LINE)
        wide = (self.width() - (COLUMNS - 1) * GAP) / COLUMNS
        return QRectF(at * (wide + GAP), 0, wide, self.height())

    def lens(self, at: int) -> QRectF:
        """Where the button that asks is drawn."""
        box = self.box(at)
        return QRectF(box.right() - LENS - 2, box.top() + (1 if self._kind is Kind.TEXT else 3), LENS, LENS)

    # ---- Qt

    def resizeEvent(self, _: object) -> None:  # noqa: N802
        """Keep the shape of the tiles."""
        self._fit()

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw the neighbours."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, hit in enumerate(self._hits):
            if self._kind is Kind.TEXT:
                self._paint_line(painter, at, hit)
            else:
                self._paint_tile(painter, at, hit)
            if at == self._at:
                self._paint_lens(painter, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Show the lens of the tile under the mouse; start a drag."""
        self._point_at(self._under(event.position()))
        far = self._pressed is not None and (event.position() - self._pressed).manhattanLength() > 10
        if far and event.buttons() & Qt.MouseButton.LeftButton and self._at >= 0:
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(dragged([self._hits[self._at].item]))
            drag.setPixmap(self.grab(self.box(self._at).toRect()))
            drag.exec(Qt.DropAction.CopyAction)

    def leaveEvent(self, _: object) -> None:  # noqa: N802
        """Hide the lens."""
        if not self.hasFocus():
            self._point_at(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Remember where a drag may begin."""
        self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Pick, or ask when the lens was hit."""
        at = self._under(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0 and self._pressed is not None:
            told = self.asked if self.lens(at).contains(event.position()) else self.picked
            told.emit(self._hits[at].item)
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask."""
        at = self._under(event.position())
        if at >= 0:
            self.asked.emit(self._hits[at].item)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done."""
        at = self._under(QPointF(event.pos()))
        if at >= 0:
            self.menu_wanted.emit(self._hits[at].item, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move, Space picks, Enter asks."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key())
        )
        if step is not None and self._hits:
            self._point_at(max(0, min(len(self._hits) - 1, self._at + step)))
        elif event.key() == Qt.Key.Key_Space and self._at >= 0:
            self.picked.emit(self._hits[self._at].item)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._at >= 0:
            self.asked.emit(self._hits[self._at].item)
        else:
            super().keyPressEvent(event)

    # ---- inside

    def _fit(self) -> None:
        if self._kind is Kind.TEXT:
            self.setFixedHeight(max(1, len(self._hits)) * LINE)
        else:
            self.setFixedHeight(round(max(30, (self.width() - 2 * GAP) / COLUMNS * 0.6)))

    def _under(self, place: QPointF) -> int:
        return next((at for at in range(len(self._hits)) if self.box(at).contains(place)), -1)

    def _point_at(self, at: int) -> None:
        if at != self._at:
            self._at = at
            name = shown_name(self._hits[at].item.path) if at >= 0 else ""
            self.setToolTip(
                self.tr("{name}: click to look, lens to find more like it").format(name=name) if name else ""
            )
            self.update()

    def _paint_tile(self, painter: QPainter, at: int, hit: Answer) -> None:
        box = self.box(at)
        tile = self._desk.thumbnails.tile(OWNER, hit.item, round(box.width() * self.devicePixelRatioF() * 1.34))
        paint_tile(painter, box, hit.item.kind, tile, self.theme, round_px=6)

    def _paint_line(self, painter: QPainter, at: int, hit: Answer) -> None:
        box = self.box(at).adjusted(0, 0, -LENS - 4 if at == self._at else 0, 0)
        painter.setFont(body_font(12))
        painter.setPen(self.theme.colour("text"))
        words = hit.part.text if isinstance(hit.part, Passage) else self._desk.items.opening(hit.item.id)
        name = shown_name(hit.item.path)
        said = f"{name} · “{' '.join(words[:200].split())}”" if words else name
        shown = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_lens(self, painter: QPainter, at: int) -> None:
        box = self.lens(at)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("panel", 0.82))
        painter.drawRoundedRect(box, 5, 5)
        icon = self.theme.picture("search", 13, "accent", self.devicePixelRatioF())
        painter.drawPixmap(box.topLeft() + QPointF(3.5, 3.5), icon)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("accent"), 1.2))
        if self._kind is not Kind.TEXT:
            painter.drawRoundedRect(self.box(at).adjusted(0.6, 0.6, -0.6, -0.6), 6, 6)
