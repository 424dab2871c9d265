"""What the map shows: colours, emphasis, the pin, the legend; and what picking on it means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from orrery.domain.arrays import Points
from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.mapping.raster import Shape, rows_inside
from orrery.viewmodels.map_layout import Region, regions_of
from orrery.viewmodels.selection import Selection
from orrery.viewmodels.wording import shown_folder
from orrery.workflows.chart import MapPicture
from orrery.workflows.find import Answer, Answers

PIN_HITS = 8
"""Best hits whose mean place is the query's; more would pull the pin to the middle of the map."""

GLOWING = 150
"""Likely hits that glow; when more match, the glow says nothing any more."""

FOLDERS_NAMED = 8
"""Folders with a colour of their own, as many as the palette tells apart."""

NO_SWATCH = -1

_SHAPES = {Kind.IMAGE: Shape.CIRCLE, Kind.SOUND: Shape.TRIANGLE, Kind.TEXT: Shape.SQUARE}
_EMPTY: Points = np.zeros((0, 2), np.float32)


class ColourBy(StrEnum):
    """What the colour of a point says."""

    CLUSTER = "cluster"
    KIND = "kind"
    FOLDER = "folder"
    MATCH = "match"


class Tool(StrEnum):
    """What dragging on the map does."""

    PAN = "pan"
    LASSO = "lasso"
    BOX = "box"


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


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A line of the legend.

    Attributes:
        key: cluster id, position of the folder, or position of the kind.
        name: in plain words.
        count: items.
        swatch: its colour: position in the palette of the colouring.
        is_on: False when clicked away.
    """

    key: int
    name: str
    count: int
    swatch: int
    is_on: bool


class MapModel(QObject):
    """The state of the map without its drawing.

    Signals:
        redrawn(bool): another picture; True when it is the same map still settling or grown, so the view may stay.
        restyled(): same points, other colours, emphasis, pin or legend.
        tool_changed(): another tool.
    """

    redrawn = Signal(bool)
    restyled = Signal()
    tool_changed = Signal()

    def __init__(
        self, selection: Selection, item_of: Callable[[int], Item | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.selection = selection
        self._item_of = item_of
        self._picture: MapPicture | None = None
        self._row_of: dict[int, int] = {}
        self._kinds: npt.NDArray[np.uint8] = np.zeros(0, np.uint8)
        self._answers: Answers | None = None
        self._shown: frozenset[int] | None = None
        self._off: dict[ColourBy, set[int]] = {by: set() for by in ColourBy}
        self._colour_by = ColourBy.CLUSTER
        self._tool = Tool.PAN
        self._folders: tuple[bytes, ...] = ()
        self._folder_rows: npt.NDArray[np.int32] = np.zeros(0, np.int32)
        self.regions: tuple[Region, ...] = ()
        self.bounds = _bounds(_EMPTY)
        self.swatches: npt.NDArray[np.int16] = np.zeros(0, np.int16)
        self.emphasis: npt.NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.hits: tuple[int, ...] = ()
        self.pin: tuple[float, float] | None = None
        selection.changed.connect(self.restyled)

    # ---- the points

    @property
    def picture(self) -> MapPicture | None:
        """The map; None before there is one."""
        return self._picture

    @property
    def points(self) -> Points:
        """(n, 2) map coordinates."""
        return _EMPTY if self._picture is None else self._picture.points

    @property
    def shapes(self) -> npt.NDArray[np.uint8]:
        """(n,) shape of each point by its kind."""
        return self._kinds

    @property
    def is_settling(self) -> bool:
        """Whether the map is still moving."""
        return self._picture is not None and not self._picture.is_final

    def show_picture(self, picture: MapPicture | None) -> None:
        """Show another map, or the same one a little further."""
        same = self._picture is not None and picture is not None and _is_alike(self._picture, picture)
        self._picture = picture
        ids = [] if picture is None else picture.items.tolist()
        self._row_of = {item: row for row, item in enumerate(ids)}
        kinds = () if picture is None else picture.kinds
        self._kinds = np.fromiter((_SHAPES[kind] for kind in kinds), np.uint8, len(kinds))
        self.regions = () if picture is None else regions_of(picture.points, picture.clusters)
        self.bounds = _bounds(self.points)
        self._sort_folders()
        self._style()
        self.redrawn.emit(same)

    def item_at(self, row: int) -> Item | None:
        """The item behind a point; None while it is not known."""
        return None if self._picture is None else self._item_of(int(self._picture.items[row]))

    def row_of(self, item: int) -> int | None:
        """The point of an item; None when it is not on the map."""
        return self._row_of.get(item)

    def cluster_name(self, row: int) -> str:
        """The name of a point's cluster; "" when it is in none."""
        if self._picture is None:
            return ""
        info = self._picture.names.get(int(self._picture.clusters[row]))
        return info.name if info else ""

    def cluster_name_of(self, item: int) -> str:
        """The name of an item's cluster; "" when it is in none or not on the map."""
        row = self.row_of(item)
        return "" if row is None else self.cluster_name(row)

    def selected_rows(self) -> npt.NDArray[np.intp]:
        """Points of the picked items."""
        rows = (self._row_of.get(item) for item in self.selection.items)
        return np.array([row for row in rows if row is not None], np.intp)

    def answer_at(self, row: int) -> Answer | None:
        """The answer that a point stands for; None when it is none."""
        if self._answers is None or self._picture is None:
            return None
        wanted = int(self._picture.items[row])
        return next((hit for hit in self._answers.hits if hit.item.id == wanted), None)

    # ---- what is asked and in view

    def show_answers(self, answers: Answers | None) -> None:
        """Let what was found glow and the rest dim; None: nothing is asked."""
        self._answers = answers
        if answers is None and self._colour_by is ColourBy.MATCH:
            self._colour_by = ColourBy.CLUSTER
        self._style()
        self.restyled.emit()

    def show_only(self, items: frozenset[int] | None) -> None:
        """Keep only these items in view; None: all."""
        self._shown = items
        self._style()
        self.restyled.emit()

    def learn_items(self) -> None:
        """More items are known: their folders too."""
        if self._colour_by is ColourBy.FOLDER:
            self._sort_folders()
            self._style()
            self.restyled.emit()

    # ---- colours

    @property
    def colour_by(self) -> ColourBy:
        """What the colour of a point says."""
        return self._colour_by

    @property
    def colourings(self) -> tuple[ColourBy, ...]:
        """What colours can say now; similarity only while something is asked."""
        return tuple(by for by in ColourBy if by is not ColourBy.MATCH or self._answers is not None)

    def use_colour(self, by: ColourBy) -> None:
        """Colour points by something else."""
        if by is not self._colour_by and by in self.colourings:
            self._colour_by = by
            self._sort_folders()
            self._style()
            self.restyled.emit()

    def legend(self) -> tuple[LegendRow, ...]:
        """Lines of the legend, largest first; none for similarity, which is a ramp."""
        counts = np.bincount(self.swatches[self.swatches >= 0]) if len(self.swatches) else np.zeros(0, np.int64)
        off = self._off[self._colour_by]
        rows = [
            LegendRow(key, name, int(counts[key]) if key < len(counts) else 0, key, key not in off)
            for key, name in self._names()
        ]
        return tuple(sorted(rows, key=lambda row: (-row.count, row.key)))

    def toggle(self, key: int) -> None:
        """Dim one line of the legend, or bring it back."""
        self._off[self._colour_by] ^= {key}
        self._style()
        self.restyled.emit()

    def is_filtered(self) -> bool:
        """Whether the legend dims anything."""
        return bool(self._off[self._colour_by])

    def toggle_kind(self, kind: Kind) -> None:
        """Dim a kind, or bring it back."""
        self._off[ColourBy.KIND] ^= {int(_SHAPES[kind])}
        self._style()
        self.restyled.emit()

    def is_kind_on(self, kind: Kind) -> bool:
        """Whether the legend leaves a kind undimmed."""
        return int(_SHAPES[kind]) not in self._off[ColourBy.KIND]

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
        if row is None or self._picture is None:
            if gesture is Gesture.REPLACE:
                self.selection.clear()
            return
        item = int(self._picture.items[row])
        if gesture is Gesture.REPLACE:
            self.selection.pick(item)
        else:
            self.selection.toggle(item)

    def pick_inside(self, outline: Sequence[tuple[float, float]], gesture: Gesture) -> None:
        """Pick what a closed outline in map coordinates holds; what is out of view or dimmed away stays out."""
        if self._picture is None:
            return
        rows = rows_inside(self.points, outline)
        rows = rows[self.emphasis[rows] >= self._weakest()]
        items = self._picture.items[rows].tolist()
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

    def _names(self) -> list[tuple[int, str]]:
        if self._picture is None or self._colour_by is ColourBy.MATCH:
            return []
        if self._colour_by is ColourBy.CLUSTER:
            return [(info.id, info.name) for info in self._picture.names.values()]
        if self._colour_by is ColourBy.FOLDER:
            return [(at, shown_folder(folder)) for at, folder in enumerate(self._folders)]
        return [(int(shape), self.tr(kind.value)) for kind, shape in _SHAPES.items()]

    def _sort_folders(self) -> None:
        """Number the folders that hold most items."""
        if self._colour_by is not ColourBy.FOLDER or self._picture is None:
            return
        items = (self._item_of(item) for item in self._picture.items.tolist())
        folders = [b"" if item is None else item.path.rpartition(b"/")[0] for item in items]
        counts: dict[bytes, int] = {}
        for folder in folders:
            counts[folder] = counts.get(folder, 0) + 1
        named = sorted((folder for folder in counts if folder), key=lambda folder: (-counts[folder], folder))
        self._folders = tuple(named[:FOLDERS_NAMED])
        number = {folder: at for at, folder in enumerate(self._folders)}
        self._folder_rows = np.array([number.get(folder, NO_SWATCH) for folder in folders], np.int32)

    def _style(self) -> None:
        """Work out colours, emphasis and the pin anew."""
        count = len(self.points)
        self.hits = self._hit_rows()
        self.swatches = self._swatches(count)
        self.emphasis = self._emphasis(count)
        self.pin = self._pin()

    def _hit_rows(self) -> tuple[int, ...]:
        if self._answers is None:
            return ()
        likely = (self._row_of.get(hit.item.id) for hit in self._answers.hits if hit.is_likely)
        return tuple(row for row in likely if row is not None)[:GLOWING]

    def _swatches(self, count: int) -> npt.NDArray[np.int16]:
        if self._picture is None or count == 0:
            return np.zeros(count, np.int16)
        if self._colour_by is ColourBy.KIND:
            return self._kinds.astype(np.int16)
        if self._colour_by is ColourBy.FOLDER:
            return self._folder_rows.astype(np.int16)
        if self._colour_by is ColourBy.MATCH:
            return self._match_levels(count)
        return self._picture.clusters.astype(np.int16)

    def _match_levels(self, count: int) -> npt.NDArray[np.int16]:
        """0 to 15: the calibrated score of what was found; NO_SWATCH for what was not among the answers."""
        levels = np.full(count, NO_SWATCH, np.int16)
        for hit in self._answers.hits if self._answers else ():
            row = self._row_of.get(hit.item.id)
            if row is not None:
                levels[row] = round(15 * hit.score)
        return levels

    def _emphasis(self, count: int) -> npt.NDArray[np.uint8]:
        # Without a likely hit there is nothing to set off against the rest.
        asked = bool(self.hits) and self._colour_by is not ColourBy.MATCH
        emphasis = np.full(count, Emphasis.DIM if asked else Emphasis.PLAIN, np.uint8)
        emphasis[list(self.hits)] = Emphasis.HIT
        off = self._off[self._colour_by]
        if off:
            emphasis[np.isin(self.swatches, list(off))] = Emphasis.DIM
        kinds_off = self._off[ColourBy.KIND]
        if kinds_off:
            emphasis[np.isin(self._kinds, list(kinds_off))] = Emphasis.DIM
        if self._shown is not None and self._picture is not None:
            emphasis[~np.isin(self._picture.items, np.fromiter(self._shown, np.int64, len(self._shown)))] = (
                Emphasis.HIDDEN
            )
        return emphasis

    def _pin(self) -> tuple[float, float] | None:
        """Where the question lies: the mean of its best hits' places, weighted by their scores."""
        if self._answers is None:
            return None
        placed = [(row, hit.score) for hit in self._answers.hits if (row := self._row_of.get(hit.item.id)) is not None]
        best = placed[:PIN_HITS]
        if not best:
            return None
        # The fourth power: where the best hits lie in two places the pin stays with the better ones.
        weights = np.array([max(score, 1e-3) for _, score in best]) ** 4
        mean = np.average(self.points[[row for row, _ in best]], axis=0, weights=weights)
        return float(mean[0]), float(mean[1])


def _bounds(points: Points) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of all points; kept, because it costs 5 ms for 100 000."""
    if len(points) == 0:
        return 0.0, 0.0, 1.0, 1.0
    x, y = points[:, 0], points[:, 1]
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _is_alike(before: MapPicture, after: MapPicture) -> bool:
    """Whether most items of a map are on the next one too."""
    kept = np.intersect1d(before.items, after.items, assume_unique=True).size
    return kept >= 0.8 * len(after.items)
