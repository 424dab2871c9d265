"""The dialog of models: what it offers for each, a trial side by side, and changing the model."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from models_offered import offer
from orrery import paths
from orrery.domain.modality import Kind
from orrery.encoding import download, pace
from orrery.encoding.encoder import Encoder
from orrery.panels.item_tile import ItemTile
from orrery.panels.menu_row import MenuRow
from orrery.panels.models import ModelsDialog
from orrery.panels.theme import load_theme
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.models import ModelShelf
from orrery.viewmodels.runner import JobEnd, JobState
from orrery.workflows.changing import list_spaces
from orrery.workflows.job import JobContext
from orrery.workflows.models_in_use import engine_with, own_model
from orrery.workflows.pacing import find_pace
from packs import make_pack, write_picture


@pytest.fixture
def shelf(explorer: Explorer, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelShelf:
    """On the filled library, made with the toy; a second model is here, a third one could be downloaded."""
    shutil.copytree(explorer.engine.encoder.pack.folder, own_home / "packs" / "toy")
    make_pack(own_home / "packs" / "turned", id="turned", mirrored=True)
    offer(tmp_path / "offer", research_only=True)
    monkeypatch.setattr(paths, "catalogue", lambda: tmp_path / "offer" / "catalogue.toml")
    with explorer.engine.library(write=True) as library:
        library.spaces.put_in_use(explorer.engine.space, "toy")
    return ModelShelf(explorer, lambda name: engine_with(explorer.engine, name))


@pytest.fixture
def dialog(shelf: ModelShelf, qtbot: QtBot) -> ModelsDialog:
    made = ModelsDialog(shelf, load_theme("dark"), None)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: bool(shelf.models))
    return made


def test_the_model_in_use_is_picked_and_each_model_offers_what_can_be_done(dialog: ModelsDialog) -> None:
    assert dialog.chosen is not None
    assert dialog.chosen.id == "toy"
    joined = "Join with…"
    assert set(dialog.buttons()) == {joined}
    dialog.choose("turned")
    own = {"Try on this library", "Use for this library"}
    assert set(dialog.buttons()) == {*own, joined, "Remove from this machine"}
    dialog.choose("offered")
    (words,) = dialog.buttons()
    assert words.startswith("Download ")
    dialog.choose("starter")
    assert set(dialog.buttons()) == {*own, joined}


def test_a_trial_is_shown_side_by_side_and_stores_nothing(
    dialog: ModelsDialog, shelf: ModelShelf, explorer: Explorer, qtbot: QtBot
) -> None:
    dialog.choose("turned")
    with qtbot.waitSignal(shelf.tried, timeout=60_000):
        dialog.buttons()["Try on this library"].click()
    assert set(dialog.buttons()) == {"Use for this library", "Back to the model"}
    tiles = dialog.findChildren(ItemTile)
    sound = next(tile for tile in tiles if tile._item.kind is Kind.SOUND)
    assert sound.accessibleName().startswith("sound ")
    QTest.keyClick(sound, Qt.Key.Key_Space)
    assert shelf.desk.player.item == sound._item.id
    qtbot.waitUntil(lambda: shelf.desk.is_settled)
    assert len(list_spaces(explorer.engine.library_path)) == 1
    dialog.buttons()["Back to the model"].click()
    assert "Try on this library" in dialog.buttons()


def test_using_a_model_embeds_everything_and_asks_for_a_new_window(
    dialog: ModelsDialog, shelf: ModelShelf, explorer: Explorer, qtbot: QtBot
) -> None:
    dialog.choose("turned")
    with qtbot.waitSignal(shelf.switched, timeout=60_000):
        dialog.buttons()["Use for this library"].click()
    assert own_model(explorer.engine.library_path) == "turned"
    with qtbot.waitSignal(shelf.changed, timeout=60_000):
        shelf.refresh()
    assert shelf.before == "toy"
    with qtbot.waitSignal(shelf.switched, timeout=60_000):
        shelf.back()
    assert own_model(explorer.engine.library_path) == "toy"


def test_a_space_not_in_use_can_be_deleted(
    dialog: ModelsDialog, shelf: ModelShelf, explorer: Explorer, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(shelf.switched, timeout=60_000):
        shelf.use(next(model for model in shelf.models if model.id == "turned"))
    with qtbot.waitSignal(shelf.switched, timeout=60_000):
        shelf.back()
    with qtbot.waitSignal(shelf.changed, timeout=60_000):
        shelf.refresh()
    dialog.choose("turned")
    (words,) = [words for words in dialog.buttons() if words.startswith("Delete from the library")]
    with qtbot.waitSignal(shelf.changed, timeout=60_000):
        dialog.buttons()[words].click()
    assert [space.known.pack for space in list_spaces(explorer.engine.library_path)] == ["toy"]


def test_a_model_for_research_asks_first_and_a_no_downloads_nothing(
    dialog: ModelsDialog, shelf: ModelShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QMessageBox

    asked = []
    monkeypatch.setattr(
        QMessageBox, "question", lambda *words: asked.append(words[-1]) or QMessageBox.StandardButton.No
    )
    monkeypatch.setattr(ModelShelf, "download", lambda *_, **__: pytest.fail("nobody said yes"))
    dialog.choose("offered")
    next(iter(dialog.buttons().values())).click()
    (words,) = asked
    assert "may be used for research only (licence: CC-BY-NC-4.0" in words


def test_what_goes_wrong_is_told_in_the_dialog(
    dialog: ModelsDialog, shelf: ModelShelf, explorer: Explorer, qtbot: QtBot, tmp_path: Path
) -> None:
    explorer.told.connect(dialog.tell)
    with qtbot.waitSignal(explorer.told, timeout=60_000) as told:
        shelf.add(tmp_path / "nowhere.zip")
    assert "cannot be taken in as a model: it is not there" in told.args[0]
    assert told.args[0] == dialog._told.text()


def test_a_window_opens_anew_with_the_other_model(
    shelf: ModelShelf, explorer: Explorer, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orrery.app import engine_on
    from orrery.panels.opening import Windows
    from orrery.workflows.changing import change_model

    engine = explorer.engine
    desk = Windows(qapp, lambda library: engine_on(engine, library))
    window = desk.open(engine)
    assert window is not None
    qtbot.waitUntil(window.is_settled, timeout=60_000)
    change_model(engine_with(engine, "turned"))
    with qtbot.waitSignal(window.closed, timeout=60_000):
        window.model_switched.emit()
    (other,) = desk._windows
    assert other is not window
    assert other.explorer.engine.encoder.pack.id == "turned"
    qtbot.waitUntil(other.is_settled, timeout=60_000)
    other.close()
    desk.deleteLater()


def test_a_model_is_joined_with_another_and_says_what_it_is_made_of(
    dialog: ModelsDialog, shelf: ModelShelf, qtbot: QtBot, own_home: Path
) -> None:
    make_pack(own_home / "packs" / "ears", id="ears", dim=12, towers=("sound", "text"))
    with qtbot.waitSignal(shelf.changed, timeout=60_000):
        shelf.refresh()
    dialog.choose("ears")
    menu = dialog.buttons()["Join with…"].menu()
    offered = {action.text(): action for action in menu.actions()}
    assert "Pictures by Toy, sounds by Toy" in offered
    assert not any(action.text().startswith("Pictures by Offered") for action in menu.actions())
    with qtbot.waitSignal(shelf.changed, timeout=60_000):
        next(iter(offered.values())).trigger()
    made = next(model for model in shelf.models if model.pack is not None and model.pack.joined is not None)
    assert made.id.endswith("-ears")
    facts = dict(shelf.facts(made))
    assert facts["Joined from"].startswith("pictures by ")
    assert "found on the other side" in facts["Bridge"]
    assert dialog.chosen == made
    assert set(dialog.buttons()) >= {"Try on this library", "Use for this library", "Remove from this machine"}
    assert "Join with…" not in dialog.buttons()


def test_a_trial_in_view_stays_while_the_library_grows(
    dialog: ModelsDialog, shelf: ModelShelf, explorer: Explorer, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.choose("turned")
    with qtbot.waitSignal(shelf.tried, timeout=60_000):
        dialog.buttons()["Try on this library"].click()
    before = shelf.spaces[0].known.contents
    with qtbot.waitSignal(shelf.changed, timeout=60_000):
        explorer.add_files([write_picture(tmp_path / "new.png", (3, 200, 90))])
    assert shelf.spaces[0].known.contents == before + 1
    assert set(dialog.buttons()) == {"Use for this library", "Back to the model"}


def test_what_the_library_holds_is_told_anew_as_it_grows(
    dialog: ModelsDialog, shelf: ModelShelf, explorer: Explorer, qtbot: QtBot, tmp_path: Path
) -> None:
    told = dict(shelf.facts(dialog.chosen))["This library"]
    with qtbot.waitSignal(shelf.changed, timeout=60_000):
        explorer.add_files([write_picture(tmp_path / f"{row}.png", (3, 200, 9 * row)) for row in range(9)])
    assert dict(shelf.facts(dialog.chosen))["This library"] != told


def test_scores_and_device_are_told(dialog: ModelsDialog, shelf: ModelShelf) -> None:
    facts = {model.id: dict(shelf.facts(model)) for model in shelf.models}
    assert facts["starter"]["Scores"] == "fitted on known matches"
    assert "Scores" not in facts["offered"]
    assert dialog._told.text() == shelf.runs_on()
    assert shelf.runs_on().startswith("Models run on ")


def test_the_pace_of_a_model_is_told_once_it_was_measured(
    dialog: ModelsDialog, shelf: ModelShelf, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "On this machine" not in dict(shelf.facts(shelf.models[1]))
    monkeypatch.setattr(pace, "BUDGET_S", 0.0)
    find_pace(Encoder(shelf.models[1].pack, threads=shelf._explorer.engine.encoder.threads), JobContext())
    with qtbot.waitSignal(shelf.changed, timeout=60_000):
        shelf.refresh()
    assert dict(shelf.facts(shelf.models[1]))["On this machine"].endswith(" texts a second")


def test_a_download_that_fails_is_told_in_the_dialog_and_half_of_it_is_seen(
    dialog: ModelsDialog, shelf: ModelShelf, explorer: Explorer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "PAUSES_S", (0.01,))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    online = []
    explorer.went_online.connect(online.append)
    (offered,) = [model for model in shelf.models if model.id == "offered"]
    waiting = paths.downloads() / "offered"
    waiting.mkdir(parents=True)
    (waiting / "image.onnx.part").write_bytes(b"half of it")
    explorer.told.connect(dialog.tell)
    with qtbot.waitSignal(shelf.changed, timeout=60_000):
        shelf.download(offered, accept_licence=True)
    assert len(online) == 1
    assert "cannot be reached" in dialog._told.text()
    (offered,) = [model for model in shelf.models if model.id == "offered"]
    assert shelf.state_told(offered) == "half downloaded"


def test_the_badge_says_when_a_network_connection_is_open(explorer: Explorer, qtbot: QtBot) -> None:
    row = MenuRow(explorer, load_theme("dark"), lambda: None)
    qtbot.addWidget(row)
    words = {button.text() for button in row.findChildren(QPushButton)}
    assert "offline" in words
    explorer.went_online.emit(7)
    words = {button.text() for button in row.findChildren(QPushButton)}
    assert "downloading" in words
    assert "offline" not in words
    with qtbot.waitSignal(explorer.told) as told:
        row.tell_network()
    assert told.args == ["A model is being downloaded; nothing else opens a network connection."]
    explorer.runner.ended.emit(8, JobEnd(JobState.SUCCEEDED))
    assert row.is_online
    explorer.runner.ended.emit(7, JobEnd(JobState.FAILED))
    assert not row.is_online
