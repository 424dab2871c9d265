from pathlib import Path

import pytest

from orrery.settings import Settings, load_settings, save_settings


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    chosen = Settings(theme="light", threads=3, decoder_processes=1)
    save_settings(chosen, tmp_path / "deep" / "settings.toml")
    assert load_settings(tmp_path / "deep" / "settings.toml") == chosen
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml at all [",
        "version = 99\nthreads = 3",
        'theme = "purple"',
        'threads = "many"',
        "threads = -3",
        "unknown = 1",
    ],
)
def test_whatever_does_not_fit_falls_back_to_its_default(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    assert load_settings(file) == Settings()


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == Settings()
