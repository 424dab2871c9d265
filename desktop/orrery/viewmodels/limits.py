"""What narrows the answers beside kinds and folders, each a chip that can be taken away."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from orrery.domain.query import Filters, Query
from orrery.search.filters import ADDERS, spell_filters
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.suggesting import gathering_name


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that narrows.

    Attributes:
        label: as it is shown: a filter as it would be typed, or the name of what is in view.
        spoken: the same in words.
    """

    label: str
    spoken: str


class LimitLine(QObject):
    """The filters of the question, and the gathering in view where no other place in the window shows it.

    Kinds stand in the switch beside the query, folders, collections and tags in the sidebar.

    Signals:
        changed(): they differ.
    """

    changed = Signal()

    def __init__(self, explorer: Explorer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        explorer.asking.connect(lambda _: self.changed.emit())
        explorer.cleared.connect(self.changed)
        explorer.scope_changed.connect(lambda _: self.changed.emit())

    @property
    def limits(self) -> tuple[Limit, ...]:
        """All of them, filters first."""
        filters = [Limit(text, self.tr("only {filter}").format(filter=text)) for text in self._filters()]
        name = self._gathering()
        return (*filters, Limit(name, self.tr("only {filter}").format(filter=name))) if name else tuple(filters)

    def remove(self, place: int) -> None:
        """Take one away."""
        filters = self._filters()
        query = self._explorer.query
        if place < len(filters) and query is not None:
            kept = Filters()
            for text in filters[:place] + filters[place + 1 :]:
                name, _, value = text.partition(":")
                kept = ADDERS[name](kept, _plain(value), text)
            self._explorer.ask(Query(query.terms, replace(kept, among=query.filters.among)))
        else:
            self._explorer.show_scope(replace(self._explorer.scope, among=None))

    def _filters(self) -> list[str]:
        query = self._explorer.query
        if query is None:
            return []
        return list(spell_filters(replace(query.filters, kinds=frozenset(), folders=(), among=None)))

    def _gathering(self) -> str:
        among = self._explorer.scope.among
        return gathering_name(among.key) if among else ""


def _plain(value: str) -> str:
    return value[1:-1].replace('""', '"') if value.startswith('"') and value.endswith('"') and len(value) > 1 else value
