"""How alike two pictures, sounds or texts are to eye and ear, whatever they mean: what confirms near-duplicates.

Vectors find what means the same: two photos of one dog as well as two copies of one photo. So pairs that vectors
propose are laid over one another: pictures in small, also cut on any side; the outlines of sounds, shifted in time, and
where these do not speak against it the sounds themselves; the words of texts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Rows

EDGE = 96
"""Pixels in each direction of a picture in small."""
_VIEW = 12
"""… and of a view of it."""
_CUTS = (1.0, 0.9, 0.8, 0.7)
"""Shares of an edge that views keep."""
_FINE = 48
"""Pixels in each direction when fine structure is compared."""
_STEP, _LAST_STEP, _LEAST = 0.04, 0.003, 0.55
"""Shares of an edge by which the part is moved at first and at last, and the smallest part."""
Box: TypeAlias = tuple[float, float, float, float]
_WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
_STEPS = 200
"""Points at which the outline of the shorter of two sounds is compared."""
_OVERLAP = 0.7
"""Share of the longer sound that both have at least."""
_FAINT = 4.0
"""Mean height of an outline below which rounding decides."""
WAVE_HZ = 8000
_LOW = np.array([1, 3, 4, 3, 1], np.float32)
"""Weights of neighbouring samples; 1,300 Hz is let through by half."""


@dataclass(frozen=True, slots=True, eq=False)
class PicturePrint:
    """A picture in small.

    Attributes:
        views: (views, _VIEW²) float32, each of mean 0 and length 1, the first one of the whole.
        spans: (views,) which part each shows: (left, top, width, height) as shares of the edges.
        grey: (EDGE, EDGE) float32, brightness.
    """

    views: npt.NDArray[np.float32]
    spans: Sequence[Box]
    grey: npt.NDArray[np.float32]

    @classmethod
    def of(cls, grey: npt.NDArray[np.floating]) -> "PicturePrint":
        """From (EDGE, EDGE) brightness."""
        small = np.asarray(grey, np.float32)
        ends = [(0.0, 1.0)] + [(low, share) for share in _CUTS[1:] for low in np.linspace(0, 1 - share, 3).tolist()]
        spans = [(left, top, width, height) for (top, height), (left, width) in product(ends, ends)]
        return cls(np.stack([_even(_seen(small, span, _VIEW)).ravel() for span in spans]), spans, small)

    def likeness(self, other: "PicturePrint") -> float:
        """-1 to 1: correlation of one picture with the best view of the other; 0 where one is of a single colour."""
        return float(max((self.views @ other.views[0]).max(), (other.views @ self.views[0]).max()))

    def detail(self, other: "PicturePrint") -> float:
        """-1 to 1: correlation of the fine structure of one picture with the part of the other that shows the same.

        Light above and dark below is found in many photos; what differs from its surroundings, place by place, only
        in copies.
        """
        return max(_detail(self, other), _detail(other, self))


def _detail(part: PicturePrint, whole: PicturePrint) -> float:
    """The fine structure of one picture against that of the part of another that is most like it."""
    wanted = _even(_seen(part.grey, _WHOLE, _FINE))

    def fit(box: Box) -> float:
        return float((_even(_seen(whole.grey, box, _FINE)) * wanted).sum())

    box = whole.spans[int((whole.views @ part.views[0]).argmax())]
    best, step = fit(box), _STEP
    while step > _LAST_STEP:
        found = max(((fit(moved), moved) for moved in _moved(box, step)), default=(best, box))
        if found[0] > best + 1e-5:
            best, box = found
        else:
            step /= 2
    mine, theirs = (_even(_sharp(_seen(grey, span, _FINE))) for grey, span in ((part.grey, _WHOLE), (whole.grey, box)))
    return float((mine * theirs).sum())


def _moved(box: Box, step: float) -> Iterator[Box]:
    """A box with each of its numbers a step more or less, as far as it stays inside."""
    for place, way in product(range(4), (step, -step)):
        left, top, width, height = (number + way * (row == place) for row, number in enumerate(box))
        width, height = min(max(width, _LEAST), 1.0), min(max(height, _LEAST), 1.0)
        yield min(max(left, 0.0), 1 - width), min(max(top, 0.0), 1 - height), width, height


def _seen(grey: npt.NDArray[np.float32], box: Box, size: int) -> npt.NDArray[np.float32]:
    """(size, size) a part of a picture."""
    left, top, width, height = box
    seen = _average(top, top + height, size) @ grey @ _average(left, left + width, size).T
    return np.asarray(seen, np.float32)


def _even(seen: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The same with mean 0 and length 1; zero where there is one brightness only."""
    moved = seen - seen.mean()
    length = float(np.linalg.norm(moved))
    return (moved / max(length, 1.0) * (length > 1)).astype(np.float32)


