"""From entries to days: wall-clock parts, capacity and hours of each local day. Pure, no session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.boundary_rules import DAY_MINUTES, BoundaryRules
from clientdesk.models.calendar import WorkCalendar, merged
from clientdesk.models.day_clock import DayClock, day_clock, midnight
from clientdesk.models.enums import BlockKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.guard import DayRule, breaches, is_late, late_again
from clientdesk.models.schedule import BUFFER_PERCENT, Minutes, capacity_minutes, capacity_word
from clientdesk.models.views.boundaries import TimeOffView
from clientdesk.models.views.week import AllDayView, BlockSource, BlockView, DayItemView, DayView, WeekView
from clientdesk.services.holiday_calendar import next_holidays

SNAP_MINUTES = 15
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing with a time, before it is cut into days."""

    entry_id: str
    source: BlockSource
    kind: BlockKind
    title: str
    client_id: str | None
    client_name: str
    client_colour: int | None
    work_item_id: str | None
    starts_at: datetime
    ends_at: datetime
    is_done: bool
    is_confirmed: bool = False
    calendar: str = ""
    is_busy: bool = True


@dataclass(frozen=True, slots=True)
class DayRules:
    """What the boundaries say about the days shown."""

    calendar: WorkCalendar
    rules: Mapping[date, BoundaryRules]
    time_off: tuple[TimeOffView, ...]
    holiday_region: str


@dataclass(frozen=True, slots=True)
class Untimed:
    """What belongs to a day and has no time: work meant for it, and events that fill it."""

    items: Mapping[date, Sequence[DayItemView]]
    events: Mapping[date, Sequence[AllDayView]]


NOTHING_UNTIMED = Untimed({}, {})


def iso_week(day: date) -> str:
    """The ISO week a day lies in: ``2026-W42``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def first_day(start: str | date | None, today: date) -> date:
    """The first of seven days: Monday of an ISO week, a given day, or Monday of this week.

    Raises:
        InvalidInput: the text names no ISO week.
    """
    if start is None:
        return today - timedelta(days=today.weekday())
    if isinstance(start, date):
        return start
    try:
        year, week = start.upper().split("-W")
        if len(year) != 4 or len(week) != 2:
            raise ValueError(start)
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError as error:
        raise InvalidInput([Problem("week", "not_a_week")]) from error


def instant_of(at: datetime, zone: ZoneInfo) -> datetime:
    """A wall-clock time of the practice (or an aware one) as a UTC instant."""
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def snapped(at: datetime, zone: ZoneInfo, step: int = SNAP_MINUTES) -> datetime:
    """The nearest multiple of `step` minutes on the practice's wall clock, as a UTC instant."""
    local = instant_of(at, zone).astimezone(zone)
    minute = local.hour * 60 + local.minute + local.second / 60
    rest = round(minute / step) * step - minute
    return (local.astimezone(UTC) + timedelta(minutes=rest)).replace(second=0, microsecond=0)


