"""Where cards, heads and dividers stand in the grid: arithmetic on blocks, never a walk over all cards."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect

from orrery.viewmodels.arrangement import Arrangement, Head

GAP = 8
"""Pixels between cards, and between lanes."""

PICTURE_RATIO = 0.74
NAME_HEIGHT = 28
DIVIDER_HEIGHT = 44
HEAD_HEIGHT = 36

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Runs of rows that are alike: a run of cards, or a single head or divider.

    Attributes:
        first: (b,) first row of each.
        count: (b,) rows of each.
        height: (b,) of a head or divider; 0 for cards.
        lane: (b,) number of the lane, ascending.
    """

    first: Whole
    count: Whole
    height: Whole
    lane: Whole

    @classmethod
    def of(cls, arrangement: Arrangement) -> "Blocks":
        """The blocks of an arrangement."""
        rows = arrangement.rows
        bars = np.flatnonzero(rows < 0)
        starts = np.union1d(np.concatenate([[0], bars, bars + 1]), np.array(arrangement.lanes, np.int64))
        first = starts[starts < len(rows)].astype(np.int64)
        count = np.diff(np.append(first, len(rows)))
        height = np.zeros(len(first), np.int64)
        is_bar = rows[first] < 0 if len(first) else np.zeros(0, np.bool_)
        heights = [HEAD_HEIGHT if isinstance(bar, Head) else DIVIDER_HEIGHT for bar in arrangement.bars]
        if heights:
            height[is_bar] = np.array(heights)[-1 - rows[first[is_bar]]]
        return cls(first, count, height, np.searchsorted(np.array(arrangement.lanes), first, side="right") - 1)

    @property
    def lanes(self) -> int:
        """How many lanes there are, at least one."""
        return int(self.lane[-1]) + 1 if len(self.lane) else 1


