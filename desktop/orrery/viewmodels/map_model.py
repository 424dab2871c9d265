"""What the map shows: the picture, emphasis, the pin; and what picking on it means."""

from collections.abc import Callable, Sequence
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from orrery.domain.arrays import Points, Rows
from orrery.domain.item import Item
from orrery.mapping.raster import rows_inside
from orrery.viewmodels.map_colours import ColourBy
from orrery.viewmodels.map_legend import MapLegend
from orrery.viewmodels.map_sheet import MIDDLE, MapSheet
from orrery.viewmodels.selection import Selection
from orrery.workflows.chart import MapPicture
from orrery.workflows.find import Answer, Answers

PIN_HITS = 8
"""Best hits whose mean place is the query's; more would pull the pin to the middle of the map."""

GLOWING = 150
"""Likely hits that glow; when more match, the glow says nothing any more."""


class Tool(StrEnum):
    """What dragging on the map does."""

    PAN = "pan"
    LASSO = "lasso"
    BOX = "box"
    PATH = "path"


class Gesture(IntEnum):
    """How what is drawn joins what is picked already."""

    REPLACE = 0
    ADD = 1
    SUBTRACT = 2


class Emphasis(IntEnum):
    """How strongly a point is drawn."""

    HIDDEN = 0
    DIM = 1
    PLAIN = 2
    HIT = 3


