"""One decoder process, seen from outside: start it, ask it, end it."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from orrery.domain.item import FileStamp
from orrery.errors import DecoderDied
from orrery.media import wire
from orrery.media.decode import Decoded, DecodeRequest, Undecoded
from orrery.media.limits import Limits

HIDDEN_ARGUMENT = "--decoder-process"
"""First argument by which a frozen application becomes a decoder process."""

_START_S = 60.0
"""A child that says nothing for so long does not start; on a machine that is very busy it takes some seconds."""

_PIPE_BYTES = 1 << 20
_SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ of Linux; the fcntl module names it from 3.10 on, but not on every system


class DecoderProcess:
    """A child that decodes one file at a time; replaced when it dies.

    Args:
        visit: the function it runs, as "module:name".
        limits: what it may spend on a file.
    """

    def __init__(self, visit: str, limits: Limits) -> None:
        self._visit = visit
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()  # a child is ended by others only while it is asked, never between two files
        self._is_ready = False
        self._is_doomed = False
        self._is_closed = False
        self._asked_at: float | None = None
        self._verdict: str | None = None

    def start(self) -> None:
        """Start the child without waiting for it, or replace one that has ended; does nothing while one runs."""
        if self._child is not None and (self._is_doomed or (self._is_ready and self._child.poll() is not None)):
            self.end()
        if self._child is None and not self._is_closed:
            self._is_ready = self._is_doomed = False
            self._child = subprocess.Popen(
                _command(self._visit, self._limits),
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
            _widen(self._child)
            if self._is_closed:  # since the question above was asked
                self.kill()

    def ask(self, request: DecodeRequest) -> Decoded | Undecoded:
        """Have a file decoded; if the child dies over it, the file is to blame and the child is gone."""
        self._verdict = None
        self.start()
        self._asked_at = time.monotonic()
        try:
            outcome = self._answer(request)
        except wire.WireClosed:
            return _died(request.stamp, self._cause())
        finally:
            with self._lock:
                self._asked_at = None
        if isinstance(outcome, Undecoded) and isinstance(outcome.problem, DecoderDied):
            self.end()  # it ran out of memory; what is left of it is not to be trusted
        return outcome

    def watch(self) -> None:
        """End the child if it is over its limits; called again and again by another thread."""
        with self._lock:
            if self._child is None or self._asked_at is None:
                return
            limit_s = self._limits.time_s if self._is_ready else max(self._limits.time_s, _START_S)
            if time.monotonic() - self._asked_at > limit_s:
                self._verdict = f"its decoder was still busy after {limit_s:g} seconds"
            elif sys.platform != "linux" and _resident(self._child.pid) > self._limits.memory_bytes:
                gigabytes = self._limits.memory_bytes / (1 << 30)
                self._verdict = f"decoding it needs more than {gigabytes:.1f} GB of memory"
            else:
                return
            self._doom(self._child)

    def kill(self) -> None:
        """End the child from any thread; an ask() in progress returns, and the next one starts a new child."""
        with self._lock:
            if self._child is not None:
                self._doom(self._child)

    def close(self) -> None:
        """End the child from any thread, for good."""
        self._is_closed = True
        self.kill()

    def end(self) -> int | None:
        """End the child and wait until it has gone, from the thread that asks; its exit code, negative for a signal."""
        with self._lock:
            child, self._child = self._child, None
        if child is None:
            return None
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        return child.wait()

    def _doom(self, child: subprocess.Popen[bytes]) -> None:
        self._is_doomed = True
        child.kill()

    def _answer(self, request: DecodeRequest) -> Decoded | Undecoded:
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            raise wire.WireClosed
        if not self._is_ready:
            wire.receive(child.stdout)  # pyright: ignore[reportArgumentType] - unbuffered pipes are raw files
            self._is_ready = True
            self._asked_at = time.monotonic()  # the time to start is not the file's
        wire.send(child.stdin, wire.request_header(request))  # pyright: ignore[reportArgumentType]
        return wire.outcome_from(*wire.receive(child.stdout))  # pyright: ignore[reportArgumentType]

    def _cause(self) -> str:
        was_ready, child = self._is_ready, self._child
        if child is not None and self._verdict is None:
            try:
                child.wait(1.0)  # it closed its pipe, so it is about to end; its exit code tells why
            except subprocess.TimeoutExpired:
                self._verdict = "its decoder stopped answering"
        code = self.end()
        if self._verdict is not None:
            return self._verdict
        if not was_ready:
            return "the decoder process does not start"
        return f"its decoder crashed ({_exit_words(code)})"


def _died(stamp: FileStamp, cause: str) -> Undecoded:
    return Undecoded(stamp, None, DecoderDied(reason=cause))


def _exit_words(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _command(visit: str, limits: Limits) -> list[str]:
    """-P keeps the current folder, which may hold a stranger's numpy.py, out of the module path."""
    is_frozen = getattr(sys, "frozen", False)
    start = [sys.executable, HIDDEN_ARGUMENT] if is_frozen else [sys.executable, "-P", "-m", "orrery.media.worker"]
    return [*start, visit, repr(limits.time_s), str(limits.memory_bytes), str(limits.pixels)]


def _environment() -> dict[str, str]:
    """The same module path as ours; one thread each, because there is a process for each core.

    Threads also cost address space (8 MB of stack and up to 64 MB of arena each), which is limited. What a picture took
    is kept for the next one instead of being given back and asked for again, which for 640 × 480 meant 700 fresh pages
    and 1.4 ms of the system's time, a sixth of all; only the C library of Linux knows these names.
    """
    path = os.pathsep.join(str(Path(entry or ".").absolute()) for entry in sys.path)
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    memory = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": str(8 << 20), "MALLOC_TRIM_THRESHOLD_": str(32 << 20)}
    return os.environ | threads | memory | {"PYTHONPATH": path, "QT_LOGGING_RULES": "*=false"}


def _widen(child: subprocess.Popen[bytes]) -> None:
    """A picture fits a pipe of 1 MB whole, so that the child goes on while we are busy; 64 KB is usual."""
    if sys.platform != "linux" or child.stdout is None:
        return
    import fcntl

    try:
        fcntl.fcntl(child.stdout.fileno(), _SET_PIPE_SIZE, _PIPE_BYTES)
    except OSError:
        return  # the system's allowance for pipes is used up; slower, nothing worse


def _resident(pid: int) -> int:
    import psutil

    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0
