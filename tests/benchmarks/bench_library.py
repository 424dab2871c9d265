# ruff: noqa: T201
"""How fast a library takes vectors in and gives them back, beside a bare .npy file of the same vectors.

python tests/benchmarks/bench_library.py [--count 100000] [--dim 384]
"""

import argparse
import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

from orrery.domain.item import FileStamp, Whole
from orrery.domain.modality import Kind
from orrery.domain.space import VectorSpace
from orrery.library.library import Library
from orrery.library.rows import Embedded

BATCH = 256
FACTS = {"width": 4032, "height": 3024, "taken": "2021-05-06T10:00:00", "camera": "Acme One", "format": "JPEG"}


def seconds(act: Callable[[], object], times: int = 1) -> float:
    """Median time of an action."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def files(vectors: np.ndarray, space: VectorSpace) -> list[Embedded]:
    return [
        Embedded(
            FileStamp(f"/home/ada/photos/{n // 1000}/img_{n:07}.jpg".encode(), 2_000_000 + n, 10**18 + n),
            b"/home/ada/photos",
            Kind.IMAGE,
            hashlib.sha256(str(n).encode()).digest(),
            (Whole(),),
            {space: vectors[n : n + 1]},
            FACTS,
        )
        for n in range(len(vectors))
    ]


def store(library: Library, batch: list[Embedded]) -> None:
    for start in range(0, len(batch), BATCH):
        library.store(batch[start : start + BATCH])


def measure(folder: Path, count: int, dim: int) -> None:
    space = VectorSpace("bench@1+0", dim)
    vectors = np.random.default_rng(0).normal(size=(count, dim)).astype(np.float32)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    bare = folder / "bare.npy"
    bare_write = seconds(lambda: np.save(bare, vectors), 3)
    bare_load = seconds(lambda: np.load(bare), 5)
    batch = files(vectors, space)
    path = folder / "l.orrery"

    with Library.open(path, write=True, create=True) as library:
        written = seconds(lambda: store(library, batch))
        again = seconds(lambda: store(library, batch[: max(1, count // 10)])) * 10
        more = files(vectors[:BATCH], space)
        loaded = library.vectors.load(space, Kind.IMAGE)
        extra = [
            Embedded(FileStamp(b"/more" + e.stamp.path, 1, 1), None, e.kind, e.sha256[::-1], e.parts, e.vectors)
            for e in more
        ]
        library.store(extra)
        refreshed = seconds(lambda: library.vectors.refresh(loaded), 3)
    with Library.open(path) as library:
        load = seconds(lambda: library.vectors.load(space, Kind.IMAGE), 5)
        known = seconds(lambda: library.items.known(space), 3)
        version = seconds(lambda: library.vectors.version(space), 100)
        counts = seconds(lambda: library.counts(space), 3)
        matching = seconds(lambda: library.items.matching(folders=[b"/home/ada/photos/1"], after="2020-01-01"), 3)
        assert np.array_equal(library.vectors.load(space, Kind.IMAGE).vectors[:count], vectors)
        checked = seconds(library.check)
    opened = seconds(lambda: Library.open(path).close(), 9)
    with Library.open(path, write=True) as library:
        forgotten = seconds(lambda: library.forget(b"/home/ada/photos/0"))

    size = path.stat().st_size / 1e6
    print(f"{count} × {dim} float16 = {vectors.nbytes / 1e6:.0f} MB, batches of {BATCH}; file {size:.0f} MB")
    print(f"np.save            {bare_write:8.3f} s        1")
    print(f"store              {written:8.3f} s  {written / bare_write:7.1f} × np.save   {count / written:.0f} files/s")
    print(f"store again        {again:8.3f} s  {again / bare_write:7.1f} × np.save   (a tenth of it, times ten)")
    print(f"np.load            {bare_load:8.3f} s        1")
    print(f"vectors.load       {load:8.3f} s  {load / bare_load:7.1f} × np.load")
    print(f"vectors.refresh    {refreshed:8.3f} s  {refreshed / bare_load:7.1f} × np.load   after {BATCH} more")
    print(f"items.known        {known:8.3f} s")
    print(f"items.matching     {matching:8.3f} s   a folder and a date")
    print(f"counts             {counts:8.3f} s")
    print(f"version            {version * 1e6:8.0f} µs")
    print(f"open and close     {opened * 1e3:8.1f} ms")
    print(f"forget 1000        {forgotten:8.3f} s")
    print(f"check              {checked:8.3f} s")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--count", type=int, default=100_000)
    arguments.add_argument("--dim", type=int, default=384)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as where:
        measure(Path(where), given.count, given.dim)
