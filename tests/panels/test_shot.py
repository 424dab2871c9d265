import pytest
from pytestqt.qtbot import QtBot

from orrery.errors import BadQuery
from orrery.panels.shot import render_window
from orrery.workflows.engine import Engine


def test_two_pictures_of_the_same_window_are_the_same(qtbot: QtBot, filled_engine: Engine) -> None:
    one = render_window(filled_engine, "red - loud", (1100, 700))
    two = render_window(filled_engine, "red - loud", (1100, 700))
    assert (one.width(), one.height()) == (1100, 700)
    assert one == two


def test_another_query_and_another_theme_give_other_pictures(qtbot: QtBot, filled_engine: Engine) -> None:
    one = render_window(filled_engine, "red", (1100, 700))
    assert render_window(filled_engine, "blue", (1100, 700)) != one
    assert render_window(filled_engine, "red", (1100, 700), "light") != one


def test_a_very_small_picture_has_the_size_that_was_asked_for(qtbot: QtBot, engine: Engine) -> None:
    picture = render_window(engine, None, (400, 300))
    assert (picture.width(), picture.height()) == (400, 300)


def test_a_query_that_cannot_be_understood_is_an_error_not_a_picture(qtbot: QtBot, filled_engine: Engine) -> None:
    with pytest.raises(BadQuery):
        render_window(filled_engine, "red +", (1100, 700))
