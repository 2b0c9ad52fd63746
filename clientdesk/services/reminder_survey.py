"""What is to be announced now and when to look again: plain SQL and pure rules.

Light on imports: the hidden start asks `next_look` through the driver alone, long before SQLModel is loaded; the
reminder service asks `look` through its session. Both always agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.delivery import DIGEST_FROM, PopUpSent, may_come_at, opens_at
from clientdesk.models.enums import NoticeTopic, RhythmKind, RhythmState
from clientdesk.models.schedule import AnnouncingRules, Occasion, Step
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.zones import find_zone
from clientdesk.services import answer_notices, meeting_notices, paper_notices
from clientdesk.services.check_in_views import judge
from clientdesk.services.check_in_words import rhythm_reason
from clientdesk.services.client_looks import ClientLooks
from clientdesk.services.notice_items import ORDINARY, Item, Keys, Look, ReminderSettings
from clientdesk.services.request_reads import answer_moments
from clientdesk.services.rhythm_names import RowNames
from clientdesk.services.said_before import kinds_of, unsaid
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import (
    CheckInRow,
    Fetch,
    check_in_rows,
    default_policies,
    practice,
)
from clientdesk.store.notice_reads import (
    REMEMBERED,
    BusyTimes,
    busy_times,
    known_keys,
    newest_rows,
    pop_ups_sent,
)

CLOCK_SLACK = timedelta(days=1)
"""So far the clock may lie before the newest row of the record; then it is doubted."""

_ASKING = (RhythmState.OVERDUE, RhythmState.DUE)

Judged = tuple[Sequence[CheckInRow], Sequence[ClientCheckInView]]
"""Facts and views of every client today, the most urgent view first."""


@dataclass(frozen=True, slots=True)
class _Day:
    """What every part of one look needs."""

    fetch: Fetch
    now: datetime
    zone: ZoneInfo
    rules: AnnouncingRules
    busy: BusyTimes
    settings: ReminderSettings
    usual_minutes: int
    tr: Translate


def next_look(
    fetch: Fetch,
    now: datetime,
    settings: ReminderSettings,
    calendar: WorkCalendar,
    judged: Judged | None = None,
) -> datetime | None:
    """The next instant (UTC, never before `now`) at which something could be announced; None for none in sight.

    `now` itself means: something is to be shown this moment. A doubted clock, reminders switched off and a
    practice that isn't set up give None; look again after five minutes at the latest all the same.

    Args:
        fetch: a snapshot of the store, for instance of `first_reads.reading`.
        now: an aware instant.
        settings: `ReminderSettings.of(preferences)`.
        calendar: the practice's working days, as `first_reads.work_calendar` gives them.
        judged: everybody as of today, where the caller has them.
    """
    if not settings.is_on or clock_doubt(fetch, now, settings) is not None:
        return None
    pause = settings.pause_end(now)
    if pause is not None:
        return pause
    found = look(fetch, now, settings, calendar, judged)
    if found.pop_ups:
        return now
    return None if found.next_at is None else max(found.next_at, now)


def clock_doubt(fetch: Fetch, now: datetime, settings: ReminderSettings) -> datetime | None:
    """The time of the newest row of the record when the clock lies more than a day before it; else None.

    Where the newest row is known to be of a clock that was wrong, the moment in which the user said so counts.
    """
    newest = max(newest_rows(fetch), default=None)
    if newest is not None and settings.trusted_clock is not None and newest <= settings.trusted_clock:
        newest = settings.trusted_since
    return None if newest is None or newest - now <= CLOCK_SLACK else newest


def look(
    fetch: Fetch,
    now: datetime,
    settings: ReminderSettings,
    calendar: WorkCalendar,
    judged: Judged | None = None,
    tr: Translate = str,
    memory: ClientLooks | None = None,
) -> Look:
    """What to show now, in order, and when to look again; pauses and the clock are the caller's.

    Args:
        judged: everybody as of today, where the caller has them.
        memory: what earlier looks found of each client, where the caller keeps it.
    """
    owner = practice(fetch)
    zone = None if owner is None else find_zone(owner.zone)
    if zone is None:
        # In a zone that only stands in, the right hour and even the right day would be a guess.
        return Look()
    policies = default_policies(fetch)
    rules = AnnouncingRules(calendar, zone, policies.quiet_on(now.astimezone(zone).date()))
    usual = policies.meeting_minutes_on(rules.today(now))
    day = _Day(fetch, now, zone, rules, busy_times(fetch, now, usual), settings, usual, tr)
    pop_ups: list[tuple[Item, ...]] = []
    meetings, questions, ahead = _meetings(day)
    pop_ups += [(item,) for item in meetings]
    if questions:
        pop_ups.append(tuple(questions))
    ordinary, later = _ordinary(day, judged, memory)
    given, wait = _delivered(day, ordinary)
    pop_ups += given
    return Look(tuple(pop_ups), min((*ahead, *later, *wait), default=None))


def _delivered(day: _Day, ripe: list[Item]) -> tuple[list[tuple[Item, ...]], list[datetime]]:
    """All that is ripe in one pop-up, if one may come now.

    Emergencies come in any case; an answer that is promised waits for no digest, the client it is for comes alone.
    """
    if not ripe:
        return [], []
    sent = pop_ups_sent(day.fetch, day.now, ORDINARY)
    if _may_come(day, _clients(ripe), sent) <= day.now:
        return [tuple(ripe)], []
    pressing = [item for item in ripe if item.is_emergency]
    rest = [item for item in ripe if not item.is_emergency]
    alone = _of_first_answer(rest)
    now = pressing or (alone if alone and _may_come(day, 1, sent) <= day.now else [])
    if now and now is alone:
        rest = [item for item in rest if item not in alone]
        sent = [*sent, PopUpSent(day.now, 1)]
    return [tuple(now)] if now else [], _later(day, rest, sent)


def _of_first_answer(items: list[Item]) -> list[Item]:
    """What there is to say to the client whose promised answer presses most; nothing where none is."""
    client = next((item.client_id for item in items if item.topic is NoticeTopic.ANSWER), None)
    return [item for item in items if item.client_id == client]


def _later(day: _Day, waiting: list[Item], sent: Sequence[PopUpSent]) -> list[datetime]:
    """When to look again for what has to wait."""
    if not waiting:
        return []
    counts = {_clients(waiting)} | ({1} if _of_first_answer(waiting) else set())
    soonest = day.now + timedelta(seconds=1)
    return [*(max(_may_come(day, count, sent), soonest) for count in counts), *_fewer(day, waiting)]


def _may_come(day: _Day, clients: int, sent: Sequence[PopUpSent]) -> datetime:
    return may_come_at(day.now, clients, sent, day.settings.second_digest, day.rules)


def _fewer(day: _Day, waiting: list[Item]) -> list[datetime]:
    """When of two clients one may be left, which is no digest: a meeting or block with one of them begins, or the
    day ends, after which another moment is said of them."""
    if _clients(waiting) < DIGEST_FROM:
        return []
    busy = [start for item in waiting for start, _ in day.busy.get(item.client_id, ())]
    tomorrow = day.rules.instant(day.rules.today(day.now) + timedelta(days=1), 0)
    return [tomorrow, *(start for start in busy if start > day.now)]


def _clients(items: Iterable[Item]) -> int:
    return len({item.client_id for item in items})


def _ordinary(
    day: _Day, judged: Judged | None, memory: ClientLooks | None
) -> tuple[list[Item], list[datetime]]:
    """Check-ins, papers and answers that are ripe, those that press most first."""
    check_ins, ahead = _check_ins(day, judged, memory)
    known = known_keys(day.fetch, "answer:")
    moments = answer_moments(day.fetch, day.now, day.zone, day.rules.calendar)
    answers, later = answer_notices.survey(moments, known, day.now, day.zone, day.tr)
    ahead += later
    papers, later = paper_notices.survey(day.fetch, day.now, day.rules, day.tr)
    ahead += later
    open_now, later = _not_busy(day, [*answers, *papers])
    ahead += later
    first = [item for item in open_now if item.is_emergency]
    then = [item for item in open_now if item.topic is NoticeTopic.ANSWER and not item.is_emergency]
    last = [item for item in open_now if item.topic is NoticeTopic.PAPER]
    return [*first, *then, *check_ins, *last], ahead


def _meetings(day: _Day) -> tuple[list[Item], list[Item], list[datetime]]:
    """Meetings about to begin, meetings to ask about, and when the next of either is."""
    settings = day.settings
    if not settings.meeting_minutes and not settings.asks_held:
        return [], [], []
    since = day.now - timedelta(days=meeting_notices.ASKED_DAYS) - meeting_notices.LONGEST
    until = day.now + REMEMBERED
    found = meeting_notices.meetings_between(day.fetch, since, until, day.usual_minutes)
    first_after = meeting_notices.next_start(day.fetch, until)
    far = [] if first_after is None else [first_after - timedelta(minutes=settings.meeting_minutes)]
    if not found:
        return [], [], far
    known = known_keys(day.fetch, "meeting:") | known_keys(day.fetch, "held:")
    soon, ahead = meeting_notices.coming(found, known, day.now, settings.meeting_minutes, day.tr)
    soon, later = _not_busy(day, soon)
    ahead += later
    asked: list[Item] = []
    if settings.asks_held:
        asked, ends = meeting_notices.to_ask(found, known, day.now, day.tr)
        asked, later = _not_busy(day, asked)
        ahead += ends + later
    return soon, asked, [*ahead, *far]


def _not_busy(day: _Day, items: Sequence[Item]) -> tuple[list[Item], list[datetime]]:
    """Those that may be said now, and when the others may: after quiet hours, time off, or the client's meeting."""
    now_open: list[Item] = []
    ahead: list[datetime] = []
    for item in items:
        opens = opens_at(day.now, day.rules, sorted(day.busy.get(item.client_id, ())))
        if opens <= day.now:
            now_open.append(item)
        elif item.topic is not NoticeTopic.MEETING or (item.starts_at is not None and opens < item.starts_at):
            ahead.append(opens)
    return now_open, ahead


