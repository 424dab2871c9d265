import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.panels.item_menu import item_menu
from orrery.panels.results import ResultsPanel
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.exporter import exporter_of
from orrery.viewmodels.runner import JobEnd, JobState
from orrery.workflows.export import TableForm
from windows import settle


def dialog(panel: ResultsPanel) -> QFileDialog:
    return panel.findChildren(QFileDialog)[-1]


def test_what_is_picked_is_copied_to_a_folder_and_told(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in, tmp_path: Path
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    panel.grid.setCurrentIndex(panel.model.index(1, 0))
    QTest.keyClick(panel, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(explorer.told) as told:
        dialog(panel).fileSelected.emit(str(tmp_path / "out"))
    assert told.args == [f"1 file copied to {tmp_path / 'out'}."]
    assert [file.name for file in (tmp_path / "out").iterdir()] == [things_in[1].name]
    dialog(panel).close()


def test_without_a_pick_all_that_is_shown_is_written_as_a_table(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in, tmp_path: Path
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    action = next(action for action in panel.menu_actions() if action.text() == "Export as JSON…")
    action.trigger()
    with qtbot.waitSignal(explorer.told) as told:
        dialog(panel).fileSelected.emit(str(tmp_path / "all.json"))
    assert told.args[0].startswith(f"{len(things_in)} lines written to ")
    rows = json.loads((tmp_path / "all.json").read_text())
    assert [row["path"] for row in rows] == [item.path.decode() for item in things_in]
    dialog(panel).close()


def test_nothing_shown_is_nothing_to_export(panel: ResultsPanel, explorer: Explorer, qtbot: QtBot) -> None:
    explorer.listed.emit(())
    told: list[str] = []
    explorer.told.connect(told.append)
    for action in panel.menu_actions():
        if "xport" in action.text() or "Copy" in action.text():
            action.trigger()
    assert told == ["There is nothing to export."] * 3
    assert not panel.findChildren(QFileDialog)


def test_the_item_menu_exports_too(panel: ResultsPanel, explorer: Explorer, things_in) -> None:
    menu = item_menu(things_in[:2], explorer, panel)
    inside = next(action.menu() for action in menu.actions() if action.text() == "Export")
    assert next(action.text() for action in inside.actions()) == "Copy 2 files to a folder…"


def test_a_stopped_export_leaves_results_as_they_are(
    panel: ResultsPanel, explorer: Explorer, qtbot: QtBot, things_in, tmp_path: Path
) -> None:
    explorer.listed.emit(things_in)
    settle(panel, explorer, qtbot)
    shown: list[object] = []
    explorer.listed.connect(shown.append)
    handle = exporter_of(explorer).copy(list(things_in) * 400, str(tmp_path / "out"))
    with qtbot.waitSignal(explorer.runner.ended) as told:
        explorer.runner.stop(handle.id)
    end: JobEnd = told.args[1]
    assert end.state is JobState.CANCELLED
    assert not handle.writes, "it waits for no job that changes the library"
    assert shown == []


def test_what_could_not_be_copied_is_told_with_its_reason(
    explorer: Explorer, qtbot: QtBot, things_in, tmp_path: Path
) -> None:
    gone = Item(900, b"/not/there.jpg", things_in[0].kind, 900, 0, 0)
    with qtbot.waitSignal(explorer.told) as told:
        exporter_of(explorer).copy([things_in[0], gone], str(tmp_path / "out"))
    assert told.args[0].endswith("1 could not be copied, the first of them there.jpg: it is no longer there.")


def test_a_table_in_the_place_of_an_original_is_refused_with_a_sentence(
    explorer: Explorer, qtbot: QtBot, things_in
) -> None:
    path = things_in[0].path.decode()
    before = Path(path).read_bytes()
    with qtbot.waitSignal(explorer.told) as told:
        exporter_of(explorer).write(things_in, path, TableForm.CSV)
    assert told.args == [f"The file {path} cannot be written."]
    assert Path(path).read_bytes() == before
