# ruff: noqa: T201 -- a benchmark prints, and goes on without what cannot be installed
"""Searching 10,000 to a million vectors of 512 dimensions: Orrery's own way, beside NumPy and the libraries there are.

python tests/benchmarks/bench_search.py [sizes …]; LONG=1 also builds HNSW and fills sqlite-vec at a million

The yardstick is `np.argpartition(vectors @ query)` over float32, in the same process, call by call in turn. Orrery is
measured from `rank` on: everything but encoding the query.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1] / "desktop"), str(HERE)]

import numpy as np
import synthetic
from table import Row, in_turn

from orrery.app import SWITCH_S
from orrery.domain.modality import Role
from orrery.library.library import Library
from orrery.search.nearest import nearest_many
from orrery.search.ranking import EVERYTHING, Chosen, QueryTerm, rank
from orrery.workflows.hub_figures import make_hubs
from orrery.workflows.indexing import LARGE, Indexed
from orrery.workflows.matrices import Matrices, load_matrices, pack_due
from orrery.workflows.packing import QUICK_FROM

COUNT, QUERIES, BATCH = 50, 40, 32
REST_S = 0.02
"""Between two queries of somebody who types."""

MUSTS = {100_000: (0.25, 0.999), 1_000_000: (0.20, 0.999)}
Found = Callable[[np.ndarray], np.ndarray]


def rows(sizes: Sequence[int], long: bool) -> Iterator[Row]:
    """Every line of this benchmark."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(os.environ.get("ORRERY_BENCH_KEEP", folder)) / f"bench-{size}.orrery"
            if not path.exists():
                synthetic.add_pictures(path, size)
            yield from own_rows(path, size)
            yield from other_rows(size, long)
            if size > LARGE:
                yield from fresh_rows(path, size)
                yield adding_row(path, size)
            if size > QUICK_FROM:
                yield quick_row(path, size)  # the last: the library is packed anew for it


def loaded(path: Path, *, is_packed: bool = True, is_quick: bool = False) -> tuple[Matrices, Any]:
    engine = synthetic.engine_on(path)
    with engine.library() as library:
        matrices = load_matrices(engine, library)
    due = pack_due(matrices, lambda: None, threads=threads(), is_quick=is_quick) if is_packed else ()
    for key, index in due:
        matrices = matrices.with_index(key, index)
    return matrices, engine


def threads() -> int:
    return min(4, os.cpu_count() or 1)


def ask(matrices: Matrices, query: np.ndarray, chosen: Chosen = EVERYTHING) -> np.ndarray:
    hits = rank([QueryTerm(query, Role.QUERY)], matrices.candidates, matrices.calibration, COUNT, chosen)
    return np.array([hit.content for hit in hits[:COUNT]]) - 1


