from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QDrag, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item, Passage, Stretch
from orrery.domain.modality import Kind
from orrery.domain.query import Filters, Gathering, Query, Term, Words
from orrery.panels import results
from orrery.panels.item_menu import item_menu
from orrery.panels.quick_look import QuickLook
from orrery.panels.result_delegate import play_box, stack_box
from orrery.panels.result_grid import SMALLEST
from orrery.panels.results import ResultsPanel
from orrery.panels.theme import load_theme
from orrery.viewmodels.arrangement import Grouping
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.result_model import Role
from orrery.workflows.find import Answer, Answers
from windows import settle

DARK = load_theme("dark")
SEA = Query((Term(Words("blue sea")),))


def answers(items: tuple[Item, ...], likely: int) -> Answers:
    hits = tuple(Answer(item, 0.95 - at / 50 if at < likely else 0.3, 0.2, None) for at, item in enumerate(items))
    return Answers(SEA, "blue sea", "toy", 3.0, hits)


def picture(panel: ResultsPanel) -> QImage:
    return panel.grab().toImage()


def test_an_empty_library_has_a_sentence_instead_of_a_grid(panel: ResultsPanel, explorer: Explorer) -> None:
    explorer.listed.emit(())
    assert not panel.grid.isVisible()
    assert panel._empty.isVisible()
    assert "Drop files" in panel._empty.text()


def test_nothing_found_has_another_sentence(panel: ResultsPanel, explorer: Explorer) -> None:
    explorer.answered.emit(answers((), 0))
    assert panel._empty.text().startswith("Nothing found")


