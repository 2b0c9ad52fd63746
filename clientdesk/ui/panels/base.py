"""What every panel is: a page that watches kinds of data and re-reads itself when they change."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind


class Panel(QWidget):
    """One place of the window. Subclasses build in `__init__`, read in `refresh`, and know only their services.

    A panel begins stale: `refresh` first runs when it is first shown. Later it runs when a watched kind
    changes, at once while visible, else once when shown again.

    Attributes:
        panel_id: stable name, used by actions, settings and tests (``clients``).
        watches: kinds of data this panel shows.
    """

    panel_id: ClassVar[str] = ""
    watches: ClassVar[frozenset[Kind]] = frozenset()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_stale = True
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName(self.panel_id or type(self).__name__)
        self.setAccessibleName(self.title())

    def title(self) -> str:
        """The panel's name in the sidebar and for screen readers."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read everything shown again from the services."""
        raise NotImplementedError

    def on_changed(self, changeset: ChangeSet) -> None:
        """Hear of a write; connect `ChangeRelay.changed` here."""
        if self.watches.isdisjoint(changeset.kinds):
            return
        self.mark_stale()

    def mark_stale(self) -> None:
        """Re-read now if visible, else once when shown."""
        self._is_stale = True
        if self.isVisible():
            self._refresh_if_stale()

    @property
    def is_stale(self) -> bool:
        """Whether what is shown may be older than the store."""
        return self._is_stale

    def focus_filter(self) -> bool:
        """Put the cursor into the panel's filter field (Ctrl+F, /); False when there is none."""
        for field in self.findChildren(QLineEdit):
            if field.property("isFilter") and field.isVisible():
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                field.selectAll()
                return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_stale()

    def _refresh_if_stale(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self.refresh()
