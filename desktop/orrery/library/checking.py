"""Looking through a whole library for anything that is not as it should be."""

from collections.abc import Iterator

import numpy as np

from orrery.errors import LibraryDamaged
from orrery.library.connection import Connection

_NORM_OFF = 0.01
"""Float16 rounds a unit vector's norm by at most 5e-4; anything further off was not made by an encoder."""

_PIECE = 8192

# `cross join` keeps the order: without it SQLite starts from the space, and looks through all of it for every item.
_COUNTED = (
    (
        "select count(*) from vectors join spaces on spaces.id = space where length(vector) <> 2 * dim",
        "{count} vectors have the wrong length for their space.",
    ),
    (
        "select count(*) from vectors join parts on parts.id = part where parts.content <> vectors.content",
        "{count} vectors name another content than their part does.",
    ),
    (
        """
        select count(*) from outcomes join items on items.id = item where outcome = 'embedded' and not exists (
            select 1 from parts cross join vectors on vectors.part = parts.id
            where parts.content = items.content and vectors.space = outcomes.space)""",
        "{count} items count as embedded but have no vector.",
    ),
    (
        """
        select count(*) from items where content is not null and exists (
            select 1 from parts cross join vectors on vectors.part = parts.id
            where parts.content = items.content and not exists (
                select 1 from outcomes where item = items.id and outcomes.space = vectors.space))""",
        "{count} items have vectors but no outcome.",
    ),
    (
        "select count(*) from items where not exists (select 1 from outcomes where item = items.id)",
        "{count} items have no outcome at all.",
    ),
    (
        "select count(*) from contents where not exists (select 1 from items where content = contents.id)",
        "{count} contents belong to no item.",
    ),
    (
        """
        select count(*) from parts where form = 'passage' and not exists (
            select 1 from passages where part = parts.id)""",
        "{count} passages have lost their text.",
    ),
    (
        """
        select (select count(*) from passages where part not in (select id from passages_found_docsize))
        + (select count(*) from passages_found_docsize where id not in (select part from passages))""",
        "{count} passages differ between the texts and their full-text index.",
    ),
    (
        """
        select (select count(*) from items where id not in (select id from names_found_docsize))
        + (select count(*) from names_found_docsize where id not in (select id from items))""",
        "{count} items differ between the files and the index of their names.",
    ),
)


def check(connection: Connection) -> list[str]:
    """What is wrong, as sentences; empty when all is well."""
    try:
        with connection.reading():
            found = list(_structure(connection))
            # On a broken structure the counts would only repeat it in other words, or not end.
            if not found:
                found = [*_counted(connection), *_norms(connection)]
        if not found and connection.is_writable:
            found = list(_full_text(connection))
    except LibraryDamaged as problem:
        return [str(problem)]
    return found


def _structure(connection: Connection) -> Iterator[str]:
    for (words,) in connection.rows("pragma integrity_check(20)"):
        if words != "ok":
            yield f"The file is damaged: {words}."
    for table, row, other, _ in connection.rows("pragma foreign_key_check"):
        yield f"Row {row} of {table} points at a row of {other} that is not there."


def _counted(connection: Connection) -> Iterator[str]:
    for sql, sentence in _COUNTED:
        count = connection.number(sql)
        if count:
            yield sentence.format(count=count)


def _norms(connection: Connection) -> Iterator[str]:
    for space, name, dim in connection.rows("select id, name, dim from spaces order by id"):
        sql = "select vector from vectors where space = ? and length(vector) = ?"
        wrong = 0
        for rows in connection.pieces(sql, (space, 2 * dim), _PIECE):
            matrix = np.frombuffer(b"".join(blob for (blob,) in rows), np.float16).reshape(len(rows), dim)
            norms = np.linalg.norm(matrix.astype(np.float32), axis=1)
            wrong += int(np.count_nonzero(~(np.abs(norms - 1) <= _NORM_OFF)))
        if wrong:
            yield f"{wrong} vectors of {name} are not of length 1."


def _full_text(connection: Connection) -> Iterator[str]:
    """Let FTS5 compare its index with the texts word by word; only a writer may ask for that."""
    for statement, sentence in (
        (
            "insert into passages_found (passages_found, rank) values ('integrity-check', 1)",
            "The full-text index does not agree with the texts.",
        ),
        (
            "insert into names_found (names_found, rank) values ('integrity-check', 0)",
            "The index of file names does not agree with itself.",
        ),
        (
            "insert into passage_signs (passage_signs, rank) values ('integrity-check', 0)",
            "The index of texts without spaces does not agree with itself.",
        ),
        (
            "insert into name_signs (name_signs, rank) values ('integrity-check', 0)",
            "The index of names without spaces does not agree with itself.",
        ),
    ):
        try:
            connection.try_out(statement)
        except LibraryDamaged:
            yield sentence
