"""The letters of a document, whatever it was."""

from dataclasses import dataclass, field

from orrery.domain.item import Fact
from orrery.errors import DamagedFile

LONGEST = 2_000_000
"""Characters kept of a text: about 350,000 words, three times a long novel."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The letters of a document.

    Attributes:
        text: all of them, or the first LONGEST.
        format: "PDF", "HTML", "Text" …
        page_starts: offset of each page; () where there are no pages.
        facts: title, encoding, pages.
    """

    text: str
    format: str
    page_starts: tuple[int, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)


def no_letters(reason: str) -> DamagedFile:
    """The failure of a document that has no letters in it."""
    return DamagedFile(kind="text", reason=reason)
