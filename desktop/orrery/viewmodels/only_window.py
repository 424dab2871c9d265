"""One window per library: a second start raises the window that is open instead of opening another."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal


class OnlyWindow(QObject):
    """A lock that names its process, and a bell beside it: a file whose change calls the window to the front.

    Files rather than a socket, because Orrery opens no connection of any kind. A lock whose process is gone is taken
    over.

    Signals:
        called(): another start wants this window at the front.
    """

    called = Signal()

    def __init__(self, library: Path, folder: Path, parent: QObject | None = None) -> None:
        """Prepare the lock.

        Args:
            library: that the window is on.
            folder: where lock and bell live; made if it is not there.
            parent: owner.
        """
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(str(library.absolute()).encode(errors="surrogateescape")).hexdigest()[:12]
        self._bell = folder / f"window-{name}.bell"
        self._lock = QLockFile(str(folder / f"window-{name}.lock"))
        self._lock.setStaleLockTime(0)
        self._watcher: QFileSystemWatcher | None = None

    def claim(self) -> bool:
        """Become the one window of the library; False when there is one already, which is then called."""
        if not self._lock.tryLock(0):
            if self._lock.error() is QLockFile.LockError.LockFailedError:
                self._bell.write_text("called\n")
                return False
            return True  # the folder cannot be written: two windows are better than none
        self._bell.write_text("")
        self._watcher = QFileSystemWatcher([str(self._bell)], self)
        self._watcher.fileChanged.connect(lambda _: self.called.emit())
        return True

    def release(self) -> None:
        """Let another window take the library."""
        if self._watcher is not None:
            self._watcher.removePath(str(self._bell))
            self._watcher = None
            self._bell.unlink(missing_ok=True)
        self._lock.unlock()
