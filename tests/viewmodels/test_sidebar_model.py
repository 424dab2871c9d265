from collections.abc import Iterator

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from orrery.domain.modality import Kind
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.sidebar_model import RowRole, ShowFailures, ShowFolder, ShowKind, SidebarModel, Sort
from orrery.workflows.engine import Engine


@pytest.fixture
def explorer(qapp: object, engine: Engine) -> Iterator[Explorer]:
    made = Explorer(engine)
    yield made
    assert made.close()


@pytest.fixture
def full(qapp: object, filled_engine: Engine) -> Iterator[Explorer]:
    made = Explorer(filled_engine)
    yield made
    assert made.close()


def _counted(explorer: Explorer, qtbot: QtBot) -> SidebarModel:
    model = SidebarModel(explorer, explorer)
    with qtbot.waitSignal(explorer.overview_changed):
        explorer.refresh()
    return model


def _lines(model: SidebarModel) -> list[tuple[str, str]]:
    rows = [model.index(row) for row in range(model.rowCount())]
    return [(index.data(), index.data(RowRole.COUNT)) for index in rows]


def test_an_empty_library_shows_its_kinds_and_a_hint(explorer: Explorer, qtbot: QtBot) -> None:
    model = _counted(explorer, qtbot)
    assert _lines(model) == [
        ("Library", ""),
        ("Everything", "0"),
        ("Images", "0"),
        ("Sounds", "0"),
        ("Texts", "0"),
        ("Folders", ""),
        ("Drop a folder to add it", ""),
    ]


def test_a_full_library_shows_counts_folders_and_what_failed(
    full: Explorer, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    model = _counted(full, qtbot)
    lines = dict(_lines(model))
    assert (lines["Everything"], lines["Images"], lines["Sounds"], lines["Texts"]) == ("9", "4", "3", "2")
    assert lines["Failed files"] == "1"
    deeds = [model.deed(model.index(row)) for row in range(model.rowCount())]
    assert ShowKind(Kind.IMAGE) in deeds
    assert ShowFailures() in deeds
    assert any(isinstance(deed, ShowFolder) and deed.path.endswith("/things") for deed in deeds)
    qtmodeltester.check(model)


def test_the_line_that_is_in_view_is_marked(full: Explorer, qtbot: QtBot) -> None:
    model = _counted(full, qtbot)

    def active() -> list[str]:
        rows = [model.index(row) for row in range(model.rowCount())]
        return [index.data() for index in rows if index.data(RowRole.ACTIVE)]

    assert active() == ["Everything"]
    full.show_kinds((Kind.SOUND,))
    assert active() == ["Sounds"]


def test_heads_cannot_be_clicked(full: Explorer, qtbot: QtBot) -> None:
    model = _counted(full, qtbot)
    head = model.index(0)
    assert head.data(RowRole.SORT) is Sort.HEAD
    assert not model.flags(head)
    assert model.deed(head) is None


def test_counts_are_read_out_with_their_names(full: Explorer, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    model = _counted(full, qtbot)
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Everything, 9"
