# ruff: noqa: T201
"""How the results hold up with many items: scrolling, memory, and the time from a key press to answers on screen.

    python tests/benchmarks/bench_results.py [--counts 10000 100000 500000] [--library 100000]

Off screen. The grid is held against Qt's own QListView in icon mode with a QStandardItemModel, same items, same size of
cards, drawn by Qt's own delegate from pixmaps that are there; ours reads and decodes them in the background while it
scrolls. A frame counts from moving the scroll bar until all of it is painted.
"""

import argparse
import gc
import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

import numpy as np
import psutil
from PySide6.QtCore import QBuffer, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from orrery.app import open_engine
from orrery.domain.item import FileStamp, Item, Whole
from orrery.domain.modality import Kind
from orrery.library.rows import Embedded
from orrery.panels.results import ResultsPanel
from orrery.panels.theme import load_fonts, load_theme, use_theme
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.items import desk_of
from orrery.workflows.engine import Engine
from orrery.workflows.previews import Thumbnail

WIDTH, HEIGHT = 420, 900
FRAMES = 120
FACTS = {"width": 4032, "height": 3024, "taken": "2021-05-06T10:00:00"}


def memory_mb() -> float:
    """Memory of this process that no other shares."""
    gc.collect()
    return psutil.Process().memory_full_info().uss / 1e6


