"""What went wrong inside Orrery, kept on this machine for the user to read and to copy; nothing is ever sent.

Two kinds of trouble leave a report in ORRERY_HOME/crashes: a bug that was caught, with its traceback, and an end of the
whole process, of which `faulthandler` writes down where every thread was. The latter writes into a file that is open
all the while; whatever is in it when no process of that number runs any more came from a crash.
"""

import contextlib
import faulthandler
import itertools
import os
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TextIO

from orrery import __version__, paths

MOST_REPORTS = 20
"""Reports that are kept; older ones go."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    Attributes:
        file: where it is kept.
        text: what happened, with versions, as it would be passed on.
    """

    file: Path
    text: str


class CrashKeeper:
    """Writes reports, and finds those that nobody has seen yet."""

    def __init__(self, folder: Path | None = None) -> None:
        """Make a keeper.

        Args:
            folder: for the reports; ORRERY_HOME/crashes unless given.
        """
        self._folder = folder or paths.home() / "crashes"
        self._open: TextIO | None = None

    def begin(self) -> None:
        """From now on a crash of the process leaves a trace; where nothing can be written, none."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._open = self._trace_of(os.getpid()).open("w", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(self._open)

    def end(self) -> None:
        """The process ends as it should: there is nothing to report."""
        if self._open is not None:
            faulthandler.disable()
            self._open.close()
            self._trace_of(os.getpid()).unlink(missing_ok=True)
            self._open = None

    def keep(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> Report | None:
        """Write down a bug; None where it cannot be written."""
        return self._write("".join(traceback.format_exception(kind, bug, trace)))

    def collect(self) -> None:
        """Turn what crashed processes left behind into reports."""
        for file in sorted(self._folder.glob("running-*.trace")):
            number = file.stem.partition("-")[2]
            if not number.isdigit() or _runs(int(number)):
                continue
            trace = file.read_text("utf-8", errors="replace").strip()
            if trace:  # an empty one: the machine was switched off, or somebody ended the process
                self._write(trace)
            file.unlink(missing_ok=True)

    def unseen(self) -> tuple[Report, ...]:
        """Reports that were not shown yet, newest first."""
        return tuple(_read(file) for file in sorted(self._folder.glob("new-*.txt"), reverse=True))

    def latest(self) -> Report | None:
        """The newest report, seen or not."""
        files = sorted(self._folder.glob("*.txt"), key=lambda file: file.name.partition("-")[2])
        return _read(files[-1]) if files else None

    def mark_seen(self) -> None:
        """Show none of them again on start; keep the newest."""
        for file in self._folder.glob("new-*.txt"):
            file.replace(file.with_name("seen-" + file.name.partition("-")[2]))
        for old in sorted(self._folder.glob("seen-*.txt"))[:-MOST_REPORTS]:
            old.unlink(missing_ok=True)

    def catch(self, told: Callable[[Exception], None]) -> None:
        """Keep what escapes anywhere from now on, in threads too.

        Args:
            told: called for a bug in the window's thread, to say so.
        """

        def escaped(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
            self.keep(kind, bug, trace)
            if isinstance(bug, Exception):
                told(bug)

        def escaped_in_thread(what: threading.ExceptHookArgs) -> None:
            if what.exc_value is not None and what.exc_type is not SystemExit:
                self.keep(what.exc_type, what.exc_value, what.exc_traceback)

        sys.excepthook = escaped
        threading.excepthook = escaped_in_thread

    def let_go(self) -> None:
        """Leave what escapes to Python again."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _write(self, trace: str) -> Report | None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for moment in itertools.count(time.time_ns() // 1000):  # microseconds; two threads may fail in the same one
                second = time.localtime(moment // 1_000_000)
                file = self._folder / f"new-{time.strftime('%Y%m%d-%H%M%S', second)}-{moment % 1_000_000:06}.txt"
                text = f"{_versions()}\n{time.strftime('%Y-%m-%d %H:%M:%S', second)}\n\n{trace}\n"
                with contextlib.suppress(FileExistsError), file.open("x", encoding="utf-8", errors="replace") as out:
                    out.write(text)
                    return Report(file, text)
        except OSError:
            pass
        return None

    def _trace_of(self, process: int) -> Path:
        return self._folder / f"running-{process}.trace"


def _read(file: Path) -> Report:
    return Report(file, file.read_text("utf-8", errors="replace"))


def _runs(process: int) -> bool:
    import psutil

    return process != os.getpid() and psutil.pid_exists(process)


def _versions() -> str:
    from PySide6 import __version__ as qt

    return f"Orrery {__version__} · Python {platform.python_version()} · Qt {qt} · {platform.platform()}"
