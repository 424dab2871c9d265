"""What `make run` does after the set-up: the window on the demo library, or the same off screen.

Without a display it builds the demo library, asks it four questions, prints the answers and leaves a picture of the
whole window in build/window.png. It goes through the command line, as anybody could.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from orrery import paths
from orrery.app import open_engine
from orrery.cli.output import report_as_text
from orrery.errors import OrreryError
from orrery.workflows.demo import build_demo

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "build/window.png"
DEMO = paths.resources() / "demo"
QUESTIONS = (
    ("pictures for the words “a cup of coffee”", "kind:image a cup of coffee"),
    ("sounds for the picture cat.jpg", f'kind:sound "{DEMO / "photos/cat.jpg"}"'),
    ("texts for the sound birdsong.ogg", f'kind:text "{DEMO / "sounds/birdsong.ogg"}"'),
    ("anything for the words “a dog barking”", "a dog barking"),
)
ANSWERS = 3


def main() -> int:
    """Start the window where there is a display that answers, else go off screen."""
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # a locale may know fewer letters
    if has_display():
        print("Starting Orrery on the demo library.", flush=True)
        code = orrery("demo").returncode
        if code != -signal.SIGABRT:  # how Qt ends when the display cannot be reached
            return code
        print("The display cannot be reached; going on off screen.\n", flush=True)
    return off_screen()


def has_display() -> bool:
    """Whether this session says that it has a display."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def off_screen() -> int:
    """Build, ask, draw."""
    print("There is no display here, so Orrery shows itself off screen.\n", flush=True)
    started = time.monotonic()
    library = ("--library", str(paths.demo_library()))
    print(f"The demo library: {paths.demo_library()}", flush=True)
    try:
        print(report_as_text(build_demo(open_engine(paths.demo_library()))), flush=True)
    except OrreryError as problem:
        print(f"orrery: {problem}", file=sys.stderr)
        return problem.exit_code
    for step in (ask, draw):
        code = step(library).returncode
        if code:
            return code
    print(f"\nA picture of the whole window:  {PICTURE}")
    print(
        f"Done in {time.monotonic() - started:.0f} s. Next:  .venv/bin/orrery index FOLDER  ·  .venv/bin/orrery --help"
    )
    return 0


def orrery(*arguments: str, **settings: Any) -> "subprocess.CompletedProcess[str]":
    """Run one sub-command; everything that it starts is plain Python, nothing is looked up on the PATH."""
    command = [sys.executable, "-P", "-m", "orrery", *arguments]
    return subprocess.run(command, check=False, text=True, encoding="utf-8", **settings)


def ask(library: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    """Put the four questions to one process and print its answers."""
    lines = "\n".join(query for _, query in QUESTIONS)
    asking = ("search", *library, "--json", "--limit", str(ANSWERS), "--queries", "-")
    done = orrery(*asking, input=lines, stdout=subprocess.PIPE)
    for (title, _), line in zip(QUESTIONS, done.stdout.splitlines(), strict=False):
        show(title, json.loads(line))
    return done


def show(title: str, answer: dict[str, Any]) -> None:
    """Print one question with its best answers; what is likely gets a dot."""
    print(f"\n{title[0].upper()}{title[1:]}   ({answer.get('took_ms', 0):.0f} ms)")
    if "error" in answer:
        print(f"  {answer['error']}")
    for hit in answer["results"]:
        mark = "●" if hit["likely"] else "○"
        print(f"  {mark} {hit['score'] * 100:3.0f}  {hit['kind']:5}  {Path(hit['path']).name}{where(hit['part'])}")


def where(part: dict[str, Any] | None) -> str:
    """Which part of a sound or a text matched."""
    if part and "text" in part:
        return f"  “{' '.join(part['text'].split())[:60]}…”"
    if part and "start_s" in part:
        return f"  from {part['start_s']:.0f} to {part['end_s']:.0f} s"
    return ""


def draw(library: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    """Leave a picture of the window on the last question."""
    PICTURE.parent.mkdir(exist_ok=True)
    return orrery(
        "shot", *library, "--quiet", "--out", str(PICTURE), "--query", QUESTIONS[-1][1], stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(main())
