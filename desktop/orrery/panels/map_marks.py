"""Marks on the map: the pin of the question, names of clusters, an outline around what is picked."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

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


def paint_name(painter: QPainter, corner: QPointF, name: str, theme: Theme, *, is_lit: bool) -> None:
    """The name of a cluster, on a halo of the ground so that points do not make it hard to read."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = body_font(11, strong=True)
    path = QPainterPath()
    path.addText(corner + QPointF(0, QFontMetricsF(font).ascent()), font, name)
    halo = QPen(theme.colour("ground", 0.85), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, halo)
    painter.fillPath(path, theme.colour("strong" if is_lit else "faint"))


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
