"""Gather decoded files of one kind until a batch is worth a run of the model, then encode it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from orrery.domain.arrays import Vectors
from orrery.domain.item import Part, Whole
from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.encoding.encoder import Encoder
from orrery.errors import EmptyFile
from orrery.media.decode import Decoded
from orrery.media.passages import cut

# parts in a batch: larger ones gain nothing on a CPU and make a stop wait longer
ENOUGH = {Kind.IMAGE: 16, Kind.SOUND: 16, Kind.TEXT: 64}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A decoded file with its parts, ready for the model."""

    decoded: Decoded
    parts: tuple[Part, ...]


@dataclass(slots=True)
class Batches:
    """Prepared files by kind, waiting until there are enough of them."""

    waiting: dict[Kind, list[Prepared]] = field(default_factory=lambda: {kind: [] for kind in Kind})

    def add(self, prepared: Prepared) -> list[Prepared]:
        """Put a file in; a full batch comes out, else an empty list."""
        batch = self.waiting[prepared.decoded.kind]
        batch.append(prepared)
        enough = ENOUGH[prepared.decoded.kind]
        if sum(len(entry.parts) for entry in batch) < enough:
            return []
        return self.take(prepared.decoded.kind)

    def take(self, kind: Kind) -> list[Prepared]:
        """Take out whatever waits of a kind."""
        batch, self.waiting[kind] = self.waiting[kind], []
        return batch

    def holds(self, decoded: Decoded) -> bool:
        """Whether the same content waits already."""
        return any(entry.decoded.sha256 == decoded.sha256 for entry in self.waiting[decoded.kind])


def prepare(decoded: Decoded, encoder: Encoder) -> Prepared:
    """Name the parts of a decoded file.

    Raises:
        EmptyFile: a text without a single word.
    """
    if decoded.kind is Kind.IMAGE:
        return Prepared(decoded, (Whole(),))
    if decoded.kind is Kind.SOUND:
        return Prepared(decoded, decoded.stretches if len(decoded.stretches) > 1 else (Whole(),))
    limit = encoder.inputs.text.max_pieces if encoder.inputs.text else 128
    parts = cut(decoded.text or "", decoded.page_starts, limit, encoder.count_pieces)
    if not parts:
        raise EmptyFile
    return Prepared(decoded, parts)


def encode(batch: Sequence[Prepared], encoder: Encoder) -> Iterator[dict[VectorSpace, Vectors]]:
    """Encode a batch of one kind; yields space → (parts, dim) for each file in turn."""
    kind = batch[0].decoded.kind
    if kind is Kind.IMAGE:
        shared, features = encoder.encode_images(np.stack(list(_pixels(batch))))
    elif kind is Kind.SOUND:
        shared, features = encoder.encode_sounds(np.concatenate(list(_windows(batch)))), None
    else:
        texts = [part.text for entry in batch for part in entry.parts]  # type: ignore[union-attr]
        shared, features = encoder.encode_texts(texts, Role.PASSAGE), None
    first = 0
    for entry in batch:
        rows = slice(first, first + len(entry.parts))
        vectors = {encoder.space: shared[rows]}
        if features is not None and encoder.features is not None:
            vectors[encoder.features] = features[rows]
        yield vectors
        first = rows.stop


def _pixels(batch: Sequence[Prepared]) -> Iterable[np.ndarray]:
    return (entry.decoded.pixels for entry in batch if entry.decoded.pixels is not None)


def _windows(batch: Sequence[Prepared]) -> Iterable[np.ndarray]:
    return (entry.decoded.windows for entry in batch if entry.decoded.windows is not None)
