# ruff: noqa: T201 -- a benchmark prints
"""All benchmarks in one table; exit 1 when a must is missed.

python tests/benchmarks/run.py [--only search] [--sizes 10000 100000 1000000]

LONG=1 in the environment also builds what takes minutes, such as HNSW over a million vectors.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "desktop"), str(HERE)]

from table import HEAD, Row

MODULES = {"search": "bench_search", "map": "bench_mapping"}
"""Area → module with a function rows(sizes, long)."""
SIZES = (10_000, 100_000, 1_000_000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=list(MODULES), default=list(MODULES))
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    given = parser.parse_args()
    found: list[Row] = []
    print(HEAD, flush=True)
    for area in given.only:
        module = importlib.import_module(MODULES[area])
        for row in module.rows(tuple(given.sizes), bool(os.environ.get("LONG"))):
            found.append(row)
            print(row, flush=True)
    plot(found, ROOT / "build" / "bench.png")
    missed = [row for row in found if row.is_missed]
    print(f"\n{len(missed)} missed." if missed else "\nAll musts are kept.")
    return 1 if missed else 0


OURS = "#0b5fa5", "#3f8fd2", "#7db7e8", "#12375c"
OTHERS = "#b3532a", "#7a6f3a", "#8b5a8c", "#5f8f4e", "#a23b53", "#4f7f86", "#9a8a6a", "#555555"
YARDSTICK = "NumPy float32"


def plot(rows: list[Row], file: Path) -> None:
    """Draw cost against size, one line a method named at its end, a panel an area, where matplotlib is installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        return
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    areas = {area: drawn for area in ("search", "map") if (drawn := [r for r in rows if r.area == area and r.curve])}
    if not areas:
        return
    figure, panels = plt.subplots(1, len(areas), figsize=(7.5 * len(areas), 6), squeeze=False)
    for axes, (area, drawn) in zip(panels[0], areas.items(), strict=True):
        is_search = area == "search"
        draw(axes, drawn)
        axes.set_title("One search, against NumPy float32 in the same run" if is_search else "A map, processor time")
        axes.set(xlabel="vectors", ylabel="times NumPy's" if is_search else "seconds")
    file.parent.mkdir(exist_ok=True)
    figure.tight_layout()
    figure.savefig(file, dpi=110)
    print(f"\nplot: {file.relative_to(ROOT)}")


def draw(axes: "Axes", rows: list[Row]) -> None:
    """One panel: ours in blue and thick, the yardstick grey, names beside the lines in their colours."""
    curves: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        cost = row.ratio if row.cost is None else row.cost
        if cost is not None:
            curves.setdefault(row.curve, []).append((row.size, cost))
    ours, others = iter(OURS * 3), iter(OTHERS * 3)
    ends = []
    for name, points in curves.items():
        is_ours = name.startswith("Orrery")
        colour = "#888888" if name == YARDSTICK else next(ours) if is_ours else next(others)
        points.sort()
        axes.plot(*zip(*points, strict=True), marker="o", color=colour, linewidth=2.4 if is_ours else 1.2, markersize=4)
        ends.append((*points[-1], name, colour))
    axes.set(xscale="log", yscale="log")
    low, high = axes.get_ylim()
    right = max(x for x, *_ in ends)
    gap, last = (high / low) ** (1 / 26), 0.0
    for x, y, name, colour in sorted(ends, key=lambda end: end[1]):
        last = max(y, last * gap)  # names that would lie on one another move up
        axes.annotate(
            name,
            (x, y),
            (right * 1.25, last),
            color=colour,
            fontsize=8,
            va="center",
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.5, "alpha": 0.6, "relpos": (0, 0.5)},
            annotation_clip=False,
        )
    sizes = sorted({row.size for row in rows})
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes], minor=False)
    axes.set_xticks([], minor=True)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter("")
    axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


if __name__ == "__main__":
    sys.exit(main())
