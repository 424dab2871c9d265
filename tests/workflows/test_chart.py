"""The map of a library that grows."""

import numpy as np
import pytest

from libraries.made import stamp
from orrery.domain.item import Whole
from orrery.domain.modality import Kind
from orrery.domain.query import Filters, Query, Term, Words
from orrery.errors import ChangedSince
from orrery.library.rows import Embedded
from orrery.mapping.centring import unit
from orrery.mapping.clusters import FINE, MIDDLE
from orrery.search.grammar import parse_line
from orrery.workflows.about_cluster import EXAMPLES, about_cluster
from orrery.workflows.browse import browse
from orrery.workflows.chart import ENOUGH, MapPicture, chart, is_map_current, load_map, sketch
from orrery.workflows.engine import Engine
from orrery.workflows.forget import forget
from orrery.workflows.job import JobContext
from orrery.workflows.organise import apply, rename_cluster, save_search
from orrery.workflows.overview import overview


def add(engine: Engine, first: int, count: int, subjects: int = 4) -> None:
    """Store pictures of a few subjects, in turn; the vectors are made up, the library is real."""
    dim = engine.space.dim
    middles = unit(np.random.default_rng(0).normal(size=(subjects, dim)))
    batch = []
    for number in range(first, first + count):
        noise = np.random.default_rng(number + 1).normal(size=dim) * 0.3 / np.sqrt(dim)
        name = f"{number:03}"
        batch.append(
            Embedded(
                stamp=stamp(f"/pictures/{name}.png".encode(), name),
                root=None,
                kind=Kind.IMAGE,
                sha256=name.encode().ljust(32, b"."),
                parts=(Whole(),),
                vectors={engine.space: unit((middles[number % subjects] + noise)[None])},
            )
        )
    with engine.library(write=True) as library:
        library.store(batch)


@pytest.fixture
def mapped(engine: Engine) -> Engine:
    add(engine, 0, 80)
    chart(engine)
    return engine


def places(picture: MapPicture) -> dict[int, tuple[float, float]]:
    return {item: tuple(point) for item, point in zip(picture.items.tolist(), picture.points.tolist(), strict=True)}


def test_few_new_items_leave_everything_where_it_was_and_lie_beside_what_they_are_like(mapped: Engine) -> None:
    before = load_map(mapped)
    assert before is not None
    add(mapped, 80, 4)
    after = chart(mapped)
    assert is_map_current(mapped)
    old, new = places(before), places(after)
    assert len(new) == 84
    assert {item: new[item] for item in old} == old
    own = after.clusters[-4:].tolist()
    assert own == before.clusters[:4].tolist()
    for row, cluster in zip(range(80, 84), own, strict=True):
        middle = before.points[before.clusters == cluster].mean(axis=0)
        others = before.points[before.clusters != cluster]
        assert np.linalg.norm(after.points[row] - middle) < np.linalg.norm(others - middle, axis=1).min()


def test_what_is_added_bit_by_bit_makes_the_map_settle_again_in_the_end(mapped: Engine) -> None:
    before = places(chart(mapped))
    for first in range(80, 112, 8):
        add(mapped, first, 8)
        after = chart(mapped)
    moved = {item: place for item, place in places(after).items() if item in before}
    assert moved != before
    assert len(after.items) == 112


def test_what_is_forgotten_leaves_the_map_and_nothing_else_moves(mapped: Engine) -> None:
    before = places(chart(mapped))
    forget(mapped, [b"/pictures/007.png"])
    after = places(chart(mapped))
    assert len(after) == 79
    assert after.items() <= before.items()


def test_a_name_of_the_users_lives_on_when_the_map_is_drawn_anew(mapped: Engine) -> None:
    before = chart(mapped)
    number = int(before.clusters[0])
    assert rename_cluster(mapped, number, "  Grandma’s\n garden ").result
    renamed = load_map(mapped)
    assert renamed is not None
    assert renamed.names[number].name == "Grandma’s garden"
    assert renamed.names[number].is_given
    add(mapped, 80, 80)
    after = chart(mapped)
    assert after.names[int(after.clusters[0])].name == "Grandma’s garden"
    assert sum(info.is_given for info in after.tree.values()) == 1


def test_the_machines_name_comes_back_when_the_users_is_taken_away(mapped: Engine) -> None:
    before = chart(mapped)
    rename_cluster(mapped, 0, "mine")
    rename_cluster(mapped, 0, "")
    after = load_map(mapped)
    assert after is not None
    assert after.names[0] == before.names[0]


def test_a_name_is_taken_back_on_the_map_it_was_given_on_and_on_no_other(mapped: Engine) -> None:
    number = int(chart(mapped).clusters[0])
    own = chart(mapped).names[number].name
    done = rename_cluster(mapped, number, "mine")
    apply(mapped, done.patch, backwards=True)
    back = load_map(mapped)
    assert back is not None
    assert back.names[number].name == own
    apply(mapped, done.patch, backwards=False)
    add(mapped, 80, 80)
    after = chart(mapped)
    with pytest.raises(ChangedSince):
        apply(mapped, done.patch, backwards=True)
    assert after.names[int(after.clusters[0])].name == "mine"


