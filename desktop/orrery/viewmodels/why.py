"""Why an item is shown where it is: which words matched, what makes it strange, which copy is the best."""

from collections.abc import Mapping
from dataclasses import dataclass

from orrery.domain.item import Part, Passage, Stretch
from orrery.search.fusion import Match
from orrery.viewmodels.wording import clock, translate
from orrery.workflows.attention import Attention, Strange
from orrery.workflows.find import Answer


@dataclass(frozen=True, slots=True)
class Note:
    """A reason.

    Attributes:
        short: one or two words, for a card's corner; empty for what goes without saying.
        full: a sentence.
        is_plain: whether the card itself shows it, as words that are marked in a text do.
    """

    short: str
    full: str
    is_plain: bool = False


def note_of(answer: Answer) -> Note:
    """Why something answers."""
    notes = {
        Match.NAME: Note(translate("why", "name"), translate("why", "The file has exactly this name.")),
        Match.PHRASE: Note(translate("why", "phrase"), translate("why", "The very phrase stands in it.")),
        Match.NAMED: Note(translate("why", "in the name"), translate("why", "All of the words stand in its name.")),
        Match.WORDS: Note(translate("why", "words"), translate("why", "All of the words stand in it."), is_plain=True),
        Match.MEANING: Note("", translate("why", "By its meaning.")),
    }
    return notes[answer.match]


def place_of(part: Part | None) -> str:
    """Which part of an item matched: a stretch of a sound, or a page; empty for the whole of it."""
    if isinstance(part, Stretch):
        return f"{clock(part.start_s)}–{clock(part.end_s)}"
    if isinstance(part, Passage) and part.page:
        return translate("why", "page {number}").format(number=part.page)
    return ""


def note_of_strange(strange: Strange, nearest: str) -> Note:
    """Why an item is an outlier.

    Args:
        strange: the figures.
        nearest: name of the item that it is most like; empty where that is not known.
    """
    full = translate(
        "why",
        "Unlike anything else here: what is nearest to it is alike by {closeness} on average, where {usual} is usual.",
    ).format(closeness=_share(strange.closeness), usual=_share(strange.usual))
    if nearest:
        full += " " + translate("why", "It comes nearest to {name}.").format(name=nearest)
    return Note(translate("why", "alike by {closeness}").format(closeness=_share(strange.closeness)), full)


def notes_of_copies(attention: Attention) -> Mapping[int, Note]:
    """What is said of near-duplicates: which copy is the best one, and of which others are copies."""
    best = Note(
        translate("why", "best"),
        translate("why", "The best of these copies: it has the most pixels, seconds or words."),
    )
    other = Note("", translate("why", "Nearly the same as another one, which is better."))
    notes = {item: other for group in attention.near_duplicates or () for item in group[1:]}
    return notes | dict.fromkeys(attention.best, best)


def _share(closeness: float) -> str:
    return f"{max(0.0, closeness):.2f}"
