"""The row of tools above the map: what dragging does, what colours say, where to look."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from orrery.panels.theme import Theme
from orrery.viewmodels.map_colours import ColourBy
from orrery.viewmodels.map_model import MapModel, Tool

GAP = 8
"""Pixels between the parts of the row."""


class MapTools(QWidget):
    """Segmented tools, the colour menu, and buttons that move the view.

    Signals:
        home_wanted(): the whole map is wanted in view.
        zoom_wanted(): what is picked is wanted in view.
        remade(): the map is to be drawn anew.
    """

    home_wanted = Signal()
    zoom_wanted = Signal()
    remade = Signal()

    def __init__(self, model: MapModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._panel = parent
        self._tools: dict[Tool, QToolButton] = {}
        self._segments = self._tool_buttons()
        self._colour = QToolButton(self)
        self._method = QToolButton(self)
        self._home = self._icon_button(self.tr("Whole map"), self.tr("Show the whole map (Home)"), self.home_wanted)
        self._zoom = self._icon_button(
            self.tr("Zoom to the selection"), self.tr("Zoom to the selection (Z)"), self.zoom_wanted
        )
        self._build()
        self.use_theme(theme)
        model.tool_changed.connect(self.show_state)
        model.restyled.connect(self.show_state)
        model.picked.connect(self.show_state)
        model.redrawn.connect(self.show_state)
        self.show_state()

    def use_theme(self, theme: Theme) -> None:
        """Draw icons in these colours."""
        self._home.setIcon(theme.icon("map", "quiet"))
        self._zoom.setIcon(theme.icon("search", "quiet"))

    def show_state(self, *_: object) -> None:
        """Show the model's tool, colouring and method."""
        for tool, button in self._tools.items():
            button.setChecked(tool is self._model.tool)
        self._colour.setText(self.tr("Colour: {what} ▾").format(what=self._colour_word(self._model.colour_by)))
        picture = self._model.picture
        self._method.setText(f"{picture.method} ▾" if picture else self.tr("Map ▾"))
        self._zoom.setEnabled(len(self._model.selected_rows()) > 0)
        self.adjustSize()

    def fit(self, width: int) -> None:
        """Leave out what there is no room for."""
        parts = (self._segments, self._colour, self._home, self._zoom, self._method)  # most needed first
        used = 0
        for part in parts:
            used += part.sizeHint().width() + (GAP if used else 0)
            part.setVisible(part is self._segments or used <= width)
        self.adjustSize()

    # ---- inside

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._segments)
        for button, name in (
            (self._colour, self.tr("What colours say")),
            (self._method, self.tr("How the map is made")),
        ):
            button.setProperty("look", "card")
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setAccessibleName(name)
            row.addWidget(button)
        row.addWidget(self._home)
        row.addWidget(self._zoom)
        self._colour.setMenu(self._colour_menu())
        menu = QMenu(self)
        menu.addAction(self.tr("Draw the map anew"), self.remade.emit)
        self._method.setMenu(menu)

    def _tool_buttons(self) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("look", "segments")
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(frame)
        words = {
            Tool.PAN: (self.tr("Pan"), "V", self.tr("Drag to move about, click to pick (V)")),
            Tool.LASSO: (self.tr("Lasso"), "L", self.tr("Draw around items; Shift adds, Alt takes away (L)")),
            Tool.BOX: (self.tr("Box"), "B", self.tr("Draw a box around items; Shift adds, Alt takes away (B)")),
        }
        for tool, (name, key, tip) in words.items():
            button = QToolButton(frame)
            button.setText(name)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _=False, tool=tool: self._model.use_tool(tool))
            group.addButton(button)
            row.addWidget(button)
            self._tools[tool] = button
            self._add_key(name, key, tool)
        return frame

    def _add_key(self, name: str, key: str, tool: Tool) -> None:
        action = QAction(name, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self._model.use_tool(tool))
        self._panel.addAction(action)

    def _colour_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill_colours(menu))
        return menu

    def _fill_colours(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for by in ColourBy:
            action = menu.addAction(self._colour_word(by).capitalize(), lambda by=by: self._model.use_colour(by))
            action.setCheckable(True)
            action.setChecked(by is self._model.colour_by)
            action.setEnabled(by in self._model.colourings)
            group.addAction(action)

    def _colour_word(self, by: ColourBy) -> str:
        return {
            ColourBy.CLUSTER: self.tr("cluster"),
            ColourBy.KIND: self.tr("kind"),
            ColourBy.FOLDER: self.tr("folder"),
            ColourBy.DATE: self.tr("date"),
            ColourBy.TAG: self.tr("tag"),
            ColourBy.MATCH: self.tr("match"),
        }[by]

    def _icon_button(self, name: str, tip: str, told: object) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(tip)
        button.setProperty("look", "card")
        button.setIconSize(QSize(16, 16))
        button.setAccessibleName(name)
        button.clicked.connect(told)
        return button
