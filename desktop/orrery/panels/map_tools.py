"""The row of tools above the map: what dragging does, what colours say, where to look."""

from collections.abc import Mapping
from itertools import accumulate

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from orrery.panels.theme import Theme
from orrery.viewmodels.map_colours import ColourBy
from orrery.viewmodels.map_model import MapModel, Tool

GAP = 8
"""Pixels between the parts of the row."""

_TOOL_ICONS = {Tool.PAN: "hand", Tool.LASSO: "lasso", Tool.BOX: "box", Tool.PATH: "path"}
_ICONS = {"home": "fit", "zoom": "zoom", "back": "undo"}


class MapTools(QWidget):
    """Segmented tools, the colour menu, and buttons that move the view; what has no room is in the Map menu."""

    def __init__(self, model: MapModel, actions: Mapping[str, QAction], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._actions = actions
        self._is_short = False
        self._room = 0
        self._theme = theme
        self._tools: dict[Tool, QToolButton] = {}
        self._segments = self._tool_buttons()
        self._colour = QToolButton(self)
        self._method = QToolButton(self)
        self._buttons = {key: self._icon_button(key) for key in ("home", "zoom", "back", "sound")}
        self._build()
        self.use_theme(theme)
        model.tool_changed.connect(self.show_state)
        model.restyled.connect(self.show_state)
        model.picked.connect(self.show_state)
        model.redrawn.connect(self.show_state)
        actions["sound"].toggled.connect(self._show_sound)
        self.show_state()

    def use_theme(self, theme: Theme) -> None:
        """Draw icons in these colours."""
        self._theme = theme
        for key, icon in _ICONS.items():
            self._buttons[key].setIcon(theme.icon(icon, "quiet"))
        for tool, button in self._tools.items():
            button.setIcon(theme.icon(_TOOL_ICONS[tool], "quiet"))
        self._show_sound()

    def show_state(self, *_: object) -> None:
        """Show the model's tool, colouring and method."""
        for tool, button in self._tools.items():
            button.setChecked(tool is self._model.tool)
        self._show_colour()
        picture = self._model.picture
        by_words = self.tr("Between words ▾")
        self._method.setText("" if picture is None else by_words if picture.axes else f"{picture.method} ▾")
        self._buttons["zoom"].setEnabled(len(self._model.selection) > 0)
        self.fit(self._room)

    def show_views(self, *, back: bool) -> None:
        """Whether there is a view to go back to."""
        self._buttons["back"].setEnabled(back)

    def fit(self, width: int) -> None:
        """Say all in words, or less where there is no room: short colours, then tools as icons, then fewer buttons."""
        self._room = width
        icons = self._buttons
        # most needed first
        rest = (icons[key] for key in ("home", "back", "zoom", "sound"))
        method = (self._method,) if self._method.text() else ()
        parts = (self._segments, self._colour, *method, *rest)
        for self._is_short, has_words in ((False, True), (True, True), (True, False)):
            self._say(has_words=has_words)
            ends = list(accumulate((part.sizeHint().width() + GAP for part in parts), initial=-GAP))[1:]
            if ends[-1] <= width:
                break
        fitting = [part for part, end in zip(parts, ends, strict=True) if end <= width]
        for part in (self._colour, self._method, *icons.values()):
            part.setVisible(part in fitting)
        self._segments.updateGeometry()  # or the row would be as wide as the words until Qt gets to it
        self.adjustSize()

    # ---- inside

    def _say(self, *, has_words: bool) -> None:
        """Tools in words or as icons, colours with or without what they are."""
        style = Qt.ToolButtonStyle.ToolButtonTextOnly if has_words else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._tools.values():
            button.setToolButtonStyle(style)
        inner = self._segments.layout()
        if inner is not None:
            inner.invalidate()
        self._show_colour()

    def _show_colour(self) -> None:
        words = "{what} ▾" if self._is_short else self.tr("Colour: {what} ▾")
        self._colour.setText(words.format(what=self._colour_word(self._model.legend.colour_by)))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self._colour.setProperty("look", "card")
        self._colour.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._colour.setAccessibleName(self.tr("What colours say"))
        menu = QMenu(self)
        menu.addActions([self._actions[f"colour {by.value}"] for by in ColourBy])
        menu.addSeparator()
        menu.addActions([self._actions[key] for key in self._actions if key.startswith("level")])
        self._colour.setMenu(menu)
        self._method.setProperty("look", "card")
        self._method.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._method.setAccessibleName(self.tr("How the map is made"))
        self._method.setToolTip(self.tr("How the map is made"))
        made = QMenu(self)
        made.addAction(self._actions["axes"])
        self._method.setMenu(made)
        self._buttons["back"].setEnabled(False)
        for part in (self._segments, self._colour, self._method, *self._buttons.values()):
            row.addWidget(part)

    def _tool_buttons(self) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("look", "segments")
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(frame)
        words = {
            Tool.PAN: (
                self.tr("Pan"),
                self.tr("Drag to move about, or an item to take it along; click to pick (V)"),
            ),
            Tool.LASSO: (self.tr("Lasso"), self.tr("Draw around items; Shift adds, Alt takes away (L)")),
            Tool.BOX: (self.tr("Box"), self.tr("Draw a box around items; Shift adds, Alt takes away (B)")),
            Tool.PATH: (self.tr("Path"), self.tr("Click two items to see what lies between them (P)")),
        }
        for tool, (name, tip) in words.items():
            button = QToolButton(frame)
            button.setText(name)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(name)
            button.setAccessibleDescription(tip)
            button.clicked.connect(lambda _=False, tool=tool: self._model.use_tool(tool))
            group.addButton(button)
            row.addWidget(button)
            self._tools[tool] = button
        return frame

    def _show_sound(self, *_: object) -> None:
        is_on = self._actions["sound"].isChecked()
        self._buttons["sound"].setIcon(self._theme.icon("speaker" if is_on else "mute", "quiet"))

    def _colour_word(self, by: ColourBy) -> str:
        return {
            ColourBy.CLUSTER: self.tr("cluster"),
            ColourBy.KIND: self.tr("kind"),
            ColourBy.FOLDER: self.tr("folder"),
            ColourBy.DATE: self.tr("date"),
            ColourBy.TAG: self.tr("tag"),
            ColourBy.MATCH: self.tr("similarity"),
        }[by]

    def _icon_button(self, key: str) -> QToolButton:
        """A button that does what an action does, without taking its words."""
        action = self._actions[key]
        button = QToolButton(self)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{action.text()} ({keys})")
        button.setProperty("look", "tool")
        button.setIconSize(QSize(16, 16))
        button.setAccessibleName(action.text())
        button.clicked.connect(action.trigger)
        return button
