"""What search works with: the figures of a space, and what is asked as vectors."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from orrery.domain.arrays import Vector
from orrery.domain.calibration import Background, Backgrounds, Platt, Platts
from orrery.domain.modality import Kind, Role
from orrery.domain.query import Join
from orrery.search.best_part import START
from orrery.search.fusion import Found
from orrery.search.groups import ways
from orrery.search.hubs import Hubs

OWN_BAR = 0.25
"""Share of a kind's own bar in the one that search uses; the rest is the mean of the role's three kinds. With their own
curves a sound asking (bars at z = 3.3, 6.5 and 3.1) ranks pictures and texts far before sounds that are nearer: mean
average precision .49, with one bar .67, with a quarter .66 and a tenth more of the kinds shown (decision 6)."""


@dataclass(frozen=True, slots=True, eq=False)
class FeatureFigures:
    """What the image-only space needs.

    Attributes:
        mean: (features dim,) of its vectors.
        background: of unrelated pairs of pictures.
        correlation: rho, of the two z-scores of unrelated pairs, in [0, 1].
    """

    mean: Vector
    background: Background
    correlation: float


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """The figures that search works with: the pack's, shrunk towards what the library shows.

    Attributes:
        means: (dim,) per role, the pack's.
        backgrounds: per asking role and asked kind.
        platts: per asking role and asked kind, each fitted alone; ranking uses `curve`.
        features: of the image-only space, or None.
        part_exponents: gamma of the best-part correction, per kind; START where none is given.
        hubs: what is near to every phrase; None for no correction.
    """

    means: Mapping[Role, Vector]
    backgrounds: Backgrounds
    platts: Platts
    features: FeatureFigures | None = None
    part_exponents: Mapping[Kind, float] = field(default_factory=lambda: MappingProxyType({}))
    hubs: Hubs | None = None

    def part_exponent(self, kind: Kind) -> float:
        """How much of a chance of their own the parts of one content of a kind have, from 0 to 1."""
        return self.part_exponents.get(kind, START)

    def curve(self, role: Role, kind: Kind) -> Platt:
        """From z to score: one slope and nearly one bar for all kinds that a role asks, so that z ranks them."""
        curves = [self.platts[role, other] for other in Kind]
        if any(curve.a <= 0 for curve in curves):
            return self.platts[role, kind]
        slope = math.exp(sum(math.log(curve.a) for curve in curves) / len(curves))
        shared = sum(-curve.b / curve.a for curve in curves) / len(curves)
        own = -self.platts[role, kind].b / self.platts[role, kind].a
        return Platt(slope, -slope * (OWN_BAR * own + (1 - OWN_BAR) * shared))


@dataclass(frozen=True, slots=True, eq=False)
class QueryTerm:
    """An encoded term.

    Attributes:
        vector: (dim,), raw unit vector.
        role: how it came to be.
        weight: finite, not zero; negative for "not like this".
        features: (features dim,), raw unit vector in the image-only space; only pictures have one.
        join: how it is tied to the terms before it.
        is_removed: NOT: taken out of its sum and of the answers, by the share `weight`, at most 1.
        found: contents in whose text or name the words of the term stand, by id.
        opens, closes: parentheses before and behind it.
    """

    vector: Vector
    role: Role
    weight: float = 1.0
    features: Vector | None = None
    join: Join = Join.WITH
    is_removed: bool = False
    found: Mapping[int, Found] = field(default_factory=lambda: MappingProxyType({}))
    opens: int = 0
    closes: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """Terms that make one direction.

    Attributes:
        pulled: at least one; negative weights push.
        removed: concepts taken out of it.
    """

    pulled: tuple[QueryTerm, ...]
    removed: tuple[QueryTerm, ...] = ()

    @classmethod
    def of(cls, terms: list[QueryTerm]) -> "Sum":
        """Sort the terms of a sum; without anything to take out of, "not this" is all that is asked."""
        pulled = tuple(term for term in terms if not term.is_removed)
        removed = tuple(term for term in terms if term.is_removed)
        if pulled:
            return cls(pulled, removed)
        return cls(tuple(_pushed(term) for term in removed))


def _pushed(term: QueryTerm) -> QueryTerm:
    return QueryTerm(term.vector, term.role, -term.weight, term.features)


def alternatives(terms: Sequence[QueryTerm]) -> list[list[Sum]]:
    """The query as an OR (outer) of ANDs (inner) of sums; one that stands in several of them is one object.

    Raises:
        TooManyWays: there are more than `groups.MOST` of them.
    """
    sums: dict[int, Sum] = {}
    found = ways(terms)
    for both in found:
        sums |= {id(asked): Sum.of(asked) for asked in both if id(asked) not in sums}
    return [[sums[id(asked)] for asked in both] for both in found]
