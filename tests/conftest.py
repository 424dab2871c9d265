"""What every test gets: a home of its own, no screen, no leaked threads or timers, and engines on the toy pack."""

import gc
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from packs import make_pack
from things import write_good_things

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"

from PySide6.QtCore import QTimer

from orrery.encoding.calibration import load_calibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.library.previews import PreviewStore
from orrery.settings import Settings
from orrery.viewmodels.garbage import collect_if_due
from orrery.workflows.engine import Engine

# A build must not fail by the luck of a draw; everywhere else each run tries new examples.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# Qt's multimedia looks for what a machine without sound, video acceleration or a session has not. Each message exactly:
MULTIMEDIA_SAYS = (
    # the sound server of newer desktops; Qt goes on with PulseAudio
    r"^Couldn't load pipewire-0\.3 library$",
    r"^Couldn't resolve pipewire-0\.3 symbols$",
    # hardware decoding of video, which Orrery never needs
    r"^Couldn't load (va|va-drm|va-x11|va\(in plugin\)) library$",
    r"^Couldn't resolve (va|va-drm|va-x11|va\(in plugin\)) symbols$",
    # no sound server is running
    r"^PulseAudioService: pa_context_connect\(\) failed$",
    # … and so there is nothing to play on; the player tells the user in a sentence of its own
    r"^No audio device detected$",
)

# Without a screen there is nothing to raise a window on, to size it for, or to take the keyboard from; pop-ups ask for
# all three.
OFFSCREEN_SAYS = tuple(
    rf"^This plugin does not support {what}$"
    for what in (r"propagateSizeHints\(\)", r"raise\(\)", "grabbing the keyboard")
)

GRACE_S = 5.0
"""How long a thread may take to end after its test; one that was told to stop ends within milliseconds."""


def pytest_configure(config: pytest.Config) -> None:
    for message in MULTIMEDIA_SAYS + OFFSCREEN_SAYS:
        config.addinivalue_line("qt_log_ignore", message)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the user's libraries, settings or caches."""
    home = tmp_path / "orrery-home"
    monkeypatch.setenv("ORRERY_HOME", str(home))
    return home


@pytest.fixture(autouse=True, scope="session")
def garbage_in_the_main_thread() -> Iterator[None]:
    """As in the application: a window of an earlier test must not be taken apart by a worker of a later one."""
    gc.freeze()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def garbage_between_tests(garbage_in_the_main_thread: None) -> Iterator[None]:
    yield
    collect_if_due()


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + GRACE_S
    while (leaked := _new_threads(before)) and time.monotonic() < deadline:
        leaked[0].join(0.02)
    assert not leaked, f"these threads outlived the test: {[thread.name for thread in leaked]}"


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    # A "Dummy" thread is one of Qt's or onnxruntime's that once called into Python; it has no end that Python knows of.
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not thread.name.startswith("Dummy-")
    ]


@pytest.fixture(autouse=True)
def no_leaked_timers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    started: list[QTimer] = []
    start = QTimer.start

    def noted(timer: QTimer, *args: object) -> None:
        started.append(timer)
        start(timer, *args)

    monkeypatch.setattr(QTimer, "start", noted)
    yield
    assert not [timer for timer in started if _is_running(timer)], "a timer outlived the test"


def _is_running(timer: QTimer) -> bool:
    try:
        return timer.isActive()
    except RuntimeError:  # Qt has deleted it
        return False


@pytest.fixture(scope="session")
def toy_encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    folder = tmp_path_factory.mktemp("packs") / "toy"
    make_pack(folder)
    return Encoder(load_pack(folder), threads=1)


@pytest.fixture
def make_engine(tmp_path: Path, toy_encoder: Encoder) -> Callable[[str], Engine]:
    def make(name: str = "library.orrery") -> Engine:
        return _engine(tmp_path / "libraries" / name, toy_encoder)

    return make


@pytest.fixture
def engine(make_engine: Callable[[str], Engine]) -> Engine:
    """On an empty library."""
    return make_engine("library.orrery")


@pytest.fixture
def filled_engine(make_engine: Callable[[str], Engine], filled_library: Path) -> Engine:
    """On a library with four pictures, three sounds, two texts, one broken file, and a map."""
    made = make_engine("filled.orrery")
    shutil.copytree(filled_library.parent, made.library_path.parent, dirs_exist_ok=True)
    return made


@pytest.fixture(scope="session")
def filled_library(tmp_path_factory: pytest.TempPathFactory, toy_encoder: Encoder) -> Path:
    """Made once: taking files in starts decoder processes. Work on a copy of it."""
    from orrery.workflows.chart import chart
    from orrery.workflows.ingest import ingest

    folder = tmp_path_factory.mktemp("filled")
    engine = _engine(folder / "libraries" / "filled.orrery", toy_encoder)
    ingest(engine, [write_things(folder / "things")])
    chart(engine)
    return engine.library_path


@pytest.fixture
def things(tmp_path: Path) -> Path:
    """A folder of files to take in."""
    return write_things(tmp_path / "things")


def write_things(folder: Path) -> Path:
    write_good_things(folder)
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    return folder


def _engine(library: Path, encoder: Encoder) -> Engine:
    library.parent.mkdir(parents=True, exist_ok=True)
    settings = Settings(decoder_processes=1)
    return Engine(library, encoder, load_calibration(encoder.pack), PreviewStore.beside(library), settings)
