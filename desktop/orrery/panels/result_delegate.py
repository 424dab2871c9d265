"""Draws one card of the results, and tells a click on its play button from a click on the card."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from orrery.domain.item import Passage, Stretch
from orrery.domain.modality import Kind
from orrery.panels.card_geometry import GAP, NAME_HEIGHT
from orrery.panels.theme import Theme, body_font
from orrery.panels.tiles import (
    paint_cover,
    paint_play,
    paint_sign_of,
    paint_tile,
    paint_waveform,
    paint_words,
    serif_font,
)
from orrery.viewmodels.arrangement import Divider, Head, length_of
from orrery.viewmodels.highlight import matched_spans, opening_at
from orrery.viewmodels.items import Desk
from orrery.viewmodels.result_columns import Row
from orrery.viewmodels.result_model import ResultModel, Role
from orrery.viewmodels.thumbnails import Tile
from orrery.viewmodels.wording import clock, grouped, shown_name

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

RADIUS = 8.0
COVERS = 200
"""Pictures kept as they are drawn, cut and scaled: some screens full, 10 MB. Scaling takes ten times as long."""

STEPPED_BACK = 0.45
"""Opacity of the picture on a card that is no likely match."""
OWNER = "results"


class ResultDelegate(QStyledItemDelegate):
    """Cards, the heads of groups, and the divider.

    Args:
        theme: the colours.
        desk: thumbnails and the player.
        play: called when a play button is clicked.
        toggle: called with its row when the count on a stack is clicked.
        parent: the view.
    """

    def __init__(
        self, theme: Theme, desk: Desk, play: Callable[[Row], None], toggle: Callable[[int], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._desk = desk
        self._play = play
        self._toggle = toggle
        self._covers: OrderedDict[tuple[int, int, int], QPixmap] = OrderedDict()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a card, a head or the divider."""
        row = index.data(Role.ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Divider):
            self._paint_divider(painter, QRectF(option.rect), str(index.data()))
        elif isinstance(row, Head):
            self._paint_head(painter, QRectF(option.rect), str(index.data()), row.count)
        elif isinstance(row, Row):
            self._paint_card(painter, option, row, index)
        painter.restore()

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: _Index) -> bool:  # noqa: N802
        """Play when the play button is clicked, unfold when a stack's count is; the click picks the card as well."""
        row = index.data(Role.ROW)
        if isinstance(event, QMouseEvent) and isinstance(row, Row) and row.stack > 1:
            picture, _ = _parts(QRectF(option.rect))
            if event.type() == QEvent.Type.MouseButtonRelease and stack_box(picture).contains(event.position()):
                self._toggle(index.row())
                return True
        if isinstance(event, QMouseEvent) and isinstance(row, Row) and row.item.kind is Kind.SOUND:
            picture, _ = _parts(QRectF(option.rect))
            released = event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton
            if released and play_box(picture).contains(event.position()):
                self._play(row)
                return True
        return super().editorEvent(event, model, option, index)  # type: ignore[arg-type]

    # ---- inside

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, index: _Index) -> None:
        card = _card(QRectF(option.rect))
        picture, name = _parts(QRectF(option.rect))
        state = option.state
        is_picked = bool(state & QStyle.StateFlag.State_Selected)
        # What stands behind the divider is an offer, not an answer: its picture steps back until one points at it. Its
        # words stay readable in a colour of their own.
        is_back = not (row.is_likely or is_picked or state & QStyle.StateFlag.State_MouseOver)
        outline = QPainterPath()
        outline.addRoundedRect(card, RADIUS, RADIUS)
        if row.is_inside or row.is_open:
            painter.fillRect(QRectF(option.rect).adjusted(-GAP / 2, -GAP / 2, -GAP / 2, -GAP / 2), self._stack_ground())
        painter.fillPath(outline, self.theme.colour("selected" if is_picked else "raised"))
        has_note = row.note is not None and bool(row.note.short) and not row.note.is_plain
        if row.item.kind is Kind.TEXT:
            words = picture.adjusted(0, 22 if has_note else 0, 0, 0)
            self._paint_passage(painter, words, row, index, "faint" if is_back else "text")
        else:
            painter.setOpacity(STEPPED_BACK if is_back else 1.0)
            self._paint_picture(painter, picture, row)
            painter.setOpacity(1.0)
            if row.item.kind is Kind.SOUND:
                self._paint_play(painter, picture, row, self.theme.colour("faint" if is_back else "sound"))
        if row.stack > 1:
            self._paint_stack(painter, picture, row)
        if row.note and has_note:
            self._paint_note(painter, picture, row.note.short, room=picture.width() - (66 if row.stack > 1 else 16))
        self._paint_name(painter, name, row, is_back=is_back)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_picked or state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.colour("accent"), 2 if is_picked else 1))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        elif self.theme.name == "light":
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_picture(self, painter: QPainter, box: QRectF, row: Row) -> None:
        ratio = painter.device().devicePixelRatioF()
        tile = self._desk.thumbnails.tile(OWNER, row.item, round(box.width() * ratio * 1.34))
        if row.item.kind is Kind.SOUND:
            self._paint_sound(painter, box, row, tile)
        elif tile is not None and tile.image is not None:
            painter.drawPixmap(box.topLeft(), self._cover(tile.image, box, ratio))
        else:
            paint_sign_of(painter, box, row.item.kind, self.theme, is_final=tile is not None)

    def _cover(self, image: QImage, box: QRectF, ratio: float) -> QPixmap:
        """A picture cut and scaled to a card, its upper corners round; kept while one scrolls."""
        wide, high = round(box.width() * ratio), round(box.height() * ratio)
        key = image.cacheKey(), wide, high
        if key not in self._covers:
            made = QPixmap(wide, high)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(_rounded_above(QRectF(0, 0, wide, high), RADIUS * ratio))
            paint_cover(painter, QRectF(0, 0, wide, high), image)
            painter.end()
            made.setDevicePixelRatio(ratio)
            self._covers[key] = made
            if len(self._covers) > COVERS:
                self._covers.popitem(last=False)
        else:
            self._covers.move_to_end(key)
        return self._covers[key]

    def _paint_sound(self, painter: QPainter, box: QRectF, row: Row, tile: Tile | None) -> None:
        painter.fillPath(_rounded_above(box, RADIUS), self.theme.colour("sound_ground"))
        ink = self.theme.colour("sound")
        length = length_of(row.item)
        wave = box.adjusted(8, 8, -8, -26)
        if tile is not None and tile.peaks is not None:
            self._paint_stretch(painter, wave, row, length)
            is_on = self._desk.player.item == row.item.id and length > 0
            played = self._desk.player.position_s / length if is_on else 0.0
            paint_waveform(
                painter, wave, tile.peaks, ink, played=min(1.0, played), played_colour=self.theme.colour("strong")
            )

    def _paint_play(self, painter: QPainter, box: QRectF, row: Row, ink: QColor) -> None:
        """The button, and how long the sound is."""
        button, length = play_box(box), length_of(row.item)
        paint_play(
            painter,
            QPointF(button.left() + 8, button.center().y()),
            9,
            ink,
            playing=self._desk.player.is_on(row.item.id),
        )
        painter.setFont(body_font(11, strong=True))
        painter.setPen(ink)
        if length:
            painter.drawText(button.adjusted(23, 0, 60, 0), Qt.AlignmentFlag.AlignVCenter, clock(length))

    def _paint_stretch(self, painter: QPainter, wave: QRectF, row: Row, length: float) -> None:
        """Where in a longer sound the match is."""
        if not isinstance(row.part, Stretch) or length <= 0 or row.part.end_s - row.part.start_s > 0.9 * length:
            return
        left = wave.left() + wave.width() * row.part.start_s / length
        wide = wave.width() * (row.part.end_s - row.part.start_s) / length
        painter.fillRect(
            QRectF(left, wave.top() - 4, max(3.0, wide), wave.height() + 8), self.theme.colour("sound", 0.16)
        )

    def _paint_passage(self, painter: QPainter, box: QRectF, row: Row, index: _Index, role: str) -> None:
        model = index.model()
        answers = model.answers if isinstance(model, ResultModel) else None
        words = row.part.text if isinstance(row.part, Passage) else self._desk.items.opening(row.item.id)
        words = " ".join(words.split())
        if not words:
            paint_tile(painter, box, Kind.TEXT, None, self.theme, round_px=0)
            return
        spans = matched_spans(words, answers.query if answers else None)
        room = round(box.width() * box.height() / 85)  # characters of this size that fit, about
        start = opening_at(words, spans, room)
        lead = "…" if start or (isinstance(row.part, Passage) and row.part.start > 0) else ""
        shift = len(lead) - start
        marked = [(first + shift, last + shift) for first, last in spans if first >= start]
        text = lead + words[start : start + 2 * room + 40]
        font = serif_font(12 if box.width() > 110 else 11)
        paint_words(painter, box.adjusted(10, 9, -8, -2), text, self.theme, font=font, marked=marked, role=role)

    def _paint_name(self, painter: QPainter, box: QRectF, row: Row, *, is_back: bool) -> None:
        painter.setFont(body_font(12, strong=True))
        score = "" if row.percent is None else str(row.percent)
        metrics = QFontMetricsF(painter.font())
        wide = metrics.horizontalAdvance(score) + 6 if score else 0.0
        if score:
            painter.setPen(self.theme.colour("good" if row.is_likely else "quiet"))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, score)
        painter.setFont(body_font(12))
        painter.setPen(self.theme.colour("faint" if is_back else "text"))
        metrics = QFontMetricsF(painter.font())
        page = row.part.page if isinstance(row.part, Passage) else None
        name = shown_name(row.item.path) + (f" · p.{page}" if page else "")
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, box.width() - wide)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _stack_ground(self) -> QColor:
        return self.theme.colour("accent", 0.16)

    def _paint_stack(self, painter: QPainter, picture: QRectF, row: Row) -> None:
        """How many cards lie in the stack, at the corner where one clicks to unfold it."""
        box = stack_box(picture)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("accent" if row.is_open else "panel", 1.0 if row.is_open else 0.88))
        for shift, alpha in ((4.0, 0.35), (2.0, 0.6)):
            painter.setOpacity(painter.opacity() * alpha)
            painter.drawRoundedRect(box.translated(-shift, shift), 6, 6)
            painter.setOpacity(painter.opacity() / alpha)
        painter.drawRoundedRect(box, 6, 6)
        ink = "on_accent" if row.is_open else "strong"
        icon = self.theme.picture("duplicates", 13, ink, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(box.left() + 5, box.center().y() - 6.5), icon)
        painter.setFont(body_font(11, strong=True))
        painter.setPen(self.theme.colour(ink))
        painter.drawText(box.adjusted(0, 0, -6, 0), _RIGHT, str(row.stack))

    def _paint_note(self, painter: QPainter, picture: QRectF, words: str, room: float) -> None:
        """Why it is shown, in a word or two at the upper left."""
        painter.setFont(body_font(11))
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, room - 12))
        box = QRectF(picture.left() + 6, picture.top() + 6, metrics.horizontalAdvance(shown) + 12, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("panel", 0.88))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(self.theme.colour("strong"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_head(self, painter: QPainter, box: QRectF, words: str, count: int) -> None:
        line = box.adjusted(0, 6, -GAP, -6)
        painter.setFont(body_font(12, strong=True))
        painter.setPen(self.theme.colour("quiet"))
        number = grouped(count)
        room = line.width() - QFontMetricsF(painter.font()).horizontalAdvance(number) - 12
        painter.drawText(line, _RIGHT, number)
        shown = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideLeft, room)
        painter.setPen(self.theme.colour("strong"))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_divider(self, painter: QPainter, box: QRectF, words: str) -> None:
        painter.setFont(body_font(12))
        room = box.width() - GAP - 24
        words = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, room)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        middle = box.top() + (box.height() - GAP) / 2
        painter.setPen(QPen(self.theme.colour("line_strong"), 1))
        left, right = box.center().x() - wide / 2 - 10, box.center().x() + wide / 2 + 10
        painter.drawLine(QPointF(box.left(), middle), QPointF(left, middle))
        painter.drawLine(QPointF(right, middle), QPointF(box.right() - GAP, middle))
        painter.setPen(self.theme.colour("faint"))
        painter.drawText(box.adjusted(0, 0, 0, -GAP), Qt.AlignmentFlag.AlignCenter, words)


def _rounded_above(box: QRectF, radius: float) -> QPainterPath:
    """A box with its upper corners round."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(box, radius, radius)
    path.addRect(box.adjusted(0, box.height() / 2, 0, 0))
    return path


def play_box(picture: QRectF) -> QRectF:
    """Where the play button of a sound's card is, with room around it for a finger."""
    return QRectF(picture.left(), picture.bottom() - 26, 30, 24)


def stack_box(picture: QRectF) -> QRectF:
    """Where the count of a stack is."""
    return QRectF(picture.right() - 50, picture.top() + 6, 44, 22)


def _card(cell: QRectF) -> QRectF:
    return cell.adjusted(0, 0, -GAP, -GAP)


def _parts(cell: QRectF) -> tuple[QRectF, QRectF]:
    """The picture and the line with the name."""
    card = _card(cell)
    picture = card.adjusted(0, 0, 0, -NAME_HEIGHT)
    return picture, QRectF(card.left() + 8, picture.bottom(), card.width() - 16, NAME_HEIGHT)
