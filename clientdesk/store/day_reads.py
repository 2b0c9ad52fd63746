"""What a day holds: blocks, meetings, foreign events, work without a time, the timer. Plain portable SQL."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from clientdesk.store.first_reads import Fetch, stored

LONGEST_EVENT = timedelta(days=400)
LONGEST_TIMER = timedelta(days=90)
"""What began longer ago than this is taken to be over: a foreign event, a timer."""
MOST_UNCONFIRMED = 60

_BLOCK_COLUMNS = (
    "SELECT b.id, coalesce(nullif(b.title, ''), s.title, w.title, ''), c.id, c.name, c.colour, b.starts_at,"
    " b.ends_at, b.kind, b.work_item_id, CASE WHEN b.step_id IS NULL THEN w.done_at ELSE s.done_at END,"
    " t.starts_at, t.ends_at FROM block b"
    " LEFT JOIN work_item w ON w.id = b.work_item_id LEFT JOIN work_step s ON s.id = b.step_id"
    " LEFT JOIN client c ON c.id = coalesce(w.client_id, b.client_id)"
    " LEFT JOIN time_entry t ON t.block_id = b.id"
)
_BLOCKS = f"{_BLOCK_COLUMNS} WHERE b.starts_at < ? AND b.starts_at >= ? AND b.ends_at > ? ORDER BY b.starts_at, b.id"
_UNCONFIRMED = (
    f"{_BLOCK_COLUMNS} WHERE b.starts_at >= ? AND b.starts_at < ? AND b.ends_at <= ? AND b.kind = 'work'"
    " AND t.id IS NULL ORDER BY b.starts_at DESC, b.id LIMIT ?"
)
_MEETINGS = (
    "SELECT t.id, t.text, t.kind, t.state, t.client_id, c.name, c.colour, t.at, t.duration_minutes"
    " FROM touchpoint t JOIN client c ON c.id = t.client_id"
    " WHERE (t.state = 'planned' OR (t.state = 'held' AND t.duration_minutes > 0))"
    " AND t.at >= ? AND t.at < ? AND t.kind IN ('call', 'video', 'meeting') AND c.archived_at IS NULL"
    " ORDER BY t.at, t.id"
)
_EVENTS = (
    "SELECT e.id, e.title, e.location, e.client_id, c.name, c.colour, e.starts_at, e.ends_at, e.is_all_day,"
    " e.is_busy AND k.is_busy FROM calendar_event e JOIN calendar k ON k.id = e.calendar_id"
    " LEFT JOIN client c ON c.id = e.client_id"
    " WHERE e.starts_at < ? AND e.starts_at >= ? AND e.ends_at > ? AND k.is_on ORDER BY e.starts_at, e.id"
)
_ITEMS = (
    "SELECT w.id, w.title, w.client_id, c.name, c.colour, w.estimate_minutes, w.planned_on FROM work_item w"
    " LEFT JOIN client c ON c.id = w.client_id WHERE w.done_at IS NULL AND w.dropped_at IS NULL"
    " AND w.planned_on >= ? AND w.planned_on <= ? AND c.archived_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.work_item_id = w.id AND b.ends_at > ?)"
    " ORDER BY w.planned_on DESC, w.position, w.id"
)
_ACTIONS = (
    "SELECT w.title FROM work_item w WHERE w.client_id = ? AND w.origin = 'action' AND w.done_at IS NULL"
    " AND w.dropped_at IS NULL ORDER BY w.due_on IS NULL, w.due_on, w.position, w.id"
)
_LAST = (
    "SELECT t.kind, t.at, t.text FROM touchpoint t WHERE t.client_id = ? AND t.state || '' = 'held'"
    " AND t.at < ? AND t.kind IN ({kinds}) ORDER BY t.at DESC LIMIT 1"
)
SIGNED_KINDS = ("statement_of_work", "change_order", "addendum", "master_agreement")
"""Kinds of papers that both sides sign."""

_PAPERS_OUT = (
    "SELECT a.id, a.title, a.client_id, c.name, c.colour, a.number, a.state, a.issued_on, a.sent_on, a.expires_on,"
    " a.signatures FROM agreement a JOIN client c ON c.id = a.client_id"
    " WHERE a.kind IN (?, ?, ?, ?) AND a.state IN ('issued', 'sent', 'signed')"
    " AND a.issued_on IS NOT NULL AND c.archived_at IS NULL"
    " AND NOT (a.state IN ('issued', 'sent') AND a.expires_on IS NOT NULL AND a.expires_on < ?)"
    " ORDER BY a.issued_on, a.id"
)
_TALKED = ("call", "video", "meeting")
_TOLD = _LAST.format(
    kinds=", ".join(f"'{kind}'" for kind in (*_TALKED, "update", "report", "mail_sent", "message_sent"))
)
_HEARD = _LAST.format(
    kinds=", ".join(f"'{kind}'" for kind in (*_TALKED, "mail_received", "message_received"))
)
_TIMER = (
    "SELECT t.id, coalesce(nullif(t.note, ''), nullif(b.title, ''), s.title, w.title, ''), t.client_id, c.name,"
    " c.colour, t.work_item_id, t.block_id, t.starts_at, b.ends_at FROM time_entry t"
    " LEFT JOIN block b ON b.id = t.block_id LEFT JOIN work_step s ON s.id = b.step_id"
    " LEFT JOIN work_item w ON w.id = t.work_item_id LEFT JOIN client c ON c.id = t.client_id"
    " WHERE t.starts_at >= ? AND t.ends_at IS NULL ORDER BY t.starts_at DESC, t.id LIMIT 1"
)
_WORKED = "SELECT t.starts_at, t.ends_at FROM time_entry t WHERE t.starts_at < ? AND t.starts_at >= ? AND t.ends_at > ?"
_SLIPPED = (
    "SELECT m.title, c.name FROM milestone m JOIN engagement e ON e.id = m.engagement_id"
    " JOIN client c ON c.id = e.client_id WHERE m.actual_on IS NULL AND m.expected_on IS NOT NULL"
    " AND m.known_on = ? AND c.archived_at IS NULL ORDER BY m.expected_on, m.id"
)


def blocks_between(fetch: Fetch, start: datetime, end: datetime) -> list[Any]:
    """Blocks that touch a stretch of time (no block is longer than a day), by start."""
    return fetch(_BLOCKS, (stored(end), stored(start - timedelta(days=1)), stored(start)))


def unconfirmed_blocks(fetch: Fetch, start: datetime, end: datetime) -> list[Any]:
    """Work blocks between two instants for which nothing was logged, the latest first."""
    return fetch(_UNCONFIRMED, (stored(start), stored(end), stored(end), MOST_UNCONFIRMED))


def meetings_between(fetch: Fetch, start: datetime, end: datetime) -> list[Any]:
    """Calls, videos and meetings that start within a stretch of time: booked, or held and known to have lasted."""
    return fetch(_MEETINGS, (stored(start), stored(end)))


def events_between(fetch: Fetch, start: datetime, end: datetime) -> list[Any]:
    """Events of foreign calendars that are on and touch a stretch of time."""
    return fetch(_EVENTS, (stored(end), stored(start - LONGEST_EVENT), stored(start)))


def items_for(fetch: Fetch, first: date, today: date, start: datetime) -> list[Any]:
    """Open work meant for the days from `first` to today without a time from `start` on, the latest day first."""
    return fetch(_ITEMS, (first.isoformat(), today.isoformat(), stored(start)))


def open_actions(fetch: Fetch, client_id: str) -> list[str]:
    """Titles of what one has promised a client to do, the most pressing first."""
    return [title for (title,) in fetch(_ACTIONS, (client_id,))]


def last_told(fetch: Fetch, client_id: str, now: datetime) -> Any:
    """(kind, instant, text) of the last word to a client, or None."""
    return next(iter(fetch(_TOLD, (client_id, stored(now)))), None)


def last_heard(fetch: Fetch, client_id: str, now: datetime) -> Any:
    """(kind, instant, text) of the last word from a client, or None."""
    return next(iter(fetch(_HEARD, (client_id, stored(now)))), None)


def running_timer(fetch: Fetch, now: datetime) -> Any:
    """The timer that runs, or None."""
    return next(iter(fetch(_TIMER, (stored(now - LONGEST_TIMER),))), None)


def worked_between(fetch: Fetch, start: datetime, end: datetime) -> list[Any]:
    """(start, end) of what was worked and touches a stretch of time; not the timer that runs."""
    return fetch(_WORKED, (stored(end), stored(start - timedelta(days=1)), stored(start)))


def slipped_on(fetch: Fetch, day: date) -> list[Any]:
    """(title, client) of open milestones whose plan fell behind what the client expects on that day."""
    return fetch(_SLIPPED, (day.isoformat(),))


def papers_out(fetch: Fetch, today: date) -> list[Any]:
    """Papers that wait to be sent or signed and have not run out, the oldest first."""
    return fetch(_PAPERS_OUT, (*SIGNED_KINDS, today.isoformat()))
