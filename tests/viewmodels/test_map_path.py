from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Filters
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.map_path import PathModel
from orrery.viewmodels.player import Player
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine


class Listener(Player):
    """A player that only notes what it is told: there is no sound device here."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int | None] = []

    def toggle(self, item: Item, start_s: float = 0.0) -> None:  # noqa: ARG002
        self.heard.append(item.id)

    def pause(self) -> None:
        self.heard.append(None)


@pytest.fixture
def explorer(qapp: object, filled_engine: Engine) -> Iterator[Explorer]:
    made = Explorer(filled_engine)
    yield made
    assert made.close()


@pytest.fixture
def items(filled_engine: Engine) -> dict[str, Item]:
    return {item.name: item for item in browse(filled_engine, Filters())}


@pytest.fixture
def player(qapp: object) -> Listener:
    return Listener()


@pytest.fixture
def path(explorer: Explorer, player: Listener) -> Iterator[PathModel]:
    made = PathModel(explorer, player)
    yield made
    made.drop()


def between(path: PathModel, start: Item, end: Item, qtbot: QtBot) -> None:
    path.pick(start)
    path.pick(end)
    assert path.is_awaited
    qtbot.waitUntil(lambda: bool(path.stops), timeout=20_000)


def test_two_picks_make_a_path_and_a_third_begins_anew(path: PathModel, items: dict[str, Item], qtbot: QtBot) -> None:
    between(path, items["red.png"], items["high.wav"], qtbot)
    assert (path.stops[0].name, path.stops[-1].name) == ("red.png", "high.wav")
    assert path.at == -1
    path.pick(items["blue.png"])
    assert path.stops == ()
    assert path.start == items["blue.png"]


def test_the_same_item_twice_is_no_path(path: PathModel, items: dict[str, Item]) -> None:
    path.pick(items["red.png"])
    path.pick(items["red.png"])
    assert not path.is_awaited


def test_every_step_is_the_selection_and_sounds_play_in_turn(
    path: PathModel, items: dict[str, Item], explorer: Explorer, player: Listener, qtbot: QtBot
) -> None:
    between(path, items["low.wav"], items["high.wav"], qtbot)
    seen = []
    for _ in range(len(path.stops) + 3):
        path.step(1)
        seen.append(explorer.selection.current)
    wanted = [stop.id for stop in path.stops]
    assert list(dict.fromkeys(seen)) == wanted
    sounds = [stop.id for stop in path.stops if stop.kind is Kind.SOUND]
    assert list(dict.fromkeys(heard for heard in player.heard if heard)) == sounds
    path.step(-99)
    assert path.at == 0


def test_playing_goes_from_stop_to_stop_and_ends(
    path: PathModel, items: dict[str, Item], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orrery.viewmodels.map_path.STAY_MS", 15)
    monkeypatch.setattr("orrery.viewmodels.map_path.LONGEST_SOUND_MS", 15)
    between(path, items["red.png"], items["low.wav"], qtbot)
    path.play()
    assert path.is_playing
    assert path.at == 0
    qtbot.waitUntil(lambda: not path.is_playing)
    assert path.at == len(path.stops) - 1


def test_playing_can_be_paused_and_forgotten(path: PathModel, items: dict[str, Item], qtbot: QtBot) -> None:
    between(path, items["red.png"], items["low.wav"], qtbot)
    path.play()
    path.play()
    assert not path.is_playing
    path.play()
    path.drop()
    assert not path.is_playing
    assert path.start is None


def test_a_library_that_changes_forgets_the_path(
    path: PathModel, items: dict[str, Item], explorer: Explorer, qtbot: QtBot
) -> None:
    between(path, items["red.png"], items["low.wav"], qtbot)
    explorer.library_changed.emit()
    assert path.stops == ()
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)


def test_an_end_that_is_gone_is_told(path: PathModel, items: dict[str, Item], explorer: Explorer, qtbot: QtBot) -> None:
    gone = Item(987_654, b"/nowhere.png", Kind.IMAGE, 1, 1, 0)
    with qtbot.waitSignal(explorer.told, timeout=20_000):
        path.between(items["red.png"], gone)
    assert path.start is None
