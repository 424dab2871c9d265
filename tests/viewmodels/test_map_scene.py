from itertools import combinations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.modality import Kind
from orrery.mapping.raster import Frame
from orrery.viewmodels.map_layout import Box
from orrery.viewmodels.map_model import MapModel
from orrery.viewmodels.map_scene import Scene, SceneKeeper
from orrery.viewmodels.selection import Selection
from orrery.workflows.chart import ClusterInfo, MapPicture

COUNT = 3000


@pytest.fixture
def model(qtbot: QtBot) -> MapModel:
    rng = np.random.default_rng(2)
    labels = np.arange(COUNT) % 5
    points = (rng.uniform(-0.7, 0.7, (5, 2))[labels] + rng.normal(0, 0.1, (COUNT, 2))).astype(np.float32)
    names = {at: ClusterInfo(at, f"cluster {at}", COUNT // 5) for at in range(5)}
    made = MapModel(Selection(), lambda _: None)
    made.show_picture(
        MapPicture("s", "m", 0, np.arange(COUNT), (Kind.IMAGE,) * COUNT, points, labels.astype(np.int32), names)
    )
    return made


@pytest.fixture
def keeper(model: MapModel) -> SceneKeeper:
    made = SceneKeeper(model, lambda _: (90.0, 16.0))
    made.obstacles = (Box(0, 0, 300, 50), Box(0, 480, 190, 600))
    return made


def frame(x: float = 0.0, y: float = 0.0, scale: float = 5000.0) -> Frame:
    return Frame(x - 400 / scale, y + 300 / scale, scale, scale, 800, 600)


def is_clear(scene: Scene, keeper: SceneKeeper) -> bool:
    lying = [*scene.names.values(), *keeper.obstacles]
    tiles = [tile.box for tile in scene.tiles]
    over = any(box.overlaps(other) for box in tiles for other in lying)
    return not over and not any(a.overlaps(b) for a, b in combinations(tiles, 2))


def middle_of(model: MapModel) -> tuple[float, float]:
    x, y = model.points[model.picture.clusters == 0].mean(axis=0).tolist()  # type: ignore[union-attr]
    return x, y


def test_far_out_there_are_names_and_no_thumbnails(keeper: SceneKeeper) -> None:
    scene = keeper.scene(frame(scale=300), is_moving=False)
    assert len(scene.names) == 5
    assert scene.tiles == ()


def test_panning_keeps_every_thumbnail_at_its_point(keeper: SceneKeeper, model: MapModel) -> None:
    x, y = middle_of(model)
    before = keeper.scene(frame(x, y), is_moving=False)
    after = keeper.scene(frame(x + 40 / 5000, y), is_moving=False)
    old, new = ({tile.row: tile.box for tile in scene.tiles} for scene in (before, after))
    both = old.keys() & new.keys()
    assert len(both) > 20
    assert {round(old[row].left - new[row].left) for row in both} == {40}
    assert is_clear(before, keeper)
    assert is_clear(after, keeper)


@pytest.mark.parametrize("scale", [800.0, 1500.0, 2500.0, 6000.0, 20_000.0])
def test_nothing_covers_anything_at_any_zoom(keeper: SceneKeeper, model: MapModel, scale: float) -> None:
    scene = keeper.scene(frame(*middle_of(model), scale), is_moving=False)
    assert is_clear(scene, keeper)


def test_while_the_wheel_turns_the_thumbnails_grow_and_at_rest_they_are_laid_out_anew(
    keeper: SceneKeeper, model: MapModel
) -> None:
    x, y = middle_of(model)
    before = keeper.scene(frame(x, y), is_moving=False)
    during = keeper.scene(frame(x, y, 6000), is_moving=True)
    assert during.field is before.field
    assert during.sight.zoom == pytest.approx(1.2)
    assert keeper.scene(frame(x, y, 6000), is_moving=False).field is not before.field


def test_a_pixel_means_the_thumbnail_on_it_or_the_point_near_it(keeper: SceneKeeper, model: MapModel) -> None:
    scene = keeper.scene(frame(*middle_of(model)), is_moving=False)
    tile = scene.tiles[5]
    assert keeper.point_under(scene, tile.box.left + 2, tile.box.top + 2) == tile.row
    assert scene.box_of(tile.row) == tile.box
    far = keeper.scene(frame(scale=300), is_moving=False)
    ((x, y),) = keeper.spots([7], far.frame).values()
    found = keeper.point_under(far, x, y)
    assert found is not None
    assert np.hypot(*(np.array(keeper.spots([found], far.frame)[found]) - (x, y))) <= 9


def test_another_selection_leaves_the_thumbnails_where_they_are(keeper: SceneKeeper, model: MapModel) -> None:
    before = keeper.scene(frame(*middle_of(model)), is_moving=False)
    model.selection.replace([3, 4, 5])
    keeper.repick()
    assert keeper.scene(frame(*middle_of(model)), is_moving=False).field is before.field
