"""What the look for reminders needs of the log, of busy times and of the record's newest rows: plain SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from clientdesk.models.delivery import PopUpSent
from clientdesk.models.enums import NoticeTopic, RhythmKind
from clientdesk.models.same_moment import Said
from clientdesk.store.first_reads import Fetch, instant_of, stored

BusyTimes = dict[str, list[tuple[datetime, datetime]]]

REMEMBERED = timedelta(days=2)
_DATED = ("notification_log", "touchpoint", "client_request", "client", "block", "work_item", "time_entry")
_NEWEST = " UNION ALL ".join(
    f"SELECT * FROM (SELECT created_at FROM {table} ORDER BY id DESC LIMIT 1)"  # noqa: S608
    for table in _DATED
)


def known_keys(fetch: Fetch, prefix: str) -> set[str]:
    """The keys of the log that begin like this."""
    rows = fetch(
        "SELECT occasion FROM notification_log WHERE occasion >= ? AND occasion < ?",
        (prefix, prefix + "\x7f"),
    )
    return {key for (key,) in rows}


def known_among(fetch: Fetch, keys: list[str]) -> set[str]:
    """Which of these keys are in the log."""
    known: set[str] = set()
    for start in range(0, len(keys), 400):
        part = keys[start : start + 400]
        marks = ", ".join("?" * len(part))
        sql = f"SELECT occasion FROM notification_log WHERE occasion IN ({marks})"  # noqa: S608
        known.update(row[0] for row in fetch(sql, part))
    return known


def said_to(fetch: Fetch, client_ids: Iterable[str], since: datetime) -> dict[str, list[Said]]:
    """What was announced of these clients' check-ins, of due moments from an instant on."""
    found: dict[str, list[Said]] = {}
    wanted = sorted(set(client_ids))
    for start in range(0, len(wanted), 400):
        part = wanted[start : start + 400]
        rows = fetch(
            "SELECT client_id, occasion, rhythm_kind, due_at FROM notification_log"  # noqa: S608
            f" WHERE client_id IN ({', '.join('?' * len(part))}) AND topic = 'check_in' AND due_at >= ?",
            (*part, stored(since)),
        )
        for client_id, key, kind, due_at in rows:
            found.setdefault(client_id, []).append(Said(key, _KIND_OF.get(kind), instant_of(due_at)))
    return found


_KIND_OF = {kind.value: kind for kind in RhythmKind}


def pop_ups_sent(fetch: Fetch, now: datetime, topics: Iterable[NoticeTopic]) -> list[PopUpSent]:
    """The pop-ups of the last two days that count for the hour and for the digests; failed ones don't."""
    wanted = [topic.value for topic in topics]
    marks = ", ".join("?" * len(wanted))
    rows = fetch(
        "SELECT min(created_at), count(DISTINCT client_id) FROM notification_log"  # noqa: S608
        f" WHERE topic IN ({marks}) AND state <> 'failed' AND created_at > ? AND created_at <= ?"
        " GROUP BY notice_id",
        (*wanted, stored(now - REMEMBERED), stored(now)),
    )
    return [PopUpSent(instant_of(at), clients) for at, clients in rows]


def newest_rows(fetch: Fetch) -> list[datetime]:
    """When the newest rows were written: ids sort in the order of their making, so that is one step each."""
    return [instant_of(at) for (at,) in fetch(_NEWEST, ())]


def busy_times(fetch: Fetch, now: datetime, usual: int) -> BusyTimes:
    """Blocks and meetings with a client that run now or begin within a day."""
    busy: BusyTimes = defaultdict(list)
    later, earlier = stored(now + timedelta(days=1)), stored(now - timedelta(days=1))
    spans = fetch(
        "SELECT client_id, starts_at, ends_at FROM block WHERE client_id IS NOT NULL AND starts_at < ?"
        " AND starts_at > ? AND ends_at > ?"
        " UNION ALL SELECT e.client_id, e.starts_at, e.ends_at FROM calendar_event e"
        " JOIN calendar k ON k.id = e.calendar_id WHERE e.client_id IS NOT NULL AND e.starts_at < ?"
        " AND e.starts_at > ? AND e.ends_at > ? AND k.is_on AND e.is_busy AND NOT e.is_all_day",
        (later, earlier, stored(now)) * 2,
    )
    for client_id, start, end in spans:
        busy[client_id].append((instant_of(start), instant_of(end)))
    meetings = fetch(
        "SELECT client_id, at, duration_minutes FROM touchpoint WHERE state = 'planned' AND at > ? AND at < ?",
        (earlier, later),
    )
    for client_id, at, minutes in meetings:
        start = instant_of(at)
        busy[client_id].append((start, start + timedelta(minutes=minutes or usual)))
    return busy
