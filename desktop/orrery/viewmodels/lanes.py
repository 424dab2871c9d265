"""Threads that look things up for the window: of the requests of one lane only the newest is ever answered."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from orrery.errors import JobCancelled, OrreryError
from orrery.workflows.job import JobContext

_log = logging.getLogger(__name__)

T = TypeVar("T")
Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What a lane's call came to; the callback is looked up again in the window's thread."""

    lane: str
    ticket: int
    value: T | None
    error: Exception | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a lane's call published on its way."""

    lane: str
    ticket: int
    value: object


class _Watched(JobContext):
    """What a workflow sees that runs in a lane: it ends once nobody waits for it."""

    __slots__ = ("_still_wanted",)

    def __init__(self, still_wanted: Check) -> None:
        super().__init__()
        self._still_wanted = still_wanted

    def check(self) -> None:
        """Raise JobCancelled once a newer request was made, or none is wanted."""
        self._still_wanted()


class Lane:
    """A thread that answers the newest request made of it."""

    def __init__(self, name: str, emit: Callable[[object], None]) -> None:
        self._name = name
        self._emit = emit
        self._ticket = 0
        self._request: tuple[int, Callable[[], Any]] | None = None
        self._callbacks: tuple[int, Callable[[Any], None], Callable[[Exception], None] | None] | None = None
        self._partly: tuple[int, Callable[[Any], None]] = (0, lambda _: None)
        self._changed = threading.Condition()
        self._closed = False
        self.thread = threading.Thread(target=self._serve, name=f"lane {name}", daemon=True)
        self.thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._callbacks is not None

    def ask(
        self, call: Callable[[], T], found: Callable[[T], None], failed: Callable[[Exception], None] | None
    ) -> None:
        """See JobRunner.look()."""
        with self._changed:
            self._ticket += 1
            self._request = (self._ticket, call)
            self._callbacks = (self._ticket, found, failed)
            self._changed.notify()

    def ask_long(
        self, call: Callable[[Check], T], found: Callable[[T], None], failed: Callable[[Exception], None] | None
    ) -> None:
        """See JobRunner.study()."""
        ticket = self._ticket + 1  # only the window's thread asks

        def check() -> None:
            if self._ticket != ticket or self._callbacks is None:
                raise JobCancelled

        self.ask(lambda: call(check), found, failed)

    def ask_partly(
        self,
        workflow: Callable[[JobContext], T],
        found: Callable[[T], None],
        partly: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
    ) -> None:
        """See JobRunner.follow()."""
        ticket = self._ticket + 1

        def call(check: Check) -> T:
            context = _Watched(check)
            context.on_partial = lambda value: self._emit(Shown(self._name, ticket, value))
            return workflow(context)

        self.ask_long(call, found, failed)
        self._partly = (ticket, partly)

    def drop(self) -> None:
        """Answer nothing that was asked."""
        with self._changed:
            self._request = self._callbacks = None

    def close(self) -> None:
        """End the thread as soon as its call returns."""
        with self._changed:
            self._closed = True
            self._request = self._callbacks = None
            self._changed.notify()

    def deliver(self, message: Found[Any] | Shown) -> None:
        """Hand on what the thread sent, in the window's thread, unless something newer was asked meanwhile."""
        if isinstance(message, Shown):
            if self._callbacks is not None and self._callbacks[0] == message.ticket == self._partly[0]:
                self._partly[1](message.value)
            return
        if self._callbacks is None or self._callbacks[0] != message.ticket:
            return  # a newer request was made since
        _, found, failed = self._callbacks
        self._callbacks = None
        if message.error is None:
            found(message.value)
        elif failed is not None:
            failed(message.error)

    def _serve(self) -> None:
        while (request := self._next()) is not None:
            ticket, call = request
            found = self._answer(ticket, call)
            if not self._closed:
                self._emit(found)

    def _next(self) -> tuple[int, Callable[[], Any]] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._request is not None)
            request, self._request = self._request, None
            return None if self._closed else request

    def _answer(self, ticket: int, call: Callable[[], Any]) -> Found[Any]:
        try:
            return Found(self._name, ticket, call(), None)
        except OrreryError as error:
            return Found(self._name, ticket, None, error)
        except Exception as error:  # noqa: BLE001 - the thread's edge, as for jobs
            _log.error("looking something up failed", exc_info=True)
            return Found(self._name, ticket, None, error)
