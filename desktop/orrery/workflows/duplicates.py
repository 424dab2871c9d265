"""Near-duplicates: what the vectors propose and a closer look confirms, and which copy is the best."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.inputs import Inputs, SoundInput
from orrery.domain.item import Item, ItemState
from orrery.domain.modality import Kind
from orrery.library.library import Library
from orrery.library.rows import Ids
from orrery.mapping.centring import one_per_content
from orrery.mapping.duplicates import alike_pairs, grouped
from orrery.mapping.prints import EDGE, WAVE_HZ, PicturePrint, SoundPrint, WavePrint, likeness_of_texts
from orrery.media.small import small_grey
from orrery.workflows.engine import Engine
from orrery.workflows.ground import Ground
from orrery.workflows.previews import PreviewMaker, Thumbnail, Waveform, preview_of

_PLAIN = 2.0
"""Standard deviation of brightness below which a picture is of one colour, and says nothing when looked at."""


@dataclass(frozen=True, slots=True)
class Bars:
    """What two items of a kind need to be near-duplicates: `meaning` and a closer look, or `certain` alone.

    Attributes:
        meaning: cosine from which a pair is looked at closely.
        look: likeness from which it is a pair, as far as small pictures, outlines and words tell.
        certain: cosine from which no look is needed, for items that cannot be looked at.
        glance: likeness from which all is compared where it can be: pictures in their fine structure, sounds wave by
            wave.
        sure: likeness from which that is not needed.
        whole: likeness from which two that were compared so are a pair.
    """

    meaning: float
    look: float
    certain: float
    glance: float
    sure: float
    whole: float


BARS: Mapping[Kind, Bars] = {
    Kind.IMAGE: Bars(0.65, 0.75, 0.97, 0.65, 0.96, 0.2),
    Kind.SOUND: Bars(0.93, 0.9, 0.995, 0.5, 1.0, 0.85),
    Kind.TEXT: Bars(0.75, 0.6, 0.97, 0.6, 0.6, 0.6),
}
"""Chosen by one half of made pairs, where a higher bar for the closer look gained more precision than it lost recall:
one looks at this list to throw copies away. On the other half precision and recall are 1.00 and .99 for photos resized,
cropped or recompressed (.990 and .995 at a glance alone, by a cosine of 0.97 alone 1 and .00), 1.00 and .96 for sounds
trimmed or transcoded (.98 and .80 by outlines alone), .98 and .93 for texts reworded;
`tests/benchmarks/made_duplicates.py`."""


Compared: TypeAlias = dict[tuple[int, int], float]
"""Likeness of files that were compared as a whole, by content; it never changes."""

LONGEST_S = 60
"""Longer sounds are compared by their outlines only: a minute is two megabytes and takes a tenth of a second."""
_HELD = 64
"""So many sounds are kept decoded."""


def near_duplicates(
    engine: Engine, library: Library, ground: Ground, check: Callable[[], None], compared: Compared | None = None
) -> tuple[tuple[Item, ...], ...]:
    """Groups of two or more items, the best copy of each first, then by path.

    Copies of one content are near-duplicates of one another; nothing is deleted or marked.

    Args:
        engine: library and model.
        library: open in this thread.
        ground: what there is, with its vectors.
        check: called between pairs; may raise.
        compared: what is known of earlier times; what is found out is added.
    """
    groups: list[tuple[Item, ...]] = []
    seen: set[int] = set()
    with closing(PreviewMaker(engine)) as maker:
        for number, kind in enumerate(Kind):
            contents, vectors = _vectors(engine, library, ground, number)
            look = _Look(maker, library, ground.items, {} if compared is None else compared)
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
    pairs, cosines = alike_pairs(vectors, BARS[kind].meaning, check)
    kept = []
    for (one, other), cosine in zip(contents[pairs].tolist(), cosines.tolist(), strict=True):
        check()
        if look.is_pair(kind, one, other, cosine):
            kept.append((one, other))
    yield from grouped(kept)


@dataclass(slots=True)
class _Look:
    """Looks closely at two contents; what was looked at is kept for the next pair."""

    maker: PreviewMaker
    library: Library
    items: Mapping[int, tuple[Item, ...]]
    compared: Compared
    _prints: dict[int, PicturePrint | SoundPrint | str | None] = field(default_factory=dict)
    _waves: OrderedDict[int, WavePrint | None] = field(default_factory=OrderedDict)

    def is_pair(self, kind: Kind, one: int, other: int, cosine: float) -> bool:
        """Whether two contents are near-duplicates."""
        bars, likeness = BARS[kind], self.likeness(kind, one, other)
        if likeness is not None and not bars.glance <= likeness < bars.sure:
            return likeness >= bars.sure
        whole = self._compared(kind, one, other)
        if whole is not None:
            return whole >= bars.whole
        return cosine >= bars.certain if likeness is None else likeness >= bars.look

    def likeness(self, kind: Kind, one: int, other: int) -> float | None:
        """How alike two contents are at a glance; None where one cannot be looked at."""
        match self._print(kind, one), self._print(kind, other):
            case PicturePrint() as mine, PicturePrint() as theirs:
                return mine.likeness(theirs)
            case SoundPrint() as mine, SoundPrint() as theirs:
                return None if mine.is_faint or theirs.is_faint else mine.likeness(theirs)
            case str() as mine, str() as theirs:
                return likeness_of_texts(mine, theirs)
        return None

    def _compared(self, kind: Kind, one: int, other: int) -> float | None:
        """How alike two contents are when all is compared: the fine structure of pictures, sounds wave by wave.

        None of texts, and where a file cannot be read any more, or is too long.
        """
        pair = min(one, other), max(one, other)
        if pair not in self.compared:
            found = self._likeness_of_all(kind, one, other)
            if found is None:
                return None
            self.compared[pair] = found
        return self.compared[pair]

    def _likeness_of_all(self, kind: Kind, one: int, other: int) -> float | None:
        if kind is Kind.SOUND:
            mine, theirs = self._wave(one), self._wave(other)
            return None if mine is None or theirs is None else mine.likeness(theirs)
        match self._print(kind, one), self._print(kind, other):
            case PicturePrint() as mine, PicturePrint() as theirs:
                return mine.detail(theirs)
        return None

    def _wave(self, content: int) -> WavePrint | None:
        if content not in self._waves:
            self._waves[content] = self._heard(content)
            if len(self._waves) > _HELD:
                self._waves.popitem(last=False)
        self._waves.move_to_end(content)
        return self._waves[content]

    def _heard(self, content: int) -> WavePrint | None:
        owner = next((item for item in self.items.get(content, ()) if item.state is ItemState.PRESENT), None)
        seconds = owner.facts.get("duration_s") if owner else None
        if owner is None or not isinstance(seconds, int | float) or seconds > LONGEST_S:
            return None
        seen = self.maker.visit(owner, Inputs(None, SoundInput(WAVE_HZ, 1.0, LONGEST_S), None))
        if isinstance(seen, str) or seen.windows is None or seen.sha256 != owner.sha256:
            return None
        return WavePrint.of(seen.windows.ravel()[: round(seen.stretches[-1].end_s * WAVE_HZ)])

    def _print(self, kind: Kind, content: int) -> PicturePrint | SoundPrint | str | None:
        if content not in self._prints:
            self._prints[content] = self._made(kind, content)
        return self._prints[content]

    def _made(self, kind: Kind, content: int) -> PicturePrint | SoundPrint | str | None:
        owners = self.items.get(content, ())
        if kind is Kind.TEXT or not owners:
            return self.library.parts.texts([content]).get(content)
        seconds = owners[0].facts.get("duration_s")
        match preview_of(owners[0], self.maker.store):
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
