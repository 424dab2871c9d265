# ruff: noqa: T201 -- a benchmark prints
"""Files per second through the whole of `index`, against what decoding and encoding cost by themselves.

    python tests/benchmarks/bench_ingest.py FOLDER [--pack PATH] [--cores N]

The yardstick is decoding alone on all cores plus encoding alone on all cores: what a pipeline without any loss would
take on the same cores, however well these scale. Walking, storing, previews on disk and calibration come on top of it.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from orrery.domain.modality import Kind
from orrery.encoding.calibration import load_calibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.library.previews import PreviewStore
from orrery.media.decode import Decoded, DecodeRequest
from orrery.media.pool import DecoderPool
from orrery.media.walk import Found, walk
from orrery.paths import starter_pack
from orrery.settings import Settings
from orrery.workflows.batching import Prepared, encode, prepare
from orrery.workflows.engine import Engine
from orrery.workflows.ingest import ingest

BATCH = 16


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--pack", type=Path, default=starter_pack())
    asked.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    options = asked.parse_args()
    pack = load_pack(options.pack)
    stamps = [found.stamp for found in walk([os.fsencode(options.folder.absolute())]) if isinstance(found, Found)]
    encoder = Encoder(pack, threads=options.cores)
    with DecoderPool(processes=options.cores) as pool:
        list(pool.decode(DecodeRequest(stamp, pack.inputs) for stamp in stamps[: 2 * options.cores]))
        started = time.perf_counter()
        decoded = list(pool.decode(DecodeRequest(stamp, pack.inputs) for stamp in stamps))
        decode_s = time.perf_counter() - started
    prepared = [prepare(entry, encoder) for entry in decoded if isinstance(entry, Decoded)]
    encode_s = timed_encoding(prepared, encoder)
    with tempfile.TemporaryDirectory() as home:
        library = Path(home) / "bench.orrery"
        engine = Engine(library, encoder, load_calibration(pack), PreviewStore.beside(library), Settings())
        report = ingest(engine, [options.folder])
    ideal_s = decode_s + encode_s
    print(f"{len(stamps)} files, {options.cores} cores")
    print(f"decode alone   {decode_s:6.2f} s   {len(stamps) / decode_s:6.1f} files/s on all cores")
    print(f"encode alone   {encode_s:6.2f} s   {len(stamps) / encode_s:6.1f} files/s on all cores")
    print(f"index          {report.seconds:6.2f} s   {report.added / report.seconds:6.1f} files/s")
    print(f"share of a loss-free pipeline: {ideal_s / report.seconds:.2f}")


def timed_encoding(prepared: list[Prepared], encoder: Encoder) -> float:
    """Seconds to encode everything in batches of one kind, sessions opened before the clock runs."""
    total = 0.0
    for kind in Kind:
        own = [entry for entry in prepared if entry.decoded.kind is kind]
        if own:
            list(encode(own[:1], encoder))
        for batch in _batched(own):
            started = time.perf_counter()
            list(encode(batch, encoder))
            total += time.perf_counter() - started
    return total


def _batched(entries: list[Prepared]) -> list[list[Prepared]]:
    return [entries[at : at + BATCH] for at in range(0, len(entries), BATCH)]


if __name__ == "__main__":
    main()
