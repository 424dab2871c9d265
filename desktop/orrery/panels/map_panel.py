"""The map: every item a point, thumbnails where there is room, names, tools, legend, and the whole in small."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from orrery.domain.query import Gathering
from orrery.panels.axes_bar import AxesBar, AxisEnds
from orrery.panels.collecting import rename_cluster
from orrery.panels.hover_card import HoverCard
from orrery.panels.legend import Legend
from orrery.panels.map_access import tell_what_the_map_is
from orrery.panels.map_actions import map_actions
from orrery.panels.map_drawing import MapDrawing
from orrery.panels.map_keys import MapKeys
from orrery.panels.map_path import PathStrip
from orrery.panels.map_pointer import MapPointer
from orrery.panels.map_stock import Base
from orrery.panels.map_tools import MapTools
from orrery.panels.map_view import MapBox, MapCanvas
from orrery.panels.minimap import MiniMap
from orrery.panels.panel import Panel
from orrery.panels.theme import Theme
from orrery.viewmodels.cluster_model import cluster_model_of
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.map_axes import MapAxes
from orrery.viewmodels.map_layout import Box
from orrery.viewmodels.map_model import Gesture, MapModel, Tool
from orrery.viewmodels.map_summary import summary
from orrery.viewmodels.map_views import View, ViewHistory
from orrery.workflows.chart import MapPicture
from orrery.workflows.find import Answers

EDGE = 14
"""Pixels between the map's edge and what lies on it."""

AIR = 44
"""Pixels kept free around the whole map: half a thumbnail and a name."""

REST_MS = 140
"""After this long without a move the map is drawn in full again."""

GLOW_MS = 20
"""After an answer came its cards are painted first, then its glow: with 100 000 points that takes 50 ms more."""

GLIDE_MS = 220
"""How long it takes to get to another part of the map: long enough to see which way it went."""


