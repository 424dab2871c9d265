import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QDrag, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Query, Term, Words
from orrery.panels import map_stock
from orrery.panels.legend import Entry
from orrery.panels.map_panel import MapPanel
from orrery.panels.theme import load_fonts, load_theme, use_theme
from orrery.viewmodels.dragging import dragged_items
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.map_colours import ColourBy
from orrery.viewmodels.map_model import Gesture, Tool
from orrery.viewmodels.map_sheet import FINE, MIDDLE
from orrery.viewmodels.thumbnails import Tile
from orrery.viewmodels.wording import grouped
from orrery.workflows.chart import ClusterInfo, MapPicture
from orrery.workflows.engine import Engine
from orrery.workflows.find import Answer, Answers
from orrery.workflows.job import JobContext

DARK = load_theme("dark")


@pytest.fixture
def explorer(qapp: QApplication, engine: Engine) -> Iterator[Explorer]:
    load_fonts()
    use_theme(qapp, DARK)
    with engine.library(write=True):
        pass
    made = Explorer(engine, is_still=True)
    yield made
    assert made.close()


@pytest.fixture
def panel(explorer: Explorer, qtbot: QtBot) -> MapPanel:
    made = MapPanel(explorer, DARK)
    qtbot.addWidget(made)
    made.resize(700, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def items_of(count: int) -> tuple[Item, ...]:
    kinds = tuple(Kind)
    return tuple(Item(at + 1, b"/things/%d" % at, kinds[at % 3], at + 1, 10, 0) for at in range(count))


def picture_of(items: tuple[Item, ...], clusters: int = 4, *, is_final: bool = True) -> MapPicture:
    rng = np.random.default_rng(3)
    labels = np.arange(len(items)) % clusters
    middles = rng.uniform(-0.7, 0.7, (clusters, 2))
    points = (middles[labels] + rng.normal(0, 0.06, (len(items), 2))).astype(np.float32)
    names = {at: ClusterInfo(at, f"cluster number {at}", int((labels == at).sum())) for at in range(clusters)}
    ids = np.array([item.id for item in items], np.int64)
    kinds = tuple(item.kind for item in items if item.kind)
    return MapPicture("toy@1", "pca", 0, ids, kinds, points, labels.astype(np.int32), names, is_final)


def show(panel: MapPanel, explorer: Explorer, count: int, qtbot: QtBot) -> MapPicture:
    items = items_of(count)
    picture = picture_of(items)
    explorer.listed.emit(items)
    explorer.map_changed.emit(picture)
    settle(panel, qtbot)
    return picture


def settle(panel: MapPanel, qtbot: QtBot) -> None:
    QApplication.processEvents()
    qtbot.waitUntil(panel.is_settled)


def drawn(panel: MapPanel) -> QImage:
    return panel.grab().toImage()


def place(panel: MapPanel, row: int) -> QPoint:
    at = panel.drawing.place_of(row)
    assert at is not None
    return at.toPoint()


def hits(picture: MapPicture, items: tuple[Item, ...], rows: list[int]) -> Answers:
    found = tuple(Answer(items[row], 0.9 - at / 100, 0.3, None) for at, row in enumerate(rows))
    return Answers(Query((Term(Words("sea")),)), "sea", picture.space, 1.0, found)


def test_an_empty_library_says_where_the_map_will_be(panel: MapPanel) -> None:
    assert panel.is_settled()
    assert panel._empty.isVisible()
    assert not panel.legend.isVisible()
    assert not panel.minimap.isVisible()


def test_one_item_stands_in_the_middle(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 1, qtbot)
    assert not panel._empty.isVisible()
    middle = place(panel, 0)
    assert abs(middle.x() - 350) < 30
    assert 150 < middle.y() < 650
    assert panel.drawing.point_under(middle.x(), middle.y()) == 0


def test_points_are_really_painted_in_their_clusters_colours(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 900, qtbot)
    seen = drawn(panel)
    colours = {seen.pixelColor(x, y).name() for x in range(0, 700, 2) for y in range(60, 560, 2)}
    for cluster in range(4):
        wanted = DARK.cluster(cluster)
        near = min(distance(QColor(colour), wanted) for colour in colours)
        assert near < 40, f"nothing is drawn in the colour of cluster {cluster}"


def distance(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def test_everything_is_in_view_at_first_and_after_a_resize(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 200, qtbot)
    for size in ((700, 800), (420, 600), (900, 500)):
        panel.resize(*size)
        settle(panel, qtbot)
        spots = [place(panel, row) for row in range(200)]
        assert all(panel.rect().contains(spot) for spot in spots)


@pytest.mark.parametrize("zoom", [1.0, 1.7, 3.0])
def test_names_and_thumbnails_cover_neither_one_another_nor_the_tools(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, zoom: float
) -> None:
    show(panel, explorer, 90, qtbot)
    panel.box.zoom(zoom)
    settle(panel, qtbot)
    scene = panel.drawing.scene_now()
    assert scene is not None
    assert scene.tiles
    assert scene.names
    assert len(panel.drawing.obstacles) == 3
    boxes = [tile.box for tile in scene.tiles] + list(scene.names.values()) + list(panel.drawing.obstacles)
    lying = [(a, b) for a, b in combinations(boxes, 2) if a.overlaps(b)]
    assert not lying


def test_the_wheel_zooms_to_the_cursor(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 500, qtbot)
    before = place(panel, 7)
    wide = panel.box.viewRect().width()
    turn = QWheelEvent(
        QPointF(before),
        QPointF(panel.canvas.viewport().mapToGlobal(before)),
        QPoint(0, 0),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(panel.canvas.viewport(), turn)
    settle(panel, qtbot)
    assert panel.box.viewRect().width() < 0.8 * wide
    after = place(panel, 7)
    assert (after - before).manhattanLength() <= 3


def test_dragging_moves_the_map_with_the_mouse(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 500, qtbot)
    before, start = place(panel, 7), empty_spot(panel)
    drag(panel, [start, start + QPoint(30, 20), start + QPoint(80, 40)])
    settle(panel, qtbot)
    moved = place(panel, 7) - before
    assert abs(moved.x() - 80) <= 2
    assert abs(moved.y() - 40) <= 2


@pytest.fixture
def drags(monkeypatch: pytest.MonkeyPatch) -> list[QDrag]:
    """Drags that began; none waits for the mouse to be let go."""
    begun: list[QDrag] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: begun.append(drag))
    return begun


def test_a_point_is_dragged_out_as_a_result_is(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, drags: list[QDrag]
) -> None:
    show(panel, explorer, 60, qtbot)
    view, start = panel.box.viewRect(), place(panel, 7)
    held = panel.drawing.point_held(start.x(), start.y())
    assert held is not None
    drag(panel, [start, start + QPoint(30, 20), start + QPoint(80, 40)])
    QApplication.processEvents()
    (begun,) = drags
    (item,) = dragged_items(begun.mimeData())
    assert item[0] == panel.model.sheet.id_at(held)
    assert begun.mimeData().urls()
    assert panel.box.viewRect() == view
    assert explorer.selection.items == (item[0],)
    assert not begun.pixmap().isNull()
    settle(panel, qtbot)


def test_dragging_one_of_the_picked_takes_all_of_them_and_a_click_after_it_is_a_click(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, drags: list[QDrag]
) -> None:
    picture = show(panel, explorer, 60, qtbot)
    explorer.selection.replace(picture.items[:3].tolist())
    start = place(panel, 1)
    drag(panel, [start, start + QPoint(30, 20), start + QPoint(80, 40)])
    QApplication.processEvents()
    assert {item for item, _ in dragged_items(drags[0].mimeData())} == set(picture.items[:3].tolist())
    QTest.mouseClick(panel.canvas.viewport(), Qt.MouseButton.LeftButton, pos=empty_spot(panel))
    assert explorer.selection.items == ()
    assert len(drags) == 1
    settle(panel, qtbot)


@pytest.mark.parametrize("tool", [Tool.LASSO, Tool.BOX, Tool.PATH])
def test_only_the_first_tool_takes_points_along(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, drags: list[QDrag], tool: Tool
) -> None:
    show(panel, explorer, 60, qtbot)
    panel.model.use_tool(tool)
    start = place(panel, 7)
    drag(panel, [start, start + QPoint(30, 20), start + QPoint(80, 40)])
    QApplication.processEvents()
    assert not drags
    settle(panel, qtbot)


def test_where_points_crowd_a_drag_moves_the_map_unless_it_begins_at_what_is_picked(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, drags: list[QDrag]
) -> None:
    picture = show(panel, explorer, 5000, qtbot)
    start, view = place(panel, 7), panel.box.viewRect()
    drag(panel, [start, start + QPoint(30, 20), start + QPoint(80, 40)])
    QApplication.processEvents()
    assert not drags
    assert panel.box.viewRect() != view
    explorer.selection.pick(int(picture.items[7]))
    panel.go_home()
    settle(panel, qtbot)
    start = place(panel, 7)
    drag(panel, [start, start + QPoint(30, 20), start + QPoint(80, 40)])
    QApplication.processEvents()
    assert len(drags) == 1
    settle(panel, qtbot)


def test_a_click_on_a_point_picks_it_and_one_beside_lets_go(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 500, qtbot)
    row = 11
    QTest.mouseClick(panel.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place(panel, row))
    (picked,) = explorer.selection.items
    picked_row = int(np.flatnonzero(picture.items == picked)[0])
    assert (place(panel, picked_row) - place(panel, row)).manhattanLength() <= 9
    empty = empty_spot(panel)
    QTest.mouseClick(panel.canvas.viewport(), Qt.MouseButton.LeftButton, pos=empty)
    assert explorer.selection.items == ()


def empty_spot(panel: MapPanel) -> QPoint:
    spots = (QPoint(x, y) for y in range(80, 500, 20) for x in range(20, 680, 20))
    return next(spot for spot in spots if panel.drawing.point_under(spot.x(), spot.y()) is None)


def drag(panel: MapPanel, way: list[QPoint], modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view = panel.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, modifier, way[0])
    for at in way[1:]:
        QTest.qWait(12)  # pyqtgraph leaves out moves that follow within 10 ms
        move(panel, at, modifier)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, modifier, way[-1])


def move(panel: MapPanel, at: QPoint, modifier: Qt.KeyboardModifier) -> None:
    view = panel.canvas.viewport()
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), QPointF(view.mapToGlobal(at)), left, left, modifier)
    QApplication.sendEvent(view, event)


