"""Meetings with clients: said shortly before they begin, and asked afterwards whether they were held.

Light on imports: the hidden start and Today read them before SQLModel is loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from clientdesk.models.enums import NoticeTopic, TouchKind
from clientdesk.models.text import clean_line
from clientdesk.models.views.reminders import HeldQuestion
from clientdesk.services.notice_items import Item
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import Fetch, instant_of, stored

ASKED_DAYS = 3
"""A meeting that ended longer ago is only in Today's list."""
LISTED_DAYS = 14
"""And after so many days no more there either."""
LONGEST = timedelta(days=1)
_LOGGED_SOON = timedelta(hours=1)
_MOST_KEY = 300
_EVENT = "event:"

_TOUCHES = (
    "SELECT t.id, t.client_id, c.name, t.kind, t.state, t.at, t.duration_minutes, t.text, t.source_key,"
    " c.colour"
    " FROM touchpoint t JOIN client c ON c.id = t.client_id"
    " WHERE t.state IN ({states}) AND t.at >= ? AND t.at < ?"
    " AND t.kind IN ('call', 'video', 'meeting') AND c.archived_at IS NULL ORDER BY t.at, t.id"
)
_PLANNED = _TOUCHES.format(states="'planned'")
_TALKS = _TOUCHES.format(states="'planned', 'held', 'missed'")
"""What was logged counts only beside events, and there is much of it."""
_EVENTS = (
    "SELECT e.id, e.client_id, c.name, e.uid, e.title, e.location, e.starts_at, e.ends_at,"
    " e.calendar_id, k.created_at, c.colour FROM calendar_event e JOIN calendar k ON k.id = e.calendar_id"
    " JOIN client c ON c.id = e.client_id WHERE e.starts_at >= ? AND e.starts_at < ? AND k.is_on"
    " AND NOT e.is_all_day AND e.is_busy AND e.ends_at > e.starts_at AND c.archived_at IS NULL"
    " ORDER BY e.starts_at, e.id"
)
_NEXT = (
    "SELECT min(at) FROM touchpoint WHERE state = 'planned' AND at >= ?"
    " UNION ALL SELECT min(starts_at) FROM calendar_event"
    " WHERE starts_at >= ? AND client_id IS NOT NULL AND NOT is_all_day AND is_busy"
)
_MOVED = "SELECT occasion FROM notification_log WHERE topic = 'held' AND answer = 'moved'"
_ANSWERED = "SELECT source_key FROM touchpoint WHERE source_key IN ({marks})"


def meetings_between(fetch: Fetch, since: datetime, until: datetime, usual: int) -> list[HeldQuestion]:
    """Meetings that start within a stretch of time and of which nobody said yet whether they were held.

    Booked touches first; an event of a calendar counts only where no booked or logged talk with that client
    stands at its time, and of several that begin together only one, so that nobody is reminded of one meeting
    twice.

    Args:
        usual: how many minutes a meeting takes that doesn't say.
    """
    shown = {event.key: event for event in map(_event, fetch(_EVENTS, (stored(since), stored(until))))}
    span = stored(since - LONGEST), stored(until + LONGEST + _LOGGED_SOON)
    touches = fetch(_TALKS if shown else _PLANNED, span)
    found = [
        _booked(row, usual) for row in touches if row[4] == "planned" and since <= instant_of(row[5]) < until
    ]
    events = {(event.client_id, event.starts_at): event for event in reversed(shown.values())}
    talks = [_talk(row, usual) for row in touches] if events else []
    answered = _known_sources(fetch, [event.source_key for event in events.values()])
    found += [
        event
        for event in events.values()
        if event.source_key not in answered and not _is_on_record(event, talks)
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.key))


def next_start(fetch: Fetch, after: datetime) -> datetime | None:
    """When the first meeting after an instant begins; cancelled or logged meanwhile, nothing is lost by a look."""
    starts = fetch(_NEXT, (stored(after), stored(after)))
    return min((instant_of(at) for (at,) in starts if at is not None), default=None)


def unconfirmed(fetch: Fetch, since: datetime, now: datetime, usual: int) -> list[HeldQuestion]:
    """Meetings that have ended and that nobody confirmed, the latest first; moved events are settled."""
    moved = {key for (key,) in fetch(_MOVED, ())}
    found = meetings_between(fetch, since, now, usual)
    return [one for one in reversed(found) if one.ends_at <= now and not (one.is_event and one.key in moved)]


def coming(
    meetings: Iterable[HeldQuestion], known: set[str], now: datetime, minutes: int, tr: Translate
) -> tuple[list[Item], list[datetime]]:
    """Those that begin within so many minutes, and when the next one is to be said."""
    ripe: list[Item] = []
    ahead: list[datetime] = []
    if minutes <= 0:
        return ripe, ahead
    for meeting in meetings:
        key, moment = soon_key(meeting), meeting.starts_at - timedelta(minutes=minutes)
        if key in known or meeting.starts_at <= now:
            continue
        if moment > now:
            ahead.append(moment)
        else:
            words = begins_words(meeting.starts_at, now, tr)
            ripe.append(_item(NoticeTopic.MEETING, meeting, key, moment, words, meeting.title))
    return ripe, ahead