class MapPanel(Panel):
    """Shows the map of the library and lets items be picked on it."""

    def __init__(self, explorer: Explorer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tell_what_the_map_is()
        self._explorer = explorer
        self._desk = desk_of(explorer)
        self._theme = theme
        self.model = MapModel(explorer.selection, self._desk.items.get, self)
        self.views = ViewHistory()
        self.box = MapBox(self.model)
        self.canvas = MapCanvas(self.box, self._press)
        self.drawing = MapDrawing(self.model, self._desk, theme, self._draw_beside)
        self.hover = HoverCard(self._desk, theme, self)
        self.pointer = MapPointer(explorer, self.model, self.canvas, self.drawing, self.hover)
        self.keys = MapKeys(self.model, self.box, self.drawing, self)
        self.path = PathStrip(self.pointer.path, self._desk, theme, self)
        self.actions_of_map = map_actions(self)
        self.tools = MapTools(self.model, self.actions_of_map, theme, self)
        self.legend = Legend(self.model, theme, self)
        self.minimap = MiniMap(self.model, theme, self)
        self.axes = MapAxes(explorer, self)
        self.axes_bar = AxesBar(self.axes, theme, self)
        self.ends = AxisEnds(self)
        self._empty = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._soon = QTimer(self, interval=GLOW_MS, singleShot=True)
        self._has_moved = False
        self._wanted: View | None = None
        self._map = explorer.picture
        self._build()
        self._connect()
        self._show_current_state()

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = self.hover.theme = theme
        self._paint_ground()
        for part in (self.drawing, self.tools, self.legend, self.minimap, self.path, self.axes_bar):
            part.use_theme(theme)

    def menu_actions(self) -> Sequence[QAction]:
        """Everything that can be done on the map."""
        return tuple(self.actions_of_map.values())

    def is_settled(self) -> bool:
        """Whether the map rests and every thumbnail on it is there."""
        return (
            self._desk.is_settled
            and not self._rest.isActive()
            and not self._soon.isActive()
            and not self.model.is_settling
            and self.drawing.is_settled
            and self.axes.is_settled
        )

    def remembered(self) -> Mapping[str, Any]:
        """Colours and what is dimmed, sounds under the mouse, where one looked, and what the directions mean."""
        seen = self.box.viewRect()
        view = {"view": [seen.center().x(), seen.center().y(), seen.width()]} if self._has_moved else {}
        axes = {"axes": list(self.axes.words)} if self.axes.words else {}
        return {**view, **axes, "legend": self.model.legend.remembered(), "sound": self.pointer.sound.is_on}

    def bring_back(self, remembered: Mapping[str, Any]) -> None:
        """Look there again as soon as the map is there, in the same colours."""
        legend = remembered.get("legend")
        if isinstance(legend, dict):
            self.model.legend.bring_back(legend)
        self.pointer.sound.switch(remembered.get("sound") is not False)
        match remembered.get("view"):
            case [float() | int() as x, float() | int() as y, float() | int() as width] if width > 0:
                self._wanted = View(float(x), float(y), float(width))
        match remembered.get("axes"):
            case [str() as left, str() as right, str() as bottom, str() as top]:
                self.axes.place((left, right, bottom, top))

    # ---- where to look

    def go_home(self) -> None:
        """Bring the whole map into view."""
        if len(self.model.points):
            self._has_moved = False
            self.box.go_to(self._home())

    def glide_home(self) -> None:
        """The same, so that one sees where one came from."""
        if len(self.model.points):
            self._has_moved = False
            self._glide(self._home())

    def zoom_to_selection(self) -> None:
        """Bring what is picked into view."""
        rows = self.model.selected_rows()
        if len(rows):
            points = self.model.points[rows]
            low, high = points.min(axis=0), points.max(axis=0)
            self._has_moved = True
            self._glide(self._area_for(QRectF(QPointF(*map(float, low)), QPointF(*map(float, high)))))

    def look_back(self) -> None:
        """Where one looked before."""
        self._look_again(self.views.back())

    def look_forward(self) -> None:
        """Where one looked before looking back."""
        self._look_again(self.views.forward())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep what lies on the map in its corners."""
        super().resizeEvent(event)
        self._arrange()

    # ---- inside: building

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Map"))
        self.canvas.setAccessibleName(self.tr("Map of all items"))
        self.setFocusProxy(self.canvas)
        self.canvas.claims = self._claims
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.canvas)
        self.canvas.lower()
        self.box.addItem(self.drawing, ignoreBounds=True)
        self._empty.setProperty("look", "quiet")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.setText(self.tr("The map appears here as soon as there are items to place."))
        self._paint_ground()
        for action in self.actions_of_map.values():
            self.addAction(action)
        order = (self.tools, self.axes_bar, self.canvas, self.legend, self.minimap, self.path)
        for one, next_one in pairwise(order):
            self.setTabOrder(one, next_one)

    def _connect(self) -> None:
        explorer, model, desk = self._explorer, self.model, self._desk
        explorer.map_changed.connect(self._take_map)
        self.axes.changed.connect(self._show_picture)
        self.axes_bar.left.connect(lambda: self.show_axes(is_shown=False))
        explorer.answered.connect(self._await_glow)
        explorer.cleared.connect(self._glow)
        self._soon.timeout.connect(self._glow)
        explorer.shown_changed.connect(model.show_only)
        explorer.library_changed.connect(self._read_tags)
        explorer.marks_changed.connect(self._read_tags)
        explorer.selection.changed.connect(self.pointer.selection_changed)
        desk.items.changed.connect(model.legend.learn_items)
        desk.items.changed.connect(self.drawing.restyle)
        desk.items.opened.connect(lambda: self.drawing.refresh())  # noqa: PLW0108 - leaves out arguments
        desk.thumbnails.arrived.connect(self._show_thumbnail)
        desk.thumbnails.settled.connect(self.drawing.refresh_waiting)
        model.redrawn.connect(self._redraw)
        model.restyled.connect(self._restyle)
        model.picked.connect(self.drawing.repick)
        model.picked.connect(self._tell)
        model.tool_changed.connect(self._show_tool)
        model.legend.tags_wanted.connect(self._read_tags)
        self.minimap.moved.connect(self._go_to)
        self.legend.wanted.connect(self._keep_only)
        self.legend.cluster_wanted.connect(cluster_model_of(explorer).show)
        self.legend.name_wanted.connect(self._ask_name)
        self.pointer.path.changed.connect(self._arrange)
        self._connect_canvas()

    def _connect_canvas(self) -> None:
        box, pointer, keys = self.box, self.pointer, self.keys
        box.sigRangeChanged.connect(self._moved)
        box.sigRangeChangedManually.connect(self._moved_by_hand)
        box.told.clicked.connect(pointer.click)
        box.told.double_clicked.connect(pointer.ask)
        box.told.menu_wanted.connect(pointer.open_menu)
        # Queued: a drag waits for the mouse to be let go, and the scene is not to stand still in the midst of an event.
        box.takes = pointer.holds
        box.told.taken.connect(pointer.take_along, Qt.ConnectionType.QueuedConnection)
        box.told.outlining.connect(pointer.draw_outline)
        box.told.outlined.connect(pointer.pick_inside)
        keys.came_to.connect(pointer.come_to)
        keys.played.connect(pointer.play)
        keys.opened.connect(pointer.open)
        keys.outlining.connect(lambda corners: pointer.draw_outline(corners, Gesture.REPLACE))
        keys.outlined.connect(pointer.pick_inside)
        self.canvas.hovered.connect(pointer.hover)
        self.canvas.left.connect(pointer.leave)
        self._rest.timeout.connect(self._come_to_rest)

    def _show_current_state(self) -> None:
        self.model.show_only(self._explorer.shown)
        self.model.show_answers(self._explorer.answers)
        self._show_picture()

    def _paint_ground(self) -> None:
        self.canvas.setBackground(self._theme.colour("ground"))
        self.canvas.ring = self._theme.colour("accent")

    # ---- inside: showing

    def _take_map(self, picture: MapPicture | None) -> None:
        self._map = picture
        self._show_picture()

    def _show_picture(self) -> None:
        """The map, or what stands instead of it while its directions are named."""
        named = self.axes.picture
        was_named = self.model.picture is not None and self.model.picture.axes is not None
        if (named is not None) != was_named:
            self._has_moved = False
            self.views.forget()
        self.model.show_picture(named or self._map)
        self.ends.show_words(named.axes if named else None)
        self.actions_of_map["axes"].setChecked(not self.axes_bar.isHidden() or named is not None)
        self._arrange()

    def show_axes(self, *, is_shown: bool) -> None:
        """Let the directions of the map be named, or show the map by likeness again."""
        self.axes_bar.setVisible(is_shown)
        if is_shown:
            self.axes_bar.begin()
        else:
            self.axes.drop()
        self.actions_of_map["axes"].setChecked(is_shown)
        self._arrange()

    def _redraw(self, is_same: bool) -> None:
        self._empty.setVisible(len(self.model.points) == 0)
        self.drawing.outline = ()
        if not is_same:
            self.views.forget()
        self._arrange()
        if not is_same or not self._has_moved:
            self.go_home()
        if self._wanted is not None and len(self.model.points):
            wanted, self._wanted = self._wanted, None
            self._look_again(wanted)
        self._restyle()

    def _await_glow(self, answers: Answers) -> None:
        if self._explorer.is_still:
            self.model.show_answers(answers)
        else:
            self._soon.start()

    def _glow(self) -> None:
        """Let what was found last glow, or nothing."""
        self._soon.stop()
        self.model.show_answers(self._explorer.answers)

    def _draw_beside(self, draw: Callable[[], Base], drawn: Callable[[Base], None]) -> None:
        self._explorer.runner.look("points", draw, drawn, self._explorer.tell)

    def _restyle(self) -> None:
        self.drawing.restyle()
        self._arrange()
        self._tell()

    def _arrange(self) -> None:
        """Put tools, legend, path and the small map into their places, and keep names and thumbnails off them."""
        self.tools.fit(self.width() - 2 * EDGE)
        self.tools.move(EDGE, EDGE)
        bottom = self.height() - EDGE
        if not self.path.isHidden():
            self.path.setFixedWidth(max(160, self.width() - 2 * EDGE))
            self.path.adjustSize()
            self.path.move(EDGE, bottom - self.path.height())
            bottom -= self.path.height() + EDGE // 2
        self.legend.fit(bottom - 136)
        self.legend.adjustSize()
        self.legend.move(EDGE, bottom - self.legend.height())
        free = self.width() - self.legend.geometry().right() - EDGE // 2
        self.minimap.give_room(is_enough=self.legend.isHidden() or free >= self.minimap.width() + EDGE)
        self.minimap.move(self.width() - self.minimap.width() - EDGE, bottom - self.minimap.height())
        self._empty.setGeometry(self.rect().adjusted(40, 40, -40, -40))
        self.axes_bar.fit(self.width() - 2 * EDGE)
        self.axes_bar.move(EDGE, self.tools.geometry().bottom() + EDGE // 2)
        top = (self.tools if self.axes_bar.isHidden() else self.axes_bar).geometry().bottom() + EDGE // 2
        self.ends.arrange(QRect(EDGE, top, self.width() - 2 * EDGE, self.height() - top - EDGE))
        parts = (self.tools, self.axes_bar, self.legend, self.minimap, self.path, *self.ends.labels)
        covers = [part for part in parts if not part.isHidden()]
        boxes = tuple(
            Box(g.left() - 4, g.top() - 4, g.right() + 5, g.bottom() + 5) for g in (c.geometry() for c in covers)
        )
        if boxes != self.drawing.obstacles:
            self.drawing.obstacles = boxes
        if not self._has_moved:
            self.go_home()

    def _show_tool(self) -> None:
        crosses = self.model.tool is not Tool.PAN
        self.canvas.setCursor(Qt.CursorShape.CrossCursor if crosses else Qt.CursorShape.ArrowCursor)

    def _show_thumbnail(self, item: int) -> None:
        self.drawing.refresh(item)
        if self.hover.item is not None and self.hover.item.id == item:
            self.hover.update()

    def _read_tags(self) -> None:
        """Colours by tag need to know who has which; nothing else does."""
        from orrery.viewmodels.map_colours import ColourBy
        from orrery.workflows.tagged import tagged

        if self.model.legend.colour_by is ColourBy.TAG:
            engine = self._explorer.engine
            self._explorer.runner.look(
                "tags", lambda: tagged(engine), self.model.legend.learn_tags, self._explorer.tell
            )

    def _keep_only(self, key: int, name: str) -> None:
        """Keep only the items of one line of the legend in view, everywhere."""
        self._explorer.show_among(
            Gathering(f"legend {self.model.legend.colour_by.value} {name}", self.model.legend.items_of(key))
        )

    def _ask_name(self, cluster: int) -> None:
        info = self.model.picture.tree.get(cluster) if self.model.picture else None
        if info is not None:
            rename_cluster(cluster_model_of(self._explorer), info, self)

    # ---- inside: moving

    def _home(self) -> QRectF:
        west, south, east, north = self.model.sheet.bounds
        return self._area_for(QRectF(QPointF(west, south), QPointF(east, north)))

    def _area_for(self, area: QRectF) -> QRectF:
        """What has to be in view to see an area in the part of the panel that nothing lies on."""
        if self.width() < 2 * AIR or self.height() < 4 * AIR:
            return self.box.viewRect()
        under = self.tools if self.axes_bar.isHidden() else self.axes_bar
        top = under.geometry().bottom() + AIR / 2
        bottom = self.path.y() if not self.path.isHidden() else self.height()
        room = QRectF(AIR, top, self.width() - 2 * AIR, max(60.0, bottom - top - AIR / 2))
        clear = self.legend.y() - AIR / 2 if self.legend.isVisible() else room.bottom()
        return self.box.area_for(area, room, clear)

    def _glide(self, area: QRectF) -> None:
        self.box.go_to(area, 0 if self._explorer.is_still or not self.isVisible() else GLIDE_MS)

    def _look_again(self, view: View | None) -> None:
        if view is not None:
            self._has_moved = True
            seen = self.box.viewRect()
            high = view.width * seen.height() / max(seen.width(), 1e-9)
            self._glide(QRectF(view.x - view.width / 2, view.y - high / 2, view.width, high))

    def _moved(self, *_: object) -> None:
        if len(self.model.points):
            self.drawing.is_moving = True
            self._rest.start()
        self.minimap.show_view(self.box.viewRect())
        self.pointer.leave()

    def _moved_by_hand(self, *_: object) -> None:
        self._has_moved = True

    def _tell(self) -> None:
        """What the map shows, in words; while it moves that waits."""
        if self.drawing.is_moving:
            return
        frame, runner = self.drawing.frame(), self._explorer.runner
        if frame is not None and self.drawing.is_heavy(frame):  # with a million points 22 ms of standing still
            words = lambda: summary(self.model, self.drawing.rows_in(frame))  # noqa: E731 - for another thread
            runner.look("map in words", words, self.canvas.setAccessibleDescription, self._explorer.tell)
        else:
            runner.forget("map in words")
            rows, _ = self.drawing.spots_in_view()
            self.canvas.setAccessibleDescription(summary(self.model, rows))

    def _come_to_rest(self) -> None:
        self.drawing.is_moving = False
        self.drawing.update()
        seen = self.box.viewRect()
        self.views.rest_at(View(seen.center().x(), seen.center().y(), seen.width()))
        self.tools.show_views(back=self.views.can_go_back)
        self._tell()

    def _go_to(self, middle: QPointF) -> None:
        self._has_moved = True
        view = self.box.viewRect()
        view.moveCenter(middle)
        self.box.go_to(view)

    # ---- inside: keys

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self._let_go()
        if event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pointer.pick_in_view()
            return True
        if event.key() == Qt.Key.Key_Menu:
            self.pointer.open_menu_of_picked()
            return True
        return self.keys.press(event)

    def _claims(self, event: QKeyEvent) -> bool:
        """Keys that the window has another meaning for, while they mean something here."""
        if event.key() == Qt.Key.Key_Escape:
            return bool(self.drawing.outline or self.drawing.cross) or self.pointer.path.start is not None
        return event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier

    def _let_go(self) -> bool:
        """Esc: what is being drawn, else the path."""
        if self.keys.drop() | self.pointer.drop_outline():
            return True
        has_path = self.pointer.path.start is not None
        self.pointer.path.drop()
        return has_path
