"""Every action of the map with its key; the Map menu, the command palette and the row of tools show the same ones."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup

from orrery.panels.actions import Entry, make_action
from orrery.viewmodels.map_colours import ColourBy
from orrery.viewmodels.map_model import Tool
from orrery.viewmodels.map_sheet import COARSE, FINE, MIDDLE

if TYPE_CHECKING:
    from orrery.panels.map_panel import MapPanel

translate = QCoreApplication.translate

LEVELS = (None, COARSE, MIDDLE, FINE)
"""Of clusters; None lets the scale decide."""


def map_actions(panel: "MapPanel") -> dict[str, QAction]:
    """All actions by id; their keys work while the map has the keyboard."""
    entries = _tools(panel) | _views(panel) | _picks(panel) | _colours(panel) | _levels(panel)
    actions = {key: make_action(panel, entry) for key, entry in entries.items()}
    for action in actions.values():
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    for prefix in ("tool", "colour", "level"):
        group = QActionGroup(panel)
        for key, action in actions.items():
            if key.startswith(prefix):
                group.addAction(action)
    model = panel.model

    def show_state() -> None:
        for level in LEVELS:
            actions[f"level {level}"].setChecked(level == model.level)
        for tool in Tool:
            actions[f"tool {tool.value}"].setChecked(tool is model.tool)
        for by in ColourBy:
            actions[f"colour {by.value}"].setChecked(by is model.legend.colour_by)
            actions[f"colour {by.value}"].setEnabled(by in model.legend.colourings)

    model.tool_changed.connect(show_state)
    model.restyled.connect(show_state)
    panel.pointer.sound.switched.connect(actions["sound"].setChecked)
    show_state()
    return actions


def _tools(panel: "MapPanel") -> dict[str, Entry]:
    model = panel.model
    names = {
        Tool.PAN: (translate("map", "Move about on the map"), "V"),
        Tool.LASSO: (translate("map", "Draw a lasso"), "L"),
        Tool.BOX: (translate("map", "Draw a box"), "B"),
        Tool.PATH: (translate("map", "Path between two points"), "P"),
    }
    return {
        f"tool {tool.value}": Entry(name, lambda tool=tool: model.use_tool(tool), key, checked=tool is model.tool)
        for tool, (name, key) in names.items()
    }


def _views(panel: "MapPanel") -> dict[str, Entry]:
    return {
        "home": Entry(translate("map", "Show the whole map"), panel.glide_home, "Home"),
        "zoom": Entry(translate("map", "Zoom to the selection"), panel.zoom_to_selection, "Z"),
        "in": Entry(translate("map", "Zoom in"), lambda: panel.box.zoom(1.3), "+"),
        "out": Entry(translate("map", "Zoom out"), lambda: panel.box.zoom(1 / 1.3), "-"),
        "back": Entry(translate("map", "Look where I looked before"), panel.look_back, "Backspace"),
        "forward": Entry(translate("map", "Look forward again"), panel.look_forward, "Shift+Backspace"),
        "axes": Entry(
            translate("map", "Place items between things that I name"),
            lambda: panel.show_axes(is_shown=panel.axes_bar.isHidden()),
            "X",
            checked=False,
        ),
    }


def _picks(panel: "MapPanel") -> dict[str, Entry]:
    pointer = panel.pointer
    return {
        "all": Entry(translate("map", "Pick everything in view on the map"), pointer.pick_in_view),
        "cluster": Entry(translate("map", "Pick the whole cluster"), pointer.pick_cluster, "C"),
        "rename": Entry(translate("map", "Rename the cluster…"), pointer.rename_cluster, "F2"),
        "path": Entry(translate("map", "Path between the two picked items"), pointer.path_of_picked, "Shift+P"),
        "play": Entry(translate("map", "Play the path"), pointer.path.play, "Shift+Space"),
        "sound": Entry(
            translate("map", "Play sounds under the mouse"),
            lambda: pointer.sound.switch(not pointer.sound.is_on),
            "M",
            checked=pointer.sound.is_on,
        ),
    }


def _colours(panel: "MapPanel") -> dict[str, Entry]:
    model = panel.model
    names = {
        ColourBy.CLUSTER: translate("map", "Colour by cluster"),
        ColourBy.KIND: translate("map", "Colour by kind"),
        ColourBy.FOLDER: translate("map", "Colour by folder"),
        ColourBy.DATE: translate("map", "Colour by date"),
        ColourBy.TAG: translate("map", "Colour by tag"),
        ColourBy.MATCH: translate("map", "Colour by similarity to the query"),
    }
    return {
        f"colour {by.value}": Entry(
            name, lambda by=by: model.legend.use_colour(by), checked=by is model.legend.colour_by
        )
        for by, name in names.items()
    }


def _levels(panel: "MapPanel") -> dict[str, Entry]:
    model = panel.model
    names = {
        None: translate("map", "Clusters as the zoom wants them"),
        COARSE: translate("map", "A few large clusters"),
        MIDDLE: translate("map", "Clusters of middle size"),
        FINE: translate("map", "Many small clusters"),
    }
    return {
        f"level {level}": Entry(name, lambda level=level: model.use_level(level), checked=level == model.level)
        for level, name in names.items()
    }
