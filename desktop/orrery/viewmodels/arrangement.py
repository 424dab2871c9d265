"""In which order results stand, what stands between them, and which of them are folded into stacks.

Plain Python and NumPy over row numbers, so that half a million items are arranged without making half a million rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.item import Item, Part
from orrery.domain.modality import Kind
from orrery.search.fusion import LEVELS
from orrery.viewmodels.wording import shown_name, shown_path
from orrery.workflows.find import Answer

Numbers: TypeAlias = npt.NDArray[np.int64]
_DIGITS = re.compile(r"(\d+)")


class Order(StrEnum):
    """By what results are ordered; RANK is as they were found, or by path when nothing was asked."""

    RANK = "rank"
    NAME = "name"
    KIND = "kind"
    SCORE = "score"
    DATE = "date"
    SIZE = "size"
    LENGTH = "length"
    FOLDER = "folder"
    WHY = "why"


class Grouping(StrEnum):
    """What results are put together by; KIND gives each kind a lane of its own."""

    NONE = "none"
    KIND = "kind"
    FOLDER = "folder"
    CLUSTER = "cluster"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Head:
    """The row above a group.

    Attributes:
        key: a kind, a whole folder, a cluster's name or an ISO day; "" for what belongs to none.
        count: items of the group, folded ones included.
    """

    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Divider:
    """The row between likely matches and the rest.

    Attributes:
        is_first: whether nothing likely stands before it.
    """

    is_first: bool = False


Bar: TypeAlias = Head | Divider


@dataclass(frozen=True, slots=True)
class Wish:
    """How results are to stand.

    Attributes:
        grouping: what is put together.
        order: within a group.
        is_descending: largest first; RANK has only one direction.
        clusters: names of clusters by item id, for grouping by cluster.
    """

    grouping: Grouping = Grouping.NONE
    order: Order = Order.RANK
    is_descending: bool = False
    clusters: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What is to be shown: answers, or everything in view.

    Attributes:
        items: (n,), best first, or by path; those that an answer folds under itself follow it.
        hits: (n,) the answers they are, or are folded under; empty when nothing was asked.
    """

    items: Sequence[Item]
    hits: Sequence[Answer] = ()

    @classmethod
    def of(cls, hits: Sequence[Answer]) -> "Found":
        """Answers to a question, with what they fold."""
        pairs = [(item, hit) for hit in hits for item in (hit.item, *hit.folded)]
        return cls(tuple(item for item, _ in pairs), tuple(hit for _, hit in pairs))

    @property
    def folded(self) -> tuple[tuple[int, ...], ...]:
        """Ids of items that the question itself folds together, the best of each group first."""
        leading = (hit for item, hit in zip(self.items, self.hits, strict=False) if hit.item is item and hit.folded)
        return tuple((hit.item.id, *(item.id for item in hit.folded)) for hit in leading)

    def answer(self, number: int) -> Answer | None:
        """The answer that an item is; None for one that is folded under another, or when nothing was asked."""
        return self.hits[number] if self.hits and self.hits[number].item is self.items[number] else None

    def score(self, number: int) -> float | None:
        """Of an answer, in [0, 1]; None for all else."""
        answer = self.answer(number)
        return answer.score if answer else None

    def part(self, number: int) -> Part | None:
        """Where in the item it matched."""
        answer = self.answer(number)
        return answer.part if answer else None

    def is_likely(self, number: int) -> bool:
        """Whether it is more likely than not a match; all are when nothing was asked."""
        return not self.hits or self.hits[number].is_likely


@dataclass(frozen=True, slots=True, eq=False)
class Stacks:
    """Near-duplicates that are folded.

    Attributes:
        groups: two or more item ids each.
        opened: ids of items whose stack is unfolded.
    """

    groups: Sequence[Sequence[int]] = ()
    opened: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """Rows from top to bottom, lane after lane.

    Attributes:
        rows: (m,) number of a found item, or -1 - n for bars[n].
        bars: heads and dividers.
        lanes: first row of each lane, at least (0,).
        sizes: row of a stack's first card → how many cards the stack has.
        inside: rows of the other cards of unfolded stacks.
    """

    rows: Numbers
    bars: tuple[Bar, ...] = ()
    lanes: tuple[int, ...] = (0,)
    sizes: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    inside: frozenset[int] = frozenset()

    @classmethod
    def none(cls) -> "Arrangement":
        """Of nothing."""
        return cls(np.empty(0, np.int64))


