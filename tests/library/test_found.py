"""Words in texts and in names of files."""

import pytest

from libraries.made import picture, stamp, text
from orrery.domain.item import ItemState
from orrery.library.library import Library


def names(library: Library, *pieces: str) -> set[str]:
    return {name for _, name in library.words.names(pieces, 100)}


@pytest.fixture
def filled(library: Library) -> Library:
    library.store(
        [
            picture("/r/Été à la plage_2.JPG".encode(), "one"),
            picture(b"/r/holiday/beach ball.png", "two"),
            picture(b"/beach/IMG-2041.jpeg", "three"),
            text(b"/r/notes.txt", "The red ball rolls.\nA ball of red wool."),
        ]
    )
    return library


def test_names_are_found_by_their_words_without_case_accents_and_folders(filled: Library) -> None:
    assert names(filled, "ete", "PLAGE") == {"Été à la plage_2.JPG"}
    assert names(filled, "beach") == {"beach ball.png"}
    assert names(filled, "img 2041") == {"IMG-2041.jpeg"}
    assert names(filled, "ball beach") == set()  # a piece is a phrase
    assert names(filled, "ball", "beach") == {"beach ball.png"}


def test_passages_are_found_by_words_in_any_order_and_phrases_in_theirs(filled: Library) -> None:
    both = filled.words.passages(["red", "ball"], 10)
    assert len(both) == 2
    (phrase,) = filled.words.passages(["red ball"], 10)
    assert phrase in both
    assert len(filled.words.passages(["red", "ball"], 1)) == 1


@pytest.mark.parametrize("odd", ["", " ", '"', "*", "a OR (", "NEAR(a b)", "a\0b", "\ud800", "^x", "-red"])
def test_signs_of_the_full_text_language_mean_nothing(filled: Library, odd: str) -> None:
    assert filled.words.passages([odd], 10) == filled.words.names([odd], 10) == [] or odd == "-red"


def test_a_file_that_moved_is_found_by_its_new_name_and_one_that_is_gone_no_more(filled: Library) -> None:
    ball = filled.items.by_path(b"/r/holiday/beach ball.png")
    assert ball is not None
    assert ball.content is not None
    filled.attach(stamp(b"/r/kite.png", "two"), None, ball.content, moved_from=ball.id)
    assert names(filled, "beach") == set()
    assert names(filled, "kite") == {"kite.png"}
    filled.items.mark([ball.id], ItemState.VANISHED)
    assert names(filled, "kite") == set()
    filled.items.mark([ball.id], ItemState.PRESENT)
    filled.forget(b"/r")
    assert names(filled, "kite") == names(filled, "plage") == set()
    assert filled.words.passages(["red"], 10) == []
