"""The sidebar: everything by kind, folder and need of attention; a click filters all panels."""

import os

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDesktopServices, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QFileDialog, QListView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from orrery.library.rows import Collection, SavedSearch, Tag
from orrery.panels.collecting import (
    KEYS,
    new_collection,
    new_tag,
    rename_collection,
    rename_search,
    rename_tag,
    save_search,
)
from orrery.panels.theme import Theme, body_font, colour_names
from orrery.viewmodels.dragging import file_url
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import organiser_of
from orrery.viewmodels.sidebar_model import (
    AskSaved,
    Deed,
    NewCollection,
    RowRole,
    SaveSearch,
    ShowCollection,
    ShowFailures,
    ShowFolder,
    ShowKind,
    ShowNotice,
    ShowTag,
    SidebarModel,
    Sort,
)
from orrery.viewmodels.wording import grouped, shown_name

WIDTH = 210
ROW_HEIGHT = 27
HEAD_HEIGHT = 36
_EDGE = 10
_PAD = 8


class Sidebar(QListView):
    """A list of heads and rows.

    Signals:
        failures_wanted(): show which files failed, and why.
    """

    failures_wanted = Signal()

    def __init__(self, explorer: Explorer, theme: Theme) -> None:
        super().__init__()
        self._explorer = explorer
        self._organiser = organiser_of(explorer)
        self._theme = theme
        self._lines = SidebarModel(explorer, self)
        self._lines.naming_wanted.connect(self._make_collection)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Library"))
        self.setModel(self._lines)
        self.setDragDropMode(QListView.DragDropMode.DropOnly)
        self.setDragDropOverwriteMode(True)  # items go onto a line, never between two
        self.setItemDelegate(RowPainter(theme, self))
        self.setMinimumWidth(160)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._do)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)

    def use_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.setItemDelegate(RowPainter(theme, self))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as in the picture."""
        return QSize(WIDTH, 400)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter does what a click does, Delete removes a tag, a collection or a saved search, F2 renames it.

        (`activated` would come beside `clicked` on desktops that open things with a single click.)
        """
        deed = self._lines.deed(self.currentIndex())
        match event.key(), deed:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter, _:
                self._do(self.currentIndex())
            case Qt.Key.Key_Delete, ShowCollection(collection):
                self._organiser.remove(collection)
            case Qt.Key.Key_Delete, ShowTag(tag):
                self._organiser.remove_tag(tag)
            case Qt.Key.Key_Delete, AskSaved(search):
                self._organiser.remove_search(search.id)
            case Qt.Key.Key_F2, ShowCollection(collection):
                rename_collection(self._explorer, collection, self)
            case Qt.Key.Key_F2, ShowTag(tag):
                rename_tag(self._explorer, tag, self)
            case Qt.Key.Key_F2, AskSaved(search):
                rename_search(self._explorer, search, self)
            case _:
                super().keyPressEvent(event)

    def menu_for(self, deed: Deed) -> QMenu:
        """What can be done with a line; what always can be done where it is none of the user's own."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        match deed:
            case ShowFolder(path):
                self._offer_folder(menu, path)
            case ShowCollection(collection):
                self._offer_collection(menu, collection)
            case ShowTag(tag):
                self._offer_tag(menu, tag)
            case AskSaved(search):
                self._offer_search(menu, search)
            case _:
                menu.addAction(self.tr("New collection…"), self._make_collection)
                menu.addAction(self.tr("New tag…"), lambda: new_tag(self._explorer, (), self))
                keep = menu.addAction(self.tr("Save this search…"), lambda: save_search(self._explorer, self))
                keep.setEnabled(self._explorer.query is not None)
        return menu

    def _offer(self, place: QPoint) -> None:
        self.menu_for(self._lines.deed(self.indexAt(place))).popup(self.viewport().mapToGlobal(place))

    def _offer_folder(self, menu: QMenu, folder: str) -> None:
        path = os.fsencode(folder)
        menu.addAction(self.tr("Show only this folder"), lambda: self._explorer.show_folder(folder))
        menu.addAction(self.tr("Open the folder"), lambda: QDesktopServices.openUrl(file_url(path)))
        menu.addAction(self.tr("Look for changes"), lambda: self._explorer.index_again([path]))
        known = (
            next((one for one in self._explorer.overview.folders if one.path == path), None)
            if (self._explorer.overview)
            else None
        )
        if known is not None:
            watch = menu.addAction(self.tr("Watch it: take in changes at once"))
            watch.setCheckable(True)
            watch.setChecked(known.is_watched)
            watch.toggled.connect(lambda on: self._explorer.watch_folder(path, watched=on))
        menu.addAction(self.tr("It has moved: choose its new place…"), lambda: self._relink(path))
        menu.addSeparator()
        menu.addAction(self.tr("Remove from the library (the files stay)"), lambda: self._explorer.forget([path]))

    def _offer_collection(self, menu: QMenu, collection: Collection) -> None:
        explorer, organiser = self._explorer, self._organiser
        picked = explorer.selection.items
        menu.addAction(self.tr("Show only this collection"), lambda: organiser.show_collection(collection.id))
        words = self.tr("Add what is picked ({count})").format(count=grouped(len(picked)))
        menu.addAction(words, lambda: organiser.add(collection, picked)).setEnabled(bool(picked))
        words = self.tr("Take out what is picked")
        menu.addAction(words, lambda: organiser.take_out(collection, picked)).setEnabled(bool(picked))
        menu.addSeparator()
        menu.addAction(self.tr("New collection…"), self._make_collection)
        menu.addAction(self.tr("Rename…"), lambda: rename_collection(explorer, collection, self))
        words = self.tr("Remove the collection (its items stay)")
        menu.addAction(words, lambda: organiser.remove(collection))

    def _offer_tag(self, menu: QMenu, tag: Tag) -> None:
        explorer, organiser = self._explorer, self._organiser
        picked = explorer.selection.items
        menu.addAction(self.tr("Show only items with this tag"), lambda: organiser.show_tag(tag.id))
        words = self.tr("Tag what is picked, or take it off ({count})").format(count=grouped(len(picked)))
        menu.addAction(words, lambda: organiser.tag(picked, tag.name)).setEnabled(bool(picked))
        menu.addSeparator()
        self._offer_colours(menu.addMenu(self.tr("Colour")), tag)
        self._offer_keys(menu.addMenu(self.tr("Key")), tag)
        menu.addAction(self.tr("Rename…"), lambda: rename_tag(explorer, tag, self))
        menu.addAction(self.tr("Remove the tag, off all items"), lambda: organiser.remove_tag(tag))
        menu.addSeparator()
        menu.addAction(self.tr("New tag…"), lambda: new_tag(explorer, (), self))

    def _offer_colours(self, menu: QMenu, tag: Tag) -> None:
        names = colour_names()
        for number, name in enumerate(names):
            entry = menu.addAction(name, lambda number=number: self._organiser.recolour_tag(tag, number))
            entry.setIcon(self._theme.swatch(number))
            entry.setCheckable(True)
            entry.setChecked(number == tag.colour % len(names))

    def _offer_keys(self, menu: QMenu, tag: Tag) -> None:
        names = {known.key: known.name for known in self._organiser.tags}
        for key in (*KEYS, None):
            words = self.tr("none") if key is None else str(key)
            if key is not None and key in names and key != tag.key:
                words = self.tr("{key}, now “{tag}”").format(key=key, tag=names[key])
            entry = menu.addAction(words, lambda key=key: self._organiser.rekey_tag(tag, key))
            entry.setCheckable(True)
            entry.setChecked(key == tag.key)

    def _relink(self, folder: bytes) -> None:
        title = self.tr("Where is “{name}” now?").format(name=shown_name(folder))
        place = QFileDialog.getExistingDirectory(self, title)
        if place:
            self._explorer.relink(folder, place)

    def _offer_search(self, menu: QMenu, search: SavedSearch) -> None:
        menu.addAction(self.tr("Search again"), lambda: self._organiser.ask_saved(search.query, search.gathering))
        keep = menu.addAction(self.tr("Save this search…"), lambda: save_search(self._explorer, self))
        keep.setEnabled(self._explorer.query is not None)
        menu.addSeparator()
        menu.addAction(self.tr("Rename…"), lambda: rename_search(self._explorer, search, self))
        menu.addAction(self.tr("Remove the saved search"), lambda: self._organiser.remove_search(search.id))

    def _make_collection(self, items: tuple[int, ...] | None = None) -> None:
        new_collection(self._explorer, self._explorer.selection.items if items is None else items, self)

    def _do(self, index: QModelIndex) -> None:
        match self._lines.deed(index):
            case ShowKind(None):
                self._explorer.show_everything()
            case ShowKind(kind):
                self._explorer.show_kinds((kind,) if kind is not None else ())
            case ShowFolder(path):
                self._explorer.show_folder(path)
            case ShowFailures():
                self.failures_wanted.emit()
            case ShowNotice(notice):
                self._organiser.show_notice(notice)
            case ShowCollection(collection):
                self._organiser.show_collection(collection.id)
            case NewCollection():
                self._make_collection()
            case ShowTag(tag):
                self._organiser.show_tag(tag.id)
            case AskSaved(search):
                self._organiser.ask_saved(search.query, search.gathering)
            case SaveSearch():
                save_search(self._explorer, self)


class RowPainter(QStyledItemDelegate):
    """Draws heads in small capitals and rows with their count at the right."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._head = body_font(11, strong=True)
        self._head.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        self._body = body_font()
        self._small = body_font(12)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Heads stand a little apart from the section before them."""
        is_head = index.data(RowRole.SORT) is Sort.HEAD
        return QSize(WIDTH, HEAD_HEIGHT if is_head else ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] - missing in the stubs
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        match index.data(RowRole.SORT):
            case Sort.HEAD:
                self._paint_head(painter, area, state, index)
            case Sort.HINT:
                self._write(painter, area.adjusted(_EDGE + _PAD, 0, -_EDGE, 0), index.data(), "faint", self._small)
                if state & QStyle.StateFlag.State_HasFocus:
                    self._paint_focus(painter, area.adjusted(_EDGE, 1, -_EDGE, -1))
            case _:
                self._paint_row(painter, area, state, index)
        painter.restore()

    def _paint_head(
        self,
        painter: QPainter,
        area: QRect,
        state: QStyle.StateFlag,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = area.adjusted(_EDGE + _PAD - 2, 14, -_EDGE, -2)
        icon = str(index.data(RowRole.ICON))
        self._write(painter, line, str(index.data()).upper(), "faint", self._head)
        if icon:
            role = "strong" if state & QStyle.StateFlag.State_MouseOver else "faint"
            ratio = painter.device().devicePixelRatioF()
            place = line.right() - _PAD - 12, line.center().y() - 6
            painter.drawPixmap(*place, self._theme.picture(icon, 13, role, ratio))
        if state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, area.adjusted(_EDGE, 12, -_EDGE, 0))

    def _paint_row(
        self,
        painter: QPainter,
        area: QRect,
        state: QStyle.StateFlag,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        active = bool(index.data(RowRole.ACTIVE))
        back = area.adjusted(_EDGE, 1, -_EDGE, -1)
        if active or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selected", 1.0 if active else 0.5))
            painter.drawRoundedRect(back, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, back)
        inside = back.adjusted(_PAD, 0, -_PAD, 0)
        count = str(index.data(RowRole.COUNT))
        width = QFontMetrics(self._body).horizontalAdvance(count) + (10 if count else 0)
        self._write(painter, inside, count, "text" if active else "faint", self._body, side=Qt.AlignmentFlag.AlignRight)
        mark = index.data(RowRole.MARK)
        if mark is not None:
            inside = self._paint_mark(painter, inside, *mark)
        inside = self._paint_icon(painter, inside, str(index.data(RowRole.ICON)))
        self._write(painter, inside.adjusted(0, 0, -width, 0), index.data(), "strong" if active else "text", self._body)

    def _paint_mark(self, painter: QPainter, inside: QRect, colour: int, key: int | None) -> QRect:
        """A tag's colour with its key in it."""
        place = QRect(inside.left(), inside.center().y() - 6, 14, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.cluster(colour))
        painter.drawRoundedRect(place, 4, 4)
        if key is not None:
            painter.setFont(body_font(10, strong=True))
            painter.setPen(self._theme.on_cluster(colour))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(key))
        return inside.adjusted(21, 0, 0, 0)

    def _paint_focus(self, painter: QPainter, back: QRect) -> None:
        painter.setPen(self._theme.colour("accent"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(back.adjusted(0, 0, -1, -1), 6, 6)

    def _paint_icon(self, painter: QPainter, inside: QRect, icon: str) -> QRect:
        if not icon:
            return inside
        role = "warning" if icon == "warning" else "text"
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(inside.left(), inside.center().y() - 6, self._theme.picture(icon, 13, role, ratio))
        return inside.adjusted(19, 0, 0, 0)

    def _write(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        role: str,
        font: QFont,
        *,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(role))
        shown = QFontMetrics(font).elidedText(str(text), Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
