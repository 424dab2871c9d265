"""What of a picture matched, laid over it: what did not matter is darkened, what did keeps its colours."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from orrery.panels.theme import Theme, body_font
from orrery.viewmodels.region_model import RegionModel
from orrery.workflows.regions import CLEAR_Z, Regions

LEAST_LOSS = 0.3
"""Standard deviations below which nothing in particular matched: half of all captions lose 1.9."""


class HeatLayer:
    """Draws the regions of the picture in hand, or says in words why there are none to draw."""

    def __init__(self, regions: RegionModel, theme: Theme) -> None:
        self._regions = regions
        self._theme = theme
        self._drawn: tuple[Regions, QImage] | None = None

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme, self._drawn = theme, None

    def paint(self, painter: QPainter, target: QRectF, around: QRect) -> None:
        """Draw over a picture.

        Args:
            painter: of the widget.
            target: where the whole picture stands.
            around: the widget.
        """
        found = self._regions.regions
        if found is not None and found.loss >= LEAST_LOSS:
            if self._drawn is None or self._drawn[0] is not found:
                self._drawn = found, heat_picture(found, self._theme)
            left, top, wide, high = found.area
            box = QRectF(target.left() + left * target.width(), target.top() + top * target.height(), 0, 0)
            box.setSize(QRectF(0, 0, wide * target.width(), high * target.height()).size())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._drawn[1])
        words = self._words_about(found)
        if words:
            self._paint_words(painter, words, around)

    def _words_about(self, found: Regions | None) -> str:
        if not self._regions.is_on:
            return ""
        if self._regions.is_making:
            return QCoreApplication.translate("HeatLayer", "Looking for what matched…")
        if found is None or found.loss < LEAST_LOSS:
            whole = QCoreApplication.translate("HeatLayer", "The picture matched as a whole.")
            return whole if self._regions.is_possible else ""
        return ""

    def _paint_words(self, painter: QPainter, words: str, around: QRect) -> None:
        painter.setFont(body_font(12))
        wide = painter.fontMetrics().horizontalAdvance(words) + 20
        box = QRectF((around.width() - wide) / 2, 10, wide, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("panel", 0.88))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


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
