from collections.abc import Mapping

import pytest

from orrery.library.facts import StoredFacts


def test_facts_are_what_was_stored():
    facts = StoredFacts('{"width": 30, "taken": "2021-05-06"}')
    assert isinstance(facts, Mapping)
    assert (facts["width"], facts.get("height"), list(facts), len(facts)) == (30, None, ["width", "taken"], 2)


def test_the_same_facts_are_equal_however_they_are_written_or_read():
    assert StoredFacts('{"a": 1, "b": 2}') == StoredFacts('{"a": 1, "b": 2}')
    assert StoredFacts('{"a": 1, "b": 2}') == StoredFacts('{"b": 2, "a": 1}')
    assert StoredFacts('{"a": 1}') == {"a": 1}
    assert StoredFacts('{"a": 1}') != StoredFacts('{"a": 2}')


def test_a_fact_that_is_not_known_is_missing():
    with pytest.raises(KeyError):
        StoredFacts("{}")["width"]
