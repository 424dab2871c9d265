"""How fast a pack encodes, and which share of the bare ONNX session's speed the Encoder reaches.

    python tests/benchmarks/bench_encoding.py [PACK FOLDER] [--seconds S]

For each tower, number of inputs per call and number of threads: the bare session is fed one ready-made array (already
normalised, tokenized and padded), the Encoder plain pictures, windows and texts. Both run in turn, so that a busy
machine slows them alike; the best of each counts. "CPU share" compares processor time instead of time on the wall: on a
busy machine it is the figure to trust. Texts are sentences of 3 to 60 words in random order: there the
Encoder may be faster than the bare session, which pays for the padding.
"""

# ruff: noqa: T201

import argparse
import random
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

from orrery import paths
from orrery.domain.modality import Role
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.encoding.preparing import normalised
from orrery.encoding.tokenizer import padded

COUNTS = (1, 4, 8, 16, 32, 64)
WORDS = (  # noqa: SIM905
    "the a red green dog runs over wet grass while two children watch from an old wooden bench near water and one "
    "of them laughs because rain has begun to fall on every street in town except where somebody holds umbrellas"
).split()


def sentences(count: int) -> list[str]:
    """Made-up sentences of 3 to 60 words."""
    chance = random.Random(3)
    return [" ".join(chance.choices(WORDS, k=chance.randint(3, 60))) for _ in range(count)]


def in_turn(jobs: list[Callable[[], object]], seconds: float) -> list[tuple[float, float]]:
    """The best times of each job, on the wall and of the processor, run one after the other again and again."""
    best = [(float("inf"), float("inf"))] * len(jobs)
    for job in jobs:
        job()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or best[0][0] == float("inf"):
        for number, job in enumerate(jobs):
            wall, processor = time.perf_counter(), time.process_time()
            job()
            took = time.perf_counter() - wall, time.process_time() - processor
            best[number] = min(best[number][0], took[0]), min(best[number][1], took[1])
    return best


def image_jobs(encoder: Encoder, count: int) -> list[Callable[[], object]]:
    tower, size = encoder.pack.image, encoder.inputs.image.size
    pixels = np.random.default_rng(0).integers(0, 256, (count, size, size, 3), np.uint8)
    ready, chain = normalised(pixels, tower.mean, tower.std), encoder._image()
    return [lambda: chain.run({"pixels": ready}, count), lambda: encoder.encode_images(pixels)]


def sound_jobs(encoder: Encoder, count: int) -> list[Callable[[], object]]:
    samples = encoder.inputs.sound.window_samples
    windows = np.random.default_rng(0).normal(0, 0.1, (count, samples)).astype(np.float32)
    chain = encoder._sound()
    return [lambda: chain.run({"waveform": windows}, count), lambda: encoder.encode_sounds(windows)]


def text_jobs(encoder: Encoder, count: int) -> list[Callable[[], object]]:
    texts = sentences(count)
    tokenizer, chain = encoder._tokenizer(), encoder._text()
    ids = [piece.ids for piece in tokenizer.pieces(texts)]
    ready = {
        "input_ids": padded(ids, tokenizer.pad_id),
        "attention_mask": padded([[1] * len(entry) for entry in ids], 0),
        "token_type_ids": padded([[0] * len(entry) for entry in ids], 0),
    }
    return [lambda: chain.run(ready, count), lambda: encoder.encode_texts(texts, Role.PASSAGE)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", nargs="?", type=Path, default=paths.starter_pack())
    parser.add_argument("--seconds", type=float, default=2.0, help="for each line")
    asked = parser.parse_args()
    pack = load_pack(asked.pack)
    towers = [(name, jobs) for name, jobs in (("image", image_jobs), ("sound", sound_jobs), ("text", text_jobs))
              if getattr(pack, name)]  # fmt: skip
    print(pack.space.id)
    print(f"{'tower':6} {'threads':>7} {'inputs':>6} {'bare /s':>9} {'Encoder /s':>10} {'share':>6} {'CPU share':>9}")
    for (name, jobs), threads in product(towers, (1, 2)):
        encoder = Encoder(pack, threads)
        for count in COUNTS:
            bare, whole = in_turn(jobs(encoder, count), asked.seconds)
            print(f"{name:6} {threads:7} {count:6} {count / bare[0]:9.1f} {count / whole[0]:10.1f}", end=" ")
            print(f"{bare[0] / whole[0]:6.2f} {bare[1] / whole[1]:9.2f}", flush=True)
    if pack.text:
        texts = sentences(2000)
        encoder = Encoder(pack, 2)
        seconds = in_turn([lambda: encoder.count_pieces(texts)], asked.seconds)[0][0]
        print(f"count_pieces: {len(texts) / seconds:.0f} sentences/s")


if __name__ == "__main__":
    main()