def test_a_lasso_picks_what_it_holds(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 500, qtbot)
    panel.model.use_tool(Tool.LASSO)
    rows = np.flatnonzero(picture.clusters == 0)
    spots = np.array([place(panel, int(row)).toTuple() for row in rows])
    left, top = (spots.min(axis=0) - 4).tolist()
    right, bottom = (spots.max(axis=0) + 4).tolist()
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top + 8)]
    drag(panel, [QPoint(*corner) for corner in corners])
    assert set(picture.items[rows].tolist()) <= set(explorer.selection.items)
    assert len(panel.drawing.outline) >= 4
    assert not panel.drawing.is_drawing_outline


def test_a_box_adds_with_shift_and_takes_away_with_alt(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 500, qtbot)
    panel.model.use_tool(Tool.BOX)
    way = [QPoint(5, 60), QPoint(200, 300), QPoint(695, 590)]
    drag(panel, way)
    everything = set(explorer.selection.items)
    assert len(everything) > 100
    explorer.selection.replace(list(everything)[:1])
    drag(panel, way, Qt.KeyboardModifier.ShiftModifier)
    assert set(explorer.selection.items) == everything
    drag(panel, way, Qt.KeyboardModifier.AltModifier)
    assert explorer.selection.items == ()


def test_while_an_outline_is_drawn_its_closing_line_is_seen(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 500, qtbot)
    before = drawn(panel)
    panel.box.told.outlining.emit([(-0.8, 0.0), (0.0, 0.8), (0.8, 0.0)], Gesture.REPLACE)
    during = drawn(panel)
    panel.box.told.outlined.emit([(-0.8, 0.0), (0.0, 0.8), (0.8, 0.0)], Gesture.REPLACE)
    assert panel.drawing.outline
    assert during not in (before, drawn(panel))
    panel.pointer.drop_outline()
    explorer.selection.clear()
    assert drawn(panel) == before


