"""What the picked cluster is: name, size by kind, concepts, examples, the larger one and the smaller ones."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.panels.collecting import rename_cluster
from orrery.panels.looks import ElidedLabel, fill, label
from orrery.panels.reason_bars import ReasonBars
from orrery.panels.theme import Theme
from orrery.panels.tiles import paint_tile
from orrery.search.explain import Reason
from orrery.viewmodels.cluster_model import ClusterModel
from orrery.viewmodels.items import Desk
from orrery.viewmodels.wording import grouped, shown_name

OWNER = "cluster"
COLUMNS, GAP, RATIO = 3, 6, 0.72
PARTS = 4
"""Smaller clusters that are offered, the largest first."""


class ClusterCard(QFrame):
    """Hidden while no cluster is picked as a whole."""

    def __init__(self, model: ClusterModel, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._desk = desk
        self._name = ElidedLabel("", "strong")
        self._counts = label("", "quiet")
        self._concepts = ReasonBars(theme, self)
        self._concepts.setAccessibleName(self.tr("What its items have in common"))
        self.examples = Examples(desk, theme, self)
        self._others = QWidget(self)
        self._lines = QVBoxLayout(self._others)
        self._rename = QToolButton(self)
        self._build()
        model.changed.connect(self.show_state)
        desk.thumbnails.arrived.connect(lambda _: self.examples.update())
        desk.items.opened.connect(self.examples.update)
        self.show_state()

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._concepts.theme = self.examples.theme = theme
        self._concepts.update()
        self.examples.update()

    def show_state(self) -> None:
        """Show the cluster that is picked."""
        info, about = self._model.info, self._model.about
        self.setVisible(info is not None)
        if info is None:
            self._desk.thumbnails.release(OWNER, set())
            return
        self._name.setText(info.name)
        self._counts.setText(self._model.counts_told())
        self.setAccessibleName(self.tr("Cluster: {name}").format(name=info.name))
        self._concepts.show_reasons([Reason(concept, fit) for concept, fit in about.concepts] if about else [])
        self._concepts.setVisible(about is not None and bool(about.concepts))
        self.examples.show_items(about.examples if about else ())
        self._desk.thumbnails.release(OWNER, {item.id for item in self.examples.items})
        self._show_others()

    # ---- inside

    def _build(self) -> None:
        self.setProperty("look", "raised")
        self._rename.setText(self.tr("Rename…"))
        self._rename.setProperty("look", "flat")
        self._rename.clicked.connect(self._ask_name)
        head = QWidget(self)
        fill(QHBoxLayout(head), self._name, None, self._rename, gap=6)
        fill(self._lines, gap=2)
        parts = (head, self._counts, self._concepts, self.examples, self._others)
        fill(QVBoxLayout(self), *parts, margins=(12, 9, 12, 10), gap=7)

    def _ask_name(self) -> None:
        info = self._model.info
        if info is not None:
            rename_cluster(self._model, info, self)

    def _show_others(self) -> None:
        box = self._lines
        while (old := box.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        about = self._model.about
        if about is None:
            return
        whole, inside = self.tr("part of {name}"), self.tr("{name} · {count}")
        lines = [(whole.format(name=about.whole.name), about.whole.id)] if about.whole else []
        lines += [(inside.format(name=one.name, count=grouped(one.count)), one.id) for one in about.parts[:PARTS]]
        for words, number in lines:
            line = QToolButton(self._others)
            line.setText(words)
            line.setProperty("look", "flat")
            line.setMaximumWidth(max(80, self.width() - 24))
            line.setToolTip(words)
            line.clicked.connect(lambda _=False, number=number: self._model.show(number))
            box.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)


class Examples(QWidget):
    """Items that stand for the cluster, as tiles; a click looks at one.

    Signals:
        picked(Item): to be looked at.
    """

    picked = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._desk = desk
        self._at = 0
        self.items: tuple[Item, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Examples"))

    def show_items(self, items: tuple[Item, ...]) -> None:
        """Show these, the most telling first."""
        self.items, self._at = items, 0
        self.setAccessibleDescription(", ".join(shown_name(item.path) for item in items))
        self.setVisible(bool(items))
        self._fit()
        self.update()

    def box(self, at: int) -> QRectF:
        """Where an example is drawn."""
        wide = (self.width() - (COLUMNS - 1) * GAP) / COLUMNS
        high = round(wide * RATIO)
        return QRectF((at % COLUMNS) * (wide + GAP), (at // COLUMNS) * (high + GAP), wide, high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May become narrow."""
        return QSize(60, 20)

    def resizeEvent(self, _: object) -> None:  # noqa: N802
        """Keep the shape of the tiles."""
        self._fit()

    def paintEvent(self, _: object) -> None:  # noqa: N802
        """Draw the tiles."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = round(self.box(0).width() * self.devicePixelRatioF() * 1.34)
        for at, item in enumerate(self.items):
            words = self._desk.items.opening(item.id)[:80] if item.kind is Kind.TEXT else ""
            tile = None if item.kind is Kind.TEXT else self._desk.thumbnails.tile(OWNER, item, edge)
            paint_tile(painter, self.box(at), item.kind, tile, self.theme, words=words, round_px=4)
            if self.hasFocus() and at == self._at:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self.theme.colour("accent"), 2))
                painter.drawRoundedRect(self.box(at).adjusted(1, 1, -1, -1), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Look at the one that is clicked."""
        self._pick(self._under(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move, Enter looks."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}
        if event.key() in steps and self.items:
            self._at = max(0, min(len(self.items) - 1, self._at + steps[Qt.Key(event.key())]))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick(self._at)
        else:
            super().keyPressEvent(event)

    def _pick(self, at: int) -> None:
        if 0 <= at < len(self.items):
            self.picked.emit(self.items[at])

    def _under(self, place: QPointF) -> int:
        return next((at for at in range(len(self.items)) if self.box(at).contains(place)), -1)

    def _fit(self) -> None:
        rows = -(-len(self.items) // COLUMNS)
        self.setFixedHeight(max(1, round(rows * (self.box(0).height() + GAP) - GAP)))
