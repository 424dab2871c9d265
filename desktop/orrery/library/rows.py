"""What goes into a library and what comes out: frozen values, no connection behind them."""

from collections.abc import Collection as Several
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Points, Vectors
from orrery.domain.item import NO_FACTS, Facts, FileStamp, ItemState, OutcomeKind, Part
from orrery.domain.modality import Kind
from orrery.domain.space import VectorSpace

Ids: TypeAlias = npt.NDArray[np.int64]
"""(n,) row numbers of the library: of items, contents or parts, as the name says."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """One decoded and encoded file, ready to be stored.

    Attributes:
        stamp: the file as it was when decoded.
        root: path under which it was found; None when it was given by name.
        kind: what it is.
        sha256: 32 bytes, of the file's content.
        parts: in order, none twice.
        vectors: space → (parts, dim) unit rows in the order of parts.
        facts: of the content.
        moved_from: id of the item whose file this was before it moved; it keeps id, tags and ratings.
    """

    stamp: FileStamp
    root: bytes | None
    kind: Kind
    sha256: bytes
    parts: tuple[Part, ...]
    vectors: Mapping[VectorSpace, Vectors]
    facts: Facts = field(default_factory=lambda: NO_FACTS)
    moved_from: int | None = None


class KnownFile(NamedTuple):
    """What the library knows of a path; a named tuple because a walk asks for all of them at once.

    Attributes:
        id: of the item.
        size: bytes, when last looked at.
        mtime_ns: nanoseconds since 1970, when last looked at.
        state: present, vanished or unavailable.
        kind: None where it was never clear.
        content: id of its content, None where none was ever decoded.
        outcome: in the space that was asked for; None where it was not tried yet.
    """

    id: int
    size: int
    mtime_ns: int
    state: ItemState
    kind: Kind | None
    content: int | None
    outcome: OutcomeKind | None


@dataclass(frozen=True, slots=True)
class KnownSpace:
    """A space of a library, and the model that it is of.

    Attributes:
        space: the shared space of all kinds.
        pack: id of the model; None where nobody knows any more.
        used_s: when it was last put in use, seconds since 1970; None for never.
        wanted_s: since when it is being made to be put in use; None when it is not.
        contents: embedded in it; 0 where it was not counted.
        bytes: that its vectors take, those of its image-only space included; 0 where it was not counted.
    """

    space: VectorSpace
    pack: str | None
    used_s: float | None
    wanted_s: float | None
    contents: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class KnownContent:
    """A content found by its hash.

    Attributes:
        id: row in the library.
        kind: what it is.
        spaces: ids of the spaces in which it has vectors.
    """

    id: int
    kind: Kind
    spaces: frozenset[str]


@dataclass(frozen=True, slots=True)
class Root:
    """A folder or file that the user added.

    Attributes:
        path: os.fsencode bytes, absolute.
        watched: whether what changes in it is taken in at once.
        reachable: False while its drive is not there.
        count: items at or below it, whatever their state.
    """

    path: bytes
    watched: bool
    reachable: bool
    count: int


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """The vectors of one kind in one space, of contents that have at least one present item.

    Rows are in the order in which they were stored, so that what is added later stands at the end.

    Attributes:
        space: all rows belong to it.
        kind: of the contents.
        vectors: (n, dim) float16, unit rows.
        parts: (n,) part ids.
        contents: (n,) content ids.
        version: of the library's vectors when this was loaded.
        replaced: number of the last change that did more than add rows.
        last: id of the last vector looked at, 0 with none.
    """

    space: VectorSpace
    kind: Kind
    vectors: npt.NDArray[np.float16]
    parts: Ids
    contents: Ids
    version: int
    replaced: int
    last: int


class VectorsState(NamedTuple):
    """Which vectors a library holds, as four numbers: two equal states hold the same ones.

    Attributes:
        version: changes with every batch that changes which vectors there are.
        replaced: changes only when more than new rows at the end is different.
        drawn: a random number, new with every version; tells a library from another one at the same path.
        last: id of the newest vector of any space, 0 with none.
    """

    version: int
    replaced: int
    drawn: int
    last: int


class VectorRows(NamedTuple):
    """Some stored vectors of one role in one space, hidden ones included, by rising id.

    Attributes:
        ids: (n,) of the vectors.
        parts: (n,) part ids.
        contents: (n,) content ids; the rows of a content stand together.
        vectors: (n, dim) float16, unit rows.
    """

    ids: Ids
    parts: Ids
    contents: Ids
    vectors: npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Matches:
    """Items that pass the filters of a query, row by row with their contents.

    Attributes:
        items: (n,) item ids, ascending.
        contents: (n,) the content of each.
    """

    items: Ids
    contents: Ids


@dataclass(frozen=True, slots=True)
class Cluster:
    """A named group of points on a map.

    Attributes:
        number: from 0, unique within its layout.
        name: plain words, found by the machine.
        count: points in it and in the clusters that are part of it.
        parent: number of the larger cluster it is part of, or None.
        level: 0 for coarse, 1 for those the map shows, 2 for fine.
        given: the name that the user gave it, which wins; None for none.
    """

    number: int
    name: str
    count: int
    parent: int | None = None
    level: int = 1
    given: str | None = None

    @property
    def shown(self) -> str:
        """The name that people see."""
        return self.given or self.name


@dataclass(frozen=True, slots=True)
class Layout:
    """A stored map.

    Attributes:
        id: row in the library.
        space: whose vectors were laid out.
        method: how, such as "pca+tsne".
        seed: of the random numbers.
        version: of the library's vectors when it was made or last extended.
        made_s: seconds since 1970, UTC, when it was made.
        contents: (n,) content ids, ascending.
        points: (n, 2) in [-1, 1].
        labels: (n,) number of the smallest cluster that each point is in, -1 for none.
        clusters: ordered by number.
        later: points that were placed after it was made.
    """

    id: int
    space: VectorSpace
    method: str
    seed: int
    version: int
    made_s: float
    contents: Ids
    points: Points
    labels: npt.NDArray[np.int32]
    clusters: tuple[Cluster, ...]
    later: int = 0

    def inside(self, numbers: Several[int]) -> npt.NDArray[np.bool_]:
        """(n,) whether each point is in one of some clusters, or in one that is part of them."""
        known = {cluster.number: cluster.parent for cluster in self.clusters}
        return np.isin(self.labels, [number for number in known if _has(number, known, numbers)])


def _has(number: int | None, parents: Mapping[int, int | None], wanted: Several[int]) -> bool:
    """Whether a cluster or a larger one around it is among some."""
    while number is not None and number not in wanted:
        number = parents.get(number)
    return number is not None


@dataclass(frozen=True, slots=True)
class Measured:
    """A background figure measured on this library.

    Attributes:
        median: of the cosines of unrelated pairs, after centring.
        sigma: 1.4826 × their median absolute deviation, positive.
        count: pairs or vectors it was measured on, as the measurer says.
        version: of the library's vectors when it was measured.
    """

    median: float
    sigma: float
    count: int
    version: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items there are.

    Attributes:
        items: kind → items that are present and have a content; every kind is there.
        embedded: present items with vectors in the space asked for (in any, if none was named).
        failed: present items that could not be taken in.
        skipped: present items that are of no supported kind.
        vanished: items whose file is gone.
        unavailable: items on a drive that is not there.
    """

    items: Mapping[Kind, int]
    embedded: int
    failed: int
    skipped: int
    vanished: int
    unavailable: int

    @property
    def missing(self) -> int:
        """Items that cannot be opened now."""
        return self.vanished + self.unavailable


@dataclass(frozen=True, slots=True)
class Collection:
    """Items gathered by hand under a name; count leaves out those that are missing."""

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A word on items; count leaves out those that are missing.

    Attributes:
        colour: a number; a theme has a colour for it.
        key: 1 to 9, the key that puts it on items; None for none.
    """

    id: int
    name: str
    count: int
    colour: int = 0
    key: int | None = None


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query kept under a name, in the grammar of the query line.

    Attributes:
        gathering: key of the gathering in which it was asked, such as "collection 3"; None for everywhere.
    """

    id: int
    name: str
    query: str
    gathering: str | None = None