def test_a_saved_search_within_a_cluster_follows_its_new_name(mapped: Engine) -> None:
    number = int(chart(mapped).clusters[0])
    own = chart(mapped).names[number].name
    inside = browse(mapped, Filters(clusters=(own,)))
    assert 0 < len(inside) < 80
    save_search(mapped, "in it", Query((Term(Words("sea")),), Filters(clusters=(own,))))
    done = rename_cluster(mapped, number, 'my "old" garden')
    assert done.result == 'my "old" garden'
    assert saved_filters(mapped) == Filters(clusters=('my "old" garden',))
    assert browse(mapped, saved_filters(mapped)) == inside
    assert browse(mapped, Filters(clusters=(own,))) == inside  # what was asked before goes on to be understood
    assert rename_cluster(mapped, number, "yard").result == "yard"
    assert saved_filters(mapped) == Filters(clusters=("yard",))
    assert rename_cluster(mapped, number, None).result == own
    assert browse(mapped, saved_filters(mapped)) == inside


def test_a_search_that_means_two_clusters_of_one_name_means_both_after_one_is_renamed(mapped: Engine) -> None:
    one, other = sorted(set(chart(mapped).clusters.tolist()))[:2]
    rename_cluster(mapped, one, "twins")
    rename_cluster(mapped, other, "Twins")
    save_search(mapped, "both", Query((Term(Words("sea")),), Filters(clusters=("twins",))))
    both = browse(mapped, saved_filters(mapped))
    done = rename_cluster(mapped, one, "alone")
    assert saved_filters(mapped).clusters == ("twins", "alone")
    assert browse(mapped, saved_filters(mapped)) == both
    apply(mapped, done.patch, backwards=True)
    assert saved_filters(mapped).clusters == ("twins",)


def saved_filters(engine: Engine) -> Filters:
    (saved,) = overview(engine).saved_searches
    return parse_line(saved.query).filters


def test_without_a_map_there_is_nothing_to_rename(engine: Engine) -> None:
    assert not rename_cluster(engine, 0, "mine").result


def test_a_cluster_is_told_by_numbers_concepts_and_examples(mapped: Engine) -> None:
    picture = chart(mapped)
    number = int(picture.clusters[0])
    found = about_cluster(mapped, number)
    assert found is not None
    assert found.info == picture.tree[number]
    assert sum(found.counts.values()) == found.info.count
    inside = set(picture.items[picture.clusters == number].tolist())
    assert {item.id for item in found.examples} <= inside
    assert 0 < len(found.examples) <= EXAMPLES
    assert all(0 < fit <= 1 for _, fit in found.concepts)
    assert all(one.parent == number for one in found.parts)
    assert found.whole is None or found.whole.level < found.info.level
    assert about_cluster(mapped, 9999) is None


def test_a_cluster_can_be_told_while_the_library_is_empty(engine: Engine) -> None:
    assert about_cluster(engine, 0) is None


def test_clusters_keep_their_names_when_the_library_doubles(mapped: Engine) -> None:
    before = chart(mapped)
    add(mapped, 80, 80)
    after = chart(mapped)
    for row in range(4):
        assert after.names[int(after.clusters[row])].name == before.names[int(before.clusters[row])].name


def test_a_filter_by_a_cluster_finds_what_is_in_its_parts_too(engine: Engine) -> None:
    add(engine, 0, 150, subjects=15)
    picture = chart(engine)
    assert picture.leaves is not None
    for number, info in picture.tree.items():
        rows = picture.clusters_at(info.level) == number
        found = browse(engine, Filters(clusters=(info.name,)))
        assert {item.id for item in found} == set(picture.items[rows].tolist())
        assert len(found) == info.count
    assert {info.level for info in picture.names.values()} == {MIDDLE}
    assert (picture.clusters_at(MIDDLE) == picture.clusters).all()
    assert (picture.clusters_at(FINE) == picture.leaves).all()


# ---- sketches, while items are taken in


def test_a_few_items_are_not_sketched(engine: Engine) -> None:
    add(engine, 0, ENOUGH - 1)
    assert sketch(engine, None, JobContext()) is None


def test_a_sketch_shows_all_there_is_and_stores_nothing(engine: Engine) -> None:
    add(engine, 0, 60)
    made = sketch(engine, None, JobContext())
    assert made is not None
    assert len(made[1].items) == 60
    assert not made[1].is_final
    assert made[1].names
    assert load_map(engine) is None


def test_what_comes_finds_its_place_on_the_sketch_and_many_make_it_settle_anew(engine: Engine) -> None:
    add(engine, 0, 60)
    first = sketch(engine, None, JobContext())
    assert first is not None
    add(engine, 60, 20)
    second = sketch(engine, first[0], JobContext())
    assert second is not None
    assert places(first[1]).items() <= places(second[1]).items()
    assert len(second[1].items) == 80
    published: list[object] = []
    add(engine, 80, 60)
    third = sketch(engine, second[0], JobContext(on_partial=published.append))
    assert third is not None
    assert published
    assert not places(second[1]).items() <= places(third[1]).items()
    assert third[0].later == 0


def test_a_sketch_of_an_older_map_leaves_what_is_on_it(mapped: Engine) -> None:
    before = load_map(mapped)
    assert before is not None
    add(mapped, 80, 30)
    made = sketch(mapped, None, JobContext())
    assert made is not None
    assert places(before).items() <= places(made[1]).items()
    assert {info.name for info in made[1].names.values()} >= {info.name for info in before.names.values()}
    assert is_map_current(mapped) is False


def test_the_map_settles_from_where_items_were_seen(engine: Engine) -> None:
    add(engine, 0, 60)
    seen = sketch(engine, None, JobContext())
    assert seen is not None
    published: list[MapPicture] = []
    after = chart(engine, JobContext(on_partial=published.append), seen=seen[0])
    assert after.is_final
    np.testing.assert_allclose(published[0].points, seen[1].points, atol=1e-6)
