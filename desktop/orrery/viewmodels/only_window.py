"""One window a library: a second start raises the window that is open already.

A lock file says who is first; a file beside it is touched by whoever comes second and watched by the first. No socket,
not even a local one: Orrery opens no connection of any kind.
"""

import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal


class OnlyWindow(QObject):
    """The right to be the window on a library.

    Signals:
        wanted(): somebody tried to open a second window; come to the front.
    """

    wanted = Signal()

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bell = library.with_name(library.name + "-window")
        self._lock = QLockFile(str(library.with_name(library.name + "-window.lock")))
        self._lock.setStaleLockTime(0)  # only the death of its process makes a lock stale, never its age
        self._watcher: QFileSystemWatcher | None = None

    def claim(self) -> bool:
        """Become the window of the library, or ring at the one that is; where neither can be, go on alone.

        Returns:
            False if another window was asked to come to the front.
        """
        try:
            self._bell.parent.mkdir(parents=True, exist_ok=True)
            if not self._lock.tryLock(0):
                if self._lock.error() is not QLockFile.LockError.LockFailedError:
                    return True  # a folder that cannot be written to: better two windows than none
                self._bell.write_text(f"{time.time()}\n", "ascii")
                return False
            self._bell.write_text("", "ascii")
        except OSError:
            return True
        self._watcher = QFileSystemWatcher([str(self._bell)], self)
        self._watcher.fileChanged.connect(self._rung)
        return True

    def release(self) -> None:
        """Let the next start open a window."""
        if self._watcher is None:
            return
        self._watcher.deleteLater()
        self._watcher = None
        self._bell.unlink(missing_ok=True)
        self._lock.unlock()

    def _rung(self) -> None:
        if self._watcher is not None and self._bell.exists():
            self.wanted.emit()
