"""Small things to store, made the same way every time."""

import hashlib
from pathlib import Path

import numpy as np

from orrery.domain.item import FileStamp, Part, Passage, Stretch, Whole
from orrery.domain.modality import Kind
from orrery.domain.space import VectorSpace
from orrery.library.rows import Embedded

SPACE = VectorSpace("colours@1+00000000", 3)
FEATURES = VectorSpace("colours@1+00000000/features", 2)
OTHER = VectorSpace("shapes@2+11111111", 5)
HERE = Path(__file__).parent


def vector(seed: object, dim: int = 3) -> np.ndarray:
    """A unit vector that belongs to its seed."""
    number = int.from_bytes(hashlib.sha256(repr(seed).encode()).digest()[:8], "big")
    made = np.random.default_rng(number).normal(size=dim)
    return (made / np.linalg.norm(made)).astype(np.float32)


def digest(what: str) -> bytes:
    return hashlib.sha256(what.encode()).digest()


def stamp(path: bytes, what: str = "", mtime_ns: int = 1_700_000_000_000_000_000) -> FileStamp:
    return FileStamp(path, len(what), mtime_ns)


def made(
    path: bytes, what: str, parts: tuple[Part, ...], kind: Kind, spaces: tuple[VectorSpace, ...], **more: object
) -> Embedded:
    """A file whose vectors follow from its content alone."""
    vectors = {
        space: np.array([vector((what, space.id, n), space.dim) for n in range(len(parts))]).reshape(-1, space.dim)
        for space in spaces
    }
    settings: dict = {"root": None, "facts": {"name": what}} | more
    return Embedded(stamp(path, what), kind=kind, sha256=digest(what), parts=parts, vectors=vectors, **settings)


def picture(path: bytes, what: str, spaces: tuple[VectorSpace, ...] = (SPACE,), **more: object) -> Embedded:
    return made(path, what, (Whole(),), Kind.IMAGE, spaces, **more)


def sound(path: bytes, what: str, windows: int = 2, **more: object) -> Embedded:
    parts = tuple(Stretch(5.0 * n, 5.0 * n + 5.1) for n in range(windows))
    return made(path, what, parts, Kind.SOUND, (SPACE,), **more)


def text(path: bytes, words: str, spaces: tuple[VectorSpace, ...] = (SPACE,), **more: object) -> Embedded:
    """A text with one passage a line."""
    parts = []
    start = 0
    for line in words.split("\n"):
        parts.append(Passage(start, start + len(line), line, page=len(parts) + 1))
        start += len(line) + 1
    return made(path, words, tuple(parts), Kind.TEXT, spaces, **more)
