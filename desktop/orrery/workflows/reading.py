"""Read stored texts: their beginnings for small cards, all their passages for the inspector."""

from collections.abc import Sequence

from orrery.domain.item import Item, Passage
from orrery.workflows.engine import Engine

OPENING = 600
"""Characters of a beginning; a card shows 200 of them at most, at any scale."""


def openings(engine: Engine, items: Sequence[Item]) -> dict[int, str]:
    """The first words of texts by item id; "" for an item without text."""
    with engine.library() as library:
        found = {}
        for item in items:
            parts = library.parts.of_content(item.content) if item.content is not None else {}
            first = next((part for part in parts.values() if isinstance(part, Passage)), None)
            found[item.id] = first.text[:OPENING] if first else ""
        return found


def passages(engine: Engine, item: Item) -> tuple[Passage, ...]:
    """All passages of a text in their order; neighbours share a sentence."""
    if item.content is None:
        return ()
    with engine.library() as library:
        parts = library.parts.of_content(item.content).values()
        return tuple(part for part in parts if isinstance(part, Passage))