def to_ask(
    meetings: Iterable[HeldQuestion], known: set[str], now: datetime, tr: Translate
) -> tuple[list[Item], list[datetime]]:
    """Those that have ended and were not asked about, the latest first, and when the next one ends."""
    ripe: list[Item] = []
    ahead: list[datetime] = []
    for meeting in meetings:
        if meeting.key in known or meeting.is_older:
            continue
        if meeting.ends_at > now:
            ahead.append(meeting.ends_at)
        elif now - meeting.ends_at <= timedelta(days=ASKED_DAYS):
            words = tr("was the meeting held?")
            ripe.append(_item(NoticeTopic.HELD, meeting, meeting.key, meeting.ends_at, words, meeting.title))
    return ripe[::-1], ahead


def begins_words(starts_at: datetime, now: datetime, tr: Translate) -> str:
    """ "in 10 min": whole minutes, begun ones counted."""
    minutes = -int((now - starts_at).total_seconds() // 60)
    return tr("in {minutes} min").format(minutes=minutes)


def soon_key(meeting: HeldQuestion) -> str:
    """The key of the notice before it; it goes with the start, so that a moved meeting is said again."""
    return f"meeting:{meeting.key.removeprefix('held:')}:{stored(meeting.starts_at)[:16]}"


def source_key_of(uid: str, calendar_id: str, starts_at: datetime) -> str:
    """What the touch of an event is marked with: the same in every calendar that shows the event.

    It goes with the start, be it one of a series or not: moved to another time it is another meeting.
    """
    key = f"{_EVENT}{clean_line(uid) or calendar_id}/{stored(starts_at)[:16]}"
    return key if len(key) <= _MOST_KEY else _EVENT + hashlib.sha256(key.encode()).hexdigest()


def _item(
    topic: NoticeTopic, meeting: HeldQuestion, key: str, moment: datetime, words: str, more: str
) -> Item:
    return Item(
        topic,
        meeting.client_id,
        meeting.client,
        ((key, moment),),
        words,
        more,
        subject_id=meeting.subject_id,
        starts_at=meeting.starts_at,
    )


def _booked(row: Sequence[object], usual: int) -> HeldQuestion:
    touch_id, client_id, client, kind, _, at, minutes, text, _, colour = (str(value or "") for value in row)
    start = instant_of(at)
    end = start + timedelta(minutes=int(minutes or usual))
    return HeldQuestion(
        touch_id,
        is_event=False,
        client_id=client_id,
        client=client,
        title=_first_line(text),
        starts_at=start,
        ends_at=end,
        kind=TouchKind(kind),
        key=f"held:touch:{touch_id}:{stored(start)[:16]}",
        colour=int(colour or 0),
    )


def _event(row: Sequence[object]) -> HeldQuestion:
    values = [str(value or "") for value in row]
    event_id, client_id, client, uid, title, location, starts, ends, calendar_id, came = values[:10]
    source = source_key_of(uid, calendar_id, instant_of(starts))
    has_link = "://" in f"{location} {title}"
    return HeldQuestion(
        event_id,
        is_event=True,
        client_id=client_id,
        client=client,
        title=_first_line(title),
        starts_at=instant_of(starts),
        ends_at=instant_of(ends),
        kind=TouchKind.VIDEO if has_link else TouchKind.MEETING,
        key=f"held:event:{hashlib.sha256(source.encode()).hexdigest()[:32]}",
        source_key=source,
        is_older=instant_of(ends) < instant_of(came),
        colour=int(values[10] or 0),
    )


def _talk(row: Sequence[object], usual: int) -> tuple[str, datetime, datetime]:
    """Whose, and the stretch of time with which an event is the same meeting: what was typed may be typed late."""
    start = instant_of(str(row[5]))
    end = start + timedelta(minutes=int(str(row[6] or usual)))
    is_timed = row[4] == "planned" or str(row[8]).startswith(_EVENT)
    return str(row[1]), start if is_timed else start - _LOGGED_SOON, end


def _is_on_record(event: HeldQuestion, talks: Iterable[tuple[str, datetime, datetime]]) -> bool:
    """Whether a talk with that client is booked at the event's time, or logged then or within an hour after it."""
    return any(
        client_id == event.client_id and start < event.ends_at and end > event.starts_at
        for client_id, start, end in talks
    )


def _known_sources(fetch: Fetch, keys: list[str]) -> set[str]:
    found: set[str] = set()
    for first in range(0, len(keys), 400):
        part = keys[first : first + 400]
        found.update(key for (key,) in fetch(_ANSWERED.format(marks=", ".join("?" * len(part))), part))
    return found


def _first_line(text: str) -> str:
    return " ".join(text.strip().split("\n", 1)[0].split())[:120]
