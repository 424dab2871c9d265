"""What is known to belong together in the dev data, for fitting the scores and for judging the pack.

Photographs, passages and sounds carry tags (what their captions mention, what their label says); two things match when
they share a tag, and surely do not when a search for the tag would find only one of them.
"""

import re
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from starter_calibration import KINDS, ROLES, Pairs, Vectors

HEARD_IN_CAPTIONS = {  # kind of sound -> what a caption of a fitting photograph says
    "dog bark": r"\b(dogs?|pupp(y|ies))\b", "bird": r"\b(birds?|ducks?|seagulls?|geese)\b", "baby cry": r"\bbaby\b",
    "sea waves": r"\b(waves?|ocean|surf(er|ing|s)?|sea)\b", "fire crackling": r"\b(bon|camp)?fire\b",
    "cat": r"\b(cats?|kittens?)\b", "cow": r"\b(cows?|cattle|bulls?)\b", "sheep": r"\b(sheep|lambs?)\b",
    "drum beat": r"\bdrum", "acoustic guitar": r"\bguitar", "train": r"\btrains?\b", "crowd": r"\bcrowd",
    "stream": r"\b(stream|river|waterfall|creek)\b", "rain": r"\brain(ing|y)?\b", "engine": r"\bmotor(cycle|bike)",
}  # fmt: skip
SEEN_IN_CLASSES = {  # kind of sound -> what an ImageNet class's gloss or name says
    "dog bark": r"\b(dogs?|terrier|spaniel|hound|breed of)\b", "bird": r"\b(bird|finch|songbird|thrush)\b",
    "cat": r"\bcat\b", "frog": r"\b(frog|toad)\b", "chicken": r"^hen\b", "lion": r"^lion\b", "monkey": r"\bmonkey\b",
    "sheep": r"\b(sheep|ram)\b", "saxophone": r"^sax\b", "oboe": r"^oboe", "flute": r"^flute", "cello": r"^cello",
    "banjo": r"^banjo", "bassoon": r"^bassoon", "trombone": r"^trombone", "chainsaw": r"^chain saw",
    "clock tick": r"\bclock\b", "typing": r"keyboard", "telephone": r"telephone", "acoustic guitar": r"guitar",
    "sea waves": r"^seashore", "train": r"locomotive", "vacuum cleaner": r"^vacuum",
}  # fmt: skip


def tags(texts: list[str], patterns: dict[str, str]) -> list[set[str]]:
    """Tags of each text."""
    return [{tag for tag, pattern in patterns.items() if re.search(pattern, text.lower())} for text in texts]


def shared(one: list[set[str]], two: list[set[str]]) -> npt.NDArray[np.bool_]:
    """(one, two) whether they share a tag."""
    names = sorted(set().union(*one, *two))
    flags = [np.array([[name in item for name in names] for item in side], np.float32) for side in (one, two)]
    return (flags[0] @ flags[1].T) > 0


@dataclass(frozen=True)
class Tagged:
    """Vectors of one role with the tags of each; untagged rows only serve as what does not match."""

    vectors: Vectors
    tags: list[set[str]]


def by_tag(asking: Tagged, asked: Tagged) -> Pairs:
    """Truth by tags, of those that ask with a tag."""
    rows = [i for i, t in enumerate(asking.tags) if t]
    match = shared([asking.tags[i] for i in rows], asked.tags)
    vectors = asking.vectors[rows]
    itself = (vectors @ asked.vectors.T) > 0.99999
    return Pairs(vectors, asked.vectors, match & ~itself, ~match & ~itself, "tags")


def by_row(asking: Vectors, asked: Vectors, like: npt.NDArray[np.bool_]) -> Pairs:
    """Truth by place: the i-th belongs to the i-th; pairs that are alike anyway are left unjudged."""
    match = np.eye(len(asking), dtype=bool)
    return Pairs(asking, asked, match, ~match & ~like, "own captions or name")


def by_word(vectors: Vectors, words: list[str], asked: Vectors, captions: list[tuple[str, ...]]) -> Pairs:
    """A word belongs to what at least two of its captions mention; mentioned once is left unjudged."""
    counts = np.array([[sum(bool(re.search(rf"\b{w}s?\b", c.lower())) for c in five) for five in captions]
                       for w in words])  # fmt: skip
    return Pairs(vectors, asked, counts >= 2, counts == 0, "nouns of the captions")


def every_pair(sides: dict[str, Tagged]) -> dict[tuple[str, str], list[Pairs]]:
    """Truth by tags for all twelve (role, kind)."""
    return {(role, kind): [by_tag(sides[role], sides[kind_role])]
            for role, (kind, kind_role) in product(ROLES, KINDS.items())}  # fmt: skip
