# ruff: noqa: T201
"""How soon the window stands, and how soon an answer does, with a large library.

    python tests/benchmarks/bench_window.py [--count 100000] [--rounds 5] [--home FOLDER] [--profile]

Off screen. First paint: from the start of the process (its modules compiled before) until something of the window is
painted, beside an empty Qt window with one pyqtgraph plot, in turns; then until the library's counts, its list and its
map are painted. An answer: from Enter in the query line of the whole window until the cards are painted, and the map
with them. Besides the clock on the wall it tells the processor's time, of the whole process or of the thread that
paints: on a shared machine that tells more of us than of the neighbours. The library is made up and kept in the folder,
if one is named.
"""

import argparse
import cProfile
import json
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parent))

CLUSTERS = 40
WORDS = ("a dog on a beach", "rain", "an old train", "snow and mountains", "street at night", "a cup of coffee")


def since_start() -> dict[str, float]:
    """Milliseconds since this process began: on the wall, and of the processor."""
    import psutil

    own = psutil.Process()
    spent = own.cpu_times()
    return {"wall": (time.time() - own.create_time()) * 1000, "cpu": (spent.user + spent.system) * 1000}


def made(home: Path, count: int) -> Path:
    """A library of pictures that were never there, with a map."""
    library = home / "library.orrery"
    if library.exists():
        return library
    import numpy as np
    from bench_results import filled

    from orrery.library.rows import Cluster

    engine = filled(count, home)
    rng = np.random.default_rng(0)
    middles = rng.uniform(-0.8, 0.8, (CLUSTERS, 2))
    with engine.library(write=True) as opened:
        contents = np.sort(np.array(list({item.content for item in opened.items.all()}), np.int64))
        labels = rng.integers(0, CLUSTERS, len(contents))
        points = (middles[labels] + rng.normal(0, 0.05, (len(contents), 2))).clip(-1, 1).astype(np.float32)
        named = [Cluster(at, f"cluster number {at}", int((labels == at).sum()), None, 1) for at in range(CLUSTERS)]
        opened.layouts.save(
            engine.space, method="t-SNE", seed=0, contents=contents, points=points, labels=labels, clusters=named
        )
    return library


# ---- in processes of their own


def empty_window() -> None:
    """The least that a window with a plot can take."""
    import pyqtgraph as pg
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    plot = pg.PlotWidget()
    plot.resize(1600, 1000)
    marks: dict[str, dict[str, float]] = {}
    _watch(plot.viewport(), lambda: marks.setdefault("painted", since_start()))
    plot.show()
    while "painted" not in marks:
        app.processEvents()
    print(json.dumps(marks))


def orrery_window(library: Path) -> None:
    """The window as `orrery` opens it."""
    desk, window = _opened(library)
    marks: dict[str, dict[str, float]] = {}
    known: set[str] = set()
    explorer, panels = window.explorer, window.docks.panels
    note = marks.setdefault
    _watch(window, lambda: note("painted", since_start()))
    _watch(window.sidebar, lambda: "counts" in known and note("counts", since_start()))
    _watch(panels["results"].grid.viewport(), lambda: "list" in known and note("list", since_start()))  # type: ignore[attr-defined]
    _watch(panels["map"].canvas.viewport(), lambda: "map" in known and note("map", since_start()))  # type: ignore[attr-defined]
    explorer.overview_changed.connect(lambda _: known.add("counts"))
    explorer.listed.connect(lambda _: known.add("list"))
    explorer.map_changed.connect(lambda _: known.add("map"))
    _until(lambda: len(marks) == 4, 120)
    print(json.dumps(marks))
    window.close()
    desk.deleteLater()


