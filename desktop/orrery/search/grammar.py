"""The query language: typed text into a Query, and back.

    surfing                              words, one term
    surfing + 0.5:./gulls.wav - crowd    weights, a file, something to stay away from
    - crowd                              only "not like this"
    "salt + pepper" kind:image           quotes keep operators as words; a filter narrows the answers
    2:"a dog" folder:"My Photos"         weight of a quoted term; quotes in a filter keep its spaces

`+` and `-` are operators only where spaces (or the start of the query) surround them, so t-shirt and C++ stay words.
A quote mark opens only at the start of a word and closes only at the end of one, so 5" stays a word; a doubled quote
mark inside quotes is one quote mark. A quote mark that is never closed is an ordinary character.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from orrery.domain.modality import Kind
from orrery.domain.query import Asked, FileTerm, Filters, Query, Term, Words
from orrery.errors import BadQuery, EmptyQuery

RESERVED = ("kind", "folder", "tag", "after", "before", "cluster")
"""Words that, followed directly by a colon, filter instead of asking."""

_PATH = re.compile(r"\.{1,2}/|/|~|[A-Za-z]:[/\\]")
_NUMBER = r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf|infinity|nan)"
_QUOTED = r'"(?:[^"]|"")*"(?!\S)'
_WEIGHT = re.compile(rf"({_NUMBER}):(?=\S)", re.IGNORECASE)
_FILTER = re.compile(rf"(?:{'|'.join(RESERVED)}):", re.IGNORECASE)
_PIECE = re.compile(
    rf"""\s*(?:
      (?P<operator>[+\-−])(?!\S)
    | (?P<filter>{"|".join(RESERVED)}):(?P<value>{_QUOTED}|\S*)
    | (?P<weight>{_NUMBER}:)?(?P<quoted>{_QUOTED})
    | (?P<word>\S+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One thing read: an operator, a filter, a quoted string, a path given as an argument of its own, or a word."""

    sort: Literal["operator", "filter", "quoted", "path", "word"]
    text: str
    weight: float = 1.0
    name: str = ""
    gap: str = ""  # the white space before a word, kept because a file name may hold two spaces


def reads_like_path(text: str) -> bool:
    """Whether a term is a file rather than words: it starts with ./ ../ / ~ or letter-colon-slash."""
    return _PATH.match(text) is not None


def parse(arguments: Sequence[str]) -> Query:
    """Read the arguments of the command line, all together as one query.

    Args:
        arguments: joined by a space; one that starts like a path is one file term, spaces and operators included.

    Raises:
        EmptyQuery: no term in it (filters alone ask for nothing).
        BadQuery: it cannot be understood; the reason is part of a sentence for the user.
    """
    return _read(" ".join(arguments), _argument_pieces(arguments, " ".join(arguments)))


def parse_line(text: str) -> Query:
    """Read a typed line: as `parse`, but a line that starts with a path goes on behind it.

    `./gulls.wav + surfing` is a file and a word here, where one argument of that spelling is one file name.

    Raises:
        EmptyQuery: no term in it.
        BadQuery: it cannot be understood.
    """
    return _read(text, _pieces(text, text))


def spell(query: Query) -> str:
    """Write a query as text that `parse` and `parse_line` read as the same query.

    A file term always carries a path start (`beach.jpg` becomes `./beach.jpg`). An item picked in the window has no
    spelling; its label stands for it.
    """
    terms = [_spell_term(term, first=place == 0) for place, term in enumerate(query.terms)]
    return " ".join([*terms, *_spell_filters(query.filters)])


# --- reading ------------------------------------------------------------------------------------------------------


def _argument_pieces(arguments: Sequence[str], whole: str) -> Iterator[_Piece]:
    words: list[str] = []
    for argument in arguments:
        if not reads_like_path(argument):
            words.append(argument)
            continue
        yield from _pieces(" ".join(words), whole)
        words.clear()
        yield _Piece("path", argument)
    yield from _pieces(" ".join(words), whole)


def _pieces(text: str, whole: str) -> Iterator[_Piece]:
    place = 0
    while (found := _PIECE.match(text, place)) is not None:
        place = found.end()
        yield _piece(found, whole)


def _piece(found: re.Match[str], whole: str) -> _Piece:
    if found["operator"]:
        return _Piece("operator", "+" if found["operator"] == "+" else "-")
    if found["filter"]:
        return _Piece("filter", _unquoted(found["value"]), name=found["filter"].lower())
    if found["quoted"]:
        weight = _weight(found["weight"][:-1], whole) if found["weight"] else 1.0
        return _Piece("quoted", _unquoted(found["quoted"]), weight)
    gap = found[0][: found.start("word") - found.start()]
    return _Piece("word", found["word"], gap=gap)


def _unquoted(text: str) -> str:
    if re.fullmatch(_QUOTED, text):
        return text[1:-1].replace('""', '"')
    return text


def _weight(number: str, whole: str) -> float:
    weight = float(number)
    if not math.isfinite(weight) or weight == 0:
        raise BadQuery(query=whole, reason=f"{number} cannot be a weight; use a number such as 0.5 or 2")
    return weight


@dataclass(slots=True)
class _Reader:
    """Gathers pieces into terms."""

    whole: str
    terms: list[Term] = field(default_factory=list)
    filters: Filters = field(default=Filters())
    operator: str = ""  # the last one, as long as nothing has followed it
    run: str = ""  # words since the last operator or term
    run_weight: float = 1.0

    def take(self, piece: _Piece) -> None:
        if piece.sort == "filter":
            self._take_filter(piece)
        elif piece.sort == "operator":
            self._close_run()
            self._require_no_operator()
            self.operator = piece.text
        elif piece.sort == "word":
            self._take_word(piece)
        else:
            self._close_run()
            self._add(piece.text, piece.weight)

    def finish(self) -> Query:
        self._close_run()
        self._require_no_operator()
        if not self.terms:
            raise EmptyQuery
        return Query(tuple(self.terms), self.filters)

    def _take_word(self, piece: _Piece) -> None:
        if self.run:
            self.run += piece.gap + piece.text
            return
        found = _WEIGHT.match(piece.text)
        if found is None:
            self.run = piece.text
            return
        self.run = piece.text[found.end() :]
        self.run_weight = _weight(found[1], self.whole)
        if _FILTER.match(self.run):
            raise BadQuery(query=self.whole, reason="a filter such as kind:image has no weight")

    def _take_filter(self, piece: _Piece) -> None:
        if self.operator and not self.run:
            raise BadQuery(query=self.whole, reason="a filter such as kind:image stands without + or - before it")
        if not piece.text.strip():
            reason = f"write {piece.name}:… without a space behind the colon, or put the words in quotes"
            raise BadQuery(query=self.whole, reason=reason)
        self.filters = _FILTERS[piece.name](self.filters, piece.text, self.whole)

    def _close_run(self) -> None:
        if self.run:
            text = self.run if reads_like_path(self.run) else " ".join(self.run.split())
            self._add(text, self.run_weight)
        self.run, self.run_weight = "", 1.0

    def _add(self, text: str, weight: float) -> None:
        if not text.strip():
            raise BadQuery(query=self.whole, reason="there is nothing between the quotes")
        sign = -1.0 if self.operator == "-" else 1.0
        asked: Asked = FileTerm(text) if reads_like_path(text) else Words(text)
        self.terms.append(Term(asked, sign * weight))
        self.operator = ""

    def _require_no_operator(self) -> None:
        if self.operator:
            reason = f"nothing follows the {self.operator}; to look for the sign itself, put it in quotes"
            raise BadQuery(query=self.whole, reason=reason)


def _read(whole: str, pieces: Iterator[_Piece]) -> Query:
    reader = _Reader(whole)
    for piece in pieces:
        reader.take(piece)
    return reader.finish()


# --- filters ------------------------------------------------------------------------------------------------------

_AddFilter: TypeAlias = Callable[[Filters, str, str], Filters]


def _add_kind(filters: Filters, value: str, whole: str) -> Filters:
    name = value.strip().lower()
    if name not in {kind.value for kind in Kind}:
        raise BadQuery(query=whole, reason=f"there is no kind “{value}”; use kind:image, kind:sound or kind:text")
    return replace(filters, kinds=filters.kinds | {Kind(name)})


def _add_folder(filters: Filters, value: str, _: str) -> Filters:
    return replace(filters, folders=(*filters.folders, value))


def _add_tag(filters: Filters, value: str, _: str) -> Filters:
    return replace(filters, tags=(*filters.tags, value))


def _add_cluster(filters: Filters, value: str, _: str) -> Filters:
    return replace(filters, clusters=(*filters.clusters, value))


def _add_after(filters: Filters, value: str, whole: str) -> Filters:
    day = _day("after", value, whole)
    return replace(filters, after=max(day, filters.after or day))


def _add_before(filters: Filters, value: str, whole: str) -> Filters:
    day = _day("before", value, whole)
    return replace(filters, before=min(day, filters.before or day))


def _day(name: str, value: str, whole: str) -> str:
    """A day in ISO form; a year or a month alone means its first day."""
    padded = value + "-01-01"[3 * value.count("-") :] if re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", value) else value
    try:
        return date.fromisoformat(padded).isoformat()
    except ValueError:
        reason = f"“{value}” is not a day; write it as {name}:2024-05-31, or {name}:2024"
        raise BadQuery(query=whole, reason=reason) from None


_FILTERS: dict[str, _AddFilter] = {
    "kind": _add_kind,
    "folder": _add_folder,
    "tag": _add_tag,
    "after": _add_after,
    "before": _add_before,
    "cluster": _add_cluster,
}


# --- writing ------------------------------------------------------------------------------------------------------


def _spell_term(term: Term, *, first: bool) -> str:
    size = abs(term.weight)
    weight = "" if size == 1 else f"{Decimal(repr(size)):f}".removesuffix(".0") + ":"
    sign = "- " if term.weight < 0 else "" if first else "+ "
    return sign + weight + _spell_asked(term.asked, at_start=not sign + weight)


def _spell_asked(asked: Asked, *, at_start: bool) -> str:
    if isinstance(asked, Words):
        return asked.text if _reads_as_itself(asked.text) else _quoted(asked.text)
    if isinstance(asked, FileTerm):
        path = asked.path if reads_like_path(asked.path) else "./" + asked.path
        return _quoted(path) if at_start or _needs_quotes(path) else path
    return _quoted(asked.label)


def _reads_as_itself(text: str) -> bool:
    """Whether text means the same without quotes; a quote mark in it might pair with one further on."""
    if '"' in text:
        return False
    try:
        return parse_line(text) == Query((Term(Words(text)),))
    except (BadQuery, EmptyQuery):
        return False


def _spell_filters(filters: Filters) -> Iterator[str]:
    yield from (f"kind:{kind}" for kind in sorted(filters.kinds))
    yield from (f"folder:{_quoted_if_needed(folder)}" for folder in filters.folders)
    yield from (f"tag:{_quoted_if_needed(tag)}" for tag in filters.tags)
    if filters.after:
        yield f"after:{filters.after}"
    if filters.before:
        yield f"before:{filters.before}"
    yield from (f"cluster:{_quoted_if_needed(cluster)}" for cluster in filters.clusters)


def _needs_quotes(text: str) -> bool:
    return '"' in text or text.split() != [text]


def _quoted_if_needed(text: str) -> str:
    return _quoted(text) if _needs_quotes(text) else text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
