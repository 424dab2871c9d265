"""What is asked, as values; `search.grammar` turns typed text into them."""

from dataclasses import dataclass, field
from typing import TypeAlias

from orrery.domain.modality import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """A term in words."""

    text: str


@dataclass(frozen=True, slots=True)
class FileTerm:
    """A file outside or inside the library; the path as typed, not yet resolved."""

    path: str


@dataclass(frozen=True, slots=True)
class ItemTerm:
    """An item of the library, picked in the window."""

    item: int
    label: str


Asked: TypeAlias = Words | FileTerm | ItemTerm


@dataclass(frozen=True, slots=True)
class Term:
    """One chip of the query bar.

    Attributes:
        asked: what to be near to, or far from.
        weight: finite, not zero; negative for "not like this".
    """

    asked: Asked
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Gathering:
    """Certain items, whatever they have in common, such as those of a collection.

    Attributes:
        key: what they are, such as "collection 3"; the same key may stand for other items later.
        items: their ids, in the order in which they are listed when nothing is asked.
    """

    key: str
    items: tuple[int, ...]
    _known: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", frozenset(self.items))  # asked for every item of a library

    def __contains__(self, item: int) -> bool:
        return item in self._known


@dataclass(frozen=True, slots=True)
class Filters:
    """Which items may answer; empty means all.

    Attributes:
        kinds: any of these.
        folders: below any of these, absolute.
        tags: with all of these.
        after: taken or changed on or after this day, ISO date.
        before: taken or changed before this day, ISO date.
        clusters: names of clusters, any of these.
        among: only these items; None means all. It has no spelling: it is picked, never typed.
    """

    kinds: frozenset[Kind] = frozenset()
    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    clusters: tuple[str, ...] = ()
    among: Gathering | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Weighted terms and filters; at least one term."""

    terms: tuple[Term, ...]
    filters: Filters = field(default=Filters())
