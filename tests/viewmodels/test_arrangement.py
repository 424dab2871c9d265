from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.viewmodels.arrangement import Divider, Found, Grouping, Head, Order, Stacks, Wish, arranged, natural
from orrery.workflows.find import Answer

NONE = Stacks()
PLAIN = Wish()


def item(number, name="", kind=Kind.IMAGE, **facts):
    path = f"/things/{name or number}".encode()
    return Item(number, path, kind, number, 10 * number, 1_700_000_000_000_000_000 + number, facts=facts)


def answers(*scores, kinds=()):
    kinds = kinds or [Kind.IMAGE] * len(scores)
    return Found.of([Answer(item(at, kind=kinds[at]), score, 0.3, None) for at, score in enumerate(scores)])


def told(found, wish=PLAIN, stacks=NONE):
    """Ids of cards, heads as their keys, the divider as a line."""
    arrangement = arranged(found, wish, stacks)

    def word(number):
        if number >= 0:
            return found.items[number].id
        bar = arrangement.bars[-1 - number]
        return bar.key if isinstance(bar, Head) else "---"

    return [word(number) for number in arrangement.rows.tolist()]


def test_nothing_is_arranged_into_nothing():
    assert told(Found(())) == []
    assert told(Found(()), Wish(Grouping.DAY)) == []


def test_the_divider_stands_where_likely_matches_end():
    assert told(answers(0.9, 0.6, 0.2)) == [0, 1, "---", 2]
    assert told(answers(0.9, 0.6)) == [0, 1]
    assert told(answers(0.2)) == ["---", 0]
    assert arranged(answers(0.2), Wish(), NONE).bars == (Divider(is_first=True),)


def test_each_kind_has_a_lane_with_a_divider_of_its_own():
    kinds = [Kind.SOUND, Kind.IMAGE, Kind.SOUND, Kind.IMAGE]
    found = answers(0.9, 0.8, 0.7, 0.1, kinds=kinds)
    assert told(found, Wish(Grouping.KIND)) == ["image", 1, "---", 3, "sound", 0, 2]
    assert arranged(found, Wish(Grouping.KIND), NONE).lanes == (0, 4)


def test_sorted_by_a_column_there_is_no_divider():
    found = Found.of([Answer(item(at, name), 0.9 - at / 2, 0, None) for at, name in enumerate(("b10", "B9", "a"))])
    assert told(found, Wish(order=Order.NAME)) == [2, 1, 0]
    assert told(found, Wish(order=Order.NAME, is_descending=True)) == [0, 1, 2]
    assert told(found, Wish(order=Order.SIZE, is_descending=True)) == [2, 1, 0]


@pytest.mark.parametrize("order", list(Order))
def test_every_order_keeps_every_item(order):
    found = answers(0.9, 0.4, 0.4, 0.1)
    assert sorted(word for word in told(found, Wish(order=order)) if isinstance(word, int)) == [0, 1, 2, 3]


def test_equal_items_stay_in_the_order_of_the_ranking_whichever_way_round():
    found = Found((item(3, kind=Kind.TEXT), item(1), item(2)))
    assert told(found, Wish(order=Order.KIND)) == [1, 2, 3]
    assert told(found, Wish(order=Order.KIND, is_descending=True)) == [3, 1, 2]


def test_folders_of_the_same_name_in_different_places_are_two_groups():
    found = Found((item(1, "a/2024/x"), item(2, "b/2024/x"), item(3, "a/2024/y")))
    assert told(found, Wish(Grouping.FOLDER)) == ["/things/a/2024", 1, 3, "/things/b/2024", 2]


def test_with_a_question_the_group_with_the_best_answer_comes_first():
    hits = [Answer(item(at, name), 0.9 - at / 10, 0, None) for at, name in enumerate(("z/1", "a/1", "z/2"))]
    assert told(Found.of(hits), Wish(Grouping.FOLDER)) == ["/things/z", 0, 2, "/things/a", 1]


def test_days_are_those_on_which_photos_were_taken_newest_first():
    found = Found((item(1, taken="2021-05-03T12:00:00"), item(2, taken="2022-01-01T00:00:00")))
    assert told(found, Wish(Grouping.DAY)) == ["2022-01-01", 2, "2021-05-03", 1]


def test_what_is_in_no_cluster_comes_last():
    wish = Wish(Grouping.CLUSTER, clusters=MappingProxyType({2: "dogs", 3: "boats"}))
    assert told(Found((item(1), item(2), item(3))), wish) == ["boats", 3, "dogs", 2, "", 1]


def test_an_item_of_no_kind_is_not_shown():
    assert told(Found((item(1, kind=None), item(2)))) == [2]


def test_a_folded_stack_shows_its_best_card_with_its_size():
    found = answers(0.9, 0.8, 0.7, 0.6)
    stacks = Stacks([(1, 3), (0, 77)])
    arrangement = arranged(found, Wish(), stacks)
    assert told(found, Wish(), stacks) == [0, 1, 2]
    assert dict(arrangement.sizes) == {1: 2}, "a stack of which only one is shown is none"


def test_an_unfolded_stack_stands_side_by_side():
    found = answers(0.9, 0.8, 0.7, 0.6)
    stacks = Stacks([(0, 3)], frozenset({3}))
    arrangement = arranged(found, Wish(), stacks)
    assert told(found, Wish(), stacks) == [0, 3, 1, 2]
    assert dict(arrangement.sizes) == {0: 2}
    assert arrangement.inside == {1}


def test_the_divider_cuts_a_stack_in_two():
    assert told(answers(0.9, 0.8, 0.2, 0.1), Wish(), Stacks([(1, 2, 3)])) == [0, 1, "---", 2]


@given(
    st.lists(st.floats(0, 1), max_size=12),
    st.sampled_from(list(Grouping)),
    st.sampled_from(list(Order)),
    st.booleans(),
    st.lists(st.integers(0, 3), min_size=12, max_size=12),
)
def test_every_item_is_either_shown_once_or_folded_into_a_stack(scores, grouping, order, is_descending, groups):
    kinds = [list(Kind)[at % 3] for at in range(len(scores))]
    found = answers(*sorted(scores, reverse=True), kinds=kinds)
    stacks = [tuple(at for at in range(len(scores)) if groups[at] == group) for group in range(3)]
    wish = Wish(grouping, order, is_descending)
    arrangement = arranged(found, wish, Stacks([group for group in stacks if len(group) > 1]))
    cards = [number for number in arrangement.rows.tolist() if number >= 0]
    assert len(set(cards)) == len(cards)
    folded = sum(size - 1 for size in arrangement.sizes.values())
    assert len(cards) + folded == len(scores)
    opened = arranged(found, wish, Stacks([g for g in stacks if len(g) > 1], frozenset(range(12))))
    assert sorted(number for number in opened.rows.tolist() if number >= 0) == list(range(len(scores)))


def test_words_are_sorted_as_people_do():
    assert sorted(["IMG_10", "img_9", "Zoo", "apple"], key=natural) == ["apple", "img_9", "IMG_10", "Zoo"]
    assert natural("1a") < natural("a1")