def test_hovering_shows_a_card_that_goes_with_the_mouse(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 500, qtbot)
    at = place(panel, 3)
    panel.canvas.hovered.emit(QPointF(at))
    assert panel.hover.isVisible()
    assert panel.rect().contains(panel.hover.geometry())
    panel.canvas.hovered.emit(QPointF(empty_spot(panel)))
    assert not panel.hover.isVisible()
    settle(panel, qtbot)


def test_the_question_is_a_pin_and_best_hits_show_their_pictures(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot
) -> None:
    picture = show(panel, explorer, 2000, qtbot)
    scene = panel.drawing.scene_now()
    assert scene is not None
    assert not scene.tiles
    rows = np.flatnonzero(picture.clusters == 2)[:4].tolist()
    before = drawn(panel)
    explorer.answered.emit(hits(picture, items_of(2000), rows))
    settle(panel, qtbot)
    scene = panel.drawing.scene_now()
    assert scene is not None
    assert {tile.row for tile in scene.tiles} == set(rows)
    assert panel.model.pin is not None
    assert drawn(panel) != before
    explorer.cleared.emit()
    assert drawn(panel) == before


def test_a_pick_made_elsewhere_shows_on_the_map(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 2000, qtbot)
    before = drawn(panel)
    explorer.selection.replace((5, 6))
    settle(panel, qtbot)
    assert drawn(panel) != before


def test_zooming_to_the_selection_and_home_again(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 500, qtbot)
    home = panel.box.viewRect()
    explorer.selection.replace(picture.items[picture.clusters == 1].tolist())
    panel.zoom_to_selection()
    assert panel.box.viewRect().width() < home.width() / 2
    settle(panel, qtbot)
    panel.go_home()
    assert panel.box.viewRect() == home
    settle(panel, qtbot)


