"""What can be looked up on one picture of the map: points in a view, the clusters that reach into it, their names."""

from collections import Counter

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points, Rows
from orrery.mapping.grid import PointGrid
from orrery.mapping.raster import Frame
from orrery.viewmodels.map_colours import SHAPES
from orrery.viewmodels.map_layout import Region, regions_of
from orrery.workflows.chart import MapPicture

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


class MapSheet:
    """One picture, or none, with what is worked out from it when it is first asked for.

    Attributes:
        picture: None before there is a map.
        points: (n, 2) map coordinates.
        shapes: (n,) shape of each point by its kind.
        bounds: left, bottom, right and top of all points.
        rows_by_item: row of each item by its id.
        level: of the clusters that are named at any scale; None to let the scale decide.
    """

    def __init__(self, picture: MapPicture | None, before: "MapSheet | None" = None) -> None:
        """Begin with a picture.

        Args:
            picture: what to look things up on.
            before: the sheet it takes the place of: what both have in common is not worked out twice.
        """
        self.picture = picture
        self.level: int | None = None if before is None else before.level
        self.points = _EMPTY if picture is None else picture.points
        self.bounds = _bounds(self.points)
        self._grid: PointGrid | None = None
        self._levels: dict[int, tuple[Region, ...]] = {}
        self._labels: dict[int, npt.NDArray[np.int32]] = {}
        if before is not None and np.array_equal(before.items, self.items):
            self.rows_by_item, self.shapes = before.rows_by_item, before.shapes
        else:
            kinds = () if picture is None else picture.kinds
            self.rows_by_item = {item: row for row, item in enumerate(self.items.tolist())}
            self.shapes = np.array([SHAPES[kind] for kind in kinds], np.uint8)

    @property
    def items(self) -> npt.NDArray[np.int64]:
        """(n,) ids of the items behind the points."""
        return np.zeros(0, np.int64) if self.picture is None else self.picture.items

    def row_of(self, item: int) -> int | None:
        """The point of an item; None when it is not on the map."""
        return self.rows_by_item.get(item)

    def id_at(self, row: int) -> int:
        """The item id of a point."""
        return -1 if self.picture is None else int(self.picture.items[row])

    # ---- views

    def rows_near(self, frame: Frame) -> Rows | None:
        """Points that may be in view, in no order; None when they are so many that all had better be looked at."""
        if len(self.points) == 0:
            return None
        part = _part(frame)
        if self._cells().count_in(*part) > MOST_NEAR * len(self.points):
            return None
        return self._cells().rows_in(*part)

    def count_seen(self, frame: Frame) -> int:
        """About how many points are in view: those of the cells of a fine grid that are."""
        return 0 if len(self.points) == 0 else self._cells().count_in(*_part(frame))

    # ---- clusters

    def level_at(self, frame: Frame) -> int:
        """Which level of clusters is named at a scale: finer ones the nearer one looks."""
        picture = self.picture
        if picture is None or not picture.tree:
            return MIDDLE
        west, south, east, north = self.bounds
        wide, high = frame.width / frame.scale_x, frame.height / frame.scale_y
        share = min(1.0, wide / max(east - west, 1e-6)) * min(1.0, high / max(north - south, 1e-6))
        counts = Counter(info.level for info in picture.tree.values())
        if self.level is not None and counts[self.level]:
            return self.level
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
        if self.picture is None:
            return ()
        whole = {region.cluster: region.count for region in self._regions(level)}
        found = regions_of(self.points[rows], self.clusters(level)[rows])
        return tuple(
            region
            for region in found
            if region.cluster in whole and region.count >= max(LEAST_OF_NAME, SHARE_OF_NAME * whole[region.cluster])
        )

    def clusters(self, level: int) -> npt.NDArray[np.int32]:
        """(n,) cluster of each point at a level, -1 for none."""
        if level not in self._labels:
            none = np.zeros(0, np.int32)
            self._labels[level] = none if self.picture is None else self.picture.clusters_at(level)
        return self._labels[level]

    @property
    def coloured_level(self) -> int:
        """The level that colours and the legend show: the one that was chosen, else the middle one."""
        return MIDDLE if self.level is None or self.picture is None or not self.picture.tree else self.level

    def names_at(self, level: int) -> dict[int, str]:
        """The clusters of a level that hold points, by their ids."""
        found = np.unique(self.clusters(level))
        return {number: self.name_of(number) for number in found[found >= 0].tolist()}

    def name_of(self, cluster: int) -> str:
        """The name of a cluster; "" when there is none."""
        picture = self.picture
        info = None if picture is None else picture.tree.get(cluster) or picture.names.get(cluster)
        return info.name if info else ""

    def cluster_name(self, row: int) -> str:
        """The name of a point's cluster; "" when it is in none."""
        return "" if self.picture is None else self.name_of(int(self.picture.clusters[row]))

    def cluster_of(self, row: int) -> int:
        """The cluster that a point is in, of the level that is coloured; -1 for none."""
        return -1 if self.picture is None else int(self.clusters(self.coloured_level)[row])

    # ---- inside

    def _cells(self) -> PointGrid:
        if self._grid is None:
            self._grid = PointGrid.of(self.points)
        return self._grid

    def _regions(self, level: int) -> tuple[Region, ...]:
        if level not in self._levels:
            found = regions_of(self.points, self.clusters(level))
            self._levels[level] = tuple(region for region in found if self.name_of(region.cluster))
        return self._levels[level]


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