def own_rows(path: Path, size: int) -> Iterator[Row]:
    vectors, queries = stored_vectors(size), synthetic.questions(QUERIES)
    matrices, engine = loaded(path)

    def plain(number: int) -> np.ndarray:
        return np.argpartition(vectors @ queries[number % QUERIES], size - COUNT)[size - COUNT :]

    must, recall_must = MUSTS.get(size, (None, 0.999))
    base, own = in_turn([plain, lambda number: ask(matrices, queries[number % QUERIES])])
    recall = recall_of(lambda query: ask(matrices, query), vectors, queries)
    note = f"{own * 1000:.1f} ms, NumPy {base * 1000:.1f} ms"
    yield Row("search", "NumPy float32, full scan", size, 1.0, quality=1.0, curve="NumPy float32")
    yield Row("search", "Orrery, top 50", size, own / base, must, recall, recall_must, note, "Orrery")
    for share in (0.01, 0.5):
        allowed = np.random.default_rng(1).choice(size, int(share * size), replace=False) + 1
        chosen = Chosen(np.sort(allowed))
        base, own = in_turn([plain, lambda number, chosen=chosen: ask(matrices, queries[number % QUERIES], chosen)])
        recall = recall_of(lambda query, chosen=chosen: ask(matrices, query, chosen), vectors, queries, allowed - 1)
        name = f"Orrery, a filter that keeps {share:.0%}"
        note = f"{own * 1000:.1f} ms"
        asked = must if size >= 1_000_000 else None  # a filter is promised for a million; the rest is told
        yield Row("search", name, size, own / base, asked, recall, recall_must, note, f"Orrery, filter {share:.0%}")
    hubs = make_hubs(engine, matrices.candidates, matrices.calibration)
    with_hubs = replace(matrices, calibration=replace(matrices.calibration, hubs=hubs))
    calls = [plain, lambda number: ask(with_hubs, queries[number % QUERIES])]
    base, own = in_turn(calls)  # each query for the first time
    again = in_turn(calls)[1]
    note = f"{own * 1000:.1f} ms; {again * 1000:.1f} ms where the answers' figures are known"
    yield Row("search", "Orrery, hubs corrected", size, own / base, note=note)
    index = next((held.index for held in matrices.stored.values() if isinstance(held, Indexed)), None)
    if index is not None:
        both = [plain, lambda _: nearest_many(index, queries[:BATCH], COUNT)]
        base, own = in_turn(both, rounds=5)
        found = [best for best, _ in nearest_many(index, queries[:BATCH], COUNT)]
        recall = float(np.mean([overlap(best, exact(vectors, q)) for best, q in zip(found, queries, strict=False)]))
        name, note = f"Orrery, {BATCH} queries at once", f"{own * 1000:.0f} ms"
        yield Row("search", name, size, own / base / BATCH, 0.10, recall, 0.999, note, f"Orrery, {BATCH} at once")


def quick_row(path: Path, size: int) -> Row:
    """The same library, packed for the quick scan that a user may choose."""
    vectors, queries = stored_vectors(size), synthetic.questions(QUERIES)
    matrices, _ = loaded(path, is_quick=True)

    def plain(number: int) -> np.ndarray:
        return np.argpartition(vectors @ queries[number % QUERIES], size - COUNT)[size - COUNT :]

    base, own = in_turn([plain, lambda number: ask(matrices, queries[number % QUERIES])])
    recall, note = recall_of(lambda query: ask(matrices, query), vectors, queries), f"{own * 1000:.1f} ms"
    return Row("search", "Orrery, quick search chosen", size, own / base, 0.10, recall, 0.99, note, "Orrery, quick")


def stored_vectors(size: int) -> np.ndarray:
    """As the library holds them, rounded to float16."""
    vectors = synthetic.items(size)
    for start in range(0, size, 50_000):
        vectors[start : start + 50_000] = vectors[start : start + 50_000].astype(np.float16)
    return vectors


def exact(vectors: np.ndarray, query: np.ndarray, allowed: np.ndarray | None = None) -> np.ndarray:
    products = (vectors if allowed is None else vectors[allowed]) @ query
    best = np.argpartition(products, len(products) - COUNT)[len(products) - COUNT :]
    return best if allowed is None else allowed[best]


def overlap(found: np.ndarray, wanted: np.ndarray) -> float:
    return len(set(found.tolist()) & set(wanted.tolist())) / len(wanted)


def recall_of(find: Found, vectors: np.ndarray, queries: np.ndarray, allowed: np.ndarray | None = None) -> float:
    return float(np.mean([overlap(find(query), exact(vectors, query, allowed)) for query in queries[:24]]))


# --- a process of its own: opening, memory


