"""What the user keeps: collections of items, and searches."""

import time
from collections.abc import Iterable

from orrery.library.connection import Connection, listed
from orrery.library.rows import Collection, SavedSearch


class Collections:
    """Items gathered by hand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, name: str) -> int:
        """Add an empty collection, or find the one of that name; gives its id."""
        with self._connection.writing():
            self._connection.change(
                "insert or ignore into collections (name, added_s) values (?, ?)", (name, time.time())
            )
            return self._connection.number("select id from collections where name = ?", (name,))

    def rename(self, collection: int, name: str) -> bool:
        """Give a collection another name; False, and nothing changed, where another one has it."""
        with self._connection.writing():
            self._connection.change("update or ignore collections set name = ? where id = ?", (name, collection))
            return self._connection.number("select id from collections where name = ?", (name,)) == collection

    def remove(self, collection: int) -> None:
        """Drop a collection; its items stay in the library."""
        with self._connection.writing():
            self._connection.change("delete from collections where id = ?", (collection,))

    def add(self, collection: int, items: Iterable[int]) -> None:
        """Put items into a collection; those that are in it stay."""
        with self._connection.writing():
            self._connection.change(
                """
                insert or ignore into collection_items (collection, item, added_s)
                select ?, id, ? from items where id in (select value from json_each(?))""",
                (collection, time.time(), listed(items)),
            )

    def take_out(self, collection: int, items: Iterable[int]) -> None:
        """Take items out of a collection."""
        with self._connection.writing():
            self._connection.change(
                "delete from collection_items where collection = ? and item in (select value from json_each(?))",
                (collection, listed(items)),
            )

    def items(self, collection: int) -> tuple[int, ...]:
        """Ids of the items in a collection, in the order in which they came."""
        rows = self._connection.rows(
            "select item from collection_items where collection = ? order by added_s, item", (collection,)
        )
        return tuple(item for (item,) in rows)

    def all(self) -> tuple[Collection, ...]:
        """All collections in alphabetical order, each with the number of its present items."""
        rows = self._connection.rows(
            """
            select collections.id, name, count(items.id) from collections
            left join collection_items on collection = collections.id
            left join items on items.id = item and state = 'present' group by collections.id order by name"""
        )
        return tuple(Collection(*row) for row in rows)


class SavedSearches:
    """Queries kept under a name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, name: str, query: str, gathering: str | None = None) -> int:
        """Keep a query, in the grammar of the query line, in place of one of the same name; gives its id.

        Args:
            name: under which it is kept.
            query: as text.
            gathering: key of the gathering in which it was asked.
        """
        with self._connection.writing():
            self._connection.change(
                """
                insert into saved_searches (name, query, gathering, added_s) values (?, ?, ?, ?)
                on conflict (name) do update set query = excluded.query, gathering = excluded.gathering""",
                (name, query, gathering, time.time()),
            )
            return self._connection.number("select id from saved_searches where name = ?", (name,))

    def rename(self, search: int, name: str) -> bool:
        """Give a saved search another name; False, and nothing changed, where another one has it."""
        with self._connection.writing():
            self._connection.change("update or ignore saved_searches set name = ? where id = ?", (name, search))
            return self._connection.number("select id from saved_searches where name = ?", (name,)) == search

    def remove(self, search: int) -> None:
        """Drop a saved search."""
        with self._connection.writing():
            self._connection.change("delete from saved_searches where id = ?", (search,))

    def all(self) -> tuple[SavedSearch, ...]:
        """All saved searches in alphabetical order."""
        return tuple(
            SavedSearch(*row)
            for row in self._connection.rows("select id, name, query, gathering from saved_searches order by name")
        )
