"""The inside of a decoder process: `python -m orrery.media.worker` (decision 0002).

It reads requests from standard input and writes outcomes to standard output until its input is closed, which also
happens when Orrery is killed.
"""

import importlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO, TypeAlias

from orrery.errors import DamagedFile, DecoderDied
from orrery.media import wire
from orrery.media.decode import Decoded, DecodeRequest, Undecoded
from orrery.media.limits import Limits

Visit: TypeAlias = Callable[[DecodeRequest, Limits], Decoded | Undecoded]

_AFTER_LIMIT_S = 10
"""A decoder ends itself this long after its time limit, should nobody be left to end it."""


def main(arguments: list[str]) -> None:
    """Serve requests until the input ends.

    Args:
        arguments: the visiting function as "module:name", then the limits time_s, memory_bytes and pixels.
    """
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for Orrery, which then closes the pipe
    incoming, outgoing = _private_pipes()
    name, time_s, memory_bytes, pixels = arguments
    limits = Limits(time_s=float(time_s), memory_bytes=int(memory_bytes), pixels=int(pixels))
    _limit_memory(limits.memory_bytes)
    module, _, function = name.partition(":")
    visit: Visit = getattr(importlib.import_module(module), function)
    wire.send(outgoing, {"ready": True})
    try:
        _serve(visit, limits, _requests(incoming), outgoing)
    except wire.WireClosed:
        os._exit(0)


def _serve(visit: Visit, limits: Limits, requests: "queue.SimpleQueue[DecodeRequest]", outgoing: BinaryIO) -> None:
    while True:
        request = requests.get()
        _set_alarm(limits.time_s + _AFTER_LIMIT_S)
        wire.send(outgoing, *wire.outcome_message(_visited(visit, request, limits)))
        _set_alarm(0)


def _visited(visit: Visit, request: DecodeRequest, limits: Limits) -> Decoded | Undecoded:
    try:
        return visit(request, limits)
    except MemoryError:
        reason = f"decoding it needs more than {limits.memory_bytes / (1 << 30):.1f} GB of memory"
        return Undecoded(request.stamp, None, DecoderDied(reason=reason))
    except Exception as error:  # noqa: BLE001 - the process's edge: the file is to blame, and the process goes on
        reason = f"its decoder gave up ({type(error).__name__})"
        return Undecoded(request.stamp, None, DamagedFile(kind="file", reason=reason))


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for ourselves: libraries that print must not speak into the wire."""
    incoming = os.fdopen(os.dup(0), "rb", buffering=0)
    outgoing = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    return incoming, outgoing  # pyright: ignore[reportReturnType] - raw files are binary files


def _requests(incoming: BinaryIO) -> "queue.SimpleQueue[DecodeRequest]":
    """Read requests in a thread of their own, so that the end of the input is noticed while a file is decoded."""
    requests: queue.SimpleQueue[DecodeRequest] = queue.SimpleQueue()

    def listen() -> None:
        try:
            while True:
                header, _ = wire.receive(incoming)
                requests.put(wire.request_from(header))
        finally:
            os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    return requests


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash is expected; a dump of gigabytes is not
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _set_alarm(seconds: float) -> None:
    """Have the system end this process even if a decoder never gives the interpreter back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main(sys.argv[1:])
