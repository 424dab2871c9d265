"""What mouse and keyboard do to the items of the map: pick, draw around them, look at them, ask with them."""

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.panels.collecting import rename_cluster
from orrery.panels.hover_card import HoverCard
from orrery.panels.item_menu import ask_like, item_menu, open_items
from orrery.panels.map_drawing import MapDrawing
from orrery.panels.map_view import MapCanvas
from orrery.panels.picked import drag_items
from orrery.viewmodels.cluster_model import cluster_model_of
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.map_hover import HoverSound
from orrery.viewmodels.map_model import Gesture, MapModel, Tool
from orrery.viewmodels.map_path import PathModel
from orrery.viewmodels.map_summary import told_of
from orrery.viewmodels.result_model import kind_word
from orrery.viewmodels.wording import grouped

Corners = list[tuple[float, float]]

COUNTED = 200_000
"""Points up to which the items inside an outline are counted while it is drawn."""


class MapPointer(QObject):
    """Answers what happens on the canvas."""

    def __init__(
        self, explorer: Explorer, model: MapModel, canvas: MapCanvas, drawing: MapDrawing, card: HoverCard
    ) -> None:
        super().__init__(canvas)
        self._explorer = explorer
        self._desk = desk_of(explorer)
        self._model = model
        self._canvas = canvas
        self._drawing = drawing
        self._card = card
        self.path = PathModel(explorer, self._desk.player, self)
        self.sound = HoverSound(self._desk.player, self)
        self.path.changed.connect(self.show_path)
        model.redrawn.connect(self.show_path)

    # ---- picking

    def click(self, at: QPointF, gesture: Gesture) -> None:
        """Pick the point there, or take it as an end of the path."""
        self.drop_outline()
        named = self._drawing.name_under(at.x(), at.y())
        if named is not None and gesture is Gesture.REPLACE and self._model.tool is Tool.PAN:
            cluster_model_of(self._explorer).show(named)
            return
        row = self._drawing.point_under(at.x(), at.y())
        item = None if row is None else self._model.item_at(row)
        if self._model.tool is Tool.PATH and item is not None:
            self.path.pick(item)
            self._explorer.selection.pick(item.id)
        else:
            self._model.pick(row, gesture)

    def ask(self, at: QPointF, _: Gesture) -> None:
        """Let the item there become the question."""
        item = self._item_at(at)
        if item is not None:
            ask_like(item, self._explorer)

    def holds(self, at: QPointF) -> bool:
        """Whether a drag from there takes items along."""
        row = self._drawing.point_held(at.x(), at.y())
        return row is not None and self._model.item_at(row) is not None

    def take_along(self, at: QPointF) -> None:
        """Drag the item there out of the map, or all that are picked if it is one of them."""
        row = self._drawing.point_held(at.x(), at.y())
        item = None if row is None else self._model.item_at(row)
        if item is not None:
            self.leave()
            if item.id not in self._explorer.selection:
                self._explorer.selection.pick(item.id)
            picture = self._canvas.grab(QRect(at.toPoint() - QPoint(44, 32), QSize(88, 64)))
            drag_items(self._canvas, self._picked(), picture)
        self._canvas.forget_press()

    def open_menu(self, at: QPointF) -> None:
        """Offer what can be done with the item there, or with all that are picked."""
        item = self._item_at(at)
        if item is not None:
            if item.id not in self._explorer.selection:
                self._explorer.selection.pick(item.id)
            self._menu_at(at)

    def open_menu_of_picked(self) -> None:
        """The same by keyboard."""
        current = self._explorer.selection.current
        row = None if current is None else self._model.row_of(current)
        place = None if row is None else self._drawing.place_of(row)
        if place is not None:
            self._menu_at(place)

    def pick_in_view(self) -> None:
        """Pick everything in view."""
        rows, _ = self._drawing.spots_in_view()
        self._explorer.selection.replace(self._model.sheet.id_at(row) for row in rows.tolist())

    def pick_cluster(self) -> None:
        """Pick all items of the cluster of the looked-at item."""
        current = self._explorer.selection.current
        row = None if current is None else self._model.row_of(current)
        cluster = -1 if row is None else self._model.sheet.cluster_of(row)
        if cluster >= 0:
            cluster_model_of(self._explorer).show(cluster, current)

    def rename_cluster(self) -> None:
        """Ask for a name of the cluster that is picked, or of that of the looked-at item."""
        model, picture = cluster_model_of(self._explorer), self._explorer.picture
        current = self._explorer.selection.current
        row = None if current is None else self._model.row_of(current)
        number = -1 if row is None else self._model.sheet.cluster_of(row)
        info = model.info or (picture.tree.get(number) if picture else None)
        if info is None:
            self._explorer.tell(self.tr("Pick a cluster first: click its name, or one of its items."))
        else:
            rename_cluster(model, info, self._canvas)

    # ---- drawing

    def draw_outline(self, corners: Corners, gesture: Gesture) -> None:
        """An outline is being drawn."""
        self._drawing.outline, self._drawing.is_drawing_outline = tuple(corners), True
        sign = {Gesture.ADD: "+ ", Gesture.SUBTRACT: "− "}.get(gesture, "")
        few = len(self._model.points) <= COUNTED
        self._drawing.badge = sign + grouped(len(self._model.rows_within(corners))) if few else sign.strip()
        self.leave()
        self._drawing.update()

    def pick_inside(self, corners: Corners, gesture: Gesture) -> None:
        """An outline is finished."""
        self._drawing.is_drawing_outline, self._drawing.badge = False, ""
        self._model.pick_inside(corners, gesture)
        self._drawing.outline = tuple(corners)
        self._drawing.update()
        self.say(self.tr("{count} picked").format(count=grouped(len(self._explorer.selection))))

    def drop_outline(self) -> bool:
        """Let go of the outline; False when there was none."""
        had = bool(self._drawing.outline)
        self._drawing.outline, self._drawing.is_drawing_outline, self._drawing.badge = (), False, ""
        self._drawing.update()
        return had

    def selection_changed(self) -> None:
        """What was outlined is not what is picked any more."""
        if not self._drawing.is_drawing_outline:
            self.drop_outline()

    # ---- the path

    def path_of_picked(self) -> None:
        """The way between the two items picked last."""
        picked = [self._desk.items.get(item) for item in self._explorer.selection.items[-2:]]
        ends = [item for item in picked if item is not None]
        if len(ends) == 2:
            self.path.between(*ends)
        else:
            self._explorer.tell(self.tr("Pick two items first: the path leads from one to the other."))

    def show_path(self, *_: object) -> None:
        """Draw the path through its stops."""
        items = self.path.stops or tuple(item for item in (self.path.start,) if item is not None)
        rows = [row for item in items if (row := self._model.row_of(item.id)) is not None]
        self._drawing.path = [(float(x), float(y)) for x, y in self._model.points[rows].tolist()]
        self._drawing.path_at = self.path.at
        self._drawing.update()

    # ---- looking

    def hover(self, at: QPointF) -> None:
        """The mouse is there."""
        row = self._drawing.point_under(at.x(), at.y())
        if row != self._drawing.hovered:
            self._drawing.hovered = row
            self._drawing.update()
        self._show(row, at)

    def leave(self) -> None:
        """The mouse is elsewhere."""
        if self._drawing.hovered is not None:
            self._drawing.hovered = None
            self._drawing.update()
        self.sound.over(None)
        self._card.clear()

    def come_to(self, row: int) -> None:
        """The keyboard came to a point."""
        place = self._drawing.place_of(row)
        if place is not None:
            self._drawing.hovered = row
            self._show(row, place)
        self.say(told_of(self._model, row))

    def play(self, row: int) -> None:
        """Space: play a sound, show a card of anything else."""
        item = self._model.item_at(row)
        if item is not None and item.kind is Kind.SOUND:
            self._desk.player.toggle(item)
        elif self._card.item is not None:
            self._card.clear()
        else:
            self.come_to(row)

    def open(self, row: int) -> None:
        """Enter: open the file; with the path tool take the item as an end."""
        item = self._model.item_at(row)
        if item is not None and self._model.tool is Tool.PATH:
            self.path.pick(item)
        elif item is not None:
            open_items([item])

    def say(self, words: str) -> None:
        """Let a screen reader say something."""
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, words))

    # ---- inside

    def _item_at(self, at: QPointF) -> Item | None:
        row = self._drawing.point_under(at.x(), at.y())
        return None if row is None else self._model.item_at(row)

    def _picked(self) -> list[Item]:
        known = (self._desk.items.get(picked) for picked in self._explorer.selection.items)
        return [item for item in known if item is not None]

    def _menu_at(self, at: QPointF) -> None:
        picked = self._picked()
        menu = item_menu(picked, self._explorer, self._canvas)
        menu.addSeparator()
        way = menu.addAction(self.tr("Path between these two"), self.path_of_picked)
        way.setEnabled(len(picked) == 2)
        menu.addAction(self.tr("Pick the whole cluster"), self.pick_cluster)
        menu.addAction(self.tr("Rename the cluster…"), self.rename_cluster)
        menu.popup(self._canvas.mapToGlobal(at.toPoint()))

    def _show(self, row: int | None, at: QPointF) -> None:
        item = None if row is None else self._model.item_at(row)
        if item is None or row is None:
            self.sound.over(None)
            self._card.clear()
            return
        self.sound.over(None if self._explorer.is_still else item)
        note = self._model.sheet.cluster_name(row) or self.tr("in no cluster")
        self._card.show_item(item, f"{kind_word(item.kind)} · {note}", at.toPoint())
