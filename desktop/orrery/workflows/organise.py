"""What the user keeps: tags on items, collections of items, and searches under a name.

Every change is one short transaction that waits for nothing but the batch of a job in hand, and gives back what it
did to the library, so that it can be taken back.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from orrery.domain.query import FileTerm, Filters, ItemTerm, Query, Term
from orrery.errors import BadQuery, UsageError
from orrery.library.changes import MARKS, NAMES, Patch
from orrery.library.library import Library
from orrery.search.grammar import parse_line, spell
from orrery.workflows.asking import resolved
from orrery.workflows.engine import Engine

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A change that was made.

    Attributes:
        result: what came of it.
        patch: what it did to the library; empty when it did nothing.
    """

    result: T
    patch: Patch


def apply(engine: Engine, patch: Patch, *, backwards: bool, alone: bool = False) -> None:
    """Take a change back, or make it again.

    Args:
        engine: on the library.
        patch: what the change did.
        backwards: take it back.
        alone: it is a change of files, which one writer at a time may make, not only one of what is kept about them.

    Raises:
        ChangedSince: it does not fit any more; nothing was changed.
    """
    with engine.library(write=True, alone=alone) as library:
        library.changes.apply(patch, backwards=backwards)


# --- tags ---------------------------------------------------------------------------------------------------------


def tag(
    engine: Engine, items: Iterable[int], name: str, key: int | None = None, *, take_off: bool = True
) -> Done[bool]:
    """Put a tag on items, or take it off where all of them have it; gives whether it was put on.

    Args:
        engine: on the library.
        items: ids.
        name: of the tag; made if it is not there.
        key: 1 to 9, for a new one.
        take_off: False leaves it where all of them have it.
    """
    chosen = frozenset(items)

    def deed(library: Library) -> bool:
        library.tags.create(name, key)
        if take_off and chosen and chosen <= library.tags.items_with(name):
            library.tags.remove(chosen, name)
            return False
        library.tags.add(chosen, name)
        return True

    return _done(engine, deed)


def rename_tag(engine: Engine, number: int, name: str) -> Done[bool]:
    """Give a tag another name, also in saved searches; False where another one has it."""

    def deed(library: Library) -> bool:
        old = next((known.name for known in library.tags.known() if known.id == number), "")
        is_free = library.tags.rename(number, name)
        if is_free:
            _reword_searches(library, lambda filters: replace(filters, tags=renamed(filters.tags, old, name)))
        return is_free

    return _done(engine, deed)


def recolour_tag(engine: Engine, number: int, colour: int) -> Done[None]:
    """Give a tag another colour, a number that a theme has a colour for."""
    return _done(engine, lambda library: library.tags.set_colour(number, colour))


def rekey_tag(engine: Engine, number: int, key: int | None) -> Done[None]:
    """Give a tag another key; one that has it has none then."""
    return _done(engine, lambda library: library.tags.set_key(number, key))


def remove_tag(engine: Engine, number: int) -> Done[None]:
    """Drop a tag, off all items."""
    return _done(engine, lambda library: library.tags.drop(number))


def tagged(engine: Engine, number: int) -> tuple[int, ...] | None:
    """Ids of the items with a tag; None where it is gone."""
    with engine.library() as library:
        name = next((known.name for known in library.tags.known() if known.id == number), None)
        return None if name is None else tuple(sorted(library.tags.items_with(name)))


# --- collections --------------------------------------------------------------------------------------------------


def create_collection(engine: Engine, name: str, items: Iterable[int] = ()) -> Done[int]:
    """Make a collection of some items, or add them to the one of that name; gives its id."""

    def deed(library: Library) -> int:
        collection = library.collections.create(name)
        library.collections.add(collection, items)
        return collection

    return _done(engine, deed)


def add_to_collection(engine: Engine, collection: int, items: Iterable[int]) -> Done[None]:
    """Put items into a collection; those that are in it stay."""
    return _done(engine, lambda library: library.collections.add(collection, items))


def take_out(engine: Engine, collection: int, items: Iterable[int]) -> Done[None]:
    """Take items out of a collection; they stay in the library."""
    return _done(engine, lambda library: library.collections.take_out(collection, items))


def rename_collection(engine: Engine, collection: int, name: str) -> Done[bool]:
    """Give a collection another name; False where another one has it."""
    return _done(engine, lambda library: library.collections.rename(collection, name))


def remove_collection(engine: Engine, collection: int) -> Done[None]:
    """Drop a collection; its items stay in the library."""
    return _done(engine, lambda library: library.collections.remove(collection))


