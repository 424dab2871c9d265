"""What was measured of a pack when it was made, so that cosines of different kinds can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from orrery.domain.arrays import Vector, Vectors
from orrery.domain.calibration import Background, Backgrounds, Platt, Platts
from orrery.domain.modality import Kind, Role
from orrery.encoding.arrays import load_array
from orrery.encoding.manifest import Pack
from orrery.errors import PackDamaged

Figure = TypeVar("Figure")

NEUTRAL_PLATT = Platt(a=1.0, b=-4.0)
"""A match is as likely as not four deviations above chance: cautious, where nobody has measured."""


@dataclass(frozen=True, slots=True)
class PackCalibration:
    """A pack's own figures.

    Attributes:
        means: for every role, (dim,) float32: the mean of raw unit vectors; zero where it was not measured.
        background: for every role asking and kind asked, of cosines after centring.
        platt: for every role asking and kind asked.
        references: for the roles IMAGE, SOUND and PASSAGE, (n, dim) float32 raw unit vectors; (0, dim) without.
        concepts: the vocabulary.
        concept_vectors: (concepts, dim) float16, raw unit vectors in the role QUERY.
        nonsense: (n, dim) float32, the same of made-up words; (0, dim) without.
    """

    means: Mapping[Role, Vector]
    background: Backgrounds
    platt: Platts
    references: Mapping[Role, Vectors]
    concepts: tuple[str, ...]
    concept_vectors: Vectors
    nonsense: Vectors


def load_calibration(pack: Pack) -> PackCalibration:
    """Read what was measured of a pack; neutral figures stand in for what was not.

    Raises:
        PackDamaged: a file cannot be read or has the wrong shape.
    """
    figures = pack.calibration
    # Cosines of unrelated random directions have this deviation.
    chance = Background(0.0, 1 / np.sqrt(pack.space.dim))
    concepts, concept_vectors = _vocabulary(pack)
    return PackCalibration(
        means=_means(pack),
        background=_complete(figures.background, chance),
        platt=_complete(figures.platt, NEUTRAL_PLATT),
        references=MappingProxyType({role: _references(pack, role) for role in (Role.IMAGE, Role.SOUND, Role.PASSAGE)}),
        concepts=concepts,
        concept_vectors=concept_vectors,
        nonsense=_rows_of(pack, figures.nonsense),
    )


def _means(pack: Pack) -> Mapping[Role, Vector]:
    shape = (len(Role), pack.space.dim)
    name = pack.calibration.means
    rows = load_array(pack, name, shape, np.floating) if name else np.zeros(shape)
    rows = _frozen(rows.astype(np.float32))
    if (np.linalg.norm(rows, axis=1) > 1.001).any():
        raise PackDamaged(path=pack.folder, reason=f"“{name}” holds means longer than the vectors they are of")
    return MappingProxyType(dict(zip(Role, rows, strict=True)))


def _complete(given: Mapping[tuple[Role, Kind], Figure], neutral: Figure) -> Mapping[tuple[Role, Kind], Figure]:
    return MappingProxyType({pair: given.get(pair, neutral) for pair in product(Role, Kind)})


def _references(pack: Pack, role: Role) -> Vectors:
    return _rows_of(pack, pack.calibration.references.get(role))


def _rows_of(pack: Pack, name: str | None) -> Vectors:
    vectors = _unit_rows(pack, name, None) if name else np.zeros((0, pack.space.dim))
    return _frozen(vectors.astype(np.float32))


def _vocabulary(pack: Pack) -> tuple[tuple[str, ...], Vectors]:
    figures = pack.calibration
    if figures.concepts is None or figures.concept_vectors is None:
        return (), _frozen(np.zeros((0, pack.space.dim), np.float16))
    try:
        lines = pack.path(figures.concepts).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PackDamaged(path=pack.folder, reason=f"“{figures.concepts}” cannot be read as text") from error
    concepts = tuple(line.strip() for line in lines if line.strip())
    return concepts, _frozen(_unit_rows(pack, figures.concept_vectors, len(concepts)).astype(np.float16))


def _unit_rows(pack: Pack, name: str, count: int | None) -> npt.NDArray[np.floating]:
    vectors = load_array(pack, name, (count, pack.space.dim), np.floating, np.int8)
    if vectors.dtype == np.int8:
        if not vectors.any(axis=1).all():
            raise PackDamaged(path=pack.folder, reason=f"“{name}” holds a vector of zeros, which has no direction")
        return _directions(vectors)
    # float16 rounds a length by up to 5e-4.
    if (np.abs(np.linalg.norm(vectors.astype(np.float32), axis=1) - 1) > 0.01).any():
        raise PackDamaged(path=pack.folder, reason=f"“{name}” holds vectors that are not of unit length")
    return vectors


def _directions(rows: npt.NDArray[np.int8]) -> npt.NDArray[np.floating]:
    # Eight bits say a direction well enough for names (cosine 0.9999) in half the space; only the length is lost.
    vectors = rows.astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _frozen(array: npt.NDArray) -> npt.NDArray:
    array.flags.writeable = False
    return array
