"""What shapes and colours on the map mean; a click on a line dims it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QLinearGradient, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from orrery.domain.modality import Kind
from orrery.mapping.raster import Shape
from orrery.panels.map_layers import swatch_colour
from orrery.panels.theme import Theme, body_font
from orrery.viewmodels.map_colours import ColourBy, LegendRow
from orrery.viewmodels.map_model import MapModel
from orrery.viewmodels.result_model import kind_word
from orrery.viewmodels.wording import grouped

ROWS = 6
"""Lines shown at most; the largest are named, the rest is on the map."""

NAME_WIDTH = 170


class Legend(QFrame):
    """Kinds by shape in the first row, then one line a colour."""

    def __init__(self, model: MapModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._most = ROWS
        self._shown: object = None
        self.setProperty("look", "raised")
        self.setAccessibleName(self.tr("Legend"))
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(12, 9, 14, 9)
        self._lines.setSpacing(5)
        model.redrawn.connect(self.show_state)
        model.restyled.connect(self.show_state)
        self.show_state()

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self._shown = None
        self.show_state()

    def fit(self, height: int) -> None:
        """Show as many lines as there is room for."""
        most = max(0, min(ROWS, height // 90))
        if most != self._most:
            self._most = most
            self.show_state()

    def show_state(self, *_: object) -> None:
        """Show what shapes and colours mean now."""
        rows = self._model.legend()[: self._most]
        kinds = tuple((kind, self._model.is_kind_on(kind)) for kind in Kind)
        state = (rows, kinds, self._model.colour_by)
        if state != self._shown:
            self._shown = state
            self._fill(rows)
        self.setVisible(self._model.picture is not None)

    # ---- inside

    def _fill(self, rows: tuple[LegendRow, ...]) -> None:
        while (old := self._lines.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lines.addWidget(self._kinds())
        if self._model.colour_by is ColourBy.MATCH:
            self._lines.addWidget(Ramp(self._theme, self))
        elif self._model.colour_by is not ColourBy.KIND:
            for row in rows:
                self._lines.addWidget(self._line(row))
        for at in range(self._lines.count()):
            line = self._lines.itemAt(at)
            if line is not None and (widget := line.widget()) is not None:
                widget.show()  # Qt would show it later, and the size would be that of an empty legend
        self.adjustSize()

    def _kinds(self) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        by_kind = self._model.colour_by is ColourBy.KIND
        for kind, shape in zip(Kind, Shape, strict=True):
            colour = swatch_colour(self._theme, ColourBy.KIND, shape) if by_kind else self._theme.colour("text")
            entry = Entry(
                kind_word(kind), "", shape, colour, self._theme, is_on=self._model.is_kind_on(kind), parent=holder
            )
            entry.clicked.connect(lambda _=False, kind=kind: self._model.toggle_kind(kind))
            row.addWidget(entry)
        row.addStretch()
        return holder

    def _line(self, row: LegendRow) -> QWidget:
        colour = swatch_colour(self._theme, self._model.colour_by, row.swatch)
        entry = Entry(row.name, grouped(row.count), Shape.CIRCLE, colour, self._theme, is_on=row.is_on, parent=self)
        entry.clicked.connect(lambda _=False, key=row.key: self._model.toggle(key))
        return entry


class Entry(QAbstractButton):
    """One clickable meaning: a sign, a name, a count."""

    def __init__(
        self, name: str, count: str, shape: Shape, colour: QColor, theme: Theme, *, is_on: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._count = count
        self._shape = shape
        self._colour = colour
        self._theme = theme
        self._is_on = is_on
        self._name = QFontMetrics(body_font(12)).elidedText(name, Qt.TextElideMode.ElideRight, NAME_WIDTH)
        self.setText(name)
        state = self.tr("shown") if is_on else self.tr("dimmed")
        self.setAccessibleName(f"{name} {count} {state}".replace("  ", " "))
        self.setToolTip(self.tr("Click to dim, click again to show"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as its words."""
        metrics = QFontMetrics(body_font(12))
        wide = metrics.horizontalAdvance(self._name) + (
            metrics.horizontalAdvance(self._count) + 8 if self._count else 0
        )
        return QSize(18 + wide, 20)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Answer the mouse."""
        super().enterEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click; a drag over the legend stays here and does not reach the map."""
        super().mouseReleaseEvent(event)
        event.accept()

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw sign, name and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self._is_on else 0.4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        paint_sign(painter, self._shape, QPointF(6, self.height() / 2), 4.6)
        painter.setFont(body_font(12))
        painter.setPen(self._theme.colour("strong" if self.underMouse() or self.hasFocus() else "text"))
        painter.drawText(QRectF(18, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self._name)
        if self._count:
            left = 18 + painter.fontMetrics().horizontalAdvance(self._name) + 8
            painter.setPen(self._theme.colour("quiet"))
            painter.drawText(QRectF(left, 0, 80, self.height()), Qt.AlignmentFlag.AlignVCenter, self._count)


class Ramp(QWidget):
    """The colours of a match, from far to near."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(180, 30)
        self.setAccessibleName(self.tr("Colours from a far to a near match"))

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw the ramp and its two ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = QLinearGradient(0, 0, self.width(), 0)
        colours.setColorAt(0, self._theme.cluster(-1))
        colours.setColorAt(1, self._theme.colour("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours)
        painter.drawRoundedRect(QRectF(0, 2, self.width(), 7), 3.5, 3.5)
        painter.setFont(body_font(11))
        painter.setPen(QPen(self._theme.colour("quiet")))
        box = QRectF(0, 12, self.width(), 18)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.tr("far"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.tr("near"))


def paint_sign(painter: QPainter, shape: Shape, at: QPointF, radius: float) -> None:
    """A point's shape, larger, with the painter's pen and brush."""
    if shape is Shape.CIRCLE:
        painter.drawEllipse(at, radius, radius)
    elif shape is Shape.SQUARE:
        painter.drawRect(QRectF(at.x() - radius * 0.9, at.y() - radius * 0.9, radius * 1.8, radius * 1.8))
    else:
        corners = [
            QPointF(0, -radius * 1.1),
            QPointF(radius * 1.1, radius * 0.85),
            QPointF(-radius * 1.1, radius * 0.85),
        ]
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
