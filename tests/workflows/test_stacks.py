from dataclasses import replace

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Filters
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine
from orrery.workflows.stacks import stacks_among


def test_copies_of_a_file_are_one_stack(filled_engine: Engine) -> None:
    items = browse(filled_engine, Filters())
    copy = replace(items[0], id=999, path=b"/elsewhere.png")
    groups = stacks_among(filled_engine, (*items, copy))
    assert any({items[0].id, 999} <= set(group) for group in groups)


def test_a_red_and_a_blue_picture_are_no_stack(filled_engine: Engine) -> None:
    items = {item.name: item for item in browse(filled_engine, Filters())}
    red, blue = items["red.png"], items["blue.png"]
    assert not any({red.id, blue.id} <= set(group) for group in stacks_among(filled_engine, [red, blue]))


def test_items_without_vectors_stand_alone(filled_engine: Engine) -> None:
    unknown = Item(900, b"/x.png", Kind.IMAGE, 900, 0, 0)
    assert stacks_among(filled_engine, [unknown, Item(901, b"/y", None, None, 0, 0)]) == ()
