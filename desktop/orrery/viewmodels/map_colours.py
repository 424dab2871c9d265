"""What the colour of a point can say: its cluster, kind, folder, day, tag, or how near it is to the question."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QLocale

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.library.rows import Tag
from orrery.mapping.raster import Shape
from orrery.viewmodels.wording import shown_folder
from orrery.workflows.find import Answers

NAMED = 8
"""Folders, tags or spans of time with a colour of their own, as many as the palette tells apart."""

MATCH_LEVELS = 16
NO_SWATCH = -1
"""Of a point that none of the colours is about."""

SHAPES = {Kind.IMAGE: Shape.CIRCLE, Kind.SOUND: Shape.TRIANGLE, Kind.TEXT: Shape.SQUARE}

Swatches = npt.NDArray[np.int16]
Tags = Mapping[Tag, Iterable[int]]
"""Tag → ids of its items."""


class ColourBy(StrEnum):
    """What the colour of a point says."""

    CLUSTER = "cluster"
    KIND = "kind"
    FOLDER = "folder"
    DATE = "date"
    TAG = "tag"
    MATCH = "match"

    @property
    def is_ramp(self) -> bool:
        """Whether its colours have an order, from little to much or from old to new."""
        return self in {ColourBy.DATE, ColourBy.MATCH}


@dataclass(frozen=True, slots=True, eq=False)
class Colouring:
    """Which of the colours each point has, and what they mean.

    Attributes:
        swatches: (n,) number of the colour, NO_SWATCH for none.
        names: of the colours, by number, in the order of a ramp.
        colours: number of the palette's colour where it is another one than the swatch's own.
    """

    swatches: Swatches
    names: Mapping[int, str]
    colours: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A line of the legend.

    Attributes:
        key: cluster id, or number of the folder, span of time, tag or kind; NO_SWATCH for all the rest.
        name: in plain words.
        count: items.
        swatch: its colour: position in the palette, or on the ramp.
        is_on: False when clicked away.
    """

    key: int
    name: str
    count: int
    swatch: int
    is_on: bool


def by_cluster(clusters: npt.NDArray[np.int32], names: Mapping[int, str]) -> Colouring:
    """One colour a cluster."""
    return Colouring(clusters.astype(np.int16), names)


def by_kind(kinds: npt.NDArray[np.uint8]) -> Colouring:
    """One colour a kind."""
    names = {
        SHAPES[Kind.IMAGE]: QCoreApplication.translate("map", "image"),
        SHAPES[Kind.SOUND]: QCoreApplication.translate("map", "sound"),
        SHAPES[Kind.TEXT]: QCoreApplication.translate("map", "text"),
    }
    return Colouring(kinds.astype(np.int16), {int(shape): name for shape, name in names.items()})


def by_folder(items: Sequence[Item | None]) -> Colouring:
    """One colour for each of the folders that hold most."""
    folders = [None if item is None else item.path.rpartition(b"/")[0] for item in items]
    swatches, named = _largest(folders)
    return Colouring(swatches, {at: shown_folder(folder) for at, folder in enumerate(named)})


def by_tag(ids: npt.NDArray[np.int64], tags: Tags) -> Colouring:
    """The tags that most items have, in the tags' own colours; an item with several shows the rarest of them."""
    held = {tag: np.fromiter(items, np.int64) for tag, items in tags.items()}
    largest = sorted((tag for tag in held if len(held[tag])), key=lambda tag: (-len(held[tag]), tag.name))[:NAMED]
    swatches = np.full(len(ids), NO_SWATCH, np.int16)
    for at, tag in enumerate(largest):
        swatches[np.isin(ids, held[tag])] = at
    names = {at: tag.name for at, tag in enumerate(largest)}
    return Colouring(swatches, names, {at: tag.colour for at, tag in enumerate(largest)})


def by_date(items: Sequence[Item | None]) -> Colouring:
    """Spans of time from the oldest to the newest: a photo counts by the day it was taken, the rest by its change."""
    days = [None if item is None else day_of(item) for item in items]
    known = sorted({day for day in days if day})
    if not known:
        return Colouring(np.full(len(items), NO_SWATCH, np.int16), {})
    letters = next(cut for cut in (10, 7, 4) if cut == 4 or len({day[:cut] for day in known}) <= NAMED)
    spans = _spans(sorted({day[:letters] for day in known}))
    number = {part: at for at, span in enumerate(spans) for part in span}
    swatches = np.array([NO_SWATCH if day is None else number[day[:letters]] for day in days], np.int16)
    return Colouring(swatches, {at: _span_name(span[0], span[-1]) for at, span in enumerate(spans)})


def by_match(count: int, answers: Answers | None, row_of: Callable[[int], int | None]) -> Colouring:
    """0 to 15: the calibrated score of what was found; NO_SWATCH for what was not among the answers."""
    levels = np.full(count, NO_SWATCH, np.int16)
    for hit in answers.hits if answers else ():
        row = row_of(hit.item.id)
        if row is not None:
            levels[row] = round((MATCH_LEVELS - 1) * hit.score)
    return Colouring(levels, {})


def day_of(item: Item) -> str | None:
    """The ISO day of an item on the local clock; None where its file has an impossible time."""
    taken = item.facts.get("taken")
    if isinstance(taken, str) and len(taken) >= 10:
        return taken[:10]
    try:
        return datetime.fromtimestamp(item.mtime_ns / 1e9).astimezone().date().isoformat()
    except (OverflowError, OSError, ValueError):
        return None


def _largest(words: Sequence[bytes | None]) -> tuple[Swatches, tuple[bytes, ...]]:
    """Number the words that occur most; None and rarer ones get NO_SWATCH."""
    counts: dict[bytes, int] = {}
    for word in words:
        if word is not None:
            counts[word] = counts.get(word, 0) + 1
    named = tuple(sorted(counts, key=lambda word: (-counts[word], word))[:NAMED])
    number: dict[bytes | None, int] = {word: at for at, word in enumerate(named)}
    return np.array([number.get(word, NO_SWATCH) for word in words], np.int16), named


def _spans(parts: list[str]) -> list[list[str]]:
    """Days, months or years in at most NAMED spans of about equally many of them."""
    if len(parts) <= NAMED:
        return [[part] for part in parts]
    return [part.tolist() for part in np.array_split(np.array(parts), NAMED)]


def _span_name(first: str, last: str) -> str:
    return _shown(first) if first == last else f"{_shown(first)} – {_shown(last)}"


def _shown(part: str) -> str:
    """A day, month or year as people write it."""
    formats = {10: "d MMM yyyy", 7: "MMM yyyy"}
    if len(part) not in formats:
        return part
    day = datetime.fromisoformat(part if len(part) == 10 else f"{part}-01")
    return QLocale().toString(day.date(), formats[len(part)])  # type: ignore[call-overload]
