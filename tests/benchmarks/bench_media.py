# ruff: noqa: T201 -- a benchmark prints
"""How fast files are decoded: in this process, and by pools of one and two processes, as ratios.

Run: python tests/benchmarks/bench_media.py FOLDER [COUNT]
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

from orrery.domain.inputs import ImageInput, Inputs, SoundInput, TextInput
from orrery.media.decode import visit
from orrery.media.pool import Decoded, DecodeRequest, DecoderPool, Limits
from orrery.media.walk import Found, walk

INPUTS = Inputs(ImageInput(224, crop_share=0.875), SoundInput(32_000, 5.0, fill="repeat"), TextInput())
ROUNDS = 3
"""The fastest of these counts: whatever else the machine does can only slow a round down. The ways take turns."""


def seconds(requests: list[DecodeRequest], decode: Callable[[], Iterator[object]]) -> float:
    """The time to decode all files once."""
    start = time.perf_counter()
    if sum(isinstance(outcome, Decoded) for outcome in decode()) != len(requests):
        raise SystemExit("some files could not be decoded")
    return time.perf_counter() - start


def main(folder: str, count: int) -> None:
    """Print files per second and how they compare with decoding in this process."""
    found = (each for each in walk([os.fsencode(folder)]) if isinstance(each, Found))
    requests = [DecodeRequest(each.stamp, INPUTS) for each in islice(found, count)]
    limits = Limits()
    with DecoderPool(1) as one, DecoderPool(2) as two:
        ways: dict[str, Callable[[], Iterator[object]]] = {
            "in this process": lambda: (visit(each, limits) for each in requests),
            "one decoder process": lambda: one.decode(requests),
            "two decoder processes": lambda: two.decode(requests),
        }
        best = {name: seconds(requests, decode) for name, decode in ways.items()}
        for _ in range(ROUNDS - 1):
            best = {name: min(best[name], seconds(requests, decode)) for name, decode in ways.items()}
    base = best["in this process"]
    for name, time_s in best.items():
        print(f"{name:22} {len(requests) / time_s:6.0f} files/s  x {base / time_s:.2f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
