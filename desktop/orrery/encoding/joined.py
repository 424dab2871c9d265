"""A model that is joined of others: its vectors are theirs, side by side.

                    pictures' pack       sounds' pack     texts' pack (unless it is one of the two)
    picture         itself               -                -
    sound           over the bridge      itself           -
    words           as read by it        as read by it    as read by it

A product of two such vectors compares each thing with what was made for it: words ask pictures through the one text
tower and sounds through the other, a picture asks a sound where the bridge leads it, and texts are compared by what
was made for texts. So a joined model is one space like any other, and nothing but this file knows of the parts.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vectors
from orrery.domain.modality import Kind, Role
from orrery.encoding.arrays import load_array
from orrery.encoding.bridge import Bridge, unit
from orrery.encoding.encoder import Encoder
from orrery.encoding.manifest import Block, Joined, Pack
from orrery.encoding.providers import Device
from orrery.errors import PackDamaged


def open_encoder(pack: Pack, threads: int | None = None) -> Encoder:
    """The towers of a pack, its own or those of the packs that it joins; none is opened yet.

    Args:
        pack: loaded and verified.
        threads: batches that may be encoded at once; None means one per core.

    Raises:
        PackDamaged: the bridge cannot be read.
    """
    return Encoder(pack, threads) if pack.joined is None else JoinedEncoder(pack, pack.joined, threads)


class JoinedEncoder(Encoder):
    """The towers of several packs as one.

    Args:
        pack: the joined one.
        joined: its parts.
        threads: batches that may be encoded at once; None means one per core.

    Raises:
        PackDamaged: the bridge cannot be read.
    """

    def __init__(self, pack: Pack, joined: Joined, threads: int | None = None) -> None:
        super().__init__(pack, threads)
        self.joined = joined
        self.parts: Mapping[str, Encoder] = {part.id: Encoder(part, self.threads) for part in joined.packs}
        self._bridge = read_bridge(pack, joined)

    def device(self, kind: Kind) -> Device:
        """What the towers for a kind run on; opens them. The slowest counts; see Encoder."""
        sides = {Kind.IMAGE: (self.joined.image,), Kind.SOUND: (self.joined.sound,), Kind.TEXT: self.joined.blocks}
        devices = [self._of(block).device(kind) for block in sides[kind]]
        return next((device for device in devices if device.is_processor), devices[0])

    def devices(self) -> dict[Kind, Device]:
        """What the towers that are open run on; none is opened for it."""
        found = [self._of(block).devices() for block in (self.joined.image, self.joined.sound, self.joined.text)]
        return {kind: open_[kind] for kind, open_ in zip(Kind, found, strict=True) if kind in open_}

    def open_text(self) -> None:
        """Open the text towers now, so that the first question does not have to wait for them."""
        for part in self.parts.values():
            part.open_text()

    def encode_images(self, pixels: npt.NDArray[np.uint8], *, at_once: int = 0) -> tuple[Vectors, Vectors | None]:
        """Encode pictures; see Encoder."""
        at_once = at_once or self.batches[Kind.IMAGE]
        vectors, features = self._of(self.joined.image).encode_images(pixels, at_once=at_once)
        return place_images(self.joined, vectors), features

    def encode_sounds(self, windows: npt.NDArray[np.float32], *, at_once: int = 0) -> Vectors:
        """Encode windows of sound; see Encoder."""
        at_once = at_once or self.batches[Kind.SOUND]
        vectors = self._of(self.joined.sound).encode_sounds(windows, at_once=at_once)
        return place_sounds(self.joined, self._bridge, vectors)

    def encode_texts(self, texts: Sequence[str], role: Role, *, at_once: int = 0) -> Vectors:
        """Encode texts with every text tower; see Encoder."""
        at_once = at_once or self.batches[Kind.TEXT]
        return place_texts(self.joined, role, lambda block: self._of(block).encode_texts(texts, role, at_once=at_once))

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, as the texts' own tower cuts it."""
        return self._of(self.joined.text).count_pieces(texts)

    def _of(self, block: Block) -> Encoder:
        return self.parts[block.pack.id]


def read_bridge(pack: Pack, joined: Joined) -> Bridge:
    """The bridge of a joined pack.

    Raises:
        PackDamaged: it cannot be read, or leads elsewhere.
    """
    source, target = joined.sound.pack.space.dim, joined.image.pack.space.dim
    matrix = load_array(pack, joined.bridge.matrix, (source, target), np.float32)
    if not matrix.any():
        raise PackDamaged(path=pack.folder, reason=f"“{joined.bridge.matrix}” leads nowhere: all of it is zero")
    words = load_array(pack, joined.bridge.words, (None, source), np.floating).astype(np.float32)
    places = load_array(pack, joined.bridge.places, (len(words), target), np.floating).astype(np.float32)
    return Bridge(matrix, load_array(pack, joined.bridge.mean, (source,), np.float32), words, places)


def place_images(joined: Joined, vectors: Vectors) -> Vectors:
    """Vectors (n, dim) of the pictures' pack as joined ones, unit length."""
    return _side_by_side(joined, Role.IMAGE, {joined.image.start: vectors})


def place_sounds(joined: Joined, bridge: Bridge, vectors: Vectors) -> Vectors:
    """Vectors (n, dim) of the sounds' pack as joined ones, unit length."""
    own = {joined.image.start: bridge.over(vectors), joined.sound.start: vectors}
    return _side_by_side(joined, Role.SOUND, own)


def place_texts(joined: Joined, role: Role, encoded: Callable[[Block], Vectors]) -> Vectors:
    """What each pack makes of the same texts as joined vectors, unit length."""
    return _side_by_side(joined, role, {block.start: encoded(block) for block in joined.blocks})


def _side_by_side(joined: Joined, role: Role, vectors: Mapping[int, Vectors]) -> Vectors:
    dim = sum(block.pack.space.dim for block in joined.blocks)
    whole = np.zeros((len(next(iter(vectors.values()))), dim), np.float32)
    for block in joined.blocks:
        if block.start in vectors:
            whole[:, block.columns] = block.weights.get(role, 0.0) * vectors[block.start]
    return unit(whole)
