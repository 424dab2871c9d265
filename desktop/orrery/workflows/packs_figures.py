"""Figures that a pack came without, measured on the library that is opened with it.

A pack of our own recipes brings means and backgrounds; one from the hub knows its words only (packs_words). What is
missing is taken from the library as far as it has enough to say: a mean where a role has 500 parts or
more, backgrounds from pairs of what there is.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from orrery.domain.arrays import Vector, Vectors
from orrery.domain.calibration import Background
from orrery.domain.modality import Kind, Role
from orrery.encoding.calibration import PackCalibration
from orrery.encoding.manifest import Pack
from orrery.library.library import Library
from orrery.search.background import ASKED, PHRASES, measure, sample, topped_up
from orrery.search.centring import centred

ENOUGH_FOR_A_MEAN = 500
CENTROIDS = 50
LEAST_PAIRS = 400
"""Pairs below which the neutral figure says as much."""


def completed(calibration: PackCalibration, pack: Pack, library: Library) -> PackCalibration:
    """The pack's figures, and the library's own where the pack has none; the same object where nothing is missing.

    Args:
        calibration: loaded from the pack.
        pack: says what was measured of it.
        library: open in this thread.
    """
    if pack.calibration.background:
        return calibration
    stored = {kind: library.vectors.load(pack.space, kind).vectors for kind in Kind}
    means = _means(calibration, stored)
    return replace(calibration, means=means, background=_backgrounds(calibration, means, stored))


def _means(calibration: PackCalibration, stored: Mapping[Kind, Vectors]) -> Mapping[Role, Vector]:
    means = dict(calibration.means)
    for kind, vectors in stored.items():
        if not means[kind.role].any() and len(vectors) >= ENOUGH_FOR_A_MEAN:
            means[kind.role] = _middle(vectors)
    return MappingProxyType(means)


def _middle(vectors: Vectors) -> Vector:
    """The mean of 50 k-means centroids: a thousand photos of one dog must not make the mean a dog."""
    from sklearn.cluster import MiniBatchKMeans

    chosen = sample(vectors, ASKED, seed=2).astype(np.float32)
    made = MiniBatchKMeans(CENTROIDS, random_state=0, n_init="auto", batch_size=1024).fit(chosen)
    return np.asarray(made.cluster_centers_, np.float32).mean(axis=0)


def _backgrounds(
    calibration: PackCalibration, means: Mapping[Role, Vector], stored: Mapping[Kind, Vectors]
) -> Mapping[tuple[Role, Kind], Background]:
    asking: dict[Role, Vectors] = {Role.QUERY: sample(calibration.concept_vectors, PHRASES)}
    for kind in Kind:
        asking[kind.role] = topped_up(stored[kind], calibration.references[kind.role])
    figures = dict(calibration.background)
    for role, vectors in asking.items():
        for kind in Kind:
            asked = sample(stored[kind], ASKED, seed=1)
            if len(vectors) * len(asked) >= LEAST_PAIRS:
                found = measure(centred(vectors, means[role]), centred(asked, means[kind.role]))
                figures[role, kind] = found or figures[role, kind]
    return MappingProxyType(figures)
