import pytest

from orrery.domain.query import FileTerm, Query, Term, Words
from orrery.viewmodels.highlight import matched_spans, opening_at


def asked(*words, weight=1.0):
    return Query(tuple(Term(Words(word), weight) for word in words))


def marked(text, query):
    return [text[start:end] for start, end in matched_spans(text, query)]


def test_the_words_asked_for_are_marked():
    assert marked("A dog on the beach.", asked("dog beach")) == ["dog", "beach"]


@pytest.mark.parametrize("word", ["surfing", "surfer", "Surfers", "surfed", "surf"])
def test_other_forms_of_a_word_are_marked_too(word):
    assert marked(f"They saw a {word} there", asked("surf")) == [word]


def test_small_words_are_not_marked():
    assert marked("the sea and the sky", asked("the sky")) == ["sky"]


def test_neighbouring_words_are_one_mark():
    assert marked("before dawn broke", asked("before dawn broke")) == ["before dawn broke"]


def test_what_is_not_wanted_is_not_marked():
    assert marked("a crowd", asked("crowd", weight=-1.0)) == []


def test_nothing_is_marked_without_words():
    assert marked("a dog", None) == []
    assert marked("a dog", Query((Term(FileTerm("dog.png")),))) == []
    assert marked("", asked("dog")) == []


def test_a_passage_is_shown_from_where_its_first_mark_is_seen():
    text = "word " * 60 + "harbour at night"
    spans = matched_spans(text, asked("harbour"))
    start = opening_at(text, spans, room=80)
    assert text[start - 1] == " "
    assert 0 < spans[0][0] - start < 80


def test_a_passage_whose_beginning_shows_the_mark_is_shown_from_its_beginning():
    assert opening_at("harbour at night", ((0, 7),), room=80) == 0
    assert opening_at("nothing marked " * 30, (), room=80) == 0


def test_a_word_of_a_script_without_spaces_is_marked_inside_a_sentence():
    assert marked("海边的狗在跑", asked("狗")) == ["狗"]
    assert marked("犬が浜辺を走る", asked("浜辺を")) == ["浜辺を"]
