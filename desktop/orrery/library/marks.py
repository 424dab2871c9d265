"""Tags: words that the user puts on items."""

import time
from collections.abc import Iterable

from orrery.library.connection import Connection, listed
from orrery.library.rows import Tag

COLOURS = 8
"""How many colours tags are given in turn; every theme has as many."""


class Tags:
    """Put tags on items and take them off; upper and lower case are the same tag."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, items: Iterable[int], name: str) -> None:
        """Put a tag on items; those that have it keep it."""
        with self._connection.writing():
            self.create(name)
            self._connection.change(
                """
                insert or ignore into item_tags (item, tag, added_s)
                select items.id, tags.id, ? from items, tags
                where items.id in (select value from json_each(?)) and tags.name = ?""",
                (time.time(), listed(items), name),
            )

    def remove(self, items: Iterable[int], name: str) -> None:
        """Take a tag off items; the tag itself stays."""
        with self._connection.writing():
            self._connection.change(
                """
                delete from item_tags where item in (select value from json_each(?))
                and tag = (select id from tags where name = ?)""",
                (listed(items), name),
            )

    def create(self, name: str, key: int | None = None) -> int:
        """Add a tag with the colour that is used least, or find the one of that name; gives its id.

        Args:
            name: upper and lower case are the same.
            key: 1 to 9; without one a new tag gets the first that is free, if any is.
        """
        with self._connection.writing():
            found = self._connection.number("select id from tags where name = ?", (name,))
            if found:
                return found
            colours = [
                self._connection.number("select count(*) from tags where colour = ?", (n,)) for n in range(COLOURS)
            ]
            taken = {used for (used,) in self._connection.rows("select key from tags")}
            free = next((number for number in range(1, 10) if number not in taken), None)
            chosen = key if key is not None and key not in taken else free
            return self._connection.insert(
                "insert into tags (name, colour, key) values (?, ?, ?)", (name, colours.index(min(colours)), chosen)
            )

    def rename(self, tag: int, name: str) -> bool:
        """Give a tag another name; False, and nothing changed, where another one has it."""
        with self._connection.writing():
            self._connection.change("update or ignore tags set name = ? where id = ?", (name, tag))
            return self._connection.number("select id from tags where name = ?", (name,)) == tag

    def set_colour(self, tag: int, colour: int) -> None:
        """Give a tag another colour."""
        with self._connection.writing():
            self._connection.change("update tags set colour = ? where id = ?", (colour, tag))

    def set_key(self, tag: int, key: int | None) -> None:
        """Give a tag a key; another one that has it has none then."""
        with self._connection.writing():
            self._connection.change("update tags set key = null where key = ? and id <> ?", (key, tag))
            self._connection.change("update tags set key = ? where id = ?", (key, tag))

    def drop(self, tag: int) -> None:
        """Drop a tag, off all items."""
        with self._connection.writing():
            self._connection.change("delete from tags where id = ?", (tag,))

    def known(self) -> tuple[Tag, ...]:
        """All tags in alphabetical order, each with the number of its present items."""
        rows = self._connection.rows(
            """
            select tags.id, name, count(items.id), colour, key from tags left join item_tags on tag = tags.id
            left join items on items.id = item and state = 'present' group by tags.id order by name"""
        )
        return tuple(Tag(*row) for row in rows)

    def of(self, item: int) -> tuple[str, ...]:
        """The tags of an item, in alphabetical order."""
        rows = self._connection.rows(
            "select name from tags join item_tags on tag = tags.id where item = ? order by name", (item,)
        )
        return tuple(name for (name,) in rows)

    def all(self) -> dict[str, int]:
        """Tag → number of present items that have it, in alphabetical order."""
        return dict(
            self._connection.rows(
                """
                select name, count(items.id) from tags left join item_tags on tag = tags.id
                left join items on items.id = item and state = 'present' group by tags.id order by name"""
            )
        )

    def items_with(self, name: str) -> frozenset[int]:
        """Ids of the items with a tag, whatever their state."""
        rows = self._connection.rows("select item from item_tags join tags on tags.id = tag where name = ?", (name,))
        return frozenset(item for (item,) in rows)
