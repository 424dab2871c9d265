"""Words in texts and in file names: full-text search (SQLite FTS5)."""

from collections.abc import Sequence

from orrery.library.connection import Connection
from orrery.library.signs import has_signs, phrase


class FullText:
    """Find contents by words that stand in their passages or in the names of their files.

    Case and accents do not matter; a word is a run of letters and digits, as FTS5's unicode61 cuts it, and in scripts
    without spaces any run of characters.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def passages(self, pieces: Sequence[str], most: int) -> list[tuple[int, int]]:
        """Passages that hold every piece as a phrase, in no order of merit.

        Args:
            pieces: words or phrases; one without a letter or a digit is in no text.
            most: stop after so many.

        Returns:
            (content id, part id) of each.
        """
        found, asked = _matching("passages_found", "passage_signs", pieces)
        if not asked:
            return []
        sql = f"select content, parts.id from ({found} limit ?) join parts on parts.id = row"  # noqa: S608
        return [(content, part) for content, part in self._connection.rows(sql, (*asked, most))]

    def names(self, pieces: Sequence[str], most: int) -> list[tuple[int, str]]:
        """Present items whose file's name holds every piece as a phrase.

        Returns:
            (content id, name of the file) of each.
        """
        found, asked = _matching("names_found", "name_signs", pieces)
        if not asked:
            return []
        sql = f"""
            select items.content, name from ({found} limit ?) join items on items.id = row
            join item_names on item_names.item = row where state = 'present' and items.content is not null"""  # noqa: S608
        return [(content, name) for content, name in self._connection.rows(sql, (*asked, most))]


def _matching(words: str, signs: str, pieces: Sequence[str]) -> tuple[str, list[str]]:
    """SQL for the rows that hold all pieces, and its parameters: words in one index, runs of signs in the other."""
    plain = [piece.replace("\0", " ").encode("utf-8", "replace").decode() for piece in pieces]
    told = [piece for piece in plain if any(map(str.isalnum, piece))]
    by_signs = [f"({phrase(piece)})" for piece in told if has_signs(piece)]
    by_words = ['"' + piece.replace('"', '""') + '"' for piece in told if not has_signs(piece)]
    asked = [(table, found) for table, found in ((signs, " AND ".join(by_signs)), (words, " ".join(by_words))) if found]
    selects = [f"select rowid as row from {table} where {table} match ?" for table, _ in asked]  # noqa: S608
    return " intersect ".join(selects), [found for _, found in asked]
