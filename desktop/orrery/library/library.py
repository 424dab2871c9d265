"""A library: one SQLite file, seen from one thread."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from orrery.domain.item import FileStamp
from orrery.domain.modality import Kind
from orrery.domain.space import VectorSpace
from orrery.errors import FileProblem
from orrery.library import opening, schema
from orrery.library.calibrations import Calibrations
from orrery.library.changes import Changes
from orrery.library.checking import check
from orrery.library.connection import Connection
from orrery.library.contents import Contents, Parts
from orrery.library.found import FullText
from orrery.library.intake import Intake
from orrery.library.items import Items
from orrery.library.layouts import Layouts
from orrery.library.lock import WriterLock
from orrery.library.marks import Tags
from orrery.library.outcomes import Outcomes
from orrery.library.relinking import Relinking
from orrery.library.roots import Roots
from orrery.library.rows import Counts, Embedded
from orrery.library.saved import Collections, SavedSearches
from orrery.library.spaces import Spaces
from orrery.library.vectors import VectorStore


class Library:
    """The door to a library file; use it as a context manager, in the thread that opened it.

    Any number of readers, one writer: a library opened for writing holds the lock until it is closed. What a reader
    sees is the state after the last complete batch. What the user keeps about items (tags, collections, searches) is
    written without that lock, each change one short transaction between two batches of the writer.

    Attributes:
        path: of the file.
        schema: number of its tables' layout.
        spaces: embedding spaces that have been stored.
        roots: folders and files that the user added.
        items: one row a path.
        contents: what is behind items, by hash.
        parts: pictures as a whole, windows of sounds, passages of texts.
        words: in texts and in names of files.
        vectors: matrices for search and map.
        outcomes: how it went with each item.
        layouts: stored maps.
        calibrations: background figures measured on this library.
        tags: words on items.
        collections: items gathered by hand.
        searches: queries kept under a name.
        changes: writes changes down, and takes them back.
        relinking: items that follow their files to another folder.
    """

    def __init__(self, connection: Connection, lock: WriterLock | None) -> None:
        self._connection = connection
        self._lock = lock
        self.path = connection.path
        self.schema = schema.newest()
        self.spaces = Spaces(connection)
        self.roots = Roots(connection)
        self.items = Items(connection)
        self.contents = Contents(connection)
        self.parts = Parts(connection)
        self.words = FullText(connection)
        self.vectors = VectorStore(connection, self.spaces)
        self.outcomes = Outcomes(connection)
        self.layouts = Layouts(connection, self.spaces)
        self.calibrations = Calibrations(connection, self.spaces)
        self.tags = Tags(connection)
        self.collections = Collections(connection)
        self.searches = SavedSearches(connection)
        self.changes = Changes(connection)
        self.relinking = Relinking(connection)
        self._intake = Intake(connection, self.spaces, self.contents, self.parts, self.outcomes)

    @classmethod
    def open(
        cls, path: Path, *, write: bool = False, alone: bool = True, create: bool = False, wait_s: float = 5.0
    ) -> Self:
        """Open a library; one of an older schema is backed up beside itself and brought up to date first.

        Args:
            path: the file.
            write: allow changes.
            alone: take the writer's lock for them. Without it only tags, collections, saved searches and whether a
                folder is watched may be changed: whoever holds the lock counts on files and vectors as it left them.
            create: make it, and its folder, if it is not there.
            wait_s: how long to wait for another writer, in seconds.

        Raises:
            LibraryNewer: written by a newer version; nothing was changed.
            LibraryDamaged: no library, or a broken one.
            LibraryBusy: another process or thread is writing.
            LibraryUnreachable: not there, a folder, or no permission.
            DiskFull: no room to create it or to bring it up to date.
        """
        path = Path(path).absolute()
        lock = opening.prepare(path, write=write and alone, create_it=create, wait_s=wait_s)
        try:
            return cls(opening.connect(path, write=write), lock)
        except BaseException:
            if lock:
                lock.close()
            raise

    @property
    def version(self) -> int:
        """A number that changes with every stored batch, whatever it changed."""
        return self._connection.counter("everything")

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Make several changes one transaction: all of them are stored when the block ends, or none."""
        with self._connection.writing():
            yield

    def store(self, batch: Iterable[Embedded]) -> tuple[int, ...]:
        """Store decoded and encoded files in one transaction, with outcome "embedded".

        Storing the same again changes nothing but the time; storing a content again in the same space replaces its
        parts and vectors there. An item whose content is another one now leaves its old content, which goes if no
        other item has it.

        Returns:
            Ids of the items, in order.

        Raises:
            DiskFull, LibraryUnreachable: nothing of the batch is stored.
            ValueError: vectors that do not fit their parts, or are no numbers.
        """
        return self._intake.store(batch)

    def attach(self, stamp: FileStamp, root: bytes | None, content: int, *, moved_from: int | None = None) -> int:
        """Let a file have a content that is known already: a copy, or a file that moved; nothing is encoded.

        Args:
            stamp: the file.
            root: path under which it was found; None when it was given by name.
            content: id of the content with the same hash.
            moved_from: id of the item whose file this was before; it keeps id, tags and ratings and gets the new path.

        Returns:
            Id of the item, "embedded" in every space in which the content has vectors.
        """
        return self._intake.attach(stamp, root, content, moved_from)

    def fail(
        self,
        stamp: FileStamp,
        root: bytes | None,
        problem: FileProblem,
        spaces: Sequence[VectorSpace],
        kind: Kind | None = None,
    ) -> int:
        """Note that a file could not be taken in: "skipped" for UnsupportedKind, "failed" for all else.

        A file that was changed since its content was stored leaves that content. One that was not changed keeps it,
        and stays "embedded" in the spaces in which that has vectors.

        Args:
            stamp: the file; size 0 and time 0 where not even that could be read.
            root: path under which it was found; None when it was given by name.
            problem: why.
            spaces: in which it was to be embedded.
            kind: where it was clear.

        Returns:
            Id of the item.
        """
        return self._intake.fail(stamp, root, problem, spaces, kind)

    def forget(self, path: bytes) -> int:
        """Remove the item at a path and all items below it, whether files or folder still exist or not.

        Contents that no item has any more lose parts, vectors, passages and full-text rows, overwritten in the file
        and in its journal (the journal as soon as no reader needs it). Roots at or below the path go too. The
        files themselves are never touched.

        Returns:
            How many items were removed.
        """
        return self._intake.forget(path)

    def compact(self) -> int:
        """Give the room of what was deleted back to the disk.

        Returns:
            Bytes that the file is smaller.

        Raises:
            DiskFull: there is no room to rewrite it; nothing changed.
        """
        before = self.path.stat().st_size
        self._connection.compact()
        return before - self.path.stat().st_size

    def counts(self, space: VectorSpace | None = None) -> Counts:
        """How many items there are, by kind and by outcome."""
        return self.outcomes.counts(space)

    def check(self) -> list[str]:
        """What is wrong with the file, as sentences; empty when all is well. Reads all of it."""
        return check(self._connection)

    def close(self) -> None:
        """End the connection and let the next writer in; a second call does nothing."""
        try:
            self._connection.close()
        finally:
            if self._lock:
                self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
