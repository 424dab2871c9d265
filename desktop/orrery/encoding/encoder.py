"""Arrays in, unit vectors out."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.domain.inputs import Inputs
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.encoding.chain import FLOATS, OpenChain
from orrery.encoding.manifest import TEXT_INPUTS, ImageTower, Pack, SoundTower, TextTower
from orrery.encoding.mel import shape_of, spectrograms
from orrery.encoding.onnx import Port, default_threads
from orrery.encoding.preparing import normalised, patches, pooled, positions
from orrery.encoding.providers import Device
from orrery.encoding.tokenizer import PackTokenizer, padded
from orrery.errors import ModelProblem, PackDamaged, UnusableVector

# Small batches keep a layer's numbers in the processor's caches. Encoded per second of processor time, starter pack:
# pictures 100 one by one, 90 by 2, 82 by 4, 73 by 8, 57 by 32; sounds 239, 265, 272, 280, 246; sentences 135, 179, 199,
# 207, 137. Where nothing was measured on the machine itself (pace.py), these hold.
BATCHES = {Kind.IMAGE: 1, Kind.SOUND: 8, Kind.TEXT: 8}

BEHIND = 3
"""How far encoding stands back behind other programs where the system lets threads (Linux): to half of their share.
On an idle machine that costs nothing, and a busy one stays usable."""

Opened = TypeVar("Opened")


class Encoder:
    """A pack's towers. Each opens at its first use, once; several threads may encode at the same time.

    Any number of inputs may be given at once: they go through the towers in batches of the best size.

    Attributes:
        batches: inputs that go through a tower at once, by kind; may be set to what was measured.

    Args:
        pack: loaded and verified.
        threads: batches that may be encoded at once; None means one per core.
    """

    def __init__(self, pack: Pack, threads: int | None = None) -> None:
        self.pack = pack
        self.threads = threads or default_threads()
        self.batches: Mapping[Kind, int] = BATCHES
        self._image = _Once(lambda: self._open_image(_required(pack.image, pack, "pictures")))
        self._sound = _Once(self._open_sound)
        self._text = _Once(lambda: self._open_text(_required(pack.text, pack, "texts")))
        self._tokenizer = _Once(lambda: PackTokenizer(pack, _required(pack.text, pack, "texts"), self.threads))

    @property
    def space(self) -> VectorSpace:
        """The space of all towers."""
        return self.pack.space

    @property
    def features(self) -> VectorSpace | None:
        """The image-only space; None where the pack has none."""
        return self.pack.features

    @property
    def inputs(self) -> Inputs:
        """What decoders have to know."""
        return self.pack.inputs

    def reads(self, kind: Kind) -> bool:
        """Whether the pack has a tower for a kind."""
        towers = {Kind.IMAGE: self.pack.image, Kind.SOUND: self.pack.sound, Kind.TEXT: self.pack.text}
        return towers[kind] is not None

    def device(self, kind: Kind) -> Device:
        """What the tower for a kind really runs on; opens it. The slowest counts where its graphs differ.

        Raises:
            ModelProblem: the pack has no such tower.
            PackDamaged: it cannot be opened.
        """
        towers = {Kind.IMAGE: self._image, Kind.SOUND: self._sound, Kind.TEXT: self._text}
        devices = towers[kind]().devices
        return next((device for device in devices if device.is_processor), devices[0])

    def devices(self) -> dict[Kind, Device]:
        """What the towers that are open run on; none is opened for it."""
        towers = {Kind.IMAGE: self._image, Kind.SOUND: self._sound, Kind.TEXT: self._text}
        return {kind: self.device(kind) for kind, tower in towers.items() if tower.is_open}

    def open_text(self) -> None:
        """Open the text tower now, so that the first question does not have to wait for it."""
        self._tokenizer()
        self._text()

    def encode_images(self, pixels: npt.NDArray[np.uint8], *, at_once: int = 0) -> tuple[Vectors, Vectors | None]:
        """Encode pictures.

        Args:
            pixels: (n, size, size, 3) uint8, sRGB, of the size that the pack's ImageInput says.
            at_once: pictures in a batch; 0 for what is best.

        Returns:
            (n, dim) float32, unit length, and (n, features.dim) in the image-only space or None.

        Raises:
            UnusableVector: the model finds no direction for some of them.
            PackDamaged: the tower cannot be opened or run.
        """
        chain, tower = self._image(), _required(self.pack.image, self.pack, "pictures")
        size = self.pack.inputs.image.size if self.pack.inputs.image else 0
        _require_shape(pixels, (size, size, 3), np.dtype(np.uint8))
        dims = [self.space.dim] + ([self.features.dim] if self.features else [])
        outputs = [np.empty((len(pixels), dim), np.float32) for dim in dims]

        def encode(rows: slice) -> None:
            planes = normalised(pixels[rows], tower.mean, tower.std)
            feeds = {"pixels": planes}
            if tower.patch:
                feeds = {"patches": patches(planes, tower.patch), "positions": positions(planes, tower.patch)}
            answers = chain.run(feeds, len(planes))
            for output, answer in zip(outputs, answers, strict=True):
                output[rows] = self._fitting(answer, output[rows].shape)

        self._side_by_side(encode, _batches(len(pixels), at_once or self.batches[Kind.IMAGE]))
        vectors = [self._unit(output, "picture") for output in outputs]
        return vectors[0], vectors[1] if self.features else None

    def encode_sounds(self, windows: npt.NDArray[np.float32], *, at_once: int = 0) -> Vectors:
        """Encode windows of sound.

        Args:
            windows: (n, window_samples) float32, mono in [-1, 1], at the rate that the pack's SoundInput says.
            at_once: windows in a batch; 0 for what is best.

        Returns:
            (n, dim) float32, unit length.

        Raises:
            UnusableVector: the model finds no direction for some of them.
            PackDamaged: the tower cannot be opened or run.
        """
        chain, tower = self._sound(), _required(self.pack.sound, self.pack, "sounds")
        rate_hz = self.pack.inputs.sound.rate_hz if self.pack.inputs.sound else 0
        samples = self.pack.inputs.sound.window_samples if self.pack.inputs.sound else 0
        _require_shape(windows, (samples,), np.dtype(np.float32))
        vectors = np.empty((len(windows), self.space.dim), np.float32)

        def encode(rows: slice) -> None:
            batch = np.ascontiguousarray(windows[rows])
            feeds = {"mel": spectrograms(batch, rate_hz, tower.mel)} if tower.mel else {"waveform": batch}
            answer = chain.run(feeds, len(batch))[0]
            vectors[rows] = self._fitting(answer, vectors[rows].shape)

        self._side_by_side(encode, _batches(len(windows), at_once or self.batches[Kind.SOUND]))
        return self._unit(vectors, "sound")

    def encode_texts(self, texts: Sequence[str], role: Role, *, at_once: int = 0) -> Vectors:
        """Encode texts; longer ones than the model reads are cut at the end.

        Args:
            texts: any number, each any length.
            role: QUERY or PASSAGE; puts the role's prefix before each.
            at_once: texts in a batch; 0 for what is best.

        Returns:
            (n, dim) float32, unit length, in the order of the texts.

        Raises:
            UnusableVector: the model finds no direction for some of them.
            PackDamaged: the tower or the tokenizer cannot be opened or run.
        """
        chain, tower = self._text(), _required(self.pack.text, self.pack, "texts")
        if role not in tower.prefixes:
            raise ValueError(f"texts are encoded as query or passage, not as {role}")
        prefix = tower.prefixes[role]
        pieces = self._tokenizer().pieces([prefix + text for text in texts])
        vectors = np.empty((len(texts), self.space.dim), np.float32)
        # Neighbours in length share a batch, so that little is padding; longest first, as the peak comes first.
        order = np.argsort([-len(piece.ids) for piece in pieces], kind="stable").astype(np.intp)

        def encode(batch: slice) -> None:
            rows = order[batch]
            ids = [pieces[row].ids for row in rows]
            mask = padded([[1] * len(entry) for entry in ids], 0, tower.pad_to)
            feeds = {
                "input_ids": padded(ids, self._tokenizer().pad_id, tower.pad_to),
                "attention_mask": mask,
                "token_type_ids": padded([pieces[row].segments for row in rows], 0, tower.pad_to),
            }
            answer = chain.run(feeds, len(rows))[0]
            if tower.pooling != "none":
                answer = pooled(self._fitting(answer, (*mask.shape, self.space.dim)), mask, tower.pooling)
            vectors[rows] = self._fitting(answer, (len(rows), self.space.dim))

        self._side_by_side(encode, _batches(len(texts), at_once or self.batches[Kind.TEXT]))
        return self._unit(vectors, "text")

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, special tokens and prefixes left out, nothing cut."""
        return self._tokenizer().count(texts)

    def _side_by_side(self, encode: Callable[[slice], None], batches: Iterator[slice]) -> None:
        """Encode batches on several threads at once, each batch on one.

        On two cores that is 1.3 to 2 times as fast as one batch after the other on two threads (starter pack, all
        towers): the layers of small models are too short to be shared out.
        """
        waiting = list(batches)
        if self.threads == 1 or len(waiting) < 2:
            for rows in waiting:
                encode(rows)
            return
        workers = min(self.threads, len(waiting))
        with ThreadPoolExecutor(workers, thread_name_prefix="encode", initializer=_stand_back) as pool:
            for _ in pool.map(encode, waiting):
                pass

    def _open_image(self, tower: ImageTower) -> OpenChain:
        size = self.pack.inputs.image.size if self.pack.inputs.image else 0
        outputs = [self._vectors(_answer(tower), self.space)]
        if tower.features_output and self.features:
            outputs.append(self._vectors(tower.features_output, self.features))
        prepared = [Port("pixels", (None, 3, size, size))]
        if tower.patch:
            many = (size // tower.patch) ** 2
            prepared = [
                Port("patches", (None, many, 3 * tower.patch**2)),
                Port("positions", (None, many, 2), ("tensor(int64)",)),
            ]
        return OpenChain(self.pack, tower.chain, prepared, outputs)

    def _open_sound(self) -> OpenChain:
        tower = _required(self.pack.sound, self.pack, "sounds")
        samples = self.pack.inputs.sound.window_samples if self.pack.inputs.sound else None
        prepared = Port("waveform", (None, samples))
        if tower.mel and samples:
            prepared = Port("mel", (None, *shape_of(samples, tower.mel)))
        return OpenChain(self.pack, tower.chain, [prepared], [self._vectors(_answer(tower), self.space)])

    def _open_text(self, tower: TextTower) -> OpenChain:
        pieces = (None, tower.pad_to or None)
        prepared = [Port(name, pieces, ("tensor(int64)",)) for name in TEXT_INPUTS]
        answer = self._vectors(_answer(tower), self.space)
        if tower.pooling != "none":
            answer = Port(answer.name, (None, None, self.space.dim), FLOATS)
        return OpenChain(self.pack, tower.chain, prepared, [answer])

    @staticmethod
    def _vectors(name: str, space: VectorSpace) -> Port:
        return Port(name, (None, space.dim), FLOATS)

    def _fitting(self, answer: npt.NDArray[np.float32], shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
        if answer.shape != shape:
            reason = f"a model gave {answer.shape} numbers where {shape} were expected"
            raise PackDamaged(path=self.pack.folder, reason=reason)
        return answer

    def _unit(self, vectors: npt.NDArray[np.float32], what: str) -> Vectors:
        """Scale rows to unit length in place; a row without a direction is an error that names it."""
        with np.errstate(over="ignore", invalid="ignore"):
            norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        bad = np.flatnonzero(~(np.isfinite(norms[:, 0]) & (norms[:, 0] > 1e-12)))
        if len(bad):
            which = f"a {what}" if len(vectors) == 1 else f"{what} {bad[0] + 1} of {len(vectors)}"
            raise UnusableVector(pack=self.pack.name, what=which, rows=tuple(map(int, bad)))
        vectors /= norms
        return vectors


def _stand_back() -> None:
    """Let the calling thread give way to other programs, and to the window."""
    if sys.platform == "linux":  # elsewhere only whole processes stand back, and the window is in this one
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), os.getpriority(os.PRIO_PROCESS, 0) + BEHIND)


class _Once(Generic[Opened]):
    """Something slow to open, opened at the first call, by one thread; a failed attempt may be repeated."""

    def __init__(self, opened: Callable[[], Opened]) -> None:
        self._open = opened
        self._lock = threading.Lock()
        self._value: list[Opened] = []

    @property
    def is_open(self) -> bool:
        """Whether it has been opened."""
        return bool(self._value)

    def __call__(self) -> Opened:
        with self._lock:
            if not self._value:
                self._value.append(self._open())
            return self._value[0]


def _required(tower: Opened | None, pack: Pack, kind: str) -> Opened:
    if tower is None:
        raise ModelProblem(sentence=f"The model “{pack.name}” does not read {kind}.")
    return tower


def _require_shape(array: npt.NDArray, shape: tuple[int, ...], kind: np.dtype) -> None:
    if array.shape[1:] != shape or array.dtype != kind:
        raise ValueError(f"expected (n, {shape}) of {kind}, got {array.shape} of {array.dtype}")


def _batches(count: int, size: int) -> Iterator[slice]:
    return (slice(start, min(start + size, count)) for start in range(0, count, size))


def _answer(tower: ImageTower | SoundTower | TextTower) -> str:
    return tower.chain.links[-1].outputs[0]
