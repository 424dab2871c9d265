"""The query bar's state: chips, what is typed behind them, and what becomes of both."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isinf
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from orrery.domain.item import Stretch
from orrery.domain.modality import Kind
from orrery.domain.query import Asked, FileTerm, Filters, ItemTerm, Join, Query, Term, Words
from orrery.errors import UsageError
from orrery.search.grammar import parse_line, spell
from orrery.search.groups import followed, without
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.session import spelt
from orrery.viewmodels.suggesting import MOST_PICKS, suggester_of
from orrery.viewmodels.wording import clock, grouped, language_name

WEIGHT_STEP = 0.1
MOST_WEIGHT = 9.9


@dataclass(frozen=True, slots=True)
class Chip:
    """One term as the query bar shows it.

    Attributes:
        sign: "+", "−", "+ 0.5" …; empty for a plain first term.
        label: words, or the name of a file.
        kind: what the term is.
        is_negative: whether it says "not like this".
        spoken: the whole chip in words, for screen readers and as a tip.
    """

    sign: str
    label: str
    kind: Kind
    is_negative: bool
    spoken: str


class QueryLine(QObject):
    """Turns chips and typed words into questions, and questions back into chips.

    Signals:
        changed(): the chips differ; ask for `chips` again.
        warned(str): a quiet word about the query, such as a language the model does not read; empty takes it back.
    """

    changed = Signal()
    warned = Signal(str)

    def __init__(self, explorer: Explorer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._terms: tuple[Term, ...] = ()
        self._warning = ""
        self._book = desk_of(explorer).items
        explorer.asking.connect(self._show)
        explorer.cleared.connect(self._empty)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The chips as terms."""
        return self._terms

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The chips as they are to be shown."""
        return tuple(self._chip(place, term) for place, term in enumerate(self._terms))

    @property
    def warning(self) -> str:
        """What `warned` said last."""
        return self._warning

    # ---- what the user does

    def enter(self, typed: str) -> bool:
        """Ask with the chips and what was typed behind them; False when that cannot be understood."""
        if not typed.strip():
            self._ask(self._terms)
            return True
        try:
            query = parse_line(typed, goes_on=bool(self._terms))
        except UsageError as problem:
            self._explorer.tell(problem)
            return False
        self._ask(followed(self._terms, query.terms), query.filters)
        return True

    def drop_files(self, files: Sequence[str]) -> None:
        """Ask with files, without adding them to the library; folders cannot be asked with."""
        asked = [FileTerm(file) for file in files if not Path(file).is_dir()]
        self.add(asked[:MOST_PICKS])
        left_out = []
        if len(asked) > MOST_PICKS:
            words = self.tr(
                "Asking with the first {few} of {count} files. To ask with all of them, add them to the library, pick "
                "them there and drop them here again."
            )
            left_out.append(words.format(few=MOST_PICKS, count=grouped(len(asked))))
        if len(asked) < len(files):
            left_out.append(self.tr("A folder cannot be asked with; drop it beside the query to add it."))
        if left_out:
            self._explorer.tell(" ".join(left_out))  # after asking, which takes back what was told before

    def drop_items(self, items: Sequence[tuple[int, str]]) -> None:
        """Ask with items of the library, each with its label; with those that stand for them where they are many."""
        if len(items) > MOST_PICKS:
            suggester_of(self._explorer).more_like([item for item, _ in items])
        else:
            self.add([ItemTerm(item, label) for item, label in items])

    def add(self, asked: Sequence[Asked]) -> None:
        """Ask again with more terms."""
        if asked:
            self._ask(followed(self._terms, [Term(one) for one in asked]))

    def nudge(self, place: int, steps: int) -> None:
        """Make a chip's weight larger or smaller by tenths; zero is stepped over."""
        weight = round(self._terms[place].weight + steps * WEIGHT_STEP, 1)
        if weight == 0:
            weight = round(WEIGHT_STEP * (1 if steps > 0 else -1), 1)
        self._reweigh(place, max(-MOST_WEIGHT, min(MOST_WEIGHT, weight)))

    def flip(self, place: int) -> None:
        """Turn "like this" into "not like this", and back."""
        term = self._terms[place]
        weight = abs(term.weight) if term.is_removed else -term.weight
        turned = replace(term, weight=weight, is_removed=False)
        self._ask((*self._terms[:place], turned, *self._terms[place + 1 :]))

    def remove(self, place: int) -> None:
        """Take a chip away; without any left there is no question any more."""
        rest = without(self._terms, place)
        if rest:
            self._ask(rest)
        else:
            self._explorer.clear()

    def take_back(self) -> str:
        """Take the last chip away and give its words back for editing; empty where it has none."""
        if not self._terms:
            return ""
        last = self._terms[-1]
        words = spell(Query((replace(last, opens=0, closes=0),))) if isinstance(last.asked, Words) else ""
        self.remove(len(self._terms) - 1)
        return words

    @property
    def spelt(self) -> str:
        """The chips in the grammar of the command line; empty without any."""
        return spell(Query(self._terms)) if self._terms else ""

    def take_all(self) -> str:
        """The whole question as text, to be changed by hand, filters included; its chips go.

        Empty, and nothing changes, while there is no question, or one with an item in it, which has no spelling.
        """
        query = self._explorer.query
        words = spelt(query) if query is not None else None
        if not words:
            return ""
        self._explorer.clear()
        return words

    def reweigh(self, place: int, weight: float) -> None:
        """Give a chip another weight, at most 9.9 either way."""
        self._reweigh(place, max(-MOST_WEIGHT, min(MOST_WEIGHT, weight)))

    def clear(self) -> None:
        """Ask nothing any more."""
        if self._explorer.query is not None:
            self._explorer.clear()

    # ---- inside

    def _reweigh(self, place: int, weight: float) -> None:
        removed = self._terms[place].is_removed
        term = replace(self._terms[place], weight=max(WEIGHT_STEP, abs(weight)) if removed else weight)
        self._ask((*self._terms[:place], term, *self._terms[place + 1 :]))

    def _ask(self, terms: tuple[Term, ...], filters: Filters | None = None) -> None:
        if not terms:
            return
        opening = replace(terms[0], join=Join.WITH)
        self._explorer.ask(Query((opening, *terms[1:]), self._kept() if filters is None else filters))

    def _kept(self) -> Filters:
        """The filters of the question, but for those that the view gives it anew."""
        query = self._explorer.query
        kept = query.filters if query is not None and self._terms else Filters()
        return replace(kept, kinds=frozenset(), folders=(), among=None)

    def _show(self, query: Query) -> None:
        self._terms = query.terms
        self.changed.emit()
        self._warn()

    def _empty(self) -> None:
        self._terms = ()
        self.changed.emit()
        self._warn()

    def _warn(self) -> None:
        from orrery.search.language import looks_foreign

        text = self._explorer.engine.encoder.inputs.text
        languages = text.languages if text else ()
        words = " ".join(term.asked.text for term in self._terms if isinstance(term.asked, Words))
        foreign = bool(words) and looks_foreign(words, languages)
        named = ", ".join(map(language_name, languages))
        warning = self.tr("This model reads {languages} only.").format(languages=named) if foreign else ""
        if warning != self._warning:
            self._warning = warning
            self.warned.emit(warning)

    def _chip(self, place: int, term: Term) -> Chip:
        label = self._label(term.asked)
        weight = f"{abs(term.weight):g}"
        sign = _sign(place, term) + ("" if abs(term.weight) == 1 else f" {weight}")
        is_negative = term.weight < 0 or term.is_removed
        how = self.tr("not like") if is_negative else self.tr("like")
        spoken = self.tr("{how} {label}, weight {weight}").format(how=how, label=label, weight=weight)
        return Chip(sign.strip(), label + ")" * term.closes, self._kind(term.asked), is_negative, spoken)

    def _label(self, asked: Asked) -> str:
        if isinstance(asked, Words):
            return f"“{asked.text}”" if asked.exact else asked.text
        name = asked.label if isinstance(asked, ItemTerm) else Path(asked.path).name or asked.path
        if asked.part is None:
            return name
        if not isinstance(asked.part, Stretch):
            return self.tr("part of {name}").format(name=name)
        start, end = clock(asked.part.start_s), "" if isinf(asked.part.end_s) else clock(asked.part.end_s)
        return f"{name} {start}–{end}"

    def _kind(self, asked: Asked) -> Kind:
        if isinstance(asked, ItemTerm):
            known = self._book.get(asked.item)
            return known.kind if known and known.kind else kind_by_name(asked.label)
        return kind_by_name(asked.path) if isinstance(asked, FileTerm) else Kind.TEXT


def kind_by_name(path: str) -> Kind:
    """A guess from the file's name, good enough for a chip's icon."""
    sort = (mimetypes.guess_type(path)[0] or "").partition("/")[0]
    return {"image": Kind.IMAGE, "audio": Kind.SOUND}.get(sort, Kind.TEXT)


def _sign(place: int, term: Term) -> str:
    """The words and signs of the query language, which are the same in every tongue."""
    join = term.join.name if place and term.join is not Join.WITH else ""
    plus = "+" if (place and not join and not term.opens) or term.weight != 1 else ""
    sign = "NOT" if term.is_removed else "−" if term.weight < 0 else plus
    return " ".join(part for part in (join, "(" * term.opens, sign) if part)
