"""The map: every item a point, thumbnails where there is room, names, tools, legend, and the whole in small."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from orrery.panels.hover_card import HoverCard
from orrery.panels.item_menu import ask_like, item_menu
from orrery.panels.legend import Legend
from orrery.panels.map_drawing import MapDrawing
from orrery.panels.map_tools import MapTools
from orrery.panels.map_view import MapBox, MapCanvas
from orrery.panels.minimap import MiniMap
from orrery.panels.panel import Panel
from orrery.panels.theme import Theme
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.map_layout import Box
from orrery.viewmodels.map_model import Gesture, MapModel, Tool
from orrery.viewmodels.result_model import kind_word

EDGE = 14
"""Pixels between the map's edge and what lies on it."""

AIR = 44
"""Pixels kept free around the whole map: half a thumbnail and a name."""

REST_MS = 140
"""After this long without a move the map is drawn in full again."""


class MapPanel(Panel):
    """Shows the map of the library and lets items be picked on it."""

    def __init__(self, explorer: Explorer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._desk = desk_of(explorer)
        self._theme = theme
        self.model = MapModel(explorer.selection, self._desk.items.get, self)
        self.box = MapBox(self.model)
        self.canvas = MapCanvas(self.box)
        self.drawing = MapDrawing(self.model, self._desk, theme)
        self.tools = MapTools(self.model, theme, self)
        self.legend = Legend(self.model, theme, self)
        self.minimap = MiniMap(self.model, theme, self)
        self.hover = HoverCard(self._desk, theme, self)
        self._empty = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._has_moved = False
        self._build()
        self._connect()
        self._show_current_state()

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = self.hover.theme = theme
        self._paint_ground()
        for part in (self.drawing, self.tools, self.legend, self.minimap):
            part.use_theme(theme)

    def is_settled(self) -> bool:
        """Whether the map rests and every thumbnail on it is there."""
        return self._desk.is_settled and not self._rest.isActive() and not self.model.is_settling

    def go_home(self) -> None:
        """Bring the whole map into view."""
        if len(self.model.points):
            self._has_moved = False
            west, south, east, north = self.model.bounds
            self._look_at(QRectF(QPointF(west, south), QPointF(east, north)))

    def zoom_to_selection(self) -> None:
        """Bring what is picked into view."""
        rows = self.model.selected_rows()
        if len(rows):
            points = self.model.points[rows]
            low, high = points.min(axis=0), points.max(axis=0)
            self._has_moved = True
            self._look_at(QRectF(QPointF(*map(float, low)), QPointF(*map(float, high))))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep what lies on the map in its corners."""
        super().resizeEvent(event)
        self._arrange()

    # ---- inside: building

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Map"))
        self.canvas.setAccessibleName(self.tr("Map of all items"))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.canvas)
        self.canvas.lower()
        self.box.addItem(self.drawing, ignoreBounds=True)
        self._empty.setProperty("look", "quiet")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.setText(self.tr("The map appears here as soon as there are items to place."))
        self._paint_ground()
        for name, key, do in (
            (self.tr("Whole map"), "Home", self.go_home),
            (self.tr("Zoom to the selection"), "Z", self.zoom_to_selection),
            (self.tr("Zoom in"), "+", lambda: self.box.zoom(1.3)),
            (self.tr("Zoom out"), "-", lambda: self.box.zoom(1 / 1.3)),
            (self.tr("Let go of the outline"), "Esc", self._drop_outline),
        ):
            action = QAction(name, self, shortcut=QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(do)
            self.addAction(action)

    def _connect(self) -> None:
        explorer, model, desk = self._explorer, self.model, self._desk
        explorer.map_changed.connect(model.show_picture)
        explorer.answered.connect(model.show_answers)
        explorer.cleared.connect(lambda: model.show_answers(None))
        explorer.shown_changed.connect(model.show_only)
        desk.items.changed.connect(model.learn_items)
        desk.items.changed.connect(self.drawing.restyle)
        desk.items.opened.connect(lambda: self.drawing.refresh())  # noqa: PLW0108 - leaves out arguments
        desk.thumbnails.arrived.connect(self._show_thumbnail)
        desk.thumbnails.settled.connect(self.drawing.refresh_waiting)
        model.redrawn.connect(self._redraw)
        model.restyled.connect(self._restyle)
        model.picked.connect(self.drawing.repick)
        model.tool_changed.connect(self._show_tool)
        self.tools.home_wanted.connect(self.go_home)
        self.tools.zoom_wanted.connect(self.zoom_to_selection)
        self.tools.remade.connect(explorer.make_map)
        self.minimap.moved.connect(self._go_to)
        self.box.sigRangeChanged.connect(self._moved)
        self.box.sigRangeChangedManually.connect(self._moved_by_hand)
        self.box.told.clicked.connect(self._click)
        self.box.told.double_clicked.connect(self._ask)
        self.box.told.menu_wanted.connect(self._open_menu)
        self.box.told.outlining.connect(self._draw_outline)
        self.box.told.outlined.connect(self._pick_inside)
        self.canvas.hovered.connect(self._hover)
        self.canvas.left.connect(self._unhover)
        self._rest.timeout.connect(self._come_to_rest)
        explorer.selection.changed.connect(self._selection_changed)

    def _show_current_state(self) -> None:
        self.model.show_only(self._explorer.shown)
        self.model.show_answers(self._explorer.answers)
        self.model.show_picture(self._explorer.picture)

    def _paint_ground(self) -> None:
        self.canvas.setBackground(self._theme.colour("ground"))

    # ---- inside: showing

    def _redraw(self, is_same: bool) -> None:
        self._empty.setVisible(len(self.model.points) == 0)
        self.drawing.outline = ()
        self._arrange()
        if not is_same or not self._has_moved:
            self.go_home()
        self._restyle()

    def _restyle(self) -> None:
        self.drawing.restyle()
        self._arrange()

    def _arrange(self) -> None:
        """Put tools, legend and the small map into the corners, and keep names and thumbnails off them."""
        self.tools.fit(self.width() - 2 * EDGE)
        self.tools.move(EDGE, EDGE)
        self.legend.fit(self.height() - 150)
        self.legend.adjustSize()
        self.legend.move(EDGE, self.height() - self.legend.height() - EDGE)
        self.minimap.move(self.width() - self.minimap.width() - EDGE, self.height() - self.minimap.height() - EDGE)
        self._empty.setGeometry(self.rect().adjusted(40, 40, -40, -40))
        covers = [part for part in (self.tools, self.legend, self.minimap) if not part.isHidden()]
        boxes = tuple(
            Box(g.left() - 4, g.top() - 4, g.right() + 5, g.bottom() + 5) for g in (c.geometry() for c in covers)
        )
        if boxes != self.drawing.obstacles:
            self.drawing.obstacles = boxes
            self.drawing.update()
        if not self._has_moved:
            self.go_home()

    def _show_tool(self) -> None:
        crosses = self.model.tool is not Tool.PAN
        self.canvas.setCursor(Qt.CursorShape.CrossCursor if crosses else Qt.CursorShape.ArrowCursor)

    def _show_thumbnail(self, item: int) -> None:
        self.drawing.refresh(item)
        if self.hover.item is not None and self.hover.item.id == item:
            self.hover.update()

    # ---- inside: moving

    def _look_at(self, area: QRectF) -> None:
        """Bring an area into the part of the panel that nothing lies on."""
        if self.width() < 2 * AIR or self.height() < 4 * AIR:
            return
        top = self.tools.geometry().bottom() + AIR / 2
        room = QRectF(AIR, top, self.width() - 2 * AIR, self.height() - top - AIR / 2)
        self.box.look_at(area, room, self.legend.y() - AIR / 2 if self.legend.isVisible() else room.bottom())

    def _moved(self, *_: object) -> None:
        if len(self.model.points):
            self.drawing.is_moving = True
            self._rest.start()
        self.minimap.show_view(self.box.viewRect())
        self._unhover()

    def _moved_by_hand(self, *_: object) -> None:
        self._has_moved = True

    def _come_to_rest(self) -> None:
        self.drawing.is_moving = False
        self.drawing.update()

    def _go_to(self, middle: QPointF) -> None:
        self._has_moved = True
        view = self.box.viewRect()
        view.moveCenter(middle)
        self.box.setRange(view, padding=0)

    # ---- inside: picking

    def _click(self, at: QPointF, gesture: Gesture) -> None:
        self._drop_outline()
        self.model.pick(self.drawing.point_under(at.x(), at.y()), gesture)

    def _ask(self, at: QPointF, _: Gesture) -> None:
        row = self.drawing.point_under(at.x(), at.y())
        item = None if row is None else self.model.item_at(row)
        if item is not None:
            ask_like(item, self._explorer)

    def _draw_outline(self, corners: list[tuple[float, float]]) -> None:
        self.drawing.outline, self.drawing.is_drawing_outline = tuple(corners), True
        self._unhover()
        self.drawing.update()

    def _pick_inside(self, corners: list[tuple[float, float]], gesture: Gesture) -> None:
        self.drawing.is_drawing_outline = False
        self.model.pick_inside(corners, gesture)
        self.drawing.outline = tuple(corners)
        self.drawing.update()

    def _drop_outline(self) -> None:
        self.drawing.outline, self.drawing.is_drawing_outline = (), False
        self.drawing.update()

    def _selection_changed(self) -> None:
        if not self.drawing.is_drawing_outline:
            self._drop_outline()

    def _open_menu(self, at: QPointF) -> None:
        row = self.drawing.point_under(at.x(), at.y())
        item = None if row is None else self.model.item_at(row)
        if item is None:
            return
        if item.id not in self._explorer.selection:
            self._explorer.selection.pick(item.id)
        picked = [self._desk.items.get(picked) for picked in self._explorer.selection.items]
        menu = item_menu([item for item in picked if item is not None], self._explorer, self)
        menu.popup(self.canvas.mapToGlobal(at.toPoint()))

    # ---- inside: hovering

    def _hover(self, at: QPointF) -> None:
        row = self.drawing.point_under(at.x(), at.y())
        item = None if row is None else self.model.item_at(row)
        if row != self.drawing.hovered:
            self.drawing.hovered = row
            self.drawing.update()
        if item is None or row is None:
            self.hover.clear()
            return
        note = self.model.cluster_name(row) or self.tr("in no cluster")
        self.hover.show_item(item, f"{kind_word(item.kind)} · {note}", at.toPoint())

    def _unhover(self) -> None:
        if self.drawing.hovered is not None:
            self.drawing.hovered = None
            self.drawing.update()
        self.hover.clear()
