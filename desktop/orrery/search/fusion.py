"""Words that are really there, fused with meaning: an exact name or phrase always comes first.

A score is the chance of a match. Meaning alone is never surer than 0.99; a file that holds the quoted phrase scores
0.990 to 0.995, one of exactly the name asked for 0.995 to 1, in the order of their meaning, so that a ranking by score
has them on top. A text that merely holds all the words asked for gets somewhat likelier, a file with all of them in its
name a good deal.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Levels: TypeAlias = npt.NDArray[np.int8]
"""(k,) places of a Match in LEVELS."""


class Match(StrEnum):
    """Why something answers, from the weakest reason to the strongest."""

    MEANING = "meaning"
    WORDS = "words"
    NAMED = "named"
    PHRASE = "phrase"
    NAME = "name"


LEVELS = tuple(Match)
_LEVEL = {match: level for level, match in enumerate(LEVELS)}
MEANING, WORDS, NAMED, PHRASE, NAME = range(len(LEVELS))

GAIN = {WORDS: 1.0, NAMED: 4.0}
"""Log odds that all words of a query are worth, standing in one passage or in the name of a file."""
_SURE, _PHRASE, _NAME = 0.9, 0.99, 0.995
_UNWANTED = 0.01
"""A file with the very phrase that a query takes out keeps this share of its score."""


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a term that stand in a content.

    Attributes:
        match: how.
        part: id of the passage that holds them; None for the file's name.
    """

    match: Match
    part: int | None = None

    @property
    def level(self) -> int:
        """How strong a reason it is."""
        return _LEVEL[self.match]

    def stronger(self, other: "Found | None") -> "Found":
        """The one of two that says more."""
        return other if other is not None and other.level > self.level else self


def fused(chance: npt.NDArray[np.float64], levels: Levels) -> npt.NDArray[np.float64]:
    """What meaning and words say together.

    Args:
        chance: (k,) of a match by meaning, in [0, 1].
        levels: (k,) the strongest sign in words of each.

    Returns:
        (k,) in [0, 1]: rising with chance, and any of a phrase or a name above all without.
    """
    if not levels.any():  # no words stand anywhere: the usual case, in a third of the time
        return _bounded(chance)
    odds = np.exp(np.select([levels == level for level in GAIN], list(GAIN.values()), 0.0))
    bounded = _bounded(chance * odds / (1 + chance * (odds - 1)))
    phrase = _PHRASE + (_NAME - _PHRASE) * chance
    name = _NAME + (1 - _NAME) * chance
    return np.select([levels == PHRASE, levels == NAME], [phrase, name], bounded)


def _bounded(chance: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Meaning alone is never surer than 0.99."""
    return np.where(chance > _SURE, _SURE + (chance - _SURE) * (_PHRASE - _SURE) / (1 - _SURE), chance)


def unwanted(chance: npt.NDArray[np.float64], levels: Levels) -> npt.NDArray[np.float64]:
    """The chance of what holds the very words that were taken out of the query; that of all else as it is."""
    return np.where(levels >= PHRASE, chance * _UNWANTED, chance)
