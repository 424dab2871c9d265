"""What the map shows: colours, emphasis, the pin, the legend; and what picking on it means."""

from collections import Counter
from collections.abc import Callable, Sequence
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QObject, Signal

from orrery.domain.arrays import Points, Rows
from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.mapping.grid import PointGrid
from orrery.mapping.raster import Frame, rows_inside
from orrery.viewmodels.map_colours import (
    NO_SWATCH,
    SHAPES,
    ColourBy,
    Colouring,
    LegendRow,
    Tags,
    by_cluster,
    by_date,
    by_folder,
    by_kind,
    by_match,
    by_tag,
)
from orrery.viewmodels.map_layout import Region, regions_of
from orrery.viewmodels.selection import Selection
from orrery.workflows.chart import MapPicture
from orrery.workflows.find import Answer, Answers

PIN_HITS = 8
"""Best hits whose mean place is the query's; more would pull the pin to the middle of the map."""

GLOWING = 150
"""Likely hits that glow; when more match, the glow says nothing any more."""

MOST_NEAR = 0.5
"""Share of all points in view up to which looking them up is quicker than looking at all of them."""

COARSE, MIDDLE, FINE = 0, 1, 2
"""Levels of clusters, as the map's maker numbers them; the middle one has the colours."""

MOST_FINE = 12
"""Fine clusters in view, if they were spread evenly, up to which they are named instead of the middle ones."""

MOST_MIDDLE = 20
"""Middle clusters in view beyond which the coarse ones are named."""

LEAST_OF_NAME, SHARE_OF_NAME = 3, 0.15
"""Items in view, and share of a cluster, below which its name does not stand there: a few strays are not it."""

