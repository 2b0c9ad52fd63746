"""Today: who is owed a word, what is promised, what is on. Light on imports: it fills the first paint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.enums import BlockKind, CheckInState
from clientdesk.models.schedule import HolidayLookup, WorkCalendar, capacity_minutes
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.today import PromiseView, TodayBlockView, TodayView
from clientdesk.services.check_in_views import OWED, judge
from clientdesk.services.check_in_words import short_day
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import (
    Fetch,
    blocks_between,
    check_in_rows,
    default_policies,
    instant_of,
    meetings_between,
    milestones_at_risk,
    practice,
    work_calendar,
)

_LATE = (CheckInState.OVERDUE, CheckInState.QUIET)


def today_view(
    fetch: Fetch,
    now: datetime,
    holidays: HolidayLookup,
    tr: Translate = str,
    judged: Sequence[ClientCheckInView] | None = None,
) -> TodayView | None:
    """Everything Today shows, from one snapshot; None before the practice is set up.

    Args:
        now: an aware instant; its date in the practice's zone is today.
        holidays: public holidays of the practice's region by year.
        judged: the clients as they stand today, where the caller has them.
    """
    owner = practice(fetch)
    if owner is None:
        return None
    zone = ZoneInfo(owner.zone)
    today = now.astimezone(zone).date()
    calendar = work_calendar(fetch, holidays)
    if judged is None:
        judged = judge(check_in_rows(fetch, today, zone), today, calendar, tr)
    listed = [view for view in judged if view.state is not CheckInState.NOT_LISTED]
    promises = tuple(_promise(row, tr) for row in milestones_at_risk(fetch, today))
    blocks = _blocks(fetch, today, zone, tr)
    buffer = default_policies(fetch).buffer_on(today)
    return TodayView(
        today=today,
        practice=owner.name,
        is_demo=owner.is_demo,
        sentence=_sentence(listed, promises, tr),
        owed=tuple(view for view in listed if view.state in OWED),
        soon=tuple(view for view in listed if view.state is CheckInState.DUE_SOON),
        covered=tuple(view for view in listed if view.state is CheckInState.COVERED),
        paused=tuple(view for view in listed if view.state in (CheckInState.ON_HOLD, CheckInState.SNOOZED)),
        promises=promises,
        worst=max(promises, key=lambda promise: promise.gap_days or 0, default=None),
        blocks=blocks,
        capacity_minutes=_capacity(calendar, today, blocks, buffer),
        planned_minutes=sum(_minutes(block) for block in blocks if not block.is_meeting),
        clients=len(listed),
    )


def gap_words(days: int | None, tr: Translate) -> str:
    """A gap in words: "+4 days" late, "2 days early", never a bare minus."""
    if days is None:
        return tr("no plan yet")
    if days == 0:
        return tr("on the day")
    if days == 1:
        return tr("+1 day")
    if days > 1:
        return tr("+{days} days").format(days=days)
    return tr("1 day early") if days == -1 else tr("{days} days early").format(days=-days)


def talking_points(promise: PromiseView, next_word_on: date, tr: Translate = str) -> str:
    """What to say about a date that slips: facts, effect, options, recommendation, next word."""
    expected = short_day(promise.expected_on)
    lines = [
        tr("{client}: {title}").format(client=promise.client, title=promise.title),
        "",
        tr("We both want {title} right.").format(title=promise.title),
        tr("You expect it on {day}.").format(day=expected),
    ]
    if promise.planned_on is not None and promise.planned_on > promise.expected_on:
        planned = short_day(promise.planned_on)
        lines += [
            tr("It will be {day}: [what happened].").format(day=planned),
            tr("For you that means [effect]."),
            tr("I can (a) send what is ready on {expected} and the rest on {planned},").format(
                expected=expected, planned=planned
            ),
            tr("or (b) leave out [part] and keep {expected}.").format(expected=expected),
        ]
    else:
        lines += [
            tr("That day has passed and it isn't done: [what happened]."),
            tr("For you that means [effect]."),
            tr("I can (a) send what is ready now and the rest on [day], or (b) leave out [part]."),
        ]
    lines += [
        tr("I suggest (a). Which suits you?"),
        tr("You hear from me again on {day}.").format(day=short_day(next_word_on)),
    ]
    return "\n".join(lines)


def _sentence(listed: list[ClientCheckInView], promises: tuple[PromiseView, ...], tr: Translate) -> str:
    total = len(listed)
    if not total:
        return tr("No clients yet. Add the first one; a name is enough.")
    untold = {promise.client_id for promise in promises if promise.told_on is None}
    late = {view.client_id for view in listed if view.state in _LATE}
    owed = sum(1 for view in listed if view.state in OWED)
    knows = sum(1 for view in listed if view.client_id not in untold | late)
    if knows == total and not owed:
        return (
            tr("Your client knows where they stand.")
            if total == 1
            else tr("All {total} clients know where they stand.").format(total=total)
        )
    if total == 1:
        return tr("Your client is owed a word.") if owed else tr("Your client expects more than the plan.")
    if knows == 0:
        parts = [tr("None of your {total} clients knows where they stand").format(total=total)]
    elif knows == 1:
        parts = [tr("1 of {total} clients knows where they stand").format(total=total)]
    else:
        parts = [tr("{knows} of {total} clients know where they stand").format(knows=knows, total=total)]
    if owed:
        parts.append(
            tr("1 is owed a word") if owed == 1 else tr("{count} are owed a word").format(count=owed)
        )
    if untold:
        parts.append(
            tr("1 expects more than the plan")
            if len(untold) == 1
            else tr("{count} expect more than the plan").format(count=len(untold))
        )
    return ", ".join(parts) + "."


def _promise(row: tuple[object, ...], tr: Translate) -> PromiseView:
    milestone_id, engagement_id, client_id, client, colour, title, expected, planned, told = row
    expected_on = date.fromisoformat(str(expected))
    planned_on = None if planned is None else date.fromisoformat(str(planned))
    gap = None if planned_on is None else (planned_on - expected_on).days
    if planned_on is None:
        words = tr("they expected {expected}, no plan yet").format(expected=short_day(expected_on))
    elif planned_on > expected_on:
        words = tr("they expect {expected}, plan says {planned} ({gap})").format(
            expected=short_day(expected_on), planned=short_day(planned_on), gap=gap_words(gap, tr)
        )
    else:
        words = tr("they expected {expected}, not done yet").format(expected=short_day(expected_on))
    return PromiseView(
        str(milestone_id),
        str(engagement_id),
        str(client_id),
        str(client),
        int(str(colour)),
        str(title),
        expected_on,
        planned_on,
        gap,
        None if told is None else date.fromisoformat(str(told)),
        words,
    )


def _blocks(fetch: Fetch, today: date, zone: ZoneInfo, tr: Translate) -> tuple[TodayBlockView, ...]:
    start = datetime.combine(today, time(), zone)
    end = datetime.combine(today + timedelta(days=1), time(), zone)
    found = []
    for row in blocks_between(fetch, start, end):
        block_id, title, work, client_id, client, colour, starts, ends, kind, work_item_id, done_at = row
        found.append(
            TodayBlockView(
                block_id,
                title or work or tr("Block"),
                client_id,
                client or "",
                colour or 0,
                instant_of(starts),
                instant_of(ends),
                kind == BlockKind.MEETING,
                work_item_id,
                done_at is not None,
            )
        )
    for touch_id, text, kind, client_id, client, colour, at, minutes in meetings_between(fetch, start, end):
        starts_at = instant_of(at)
        title = " ".join(text.split())[:80] or tr(
            {"call": "Call", "video": "Video call"}.get(kind, "Meeting")
        )
        ends_at = starts_at + timedelta(minutes=minutes or 30)
        found.append(
            TodayBlockView(
                touch_id,
                title,
                client_id,
                client,
                colour,
                starts_at,
                ends_at,
                is_meeting=True,
                work_item_id=None,
                is_done=False,
            )
        )
    return tuple(sorted(found, key=lambda block: (block.starts_at, block.block_id)))


def _capacity(calendar: WorkCalendar, today: date, blocks: tuple[TodayBlockView, ...], buffer: int) -> int:
    meetings = sum(_minutes(block) for block in blocks if block.is_meeting)
    return capacity_minutes(today, calendar, meetings, buffer)


def _minutes(block: TodayBlockView) -> int:
    return int((block.ends_at - block.starts_at).total_seconds() // 60)
