"""Lists for the user's attention, placing of new items, and centring."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orrery.errors import JobCancelled
from orrery.mapping.axes import along
from orrery.mapping.cells import Seeker
from orrery.mapping.centring import ENOUGH, centred_for_map, one_per_content, unit
from orrery.mapping.duplicates import grouped, near_duplicates
from orrery.mapping.neighbours import nearest
from orrery.mapping.outliers import outliers
from orrery.mapping.pca import principal
from orrery.mapping.place import place
from orrery.mapping.prints import EDGE, WAVE_HZ, PicturePrint, SoundPrint, WavePrint, likeness_of_texts
from orrery.mapping.sample import also_wanted, one_of_each


def random_vectors(count: int, dim: int = 16, seed: int = 0) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(count, dim)))


def test_a_small_library_is_centred_by_the_packs_mean() -> None:
    vectors, pack_mean = random_vectors(ENOUGH), random_vectors(1, seed=1)[0] * 0.3
    few = vectors[:-1]
    assert np.allclose(centred_for_map(few, pack_mean), unit(few - pack_mean), atol=1e-6)
    assert np.allclose(centred_for_map(vectors, pack_mean), unit(vectors - vectors.mean(axis=0)), atol=1e-6)


def test_a_content_of_many_parts_is_one_point() -> None:
    vectors = random_vectors(5)
    contents, means = one_per_content(vectors, np.array([7, 3, 7, 3, 9]))
    assert contents.tolist() == [3, 7, 9]
    assert np.allclose(means[0], unit(vectors[[1, 3]].sum(axis=0, keepdims=True))[0], atol=1e-6)
    assert np.allclose(means[2], vectors[4], atol=1e-6)


def test_contents_of_one_part_come_in_order_too() -> None:
    vectors = random_vectors(3)
    contents, means = one_per_content(vectors.astype(np.float16), np.array([7, 3, 9]))
    assert contents.tolist() == [3, 7, 9]
    assert np.allclose(means, vectors[[1, 0, 2]], atol=1e-3)


def test_nearest_agrees_with_sorting_everything() -> None:
    asking, asked = random_vectors(30), random_vectors(200, seed=1)
    rows, values = nearest(asking, asked, 5)
    expected = np.argsort(-(asking @ asked.T), axis=1)[:, :5]
    assert np.array_equal(rows, expected)
    assert np.allclose(values, np.take_along_axis(asking @ asked.T, expected, axis=1))


def test_nobody_is_their_own_neighbour() -> None:
    vectors = np.tile(random_vectors(1), (6, 1))
    rows, _ = nearest(vectors, vectors, 5, among_themselves=True)
    assert all(row not in rows[row] for row in range(6))


def test_principal_components_keep_distances_when_all_are_kept() -> None:
    vectors = random_vectors(12, dim=5)
    places = principal(vectors, 5)
    between = np.linalg.norm(vectors[:, None] - vectors[None], axis=2)
    assert np.allclose(np.linalg.norm(places[:, None] - places[None], axis=2), between, atol=1e-5)
    assert (np.diff(places.var(axis=0)) <= 1e-7).all()


def test_a_new_item_lands_beside_what_it_is_like() -> None:
    placed, points = random_vectors(50), np.random.default_rng(2).uniform(-1, 1, (50, 2)).astype(np.float32)
    found = place(placed[[4, 9]], placed, points)
    assert np.linalg.norm(found - points[[4, 9]], axis=1).max() < 0.05


def test_on_an_empty_map_a_new_item_lies_in_the_middle() -> None:
    assert place(random_vectors(2), np.empty((0, 16)), np.empty((0, 2), np.float32)).tolist() == [[0, 0], [0, 0]]
    assert place(np.empty((0, 16)), random_vectors(2), np.zeros((2, 2), np.float32)).shape == (0, 2)


def test_near_duplicates_are_grouped_through_chains() -> None:
    vectors = random_vectors(30)
    rng = np.random.default_rng(3)
    near = [unit(vectors[[2]] + rng.normal(size=(1, 16)) * 0.02)[0] for _ in range(2)]
    groups = near_duplicates(np.concatenate([vectors, [vectors[5]], near]).astype(np.float16))
    assert groups == ((2, 31, 32), (5, 30))


def test_nothing_has_no_duplicates() -> None:
    assert near_duplicates(np.empty((0, 8), np.float16)) == ()
    assert near_duplicates(random_vectors(1)) == ()


def test_an_item_unlike_all_others_stands_out() -> None:
    middle = random_vectors(1)
    crowd = unit(middle + np.random.default_rng(1).normal(size=(60, 16)) * 0.08)
    stranger = unit(np.random.default_rng(8).normal(size=(1, 16)))
    found = outliers(np.concatenate([crowd, stranger]))
    assert found.rows[0] == 60
    assert len(found.rows) <= 3  # of sixty around one middle one or two lie as far off as 2.2 deviations
    assert found.closeness[0] < found.usual[0]
    assert found.spreads[0] > 3.5
    assert found.nearest[0] == (crowd @ stranger[0]).argmax()
    assert outliers(crowd[:5]).rows.tolist() == []


def test_what_is_usual_is_so_for_a_kind_and_what_has_no_copy_among_copies_is_no_outlier() -> None:
    rng, middles = np.random.default_rng(1), np.eye(3, 16)
    photos = unit(middles[0] + rng.normal(size=(60, 16)) * 0.2)
    notes = np.repeat(unit(middles[1] + rng.normal(size=(20, 16)) * 0.02), 3, axis=0)
    single = unit(middles[1] + rng.normal(size=(1, 16)) * 0.1)
    stranger = unit(rng.normal(size=(1, 16)))
    everything = np.concatenate([photos, notes, single, stranger])
    kinds = np.repeat([0, 1, 1, 0], [60, 60, 1, 1])
    found = outliers(everything, groups=kinds)
    assert found.rows[0] == len(everything) - 1
    assert len(everything) - 2 not in found.rows
    assert found.usual[0] == pytest.approx(outliers(everything[kinds == 0]).usual[0], abs=0.05)


def test_long_searches_can_be_stopped() -> None:
    def stop() -> None:
        raise JobCancelled

    vectors = random_vectors(20)
    for job in (near_duplicates, outliers, lambda them, check: one_of_each(them, 3, check)):
        with pytest.raises(JobCancelled):
            job(vectors, check=stop)


def scene(seed: int, edge: int = 200) -> np.ndarray:
    """Soft shapes in (edge, edge) brightness, no two scenes alike."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:edge, 0:edge] / edge
    blobs = (
        random.uniform(-90, 90) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 0.02) for cx, cy in random.random((12, 2))
    )
    return 128 + sum(blobs)


