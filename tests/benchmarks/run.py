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

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "desktop"), str(HERE)]

from table import HEAD, Row

MODULES = {"search": "bench_search"}
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


def plot(rows: list[Row], file: Path) -> None:
    """Draw cost against size, one line a method, where matplotlib is installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        return
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 6))
    for name in dict.fromkeys(row.name for row in rows if row.size and row.ratio):
        own = sorted((row.size, row.ratio) for row in rows if row.name == name and row.ratio)
        if len(own) > 1:
            axes.plot(*zip(*own, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="vectors", ylabel="time against NumPy float32, same run")
    axes.axhline(1.0, color="grey", linewidth=0.5)
    if axes.lines[:-1]:
        axes.legend(fontsize=7)
    file.parent.mkdir(exist_ok=True)
    figure.tight_layout()
    figure.savefig(file, dpi=110)
    print(f"\nplot: {file.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
