"""Words in texts and in names of files."""

import unicodedata

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


@pytest.fixture
def eastern(library: Library) -> Library:
    library.store(
        [
            text(b"/r/zh.txt", "海边的狗在跑。\n一只猫睡在沙发上，旁边是iPhone手机。"),
            text(b"/r/ja.txt", "犬が浜辺を走っている。\nパパは電車で行く。"),
            text(b"/r/ko.txt", "개가 공원에서 뛰고 있다."),
            text(b"/r/th.txt", "สุนัขวิ่งบนชายหาด"),
            text(b"/r/en.txt", "A dog runs along the beach."),
            picture("/r/海边的狗.png".encode(), "dog"),
            picture(unicodedata.normalize("NFD", "/r/がらくた 개.png").encode(), "junk"),
        ]
    )
    return library


@pytest.mark.parametrize(
    ("phrase", "count"),
    [("狗", 1), ("海边", 1), ("边的狗", 1), ("狗海", 0), ("浜辺を走", 1), ("공원", 1), ("개가 공원", 1), ("ชายหาด", 1)],
)
def test_a_phrase_without_spaces_is_found_wherever_it_begins(eastern: Library, phrase: str, count: int) -> None:
    assert len(eastern.words.passages([phrase], 10)) == count


def test_a_sign_that_only_looks_alike_is_another_one(eastern: Library) -> None:
    assert eastern.words.passages(["パパ"], 10)
    assert eastern.words.passages(["ハハ"], 10) == []


def test_phrases_of_two_scripts_are_found_together_and_words_stay_whole(eastern: Library) -> None:
    assert len(eastern.words.passages(["iPhone手机"], 10)) == 1
    assert len(eastern.words.passages(["猫", "沙发"], 10)) == 1
    assert eastern.words.passages(["猫", "Phone"], 10) == []
    assert len(eastern.words.passages(["dog"], 10)) == 1


def test_names_are_found_by_signs_composed_or_taken_apart(eastern: Library) -> None:
    assert names(eastern, "的狗") == {"海边的狗.png"}
    junk = unicodedata.normalize("NFD", "がらくた 개.png")
    assert names(eastern, "がらくた") == names(eastern, "くた") == names(eastern, "개") == {junk}


def test_signs_follow_their_files(eastern: Library) -> None:
    dog = eastern.items.by_path("/r/海边的狗.png".encode())
    assert dog is not None
    assert dog.content is not None
    eastern.attach(stamp("/r/猫.png".encode(), "dog"), None, dog.content, moved_from=dog.id)
    assert names(eastern, "狗") == set()
    assert names(eastern, "猫") == {"猫.png"}
    eastern.store([text(b"/r/zh.txt", "新的文字")])
    assert eastern.words.passages(["沙发"], 10) == []
    assert len(eastern.words.passages(["新的"], 10)) == 1
    eastern.forget(b"/r")
    assert eastern.words.passages(["走"], 10) == []
    assert names(eastern, "猫") == set()
    assert eastern.check() == []
