"""Where the words of a query stand: in passages of texts, and in the names of files."""

import re
import unicodedata

from orrery.domain.query import Words
from orrery.library.library import Library
from orrery.search.fusion import Found, Match

MOST_EXACT = 1_000
"""Contents that can hold a quoted phrase or an exact name and come first."""
MOST_WORDS = 300
"""Words that stand in more passages, or more names, than this tell nothing about any of them."""

_SMALL = (
    "a an and any are as at be been but by can did do does for from had has have he her him his how i if in into is it "
    "its me my no nor not of on or our out over she so some that the their them then there these they this those to "
    "too under up was we were what when where which who will with you your"
)
_SMALL_WORDS = frozenset(_SMALL.split())
_WORD = re.compile(r"[^\W_]+")


def found(words: Words, library: Library) -> dict[int, Found]:
    """Contents in whose text or name words stand, by id, each with the strongest sign.

    A file whose name is exactly what was asked counts as found by name, with or without its ending; a phrase counts
    only when it was quoted; all words but the smallest standing in one passage, or one name, are a hint.
    """
    signs: dict[int, Found] = {}

    def add(content: int, sign: Found) -> None:
        signs[content] = sign.stronger(signs.get(content))

    for content, name in library.words.names([words.text], MOST_EXACT):
        if is_name(words.text, name):
            add(content, Found(Match.NAME))
        elif words.exact:
            add(content, Found(Match.PHRASE))
    if words.exact:
        for content, part in library.words.passages([words.text], MOST_EXACT):
            add(content, Found(Match.PHRASE, part))
        return signs
    telling = [word for word in tokens(words.text) if word not in _SMALL_WORDS]
    passages = library.words.passages(telling, MOST_WORDS + 1)
    names = library.words.names(telling, MOST_WORDS + 1)
    for hits, match in ((passages, Match.WORDS), (names, Match.NAMED)):
        if len(hits) <= MOST_WORDS:
            for content, _ in hits:
                add(content, Found(match))
    return signs


def tokens(text: str) -> list[str]:
    """The words of a text or a name, without case and accents: "Café_2.JPG" is cafe, 2, jpg."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def is_name(text: str, name: str) -> bool:
    """Whether a text names a file: its whole name, or all before the last dot."""
    asked = tokens(text)
    return bool(asked) and asked in (tokens(name), tokens(name.rpartition(".")[0] or name))
