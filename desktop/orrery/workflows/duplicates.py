"""Near-duplicates: what the vectors propose and a closer look confirms, and which copy is the best."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.library.library import Library
from orrery.library.previews import PreviewStore
from orrery.library.rows import Ids
from orrery.mapping.centring import one_per_content
from orrery.mapping.duplicates import alike_pairs, grouped
from orrery.mapping.prints import EDGE, PicturePrint, SoundPrint, likeness_of_texts
from orrery.media.small import small_grey
from orrery.workflows.engine import Engine
from orrery.workflows.ground import Ground
from orrery.workflows.previews import Thumbnail, Waveform, preview_of

_PLAIN = 2.0
"""Standard deviation of brightness below which a picture is of one colour, and says nothing when looked at."""


@dataclass(frozen=True, slots=True)
class Bars:
    """What two items of a kind need to be near-duplicates: `meaning` and a closer look, or `certain` alone.

    Attributes:
        meaning: cosine from which a pair is looked at closely.
        look: likeness from which it is a pair.
        certain: cosine from which no look is needed, for items that cannot be looked at.
    """

    meaning: float
    look: float
    certain: float


BARS: Mapping[Kind, Bars] = {
    Kind.IMAGE: Bars(0.65, 0.75, 0.97),
    Kind.SOUND: Bars(0.93, 0.9, 0.995),
    Kind.TEXT: Bars(0.75, 0.6, 0.97),
}
"""Chosen by one half of made pairs, where a higher bar for the closer look gained more precision than it lost recall:
one looks at this list to throw copies away. On the other half precision and recall are .99 and 1.00 for photos resized,
cropped or recompressed (by a cosine of 0.97 alone 1 and .00), .98 and .80 for sounds trimmed or transcoded, .98 and .93
for texts reworded; `tests/benchmarks/made_duplicates.py`."""


def near_duplicates(
    engine: Engine, library: Library, ground: Ground, check: Callable[[], None]
) -> tuple[tuple[Item, ...], ...]:
    """Groups of two or more items, the best copy of each first, then by path.

    Copies of one content are near-duplicates of one another; nothing is deleted or marked.
    """
    groups: list[tuple[Item, ...]] = []
    seen: set[int] = set()
    for number, kind in enumerate(Kind):
        contents, vectors = _vectors(engine, library, ground, number)
        look = _Look(engine.previews, library, ground.items)
        for alike in _alike(kind, contents, vectors, look, check):
            seen.update(alike)
            groups.append(_best_first(item for content in alike for item in ground.items.get(content, ())))
    copies = (owners for content, owners in ground.items.items() if content not in seen and len(owners) > 1)
    groups.extend(_best_first(iter(owners)) for owners in copies)
    return tuple(
        sorted((group for group in groups if len(group) > 1), key=lambda group: min(one.path for one in group))
    )


def _vectors(engine: Engine, library: Library, ground: Ground, number: int) -> tuple[Ids, Vectors]:
    """Contents of a kind and their vectors: of pictures the image-only ones, which tell photos apart best."""
    if list(Kind)[number] is Kind.IMAGE and engine.encoder.features is not None:
        stored = library.vectors.load(engine.encoder.features, Kind.IMAGE)
        return one_per_content(stored.vectors, stored.contents)
    # In the space of all kinds sounds share a direction: a cello and a bassoon have a cosine of 0.97 as they are,
    # and of 0.96 around their mean, where two takes of one double bass keep 0.99.
    rows = np.flatnonzero(ground.groups == number)
    return ground.contents[rows], ground.vectors[rows]


def _alike(
    kind: Kind, contents: Ids, vectors: Vectors, look: "_Look", check: Callable[[], None]
) -> Iterator[tuple[int, ...]]:
    bars = BARS[kind]
    pairs, cosines = alike_pairs(vectors, bars.meaning, check)
    kept = []
    for (one, other), cosine in zip(contents[pairs].tolist(), cosines.tolist(), strict=True):
        check()
        likeness = look.likeness(kind, one, other)
        if cosine >= bars.certain if likeness is None else likeness >= bars.look:
            kept.append((one, other))
    yield from grouped(kept)


@dataclass(slots=True)
class _Look:
    """Looks closely at two contents; what was looked at is kept for the next pair."""

    previews: PreviewStore
    library: Library
    items: Mapping[int, tuple[Item, ...]]
    _prints: dict[int, PicturePrint | SoundPrint | str | None] = field(default_factory=dict)

    def likeness(self, kind: Kind, one: int, other: int) -> float | None:
        """How alike two contents are; None where one cannot be looked at."""
        match self._print(kind, one), self._print(kind, other):
            case PicturePrint() as mine, PicturePrint() as theirs:
                return mine.likeness(theirs)
            case SoundPrint() as mine, SoundPrint() as theirs:
                return mine.likeness(theirs)
            case str() as mine, str() as theirs:
                return likeness_of_texts(mine, theirs)
        return None

    def _print(self, kind: Kind, content: int) -> PicturePrint | SoundPrint | str | None:
        if content not in self._prints:
            self._prints[content] = self._made(kind, content)
        return self._prints[content]

    def _made(self, kind: Kind, content: int) -> PicturePrint | SoundPrint | str | None:
        owners = self.items.get(content, ())
        if kind is Kind.TEXT or not owners:
            return self.library.parts.texts([content]).get(content)
        seconds = owners[0].facts.get("duration_s")
        match preview_of(owners[0], self.previews):
            case Thumbnail(encoded):
                grey = small_grey(encoded, EDGE)
                return None if grey is None or grey.std() < _PLAIN else PicturePrint.of(grey)
            case Waveform(peaks) if isinstance(seconds, int | float):
                return SoundPrint.of(peaks, float(seconds))
        return None


def _best_first(items: Iterator[Item]) -> tuple[Item, ...]:
    """The copy to keep first: the most pixels, seconds or words, then the most bytes; the others by path."""
    ordered = sorted(items, key=lambda item: item.path)
    best = max(ordered, key=_worth, default=None)
    return () if best is None else (best, *(item for item in ordered if item is not best))


def _worth(item: Item) -> tuple[float, int]:
    facts = {name: value for name, value in item.facts.items() if isinstance(value, int | float)}
    extent = facts.get("width", 0) * facts.get("height", 0) + facts.get("duration_s", 0) + facts.get("words", 0)
    return extent, item.size
