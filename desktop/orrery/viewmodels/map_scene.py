"""What stands where on the map in one view: names, thumbnails, and what is left out so that none covers another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose

import numpy as np

from orrery.domain.arrays import Rows
from orrery.mapping.raster import Frame, Places, nearest_place, places_of, visible_rows
from orrery.viewmodels.map_field import CHUNK, TRIED, Key, Sight, TileField
from orrery.viewmodels.map_layout import FEW, TILE_SIDES, Box, PlacedTile, Region, place_names, place_tiles, tile_width
from orrery.viewmodels.map_model import Emphasis, MapModel

HITS_WIDTH = 46
"""Width of the best hits' thumbnails where points are too many for thumbnails of their own."""

HITS_SHOWN = 12
PICKED_SHOWN = 6
"""Picked items up to which each has a thumbnail; of more, such as a lasso's, only the one that is looked at."""

REACH = 9
"""Pixels from a point within which the mouse means it."""

GRASP = 6
"""Pixels from a point's middle within which a drag takes it along: as far as it is drawn."""

UNCROWDED = 2_000
"""Points in view up to which there is ground enough between them: of 1000 x 800 pixels a third lies within grasp."""

STRETCH = 2.2
"""While the wheel turns, what was laid out is shown larger or smaller, up to this factor; then it is laid out anew."""

MANY = 20_000
"""Points in view beyond which it does not matter whether some more are a little outside."""

CHUNKS_A_FRAME = 2
"""Chunks laid out in a frame while the map moves; the others come in the frames after it."""

NameSize = Callable[[int], tuple[float, float]]
"""Cluster id → width and height of its name in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything placed for one view, in pixels at 100 %.

    Attributes:
        frame: what is in view.
        names: where the names of clusters stand.
        loose: thumbnails of the best hits and of picked items, where points are too many for all to have one.
        field: the thumbnails of all items; None where points are too many.
        sight: how the field lies in the view.
        covered: thumbnails of the field that are left out, because a name or a tool lies there.
    """

    frame: Frame
    names: Mapping[int, Box]
    loose: tuple[PlacedTile, ...]
    field: TileField | None
    sight: Sight
    covered: frozenset[int]

    @property
    def view(self) -> Box:
        """The whole view."""
        return Box(0, 0, self.frame.width, self.frame.height)

    @property
    def tiles(self) -> tuple[PlacedTile, ...]:
        """All thumbnails in view that are shown."""
        found = list(self.loose)
        if self.field is not None:
            seen = self.field.tiles_in(self.sight.back(self.view))
            found += [PlacedTile(t.row, self.sight.seen(t.box)) for t in seen if t.row not in self.covered]
        return tuple(found)

    def tile_at(self, x: float, y: float) -> int | None:
        """The row whose thumbnail lies at a pixel."""
        spot = Box(x, y, x + 1e-3, y + 1e-3)
        found = [tile.row for tile in self.loose if tile.box.overlaps(spot)]
        if self.field is not None:
            at = self.field.tiles_in(self.sight.back(spot))
            found += [tile.row for tile in at if tile.row not in self.covered]
        return found[0] if found else None

    def box_of(self, row: int) -> Box | None:
        """Where a row's thumbnail is shown; None when it has none."""
        for tile in self.loose:
            if tile.row == row:
                return tile.box
        box = self.field.box_of(row) if self.field is not None and row not in self.covered else None
        return None if box is None else self.sight.seen(box)


