"""How many inputs a tower takes at once: measured on the machine that it runs on, and remembered.

Small batches keep a layer's numbers in the processor's caches, large ones read the weights more seldom; which counts
for more depends on the model and on the machine. What was measured is kept by the tower's files, the number of threads,
the device and the version of ONNX Runtime, so that it is done once and not at every start.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.modality import Kind, Role
from orrery.encoding.encoder import BATCHES, Encoder
from orrery.encoding.providers import device
from orrery.encoding.small_file import replace_text

SIZES = (1, 2, 4, 8, 16, 32)

WORTH = 1.1
"""A gain below this may be noise: two measurements of one size differ by up to 5 % on a quiet machine."""

BUDGET_S = 2.0
"""For a tower, about; what is larger than was reached by then is not tried."""

LEAST_S = 0.15
"""Of each size: less is lost in the grain of some systems' clocks (16 ms)."""

COMPARED = 4
"""Inputs whose vectors have to stay the same in a batch."""

SAME = 0.9999
"""Cosine to the vector of an input by itself. Models whose activations are rounded by the range of a whole batch stay
below it: they take their inputs one by one, or the same file would lie elsewhere in other company."""

_WORDS = (  # noqa: SIM905
    "a red dog runs over wet grass while two children watch from an old wooden bench near the water and one of them "
    "laughs because rain has begun to fall on every street"
).split()

_KEPT = 64
"""Measurements in the file; the oldest go."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What was measured of one tower.

    Attributes:
        size: inputs at once that are best.
        tried: size → inputs a second, all threads together; of processor time where it runs on the processor.
    """

    size: int
    tried: Mapping[int, float]

    @property
    def per_second(self) -> float:
        """Inputs a second at the best size."""
        return self.tried[self.size]


class Paces:
    """What was measured before, kept in a small file.

    One that is missing, damaged or cannot be written only means that it is measured again.

    Args:
        file: where it is kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, encoder: Encoder) -> dict[Kind, Pace]:
        """What is known of the towers of an encoder, on this many threads."""
        known = _read(self._file)
        found = {kind: known.get(_key(encoder, kind)) for kind in Kind if encoder.reads(kind)}
        return {kind: pace for kind, pace in found.items() if pace is not None}

    def keep(self, encoder: Encoder, paces: Mapping[Kind, Pace]) -> None:
        """Remember."""
        known = _read(self._file)
        for kind, pace in paces.items():
            known.pop(_key(encoder, kind), None)
            known[_key(encoder, kind)] = pace
        latest = dict(list(known.items())[-_KEPT:])
        told = {key: {"size": it.size, "tried": dict(it.tried)} for key, it in latest.items()}
        replace_text(self._file, json.dumps(told, indent=0))


def measure(encoder: Encoder, check: Callable[[], None] = lambda: None) -> dict[Kind, Pace]:
    """Measure all towers of an encoder; some seconds where they are large.

    Args:
        encoder: of a pack that passed its self-test.
        check: called before every batch; may raise to stop it.
    """
    return {kind: _measured(encoder, kind, check) for kind in Kind if encoder.reads(kind)}


def _measured(encoder: Encoder, kind: Kind, check: Callable[[], None]) -> Pace:
    encode, is_processor = _encoding(encoder, kind), encoder.device(kind).is_processor
    clock = time.process_time if is_processor else time.perf_counter
    alone, tried = encode(COMPARED, 1), dict[int, float]()
    end = clock() + BUDGET_S * (encoder.threads if is_processor else 1)
    for size in SIZES:
        began, times = clock(), 0
        vectors = alone
        while times < 2 or (clock() - began < LEAST_S and clock() < end):
            check()
            vectors = encode(max(size * encoder.threads, COMPARED), size)
            times += 1
        took = max(clock() - began, 1e-6) / (encoder.threads if is_processor else 1)
        if not _is_same(vectors, alone):
            break
        tried[size] = times * len(vectors) / took
        if clock() > end or tried[size] < max(tried.values()) / 1.3:
            break
    return Pace(_best(tried, BATCHES[kind]), {size: round(rate, 2) for size, rate in tried.items()})


def _best(tried: Mapping[int, float], usual: int) -> int:
    """The usual size unless another is clearly better, and then the smallest of those that are as good."""
    highest = max(tried.values())
    if tried.get(usual, 0) * WORTH > highest:
        return usual
    return min(size for size, rate in tried.items() if rate * WORTH > highest)


def _is_same(vectors: Vectors, alone: Vectors) -> bool:
    both = min(len(vectors), len(alone))
    return bool((np.sum(vectors[:both] * alone[:both], axis=1) > SAME).all())


def _encoding(encoder: Encoder, kind: Kind) -> Callable[[int, int], Vectors]:
    """Encode so many made inputs, so many at once; always the same ones."""
    chance, most = np.random.default_rng(0), SIZES[-1] * encoder.threads
    if kind is Kind.IMAGE:
        side = encoder.inputs.image.size if encoder.inputs.image else 0
        pixels = chance.integers(0, 256, (most, side, side, 3), np.uint8)
        return lambda count, size: encoder.encode_images(pixels[:count], at_once=size)[0]
    if kind is Kind.SOUND:
        samples = encoder.inputs.sound.window_samples if encoder.inputs.sound else 0
        windows = chance.normal(0, 0.1, (most, samples)).astype(np.float32)
        return lambda count, size: encoder.encode_sounds(windows[:count], at_once=size)
    texts = [" ".join(chance.permutation(_WORDS)[:20]) for _ in range(most)]
    return lambda count, size: encoder.encode_texts(texts[:count], Role.PASSAGE, at_once=size)


def _key(encoder: Encoder, kind: Kind) -> str:
    import onnxruntime

    pack = encoder.pack
    tower = {Kind.IMAGE: pack.image, Kind.SOUND: pack.sound, Kind.TEXT: pack.text}[kind]
    listed = {
        name: file for part in (pack.joined.packs if pack.joined else (pack,)) for name, file in part.files.items()
    }
    files = "|".join(listed[name].sha256 for name in tower.chain.files) if tower else ""
    digest = hashlib.sha256(f"{pack.space.id}|{files}".encode()).hexdigest()[:16]
    return f"{kind}|{digest}|{encoder.threads}|{device().providers[0]}|{onnxruntime.__version__}"


def _read(file: Path) -> dict[str, Pace]:
    try:
        known = json.loads(file.read_text("utf-8"))
        return {
            str(key): Pace(int(it["size"]), {int(n): float(rate) for n, rate in it["tried"].items()})
            for key, it in known.items()
            if str(it["size"]) in it["tried"] and int(it["size"]) in SIZES
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
