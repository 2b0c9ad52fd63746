"""The dates of a promised rhythm, and which of them are kept, missed or still to come."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import field
from datetime import date
from itertools import chain, count, takewhile

from clientdesk.models.calendar import Landings, WorkCalendar
from clientdesk.models.enums import RhythmKind, RhythmState, RhythmUnit
from clientdesk.models.records import record
from clientdesk.models.rhythm_dates import LAST_ORDINAL, RuleDates, rule_dates
from clientdesk.models.touches import COVERING, BookedTouch, keeps

SOON_DAYS = 7
"""How many days ahead something counts as due soon."""

EARLY_DAYS = 7
"""How many days before an occurrence a touch already settles it, where no middle between two can tell."""

Talks = tuple[tuple[int, frozenset[RhythmKind]], ...]
"""Booked talks of a client: the day of each, and the kinds of rhythm it would keep."""

_LONG_DAYS = 100
"""From so long a silence on, all that was missed is gathered at once instead of one by one."""


@record
class RhythmRule:
    """One promise of a client: its kind, and the rule that gives its dates.

    Attributes:
        every: each k-th week, month or year; what it says for AFTER_END is in `listed` already.
        weekday: Monday is 0; for weekly and monthly rules.
        nth: for monthly rules 1 to 4, or -1 for the last such weekday; None for all others.
        starts_on: the first date of the rule is the first fitting one on or after this day; for yearly
            rules and those of one day the date itself.
        ends_on: dates of the rule after this day are none.
        offset_days: for MILESTONE, how many days after each; in `listed` already, kept for its words. For YEARLY 1
            when it starts on a 28 February that stands for the 29th, else None.
        listed: for MILESTONE and AFTER_END, the dates as `rhythm_dates` finds them in the facts.
        ordinals: the dates that follow from all that, by index.
    """

    rhythm_id: str
    kind: RhythmKind
    unit: RhythmUnit
    every: int
    weekday: int
    nth: int | None
    starts_on: date
    ends_on: date | None = None
    offset_days: int | None = None
    listed: tuple[date, ...] = ()
    ordinals: RuleDates = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = rule_dates(
            self.unit,
            self.every,
            self.weekday,
            self.nth,
            self.starts_on,
            self.ends_on,
            self.listed,
            self.offset_days,
        )
        object.__setattr__(self, "ordinals", found)

    def dates(self, until: date) -> tuple[date, ...]:
        """The rule's own dates, before any moving, up to and including `until`."""
        at, last = self.ordinals.at, until.toordinal()
        ordinals = takewhile(lambda ordinal: ordinal <= last, (at(index) for index in count()))
        return tuple(date.fromordinal(ordinal) for ordinal in ordinals)


@record
class RhythmStatus:
    """Where one rhythm stands today.

    Attributes:
        due_on: its earliest unsettled occurrence, as moved; None when there is none left.
        missed: unsettled occurrences before today, earliest first.
        next_on: its earliest unsettled occurrence from today on; None when there is none left.
    """

    rhythm_id: str
    kind: RhythmKind
    state: RhythmState
    due_on: date | None
    missed: tuple[date, ...] = ()
    next_on: date | None = None

    @property
    def is_spent(self) -> bool:
        """Whether no occurrence is left and none is missed: it says nothing any more, or not yet."""
        return self.due_on is None


def rhythm_status(
    rule: RhythmRule,
    last_held_on: date | None,
    known_since: date,
    today: date,
    calendar: WorkCalendar,
    booked: Sequence[BookedTouch] = (),
) -> RhythmStatus:
    """Judge one rhythm.

    Args:
        last_held_on: local date, today or earlier, of the last held touch of the rhythm's kind.
        known_since: occurrences that land before it are dropped.
        booked: planned touches that may cover it.
    """
    last = 0 if last_held_on is None else last_held_on.toordinal()
    since, now = known_since.toordinal(), today.toordinal()
    return status_of_days(rule, last, since, now, calendar.landings, talks_of(booked))