class SceneKeeper:
    """Lays out views and keeps what need not change from one to the next."""

    def __init__(self, model: MapModel, name_size: NameSize) -> None:
        self._model = model
        self._name_size = name_size
        self._kept: tuple[object, Scene] | None = None
        self._seen: tuple[object, Rows, Places] | None = None
        self._version = 0
        self._picks = 0
        self._laid = -1
        self._clear: tuple[Box, ...] = ()
        self.obstacles: tuple[Box, ...] = ()

    @property
    def last(self) -> Scene | None:
        """What was laid out last."""
        return None if self._kept is None else self._kept[1]

    def forget(self) -> None:
        """The model changed: lay everything out anew."""
        self._version += 1

    def repick(self) -> None:
        """The selection changed: only loose thumbnails follow it."""
        self._picks += 1

    def scene(self, frame: Frame, *, is_moving: bool) -> Scene:
        """What stands where in a view.

        Args:
            frame: in pixels at 100 %.
            is_moving: whether the view is still moving; then the costly parts wait.
        """
        key = (frame, self._version, self._picks, self.obstacles, is_moving)
        if self._kept is None or self._kept[0] != key:
            before = self._kept[1] if self._kept is not None and self._laid == self._version else None
            self._laid = self._version
            self._kept = (key, self._made(frame, before, is_moving=is_moving))
        return self._kept[1]

    def point_under(self, scene: Scene, x: float, y: float, reach: float = REACH) -> int | None:
        """The point that a pixel means: the thumbnail there, or the nearest point within reach (in pixels)."""
        tile = scene.tile_at(x, y)
        if tile is not None:
            return tile
        rows, places = self.seen(scene.frame)
        found = nearest_place(places, x, y, reach)
        return None if found is None else int(rows[found])

    def point_held(self, scene: Scene, x: float, y: float) -> int | None:
        """The point that a drag from a pixel takes along: a thumbnail, what is picked, or a point on its own.

        Where points crowd, a drag would hardly ever begin beside them all: there it moves the map.
        """
        row = self.point_under(scene, x, y, GRASP)
        if row is None or scene.tile_at(x, y) is not None or self._model.sheet.id_at(row) in self._model.selection:
            return row
        return row if self._model.sheet.count_seen(scene.frame) <= UNCROWDED else None

    def seen(self, frame: Frame) -> tuple[Rows, Places]:
        """Rows of the points in view and their places; may be asked in another thread."""
        key, known = (frame, self._version), self._seen
        if known is None or known[0] != key:
            rows = self._model.sheet.rows_near(frame)
            points = self._model.points if rows is None else self._model.points[rows]
            places = places_of(points, frame)
            inside = visible_rows(places, frame)
            own = inside if rows is None else rows[inside]
            shown = self._model.emphasis[own] > Emphasis.HIDDEN
            self._seen = known = (key, own[shown], places[inside[shown]])
        return known[1], known[2]

    def spots(self, rows: Iterable[int], frame: Frame) -> dict[int, tuple[float, float]]:
        """Where points lie in a view, by row."""
        wanted = list(rows)
        places = places_of(self._model.points[wanted], frame).tolist()
        return {row: (float(x), float(y)) for row, (x, y) in zip(wanted, places, strict=True)}

    # ---- inside

    def _made(self, frame: Frame, before: Scene | None, *, is_moving: bool) -> Scene:
        if before is None or (self.obstacles != self._clear and not is_moving):
            return self._anew(frame)
        factor = frame.scale_x / before.frame.scale_x
        if isclose(factor, 1, rel_tol=1e-6) and _same_size(frame, before.frame):
            return self._panned(frame, before, is_moving=is_moving)
        stretched = Sight.of(before.field.scale, frame).zoom if before.field else factor
        if is_moving and _same_size(frame, before.frame) and 1 / STRETCH < stretched < STRETCH:
            return self._zoomed(frame, before)
        return self._anew(frame)

    def _anew(self, frame: Frame) -> Scene:
        self._clear = self.obstacles
        width = self._width(frame)
        names = self._named(frame, {}, width)
        scale = (frame.scale_x, frame.scale_y)
        sight = Sight.of(scale, frame)
        taken = [*self.obstacles, *self._pin_box(frame), *names.values()]
        field = None
        if width:
            near = frozenset(self._model.hits[:HITS_SHOWN])
            few = self._count_seen(frame) <= FEW
            field = TileField(scale, width, [sight.back(box) for box in taken], near, few=few)
            self._lay(field, frame, sight)
        loose = () if width else self._loose(frame, taken)
        return self._finished(Scene(frame, names, loose, field, sight, frozenset()))

    def _panned(self, frame: Frame, before: Scene, *, is_moving: bool) -> Scene:
        """The same scale: everything keeps its place on the map, and what comes into view is added."""
        field = before.field
        width = field.width if field else 0
        is_stretched = field is not None and not isclose(Sight.of(field.scale, frame).zoom, 1, rel_tol=1e-6)
        if not is_moving and (is_stretched or _differs(width, self._width(frame))):
            return self._anew(frame)
        names = self._named(frame, self._shifted(before, frame), width)
        sight = Sight.of(field.scale if field else (frame.scale_x, frame.scale_y), frame)
        if field is not None:
            self._lay(field, frame, sight, CHUNKS_A_FRAME if is_moving else None)
        taken = [*self.obstacles, *self._pin_box(frame), *names.values()]
        loose = () if field else self._followed(before, frame) if is_moving else self._loose(frame, taken)
        return self._finished(Scene(frame, names, loose, field, sight, frozenset()))

    def _zoomed(self, frame: Frame, before: Scene) -> Scene:
        """Another scale for a moment: the field is stretched, names and loose thumbnails follow their points."""
        names = {
            cluster: box
            for cluster, box in self._shifted(before, frame).items()
            if not any(box.overlaps(other) for other in self.obstacles)
        }
        sight = Sight.of(before.field.scale, frame) if before.field else before.sight
        loose = self._followed(before, frame)
        return self._finished(replace(before, frame=frame, names=names, loose=loose, sight=sight))

    def _finished(self, scene: Scene) -> Scene:
        """Leave out thumbnails that a name, the pin or a tool lies on."""
        if scene.field is None:
            return scene
        lying = [*scene.names.values(), *self.obstacles, *self._pin_box(scene.frame)]
        covered = {tile.row for box in lying for tile in scene.field.tiles_in(scene.sight.back(box))}
        return replace(scene, covered=frozenset(covered))

    def _width(self, frame: Frame) -> int:
        return tile_width(self._count_seen(frame), frame)

    def _count_seen(self, frame: Frame) -> int:
        """Points in view; near the edges of a crowded view about as many."""
        near = self._model.sheet.count_seen(frame)
        return near if near > MANY else len(self.seen(frame)[0])

    def _named(self, frame: Frame, kept: Mapping[int, Box], width: int) -> dict[int, Box]:
        """Names for the clusters in view: those that stand well stay, the others find a place beside them."""
        view = _view(frame)
        stays = {
            cluster: box
            for cluster, box in kept.items()
            if box.is_within(view) and not any(box.overlaps(other) for other in self.obstacles)
        }
        regions = [region for region in self._regions(frame) if region.cluster not in stays]
        sizes = [self._name_size(region.cluster) for region in regions]
        taken = [*self.obstacles, *self._pin_box(frame), *stays.values()]
        return stays | place_names(regions, sizes, frame, taken, width * 0.36 if width else 4)

    def _regions(self, frame: Frame) -> Sequence[Region]:
        """The clusters in view; near by they are what is seen of them, for the rest of them may lie far off."""
        model = self._model
        if model.sheet.count_seen(frame) > min(MANY, 0.9 * len(model.points)):
            return model.sheet.regions_at(frame)
        return model.sheet.regions_of_rows(self.seen(frame)[0], model.sheet.level_at(frame))

    def _shifted(self, before: Scene, frame: Frame) -> dict[int, Box]:
        """Names of an earlier view, where their clusters are now."""
        wanted = {region.cluster: region.middle for region in self._model.sheet.regions_at(frame)}
        old, new = before.frame, frame
        moved = {}
        for cluster, box in before.names.items():
            if cluster in wanted:
                x, y = wanted[cluster]
                by_x = round((x - new.left) * new.scale_x - (x - old.left) * old.scale_x)
                by_y = round((new.top - y) * new.scale_y - (old.top - y) * old.scale_y)
                moved[cluster] = Box(box.left + by_x, box.top + by_y, box.right + by_x, box.bottom + by_y)
        return moved

    def _followed(self, before: Scene, frame: Frame) -> tuple[PlacedTile, ...]:
        """Loose thumbnails of an earlier view, as far from their points as they were."""
        rows = [tile.row for tile in before.loose]
        old, new = self.spots(rows, before.frame), self.spots(rows, frame)
        moved = []
        for tile in before.loose:
            by_x, by_y = new[tile.row][0] - old[tile.row][0], new[tile.row][1] - old[tile.row][1]
            box = tile.box
            moved.append(
                PlacedTile(tile.row, Box(box.left + by_x, box.top + by_y, box.right + by_x, box.bottom + by_y))
            )
        return tuple(moved)

    def _loose(self, frame: Frame, taken: Sequence[Box]) -> tuple[PlacedTile, ...]:
        """The looked-at item, the best hits and some picked items, as far as they have room."""
        model = self._model
        picked = model.selected_rows()[::-1].tolist()
        picked = picked if len(picked) <= PICKED_SHOWN else picked[:1]
        hits = model.hits[:HITS_SHOWN]
        wanted = dict.fromkeys([*picked[:1], *hits, *picked])
        shown = [row for row in wanted if model.emphasis[row] > Emphasis.HIDDEN]
        return place_tiles(self.spots(shown, frame), HITS_WIDTH, frame, taken, near=frozenset(hits))

    def _lay(self, field: TileField, frame: Frame, sight: Sight, most: int | None = None) -> None:
        """Lay out the chunks in view that are not yet, all or at most so many; the middle of the view first."""
        area = sight.back(_view(frame))
        middle = ((area.left + area.right) / 2 / CHUNK - 0.5, (area.top + area.bottom) / 2 / CHUNK - 0.5)
        missing = [key for key in field.keys_in(area) if not field.is_laid(key)]
        missing.sort(key=lambda key: ((key[0] - middle[0]) ** 2 + (key[1] - middle[1]) ** 2, key))
        for key in missing[:most]:
            field.lay(key, self._spots_of(field, key))

    def _spots_of(self, field: TileField, key: Key) -> dict[int, tuple[float, float]]:
        """The points of a chunk in pixels of the field: hits first, dimmed ones last."""
        model, (wide, high) = self._model, field.scale
        frame = Frame(key[0] * CHUNK / wide, -key[1] * CHUNK / high, wide, high, CHUNK, CHUNK)
        rows, _ = self._within(frame)
        order = np.argsort(-model.emphasis[rows].astype(np.int16), kind="stable")
        rank = {row: at for at, row in enumerate(model.hits)}
        wanted = rows[order[:TRIED]].tolist()
        wanted.sort(key=lambda row: rank.get(row, len(rank)))
        shift_x, shift_y = key[0] * CHUNK, key[1] * CHUNK
        return {row: (x + shift_x, y + shift_y) for row, (x, y) in self.spots(wanted, frame).items()}

    def _within(self, frame: Frame) -> tuple[Rows, Places]:
        """Rows in a frame, each in exactly one of the frames that lie side by side; ascending."""
        near = self._model.sheet.rows_near(frame)
        rows = np.arange(len(self._model.points)) if near is None else np.sort(near)
        places = places_of(self._model.points[rows], frame)
        inside = visible_rows(places, frame)
        inside = inside[self._model.emphasis[rows[inside]] > Emphasis.HIDDEN]
        return rows[inside], places[inside]

    def _pin_box(self, frame: Frame) -> list[Box]:
        pin = self._model.pin
        if pin is None:
            return []
        x, y = (pin[0] - frame.left) * frame.scale_x, (frame.top - pin[1]) * frame.scale_y
        return [Box.around(x, y, 24, 24)]


def _view(frame: Frame) -> Box:
    return Box(0, 0, frame.width, frame.height)


def _same_size(one: Frame, other: Frame) -> bool:
    return (one.width, one.height) == (other.width, other.height)


def _differs(one: int, other: int) -> bool:
    """Whether thumbnails of another size would be much better, or none would be, or some."""
    if bool(one) != bool(other):
        return True
    return bool(one) and abs(TILE_SIDES.index(one) - TILE_SIDES.index(other)) > 2
