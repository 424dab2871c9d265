"""Which items have which tags."""

from collections.abc import Mapping

from orrery.workflows.engine import Engine


def tagged(engine: Engine) -> Mapping[str, frozenset[int]]:
    """Tag → ids of its items, for every tag there is."""
    with engine.library() as library:
        return {tag: library.tags.items_with(tag) for tag in library.tags.all()}
