"""The query language: typed text into a Query, and back.

    surfing                              words, one term
    surfing + 0.5:./gulls.wav - crowd    weights, a file, something to stay away from
    - crowd                              only "not like this"
    dog AND beach                        both have to fit; OR: one of them; NOT: take out what follows
    (dog OR cat) AND snow                parentheses first
    "salt + pepper" kind:image           quotes keep operators as words, and files with the very phrase come first
    ./a.jpg#xywh=percent:10,20,50,40     a part of a picture; #t=2,5.5 of a sound; #char=120,380 of a text
    2:"a dog" folder:"My Photos"         weight of a quoted term; quotes in a filter keep its spaces

The whole of it (EBNF; filters may stand anywhere between terms, and bind nothing):

    query    = both { "OR" both } ;
    both     = side { "AND" side } ;
    side     = sum | "(" query ")" ;
    sum      = [ sign ] term { [ sign ] term } ;
    sign     = "+" | "-" | "−" | "NOT" ;
    term     = [ number ":" ] ( words | quoted | file ) ;
    words    = word { word } ;                           (* whatever is none of the others *)
    quoted   = '"' { any | '""' } '"' ;
    file     = path [ "#" part ] ;                       (* bare up to the next operator, or quoted *)
    path     = ( "./" | "../" | "/" | "~" | letter ":/" ) { any } ;
    part     = "xywh=" [ "percent:" ] number "," number "," number "," number
             | "t=" [ time ] [ "," time ] | "char=" digits "," digits ;
    time     = [ [ digits ":" ] digits ":" ] number ;
    filter   = name ":" ( bare | quoted ) ;
    name     = "kind" | "folder" | "tag" | "after" | "before" | "cluster"
             | "duration" | "size" | "rating" | "duplicates" | "diverse" ;

`+`, `-`, AND, OR and NOT are operators only where spaces (or the start of the query) surround them, the words only in
capitals, so t-shirt, C++ and "black and white" stay words. A quote mark opens only at the start of a word and closes
only at the end of one, so 5" stays a word; a doubled quote mark inside quotes is one quote mark. A quote mark that is
never closed is an ordinary character.

What the operators do: a sum is one direction, pulled by its terms and pushed by the negative ones (`ranking`). NOT
takes its concept out of the sum's direction and lowers what shows it. AND is the geometric mean of the chances that
the sums on both sides fit an item, OR the larger of them; neither minds the order of its sides, nor a side said twice,
and what parentheses hold may be multiplied out (`groups`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from orrery.domain.query import Asked, FileTerm, Filters, ItemTerm, Join, Query, Term, Words
from orrery.errors import BadQuery, EmptyQuery
from orrery.search.filters import ADDERS, quoted, quoted_if_needed, spell_filters
from orrery.search.fragments import number, put_together, taken_apart
from orrery.search.pieces import (
    FILTER,
    RESERVED,
    WEIGHT,
    Piece,
    pieces_of_arguments,
    pieces_of_line,
    reads_like_path,
    weight_of,
)

__all__ = ["QUERY_LANGUAGE", "RESERVED", "parse", "parse_line", "reads_like_path", "spell"]

QUERY_LANGUAGE = """\
A query is one or more terms, joined by + and - that stand between spaces:

  a dog on the beach               words
  "a dog on the beach"             files with this very phrase, or of this name, come first
  ./beach.jpg                      a file: picture, sound or text; starts with ./ ../ / ~ or C:/
  dog + ./beach.jpg                both together
  dog - "people walking"           near the first, away from the second
  dog + 0.5:./beach.jpg            a number and a colon weigh a term
  ./a.jpg + ./b.jpg - ./c.jpg      more like the first two, less like the third

In capitals, between spaces:

  dog AND beach                    only what fits both
  dog OR cat                       what fits one of them; AND binds closer than OR
  (dog OR cat) AND snow            parentheses first
  dog NOT water                    dogs, without those that show water

Part of a file:

  ./a.jpg#xywh=percent:10,20,50,40 a rectangle: left, top, width, height in percent (or in pixels without percent:)
  ./gulls.wav#t=2,5.5              a stretch, from and to in seconds; #t=1:30 goes on to the end
  ./book.txt#char=120,380          a passage, by characters

Filters stand anywhere in the query:

  kind:image kind:sound            any of these kinds
  folder:~/Pictures  tag:trip      below a folder; with a tag
  after:2024-05-01  before:2025    taken or changed since then; before then
  cluster:"surf, waves"            of a group of the map
  duration:5s..1min  size:..2MB    how long, how large: from..to, each may be left out (s min h; kB MB GB)
  rating:4..                       four stars or more
  duplicates:fold                  of copies and near-duplicates only the best
  diverse:0.3                      answers that differ from one another, more so towards 1 (diverse:yes is 0.5)

