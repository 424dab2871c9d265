# ruff: noqa: T201 -- a benchmark prints
"""How long a map takes, and how well it keeps neighbours: trustworthiness@15 (Venna and Kaski 2001).

python tests/benchmarks/bench_mapping.py [items …]
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

import numpy as np

from orrery.domain.arrays import Points, Vectors
from orrery.mapping.centring import unit
from orrery.mapping.clusters import cluster
from orrery.mapping.projection import project

DIM, NEAR, JUDGED = 384, 15, 1_000


def library(count: int, seed: int = 0) -> Vectors:
    """Unit vectors in 60 groups of different sizes within 12 subjects, with 40 directions of variation in each."""
    rng = np.random.default_rng(seed)
    subjects = rng.normal(size=(12, DIM)).astype(np.float32)
    groups = subjects[rng.integers(0, 12, 60)] + 0.7 * rng.normal(size=(60, DIM)).astype(np.float32)
    inner = rng.normal(size=(40, DIM)).astype(np.float32) / np.sqrt(40)
    chosen = np.minimum(rng.geometric(0.05, count) - 1, 59)
    return unit(groups[chosen] + 0.9 * rng.standard_normal((count, 40), np.float32) @ inner)


def trustworthiness(vectors: Vectors, points: Points, seed: int = 0) -> float:
    """1 less the penalty for map neighbours that are none in the space, judged on at most 1,000 items."""
    rows = np.random.default_rng(seed).permutation(len(vectors))[:JUDGED]
    penalty = 0.0
    for row in rows:
        distances = 1 - vectors @ vectors[row]
        distances[row] = -1
        ranks = np.empty(len(vectors), np.int64)
        ranks[np.argsort(distances, kind="stable")] = np.arange(len(vectors))
        apart = ((points - points[row]) ** 2).sum(axis=1)
        apart[row] = np.inf
        penalty += np.maximum(ranks[np.argpartition(apart, NEAR)[:NEAR]] - NEAR, 0).sum()
    count = len(vectors)
    return 1 - 2 / (len(rows) * NEAR * (2 * count - 3 * NEAR - 1)) * penalty


def bench(count: int) -> None:
    """Print times and quality for one size of library."""
    vectors = library(count)
    pictures: list[tuple[float, Points]] = []
    import openTSNE  # noqa: F401 -- its import (0.8 s, quiet) is no step that a check could interrupt

    gaps, last = [0.0], time.perf_counter()

    def check() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    started = last = time.perf_counter()
    points = project(
        vectors, on_progress=lambda picture: pictures.append((time.perf_counter() - started, picture)), check=check
    )
    took = time.perf_counter() - started
    print(f"{count} items, {len(pictures)} pictures, between checks at most {max(gaps):.2f} s")
    print(f"  first picture {pictures[0][0]:.2f} s, trustworthiness {trustworthiness(vectors, pictures[0][1]):.3f}")
    print(f"  settled {took:.1f} s, trustworthiness {trustworthiness(vectors, points):.3f}")
    started = time.perf_counter()
    labels = cluster(vectors)
    took = time.perf_counter() - started
    print(f"  {labels.max() + 1} clusters in {took:.1f} s, {(labels < 0).mean():.0%} of the items in none")


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [1_000, 20_000]:
        bench(size)
