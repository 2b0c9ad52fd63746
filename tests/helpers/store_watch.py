"""When another process wrote a touch into its store, to about a millisecond: seen from a thread beside the test."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Self

from clientdesk.store import driver

STEP_S = 0.001


class TouchWatch:
    """Notes when the next touch is there for everybody to read, within a `with` block."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._is_over = threading.Event()
        self._is_ready = threading.Event()
        self._seen_at = 0.0
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def seen_at(self) -> float:
        """Time of the real clock; 0 as long as there is none."""
        return self._seen_at

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._is_ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join(10)

    def _watch(self) -> None:
        with closing(driver.connect(self._store)) as connection:
            count = "SELECT count(*) FROM touchpoint WHERE state = 'held'"
            before = connection.execute(count).fetchall()
            self._is_ready.set()
            while not self._is_over.wait(STEP_S):
                if connection.execute(count).fetchall() != before:
                    self._seen_at = time.time()
                    return