def bounds_of(first: date, count: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants at which a run of local days begins and ends."""
    return midnight(first, zone), midnight(first + timedelta(days=count), zone)


def build_week(
    first: date,
    entries: Iterable[Entry],
    rules: DayRules,
    now: datetime,
    zone: ZoneInfo,
    untimed: Untimed = NOTHING_UNTIMED,
) -> WeekView:
    """Seven days from `first`, each with its parts of the entries."""
    parts: dict[date, list[BlockView]] = {first + timedelta(days=offset): [] for offset in range(7)}
    clocks = {day: day_clock(day, zone) for day in parts}
    for entry in entries:
        for part in cut_into_days(entry, zone, clocks):
            if part.day in parts:
                parts[part.day].append(part)
    days = [_day(day, blocks, rules, clocks[day], untimed) for day, blocks in parts.items()]
    local = now.astimezone(zone)
    middle = first + timedelta(days=3)
    return WeekView(iso_week(middle), _judged(days), local.date(), local.hour * 60 + local.minute)


def cut_into_days(
    entry: Entry, zone: ZoneInfo, clocks: Mapping[date, DayClock] | None = None
) -> list[BlockView]:
    """One part for each local day an entry touches; something without a length is one part."""
    parts: list[BlockView] = []
    day = entry.starts_at.astimezone(zone).date()
    at = entry.starts_at
    while at < entry.ends_at or not parts:
        until = min(entry.ends_at, midnight(day + timedelta(days=1), zone))
        clock = clocks.get(day) if clocks is not None else None
        parts.append(_part(entry, day, at, until, zone, clock or day_clock(day, zone)))
        day, at = day + timedelta(days=1), until
    return parts


def _part(
    entry: Entry, day: date, at: datetime, until: datetime, zone: ZoneInfo, clock: DayClock
) -> BlockView:
    start, reading = _minute_of(at, zone), _minute_of(until, zone)
    starts_again, ends_again = bool(at.astimezone(zone).fold), bool(until.astimezone(zone).fold)
    if until.astimezone(zone).date() > day:
        reading, ends_again = DAY_MINUTES, False
    end = reading
    if clock.twice is not None and ends_again and not starts_again:
        # Its first pass through the hour that comes twice reaches to the end of that hour.
        end = clock.twice[1]
    return BlockView(
        block_id=entry.entry_id,
        source=entry.source,
        kind=entry.kind,
        title=entry.title,
        client_id=entry.client_id,
        client_name=entry.client_name,
        client_colour=entry.client_colour,
        work_item_id=entry.work_item_id,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        day=day,
        start_minute=start,
        end_minute=end,
        minutes=round((until - at).total_seconds() / 60),
        is_done=entry.is_done,
        is_confirmed=entry.is_confirmed,
        is_fixed=entry.kind is BlockKind.MEETING,
        is_head=at == entry.starts_at,
        starts_again=starts_again,
        ends_again=ends_again,
        clock_end=None if end == reading else reading,
        calendar=entry.calendar,
        is_busy=entry.is_busy,
    )


def _day(day: date, blocks: list[BlockView], rules: DayRules, clock: DayClock, untimed: Untimed) -> DayView:
    layer = rules.rules[day]
    hours = rules.calendar.hours_on(day)
    buffer = BUFFER_PERCENT if layer.buffer_percent is None else layer.buffer_percent
    taken = _spans(block for block in blocks if block.kind is not BlockKind.WORK and block.is_busy)
    if any(event.is_busy for event in untimed.events.get(day, ())):
        taken = ((0, DAY_MINUTES),)
    fixed = _shared(taken, hours)
    items = tuple(untimed.items.get(day, ()))
    planned = sum(block.minutes for block in blocks if block.kind is BlockKind.WORK)
    planned += sum(item.estimate_minutes or 0 for item in items)
    capacity = capacity_minutes(day, rules.calendar, fixed, buffer)
    off = next((span for span in rules.time_off if span.starts_on <= day <= span.ends_on), None)
    return DayView(
        date=day,
        hours=hours,
        quiet=quiet_spans(day, layer),
        time_off=off is not None,
        time_off_note=off.note if off else "",
        holiday=_holiday(day, layer, rules.holiday_region),
        blocks=tuple(
            sorted(blocks, key=lambda b: (b.start_minute, b.starts_again, -b.end_minute, b.block_id))
        ),
        capacity_minutes=capacity,
        planned_minutes=planned,
        fixed_minutes=fixed,
        load=capacity_word(planned, capacity),
        day_items=items,
        all_day=tuple(untimed.events.get(day, ())),
        clock=clock,
    )


def _judged(days: list[DayView]) -> tuple[DayView, ...]:
    """The days with what the boundary guard says of each block."""
    rules = [DayRule(day.hours, day.quiet, day.time_off, day.time_off_note, day.holiday) for day in days]
    lates = [
        any(is_late(rule, block.end_minute) for block in day.blocks if _is_ones_work(block))
        for day, rule in zip(days, rules, strict=True)
    ]
    again = late_again(lates)
    judged = []
    for day, rule in zip(days, rules, strict=True):
        blocks = []
        for block in day.blocks:
            if not _is_ones_own(block):
                blocks.append(block)
                continue
            found = breaches(rule, block.start_minute, block.end_minute)
            if again is not None and is_late(rule, block.end_minute):
                found += (again,)
            blocks.append(replace(block, breaches=found) if found else block)
        judged.append(replace(day, blocks=tuple(blocks)))
    return tuple(judged)


def _is_ones_own(block: BlockView) -> bool:
    """Whether one has put it there oneself, for work."""
    return block.source is BlockSource.BLOCK and block.kind is not BlockKind.PRIVATE


def _is_ones_work(block: BlockView) -> bool:
    """Whether it makes an evening late: one's own blocks, and what is booked with clients."""
    return _is_ones_own(block) or block.source is BlockSource.TOUCHPOINT


def quiet_spans(day: date, rules: BoundaryRules) -> Minutes:
    """Quiet hours within one day."""
    quiet = rules.quiet_hours
    if quiet is None:
        return ()
    if quiet.weekends and day.weekday() >= _SATURDAY:
        return ((0, DAY_MINUTES),)
    if quiet.start == quiet.end:
        return ()
    if quiet.start < quiet.end:
        return ((quiet.start, quiet.end),)
    return merged(((0, quiet.end), (quiet.start, DAY_MINUTES)))


def _holiday(day: date, rules: BoundaryRules, region: str) -> str:
    if not region or rules.public_holidays is False:
        return ""
    found = next_holidays(region, day, 1)
    return found[0].name if found and found[0].on == day else ""


def _spans(blocks: Iterable[BlockView]) -> Minutes:
    return merged(tuple((block.start_minute, block.end_minute) for block in blocks))


def _shared(spans: Minutes, hours: Minutes) -> int:
    """Minutes of `spans` that lie within `hours`; both are merged."""
    return sum(max(min(end, until) - max(start, since), 0) for start, end in spans for since, until in hours)


def _minute_of(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute
