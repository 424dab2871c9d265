"""More like these, less like those."""

import pytest

from orrery.domain.query import FileTerm, ItemTerm, Query, Term, Words
from orrery.search.grammar import parse_line, spell
from orrery.search.picks import LESS, picked


def test_liked_things_pull_alike_and_all_disliked_ones_together_push_a_little() -> None:
    query = picked([FileTerm("./a.jpg"), FileTerm("./b.jpg")], [FileTerm("./c.jpg"), FileTerm("./d.jpg")])
    assert [term.weight for term in query.terms] == pytest.approx([1, 1, -LESS, -LESS])
    assert parse_line(spell(query)) == query


def test_what_was_asked_stays_with_its_filters_and_nothing_is_picked_twice() -> None:
    before = parse_line("a dog kind:image")
    once = picked([ItemTerm(3, "rex.jpg")], [], before)
    assert once == Query((Term(Words("a dog")), Term(ItemTerm(3, "rex.jpg"))), before.filters)
    assert picked([ItemTerm(3, "rex.jpg")], [], once) == once
    less = picked([], [ItemTerm(4, "cat.jpg")], once)
    assert less.terms[-1] == Term(ItemTerm(4, "cat.jpg"), -2 * LESS)
