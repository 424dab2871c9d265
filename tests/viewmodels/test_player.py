from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.viewmodels.player import Player
from packs import write_tone


def sound(path: Path, number: int = 1) -> Item:
    return Item(number, bytes(path), Kind.SOUND, number, 10, 0, facts={"duration_s": 1.0})


@pytest.fixture
def player(qtbot: QtBot) -> Player:
    return Player()


def test_nothing_is_loaded_before_the_first_sound(player: Player) -> None:
    assert player._media is None
    assert not player.is_playing
    assert player.item is None
    player.pause()
    player.stop()
    assert player._media is None


def test_a_sound_plays_or_a_sentence_says_why_not(player: Player, qtbot: QtBot, tmp_path: Path) -> None:
    tone = tmp_path / "tone.wav"
    write_tone(tone, 440.0)
    with qtbot.waitSignal(player.changed):
        player.toggle(sound(tone))
    assert player.item == 1
    if player.problem:
        assert player.problem.endswith(".")
        assert not player.is_on(1)
    else:
        qtbot.waitUntil(lambda: player.is_on(1))
        player.toggle(sound(tone))
        qtbot.waitUntil(lambda: not player.is_playing)
    player.stop()
    assert player.item is None


def test_without_a_device_every_try_says_so(player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Player, "_device", lambda _: None)
    told: list[str] = []
    player.changed.connect(lambda: told.append(player.problem))
    for _ in range(2):
        player.toggle(sound(tmp_path / "tone.wav"))
    assert told == ["No sound device was found, so nothing can be played."] * 2


def test_going_to_a_place_without_a_device_says_so_too(
    player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Player, "_device", lambda _: None)
    player.seek(sound(tmp_path / "tone.wav"), 0.5)
    assert player.problem
    assert player.position_s == 0.5
