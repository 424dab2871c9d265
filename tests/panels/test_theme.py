from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from orrery import paths
from orrery.panels.theme import Theme, ThemeName, load_fonts, load_theme, qt_palette, style_sheet

NAMES: tuple[ThemeName, ...] = ("dark", "light")
WORDS = ("text", "strong", "quiet", "faint", "accent", "good", "sound", "warning", "negative")
GROUNDS = ("ground", "panel", "panel_side", "raised")


def _luminance(colour: QColor) -> float:
    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = colour.redF(), colour.greenF(), colour.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def _contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2's contrast ratio."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_words_reach_the_contrast_of_wcag_aa_on_every_ground(name: ThemeName) -> None:
    theme = load_theme(name)
    poor = {
        (word, ground): round(_contrast(theme.colour(word), theme.colour(ground)), 2)
        for word in WORDS
        for ground in GROUNDS
        if _contrast(theme.colour(word), theme.colour(ground)) < 4.5
    }
    assert not poor


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("words", "ground"),
    [("strong", "selected"), ("text", "selected"), ("on_accent", "accent"), ("negative", "negative_ground")],
)
def test_words_on_coloured_ground_can_be_read_too(name: ThemeName, words: str, ground: str) -> None:
    theme = load_theme(name)
    assert _contrast(theme.colour(words), theme.colour(ground)) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_clusters_stand_out_from_the_map(name: ThemeName) -> None:
    theme = load_theme(name)
    for label in range(len(theme.clusters)):
        assert _contrast(theme.cluster(label), theme.colour("ground")) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_a_key_can_be_read_on_the_colour_of_its_tag(name: ThemeName) -> None:
    theme = load_theme(name)
    for label in range(len(theme.clusters)):
        assert _contrast(theme.on_cluster(label), theme.cluster(label)) >= 4.5


def test_both_themes_know_the_same_roles_and_as_many_clusters() -> None:
    dark, light = (load_theme(name) for name in NAMES)
    assert dark.colours.keys() == light.colours.keys()
    assert len(dark.clusters) == len(light.clusters)


@pytest.mark.parametrize("name", NAMES)
def test_the_style_sheet_names_only_roles_that_exist(name: ThemeName) -> None:
    assert "$" not in style_sheet(load_theme(name))


def test_a_role_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_theme("dark").colour("no such role")


def test_the_palette_follows_the_theme() -> None:
    theme = load_theme("light")
    assert qt_palette(theme).window().color() == theme.colour("panel")


@pytest.mark.parametrize("icon", sorted(file.stem for file in (paths.resources() / "icons").glob("*.svg")))
def test_every_icon_is_drawn_in_the_colour_of_its_role(qapp: QApplication, icon: str) -> None:
    theme = Theme("dark", {"text": "#ff0000"}, ("#ffffff",), "#ffffff")
    image = theme.picture(icon, 32).toImage()
    drawn = [image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 200]
    assert drawn
    assert all(colour.red() > 200 and colour.green() < 40 for colour in drawn)


def test_the_font_ships_with_its_licence_and_is_found(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontDatabase

    load_fonts()
    assert "Inter" in QFontDatabase.families()
    fonts = paths.resources() / "fonts"
    assert "SIL OPEN FONT LICENSE" in (fonts / "Inter-OFL.txt").read_text("utf-8")
    assert sum(_size(file) for file in fonts.iterdir()) < 900_000


def _size(file: Path) -> int:
    return file.stat().st_size
