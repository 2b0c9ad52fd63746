"""The selection that the owner of an embedding tray holds on the X server; the server tells when that changes."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

_log = logging.getLogger(__name__)


class TraySelection(QObject):
    """A connection of its own to the X server, used for nothing else.

    Signals:
        changed: the tray has another owner, or none any more.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection: Any = None
        self._watch: QSocketNotifier | None = None
        self._atom = 0

    def open(self) -> bool:
        """Connect and listen; False where the X server or its extension is not there."""
        import xcffib
        from xcffib import xfixes

        try:
            connection: Any = xcffib.connect()
            fixes = connection(xfixes.key)
            fixes.QueryVersion(5, 0).reply()
            name = f"_NET_SYSTEM_TRAY_S{connection.pref_screen}"
            self._atom = connection.core.InternAtom(False, len(name), name).reply().atom
            mask = xfixes.SelectionEventMask
            root = connection.get_screen_pointers()[connection.pref_screen].root
            fixes.SelectSelectionInput(
                root,
                self._atom,
                mask.SetSelectionOwner | mask.SelectionWindowDestroy | mask.SelectionClientClose,
                is_checked=True,
            ).check()
        except xcffib.XcffibException as problem:
            _log.info("the tray of this X server can't be watched: %s", type(problem).__name__)
            return False
        self._connection = connection
        self._watch = QSocketNotifier(connection.get_file_descriptor(), QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._on_readable)
        self._on_readable()  # what came while the answers above were waited for
        return True

    def close(self) -> None:
        if self._watch is not None:
            self._watch.setEnabled(False)
            self._watch.deleteLater()
            self._watch = None
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.disconnect()

    def has_owner(self) -> bool:
        if self._connection is None:
            return False
        import xcffib

        try:
            owner = self._connection.core.GetSelectionOwner(self._atom).reply().owner
        except xcffib.XcffibException:
            self.close()
            return False
        # An event that came with the answer waits in the connection, where the notifier doesn't see it.
        QTimer.singleShot(0, self, self._on_readable)
        return bool(owner)

    def _on_readable(self) -> None:
        import xcffib

        is_changed = False
        try:
            while self._connection is not None and self._connection.poll_for_event() is not None:
                is_changed = True
        except xcffib.XcffibException:
            self.close()
            is_changed = True
        if is_changed:
            self.changed.emit()
