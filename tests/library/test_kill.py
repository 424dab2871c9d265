"""A writer that is killed at any moment loses nothing that it was told is stored, and doubles nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from libraries.made import HERE, SPACE, digest
from orrery.domain.modality import Kind
from orrery.library import lock
from orrery.library.library import Library

STORE = """
import os
import sys
from pathlib import Path
import sqlite_utils  # the library imports it at its first write: half of the time until a kill
from libraries.made import SPACE, digest, picture, stamp, text
from orrery.errors import DecoderDied
from orrery.library.library import Library

def store(start):
    with Library.open(Path(sys.argv[1]), write=True, create=True) as library:
        print("open", os.getpid(), flush=True)
        for batch in range(start, 100000):
            library.store([text(f"/{batch}/{n}.txt".encode(), f"{batch} {n}\\nmore of it " * 20) for n in range(4)])
            with library.batch():
                first = library.contents.by_hash(digest(f"{batch} 0\\nmore of it " * 20))
                library.attach(stamp(f"/{batch}/copy.txt".encode()), None, first.id)
                library.fail(stamp(f"/{batch}/bad.txt".encode()), None, DecoderDied(reason="x"), [SPACE])
            if batch % 3 == 0:
                library.forget(f"/{batch}/3.txt".encode())
            print("stored", batch, flush=True)

for line in sys.stdin:  # a fork for every kill: the imports are paid for once
    child = os.fork()
    if child == 0:
        store(int(line))
        os._exit(0)
    os.waitpid(child, 0)
    print("killed", child, flush=True)
"""


@pytest.fixture
def writer(path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", STORE, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": f"{Path(lock.__file__).parents[2]}{os.pathsep}{HERE.parent}"},
    ) as process:
        yield process


def run_and_kill(writer: subprocess.Popen[str], start: int, seconds: float) -> int:
    """Store batches until killed; gives the number of the last one that was reported stored, or start - 1."""
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write(f"{start}\n")
    writer.stdin.flush()
    word, child = writer.stdout.readline().split()
    assert word == "open"
    time.sleep(seconds)
    os.kill(int(child), signal.SIGKILL)
    last = start - 1
    while (words := writer.stdout.readline().split())[0] != "killed":
        last = int(words[1])
    return last


def expected(batch: int) -> set[bytes]:
    names = {f"/{batch}/{n}.txt".encode() for n in range(4)} | {f"/{batch}/{n}.txt".encode() for n in ("copy", "bad")}
    return names - ({f"/{batch}/3.txt".encode()} if batch % 3 == 0 else set())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by signal")
def test_ten_kills_lose_and_double_nothing(path: Path, writer: subprocess.Popen[str]) -> None:
    moments = random.Random(20240607)
    batches = 0
    for _ in range(10):
        last = run_and_kill(writer, batches, moments.uniform(0.0, 0.25))
        with Library.open(path, write=True, wait_s=0) as library:
            assert library.check() == []
            known = library.items.known(SPACE)
            assert len({file.id for file in known.values()}) == len(known)
            for batch in range(batches, last + 1):
                assert expected(batch) <= known.keys()
            hashes = [digest(f"{batch} {n}\nmore of it " * 20) for batch in range(last + 1) for n in range(3)]
            assert all(library.contents.by_hash(sha256) for sha256 in hashes)
        batches = max(batches, last + 1)
    assert batches > 0
    # What the last kill left half done is done again by going on, as an index run would.
    with Library.open(path, write=True) as library:
        library.forget(f"/{batches}".encode())
        known = library.items.known(SPACE)
        assert set(known) == set().union(*(expected(batch) for batch in range(batches)))
        vectors = library.vectors.load(SPACE, Kind.TEXT)
        assert len(vectors.vectors) == len(set(vectors.parts.tolist())) == library.vectors.count(SPACE)
