"""How long the map takes to draw a frame: the rasteriser against pyqtgraph's ScatterPlotItem, same data, same run.

Run: .venv/bin/python tests/benchmarks/bench_map.py [points …]

Both draw the same points into a picture of 1200 x 800 pixels; the share of painted pixels is printed beside the time,
because a frame that paints nothing is fast. "moving" is the rasteriser on the sample that the map draws while it moves.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from orrery.mapping.raster import (
    Frame,
    Words,
    draw_density,
    draw_points,
    nearest_place,
    places_of,
    premultiplied,
    radius_for,
)
from orrery.panels.map_layers import LEAST_RADIUS, SAMPLE

WIDTH, HEIGHT = 1200, 800
FRAME = Frame(-1.5, 1.0, 400, 400, WIDTH, HEIGHT)
COLOURS = ("#7aa2f7", "#9ece6a", "#e0af68", "#f7768e", "#bb9af7", "#7dcfff", "#ff9e64", "#73daca")
SYMBOLS = ("o", "t1", "s")
GROUND = QColor("#16171f")


def clouds(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points in twelve clusters, shapes and colour numbers."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 12, count)
    middles = rng.uniform(-0.8, 0.8, (12, 2))
    points = (middles[labels] + rng.normal(0, 0.09, (count, 2))).astype(np.float32)
    return points, rng.integers(0, 3, count).astype(np.uint8), labels % len(COLOURS)


def rasterised(points: np.ndarray, shapes: np.ndarray, words: Words) -> QImage:
    """What the map does for a frame: places, radius, stamps or density, and the picture."""
    places = places_of(points, FRAME)
    radius = radius_for(len(points), FRAME, LEAST_RADIUS)
    drawn = draw_points(places, shapes, words, radius, FRAME) if radius else draw_density(places, words, FRAME)
    image = QImage(drawn.data, drawn.shape[1], drawn.shape[0], QImage.Format.Format_ARGB32_Premultiplied)
    canvas = empty()
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(0, 0, WIDTH, HEIGHT), image)
    painter.end()
    return canvas


def scatter(points: np.ndarray, shapes: np.ndarray, numbers: np.ndarray) -> Callable[[], QImage]:
    """pyqtgraph's way, in its usual settings, painted by its own view."""
    view = pg.GraphicsView(background=GROUND)
    view.resize(WIDTH, HEIGHT)
    box = pg.ViewBox(enableMenu=False)
    view.setCentralItem(box)
    box.setRange(QRectF(-1.5, -1.0, 3.0, 2.0), padding=0)
    brushes = [pg.mkBrush(colour) for colour in COLOURS]
    symbols = [SYMBOLS[shape] for shape in shapes]
    item = pg.ScatterPlotItem(
        x=points[:, 0],
        y=points[:, 1],
        size=2 * LEAST_RADIUS,
        pen=None,
        brush=[brushes[number] for number in numbers],
        symbol=symbols,
    )
    box.addItem(item)
    view.show()
    QApplication.processEvents()

    def draw() -> QImage:
        box.translateBy(x=1e-4, y=0)  # another view each frame, as while panning
        canvas = empty()
        painter = QPainter(canvas)
        view.render(painter)
        painter.end()
        return canvas

    return draw


def empty() -> QImage:
    """A picture of the ground."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(GROUND)
    return image


def painted(image: QImage) -> float:
    """Share of pixels that differ from the ground."""
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(HEIGHT, WIDTH)
    return float((pixels != GROUND.rgba()).mean())


def timed(draw: Callable[[], object], rounds: int) -> float:
    """Median milliseconds."""
    draw()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        draw()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def compared(count: int) -> str:
    """One line of the table."""
    table = np.array([premultiplied(*QColor(colour).getRgb()[:3]) for colour in COLOURS], np.uint32)
    points, shapes, numbers = clouds(count)
    words = table[numbers]
    step, rounds = max(1, count // SAMPLE), 30 if count <= SAMPLE else 10
    ours = timed(lambda: rasterised(points, shapes, words), rounds)
    moving = timed(lambda: rasterised(points[::step], shapes[::step], words[::step]), rounds)
    plot = scatter(points, shapes, numbers)
    theirs = timed(plot, rounds if count <= SAMPLE else 3)
    places = places_of(points, FRAME)
    hit = timed(lambda: nearest_place(places, 600, 400, 9), rounds)
    shares = painted(rasterised(points, shapes, words)), painted(plot())
    return f"{count:8} | {ours:10.1f}  {shares[0]:7.1%} | {moving:6.1f} | {theirs:15.1f}  {shares[1]:7.1%} | {hit:8.2f}"


def main() -> None:
    """Print a line for each number of points."""
    app = QApplication.instance() or QApplication([])
    print("  points | rasteriser  painted | moving | ScatterPlotItem  painted | hit test   (ms a frame, median)")  # noqa: T201
    for count in [int(word) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        print(compared(count))  # noqa: T201
    app.quit()


if __name__ == "__main__":
    main()
