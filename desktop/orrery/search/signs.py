"""Where the words of a query stand, among the candidates that are looked at closely."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from orrery.domain.arrays import Rows
from orrery.search.candidates import Candidates
from orrery.search.chosen import Ids
from orrery.search.figures import QueryTerm, Sum
from orrery.search.fusion import MEANING, PHRASE, Found, Levels


def strongest(terms: Sequence[QueryTerm]) -> Mapping[int, Found]:
    """Where the words of any of the terms stand that are asked for, each content with its strongest sign."""
    asked = [term.found for term in terms if term.weight > 0 and term.found]
    if len(asked) <= 1:
        return asked[0] if asked else {}
    contents = set().union(*asked)
    signs: dict[int, Found] = {}
    for content in contents:
        for found in asked:
            if content in found:
                signs[content] = found[content].stronger(signs.get(content))
    return signs


def levels_of(found: Mapping[int, Found], contents: Ids) -> Levels:
    """The strongest sign (k,) in each of some contents."""
    if not found:
        return np.full(len(contents), MEANING, np.int8)
    return np.array([found[content].level if content in found else MEANING for content in contents.tolist()], np.int8)


def rows_of_words(
    found: Sequence[Mapping[int, Found]], levels: Levels, candidates: Candidates, places: Rows, rows: Rows
) -> Rows:
    """The row of the passage that holds the phrase asked for, where there is one; else that of the best part.

    Args:
        found: of each sum.
        levels: (k,) the strongest sign in each content.
        candidates: the contents are among these.
        places: (k,) of the contents.
        rows: (k,) of their best parts.
    """
    told = rows.copy()
    for number in np.flatnonzero(levels == PHRASE):
        place = int(places[number])
        content = int(candidates.contents[place])
        wanted = {signs[content].part for signs in found if content in signs and signs[content].level == PHRASE}
        start = int(candidates.starts[place])
        parts = candidates.parts[start : start + int(candidates.lengths[place])]
        at = [row for row, part in enumerate(parts.tolist()) if part in wanted]
        if at:
            told[number] = start + at[0]
    return told


def all_found(sums: Iterable[Sum]) -> set[int]:
    """Contents in which words of these sums stand that are asked for."""
    return {content for asked in sums for term in asked.pulled if term.weight > 0 for content in term.found}
