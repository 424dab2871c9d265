# ruff: noqa: T201 -- a benchmark prints
"""How long maps take and how good they are, ours beside others in the same run: trustworthiness@15 (Venna and Kaski).

python tests/benchmarks/run.py --only map                    the table, beside umap-learn where it is installed
python tests/benchmarks/bench_mapping.py [items …]            ours alone, and more figures, 20,000 items by default
python tests/benchmarks/bench_mapping.py --against [items …]  beside umap-learn (group `compare` of pyproject.toml)
python tests/benchmarks/bench_mapping.py --pictures [items …] draws maps into build/maps, 10,000 and 100,000 by default
python tests/benchmarks/bench_mapping.py --clusters LIBRARY   groups of labelled files in a library, against k-means …

LONG=1 adds 100,000 and 1,000,000 items. Ends with 1 when a must is missed.
"""

import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1] / "desktop"), str(HERE)]

import numpy as np
from table import Row

from orrery.domain.arrays import Points, Vectors
from orrery.mapping.axes import along
from orrery.mapping.centring import unit
from orrery.mapping.clusters import MIDDLE, cluster
from orrery.mapping.pca import principal
from orrery.mapping.place import place
from orrery.mapping.projection import project

DIM, NEAR, JUDGED = 512, 15, 500


AGAINST = {20_000: ("umap-learn", 0.35), 100_000: ("PCA-50, neighbours, UMAP", 0.80)}
"""What a map of so many items is held against, and the share of its time that ours may take."""
LEAST_TRUST, LESS_THAN_UMAP = 0.95, 0.01


def rows(sizes: Sequence[int], long: bool) -> Iterator[Row]:
    """The lines of the one table: 20,000 items, 100,000 where that is a size, a million with LONG=1."""
    project(library(600))  # imports what it needs; umap-learn is started once before it is measured, too
    for count in (20_000, 100_000, 1_000_000):
        if count > max(sizes) or (count == 1_000_000 and not long):
            continue
        vectors = library(count)
        (first, *others), points, (clock, processor) = settled(count, vectors)
        yield first
        yield from beside_umap(count, vectors, points, (clock, processor))
        yield others[-1]
        yield from grown(count, vectors) if count <= 100_000 else ()


def library(count: int, seed: int = 0) -> Vectors:
    """Unit vectors in 60 groups of different sizes within 12 subjects, with 40 directions of variation in each."""
    rng = np.random.default_rng(seed)
    subjects = rng.normal(size=(12, DIM)).astype(np.float32)
    groups = subjects[rng.integers(0, 12, 60)] + 0.7 * rng.normal(size=(60, DIM)).astype(np.float32)
    inner = rng.normal(size=(40, DIM)).astype(np.float32) / np.sqrt(40)
    chosen = np.minimum(rng.geometric(0.05, count) - 1, 59)
    vectors = np.empty((count, DIM), np.float32)
    for start in range(0, count, 50_000):
        own = chosen[start : start + 50_000]
        vectors[start : start + 50_000] = unit(
            groups[own] + 0.9 * rng.standard_normal((len(own), 40), np.float32) @ inner
        )
    return vectors


def trustworthiness(vectors: Vectors, points: Points, seed: int = 0) -> float:
    """1 less the penalty for map neighbours that are none in the space, judged on at most 500 items."""
    count = len(vectors)
    rows = np.random.default_rng(seed).permutation(count)[:JUDGED]
    penalty = 0.0
    for row in rows:
        cosines = vectors @ vectors[row]
        cosines[row] = np.inf
        apart = ((points - points[row]) ** 2).sum(axis=1)
        apart[row] = np.inf
        found = cosines[np.argpartition(apart, NEAR)[:NEAR]]
        ranks = len(cosines) - np.searchsorted(np.sort(cosines), found, side="right")
        penalty += float(np.maximum(ranks - NEAR, 0).sum())
    return 1 - 2 / (len(rows) * NEAR * (2 * count - 3 * NEAR - 1)) * penalty


def shift(before: Points, after: Points) -> tuple[float, float]:
    """Median and 95th percentile of how far points went, in shares of the map's diagonal, after Procrustes."""
    one, two = after - after.mean(axis=0), before - before.mean(axis=0)
    turn, sizes, back = np.linalg.svd(one.T @ two)
    moved = sizes.sum() / (one**2).sum() * one @ turn @ back
    apart = np.linalg.norm(moved - two, axis=1) / np.linalg.norm(np.ptp(two, axis=0))
    return float(np.median(apart)), float(np.percentile(apart, 95))


