"""An event of a foreign calendar in the drawer: read only, it is changed where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clientdesk.models.views.calendars import EventView
from clientdesk.ui.panels.week.words import long_day
from clientdesk.ui.tokens import SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.drawer import Drawer
from clientdesk.ui.widgets.key_values import KeyValueGrid
from clientdesk.ui.widgets.labels import label

_MOST_ATTENDEES = 12


def show_event(drawer: Drawer, event: EventView, open_client: Callable[[str], object]) -> None:
    """Show what is known of an event."""
    drawer.show_widget(_tr("Event"), EventCard(event, open_client))


class EventCard(QWidget):
    """Facts of an event, and the way to its client."""

    def __init__(
        self, event: EventView, open_client: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("event_card")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_4, 0, 0)
        column.setSpacing(SPACE_4)
        self.title_label = label(event.title or self.tr("Busy"), "strong", wrap=True)
        self.title_label.setObjectName("title_label")
        column.addWidget(self.title_label)
        self.facts = KeyValueGrid()
        self.facts.add("when", self.tr("When"), when_text(event))
        if event.location:
            self.facts.add("where", self.tr("Where"), event.location)
        if event.attendees:
            self.facts.add("who", self.tr("Who"), _people(event))
        self.facts.add("calendar", self.tr("Calendar"), event.calendar)
        self.facts.add(
            "counts",
            self.tr("Counts"),
            self.tr("takes this time")
            if event.is_busy and event.ends_local > event.starts_local
            else self.tr("takes no time"),
        )
        column.addWidget(self.facts)
        if event.client_id is not None:
            words = self.tr("Open {client}").format(client=event.client_name)
            self.client_button = button(words)
            self.client_button.setObjectName("client_button")
            self.client_button.clicked.connect(partial(_open, open_client, event.client_id))
            column.addWidget(self.client_button)
        note = self.tr("It comes from a foreign calendar and is read only. Change it there.")
        column.addWidget(label(note, "caption", wrap=True))
        column.addStretch(1)


def when_text(event: EventView) -> str:
    """Day and times as the wall clock shows them."""
    start, end = event.starts_local, event.ends_local
    if event.is_all_day:
        if start.date() == end.date():
            return long_day(start.date())
        return f"{long_day(start.date())} – {long_day(end.date())}"
    times = f"{start:%H:%M}–{end:%H:%M}" if end > start else f"{start:%H:%M}"
    if start.date() == end.date():
        return f"{long_day(start.date())}, {times}"
    return f"{long_day(start.date())}, {start:%H:%M} – {long_day(end.date())}, {end:%H:%M}"


def _people(event: EventView) -> str:
    shown = "\n".join(event.attendees[:_MOST_ATTENDEES])
    rest = len(event.attendees) - _MOST_ATTENDEES
    return shown if rest <= 0 else f"{shown}\n{_tr('and {count} more').format(count=rest)}"


def _open(open_client: Callable[[str], object], client_id: str) -> None:
    open_client(client_id)


def _tr(text: str) -> str:
    return QCoreApplication.translate("EventCard", text)
