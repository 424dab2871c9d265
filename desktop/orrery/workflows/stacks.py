"""Which of a few items are nearly the same, to fold them in the results."""

from collections.abc import Sequence

import numpy as np

from orrery.domain.arrays import Vector
from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.space import VectorSpace
from orrery.library.library import Library
from orrery.mapping.duplicates import near_duplicates
from orrery.search.centring import centred_one
from orrery.workflows.asking import mean_direction
from orrery.workflows.engine import Engine

MOST = 2_000
"""Items compared: their vectors are read one by one, 0.1 s in all. Whole libraries are what `attention` looks at."""


def stacks_among(engine: Engine, items: Sequence[Item]) -> tuple[tuple[int, ...], ...]:
    """Groups of two or more item ids, in the order of the items; copies of one file are alike, whatever they are.

    Pictures are told apart in the image-only space where the model has one; everything else around the mean of its
    kind, for raw vectors of sounds share a direction.

    Args:
        engine: library and model.
        items: those beyond the first MOST are left out.
    """
    contents: dict[int, list[int]] = {}
    kinds: dict[int, Kind] = {}
    for item in items[:MOST]:
        if item.content is not None and item.kind is not None:
            contents.setdefault(item.content, []).append(item.id)
            kinds[item.content] = item.kind
    groups: list[list[int]] = []
    with engine.library() as library:
        for kind in Kind:
            own = [content for content in contents if kinds[content] is kind]
            groups += _alike(own, kind, engine, library)
    found = [tuple(item for content in group for item in contents[content]) for group in groups]
    return tuple(group for group in found if len(group) > 1)


def _alike(contents: Sequence[int], kind: Kind, engine: Engine, library: Library) -> list[list[int]]:
    """Contents that are alike, and every other one alone."""
    features = engine.encoder.features if kind is Kind.IMAGE else None
    mean = None if features else engine.calibration.means[kind.role]
    known = [(content, _vector(content, features or engine.space, library, mean)) for content in contents]
    placed = [(content, vector) for content, vector in known if vector is not None]
    groups = near_duplicates(np.stack([vector for _, vector in placed])) if placed else ()
    joined = [[placed[row][0] for row in group] for group in groups]
    taken = {content for group in joined for content in group}
    return joined + [[content] for content in contents if content not in taken]


def _vector(content: int, space: VectorSpace, library: Library, mean: Vector | None) -> Vector | None:
    vectors, _ = library.vectors.of_content(content, space)
    if len(vectors) == 0:
        return None
    direction = mean_direction(vectors)
    return direction if mean is None else centred_one(direction, mean)
