import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.panels.actions import all_actions
from orrery.panels.chips import ChipView
from orrery.panels.failures import FailureList
from orrery.panels.inspector import InspectorPanel
from orrery.panels.map_panel import MapPanel
from orrery.panels.opening import Windows
from orrery.panels.palette import CommandPalette
from orrery.panels.results import ResultsPanel
from orrery.panels.theme import load_fonts, load_theme, use_theme
from orrery.panels.window import Window
from orrery.viewmodels.arrangement import Grouping, Order, Wish
from orrery.viewmodels.dragging import dragged
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.map_colours import ColourBy
from orrery.viewmodels.player import Loop
from orrery.viewmodels.session import Session
from orrery.workflows.engine import Engine

Open = Callable[[Engine], Window]


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot) -> Iterator[Open]:
    windows: list[Window] = []
    load_fonts()
    theme = load_theme("dark")
    use_theme(qapp, theme)

    def opened(engine: Engine) -> Window:
        window = Window(Explorer(engine, is_still=True), theme)
        windows.append(window)
        window.resize(1100, 700)
        window.show()
        qtbot.waitUntil(window.is_settled, timeout=20_000)
        return window

    yield opened
    for window in windows:
        window.close()
        window.deleteLater()
    qtbot.wait(1)  # lets Qt delete them


@pytest.fixture
def window(open_window: Open, filled_engine: Engine) -> Window:
    return open_window(filled_engine)


@pytest.fixture
def empty(open_window: Open, engine: Engine) -> Window:
    return open_window(engine)


def _files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def _drag(widget: QWidget, data: QMimeData) -> bool:
    """Whether the widget takes the drag."""
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    return enter.isAccepted()


def _drop(widget: QWidget, data: QMimeData) -> None:
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, drop)


def _settled(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.is_settled, timeout=20_000)


def _chips(window: Window) -> list[ChipView]:
    return [chip for chip in window.query_bar.field.findChildren(ChipView) if chip.isVisible()]


def _said(window: Window) -> str:
    parts = [*window.status.findChildren(QPushButton), *window.status.findChildren(QLabel)]
    return " ".join(part.text() for part in parts if part.isVisible())


def _ask(window: Window, qtbot: QtBot, typed: str) -> None:
    window.focus_query()
    qtbot.keyClicks(window.query_bar.field.typed, typed)
    qtbot.keyClick(window.query_bar.field.typed, Qt.Key.Key_Return)
    _settled(window, qtbot)


# --- an empty library


def test_an_empty_library_invites_to_drop_files(empty: Window) -> None:
    assert empty.first_start.isVisible()
    words = " ".join(label.text() for label in empty.first_start.findChildren(QLabel))
    assert "stays on this machine" in words
    assert "0 items" in _said(empty)


