"""Ranking across kinds on calibrated scores."""

from dataclasses import replace

import numpy as np
import pytest

from orrery.domain.calibration import Background
from orrery.domain.modality import Kind, Role
from orrery.search.best_part import corrected
from orrery.search.candidates import Candidates, Scan
from orrery.search.centring import centred
from orrery.search.ranking import LIKELY, Chosen, FeatureFigures, QueryTerm, calibrated, rank, z_scores
from search.space import MEANS, calibration, candidates, random_vectors, vector

X, Y, Z = vector(1, 0, 0), vector(0, 1, 0), vector(0, 0, 1)


def asked(own: np.ndarray, weight: float = 1.0, role: Role = Role.QUERY) -> QueryTerm:
    return QueryTerm(own, role, weight)


def test_the_nearest_comes_first_with_its_raw_cosine() -> None:
    space = {Kind.IMAGE: candidates(Kind.IMAGE, np.stack([X, Y, vector(1, 1, 0)]), first=5)}
    hits = rank([asked(X)], space, calibration(), 3)
    assert [hit.content for hit in hits] == [5, 7, 6]
    assert hits[0].similarity == pytest.approx(1.0)
    assert hits[1].similarity == pytest.approx(np.sqrt(0.5))
    assert hits[0].score >= LIKELY > hits[2].score


def test_one_term_is_the_z_score_against_the_background() -> None:
    figures = calibration()
    pair = (Role.QUERY, Kind.IMAGE)
    figures = replace(figures, backgrounds={**figures.backgrounds, pair: Background(0.1, 0.2)})
    vectors = random_vectors(6)
    cosines = centred(vectors, MEANS[Role.IMAGE]) @ centred(Y[None], MEANS[Role.QUERY])[0]
    z = z_scores([asked(Y, weight=3.0)], candidates(Kind.IMAGE, vectors), figures)
    assert np.allclose(z, (cosines - 0.1) / 0.2, atol=1e-5)


def test_a_mixed_query_is_the_weighted_mean_of_its_z_scores() -> None:
    space, figures = candidates(Kind.SOUND, random_vectors(9)), calibration()
    terms = [asked(X, 2.0), asked(Y, -0.5, Role.PASSAGE)]
    parts = [z_scores([term], space, figures) * np.sign(term.weight) for term in terms]
    expected = (2.0 * parts[0] - 0.5 * parts[1]) / np.sqrt(2.0**2 + 0.5**2)
    assert np.allclose(z_scores(terms, space, figures), expected, atol=1e-5)


def test_a_negative_query_puts_the_likeness_last() -> None:
    space = {Kind.IMAGE: candidates(Kind.IMAGE, np.stack([X, Y, -X]))}
    assert [hit.content for hit in rank([asked(X, -1.0)], space, calibration(), 3)] == [2, 1, 0]


def test_huge_weights_do_not_overflow() -> None:
    space = {Kind.IMAGE: candidates(Kind.IMAGE, random_vectors(4))}
    hits = rank([asked(X, 1e300), asked(Y, -1e300)], space, calibration(), 4)
    assert all(np.isfinite(hit.z) for hit in hits)


def test_kinds_are_merged_by_score_rather_than_cosine() -> None:
    figures = calibration()
    pair = (Role.QUERY, Kind.SOUND)
    figures = replace(figures, backgrounds={**figures.backgrounds, pair: Background(0.0, 0.05)})
    space = {
        Kind.IMAGE: candidates(Kind.IMAGE, np.stack([vector(2, 1, 0)])),
        Kind.SOUND: candidates(Kind.SOUND, np.stack([vector(1, 2, 0)]), first=1),
    }
    hits = rank([asked(X)], space, figures, 2)
    assert [hit.kind for hit in hits] == [Kind.SOUND, Kind.IMAGE]
    assert hits[0].similarity < hits[1].similarity


def test_an_item_is_found_by_its_best_part() -> None:
    vectors = np.stack([Y, X, Z, vector(1, 1, 0)])
    space = candidates(Kind.TEXT, vectors, contents=[1, 1, 1, 2])
    hit = rank([asked(X)], {Kind.TEXT: space}, calibration(), 1)[0]
    assert (hit.content, hit.part) == (1, 1)


