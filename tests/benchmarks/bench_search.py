# ruff: noqa: T201 -- a benchmark prints
"""How long one query takes, against a plain NumPy float32 scan of the same vectors in the same run.

python tests/benchmarks/bench_search.py [parts …]
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

import numpy as np

from orrery.domain.calibration import Background, Platt
from orrery.domain.modality import Kind, Role
from orrery.search.candidates import Candidates, Scan
from orrery.search.ranking import Calibration, QueryTerm, rank

DIM, COUNT, ROUNDS = 384, 50, 15


def clustered(count: int, seed: int = 0) -> np.ndarray:
    """Unit vectors that lie in groups, as those of real libraries do."""
    rng = np.random.default_rng(seed)
    middles = rng.normal(size=(200, DIM)).astype(np.float32)
    vectors = middles[rng.integers(0, 200, count)] + 0.8 * rng.standard_normal((count, DIM), np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def median_ms(work: Callable[[int], object]) -> float:
    """Middle time of several calls; the first one is not counted."""
    times = []
    for number in range(ROUNDS + 1):
        started = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - started) * 1000)
    return float(np.median(times[1:]))


def bench(parts: int) -> None:
    """Print times and ratios for one size of library."""
    stored, queries = clustered(parts), clustered(ROUNDS + 1, seed=1)
    mean = stored[:1000].mean(axis=0)
    pairs = [(role, kind) for role in Role for kind in Kind]
    calibration = Calibration(
        dict.fromkeys(Role, mean),
        dict.fromkeys(pairs, Background(0.0, 0.05)),
        dict.fromkeys(pairs, Platt(1.0, -4.0)),
    )
    ids = np.arange(parts)

    def plain(number: int) -> object:
        return np.argpartition(stored @ queries[number], parts - COUNT)[parts - COUNT :]

    baseline = median_ms(plain)
    print(f"{parts} parts x {DIM}: NumPy float32 scan + argpartition {baseline:.1f} ms")
    cases = {
        "pictures, one part each": (Kind.IMAGE, ids, 1),
        "pictures, three terms": (Kind.IMAGE, ids, 3),
        "texts, ten parts each": (Kind.TEXT, ids // 10, 1),
    }
    for name, (kind, contents, terms) in cases.items():
        space = {kind: Candidates.of(kind, stored, ids, contents, mean)}

        def ask(number: int, space: dict[Kind, Candidates] = space, terms: int = terms) -> object:
            own = [
                QueryTerm(queries[number - place], Role.QUERY, 1.0 - place / 2) for place in range(terms) if place != 2
            ]
            return rank(own, space, calibration, COUNT)

        took = median_ms(ask)
        print(f"  {name}: {took:.1f} ms, ratio {took / baseline:.2f}")
    tight = Scan.of(stored.astype(np.float16), mean, unpacked_bytes=0)
    took = median_ms(lambda number: tight.dot(queries[number]))
    print(f"  float16 kept, converted while scanning: {took:.1f} ms, ratio {took / baseline:.2f}")


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [10_000, 100_000]:
        bench(size)
