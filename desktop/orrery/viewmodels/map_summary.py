"""The map in words, for those who do not see it."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from orrery.domain.arrays import Rows
from orrery.domain.modality import Kind
from orrery.viewmodels.map_colours import SHAPES
from orrery.viewmodels.map_model import MapModel
from orrery.viewmodels.wording import grouped

translate = QCoreApplication.translate
NAMED = 3
"""Clusters named of those in view."""


def summary(model: MapModel, seen: Rows) -> str:
    """What the map shows, in a few sentences.

    Args:
        model: the map.
        seen: rows of the points in view.
    """
    count = len(model.points)
    if count == 0:
        return translate("map", "The map is empty.")
    sentences = [_whole(model, count)]
    sentences.append(_in_view(model, seen) if len(seen) < count else translate("map", "All of it is in view."))
    sentences += _asked(model) + _picked(model)
    if model.is_settling:
        sentences.append(translate("map", "It is still settling."))
    return " ".join(sentences)


def told_of(model: MapModel, row: int) -> str:
    """One point in words: its name, its kind, its cluster, and how well it matches."""
    item = model.item_at(row)
    if item is None:
        return ""
    cluster = model.sheet.cluster_name(row) or translate("map", "in no cluster")
    words = [item.name, _kind(item.kind), cluster]
    answer = model.answer_at(row)
    if answer is not None:
        words.append(translate("map", "match {score} of 100").format(score=round(100 * answer.score)))
    if item.id in model.selection:
        words.append(translate("map", "picked"))
    return ", ".join(words)


def _whole(model: MapModel, count: int) -> str:
    clusters = len(model.picture.names) if model.picture is not None else 0
    if clusters == 0:
        return translate("map", "Items on the map: {count}.").format(count=grouped(count))
    return translate("map", "Items on the map: {count}; clusters: {clusters}.").format(
        count=grouped(count), clusters=clusters
    )


def _in_view(model: MapModel, seen: Rows) -> str:
    if len(seen) == 0:
        return translate("map", "Nothing is in view; Home shows the whole map.")
    counts = np.bincount(model.sheet.shapes[seen], minlength=3)
    kinds = {
        Kind.IMAGE: translate("map", "images {count}"),
        Kind.SOUND: translate("map", "sounds {count}"),
        Kind.TEXT: translate("map", "texts {count}"),
    }
    told = [words.format(count=grouped(int(n))) for kind, words in kinds.items() if (n := counts[SHAPES[kind]])]
    names = _commonest(model, seen)
    view = translate("map", "In view: {kinds}.").format(kinds=", ".join(told))
    mostly = translate("map", "Mostly {names}.").format(names="; ".join(names))
    return f"{view} {mostly}" if names else view


def _commonest(model: MapModel, seen: Rows) -> list[str]:
    clusters = model.picture.clusters[seen] if model.picture is not None else np.zeros(0, np.int32)
    labels, counts = np.unique(clusters[clusters >= 0], return_counts=True)
    order = np.argsort(-counts, kind="stable")[:NAMED]
    named = [(model.sheet.name_of(int(labels[at])), int(counts[at])) for at in order]
    return [f"{name} ({grouped(count)})" for name, count in named if name]


def _asked(model: MapModel) -> list[str]:
    if not model.hits:
        return []
    where = model.sheet.cluster_name(model.hits[0])
    told = translate("map", "Likely matches, which glow: {count}.").format(count=len(model.hits))
    best = translate("map", "The best is in {cluster}.").format(cluster=where)
    return [told, best] if where else [told]


def _picked(model: MapModel) -> list[str]:
    count = len(model.selection)
    return [translate("map", "Picked: {count}.").format(count=grouped(count))] if count else []


def _kind(kind: Kind | None) -> str:
    words = {
        Kind.IMAGE: translate("map", "image"),
        Kind.SOUND: translate("map", "sound"),
        Kind.TEXT: translate("map", "text"),
    }
    return words[kind] if kind else translate("map", "file")
