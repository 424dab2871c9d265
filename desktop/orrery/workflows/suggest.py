"""What to look at next: one of each of many items, and what somebody who picked some may also want."""

from collections.abc import Callable, Collection

import numpy as np

from orrery.domain.arrays import Rows
from orrery.mapping import sample
from orrery.mapping.neighbours import no_check
from orrery.workflows.engine import Engine
from orrery.workflows.ground import Ground, lay_ground


def one_of_each(
    engine: Engine, items: Collection[int] | None = None, count: int = 12, check: Callable[[], None] = no_check
) -> tuple[int, ...]:
    """A few items that stand for a selection, the most telling first.

    Args:
        engine: library and model.
        items: ids of the selection; everything by default.
        count: how many, at most.
        check: called often; may raise.
    """
    ground = _ground(engine, check)
    rows = np.arange(len(ground.contents)) if items is None else _rows(ground, items)
    wanted = None if items is None else set(items)
    return _items(ground, rows[sample.one_of_each(ground.vectors[rows], count, check)], wanted)


def also_wanted(
    engine: Engine, picks: Collection[int], count: int = 12, check: Callable[[], None] = no_check
) -> tuple[int, ...]:
    """Items of all kinds that go with some picks, best first; neither these nor the same again.

    Args:
        engine: library and model.
        picks: ids of items; those without a vector are passed over.
        count: how many, at most.
        check: called often; may raise.
    """
    ground = _ground(engine, check)
    rows = _rows(ground, picks)
    if len(rows) == 0:
        return ()
    return _items(ground, sample.also_wanted(ground.vectors, ground.groups, rows, count, check=check), None)


def _ground(engine: Engine, check: Callable[[], None]) -> Ground:
    with engine.library() as library:
        return lay_ground(engine, library, check)


def _rows(ground: Ground, items: Collection[int]) -> Rows:
    return np.unique(ground.owners.rows[np.isin(ground.owners.items, np.array(sorted(items), np.int64))])


def _items(ground: Ground, rows: Rows, wanted: set[int] | None) -> tuple[int, ...]:
    """One item of each content: the first by path, of those that are wanted."""
    found = []
    for content in ground.contents[rows].tolist():
        owners = [item.id for item in ground.items.get(content, ()) if wanted is None or item.id in wanted]
        found.extend(owners[:1])
    return tuple(found)