def in_small(picture: np.ndarray) -> PicturePrint:
    rows = np.linspace(0, len(picture) - 1, EDGE).round().astype(int)
    columns = np.linspace(0, picture.shape[1] - 1, EDGE).round().astype(int)
    return PicturePrint.of(picture[np.ix_(rows, columns)])


def test_a_picture_that_is_cut_brighter_or_smaller_is_still_the_same() -> None:
    for seed in range(5):
        whole = scene(seed)
        for other in (whole[::3, ::3], whole * 0.6 + 40, whole[:170], whole[30:190, 10:170]):
            assert in_small(whole).likeness(in_small(other)) > 0.8
            assert in_small(other).likeness(in_small(whole)) > 0.8
        assert in_small(whole).likeness(in_small(scene(seed + 50))) < 0.7


def test_two_photos_of_one_layout_are_told_apart_by_their_fine_structure() -> None:
    """Sky above and sea below is a layout; leaves, waves and faces are not where they are in another photo."""
    layout = scene(1, 480)
    fine = [np.kron(np.random.default_rng(seed).normal(0, 12, (120, 120)), np.ones((4, 4))) for seed in (0, 1)]
    photo, another = in_small(layout + fine[0]), in_small(layout + fine[1])
    assert photo.likeness(another) > 0.8
    assert photo.detail(another) < 0.1
    for copy in (layout * 0.7 + fine[0] * 0.7 + 20, (layout + fine[0])[::2, ::2], (layout + fine[0])[40:440, 60:450]):
        assert photo.detail(in_small(copy)) > 0.3
        assert in_small(copy).detail(photo) == photo.detail(in_small(copy))
    assert photo.detail(in_small(np.full((96, 96), 7.0))) == 0


def test_a_sound_that_is_trimmed_is_still_the_same() -> None:
    random = np.random.default_rng(0)
    height = np.repeat(random.uniform(5, 120, 50), 8)
    peaks = np.stack([-height, height * 0.9], axis=1).astype(np.int8)
    whole = SoundPrint.of(peaks, 8.0)
    trimmed = SoundPrint.of(peaks[40:], 7.2)
    assert whole.likeness(trimmed) > 0.9
    assert trimmed.likeness(whole) == whole.likeness(trimmed)
    assert whole.likeness(SoundPrint.of(peaks[::-1], 8.0)) < 0.8
    assert whole.likeness(SoundPrint.of(peaks[:100], 2.0)) == 0  # a quarter of a sound is another one
    assert whole.likeness(SoundPrint.of(np.zeros((400, 2), np.int8), 8.0)) < 0.5


def note(seed: int, seconds: float = 1.5) -> np.ndarray:
    """A note as it is played once: pitch and loudness waver."""
    random, time = np.random.default_rng(seed), np.arange(round(seconds * WAVE_HZ)) / WAVE_HZ
    waver = np.cumsum(random.normal(0, 0.05, len(time)))
    return np.sin(2 * np.pi * 220 * time + waver) * np.exp(-time)


