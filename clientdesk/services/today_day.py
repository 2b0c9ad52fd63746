"""The day itself for Today: what is on, whom one meets, what was worked. Light on imports, as `services.today`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.bookable import bookable_minutes
from clientdesk.models.enums import BlockKind
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.time import TimerView
from clientdesk.models.views.today import PromiseView
from clientdesk.models.views.today_day import (
    DayEndView,
    MeetingView,
    TodayBlockView,
    TodayDayView,
    TodayItemView,
    ToTellView,
)
from clientdesk.services.check_in_words import short_day
from clientdesk.services.wording import Translate
from clientdesk.store import day_reads
from clientdesk.store.first_reads import Fetch, PolicyFacts, instant_of

UNCONFIRMED_DAYS = 5
"""So many working days back unconfirmed blocks are asked about."""
BEFORE_END = timedelta(hours=1)
MOST_ACTIONS = 3
MOST_NAMED = 3
_DAY_MINUTES = 1_440
_TEXT = 90


@dataclass(frozen=True, slots=True)
class Around:
    """What the rest of Today knows already: who is owed a word, and the promises at risk."""

    owed: Sequence[ClientCheckInView]
    promises: Sequence[PromiseView]


def read_day(
    fetch: Fetch,
    now: datetime,
    zone: ZoneInfo,
    calendar: WorkCalendar,
    policies: PolicyFacts,
    around: Around,
    tr: Translate,
) -> TodayDayView:
    """The local day of `now`."""
    today = now.astimezone(zone).date()
    start, end = _midnight(today, zone), _midnight(today + timedelta(days=1), zone)
    blocks = [_block(row, tr) for row in day_reads.blocks_between(fetch, start, end)]
    own = tuple(block for block in blocks if not block.is_meeting)
    meetings = [(block, "") for block in blocks if block.is_meeting]
    meetings += _booked(fetch, start, end, policies.meeting_minutes_on(today), tr)
    meetings += _events(fetch, start, end, tr)
    meetings.sort(key=lambda found: (not found[0].is_all_day, found[0].starts_at, found[0].block_id))
    fixed = [block for block, _ in meetings if block.is_busy]
    fixed += [block for block in own if block.kind is BlockKind.PRIVATE]
    spans = tuple(_span(block, start, end, zone) for block in fixed)
    monday = today - timedelta(days=today.weekday())
    items = tuple(_item(row) for row in day_reads.items_for(fetch, monday, today, start))
    work = [block for block in own if block.kind is BlockKind.WORK]
    planned = sum(_minutes(max(block.starts_at, start), min(block.ends_at, end)) for block in work)
    return TodayDayView(
        zone=zone.key,
        blocks=own,
        meetings=tuple(_meeting(fetch, block, text, now, zone, around, tr) for block, text in meetings),
        items=items,
        unconfirmed=_unconfirmed(fetch, today, start, zone, calendar, tr),
        capacity_minutes=bookable_minutes(calendar.hours_on(today), spans, policies.buffer_on(today)),
        planned_minutes=planned + sum(item.estimate_minutes or 0 for item in items),
        unestimated=sum(item.estimate_minutes is None for item in items),
        worked_minutes=sum(
            _minutes(max(instant_of(since), start), min(instant_of(until), end))
            for since, until in day_reads.worked_between(fetch, start, end)
        ),
        timer=_timer(day_reads.running_timer(fetch, now), today, zone),
        end=_end(fetch, now, today, zone, calendar, work, around, tr),
    )


def _block(row: Any, tr: Translate) -> TodayBlockView:
    block_id, title, client_id, client, colour, starts, ends, kind, work_item_id, done_at, since, until = row
    worked = None if until is None else _minutes(instant_of(since), instant_of(until))
    return TodayBlockView(
        block_id,
        title or tr("Block"),
        client_id,
        client or "",
        colour or 0,
        instant_of(starts),
        instant_of(ends),
        BlockKind(kind),
        work_item_id,
        done_at is not None,
        worked_minutes=worked,
    )


def _booked(
    fetch: Fetch, start: datetime, end: datetime, usual: int, tr: Translate
) -> list[tuple[TodayBlockView, str]]:
    """Calls and meetings booked with clients, each with all that was written for it."""
    found = []
    for row in day_reads.meetings_between(fetch, start, end):
        touch_id, text, kind, state, client_id, client, colour, at, minutes = row
        title, _, rest = " ".join(text.split("\n", 1)[0].split()), "", text.partition("\n")[2]
        starts_at = instant_of(at)
        view = TodayBlockView(
            touch_id,
            title[:_TEXT] or tr({"call": "Call", "video": "Video call"}.get(kind, "Meeting")),
            client_id,
            client,
            colour,
            starts_at,
            starts_at + timedelta(minutes=minutes or usual),
            BlockKind.MEETING,
            None,
            state == "held",
            is_own=False,
            is_booked=True,
        )
        found.append((view, " ".join(rest.split())))
    return found


def _events(fetch: Fetch, start: datetime, end: datetime, tr: Translate) -> list[tuple[TodayBlockView, str]]:
    """Events of foreign calendars, each with its place."""
    found = []
    for row in day_reads.events_between(fetch, start, end):
        event_id, title, location, client_id, client, colour, starts, ends, is_all_day, is_busy = row
        view = TodayBlockView(
            event_id,
            title or tr("Busy"),
            client_id,
            client or "",
            colour or 0,
            instant_of(starts),
            instant_of(ends),
            BlockKind.MEETING,
            None,
            is_done=False,
            is_own=False,
            is_all_day=bool(is_all_day),
            is_busy=bool(is_busy),
        )
        found.append((view, " ".join(location.split())))
    return found


def _meeting(
    fetch: Fetch,
    block: TodayBlockView,
    text: str,
    now: datetime,
    zone: ZoneInfo,
    around: Around,
    tr: Translate,
) -> MeetingView:
    if block.client_id is None or block.is_all_day:
        return MeetingView(block, text, "", "", (), 0, ())
    actions = day_reads.open_actions(fetch, block.client_id)
    return MeetingView(
        block,
        text,
        _last(day_reads.last_told(fetch, block.client_id, now), zone, tr),
        _last(day_reads.last_heard(fetch, block.client_id, now), zone, tr),
        tuple(actions[:MOST_ACTIONS]),
        max(len(actions) - MOST_ACTIONS, 0),
        tuple(
            f"{promise.title}: {promise.words}"
            for promise in around.promises
            if promise.client_id == block.client_id
        ),
    )


_WORDS = {
    "call": "call",
    "video": "video call",
    "meeting": "meeting",
    "update": "update",
    "report": "report",
    "mail_sent": "mail",
    "mail_received": "mail",
    "message_sent": "message",
    "message_received": "message",
}


def _last(row: Any, zone: ZoneInfo, tr: Translate) -> str:
    """ "Fri 9 Oct, mail: the budget draft"; empty without one."""
    if row is None:
        return ""
    kind, at, text = row
    day, line = short_day(instant_of(at).astimezone(zone).date()), " ".join(text.split())
    if not line:
        return tr("{day}, {kind}").format(day=day, kind=tr(_WORDS[kind]))
    line = line if len(line) <= _TEXT else line[: _TEXT - 1].rstrip() + "…"
    return tr("{day}, {kind}: {text}").format(day=day, kind=tr(_WORDS[kind]), text=line)


def _item(row: Any) -> TodayItemView:
    work_item_id, title, client_id, client, colour, estimate, planned_on = row
    return TodayItemView(
        work_item_id, title, client_id, client or "", colour or 0, estimate, date.fromisoformat(planned_on)
    )


def _unconfirmed(
    fetch: Fetch, today: date, start: datetime, zone: ZoneInfo, calendar: WorkCalendar, tr: Translate
) -> tuple[TodayBlockView, ...]:
    """Of the last working days, and of the days off between them."""
    first = today
    for _ in range(UNCONFIRMED_DAYS):
        first = calendar.previous_working_day(first - timedelta(days=1))
    rows = day_reads.unconfirmed_blocks(fetch, _midnight(first, zone), start)
    return tuple(_block(row, tr) for row in rows)


def _timer(row: Any, today: date, zone: ZoneInfo) -> TimerView | None:
    if row is None:
        return None
    entry_id, title, client_id, client, colour, work_item_id, block_id, starts, planned_until = row
    starts_at = instant_of(starts)
    return TimerView(
        entry_id,
        title,
        client_id,
        client or "",
        colour or 0,
        work_item_id,
        block_id,
        starts_at,
        None if planned_until is None else instant_of(planned_until),
        starts_at.astimezone(zone).date() == today,
    )


def _end(
    fetch: Fetch,
    now: datetime,
    today: date,
    zone: ZoneInfo,
    calendar: WorkCalendar,
    work: list[TodayBlockView],
    around: Around,
    tr: Translate,
) -> DayEndView | None:
    hours = calendar.hours_on(today)
    if not hours:
        return None
    ends_at = _at_minute(today, hours[-1][1], zone)
    if now < ends_at - BEFORE_END:
        return None
    open_titles = list(
        dict.fromkeys(block.title for block in work if block.ends_at <= now and not block.is_done)
    )
    slipped = [f"{title} ({client})" for title, client in day_reads.slipped_on(fetch, today)]
    parts = []
    if open_titles:
        parts.append(tr("Still open: {things}.").format(things=_named(open_titles, tr)))
    if slipped:
        parts.append(tr("Later than they expect: {things}.").format(things=_named(slipped, tr)))
    tell = {promise.client_id: promise.client for promise in around.promises if promise.told_on is None} | {
        view.client_id: view.client for view in around.owed
    }
    return DayEndView(
        ends_at,
        " ".join(parts),
        tuple(ToTellView(client_id, client) for client_id, client in tell.items()),
        calendar.next_working_day(today + timedelta(days=1)).isocalendar()[:2] != today.isocalendar()[:2],
    )


def _named(things: list[str], tr: Translate) -> str:
    shown = " · ".join(things[:MOST_NAMED])
    rest = len(things) - MOST_NAMED
    return tr("{things} and {count} more").format(things=shown, count=rest) if rest > 0 else shown


def _span(block: TodayBlockView, start: datetime, end: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """Wall-clock minutes of the day between which something lies."""
    if block.is_all_day:
        return 0, _DAY_MINUTES
    since = 0 if block.starts_at <= start else _minute_of(block.starts_at, zone)
    return since, _DAY_MINUTES if block.ends_at >= end else _minute_of(block.ends_at, zone)


def _minute_of(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute


def _minutes(start: datetime, end: datetime) -> int:
    return max(round((end - start).total_seconds() / 60), 0)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _at_minute(day: date, minute: int, zone: ZoneInfo) -> datetime:
    if minute >= _DAY_MINUTES:
        return _midnight(day + timedelta(days=1), zone)
    return datetime.combine(day, time(minute // 60, minute % 60), zone)