def answers(library: Path, *, profiled: bool) -> None:
    """From Enter to what is painted, again and again."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    desk, window = _opened(library)
    explorer, panels = window.explorer, window.docks.panels
    typed = window.query_bar.field.typed
    painted = {"cards": 0.0, "map": 0.0}
    answered = [0.0]
    spent = {"cards": 0.0, "map": 0.0}

    def note(what: str) -> None:
        if answered[0] and not painted[what]:
            painted[what], spent[what] = time.perf_counter(), time.thread_time()

    _watch(panels["results"].grid.viewport(), lambda: note("cards"))  # type: ignore[attr-defined]
    _watch(panels["map"].canvas.viewport(), lambda: note("map"))  # type: ignore[attr-defined]
    explorer.answered.connect(lambda _: answered.__setitem__(0, time.perf_counter()))
    _until(lambda: window.is_settled() and explorer.overview is not None, 120)
    profile, rows = cProfile.Profile(), []
    for number, words in enumerate((*WORDS, *WORDS)):
        _until(window.is_settled, 60)
        explorer.clear()
        _until(window.is_settled, 60)
        typed.setText(f"{words} {number}")
        answered[0] = painted["cards"] = painted["map"] = 0.0
        if profiled and number > 1:
            profile.enable()
        began, busy = time.perf_counter(), time.thread_time()
        QTest.keyClick(typed, Qt.Key.Key_Return)
        _until(lambda: bool(painted["cards"] and painted["map"]), 60)
        profile.disable()
        search = explorer.answers.took_ms if explorer.answers else 0.0
        rows.append(
            {
                "cards": (painted["cards"] - began) * 1000,
                "search": search,
                "after": (painted["cards"] - began) * 1000 - search,
                "cards_cpu": (spent["cards"] - busy) * 1000,
                "map": (painted["map"] - began) * 1000,
                "map_cpu": (spent["map"] - busy) * 1000,
            }
        )
    print(json.dumps(rows[2:]))  # the first two warm up
    if profiled:
        pstats.Stats(profile, stream=sys.stderr).sort_stats("cumtime").print_stats(70)
    window.close()
    desk.deleteLater()


def _opened(library: Path) -> tuple:
    """As orrery.app.run_window does it, in the same order."""
    from orrery.app import import_qt, open_engine

    engine = open_engine(library)
    import_qt()
    from PySide6.QtWidgets import QApplication

    from orrery.panels.opening import Windows
    from orrery.panels.theme import load_fonts
    from orrery.viewmodels.explorer import Explorer
    from orrery.viewmodels.garbage import keep_garbage_here

    Explorer.rescan = lambda _: None  # type: ignore[method-assign]  # the files were never there: all would be gone
    app = QApplication([])
    keep_garbage_here(app)
    load_fonts()
    desk = Windows(app, lambda _: engine)
    window = desk.open(engine)
    assert window is not None, "the library is open elsewhere"
    window.resize(1600, 1000)
    return desk, window


def _watch(widget: object, told: Callable[[], object]) -> None:
    """Tell of every paint of a widget, once it is over."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, told)
            return super().eventFilter(watched, event)

    widget.installEventFilter(Watch(widget))  # type: ignore[attr-defined]


def _until(is_so: Callable[[], bool], most_s: float) -> None:
    from PySide6.QtWidgets import QApplication

    deadline = time.perf_counter() + most_s
    while not is_so():
        QApplication.processEvents()
        time.sleep(0.0005)
        if time.perf_counter() > deadline:
            raise TimeoutError


# ---- the table


def child(*words: str, home: Path) -> list:
    """What a process of its own measured."""
    command = [sys.executable, __file__, *words]
    for session in home.glob("session-*.json"):  # what was asked last would be asked again
        session.unlink()
    # Compiled modules are kept, as they are on every machine that does not forbid it.
    env = {**os.environ, "ORRERY_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "compiled")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    if "--profile" in words:
        print(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def first_paints(library: Path, home: Path, rounds: int) -> None:
    """An empty window and ours, in turns."""
    empty, ours = [], []
    for number in range(rounds + 1):
        pair = child("--part", "empty", home=home), child("--part", "orrery", str(library), home=home)
        if number:  # the first turn reads the files from the disk
            empty.append(pair[0])
            ours.append(pair[1])
    print("ms since the process began | wall: median   best | processor | x the empty window (wall, processor)")
    base = {way: statistics.median(marks["painted"][way] for marks in empty) for way in ("wall", "cpu")}
    for name, found, mark in (
        ("empty window painted", empty, "painted"),
        ("Orrery painted", ours, "painted"),
        ("… with its counts", ours, "counts"),
        ("… with its list", ours, "list"),
        ("… with its map", ours, "map"),
    ):
        wall = [marks[mark]["wall"] for marks in found]
        cpu = statistics.median(marks[mark]["cpu"] for marks in found)
        mean = statistics.median(wall)
        ratios = f"{mean / base['wall']:.2f}, {cpu / base['cpu']:.2f}"
        print(f"{name:26} | {mean:12.0f} {min(wall):6.0f} | {cpu:9.0f} | {ratios}")


def main() -> None:
    """Print the tables."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("library", nargs="?", type=Path)
    reader.add_argument("--count", type=int, default=100_000)
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--home", type=Path)
    reader.add_argument("--profile", action="store_true", help="where the time from Enter to painted goes")
    reader.add_argument("--part", choices=("empty", "orrery", "answers"), help=argparse.SUPPRESS)
    wanted = reader.parse_args()
    match wanted.part:
        case "empty":
            empty_window()
        case "orrery":
            orrery_window(wanted.library)
        case "answers":
            answers(wanted.library, profiled=wanted.profile)
        case _:
            with tempfile.TemporaryDirectory() as temporary:
                home = wanted.home or Path(temporary)
                home.mkdir(parents=True, exist_ok=True)
                os.environ["ORRERY_HOME"] = str(home)
                library = made(home, wanted.count)
                first_paints(library, home, wanted.rounds)
                extra = ["--profile"] if wanted.profile else []
                rows = child("--part", "answers", str(library), *extra, home=home)
                print("\nms from Enter to painted | median  worst")
                for key, name in (
                    ("cards", "cards"),
                    ("search", "… of it the search"),
                    ("after", "… of it the rest"),
                    ("cards_cpu", "… processor, painting thread"),
                    ("map", "map"),
                    ("map_cpu", "… processor, painting thread"),
                ):
                    values = [row[key] for row in rows]
                    print(f"{name:28} | {statistics.median(values):6.0f} {max(values):6.0f}")


if __name__ == "__main__":
    main()
