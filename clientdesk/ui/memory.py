"""Garbage is looked for on the GUI thread only: a collection elsewhere could delete Qt objects there."""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Slot

YOUNG = 5_000
"""So many more objects made than freed, and it is worth a look."""
YOUNG_LOOKS_A_FULL_ONE = 20


class GarbageKeeper(QObject):
    """Collects when the event loop is about to sleep; it wakes nothing up by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = 0
        self._dispatcher: QAbstractEventDispatcher | None = None

    def start(self) -> None:
        """From here on garbage is looked for again, but not in what was made before."""
        if self._dispatcher is not None:
            return
        gc.disable()
        gc.freeze()
        self._dispatcher = QAbstractEventDispatcher.instance()
        if self._dispatcher is not None:
            self._dispatcher.aboutToBlock.connect(self._on_idle)

    @Slot()
    def _on_idle(self) -> None:
        if gc.get_count()[0] < YOUNG:
            return
        self._looks += 1
        gc.collect(2 if self._looks % YOUNG_LOOKS_A_FULL_ONE == 0 else 1)