Quotes keep any of these signs as ordinary words: "salt + pepper", "10:30 train", "DO NOT ENTER".
"""
"""The language for people: the command line's help, the window's, and what a test reads line by line."""

_JOINS = {"AND": Join.AND, "OR": Join.OR}


def parse(arguments: Sequence[str]) -> Query:
    """Read the arguments of the command line, all together as one query.

    Args:
        arguments: joined by a space; one that starts like a path is one file term, spaces and operators included.

    Raises:
        EmptyQuery: no term in it (filters alone ask for nothing).
        BadQuery: it cannot be understood; the reason is part of a sentence for the user.
    """
    return _read(" ".join(arguments), pieces_of_arguments(arguments))


def parse_line(text: str, *, goes_on: bool = False) -> Query:
    """Read a typed line: as `parse`, but a line that starts with a path goes on behind it.

    `./gulls.wav + surfing` is a file and a word here, where one argument of that spelling is one file name.

    Args:
        text: the line.
        goes_on: terms stand before it already, so that it may begin with AND or OR.

    Raises:
        EmptyQuery: no term in it.
        BadQuery: it cannot be understood.
    """
    return _read(text, pieces_of_line(text), goes_on=goes_on)


def spell(query: Query) -> str:
    """Write a query as text that `parse` and `parse_line` read as the same query.

    A file term always carries a path start (`beach.jpg` becomes `./beach.jpg`). Words that no text can stand for but
    a quoted one ("salt + pepper") are read back as exact. An item picked in the window has no spelling; its label
    stands for it.
    """
    terms, depth = [], 0
    for place, term in enumerate(query.terms):
        depth += term.opens
        terms.append(_spell_term(term, first=place == 0, around="({})" if depth else "{}"))
        depth -= term.closes
    return " ".join([*terms, *spell_filters(query.filters)])


# --- reading ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Gathers pieces into terms."""

    whole: str
    goes_on: bool = False
    terms: list[Term] = field(default_factory=list)
    filters: Filters = field(default=Filters())
    opens: int = 0  # parentheses, as long as no term has followed them
    depth: int = 0
    is_closed: bool = False  # a parenthesis was closed just now
    join: str = ""  # AND or OR, as long as no term has followed it
    sign: str = ""  # + - NOT, likewise
    run: str = ""  # words since the last operator or term
    run_weight: float = 1.0

    def take(self, piece: Piece) -> None:
        if piece.sort == "filter":
            self._take_filter(piece)
        elif piece.sort == "operator":
            self._close_run()
            self._take_operator(piece.text)
        elif piece.sort == "open":
            self._open()
        elif piece.sort == "close":
            self._close()
        elif piece.sort == "word":
            self._take_word(piece)
        else:
            self._close_run()
            self._add(piece.text, piece.weight, exact=piece.sort == "quoted")

    def finish(self) -> Query:
        self._close_run()
        self._require_no_operator()
        if self.depth:
            raise BadQuery(query=self.whole, reason=f"the parenthesis is not closed; {_ITSELF}")
        if not self.terms:
            raise EmptyQuery
        return Query(tuple(self.terms), self.filters)

    def _take_operator(self, text: str) -> None:
        if text not in _JOINS:
            self._refuse_hanging(self.sign)  # `AND -` is one thing after another, `+ -` is a slip
            self._refuse_behind()
            self.sign = text
            return
        if not self.opens:
            self._require_no_operator()
        if self.opens or (not self.terms and not self.goes_on):
            raise BadQuery(query=self.whole, reason=f"nothing stands before the {text}; {_ITSELF}")
        self.join, self.is_closed = text, False

    def _open(self) -> None:
        self._close_run()
        if self.sign:
            reason = f"a parenthesis holds what AND and OR join, and no {self.sign} stands before it; {_ITSELF}"
            raise BadQuery(query=self.whole, reason=reason)
        self._refuse_behind()
        self.opens += 1
        self.depth += 1

    def _close(self) -> None:
        self._close_run()
        if self.opens:
            raise BadQuery(query=self.whole, reason=f"nothing stands between the parentheses; {_ITSELF}")
        self._require_no_operator()
        self.terms[-1] = replace(self.terms[-1], closes=self.terms[-1].closes + 1)
        self.depth -= 1
        self.is_closed = True

    def _refuse_behind(self) -> None:
        if self.is_closed:
            reason = f"behind a parenthesis stands AND, OR or nothing; {_ITSELF}"
            raise BadQuery(query=self.whole, reason=reason)

    def _take_word(self, piece: Piece) -> None:
        if self.run:
            self.run += piece.gap + piece.text
            return
        found = WEIGHT.match(piece.text)
        if found is None:
            self.run = piece.text
            return
        self.run = piece.text[found.end() :]
        self.run_weight = weight_of(found[1], self.whole)
        if self.run.startswith("("):
            reason = f"only a term has a weight, what parentheses hold has none; {_ITSELF}"
            raise BadQuery(query=self.whole, reason=reason)
        if FILTER.match(self.run):
            raise BadQuery(query=self.whole, reason="a filter such as kind:image has no weight")

    def _take_filter(self, piece: Piece) -> None:
        if (self.sign or (self.join and not self.opens)) and not self.run:
            raise BadQuery(query=self.whole, reason="a filter such as kind:image stands without + or - before it")
        if not piece.text.strip():
            reason = f"write {piece.name}:… without a space behind the colon, or put the words in quotes"
            raise BadQuery(query=self.whole, reason=reason)
        try:
            self.filters = ADDERS[piece.name](self.filters, piece.text, self.whole)
        except ValueError as problem:
            raise BadQuery(query=self.whole, reason=str(problem)) from None

    def _close_run(self) -> None:
        if self.run:
            text = self.run if reads_like_path(self.run) else " ".join(self.run.split())
            self._add(text, self.run_weight)
        self.run, self.run_weight = "", 1.0

    def _add(self, text: str, weight: float, *, exact: bool = False) -> None:
        if not text.strip():
            raise BadQuery(query=self.whole, reason="there is nothing between the quotes")
        self._refuse_behind()
        is_removed = self.sign == "NOT"
        if is_removed and weight < 0:
            raise BadQuery(query=self.whole, reason="behind NOT a weight says how much, so it stands without a minus")
        signed = -weight if self.sign == "-" else weight
        asked: Asked = self._file(text) if reads_like_path(text) else Words(text, exact and '"' not in text)
        self.terms.append(Term(asked, signed, _JOINS.get(self.join, Join.WITH), is_removed, self.opens))
        self.join, self.sign, self.opens = "", "", 0

    def _file(self, text: str) -> FileTerm:
        try:
            return FileTerm(*taken_apart(text))
        except ValueError as problem:
            raise BadQuery(query=self.whole, reason=str(problem)) from None

    def _require_no_operator(self) -> None:
        self._refuse_hanging(self.sign or self.join)

    def _refuse_hanging(self, operator: str) -> None:
        if operator:
            raise BadQuery(query=self.whole, reason=f"nothing follows the {operator}; {_ITSELF}")


