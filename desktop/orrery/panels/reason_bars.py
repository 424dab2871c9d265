"""Bars that say why an item matched."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from orrery.panels.theme import Theme, body_font
from orrery.search.explain import Reason

ROW = 21


class ReasonBars(QWidget):
    """A concept, a bar, a number: three columns that share the width."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._reasons: tuple[Reason, ...] = ()
        self.setFixedHeight(ROW)
        self.setAccessibleName(self.tr("Why it matched"))

    def show_reasons(self, reasons: Sequence[Reason]) -> None:
        """Show these, the strongest first."""
        self._reasons = tuple(reasons)
        self.setFixedHeight(max(1, len(self._reasons)) * ROW)
        self.setAccessibleDescription(", ".join(f"{reason.concept} {_share(reason)}" for reason in self._reasons))
        self.update()

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(body_font(12))
        left = min(110.0, self.width() * 0.4)
        right = self.width() - 34.0
        for at, reason in enumerate(self._reasons):
            box = QRectF(0, at * ROW, self.width(), ROW)
            painter.setPen(self.theme.colour("text"))
            name = painter.fontMetrics().elidedText(reason.concept, Qt.TextElideMode.ElideRight, round(left) - 8)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, _share(reason))
            track = QRectF(left, box.center().y() - 3, right - left, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("line"))
            painter.drawRoundedRect(track, 3, 3)
            painter.setBrush(self.theme.colour("accent"))
            share = max(0.0, min(1.0, reason.score))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(6.0, track.width() * share), 6), 3, 3)


def _share(reason: Reason) -> str:
    """As the scores of the results are shown: 0 to 100."""
    return str(round(100 * reason.score))
