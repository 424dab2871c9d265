"""Preferences, job tray, reports, licences, and what the query line takes beside words."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from orrery import paths
from orrery.domain.modality import Kind
from orrery.domain.query import FileTerm, Words
from orrery.panels.about import About
from orrery.panels.actions import all_actions
from orrery.panels.chips import ChipView
from orrery.panels.crash_report import CrashReport
from orrery.panels.map_panel import MapPanel
from orrery.panels.opening import Windows
from orrery.panels.preferences import Preferences
from orrery.panels.theme import load_theme
from orrery.panels.window import Window
from orrery.settings import Settings, load_settings
from orrery.viewmodels.crash import CrashKeeper
from orrery.workflows.engine import Engine
from windows import settled


def _button(dialog: object, text: str) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == text)  # type: ignore[attr-defined]


def test_preferences_are_kept_and_the_theme_holds_at_once(
    qapp: QApplication, qtbot: QtBot, filled_engine: Engine, own_home: Path
) -> None:
    windows = Windows(qapp, lambda _: filled_engine)
    window = windows.open(filled_engine)
    assert window is not None
    settled(window, qtbot)
    window.show_preferences()
    dialog = window.findChild(Preferences)
    assert dialog is not None
    theme, language = dialog.findChildren(QComboBox)
    theme.setCurrentIndex(theme.findData("light"))
    assert language.findData("de") > 0
    language.setCurrentIndex(language.findData("de"))
    scale, threads, readers, cache = dialog.findChildren(QSpinBox)
    scale.setValue(175)
    threads.setValue(3)
    cache.setValue(0)
    next(box for box in dialog.findChildren(QCheckBox) if "faster" in box.text()).setChecked(True)
    _button(dialog, "OK").click()
    found = load_settings(paths.settings_file())
    assert found == Settings(theme="light", language="de", scale=175, threads=3, cache_mb=0, quick_search=True)
    assert readers.specialValueText() == "up to four"
    assert qapp.palette().window().color() == load_theme("light").colour("panel")
    settled(window, qtbot)
    window.close()
    windows.deleteLater()
    qtbot.wait(1)


def test_previews_are_counted_and_cleared(window: Window, qtbot: QtBot) -> None:
    previews = window.explorer.engine.previews
    assert previews.size() > 0
    dialog = Preferences(Settings(), window.explorer, window)
    qtbot.waitUntil(lambda: "now" in dialog._taken.text())
    _button(dialog, "Clear now").click()
    qtbot.waitUntil(lambda: dialog._taken.text() == "now 0 B")
    assert previews.size() == 0
    dialog.deleteLater()


def test_cancel_changes_nothing(window: Window, qtbot: QtBot) -> None:
    dialog = Preferences(Settings(), window.explorer, window)
    with qtbot.assertNotEmitted(dialog.chosen):
        _button(dialog, "Cancel").click()
    dialog.deleteLater()
    settled(window, qtbot)


def test_libraries_that_were_opened_are_offered_again(
    qapp: QApplication, qtbot: QtBot, engine: Engine, filled_engine: Engine, own_home: Path
) -> None:
    from orrery.app import engine_on

    windows = Windows(qapp, lambda path: engine_on(engine, path))
    first = windows.open(engine)
    assert first is not None
    settled(first, qtbot)
    first.library_wanted.emit(str(filled_engine.library_path))
    second = windows._windows[-1]
    assert second is not first
    settled(second, qtbot)
    assert next(action.text() for action in first.menus._recent.actions()).startswith("filled in")
    broken = own_home / "broken.orrery"
    broken.write_text("this is no library")
    first.library_wanted.emit(str(broken))
    assert "is not a library" in first.strip.sentence
    assert len(windows._windows) == 2
    for window in (first, second):
        window.close()
    windows.deleteLater()
    qtbot.wait(1)


def test_a_window_remembers_what_the_user_was_at(
    qapp: QApplication, qtbot: QtBot, filled_engine: Engine, own_home: Path
) -> None:
    windows = Windows(qapp, lambda _: filled_engine)
    seen: list[float] = []
    for is_second in (False, True):
        window = windows.open(filled_engine)
        assert window is not None
        settled(window, qtbot)
        panel = window.docks.panels["map"]
        assert isinstance(panel, MapPanel)
        if is_second:
            assert window.explorer.query is not None
            assert [term.asked for term in window.explorer.query.terms] == [Words("red"), Words("loud")]
            assert "red - loud" in window.query_bar.field.completion.past
            qtbot.waitUntil(lambda box=panel.box: box.viewRect().width() == pytest.approx(seen[0], rel=0.1))
        else:
            window.explorer.ask_text("red - loud")
            settled(window, qtbot)
            panel.box.go_to(QRectF(-0.2, -0.2, 0.4, 0.4))
            panel._moved_by_hand()
            seen.append(panel.box.viewRect().width())
        window.close()
    windows.deleteLater()
    qtbot.wait(1)


def test_the_tray_lists_jobs_and_does_a_failed_one_again(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    missing = tmp_path / "later.txt"
    window.explorer.add_files([missing])
    settled(window, qtbot)
    assert window.status._trouble.text() == "1 job failed"
    tray = window.status.open_tray()
    (view,) = tray.views
    assert "There is no file" in view.accessibleName()
    assert not view.stop.isVisibleTo(tray)
    missing.write_text("The sea, later.")
    view.retry.click()
    settled(window, qtbot)
    assert window.status.jobs.failed == 0
    assert window.explorer.overview is not None
    assert window.explorer.overview.total == 10
    tray.close()


def test_a_crash_report_is_copied_whole(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    keeper = CrashKeeper(tmp_path)
    kept = keeper.keep(KeyError, KeyError("a bug"), None)
    assert kept is not None
    dialog = CrashReport([kept], window)
    _button(dialog, "Copy").click()
    assert QGuiApplication.clipboard().text() == kept.text
    dialog.deleteLater()


def test_reports_of_the_last_time_are_shown_once(
    qapp: QApplication, qtbot: QtBot, engine: Engine, own_home: Path
) -> None:
    keeper = CrashKeeper()
    keeper.keep(KeyError, KeyError("a bug"), None)
    windows = Windows(qapp, lambda _: engine, keeper)
    window = windows.open(engine)
    assert window is not None
    windows.show_crashes()
    assert window.findChild(CrashReport) is not None
    assert keeper.unseen() == ()
    settled(window, qtbot)
    window.close()
    windows.deleteLater()
    qtbot.wait(1)


def test_about_names_what_orrery_brings_along_with_its_licence(window: Window) -> None:
    dialog = About(load_theme("dark"), window)
    shown = [dialog.names.item(row).text() for row in range(dialog.names.count())]
    for name in ("Orrery", "Starter model", "Inter · OFL", "PySide6", "onnxruntime", "watchdog"):
        assert any(name in line for line in shown), name
    dialog.names.setCurrentRow(next(row for row, line in enumerate(shown) if line.startswith("Inter")))
    assert "SIL OPEN FONT LICENSE" in dialog.text.toPlainText().upper()
    dialog.deleteLater()


def test_a_copied_picture_is_asked_with_and_not_added(window: Window, qtbot: QtBot, own_home: Path) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#d02020"))
    data = QMimeData()
    data.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(data)
    window.query_bar.field.paste()
    settled(window, qtbot)
    assert window.explorer.query is not None
    (term,) = window.explorer.query.terms
    assert isinstance(term.asked, FileTerm)
    assert Path(term.asked.path).parent == own_home / "pasted"
    assert window.explorer.answers is not None
    pictures = [hit.item.name for hit in window.explorer.answers.hits if hit.item.kind is Kind.IMAGE]
    assert pictures[0] == "red.png"
    assert window.explorer.overview is not None
    assert window.explorer.overview.total == 9


def test_copied_words_and_files_are_asked_with(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    field = window.query_bar.field
    QGuiApplication.clipboard().setText("a red fire")
    window.activateWindow()
    field.paste()
    assert field.typed.text() == "a red fire"
    file = tmp_path / "note.txt"
    file.write_text("The blue sea.")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)
    qtbot.keyClick(field.typed, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled(window, qtbot)
    assert window.explorer.query is not None
    assert [term.asked for term in window.explorer.query.terms] == [FileTerm(str(file))]


def test_offers_appear_while_words_are_typed(window: Window, qtbot: QtBot) -> None:
    field = window.query_bar.field
    field.completion.remember(["red fire"])
    window.activateWindow()
    field.typed.setFocus()
    qtbot.keyClicks(field.typed, "red")
    popup = field.typed.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    assert popup.model().index(0, 0).data() == "red fire"
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.typed.text() == "red fire"
    popup.hide()


def test_chips_become_text_again_and_their_menu_weighs_them(window: Window, qtbot: QtBot) -> None:
    window.explorer.ask_text("red - 0.5:loud kind:image")
    settled(window, qtbot)
    field = window.query_bar.field
    assert "red - 0.5:loud" in field.toolTip()
    chip = field.findChildren(ChipView)[-1]
    weights = next(action.menu() for action in chip.offers().actions() if action.menu())
    next(action for action in weights.actions() if action.text() == "2").trigger()  # type: ignore[union-attr]
    settled(window, qtbot)
    assert window.explorer.query is not None
    assert [term.weight for term in window.explorer.query.terms] == [1.0, -2.0]
    field.edit_as_text()
    settled(window, qtbot)
    assert field.typed.text() == "red - 2:loud kind:image"
    assert window.explorer.query is None


def test_the_palette_reaches_menus_inside_menus(window: Window) -> None:
    window.menus.show_recent([Path("/somewhere/Photos & more.orrery")])
    names = [action.text() for _, action in all_actions(window.menu_row.bar)]
    assert "Photos && more in /somewhere" in names
