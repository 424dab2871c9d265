"""Vectors as a trained space gives them, and libraries full of them, for benchmarks.

Vectors lie in groups within groups (400 coarse, 5,000 fine, of very different sizes), their directions hold as much of
what differs as those of 7,500 photographs do (a third of them 85 %), and an item's nearest, tenth and fiftieth
neighbours are as near (cosines of .65, .46 and .37 among 8,000; photographs: .69, .54 and .41). Questions are of two
sorts: items, and words, which come from elsewhere: most of such a vector lies where no item does, and the best answers
stand out little.
"""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from orrery import paths
from orrery.domain.calibration import Background, Platt
from orrery.domain.item import FileStamp, Whole
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.encoding.calibration import PackCalibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.library.library import Library
from orrery.library.rows import Embedded
from orrery.settings import Settings
from orrery.workflows.batching import ENOUGH
from orrery.workflows.intake import model_thread

DIM = 512
SPACE = VectorSpace("bench@1+0", DIM)
_PIECE = 20_000
_SPREAD = (np.arange(1, DIM + 1) ** -0.5).astype(np.float32)
_SPREAD /= np.linalg.norm(_SPREAD)
_COARSE, _FINE = 400, 5_000


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _noise(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.standard_normal((count, DIM), np.float32) * _SPREAD


def _turn() -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(3).standard_normal((DIM, DIM)))[0].astype(np.float32)


def pieces(count: int, seed: int = 0) -> Iterator[np.ndarray]:
    """Items, (n, 512) float32, some thousands at a time."""
    world, turn = np.random.default_rng(42), _turn()
    coarse, fine, parent = _noise(world, _COARSE), _noise(world, _FINE), world.integers(0, _COARSE, _FINE)
    popular = np.cumsum(np.arange(1, _FINE + 1) ** -0.6)
    rng = np.random.default_rng(seed)
    for start in range(0, count, _PIECE):
        own = np.searchsorted(popular, rng.random(min(_PIECE, count - start)) * popular[-1]).clip(0, _FINE - 1)
        mixed = 0.35**0.5 * coarse[parent[own]] + 0.5 * fine[own] + 0.4**0.5 * _noise(rng, len(own))
        yield (unit(mixed) @ turn).astype(np.float32)


def items(count: int, seed: int = 0) -> np.ndarray:
    """Items, (count, 512) float32."""
    found = np.empty((count, DIM), np.float32)
    start = 0
    for piece in pieces(count, seed):
        found[start : start + len(piece)] = piece
        start += len(piece)
    return found


def words(count: int, seed: int = 0) -> np.ndarray:
    """Questions in words: each a little like some item, mostly like nothing."""
    rng = np.random.default_rng(seed + 1000)
    elsewhere = unit(rng.standard_normal((count, DIM), np.float32))
    return unit(0.45 * items(count, seed + 77) + 0.3 * unit(_noise(rng, count) @ _turn()) + 0.89 * elsewhere)


def questions(count: int) -> np.ndarray:
    """Half items, half words, in turn."""
    both = np.empty((count, DIM), np.float32)
    both[0::2], both[1::2] = items((count + 1) // 2, seed=9), words(count // 2)
    return both


def engine_on(path: Path) -> SimpleNamespace:
    """What `load_matrices` asks of an engine, for a library of synthetic pictures."""
    pairs = [(role, kind) for role in Role for kind in Kind]
    zero = np.zeros(DIM, np.float32)
    some = items(256, seed=5)
    calibration = PackCalibration(
        means=dict.fromkeys(Role, zero),
        background=dict.fromkeys(pairs, Background(0.0, 0.05)),
        platt=dict.fromkeys(pairs, Platt(1.0, -4.0)),
        references=dict.fromkeys((Role.IMAGE, Role.SOUND, Role.PASSAGE), some),
        concepts=tuple(map(str, range(1000))),
        concept_vectors=words(1000, seed=8).astype(np.float16),
        nonsense=words(0),
    )
    encoder = SimpleNamespace(features=None, space=SPACE)
    return SimpleNamespace(
        space=SPACE,
        encoder=encoder,
        calibration=calibration,
        settings=Settings(),
        library_path=path,
        library=lambda *, write=False: Library.open(path, write=write, create=True),
    )


def add_pictures(path: Path, count: int, *, first: int = 0, seed: int = 0) -> None:
    """Put synthetic pictures into a library, past all checks: a million in a minute."""
    Library.open(path, write=True, create=True).close()
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("pragma foreign_keys = off")
        now = time.time()
        sql = "insert or ignore into spaces (id, name, dim, added_s) values (1, ?, ?, ?)"
        connection.execute(sql, (SPACE.id, SPACE.dim, now))
        for piece in pieces(count, seed):
            _insert(connection, piece.astype(np.float16), first, now)
            first += len(piece)
    connection.close()


def _insert(connection: sqlite3.Connection, rows: np.ndarray, first: int, now: float) -> None:
    ids = range(first + 1, first + 1 + len(rows))
    paths = [f"/home/ada/photos/{number // 1000}/img_{number:07}.jpg" for number in ids]
    connection.execute("begin")
    connection.executemany(
        "insert into contents (id, sha256, kind, bytes, added_s) values (?, ?, 'image', 2000000, ?)",
        [(number, number.to_bytes(32, "little"), now) for number in ids],
    )
    connection.executemany(
        "insert into items (id, path, shown, content, kind, size, mtime_ns, added_s, seen_s)"
        " values (?, ?, ?, ?, 'image', 2000000, 1, ?, ?)",
        [(number, path.encode(), path, number, now, now) for number, path in zip(ids, paths, strict=True)],
    )
    connection.executemany(
        "insert into parts (id, content, number, form) values (?, ?, 0, 'whole')", [(number, number) for number in ids]
    )
    connection.executemany(
        "insert into vectors (part, space, role, content, vector) values (?, 1, 'image', ?, ?)",
        [(number, number, row.tobytes()) for number, row in zip(ids, rows, strict=True)],
    )
    connection.execute("update counters set value = value + 1 where name in ('everything', 'vectors')")
    connection.execute("insert or replace into counters (name, value) values ('drawn', random())")
    connection.execute("commit")


def add_as_ingest(path: Path, rows: np.ndarray, first: int) -> None:
    """Take pictures with these vectors (n, 512) in as `ingest` does, short of reading files.

    While the starter's model looks at a batch, in threads that stand back as theirs do, the batch before is stored.
    """
    encoder, enough = Encoder(load_pack(paths.starter_pack())), ENOUGH[Kind.IMAGE]
    size = encoder.inputs.image.size if encoder.inputs.image else 224
    pixels = np.random.default_rng(7).integers(0, 256, (enough, size, size, 3), np.uint8)
    with Library.open(path, write=True) as library, model_thread() as model:
        for start in range(0, len(rows), enough):
            at_work = model.submit(encoder.encode_images, pixels)
            library.store([_file(first + start + at, row) for at, row in enumerate(rows[start : start + enough])])
            at_work.result()


def _file(number: int, row: np.ndarray) -> Embedded:
    stamp = FileStamp(f"/more/{number:08}.jpg".encode(), 1, 1)
    return Embedded(stamp, None, Kind.IMAGE, (number + 10**9).to_bytes(32, "big"), (Whole(),), {SPACE: row[None]})