def test_parts_may_come_in_any_order() -> None:
    vectors, contents = random_vectors(40), np.arange(40) % 7
    shuffled = np.random.default_rng(1).permutation(40)
    one = Candidates.of(Kind.TEXT, vectors, np.arange(40), contents, MEANS[Role.PASSAGE])
    other = Candidates.of(Kind.TEXT, vectors[shuffled], shuffled, contents[shuffled], MEANS[Role.PASSAGE])
    results = [rank([asked(X)], {Kind.TEXT: space}, calibration(), 7) for space in (one, other)]
    assert results[0] == results[1]


def test_pruning_finds_what_correcting_everything_finds() -> None:
    rng = np.random.default_rng(3)
    contents = np.sort(rng.integers(0, 400, 3_000))
    vectors, figures = random_vectors(3_000, seed=4), calibration()
    space = candidates(Kind.TEXT, vectors, contents=contents)
    everything = corrected(space.best_per_content(z_scores([asked(X)], space, figures)), space.sizes, 0.7)
    best = set(space.contents[np.argsort(-everything, kind="stable")[:20]].tolist())
    assert {hit.content for hit in rank([asked(X)], {Kind.TEXT: space}, figures, 20)} == best


def test_unlikely_hits_come_too_until_there_are_enough() -> None:
    space = {Kind.IMAGE: candidates(Kind.IMAGE, np.stack([-X, Y, Z, -Y, -Z]))}
    hits = rank([asked(X)], space, calibration(), 4)
    assert len(hits) >= 4
    assert all(hit.score < LIKELY for hit in hits)


def test_equal_scores_come_together_by_content_even_at_the_end() -> None:
    space = {Kind.IMAGE: candidates(Kind.IMAGE, np.stack([Y, X, X, X, X, Y]))}
    hits = rank([asked(X)], space, calibration(), 2)
    assert [hit.content for hit in hits] == [1, 2, 3, 4]
    assert len({hit.score for hit in hits}) == 1


def test_only_allowed_contents_answer_and_excluded_ones_never() -> None:
    space = {Kind.IMAGE: candidates(Kind.IMAGE, random_vectors(10))}
    chosen = Chosen(allowed=np.array([1, 2, 3]), excluded=np.array([2, 9]))
    assert {hit.content for hit in rank([asked(X)], space, calibration(), 10, chosen)} == {1, 3}
    nobody = Chosen(allowed=np.empty(0, np.int64))
    assert rank([asked(X)], space, calibration(), 10, nobody) == []


def test_nothing_answers_from_an_empty_library() -> None:
    empty = np.empty((0, 4), np.float16)
    space = {kind: candidates(kind, empty) for kind in Kind}
    assert rank([asked(X)], space, calibration(), 5) == []
    assert rank([asked(X)], {}, calibration(), 5) == []


def test_a_vector_equal_to_the_mean_is_near_to_nothing() -> None:
    space = candidates(Kind.IMAGE, MEANS[Role.IMAGE][None])
    assert z_scores([asked(X)], space, calibration())[0] == 0


def test_pictures_ask_pictures_in_both_spaces() -> None:
    shared, features = random_vectors(30), random_vectors(30, seed=1, dim=6)
    figures = calibration(features=FeatureFigures(np.zeros(6, np.float32), Background(0.05, 0.3), 0.4))
    space = Candidates.of(Kind.IMAGE, shared, np.arange(30), np.arange(30), MEANS[Role.IMAGE], features=features)
    term = QueryTerm(X, Role.IMAGE, 1.0, features[7])
    alone = z_scores([QueryTerm(X, Role.IMAGE)], space, figures)
    expected = (alone + (features @ features[7] - 0.05) / 0.3) / np.sqrt(2 + 2 * 0.4)
    assert np.allclose(z_scores([term], space, figures), expected, atol=1e-4)


def test_float16_in_blocks_says_the_same_as_a_float32_copy() -> None:
    vectors = random_vectors(20_000, dim=16).astype(np.float16)
    mean, query = np.full(16, 0.02, np.float32), random_vectors(1, seed=9, dim=16)[0]
    packed, tight = Scan.of(vectors, mean), Scan.of(vectors, mean, unpacked_bytes=0)
    assert packed.vectors.dtype == np.float32
    assert tight.vectors.dtype == np.float16
    assert np.allclose(packed.dot(query), tight.dot(query), atol=1e-5)


def test_scores_stay_within_zero_and_one() -> None:
    scores = calibrated(np.array([-1e6, 0.0, 1e6]), calibration().platts[Role.QUERY, Kind.TEXT])
    assert scores[0] == pytest.approx(0)
    assert scores[2] == 1
