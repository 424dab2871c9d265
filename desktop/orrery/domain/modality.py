"""Kinds of item and the roles in which their vectors appear."""

from enum import StrEnum


class Kind(StrEnum):
    """What an item is to the user."""

    IMAGE = "image"
    SOUND = "sound"
    TEXT = "text"

    __hash__ = str.__hash__  # Enum's own is written in Python: looking 100,000 kinds up in a table took 60 ms more

    @property
    def role(self) -> "Role":
        """The role in which the stored vectors of this kind appear."""
        return Role.PASSAGE if self is Kind.TEXT else Role(self.value)


class Role(StrEnum):
    """How a vector came to be.

    A short query and a long passage are different distributions even in one text tower; every mean and every
    background figure is per role.
    """

    QUERY = "query-text"
    PASSAGE = "passage"
    IMAGE = "image"
    SOUND = "sound"
