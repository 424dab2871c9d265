from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from orrery.viewmodels.completion import Completion, Source
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import organiser_of
from orrery.workflows.engine import Engine


@pytest.fixture
def explorer(qapp: object, filled_engine: Engine, qtbot: QtBot) -> Iterator[Explorer]:
    made = Explorer(filled_engine)
    organiser_of(made).tag((), "seaside")
    organiser_of(made).tag((), "my holiday")
    made.refresh()
    qtbot.waitUntil(lambda: not made.runner.is_busy, timeout=20_000)
    yield made
    assert made.close()


@pytest.fixture
def completion(explorer: Explorer) -> Completion:
    return Completion(explorer, explorer)


def _lines(completion: Completion, typed: str) -> list[str]:
    return [offer.line for offer in completion.offers(typed)]


def test_tags_are_offered_by_their_name_and_within_the_filter(completion: Completion) -> None:
    assert "red tag:seaside" in _lines(completion, "red sea")
    assert _lines(completion, "red tag:") == ['red tag:"my holiday"', "red tag:seaside"]
    assert _lines(completion, 'tag:"my h') == ['tag:"my holiday"']
    assert _lines(completion, "holi")[0] == 'tag:"my holiday"'


def test_clusters_kinds_and_the_names_of_filters_are_offered(completion: Completion, explorer: Explorer) -> None:
    assert explorer.picture is not None
    names = [info.name for info in explorer.picture.names.values()]
    assert len(_lines(completion, "cluster:")) == len(names)
    assert _lines(completion, "kind:s") == ["kind:sound"]
    assert "a dog before:" in _lines(completion, "a dog bef")


def test_what_was_asked_before_is_offered_the_latest_first(
    completion: Completion, explorer: Explorer, qtbot: QtBot
) -> None:
    completion.remember(["red fire", "red rose"])
    explorer.ask_text("red rose")
    explorer.ask_text("blue")
    qtbot.waitUntil(lambda: not explorer.runner.is_busy, timeout=20_000)
    assert completion.past == ("red fire", "red rose", "blue")
    offers = completion.offers("red")
    assert [offer.line for offer in offers if offer.source is Source.PAST] == ["red rose", "red fire"]


def test_nothing_typed_is_offered_nothing_and_a_whole_line_not_itself(completion: Completion) -> None:
    completion.remember(["red"])
    assert _lines(completion, "") == []
    assert "red" not in _lines(completion, "red")