class MapModel(QObject):
    """The state of the map without its drawing.

    Attributes:
        sheet: the picture in view, and what can be looked up on it.
        legend: what its colours say, and which of them are dimmed.
        emphasis: (n,) how strongly each point is drawn.
        hits: rows of the likely hits, best first.
        pin: where the question lies; None for nowhere.

    Signals:
        redrawn(bool): another picture; True when it is the same map still settling or grown, so the view may stay.
        restyled(): same points, other colours, emphasis, pin or legend.
        picked(): the selection differs, nothing else.
        tool_changed(): another tool.
    """

    redrawn = Signal(bool)
    restyled = Signal()
    picked = Signal()
    tool_changed = Signal()

    def __init__(
        self, selection: Selection, item_of: Callable[[int], Item | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.selection = selection
        self.legend = MapLegend(item_of, self)
        self.sheet = MapSheet(None)
        self._item_of = item_of
        self._answers: Answers | None = None
        self._shown: frozenset[int] | None = None
        self._tool = Tool.PAN
        self._lit: dict[int, frozenset[int] | None] = {}
        self.emphasis: npt.NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.hits: tuple[int, ...] = ()
        self.pin: tuple[float, float] | None = None
        selection.changed.connect(self.picked)
        self.legend.changed.connect(self._restyle)

    # ---- the points

    @property
    def picture(self) -> MapPicture | None:
        """The map; None before there is one."""
        return self.sheet.picture

    @property
    def points(self) -> Points:
        """(n, 2) map coordinates."""
        return self.sheet.points

    @property
    def shown_count(self) -> int:
        """How many items are let through; -1 when all are."""
        return -1 if self._shown is None else len(self._shown)

    @property
    def is_settling(self) -> bool:
        """Whether the map is still moving."""
        return self.picture is not None and not self.picture.is_final

    def show_picture(self, picture: MapPicture | None) -> None:
        """Show another map, or the same one a little further."""
        before = self.picture
        same = before is not None and picture is not None and _is_alike(before, picture)
        self.sheet = MapSheet(picture, self.sheet)
        self.legend.show_sheet(self.sheet)
        self._style()
        self.redrawn.emit(same)

    def item_at(self, row: int) -> Item | None:
        """The item behind a point; None while it is not known."""
        return None if self.picture is None else self._item_of(self.sheet.id_at(row))

    def row_of(self, item: int) -> int | None:
        """The point of an item; None when it is not on the map."""
        return self.sheet.row_of(item)

    def selected_rows(self) -> npt.NDArray[np.intp]:
        """Points of the picked items."""
        rows = (self.row_of(item) for item in self.selection.items)
        return np.array([row for row in rows if row is not None], np.intp)

    def answer_at(self, row: int) -> Answer | None:
        """The answer that a point stands for; None when it is none."""
        if self._answers is None or self.picture is None:
            return None
        wanted = self.sheet.id_at(row)
        return next((hit for hit in self._answers.hits if hit.item.id == wanted), None)

    # ---- what is asked and in view

    def show_answers(self, answers: Answers | None) -> None:
        """Let what was found glow and the rest dim; None: nothing is asked."""
        self._answers = answers
        self.legend.show_answers(answers)
        self._restyle()

    def show_only(self, items: frozenset[int] | None) -> None:
        """Keep only these items in view; None: all."""
        self._shown = items
        self._restyle()

    def lit_clusters(self, level: int = MIDDLE) -> frozenset[int] | None:
        """Clusters whose names stand out: those with hits, without those that the legend dims; None for all."""
        if level not in self._lit:
            self._lit[level] = self._find_lit(level)
        return self._lit[level]

    def _find_lit(self, level: int) -> frozenset[int] | None:
        picture, off = self.picture, self.legend.clusters_off
        if picture is None or not (self.hits or off):
            return None
        rows = np.array(self.hits, np.intp) if self.hits else np.arange(len(picture.clusters))
        rows = rows[~np.isin(self.sheet.clusters(self.sheet.coloured_level)[rows], list(off))]
        return frozenset(np.unique(self.sheet.clusters(level)[rows]).tolist())

    @property
    def level(self) -> int | None:
        """Which of the three levels of clusters is named and coloured; None while the scale decides."""
        return self.sheet.level

    def use_level(self, level: int | None) -> None:
        """Name and colour clusters of one level at every scale, or let the scale decide again."""
        if level != self.sheet.level:
            self.sheet.level = level
            self.legend.show_sheet(self.sheet)
            self._restyle()

    # ---- tools and picking

    @property
    def tool(self) -> Tool:
        """What dragging does."""
        return self._tool

    def use_tool(self, tool: Tool) -> None:
        """Let dragging do something else."""
        if tool is not self._tool:
            self._tool = tool
            self.tool_changed.emit()

    def pick(self, row: int | None, gesture: Gesture) -> None:
        """A click: on a point, or beside all of them."""
        if row is None or self.picture is None:
            if gesture is Gesture.REPLACE:
                self.selection.clear()
            return
        item = self.sheet.id_at(row)
        if gesture is Gesture.REPLACE:
            self.selection.pick(item)
        else:
            self.selection.toggle(item)

    def rows_within(self, outline: Sequence[tuple[float, float]]) -> Rows:
        """Points that a closed outline holds, without those that are out of view or dimmed away."""
        rows = rows_inside(self.points, outline)
        return rows[self.emphasis[rows] >= self._weakest()]

    def pick_inside(self, outline: Sequence[tuple[float, float]], gesture: Gesture) -> None:
        """Pick what a closed outline in map coordinates holds; what is out of view or dimmed away stays out."""
        items = self.sheet.items[self.rows_within(outline)].tolist()
        if gesture is Gesture.ADD:
            self.selection.add(items)
        elif gesture is Gesture.SUBTRACT:
            gone = set(items)
            self.selection.replace(item for item in self.selection.items if item not in gone)
        else:
            self.selection.replace(items)

    # ---- inside

    def _weakest(self) -> Emphasis:
        """While hits dim the rest, the rest can still be picked; what the legend dims cannot."""
        return Emphasis.DIM if self.hits else Emphasis.PLAIN

    def _restyle(self) -> None:
        self._style()
        self.restyled.emit()

    def _style(self) -> None:
        """Work out colours, emphasis and the pin anew."""
        count = len(self.points)
        self._lit = {}
        self.hits = self._hit_rows()
        self.emphasis = self._emphasis(count)
        self.pin = self._pin()

    def _hit_rows(self) -> tuple[int, ...]:
        if self._answers is None:
            return ()
        likely = (self.row_of(hit.item.id) for hit in self._answers.hits if hit.is_likely)
        return tuple(row for row in likely if row is not None)[:GLOWING]

    def _emphasis(self, count: int) -> npt.NDArray[np.uint8]:
        # Without a likely hit there is nothing to set off against the rest.
        asked = bool(self.hits) and self.legend.colour_by is not ColourBy.MATCH
        emphasis = np.full(count, Emphasis.DIM if asked else Emphasis.PLAIN, np.uint8)
        emphasis[list(self.hits)] = Emphasis.HIT
        if self.legend.dims_any:
            emphasis[self.legend.dimmed()] = Emphasis.DIM
        if self._shown is not None:
            shown = np.fromiter(self._shown, np.int64, len(self._shown))
            emphasis[~np.isin(self.sheet.items, shown)] = Emphasis.HIDDEN
        return emphasis

    def _pin(self) -> tuple[float, float] | None:
        """Where the question lies: the mean of its best hits' places, weighted by their scores."""
        if self._answers is None:
            return None
        placed = [(row, hit.score) for hit in self._answers.hits if (row := self.row_of(hit.item.id)) is not None]
        best = placed[:PIN_HITS]
        if not best:
            return None
        # The fourth power: where the best hits lie in two places the pin stays with the better ones.
        weights = np.array([max(score, 1e-3) for _, score in best]) ** 4
        mean = np.average(self.points[[row for row, _ in best]], axis=0, weights=weights)
        return float(mean[0]), float(mean[1])


def _is_alike(before: MapPicture, after: MapPicture) -> bool:
    """Whether most items of a map are on the next one too, among however many others."""
    kept = np.intersect1d(before.items, after.items, assume_unique=True).size
    return kept > 0 and kept >= 0.8 * min(len(before.items), len(after.items))
