"""The quiet row above the results: grid or list, one ranking or groups, near-duplicates folded or not, export."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from orrery.panels.looks import fill, icon_button, retint
from orrery.panels.theme import Theme
from orrery.viewmodels.arrangement import Grouping, Order
from orrery.viewmodels.result_columns import COLUMNS, head_of
from orrery.viewmodels.result_model import ResultModel


class ArrangeBar(QWidget):
    """Shows how results stand and changes it.

    Signals:
        list_chosen(bool): lines with columns rather than cards.
        folded(bool): near-duplicates in stacks.
        export_wanted(): of what is picked, or of all that is shown.
    """

    list_chosen = Signal(bool)
    folded = Signal(bool)
    export_wanted = Signal()

    def __init__(self, model: ResultModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.as_grid = self._segment(theme, "grid", self.tr("Cards"), lambda: self.list_chosen.emit(False))
        self.as_list = self._segment(theme, "list", self.tr("List with columns"), lambda: self.list_chosen.emit(True))
        self.as_grid.setChecked(True)
        self.grouping = QToolButton(self)
        self.ordering = QToolButton(self)
        self.stacks = self._segment(theme, "duplicates", self.tr("Fold near-duplicates into stacks"), self._tell_fold)
        self.export = icon_button(theme, "export", self.tr("Export…"), self.export_wanted.emit)
        self._entries: list[tuple[Callable[[], bool], QAction]] = []
        self._build()
        model.wished.connect(self.show_state)
        self.show_state()

    def use_theme(self, theme: Theme) -> None:
        """Draw icons in these colours."""
        retint(self, theme)

    def show_state(self) -> None:
        """Show what is chosen."""
        wish = self._model.wish
        self.grouping.setText(self._grouping_word(wish.grouping) + " ▾")
        by = self._order_word(wish.order)
        sign = "" if wish.order is Order.RANK else " ↓" if wish.is_descending else " ↑"
        self.ordering.setText(f"{by}{sign} ▾")
        self._as_found.setText(self._model.order_word)
        for is_chosen, action in self._entries:
            action.setChecked(is_chosen())
        self._fit()

    def show_list(self, *, is_list: bool) -> None:
        """Show which view is chosen."""
        self.as_list.setChecked(is_list)
        self.as_grid.setChecked(not is_list)

    def show_folded(self, *, is_folded: bool) -> None:
        """Show whether near-duplicates are folded."""
        self.stacks.setChecked(is_folded)

    def resizeEvent(self, _: object) -> None:  # noqa: N802
        """Leave out what there is no room for."""
        self._fit()

    # ---- inside

    def _build(self) -> None:
        frame = QFrame(self)
        frame.setProperty("look", "segments")
        fill(QHBoxLayout(frame), self.as_grid, self.as_list, gap=0)
        for button, name, menu in (
            (self.grouping, self.tr("Ranking, lanes or groups"), self._grouping_menu()),
            (self.ordering, self.tr("Order"), self._order_menu()),
        ):
            button.setProperty("look", "flat")
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setMenu(menu)
        parts = (frame, self.grouping, self.ordering, None, self.stacks, self.export)
        fill(QHBoxLayout(self), *parts, margins=(0, 0, 10, 8), gap=4)

    def _segment(self, theme: Theme, icon: str, name: str, deed: Callable[[], object]) -> QToolButton:
        button = icon_button(theme, icon, name, deed)
        button.setCheckable(True)
        return button

    def _grouping_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for grouping in Grouping:
            self._add(
                menu,
                group,
                self._grouping_word(grouping),
                lambda grouping=grouping: self._model.arrange(replace(self._model.wish, grouping=grouping)),
                lambda grouping=grouping: self._model.wish.grouping is grouping,
            )
        return menu

    def _order_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for column, order in [(-1, Order.RANK), *((at, order) for at, (order, _) in enumerate(COLUMNS))]:
            self._add(
                menu,
                group,
                self._order_word(order),
                lambda column=column: self._sort(column),
                lambda order=order: self._model.wish.order is order,
            )
        self._as_found = menu.actions()[0]
        menu.addSeparator()
        turn = menu.addAction(self.tr("The other way round"), self._turn)
        turn.setCheckable(True)
        self._entries.append((lambda: self._model.wish.is_descending, turn))
        return menu

    def _add(
        self, menu: QMenu, group: QActionGroup, words: str, deed: Callable[[], object], is_chosen: Callable[[], bool]
    ) -> None:
        action = menu.addAction(words, deed)
        action.setCheckable(True)
        group.addAction(action)
        self._entries.append((is_chosen, action))

    def _sort(self, column: int) -> None:
        largest_first = column >= 0 and COLUMNS[column][0] in {Order.SCORE, Order.DATE, Order.SIZE, Order.LENGTH}
        direction = Qt.SortOrder.DescendingOrder if largest_first else Qt.SortOrder.AscendingOrder
        self._model.sort(column, direction)

    def _turn(self) -> None:
        wish = self._model.wish
        self._model.arrange(replace(wish, is_descending=not wish.is_descending and wish.order is not Order.RANK))
        self.show_state()

    def _tell_fold(self) -> None:
        self.folded.emit(self.stacks.isChecked())

    def _grouping_word(self, grouping: Grouping) -> str:
        return {
            Grouping.NONE: self.tr("One ranking"),
            Grouping.KIND: self.tr("A lane per kind"),
            Grouping.FOLDER: self.tr("By folder"),
            Grouping.CLUSTER: self.tr("By cluster"),
            Grouping.DAY: self.tr("By day"),
        }[grouping]

    def _order_word(self, order: Order) -> str:
        if order is Order.RANK:
            return self._model.order_word
        return head_of(next(at for at, (column, _) in enumerate(COLUMNS) if column is order))

    def _fit(self) -> None:
        room = self.width() - 170
        for button in (self.grouping, self.ordering):
            room -= button.sizeHint().width()
            button.setVisible(room > 0)
