"""Why an item matched."""

import numpy as np

from orrery.domain.modality import Kind, Role
from orrery.search.explain import Vocabulary, explain
from orrery.search.ranking import QueryTerm
from search.space import MEANS, calibration, vector

WORDS = ("east", "nearly east", "north", "up")
VECTORS = np.stack([vector(1, 0, 0), vector(1, 0.1, 0), vector(0, 1, 0), vector(0, 0, 1)])


def vocabulary() -> Vocabulary:
    return Vocabulary.of(WORDS, VECTORS, MEANS[Role.QUERY])


def test_what_both_are_near_to_comes_first_and_its_double_is_left_out() -> None:
    terms = [QueryTerm(vector(1, 1, 0), Role.QUERY)]
    reasons = explain(terms, vector(2, 1, 0), Kind.IMAGE, calibration(), vocabulary(), count=2)
    assert reasons[0].concept in {"east", "nearly east"}
    assert reasons[1].concept == "north"
    assert reasons[0].score > reasons[1].score


def test_the_bar_is_the_items_own_score() -> None:
    terms = [QueryTerm(vector(1, 1, 1), Role.IMAGE)]
    reasons = explain(terms, vector(0, 0, 1), Kind.SOUND, calibration(), vocabulary(), count=1)
    assert reasons[0].concept == "up"
    assert reasons[0].score > 0.5


def test_without_concepts_there_is_nothing_to_say() -> None:
    empty = Vocabulary.of((), np.empty((0, 4), np.float32), MEANS[Role.QUERY])
    assert explain([QueryTerm(vector(1, 0, 0), Role.QUERY)], vector(1, 0, 0), Kind.TEXT, calibration(), empty) == ()
