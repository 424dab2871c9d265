"""What the library holds, in numbers: the sidebar, the status bar and `orrery info`."""

from collections.abc import Mapping
from dataclasses import dataclass

from orrery.domain.modality import Kind


@dataclass(frozen=True, slots=True)
class FolderCount:
    """One folder that was added, and how many items lie below it."""

    path: bytes
    count: int
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class NamedCount:
    """A collection or saved search with its number of items (None where not counted)."""

    name: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The library in numbers.

    Attributes:
        counts: present items by kind, every kind named.
        folders: as added by the user.
        collections: by name.
        saved_searches: by name.
        embedded: items with a vector in the current space.
        failed: items that could not be embedded.
        skipped: files of kinds that are not supported.
        missing: items whose file is vanished or unavailable.
        spaces: ids of the spaces in the library.
        schema: of the library file.
    """

    counts: Mapping[Kind, int]
    folders: tuple[FolderCount, ...]
    collections: tuple[NamedCount, ...]
    saved_searches: tuple[NamedCount, ...]
    embedded: int
    failed: int
    skipped: int
    missing: int
    spaces: tuple[str, ...]
    schema: int

    @property
    def total(self) -> int:
        """All present items of a known kind."""
        return sum(self.counts.values())
