"""Near-duplicates folded, and answers that differ."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from orrery.domain.modality import Kind, Role
from orrery.search.hubs import STRENGTH, Hubs
from orrery.search.ranking import QueryTerm, rank
from orrery.search.variety import folded, spread
from search.space import calibration, candidates, random_vectors, vector

VECTORS = np.stack([vector(1, 0, 0), vector(1, 0.01, 0), vector(1, 0, 0.6), vector(1, -0.5, 0), vector(0, 1, 0)])
SPACE = {Kind.IMAGE: candidates(Kind.IMAGE, VECTORS)}


def hits() -> list:
    return rank([QueryTerm(vector(1, 0, 0), Role.QUERY)], SPACE, calibration(), len(VECTORS))


def test_near_duplicates_fold_under_the_best_of_them() -> None:
    groups = folded(hits(), SPACE)
    assert (groups[0][0].content, [it.content for it in groups[0][1]]) == (0, [1])
    assert sorted(it.content for best, under in groups for it in (best, *under)) == [0, 1, 2, 3, 4]


def test_diverse_answers_leave_out_what_says_the_same_again() -> None:
    assert [hit.content for hit in spread(hits(), SPACE, 2, 0.0)] == [0, 1]
    different = [hit.content for hit in spread(hits(), SPACE, 2, 0.5)]
    assert 0 in different
    assert 1 not in different
    assert spread([], SPACE, 3, 0.5) == spread(hits(), SPACE, 0, 0.5) == []


@given(st.integers(1, 6), st.floats(0, 1))
def test_the_chosen_ones_stay_ranked_by_score(count: int, diversity: float) -> None:
    chosen = spread(hits(), SPACE, count, diversity)
    assert len(chosen) == min(count, len(VECTORS))
    assert [hit.score for hit in chosen] == sorted((hit.score for hit in chosen), reverse=True)


def test_what_is_near_to_every_phrase_is_lowered_and_the_usual_is_not() -> None:
    own = calibration()
    backgrounds = {kind: own.backgrounds[Role.QUERY, kind] for kind in Kind}
    phrases = random_vectors(40, seed=3)
    phrases[:20] = vector(0.9, 0.3, 0.3)
    hub, plain = vector(0.9, 0.3, 0.3), vector(-0.9, 0.1, 0.3)
    sample = np.stack([hub, plain])
    hubs = Hubs.of(phrases, backgrounds, dict.fromkeys(Kind, sample))
    parts = np.array([7, 8])
    first, second = hubs.correction(parts, lambda places: sample[places], Kind.IMAGE)
    assert first > 0 > second
    assert first + second < 1e-6 * STRENGTH + 1e-6
    asked_again: list[int] = []
    again = hubs.correction(parts[::-1], lambda places: asked_again.append(len(places)) or sample, Kind.IMAGE)
    assert again.tolist() == [second, first]  # kept by part
    assert not asked_again
