import numpy as np
import pytest

from libraries.made import OTHER, SPACE, picture
from orrery.domain.item import ItemState
from orrery.domain.modality import Kind, Role
from orrery.library.library import Library
from orrery.library.rows import Cluster, Measured

CLUSTERS = [Cluster(0, "the sea", 2), Cluster(1, "waves", 1, parent=0)]


@pytest.fixture
def mapped(library: Library) -> Library:
    library.store([picture(f"/{n}.png".encode(), str(n)) for n in range(4)])
    save(library, np.array([1, 2, 99]), seed=7)
    return library


def save(library: Library, contents: np.ndarray, **more) -> int:
    points = np.stack([contents / 100, -contents / 100], axis=1).astype(np.float32)
    labels = np.where(contents == 2, 1, -1)
    settings = {"method": "pca", "seed": 0, "clusters": CLUSTERS} | more
    return library.layouts.save(SPACE, contents=contents, points=points, labels=labels, **settings)


def test_a_map_comes_back_without_the_contents_that_are_gone(mapped: Library) -> None:
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    assert (layout.method, layout.seed, layout.space) == ("pca", 7, SPACE)
    assert layout.version == mapped.vectors.version(SPACE)
    assert layout.contents.tolist() == [1, 2]
    assert layout.labels.tolist() == [-1, 1]
    np.testing.assert_allclose(layout.points, [[0.01, -0.01], [0.02, -0.02]])
    assert layout.clusters == tuple(CLUSTERS)


def test_a_space_without_a_map_has_none(mapped: Library) -> None:
    assert mapped.layouts.latest(OTHER) is None


def test_missing_items_leave_the_map_and_forgotten_ones_for_good(mapped: Library) -> None:
    mapped.items.mark([1], ItemState.VANISHED)
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    assert layout.contents.tolist() == [2]
    mapped.forget(b"/1.png")
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    assert layout.points.shape == (0, 2)


def test_new_points_are_placed_on_a_map(mapped: Library) -> None:
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    mapped.layouts.place(layout.id, np.array([2, 3]), np.array([[0.5, 0.5], [1, 1]], np.float32), np.array([0, 0]))
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    assert layout.contents.tolist() == [1, 2, 3]
    assert layout.points[1].tolist() == [0.5, 0.5]


def test_points_placed_later_are_counted(mapped: Library) -> None:
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    assert layout.later == 0
    mapped.layouts.place(layout.id, np.array([3]), np.zeros((1, 2), np.float32), np.array([0]), version=77)
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    assert (layout.later, layout.version) == (1, 77)


def test_a_name_of_the_users_wins_and_can_be_taken_away(mapped: Library) -> None:
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    for name, shown in (("Brighton", "Brighton"), (None, "waves"), ("Hove", "Hove"), ("", "waves")):
        mapped.layouts.rename(layout.id, 1, name)
        found = mapped.layouts.latest(SPACE)
        assert found is not None
        assert [cluster.shown for cluster in found.clusters] == ["the sea", shown]


def test_a_larger_cluster_holds_the_points_of_its_parts(mapped: Library) -> None:
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    assert layout.labels.tolist() == [-1, 1]
    assert layout.inside({0}).tolist() == [False, True]
    assert layout.inside({1}).tolist() == [False, True]
    assert layout.inside(set()).tolist() == [False, False]


def test_a_new_map_replaces_the_old_one_unless_more_are_kept(mapped: Library) -> None:
    save(mapped, np.array([3]), seed=8)
    assert mapped._connection.number("select count(*) from layouts") == 1
    save(mapped, np.array([4]), seed=9, keep=2)
    assert mapped._connection.number("select count(*) from layouts") == 2
    layout = mapped.layouts.latest(SPACE)
    assert layout is not None
    assert (layout.seed, layout.contents.tolist()) == (9, [4])


def test_background_figures_are_kept_per_role_and_kind(library: Library) -> None:
    library.calibrations.save(SPACE, Role.QUERY, Kind.IMAGE, Measured(0.1, 0.05, 500, 1))
    library.calibrations.save(SPACE, Role.IMAGE, Kind.IMAGE, Measured(0.2, 0.06, 400, 1))
    library.calibrations.save(SPACE, Role.QUERY, Kind.IMAGE, Measured(0.3, 0.07, 600, 2))
    assert library.calibrations.load(SPACE) == {
        (Role.QUERY, Kind.IMAGE): Measured(0.3, 0.07, 600, 2),
        (Role.IMAGE, Kind.IMAGE): Measured(0.2, 0.06, 400, 1),
    }
    assert library.calibrations.load(OTHER) == {}