FRESH = """
import sys, time
sys.path[:0] = {paths!r}
from pathlib import Path
import numpy, onnxruntime, scipy.special, sqlite_utils
import bench_search, synthetic
from orrery.workflows.matrices import load_matrices
path, query = Path({path!r}), synthetic.questions(1)[0]
engine = synthetic.engine_on(path)
def anonymous():
    lines = open("/proc/self/smaps_rollup").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous")) * 1024
before, started = anonymous(), time.perf_counter()
with engine.library() as library:
    matrices = load_matrices(engine, library)
bench_search.ask(matrices, query)
print(time.perf_counter() - started)
matrices, _ = bench_search.loaded(path)
bench_search.ask(matrices, query)
print(anonymous() - before)
"""


def fresh_rows(path: Path, size: int) -> Iterator[Row]:
    engine = synthetic.engine_on(path)
    with engine.library(write=True) as library:  # as taking files in leaves it
        from orrery.workflows.backgrounds import keep_figures

        keep_figures(engine, library)
    code = FRESH.format(paths=[str(HERE.parents[1] / "desktop"), str(HERE)], path=str(path))
    outputs = []
    for _ in range(2):  # the second time files are warm
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        outputs.append([float(line) for line in done.stdout.split()])
    opened, memory = outputs[-1]
    must = 1.5 if size == 1_000_000 else None
    yield Row("search", "opening until the first answer, seconds", size, opened, must, note=f"{opened:.2f} s")
    name = "memory beyond the mapped rows, of float32's"
    share = memory / (size * synthetic.DIM * 4)
    # At 100,000 the runtime's own 40 MB weigh; the must is told at a million.
    yield (
        Row("search", name, size, share, 0.3, note=f"{memory / 1e6:.0f} MB")
        if size >= 1_000_000
        else Row("search", name, size, share, note=f"{memory / 1e6:.0f} MB")
    )