_ITSELF = "to look for the sign itself, put it in quotes"


def _read(whole: str, pieces: Iterator[Piece], *, goes_on: bool = False) -> Query:
    reader = _Reader(whole, goes_on)
    for piece in pieces:
        reader.take(piece)
    return reader.finish()


# --- writing ------------------------------------------------------------------------------------------------------


def _spell_term(term: Term, *, first: bool, around: str) -> str:
    size = abs(term.weight)
    weight = "" if size == 1 else f"{number(size)}:"
    join = "" if first or term.join is Join.WITH else f"{term.join.name} "
    join += "(" * term.opens
    opens = first or bool(join)
    sign = "NOT " if term.is_removed else "- " if term.weight < 0 else "" if opens else "+ "
    if isinstance(term.asked, Words):
        asked = _spell_words(term.asked, weight, around)
    else:
        asked = weight + _spell_other(term.asked, at_start=not (join or sign or weight))
    return join + sign + asked + ")" * term.closes


def _spell_words(words: Words, weight: str, around: str) -> str:
    """Words as they are where they can be; "1:" in front keeps a first word such as "AND" or "3:dog" as it is."""
    if not words.exact and '"' not in words.text:  # a quote mark might pair with one further on
        for lead in (weight, weight or "1:"):
            if _reads_as_itself(words.text, lead, around):
                return lead + words.text
    return weight + quoted(words.text)


def _reads_as_itself(text: str, lead: str, around: str) -> bool:
    try:
        terms = parse_line(around.format(lead + text)).terms
    except (BadQuery, EmptyQuery):
        return False
    return tuple(term.asked for term in terms) == (Words(text),)


def _spell_other(asked: FileTerm | ItemTerm, *, at_start: bool) -> str:
    if isinstance(asked, ItemTerm):
        return quoted(asked.label)
    path = asked.path if reads_like_path(asked.path) else "./" + asked.path
    path = put_together(path, asked.part)
    return quoted(path) if at_start or "(" in path or ")" in path else quoted_if_needed(path)
