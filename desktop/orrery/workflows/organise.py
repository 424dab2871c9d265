"""What the user keeps: collections of items, and searches under a name."""

import os
from collections.abc import Iterable
from dataclasses import replace

from orrery.domain.query import FileTerm, ItemTerm, Query, Term
from orrery.errors import BadQuery
from orrery.library.library import Library
from orrery.search.grammar import spell
from orrery.workflows.asking import resolved
from orrery.workflows.engine import Engine


def create_collection(engine: Engine, name: str, items: Iterable[int] = ()) -> int:
    """Make a collection of some items, or add them to the one of that name; gives its id."""
    with engine.library(write=True) as library, library.batch():
        collection = library.collections.create(name)
        library.collections.add(collection, items)
        return collection


def add_to_collection(engine: Engine, collection: int, items: Iterable[int]) -> None:
    """Put items into a collection; those that are in it stay."""
    with engine.library(write=True) as library:
        library.collections.add(collection, items)


def take_out(engine: Engine, collection: int, items: Iterable[int]) -> None:
    """Take items out of a collection; they stay in the library."""
    with engine.library(write=True) as library:
        library.collections.take_out(collection, items)


def rename_collection(engine: Engine, collection: int, name: str) -> bool:
    """Give a collection another name; False where another one has it."""
    with engine.library(write=True) as library:
        return library.collections.rename(collection, name)


def remove_collection(engine: Engine, collection: int) -> None:
    """Drop a collection; its items stay in the library."""
    with engine.library(write=True) as library:
        library.collections.remove(collection)


def collected(engine: Engine, collection: int) -> tuple[int, ...] | None:
    """Ids of the items in a collection, in the order in which they came; None where it is gone."""
    with engine.library() as library:
        if collection not in {known.id for known in library.collections.all()}:
            return None
        return library.collections.items(collection)


def save_search(engine: Engine, name: str, query: Query) -> int:
    """Keep a query under a name, in place of one of the same name; gives its id.

    It is kept as text that means the same tomorrow: files by their whole path, items of the library by their file's.

    Raises:
        BadQuery: an item of it is no longer in the library, or a file has a name that is not UTF-8.
    """
    with engine.library(write=True) as library:
        terms = tuple(_lasting(term, library) for term in query.terms)
        text = spell(replace(query, terms=terms))
        try:
            text.encode()
        except UnicodeEncodeError as problem:
            shown = text.encode("utf-8", "replace").decode()
            reason = "the name of a file in it is not UTF-8, so it cannot be written down"
            raise BadQuery(query=shown, reason=reason) from problem
        return library.searches.save(name, text)


def remove_search(engine: Engine, search: int) -> None:
    """Drop a saved search."""
    with engine.library(write=True) as library:
        library.searches.remove(search)


def _lasting(term: Term, library: Library) -> Term:
    asked = term.asked
    if isinstance(asked, ItemTerm):
        item = library.items.get(asked.item)
        if item is None:
            raise BadQuery(query=asked.label, reason="it is no longer in the library")
        return replace(term, asked=FileTerm(os.fsdecode(item.path)))
    if isinstance(asked, FileTerm):
        return replace(term, asked=FileTerm(os.fsdecode(resolved(asked.path))))
    return term