def status_of_days(
    rule: RhythmRule, last: int, since: int, now: int, landings: Landings, talks: Talks
) -> RhythmStatus:
    """`rhythm_status` with every day as an ordinal, for one client after the other; `last` is 0 for none."""
    dates, settled_ahead = rule.ordinals, 0
    index, due, before = first_landing_from(since if since > last else last + 1, dates, landings)
    if last and due <= LAST_ORDINAL and last >= early_from(index, due, before, dates, landings):
        settled_ahead = before = due
        index, due = next_landing(index, due, dates, landings)
    if due < now:
        missed, upcoming = _missed(index, due, now, dates, landings)
        return RhythmStatus(
            rule.rhythm_id, rule.kind, RhythmState.OVERDUE, missed[0], missed, _as_date(upcoming)
        )
    next_on = date.fromordinal(due) if due <= LAST_ORDINAL else None
    able = _able(rule.kind, due, max(now, settled_ahead), talks) if talks else 0
    if able and able >= early_from(index, due, before, dates, landings):
        state = RhythmState.COVERED
    elif due == now:
        state = RhythmState.DUE
    elif due <= now + SOON_DAYS:
        state = RhythmState.DUE_SOON
    else:
        state = RhythmState.NOT_YET
    return RhythmStatus(rule.rhythm_id, rule.kind, state, next_on, (), next_on)


def talks_of(booked: Sequence[BookedTouch]) -> Talks:
    """The booked touches that can stand in for something: each with its day and what it would keep."""
    return tuple(
        [
            (touch.on.toordinal(), keeps(touch.kind, touch.is_review))
            for touch in booked
            if touch.kind in COVERING
        ]
    )


def _missed(
    index: int, due: int, now: int, dates: RuleDates, landings: Landings
) -> tuple[tuple[date, ...], int]:
    """The occurrences from `due` to yesterday, and the first one after them."""
    found = [due]
    if now - due > _LONG_DAYS:
        ordinals = dates.between(index, now)
        found = list(dict.fromkeys(chain(found, map(landings.__getitem__, ordinals))))
        index += max(len(ordinals) - 1, 0)
    while found[-1] < now:
        index, upcoming = next_landing(index, found[-1], dates, landings)
        found.append(upcoming)
    end = bisect_left(found, now)
    return tuple(map(date.fromordinal, found[:end])), found[end]


def early_from(index: int, due: int, before: int | None, dates: RuleDates, landings: Landings) -> int:
    """The first day on which a touch already settles the occurrence on `due`.

    Args:
        index: of a date that lands there.
        before: the day before `due` on which the rule lands, be it dropped or before the rhythm's start;
            None when it isn't known yet.
    """
    if not dates.have_middle:
        return due - EARLY_DAYS
    while before is None or before == due:
        index -= 1
        before = landings[dates.at(index)]
    return (before + due + 1) // 2


def first_landing_from(floor: int, dates: RuleDates, landings: Landings) -> tuple[int, int, int | None]:
    """The first date that lands on or after `floor`: its index, where it lands, and where the one before does.

    Moving keeps the order, so it is found by walking from the date nearest to `floor`. What comes before the
    first date of the rule isn't looked for.
    """
    at = dates.at
    index = dates.near(floor)
    if index < 0:
        index = 0
    landing, before = landings[at(index)], None
    if landing < floor:
        while landing < floor:
            index, before = index + 1, landing
            landing = landings[at(index)]
        return index, landing, before
    while index:
        before = landings[at(index - 1)]
        if before < floor:
            break
        index, landing, before = index - 1, before, None
    return index, landing, before


def next_landing(index: int, landing: int, dates: RuleDates, landings: Landings) -> tuple[int, int]:
    """The next day on which a date lands, and its index: dates that land on one day are one occurrence.

    There has to be a landing, which may be the last.
    """
    while True:
        index += 1
        found = landings[dates.at(index)]
        if found != landing:
            return index, found


def _able(kind: RhythmKind, due: int, earliest: int, talks: Talks) -> int:
    """The last booked talk that may settle what is due; before `earliest` it is gone, or another one is next."""
    latest, found = min(due, LAST_ORDINAL), 0
    for day, kept in talks:
        if found < day <= latest and day >= earliest and kind in kept:
            found = day
    return found


def _as_date(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal <= LAST_ORDINAL else None
