"""The dialog of models: what it offers for each, a trial side by side, and changing the model."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models_offered import offer
from orrery import paths
from orrery.panels.models import ModelsDialog
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.models import ModelShelf
from orrery.workflows.changing import list_spaces
from orrery.workflows.models_in_use import engine_with, own_model
from packs import make_pack


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
    made = ModelsDialog(shelf, None)  # type: ignore[arg-type]
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
