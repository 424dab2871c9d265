"""What deserves a look: items that are nearly the same, and items unlike all others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.library.library import Library
from orrery.library.rows import Ids
from orrery.mapping.centring import one_per_content
from orrery.mapping.duplicates import near_duplicates
from orrery.mapping.neighbours import no_check
from orrery.mapping.outliers import outliers
from orrery.workflows.engine import Engine
from orrery.workflows.ground import Ground, lay_ground

MOST = 20_000
"""Contents of one kind among which near-duplicates are sought: the work grows with the square of their number."""


@dataclass(frozen=True, slots=True)
class Attention:
    """Lists for the user's attention.

    Attributes:
        near_duplicates: groups of two or more item ids, ordered by path; None where a kind has too many items to say.
        outliers: item ids, the most unusual first.
        version: of the library that was looked at.
    """

    near_duplicates: tuple[tuple[int, ...], ...] | None
    outliers: tuple[int, ...]
    version: int

    @property
    def alike(self) -> tuple[int, ...]:
        """The near-duplicates one after the other, the items of a group side by side."""
        return tuple(chain.from_iterable(self.near_duplicates or ()))


def attention(engine: Engine, check: Callable[[], None] = no_check, before: Attention | None = None) -> Attention:
    """Look through the whole library for what stands out.

    Args:
        engine: library and model.
        check: called several times a second; may raise to stop it, or wait to let something else go first.
        before: what was found earlier; the same object comes back when nothing changed since.
    """
    with engine.library() as library:
        version = library.version
        if before is not None and before.version == version:
            return before
        ground = lay_ground(engine, library)
        features = _features(engine, library)
    check()
    groups = _near_duplicates(ground, features, check)
    strange = outliers(ground.vectors, check=check)
    ids = [item.id for row in strange for item in ground.items.get(int(ground.contents[row]), ())]
    return Attention(groups, tuple(ids), version)


def _features(engine: Engine, library: Library) -> tuple[Ids, Vectors] | None:
    """The image-only vectors of all pictures, which tell photos apart best; None where the model has none."""
    if engine.encoder.features is None:
        return None
    stored = library.vectors.load(engine.encoder.features, Kind.IMAGE)
    return one_per_content(stored.vectors, stored.contents)


def _near_duplicates(
    ground: Ground, features: tuple[Ids, Vectors] | None, check: Callable[[], None]
) -> tuple[tuple[int, ...], ...] | None:
    if np.bincount(ground.groups, minlength=1).max() > MOST:
        return None
    groups = [
        [item for content in contents for item in ground.items.get(content, ())]
        for contents in _alike_contents(ground, features, check)
    ]
    ordered = sorted((sorted(group, key=_path) for group in groups if len(group) > 1), key=lambda group: group[0].path)
    return tuple(tuple(item.id for item in group) for group in ordered)


def _alike_contents(
    ground: Ground, features: tuple[Ids, Vectors] | None, check: Callable[[], None]
) -> Iterator[Sequence[int]]:
    """Groups of contents that are alike, and every other content alone: its copies are duplicates of one another."""
    grouped: set[int] = set()
    for number, kind in enumerate(Kind):
        rows = np.flatnonzero(ground.groups == number)
        # In the space of all kinds sounds share a direction: a cello and a bassoon have a cosine of 0.97 as they are,
        # and of 0.96 around their mean, where two takes of one double bass keep 0.99.
        contents, vectors = ground.contents[rows], ground.vectors[rows]
        if kind is Kind.IMAGE and features is not None:
            contents, vectors = features
        for group in near_duplicates(vectors, check=check):
            alike = contents[list(group)].tolist()
            grouped.update(alike)
            yield alike
    yield from ([content] for content in _others(ground.contents.tolist(), grouped))


def _others(contents: Iterable[int], grouped: set[int]) -> Iterator[int]:
    return (content for content in contents if content not in grouped)


def _path(item: Item) -> bytes:
    return item.path
