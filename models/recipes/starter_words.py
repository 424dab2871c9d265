"""The concept vocabulary: plain words and phrases by which clusters are named and matches explained.

Written by hand, one a line in words/*.txt, each good as a label by itself: "dog barking", "wedding", "bank statement".
Left out on purpose: names of persons and brands; words that would hurt where they are wrong (apes among animals,
"thief" among people); and nearly all breeds and rare species, whose names the text tower confuses with whatever is
spelled alike (before "yurt" was in the list, a yurt's nearest concept was "trill").
"""

from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "words"

SEEN = (
    "people", "clothes", "actions", "scenes", "animals", "plants", "food", "home", "vehicles", "places", "weather",
    "looks", "art", "sports", "events",
)  # fmt: skip
HEARD = ("sounds", "music")
WRITTEN = ("documents", "work", "school", "science", "health", "technology", "society", "life")

NOUNS = ("clothes", "animals", "plants", "food", "home", "vehicles", "places", "weather")
"""Things a person would search for in photographs."""


def words_of(categories: Iterable[str]) -> list[str]:
    """The phrases of some files in their order; lines that start with # are headings."""
    files = [(FOLDER / f"{category}.txt").read_text(encoding="utf-8").splitlines() for category in categories]
    return [line for lines in files for line in lines if line and not line.startswith("#")]


def vocabulary() -> list[str]:
    """Every phrase once: what is seen, what is heard, what is written about."""
    return words_of(SEEN + HEARD + WRITTEN)
