"""Small maps that are made up, and answers on them."""

import numpy as np

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.domain.query import Query, Term, Words
from orrery.workflows.chart import ClusterInfo, MapPicture
from orrery.workflows.find import Answer, Answers

KINDS = (Kind.IMAGE, Kind.SOUND, Kind.TEXT, Kind.IMAGE, Kind.IMAGE)
POINTS = np.array([[0, 0], [0.1, 0], [0.9, 0.9], [-0.9, 0.9], [-0.8, 0.9]], np.float32)
CLUSTERS = np.array([0, 0, -1, 1, 1], np.int32)
NAMES = {0: ClusterInfo(0, "sea", 2), 1: ClusterInfo(1, "street", 2)}


def picture(ids=(10, 11, 12, 13, 14), points=POINTS, *, is_final=True):
    """Five points: two clusters of two, and one in none."""
    return MapPicture("toy@1", "pca", 0, np.array(ids), KINDS, points, CLUSTERS, NAMES, is_final)


def item(number):
    """Every item is a picture in one of two folders."""
    folder = b"/a" if number < 13 else b"/b"
    return Item(number, b"%s/%d" % (folder, number), Kind.IMAGE, number, 10, 0)


def answers(scores):
    """Answers by item id and score, best first."""
    hits = tuple(Answer(item(number), score, 0.3, None) for number, score in scores.items())
    return Answers(Query((Term(Words("sea")),)), "sea", "toy@1", 1.0, hits)


def levelled():
    """Two coarse clusters of two middle ones of three fine ones, a hundred items each, side by side."""
    fine = np.repeat(np.arange(12), 100).astype(np.int32)
    rng = np.random.default_rng(0)
    points = np.stack([fine * 0.15 - 0.9 + rng.uniform(-0.05, 0.05, 1200), rng.uniform(-0.2, 0.2, 1200)], 1)
    tree = {at: ClusterInfo(at, f"fine {at}", 100, 20 + at // 3, 2) for at in range(12)}
    tree |= {20 + at: ClusterInfo(20 + at, f"middle {at}", 300, 30 + at // 2, 1) for at in range(4)}
    tree |= {30 + at: ClusterInfo(30 + at, f"coarse {at}", 600, None, 0) for at in range(2)}
    names = {key: info for key, info in tree.items() if info.level == 1}
    kinds = (Kind.IMAGE,) * 1200
    return MapPicture(
        "toy@1",
        "pca",
        0,
        np.arange(1200),
        kinds,
        points.astype(np.float32),
        20 + fine // 3,
        names,
        tree=tree,
        leaves=fine,
    )