def arranged(found: Found, wish: Wish, stacks: Stacks) -> Arrangement:
    """Put results in order.

    Args:
        found: what there is.
        wish: how it is to stand.
        stacks: near-duplicates; in each group of the arrangement they fold by themselves.
    """
    numbers = _ordered(found, wish)
    making = _Making(found, wish, _stack_numbers(found, stacks))
    if wish.grouping is Grouping.NONE:
        making.add_cards(numbers)
    else:
        for key, members in _groups(found, wish, numbers):
            making.add_group(key, members)
    return making.done()


class _Making:
    """Collects rows."""

    def __init__(self, found: Found, wish: Wish, stacks: "_StackNumbers") -> None:
        self._found = found
        self._wish = wish
        self._stacks = stacks
        self._pieces: list[Numbers] = []
        self._bars: list[Bar] = []
        self._lanes: list[int] = []
        self._sizes: dict[int, int] = {}
        self._inside: set[int] = set()
        self._count = 0

    def add_group(self, key: str, members: Numbers) -> None:
        if self._wish.grouping is Grouping.KIND:
            self._lanes.append(self._count)
        self._add_bar(Head(key, len(members)))
        self.add_cards(members)

    def add_cards(self, members: Numbers) -> None:
        is_ranking = self._wish.grouping in {Grouping.NONE, Grouping.KIND} and self._wish.order is Order.RANK
        if not self._found.hits or not is_ranking:
            self._add(members)
            return
        likely = np.fromiter((self._found.is_likely(int(number)) for number in members), np.bool_, len(members))
        self._add(members[likely])
        if not likely.all():
            self._add_bar(Divider(is_first=not likely.any()))
            self._add(members[~likely])

    def done(self) -> Arrangement:
        rows = np.concatenate(self._pieces) if self._pieces else np.empty(0, np.int64)
        lanes = tuple(self._lanes) or (0,)
        return Arrangement(rows, tuple(self._bars), lanes, self._sizes, frozenset(self._inside))

    def _add_bar(self, bar: Bar) -> None:
        self._bars.append(bar)
        self._pieces.append(np.array([-len(self._bars)], np.int64))
        self._count += 1

    def _add(self, members: Numbers) -> None:
        if self._stacks.of is not None:
            members = self._folded(members, self._stacks.of, self._stacks.opened)
        self._pieces.append(members)
        self._count += len(members)

    def _folded(self, members: Numbers, of: Numbers, opened: npt.NDArray[np.bool_]) -> Numbers:
        """Only the first card of each stack, or all of them side by side where it is unfolded."""
        own, place = of[members], np.arange(len(members))
        stacks, firsts, counts = np.unique(own, return_index=True, return_counts=True)
        is_first = np.zeros(len(members), np.bool_)
        is_first[firsts] = True
        in_stack = own >= 0
        place[in_stack] = firsts[np.searchsorted(stacks, own[in_stack])]  # beside the first of its stack
        kept = np.flatnonzero(~in_stack | is_first | opened[np.maximum(own, 0)])
        kept = kept[np.argsort(place[kept], kind="stable")]
        sizes = dict(zip(stacks.tolist(), counts.tolist(), strict=True))
        for row in np.flatnonzero(in_stack[kept]).tolist():
            size = sizes[int(own[kept[row]])]
            if not is_first[kept[row]]:
                self._inside.add(self._count + row)
            elif size > 1:
                self._sizes[self._count + row] = size
        return members[kept]


@dataclass(frozen=True, slots=True, eq=False)
class _StackNumbers:
    """of: (n,) number of each found item's stack, -1 for none; None without stacks. opened: (stacks,)."""

    of: Numbers | None
    opened: npt.NDArray[np.bool_]