def timed(work: Callable[[], object]) -> tuple[float, float, object]:
    """Seconds by the clock and of processor time, and the result."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return time.perf_counter() - clock, time.process_time() - processor, found


def settled(count: int, vectors: Vectors) -> tuple[list[Row], Points, tuple[float, float]]:
    pictures: list[tuple[float, Points]] = []
    gaps = [0.0]
    started = last = time.perf_counter()

    def check() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    clock, processor, found = timed(
        lambda: project(vectors, 20, lambda picture: pictures.append((time.perf_counter() - started, picture)), check)
    )
    points = np.asarray(found)
    first = pictures[0][0]
    return (
        [
            Row("map", "first picture, seconds", count, first, 2.0, note=f"{first:.2f} s"),
            Row("map", "longest time between two checks, seconds", count, max(gaps), note=f"{len(pictures)} pictures"),
        ],
        points,
        (clock, processor),
    )


def grown(count: int, vectors: Vectors) -> list[Row]:
    """What 1 % more items do to a map, and how long a few new ones take."""
    new = np.sort(np.random.default_rng(5).choice(count, count // 100, replace=False))
    old = np.setdiff1d(np.arange(count), new)
    before = project(vectors[old], 20)
    known = np.full((count, 2), np.nan, np.float32)
    known[old] = before
    clock, _, found = timed(lambda: project(vectors, 20, known=known))
    after = np.asarray(found)
    middle, far = shift(before, after[old])
    directions = principal(vectors, 128)
    placed = timed(lambda: place(directions[new[:10]], directions[old], before))[0] / 10
    took = f"{clock:.1f} s"
    return [
        Row("map", "1 % more: median shift, of the diagonal", count, middle, 0.02, note=took),
        Row("map", "1 % more: 95th percentile, of the diagonal", count, far, 0.10, trustworthiness(vectors, after)),
        Row("map", "one new item placed, seconds", count, placed, note=f"{placed * 1000:.1f} ms"),
    ]


def beside_umap(count: int, vectors: Vectors, points: Points, took: tuple[float, float]) -> Iterator[Row]:
    """Ours and umap-learn's, as it is and on 50 principal components; ours alone where it is not installed.

    Both are told in processor time: ours uses every core, umap-learn with a seed uses one.
    """
    clock, processor = took
    quality, note = trustworthiness(vectors, points), f"{clock:.1f} s, {processor:.1f} s of the processor"
    name, share = AGAINST.get(count, ("", None))
    theirs = dict(_umaps(count, vectors)) if count <= max(AGAINST) else {}
    least = LEAST_TRUST if count >= 100_000 else None
    if name not in theirs:
        least = least if count <= 100_000 else None
        yield Row("map", "Orrery", count, None, None, quality, least, note, "Orrery", processor)
    for other, (seconds, trust) in theirs.items():
        least_here = max(least or 0.0, trust - LESS_THAN_UMAP) if count < 100_000 else least
        must = share if other == name else None
        yield Row("map", other, count, 1.0, None, trust, None, f"{seconds:.1f} s of the processor", other, seconds)
        what = f"Orrery, of the time of {other}"
        curve = "Orrery" if must else ""
        ratio = processor / seconds
        yield Row("map", what, count, ratio, must, quality, least_here if must else None, note, curve, processor)


def _umaps(count: int, vectors: Vectors) -> Iterator[tuple[str, tuple[float, float]]]:
    """Seconds of the processor, and trustworthiness, of umap-learn; nothing where it is not installed."""
    warnings.filterwarnings("ignore")
    try:
        import umap
    except ImportError:
        print("(umap-learn is not installed: maps are held against nothing)")
        return
    umap.UMAP(random_state=0).fit_transform(vectors[:600])  # numba compiles once
    umap.UMAP(random_state=0).fit_transform(vectors[:5_000])
    ways = {"umap-learn": lambda: vectors, "PCA-50, neighbours, UMAP": lambda: principal(vectors, 50)}
    for name, seen in ways.items():
        if name == "umap-learn" and count > 20_000:
            continue
        _, processor, found = timed(lambda seen=seen: umap.UMAP(random_state=0).fit_transform(seen()))
        yield name, (processor, trustworthiness(vectors, np.asarray(found, np.float32)))


def grouped(count: int, vectors: Vectors) -> list[Row]:
    clock, _, found = timed(lambda: cluster(vectors))
    labels = found.at(MIDDLE)  # type: ignore[attr-defined]
    told = f"{clock:.1f} s: {len(np.unique(labels[labels >= 0]))}, {np.mean(labels < 0):.1%} in none"
    axis = timed(lambda: along(vectors, np.zeros(count, int), vectors[0], vectors[1]))[0]
    return [
        Row("map", "clusters", count, None, note=told),
        Row("map", "a named axis", count, None, note=f"{axis * 1000:.0f} ms"),
    ]


def draw(count: int, vectors: Vectors, points: Points) -> Path:
    """The map as a PNG, coloured by cluster."""
    from PIL import Image

    folder = Path(__file__).parents[2] / "build" / "maps"
    folder.mkdir(parents=True, exist_ok=True)
    labels = cluster(vectors).at(MIDDLE)
    wheel = np.linspace(0, 2 * np.pi, 30, endpoint=False)[np.random.default_rng(3).permutation(30)]
    colours = np.stack([128 + 100 * np.cos(wheel + turn) for turn in (0, 2.1, 4.2)], axis=1).astype(np.uint8)
    colours = np.vstack([colours, [[90, 90, 90]]])
    picture = np.full((1200, 1200, 3), 18, np.uint8)
    at = np.clip(((points * [1, -1] + 1) / 2 * 1199).astype(int), 0, 1199)
    reach = 1 if count <= 20_000 else 0
    for across in range(-reach, reach + 1):
        for up in range(-reach, reach + 1):
            x, y = np.clip(at[:, 0] + across, 0, 1199), np.clip(at[:, 1] + up, 0, 1199)
            picture[y, x] = colours[np.where(labels < 0, 30, labels % 30)]
    file = folder / f"map-{count}.png"
    Image.fromarray(picture).save(file)
    return file


def show(found: Iterable[Row]) -> bool:
    """Print lines; False when a must is missed."""
    holds = True
    for row in found:
        print(row, flush=True)
        holds &= not row.is_missed
    return holds


def bench_clusters(path: Path) -> None:
    """Groups of labelled files, by what stands in their paths, against other methods at their own best or the true k.

    The library holds files of the data folder: sounds of audio.csv, photos of flickr8k with captions that agree.
    """
    from labelled_library import labelled
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    print(f"{'':10} {'method':26} groups  in none    ARI    NMI")
    for name, vectors, kinds, truth in labelled(path):
        count = len(set(truth))
        found = cluster(vectors, groups=kinds)
        space = unit(principal(vectors, 30))
        methods = {f"ours, level {level}": found.at(level) for level in (0, 1, 2)}
        methods["k-means, true number"] = KMeans(count, n_init=4, random_state=0).fit_predict(space)
        try:
            from hdbscan import HDBSCAN
            from sknetwork.clustering import Leiden
        except ImportError:
            print("(without HDBSCAN and Leiden, which are not installed)")
        else:
            from scipy.sparse import csr_array

            from orrery.mapping.cells import Seeker

            near, cosines = Seeker(vectors).near_others(vectors, np.arange(len(vectors)), 15)
            starts = np.arange(0, 15 * len(vectors) + 1, 15)
            graph = csr_array((np.maximum(cosines, 0.01).ravel(), near.ravel(), starts), shape=(len(vectors),) * 2)
            size = max(len(vectors) // 100, 8)
            methods["Leiden on 15 neighbours"] = Leiden(random_state=0).fit_predict(graph + graph.T)
            methods["HDBSCAN on the map"] = HDBSCAN(min_cluster_size=size).fit_predict(
                project(vectors, 20, groups=kinds).astype(float)
            )
            methods["HDBSCAN on 30 components"] = HDBSCAN(min_cluster_size=size).fit_predict(space.astype(float))
        for method, labels in methods.items():
            agree = adjusted_rand_score(truth, labels), normalized_mutual_info_score(truth, labels)
            groups, none = len(set(labels[labels >= 0].tolist())), float(np.mean(labels < 0))
            print(f"{name:10} {method:26} {groups:6}  {none:7.1%}  {agree[0]:.3f}  {agree[1]:.3f}", flush=True)


def main() -> None:
    words = sys.argv[1:]
    if "--clusters" in words:
        bench_clusters(Path(words[-1]))
        return
    sizes = [int(word) for word in words if word.isdigit()]
    if not sizes:
        sizes = [10_000, 100_000] if "--pictures" in words else [20_000]
        sizes += [100_000, 1_000_000] if os.environ.get("LONG") else []
    holds = True
    for count in dict.fromkeys(sizes):
        vectors = library(count)
        lines, points, took = settled(count, vectors)
        holds &= show(lines)
        if "--pictures" in words:
            print(draw(count, vectors, points))
            continue
        holds &= show(grouped(count, vectors))
        if count <= 100_000:
            holds &= show(grown(count, vectors))
        if "--against" in words:
            holds &= show(beside_umap(count, vectors, points, took))
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
