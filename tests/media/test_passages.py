import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orrery.media.passages import cut, sentences


def words(texts: Sequence[str]) -> list[int]:
    """A tokenizer that a reader can follow: five letters of a word to a piece, every sign one."""
    return [len(re.findall(r"\w{1,5}|[^\w\s]", text)) for text in texts]


def spaced(texts: Sequence[str]) -> list[int]:
    """A tokenizer for which the whole has more pieces than its parts: white space counts too."""
    return [len(text) for text in texts]


def pieces_of(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


LETTERS = st.text(st.sampled_from('ab c.!?\n\t。#-– "”(1)é漢\f'), max_size=300) | st.text(max_size=200)


@example("1 1", 2, [], spaced)
@example("000000000000 000000000", 7, [], spaced)
@settings(max_examples=250, deadline=None)
@given(LETTERS, st.integers(1, 12), st.lists(st.integers(0, 300), max_size=4), st.sampled_from([words, spaced]))
def test_passages_cover_everything_and_fit(text, most, pages, count):
    page_starts = sorted({0, *pages}) if pages else ()
    passages = cut(text, page_starts, most, count)
    covered = set()
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert count([passage.text])[0] <= most or len(passage.text) == 1
        covered.update(range(passage.start, passage.end))
    assert all(letter.isspace() for at, letter in enumerate(text) if at not in covered)
    starts = [(passage.start, passage.end) for passage in passages]
    assert starts == sorted(starts)
    assert len(set(starts)) == len(starts)


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u3000"])
def test_white_space_has_no_passages(text):
    assert cut(text, (), 10, words) == ()


def test_passages_are_whole_sentences_with_one_of_overlap():
    passages = cut("One two. Three four. Five six. Seven eight.", (), 9, words)
    assert [passage.text for passage in passages] == [
        "One two. Three four. Five six.",
        "Five six. Seven eight.",
    ]


def test_an_overlap_is_left_out_where_it_leaves_no_room():
    passages = cut("a b c d e. f g h i j.", (), 6, words)
    assert [passage.text for passage in passages] == ["a b c d e.", "f g h i j."]


def test_a_sentence_that_is_too_long_is_cut_at_a_line_end_or_between_words():
    passages = cut("a b c d\ne f g h i j", (), 6, words)
    assert [passage.text for passage in passages] == ["a b c d", "e f g h i j"]


def test_a_word_that_is_too_long_is_cut_anyway():
    assert all(len(passage.text) <= 50 for passage in cut("x" * 1000, (), 10, words))


def test_what_a_tokenizer_calls_one_piece_is_limited_in_letters():
    passages = cut("y" * 100_000, (), 128, lambda texts: [1] * len(texts))
    assert max(len(passage.text) for passage in passages) <= 2048


def test_abbreviations_and_numbers_end_no_sentence():
    assert pieces_of("Dr. Heron paid 3.50 to J. Wren, e.g. in May. Then she left.") == [
        "Dr. Heron paid 3.50 to J. Wren, e.g. in May.",
        "Then she left.",
    ]


def test_stops_of_other_scripts_end_a_sentence_without_a_space():
    assert pieces_of("鳥です。待つ！行く？") == ["鳥です。", "待つ！", "行く？"]


def test_headings_lists_and_blank_lines_end_a_sentence_and_wrapped_lines_do_not():
    prose = "A heron waits in the shallow water among reeds\nuntil a fish comes by."
    assert pieces_of(f"# Herons\n{prose}\n- reeds, which they like to stand in for hours\n- fish\n\nThe end") == [
        "# Herons",
        prose,
        "- reeds, which they like to stand in for hours",
        "- fish",
        "The end",
    ]


def test_a_quotation_mark_behind_a_stop_belongs_to_its_sentence():
    assert pieces_of("“Wait!” It waits.") == ["“Wait!”", "It waits."]


def test_a_passage_stays_on_its_page():
    text = "One two.\nThree four.\nFive six."
    passages = cut(text, (0, 9), 100, words)
    assert [(passage.text, passage.page) for passage in passages] == [("One two.", 1), ("Three four.\nFive six.", 2)]


def test_a_sentence_that_runs_over_a_page_belongs_to_the_page_it_starts_on():
    text = "A heron that is waiting in the shallow water\nstrikes at last. Then it eats."
    passages = cut(text, (0, 45), 100, words)
    assert [(passage.start, passage.page) for passage in passages] == [(0, 1), (62, 2)]


def test_a_text_without_pages_tells_none():
    assert cut("One.", (), 10, words)[0].page is None


def test_everything_is_counted_in_a_few_calls():
    calls = []

    def counting(texts: Sequence[str]) -> list[int]:
        calls.append(len(texts))
        return words(texts)

    cut("One two three. " * 2000, (), 20, counting)
    assert len(calls) <= 3


@pytest.mark.parametrize("text", ["." * 400_000, "( " * 200_000, " \n" * 200_000, "a.\n" * 100_000, "漢" * 200_000])
@pytest.mark.timeout(30)
def test_odd_texts_take_no_more_than_a_steady_time_a_letter(text):
    cut(text, (), 128, words)
