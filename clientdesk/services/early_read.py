"""The first read in a process of its own, begun before Qt is loaded: both take about as long, side by side.

Only an earlier answer: without one, whoever asks reads for itself and meets whatever went wrong.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any


class EarlyRead:
    """One answer on its way from a forked child."""

    def __init__(self, child: int, answer: int) -> None:
        self._child = child
        self._answer = answer

    @classmethod
    def begin(cls, read: Callable[[], object]) -> EarlyRead | None:
        """Fork and read something that JSON can say; None where a fork is not safe or not possible."""
        if not sys.platform.startswith("linux") or threading.active_count() > 1 or "PySide6" in sys.modules:
            return None
        try:
            answer, tell = os.pipe()
        except OSError:
            return None
        try:
            child = os.fork()
        except OSError:
            os.close(answer)
            os.close(tell)
            return None
        if child == 0:
            # Held open here too, nobody would notice that the parent is gone.
            os.close(answer)
            _tell(read, tell)
        os.close(tell)
        return cls(child, answer)

    def take(self) -> Any:
        """Wait for what was read; None when there is nothing or the child failed. To be asked once."""
        with os.fdopen(self._answer, "rb") as pipe:
            told = pipe.read()
        with suppress(ChildProcessError):
            os.waitpid(self._child, 0)
        try:
            return json.loads(told)
        except ValueError:
            return None


def _tell(read: Callable[[], object], tell: int) -> None:
    """The child's whole life: it ends here, whatever happens, and runs nothing of its parent's."""
    try:
        told = memoryview(json.dumps(read()).encode())
        while told:
            told = told[os.write(tell, told) :]
    except BaseException:  # noqa: BLE001, S110 - the parent reads again and reports
        pass
    finally:
        os._exit(0)
