"""Carries the store's announcements to the panels, always on the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from clientdesk.models.changes import ChangeSet


class ChangeRelay(QObject):
    """Give `publish` to the store; connect panels to `changed`.

    Signals:
        changed: one committed write (a `ChangeSet`), emitted on the thread this object lives on.
    """

    changed = Signal(object)
    _published = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._published.connect(self._deliver)

    def publish(self, changeset: ChangeSet) -> None:
        """Announce a write, from any thread; at once on the GUI thread, else as soon as it is free."""
        self._published.emit(changeset)

    @Slot(object)
    def _deliver(self, changeset: ChangeSet) -> None:
        self.changed.emit(changeset)
