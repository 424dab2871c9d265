"""Cutting a text into passages: whole sentences, up to what a model reads at once, with one sentence of overlap.

Offsets are code points in the extracted text. A passage stays on its page; a sentence that runs over the end of a page
belongs to the page it starts on.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from orrery.domain.item import Passage

Count: TypeAlias = Callable[[Sequence[str]], Sequence[int]]
Span: TypeAlias = tuple[int, int]
"""Start and end in code points, without white space at either edge."""

Unit: TypeAlias = tuple[int, int, int]
"""Start, end, word pieces: the smallest stretch that is not cut any more."""

_CHARACTERS_A_PIECE = 16
"""Limits a passage in letters too: a tokenizer may call a line of base64 one unknown piece. English has 4 to 5."""

_SHORT_LINE = 40
"""A line shorter than this ends its sentence (heading, verse, code); longer ones are prose that was wrapped."""

_END = re.compile(r"(?<![.!?…؟।॥])[.!?…؟।॥]++[\"'”’»›)\]]*+(?=\s)|[。！？｡]+[」』）”’】]*")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|No|Fig|Vol|cf|ca|approx|e\.g|i\.e|etc|bzw|z\.B)|\b[A-Z])\.$"
)
_LINE_ENDS = re.compile(r"[\n\f](?:[ \t]*[\n\f])*")
_STARTS_ANEW = re.compile(r"\s{2}|\t|#{1,6} |[-*•–+>|] |\(?\d{1,3}[.)] |\(?[a-z][.)] ")
_WORD = re.compile(r"\S+")


def cut(text: str, page_starts: Sequence[int], max_pieces: int, count: Count) -> tuple[Passage, ...]:
    """Cut a text into passages.

    Args:
        text: as extracted.
        page_starts: offset of each page, ascending; () for a text without pages.
        max_pieces: word pieces a passage may have.
        count: word pieces of many texts at once; called a few times with everything there is to count.

    Returns:
        Passages in order, together covering every character that is not white space; () for white space only. A single
        character of more than max_pieces pieces is a passage all the same.
    """
    units = _units(text, max_pieces, count)
    groups: list[list[Unit]] = []
    for page in _by_page(units, page_starts):
        groups += _packed(page, max_pieces)
    spans = _checked(text, groups, max_pieces, count)
    return tuple(Passage(start, end, text[start:end], _page_of(start, page_starts)) for start, end in spans)


def sentences(text: str) -> list[Span]:
    """Where the sentences of a text lie, without the white space around them."""
    spans, start = [], 0
    for end in [*_breaks(text), len(text)]:
        if span := _trimmed(text, start, end):
            spans.append(span)
        start = end
    return spans


def _breaks(text: str) -> list[int]:
    stops = (match.end() for match in _END.finditer(text) if _ends_sentence(text, match))
    return sorted({*stops, *_line_breaks(text)})


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """A full stop ends no sentence before a small letter, nor behind an initial or a usual abbreviation."""
    if match[0][0] in "。！？｡":
        return True
    following = text[match.end() : match.end() + 3].lstrip()
    if following[:1].islower():
        return False
    return match[0] != "." or _ABBREVIATED.search(text, max(0, match.start() - 8), match.end()) is None


def _line_breaks(text: str) -> Iterator[int]:
    start = 0
    for ends in _LINE_ENDS.finditer(text):
        is_blank_below = len(ends[0]) > 1 or ends[0] == "\f"
        is_short = len(text[start : ends.start()].strip()) < _SHORT_LINE
        start = ends.end()
        if is_blank_below or is_short or _STARTS_ANEW.match(text, start):
            yield start


def _trimmed(text: str, start: int, end: int) -> Span | None:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    if left == len(inner):
        return None
    return start + left, start + len(inner.rstrip())


def _units(text: str, max_pieces: int, count: Count) -> list[Unit]:
    """Sentences, and fragments of those that are too long."""
    spans = sentences(text)
    counted = _counted(text, spans, count)
    long = [unit for unit in counted if _is_too_long(unit, max_pieces)]
    words = [_trimmed_word(match, start) for start, end, _ in long for match in _WORD.finditer(text[start:end])]
    atoms = iter(_halved(text, _counted(text, words, count), max_pieces, count))
    units: list[Unit] = []
    atom = next(atoms, None)
    for unit in counted:
        if not _is_too_long(unit, max_pieces):
            units.append(unit)
            continue
        inside: list[Unit] = []
        while atom is not None and atom[0] < unit[1]:
            inside.append(atom)
            atom = next(atoms, None)
        units += _grouped(text, inside, max_pieces)
    return units


def _trimmed_word(match: re.Match[str], offset: int) -> Span:
    return match.start() + offset, match.end() + offset


def _counted(text: str, spans: Sequence[Span], count: Count) -> list[Unit]:
    if not spans:
        return []
    pieces = count([text[start:end] for start, end in spans])
    return [(start, end, int(number)) for (start, end), number in zip(spans, pieces, strict=True)]


def _is_too_long(unit: Unit, max_pieces: int) -> bool:
    start, end, pieces = unit
    return pieces > max_pieces or end - start > _CHARACTERS_A_PIECE * max_pieces


def _halved(text: str, units: list[Unit], max_pieces: int, count: Count) -> list[Unit]:
    """Halve what is too long without a space in it (Chinese without stops, base64) until it fits."""
    while any(_is_too_long(unit, max_pieces) and unit[1] - unit[0] > 1 for unit in units):
        spans: list[Span] = []
        fitting: dict[Span, Unit] = {}
        for unit in units:
            start, end, _ = unit
            if _is_too_long(unit, max_pieces) and end - start > 1:
                middle = (start + end) // 2
                spans += [(start, middle), (middle, end)]
            else:
                spans.append((start, end))
                fitting[start, end] = unit
        new = _counted(text, [span for span in spans if span not in fitting], count)
        fitting |= {(start, end): (start, end, pieces) for start, end, pieces in new}
        units = [fitting[span] for span in spans]
    return units


def _grouped(text: str, atoms: Sequence[Unit], max_pieces: int) -> list[Unit]:
    """Fill fragments with words; rather end one at a line's end than in mid-line, if that keeps it half full."""
    groups: list[Unit] = []
    first = 0
    while first < len(atoms):
        stop = _fitting(atoms, first, max_pieces)
        if stop < len(atoms):
            for end in range(stop, first + (stop - first) // 2, -1):
                if "\n" in text[atoms[end - 1][1] : atoms[end][0]]:
                    stop = end
                    break
        groups.append((atoms[first][0], atoms[stop - 1][1], sum(atom[2] for atom in atoms[first:stop])))
        first = stop
    return groups


def _fitting(units: Sequence[Unit], first: int, max_pieces: int, held: int = 0) -> int:
    """The end of the longest run from first that fits beside the pieces held already; at least one unit."""
    stop, pieces = first + 1, held + units[first][2]
    while stop < len(units):
        pieces += units[stop][2]
        if _is_too_long((units[first][0], units[stop][1], pieces), max_pieces):
            break
        stop += 1
    return stop


def _by_page(units: list[Unit], page_starts: Sequence[int]) -> Iterator[list[Unit]]:
    first = 0
    for index in range(1, len(units) + 1):
        if index == len(units) or _page_of(units[index][0], page_starts) != _page_of(units[first][0], page_starts):
            if units[first:index]:
                yield units[first:index]
            first = index


def _page_of(offset: int, page_starts: Sequence[int]) -> int | None:
    return max(1, bisect_right(page_starts, offset)) if page_starts else None


def _packed(units: Sequence[Unit], max_pieces: int) -> list[list[Unit]]:
    """Fill passages with units; each begins with the last unit of the one before, if that leaves room for more."""
    passages: list[list[Unit]] = []
    first = fresh = 0
    while fresh < len(units):
        stop = max(_fitting(units, first, max_pieces), fresh)
        if stop == fresh:  # the overlap left no room for anything new
            first = fresh
            continue
        passages.append(list(units[first:stop]))
        first, fresh = stop - 1, stop
    return passages


def _checked(text: str, groups: list[list[Unit]], max_pieces: int, count: Count) -> list[Span]:
    """Count the passages themselves: for some tokenizers the whole has more pieces than its parts together."""
    wholes = _counted(text, [(group[0][0], group[-1][1]) for group in groups], count)
    fitting = {(start, end) for start, end, pieces in wholes if pieces <= max_pieces}
    parts = [
        (start, end)
        for group, whole in zip(groups, wholes, strict=True)
        if whole[:2] not in fitting
        for start, end, _ in group
    ]
    for start, end, _ in _halved(text, _counted(text, parts, count), max_pieces, count):
        if span := _trimmed(text, start, end):
            fitting.add(span)
    return sorted(fitting)
