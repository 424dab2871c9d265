"""Items, their contents and their parts.

An item is a path; a content is a hash; vectors belong to content × part × space × role. A copy is a second item that
costs no encoding.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from orrery.domain.modality import Kind

Fact: TypeAlias = str | int | float
Facts: TypeAlias = Mapping[str, Fact]
"""What is known of a content beside its vector, such as width, height, taken, duration_s, rate_hz, words, pages."""

NO_FACTS: Facts = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole of a content: a picture, or a sound of one window."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window of a sound, in seconds from its start."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text.

    Attributes:
        start: offset of its first character in the extracted text, in code points.
        end: offset behind its last character.
        text: the passage itself.
        page: page of a PDF, from 1; None elsewhere.
    """

    start: int
    end: int
    text: str
    page: int | None = None


Part: TypeAlias = Whole | Stretch | Passage


class OutcomeKind(StrEnum):
    """How it went with one item in one space."""

    EMBEDDED = "embedded"
    FAILED = "failed"
    SKIPPED = "skipped"


class ItemState(StrEnum):
    """Where an item's file is now."""

    PRESENT = "present"
    VANISHED = "vanished"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What the system says of a file without opening it.

    Attributes:
        path: os.fsencode bytes of the absolute path, symlinks not resolved.
        size: bytes.
        mtime_ns: time of last change, nanoseconds since 1970.
    """

    path: bytes
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the library.

    Attributes:
        id: row in the library.
        path: os.fsencode bytes, absolute.
        kind: what it is; None while unknown (it failed or was skipped before that was clear).
        content: id of its content; None while none was decoded.
        size: bytes of the file.
        mtime_ns: time of the file's last change, nanoseconds since 1970.
        state: present, vanished, or on a drive that is not there.
        facts: of its content.
        sha256: of its content, 32 bytes; None while none was decoded.
    """

    id: int
    path: bytes
    kind: Kind | None
    content: int | None
    size: int
    mtime_ns: int
    state: ItemState = ItemState.PRESENT
    facts: Facts = field(default_factory=lambda: NO_FACTS)
    sha256: bytes | None = None

    @property
    def name(self) -> str:
        """The file's name for the eye; bytes that are not UTF-8 are shown as replacement characters."""
        return os.path.basename(self.path).decode("utf-8", "replace")  # noqa: PTH119  (a path in bytes)


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be embedded, and why.

    Attributes:
        path: os.fsencode bytes.
        kind: None where it was never clear.
        outcome: failed or skipped.
        reason: a sentence for the user.
        when: seconds since 1970, UTC.
        key: under which the sentence is translated; empty where none was written down.
        fields: of the sentence.
    """

    path: bytes
    kind: Kind | None
    outcome: OutcomeKind
    reason: str
    when: float
    key: str = ""
    fields: Facts = field(default_factory=lambda: NO_FACTS)
