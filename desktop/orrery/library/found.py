"""Words in texts and in file names: full-text search (SQLite FTS5)."""

from collections.abc import Sequence

from orrery.library.connection import Connection


class FullText:
    """Find contents by words that stand in their passages or in the names of their files.

    Case and accents do not matter; a word is a run of letters and digits, as FTS5's unicode61 cuts it.
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
        asked = _asked(pieces)
        if not asked:
            return []
        return [
            (content, part)
            for content, part in self._connection.rows(
                """
                select content, parts.id from (select rowid as part from passages_found where passages_found match ?
                limit ?) join parts on parts.id = part""",
                (asked, most),
            )
        ]

    def names(self, pieces: Sequence[str], most: int) -> list[tuple[int, str]]:
        """Present items whose file's name holds every piece as a phrase.

        Returns:
            (content id, name of the file) of each.
        """
        asked = _asked(pieces)
        if not asked:
            return []
        return [
            (content, name)
            for content, name in self._connection.rows(
                """
                select content, name from (select rowid as item, name from names_found where names_found match ?
                limit ?) join items on items.id = item where state = 'present' and content is not null""",
                (asked, most),
            )
        ]


def _asked(pieces: Sequence[str]) -> str:
    """An FTS5 query that all pieces have to meet; quoted, so that nothing in them is an operator."""
    plain = [piece.replace("\0", " ").encode("utf-8", "replace").decode() for piece in pieces]
    return " ".join('"' + piece.replace('"', '""') + '"' for piece in plain if any(map(str.isalnum, piece)))
