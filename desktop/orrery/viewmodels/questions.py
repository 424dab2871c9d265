"""What is asked of a library and which of it is in view: questions, the way back to earlier ones, the filters."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Asked, Filters, Gathering, ItemTerm, Query, Term
from orrery.errors import UsageError
from orrery.search.grammar import parse_line
from orrery.search.groups import followed
from orrery.viewmodels.library_view import LibraryView, nothing
from orrery.workflows.engine import Engine
from orrery.workflows.find import Answers

ANSWERS_SHOWN = 200
"""Hits asked for at once: some forty rows of the results, beyond the last likely match of any query tried."""


class Questions(LibraryView):
    """A view of a library that can be asked.

    Signals:
        asking(Query): a question was asked; `answered` or `told` follows, unless a newer question replaces it.
        answered(Answers): what was found, best first.
        cleared(): there is no question any more; `listed` follows with what the filters let through.
        listed(tuple[Item, ...]): without a question: the items in view, ordered by path.
        scope_changed(Filters): the kinds, folders or gathering in view differ.
        shown_changed(frozenset[int] | None): ids of the items the scope lets through, None for all.
        history_changed(): where back and forward lead differs.
    """

    asking = Signal(object)
    answered = Signal(object)
    cleared = Signal()
    listed = Signal(object)
    scope_changed = Signal(object)
    shown_changed = Signal(object)
    history_changed = Signal()

    def __init__(self, engine: Engine, parent: QObject | None = None, *, is_still: bool = False) -> None:
        """Ask a library; arguments as of a LibraryView."""
        super().__init__(engine, parent, is_still=is_still)
        self._query: Query | None = None
        self._answers: Answers | None = None
        self._scope = Filters()
        self._shown: frozenset[int] | None = None
        self._past: list[Query] = []
        self._future: list[Query] = []
        self._after_list: Callable[[], object] = nothing

    @property
    def query(self) -> Query | None:
        """The question that was asked last; None when there is none."""
        return self._query

    @property
    def answers(self) -> Answers | None:
        """The answers to it; None while they are awaited."""
        return self._answers

    @property
    def scope(self) -> Filters:
        """Which items are in view: kinds, and a folder or a gathering."""
        return self._scope

    @property
    def shown(self) -> frozenset[int] | None:
        """Ids of the items in view; None for all."""
        return self._shown

    # ---- asking

    def ask(self, query: Query) -> None:
        """Look for something in the background; the kinds and folders in view apply unless the query names its own."""
        query = self._within_scope(query)
        if self._query is not None and query != self._query:
            self._past.append(self._query)
            self._future.clear()
        self._find(query)

    def ask_text(self, typed: str) -> None:
        """Ask in the words of the query line; what cannot be understood is told."""
        try:
            self.ask(parse_line(typed))
        except UsageError as problem:
            self.tell(problem)

    def ask_like(self, item: int, label: str) -> None:
        """Look for items like one of the library."""
        self.ask(Query((Term(ItemTerm(item, label)),)))

    def ask_everywhere(self, query: Query, among: Gathering | None = None) -> None:
        """Look for something in the whole library or among certain items, but for what the query itself leaves out."""
        named = query.filters
        self._set_scope(Filters(kinds=named.kinds, folders=named.folders, among=among), ask=False)
        self.ask(query)

    def add_term(self, asked: Asked, weight: float = 1.0) -> None:
        """Ask again with one more term; the filters stay, but for those that the view gives the question anew."""
        terms, filters = (self._query.terms, self._query.filters) if self._query else ((), Filters())
        kept = replace(filters, kinds=frozenset(), folders=(), among=None)
        self.ask(Query(followed(terms, [Term(asked, weight)]), kept))

    def clear(self) -> None:
        """Forget the question and list what is in view."""
        if self._query is not None:
            self._past.append(self._query)
        self.runner.forget("find")
        self._query = self._answers = None
        self.cleared.emit()
        self.history_changed.emit()
        self._list()

    def back(self) -> None:
        """Ask the question before this one again."""
        if self._past:
            earlier = self._past.pop()
            if self._query is not None:
                self._future.append(self._query)
            self._revisit(earlier)

    def forward(self) -> None:
        """Ask the question again that back() left."""
        if self._future:
            later = self._future.pop()
            if self._query is not None:
                self._past.append(self._query)
            self._revisit(later)

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier question."""
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        """Whether back() left a question."""
        return bool(self._future)

    # ---- what is in view

    def show_kinds(self, kinds: Iterable[Kind]) -> None:
        """Keep only these kinds in view; none means all."""
        self._set_scope(replace(self._scope, kinds=frozenset(kinds)))

    def show_folder(self, folder: str | None) -> None:
        """Keep only what lies below a folder in view, instead of a gathering; None means everywhere."""
        self._set_scope(replace(self._scope, folders=() if folder is None else (folder,), among=None))

    def show_among(self, gathering: Gathering) -> None:
        """Keep only certain items in view, wherever they lie; the kinds in view stay."""
        self._set_scope(replace(self._scope, folders=(), among=gathering))

    def show_scope(self, scope: Filters) -> None:
        """Keep exactly this in view, as it was before."""
        self._set_scope(scope)

    def show_everything(self) -> None:
        """Let every item in view."""
        self._set_scope(Filters())

    def refresh(self) -> None:
        """Count, list and load the stored map again: one after the other, in the order in which they are looked at.

        Reading side by side they would take turns at Python's lock, and all would come late; what no eye waits for,
        the vectors and the model, comes last.
        """
        self._after_list, self._after_map = self._load_map, self._breath.start
        self.count()
        self._list()

    # ---- inside

    def _within_scope(self, query: Query) -> Query:
        named = query.filters
        kinds, folders = named.kinds or self._scope.kinds, named.folders or self._scope.folders
        self._set_scope(replace(self._scope, kinds=kinds, folders=folders), ask=False)
        return replace(query, filters=replace(named, kinds=kinds, folders=folders, among=self._scope.among))

    def _revisit(self, query: Query) -> None:
        named = query.filters
        self._set_scope(Filters(kinds=named.kinds, folders=named.folders, among=named.among), ask=False)
        self._find(query)

    def _find(self, query: Query) -> None:
        self._query, self._answers = query, None
        self.asking.emit(query)
        self.history_changed.emit()
        self._search(query)

    def _search(self, query: Query) -> None:
        self.look("find", lambda finder: finder.find(query, limit=ANSWERS_SHOWN), self._answer, self.tell)

    def _answer(self, answers: Answers) -> None:
        self._answers = answers
        self.answered.emit(answers)

    def _set_scope(self, scope: Filters, *, ask: bool = True) -> None:
        if scope == self._scope:
            return
        self._scope = scope
        self.scope_changed.emit(scope)
        self._list()
        if ask and self._query is not None:
            own = replace(self._query.filters, kinds=frozenset(), folders=(), among=None)  # its days and tags stay
            self._find(self._within_scope(replace(self._query, filters=own)))

    def _list(self) -> None:
        from orrery.workflows.browse import browse

        scope = self._scope
        self.runner.look("browse", lambda: browse(self.engine, scope), self._show_items, self.tell)

    def _show_items(self, items: tuple[Item, ...]) -> None:
        shown = None if self._scope == Filters() else frozenset(item.id for item in items)
        if shown != self._shown:
            self._shown = shown
            self.shown_changed.emit(shown)
        if self._query is None:
            self.listed.emit(items)
        following, self._after_list = self._after_list, nothing
        following()
