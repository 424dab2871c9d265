"""Which words of a passage to mark because they were asked for."""

import re
from itertools import pairwise

from orrery.domain.query import Query, Words
from orrery.library.signs import has_signs

_WORD = re.compile(r"\w+")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by for from has have in into is it its near of on or over some something that the "
        "their there these this to under was were what where which who will with",
    )
)


def matched_spans(text: str, query: Query | None) -> tuple[tuple[int, int], ...]:
    """Where words of the question appear in a text.

    The same stem counts ("surfing" marks "surfer"): two words match when they share all but their last letters. The
    model finds meaning, not letters, so often nothing is marked; that is honest.

    Args:
        text: the passage.
        query: what was asked; negative terms mark nothing.

    Returns:
        (start, end) in code points, ascending, apart from one another; neighbouring words are joined.
    """
    wanted = _stems(query)
    if not wanted:
        return ()
    spans = [(found.start(), found.end()) for found in _WORD.finditer(text) if _stem(found.group()) in wanted]
    runs = [re.escape(word) for word in wanted if has_signs(word)]  # where no spaces part words, any run of them
    if runs:
        spans += [found.span() for found in re.finditer("|".join(runs), text, re.IGNORECASE)]
    return tuple(_joined(sorted(spans), text))


def opening_at(text: str, spans: tuple[tuple[int, int], ...], room: int) -> int:
    """Where to start showing a passage so that its first marked word is seen.

    Args:
        text: the passage.
        spans: from matched_spans.
        room: how many characters can be shown.

    Returns:
        Offset of a word's beginning; 0 when the beginning will do.
    """
    if not spans or spans[0][1] <= room:
        return 0
    target = max(0, spans[0][0] - room // 3)
    space = text.find(" ", target, spans[0][0])
    return target if space < 0 else space + 1


def _stems(query: Query | None) -> frozenset[str]:
    if query is None:
        return frozenset()
    asked = " ".join(term.asked.text for term in query.terms if isinstance(term.asked, Words) and term.weight > 0)
    return frozenset(_stem(word) for word in _WORD.findall(asked) if word.lower() not in _COMMON)


def _stem(word: str) -> str:
    """A word without its usual English endings; crude, and only for marking."""
    lower = word.lower()
    for ending in ("ings", "ing", "ers", "er", "ies", "es", "ed", "s", "y", "e"):
        if lower.endswith(ending) and len(lower) - len(ending) >= 3:
            lower = lower[: -len(ending)]
            break
    return lower[:-1] if len(lower) > 3 and lower[-1] == lower[-2] else lower


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    if not spans:
        return []
    joined = [spans[0]]
    for before, span in pairwise(spans):
        if span[0] < joined[-1][1] or text[before[1] : span[0]].isspace():
            joined[-1] = (joined[-1][0], max(span[1], joined[-1][1]))
        else:
            joined.append(span)
    return joined
