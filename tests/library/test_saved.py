import numpy as np
import pytest

from libraries.made import picture
from orrery.domain.item import ItemState
from orrery.library.library import Library
from orrery.library.rows import Collection, SavedSearch


@pytest.fixture
def four(library: Library) -> Library:
    library.store([picture(f"/{n}.png".encode(), str(n)) for n in range(4)])
    return library


def test_tags_are_counted_and_taken_off_again(four: Library) -> None:
    four.tags.add(np.array([1, 2, 99]), "Sea")
    four.tags.add([2], "sea")
    four.tags.add([2], "boats")
    assert four.tags.all() == {"boats": 1, "Sea": 2}
    assert four.tags.of(2) == ("boats", "Sea")
    assert four.tags.items_with("SEA") == {1, 2}
    four.items.mark([1], ItemState.VANISHED)
    assert four.tags.all()["Sea"] == 1
    four.tags.remove([1, 2], "sea")
    assert four.tags.all() == {"boats": 1, "Sea": 0}


def test_a_collection_holds_items_until_they_are_forgotten(four: Library) -> None:
    holiday = four.collections.create("Holiday")
    assert four.collections.create("Holiday") == holiday
    four.collections.add(holiday, [3, 1, 99])
    four.collections.add(holiday, [1])
    assert four.collections.items(holiday) == (1, 3)
    four.forget(b"/0.png")
    assert four.collections.all() == (Collection(holiday, "Holiday", 1),)
    four.collections.take_out(holiday, [3])
    assert four.collections.all() == (Collection(holiday, "Holiday", 0),)
    four.collections.remove(holiday)
    assert four.collections.all() == ()
    assert four.counts().embedded == 3


def test_a_collection_is_renamed_unless_another_one_has_the_name(four: Library) -> None:
    one, other = four.collections.create("One"), four.collections.create("Other")
    assert not four.collections.rename(one, "Other")
    assert four.collections.rename(one, "First")
    assert four.collections.rename(one, "First")
    assert four.collections.all() == (Collection(one, "First", 0), Collection(other, "Other", 0))


def test_only_named_items_match_and_none_of_none(four: Library) -> None:
    assert four.items.matching(among=(3, 1, 99)).items.tolist() == [1, 3]
    assert four.items.matching(among=()).items.tolist() == []
    assert len(four.items.matching().items) == 4


def test_a_saved_search_keeps_its_place_when_it_is_changed(four: Library) -> None:
    sea = four.searches.save("sea", "the sea")
    four.searches.save("dogs", "dog - cat")
    assert four.searches.save("sea", "the sea - people") == sea
    assert four.searches.all() == (SavedSearch(2, "dogs", "dog - cat"), SavedSearch(1, "sea", "the sea - people"))
    four.searches.remove(sea)
    assert [search.name for search in four.searches.all()] == ["dogs"]
