"""How long a frame of the map takes: the whole panel against pyqtgraph's ScatterPlotItem on the same points.

Run: .venv/bin/python tests/benchmarks/bench_map.py [--points 10000 100000 1000000] [--rounds N] [--size WxH]

Both show the same points in a widget of the same size and repaint its viewport through Qt, as on a screen. Ours paints
more: names, legend, tools and the small map too. Times are of the processor, in the thread that paints, because the
clock on the wall tells on a shared machine more of the neighbours than of us; the medians of both are printed, in
turns, with their ratio; beside them how long ours took by that clock (16.7 ms are 60 pictures a second). After each of
them the picture is looked at: "painted" is the share of pixels that differ from the ground, and "moved" says that two
frames differ, for a frame that paints nothing is fast. On a virtual display instead of off screen:
QT_QPA_PLATFORM=xcb xvfb-run -a .venv/bin/python tests/benchmarks/bench_map.py
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["ORRERY_HOME"] = tempfile.mkdtemp()
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from orrery import paths
from orrery.app import open_engine
from orrery.domain.modality import Kind
from orrery.panels.map_panel import MapPanel
from orrery.panels.map_stock import LEAST_RADIUS
from orrery.panels.theme import Theme, load_fonts, load_theme, use_theme
from orrery.viewmodels.explorer import Explorer
from orrery.workflows.chart import ClusterInfo, MapPicture

CLUSTERS = 12
SYMBOLS = {Kind.IMAGE: "o", Kind.SOUND: "t1", Kind.TEXT: "s"}


def picture(count: int) -> MapPicture:
    """Points in twelve clusters, of three kinds."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, CLUSTERS, count)
    middles = rng.uniform(-0.8, 0.8, (CLUSTERS, 2))
    points = (middles[labels] + rng.normal(0, 0.09, (count, 2))).astype(np.float32)
    kinds = tuple(tuple(Kind)[at] for at in rng.integers(0, 3, count).tolist())
    names = {at: ClusterInfo(at, f"cluster number {at}", int((labels == at).sum())) for at in range(CLUSTERS)}
    return MapPicture("made", "made", 0, np.arange(count), kinds, points, labels.astype(np.int32), names)


class Ours:
    """The map panel as it stands in the window."""

    name = "map"

    def __init__(self, explorer: Explorer, theme: Theme, shown: MapPicture, size: tuple[int, int]) -> None:
        self.panel = MapPanel(explorer, theme)
        self.panel.resize(*size)
        self.panel.show()
        self.panel.model.show_picture(shown)
        self.widget: QWidget = self.panel
        self.box = self.panel.box
        self._explorer = explorer

    def frame(self) -> None:
        """One repaint of all that the map shows."""
        self.panel.canvas.viewport().repaint()

    def rest(self) -> None:
        """The map at rest, everything drawn anew: until all of it is painted, what another thread draws included."""
        self.panel.drawing.is_moving = False
        self.panel.drawing.restyle()
        self.frame()
        while not self.panel.drawing.is_settled:
            time.sleep(0.002)
            QApplication.processEvents()
        self.frame()

    def close(self) -> None:
        """Take it down."""
        self.panel.close()
        self.panel.deleteLater()


class Theirs:
    """pyqtgraph's own way, in its usual settings."""

    name = "scatter"

    def __init__(self, theme: Theme, shown: MapPicture, size: tuple[int, int]) -> None:
        self.view = pg.GraphicsView(background=theme.colour("ground"))
        self.view.resize(*size)
        self.box = pg.ViewBox(enableMenu=False)
        self.box.setAspectLocked(True)
        self.view.setCentralItem(self.box)
        brushes = [pg.mkBrush(theme.cluster(at)) for at in range(CLUSTERS)]
        item = pg.ScatterPlotItem(
            x=shown.points[:, 0],
            y=shown.points[:, 1],
            size=2 * LEAST_RADIUS,
            pen=None,
            brush=[brushes[label] for label in shown.clusters],
            symbol=[SYMBOLS[kind] for kind in shown.kinds],
        )
        self.box.addItem(item)
        self.widget: QWidget = self.view
        self.view.show()

    def frame(self) -> None:
        """One repaint."""
        self.view.viewport().repaint()

    def rest(self) -> None:
        """Resting it draws the same."""
        self.frame()

    def close(self) -> None:
        """Take it down."""
        self.view.close()
        self.view.deleteLater()