def test_a_click_in_the_small_map_goes_there(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 500, qtbot)
    panel.box.setRange(QRectF(-0.1, -0.1, 0.2, 0.2), padding=0)
    QTest.mouseClick(panel.minimap, Qt.MouseButton.LeftButton, pos=QPoint(60, 42))
    low, high = picture.points.min(axis=0), picture.points.max(axis=0)
    middle = panel.box.viewRect().center()
    assert middle.x() == pytest.approx((low[0] + high[0]) / 2, abs=0.05)
    assert middle.y() == pytest.approx((low[1] + high[1]) / 2, abs=0.05)
    settle(panel, qtbot)


def test_a_map_that_settles_keeps_the_view_the_user_chose(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 500, qtbot)
    panel.box.sigRangeChangedManually.emit([True, True])
    panel.box.setRange(QRectF(-0.2, -0.2, 0.4, 0.4), padding=0)
    chosen = panel.box.viewRect()
    explorer.map_changed.emit(picture_of(items_of(500), is_final=False))
    assert not panel.is_settled()
    explorer.map_changed.emit(picture_of(items_of(500)))
    settle(panel, qtbot)
    assert panel.box.viewRect() == chosen


def test_a_line_of_the_legend_dims_its_cluster(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 500, qtbot)
    line = next(entry for entry in panel.legend.findChildren(Entry) if "cluster number 1" in entry.accessibleName())
    before = drawn(panel)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert panel.model.legend.dims_any
    assert drawn(panel) != before


@pytest.mark.parametrize("by", list(ColourBy))
def test_every_colouring_draws_and_has_a_legend(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, by: ColourBy
) -> None:
    picture = show(panel, explorer, 500, qtbot)
    explorer.answered.emit(hits(picture, items_of(500), [1, 2, 3]))
    panel.model.legend.use_colour(by)
    settle(panel, qtbot)
    assert panel.legend.isVisible()
    assert panel.legend.height() > 30
    assert not drawn(panel).isNull()


def test_a_hundred_thousand_points_become_density_and_come_to_rest(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot
) -> None:
    items = items_of(3)
    rng = np.random.default_rng(0)
    points = rng.normal(0, 0.3, (100_000, 2)).astype(np.float32)
    ids = np.arange(1, 100_001)
    kinds = (Kind.IMAGE,) * 100_000
    explorer.listed.emit(items)
    panel.model.show_picture(MapPicture("toy@1", "pca", 0, ids, kinds, points, np.zeros(100_000, np.int32), {}))
    settle(panel, qtbot)
    seen = drawn(panel)
    ground = DARK.colour("ground")
    assert distance(seen.pixelColor(350, 320), ground) > 60
    panel.box.zoom(40)
    assert panel.drawing.is_moving
    settle(panel, qtbot)
    assert not panel.drawing.is_moving


