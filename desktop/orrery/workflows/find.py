"""Ask the library: words, pictures, sounds, or a mix of them."""

from dataclasses import dataclass

from orrery.domain.item import Item, Part
from orrery.domain.query import Query


@dataclass(frozen=True, slots=True)
class Answer:
    """One item found.

    Attributes:
        item: the item.
        score: calibrated, in [0, 1]: how sure a match is.
        similarity: raw cosine of the best term, in [-1, 1].
        part: where in the item; None for a picture or a sound of one window.
    """

    item: Item
    score: float
    similarity: float
    part: Part | None

    @property
    def is_likely(self) -> bool:
        """Whether it is more likely than not a match."""
        return self.score >= 0.5


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found, best first.

    Attributes:
        query: what was asked.
        text: the query as it would be typed.
        space: id of the space that was searched.
        took_ms: from the query to the ranked list, start-up excluded.
        hits: best first, ties by path.
    """

    query: Query
    text: str
    space: str
    took_ms: float
    hits: tuple[Answer, ...]
