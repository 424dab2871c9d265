"""Names the two directions of the map: fields for their ends, and the words where these are."""

from itertools import pairwise

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from orrery.panels.looks import icon_button, label, retint
from orrery.panels.theme import Theme
from orrery.viewmodels.map_axes import MapAxes

WIDEST = 470
LABEL = 150
"""Pixels of the words at an end, at most."""


class AxesBar(QFrame):
    """Four fields with ↔ between two and two; Enter places the items.

    Signals:
        left(): back to the map by likeness.
    """

    left = Signal()

    def __init__(self, model: MapAxes, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.fields = tuple(QLineEdit(self) for _ in range(4))
        self._show = QToolButton(self)
        self._close = icon_button(theme, "close", self.tr("Back to the map by likeness"), self.left.emit)
        self._build()
        model.changed.connect(self._show_words)
        self.hide()

    def use_theme(self, theme: Theme) -> None:
        """Draw icons in these colours."""
        retint(self, theme)

    def begin(self) -> None:
        """Let the first field be written in."""
        self._show_words()
        self.fields[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fit(self, width: int) -> None:
        """As wide as there is room, and not wider than is useful."""
        self.setFixedWidth(max(200, min(WIDEST, width)))
        self.adjustSize()

    # ---- inside

    def _build(self) -> None:
        self.setProperty("look", "raised")
        self.setAccessibleName(self.tr("Directions of the map"))
        names = (self.tr("left"), self.tr("right"), self.tr("bottom"), self.tr("top"))
        hints = (self.tr("day"), self.tr("night"), self.tr("quiet"), self.tr("loud"))
        for field, name, hint in zip(self.fields, names, hints, strict=True):
            field.setPlaceholderText(f"{name}: {hint}")
            field.setAccessibleName(self.tr("What lies at this end of the map: {end}").format(end=name))
            field.returnPressed.connect(self._place)
        self._show.setText(self.tr("Place"))
        self._show.setProperty("look", "card")
        self._show.setAccessibleName(self.tr("Place the items between these words"))
        self._show.clicked.connect(self._place)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 9, 9, 9)
        grid.setSpacing(7)
        for row, (low, high) in enumerate((self.fields[:2], self.fields[2:])):
            grid.addWidget(low, row, 0)
            grid.addWidget(label("↔" if row == 0 else "↕", "quiet"), row, 1)
            grid.addWidget(high, row, 2)
        grid.addWidget(self._close, 0, 3, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._show, 1, 3)
        order = (*self.fields, self._show, self._close)
        for one, after in pairwise(order):
            self.setTabOrder(one, after)

    def _place(self) -> None:
        left, right, bottom, top = (field.text() for field in self.fields)
        self._model.place((left, right, bottom, top))

    def _show_words(self) -> None:
        words = self._model.words
        if words is not None:
            self.show()
            for field, word in zip(self.fields, words, strict=True):
                field.setText(word)


class AxisEnds:
    """The words at the four ends of the map, each only where there are any."""

    def __init__(self, parent: QWidget) -> None:
        self.labels: tuple[QLabel, ...] = tuple(label("", "badge") for _ in range(4))
        self._words = ("", "", "", "")
        for one in self.labels:
            one.setParent(parent)
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            one.hide()

    def show_words(self, words: tuple[str, str, str, str] | None) -> None:
        """Show what lies left, right, at the bottom and at the top; None for nothing."""
        self._words = words or ("", "", "", "")
        for one, sign, word in zip(self.labels, "←→↓↑", self._words, strict=True):
            shown = one.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, LABEL)
            one.setText(f"{shown} →" if sign == "→" else f"{sign} {shown}")
            one.setVisible(bool(word))

    def arrange(self, room: QRect) -> None:
        """Put each at the middle of its side of a rectangle."""
        for one in self.labels:
            one.adjustSize()
        left, right, bottom, top = self.labels
        middle, across = room.center().y(), room.center().x()
        left.move(room.left(), middle - left.height() // 2)
        right.move(room.right() - right.width(), middle - right.height() // 2)
        top.move(across - top.width() // 2, room.top())
        bottom.move(across - bottom.width() // 2, room.bottom() - bottom.height())
        for one in self.labels:
            one.raise_()
