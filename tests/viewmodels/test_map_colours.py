from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.library.rows import Tag
from orrery.viewmodels.map_colours import NAMED, NO_SWATCH, by_date, by_folder, by_tag, day_of


def item(number: int, day: str = "2024-05-01", path: bytes = b"/a/1", *, taken: bool = True) -> Item:
    time = int(datetime.fromisoformat(day).timestamp() * 1e9) + 3600 * 10**9
    facts = {"taken": f"{day}T10:00:00"} if taken else {}
    return Item(number, path, Kind.IMAGE, number, 10, 0 if taken else time, facts=facts)


def tag(number: int, name: str, colour: int) -> Tag:
    return Tag(number, name, 1, colour, None)


def test_a_photo_counts_by_the_day_it_was_taken_and_the_rest_by_its_change() -> None:
    assert day_of(item(1, "2019-03-02")) == "2019-03-02"
    assert day_of(item(1, "2021-07-09", taken=False)) == "2021-07-09"
    assert day_of(Item(1, b"/a", Kind.TEXT, 1, 1, 10**30)) is None


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (["2024-05-01", "2024-05-03"], ["1 May 2024", "3 May 2024"]),
        (
            [f"2024-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 9)],
            ["Jan 2024", "Feb 2024", "Mar 2024"],
        ),
        ([f"{year}-{month:02}-01" for year in (2001, 2005, 2009) for month in range(1, 12)], ["2001", "2005", "2009"]),
    ],
)
def test_time_is_told_in_days_months_or_years_as_it_needs(days: list[str], names: list[str]) -> None:
    found = by_date([item(at, day) for at, day in enumerate(days)])
    assert list(found.names.values()) == names


def test_many_years_are_spans_in_order() -> None:
    found = by_date([item(at, f"{1990 + at}-01-01") for at in range(30)] + [None])
    assert len(found.names) == NAMED
    assert found.names[0].startswith("1990 – ")
    swatches = found.swatches[:30].tolist()
    assert swatches == sorted(swatches)
    assert found.swatches[30] == NO_SWATCH


def test_without_any_date_there_is_no_colour() -> None:
    assert by_date([None, None]).swatches.tolist() == [NO_SWATCH, NO_SWATCH]


def test_tags_keep_their_own_colours_and_the_rarest_shows() -> None:
    sea, trip = tag(1, "sea", 5), tag(2, "trip", 2)
    found = by_tag(np.array([10, 11, 12, 13]), {sea: frozenset({10, 11, 12}), trip: frozenset({11, 99})})
    assert [found.names.get(int(swatch)) for swatch in found.swatches] == ["sea", "trip", "sea", None]
    assert [found.colours[at] for at in found.names] == [5, 2]


def test_more_folders_than_colours_leave_the_smallest_uncoloured() -> None:
    items = [item(at, path=b"/f%d/x" % (at % 12)) for at in range(100)]
    found = by_folder(items)
    assert len(found.names) == NAMED
    counts = np.bincount(found.swatches[found.swatches >= 0])
    assert all(one >= other for one, other in pairwise(counts.tolist()))
    assert (found.swatches == NO_SWATCH).sum() > 0