def collected(engine: Engine, collection: int) -> tuple[int, ...] | None:
    """Ids of the items in a collection, in the order in which they came; None where it is gone."""
    with engine.library() as library:
        if collection not in {known.id for known in library.collections.all()}:
            return None
        return library.collections.items(collection)


# --- clusters of the map ---------------------------------------------------------------------------------------------


def rename_cluster(engine: Engine, number: int, name: str | None) -> Done[str]:
    """Give a cluster of the stored map a name of the user's, or take it away again; gives what it is called then.

    Maps that are drawn later keep it for the cluster that most of its items are in then. Saved searches that ask within
    the cluster follow; those that mean others of the same name too go on to mean them. "" where there is no map.

    Args:
        engine: on the library.
        number: id of the cluster, of any level.
        name: surrounding spaces do not count; None or nothing lets the machine's name show again.
    """

    def deed(library: Library) -> str:
        layout = library.layouts.newest(engine.space)
        if layout is None:
            return ""
        before = library.layouts.names(layout)
        library.layouts.rename(layout, number, " ".join((name or "").split()) or None)
        after = library.layouts.names(layout)
        old, new = before.get(number, ""), after.get(number, "")
        kept = (old,) if any(same_name(old, other) for other in after.values()) else ()

        def follow(filters: Filters) -> Filters:
            return replace(filters, clusters=renamed(filters.clusters, old, *kept, new))

        if old != new:
            _reword_searches(library, follow)
        return new

    return _done(engine, deed, (*NAMES, "saved_searches"))


# --- saved searches -----------------------------------------------------------------------------------------------


def save_search(engine: Engine, name: str, query: Query) -> Done[int]:
    """Keep a query under a name, in place of one of the same name, with its filters; gives its id.

    It is kept as text that means the same tomorrow: files by their whole path, items of the library by their file's.

    Raises:
        BadQuery: an item of it is no longer in the library, or a file has a name that is not UTF-8.
    """

    def deed(library: Library) -> int:
        terms = tuple(_lasting(term, library) for term in query.terms)
        text = spell(replace(query, terms=terms))
        try:
            text.encode()
        except UnicodeEncodeError as problem:
            shown = text.encode("utf-8", "replace").decode()
            reason = "the name of a file in it is not UTF-8, so it cannot be written down"
            raise BadQuery(query=shown, reason=reason) from problem
        among = query.filters.among
        return library.searches.save(name, text, among.key if among else None)

    return _done(engine, deed)


def rename_search(engine: Engine, search: int, name: str) -> Done[bool]:
    """Give a saved search another name; False where another one has it."""
    return _done(engine, lambda library: library.searches.rename(search, name))


def remove_search(engine: Engine, search: int) -> Done[None]:
    """Drop a saved search."""
    return _done(engine, lambda library: library.searches.remove(search))


def renamed(names: Sequence[str], old: str, *new: str) -> tuple[str, ...]:
    """Names of a filter after one of them was changed, or stands for several now."""
    return tuple(one for name in names for one in (new if same_name(name, old) else (name,)))


def same_name(one: str, other: str) -> bool:
    """Whether a filter takes two names of tags or clusters for the same: capitals do not count."""
    return one.casefold() == other.casefold()


def _reword_searches(library: Library, follow: Callable[[Filters], Filters]) -> None:
    """Let saved searches go on to mean what was given another name."""
    for search in library.searches.all():
        with suppress(UsageError):  # one that cannot be read any more is left as it is
            query = parse_line(search.query)
            filters = follow(query.filters)
            if filters != query.filters:
                library.searches.save(search.name, spell(replace(query, filters=filters)), search.gathering)


def _done(engine: Engine, deed: Callable[[Library], T], tables: Sequence[str] = MARKS) -> Done[T]:
    with engine.library(write=True, alone=False) as library:
        with library.changes.recorded(tables) as patch:
            result = deed(library)
        return Done(result, patch)


def _lasting(term: Term, library: Library) -> Term:
    asked = term.asked
    if isinstance(asked, ItemTerm):
        item = library.items.get(asked.item)
        if item is None:
            raise BadQuery(query=asked.label, reason="it is no longer in the library")
        return replace(term, asked=FileTerm(os.fsdecode(item.path), asked.part))
    if isinstance(asked, FileTerm):
        return replace(term, asked=FileTerm(os.fsdecode(resolved(asked.path)), asked.part))
    return term
