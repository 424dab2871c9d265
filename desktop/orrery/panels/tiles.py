"""How an item looks when it is small: a cropped photo, a waveform, the words of a passage."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from orrery.domain.modality import Kind
from orrery.panels.theme import Theme
from orrery.viewmodels.thumbnails import Peaks, Tile

SERIF = ("Source Serif 4", "DejaVu Serif", "Georgia", "serif")
Spans = Sequence[tuple[int, int]]


def serif_font(size: int) -> QFont:
    """The face in which passages are set, so that they read as quotations."""
    font = QFont()
    font.setFamilies(list(SERIF))
    font.setPixelSize(size)
    return font


def paint_tile(
    painter: QPainter,
    box: QRectF,
    kind: Kind | None,
    tile: Tile | None,
    theme: Theme,
    *,
    words: str = "",
    round_px: float = 5,
) -> None:
    """Draw an item into a box: its picture, its waveform, its words, or a plain card while none of them is there."""
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(box, round_px, round_px)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, theme.colour("sound_ground" if kind is Kind.SOUND else "raised"))
    painter.setClipPath(path)
    if tile is not None and tile.image is not None:
        paint_cover(painter, box, tile.image)
    elif tile is not None and tile.peaks is not None:
        inset = min(8.0, box.width() * 0.08)
        paint_waveform(painter, box.adjusted(inset, inset, -inset, -inset), tile.peaks, theme.colour("sound"))
    elif words:
        paint_words(painter, box.adjusted(3, 2, -2, 0), words, theme, font=serif_font(6 if box.width() < 60 else 8))
    else:
        paint_sign_of(painter, box, kind, theme, is_final=tile is not None)
    painter.restore()


def paint_cover(painter: QPainter, box: QRectF, image: QImage) -> None:
    """Fill a box with the middle of a picture; nothing is stretched."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    scale = min(image.width() / box.width(), image.height() / box.height())
    wide, high = box.width() * scale, box.height() * scale
    painter.drawImage(box, image, QRectF((image.width() - wide) / 2, (image.height() - high) / 2, wide, high))


