"""Figures that a pack came without, measured on the library that is opened with it.

A pack of our own recipes brings means, backgrounds and curves that were fitted on known matches; one from elsewhere
knows its words only (packs_words). What is missing is taken from the library as far as it has enough to say: a mean
where a role has 500 parts or more, backgrounds from pairs of what there is. Scores are estimated then, not fitted: the
curves are the starter's, which stand on z, whose unit is the same for all models, and a question's bar is raised to
where one answer in a thousand to made-up words reaches. With the starter itself, its figures taken away, on 1,000
photographs (Flickr8k, dev): 0.32 likely answers to a question of nonsense, and 84 % of captions find their own
photograph likely; with the fitted figures 0.24 and 80 %, with a cautious curve for all (a 1, b -4) 0.04 and 70 %.

What was measured is kept beside the library and holds until a kind has twice as many parts, or half: a mean that moved
at every start would have the derived rows of a large library written anew each time.
"""

import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from orrery import paths
from orrery.domain.arrays import Vector, Vectors
from orrery.domain.calibration import Background, Backgrounds, Platt, Platts
from orrery.domain.modality import Kind, Role
from orrery.encoding.calibration import PackCalibration
from orrery.encoding.manifest import Pack
from orrery.encoding.parsing import read_manifest
from orrery.library.library import Library
from orrery.search.background import ASKED, PHRASES, measure, sample, topped_up
from orrery.search.centring import centred
from orrery.workflows.indexing import figures_folder

ENOUGH_FOR_A_MEAN = 500
CENTROIDS = 50
LEAST_PAIRS = 400
"""Pairs below which the neutral figure says as much."""

LEAST_FOR_A_BAR = 10_000
"""Pairs of made-up words and parts: the thousandth of fewer is a handful of pairs."""

CHANCE = 0.999
"""Share of answers to made-up words that stay below the bar; the starter's recipe sets it so, too."""

_GROWN = 2.0
_EDITION = "2"  # of what is kept: raise it when figures are worked out in another way


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """What was measured: rows in the order of Role, columns in that of Kind.

    Attributes:
        means: (4, dim) float32.
        background: (4, 3, 2) float64, medians and sigmas.
        platt: (4, 3, 2) float64, a and b.
        counts: (3,) parts of each kind when it was measured.
        key: of the pack's own figures that went into it.
    """

    means: npt.NDArray[np.float32]
    background: npt.NDArray[np.float64]
    platt: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]
    key: str

    def stands(self, counts: npt.NDArray[np.int64]) -> bool:
        """Whether a library with so many parts of each kind is still much the same."""
        larger, smaller = np.maximum(counts, self.counts), np.minimum(counts, self.counts)
        return bool(((larger < _GROWN * smaller) | (larger == smaller)).all())


def completed(calibration: PackCalibration, pack: Pack, library: Library) -> PackCalibration:
    """The pack's figures, and the library's own where the pack has none; the same object where nothing is missing.

    Args:
        calibration: loaded from the pack.
        pack: says what was measured of it.
        library: open in this thread.
    """
    if is_fitted(pack):
        return calibration
    counts = np.array([library.vectors.count_of(pack.space, kind) for kind in Kind], np.int64)
    file, key = figures_folder(library.path, pack.space) / "own.npz", _key(pack)
    kept = _read(file)
    if kept is None or kept.key != key or kept.means.shape[1] != pack.space.dim or not kept.stands(counts):
        kept = _measured(calibration, pack, library, counts, key)
        _write(file, kept)
    return replace(
        calibration,
        means=MappingProxyType(dict(zip(Role, kept.means, strict=True))),
        background=_pairs(kept.background, Background),
        platt=_pairs(kept.platt, Platt),
    )


def is_fitted(pack: Pack) -> bool:
    """Whether its scores were fitted on known matches when it was made; estimated otherwise."""
    # A joined model has fitted curves for what each part is asked alone, but none across the bridge.
    return bool(pack.calibration.background and pack.calibration.platt) and pack.joined is None


def _measured(
    calibration: PackCalibration, pack: Pack, library: Library, counts: npt.NDArray[np.int64], key: str
) -> _Figures:
    some = {kind: _some(library, pack, kind) for kind in Kind}
    means = _means(calibration, some, dict(zip(Kind, counts.tolist(), strict=True)))
    background = _backgrounds(calibration, means, some) | dict(pack.calibration.background)
    platt = _curves(calibration, pack, means, background, some)
    return _Figures(
        np.stack([means[role] for role in Role]).astype(np.float32),
        np.array([[(background[r, k].median, background[r, k].sigma) for k in Kind] for r in Role]),
        np.array([[(platt[r, k].a, platt[r, k].b) for k in Kind] for r in Role]),
        counts,
        key,
    )


def _some(library: Library, pack: Pack, kind: Kind) -> Vectors:
    ids = sample(library.vectors.living(pack.space, kind), ASKED, seed=1)
    return library.vectors.some(ids).vectors if len(ids) else np.empty((0, pack.space.dim), np.float16)


