"""What the columns of the result list say of an item."""

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QDate, QDateTime, QLocale, Qt

from orrery.domain.item import Item, Part
from orrery.domain.modality import Kind
from orrery.viewmodels.arrangement import Order, folder_of, length_of, moment_of
from orrery.viewmodels.why import Note, place_of
from orrery.viewmodels.wording import clock, file_size, shown_name, translate

COLUMNS: tuple[tuple[Order, str], ...] = (
    (Order.NAME, str(QT_TRANSLATE_NOOP("columns", "Name"))),
    (Order.SCORE, str(QT_TRANSLATE_NOOP("columns", "Score"))),
    (Order.WHY, str(QT_TRANSLATE_NOOP("columns", "Why"))),
    (Order.KIND, str(QT_TRANSLATE_NOOP("columns", "Kind"))),
    (Order.DATE, str(QT_TRANSLATE_NOOP("columns", "Date"))),
    (Order.LENGTH, str(QT_TRANSLATE_NOOP("columns", "Length"))),
    (Order.SIZE, str(QT_TRANSLATE_NOOP("columns", "Size"))),
    (Order.FOLDER, str(QT_TRANSLATE_NOOP("columns", "Folder"))),
)
"""By what each column sorts, and its head."""

NUMBERS = {Order.SCORE, Order.LENGTH, Order.SIZE}
"""Columns whose figures stand at the right."""


@dataclass(frozen=True, slots=True)
class Row:
    """One card.

    Attributes:
        item: whose.
        score: in [0, 1]; None when nothing was asked.
        is_likely: whether it stands before the divider.
        part: the stretch or passage that matched.
        stack: cards in the stack that this one stands on top of; 1 when it is no stack.
        is_open: whether that stack is unfolded.
        is_inside: whether it is one of the others of an unfolded stack.
        note: why it is shown; None where there is nothing to say.
    """

    item: Item
    score: float | None = None
    is_likely: bool = True
    part: Part | None = None
    stack: int = 1
    is_open: bool = False
    is_inside: bool = False
    note: Note | None = None

    @property
    def percent(self) -> int | None:
        """The score as it is shown; a likely one never reads below 50, an unlikely one never above 49."""
        if self.score is None:
            return None
        shown = round(100 * self.score)
        return max(50, shown) if self.is_likely else min(49, shown)


def head_of(column: int) -> str:
    """The name of a column in the user's language."""
    return translate("columns", COLUMNS[column][1])


def cell(row: Row, column: int) -> str:
    """What a column says of a result."""
    item, order = row.item, COLUMNS[column][0]
    if order is Order.NAME:
        return shown_name(item.path)
    if order is Order.SCORE:
        return "" if row.percent is None else str(row.percent)
    if order is Order.KIND:
        return kind_word(item.kind)
    if order is Order.DATE:
        return shown_moment(item)
    if order is Order.WHY:
        return " · ".join(said for said in (_reason(row), place_of(row.part)) if said)
    if order is Order.LENGTH:
        return clock(length_of(item)) if length_of(item) else ""
    return file_size(item.size) if order is Order.SIZE else folder_of(item)


def _reason(row: Row) -> str:
    if row.note is None:
        return ""
    return row.note.short or (row.note.full if row.score is None else translate("why", "meaning"))


def alignment(column: int) -> Qt.AlignmentFlag:
    """Figures stand at the right, words at the left."""
    side = Qt.AlignmentFlag.AlignRight if COLUMNS[column][0] in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def shown_moment(item: Item) -> str:
    """When a photo was taken, or its file last changed: 12 Aug 2024, 06:14."""
    when = QDateTime.fromString(moment_of(item), Qt.DateFormat.ISODate)
    return QLocale().toString(when, "d MMM yyyy, HH:mm") if when.isValid() else moment_of(item)


def shown_day(day: str) -> str:
    """An ISO day in words: Monday, 12 August 2024."""
    date = QDate.fromString(day, Qt.DateFormat.ISODate)
    return QLocale().toString(date, "dddd, d MMMM yyyy") if date.isValid() else day


def kind_word(kind: Kind | None) -> str:
    """A kind in the user's language."""
    words = {
        Kind.IMAGE: translate("kinds", "image"),
        Kind.SOUND: translate("kinds", "sound"),
        Kind.TEXT: translate("kinds", "text"),
    }
    return words[kind] if kind else translate("kinds", "file")
