"""Maps that were made, with the clusters on them."""

import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points
from orrery.domain.space import VectorSpace
from orrery.library.connection import Connection
from orrery.library.rows import Cluster, Ids, Layout
from orrery.library.spaces import Spaces

_POINT = "insert or replace into layout_points (layout, content, x, y, cluster, later) values (?, ?, ?, ?, ?, ?)"


class Layouts:
    """Save, extend and load maps; a point belongs to a content, so copies share it and moved files keep it."""

    def __init__(self, connection: Connection, spaces: Spaces) -> None:
        self._connection = connection
        self._spaces = spaces

    def save(
        self,
        space: VectorSpace,
        *,
        method: str,
        seed: int,
        contents: Ids,
        points: Points,
        labels: npt.NDArray[np.integer],
        clusters: Sequence[Cluster],
        version: int | None = None,
        keep: int = 1,
    ) -> int:
        """Keep a map.

        Args:
            space: whose vectors were laid out.
            method: how.
            seed: of the random numbers.
            contents: (n,) content ids; those that are gone by now are left out.
            points: (n, 2) in [-1, 1].
            labels: (n,) number of each point's cluster, -1 for none.
            clusters: their names.
            version: vectors.version() when the vectors were loaded; None means now.
            keep: how many maps of that space stay, this one included.

        Returns:
            Id of the map.
        """
        with self._connection.writing():
            number = self._spaces.row(space)
            layout = self._connection.insert(
                "insert into layouts (space, method, seed, version, made_s) values (?, ?, ?, ?, ?)",
                (
                    number,
                    method,
                    seed,
                    self._connection.counter("vectors") if version is None else version,
                    time.time(),
                ),
            )
            self._connection.change_many(
                """
                insert into clusters (layout, number, name, count, parent, level, given)
                values (?, ?, ?, ?, ?, ?, ?)""",
                [(layout, *_as_row(cluster)) for cluster in clusters],
            )
            self._put(layout, contents, points, labels, later=False)
            self._connection.change(
                """
                delete from layouts where space = ? and id not in (
                    select id from layouts where space = ? order by id desc limit ?)""",
                (number, number, keep),
            )
            return layout

    def place(
        self,
        layout: int,
        contents: Ids,
        points: Points,
        labels: npt.NDArray[np.integer],
        version: int | None = None,
    ) -> None:
        """Add points to a map, or move them; arguments as in save().

        Args:
            layout: id of the map.
            contents: (n,) content ids; those that are gone by now are left out.
            points: (n, 2) in [-1, 1].
            labels: (n,) number of each point's cluster, -1 for none.
            version: vectors.version() that the map shows from now on; None leaves it.
        """
        with self._connection.writing():
            self._put(layout, contents, points, labels, later=True)
            if version is not None:
                self._connection.change("update layouts set version = ? where id = ?", (version, layout))

    def rename(self, layout: int, cluster: int, name: str | None) -> None:
        """Give a cluster a name, or take it away again; the one that was found stays beside it."""
        with self._connection.writing():
            self._connection.change(
                "update clusters set given = ? where layout = ? and number = ?", (name or None, layout, cluster)
            )

    def names(self, layout: int) -> dict[int, str]:
        """Number of each cluster of a map and the name that people see."""
        rows = self._connection.rows("select number, coalesce(given, name) from clusters where layout = ?", (layout,))
        return dict(rows)

    def _put(self, layout: int, contents: Ids, points: Points, labels: npt.NDArray[np.integer], *, later: bool) -> None:
        there = {content for (content,) in self._connection.rows("select id from contents")}
        rows = zip(contents.tolist(), points[:, 0].tolist(), points[:, 1].tolist(), labels.tolist(), strict=True)
        self._connection.change_many(_POINT, [(layout, *row, int(later)) for row in rows if row[0] in there])

    def version(self, space: VectorSpace) -> int | None:
        """The library's version when the newest map of a space was made; None without a map. Reads no points."""
        found = self._connection.row(
            """
            select version from layouts where space = (select id from spaces where name = ?)
            order by id desc limit 1""",
            (space.id,),
        )
        return found[0] if found else None

    def newest(self, space: VectorSpace) -> int | None:
        """Id of the newest map of a space; None without a map. Reads no points."""
        found = self._connection.row(
            "select max(id) from layouts where space = (select id from spaces where name = ?)", (space.id,)
        )
        return found[0] if found else None

    def latest(self, space: VectorSpace) -> Layout | None:
        """The newest map of a space, with the points of contents that have a present item."""
        with self._connection.reading():
            found = self._connection.row(
                """
                select id, method, seed, version, made_s from layouts
                where space = (select id from spaces where name = ?) order by id desc limit 1""",
                (space.id,),
            )
            if found is None:
                return None
            layout, method, seed, version, made_s = found
            contents, points, labels = self._points(layout)
            rows = self._connection.rows(
                "select number, name, count, parent, level, given from clusters where layout = ? order by number",
                (layout,),
            )
            later = self._connection.number(
                "select count(*) from layout_points where layout = ? and later = 1", (layout,)
            )
        clusters = tuple(Cluster(*row) for row in rows)
        return Layout(layout, space, method, seed, version, made_s, contents, points, labels, clusters, later)

    def _points(self, layout: int) -> tuple[Ids, Points, npt.NDArray[np.int32]]:
        rows = self._connection.rows(
            """
            select content, x, y, cluster from layout_points where layout = ? and exists (
                select 1 from items where items.content = layout_points.content and state = 'present')
            order by content""",
            (layout,),
        )
        if not rows:
            return np.empty(0, np.int64), np.empty((0, 2), np.float32), np.empty(0, np.int32)
        contents, x, y, labels = zip(*rows, strict=True)
        return np.array(contents, np.int64), np.array([x, y], np.float32).T.copy(), np.array(labels, np.int32)


def _as_row(cluster: Cluster) -> tuple[int, str, int, int | None, int, str | None]:
    return cluster.number, cluster.name, cluster.count, cluster.parent, cluster.level, cluster.given
