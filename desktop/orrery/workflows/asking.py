"""Turn what was asked into vectors: words are encoded, files decoded first, items of the library looked up."""

import os
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from orrery.domain.arrays import Vector, Vectors
from orrery.domain.item import FileStamp, Item, ItemState, Stretch
from orrery.domain.modality import Kind, Role
from orrery.domain.query import Asked, Characters, Cut, FileTerm, Query, Region, Words
from orrery.errors import BadQuery, NoSuchPath
from orrery.library.library import Library
from orrery.media.decode import Decoded, DecodeRequest
from orrery.media.pool import DecoderPool
from orrery.search.figures import QueryTerm
from orrery.search.fragments import put_together
from orrery.search.grammar import spell
from orrery.search.groups import MOST, TooManyWays, ways
from orrery.workflows import textual
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
    """Encode every term of a query, and look up where its words stand.

    Raises:
        NoSuchPath: a file of the query is not there.
        FileProblem: it cannot be decoded.
        BadQuery: an item of the query is no longer in the library, a part of a file is none of its kind, or AND and OR
            leave too many ways to meet it.
    """
    _require_few_ways(query)
    terms, contents = [], set()
    for term in query.terms:
        asked, content = _vector_of(term.asked, engine, library)
        found = textual.found(term.asked, library) if isinstance(term.asked, Words) else {}
        terms.append(
            replace(
                asked,
                weight=term.weight,
                join=term.join,
                is_removed=term.is_removed,
                found=MappingProxyType(found),
                opens=term.opens,
                closes=term.closes,
            )
        )
        if content is not None:
            contents.add(content)
    return AskedVectors(tuple(terms), frozenset(contents))


def _require_few_ways(query: Query) -> None:
    try:
        ways(query.terms)
    except TooManyWays:
        reason = f"there are more than {MOST} ways to meet it; leave out some of what OR joins"
        raise BadQuery(query=spell(query), reason=reason) from None


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
        return _vector_of_file(asked, engine, library)
    item = library.items.get(asked.item)
    if item is not None and asked.part is not None:
        return _vector_of_file(FileTerm(os.fsdecode(item.path), asked.part), engine, library)
    term = item_vectors(item, engine, library) if item else None
    if item is None or term is None:
        raise BadQuery(query=asked.label, reason="it is no longer in the library")
    return term, item.content


def _vector_of_file(asked: FileTerm, engine: Engine, library: Library) -> tuple[QueryTerm, int | None]:
    path, part = _meant(asked)
    try:
        status = os.stat(path)  # noqa: PTH116  (a path in bytes)
    except OSError as problem:
        raise NoSuchPath(path=asked.path) from problem
    item = library.items.by_path(path)
    is_known = item is not None and item.state is ItemState.PRESENT
    if item and is_known and (item.size, item.mtime_ns) == (status.st_size, status.st_mtime_ns):
        term = item_vectors(item, engine, library) if part is None else None
        if term is not None:
            return term, item.content
    decoded = _decode(FileStamp(path, status.st_size, status.st_mtime_ns), part, engine)
    known = library.contents.by_hash(decoded.sha256)
    return _encode(decoded, part, asked.path, engine), known.id if known else None


def _meant(asked: FileTerm) -> tuple[bytes, Cut | None]:
    """The file and its part; a file whose name ends in what reads like a part is that file, should there be one."""
    path = resolved(asked.path)
    if asked.part is not None and not os.path.exists(path):  # noqa: PTH110  (a path in bytes)
        whole = resolved(put_together(asked.path, asked.part))
        if os.path.exists(whole):  # noqa: PTH110
            return whole, None
    return path, asked.part


def _decode(stamp: FileStamp, part: Cut | None, engine: Engine) -> Decoded:
    cut = None if isinstance(part, Characters) else part
    with DecoderPool(processes=1) as pool:
        (result,) = pool.decode([DecodeRequest(stamp, engine.encoder.inputs, part=cut)])
    if isinstance(result, Decoded):
        return result
    raise result.problem


def _encode(decoded: Decoded, part: Cut | None, name: str, engine: Engine) -> QueryTerm:
    if part is not None:
        _require_part_of(decoded, part, name)
    if isinstance(part, Characters):
        decoded = replace(decoded, text=(decoded.text or "")[part.start : part.end], page_starts=())
    (vectors,) = encode([prepare(decoded, engine.encoder)], engine.encoder)
    features = vectors.get(engine.encoder.features) if engine.encoder.features else None
    return QueryTerm(
        mean_direction(vectors[engine.space]),
        decoded.kind.role,
        features=None if features is None else mean_direction(features),
    )


_PARTS = {Kind.IMAGE: (Region, "a picture has #xywh=…"), Kind.SOUND: (Stretch, "a sound has #t=…")}
_PART_OF_TEXT = (Characters, "a text has #char=…")


def _require_part_of(decoded: Decoded, part: Cut, name: str) -> None:
    sort, hint = _PARTS.get(decoded.kind, _PART_OF_TEXT)
    if not isinstance(part, sort):
        raise BadQuery(query=put_together(name, part), reason=f"that is no part of such a file; {hint}")
    is_outside = isinstance(part, Characters) and part.start >= len(decoded.text or "")
    if is_outside or (isinstance(part, Region) and part.in_pixels and not _lies_within(part, decoded)):
        raise BadQuery(query=put_together(name, part), reason="the part lies outside the file")


def _lies_within(region: Region, decoded: Decoded) -> bool:
    width, height = decoded.facts.get("width", 0), decoded.facts.get("height", 0)
    return region.x < float(width) and region.y < float(height)


def resolved(typed: str) -> bytes:
    """The absolute path of a file named in a query; symlinks are not resolved."""
    return os.path.abspath(os.path.expanduser(os.fsencode(typed)))  # noqa: PTH100, PTH111  (a path in bytes)
