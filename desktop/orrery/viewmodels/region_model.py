"""Where in a picture the match is, worked out in the background when it is wanted."""

from collections import OrderedDict
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Query, Term
from orrery.errors import ModelProblem
from orrery.search.ranking import Calibration, QueryTerm
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.runner import Check
from orrery.workflows.regions import Asking, Regions, regions

KEPT = 200
"""Heat maps kept, half a kilobyte each."""

_Key: TypeAlias = tuple[int, tuple[Term, ...], str]


class RegionModel(QObject):
    """The heat map of the item in hand, while it is switched on.

    Signals:
        changed(): there is another heat map, none, or one is being made.
    """

    changed = Signal()

    def __init__(self, explorer: Explorer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._kept: OrderedDict[_Key, Regions | None] = OrderedDict()
        self._item: Item | None = None
        self._is_on = False
        self._making: _Key | None = None

    @property
    def is_on(self) -> bool:
        """Whether heat maps are wanted."""
        return self._is_on

    @property
    def is_possible(self) -> bool:
        """Whether there is something to show: a picture in hand, and a question that wants something."""
        return self._key() is not None

    @property
    def is_making(self) -> bool:
        """Whether one is being worked out."""
        return self._making is not None

    @property
    def regions(self) -> Regions | None:
        """The heat map to be shown; None when it is switched off, not there yet, or impossible."""
        key = self._key()
        return self._kept.get(key) if self._is_on and key is not None else None

    def switch(self, *, is_on: bool) -> None:
        """Show heat maps, or stop showing them; one that is being made is not waited for any more."""
        if is_on != self._is_on:
            self._is_on = is_on
            self._look()

    def look_at(self, item: Item | None) -> None:
        """Another item is in hand, or another question was asked."""
        self._item = item
        self._look()

    # ---- inside

    def _key(self) -> _Key | None:
        query, item = self._explorer.query, self._item
        if query is None or item is None or item.kind is not Kind.IMAGE or item.content is None:
            return None
        if not any(term.weight > 0 for term in query.terms):
            return None
        return item.content, query.terms, self._explorer.engine.space.id

    def _look(self) -> None:
        key = self._key()
        if self._making is not None and (key != self._making or not self._is_on):
            self._explorer.runner.forget("regions")
            self._explorer.runner.forget("region terms")
            self._making = None
        is_wanted = self._is_on and key not in self._kept and self._making is None
        query, item = self._explorer.query, self._item
        if is_wanted and key is not None and query is not None and item is not None:
            self._begin(key, query, item)
        self.changed.emit()

    def _begin(self, key: _Key, query: Query, item: Item) -> None:
        """First the vectors of the question, which the finder keeps, then what takes long."""
        self._making = key
        self._explorer.look(
            "region terms",
            lambda finder: finder.asked(query),
            lambda asked: self._work(key, item, asked),
            lambda problem: self._fail(key, problem),
        )

    def _work(self, key: _Key, item: Item, asked: tuple[tuple[QueryTerm, ...], Calibration]) -> None:
        encoder, maker = self._explorer.engine.encoder, self._explorer.previews

        def work(check: Check) -> Regions | None:
            try:
                return regions(item, Asking(*asked, encoder), maker, check)
            except ModelProblem:  # a model that cannot see a blurred picture; the user asked for no more than a hint
                return None

        self._explorer.study("regions", work, lambda found: self._keep(key, found))

    def _keep(self, key: _Key, found: Regions | None) -> None:
        self._kept[key] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self._making = None
        self.changed.emit()

    def _fail(self, key: _Key, problem: Exception) -> None:
        self._kept[key] = self._making = None
        self._explorer.tell(problem)
        self.changed.emit()
