"""The names of clusters on the map, as finished little pictures."""

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from orrery.panels.theme import Theme, body_font

HALO = 3
"""Pixels of ground around the letters, so that points do not make them hard to read."""

LONGEST = 240
"""Pixels of a name; a longer one ends in an ellipsis."""

KEPT = 400


class NamePictures:
    """Draws each name once: a stroke around letters costs 1 to 2 ms, a picture of it 0.01 ms."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._kept: dict[tuple[object, ...], QImage] = {}

    def shown(self, name: str) -> str:
        """A name as far as there is room for it."""
        return QFontMetricsF(_font()).elidedText(name, Qt.TextElideMode.ElideRight, LONGEST)

    def size(self, name: str) -> tuple[float, float]:
        """Width and height of a name with its halo, in pixels at 100 %."""
        metrics = QFontMetricsF(_font())
        return round(metrics.horizontalAdvance(self.shown(name))) + 2 * HALO, round(metrics.height()) + 2

    def picture(self, name: str, ratio: float, *, is_lit: bool) -> QImage:
        """A name on its halo.

        Args:
            name: in full.
            ratio: device pixels a pixel.
            is_lit: False where it has nothing to do with the question.
        """
        key = (name, ratio, is_lit, self.theme.name)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = self._drawn(name, ratio, is_lit=is_lit)
        return self._kept[key]

    def _drawn(self, name: str, ratio: float, *, is_lit: bool) -> QImage:
        size = QSizeF(*self.size(name))
        image = QImage((size * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addText(QPointF(HALO, 1 + QFontMetricsF(_font()).ascent()), _font(), self.shown(name))
        halo = QPen(self.theme.colour("ground", 0.85), 2 * HALO - 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, halo)
        painter.fillPath(path, self.theme.colour("strong" if is_lit else "faint"))
        painter.end()
        return image


def _font() -> QFont:
    return body_font(11, strong=True)
