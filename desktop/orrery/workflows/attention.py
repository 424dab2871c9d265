"""What deserves a look: items that are nearly the same, and items unlike all others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

from orrery.mapping.neighbours import no_check
from orrery.mapping.outliers import outliers
from orrery.workflows.duplicates import Compared, near_duplicates
from orrery.workflows.engine import Engine
from orrery.workflows.ground import Ground, lay_ground


@dataclass(frozen=True, slots=True)
class Strange:
    """Why an item is an outlier.

    Attributes:
        item: its id.
        nearest: id of the item that it is most like, far though that is; None where that is gone.
        closeness: mean cosine with its nearest items, five in a small library and fifty in a large one.
        usual: the middle of that over the items of its kind.
        spreads: how many standard deviations it is below that.
    """

    item: int
    nearest: int | None
    closeness: float
    usual: float
    spreads: float


@dataclass(frozen=True, slots=True)
class Attention:
    """Lists for the user's attention.

    Attributes:
        near_duplicates: groups of two or more item ids, groups in the order of their paths: the copy that is best to
            keep first (most pixels, seconds or words, then most bytes), the others by path.
        outliers: item ids, the most unusual first.
        version: of the library that was looked at.
        reasons: why each outlier is one, in their order.
        compared: how alike files are that were compared as a whole, so that it need not be done again.
    """

    near_duplicates: tuple[tuple[int, ...], ...] | None
    outliers: tuple[int, ...]
    version: int
    reasons: tuple[Strange, ...] = ()
    compared: Compared = field(default_factory=dict, compare=False, repr=False)

    @property
    def alike(self) -> tuple[int, ...]:
        """The near-duplicates one after the other, the items of a group side by side."""
        return tuple(chain.from_iterable(self.near_duplicates or ()))

    @property
    def best(self) -> tuple[int, ...]:
        """The copy to keep of each group of near-duplicates."""
        return tuple(group[0] for group in self.near_duplicates or ())


def attention(engine: Engine, check: Callable[[], None] = no_check, before: Attention | None = None) -> Attention:
    """Look through the whole library for what stands out; changes nothing.

    Args:
        engine: library and model.
        check: called several times a second; may raise to stop it, or wait to let something else go first.
        before: what was found earlier; the same object comes back when nothing changed since.
    """
    with engine.library() as library:
        version = library.version
        if before is not None and before.version == version:
            return before
        ground = lay_ground(engine, library, check)
        check()
        compared = dict(before.compared) if before is not None else {}
        groups = near_duplicates(engine, library, ground, check, compared)
    strange = _strange(ground, check)
    ids = tuple(tuple(item.id for item in group) for group in groups)
    return Attention(ids, tuple(one.item for one in strange), version, strange, compared)


def _strange(ground: Ground, check: Callable[[], None]) -> tuple[Strange, ...]:
    found = outliers(ground.vectors, check=check, groups=ground.groups)
    rows = zip(found.rows, found.nearest, found.closeness, found.usual, found.spreads, strict=True)
    return tuple(
        Strange(item.id, _first_at(ground, int(near)), float(closeness), float(usual), float(spreads))
        for row, near, closeness, usual, spreads in rows
        for item in ground.items.get(int(ground.contents[row]), ())
    )


def _first_at(ground: Ground, row: int) -> int | None:
    items = ground.items.get(int(ground.contents[row]), ())
    return items[0].id if items else None
