"""The item that is looked at: its facts, why it matched, what is near to it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, Signal

from orrery.domain.item import Facts, Item, ItemState, Part, Passage
from orrery.domain.modality import Kind
from orrery.domain.query import Characters, Cut, ItemTerm, Query, Term
from orrery.search.explain import Reason
from orrery.viewmodels.closeups import Closeups
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.highlight import matched_spans
from orrery.viewmodels.items import ItemBook, desk_of
from orrery.viewmodels.organiser import organiser_of
from orrery.viewmodels.region_model import RegionModel
from orrery.viewmodels.wording import clock, file_size, grouped, shown_folder, shown_name
from orrery.workflows.find import Answer, Finder
from orrery.workflows.reading import passages

NEIGHBOURS = 6
"""Of each kind; three are seen at the inspector's first width."""

REASONS = 4
AROUND = 4000
"""Characters of a text shown before and behind the passage that matched; a whole book would be slow to lay out."""

MOST_OF_TEXT = 0.7
"""A mark over more than this share of a text marks nothing any more."""

_NONE: Mapping[Kind, tuple[Answer, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text, or the part of it around the passage that matched.

    Attributes:
        words: what is shown.
        marks: (start, end) of what to mark: the passage that matched, or, where that is nearly all of the text, the
            words that were asked for.
        origins: (place, shift), ascending: from this place in the words on, so much has to be taken off for the place
            in the whole text.
    """

    words: str
    marks: tuple[tuple[int, int], ...] = ()
    origins: tuple[tuple[int, int], ...] = field(default=(), compare=False)

    def cut(self, start: int, end: int) -> Characters:
        """The passage of the whole text that some of the words are, for asking with it."""
        first, last = (place - self._shift(place) for place in (start, max(start, end - 1)))
        return Characters(first, last + 1)

    def _shift(self, place: int) -> int:
        return next((shift for begin, shift in reversed(self.origins) if begin <= place), 0)


class InspectorModel(QObject):
    """Follows the shared selection and looks up in the background what it takes time to know.

    Signals:
        changed(): another item, or the same one anew.
        explained(): the reasons are there.
        surrounded(): the neighbours are there.
        text_read(): the text is there.
    """

    changed = Signal()
    explained = Signal()
    surrounded = Signal()
    text_read = Signal()

    def __init__(self, explorer: Explorer, book: ItemBook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._book = book
        self.closeups = Closeups(explorer, self)
        self.regions = RegionModel(explorer, self)
        self.item: Item | None = None
        self.reasons: tuple[Reason, ...] = ()
        self.neighbours: Mapping[Kind, tuple[Answer, ...]] = _NONE
        self.text = Text("")
        self._waits = {"explain": False, "neighbours": False, "passages": False}
        explorer.selection.changed.connect(self._follow)
        explorer.answered.connect(lambda _: self._look_anew())
        explorer.cleared.connect(self._look_anew)
        explorer.library_changed.connect(self._look_anew)
        book.changed.connect(self._learn)
        organiser_of(explorer).changed.connect(self.changed)
        self._learn()

    # ---- what is shown

    @property
    def is_settled(self) -> bool:
        """Whether nothing is looked up any more."""
        return not any(self._waits.values()) and self.closeups.is_settled and not self.regions.is_making

    @property
    def title(self) -> str:
        """The item's name; "" when nothing is picked."""
        return shown_name(self.item.path) if self.item else ""

    @property
    def note(self) -> str:
        """How many items are picked, when it is more than the one shown."""
        count = len(self._explorer.selection)
        return self.tr("{count} picked").format(count=grouped(count)) if count > 1 else ""

    @property
    def problem(self) -> str:
        """What is wrong with the item's file, as a sentence; "" when it is there."""
        if self.item is None:
            return ""
        if self.item.state is ItemState.UNAVAILABLE:
            return self.tr("This file is on a drive that is not connected.")
        if self.item.state is ItemState.VANISHED or not os.path.exists(self.item.path):  # noqa: PTH110 - bytes
            return self.tr("This file is not there any more. Press F5 to look for changes.")
        return ""

    @property
    def answer(self) -> Answer | None:
        """The answer that the item is; None when nothing is asked or it was not found."""
        if self.item is None or self._explorer.answers is None:
            return None
        return next((hit for hit in self._explorer.answers.hits if hit.item.id == self.item.id), None)

    @property
    def part(self) -> Part | None:
        """The stretch or passage that matched."""
        return self.answer.part if self.answer else None

    def facts(self) -> tuple[Fact, ...]:
        """What is known of the item, the lines that apply."""
        if self.item is None:
            return ()
        known = self.item.facts
        lines = (
            (self.tr("Where"), shown_folder(self.item.path.rpartition(b"/")[0])),
            (self.tr("Taken"), _moment(known.get("taken"))),
            (self.tr("Size"), self._size(self.item)),
            (self.tr("Length"), clock(_number(known.get("duration_s"))) if "duration_s" in known else ""),
            (self.tr("Rate"), self._rate(self.item)),
            (self.tr("Words"), grouped(int(_number(known.get("words")))) if "words" in known else ""),
            (self.tr("Pages"), grouped(int(_number(known.get("pages")))) if "pages" in known else ""),
            (self.tr("Title"), str(known.get("title", ""))),
            (self.tr("Camera"), str(known.get("camera", ""))),
            (self.tr("Lens"), str(known.get("lens", ""))),
            (self.tr("Exposure"), self._exposure(known)),
            (self.tr("Artist"), str(known.get("artist", ""))),
            (self.tr("Format"), self._format(known)),
            (self.tr("Changed"), _changed(self.item)),
            (self.tr("Cluster"), self._cluster(self.item)),
            (self.tr("Copies"), self._copies(self.item)),
        )
        return tuple(Fact(name, value) for name, value in lines if value)

    def ask_with(self, part: Cut, *, adds: bool = False) -> None:
        """Ask for more like a part of the item.

        Args:
            part: a rectangle, a stretch or a passage.
            adds: beside what is asked already, rather than instead of it.
        """
        if self.item is None:
            return
        asked = ItemTerm(self.item.id, shown_name(self.item.path), part)
        if adds:
            self._explorer.add_term(asked)
        else:
            self._explorer.ask(Query((Term(asked),)))

    # ---- inside: looking up

    def _follow(self) -> None:
        current = self._explorer.selection.current
        item = self._book.get(current) if current is not None else None
        if item is None or self.item is None or item.id != self.item.id:
            self.item = item
            self._look_anew()
        else:
            self.changed.emit()  # more or fewer are picked beside it

    def _learn(self) -> None:
        """Items were read: the one looked at may be known only now, or may have changed."""
        current = self._explorer.selection.current
        known = self._book.get(current) if current is not None else None
        if known != self.item:
            self.item = known
            self._look_anew()

    def _look_anew(self) -> None:
        self.reasons, self.neighbours, self.text = (), _NONE, Text("")
        self._waits = dict.fromkeys(self._waits, False)
        for lane in self._waits:
            self._explorer.runner.forget(lane)
        self.closeups.forget()
        self.regions.look_at(self.item)
        self.changed.emit()
        if self.item is not None and self.item.content is not None:
            self._explain(self.item)
            self._surround(self.item)
            self._read(self.item)

    def _explain(self, item: Item) -> None:
        query = self._explorer.query
        if query is None or not any(term.weight > 0 for term in query.terms):
            return
        self._ask("explain", lambda finder: finder.explain(query, item.id, REASONS), self._keep_reasons)

    def _surround(self, item: Item) -> None:
        def near(finder: Finder) -> dict[Kind, tuple[Answer, ...]]:
            return {kind: finder.neighbours(item.id, kind, NEIGHBOURS) for kind in Kind}

        self._ask("neighbours", near, self._keep_neighbours)

    def _read(self, item: Item) -> None:
        if item.kind is not Kind.TEXT:
            return
        engine, part, query = self._explorer.engine, self.part, self._explorer.query
        self._waits["passages"] = True
        self._explorer.runner.look(
            "passages",
            lambda: _woven(passages(engine, item), part, query),
            self._keep_text,
            lambda _: self._done("passages"),
        )

    def _ask(self, lane: str, call: object, keep: object) -> None:
        self._waits[lane] = True
        self._explorer.look(lane, call, keep, lambda _: self._done(lane))  # type: ignore[arg-type]

    def _keep_reasons(self, reasons: tuple[Reason, ...]) -> None:
        self.reasons = reasons
        self._done("explain")
        self.explained.emit()

    def _keep_neighbours(self, found: Mapping[Kind, tuple[Answer, ...]]) -> None:
        self._book.take(hit.item for hits in found.values() for hit in hits)
        self.neighbours = found
        self._done("neighbours")
        self.surrounded.emit()

    def _keep_text(self, text: Text) -> None:
        self.text = text
        self._done("passages")
        self.text_read.emit()

    def _done(self, lane: str) -> None:
        self._waits[lane] = False

    # ---- inside: facts

    def _size(self, item: Item) -> str:
        known = item.facts
        if "width" in known and "height" in known:
            return f"{known['width']} × {known['height']} · {file_size(item.size)}"
        return file_size(item.size)

    def _rate(self, item: Item) -> str:
        rate = _number(item.facts.get("rate_hz"))
        if not rate:
            return ""
        said = self.tr("{rate} kHz").format(rate=f"{rate / 1000:g}")
        channels = {1: self.tr("mono"), 2: self.tr("stereo")}.get(int(_number(item.facts.get("channels"))), "")
        return f"{said}, {channels}" if channels else said

    def _exposure(self, known: Facts) -> str:
        """1/250 s · f/2.8 · ISO 200 · 35 mm, as much of it as the camera told."""
        time_s, number, focal = (_number(known.get(key)) for key in ("exposure_s", "f_number", "focal_mm"))
        parts = (
            self.tr("{time} s").format(time=f"1/{round(1 / time_s)}" if 0 < time_s < 0.4 else f"{time_s:g}")
            if time_s
            else "",
            f"f/{number:g}" if number else "",
            f"ISO {known['iso']}" if known.get("iso") else "",
            self.tr("{length} mm").format(length=f"{focal:g}") if focal else "",
        )
        return " · ".join(part for part in parts if part)

    def _format(self, known: Facts) -> str:
        parts = (str(known.get("format", "")), str(known.get("encoding", "")))
        return " · ".join(part for part in parts if part)

    @property
    def strange(self) -> str:
        """Why the item is an outlier, as a sentence; "" for one that is none."""
        if self.item is None:
            return ""
        note = organiser_of(self._explorer).note_of_outlier(self.item.id, self._book.get)
        return note.full if note else ""

    def _copies(self, item: Item) -> str:
        """How many near-duplicates there are, and which copy is the best."""
        copies = organiser_of(self._explorer).copies_of(item.id)
        if not copies:
            return ""
        best = self._book.get(copies[0])
        if copies[0] == item.id or best is None:
            return self.tr("{count} alike, this is the best").format(count=len(copies))
        return self.tr("{count} alike, the best is {name}").format(count=len(copies), name=shown_name(best.path))

    def _cluster(self, item: Item) -> str:
        picture = self._explorer.picture
        if picture is None:
            return ""
        rows = (picture.items == item.id).nonzero()[0]
        info = picture.names.get(int(picture.clusters[rows[0]])) if len(rows) else None
        return info.name if info else ""


def inspector_of(explorer: Explorer) -> InspectorModel:
    """The one inspector model of a window, for all that show the item in hand; whoever asks first makes it."""
    found = explorer.findChild(InspectorModel)
    return found if isinstance(found, InspectorModel) else InspectorModel(explorer, desk_of(explorer).items, explorer)


def _woven(pieces: tuple[Passage, ...], part: Part | None, query: Query | None = None) -> Text:
    """Passages joined to the text they were cut from; sentences shared by neighbours appear once."""
    middle = part.start if isinstance(part, Passage) else 0
    words, reached = "", 0
    shifts: list[tuple[int, int]] = []  # from this offset in the text on, words begin that much later or earlier
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        if piece.end <= reached or not middle - AROUND <= piece.start <= middle + AROUND:
            continue
        if words and piece.start > reached:
            words += "\n\n" if piece.start > reached + 1 else " "
        skipped = max(0, reached - piece.start) if words else 0
        shifts.append((piece.start + skipped, len(words) - piece.start - skipped))
        words += piece.text[skipped:]
        reached = piece.end
    origins = tuple((place + shift, shift) for place, shift in shifts)
    if not isinstance(part, Passage) or not shifts:
        return Text(words, (), origins)
    start, end = _shifted(part.start, shifts), min(len(words), _shifted(part.end - 1, shifts) + 1)
    is_most = end - start > MOST_OF_TEXT * len(words)
    return Text(words, matched_spans(words, query) if is_most else ((start, end),), origins)


def _shifted(offset: int, shifts: list[tuple[int, int]]) -> int:
    return max(0, offset + max((shift for shift in shifts if shift[0] <= offset), default=shifts[0])[1])


def _moment(taken: object) -> str:
    """12 Aug 2024, 06:14; as it is written where it is no time."""
    if not taken:
        return ""
    when = QDateTime.fromString(str(taken), Qt.DateFormat.ISODate)
    return QLocale().toString(when, "d MMM yyyy, HH:mm") if when.isValid() else str(taken)


def _changed(item: Item) -> str:
    when = QDateTime.fromMSecsSinceEpoch(item.mtime_ns // 1_000_000)
    return QLocale().toString(when, "d MMM yyyy, HH:mm") if item.mtime_ns else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