Way = Ours | Theirs


def pan(way: Way) -> None:
    """A step of a drag."""
    way.box.translateBy(x=0.002, y=0.001)
    way.frame()


def zoom(way: Way) -> None:
    """A notch of a fine wheel."""
    way.box.scaleBy((0.995, 0.995))
    way.frame()


MOVES: dict[str, Callable[[Way], None]] = {"pan": pan, "zoom": zoom, "rest": lambda way: way.rest()}


def look_at_all(way: Way) -> None:
    """The same part of the map for both."""
    way.box.setRange(QRectF(-1.5, -1.0, 3.0, 2.0), padding=0)
    QApplication.processEvents()


def taken_ms(move: Callable[[Way], None], way: Way) -> tuple[float, float]:
    """Processor time of one frame in this thread, and by the clock on the wall."""
    started, clock = time.thread_time(), time.perf_counter()
    move(way)
    return (time.thread_time() - started) * 1000, (time.perf_counter() - clock) * 1000


def picture_of(way: Way) -> QImage:
    """What is on the screen."""
    return way.widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def painted(image: QImage, ground: QColor) -> float:
    """Share of pixels that differ from the ground."""
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return float((pixels & 0xFFFFFF != ground.rgb() & 0xFFFFFF).mean())


def check(way: Way, ground: QColor) -> str:
    """That it really paints, and paints something else after a move."""
    look_at_all(way)
    before = picture_of(way)
    for _ in range(5):
        pan(way)
    after = picture_of(way)
    share = painted(before, ground)
    if share < 0.02 or before == after:
        raise SystemExit(f"{way.name} painted {share:.1%} of its pixels, moved: {before != after}: no figure counts")
    return f"{way.name} painted {share:.1%}, moved"


def compared(count: int, rounds: int, size: tuple[int, int], explorer: Explorer, theme: Theme) -> None:
    """The lines of one number of points."""
    shown = picture(count)
    ways: tuple[Way, Way] = (Ours(explorer, theme, shown, size), Theirs(theme, shown, size))
    ground = theme.colour("ground")
    QApplication.processEvents()
    checks = "; ".join(check(way, ground) for way in ways)
    gc.collect()
    gc.freeze()  # pyqtgraph keeps objects for every point: Python's look through them would count against either
    for name, move in MOVES.items():
        times: dict[str, list[tuple[float, float]]] = {way.name: [] for way in ways}
        for way in ways:
            look_at_all(way)
            move(way)
        for _ in range(rounds):
            for way in ways:
                times[way.name].append(taken_ms(move, way))
        ours, theirs = (statistics.median(spent for spent, _ in times[way.name]) for way in ways)
        worst, wall = max(times["map"])[0], sorted(clock for _, clock in times["map"])
        clocks = f"{statistics.median(wall):6.1f} {wall[0]:6.1f}"
        print(f"{count:9} | {name:4} | {ours:7.1f} {worst:7.1f} | {theirs:8.1f} | {ours / theirs:6.2f} | {clocks}")  # noqa: T201
    rows, _ = ways[0].panel.drawing.spots_in_view()
    hit = [taken_ms(lambda way: way.panel.drawing.point_under(600, 400), ways[0])[0] for _ in range(9)]  # type: ignore[union-attr]
    print(f"{'':9} | hit test {statistics.median(hit):.2f} ms of {len(rows)} points in view | {checks}")  # noqa: T201
    for way in ways:
        way.close()
    QApplication.processEvents()


def main() -> None:
    """Print a line for each number of points and each move."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--size", default="1200x800")
    asked = parser.parse_args()
    width, _, height = asked.size.partition("x")
    app = QApplication.instance() or QApplication([])
    load_fonts()
    theme = load_theme("dark")
    use_theme(app, theme)
    engine = open_engine(paths.default_library())
    with engine.library(write=True):
        pass
    explorer = Explorer(engine, is_still=True)
    print("   points | move |  map ms   worst | scatter  | ratio  | map by the clock: median, best")  # noqa: T201
    for count in asked.points:
        compared(count, asked.rounds, (int(width), int(height)), explorer, theme)
    explorer.close()


if __name__ == "__main__":
    main()
