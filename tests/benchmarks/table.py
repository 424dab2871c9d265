"""Rows of the one table that `make bench` prints.

A benchmark module gives rows: a function `rows(sizes, long)` that yields `Row`s, listed in `run.py`. It still prints
for itself when it is run alone.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Row:
    """One line.

    Attributes:
        area: what it belongs to, such as "search".
        name: what was measured.
        size: of the library, 0 where it has none.
        ratio: to the yardstick of the same run; smaller is better. None where only the quality counts.
        must: the largest ratio allowed; None where nothing is asked.
        quality: recall, trustworthiness …; larger is better. None where there is none.
        quality_must: the smallest quality allowed.
        note: anything else, such as the time itself.
        curve: the line of the plot to which this belongs; "" where it is no cost that grows with the size.
        cost: what is drawn, where it is not the ratio.
    """

    area: str
    name: str
    size: int
    ratio: float | None
    must: float | None = None
    quality: float | None = None
    quality_must: float | None = None
    note: str = ""
    curve: str = ""
    cost: float | None = None

    @property
    def is_missed(self) -> bool:
        too_slow = self.must is not None and self.ratio is not None and self.ratio > self.must
        too_bad = self.quality_must is not None and self.quality is not None and self.quality < self.quality_must
        return too_slow or too_bad

    def __str__(self) -> str:
        cells = [
            f"{self.area:8}",
            f"{self.size:>9,}" if self.size else " " * 9,
            f"{self.name:52}",
            " " * 7 if self.ratio is None else f"{self.ratio:7.3f}",
            " " * 7 if self.must is None else f"<= {self.must:4.2f}",
            " " * 7 if self.quality is None else f"{self.quality:7.4f}",
            " " * 8 if self.quality_must is None else f">= {self.quality_must:5.3f}",
            "MISSED" if self.is_missed else "ok" if self.must is not None or self.quality_must is not None else "",
            self.note,
        ]
        return "  ".join(cells).rstrip()


HEAD = "area          size  what" + " " * 52 + "ratio  must     quality  must"


def in_turn(calls: Sequence[Callable[[int], object]], rounds: int = 13) -> list[float]:
    """Seconds of several calls: five in a row of each, in turn, so that what else runs slows all alike.

    The first of a row does not count (OpenBLAS's threads wait in a loop for a while after a product, and would be
    counted against whoever comes next); of the others the mean of the faster half does.
    """
    times: list[list[float]] = [[] for _ in calls]
    for start in range(0, rounds, 4):
        for own, call in zip(times, calls, strict=True):
            time.sleep(0.05)
            call(start)
            for number in range(start, start + 4):
                started = time.perf_counter()
                call(number)
                own.append(time.perf_counter() - started)
    return [float(np.mean(sorted(own)[: (len(own) + 1) // 2])) for own in times]
