"""What is asked, as values; `search.grammar` turns typed text into them, and says what they mean."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from orrery.domain.item import Stretch
from orrery.domain.modality import Kind


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a picture, from its left upper corner.

    Attributes:
        x, y, width, height: in percent of the picture's size, or in pixels of the upright picture.
        in_pixels: which of the two.
    """

    x: float
    y: float
    width: float
    height: float
    in_pixels: bool = False


@dataclass(frozen=True, slots=True)
class Characters:
    """A stretch of a text: offsets in code points, the second behind the last character."""

    start: int
    end: int


Cut: TypeAlias = Region | Stretch | Characters
"""The part of a file that is asked with; a Stretch that goes on to the end ends at infinity."""


@dataclass(frozen=True, slots=True)
class Words:
    """A term in words.

    Attributes:
        text: as typed, without quotes.
        exact: it was quoted: files that hold the very phrase, or are named so, come first.
    """

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class FileTerm:
    """A file outside or inside the library; the path as typed, not yet resolved, and the part of it that counts."""

    path: str
    part: Cut | None = None


@dataclass(frozen=True, slots=True)
class ItemTerm:
    """An item of the library, picked in the window, and the part of it that counts."""

    item: int
    label: str
    part: Cut | None = None


Asked: TypeAlias = Words | FileTerm | ItemTerm


class Join(StrEnum):
    """How a term is tied to those before it; OR binds least, then AND, then WITH, unless parentheses say otherwise."""

    WITH = "with"
    AND = "and"
    OR = "or"


@dataclass(frozen=True, slots=True)
class Term:
    """One chip of the query bar.

    Attributes:
        asked: what to be near to, or far from.
        weight: finite, not zero; negative for "not like this".
        join: how it is tied to the terms before it; WITH for the first one.
        is_removed: NOT: what it means is taken out of its sum and out of the answers; its weight is how much of it.
        opens: parentheses that open before it.
        closes: parentheses that close behind it.
    """

    asked: Asked
    weight: float = 1.0
    join: Join = Join.WITH
    is_removed: bool = False
    opens: int = 0
    closes: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """From a least to a most, both included; None where there is no such limit."""

    least: float | None = None
    most: float | None = None


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
        duration_s: of a sound, in seconds; what has no duration does not pass.
        size_bytes: of the file.
        rating: stars, 1 to 5; what has none does not pass.
        is_folded: of copies and near-duplicates only the best one answers.
        diversity: 0 for the best answers, towards 1 for answers that differ more from one another.
    """

    kinds: frozenset[Kind] = frozenset()
    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    clusters: tuple[str, ...] = ()
    among: Gathering | None = None
    duration_s: Bounds | None = None
    size_bytes: Bounds | None = None
    rating: Bounds | None = None
    is_folded: bool = False
    diversity: float = 0.0


@dataclass(frozen=True, slots=True)
class Query:
    """Weighted terms and filters; at least one term. See Term.join for how the terms belong together."""

    terms: tuple[Term, ...]
    filters: Filters = field(default=Filters())
