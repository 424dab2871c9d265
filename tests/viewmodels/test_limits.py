from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from orrery.domain.query import Gathering
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.limits import LimitLine
from orrery.workflows.engine import Engine


@pytest.fixture
def line(qapp: object, engine: Engine) -> Iterator[LimitLine]:
    explorer = Explorer(engine)
    yield LimitLine(explorer, explorer)
    assert explorer.close()


def _labels(line: LimitLine) -> list[str]:
    return [limit.label for limit in line.limits]


def test_filters_are_told_as_they_would_be_typed_and_can_be_taken_away(line: LimitLine, qtbot: QtBot) -> None:
    line._explorer.ask_text('sea tag:"a ""b""" after:2024 diverse:0.3 kind:image folder:/x')
    assert _labels(line) == ['tag:"a ""b"""', "after:2024-01-01", "diverse:0.3"]
    with qtbot.waitSignal(line.changed):
        line.remove(1)
    assert _labels(line) == ['tag:"a ""b"""', "diverse:0.3"]
    query = line._explorer.query
    assert query is not None
    assert query.filters.tags == ('a "b"',)
    assert query.filters.folders == ("/x",)  # what the sidebar shows stays


def test_what_was_suggested_is_told_and_can_be_left(line: LimitLine) -> None:
    line._explorer.show_among(Gathering("one of each", (1, 2)))
    assert _labels(line) == ["One of each"]
    assert line.limits[0].spoken == "only One of each"
    line.remove(0)
    assert _labels(line) == []
    assert line._explorer.scope.among is None


def test_a_collection_stands_in_the_sidebar_alone(line: LimitLine) -> None:
    line._explorer.show_among(Gathering("collection 3", (1, 2)))
    assert _labels(line) == []
