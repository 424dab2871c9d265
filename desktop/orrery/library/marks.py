"""Tags: words that the user puts on items."""

import time
from collections.abc import Iterable

from orrery.library.connection import Connection, listed


class Tags:
    """Put tags on items and take them off; upper and lower case are the same tag."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, items: Iterable[int], name: str) -> None:
        """Put a tag on items; those that have it keep it."""
        with self._connection.writing():
            self._connection.change("insert or ignore into tags (name) values (?)", (name,))
            self._connection.change(
                """
                insert or ignore into item_tags (item, tag, added_s)
                select items.id, tags.id, ? from items, tags
                where items.id in (select value from json_each(?)) and tags.name = ?""",
                (time.time(), listed(items), name),
            )

    def remove(self, items: Iterable[int], name: str) -> None:
        """Take a tag off items; a tag that is on no item any more is gone."""
        with self._connection.writing():
            self._connection.change(
                """
                delete from item_tags where item in (select value from json_each(?))
                and tag = (select id from tags where name = ?)""",
                (listed(items), name),
            )
            self._connection.change("delete from tags where id not in (select tag from item_tags)")

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
