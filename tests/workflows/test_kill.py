"""Killed at any moment, the library opens again with every stored batch and indexing goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from orrery.workflows.engine import Engine
from packs import make_pack, write_picture, write_text, write_tone

FILES = 240
KILLS = 10


def index(home: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "orrery", "index", str(folder), "--pack", "toy", "--quiet"]
    environment = os.environ | {"ORRERY_HOME": str(home)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)


def test_ten_kills_lose_and_double_nothing(tmp_path: Path, make_engine: Callable[[str], Engine]) -> None:
    folder, home = tmp_path / "files", tmp_path / "libraries"
    for number in range(FILES // 3):
        write_picture(folder / f"{number}.png", (number, 255 - number, 90))
        write_tone(folder / f"{number}.wav", 100.0 + 30 * number, seconds=2.5)
        write_text(folder / f"{number}.txt", f"Note {number}. The sea is blue. A low fire. " * 4)
    make_pack(home / "packs" / "toy")
    engine = make_engine("library.orrery")
    moments = random.Random(7)
    stored = 0
    for _ in range(KILLS):
        running = index(home, folder)
        time.sleep(moments.uniform(0.4, 2.5))
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        with engine.library() as library:
            assert library.check() == []
            now = library.counts(engine.space).embedded
        assert now >= stored
        stored = now
    assert index(home, folder).wait(120) == 0
    with engine.library() as library:
        assert library.check() == []
        assert library.counts(engine.space).embedded == FILES
        vectors = library.vectors.count(engine.space)
    undisturbed = make_engine("undisturbed.orrery")
    from orrery.workflows.ingest import ingest

    ingest(undisturbed, [folder])
    with undisturbed.library() as library:
        assert library.vectors.count(engine.space) == vectors
        assert library.counts(engine.space).embedded == FILES
