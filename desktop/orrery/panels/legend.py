"""What shapes and colours on the map mean; a click on a line dims it, its menu does more."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFontMetrics,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from orrery.domain.modality import Kind
from orrery.mapping.raster import Shape
from orrery.panels.map_layers import ramp_steps, swatch_colour
from orrery.panels.theme import Theme, body_font
from orrery.viewmodels.map_colours import ColourBy, LegendRow
from orrery.viewmodels.map_model import MapModel
from orrery.viewmodels.result_model import kind_word
from orrery.viewmodels.wording import grouped

ROWS = 6
"""Lines shown until all are wanted; the largest come first."""

LINE = 25
"""Pixels that a line takes."""

NAME_WIDTH = 170


class Legend(QFrame):
    """Kinds by shape in the first row, then one line a colour.

    Signals:
        wanted(int, str): key and name of a line whose items alone are to stay in view, everywhere.
        cluster_wanted(int): a cluster is to be picked, and told what it is.
        name_wanted(int): a cluster is to be given a name.
    """

    wanted = Signal(int, str)
    cluster_wanted = Signal(int)
    name_wanted = Signal(int)

    def __init__(self, model: MapModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._room = ROWS
        self._is_long = False
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
        room = max(0, (height - 34) // LINE)
        if room != self._room:
            self._room = room
            self.show_state()

    def show_state(self, *_: object) -> None:
        """Show what shapes and colours mean now."""
        rows = self._model.legend.rows()
        kinds = tuple((kind, self._model.legend.is_kind_on(kind)) for kind in Kind)
        state = (rows, kinds, self._model.legend.colour_by, self._most(len(rows)), self._is_long)
        if state != self._shown:
            self._shown = state
            self._fill(rows)
        self.setVisible(self._model.picture is not None and len(self._model.points) > 0)

    # ---- inside

    def _most(self, count: int) -> int:
        """How many lines are shown, one of them kept for "more" where that is not all."""
        most = min(self._room, count if self._is_long else ROWS)
        return most if most >= count else max(0, most - 1)

    def _show_more(self) -> None:
        self._is_long = not self._is_long
        self.show_state()

    def _fill(self, rows: tuple[LegendRow, ...]) -> None:
        while (old := self._lines.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lines.addWidget(self._kinds())
        if self._model.legend.colour_by is ColourBy.MATCH:
            self._lines.addWidget(Ramp(self._theme, self))
        elif self._model.legend.colour_by is not ColourBy.KIND:
            self._fill_lines(rows)
        for at in range(self._lines.count()):
            line = self._lines.itemAt(at)
            if line is not None and (widget := line.widget()) is not None:
                widget.show()  # Qt would show it later, and the size would be that of an empty legend
        self.adjustSize()

    def _fill_lines(self, rows: tuple[LegendRow, ...]) -> None:
        most = self._most(len(rows))
        for row in rows[:most]:
            self._lines.addWidget(self._line(row))
        if not rows:
            words = (
                self.tr("no tags yet") if self._model.legend.colour_by is ColourBy.TAG else self.tr("nothing known yet")
            )
            self._lines.addWidget(Entry(words, "", self._theme, self))
        elif len(rows) > ROWS and self._room > 1:
            left = len(rows) - most
            words = self.tr("{count} more").format(count=left) if not self._is_long else self.tr("fewer")
            more = Entry(words, "", self._theme, self)
            more.clicked.connect(self._show_more)
            self._lines.addWidget(more)

    def _kinds(self) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        by_kind = self._model.legend.colour_by is ColourBy.KIND
        for kind, shape in zip(Kind, Shape, strict=True):
            colour = swatch_colour(self._theme, ColourBy.KIND, shape) if by_kind else self._theme.colour("text")
            entry = Entry(kind_word(kind), "", self._theme, holder, (shape, colour))
            entry.show_on(is_on=self._model.legend.is_kind_on(kind))
            entry.clicked.connect(lambda _=False, kind=kind: self._model.legend.toggle_kind(kind))
            row.addWidget(entry)
        row.addStretch()
        return holder

    def _line(self, row: LegendRow) -> QWidget:
        model = self._model
        colour = swatch_colour(self._theme, model.legend.colour_by, row.swatch, ramp_steps(model))
        entry = Entry(row.name, grouped(row.count), self._theme, self, (Shape.CIRCLE, colour))
        entry.show_on(is_on=row.is_on)
        entry.clicked.connect(lambda _=False, key=row.key: model.legend.toggle(key))
        entry.alone.connect(lambda key=row.key: model.legend.only(key))
        entry.menu_wanted.connect(lambda at, row=row: self._open_menu(row, at))
        return entry

    def _open_menu(self, row: LegendRow, at: object) -> None:
        model = self._model
        menu = QMenu(self)
        menu.addAction(self.tr("Dim it") if row.is_on else self.tr("Show it"), lambda: model.legend.toggle(row.key))
        menu.addAction(self.tr("Dim all others"), lambda: model.legend.only(row.key))
        menu.addSeparator()
        if model.legend.colour_by is ColourBy.CLUSTER and row.key >= 0:
            menu.addAction(self.tr("Pick it and tell what it is"), lambda: self.cluster_wanted.emit(row.key))
            menu.addAction(self.tr("Rename…"), lambda: self.name_wanted.emit(row.key))
        else:
            menu.addAction(self.tr("Pick its items"), lambda: model.selection.replace(model.legend.items_of(row.key)))
        menu.addAction(self.tr("Keep only these in view"), lambda: self.wanted.emit(row.key, row.name))
        menu.popup(at)  # type: ignore[call-overload]


class Entry(QAbstractButton):
    """One clickable meaning: a sign, a name, a count.

    Signals:
        alone(): this one and no other is wanted (Ctrl held, or a double click).
        menu_wanted(QPoint): at a place on the screen.
    """

    alone = Signal()
    menu_wanted = Signal(object)

    def __init__(
        self, name: str, count: str, theme: Theme, parent: QWidget, sign: tuple[Shape, QColor] | None = None
    ) -> None:
        super().__init__(parent)
        self._count = count
        self._sign = sign
        self._theme = theme
        self._is_on = True
        self._name = QFontMetrics(body_font(12)).elidedText(name, Qt.TextElideMode.ElideRight, NAME_WIDTH)
        self.setText(name)
        self.setAccessibleName(f"{name} {count}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_on(self, *, is_on: bool) -> None:
        """Show whether what it stands for is dimmed."""
        self._is_on = is_on
        state = self.tr("shown") if is_on else self.tr("dimmed")
        self.setAccessibleName(f"{self.text()} {self._count} {state}".replace("  ", " "))
        self.setToolTip(self.tr("{name}: click dims it, Ctrl and click dims all others").format(name=self.text()))

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
        """A click; with Ctrl it means the others. A drag over the legend stays here and does not reach the map."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.isDown():
            self.setDown(False)
            self.alone.emit()
        else:
            super().mouseReleaseEvent(event)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer more."""
        self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw sign, name and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self._is_on else 0.4)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._sign is not None:
            painter.setBrush(self._sign[1])
            paint_sign(painter, self._sign[0], QPointF(6, self.height() / 2), 4.6)
        painter.setFont(body_font(12))
        painter.setPen(self._theme.colour("strong" if self.underMouse() or self.hasFocus() else "text"))
        painter.drawText(QRectF(18, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self._name)
        if self._count:
            left = 18 + painter.fontMetrics().horizontalAdvance(self._name) + 8
            painter.setPen(self._theme.colour("quiet"))
            painter.drawText(QRectF(left, 0, 80, self.height()), Qt.AlignmentFlag.AlignVCenter, self._count)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


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
