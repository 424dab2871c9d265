"""The results as rows: one ranking of all kinds, lanes or groups, with a divider where likely matches end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionRange,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Gathering
from orrery.viewmodels.arrangement import (
    Arrangement,
    Bar,
    Divider,
    Found,
    Grouping,
    Head,
    Order,
    Stacks,
    Wish,
    arranged,
)
from orrery.viewmodels.dragging import TYPES, dragged
from orrery.viewmodels.result_columns import COLUMNS, Row, alignment, cell, head_of, kind_word, shown_day
from orrery.viewmodels.runner import JobRunner
from orrery.viewmodels.suggesting import order_word
from orrery.viewmodels.why import Note, note_of
from orrery.viewmodels.wording import grouped, shown_name, translate
from orrery.workflows.find import Answers

__all__ = ["Divider", "Head", "ResultModel", "Role", "Row", "kind_word"]

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

AT_ONCE = 20_000
"""Up to so many items are arranged while one waits (30 ms); more are in the background."""


class Role(IntEnum):
    """What the delegate asks for beside the name."""

    ROW = Qt.ItemDataRole.UserRole
    ITEM_ID = Qt.ItemDataRole.UserRole + 1


class ResultModel(QAbstractTableModel):
    """What grid and list show: answers to a question, or everything in view.

    Rows are made when they are looked at, so that half a million of them cost no more than their numbers.

    Signals:
        noted(str): a few words about the whole, such as "212 likely · 9 ms".
        emptied(str): a sentence to show instead of the grid; "" when there is something to show.
        wished(): results are to stand in another way than before.
    """

    noted = Signal(str)
    emptied = Signal(str)
    wished = Signal()

    def __init__(
        self, parent: QObject | None = None, *, shows_times: bool = True, runner: JobRunner | None = None
    ) -> None:
        """Make an empty model.

        Args:
            parent: owner.
            shows_times: whether the note tells how long the search took.
            runner: arranges many items in the background; without one all is done at once.
        """
        super().__init__(parent)
        self._shows_times = shows_times
        self._runner = runner
        self._found = self._wanted = Found(())
        self._arrangement = Arrangement.none()
        self._row_of: dict[int, int] | None = {}
        self._answers: Answers | None = None
        self._wish = Wish()
        self._stacks = Stacks()
        self._notes: Mapping[int, Note] = {}
        self._among: Gathering | None = None
        self.note = ""
        self.empty_words = ""

    # ---- what is shown

    def show_answers(self, answers: Answers) -> None:
        """Show what was found."""
        likely = sum(hit.is_likely for hit in answers.hits)
        note = self.tr("{count} likely").format(count=grouped(likely))
        if self._shows_times:
            note += " · " + self.tr("{ms} ms").format(ms=_rounded(answers.took_ms))
        nothing = self.tr("Nothing found. Try other words, or show all kinds and folders.")
        self._show(Found.of(answers.hits), note, nothing, answers)

    def show_items(self, items: Sequence[Item], among: Gathering | None = None) -> None:
        """Show everything in view, or what was gathered, when nothing is asked."""
        self._among = among
        nothing = self.tr("Nothing here yet. Drop files or folders on the window to add them.")
        self._show(Found(tuple(items)), _counted(len(items)), nothing, None)

    @property
    def answers(self) -> Answers | None:
        """The answers shown; None when everything in view is."""
        return self._answers

    @property
    def found(self) -> Found:
        """All that is shown, in the order it came in, folded or not."""
        return self._found

    @property
    def order_word(self) -> str:
        """What the order is called in which things were found."""
        return order_word(self._answers.query if self._answers else None, self._among)

    @property
    def arrangement(self) -> Arrangement:
        """Which row is what; for drawing."""
        return self._arrangement

    def row(self, index: _Index) -> Row | Bar:
        """What stands at an index."""
        return self.at(index.row())

    def at(self, row: int) -> Row | Bar:
        """What stands in a row."""
        number = int(self._arrangement.rows[row])
        if number < 0:
            return self._arrangement.bars[-1 - number]
        item, stack = self._found.items[number], self._arrangement.sizes.get(row, 1)
        return Row(
            item,
            self._found.score(number),
            self._found.is_likely(number),
            self._found.part(number),
            stack,
            stack > 1 and item.id in self._opened,
            row in self._arrangement.inside,
            self._note(number),
        )

    def words_of(self, bar: Bar) -> str:
        """What a head or a divider says."""
        if isinstance(bar, Divider):
            first, end = self.tr("no likely match · these come nearest"), self.tr("likely matches end here")
            return first if bar.is_first else end
        names: dict[Grouping, Callable[[str], str]] = {Grouping.KIND: self._kinds_word, Grouping.DAY: shown_day}
        return names.get(self._wish.grouping, str)(bar.key) or self.tr("in no cluster")

    # ---- where things stand

    def index_of(self, item: int) -> QModelIndex:
        """Where an item stands; an invalid index when it is not shown, or folded away."""
        at = self._rows_by_item().get(item)
        return QModelIndex() if at is None else self.index(at, 0)

    def items_at(self, indexes: Iterable[_Index]) -> list[Item]:
        """The items of some indexes in the order of the ranking."""
        return self._items(sorted({index.row() for index in indexes}))

    def items_of(self, selection: QItemSelection) -> list[Item]:
        """The items of a selection in the order of the ranking; fast for half a million of them."""
        rows: set[int] = set()
        for part in selection.toList():
            rows.update(range(part.top(), part.bottom() + 1))
        return self._items(sorted(rows))

    def selection_of(self, items: Iterable[int]) -> QItemSelection:
        """Where some items stand, as few ranges of the first column as there can be."""
        known = self._rows_by_item()
        rows = np.array(sorted(known[item] for item in items if item in known), np.int64)
        selection = QItemSelection()
        if len(rows):
            breaks = np.flatnonzero(np.diff(rows) > 1)
            firsts, lasts = np.append(0, breaks + 1), np.append(breaks, len(rows) - 1)
            for first, last in zip(rows[firsts].tolist(), rows[lasts].tolist(), strict=True):
                selection.append(QItemSelectionRange(self.index(first, 0), self.index(last, 0)))
        return selection

    # ---- how it is shown

    @property
    def wish(self) -> Wish:
        """How results are to stand."""
        return self._wish

    def arrange(self, wish: Wish) -> None:
        """Let results stand in another way from now on."""
        if wish != self._wish:
            self._wish = wish
            self.wished.emit()
            self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; a negative one means as they were found."""
        by = COLUMNS[column][0] if column >= 0 else Order.RANK
        self.arrange(replace(self._wish, order=by, is_descending=order == Qt.SortOrder.DescendingOrder and column >= 0))

    def fold(self, groups: Sequence[Sequence[int]], *, is_open: bool = False) -> None:
        """Put near-duplicates into stacks; none takes all apart but those that the question itself folds.

        Args:
            groups: ids of items, the best of each group first.
            is_open: side by side rather than one on top of the others.
        """
        groups = self._wanted.folded or groups
        if groups or self._stacks.groups:
            opened = frozenset(group[0] for group in groups if group) if is_open else self._opened
            self._stacks = Stacks(groups, opened)
            self._arrange()

    def explain(self, notes: Mapping[int, Note]) -> None:
        """Say of items, by id, why they are shown, besides why they answer."""
        if notes != self._notes:
            self._notes = notes
            self.beginResetModel()
            self.endResetModel()

    def toggle_stack(self, row: int) -> None:
        """Unfold the stack that a card tops or lies in, or fold it again."""
        number = int(self._arrangement.rows[row])
        if number < 0 or (row not in self._arrangement.sizes and row not in self._arrangement.inside):
            return
        item = self._found.items[number].id
        group = next((frozenset(group) for group in self._stacks.groups if item in group), frozenset())
        opened = self._opened - group if self._opened & group else self._opened | group
        self._stacks = replace(self._stacks, opened=opened)
        self._arrange()

    # ---- Qt

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802
        """Cards, heads and dividers."""
        return 0 if parent.isValid() else len(self._arrangement.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802
        """Those of the list; the grid shows the first."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802
        """Heads of the columns."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            if role == Qt.ItemDataRole.DisplayRole:
                return head_of(section)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return alignment(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, sentence for screen readers, or the row itself."""
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        row = self.at(index.row())
        if role == Role.ROW:
            return row
        if isinstance(row, Row):
            return self._of_card(row, index.column(), role)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} and index.column() == 0:
            return self.words_of(row)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cards can be picked and dragged; heads and dividers can do nothing."""
        if not index.isValid() or self._arrangement.rows[index.row()] < 0:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """Files, and Orrery's own type so that a drop on the own window adds nothing."""
        return list(TYPES)

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        """The dragged cards."""
        return dragged(self.items_at(indexes))

    def supportedDragActions(self) -> Qt.DropAction:  # noqa: N802
        """Originals are never moved."""
        return Qt.DropAction.CopyAction

    # ---- inside

    @property
    def _opened(self) -> frozenset[int]:
        return self._stacks.opened

    def _note(self, number: int) -> Note | None:
        answer = self._found.answer(number)
        said = self._notes.get(self._found.items[number].id)
        return said if said is not None or answer is None else note_of(answer)

    def _kinds_word(self, kind: str) -> str:
        words = {Kind.IMAGE: self.tr("Images"), Kind.SOUND: self.tr("Sounds"), Kind.TEXT: self.tr("Texts")}
        return words[Kind(kind)]

    def _of_card(self, row: Row, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(row, column)
        if role == Role.ITEM_ID:
            return row.item.id
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.note.full if row.note and row.note.short else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(row) if column == 0 else f"{head_of(column)}: {cell(row, column)}"
        return None

    def _said(self, row: Row) -> str:
        """What a screen reader says of a card."""
        name = shown_name(row.item.path)
        said = [self.tr("{kind} {name}").format(kind=kind_word(row.item.kind), name=name)]
        if row.percent is not None:
            said.append(self.tr("score {n}").format(n=row.percent))
        if row.stack > 1:
            said.append(self.tr("stack of {n}").format(n=row.stack))
        if row.note and row.note.short:
            said.append(row.note.full)
        return ", ".join(said)

    def _items(self, rows: Iterable[int]) -> list[Item]:
        numbers = self._arrangement.rows[np.fromiter(rows, np.int64)]
        return [self._found.items[number] for number in numbers[numbers >= 0].tolist()]

    def _rows_by_item(self) -> dict[int, int]:
        if self._row_of is None:
            numbers = self._arrangement.rows.tolist()
            items = self._found.items
            self._row_of = {items[number].id: row for row, number in enumerate(numbers) if number >= 0}
        return self._row_of

    def _show(self, found: Found, note: str, nothing: str, answers: Answers | None) -> None:
        self._wanted, self._answers = found, answers
        self._stacks = Stacks(found.folded)
        is_empty = not any(item.kind is not None for item in found.items)
        self.note, self.empty_words = "" if is_empty else note, nothing if is_empty else ""
        self._arrange()

    def _arrange(self) -> None:
        found, wish, stacks = self._wanted, self._wish, self._stacks
        if self._runner is None or len(found.items) <= AT_ONCE or (wish == Wish() and not stacks.groups):
            if self._runner is not None:
                self._runner.forget("arrange")
            self._use(found, arranged(found, wish, stacks))
        else:
            self._runner.look("arrange", lambda: arranged(found, wish, stacks), lambda made: self._use(found, made))

    def _use(self, found: Found, arrangement: Arrangement) -> None:
        self.beginResetModel()
        self._found, self._arrangement, self._row_of = found, arrangement, None
        self.endResetModel()
        self.noted.emit(self.note)
        self.emptied.emit(self.empty_words)


def _counted(count: int) -> str:
    words = translate("ResultModel", "1 item") if count == 1 else translate("ResultModel", "{count} items")
    return words.format(count=grouped(count))


def _rounded(milliseconds: float) -> str:
    return f"{milliseconds:.0f}" if milliseconds >= 1 else f"{milliseconds:.1f}"