class CardGeometry:
    """Blocks laid out for a width; every question is answered by a binary search and arithmetic.

    Args:
        blocks: what is laid out.
        width: of the whole grid, pixels.
        card_width: least width of a card, pixels.
    """

    def __init__(self, blocks: Blocks, width: int, card_width: int) -> None:
        self._blocks = blocks
        self.lane_width = max(card_width + GAP, width // blocks.lanes)
        self.columns = max(1, self.lane_width // (card_width + GAP))
        self.cell_width = self.lane_width // self.columns
        self.cell_height = round((self.cell_width - GAP) * PICTURE_RATIO) + NAME_HEIGHT + GAP
        lines = -(-blocks.count // self.columns)
        heights = np.where(blocks.height > 0, blocks.height, lines * self.cell_height)
        ends = np.cumsum(heights)
        tops = ends - heights
        self._lane_starts = np.searchsorted(blocks.lane, np.arange(blocks.lanes))
        self._tops = tops - tops[self._lane_starts][blocks.lane] if len(tops) else tops
        self._ends = self._tops + heights
        self.height = int(self._ends.max()) if len(tops) else 0
        self.width = self.lane_width * blocks.lanes

    def rect(self, row: int) -> QRect:
        """Where a row stands, with the gap to its right and below."""
        at, left = self._block(row)
        if self._blocks.height[at]:
            return QRect(left, int(self._tops[at]), self.lane_width, int(self._blocks.height[at]))
        line, column = divmod(row - int(self._blocks.first[at]), self.columns)
        top = int(self._tops[at]) + line * self.cell_height
        return QRect(left + column * self.cell_width, top, self.cell_width, self.cell_height)

    def row_at(self, place: QPoint) -> int:
        """The row that covers a place; -1 where nothing stands."""
        lane = place.x() // self.lane_width
        if not 0 <= lane < self._blocks.lanes or place.x() < 0 or not 0 <= place.y() < self.height:
            return -1
        at = self._block_at(lane, place.y())
        if at < 0:
            return -1
        if self._blocks.height[at]:
            return int(self._blocks.first[at])
        column = (place.x() - lane * self.lane_width) // self.cell_width
        line = (place.y() - int(self._tops[at])) // self.cell_height
        nth = line * self.columns + column
        return int(self._blocks.first[at]) + nth if column < self.columns and nth < self._blocks.count[at] else -1

    def rows_between(self, top: int, bottom: int) -> list[int]:
        """Rows of which some part lies between two heights, lane after lane."""
        rows: list[int] = []
        for lane in range(self._blocks.lanes):
            start, stop = self._lane(lane)
            first = start + int(np.searchsorted(self._ends[start:stop], top, side="right"))
            for at in range(first, stop):
                if self._tops[at] > bottom:
                    break
                rows += self._rows_of_block(at, top, bottom)
        return rows

    def rows_in(self, area: QRect) -> list[int]:
        """Rows whose cards touch an area, such as a rubber band."""
        return [row for row in self.rows_between(area.top(), area.bottom()) if self.rect(row).intersects(area)]

    def moved(self, row: int, lines: int) -> int:
        """The card that many lines below (or above) a card, in the nearest column; the last one where there is none."""
        step = 1 if lines > 0 else -1
        for _ in range(abs(lines)):
            following = self._line_beside(row, step)
            if following < 0:
                return row
            row = following
        return row

    def beside(self, row: int, step: int) -> int:
        """The card to the right (1) or left (-1): the next one, or at the edge of a lane the one in the next lane."""
        at, _ = self._block(row)
        column = (row - int(self._blocks.first[at])) % self.columns
        if self._blocks.lanes > 1 and (column == self.columns - 1 if step > 0 else column == 0):
            return self._across(row, int(self._blocks.lane[at]) + step)
        return self._next_card(row, step)

    def beside_bars(self, row: int, step: int) -> int:
        """This row where it is a card, else the next card in a direction; -1 where there is none."""
        return self._next_card(row - step, step)

    # ---- inside

    def _block(self, row: int) -> tuple[int, int]:
        at = int(np.searchsorted(self._blocks.first, row, side="right")) - 1
        return at, int(self._blocks.lane[at]) * self.lane_width

    def _lane(self, lane: int) -> tuple[int, int]:
        start = int(self._lane_starts[lane])
        stop = int(self._lane_starts[lane + 1]) if lane + 1 < self._blocks.lanes else len(self._tops)
        return start, stop

    def _block_at(self, lane: int, y: int) -> int:
        start, stop = self._lane(lane)
        at = start + int(np.searchsorted(self._ends[start:stop], y, side="right"))
        return at if at < stop else -1

    def _rows_of_block(self, at: int, top: int, bottom: int) -> range:
        first, count = int(self._blocks.first[at]), int(self._blocks.count[at])
        if self._blocks.height[at]:
            return range(first, first + 1)
        lines = max(0, (top - int(self._tops[at])) // self.cell_height)
        last = (bottom - int(self._tops[at])) // self.cell_height
        return range(first + lines * self.columns, first + min(count, (last + 1) * self.columns))

    def _line_beside(self, row: int, step: int) -> int:
        """The card in the line below or above; bars are stepped over; -1 at the end of the lane."""
        at, _ = self._block(row)
        nth, count = row - int(self._blocks.first[at]), int(self._blocks.count[at])
        column = nth % self.columns
        if 0 <= nth + step * self.columns < count:
            return row + step * self.columns
        if step > 0 and nth // self.columns < (count - 1) // self.columns:
            return row - nth + count - 1  # the last line is shorter
        lane, at = self._blocks.lane[at], at + step
        while 0 <= at < len(self._tops) and self._blocks.lane[at] == lane:
            if not self._blocks.height[at]:
                size = int(self._blocks.count[at])
                line = 0 if step > 0 else (size - 1) // self.columns
                return int(self._blocks.first[at]) + min(size - 1, line * self.columns + column)
            at += step
        return -1

    def _next_card(self, row: int, step: int) -> int:
        row += step
        last = int(self._blocks.first[-1] + self._blocks.count[-1]) - 1
        while 0 <= row <= last:
            at, _ = self._block(row)
            if not self._blocks.height[at]:
                return row
            row += step
        return -1

    def _across(self, row: int, lane: int) -> int:
        if not 0 <= lane < self._blocks.lanes:
            return -1
        middle = self.rect(row).center().y()
        start, stop = self._lane(lane)
        cards = [at for at in range(start, stop) if not self._blocks.height[at]]
        if not cards:
            return -1
        at = min(cards, key=lambda at: max(int(self._tops[at]) - middle, middle - int(self._ends[at]), 0))
        line = max(0, min(middle, int(self._ends[at]) - 1) - int(self._tops[at])) // self.cell_height
        column = 0 if lane * self.lane_width > self.rect(row).left() else self.columns - 1
        return int(self._blocks.first[at]) + min(int(self._blocks.count[at]) - 1, line * self.columns + column)
