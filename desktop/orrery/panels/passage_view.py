"""A text to be read, with what matched on a marker's colour."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from orrery.panels.theme import Theme
from orrery.panels.tiles import serif_font
from orrery.viewmodels.inspector_model import Text

LEAST_TEXT, MOST_TEXT = 56, 300
"""Heights between which a text is as high as its words need."""

TEXT_PX, LARGE_PX = 13, 17


class PassageView(QTextEdit):
    """A text to be read, with the passage that matched on a marker's colour.

    Signals:
        part_wanted(Characters): more like the words that are picked out (R).
    """

    part_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = Text("")
        self._is_free, self._px = False, TEXT_PX
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Text"))
        self.document().setDocumentMargin(12)
        self.use_theme(theme)

    def use_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        raised = theme.colours["raised"]
        self.setStyleSheet(f"QTextEdit {{ background: {raised}; border-radius: 8px; }}")
        self.show_text(self._text)

    def show_text(self, text: Text) -> None:
        """Show a text and bring what is marked into view."""
        self._text = text
        self.setPlainText(text.words)
        self.selectAll()
        plain = QTextCharFormat()
        plain.setFont(serif_font(self._px))
        plain.setForeground(self._theme.colour("text"))
        cursor = self.textCursor()
        cursor.setCharFormat(plain)
        cursor.clearSelection()
        self.setTextCursor(cursor)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit_height()
        for start, end in reversed(text.marks):  # the first last, so that it is the one brought into view
            self._mark(_units(text.words, start), _units(text.words, end))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """What can be done with any text, and asking with the words that are picked out."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        ask = menu.addAction(self.tr("Find more like the picked words (R)"), self.ask_with_picked)
        ask.setEnabled(self.textCursor().hasSelection())
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """R asks with the words that are picked out."""
        if event.key() == Qt.Key.Key_R and self.textCursor().hasSelection():
            self.ask_with_picked()
        else:
            super().keyPressEvent(event)

    def ask_with_picked(self) -> None:
        """Ask for more like the words that are picked out."""
        cursor = self.textCursor()
        words = self._text.words
        start, end = (_letters(words, units) for units in (cursor.selectionStart(), cursor.selectionEnd()))
        if words[start:end].strip():
            self.part_wanted.emit(self._text.cut(start, end))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep as high as the text needs at this width."""
        super().resizeEvent(event)
        self._fit_height()

    def fill_room(self) -> None:
        """Take all the room there is, in larger letters, rather than as much height as the words need."""
        self._is_free, self._px = True, LARGE_PX
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.document().setDocumentMargin(32)

    def _fit_height(self) -> None:
        if self._is_free:
            return
        needed = round(self.document().size().height()) + 2
        self.setFixedHeight(max(LEAST_TEXT, min(MOST_TEXT, needed)))

    def _mark(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        marked = QTextCharFormat()
        marked.setBackground(self._theme.colour("highlight"))
        marked.setForeground(self._theme.colour("strong"))
        cursor.mergeCharFormat(marked)
        cursor.setPosition(start)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(0)  # no further down than needed
        self.ensureCursorVisible()


def _units(text: str, offset: int) -> int:
    """Qt counts UTF-16 units, texts are counted in code points."""
    return len(text[:offset].encode("utf-16-le")) // 2


def _letters(text: str, units: int) -> int:
    """The other way round."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
