"""Marks on the map: the pin of the question, an outline around what is picked, a path, the keyboard's cross."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from orrery.panels.theme import Theme


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


def paint_path(painter: QPainter, places: QPolygonF, theme: Theme) -> None:
    """The way between two points: a line through its stations, a ring at either end."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.colour("ground", 0.85), 5.0), (theme.colour("accent"), 1.8)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(places)
    painter.setPen(QPen(theme.colour("strong"), 1.6))
    painter.setBrush(theme.colour("accent"))
    for at in range(places.count()):
        is_end = at in {0, places.count() - 1}
        painter.drawEllipse(places.at(at), 5.0 if is_end else 3.0, 5.0 if is_end else 3.0)


def paint_cross(painter: QPainter, at: QPointF, theme: Theme) -> None:
    """Where the keyboard stands while it draws."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for colour, width in ((theme.colour("ground", 0.9), 4), (theme.colour("strong"), 2)):
        painter.setPen(QPen(colour, width))
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(at + QPointF(4 * x, 4 * y), at + QPointF(13 * x, 13 * y))