_EMPTY: Points = np.zeros((0, 2), np.float32)


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

    Signals:
        redrawn(bool): another picture; True when it is the same map still settling or grown, so the view may stay.
        restyled(): same points, other colours, emphasis, pin or legend.
        picked(): the selection differs, nothing else.
        tool_changed(): another tool.
        tags_wanted(): colours are to say the tag, and the tags are not known.
    """

    redrawn = Signal(bool)
    restyled = Signal()
    picked = Signal()
    tool_changed = Signal()
    tags_wanted = Signal()

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
        self._tags: Tags = {}
        self._colouring = Colouring(np.zeros(0, np.int16), {})
        self._grid: PointGrid | None = None
        self._levels: dict[int, tuple[Region, ...]] = {}
        self._labels: dict[int, npt.NDArray[np.int32]] = {}
        self._lit: dict[int, frozenset[int] | None] = {}
        self.bounds = _bounds(_EMPTY)
        self.emphasis: npt.NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.hits: tuple[int, ...] = ()
        self.pin: tuple[float, float] | None = None
        selection.changed.connect(self.picked)

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
    def swatches(self) -> npt.NDArray[np.int16]:
        """(n,) number of each point's colour, NO_SWATCH for none."""
        return self._colouring.swatches

    def rows_near(self, frame: Frame) -> Rows | None:
        """Points that may be in view, in no order; None when they are so many that all had better be looked at."""
        if len(self.points) == 0:
            return None
        if self._grid is None:
            self._grid = PointGrid.of(self.points)
        part = _part(frame)
        if self._grid.count_in(*part) > MOST_NEAR * len(self.points):
            return None
        return self._grid.rows_in(*part)

    def count_seen(self, frame: Frame) -> int:
        """About how many points are in view: those of the cells of a fine grid that are."""
        if len(self.points) == 0:
            return 0
        if self._grid is None:
            self._grid = PointGrid.of(self.points)
        return self._grid.count_in(*_part(frame))

    def level_at(self, frame: Frame) -> int:
        """Which level of clusters is named at a scale: finer ones the nearer one looks."""
        picture = self._picture
        if picture is None or not picture.tree:
            return MIDDLE
        west, south, east, north = self.bounds
        wide, high = frame.width / frame.scale_x, frame.height / frame.scale_y
        share = min(1.0, wide / max(east - west, 1e-6)) * min(1.0, high / max(north - south, 1e-6))
        counts = Counter(info.level for info in picture.tree.values())
        if counts[FINE] and counts[FINE] * share <= MOST_FINE:
            return FINE
        return COARSE if counts[COARSE] > 1 and counts[MIDDLE] * share > MOST_MIDDLE else MIDDLE

    def regions_at(self, frame: Frame) -> tuple[Region, ...]:
        """Clusters of the level to be named at a scale that reach into the view, those with most items first."""
        left, bottom, right, top = _part(frame)
        return tuple(
            region
            for region in self._regions(self.level_at(frame))
            if region.low[0] < right and region.high[0] > left and region.low[1] < top and region.high[1] > bottom
        )

    def regions_of_rows(self, rows: Rows, level: int) -> tuple[Region, ...]:
        """The extents of clusters as far as some points tell, without those of which they are hardly a part."""
        if self._picture is None:
            return ()
        whole = {region.cluster: region.count for region in self._regions(level)}
        found = regions_of(self.points[rows], self._clusters(level)[rows])
        return tuple(
            region
            for region in found
            if region.cluster in whole and region.count >= max(LEAST_OF_NAME, SHARE_OF_NAME * whole[region.cluster])
        )

    def _clusters(self, level: int) -> npt.NDArray[np.int32]:
        if level not in self._labels and self._picture is not None:
            self._labels[level] = self._picture.clusters_at(level)
        return self._labels[level]

    def _regions(self, level: int) -> tuple[Region, ...]:
        picture = self._picture
        if picture is None:
            return ()
        if level not in self._levels:
            found = regions_of(picture.points, self._clusters(level))
            self._levels[level] = tuple(region for region in found if self.name_of(region.cluster))
        return self._levels[level]

    @property
    def shown_count(self) -> int:
        """How many items are let through; -1 when all are."""
        return -1 if self._shown is None else len(self._shown)

    @property
    def is_settling(self) -> bool:
        """Whether the map is still moving."""
        return self._picture is not None and not self._picture.is_final

    def show_picture(self, picture: MapPicture | None) -> None:
        """Show another map, or the same one a little further."""
        same = self._picture is not None and picture is not None and _is_alike(self._picture, picture)
        if not same or not np.array_equal(self._ids(), () if picture is None else picture.items):
            ids = [] if picture is None else picture.items.tolist()
            self._row_of = {item: row for row, item in enumerate(ids)}
            kinds = () if picture is None else picture.kinds
            self._kinds = np.fromiter((SHAPES[kind] for kind in kinds), np.uint8, len(kinds))
        self._picture = picture
        self._levels, self._labels = {}, {}
        self.bounds = _bounds(self.points)
        self._grid = None
        self._colour()
        self._style()
        self.redrawn.emit(same)

    def item_at(self, row: int) -> Item | None:
        """The item behind a point; None while it is not known."""
        return None if self._picture is None else self._item_of(int(self._picture.items[row]))

    def row_of(self, item: int) -> int | None:
        """The point of an item; None when it is not on the map."""
        return self._row_of.get(item)

    def id_at(self, row: int) -> int:
        """The item id of a point."""
        return -1 if self._picture is None else int(self._picture.items[row])

    def name_of(self, cluster: int) -> str:
        """The name of a cluster; "" when there is none."""
        picture = self._picture
        info = None if picture is None else picture.tree.get(cluster) or picture.names.get(cluster)
        return info.name if info else ""

    def cluster_name(self, row: int) -> str:
        """The name of a point's cluster; "" when it is in none."""
        return "" if self._picture is None else self.name_of(int(self._picture.clusters[row]))

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
            self._colour()
        elif self._colour_by is ColourBy.MATCH:
            self._colour()
        self._style()
        self.restyled.emit()

    def show_only(self, items: frozenset[int] | None) -> None:
        """Keep only these items in view; None: all."""
        self._shown = items
        self._style()
        self.restyled.emit()

    def learn_items(self) -> None:
        """More items are known: their folders and days too."""
        if self._colour_by in {ColourBy.FOLDER, ColourBy.DATE}:
            self._recolour()

    def learn_tags(self, tags: Tags) -> None:
        """Which items have which tags."""
        self._tags = tags
        if self._colour_by is ColourBy.TAG:
            self._recolour()

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
            if by is ColourBy.TAG:
                self.tags_wanted.emit()
            self._recolour()

    def palette_number(self, swatch: int) -> int:
        """Which of the palette's colours a swatch has; tags bring their own."""
        return self._colouring.colours.get(swatch, swatch)

    @property
    def colour_count(self) -> int:
        """How many colours with a meaning there are."""
        return len(self._colouring.names)

    def legend(self) -> tuple[LegendRow, ...]:
        """Lines of the legend, largest first, spans of time in their order; the points without a colour last."""
        swatches, names = self._colouring.swatches, self._colouring.names
        counts = np.bincount(swatches + 1) if len(swatches) else np.zeros(1, np.int64)
        off = self._off[self._colour_by]
        rows = [
            LegendRow(
                key,
                name,
                int(counts[key + 1]) if key + 1 < len(counts) else 0,
                self.palette_number(key),
                key not in off,
            )
            for key, name in names.items()
        ]
        if not self._colour_by.is_ramp:
            rows.sort(key=lambda row: (-row.count, row.key))
        if counts[0] and rows:
            rows.append(LegendRow(NO_SWATCH, self._rest_name(), int(counts[0]), NO_SWATCH, NO_SWATCH not in off))
        return tuple(rows)

    def toggle(self, key: int) -> None:
        """Dim one line of the legend, or bring it back."""
        self._off[self._colour_by] ^= {key}
        self._style()
        self.restyled.emit()

    def only(self, key: int) -> None:
        """Dim all lines of the legend but one, or bring all back when that is so already."""
        others = {row.key for row in self.legend()} - {key}
        self._off[self._colour_by] = set() if self._off[self._colour_by] == others else others
        self._style()
        self.restyled.emit()

    def items_of(self, key: int) -> tuple[int, ...]:
        """Ids of the items that a line of the legend stands for."""
        if self._picture is None:
            return ()
        return tuple(self._picture.items[self._colouring.swatches == key].tolist())

    def is_filtered(self) -> bool:
        """Whether the legend dims anything."""
        return bool(self._off[self._colour_by])

    def toggle_kind(self, kind: Kind) -> None:
        """Dim a kind, or bring it back."""
        self._off[ColourBy.KIND] ^= {int(SHAPES[kind])}
        self._style()
        self.restyled.emit()

    def is_kind_on(self, kind: Kind) -> bool:
        """Whether the legend leaves a kind undimmed."""
        return int(SHAPES[kind]) not in self._off[ColourBy.KIND]

    def lit_clusters(self, level: int = MIDDLE) -> frozenset[int] | None:
        """Clusters whose names stand out: those with hits, without those that the legend dims; None for all."""
        if level not in self._lit:
            self._lit[level] = self._find_lit(level)
        return self._lit[level]

    def _find_lit(self, level: int) -> frozenset[int] | None:
        picture = self._picture
        off = self._off[ColourBy.CLUSTER] if self._colour_by is ColourBy.CLUSTER else set()
        if picture is None or not (self.hits or off):
            return None
        rows = np.array(self.hits, np.intp) if self.hits else np.arange(len(picture.clusters))
        rows = rows[~np.isin(picture.clusters[rows], list(off))]
        return frozenset(np.unique(self._clusters(level)[rows]).tolist())

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

    def rows_within(self, outline: Sequence[tuple[float, float]]) -> Rows:
        """Points that a closed outline holds, without those that are out of view or dimmed away."""
        rows = rows_inside(self.points, outline)
        return rows[self.emphasis[rows] >= self._weakest()]

    def cluster_items(self, row: int) -> tuple[int, ...]:
        """Ids of the items in a point's cluster; only its own where it is in none."""
        if self._picture is None or self._picture.clusters[row] < 0:
            return (self.id_at(row),)
        return tuple(self._picture.items[self._picture.clusters == self._picture.clusters[row]].tolist())

    def pick_inside(self, outline: Sequence[tuple[float, float]], gesture: Gesture) -> None:
        """Pick what a closed outline in map coordinates holds; what is out of view or dimmed away stays out."""
        if self._picture is None:
            return
        items = self._picture.items[self.rows_within(outline)].tolist()
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

    def _ids(self) -> npt.NDArray[np.int64]:
        return np.zeros(0, np.int64) if self._picture is None else self._picture.items

    def _rest_name(self) -> str:
        if self._colour_by is ColourBy.CLUSTER:
            return QCoreApplication.translate("map", "in no cluster")
        if self._colour_by is ColourBy.TAG:
            return QCoreApplication.translate("map", "without a tag")
        return QCoreApplication.translate("map", "other")

    def _recolour(self) -> None:
        self._colour()
        self._style()
        self.restyled.emit()

    def _colour(self) -> None:
        """Work out anew which colour each point has."""
        picture, by = self._picture, self._colour_by
        if picture is None:
            self._colouring = Colouring(np.zeros(0, np.int16), {})
        elif by is ColourBy.KIND:
            self._colouring = by_kind(self._kinds)
        elif by is ColourBy.TAG:
            self._colouring = by_tag(picture.items, self._tags)
        elif by is ColourBy.MATCH:
            self._colouring = by_match(len(picture.items), self._answers, self.row_of)
        elif by is ColourBy.CLUSTER:
            self._colouring = by_cluster(picture)
        else:
            items = [self._item_of(item) for item in picture.items.tolist()]
            self._colouring = by_folder(items) if by is ColourBy.FOLDER else by_date(items)

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
        likely = (self._row_of.get(hit.item.id) for hit in self._answers.hits if hit.is_likely)
        return tuple(row for row in likely if row is not None)[:GLOWING]

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


def _part(frame: Frame) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what is in view, and a pixel more."""
    wide, high = (frame.width + 1) / frame.scale_x, (frame.height + 1) / frame.scale_y
    return frame.left - 1 / frame.scale_x, frame.top - high, frame.left + wide, frame.top + 1 / frame.scale_y


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
