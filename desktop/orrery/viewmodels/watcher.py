"""Watched folders: what changes in them is taken in, once it has been quiet for a moment."""

import os
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.messages import Tone
from orrery.viewmodels.wording import shown_name
from orrery.workflows.overview import Overview

QUIET_MS = 2000
"""A copy of many files, or a program that saves in steps, is over when nothing came for this long …"""
LONGEST_MS = 30_000
"""… but what keeps changing is looked at this often all the same."""
MOST_FOLDERS = 50
"""Folders looked at one by one; with more of them the whole watched folder is looked through."""


class _Teller(FileSystemEventHandler):
    """Hands paths from watchdog's thread to the window's."""

    def __init__(self, folder: bytes, tell: Callable[[bytes, bytes], None]) -> None:
        self._folder = folder
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Anything counts but a look into a file, and a folder whose list of files changed: those files tell."""
        is_list = event.is_directory and event.event_type == "modified"
        if is_list or event.event_type in ("opened", "closed_no_write"):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._tell(self._folder, os.fsencode(path))


class Watcher(QObject):
    """Watches the folders that are marked so, as far as they can be reached.

    Signals:
        quiet(tuple[bytes, ...]): folders in which something changed, after it has been quiet; the explorer was told.
    """

    quiet = Signal(object)
    _noticed = Signal(bytes, bytes)

    def __init__(self, explorer: Explorer, *, quiet_ms: int = QUIET_MS) -> None:
        """Begin to watch as soon as the library is counted.

        Args:
            explorer: whose library's folders.
            quiet_ms: how long it must have been quiet.
        """
        super().__init__(explorer)
        self._explorer = explorer
        self._observer = None
        self._watches: dict[bytes, ObservedWatch] = {}
        self._refused: set[bytes] = set()
        self._changed: dict[bytes, set[bytes]] = {}
        self._calm, self._patience = QTimer(self), QTimer(self)
        for timer, length in ((self._calm, quiet_ms), (self._patience, LONGEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(self._look)
        self._noticed.connect(self._note, Qt.ConnectionType.QueuedConnection)
        explorer.overview_changed.connect(self._follow)
        if explorer.overview is not None:
            self._follow(explorer.overview)
        explorer.runner.ended.connect(self._look_after_job)

    @property
    def folders(self) -> frozenset[bytes]:
        """What is watched now."""
        return frozenset(self._watches)

    def close(self) -> None:
        """Watch nothing any more; returns when the threads have ended."""
        self._calm.stop()
        self._patience.stop()
        self._watches.clear()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _follow(self, overview: Overview) -> None:
        wanted = {folder.path for folder in overview.folders if folder.is_watched and folder.is_reachable}
        for folder in self.folders - wanted:
            if self._observer is not None:
                self._observer.unschedule(self._watches.pop(folder))
        self._refused &= wanted
        for folder in wanted - self.folders - self._refused:
            self._watch(folder)
        if not self._watches:
            self.close()

    def _watch(self, folder: bytes) -> None:
        if self._observer is None:
            self._observer = Observer()
            self._observer.daemon = True
            self._observer.start()
        try:
            teller = _Teller(folder, self._noticed.emit)
            self._watches[folder] = self._observer.schedule(teller, os.fsdecode(folder), recursive=True)
        except OSError as problem:
            self._refused.add(folder)
            words = self.tr("The folder {name} cannot be watched: {reason}. F5 looks for changes.")
            reason = (problem.strerror or str(problem)).lower()
            self._explorer.tell(words.format(name=shown_name(folder), reason=reason), Tone.WARNING)

    def _note(self, folder: bytes, path: bytes) -> None:
        if folder in self._watches and not _is_hidden(path[len(folder) :]):
            self._changed.setdefault(folder, set()).add(os.path.dirname(path))  # noqa: PTH120  (bytes)
            self._calm.start()
            if not self._patience.isActive():
                self._patience.start()

    def _look_after_job(self, *_: object) -> None:
        if self._changed and not self._calm.isActive():
            self._calm.start()

    def _look(self) -> None:
        if not self._changed or any(job.writes for job in self._explorer.runner.jobs):
            return  # when the running job ends there is another look
        self._calm.stop()
        self._patience.stop()
        changed, self._changed = self._changed, {}
        places = [place for folder, inside in changed.items() for place in _places(folder, inside)]
        if places:
            self._explorer.take_in_changes(places)
            self.quiet.emit(tuple(places))


def _places(folder: bytes, changed: Iterable[bytes]) -> list[bytes]:
    """The fewest folders below a watched one that hold everything that changed and are still there."""
    there = {_nearest(folder, path) for path in changed}
    if len(there) > MOST_FOLDERS or folder in there:
        return [folder] if os.path.isdir(folder) else []  # noqa: PTH112
    return sorted(place for place in there if not any(place.startswith(other + os.fsencode(os.sep)) for other in there))


def _nearest(folder: bytes, path: bytes) -> bytes:
    while len(path) > len(folder) and not os.path.isdir(path):  # noqa: PTH112
        path = os.path.dirname(path)  # noqa: PTH120
    return path if len(path) > len(folder) else folder


def _is_hidden(inside: bytes) -> bool:
    return any(part.startswith(b".") for part in inside.split(os.fsencode(os.sep)))
