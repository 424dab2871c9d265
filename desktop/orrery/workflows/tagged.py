"""Which items have which tags."""

from collections.abc import Mapping

from orrery.library.rows import Tag
from orrery.workflows.engine import Engine


def tagged(engine: Engine) -> Mapping[Tag, frozenset[int]]:
    """Tag → ids of its items, for every tag there is."""
    with engine.library() as library:
        return {tag: library.tags.items_with(tag.name) for tag in library.tags.known()}
