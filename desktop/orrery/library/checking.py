"""Looking through a whole library for anything that is not as it should be."""

from orrery.library.connection import Connection


def check(connection: Connection) -> list[str]:
    """What is wrong, as sentences; empty when all is well."""
    with connection.reading():
        return [
            f"The file is damaged: {words}." for (words,) in connection.rows("pragma integrity_check") if words != "ok"
        ]