def test_the_demo_is_asked_for_not_put_into_the_users_library(empty: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(empty.demo_wanted):
        empty.first_start.demo_wanted.emit()
    assert not empty.explorer.runner.jobs


def test_files_dropped_on_the_window_are_added(empty: Window, qtbot: QtBot, things: Path) -> None:
    data = _files(things / "red.png", things / "broken.png")
    assert _drag(empty, data)
    assert empty.overlay.isVisible()
    _drop(empty, data)
    assert empty.overlay.isHidden()
    qtbot.waitUntil(lambda: empty.explorer.picture is not None, timeout=30_000)
    _settled(empty, qtbot)
    assert not empty.first_start.isVisible()
    assert "1 item · 1 embedded" in _said(empty)
    assert "1 failed" in empty.strip.sentence


def test_a_query_on_an_empty_library_finds_nothing_and_says_nothing_wrong(empty: Window, qtbot: QtBot) -> None:
    _ask(empty, qtbot, "red")
    assert empty.explorer.answers
    assert empty.explorer.answers.hits == ()
    assert empty.strip.sentence == ""


# --- asking


def test_typing_and_enter_asks_and_leaves_a_chip(window: Window, qtbot: QtBot) -> None:
    _ask(window, qtbot, "red - loud")
    assert [chip.accessibleName() for chip in _chips(window)] == ["like red, weight 1", "not like loud, weight 1"]
    assert window.query_bar.field.typed.text() == ""
    assert window.explorer.answers


def test_a_query_that_cannot_be_understood_stays_in_the_line_and_is_told(window: Window, qtbot: QtBot) -> None:
    window.focus_query()
    qtbot.keyClicks(window.query_bar.field.typed, "red +")
    qtbot.keyClick(window.query_bar.field.typed, Qt.Key.Key_Return)
    assert window.query_bar.field.typed.text() == "red +"
    assert "cannot be understood" in window.strip.sentence


def test_a_file_dropped_on_the_query_is_asked_with_and_not_added(
    window: Window, qtbot: QtBot, tmp_path: Path, things: Path
) -> None:
    outside = tmp_path / "outside.png"
    shutil.copy(things / "blue.png", outside)
    assert _drag(window.query_bar.field, _files(outside))
    _drop(window.query_bar.field, _files(outside))
    _settled(window, qtbot)
    assert len(_chips(window)) == 1
    assert window.explorer.answers
    assert window.explorer.overview
    assert window.explorer.overview.total == 9


def test_an_own_drag_adds_nothing_to_the_window_and_becomes_a_chip_on_the_query(window: Window, qtbot: QtBot) -> None:
    _ask(window, qtbot, "red")
    assert window.explorer.answers
    item: Item = window.explorer.answers.hits[0].item
    window.explorer.clear()
    assert not _drag(window, dragged([item]))
    assert _drag(window.query_bar.field, dragged([item]))
    _drop(window.query_bar.field, dragged([item]))
    assert len(_chips(window)) == 1
    _settled(window, qtbot)


def test_keys_weigh_turn_round_and_remove_a_chip(window: Window, qtbot: QtBot) -> None:
    _ask(window, qtbot, "red + loud")
    qtbot.keyClick(_chips(window)[1], Qt.Key.Key_Down)
    assert window.query_bar.field.line.terms[1].weight == 0.9
    qtbot.keyClick(_chips(window)[1], Qt.Key.Key_Minus)
    assert window.query_bar.field.line.terms[1].weight == -0.9
    qtbot.keyClick(_chips(window)[1], Qt.Key.Key_Delete)
    assert len(_chips(window)) == 1
    _settled(window, qtbot)


def test_the_wheel_weighs_a_chip(window: Window, qtbot: QtBot) -> None:
    _ask(window, qtbot, "red")
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(_chips(window)[0], turn)
    assert window.query_bar.field.line.terms[0].weight == 1.2
    _settled(window, qtbot)


def test_backspace_takes_the_last_chip_back_for_editing(window: Window, qtbot: QtBot) -> None:
    _ask(window, qtbot, "red")
    qtbot.keyClick(window.query_bar.field.typed, Qt.Key.Key_Backspace)
    assert window.query_bar.field.typed.text() == "red"
    assert not _chips(window)


def test_escape_clears_step_by_step(window: Window, qtbot: QtBot) -> None:
    _ask(window, qtbot, "red")
    window.query_bar.field.typed.setText("half a word")
    window.explorer.tell("A word.")
    window.explorer.selection.pick(1)
    steps = []
    for _ in range(4):
        window.step_back()
        typed, told = window.query_bar.field.typed.text(), window.strip.sentence
        steps.append((bool(typed), bool(told), window.explorer.query is not None, window.explorer.selection.current))
    assert steps == [(False, True, True, 1), (False, False, True, 1), (False, False, False, 1), (False,) * 3 + (None,)]
    _settled(window, qtbot)


def test_a_foreign_query_is_told_which_language_the_model_reads(window: Window, qtbot: QtBot) -> None:
    _ask(window, qtbot, "der Hund und das Kind")
    shown = [label.text() for label in window.query_bar.findChildren(QLabel) if label.isVisible()]
    assert "This model reads English only." in shown


# --- sidebar and kinds


def test_a_click_in_the_sidebar_filters_and_the_kinds_follow(window: Window, qtbot: QtBot) -> None:
    model = window.sidebar.model()
    sounds = next(model.index(row, 0) for row in range(model.rowCount()) if model.index(row, 0).data() == "Sounds")
    centre = window.sidebar.visualRect(sounds).center()
    qtbot.mouseClick(window.sidebar.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert window.explorer.scope.kinds == {Kind.SOUND}
    checked = [button.text() for button in window.query_bar.kinds.findChildren(QWidget) if _is_checked(button)]
    assert checked == ["Sounds"]
    _settled(window, qtbot)


def _is_checked(widget: QWidget) -> bool:
    return bool(getattr(widget, "isChecked", lambda: False)())


def test_failed_files_are_listed_with_their_reasons(window: Window, qtbot: QtBot) -> None:
    window.status.failures_wanted.emit()
    qtbot.waitUntil(lambda: window.findChild(FailureList) is not None)
    dialog = window.findChild(FailureList)
    table = dialog.findChild(QTableView)
    cells = [table.model().index(0, column).data() for column in range(2)]
    assert cells[0] == "broken.png"
    assert cells[1].endswith(".")
    dialog.close()


# --- the window itself


def test_every_shortcut_belongs_to_one_action_only(window: Window) -> None:
    actions = all_actions(window.menu_row.bar)
    keys = [action.shortcut().toString() for _, action in actions if not action.shortcut().isEmpty()]
    assert sorted(keys) == sorted(set(keys))
    assert {"Ctrl+F", "F5", "Ctrl+K", "Esc"} <= set(keys)


def test_the_palette_finds_an_action_and_does_it(window: Window, qtbot: QtBot) -> None:
    window.open_palette()
    palette = window.findChild(CommandPalette)
    assert isinstance(palette, QDialog)
    line = palette.findChild(QLineEdit)
    qtbot.keyClicks(line, "sounds only")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.explorer.scope.kinds == {Kind.SOUND}
    _settled(window, qtbot)


def test_the_palette_survives_words_that_fit_nothing(window: Window, qtbot: QtBot) -> None:
    window.open_palette()
    palette = window.findChild(CommandPalette)
    line = palette.findChild(QLineEdit)
    qtbot.keyClicks(line, "zzzz")
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.explorer.query is None


def test_everything_that_takes_the_keyboard_has_a_name_for_screen_readers(window: Window) -> None:
    nameless = [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not widget.parentWidget().accessibleName()  # the viewport of a view that has a name
        and not getattr(widget, "text", lambda: "")()
    ]
    assert not nameless


def test_the_other_theme_can_be_put_on_while_the_window_is_open(
    window: Window, qapp: QApplication, qtbot: QtBot
) -> None:
    before = window.grab().toImage().pixelColor(3, 3)
    light = load_theme("light")
    use_theme(qapp, light)
    window.use_theme(light)
    assert window.grab().toImage().pixelColor(3, 3).lightness() > before.lightness() + 100
    _settled(window, qtbot)


def test_a_long_job_shows_pause_and_stop_and_ends_when_stopped(window: Window, qtbot: QtBot) -> None:
    import threading

    from orrery.workflows.job import JobContext, Progress

    def work(job: JobContext) -> None:
        while True:
            job.check()
            job.report(Progress(5804, 9204, "IMG_1.jpg"))
            threading.Event().wait(0.01)

    window.explorer.runner.start("Adding Photos/2024", work)
    qtbot.waitUntil(lambda: "9" in _said(window) and "Adding Photos/2024" in _said(window))
    assert not window.is_settled()
    window.status.job.stop()
    _settled(window, qtbot)
    assert "Adding" not in _said(window)


def test_closing_the_window_stops_a_running_job(open_window: Open, filled_engine: Engine, qtbot: QtBot) -> None:
    import threading

    from orrery.workflows.job import JobContext

    ended = threading.Event()

    def work(job: JobContext) -> None:
        try:
            while True:
                job.check()
                threading.Event().wait(0.005)
        finally:
            ended.set()

    window = open_window(filled_engine)
    window.explorer.runner.start("Working", work)
    qtbot.waitUntil(lambda: window.status.job.is_running)
    window.close()
    assert ended.is_set()


def test_the_place_of_panels_is_remembered(qapp: QApplication, qtbot: QtBot, engine: Engine, tmp_path: Path) -> None:
    theme = load_theme("dark")
    memory = tmp_path / "window.ini"
    first = Window(Explorer(engine), theme, memory=memory)
    first.resize(800, 600)  # more would not fit on the test's screen
    first.show()
    first.docks.docks["inspector"].hide()
    first.close()
    second = Window(Explorer(engine), theme, memory=memory)
    second.show()
    assert second.size() == first.size()
    assert second.docks.docks["inspector"].isHidden()
    second.close()
    for window in (first, second):
        window.deleteLater()
    qtbot.wait(1)


def test_how_one_looks_at_a_library_is_remembered(
    qapp: QApplication, qtbot: QtBot, filled_engine: Engine, tmp_path: Path
) -> None:
    def open_again() -> tuple[Window, ResultsPanel, MapPanel, InspectorPanel]:
        session = Session(filled_engine.library_path, tmp_path)
        window = Window(Explorer(filled_engine, is_still=True), load_theme("dark"), session=session)
        window.show()
        qtbot.waitUntil(window.is_settled, timeout=20_000)
        results, atlas, inspector = (window.docks.panels[key] for key in ("results", "map", "inspector"))
        assert isinstance(results, ResultsPanel)
        assert isinstance(atlas, MapPanel)
        assert isinstance(inspector, InspectorPanel)
        return window, results, atlas, inspector

    window, results, atlas, _ = open_again()
    sound = next(item for item in results.model.found.items if item.kind is Kind.SOUND)
    window.explorer.selection.pick(sound.id)
    desk_of(window.explorer).player.use_loop(sound.id, Loop(0.1, 0.2))
    results.model.arrange(Wish(Grouping.FOLDER, Order.NAME, is_descending=True))
    results.grid.use_card_width(150)
    results.show_list(True)
    results.fold(True)
    atlas.model.legend.use_colour(ColourBy.KIND)
    atlas.model.legend.toggle_kind(Kind.TEXT)
    atlas.pointer.sound.switch(False)
    window.close()
    second, results, atlas, _ = open_again()
    wish = results.model.wish
    assert (wish.grouping, wish.order, wish.is_descending) == (Grouping.FOLDER, Order.NAME, True)
    assert results.grid.card_width == 150
    assert results.view is results.table
    assert results.bar.as_list.isChecked()
    assert results.bar.stacks.isChecked()
    assert atlas.model.legend.colour_by is ColourBy.KIND
    assert not atlas.model.legend.is_kind_on(Kind.TEXT)
    assert not atlas.pointer.sound.is_on
    assert not atlas.actions_of_map["sound"].isChecked()
    assert desk_of(second.explorer).player.loop_of(sound.id) == Loop(0.1, 0.2)
    second.close()
    for one in (window, second):
        one.deleteLater()
    qtbot.wait(1)


def test_a_theme_that_was_chosen_is_kept(qapp: QApplication, qtbot: QtBot, engine: Engine, own_home: Path) -> None:
    windows = Windows(qapp, lambda _: engine)
    window = windows.open(engine)
    assert window is not None
    assert windows.open(engine) is None  # it came to the front instead
    window.theme_chosen.emit("light")
    assert qapp.palette().window().color() == load_theme("light").colour("panel")
    assert 'theme = "light"' in (own_home / "settings.toml").read_text("utf-8")
    window.close()
    windows.deleteLater()
    qtbot.wait(1)


def test_the_shortcut_for_the_query_is_written_on_no_other_action(window: Window) -> None:
    found = [
        action.text() for _, action in all_actions(window.menu_row.bar) if action.shortcut() == QKeySequence("Ctrl+F")
    ]
    assert found == ["Type a query"]


def test_many_chips_scroll_and_keep_the_newest_in_view(window: Window, qtbot: QtBot) -> None:
    _ask(window, qtbot, " + ".join(f"a rather long term number {number}" for number in range(8)))
    field = window.query_bar.field
    qtbot.waitUntil(lambda: not _chips(window)[-1].visibleRegion().isEmpty())
    assert _chips(window)[0].visibleRegion().isEmpty()
    assert field.typed.width() >= 150
    window.activateWindow()
    _chips(window)[0].setFocus()
    qtbot.waitUntil(lambda: not _chips(window)[0].visibleRegion().isEmpty())


def test_a_bug_in_a_slot_is_logged_and_told_in_a_sentence(
    qapp: QApplication, qtbot: QtBot, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    windows = Windows(qapp, lambda _: engine)
    window = windows.open(engine)
    assert window is not None
    windows.report(KeyError("secret"))
    assert "secret" not in window.strip.sentence
    assert "Something went wrong" in window.strip.sentence
    assert "a bug" in caplog.text
    window.close()
    windows.deleteLater()
    qtbot.wait(1)