def _stack_numbers(found: Found, stacks: Stacks) -> _StackNumbers:
    if not stacks.groups:
        return _StackNumbers(None, np.zeros(0, np.bool_))
    stack_of = {item: number for number, group in enumerate(stacks.groups) for item in group}
    of = np.fromiter((stack_of.get(item.id, -1) for item in found.items), np.int64, len(found.items))
    opened = np.array([bool(stacks.opened & set(group)) for group in stacks.groups])
    return _StackNumbers(of, opened)


def _ordered(found: Found, wish: Wish) -> Numbers:
    """Numbers of the found items that have a kind, in the order wished for."""
    numbers = np.array([at for at, item in enumerate(found.items) if item.kind is not None], np.int64)
    if wish.order is Order.RANK:
        return numbers
    key = _KEYS[wish.order]
    # Sorting twice keeps ties in the order of the ranking whichever way round: reverse=True is stable in Python.
    ordered = sorted(numbers.tolist(), key=lambda number: key(found, number), reverse=wish.is_descending)
    return np.array(ordered, np.int64)


def _groups(found: Found, wish: Wish, numbers: Numbers) -> Iterable[tuple[str, Numbers]]:
    """Keys and members; the group with the best answer first, or by key when nothing was asked."""
    keys: dict[str, list[int]] = {}
    key_of = _GROUP_KEYS[wish.grouping]
    for number in numbers.tolist():
        keys.setdefault(key_of(found.items[number], wish), []).append(number)
    if wish.grouping is Grouping.KIND:
        ordered = [kind.value for kind in Kind if kind.value in keys]
    elif wish.grouping is Grouping.DAY:
        ordered = sorted(keys, reverse=True)
    elif found.hits:
        ordered = list(keys)
    else:
        ordered = sorted(keys, key=lambda key: (key == "", natural(key)))
    return ((key, np.array(keys[key], np.int64)) for key in ordered)


def natural(words: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts words as people do: IMG_9 before IMG_10, capitals beside small letters."""
    pieces = _DIGITS.split(words.casefold())
    return tuple((int(piece), "") if at % 2 else (0, piece) for at, piece in enumerate(pieces))


def day_of(item: Item) -> str:
    """The day a photo was taken, or its file last changed, as ISO date in local time."""
    return moment_of(item)[:10]


def moment_of(item: Item) -> str:
    """As day_of, with the time: "2024-08-12T06:14:00"."""
    from datetime import datetime

    taken = item.facts.get("taken")
    if isinstance(taken, str) and len(taken) >= 10:
        return taken
    return datetime.fromtimestamp(item.mtime_ns / 1e9).isoformat(timespec="seconds")  # noqa: DTZ006 - the user's clock


def length_of(item: Item) -> float:
    """Seconds of a sound; 0 for what has none."""
    length = item.facts.get("duration_s", 0.0)
    return float(length) if isinstance(length, (int, float)) else 0.0


def folder_of(item: Item) -> str:
    """The whole folder an item lies in, for reading."""
    return shown_path(item.path.rpartition(b"/")[0])


def _strength(answer: Answer | None) -> int:
    return -1 if answer is None else LEVELS.index(answer.match)


_KEYS: Mapping[Order, Callable[[Found, int], Any]] = {
    Order.NAME: lambda found, number: natural(shown_name(found.items[number].path)),
    Order.KIND: lambda found, number: str(found.items[number].kind),
    Order.SCORE: lambda found, number: found.score(number) or 0.0,
    Order.DATE: lambda found, number: moment_of(found.items[number]),
    Order.SIZE: lambda found, number: found.items[number].size,
    Order.LENGTH: lambda found, number: length_of(found.items[number]),
    Order.FOLDER: lambda found, number: natural(folder_of(found.items[number])),
    Order.WHY: lambda found, number: -_strength(found.answer(number)),
}

_GROUP_KEYS: Mapping[Grouping, Callable[[Item, Wish], str]] = {
    Grouping.KIND: lambda item, _: str(item.kind),
    Grouping.FOLDER: lambda item, _: folder_of(item),
    Grouping.CLUSTER: lambda item, wish: wish.clusters.get(item.id, ""),
    Grouping.DAY: lambda item, _: day_of(item),
}