def test_one_item_is_one_card(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    explorer.listed.emit(things_in[:1])
    settle(panel, explorer, qtbot)
    assert panel.grid.isVisible()
    assert panel.model.rowCount() == 1
    assert panel.grid.items_in_view() == {things_in[0].id}


def test_all_kinds_are_drawn_with_their_previews(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    seen = {item.kind for item in things_in}
    assert seen == set(Kind)
    for item in things_in:
        rect = panel.grid.visualRect(panel.model.index_of(item.id))
        card = panel.grid.viewport().grab(rect.adjusted(12, 12, -20, -50)).toImage()
        colours = {card.pixelColor(x, y).name() for x in range(card.width()) for y in range(card.height())}
        plain = {DARK.colours["raised"], DARK.colours["sound_ground"]}
        assert len(colours) > 3 if item.kind is not Kind.IMAGE else not colours & plain, item.path


def test_what_is_seen_stays_in_place_while_more_comes(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    many = tuple(replace(things_in[0], id=1000 + at, path=b"/many/%04d.png" % at) for at in range(400))
    explorer.listed.emit(many[::2])
    panel.grid.verticalScrollBar().setValue(1500)
    seen = panel.grid.indexAt(QPoint(10, 10))
    item, top = seen.data(Role.ITEM_ID), panel.grid.visualRect(seen).top()
    explorer.listed.emit(many)
    assert panel.grid.visualRect(panel.model.index_of(item)).top() == top
    assert panel.grid.verticalScrollBar().value() > 1500
    explorer.show_folder("/elsewhere")
    explorer.listed.emit(many)
    assert panel.grid.verticalScrollBar().value() == 0


def test_at_the_top_one_stays_at_the_top_while_more_comes(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    many = tuple(replace(things_in[0], id=1000 + at, path=b"/many/%04d.png" % at) for at in range(400))
    explorer.listed.emit(many[200:])
    explorer.selection.pick(many[399].id)
    panel.grid.verticalScrollBar().setValue(0)
    explorer.listed.emit(many)
    assert panel.grid.verticalScrollBar().value() == 0
    assert panel.view.currentIndex().data(Role.ITEM_ID) == many[399].id


def test_an_item_without_a_preview_is_still_a_card(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot) -> None:
    gone = Item(900, b"/not/there.jpg", Kind.IMAGE, 900, 0, 0)
    explorer.listed.emit((gone,))
    settle(panel, explorer, qtbot)
    assert panel.model.rowCount() == 1
    assert not picture(panel).isNull()


def test_the_divider_is_a_row_of_its_own(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    explorer.answered.emit(answers(things_in, likely=4))
    settle(panel, explorer, qtbot)
    rects = [panel.grid.visualRect(panel.model.index(at, 0)) for at in range(panel.model.rowCount())]
    divider = rects[4]
    assert divider.width() > 0.9 * panel.grid.viewport().width()
    assert all(rect.bottom() < divider.top() for rect in rects[:4])
    assert all(rect.top() > divider.bottom() for rect in rects[5:])


def test_cards_fill_the_width_in_as_many_columns_as_fit(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in)
    for width, columns in ((420, 3), (300, 2), (150, 1), (700, 5)):
        panel.resize(width, 700)
        settle(panel, explorer, qtbot)
        tops = [panel.grid.visualRect(panel.model.index(at, 0)).top() for at in range(panel.model.rowCount())]
        assert tops.count(tops[0]) == columns


def test_arrows_step_over_the_divider(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    explorer.answered.emit(answers(things_in, likely=3))
    settle(panel, explorer, qtbot)
    panel.grid.setCurrentIndex(panel.model.index(0, 0))
    QTest.keyClick(panel.grid, Qt.Key.Key_Down)
    assert panel.grid.currentIndex().row() == 4
    QTest.keyClick(panel.grid, Qt.Key.Key_Up)
    assert panel.grid.currentIndex().row() == 0
    QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    assert panel.grid.currentIndex().row() == 1


def test_picking_a_card_picks_everywhere_and_back(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    panel.grid.setCurrentIndex(panel.model.index(2, 0))
    assert explorer.selection.items == (things_in[2].id,)
    explorer.selection.replace((things_in[0].id, things_in[5].id))
    rows = sorted(index.row() for index in panel.grid.selectionModel().selectedIndexes())
    assert rows == [0, 5]
    assert panel.grid.currentIndex().row() == 5


def test_everything_is_picked_at_once(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    explorer.answered.emit(answers(things_in, likely=3))
    settle(panel, explorer, qtbot)
    panel.grid.selectAll()
    assert set(explorer.selection.items) == {item.id for item in things_in}


def test_a_pick_that_is_not_shown_here_stays_picked_when_results_change(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.selection.pick(things_in[0].id)
    explorer.answered.emit(answers(things_in[1:], likely=3))
    settle(panel, explorer, qtbot)
    assert explorer.selection.items == (things_in[0].id,)


def test_walking_into_the_grid_does_not_let_go_of_what_is_picked_elsewhere(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in[1:])
    settle(panel, explorer, qtbot)
    explorer.selection.pick(things_in[0].id)
    panel.grid.selectionModel().setCurrentIndex(panel.model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    assert explorer.selection.items == (things_in[0].id,)


def test_new_answers_keep_the_pick_that_is_among_them(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in)
    explorer.selection.pick(things_in[4].id)
    explorer.answered.emit(answers(tuple(reversed(things_in)), likely=3))
    settle(panel, explorer, qtbot)
    assert explorer.selection.items == (things_in[4].id,)
    assert [index.data(Role.ITEM_ID) for index in panel.grid.selectionModel().selectedIndexes()] == [things_in[4].id]


def test_copying_puts_paths_and_files_on_the_clipboard(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    chooser = panel.grid.selectionModel()
    for row in (0, 1):
        chooser.select(panel.model.index(row, 0), QItemSelectionModel.SelectionFlag.Select)
    QTest.keyClick(panel.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().splitlines() == [item.path.decode() for item in things_in[:2]]
    assert len(data.urls()) == 2
    QGuiApplication.clipboard().clear()


def test_enter_opens_what_is_picked(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    opened: list[Item] = []
    monkeypatch.setattr(results, "open_items", opened.extend)  # the test opens no other program
    panel.grid.setCurrentIndex(panel.model.index(1, 0))
    QTest.keyClick(panel.grid, Qt.Key.Key_Return)
    assert [item.id for item in opened] == [things_in[1].id]


def test_the_play_button_plays_or_says_why_not(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    sound = next(item for item in things_in if item.kind is Kind.SOUND)
    rect = panel.grid.visualRect(panel.model.index_of(sound.id))
    picture_part = rect.adjusted(0, 0, -8, -36).toRectF()
    told: list[str] = []
    explorer.told.connect(told.append)
    spot = play_box(picture_part).center().toPoint()
    QTest.mouseClick(panel.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    player = desk_of(explorer).player
    assert player.item == sound.id
    assert player.is_playing or told == [player.problem]
    player.stop()


def test_a_passage_and_a_stretch_are_shown_where_they_matched(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    text = next(item for item in things_in if item.kind is Kind.TEXT)
    sound = next(item for item in things_in if item.kind is Kind.SOUND)
    whole = Answers(SEA, "sea", "toy", 1.0, (Answer(text, 0.9, 0.3, None), Answer(sound, 0.8, 0.3, None)))
    explorer.answered.emit(whole)
    settle(panel, explorer, qtbot)
    before = picture(panel)
    passage = Passage(40, 90, "Far out the blue sea turned grey. " * 4, 7)
    length = float(sound.facts["duration_s"])
    parts = (Answer(text, 0.9, 0.3, passage), Answer(sound, 0.8, 0.3, Stretch(0, length / 3)))
    explorer.answered.emit(Answers(SEA, "sea", "toy", 1.0, parts))
    settle(panel, explorer, qtbot)
    assert picture(panel) != before


def test_a_name_never_reaches_into_its_score(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    short = Item(901, b"/things/a.jpg", Kind.IMAGE, 901, 0, 0)
    long = replace(short, path=b"/things/" + b"a-very-long-name" * 9 + b".jpg")
    scores = []
    for item in (short, long):
        explorer.answered.emit(answers((item,), likely=1))
        settle(panel, explorer, qtbot)
        rect = panel.grid.visualRect(panel.model.index(0, 0)).adjusted(0, 0, -8, -8)
        scores.append(panel.grid.viewport().grab(rect.adjusted(rect.width() - 27, rect.height() - 27, 0, 0)).toImage())
    assert scores[0] == scores[1]
    colours = {scores[0].pixelColor(x, y).name() for x in range(27) for y in range(27)}
    assert DARK.colours["good"] in colours


def test_only_what_is_in_view_is_read(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot) -> None:
    many = tuple(Item(at, b"/m/%d.jpg" % at, Kind.IMAGE, at, 0, 0) for at in range(1, 3001))
    explorer.listed.emit(many)
    settle(panel, explorer, qtbot)
    assert len(desk_of(explorer).thumbnails._tiles) < 100
    assert len(panel.grid.items_in_view()) < 60
    panel.grid.verticalScrollBar().setValue(panel.grid.verticalScrollBar().maximum())
    settle(panel, explorer, qtbot)
    assert 3000 in panel.grid.items_in_view()


def test_a_still_picture_shows_no_times(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    with qtbot.waitSignal(panel.note_changed) as told:
        explorer.answered.emit(answers(things_in, likely=2))
    assert told.args == ["2 likely"]


def test_a_context_menu_offers_everything_that_can_be_done(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    menu = item_menu([things_in[0]], explorer, panel)
    words = [action.text() for action in menu.actions() if action.text()]
    for wanted in ("Find more like this", "Open", "Reveal in folder", "Copy path", "Index again"):
        assert wanted in words
    assert any(word.startswith("Remove from the library") for word in words)


def test_a_drag_carries_what_is_picked_with_a_small_picture(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    panel.grid.setCurrentIndex(panel.model.index(1, 0))
    started: list[QDrag] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: started.append(drag))  # it would wait for the mouse
    panel.grid.startDrag(Qt.DropAction.CopyAction)
    (drag,) = started
    assert [url.toLocalFile() for url in drag.mimeData().urls()] == [things_in[1].path.decode()]
    assert 0 < drag.pixmap().width() <= 110
    assert 0 < drag.pixmap().height() <= 110


def test_the_list_shows_the_same_items_with_columns_that_sort(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.answered.emit(answers(things_in, likely=4))
    panel.grid.setCurrentIndex(panel.model.index(0, 0))
    panel.show_list(True)
    settle(panel, explorer, qtbot)
    assert panel.table.isVisible()
    assert not panel.grid.isVisible()
    picked = [index.row() for index in panel.table.selectionModel().selectedRows()]
    assert picked == [0], "what is picked stays picked"
    name = panel.model.headerData(0, Qt.Orientation.Horizontal)
    assert name == "Name"
    panel.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    names = [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]
    assert names == sorted(names, key=str.casefold), "sorted by name there is no divider"
    panel.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert panel.model.index(4, 0).data() == "likely matches end here"


def test_the_list_draws_a_small_picture_for_each_line(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in)
    panel.show_list(True)
    settle(panel, explorer, qtbot)
    image = next(item for item in things_in if item.name == "red.png")
    rect = panel.table.visualRect(panel.model.index_of(image.id))
    line = panel.table.viewport().grab(rect).toImage()
    middle = line.pixelColor(8 + 20, line.height() // 2)
    assert (middle.red() > 200, middle.green() < 60) == (True, True)


def test_lanes_stand_beside_one_another(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    explorer.listed.emit(things_in)
    panel.model.arrange(replace(panel.model.wish, grouping=Grouping.KIND))
    settle(panel, explorer, qtbot)
    lefts = {kind: set[int]() for kind in Kind}
    for item in things_in:
        lefts[item.kind].add(panel.grid.visualRect(panel.model.index_of(item.id)).left())
    assert max(lefts[Kind.IMAGE]) < min(lefts[Kind.SOUND]) <= max(lefts[Kind.SOUND]) < min(lefts[Kind.TEXT])
    panel.grid.setCurrentIndex(panel.model.index(1, 0))
    QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    assert panel.grid.currentIndex().data(Role.ROW).item.kind is Kind.SOUND


def test_a_stack_is_unfolded_by_a_key_and_by_its_count(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    panel.model.fold([(things_in[0].id, things_in[2].id, things_in[3].id)])
    assert panel.model.rowCount() == len(things_in) - 2
    panel.grid.setCurrentIndex(panel.model.index(0, 0))
    QTest.keyClick(panel.grid, Qt.Key.Key_Plus)
    shown = [index.data(Role.ITEM_ID) for index in (panel.model.index(row, 0) for row in range(3))]
    assert shown == [things_in[0].id, things_in[2].id, things_in[3].id]
    settle(panel, explorer, qtbot)
    spot = stack_box(panel.grid.visualRect(panel.model.index(0, 0)).adjusted(0, 0, -8, -36).toRectF()).center()
    QTest.mouseClick(panel.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert panel.model.rowCount() == len(things_in) - 2


def test_near_duplicates_fold_when_asked_to(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    explorer.listed.emit((*things_in, replace(things_in[0], id=999, path=b"/copy.png")))
    panel.fold(True)
    settle(panel, explorer, qtbot)
    tops = [panel.model.at(row) for row in panel.model.arrangement.sizes]
    assert things_in[0].id in {row.item.id for row in tops}, "a copy of a file is its near-duplicate"
    panel.fold(False)
    assert panel.model.rowCount() == len(things_in) + 1


def test_cards_grow_and_shrink_with_ctrl_and_plus(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    before = panel.grid.geometry_now.columns
    for _ in range(5):
        QTest.keyClick(panel.grid, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert panel.grid.geometry_now.columns < before
    for _ in range(30):
        QTest.keyClick(panel.grid, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert panel.grid.card_width == SMALLEST


def test_a_rubber_band_picks_what_it_touches(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    first, last = (panel.grid.visualRect(panel.model.index(row, 0)) for row in (0, 4))
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    panel.grid.setSelection(QRect(first.center(), last.center()), flags)
    assert explorer.selection.items == tuple(things_in[at].id for at in (0, 1, 3, 4)), "three columns, a box of two"


def test_half_a_million_items_are_shown_and_scrolled_without_a_walk_over_them(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot
) -> None:
    many = tuple(Item(at, b"/photos/%06d.jpg" % at, Kind.IMAGE, at, 10, 0) for at in range(500_000))
    drawn: list[int] = []
    paint = panel._delegate.paint
    panel._delegate.paint = lambda painter, option, index: (
        drawn.append(index.row()),
        paint(painter, option, index),
    )
    explorer.listed.emit(many)
    settle(panel, explorer, qtbot)
    panel.grid.verticalScrollBar().setValue(panel.grid.verticalScrollBar().maximum())
    settle(panel, explorer, qtbot)
    assert max(drawn) == 499_999
    assert len(set(drawn)) < 100
    panel.grid.selectAll()
    assert len(explorer.selection) == 500_000


def test_space_shows_a_picture_large_and_arrows_lead_on(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    texts_first = sorted(things_in, key=lambda item: item.kind, reverse=True)
    explorer.listed.emit(tuple(texts_first))
    settle(panel, explorer, qtbot)
    at = [item.kind for item in texts_first].index(Kind.IMAGE)
    panel.grid.setCurrentIndex(panel.model.index(at, 0))
    QTest.keyClick(panel.grid, Qt.Key.Key_Space)
    look = panel.window().findChild(QuickLook)
    assert look.picture.isVisible()
    seen = [look._title.text()]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(look.focusWidget(), key)
        settle(panel, explorer, qtbot)
        seen.append(look._title.text())
    assert seen == [texts_first[row].name for row in (at, at + 1, at, at - 1)]
    assert texts_first[at - 1].kind is Kind.SOUND
    assert look.player.isVisible()
    assert not look.picture.isVisible()
    QTest.keyClick(look.focusWidget(), Qt.Key.Key_Escape)
    assert not look.isVisible()
    settle(panel, explorer, qtbot)


def test_a_text_is_read_large_and_what_is_gone_is_said(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    text = next(item for item in things_in if item.kind is Kind.TEXT)
    gone = replace(text, path=b"/not/there.txt")
    explorer.listed.emit((gone,))
    settle(panel, explorer, qtbot)
    panel.grid.setCurrentIndex(panel.model.index(0, 0))
    QTest.keyClick(panel.grid, Qt.Key.Key_Space)
    settle(panel, explorer, qtbot)
    look = panel.window().findChild(QuickLook)
    assert look.text.toPlainText()
    assert look._problem.isVisible()
    QTest.keyClick(look.text, Qt.Key.Key_Space)
    assert not look.isVisible()


def test_a_screen_reader_finds_a_list_of_named_cards(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    explorer.answered.emit(answers(things_in, likely=4))
    settle(panel, explorer, qtbot)
    told = QAccessible.queryAccessibleInterface(panel.grid)
    assert told.role() == QAccessible.Role.List
    assert told.text(QAccessible.Text.Name) == "Results"
    assert told.childCount() == panel.model.rowCount()
    first = told.child(0)
    assert first.role() == QAccessible.Role.ListItem
    assert first.text(QAccessible.Text.Name) == panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    table = QAccessible.queryAccessibleInterface(panel.table)
    assert table.role() == QAccessible.Role.Table


def test_every_control_above_the_results_has_a_name(panel: ResultsPanel) -> None:
    buttons = panel.bar.findChildren(QToolButton)
    assert buttons
    assert all(button.accessibleName() for button in buttons)


def test_a_theme_change_repaints_the_cards(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    before = picture(panel)
    panel.use_theme(load_theme("light"))
    assert picture(panel) != before


def test_the_order_box_says_in_which_order_things_stand(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    bar, ids = panel.bar, tuple(item.id for item in things_in[:4])
    explorer.refresh()
    settle(panel, explorer, qtbot)
    assert bar.ordering.text() == "By path ▾"
    for key, words in (("one of each", "Most telling first"), ("outliers", "Strangest first"), ("tag 1", "As added")):
        panel.model.show_items(things_in[:4], Gathering(key, ids))
        assert bar.ordering.text() == f"{words} ▾"
        assert bar.ordering.menu().actions()[0].text() == words
    explorer.answered.emit(answers(things_in, 2))
    assert bar.ordering.text() == "Best first ▾"
    assert bar.ordering.menu().actions()[0].text() == "Best first"
    varied = replace(answers(things_in, 2), query=replace(SEA, filters=Filters(diversity=0.5)))
    explorer.answered.emit(varied)
    assert bar.ordering.text() == "Best first, varied ▾"
