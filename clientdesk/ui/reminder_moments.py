"""When the reminders are to be looked at: when something falls due, and when the tray would say something else."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clientdesk.services.ports import Notifier
    from clientdesk.services.workspace import Workspace


class ReminderMoments:
    """The reminders, looked at also when the date or the quiet hours change: the tray and Today say both."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def announce(self, notifier: Notifier) -> int:
        return self._workspace.reminders.announce(notifier)

    def next_moment(self) -> datetime:
        edge = self._next_edge(self._workspace.clock.now())
        due = self._workspace.reminders.next_moment()
        return edge if due is None else min(due, edge)

    def _next_edge(self, now: datetime) -> datetime:
        zone = self._workspace.practice.zone()
        today = now.astimezone(zone).date()
        quiet = self._workspace.boundaries.quiet_hours()
        edges = [
            datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC)
            for day in (today, today + timedelta(days=1))
            for minute in (0, quiet.start, quiet.end)
        ]
        return min(edge for edge in edges if edge > now)