def test_a_copy_of_a_sound_follows_it_wave_by_wave_and_another_take_does_not() -> None:
    whole = WavePrint.of(note(1))
    assert whole.likeness(WavePrint.of(note(1))) == pytest.approx(1)
    assert whole.likeness(WavePrint.of(-0.2 * note(1)[800:-1100])) > 0.99  # cut, quieter, upside down
    assert whole.likeness(WavePrint.of(note(1) + np.random.default_rng(0).normal(0, 0.1, 12_000))) > 0.9
    assert whole.likeness(WavePrint.of(note(2))) < 0.8
    assert whole.likeness(WavePrint.of(note(1)[:6000])) == 0  # half of a sound is another one
    assert whole.likeness(WavePrint.of(np.zeros(12_000))) == 0


def test_texts_are_alike_by_the_words_they_share() -> None:
    assert likeness_of_texts("The sea, the SEA!", "the sea the sea") == 1
    assert likeness_of_texts("a b c d", "b c d e") == pytest.approx(3 / 5)
    assert likeness_of_texts("one", "two") == likeness_of_texts("", "") == 0


def test_pairs_that_share_an_item_are_one_group() -> None:
    assert grouped([(4, 1), (2, 3), (3, 9), (1, 0)]) == ((0, 1, 4), (2, 3, 9))
    assert grouped([]) == ()


@given(st.integers(2, 300), st.integers(1, 12), st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_nobody_is_found_twice_or_finds_themselves(count: int, wanted: int, seed: int) -> None:
    vectors = random_vectors(count, dim=4, seed=seed)
    vectors[:: max(count // 5, 1)] = vectors[0]  # copies
    wanted = min(wanted, count - 1)
    rows, cosines = Seeker(vectors).near_others(vectors, np.arange(count), wanted)
    assert rows.shape == (count, wanted)
    for row in range(count):
        assert row not in rows[row]
        assert len(set(rows[row].tolist())) == wanted
    assert (np.diff(cosines, axis=1) <= 1e-6).all()


def test_neighbours_found_in_cells_are_nearly_all_the_true_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    from orrery.mapping import cells

    random = np.random.default_rng(4)
    middles = random_vectors(40)
    vectors = unit(middles[random.integers(0, 40, 6_000)] + random.normal(size=(6_000, 16)) * 0.15)
    true, _ = Seeker(vectors).near_others(vectors, np.arange(6_000), 10)
    monkeypatch.setattr(cells, "_EXACT", 0)
    found, _ = Seeker(vectors).near_others(vectors, np.arange(6_000), 10)
    share = np.mean([len(set(one) & set(other)) / 10 for one, other in zip(true.tolist(), found.tolist(), strict=True)])
    assert share > 0.9


def test_an_axis_puts_what_is_like_its_ends_at_its_ends_whatever_the_kind() -> None:
    day, night = np.eye(16, dtype=np.float32)[:2]
    share = np.linspace(0, 1, 60)[:, None]
    vectors = unit((1 - share) * day + share * night + 0.01)
    kinds = np.arange(60) % 2
    vectors[kinds == 1] = unit(vectors[kinds == 1] + 0.5 * night)  # one kind leans to one side
    places = along(vectors, kinds, day, night)
    assert (np.abs(places) < 1).all()
    for kind in (0, 1):
        own = places[kinds == kind]
        assert (np.diff(own) > 0).all()
        assert abs(np.median(own)) < 0.05


def test_one_of_each_takes_one_of_each_group_before_a_second_of_any() -> None:
    random = np.random.default_rng(1)
    groups = np.repeat(np.arange(5), [100, 50, 30, 20, 10])
    vectors = unit(np.eye(16)[groups] + random.normal(size=(210, 16)) * 0.05)
    chosen = one_of_each(vectors, 5)
    assert sorted(groups[chosen].tolist()) == [0, 1, 2, 3, 4]
    assert groups[chosen][0] == 0  # the largest group first
    assert sorted(one_of_each(vectors[:3], 10).tolist()) == [0, 1, 2]
    assert one_of_each(vectors[:0], 3).tolist() == []


def test_what_one_may_also_want_is_near_the_picks_of_every_kind_and_not_the_same_again() -> None:
    random = np.random.default_rng(2)
    subjects = np.arange(120) % 4
    kinds = np.repeat([0, 1], 60)
    vectors = unit(np.eye(16)[subjects] + kinds[:, None] * np.eye(16)[9] + random.normal(size=(120, 16)) * 0.1)
    vectors[8] = vectors[4]  # the same again
    found = also_wanted(vectors, kinds, np.array([0, 4]), 8)
    assert set(subjects[found].tolist()) == {0}
    assert set(kinds[found].tolist()) == {0, 1}
    assert not {0, 4, 8} & set(found.tolist())
    assert len(set(found.tolist())) == 8
