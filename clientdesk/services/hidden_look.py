"""What a start in the tray needs to know, before and instead of opening the workspace. Light on imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from clientdesk.models.zones import find_zone, practice_zone
from clientdesk.services.check_in_views import judge, owed
from clientdesk.services.holiday_calendar import holidays_of
from clientdesk.services.notice_items import ReminderSettings
from clientdesk.services.reminder_survey import clock_doubt, next_look
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import (
    Fetch,
    check_in_rows,
    default_policies,
    practice,
    stored,
    work_calendar,
)


@dataclass(frozen=True, slots=True)
class HiddenLook:
    """The tray's facts at one moment.

    Attributes:
        due: id and name of who is owed a word, most pressing first.
        next_at: when something may be announced (UTC); None when nothing lies ahead.
        needs_workspace: something runs that only an open workspace looks after: a timer, or foreign calendars.
        paused_until: in the practice's zone; None when reminders aren't paused.
        quiet: start and end of quiet hours, in minutes of the day.
        quiet_until: when the quiet that holds now ends, in the practice's zone; None when it isn't quiet.
        offer: what the timer could be started for; empty for nothing.
        knows_zone: whether this computer has the practice's zone; else nothing is announced.
        is_clock_doubted: see `reminder_survey.clock_doubt`; then nothing is announced either.
    """

    due: tuple[tuple[str, str], ...]
    next_at: datetime | None
    needs_workspace: bool
    paused_until: datetime | None
    quiet: tuple[int, int]
    quiet_until: datetime | None
    offer: str
    knows_zone: bool = True
    is_clock_doubted: bool = False


def hidden_look(
    fetch: Fetch, now: datetime, settings: ReminderSettings, tr: Translate = str
) -> HiddenLook | None:
    """Look at a snapshot; None before the practice is set up."""
    owner = practice(fetch)
    if owner is None:
        return None
    zone = practice_zone(owner.zone)
    local = now.astimezone(zone)
    calendar = work_calendar(fetch, partial(holidays_of, owner.holiday_region))
    quiet = default_policies(fetch).quiet_on(local.date())
    pause = settings.pause_end(now)
    rows = check_in_rows(fetch, local.date(), zone)
    views = judge(rows, local.date(), calendar, tr)
    return HiddenLook(
        due=tuple((view.client_id, view.client) for view in owed(views)),
        next_at=next_look(fetch, now, settings, calendar, (rows, views)),
        needs_workspace=_needs_workspace(fetch),
        paused_until=None if pause is None else pause.astimezone(zone),
        quiet=(quiet.start_minute, quiet.end_minute),
        quiet_until=quiet.end_after(local),
        offer=_offer(fetch, now),
        knows_zone=find_zone(owner.zone) is not None,
        is_clock_doubted=clock_doubt(fetch, now, settings) is not None,
    )


def _needs_workspace(fetch: Fetch) -> bool:
    return bool(
        fetch("SELECT 1 FROM time_entry WHERE ends_at IS NULL LIMIT 1", ())
        or fetch("SELECT 1 FROM calendar WHERE is_on LIMIT 1", ())
    )


def _offer(fetch: Fetch, now: datetime) -> str:
    """The work block that is on, as the tray names it."""
    rows = fetch(
        "SELECT c.name, coalesce(nullif(b.title, ''), s.title, w.title, '') FROM block b"
        " LEFT JOIN work_item w ON w.id = b.work_item_id LEFT JOIN work_step s ON s.id = b.step_id"
        " LEFT JOIN client c ON c.id = coalesce(w.client_id, b.client_id)"
        " WHERE b.kind = 'work' AND b.starts_at <= ? AND b.starts_at > ? AND b.ends_at > ?"
        " AND w.done_at IS NULL AND s.done_at IS NULL ORDER BY b.starts_at DESC, b.id LIMIT 1",
        (stored(now), stored(now - timedelta(days=1)), stored(now)),
    )
    return " · ".join(part for part in rows[0] if part) if rows else ""
