"""What every panel is: a page that watches kinds of data and re-reads itself when they change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QWidget

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

    def has_filter(self) -> bool:
        """Whether the page has a filter field at all."""
        return any(field.property("isFilter") for field in self.findChildren(QLineEdit))

    def focus_filter(self) -> bool:
        """Put the cursor into the panel's filter field (Ctrl+F, /); False when there is none."""
        for field in self.findChildren(QLineEdit):
            if field.property("isFilter") and field.isVisible():
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                field.selectAll()
                return True
        return False

    def take_focus(self, outside: Sequence[QWidget] = ()) -> None:
        """Bring the keyboard into the page: where it was last, else to the field or list the page is about.

        Args:
            outside: parts of the page the keyboard shall not go to (an open drawer).
        """
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and not _within(outside, focused):
            return
        last: QWidget | None = self.focusWidget()
        # A button would be pressed by the next Enter, long after it was meant.
        if (
            last is None
            or isinstance(last, QAbstractButton)
            or not _is_stop(last)
            or not self.isAncestorOf(last)
            or _within(outside, last)
        ):
            last = self.main_stop(outside)
        if last is not None:
            last.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def main_stop(self, outside: Sequence[QWidget]) -> QWidget | None:
        """The list or field the page is about: the largest list with something in it, else the first field."""
        views = [
            view
            for view in self.findChildren(QAbstractItemView)
            if _is_stop(view) and view.model() is not None and view.model().rowCount() > 0
        ]
        views = [view for view in views if not _within(outside, view)]
        if views:
            return max(views, key=lambda view: view.width() * view.height())
        return first_stop(self, outside)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_stale()

    def _refresh_if_stale(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self.refresh()


def first_stop(room: QWidget, outside: Sequence[QWidget] = ()) -> QWidget | None:
    """The first thing in `room` that Tab stops at, in the order of Tab."""
    step = room.nextInFocusChain()
    while step is not None and step is not room:
        if room.isAncestorOf(step) and _is_stop(step) and not _within(outside, step):
            return step
        step = step.nextInFocusChain()
    return None


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isEnabled() and widget.isVisible()


def _within(rooms: Sequence[QWidget], widget: QWidget) -> bool:
    return any(room is widget or room.isAncestorOf(widget) for room in rooms)
