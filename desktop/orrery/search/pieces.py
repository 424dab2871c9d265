"""Typed text cut into pieces: operators, parentheses, filters, quoted strings, words. `grammar` says what they mean."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from orrery.errors import BadQuery
from orrery.search.filters import ADDERS

RESERVED = tuple(ADDERS)
"""Words that, followed directly by a colon, filter instead of asking."""

JOINING = ("AND", "OR")

_PATH = re.compile(r"\.{1,2}/|/|~|[A-Za-z]:[/\\]")
_NUMBER = r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf|infinity|nan)"
_QUOTED = r'"(?:[^"]|"")*"'
WEIGHT = re.compile(rf"({_NUMBER}):(?=\S)", re.IGNORECASE)
FILTER = re.compile(rf"(?:{'|'.join(RESERVED)}):", re.IGNORECASE)


def _pattern(end: str) -> re.Pattern[str]:
    """One piece; what is no operator or quoted string up to `end`, such as a space, is an ordinary word."""
    return re.compile(
        rf"""\s*(?:
          (?P<operator>(?:[+\-−]|(?-i:AND|OR|NOT)){end})
        | (?P<filter>{"|".join(RESERVED)}):(?P<value>{_QUOTED}{end}|\S*)
        | (?P<weight>{_NUMBER}:)?(?P<quoted>{_QUOTED}{end})
        | (?P<word>\S+)
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


_OUTSIDE, _INSIDE = _pattern(r"(?!\S)"), _pattern(r"(?![^\s)])")
_OPENING, _CLOSING = re.compile(r"\s*\("), re.compile(r"\s*\)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing read; a path is one given as an argument of its own."""

    sort: Literal["operator", "open", "close", "filter", "quoted", "path", "word"]
    text: str
    weight: float = 1.0
    name: str = ""
    gap: str = ""  # the white space before a word, kept because a file name may hold two spaces


def reads_like_path(text: str) -> bool:
    """Whether a term is a file rather than words: it starts with ./ ../ / ~ or letter-colon-slash."""
    return _PATH.match(text) is not None


def pieces_of_line(text: str) -> Iterator[Piece]:
    """The pieces of a typed line.

    Raises:
        BadQuery: a weight that cannot be one.
    """
    return _Cutter(text).cut(text)


def pieces_of_arguments(arguments: Sequence[str]) -> Iterator[Piece]:
    """The pieces of a command line, where an argument that starts like a path is one piece with all its spaces.

    Raises:
        BadQuery: a weight that cannot be one.
    """
    cutter = _Cutter(" ".join(arguments))
    words: list[str] = []
    for argument in arguments:
        if not reads_like_path(argument):
            words.append(argument)
            continue
        yield from cutter.cut(" ".join(words))
        words.clear()
        cutter.may_open = False
        yield Piece("path", argument)
    yield from cutter.cut(" ".join(words))


def weight_of(typed: str, whole: str) -> float:
    """A weight as it was typed.

    Raises:
        BadQuery: it is zero or no finite number.
    """
    weight = float(typed)
    if not math.isfinite(weight) or weight == 0:
        raise BadQuery(query=whole, reason=f"{typed} cannot be a weight; use a number such as 0.5 or 2")
    return weight


@dataclass(slots=True)
class _Cutter:
    """Cuts, and knows where a parenthesis groups: it opens where a side begins, and closes what was opened.

    Attributes:
        whole: everything that was typed, for errors.
        may_open: whether a side may begin here.
        depth: parentheses that are open.
        inner: those that words of the run in hand have opened, which are their own.
    """

    whole: str
    may_open: bool = True
    depth: int = 0
    inner: int = 0

    def cut(self, text: str) -> Iterator[Piece]:
        place = 0
        while place < len(text):
            if self.may_open and (found := _OPENING.match(text, place)):
                self.depth += 1
                yield Piece("open", "(")
            elif self.depth and not self.inner and (found := _CLOSING.match(text, place)):
                self.depth -= 1
                self.may_open = False
                yield Piece("close", ")")
            elif found := (_INSIDE if self.depth else _OUTSIDE).match(text, place):
                place = yield from self._one(found)
                continue
            else:
                return
            place = found.end()

    def _one(self, found: re.Match[str]) -> Iterator[Piece]:
        end = found.end()
        if found["operator"]:
            self.may_open, self.inner = True, 0
            yield Piece("operator", "-" if found["operator"] == "−" else found["operator"])
        elif found["filter"]:
            value = found["value"]
            if not re.fullmatch(_QUOTED, value):
                value = self._own(value)
                end = found.start("value") + len(value)
            yield Piece("filter", _unquoted(value), name=found["filter"].lower())
        elif found["quoted"]:
            self.may_open, self.inner = False, 0
            weight = weight_of(found["weight"][:-1], self.whole) if found["weight"] else 1.0
            yield Piece("quoted", _unquoted(found["quoted"]), weight)
        else:
            self.may_open = False
            word = self._own(found["word"])
            end = found.start("word") + len(word)
            yield Piece("word", word, gap=found[0][: found.start("word") - found.start()])
        return end

    def _own(self, word: str) -> str:
        """A word up to the parenthesis that closes a group; those that it opens itself are its own."""
        if not self.depth:
            return word
        for place, letter in enumerate(word):
            if letter == "(":
                self.inner += 1
            elif letter == ")" and self.inner:
                self.inner -= 1
            elif letter == ")":
                return word[:place]
        return word


def _unquoted(text: str) -> str:
    if re.fullmatch(_QUOTED, text):
        return text[1:-1].replace('""', '"')
    return text
