"""Decoder processes that work ahead of the caller.

One supervising thread for each process hands it one file at a time, so that whatever a process dies of is the fault of
the file in its hands. One more thread watches the clock.
"""

import queue
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from orrery.media.decode import Decoded, DecodeRequest, Undecoded
from orrery.media.limits import Limits
from orrery.media.process import DecoderProcess

__all__ = ["DecodeRequest", "Decoded", "DecoderPool", "Limits", "Undecoded"]

_AHEAD = 64
"""Files that may be waiting or in work: two batches of the encoder, so that decoders go on while one is encoded."""

_WATCH_S = 0.25

_PATIENCE_S = 0.5
"""A caller that has waited so long for files gets a second process, after as long again a third. Starting one takes
0.25 s of the processor, and where a model encodes slower than one process decodes the others would start in vain."""


@dataclass(eq=False, slots=True)
class _Run:
    """One call of DecoderPool.decode.

    Attributes:
        finished: outcomes on their way to the caller.
        bytes_ahead: their size; guarded by the pool's condition.
        is_over: the caller has gone.
    """

    finished: "queue.SimpleQueue[Decoded | Undecoded]" = field(default_factory=queue.SimpleQueue)
    bytes_ahead: int = 0
    is_over: bool = False


class DecoderPool:
    """Decoder processes that live as long as the pool; all but the first start when the caller waits for files.

    Args:
        processes: at most how many; about one for each core.
        limits: for each file, and for what may wait for the caller.
        visit: the function that the processes run, as "module:name"; tests put a crashing one here.
    """

    def __init__(
        self, processes: int = 2, limits: Limits | None = None, *, visit: str = "orrery.media.decode:visit"
    ) -> None:
        self._limits = limits or Limits()
        self._waiting: queue.SimpleQueue[tuple[_Run, DecodeRequest] | None] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._in_hand: dict[DecoderProcess, _Run] = {}
        self._closed = threading.Event()
        self._wanted = 1
        self._waited_s = 0.0
        self._processes = [DecoderProcess(visit, self._limits) for _ in range(max(1, processes))]
        self._threads = [
            threading.Thread(target=self._supervise, args=(number, each), daemon=True)
            for number, each in enumerate(self._processes)
        ]
        self._threads.append(threading.Thread(target=self._watch, daemon=True))
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are doing, and wait until they have gone."""
        self._closed.set()
        for process in self._processes:
            self._waiting.put(None)
            process.close()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def decode(self, requests: Iterable[DecodeRequest]) -> Iterator[Decoded | Undecoded]:
        """Decode files, working ahead of the caller.

        Args:
            requests: consumed lazily and in the caller's thread, a few at a time.

        Yields:
            One outcome for each request, in the order of completion. Closing the iterator ends what is in work.
        """
        run = _Run()
        source = iter(requests)
        outstanding, is_exhausted = 0, False
        try:
            while not self._closed.is_set():
                taken = 0
                while not is_exhausted and outstanding < _AHEAD and (taken < 2 or run.finished.empty()):
                    request = next(source, None)
                    if request is None:
                        is_exhausted = True
                        break
                    self._waiting.put((run, request))
                    outstanding += 1
                    taken += 1
                if not outstanding:
                    return
                outcome = self._next_finished(run)
                if outcome is not None:
                    outstanding -= 1
                    yield outcome
        finally:
            self._abandon(run)

    def _next_finished(self, run: _Run) -> Decoded | Undecoded | None:
        began = time.monotonic()
        try:
            outcome = run.finished.get(timeout=_WATCH_S)
        except queue.Empty:  # look whether another thread has closed the pool
            outcome = None
        with self._changed:
            self._count_waiting(time.monotonic() - began)
            if outcome is not None:
                run.bytes_ahead -= _weight(outcome)
            self._changed.notify_all()
        return outcome

    def _count_waiting(self, seconds: float) -> None:
        """Have one more process started if callers wait for files that no process has in its hands."""
        self._waited_s += seconds
        if self._waited_s > _PATIENCE_S * self._wanted and not self._waiting.empty():
            self._wanted += 1

    def _abandon(self, run: _Run) -> None:
        with self._changed:
            run.is_over = True
            for process, theirs in self._in_hand.items():
                if theirs is run:
                    process.kill()
            self._changed.notify_all()

    def _supervise(self, number: int, process: DecoderProcess) -> None:
        """Hand files to one process, once it is wanted, until the pool is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted > number or self._closed.is_set())
        while not self._closed.is_set():
            process.start()  # also the replacement of one that died, warm before the next file comes
            job = self._waiting.get()
            if job is None:
                break
            run, request = job
            if not self._take(process, run):
                continue
            outcome = process.ask(request)
            with self._changed:
                del self._in_hand[process]
                run.bytes_ahead += _weight(outcome)
            if not self._closed.is_set():  # closing ends the process: the file in its hands did not crash it
                run.finished.put(outcome)
        process.end()

    def _take(self, process: DecoderProcess, run: _Run) -> bool:
        """Wait until there is room for one more file; False when nobody wants it any more."""
        with self._changed:
            while run.bytes_ahead > self._limits.ahead_bytes and not run.is_over and not self._closed.is_set():
                self._changed.wait()
            if run.is_over or self._closed.is_set():
                return False
            self._in_hand[process] = run
            return True

    def _watch(self) -> None:
        while not self._closed.wait(min(_WATCH_S, self._limits.time_s / 4)):
            for process in self._processes:
                process.watch()


def _weight(outcome: Decoded | Undecoded) -> int:
    """Bytes that an outcome keeps in memory, near enough."""
    if isinstance(outcome, Undecoded):
        return 1000
    arrays = sum(array.nbytes for array in (outcome.pixels, outcome.windows) if array is not None)
    return arrays + len(outcome.preview or b"") + 4 * len(outcome.text or "") + 1000
