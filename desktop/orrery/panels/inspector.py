"""The inspector: what the item looked at is, why it matched, what is near to it."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.panels.actions import Entry, make_action
from orrery.panels.cluster_card import ClusterCard
from orrery.panels.item_menu import ask_like, item_menu, open_items
from orrery.panels.looks import ElidedLabel, label
from orrery.panels.neighbour_strip import OWNER as STRIPS
from orrery.panels.neighbour_strip import NeighbourStrip
from orrery.panels.panel import Panel
from orrery.panels.passage_view import PassageView
from orrery.panels.picture_view import PictureView
from orrery.panels.player_bar import PlayerBar
from orrery.panels.reason_bars import ReasonBars
from orrery.panels.theme import Theme
from orrery.viewmodels.cluster_model import cluster_model_of
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.inspector_model import inspector_of
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.player import Loop

NARROW = 210
"""Pixels of the panel below which facts take two lines: beside its name a date would not fit into one."""


class InspectorPanel(Panel):
    """Shows the current item of the shared selection."""

    def __init__(self, explorer: Explorer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._desk = desk_of(explorer)
        self.model = inspector_of(explorer)
        self.clusters = cluster_model_of(explorer)
        self._page = QWidget()
        self.cluster = ClusterCard(self.clusters, self._desk, theme, self._page)
        self.picture = PictureView(self._desk, self.model.closeups, self.model.regions, theme, self._page)
        self.player = PlayerBar(self._desk, self.model.closeups, theme, self._page)
        self.text = PassageView(theme, self._page)
        self.problem = QLabel(self._page, wordWrap=True)
        self.strange = QLabel(self._page, wordWrap=True)
        self.facts = QGridLayout()
        self.reasons = ReasonBars(theme, self._page)
        self.strips = {kind: NeighbourStrip(kind, self._desk, theme, self._page) for kind in Kind}
        self._is_narrow = False
        self._heads: dict[Kind, QLabel] = {}
        self._why = label(self.tr("Why it matched"), "head")
        self._empty = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        part = Entry(self.tr("Draw a rectangle on the picture to ask with"), self._choose_part, "Ctrl+R")
        self._actions = (make_action(self, part),)
        self._build()
        self._connect()
        self._show()

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        for part in (self.reasons, *self.strips.values()):
            part.theme = theme
            part.update()
        self.cluster.use_theme(theme)
        self.picture.use_theme(theme)
        self.player.use_theme(theme)
        self.text.use_theme(theme)

    def is_settled(self) -> bool:
        """Whether everything about the item is there."""
        return self.model.is_settled and self.clusters.is_settled and self._desk.is_settled

    def menu_actions(self) -> Sequence[QAction]:
        """What asks with what is looked at."""
        return self._actions

    def remembered(self) -> Mapping[str, Any]:
        """What is looped of the sound that is looked at."""
        item = self.model.item
        loop = None if item is None else self._desk.player.loop_of(item.id)
        return {} if item is None or loop is None else {"loop": [item.id, loop.start_s, loop.end_s]}

    def bring_back(self, remembered: Mapping[str, Any]) -> None:
        """Loop it again."""
        match remembered.get("loop"):
            case [int() as item, float() | int() as start, float() | int() as end] if end > start >= 0:
                self._desk.player.use_loop(item, Loop(float(start), float(end)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Facts stand beside or below their names."""
        super().resizeEvent(event)
        if (self.width() < NARROW) != self._is_narrow:
            self._show_facts()

    # ---- inside: building

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Inspector"))
        column = QVBoxLayout(self._page)
        column.setContentsMargins(12, 6, 10, 16)
        column.setSpacing(8)
        for part in (self.cluster, self.picture, self.player, self.text, self.problem, self.strange):
            column.addWidget(part)
        self.strange.setProperty("look", "quiet")
        self.problem.setProperty("look", "warning")
        self.facts.setHorizontalSpacing(14)
        self.facts.setVerticalSpacing(4)
        self.facts.setColumnStretch(1, 1)
        column.addSpacing(2)
        column.addLayout(self.facts)
        self._add(column, self._why, self.reasons)
        heads = {
            Kind.IMAGE: self.tr("Nearest images"),
            Kind.SOUND: self.tr("Nearest sounds"),
            Kind.TEXT: self.tr("Nearest texts"),
        }
        for kind, strip in self.strips.items():
            self._heads[kind] = label(heads[kind], "head")
            strip.setAccessibleName(heads[kind])
            self._add(column, self._heads[kind], strip)
        column.addStretch(1)
        area = QScrollArea(self, widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The picture is as high as its width tells. A bar that came and went would change that width, and with it
        # whether it is needed: Qt lays out without an end, until the stack is full.
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))  # one that is not needed is not seen
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._page)
        self._area = area
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        whole.addWidget(self._empty)
        self._empty.setProperty("look", "quiet")
        self._empty.setMargin(24)
        self._empty.setText(self.tr("Pick something on the map or in the results to see it here."))

    def _add(self, column: QVBoxLayout, head: QLabel, part: QWidget) -> None:
        column.addSpacing(6)
        column.addWidget(head)
        column.addWidget(part)

    def _connect(self) -> None:
        self.model.changed.connect(self._show)
        self.cluster.examples.picked.connect(lambda item: self.clusters.look_at(item.id))
        self.model.explained.connect(self._show_reasons)
        self.model.surrounded.connect(self._show_neighbours)
        self.model.text_read.connect(self._show_text)
        self._explorer.map_changed.connect(lambda _: self._show_facts())
        self._desk.thumbnails.arrived.connect(self._redraw)
        self._desk.items.opened.connect(self.strips[Kind.TEXT].update)
        for view in (self.picture, self.player, self.text):
            view.part_wanted.connect(self.model.ask_with)
        self.picture.part_added.connect(lambda part: self.model.ask_with(part, adds=True))
        self.picture.opened.connect(lambda item: open_items([item]))
        for strip in self.strips.values():
            strip.picked.connect(lambda item: self._explorer.selection.pick(item.id))
            strip.asked.connect(lambda item: ask_like(item, self._explorer))
            strip.menu_wanted.connect(self._open_menu)

    # ---- inside: showing

    def _show(self) -> None:
        item = self.model.item
        self.title_changed.emit(self.model.title)
        self.note_changed.emit(self.model.note)
        self._empty.setVisible(item is None)
        self._area.setVisible(item is not None)
        if item is None:
            return
        self.picture.setVisible(item.kind not in {Kind.SOUND, Kind.TEXT})
        self.player.setVisible(item.kind is Kind.SOUND)
        self.text.setVisible(item.kind is Kind.TEXT)
        self.picture.show_item(item)
        if item.kind is Kind.SOUND:
            self.player.show_item(item, self.model.part)
        self.problem.setText(self.model.problem)
        self.problem.setVisible(bool(self.model.problem))
        self.strange.setText(self.model.strange)
        self.strange.setVisible(bool(self.model.strange))
        self._show_facts()
        self._show_text()
        self._show_reasons()
        self._show_neighbours()

    def _choose_part(self) -> None:
        if self.picture.isVisible():
            self.picture.choose_part()
        else:
            self._explorer.tell(self.tr("Pick a picture first; then a part of it can be asked with."))

    def _show_facts(self) -> None:
        while (old := self.facts.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._is_narrow = self.width() < NARROW
        self.facts.setColumnMinimumWidth(0, 0 if self._is_narrow else 78)
        for row, fact in enumerate(self.model.facts()):
            name = label(fact.name, "quiet")
            if self._is_narrow:  # the value stands below its name
                self.facts.addWidget(name, 2 * row, 0, 1, 2)
            else:
                self.facts.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            is_path = os.sep in fact.value  # has no spaces to wrap at
            value = ElidedLabel(fact.value, "", Qt.TextElideMode.ElideMiddle) if is_path else QLabel(fact.value)
            value.setWordWrap(not is_path)
            value.setAccessibleName(f"{fact.name}: {fact.value}")
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            if self._is_narrow:
                self.facts.addWidget(value, 2 * row + 1, 0, 1, 2)
            else:
                self.facts.addWidget(value, row, 1)

    def _show_text(self) -> None:
        self.text.show_text(self.model.text)

    def _show_reasons(self) -> None:
        self.reasons.show_reasons(self.model.reasons)
        for part in (self._why, self.reasons):
            part.setVisible(bool(self.model.reasons))

    def _show_neighbours(self) -> None:
        for kind, strip in self.strips.items():
            hits = self.model.neighbours.get(kind, ())
            strip.show_hits(hits)
            for part in (self._heads[kind], strip):
                part.setVisible(bool(hits))
        shown = {item.id for strip in self.strips.values() for item in strip.items}
        self._desk.thumbnails.release(STRIPS, shown)

    def _redraw(self, item: int) -> None:
        if self.model.item is not None and self.model.item.id == item:
            self.picture.update()
        for strip in self.strips.values():
            if any(shown.id == item for shown in strip.items):
                strip.update()

    def _open_menu(self, item: Item, at: QPoint) -> None:
        item_menu([item], self._explorer, self).popup(at)
