"""Errors nobody expected: logged without data, told to the user, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from clientdesk.logs import describe_error, plain

_log = logging.getLogger(__name__)


def install_crash_handler(tell: Callable[[], object]) -> None:
    """Log every error that reaches the top, on any thread, and call `tell`."""

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("unexpected: %s", plain(describe_error(error)))
        tell()

    def on_thread_error(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            on_error(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = on_error
    threading.excepthook = on_thread_error
