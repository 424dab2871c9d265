"""Whether a query looks like a language that the model does not read.

A hint for the query bar, so it stays silent unless it is sure: a wrong hint about "café" or "sushi" would be worse
than a missing one. Two signs count: letters of a script none of the model's languages is written in, and small words
(articles, prepositions) that only other languages have.
"""

import unicodedata
from collections.abc import Sequence

_SCRIPTS: dict[str, frozenset[str]] = {
    "ar": frozenset({"ARABIC"}),
    "bg": frozenset({"CYRILLIC"}),
    "el": frozenset({"GREEK"}),
    "fa": frozenset({"ARABIC"}),
    "he": frozenset({"HEBREW"}),
    "hi": frozenset({"DEVANAGARI"}),
    "ja": frozenset({"HIRAGANA", "KATAKANA", "CJK"}),
    "ko": frozenset({"HANGUL", "CJK"}),
    "ru": frozenset({"CYRILLIC"}),
    "sr": frozenset({"CYRILLIC", "LATIN"}),
    "th": frozenset({"THAI"}),
    "uk": frozenset({"CYRILLIC"}),
    "zh": frozenset({"CJK"}),
}
_LATIN = frozenset({"LATIN"})

_SMALL_WORDS_OF = {
    "de": "der das dem den des ein eine einen einem einer und mit auf im zwei nicht ist sind für von über unter ohne "
    "bei zum zur beim",
    "fr": "le la les des du un une et avec dans sur sous sans pour qui est sont aux au deux",
    "es": "el la los las un una unos unas y con en del por para sin sobre que es está dos al",
    "it": "il lo gli una uno con nel nella sul sulla di del della che è sono senza per due",
    "pt": "os as um uma com em no na nos nas do da dos das por para sem sobre que é são dois",
    "nl": "het een en met op van voor zonder onder naar niet zijn twee bij",
    "sv": "och ett med på av utan under som är två den det",
    "pl": "na się jest nie dla bez pod nad przy przez dwa dwie oraz ze",
}
_SMALL_WORDS = {code: frozenset(words.split()) for code, words in _SMALL_WORDS_OF.items()}

_UNSURE_WORDS = (
    "a an the of in on at with and or to for from by is are was no not two under over den die war man hat "
    "la el es das un der al as do na dos y en que per se le los las san des du de di van von et sans met op"
)
_UNSURE = frozenset(_UNSURE_WORDS.split())
"""Words of English, or common in names (Los Angeles, Mont du Chat), that are no sign of another language alone."""


def looks_foreign(text: str, languages: Sequence[str]) -> bool:
    """Whether text looks like a language other than those given.

    Args:
        text: the words of a query.
        languages: ISO 639-1 codes the model reads; a model of many languages should not ask.

    Returns:
        True only where it is fairly sure.
    """
    return _in_other_script(text, languages) or _with_other_small_words(text, languages)


def _in_other_script(text: str, languages: Sequence[str]) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    read = frozenset[str]().union(*(_SCRIPTS.get(code, _LATIN) for code in languages), _LATIN)
    other = sum(_script(letter) not in read for letter in letters)
    return other * 2 > len(letters)


def _script(letter: str) -> str:
    """First word of the letter's name, which is its script for all scripts in use."""
    return unicodedata.name(letter, "LATIN").split()[0].partition("-")[0]


def _with_other_small_words(text: str, languages: Sequence[str]) -> bool:
    words = [word.strip(".,;:!?¿¡'\"()").lower() for word in text.split()]
    if len(words) < 2 or any(word in {"the", "a", "an", "of", "with", "and", "in", "on", "at"} for word in words):
        return False
    read = frozenset[str]().union(*(_SMALL_WORDS.get(code, frozenset()) for code in languages))
    for code, small in _SMALL_WORDS.items():
        if code in languages:
            continue
        telling = [word for word in words if word in small - read]
        sure = [word for word in telling if word not in _UNSURE]
        if sure and len(telling) * 4 >= len(words):
            return True
        if len(telling) >= 2 and len(telling) * 3 >= len(words):
            return True
    return False
