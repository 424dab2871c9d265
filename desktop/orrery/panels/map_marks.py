"""Marks on the map: the pin of the question, an outline around what is picked, a path, the keyboard's cross."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from orrery.panels.theme import Theme, body_font


def paint_pin(painter: QPainter, at: QPointF, theme: Theme) -> None:
    """Where the question lies."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("ground", 0.9), 5))
    painter.setBrush(theme.colour("ground", 0.7))
    painter.drawEllipse(at, 8, 8)
    painter.setPen(QPen(theme.colour("strong"), 2))
    painter.drawEllipse(at, 8, 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("strong"))
    painter.drawEllipse(at, 3, 3)


def paint_outline(painter: QPainter, corners: QPolygonF, theme: Theme, *, is_open: bool) -> None:
    """A lasso or box; while it is being drawn a straight dotted line shows how it will be closed."""
    accent = theme.colour("accent")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent", 0.09))
    painter.drawPolygon(corners)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if is_open:
        painter.setPen(QPen(accent, 1.4))
        painter.drawPolyline(corners)
        painter.setPen(QPen(accent, 1.4, Qt.PenStyle.DotLine))
        painter.drawLine(corners.at(corners.count() - 1), corners.at(0))
    else:
        painter.setPen(QPen(accent, 1.2, Qt.PenStyle.DashLine))
        painter.drawPolygon(corners)


def paint_path(painter: QPainter, places: QPolygonF, theme: Theme, at: int) -> None:
    """The way between two points: a line through its stations, larger at either end and where one is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.colour("ground", 0.85), 5.0), (theme.colour("accent"), 1.8)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(places)
    painter.setPen(QPen(theme.colour("strong"), 1.6))
    painter.setBrush(theme.colour("accent"))
    for stop in range(places.count()):
        side = 5.5 if stop in {0, places.count() - 1} else 3.2
        painter.drawEllipse(places.at(stop), side, side)
    if 0 <= at < places.count():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("strong"), 2.4))
        painter.drawEllipse(places.at(at), 9, 9)


def paint_badge(painter: QPainter, at: QPointF, words: str, theme: Theme) -> None:
    """A few signs beside the mouse, such as how many items an outline holds."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = body_font(12, strong=True)
    wide = QFontMetricsF(font).horizontalAdvance(words) + 14
    box = QRectF(at.x() + 12, at.y() + 10, wide, 22)
    painter.setPen(QPen(theme.colour("accent"), 1))
    painter.setBrush(theme.colour("raised", 0.94))
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(font)
    painter.setPen(theme.colour("strong"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def paint_cross(painter: QPainter, at: QPointF, theme: Theme) -> None:
    """Where the keyboard stands while it draws."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for colour, width in ((theme.colour("ground", 0.9), 4), (theme.colour("strong"), 2)):
        painter.setPen(QPen(colour, width))
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(at + QPointF(4 * x, 4 * y), at + QPointF(13 * x, 13 * y))
