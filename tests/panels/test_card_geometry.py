import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from orrery.panels.card_geometry import Blocks, CardGeometry
from orrery.viewmodels.arrangement import Arrangement, Divider, Head

HEAD, DIVIDER = Head("a", 1), Divider()


def made(lanes, width=400, card_width=118):
    """Lanes written as lists of numbers of cards and bars: [3, DIVIDER, 2] is three cards, the divider, two more."""
    rows, bars, starts, cards = [], [], [], 0
    for lane in lanes:
        starts.append(len(rows))
        for piece in lane:
            if isinstance(piece, int):
                rows += range(cards, cards + piece)
                cards += piece
            else:
                bars.append(piece)
                rows.append(-len(bars))
    arrangement = Arrangement(np.array(rows, np.int64), tuple(bars), tuple(starts) or (0,))
    return CardGeometry(Blocks.of(arrangement), width, card_width), len(rows)


def test_nothing_takes_no_room() -> None:
    geometry, _ = made([])
    assert geometry.height == 0
    assert geometry.row_at(QPoint(5, 5)) == -1
    assert geometry.rows_between(0, 1000) == []


def test_one_card_stands_at_the_upper_left() -> None:
    geometry, _ = made([[1]])
    assert geometry.rect(0).topLeft() == QPoint(0, 0)
    assert geometry.row_at(QPoint(5, 5)) == 0
    assert geometry.row_at(QPoint(200, 5)) == -1


def test_a_divider_reaches_across_and_starts_a_new_line() -> None:
    geometry, _ = made([[4, DIVIDER, 2]])
    rects = [geometry.rect(row) for row in range(7)]
    assert rects[4].width() == geometry.lane_width
    assert rects[4].top() == rects[3].bottom() + 1
    assert rects[5].top() == rects[4].bottom() + 1
    assert rects[5].left() == 0


PIECES = st.lists(st.one_of(st.integers(1, 9), st.just(HEAD), st.just(DIVIDER)), min_size=1, max_size=6)
GRIDS = st.tuples(st.lists(PIECES, min_size=1, max_size=3), st.integers(130, 900), st.integers(84, 200))


@given(GRIDS)
def test_rows_never_overlap_and_each_is_found_where_it_stands(grid) -> None:
    geometry, count = made(*grid)
    rects = [geometry.rect(row) for row in range(count)]
    for row, rect in enumerate(rects):
        assert geometry.row_at(rect.center()) == row
        assert geometry.row_at(rect.topLeft()) == row
        assert rect.bottom() < geometry.height
        assert not any(rect.intersects(other) for other in rects[row + 1 :])


@given(GRIDS, st.integers(-50, 2000), st.integers(0, 400))
def test_rows_between_two_heights_are_those_that_touch(grid, top, high) -> None:
    geometry, count = made(*grid)
    band = QRect(0, top, geometry.width, high + 1)
    touching = [row for row in range(count) if geometry.rect(row).intersects(band)]
    assert sorted(geometry.rows_between(top, top + high)) == touching
    assert sorted(geometry.rows_in(band)) == touching


@given(GRIDS, st.data())
def test_arrows_lead_from_card_to_card_and_never_onto_a_bar(grid, data) -> None:
    geometry, count = made(*grid)
    cards = [row for row in range(count) if geometry.rect(row).width() < geometry.lane_width or _is_card(grid, row)]
    if not cards:
        return
    row = data.draw(st.sampled_from(cards))
    for reached in (
        geometry.moved(row, 1),
        geometry.moved(row, -1),
        geometry.moved(row, 5),
        geometry.beside(row, 1),
        geometry.beside(row, -1),
    ):
        assert reached == -1 or _is_card(grid, reached)
    assert geometry.rect(geometry.moved(row, 1)).top() >= geometry.rect(row).top()
    assert geometry.rect(geometry.moved(row, -1)).top() <= geometry.rect(row).top()


def _is_card(grid, row) -> bool:
    flat = [is_card for lane in grid[0] for piece in lane for is_card in _expanded(piece)]
    return flat[row]


def _expanded(piece) -> list[bool]:
    return [True] * piece if isinstance(piece, int) else [False]


@pytest.mark.parametrize(("row", "down"), [(0, 3), (1, 4), (2, 4), (3, 6), (4, 7)])
def test_down_keeps_the_column_and_steps_over_the_divider(row, down) -> None:
    geometry, _ = made([[5, DIVIDER, 3]])  # rows 0-4, the divider at 5, rows 6-8
    assert geometry.moved(row, 1) == down


def test_at_the_edge_of_a_lane_the_arrow_goes_to_the_next_lane_at_the_same_height() -> None:
    geometry, _ = made([[HEAD, 3], [HEAD, 3]], width=300)
    assert geometry.beside(2, 1) == 6
    assert geometry.beside(6, -1) == 2
    assert geometry.beside(2, -1) == -1
