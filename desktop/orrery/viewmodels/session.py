"""What the user was at when a window was closed: the question, what was in view and what was picked, as plain values.

Kept per library, in ORRERY_HOME beside the settings: a question is the user's own business and never goes into the log.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from orrery.domain.modality import Kind
from orrery.domain.query import Asked, FileTerm, Filters, Gathering, ItemTerm, Join, Query, Term, Words
from orrery.search.filters import ADDERS, spell_filters
from orrery.search.fragments import put_together, taken_apart
from orrery.search.grammar import spell
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.organiser import is_fixed, organiser_of

MOST_PICKED = 1000
"""Picked items that are remembered."""

MOST_PAST = 200
"""Past queries that are remembered, for completion."""

Values = Mapping[str, Any]


class Session:
    """Remembers one library's window in a file, and brings it back."""

    def __init__(self, library: Path, folder: Path) -> None:
        """Look for what was remembered.

        Args:
            library: of the window.
            folder: where sessions are kept.
        """
        name = hashlib.sha256(str(library.absolute()).encode(errors="surrogateescape")).hexdigest()[:12]
        self._file = folder / f"session-{name}.json"
        self._found = self._read()

    @property
    def past(self) -> tuple[str, ...]:
        """What was asked before, the latest last."""
        return tuple(text for text in self._listed("past") if isinstance(text, str))

    def panel(self, name: str) -> Values:
        """What a panel remembered; empty for nothing."""
        found = self._found.get("panels", {})
        return found.get(name, {}) if isinstance(found, dict) else {}

    def keep(self, explorer: Explorer, past: tuple[str, ...], panels: Mapping[str, Values]) -> None:
        """Remember how things stand; where the folder cannot be written, nothing is."""
        selection = explorer.selection
        kept = {
            "query": _written(explorer.query) if explorer.query else None,
            "scope": _written_filters(explorer.scope),
            "picked": list(selection.items[:MOST_PICKED]),
            "current": selection.current,
            "past": list(past[-MOST_PAST:]),
            "panels": dict(panels),
        }
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            draft = self._file.with_suffix(".new")
            draft.write_text(json.dumps(kept), "utf-8")
            draft.replace(self._file)

    def bring_back(self, explorer: Explorer) -> None:
        """Show what was in view, ask what was asked and pick what was picked, as far as it is still there."""
        scope = _read_filters(self._found.get("scope"))
        query = _read_query(self._found.get("query"))
        if query is not None:
            named = replace(query.filters, kinds=scope.kinds, folders=scope.folders)
            explorer.ask_everywhere(replace(query, filters=named), scope.among)
        elif scope != Filters():
            explorer.show_scope(scope)
        if scope.among is not None:
            organiser_of(explorer).refresh(scope.among)
        picked = [item for item in self._listed("picked") if isinstance(item, int)]
        if picked:
            explorer.selection.replace(picked, self._found.get("current"))

    def _listed(self, name: str) -> list[Any]:
        found = self._found.get(name)
        return found if isinstance(found, list) else []

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _written(query: Query) -> Values:
    terms = []
    for term in query.terms:
        match term.asked:
            case Words(text, exact):
                asked = {"words": text, "exact": exact}
            case FileTerm(path, part):
                asked = {"file": put_together(path, part)}
            case ItemTerm(item, label, part):
                asked = {"item": item, "label": label, "part": None if part is None else put_together("", part)}
            case _:
                continue  # a sort of term that cannot be remembered
        tied = {"join": term.join.value, "removed": term.is_removed, "opens": term.opens, "closes": term.closes}
        terms.append({**asked, "weight": term.weight, **tied})
    return {"terms": terms, "filters": _written_filters(query.filters)}


def _written_filters(filters: Filters) -> Values:
    return {
        "kinds": sorted(kind.value for kind in filters.kinds),
        "folders": list(filters.folders),
        "tags": list(filters.tags),
        "clusters": list(filters.clusters),
        "after": filters.after,
        "before": filters.before,
        "among": filters.among.key if filters.among else None,
        "items": list(filters.among.items) if filters.among and is_fixed(filters.among.key) else [],
        "limits": list(spell_filters(_limits(filters))),
    }


def _limits(filters: Filters) -> Filters:
    """Only those filters that are written as they would be typed."""
    return replace(filters, kinds=frozenset(), folders=(), tags=(), clusters=(), after=None, before=None, among=None)


def _read_query(found: Any) -> Query | None:
    try:
        terms = tuple(
            Term(
                _asked(entry),
                float(entry["weight"]),
                Join(entry.get("join", "with")),
                bool(entry.get("removed", False)),
                int(entry.get("opens", 0)),
                int(entry.get("closes", 0)),
            )
            for entry in found["terms"]
        )
        return Query(terms, _read_filters(found["filters"])) if terms else None
    except (TypeError, KeyError, ValueError):
        return None


def _asked(entry: Values) -> Asked:
    if "words" in entry:
        return Words(str(entry["words"]), bool(entry.get("exact", False)))
    if "file" in entry:
        return FileTerm(*taken_apart(str(entry["file"])))
    part = entry.get("part")
    return ItemTerm(int(entry["item"]), str(entry["label"]), taken_apart(f"item{part}")[1] if part else None)


def _read_filters(found: Any) -> Filters:
    try:
        limits = Filters()
        for limit in found.get("limits", []):
            name, _, value = str(limit).partition(":")
            limits = ADDERS[name](limits, value, name)
        return replace(
            limits,
            kinds=frozenset(Kind(kind) for kind in found["kinds"]),
            folders=tuple(map(str, found["folders"])),
            tags=tuple(map(str, found["tags"])),
            clusters=tuple(map(str, found["clusters"])),
            after=found["after"],
            before=found["before"],
            among=Gathering(str(found["among"]), tuple(map(int, found.get("items", [])))) if found["among"] else None,
        )
    except (AttributeError, TypeError, KeyError, ValueError):
        return Filters()


def spelt(query: Query) -> str | None:
    """A question as it could be typed again; None for one with an item in it, which has no spelling."""
    if any(isinstance(term.asked, ItemTerm) for term in query.terms):
        return None
    return spell(replace(query, filters=replace(query.filters, among=None)))