def _means(
    calibration: PackCalibration, some: Mapping[Kind, Vectors], counts: Mapping[Kind, int]
) -> Mapping[Role, Vector]:
    means = dict(calibration.means)
    for kind, vectors in some.items():
        if not means[kind.role].any() and counts[kind] >= ENOUGH_FOR_A_MEAN:
            means[kind.role] = _middle(vectors)
    return means


def _middle(vectors: Vectors) -> Vector:
    """The mean of 50 k-means centroids: a thousand photos of one dog must not make the mean a dog."""
    from sklearn.cluster import MiniBatchKMeans

    made = MiniBatchKMeans(CENTROIDS, random_state=0, n_init="auto", batch_size=1024).fit(vectors.astype(np.float32))
    return np.asarray(made.cluster_centers_, np.float32).mean(axis=0)


def _backgrounds(
    calibration: PackCalibration, means: Mapping[Role, Vector], some: Mapping[Kind, Vectors]
) -> dict[tuple[Role, Kind], Background]:
    asking: dict[Role, Vectors] = {Role.QUERY: sample(calibration.concept_vectors, PHRASES)}
    for kind in Kind:
        asking[kind.role] = topped_up(some[kind], calibration.references[kind.role])
    figures = dict(calibration.background)
    for role, vectors in asking.items():
        for kind in Kind:
            if len(vectors) * len(some[kind]) >= LEAST_PAIRS:
                found = measure(centred(vectors, means[role]), centred(some[kind], means[kind.role]))
                figures[role, kind] = found or figures[role, kind]
    return figures


def _curves(
    calibration: PackCalibration,
    pack: Pack,
    means: Mapping[Role, Vector],
    background: Backgrounds,
    some: Mapping[Kind, Vectors],
) -> Platts:
    curves = dict(calibration.platt) | dict(read_manifest(paths.starter_pack()).calibration.platt)
    for kind in Kind:
        if len(calibration.nonsense) * len(some[kind]) >= LEAST_FOR_A_BAR:
            own, usual = background[Role.QUERY, kind], curves[Role.QUERY, kind]
            cosines = centred(calibration.nonsense, means[Role.QUERY]) @ centred(some[kind], means[kind.role]).T
            bar = float(np.quantile((cosines - own.median) / own.sigma, CHANCE))
            curves[Role.QUERY, kind] = Platt(usual.a, min(usual.b, -usual.a * bar))
    curves |= dict(pack.calibration.platt)
    for role in (Role.IMAGE, Role.SOUND, Role.PASSAGE):
        if any((role, kind) not in pack.calibration.platt for kind in Kind):
            curves |= _level(role, curves)
    return curves


def _level(role: Role, curves: Platts) -> Platts:
    """One curve for all kinds that files of a role ask: which kind comes first, z alone decides.

    Bars that were fitted in another space know nothing of it. Sounds that ask all kinds of a joined model found their
    answers with a mean average precision of .58 by the starter's bars, by one bar .64.
    """
    own = [curves[role, kind] for kind in Kind]
    if any(curve.a <= 0 for curve in own):
        return {}
    slope = float(np.exp(np.mean([np.log(curve.a) for curve in own])))
    bar = float(np.mean([-curve.b / curve.a for curve in own]))
    return {(role, kind): Platt(slope, -slope * bar) for kind in Kind}


def _pairs(table: npt.NDArray[np.float64], made: type) -> Mapping:
    return MappingProxyType(
        {
            (role, kind): made(*table[row, column].tolist())
            for row, role in enumerate(Role)
            for column, kind in enumerate(Kind)
        }
    )


def _key(pack: Pack) -> str:
    """Of what the pack itself knows: a pack that was measured anew has other figures."""
    figures = pack.calibration
    names = [name for name in (figures.means, figures.concept_vectors, figures.nonsense) if name]
    return "|".join([_EDITION, pack.space.id, *(pack.files[name].sha256 for name in names)])


def _read(file: Path) -> _Figures | None:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            tables = kept["means"], kept["background"], kept["platt"], kept["counts"]
            key = str(kept["key"])
    except (OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, zipfile.BadZipFile):
        return None
    fits = [table.shape for table in tables[1:]] == [(4, 3, 2), (4, 3, 2), (3,)] and len(tables[0]) == len(Role)
    return _Figures(*tables, key) if fits and all(np.isfinite(table).all() for table in tables) else None


def _write(file: Path, figures: _Figures) -> None:
    """Keep it, whole or not at all; where that cannot be, it is measured again."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".npz", delete=False) as draft:
            np.savez(
                draft,
                means=figures.means,
                background=figures.background,
                platt=figures.platt,
                counts=figures.counts,
                key=np.array(figures.key),
            )
        os.replace(draft.name, file)  # noqa: PTH105  (says atomic to a reader)
    except OSError:
        return
