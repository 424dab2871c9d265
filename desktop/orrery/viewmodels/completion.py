"""What could follow in the query line: tags, clusters, filters, and what was asked before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from orrery.domain.modality import Kind
from orrery.domain.query import Query
from orrery.search.grammar import RESERVED
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import organiser_of
from orrery.viewmodels.session import MOST_PAST, spelt

MOST_OFFERS = 9


class Source(StrEnum):
    """Where an offer comes from; its value is the name of an icon."""

    PAST = "back"
    TAG = "star"
    CLUSTER = "map"
    SAVED = "search"
    FILTER = "dot"


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to go on.

    Attributes:
        line: the whole line as it would be then.
        source: where it comes from.
    """

    line: str
    source: Source


class Completion(QObject):
    """Remembers questions and makes offers."""

    def __init__(self, explorer: Explorer, parent: QObject) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._past: dict[str, None] = {}
        explorer.asking.connect(self._note)

    @property
    def past(self) -> tuple[str, ...]:
        """What was asked, each once, the latest last."""
        return tuple(self._past)

    def remember(self, past: Iterable[str]) -> None:
        """Take in what was asked at earlier times."""
        now = self._past
        self._past = dict.fromkeys([*past, *now])

    def offers(self, typed: str) -> tuple[Offer, ...]:
        """Ways to go on from a line, each once; none for an empty one.

        The word at the end may become a tag or a cluster by its name alone: “sea” offers `tag:seaside`.
        """
        found: dict[str, Offer] = {}
        for offer in self._all(typed):
            if offer.line != typed:
                found.setdefault(offer.line, offer)
        return tuple(found.values())[:MOST_OFFERS] if typed.strip() else ()

    def _all(self, typed: str) -> Iterator[Offer]:
        start, last = _split(typed)
        name, colon, value = last.partition(":")
        if colon and name.casefold() in RESERVED:
            yield from self._values(start, name.casefold(), value.lstrip('"'))
            return
        begun = typed.casefold()
        for line in reversed(self._past):
            if line.casefold().startswith(begun):
                yield Offer(line, Source.PAST)
        if not last:
            return
        yield from self._values(start, "tag", last)
        yield from self._values(start, "cluster", last)
        for word in RESERVED:
            if word.startswith(last.casefold()):
                yield Offer(f"{start}{word}:", Source.FILTER)

    def _values(self, start: str, name: str, begun: str) -> Iterator[Offer]:
        source = {"tag": Source.TAG, "cluster": Source.CLUSTER}.get(name, Source.FILTER)
        for value in self._known(name):
            if any(word.casefold().startswith(begun.casefold()) for word in (value, *value.replace(",", "").split())):
                written = f'"{value}"' if " " in value else value
                yield Offer(f"{start}{name}:{written}", source)

    def _known(self, name: str) -> Iterable[str]:
        picture, overview = self._explorer.picture, self._explorer.overview
        match name:
            case "tag":
                return [tag.name for tag in organiser_of(self._explorer).tags]
            case "cluster":
                return [cluster.name for cluster in picture.names.values()] if picture else []
            case "kind":
                return [kind.value for kind in Kind]
            case "folder":
                return [folder.path.decode("utf-8", "replace") for folder in overview.folders] if overview else []
        return []

    def _note(self, query: Query) -> None:
        line = spelt(query)
        if line:
            self._past.pop(line, None)
            self._past[line] = None
            for old in list(self._past)[:-MOST_PAST]:
                del self._past[old]


def _split(typed: str) -> tuple[str, str]:
    """What stands firm, and the last word as far as it is typed; a filter with quotes is one word."""
    quoted = typed.rfind(':"')
    is_open = quoted >= 0 and typed.count('"', quoted) == 1
    begin = typed.rfind(" ", 0, quoted if is_open else len(typed)) + 1
    return typed[:begin], typed[begin:]