def jpeg(number: int) -> bytes:
    """A thumbnail of 512 pixels, as the decoders make them."""
    image = QImage(512, 384, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(number * 37 % 360, 160, 200))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def items(count: int) -> tuple[Item, ...]:
    """Photos."""
    return tuple(
        Item(n, b"/photos/%04d/img_%07d.jpg" % (n // 1000, n), Kind.IMAGE, n, 2_000_000, 10**18, facts=FACTS)
        for n in range(count)
    )


def frames(view: QAbstractItemView, steps: list[int]) -> list[float]:
    """Milliseconds from moving the scroll bar to each place until it is painted, events of the background included."""
    taken = []
    for place in steps:
        started = time.perf_counter()
        view.verticalScrollBar().setValue(place)
        QApplication.processEvents()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def told(taken: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{statistics.median(taken):6.1f} {np.percentile(taken, 95):6.1f}"


def scrolled(view: QAbstractItemView) -> str:
    """Frames of a steady scroll, 40 pixels each, and of jumps anywhere."""
    most = view.verticalScrollBar().maximum()
    steady = frames(view, [min(most, 5000 + 40 * step) for step in range(FRAMES)])
    jumps = frames(view, np.random.default_rng(0).integers(0, most, FRAMES // 4).tolist())
    return f"{told(steady)} | {told(jumps)}"


def ours(many: tuple[Item, ...], engine: Engine) -> str:
    """A line for the results panel."""
    pictures = [Thumbnail(jpeg(number)) for number in range(32)]
    explorer = Explorer(engine)
    explorer.previews.preview = lambda item: pictures[item.id % 32]  # type: ignore[method-assign]
    panel = ResultsPanel(explorer, load_theme("dark"))
    panel.resize(WIDTH, HEIGHT)
    panel.show()
    QApplication.processEvents()
    before = memory_mb()
    started = time.perf_counter()
    explorer.listed.emit(many)
    panel.grid.viewport().repaint()
    shown = (time.perf_counter() - started) * 1000
    rates = scrolled(panel.grid)
    held = memory_mb() - before
    close(panel, explorer)
    return f"{shown:9.0f} | {rates} | {held:6.0f}"


def plain(many: tuple[Item, ...]) -> str:
    """A line for Qt's own list."""
    icons = []
    for number in range(32):
        pixmap = QPixmap()
        pixmap.loadFromData(jpeg(number))
        icons.append(QIcon(pixmap.scaled(118, 88)))
    view = QListView()
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setUniformItemSizes(True)
    view.setGridSize(QSize(132, 122))
    view.setIconSize(QSize(118, 88))
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.resize(WIDTH, HEIGHT)
    view.show()
    QApplication.processEvents()
    before = memory_mb()
    started = time.perf_counter()
    model = QStandardItemModel()
    for item in many:
        model.appendRow(QStandardItem(icons[item.id % 32], item.name))
    view.setModel(model)
    view.doItemsLayout()
    view.viewport().repaint()
    shown = (time.perf_counter() - started) * 1000
    rates = scrolled(view)
    held = memory_mb() - before
    view.close()
    view.deleteLater()
    model.deleteLater()
    settle(lambda: True)
    return f"{shown:9.0f} | {rates} | {held:6.0f}"


class Painted(QObject):
    """Notes when a widget was last painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.at = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return super().eventFilter(watched, event)


def key_press(count: int, folder: Path) -> str:
    """From Enter in the query line until the answers are painted."""
    engine = filled(count, folder)
    explorer = Explorer(engine)
    picture = Thumbnail(jpeg(0))
    explorer.previews.preview = lambda _: picture  # type: ignore[method-assign]
    panel = ResultsPanel(explorer, load_theme("dark"))
    panel.resize(WIDTH, HEIGHT)
    panel.show()
    painted = Painted(panel.grid.viewport())
    explorer.ask_text("warm up")
    settle(lambda: explorer.answers is not None)
    total, searching = [], []
    for number in range(15):
        settle(lambda: not explorer.runner.is_busy and desk_of(explorer).is_settled)
        started = time.perf_counter()
        explorer.ask_text(f"a dog on a beach {number}")
        settle(lambda: explorer.answers is not None)
        answered = time.perf_counter()
        settle(lambda answered=answered: painted.at > answered - 0.05 and painted.at > started)  # noqa: B023
        total.append((time.perf_counter() - started) * 1000)
        searching.append(explorer.answers.took_ms if explorer.answers else 0.0)
    close(panel, explorer)
    rest = [whole - search for whole, search in zip(total, searching, strict=True)]
    return f"{count:8} | {told(total)} | {told(searching)} | {told(rest)}"


def filled(count: int, folder: Path) -> Engine:
    """A library of pictures that were never there, with vectors in clusters."""
    engine = open_engine(folder / "library.orrery")
    rng = np.random.default_rng(0)
    with engine.library(write=True) as library:
        for start in range(0, count, 1000):
            size = min(1000, count - start)
            vectors = {}
            for space in engine.spaces:
                raw = rng.normal(size=(size, space.dim)).astype(np.float32)
                vectors[space] = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float16)
            library.store([_embedded(start + row, row, vectors) for row in range(size)])
    return engine


def _embedded(number: int, row: int, vectors: dict) -> Embedded:
    stamp = FileStamp(b"/photos/%04d/img_%07d.jpg" % (number // 1000, number), 2_000_000, 10**18)
    own = {space: matrix[row : row + 1] for space, matrix in vectors.items()}
    digest = hashlib.sha256(str(number).encode()).digest()
    return Embedded(stamp, b"/photos", Kind.IMAGE, digest, (Whole(),), own, FACTS)


def settle(is_done: Callable[[], bool], pause_s: float = 0.001) -> None:
    """Let events run until something is the case."""
    for _ in range(200_000):
        QApplication.processEvents()
        if is_done():
            return
        time.sleep(pause_s)


def close(panel: ResultsPanel, explorer: Explorer) -> None:
    """End threads and widgets."""
    explorer.close()
    panel.close()
    panel.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main() -> None:
    """Print the tables."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000, 500_000])
    reader.add_argument("--library", type=int, default=100_000)
    wanted = reader.parse_args()
    app = QApplication.instance() or QApplication([])
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    load_fonts()
    use_theme(app, load_theme("dark"))  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "empty.orrery")
        print("             items | first ms | steady ms  95 % | jumps ms   95 % |     MB")
        for count in wanted.counts:
            many = items(count)
            print(f"results   {count:8} | {ours(many, engine)}", flush=True)
            print(f"QListView {count:8} | {plain(many)}", flush=True)
        if wanted.library:
            print("\n   items | Enter to painted ms 95 % | of it search | the rest")
            print(key_press(wanted.library, Path(folder)))


if __name__ == "__main__":
    main()
