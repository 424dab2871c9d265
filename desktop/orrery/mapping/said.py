"""What the texts of each cluster say more often than those of the others: c-TF-IDF (Grootendorst 2022) on concepts."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST = 3
"""Texts below which a cluster's say nothing about it."""


def said(texts: Sequence[Sequence[str]], concepts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Weigh concepts by how many of a cluster's texts name them, and how few of all.

    Args:
        texts: those of each cluster, in any number.
        concepts: words, or several words in a row; capitals do not matter, a plural "s" neither.

    Returns:
        (clusters, concepts), 0 to 1; 1 is the most telling concept of each cluster. Zero for clusters of fewer than
        three texts.
    """
    place = {_plain(concept): number for number, concept in reversed(list(enumerate(concepts)))}
    longest = max((concept.count(" ") + 1 for concept in place), default=1)
    counts = np.zeros((len(texts), len(concepts)), np.float32)
    for row, own in enumerate(texts):
        if len(own) < _FEWEST:
            continue
        named = Counter(number for text in own for number in _named(text, place, longest))
        for number, count in named.items():
            counts[row, number] = count / len(own)
    seen = counts.sum(axis=0)
    average = counts.sum() / max(int(counts.any(axis=1).sum()), 1)
    weights = counts * np.log1p(average / np.maximum(seen, 1e-6))
    best = weights.max(axis=1, keepdims=True, initial=0)
    return np.divide(weights, best, out=np.zeros_like(weights), where=best > 0)


def _named(text: str, place: dict[str, int], longest: int) -> set[int]:
    """Concepts that a text names."""
    words = [_singular(word) for word in _WORD.findall(text.lower())]
    found = set()
    for length in range(1, longest + 1):
        for start in range(len(words) - length + 1):
            number = place.get(" ".join(words[start : start + length]))
            if number is not None:
                found.add(number)
    return found


def _plain(concept: str) -> str:
    return " ".join(_singular(word) for word in _WORD.findall(concept.lower()))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
