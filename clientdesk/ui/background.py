"""Long work (PDF, import, export, backup) on one serial worker; its results come back on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")


class Background(QObject):
    """Runs one piece of work after the other, off the GUI thread.

    Signals:
        busy_changed: True when work begins to wait or run, False when all of it is delivered.
    """

    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._pending = 0
        self._is_closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Do `work` on the worker, then call `done(result)` or `failed(error)` on the GUI thread.

        An error without `failed` is raised on the GUI thread, where the crash handler sees it. Nothing is
        delivered to a widget that is gone, nor after `shutdown`.
        """
        if self._is_closed:
            return
        self._pending += 1
        if self._pending == 1:
            self.busy_changed.emit(self.is_busy)
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clientdesk-work")
        future: Future[T] = self._pool.submit(work)
        future.add_done_callback(_Delivery(self, done, failed))

    @property
    def is_busy(self) -> bool:
        """Whether work waits, runs or is about to be delivered."""
        return self._pending > 0

    def wait(self) -> None:
        """Until everything given so far has ended; what came of it is delivered later."""
        if self._pool is not None and not self._is_closed:
            self._pool.submit(_nothing).result()

    def shutdown(self) -> None:
        """Drop what has not begun, wait for what runs, deliver nothing more."""
        self._is_closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pending = 0

    @Slot(object)
    def _deliver(
        self, outcome: tuple[Future[Any], Callable[..., Any] | None, Callable[..., Any] | None]
    ) -> None:
        if self._is_closed:
            return
        future, done, failed = outcome
        self._pending -= 1
        try:
            _hand_over(future, done, failed)
        finally:
            if self._pending == 0:
                self.busy_changed.emit(self.is_busy)


def _nothing() -> None:
    return


class _Delivery:
    """Called on the worker when work ends; carries the outcome over to the GUI thread."""

    def __init__(
        self,
        owner: Background,
        done: Callable[..., object] | None,
        failed: Callable[[Exception], object] | None,
    ) -> None:
        self._owner = owner
        self._done = done
        self._failed = failed

    def __call__(self, future: Future[Any]) -> None:
        if future.cancelled() or not shiboken6.isValid(self._owner):
            return
        self._owner._finished.emit((future, self._done, self._failed))


def _hand_over(
    future: Future[Any],
    done: Callable[..., object] | None,
    failed: Callable[[Exception], object] | None,
) -> None:
    error = future.exception()
    if error is None:
        if done is not None and _is_alive(done):
            done(future.result())
    elif failed is None or not isinstance(error, Exception):
        raise error
    elif _is_alive(failed):
        failed(error)


def _is_alive(receiver: Callable[..., object]) -> bool:
    owner = getattr(receiver, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
