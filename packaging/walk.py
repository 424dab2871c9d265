"""A walk through the window on a real X display, with a real mouse and keyboard: `make walk`.

Needs Xvfb and xdotool (Debian: xvfb, xdotool). Files are dropped from another program's window, a query is typed, items
are picked with the lasso, tagged, the tag taken back and put again, a sound played, results exported, an item dragged
from the map to the query line; then the window is closed and opened again, to be as it was left. What is claimed is
looked up from outside, on the command line, in the exported folder and in what the window remembers; pictures of every
step are left in build/walk.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build/walk"
HOME = OUT / "home"
EXPORTED = OUT / "exported"
DEMO = ROOT / "resources/demo"
DISPLAY = ":97"
SCREEN = "1700x1200x24"
WIDTH, HEIGHT = 1500, 950
LONGEST_S = 120
LINE = (290, 50, 900, 90)
"""Where the query line is."""
MANY_COLOURS = 150

SOURCE = """
import sys
from PySide6.QtCore import QMimeData, QUrl, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

class Files(QLabel):
    def mousePressEvent(self, event):
        drag = QDrag(self)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path) for path in sys.argv[1:]])
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)

app = QApplication(["files"])
label = Files("some files")
label.setWindowTitle("another program")
label.setGeometry(1510, 100, 160, 120)
label.show()
app.exec()
"""


class Lost(Exception):
    """Something did not come to pass."""


def main() -> int:
    """Walk; 0 when every step held."""
    missing = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    if missing:
        print(f"The walk needs {' and '.join(missing)}: sudo apt-get install xvfb xdotool", file=sys.stderr)
        return 2
    shutil.rmtree(OUT, ignore_errors=True)
    EXPORTED.mkdir(parents=True)
    HOME.mkdir()
    with running(["Xvfb", DISPLAY, "-screen", "0", SCREEN, "-nolisten", "tcp"]):
        wait(
            "the display",
            lambda: (
                subprocess.run(
                    ["xdotool", "getdisplaygeometry"], env=env(), check=False, capture_output=True
                ).returncode
                == 0
            ),
        )
        try:
            first_visit()
            second_visit()
        except Lost as lost:
            picture("lost")
            print(f"✗ {lost}; see {OUT}/lost.png", file=sys.stderr)
            return 1
    print(f"Every step held. Pictures: {OUT}")
    return 0


def first_visit() -> None:
    """From an empty window to an export."""
    with window():
        picture("1-empty")
        drop([DEMO / "photos", DEMO / "sounds", DEMO / "texts"])
        wait("52 items after the drop", lambda: info()["embedded"] >= 52)
        wait("the map", lambda: clusters() > 1)
        time.sleep(2)
        picture("2-dropped")
        held("files dropped from another program are in the library")
        key("ctrl+f")
        words("a dog barking")
        key("Return")
        time.sleep(3)
        picture("3-asked")
        tag_by_lasso()
        key("ctrl+2")
        key("Home")
        key("space")
        time.sleep(2)
        picture("6-played")
        key("Escape")
        export()
        take_along()
        key("ctrl+q")
    asked = "".join(file.read_text("utf-8") for file in HOME.rglob("session-*.json"))
    if '"item"' not in asked:
        raise Lost("the item that was dragged from the map is not in the question that is remembered")
    held("an item dragged from the map to the query line is asked with")


def tag_by_lasso() -> None:
    """Pick some items, tag them, take it back, do it again."""
    key("ctrl+1")
    key("l")
    lasso()
    time.sleep(1)
    picture("4-lasso")
    key("ctrl+t")
    wait("the question for a name", lambda: bool(dialogs()))
    words("walked")
    xdotool("key", "Return")
    wait("a tag", lambda: tagged("walked") > 0)
    count = tagged("walked")
    picture("5-tagged")
    held(f"the lasso picked {count} items, and they are tagged")
    key("ctrl+1")
    key("ctrl+z")
    wait("the tag taken back", lambda: tagged("walked") == 0)
    key("ctrl+shift+z")
    wait("the tag put again", lambda: tagged("walked") == count)
    held("undo takes the tag back, redo puts it again")


def export() -> None:
    """Copy all that was found to a folder."""
    key("ctrl+2")
    key("ctrl+a")
    key("ctrl+e")
    wait("the question for a folder", lambda: bool(dialogs()))
    time.sleep(1)
    picture("7-export")
    words("")
    xdotool("key", "ctrl+a")
    words(str(EXPORTED))
    xdotool("key", "Return")
    wait("copies", lambda: len(list(EXPORTED.iterdir())) > 0)
    time.sleep(2)
    held(f"{len(list(EXPORTED.iterdir()))} copies are in the folder that was named")
    picture("8-exported")


def take_along() -> None:
    """Drag a thumbnail of the map to the query line."""
    key("ctrl+shift+a")
    key("ctrl+1")
    key("v")
    for x, y in ((x, y) for y in range(200, 700, 20) for x in range(260, 720, 20)):
        if not is_picture(x, y):
            continue
        before = look(LINE)
        move(x, y)
        xdotool("mousedown", "1")
        for by, down in ((x + 8, y - 8), (x + 40, y - 60), (700, 90), (720, 72), (722, 70)):
            move(by, down)
        xdotool("mouseup", "1")
        move(700, 940)
        time.sleep(2)
        picture("8-taken-along")
        if look(LINE) == before:
            raise Lost("no item could be dragged from the map to the query line")
        return
    raise Lost("there is no thumbnail on the map")


def second_visit() -> None:
    """The window is as it was left."""
    with window():
        time.sleep(4)
        picture("9-again")
        held("opened again (compare 8-exported.png and 9-again.png)")
        key("ctrl+q")


# --- hands and eyes


@contextmanager
def window() -> Iterator[None]:
    """Orrery, opened at the display's corner; it has to close by itself in the end."""
    command = [sys.executable, "-P", "-m", "orrery"]
    with (OUT / "window.log").open("ab") as log:
        process = subprocess.Popen(command, env=env(), stdout=log, stderr=log)
    try:
        wait("the window", lambda: bool(windows("– Orrery")))
        name = windows("– Orrery")[0]
        xdotool("windowmove", name, "0", "0")
        xdotool("windowsize", name, str(WIDTH), str(HEIGHT))
        xdotool("windowfocus", name)
        time.sleep(1)
        yield
        if process.wait(20) != 0:
            raise Lost(f"the window ended with {process.returncode}")
    except subprocess.TimeoutExpired as expired:
        raise Lost("the window did not close") from expired
    finally:
        process.kill()


