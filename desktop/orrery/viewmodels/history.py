"""What was done in this window and can be taken back: tags, collections, searches, removals, renames, moved folders."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from orrery.library.changes import Patch
from orrery.viewmodels.runner import JobHandle, Queue
from orrery.workflows import organise
from orrery.workflows.engine import Engine
from orrery.workflows.job import JobContext
from orrery.workflows.organise import Done

MOST_STEPS = 100
"""Changes that are remembered; each keeps the rows that it changed."""


class Run(Protocol):
    """Explorer.run: starts a job that changes the library."""

    def __call__(
        self,
        name: str,
        work: Callable[[JobContext], object],
        done: Callable[..., object],
        failed: Callable[[Exception | None], object] | None = None,
        *,
        queue: Queue = Queue.LIBRARY,
    ) -> JobHandle:
        """Start it."""
        ...


class Step(QUndoCommand):
    """A change that was made; the stack only remembers it, the history carries it out."""

    def __init__(self, name: str, patch: Patch, queue: Queue) -> None:
        super().__init__(name)
        self.patch = patch
        self.queue = queue


class History(QObject):
    """Carries changes out as short jobs, and takes them back one after the other.

    A change stands on the stack once it is stored; it leaves its place there only once taking it back is stored too. So
    what the menu offers is always true, whatever goes wrong.

    Signals:
        changed(): what can be taken back or done again differs.
        applied(str, bool): something was taken back or done again; in words, and whether items differ, not only marks.
        names_changed(): clusters of the map have other names.
    """

    changed = Signal()
    applied = Signal(str, bool)
    names_changed = Signal()

    def __init__(self, engine: Engine, run: Run, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._run = run
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(MOST_STEPS)
        self._under_way = 0
        self._wanted: deque[Callable[[], None]] = deque()

    @property
    def undo_name(self) -> str:
        """What undo() would take back, such as "Adding to a collection"; empty for nothing."""
        return self._stack.undoText()

    @property
    def redo_name(self) -> str:
        """What redo() would do again; empty for nothing."""
        return self._stack.redoText()

    def carry_out(
        self,
        name: str,
        work: Callable[[JobContext], Done],
        done: Callable[[Done], object],
        queue: Queue = Queue.MARKS,
    ) -> JobHandle:
        """Make a change, and remember it if it changed anything.

        Args:
            name: what it does, in the user's words, for the job and for the menu.
            work: makes it, in the job's thread.
            done: told what came of it, in the window's thread; what goes wrong is told to the user.
            queue: MARKS for what the user keeps about items, LIBRARY for what changes items or files.
        """

        def remember(made: Done) -> None:
            if made.patch.rows:
                self._stack.push(Step(name, made.patch, queue))
                self.changed.emit()
            if made.patch.renames_clusters:
                self.names_changed.emit()
            done(made)
            self._end()

        self._under_way += 1
        return self._run(name, work, remember, lambda _: self._end(), queue=queue)

    def undo(self) -> None:
        """Take the last change back; after one that is still being made."""
        self._wanted.append(self._undo)
        self._go_on()

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._wanted.append(self._redo)
        self._go_on()

    def _undo(self) -> None:
        if self._stack.canUndo():
            words = self.tr("Undo: {name}").format(name=self.undo_name)
            self._apply(words, self._stack.index() - 1, self._stack.undo, backwards=True)

    def _redo(self) -> None:
        if self._stack.canRedo():
            words = self.tr("Redo: {name}").format(name=self.redo_name)
            self._apply(words, self._stack.index(), self._stack.redo, backwards=False)

    def _apply(self, name: str, place: int, move: Callable[[], None], *, backwards: bool) -> None:
        step = self._stack.command(place)
        if not isinstance(step, Step):
            return
        engine, patch, queue = self._engine, step.patch, step.queue

        def work(_: JobContext) -> None:
            organise.apply(engine, patch, backwards=backwards, alone=queue is Queue.LIBRARY)

        def applied(_: object) -> None:
            self._move(move)
            self.applied.emit(name, queue is Queue.LIBRARY)
            if patch.renames_clusters:
                self.names_changed.emit()
            self._end()

        def refused(_: object) -> None:
            step.setObsolete(True)  # moving over it drops it: it will never fit again
            self._move(move)
            self._end()

        self._under_way += 1
        self._run(name, work, applied, refused, queue=queue)

    def _move(self, move: Callable[[], None]) -> None:
        move()
        self.changed.emit()

    def _end(self) -> None:
        self._under_way = max(0, self._under_way - 1)  # a job that failed and was done once more ends twice
        self._go_on()

    def _go_on(self) -> None:
        while self._wanted and not self._under_way:
            self._wanted.popleft()()
