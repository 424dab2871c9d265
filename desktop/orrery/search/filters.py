"""The filters of the query language, `kind:image`, `duration:5s..1min` and so on, read and written."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from orrery.domain.modality import Kind
from orrery.domain.query import Bounds, Filters
from orrery.search.fragments import number

AddFilter: TypeAlias = Callable[[Filters, str, str], Filters]
"""Filters so far, the value, the name as typed -> filters; ValueError with the end of a sentence for the user."""

_AMOUNT = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)([a-z]*)", re.IGNORECASE)
_SECONDS = {"": 1.0, "ms": 0.001, "s": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0}
_BYTES = {"": 1.0, "b": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30}
_STARS = {"": 1.0}

SOME_DIVERSITY = 0.5
"""What diverse:yes means."""


def _add_kind(filters: Filters, value: str, _: str) -> Filters:
    name = value.strip().lower()
    if name not in {kind.value for kind in Kind}:
        raise ValueError(f"there is no kind “{value}”; use kind:image, kind:sound or kind:text")
    return replace(filters, kinds=filters.kinds | {Kind(name)})


def _add_folder(filters: Filters, value: str, _: str) -> Filters:
    return replace(filters, folders=(*filters.folders, value))


def _add_tag(filters: Filters, value: str, _: str) -> Filters:
    return replace(filters, tags=(*filters.tags, value))


def _add_cluster(filters: Filters, value: str, _: str) -> Filters:
    return replace(filters, clusters=(*filters.clusters, value))


def _add_after(filters: Filters, value: str, _: str) -> Filters:
    day = _day("after", value)
    return replace(filters, after=max(day, filters.after or day))


def _add_before(filters: Filters, value: str, _: str) -> Filters:
    day = _day("before", value)
    return replace(filters, before=min(day, filters.before or day))


def _add_duration(filters: Filters, value: str, _: str) -> Filters:
    reason = f"“{value}” is not a length of time; write duration:5s..1min, duration:10s.. or duration:..30s"
    return replace(filters, duration_s=_narrower(filters.duration_s, _bounds(value, _SECONDS, reason)))


def _add_size(filters: Filters, value: str, _: str) -> Filters:
    reason = f"“{value}” is not a size; write size:100kB..2MB, size:1MB.. or size:..500kB"
    return replace(filters, size_bytes=_narrower(filters.size_bytes, _bounds(value, _BYTES, reason)))


def _add_rating(filters: Filters, value: str, _: str) -> Filters:
    reason = f"“{value}” is not a rating; write rating:4.. for four stars or more, rating:3..4 or rating:5"
    bounds = _bounds(value if ".." in value else f"{value}..{value}", _STARS, reason)
    return replace(filters, rating=_narrower(filters.rating, bounds))


def _add_duplicates(filters: Filters, value: str, _: str) -> Filters:
    known = {"fold": True, "show": False}
    if value.strip().lower() not in known:
        raise ValueError(f"“{value}” says nothing about duplicates; write duplicates:fold or duplicates:show")
    return replace(filters, is_folded=known[value.strip().lower()])


def _add_diverse(filters: Filters, value: str, _: str) -> Filters:
    known = {"yes": SOME_DIVERSITY, "no": 0.0}
    wanted = known.get(value.strip().lower())
    if wanted is None:
        found = _AMOUNT.fullmatch(value.strip())
        wanted = float(found[1]) if found and not found[2] else 2.0
    if wanted > 1:
        raise ValueError(f"“{value}” is not a share of variety; write diverse:yes, or diverse:0.3 between 0 and 1")
    return replace(filters, diversity=wanted)


ADDERS: Mapping[str, AddFilter] = {
    "kind": _add_kind,
    "folder": _add_folder,
    "tag": _add_tag,
    "after": _add_after,
    "before": _add_before,
    "cluster": _add_cluster,
    "duration": _add_duration,
    "size": _add_size,
    "rating": _add_rating,
    "duplicates": _add_duplicates,
    "diverse": _add_diverse,
}
"""The reserved words: followed directly by a colon they filter instead of asking."""


def spell_filters(filters: Filters) -> Iterator[str]:
    """Each filter as it would be typed."""
    yield from (f"kind:{kind}" for kind in sorted(filters.kinds))
    yield from (f"folder:{quoted_if_needed(folder)}" for folder in filters.folders)
    yield from (f"tag:{quoted_if_needed(tag)}" for tag in filters.tags)
    if filters.after:
        yield f"after:{filters.after}"
    if filters.before:
        yield f"before:{filters.before}"
    yield from (f"cluster:{quoted_if_needed(cluster)}" for cluster in filters.clusters)
    for name, bounds, unit in (
        ("duration", filters.duration_s, "s"),
        ("size", filters.size_bytes, "B"),
        ("rating", filters.rating, ""),
    ):
        if bounds is not None:
            yield from (f"{name}:{limits}" for limits in _limits(bounds, unit))
    if filters.is_folded:
        yield "duplicates:fold"
    if filters.diversity:
        yield f"diverse:{number(filters.diversity)}"


def quoted_if_needed(text: str) -> str:
    """Text as the value of a filter, or as a path."""
    return quoted(text) if '"' in text or text.split() != [text] else text


def quoted(text: str) -> str:
    """Text between quotes, its own quotes doubled."""
    return '"' + text.replace('"', '""') + '"'


def _limits(bounds: Bounds, unit: str) -> list[str]:
    least, most = _limit(bounds.least, unit), _limit(bounds.most, unit)
    if bounds.least is not None and bounds.most is not None and bounds.least > bounds.most:
        return [f"{least}..", f"..{most}"]  # two filters that let nothing through together
    return [f"{least}..{most}"]


def _limit(value: float | None, unit: str) -> str:
    return "" if value is None else number(value) + unit


def _bounds(text: str, units: Mapping[str, float], reason: str) -> Bounds:
    least, dots, most = text.strip().partition("..")
    if not dots or not (least or most):
        raise ValueError(reason)
    found = Bounds(_amount(least, units, reason), _amount(most, units, reason))
    if found.least is not None and found.most is not None and found.least > found.most:
        raise ValueError(reason)
    return found


def _amount(text: str, units: Mapping[str, float], reason: str) -> float | None:
    if not text:
        return None
    found = _AMOUNT.fullmatch(text)
    if found is None or found[2].lower() not in units:
        raise ValueError(reason)
    amount = float(found[1]) * units[found[2].lower()]
    if not math.isfinite(amount):
        raise ValueError(reason)
    return amount


def _narrower(one: Bounds | None, two: Bounds) -> Bounds:
    if one is None:
        return two
    leasts = [value for value in (one.least, two.least) if value is not None]
    mosts = [value for value in (one.most, two.most) if value is not None]
    return Bounds(max(leasts, default=None), min(mosts, default=None))


def _day(name: str, value: str) -> str:
    """A day in ISO form; a year or a month alone means its first day."""
    padded = value + "-01-01"[3 * value.count("-") :] if re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", value) else value
    try:
        return date.fromisoformat(padded).isoformat()
    except ValueError:
        raise ValueError(f"“{value}” is not a day; write it as {name}:2024-05-31, or {name}:2024") from None