def adding_row(path: Path, size: int, more: int = 10_000) -> Row:
    """Fifty queries a second at most while 10,000 pictures are taken in; every query sees what is stored.

    Threads take turns as they do in the window, and a query comes after a rest, as it does where somebody types: one
    that never rested would measure how the system shares two cores among three threads that never rest.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        return _adding_row(path, size, more)
    finally:
        sys.setswitchinterval(usual)


def _adding_row(path: Path, size: int, more: int) -> Row:
    matrices, engine = loaded(path)
    queries = synthetic.questions(QUERIES)
    idle = [timed(lambda number=number: ask(matrices, queries[number % QUERIES]), REST_S) for number in range(100)]
    done, new = threading.Event(), synthetic.items(more, seed=3)

    def add() -> None:
        try:
            synthetic.add_as_ingest(path, new, first=size + 1_000_000)
        finally:
            done.set()

    adding, times, number = threading.Thread(target=add), [], 0
    adding.start()
    with engine.library() as library:
        while not done.is_set() or number < 20:

            def one(number: int = number) -> None:
                nonlocal matrices
                matrices = load_matrices(engine, library, matrices)
                ask(matrices, queries[number % QUERIES])

            times.append(timed(one, REST_S))
            number += 1
        adding.join()
        counted = load_matrices(engine, library, matrices).count
    assert counted >= size + more, (counted, size)
    with Library.open(path, write=True) as library:
        library.forget(b"/more")
    slow, middle = float(np.percentile(times, 95)), float(np.median(idle))
    note = f"{slow * 1000:.1f} ms of {len(times)}, idle {middle * 1000:.1f} ms"
    return Row("search", "p95 while 10,000 are added, of the idle median", size, slow / middle, 3.0, note=note)


def timed(call: Callable[[], object], rest_s: float = 0.0) -> float:
    time.sleep(rest_s)
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


# --- others


def other_rows(size: int, long: bool) -> Iterator[Row]:
    vectors, queries = stored_vectors(size), synthetic.questions(QUERIES)

    def plain(number: int) -> np.ndarray:
        return np.argpartition(vectors @ queries[number % QUERIES], size - COUNT)[size - COUNT :]

    for name, make in OTHERS.items():
        if size >= 1_000_000 and not long and name in ONLY_LONG:
            continue
        try:
            find = make(vectors)
        except (ImportError, AttributeError):  # or a sqlite3 that loads no extensions
            yield Row("search", name, size, None, note="not available here")
            continue
        base, own = in_turn([plain, lambda number, find=find: find(queries[number % QUERIES])], rounds=7)
        recall, note = recall_of(find, vectors, queries), f"{own * 1000:.1f} ms"
        yield Row("search", name, size, own / base, quality=recall, note=note, curve=name)
        del find


def faiss_flat(vectors: np.ndarray) -> Found:
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return lambda query: index.search(query[None], COUNT)[1][0]


def faiss_ivf(vectors: np.ndarray) -> Found:
    """Cells of 8-bit codes, the best 400 looked at exactly."""
    import faiss

    cells = int(np.sqrt(len(vectors)))
    index = faiss.index_factory(vectors.shape[1], f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[:: max(len(vectors) // (40 * cells), 1)])
    index.add(vectors)
    index.nprobe = max(cells // 16, 8)

    def find(query: np.ndarray) -> np.ndarray:
        near = index.search(query[None], 400)[1][0]
        near = near[near >= 0]
        return near[np.argsort(-(vectors[near] @ query))[:COUNT]]

    return find


def faiss_hnsw(vectors: np.ndarray) -> Found:
    import faiss

    index = faiss.IndexHNSWFlat(vectors.shape[1], 32, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = 100
    index.add(vectors)
    index.hnsw.efSearch = 200
    return lambda query: index.search(query[None], COUNT)[1][0]


def usearch_exact(vectors: np.ndarray) -> Found:
    from usearch.index import search

    return lambda query: search(vectors, query, COUNT, "ip", exact=True).keys.ravel()


def usearch_hnsw(vectors: np.ndarray) -> Found:
    from usearch.index import Index

    index = Index(ndim=vectors.shape[1], metric="ip", dtype="f16", connectivity=32, expansion_search=200)
    index.add(np.arange(len(vectors)), vectors)
    return lambda query: index.search(query, COUNT).keys


def hnswlib_hnsw(vectors: np.ndarray) -> Found:
    import hnswlib

    index = hnswlib.Index("ip", vectors.shape[1])
    index.init_index(len(vectors), M=32, ef_construction=100)
    index.add_items(vectors)
    index.set_ef(200)
    return lambda query: index.knn_query(query, COUNT)[0][0]


def sqlite_vec_scan(vectors: np.ndarray) -> Found:
    import sqlite3

    import sqlite_vec

    connection = sqlite3.connect(":memory:")
    connection.enable_load_extension(True)
    sqlite_vec.load(connection)
    connection.execute(f"create virtual table v using vec0 (x float[{vectors.shape[1]}])")
    connection.executemany(
        "insert into v (rowid, x) values (?, ?)", ((n, row.tobytes()) for n, row in enumerate(vectors))
    )
    sql = "select rowid from v where x match ? and k = ? order by distance"
    return lambda query: np.array([n for (n,) in connection.execute(sql, (query.tobytes(), COUNT))])


OTHERS: dict[str, Callable[[np.ndarray], Found]] = {
    "faiss flat": faiss_flat,
    "faiss IVF, 8 bits, 400 looked at exactly": faiss_ivf,
    "faiss HNSW 32, search 200": faiss_hnsw,
    "usearch exact": usearch_exact,
    "usearch HNSW 32, float16, search 200": usearch_hnsw,
    "hnswlib HNSW 32, search 200": hnswlib_hnsw,
    "sqlite-vec": sqlite_vec_scan,
}
ONLY_LONG = (
    "faiss HNSW 32, search 200",
    "usearch HNSW 32, float16, search 200",
    "hnswlib HNSW 32, search 200",
    "sqlite-vec",
)


if __name__ == "__main__":
    for row in rows([int(word) for word in sys.argv[1:]] or [10_000, 100_000], bool(os.environ.get("LONG"))):
        print(row, flush=True)
