"""What the library holds, in numbers: the sidebar, the status bar and `orrery info`."""

from collections.abc import Mapping
from dataclasses import dataclass

from orrery.domain.modality import Kind
from orrery.library.rows import Collection, SavedSearch, Tag
from orrery.workflows.engine import Engine


@dataclass(frozen=True, slots=True)
class FolderCount:
    """One folder that was added, and how many items lie below it."""

    path: bytes
    count: int
    is_reachable: bool
    is_watched: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The library in numbers.

    Attributes:
        counts: present items by kind, every kind named.
        folders: as added by the user.
        tags: by name.
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
    tags: tuple[Tag, ...]
    collections: tuple[Collection, ...]
    saved_searches: tuple[SavedSearch, ...]
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


def overview(engine: Engine) -> Overview:
    """Count what the library holds now."""
    with engine.library() as library:
        counts = library.counts(engine.space)
        return Overview(
            counts={kind: counts.items.get(kind, 0) for kind in Kind},
            folders=tuple(
                FolderCount(root.path, root.count, root.reachable, root.watched) for root in library.roots.all()
            ),
            tags=library.tags.known(),
            collections=library.collections.all(),
            saved_searches=library.searches.all(),
            embedded=counts.embedded,
            failed=counts.failed,
            skipped=counts.skipped,
            missing=counts.missing,
            spaces=tuple(space.id for space in library.spaces.all()) or (engine.space.id,),
            schema=library.schema,
        )
