"""Axes that the user names, one of each, and what one may also want."""

import numpy as np
import pytest

from orrery.domain.query import Filters
from orrery.errors import JobCancelled
from orrery.workflows.axes import Axis, chart_axes
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine
from orrery.workflows.job import JobContext
from orrery.workflows.suggest import also_wanted, one_of_each


def names(engine: Engine) -> dict[int, str]:
    return {item.id: item.name for item in browse(engine, Filters())}


def test_axes_put_everything_between_what_the_user_names(filled_engine: Engine) -> None:
    picture = chart_axes(filled_engine, Axis("blue", "red"), Axis("", "green"))
    assert picture.method == "axes"
    assert picture.axes == ("blue", "red", "", "green")
    known = names(filled_engine)
    at = {known[item]: point for item, point in zip(picture.items.tolist(), picture.points.tolist(), strict=True)}
    assert set(at) == set(known.values())
    assert at["red.png"][0] > at["grey.png"][0] > at["blue.png"][0]
    assert max(at[name][1] for name in ("red.png", "blue.png", "grey.png")) < at["green.png"][1]
    assert np.abs(picture.points).max() <= 1
    assert picture.is_final


def test_axes_of_an_empty_library_are_an_empty_picture(engine: Engine) -> None:
    assert len(chart_axes(engine, Axis("", "red"), Axis("", "green")).items) == 0


def test_an_axis_needs_words(filled_engine: Engine) -> None:
    with pytest.raises(ValueError, match="words"):
        chart_axes(filled_engine, Axis("blue", " "), Axis("", "green"))


def test_axes_can_be_stopped(filled_engine: Engine) -> None:
    job = JobContext()
    job.stop()
    with pytest.raises(JobCancelled):
        chart_axes(filled_engine, Axis("", "red"), Axis("", "green"), job.check)


def test_one_of_each_is_of_the_selection_alone(filled_engine: Engine) -> None:
    pictures = [item.id for item in browse(filled_engine, Filters()) if item.name.endswith(".png")]
    assert set(one_of_each(filled_engine, pictures, 20)) == set(pictures)
    assert len(one_of_each(filled_engine, pictures, 2)) == 2
    assert len(one_of_each(filled_engine, count=3)) == 3
    assert one_of_each(filled_engine, [], 3) == ()


def test_what_one_may_also_want_is_none_of_the_picks(filled_engine: Engine) -> None:
    known = names(filled_engine)
    red = next(item for item, name in known.items() if name == "red.png")
    found = also_wanted(filled_engine, [red], 5)
    assert 0 < len(found) <= 5
    assert red not in found
    assert also_wanted(filled_engine, [999_999], 5) == ()