def drop(paths: list[Path]) -> None:
    """Drag files from a window of another program onto Orrery's."""
    with running([sys.executable, "-c", SOURCE, *map(str, paths)]):
        wait("the other program", lambda: bool(windows("another program")))
        time.sleep(1)
        move(1590, 160)
        xdotool("mousedown", "1")
        for x, y in ((1560, 170), (1400, 300), (1000, 450), (760, 480), (750, 482), (748, 484)):
            move(x, y)
        picture("1-dragging")
        xdotool("mouseup", "1")
        time.sleep(1)


def lasso() -> None:
    """Around the middle of the map."""
    move(330, 330)
    xdotool("mousedown", "1")
    for x, y in ((420, 280), (560, 300), (640, 400), (600, 540), (460, 600), (340, 520), (310, 420)):
        move(x, y)
    xdotool("mouseup", "1")


def move(x: int, y: int) -> None:
    """Go there with the mouse, as a hand does: not in one leap."""
    xdotool("mousemove", str(x - 3), str(y - 3))
    xdotool("mousemove", str(x), str(y))
    time.sleep(0.12)


def key(combination: str) -> None:
    """Press a key."""
    focus()
    xdotool("key", "--clearmodifiers", combination)
    time.sleep(0.4)


def focus() -> None:
    """Give the keyboard to the topmost of Orrery's windows; there is no window manager that would."""
    found = windows("– Orrery")
    if found and not dialogs():
        xdotool("windowfocus", "--sync", found[0])


def dialogs() -> list[str]:
    """Windows of Orrery's that lie above its first."""
    return [name for title in ("New tag", "Copy to this folder") for name in windows(title)]


def words(text: str) -> None:
    """Type."""
    for name in dialogs():
        xdotool("windowfocus", "--sync", name)
    xdotool("type", "--delay", "15", text)
    time.sleep(0.4)


def picture(name: str) -> None:
    """Keep what is on the display."""
    from PIL import ImageGrab

    ImageGrab.grab(xdisplay=DISPLAY).save(OUT / f"{name}.png")


def is_picture(x: int, y: int) -> bool:
    """Whether a thumbnail lies there: more colours than points and words have."""
    left, top = x - 10, y - 8
    return len(set(pixels_of(look((left, top, left + 20, top + 16))))) > MANY_COLOURS


def pixels_of(pixels: bytes) -> list[bytes]:
    """Pixel by pixel."""
    return [pixels[at : at + 3] for at in range(0, len(pixels), 3)]


def look(part: tuple[int, int, int, int]) -> bytes:
    """The pixels of a part of the display, three bytes each: left, top, right, bottom."""
    from PIL import ImageGrab

    return ImageGrab.grab(part, xdisplay=DISPLAY).convert("RGB").tobytes()


def held(what: str) -> None:
    """Tell of a step that held."""
    print(f"✓ {what}", flush=True)


def wait(what: str, is_there: Callable[[], bool]) -> None:
    """Wait for something.

    Raises:
        Lost: it does not come.
    """
    deadline = time.monotonic() + LONGEST_S
    while not is_there():
        if time.monotonic() > deadline:
            raise Lost(f"{what} did not come within {LONGEST_S} s")
        time.sleep(0.5)


# --- looking it up from outside


def info() -> dict:
    """What the library holds."""
    return (orrery("info") or [{"embedded": 0}])[0]


def clusters() -> int:
    """Clusters of the map."""
    return len((orrery("map") or [{"clusters": []}])[0]["clusters"])


def tagged(tag: str) -> int:
    """Items with a tag."""
    return len(orrery("search", f"tag:{tag}", "anything", "--limit", "500"))


def orrery(*words: str) -> list[dict]:
    """Ask the command line; nothing where it has nothing to say."""
    command = [sys.executable, "-P", "-m", "orrery", *words, "--json", "--quiet"]
    done = subprocess.run(command, env=env(), capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return lines[0]["results"] if lines and words[0] == "search" and "results" in lines[0] else lines


def windows(title: str) -> list[str]:
    """The windows of that title."""
    done = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", title], env=env(), capture_output=True, text=True, check=False
    )
    return done.stdout.split()


def xdotool(*words: str) -> None:
    """Move the mouse, press keys."""
    subprocess.run(["xdotool", *words], env=env(), check=True)


@contextmanager
def running(command: list[str]) -> Iterator[None]:
    """Something in the background, until the block ends."""
    process = subprocess.Popen(command, env=env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def env() -> dict[str, str]:
    """Where everything happens."""
    own = {"DISPLAY": DISPLAY, "ORRERY_HOME": str(HOME), "QT_QPA_PLATFORM": "xcb"}
    return {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"} | own


if __name__ == "__main__":
    sys.exit(main())
