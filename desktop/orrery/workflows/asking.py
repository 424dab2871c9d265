"""Turn what was asked into vectors: words are encoded, files decoded first, items of the library looked up."""

import os
from dataclasses import dataclass

import numpy as np

from orrery.domain.arrays import Vector, Vectors
from orrery.domain.item import FileStamp, Item, ItemState
from orrery.domain.modality import Role
from orrery.domain.query import Asked, FileTerm, Query, Words
from orrery.errors import BadQuery, NoSuchPath
from orrery.library.library import Library
from orrery.media.decode import Decoded, DecodeRequest
from orrery.media.pool import DecoderPool
from orrery.search.ranking import QueryTerm
from orrery.workflows.batching import encode, prepare
from orrery.workflows.engine import Engine


@dataclass(frozen=True, slots=True, eq=False)
class AskedVectors:
    """A query as vectors.

    Attributes:
        terms: one for each term of the query.
        contents: ids of contents that were asked with, if the library holds them.
    """

    terms: tuple[QueryTerm, ...]
    contents: frozenset[int]


def vectors_of(query: Query, engine: Engine, library: Library) -> AskedVectors:
    """Encode every term of a query.

    Raises:
        NoSuchPath: a file of the query is not there.
        FileProblem: it cannot be decoded.
        BadQuery: an item of the query is no longer in the library.
    """
    terms, contents = [], set()
    for term in query.terms:
        asked, content = _vector_of(term.asked, engine, library)
        terms.append(QueryTerm(asked.vector, asked.role, term.weight, asked.features))
        if content is not None:
            contents.add(content)
    return AskedVectors(tuple(terms), frozenset(contents))


def item_vectors(item: Item, engine: Engine, library: Library) -> QueryTerm | None:
    """The vectors of an item of the library; None while it has none in the engine's space."""
    if item.content is None or item.kind is None:
        return None
    vectors, _ = library.vectors.of_content(item.content, engine.space)
    if len(vectors) == 0:
        return None
    features = None
    if engine.encoder.features is not None:
        stored, _ = library.vectors.of_content(item.content, engine.encoder.features)
        features = mean_direction(stored) if len(stored) else None
    return QueryTerm(mean_direction(vectors), item.kind.role, features=features)


def mean_direction(vectors: Vectors) -> Vector:
    """The mean of unit vectors (n, dim), brought back to unit length: one vector for a sound of many windows."""
    mean = np.asarray(vectors, np.float32).mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-6)


def _vector_of(asked: Asked, engine: Engine, library: Library) -> tuple[QueryTerm, int | None]:
    if isinstance(asked, Words):
        vector = engine.encoder.encode_texts([asked.text], Role.QUERY)[0]
        return QueryTerm(vector, Role.QUERY), None
    if isinstance(asked, FileTerm):
        return _vector_of_file(asked.path, engine, library)
    item = library.items.get(asked.item)
    term = item_vectors(item, engine, library) if item else None
    if item is None or term is None:
        raise BadQuery(query=asked.label, reason="it is no longer in the library")
    return term, item.content


def _vector_of_file(typed: str, engine: Engine, library: Library) -> tuple[QueryTerm, int | None]:
    path = resolved(typed)
    try:
        status = os.stat(path)  # noqa: PTH116  (a path in bytes)
    except OSError as problem:
        raise NoSuchPath(path=typed) from problem
    item = library.items.by_path(path)
    if item and item.state is ItemState.PRESENT and (item.size, item.mtime_ns) == (status.st_size, status.st_mtime_ns):
        term = item_vectors(item, engine, library)
        if term is not None:
            return term, item.content
    decoded = _decode(FileStamp(path, status.st_size, status.st_mtime_ns), engine)
    known = library.contents.by_hash(decoded.sha256)
    return _encode(decoded, engine), known.id if known else None


def _decode(stamp: FileStamp, engine: Engine) -> Decoded:
    with DecoderPool(processes=1) as pool:
        (result,) = pool.decode([DecodeRequest(stamp, engine.encoder.inputs)])
    if isinstance(result, Decoded):
        return result
    raise result.problem


def _encode(decoded: Decoded, engine: Engine) -> QueryTerm:
    (vectors,) = encode([prepare(decoded, engine.encoder)], engine.encoder)
    features = vectors.get(engine.encoder.features) if engine.encoder.features else None
    return QueryTerm(
        mean_direction(vectors[engine.space]),
        decoded.kind.role,
        features=None if features is None else mean_direction(features),
    )


def resolved(typed: str) -> bytes:
    """The absolute path of a file named in a query; symlinks are not resolved."""
    return os.path.abspath(os.path.expanduser(os.fsencode(typed)))  # noqa: PTH100, PTH111  (a path in bytes)