def _check_ins(
    day: _Day, judged: Judged | None, memory: ClientLooks | None
) -> tuple[list[Item], list[datetime]]:
    """Clients who are owed a word and were not announced for it, the latest first."""
    today = day.rules.today(day.now)
    rows, views = judged or (check_in_rows(day.fetch, today, day.zone), None)
    found = (memory or ClientLooks()).of(rows, day.now, day.rules, day.busy)
    ahead = [one.next_at for one in found if one.next_at is not None]
    come = [(row, one.ripe) for row, one in zip(rows, found, strict=True) if one.ripe]
    fresh = unsaid(day.fetch, come, day.rules)
    if not fresh:
        return [], ahead
    if views is None:
        views = judge([row for row, _ in fresh], today, day.rules.calendar, day.tr)
    order = {view.client_id: (place, view) for place, view in enumerate(views)}
    fresh.sort(key=lambda one: order[one[0].facts.client_id][0])
    items = [_check_in(day, row, occasions, order[row.facts.client_id][1]) for row, occasions in fresh]
    return items, ahead


def _check_in(day: _Day, row: CheckInRow, occasions: tuple[Occasion, ...], view: ClientCheckInView) -> Item:
    """What has come now is said, and the buttons are about it; what presses more but was said before comes after it."""
    come = {occasion.source for occasion in occasions if occasion.step is not Step.SUMMARY}
    own = [one for one in view.rhythms if one.rhythm_id in come and one.state in _ASKING]
    if not own:
        return check_in_item(view, _keys(occasions), view.owed_kind)
    lead = min(own, key=lambda one: one.due_on or date.max)
    occasions = tuple(sorted(occasions, key=lambda one: one.source != lead.rhythm_id))
    today = day.rules.today(day.now)
    words = rhythm_reason(lead, today, day.tr, RowNames(row, today, day.rules.calendar))
    kinds = kinds_of(row)
    item = replace(
        check_in_item(view, _keys(occasions), lead.kind),
        kinds=tuple(kinds.get(occasion.source) for occasion in occasions),
    )
    if words == view.reason:
        return item
    also = day.tr("Also: {reason}.").format(reason=view.reason)
    return replace(item, words=words, more=f"{also} {item.more}".strip())


def _keys(occasions: Iterable[Occasion]) -> Keys:
    return tuple((occasion.key, occasion.moment) for occasion in occasions)


def check_in_item(view: ClientCheckInView, keys: Keys, owed: RhythmKind | None) -> Item:
    """A client who is owed a word, with why, and what they were last told."""
    told = f"{view.told[:1].upper()}{view.told[1:]}." if view.told else ""
    return Item(NoticeTopic.CHECK_IN, view.client_id, view.client, keys, view.reason, told, kind=owed)