def paint_waveform(
    painter: QPainter,
    box: QRectF,
    peaks: Peaks,
    colour: QColor,
    *,
    played: float = 0.0,
    played_colour: QColor | None = None,
) -> None:
    """Draw a sound's loudness as upright bars, louder ones longer, symmetrical as people know it from players.

    Args:
        painter: anything.
        box: in which it is drawn.
        peaks: (n, 2).
        colour: of the bars.
        played: share that has been played, 0 to 1.
        played_colour: of the bars that have been played.
    """
    step = 3.0 if box.width() > 70 else 2.0
    heights = bar_heights(peaks, max(1, int(box.width() // step)))
    middle, reach = box.center().y(), box.height() / 2
    bars = [
        QLineF(x := box.left() + (at + 0.5) * step, middle - (half := max(0.6, height * reach)), x, middle + half)
        for at, height in enumerate(heights.tolist())
    ]
    done = round(played * len(bars))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for part, ink in ((bars[:done], played_colour or colour), (bars[done:], colour)):
        painter.setPen(QPen(ink, step * 0.55, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLines(part)


def bar_heights(peaks: Peaks, count: int) -> np.ndarray:
    """Loudness of equal stretches, (count,) in [0, 1]; the loudest reaches 1 unless the sound is near silent."""
    loud = np.abs(peaks.astype(np.float32)).max(axis=1) if len(peaks) else np.zeros(1, np.float32)
    edges = np.linspace(0, len(loud), count + 1)
    starts = np.minimum(edges[:-1].astype(int), len(loud) - 1)
    bars = np.maximum.reduceat(loud, starts)
    return bars / max(12.7, float(bars.max()))


def paint_words(
    painter: QPainter, box: QRectF, words: str, theme: Theme, *, font: QFont, marked: Spans = (), role: str = "text"
) -> None:
    """Set a passage into a box, as many lines as fit wholly, with marked words on a marker's colour."""
    painter.save()
    painter.setPen(theme.colour(role))
    flow = text_flow(words, box.width(), theme, font=font, marked=marked)
    for at in range(flow.lineCount()):
        line = flow.lineAt(at)
        if line.y() + line.height() * 0.85 > box.height():
            break
        ranges = [piece for piece in flow.formats() if piece.start < line.textStart() + line.textLength()]
        _paint_markers(painter, box, line, ranges, theme)
        line.draw(painter, box.topLeft())
    painter.restore()


def text_flow(words: str, width: float, theme: Theme, *, font: QFont, marked: Spans = ()) -> QTextLayout:
    """Break a passage into lines of a width."""
    flow = QTextLayout(words.replace("\n", " "), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    flow.setTextOption(option)
    flow.setFormats([_marked_range(start, end, theme) for start, end in marked])
    flow.beginLayout()
    y = 0.0
    while (line := flow.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height() * 1.12
    flow.endLayout()
    return flow


def paint_play(painter: QPainter, at: QPointF, side: float, colour: QColor, *, playing: bool) -> None:
    """A play triangle, or two bars while it plays; `at` is the middle of its left edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if playing:
        painter.drawRect(QRectF(at.x(), at.y() - side / 2, side * 0.34, side))
        painter.drawRect(QRectF(at.x() + side * 0.58, at.y() - side / 2, side * 0.34, side))
    else:
        corners = (at + QPointF(0, -side / 2), at + QPointF(side * 0.92, 0), at + QPointF(0, side / 2))
        painter.drawPolygon(corners)
    painter.restore()


def _marked_range(start: int, end: int, theme: Theme) -> QTextLayout.FormatRange:
    marked = QTextLayout.FormatRange()
    marked.start, marked.length = start, end - start
    style = QTextCharFormat()
    style.setForeground(theme.colour("strong"))
    marked.format = style
    return marked


def _paint_markers(
    painter: QPainter, box: QRectF, line: object, ranges: Sequence[QTextLayout.FormatRange], theme: Theme
) -> None:
    """The marker's colour behind words; QTextLayout would draw it without any air around them."""
    first, last = line.textStart(), line.textStart() + line.textLength()  # type: ignore[attr-defined]
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("highlight"))
    for piece in ranges:
        start, end = max(first, piece.start), min(last, piece.start + piece.length)
        if start < end:
            left, _ = line.cursorToX(start)  # type: ignore[attr-defined]
            right, _ = line.cursorToX(end)  # type: ignore[attr-defined]
            top = box.top() + line.y()  # type: ignore[attr-defined]
            high = line.height()  # type: ignore[attr-defined]
            painter.drawRoundedRect(QRectF(box.left() + left - 1.5, top, right - left + 3, high), 2, 2)
    painter.restore()


def paint_sign_of(painter: QPainter, box: QRectF, kind: Kind | None, theme: Theme, *, is_final: bool) -> None:
    """A quiet mark of the kind, where there is no preview; fainter while one is awaited."""
    side = round(min(28.0, box.width() * 0.34, box.height() * 0.5))
    if side < 6:
        return
    name = {Kind.IMAGE: "image", Kind.SOUND: "sound", Kind.TEXT: "text"}.get(kind, "warning") if kind else "warning"
    ratio = painter.device().devicePixelRatioF()
    painter.setOpacity(painter.opacity() * (0.9 if is_final else 0.35))
    middle = box.center()
    painter.drawPixmap(QPointF(middle.x() - side / 2, middle.y() - side / 2), _sign(name, side, theme, ratio))


_signs: dict[tuple[str, int, str, float], QPixmap] = {}
"""Marks as they were drawn; a dozen at most. Reading and drawing the file takes as long as a whole card."""


def _sign(name: str, side: int, theme: Theme, ratio: float) -> QPixmap:
    key = (name, side, theme.colours["faint"], ratio)
    if key not in _signs:
        _signs[key] = theme.picture(name, side, "faint", ratio)
    return _signs[key]