def crowd(panel: MapPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times as many points at rest as are drawn by the thread that paints."""
    monkeypatch.setattr(map_stock, "SAMPLE", 500)
    points = np.random.default_rng(0).normal(0, 0.3, (5_000, 2)).astype(np.float32)
    kinds, none = (Kind.IMAGE,) * 5_000, np.zeros(5_000, np.int32)
    panel.model.show_picture(MapPicture("toy@1", "pca", 0, np.arange(1, 5_001), kinds, points, none, {}))
    panel.drawing.is_moving = False


def test_of_very_many_points_a_sample_is_seen_until_all_of_them_are_drawn(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(panel, monkeypatch)
    first = drawn(panel)
    assert not panel.is_settled()
    settle(panel, qtbot)
    qtbot.waitUntil(lambda: grouped(5_000) in panel.canvas.accessibleDescription(), timeout=5_000)
    whole, ground = drawn(panel), DARK.colour("ground")
    assert _inked(whole, ground) > 1.5 * _inked(first, ground)
    assert panel.is_settled()


def test_points_drawn_beside_are_dropped_when_the_map_moves_on(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(panel, monkeypatch)
    drawn(panel)
    panel.box.translateBy(x=0.3)
    moving = drawn(panel)
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=5_000)
    assert drawn(panel) == moving or not panel.drawing.is_moving
    settle(panel, qtbot)
    rested = drawn(panel)
    monkeypatch.setattr(map_stock, "SAMPLE", 100_000)
    panel.drawing.restyle()
    settle(panel, qtbot)
    assert drawn(panel) == rested


def _inked(image: QImage, ground: QColor) -> int:
    """Pixels that differ from the ground."""
    words = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
    return int((words & 0xFFFFFF != ground.rgb() & 0xFFFFFF).sum())


def test_two_drawings_of_the_same_map_are_the_same(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 60, qtbot)
    one = drawn(panel)
    explorer.map_changed.emit(picture_of(items_of(60)))
    settle(panel, qtbot)
    assert drawn(panel) == one


def test_a_theme_change_repaints_everything(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 60, qtbot)
    panel.use_theme(load_theme("light"))
    settle(panel, qtbot)
    assert drawn(panel).pixelColor(680, 300).lightness() > 200


def test_in_a_narrow_panel_the_tools_stay_inside(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 60, qtbot)
    for width in (260, 340, 400, 500):
        panel.setFixedWidth(width)
        settle(panel, qtbot)
        assert panel.tools.geometry().right() <= width


# ---- by keyboard


def press(panel: MapPanel, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    panel.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(panel.canvas, key, modifier)


def test_arrows_walk_from_point_to_point_and_shift_gathers(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 300, qtbot)
    press(panel, Qt.Key.Key_Right)
    (first,) = explorer.selection.items
    press(panel, Qt.Key.Key_Right)
    (second,) = explorer.selection.items
    rows = [panel.model.row_of(first), panel.model.row_of(second)]
    assert None not in rows
    assert place(panel, rows[1]).x() > place(panel, rows[0]).x()  # type: ignore[arg-type]
    assert panel.hover.isVisible()
    press(panel, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert second in explorer.selection.items
    assert len(explorer.selection) == 2
    settle(panel, qtbot)


def test_the_view_follows_the_keyboard(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 300, qtbot)
    panel.box.zoom(8)
    settle(panel, qtbot)
    for _ in range(25):
        press(panel, Qt.Key.Key_Right)
    settle(panel, qtbot)
    assert panel.model.points[panel.model.selected_rows(), 0] > np.quantile(panel.model.points[:, 0], 0.9)
    current = explorer.selection.current
    assert current is not None
    row = panel.model.row_of(current)
    assert row is not None
    assert panel.rect().contains(place(panel, row))
    press(panel, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert explorer.selection.current == current
    settle(panel, qtbot)


def test_a_lasso_can_be_drawn_with_keys_alone(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 300, qtbot)
    press(panel, Qt.Key.Key_L)
    assert panel.model.tool is Tool.LASSO
    stride = Qt.KeyboardModifier.ControlModifier
    press(panel, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right):
        for _ in range(4):
            press(panel, key, stride)
        press(panel, Qt.Key.Key_Return)
    assert panel.drawing.is_drawing_outline
    assert panel.drawing.badge
    press(panel, Qt.Key.Key_Space)
    assert len(explorer.selection) > 0
    corners = np.array(panel.drawing.outline)
    picked = panel.model.points[panel.model.selected_rows()]
    assert (picked >= corners.min(axis=0)).all()
    assert (picked <= corners.max(axis=0)).all()
    press(panel, Qt.Key.Key_Escape)
    assert panel.drawing.cross is None
    assert not panel.drawing.outline


def test_a_box_by_keys_adds_with_shift(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 300, qtbot)
    explorer.selection.pick(int(picture.items[0]))
    panel.model.use_tool(Tool.BOX)
    press(panel, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        for _ in range(5):
            press(panel, key, Qt.KeyboardModifier.ControlModifier)
    press(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert int(picture.items[0]) in explorer.selection
    assert len(explorer.selection) > 1


def test_keys_pick_all_in_view_and_a_whole_cluster(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 300, qtbot)
    press(panel, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(explorer.selection) == 300
    explorer.selection.pick(int(picture.items[5]))
    press(panel, Qt.Key.Key_C)
    assert set(explorer.selection.items) == set(picture.items[picture.clusters == picture.clusters[5]].tolist())


def test_every_action_of_the_map_is_told_to_the_menu_and_most_have_a_key(panel: MapPanel) -> None:
    actions = panel.menu_actions()
    assert len({action.text() for action in actions}) == len(actions) >= 20
    keys = [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
    assert len(set(keys)) == len(keys) >= 13


# ---- where one looked


def test_back_leads_to_the_view_before(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 500, qtbot)
    home = panel.box.viewRect()
    explorer.selection.replace(picture.items[picture.clusters == 1].tolist())
    panel.zoom_to_selection()
    settle(panel, qtbot)
    near = panel.box.viewRect()
    press(panel, Qt.Key.Key_Backspace)
    settle(panel, qtbot)
    assert panel.box.viewRect().width() == pytest.approx(home.width(), rel=0.02)
    press(panel, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ShiftModifier)
    settle(panel, qtbot)
    assert panel.box.viewRect().width() == pytest.approx(near.width(), rel=0.02)


# ---- thumbnails


def test_thousands_of_thumbnails_can_be_in_view(explorer: Explorer, qtbot: QtBot) -> None:
    panel = MapPanel(explorer, DARK)
    qtbot.addWidget(panel)
    panel.resize(3840, 2160)
    panel.show()
    items = items_of(1900)
    side = np.stack(np.meshgrid(np.linspace(-1, 1, 50), np.linspace(-0.55, 0.55, 38)), -1).reshape(-1, 2)
    ids = np.array([item.id for item in items])
    clusters = np.zeros(1900, np.int32)
    explorer.listed.emit(items)
    kinds = tuple(item.kind for item in items if item.kind)
    panel.model.show_picture(MapPicture("toy@1", "pca", 0, ids, kinds, side.astype(np.float32), clusters, {}))
    scene = panel.drawing.scene_now()
    assert scene is not None
    assert len(scene.tiles) > 1200
    panel.drawing.is_moving = False
    drawn(panel)
    qtbot.waitUntil(panel.is_settled, timeout=60_000)


def test_a_thumbnail_in_a_chunk_is_drawn_when_it_arrives(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 40, qtbot)
    before = drawn(panel)
    scene = panel.drawing.scene_now()
    assert scene is not None
    tile = next(tile for tile in scene.tiles if panel.model.sheet.shapes[tile.row] == 0)
    item = panel.model.item_at(tile.row)
    assert item is not None
    red = QImage(96, 96, QImage.Format.Format_ARGB32_Premultiplied)
    red.fill(QColor("#ff0000"))
    thumbnails = panel._desk.thumbnails
    for edge in (96, 192):
        thumbnails._tiles[item.id, edge] = Tile(image=red)
    thumbnails.arrived.emit(item.id)
    middle = QPoint(round((tile.box.left + tile.box.right) / 2), round((tile.box.top + tile.box.bottom) / 2))
    assert drawn(panel).pixelColor(middle) == QColor("#ff0000")
    assert before.pixelColor(middle) != QColor("#ff0000")
    settle(panel, qtbot)


# ---- the legend


def line_of(panel: MapPanel, name: str) -> Entry:
    return next(entry for entry in panel.legend.findChildren(Entry) if entry.text() == name and not entry.isHidden())


def test_ctrl_and_a_click_in_the_legend_dim_all_others(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 400, qtbot)
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(line_of(panel, "cluster number 1"), Qt.MouseButton.LeftButton, ctrl)
    assert [row.is_on for row in panel.model.legend.rows()].count(True) == 1
    assert panel.model.lit_clusters() == {1}
    QTest.mouseClick(line_of(panel, "cluster number 1"), Qt.MouseButton.LeftButton, ctrl)
    assert all(row.is_on for row in panel.model.legend.rows())


def test_a_line_of_the_legend_can_filter_the_whole_window(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 400, qtbot)
    panel.legend.wanted.emit(2, "cluster number 2")
    among = explorer.scope.among
    assert among is not None
    assert set(among.items) == set(picture.items[picture.clusters == 2].tolist())
    qtbot.waitUntil(lambda: not explorer.runner.is_busy)


def test_many_clusters_fold_into_more_and_unfold(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    items = items_of(240)
    explorer.listed.emit(items)
    explorer.map_changed.emit(picture_of(items, clusters=12))
    settle(panel, qtbot)
    short = panel.legend.height()
    QTest.mouseClick(line_of(panel, "7 more"), Qt.MouseButton.LeftButton)
    settle(panel, qtbot)
    assert panel.legend.height() > short
    assert line_of(panel, "cluster number 11")
    assert panel.legend.geometry().top() > panel.tools.geometry().bottom()


# ---- while something is under way


def test_a_settling_map_is_shown_as_it_comes(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    items = items_of(300)
    explorer.listed.emit(items)
    last = picture_of(items)
    seen = []
    for share in (0.1, 0.5, 1.0):
        moved = (last.points * share + (1 - share) * np.random.default_rng(1).uniform(-1, 1, last.points.shape)).astype(
            np.float32
        )
        explorer.map_changed.emit(replace(last, points=moved, is_final=share == 1.0))
        QApplication.processEvents()
        seen.append(drawn(panel))
    assert seen[0] != seen[1] != seen[2]
    settle(panel, qtbot)


def test_a_stopped_drawing_of_the_map_leaves_the_last_one(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = show(panel, explorer, 300, qtbot)
    started = threading.Event()

    def chart(_engine: object, job: JobContext, **_: object) -> MapPicture:
        job.publish(replace(picture, points=picture.points * np.float32(0.5), is_final=False))
        started.set()
        while True:
            job.check()
            time.sleep(0.005)

    monkeypatch.setattr("orrery.workflows.chart.chart", chart)
    handle = explorer.make_map()
    qtbot.waitUntil(started.is_set)
    qtbot.waitUntil(lambda: panel.model.is_settling)
    at = place(panel, 3)
    QTest.mouseClick(panel.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(explorer.selection) == 1  # it can be used while the job runs
    assert not drawn(panel).isNull()
    explorer.runner.stop(handle.id)
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)
    assert len(panel.model.points) == 300
    qtbot.waitUntil(lambda: not panel._rest.isActive())


def test_an_item_whose_file_cannot_be_read_still_has_its_place(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot
) -> None:
    show(panel, explorer, 3, qtbot)  # /things/0 and so on are not there
    scene = panel.drawing.scene_now()
    assert scene is not None
    assert {tile.row for tile in scene.tiles} == {0, 1, 2}
    panel.canvas.hovered.emit(QPointF(place(panel, 0)))
    assert panel.hover.isVisible()
    panel.keys.played.emit(1)
    settle(panel, qtbot)
    assert not drawn(panel).isNull()


# ---- for everyone


def test_the_map_tells_itself_in_words(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    show(panel, explorer, 300, qtbot)
    assert panel.canvas.accessibleName()
    assert "Items on the map: 300; clusters: 4." in panel.canvas.accessibleDescription()
    panel.box.zoom(6)
    settle(panel, qtbot)
    assert "In view:" in panel.canvas.accessibleDescription()
    explorer.selection.pick(1)
    assert "Picked: 1." in panel.canvas.accessibleDescription()


def test_every_part_of_the_map_has_a_name_and_can_be_reached_with_tab(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot
) -> None:
    show(panel, explorer, 300, qtbot)
    parts = [part for part in panel.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    parts = [part for part in parts if part.isVisible() and part.focusProxy() is None]
    assert panel.canvas in parts
    assert len(parts) > 8
    assert not [part for part in parts if not (part.accessibleName() or getattr(part, "text", str)())]


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
def test_at_every_scale_all_is_drawn_in_the_screens_own_pixels(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot, ratio: float
) -> None:
    show(panel, explorer, 60, qtbot)
    panel.box.zoom(2)
    settle(panel, qtbot)
    size = panel.canvas.size() * ratio
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    panel.canvas.render(painter)
    painter.end()
    kept = panel.drawing._kept_picture
    assert kept is not None
    assert kept[1].devicePixelRatio() == ratio
    assert kept[1].width() == pytest.approx(panel.canvas.width() * ratio, abs=ratio)
    settle(panel, qtbot)


def test_a_path_is_drawn_on_the_map_and_its_strip_lies_below(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 300, qtbot)
    items = items_of(300)
    before = drawn(panel)
    assert not panel.path.isVisible()
    panel.model.use_tool(Tool.PATH)
    QTest.mouseClick(panel.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place(panel, 0))
    assert panel.path.isVisible()
    assert panel.pointer.path.start is not None
    path = panel.pointer.path
    path._end = items[9]
    path._show((items[0], items[3], items[9]))
    assert len(panel.drawing.path) == 3
    assert panel.rect().contains(panel.path.geometry())
    assert panel.legend.geometry().bottom() < panel.path.geometry().top()
    assert drawn(panel) != before
    panel.path.stops.setFocus()
    QTest.keyClick(panel.path.stops, Qt.Key.Key_Right)
    QTest.keyClick(panel.path.stops, Qt.Key.Key_Right)
    assert explorer.selection.items == (items[3].id,)
    QTest.mouseClick(panel.path.stops, Qt.MouseButton.LeftButton, pos=panel.path.stops.box(2).center().toPoint())
    assert explorer.selection.items == (int(picture.items[9]),)
    QTest.keyClick(panel.path.stops, Qt.Key.Key_Escape)
    assert not panel.path.isVisible()
    settle(panel, qtbot)


# ---- clusters and directions


def test_a_click_on_a_name_picks_its_cluster(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 300, qtbot)
    scene = panel.drawing.scene_now()
    assert scene is not None
    number, box = next(iter(scene.names.items()))
    middle = QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    panel.pointer.click(middle, Gesture.REPLACE)
    assert set(explorer.selection.items) == set(picture.items[picture.clusters == number].tolist())


def test_clusters_of_one_level_can_be_named_and_coloured_at_every_scale(
    panel: MapPanel, explorer: Explorer, qtbot: QtBot
) -> None:
    items = items_of(120)
    explorer.listed.emit(items)
    plain = picture_of(items, 4)
    leaves = plain.clusters
    tree = {at: replace(info, level=FINE, parent=4 + at // 2) for at, info in plain.names.items()}
    tree |= {4 + at: ClusterInfo(4 + at, f"middle number {at}", 60, None, MIDDLE) for at in range(2)}
    explorer.map_changed.emit(replace(plain, tree=tree, leaves=leaves, clusters=(4 + leaves // 2).astype(np.int32)))
    settle(panel, qtbot)
    assert {row.name for row in panel.model.legend.rows()} == {"middle number 0", "middle number 1"}
    panel.actions_of_map[f"level {FINE}"].trigger()
    assert {row.name for row in panel.model.legend.rows()} == {f"cluster number {at}" for at in range(4)}
    assert panel.model.sheet.level_at(panel.drawing.frame()) == FINE  # type: ignore[arg-type]
    explorer.map_changed.emit(replace(plain, tree=tree, leaves=leaves))  # another picture, the same wish
    assert panel.model.level == FINE
    panel.actions_of_map["level None"].trigger()
    assert panel.model.level is None
    settle(panel, qtbot)


def test_directions_are_named_shown_kept_and_left(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    picture = show(panel, explorer, 40, qtbot)
    panel.actions_of_map["axes"].trigger()
    assert panel.axes_bar.isVisible()
    told: list[str] = []
    explorer.told.connect(told.append)
    QTest.keyClicks(panel.axes_bar.fields[0], "day")
    QTest.keyClick(panel.axes_bar.fields[0], Qt.Key.Key_Return)
    assert "at the right and at the top" in told[-1]
    assert "axes" not in panel.remembered()
    QTest.keyClicks(panel.axes_bar.fields[1], "night")
    QTest.keyClicks(panel.axes_bar.fields[3], "loud")
    QTest.keyClick(panel.axes_bar.fields[3], Qt.Key.Key_Return)
    named = replace(picture, axes=("day", "night", "", "loud"), points=picture.points[::-1].copy())
    panel.axes._keep(named)
    assert panel.model.picture is named
    assert [one.text() for one in panel.ends.labels if one.isVisible()] == ["← day", "night →", "↑ loud"]
    assert panel.remembered()["axes"] == ["day", "night", "", "loud"]
    panel.axes_bar.left.emit()
    assert panel.model.picture is picture
    assert not any(one.isVisible() for one in panel.ends.labels)
    assert not panel.axes_bar.isVisible()
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=10_000)
    settle(panel, qtbot)


def test_directions_come_back_with_the_window(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    panel.bring_back({"axes": ["a", "b", "c", "d"]})
    assert panel.axes.words == ("a", "b", "c", "d")
    panel.bring_back({"axes": ["a", "b", 3]})
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=10_000)


def test_answers_glow_after_their_cards_were_painted(filled_engine: Engine, qtbot: QtBot) -> None:
    explorer = Explorer(filled_engine)
    panel = MapPanel(explorer, DARK)
    qtbot.addWidget(panel)
    panel.show()
    explorer.refresh()
    qtbot.waitUntil(lambda: not explorer.runner.is_busy and len(panel.model.points) > 0, timeout=20_000)
    with qtbot.waitSignal(explorer.answered):
        explorer.ask_text("red")
    assert panel.model.pin is None
    assert not panel.is_settled()
    qtbot.waitUntil(lambda: panel.model.pin is not None)
    explorer.clear()
    assert panel.model.pin is None
    qtbot.waitUntil(lambda: panel.is_settled() and not explorer.runner.is_busy, timeout=20_000)
    assert explorer.close()


@pytest.mark.parametrize(
    ("width", "colour", "has_words", "count"),
    [
        (640, "Colour: cluster ▾", True, 4),
        (570, "cluster ▾", True, 4),
        (500, "cluster ▾", False, 4),
        (380, "cluster ▾", False, 1),
    ],
)
def test_tools_say_less_before_any_is_left_out(
    panel: MapPanel, width: int, colour: str, has_words: bool, count: int
) -> None:
    panel.resize(width, 500)
    buttons = [button for button in panel.tools.findChildren(QToolButton) if button.isVisible()]
    assert colour in {button.text() for button in buttons}
    is_words = Qt.ToolButtonStyle.ToolButtonTextOnly
    tools = [button for button in buttons if button.text() in {"Pan", "Lasso", "Box", "Path"}]
    assert [button.toolButtonStyle() == is_words for button in tools] == [has_words] * 4
    assert len([button for button in buttons if not button.text()]) == count


def test_the_method_has_a_button_once_there_is_a_map(panel: MapPanel, explorer: Explorer, qtbot: QtBot) -> None:
    def shown() -> list[str]:
        return [button.text() for button in panel.tools.findChildren(QToolButton) if button.isVisible()]

    assert "pca ▾" not in shown()
    show(panel, explorer, 6, qtbot)
    assert "pca ▾" in shown()