def _sharp(seen: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What differs from the mean of the nine around it."""
    size = len(seen)
    padded = np.pad(seen, 1, mode="edge")
    around = sum(padded[row : row + size, column : column + size] for row, column in product(range(3), range(3)))
    return (seen - np.asarray(around) / 9).astype(np.float32)


def _average(low: float, high: float, size: int) -> npt.NDArray[np.float32]:
    """(size, EDGE) weights that average a span of an edge into pixels."""
    bounds = np.linspace(low * EDGE, high * EDGE, size + 1)
    pixel = np.arange(EDGE)
    covered = np.minimum(bounds[1:, None], pixel + 1) - np.maximum(bounds[:-1, None], pixel)
    weights = np.maximum(covered, 0)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class SoundPrint:
    """The outline of a sound: (columns, 2) lowest and highest sample of each stretch, and how long it lasts."""

    peaks: npt.NDArray[np.float32]
    seconds: float

    @classmethod
    def of(cls, peaks: npt.NDArray[np.int8], seconds: float) -> "SoundPrint":
        """From the waveform of the whole sound and its length."""
        return cls(peaks.astype(np.float32), max(seconds, 1e-3))

    @property
    def is_faint(self) -> bool:
        """Whether it is so quiet that its outline, in 127 steps, says nothing."""
        return float(np.abs(self.peaks).mean()) < _FAINT

    def likeness(self, other: "SoundPrint") -> float:
        """0 to 1: share of both outlines that covers one another at the best shift, loudness aside; 0 for silence."""
        shorter, longer = sorted((self, other), key=lambda one: one.seconds)
        if shorter.seconds < _OVERLAP * longer.seconds or self.is_faint or other.is_faint:
            return 0.0
        step = shorter.seconds / _STEPS
        inner, outer = _sampled(shorter, step), _sampled(longer, step)
        least = int(np.ceil(_OVERLAP * len(outer)))
        best = 0.0
        for shift in range(least - len(inner), len(outer) - least + 1):
            one = inner[max(-shift, 0) : len(outer) - shift]
            two = outer[max(shift, 0) : max(shift, 0) + len(one)]
            total = float(np.abs(one).sum() + np.abs(two).sum())
            best = max(best, 1 - float(np.abs(one - two).sum()) / total if total else 0.0)
        return best


@dataclass(frozen=True, slots=True, eq=False)
class WavePrint:
    """A sound itself, up to about 1,300 Hz: (samples,) float32 at WAVE_HZ, around 0.

    Two takes of one note do not follow one another wave by wave, a copy does, also one that was trimmed, transcoded,
    made louder or turned upside down. What lies higher is left out: it tells no more, and a shift by half a sample
    would weigh there.
    """

    samples: npt.NDArray[np.float32]

    @classmethod
    def of(cls, samples: npt.NDArray[np.floating]) -> "WavePrint":
        """From the whole sound, mono, at WAVE_HZ."""
        low = np.convolve(np.asarray(samples, np.float32), _LOW / _LOW.sum(), mode="same")
        return cls((low - low.mean()).astype(np.float32))

    def likeness(self, other: "WavePrint") -> float:
        """0 to 1: correlation of what both have in common, at the best shift in time; 0 for silence."""
        inner, outer = sorted((self.samples, other.samples), key=len)
        least = int(np.ceil(_OVERLAP * len(outer)))
        if len(inner) < max(least, 1):
            return 0.0
        length = 1 << (len(inner) + len(outer) - 1).bit_length()
        spectrum = np.fft.rfft(outer, length) * np.fft.rfft(inner, length).conj()
        shifts = np.arange(least - len(inner), len(outer) - least + 1)
        product = np.abs(np.fft.irfft(spectrum, length)[shifts])
        first, last = np.maximum(shifts, 0), np.minimum(shifts + len(inner), len(outer))
        powers = _power(inner, first - shifts, last - shifts), _power(outer, first, last)
        floor = 1e-3 * max(float((side.astype(np.float64) ** 2).sum()) for side in (inner, outer))
        if floor <= 1e-9:
            return 0.0
        return float((product / np.sqrt(np.maximum(powers[0], floor) * np.maximum(powers[1], floor))).max())


def _power(samples: npt.NDArray[np.float32], first: Rows, last: Rows) -> npt.NDArray[np.float64]:
    """(shifts,) sum of squares from each first to before each last sample."""
    upto = np.concatenate([[0.0], np.cumsum(samples.astype(np.float64) ** 2)])
    return upto[last] - upto[first]


def _sampled(sound: SoundPrint, step: float) -> npt.NDArray[np.float32]:
    """(steps, 2) the outline every so many seconds, 1 high on average."""
    count = len(sound.peaks)
    place = np.arange(0.5, max(round(sound.seconds / step), 1)) * step / sound.seconds * count - 0.5
    even = sound.peaks / np.abs(sound.peaks).mean()
    return np.stack([np.interp(place, np.arange(count), side) for side in even.T], axis=1).astype(np.float32)


def likeness_of_texts(one: str, other: str) -> float:
    """0 to 1: share of the words of both that both have (Jaccard, counting repeats); capitals do not matter."""
    mine, theirs = (Counter(_words(text)) for text in (one, other))
    both, either = (mine & theirs).total(), (mine | theirs).total()
    return both / either if either else 0.0


def _words(text: str) -> Sequence[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
