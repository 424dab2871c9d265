from pathlib import Path

from pytestqt.qtbot import QtBot

from orrery.viewmodels.only_window import OnlyWindow


def test_the_second_window_asks_the_first_to_come_forward(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = OnlyWindow(tmp_path / "a.orrery", tmp_path), OnlyWindow(tmp_path / "a.orrery", tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.called, timeout=5000):
        assert not second.claim()
    first.release()
    assert second.claim()
    second.release()


def test_windows_on_different_libraries_do_not_meet(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = OnlyWindow(tmp_path / "a.orrery", tmp_path), OnlyWindow(tmp_path / "b.orrery", tmp_path)
    assert first.claim()
    assert second.claim()
    first.release()
    second.release()


def test_nothing_is_left_behind(qtbot: QtBot, tmp_path: Path) -> None:
    only = OnlyWindow(tmp_path / "a.orrery", tmp_path)
    only.claim()
    only.release()
    assert list(tmp_path.iterdir()) == []
