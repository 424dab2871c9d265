"""A small map with what is picked on it."""

import pytest

from maps import item, picture
from orrery.viewmodels.map_model import MapModel
from orrery.viewmodels.selection import Selection


@pytest.fixture
def selection(qtbot):
    """Nothing is picked yet."""
    return Selection()


@pytest.fixture
def model(selection):
    """The map of five points; tests of other models make their own."""
    made = MapModel(selection, item)
    made.show_picture(picture())
    return made
