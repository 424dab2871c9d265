"""The results: cards or lines, best first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMenu, QStackedLayout, QVBoxLayout, QWidget

from orrery.domain.item import Item, Stretch
from orrery.domain.modality import Kind
from orrery.domain.query import Filters, Query
from orrery.panels.actions import Entry, make_action
from orrery.panels.arrange_bar import ArrangeBar
from orrery.panels.exporting import export_entries
from orrery.panels.item_menu import copy_paths, item_menu, open_items
from orrery.panels.panel import Panel
from orrery.panels.picked import PickedDeeds
from orrery.panels.quick_look import QuickLook
from orrery.panels.result_delegate import OWNER, ResultDelegate
from orrery.panels.result_grid import ResultGrid
from orrery.panels.result_table import OWNER as LIST_OWNER
from orrery.panels.result_table import ResultTable
from orrery.panels.theme import Theme
from orrery.viewmodels.arrangement import Grouping, Order
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.organiser import Notice, organiser_of
from orrery.viewmodels.result_columns import Row
from orrery.viewmodels.result_model import ResultModel, Role
from orrery.viewmodels.wording import grouped
from orrery.workflows.chart import MapPicture
from orrery.workflows.find import Answers
from orrery.workflows.stacks import stacks_among


class ResultsPanel(Panel):
    """Shows answers, or everything in view when nothing is asked.

    Arrows move, Space plays or previews, Enter opens, Ctrl+A picks all, Ctrl+C copies paths, "+" unfolds a stack.
    """

    def __init__(self, explorer: Explorer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._desk = desk_of(explorer)
        self.model = ResultModel(self, shows_times=not explorer.is_still, runner=explorer.runner)
        self.grid = ResultGrid(theme.colour("panel_side"), self)
        self.table = ResultTable(theme, self._desk, self)
        self.bar = ArrangeBar(self.model, theme, self)
        self._delegate = ResultDelegate(theme, self._desk, self._play, self.model.toggle_stack, self.grid)
        self._empty = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._theme = theme
        self._is_list = False
        self._is_folding = False
        self._following = False
        self._shown: Query | Filters | None = None
        self._anchor: tuple[int | None, int] | None = None
        self._actions = self._make_actions()
        self._build()
        self._connect()
        self._show_current_state()

    @property
    def view(self) -> ResultGrid | ResultTable:
        """The grid or the list, whichever is seen."""
        return self.table if self._is_list else self.grid

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = self._delegate.theme = self.table.lines.theme = theme
        self.grid.ground = theme.colour("panel_side")
        self.bar.use_theme(theme)
        self.view.viewport().update()

    def is_settled(self) -> bool:
        """Whether every card in view has its picture."""
        return self._desk.is_settled

    def menu_actions(self) -> Sequence[QAction]:
        """Everything that can be done with results, for menu and palette."""
        return self._actions

    def remembered(self) -> Mapping[str, Any]:
        """Cards or lines, how large, in what order and groups, folded or not."""
        wish = self.model.wish
        return {
            "list": self._is_list,
            "card width": self.grid.card_width,
            "grouping": wish.grouping.value,
            "order": wish.order.value,
            "descending": wish.is_descending,
            "folded": self._is_folding,
        }

    def bring_back(self, remembered: Mapping[str, Any]) -> None:
        """Stand so again; what is not known any more is left as it is."""
        grouping, order = remembered.get("grouping"), remembered.get("order")
        wish = replace(self.model.wish, is_descending=remembered.get("descending") is True)
        if grouping in set(Grouping):
            wish = replace(wish, grouping=Grouping(grouping))
        if order in set(Order):
            wish = replace(wish, order=Order(order))
        self.model.arrange(wish)
        if isinstance(width := remembered.get("card width"), int):
            self.grid.use_card_width(width)
        if remembered.get("list") is True:
            self.show_list(True)
        if remembered.get("folded") is True:
            self.fold(True)

    def items_to_export(self) -> list[Item]:
        """What is picked, in the order it stands; all that is shown where nothing is."""
        picked = self.model.items_of(self.view.picked())
        return picked or [item for item in self.model.found.items if item.kind is not None]

    def show_list(self, is_list: bool) -> None:
        """Show lines with columns, or cards."""
        had_focus = self.view.hasFocus()
        self._is_list = is_list
        self.bar.show_list(is_list=is_list)
        self._show_empty(self.model.empty_words)
        self._follow_selection()
        self._scroll_to_current()
        if had_focus:
            self.view.setFocus()

    def fold(self, is_folded: bool) -> None:
        """Fold near-duplicates into stacks, or show each by itself."""
        self._is_folding = is_folded
        self.bar.show_folded(is_folded=is_folded)
        self._fold_again()

    # ---- inside: building

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Results"))
        for view, name in ((self.grid, self.tr("Results")), (self.table, self.tr("Results as a list"))):
            view.setModel(self.model)
            view.setAccessibleName(name)
        self.grid.setItemDelegate(self._delegate)
        self.setFocusProxy(self.grid)
        self._empty.setProperty("look", "quiet")
        self._empty.setMargin(24)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(12, 0, 2, 0)
        frame.setSpacing(0)
        frame.addWidget(self.bar)
        self._pages = QStackedLayout()
        frame.addLayout(self._pages, 1)
        for page in (self.grid, self.table, self._empty):
            self._pages.addWidget(page)

    def _make_actions(self) -> Sequence[QAction]:
        groupings = {
            Grouping.NONE: self.tr("Results in one ranking"),
            Grouping.KIND: self.tr("Results in a lane per kind"),
            Grouping.FOLDER: self.tr("Results by folder"),
            Grouping.CLUSTER: self.tr("Results by cluster"),
            Grouping.DAY: self.tr("Results by day"),
        }
        entries = [
            Entry(self.tr("Results as cards or as a list"), lambda: self.show_list(not self._is_list), "Ctrl+L"),
            Entry(self.tr("Fold near-duplicates, or unfold them"), lambda: self.fold(not self._is_folding), "Ctrl+D"),
        ]
        entries.append(Entry(self.tr("Pick all near-duplicates but the best copies"), self._pick_lesser))
        entries += [
            Entry(words, lambda grouping=grouping: self.model.arrange(replace(self.model.wish, grouping=grouping)))
            for grouping, words in groupings.items()
        ]
        for at, shortcut in enumerate(("Ctrl+E", "", "")):
            words = (self.tr("Copy to a folder…"), self.tr("Export as a table (CSV)…"), self.tr("Export as JSON…"))[at]
            entries.append(Entry(words, lambda at=at: self._export(at), shortcut))
        return [make_action(self, entry) for entry in entries]

    def _export(self, way: int) -> None:
        """Export what is picked, or all that is shown, in one of the ways of the export menu."""
        _, deed = export_entries(self.items_to_export(), self._explorer, self)[way]
        deed()

    def _show_exports(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, deed in export_entries(self.items_to_export(), self._explorer, self):
            menu.addAction(words, deed)
        button = self.bar.export
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _connect(self) -> None:
        explorer, desk = self._explorer, self._desk
        explorer.answered.connect(self._show_answers)
        explorer.listed.connect(self._show_items)
        explorer.asking.connect(lambda _: self.note_changed.emit(self.tr("looking…")))
        explorer.selection.changed.connect(self._follow_selection)
        explorer.map_changed.connect(self._name_clusters)
        organiser_of(explorer).changed.connect(self._fold_again)
        organiser_of(explorer).changed.connect(self._note_again)
        self.model.noted.connect(self.note_changed)
        self.model.emptied.connect(self._show_empty)
        self.model.modelReset.connect(self._shown_anew)
        self.bar.list_chosen.connect(self.show_list)
        self.bar.folded.connect(self.fold)
        self.bar.export_wanted.connect(self._show_exports)
        for view in (self.grid, self.table):
            view.selectionModel().selectionChanged.connect(self._select)
            view.selectionModel().currentChanged.connect(self._select)
            view.verticalScrollBar().valueChanged.connect(self._release)
            self._listen(PickedDeeds(view))
        desk.thumbnails.arrived.connect(self._redraw)
        desk.items.opened.connect(self._redraw_all)
        desk.player.changed.connect(self._redraw_all)
        desk.player.moved.connect(lambda item, _: self._redraw(item))

    def _listen(self, deeds: PickedDeeds) -> None:
        deeds.opened.connect(lambda: open_items(self._picked()))
        deeds.previewed.connect(lambda: self._preview(self.view.currentIndex()))
        deeds.copied.connect(lambda: copy_paths(self._picked()))
        deeds.toggled.connect(lambda: self.model.toggle_stack(self.view.currentIndex().row()))
        deeds.sized.connect(lambda step: self.grid.use_card_width(round(self.grid.card_width * 1.15**step)))
        deeds.menu_wanted.connect(self._open_menu)

    def _show_current_state(self) -> None:
        if self._explorer.answers is not None:
            self._show_answers(self._explorer.answers)
        else:
            self._show_empty(self.tr("Nothing here yet. Drop files or folders on the window to add them."))

    # ---- inside: showing

    def _show_answers(self, answers: Answers) -> None:
        self._keep_place(answers.query)
        self.model.show_answers(answers)
        self._fold_again()
        self._note_again()

    def _show_items(self, items: tuple[Item, ...]) -> None:
        self._keep_place(self._explorer.scope)
        self.model.show_items(items, self._explorer.scope.among)
        self._fold_again()
        self._note_again()

    def _keep_place(self, shown: Query | Filters) -> None:
        """More of the same: what is seen at the top stays there. Something else: from the top."""
        self._anchor = None
        if shown != self._shown:
            self._shown = shown
            self._to_top()
            return
        index = self.view.indexAt(QPoint(10, 10)).siblingAtColumn(0)
        item = index.data(Role.ITEM_ID) if self.view.verticalScrollBar().value() > 0 else None
        self._anchor = item, self.view.visualRect(index).top()

    def _return_to_place(self) -> None:
        """Scroll so that the card that stood at the top stands there again, whatever came in before it."""
        anchor, self._anchor = self._anchor, None
        if anchor is None:
            return
        bar, index = self.view.verticalScrollBar(), QModelIndex()
        if anchor[0] is not None:
            index = self.model.index_of(anchor[0])
        if not index.isValid():
            bar.setValue(0)
            return
        self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        if self.view is self.grid:
            bar.setValue(bar.value() - anchor[1])

    def _to_top(self) -> None:
        self._desk.thumbnails.release(OWNER, ())
        self._desk.thumbnails.release(LIST_OWNER, ())
        self.grid.verticalScrollBar().setValue(0)
        self.table.verticalScrollBar().setValue(0)

    def _shown_anew(self) -> None:
        self.bar.show_state()
        self._follow_selection()
        self._return_to_place()

    def _show_empty(self, words: str) -> None:
        self._empty.setText(words)
        self._pages.setCurrentWidget(self._empty if words else self.view)
        self.setFocusProxy(self.view)

    def _redraw(self, item: int) -> None:
        index = self.model.index_of(item)
        if index.isValid():
            self.view.update(index)

    def _redraw_all(self) -> None:
        self.view.viewport().update()

    def _release(self) -> None:
        owner = LIST_OWNER if self._is_list else OWNER
        self._desk.thumbnails.release(owner, self.view.items_in_view())

    def _name_clusters(self, picture: MapPicture | None) -> None:
        if picture is None or not picture.is_final:
            return
        names = {number: info.name for number, info in picture.names.items()}
        pairs = zip(picture.items.tolist(), picture.clusters.tolist(), strict=True)
        clusters = {item: names[number] for item, number in pairs if number in names}
        if self.model.wish.grouping is Grouping.CLUSTER or not self.model.wish.clusters:
            self.model.arrange(replace(self.model.wish, clusters=MappingProxyType(clusters)))

    # ---- inside: stacks

    def _fold_again(self) -> None:
        """Fold what is shown now, by the library's own look at near-duplicates, or by a look at what is shown."""
        known = organiser_of(self._explorer).attention
        among = self._explorer.scope.among
        if not self._is_folding and known is not None and among is not None and among.key == Notice.NEAR_DUPLICATES:
            self.model.fold(known.near_duplicates or (), is_open=True)
        elif not self._is_folding:
            self.model.fold(())
        elif known is not None and known.near_duplicates is not None:
            self.model.fold(known.near_duplicates)
        else:
            engine, items = self._explorer.engine, self.model.found.items
            self._explorer.runner.look("stacks", lambda: stacks_among(engine, items), self.model.fold)

    def _note_again(self) -> None:
        """Say why items are on the list for the user's attention that is in view."""
        self.model.explain(organiser_of(self._explorer).notes(self._desk.items.get))

    # ---- inside: the shared selection

    def _select(self, *_: object) -> None:
        if self._following:
            return
        picked = [item.id for item in self._picked()]
        current = self.view.currentIndex().siblingAtColumn(0).data(Role.ITEM_ID)
        # What is picked elsewhere but not shown here stays picked only while nothing is picked here.
        if picked or any(self.model.index_of(item).isValid() for item in self._explorer.selection.items):
            self._explorer.selection.replace(picked, current)

    def _follow_selection(self) -> None:
        """Pick here what was picked elsewhere."""
        self._following = True
        chooser = self.view.selectionModel()
        wanted = self.model.selection_of(self._explorer.selection.items)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        chooser.select(wanted, flags | QItemSelectionModel.SelectionFlag.Rows if self._is_list else flags)
        current = self._explorer.selection.current
        index = self.model.index_of(current) if current is not None else QModelIndex()
        if index.isValid() and index.row() != self.view.currentIndex().row():
            chooser.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self._scroll_to_current()
        self._following = False

    def _scroll_to_current(self) -> None:
        if self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex())

    def _picked(self) -> list[Item]:
        return self.model.items_of(self.view.picked())

    def _pick_lesser(self) -> None:
        """Pick the copies among what is shown that are not the best of their group; nothing happens to them."""
        lesser = organiser_of(self._explorer).lesser_copies(item.id for item in self.model.found.items)
        if lesser:
            self._explorer.selection.replace(lesser)
            words = self.tr("Picked {count} copies of which there is a better one.")
            self._explorer.tell(words.format(count=grouped(len(lesser))))
        else:
            self._explorer.tell(self.tr("No near-duplicates are shown."))

    # ---- inside: doing

    def _play(self, row: Row) -> None:
        start = row.part.start_s if isinstance(row.part, Stretch) else 0.0
        self._desk.player.toggle(row.item, start)
        if self._desk.player.problem:
            self._explorer.tell(self._desk.player.problem)

    def _preview(self, index: QModelIndex) -> None:
        row = self.model.row(index) if index.isValid() else None
        if not isinstance(row, Row):
            return
        if row.item.kind is Kind.SOUND:
            self._play(row)
            return
        if self._explorer.selection.current != row.item.id:
            self._explorer.selection.pick(row.item.id)
        QuickLook(self._explorer, self._theme, lambda: self.view, self).show()

    def _open_menu(self, at: QPoint) -> None:
        items = self._picked()
        if items:
            item_menu(items, self._explorer, self).popup(at)
