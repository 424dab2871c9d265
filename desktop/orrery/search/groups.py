"""Parentheses: which terms of a query belong together, and what is left of them when a term goes.

Terms stay one flat row, as the chips of the query bar are; each says how many parentheses open before it and close
behind it. Whatever they say is the same as one OR of ANDs of sums, because the mean that AND is and the larger one that
OR is obey the laws of a lattice as "and" and "or" do: a AND (b OR c) is (a AND b) OR (a AND c).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Generic, Protocol, TypeAlias, TypeVar

from orrery.domain.query import Join, Term

MOST = 32
"""Ways to meet a query beyond which it is refused: eight pairs of alternatives would be 256 rankings of everything."""


class Tied(Protocol):
    """What a term of a query says about its place in it."""

    @property
    def join(self) -> Join:
        """How it is tied to the terms before it."""
        ...

    @property
    def opens(self) -> int:
        """Parentheses that open before it."""
        ...

    @property
    def closes(self) -> int:
        """Parentheses that close behind it."""
        ...


T = TypeVar("T", bound=Tied)
Ways: TypeAlias = list[tuple[list[T], ...]]
"""Each a way to meet the query: all of these sums."""


class TooManyWays(ValueError):
    """A query can be met in more than MOST ways."""


@dataclass(slots=True)
class _Level(Generic[T]):
    """What stands between two parentheses, as far as it is read: an OR of ANDs of sides that can be met in ways."""

    either: list[list[Ways[T]]] = field(default_factory=lambda: [[]])

    def ways(self) -> Ways[T]:
        found: Ways[T] = []
        for both in self.either:
            count = 1
            for side in both:
                count *= len(side)
            if len(found) + count > MOST:
                raise TooManyWays
            found += [_once(choice) for choice in product(*both)]
        return found


def ways(terms: Sequence[T]) -> Ways[T]:
    """The query as an OR of ANDs of sums; a sum that stands in several ways is one object.

    Raises:
        TooManyWays: there are more than MOST.
    """
    levels: list[_Level[T]] = [_Level()]
    for place, term in enumerate(terms):
        if place and term.join is Join.WITH and not term.opens and not terms[place - 1].closes:
            levels[-1].either[-1][-1][0][0].append(term)
        else:
            if place and term.join is Join.OR:
                levels[-1].either.append([])
            levels += [_Level() for _ in range(term.opens)]
            levels[-1].either[-1].append([([term],)])
        for _ in range(min(term.closes, len(levels) - 1)):
            side = levels.pop().ways()
            levels[-1].either[-1].append(side)
    while len(levels) > 1:
        side = levels.pop().ways()
        levels[-1].either[-1].append(side)
    return levels[0].ways()


def _once(choice: tuple[tuple[list[T], ...], ...]) -> tuple[list[T], ...]:
    """The sums of one way, each once: a sum that two sides ask for is no stronger wish."""
    return tuple({id(asked): asked for sums in choice for asked in sums}.values())


def followed(terms: Sequence[Term], more: Sequence[Term]) -> tuple[Term, ...]:
    """Terms with more of them behind: what would have to join the sum before a parenthesis is asked for besides."""
    if terms and more and more[0].join is Join.WITH and (terms[-1].closes or more[0].opens):
        more = (replace(more[0], join=Join.AND), *more[1:])
    return (*terms, *more)


def without(terms: Sequence[Term], place: int) -> tuple[Term, ...]:
    """Terms without one of them; parentheses that hold nothing to be kept together any more go with it."""
    gone = terms[place]
    alone = min(gone.opens, gone.closes)
    opens, closes = gone.opens - alone, gone.closes - alone
    before, behind = list(terms[:place]), list(terms[place + 1 :])
    if behind and (opens or (behind[0].join is Join.WITH and not gone.closes)):
        behind[0] = replace(behind[0], join=gone.join, opens=behind[0].opens + opens)
    if before and closes:
        before[-1] = replace(before[-1], closes=before[-1].closes + closes)
    rest = [*before, *behind]
    if rest:
        rest[0] = replace(rest[0], join=Join.WITH)
    return _without_idle(rest)


def _without_idle(terms: list[Term]) -> tuple[Term, ...]:
    """Take out pairs of parentheses around a single sum."""
    opened: list[tuple[int, bool]] = []  # where it opens, and whether anything inside is joined
    for place, term in enumerate(terms):
        if opened and term.join is not Join.WITH and place > opened[-1][0]:
            opened[-1] = opened[-1][0], True
        opened += [(place, False)] * term.opens
        for _ in range(term.closes):
            start, is_joined = opened.pop()
            if not is_joined:
                terms[start] = replace(terms[start], opens=terms[start].opens - 1)
                terms[place] = replace(terms[place], closes=terms[place].closes - 1)
    return tuple(terms)
