import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.viewmodels import map_hover
from orrery.viewmodels.map_hover import HoverSound
from orrery.viewmodels.player import Player

SOUND, OTHER = (Item(number, b"/%d.wav" % number, Kind.SOUND, number, 1, 0) for number in (1, 2))
PICTURE = Item(3, b"/3.png", Kind.IMAGE, 3, 1, 0)


class Listener(Player):
    """Says it plays what it was told to: there is no sound device here."""

    def __init__(self) -> None:
        super().__init__()
        self.playing: int | None = None
        self.heard: list[int] = []

    @property
    def is_playing(self) -> bool:
        return self.playing is not None

    def is_on(self, item: int) -> bool:
        return item == self.playing

    def toggle(self, item: Item, start_s: float = 0.0) -> None:  # noqa: ARG002
        self.playing = item.id
        self.heard.append(item.id)

    def pause(self) -> None:
        self.playing = None


@pytest.fixture
def player(qapp: object) -> Listener:
    return Listener()


@pytest.fixture
def hover(player: Listener, monkeypatch: pytest.MonkeyPatch) -> HoverSound:
    monkeypatch.setattr(map_hover, "WAIT_MS", 10)
    return HoverSound(player)


def test_a_sound_plays_while_the_mouse_rests_on_it(hover: HoverSound, player: Listener, qtbot: QtBot) -> None:
    hover.over(SOUND)
    assert player.heard == []
    qtbot.waitUntil(lambda: player.playing == SOUND.id)
    hover.over(SOUND)
    assert player.playing == SOUND.id
    hover.over(None)
    assert player.playing is None


def test_sweeping_across_sounds_is_silent(hover: HoverSound, player: Listener, qtbot: QtBot) -> None:
    hover.over(SOUND)
    hover.over(OTHER)
    hover.over(PICTURE)
    qtbot.wait(40)
    assert player.heard == []


def test_what_the_user_plays_goes_on(hover: HoverSound, player: Listener, qtbot: QtBot) -> None:
    player.toggle(OTHER)
    hover.over(SOUND)
    qtbot.wait(40)
    hover.over(None)
    assert player.heard == [OTHER.id]
    assert player.playing == OTHER.id


def test_switched_off_nothing_plays(hover: HoverSound, player: Listener, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hover.switched) as told:
        hover.switch(on=False)
    assert told.args == [False]
    hover.over(SOUND)
    qtbot.wait(40)
    assert player.heard == []


def test_switching_off_ends_what_plays(hover: HoverSound, player: Listener, qtbot: QtBot) -> None:
    hover.over(SOUND)
    qtbot.waitUntil(lambda: player.playing == SOUND.id)
    hover.switch(on=False)
    assert player.playing is None
