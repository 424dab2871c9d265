"""The results as rows: one ranking of all kinds, with a divider where likely matches end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from orrery.domain.item import Item, Part
from orrery.domain.modality import Kind
from orrery.viewmodels.dragging import TYPES, dragged
from orrery.viewmodels.wording import grouped, shown_name
from orrery.workflows.find import Answers

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What the delegate asks for beside the name."""

    ROW = Qt.ItemDataRole.UserRole
    ITEM_ID = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Row:
    """One card.

    Attributes:
        item: whose.
        score: in [0, 1]; None when nothing was asked.
        is_likely: whether it stands before the divider.
        part: the stretch or passage that matched.
    """

    item: Item
    score: float | None = None
    is_likely: bool = True
    part: Part | None = None

    @property
    def percent(self) -> int | None:
        """The score as it is shown; a likely one never reads below 50, an unlikely one never above 49."""
        if self.score is None:
            return None
        shown = round(100 * self.score)
        return max(50, shown) if self.is_likely else min(49, shown)


@dataclass(frozen=True, slots=True)
class Divider:
    """The row between likely matches and the rest.

    Attributes:
        is_first: whether nothing likely stands before it.
    """

    is_first: bool = False


class ResultModel(QAbstractListModel):
    """What the grid shows: answers to a question, or everything in view.

    Signals:
        noted(str): a few words about the whole, such as "212 likely · 9 ms".
        emptied(str): a sentence to show instead of the grid; "" when there is something to show.
    """

    noted = Signal(str)
    emptied = Signal(str)

    def __init__(self, parent: QObject | None = None, *, shows_times: bool = True) -> None:
        super().__init__(parent)
        self._shows_times = shows_times
        self._rows: tuple[Row | Divider, ...] = ()
        self._row_of: dict[int, int] = {}
        self._answers: Answers | None = None
        self.note = ""
        self.empty_words = ""

    # ---- what is shown

    def show_answers(self, answers: Answers) -> None:
        """Show what was found."""
        likely = [hit for hit in answers.hits if hit.is_likely]
        rest = [hit for hit in answers.hits if not hit.is_likely]
        cards: list[Row | Divider] = [Row(hit.item, hit.score, True, hit.part) for hit in likely]
        if rest:
            cards.append(Divider(is_first=not likely))
        cards += [Row(hit.item, hit.score, False, hit.part) for hit in rest]
        note = self.tr("{count} likely").format(count=grouped(len(likely)))
        if self._shows_times:
            note += " · " + self.tr("{ms} ms").format(ms=_rounded(answers.took_ms))
        nothing = self.tr("Nothing found. Try other words, or show all kinds and folders.")
        self._show(cards, note, nothing, answers)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show everything in view, when nothing is asked."""
        nothing = self.tr("Nothing here yet. Drop files or folders on the window to add them.")
        self._show([Row(item) for item in items if item.kind], _counted(self, len(items)), nothing, None)

    @property
    def answers(self) -> Answers | None:
        """The answers shown; None when everything in view is."""
        return self._answers

    @property
    def likely_count(self) -> int:
        """Cards before the divider."""
        return sum(isinstance(row, Row) and row.is_likely for row in self._rows)

    def row(self, index: _Index) -> Row | Divider:
        """What stands at an index."""
        return self._rows[index.row()]

    def index_of(self, item: int) -> QModelIndex:
        """Where an item stands; an invalid index when it is not shown."""
        at = self._row_of.get(item)
        return QModelIndex() if at is None else self.index(at)

    def items_at(self, indexes: Iterable[_Index]) -> list[Item]:
        """The items of some indexes in the order of the ranking."""
        rows = (self._rows[at] for at in sorted({index.row() for index in indexes}))
        return [row.item for row in rows if isinstance(row, Row)]

    # ---- Qt

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802
        """Cards and the divider."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, sentence for screen readers, or the row itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Role.ROW:
            return row
        if isinstance(row, Divider):
            first, end = self.tr("no likely match · these come nearest"), self.tr("likely matches end here")
            words = first if row.is_first else end
            return words if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None
        return self._of_card(row, role)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cards can be picked and dragged; the divider can do nothing."""
        if not index.isValid() or isinstance(self._rows[index.row()], Divider):
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

    def _of_card(self, row: Row, role: int) -> object:
        name = shown_name(row.item.path)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Role.ITEM_ID:
            return row.item.id
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = kind_word(row.item.kind)
            said = self.tr("{kind} {name}").format(kind=kind, name=name)
            return said if row.percent is None else f"{said}, " + self.tr("score {n}").format(n=row.percent)
        return None

    def _show(self, rows: list[Row | Divider], note: str, nothing: str, answers: Answers | None) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self._row_of = {row.item.id: at for at, row in enumerate(rows) if isinstance(row, Row)}
        self._answers = answers
        self.endResetModel()
        self.note, self.empty_words = note if rows else "", "" if rows else nothing
        self.noted.emit(self.note)
        self.emptied.emit(self.empty_words)


def kind_word(kind: Kind | None) -> str:
    """A kind in the user's language."""
    from PySide6.QtCore import QCoreApplication

    words = {Kind.IMAGE: "image", Kind.SOUND: "sound", Kind.TEXT: "text"}
    return QCoreApplication.translate("kinds", words[kind]) if kind else QCoreApplication.translate("kinds", "file")


def _counted(model: ResultModel, count: int) -> str:
    return model.tr("1 item") if count == 1 else model.tr("{count} items").format(count=grouped(count))


def _rounded(milliseconds: float) -> str:
    return f"{milliseconds:.0f}" if milliseconds >= 1 else f"{milliseconds:.1f}"
