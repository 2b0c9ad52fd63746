"""When a client is owed a word: rhythms and limit weighed into one state. Computed, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.enums import CheckInState, RhythmKind, RhythmState
from clientdesk.models.records import record
from clientdesk.models.rhythms import SOON_DAYS, RhythmRule, RhythmStatus, status_of_days, talks_of
from clientdesk.models.touches import COVERING, BookedTouch

_LAST = date.max.toordinal()

_AS_CHECK_IN: Mapping[RhythmState, CheckInState] = {
    RhythmState.OVERDUE: CheckInState.OVERDUE,
    RhythmState.DUE: CheckInState.DUE,
    RhythmState.DUE_SOON: CheckInState.DUE_SOON,
    RhythmState.COVERED: CheckInState.COVERED,
    RhythmState.NOT_YET: CheckInState.NOT_YET,
}
_RANK = {state: rank for rank, state in enumerate(CheckInState)}
_WAITING = frozenset({CheckInState.OVERDUE, CheckInState.QUIET, CheckInState.DUE})


@record
class ClientFacts:
    """Everything the rule needs to know of one client, as of one day.

    Attributes:
        engagement_spans: first and last day of each engagement; None for an open end.
        rhythms: those the client has (not the proposed ones); an ended row and the one that took its place.
        own_limit_days: days without a meaningful touch; the client's own, else tier, else default.
        has_after_tier: the tier given to the client is the one for ended engagements.
        last_held: by kind of rhythm, the local date of the last held touch that keeps it.
        last_meaningful_on: local date of the last held meaningful touch.
        booked: planned touches; those before today are ignored.
        hold_until: the first day no longer on hold, as `holds.hold_end` finds it; leave it in place
            afterwards, it dates the summary.
        snoozed_until: likewise.
    """

    client_id: str
    added_on: date
    engagement_spans: tuple[tuple[date, date | None], ...] = ()
    rhythms: tuple[RhythmRule, ...] = ()
    own_limit_days: int | None = None
    tier_limit_days: int | None = None
    default_limit_days: int | None = None
    has_after_tier: bool = False
    last_held: Mapping[RhythmKind, date] = field(default_factory=dict)
    last_meaningful_on: date | None = None
    booked: tuple[BookedTouch, ...] = ()
    is_archived: bool = False
    hold_until: date | None = None
    is_held_until_released: bool = False
    snoozed_until: date | None = None


@record
class ClientStatus:
    """Where a client stands today.

    Attributes:
        state: the first that holds, in the order of `CheckInState`.
        due_on: earliest date among those in that state; on hold or snoozed as it would be without.
        limit_on: the last day within the limit; None without one.
        limit_state: quiet, due, due_soon, covered or not_yet; None without a limit.
        limit_days: the limit that applies.
        quiet_days: calendar days since the limit's start; None without a limit.
        underlying: the state as it would be without hold and snooze.
    """

    client_id: str
    state: CheckInState
    due_on: date | None
    known_since: date
    rhythms: tuple[RhythmStatus, ...] = ()
    limit_on: date | None = None
    limit_state: CheckInState | None = None
    limit_days: int | None = None
    quiet_days: int | None = None
    underlying: CheckInState = CheckInState.NOT_YET

    @property
    def missed(self) -> tuple[date, ...]:
        """Every missed occurrence of every rhythm, earliest first."""
        return tuple(sorted(day for rhythm in self.rhythms for day in rhythm.missed))

    @property
    def is_waiting(self) -> bool:
        """Whether a word is owed now, hold and snooze left aside."""
        return self.underlying in _WAITING


def known_since(facts: ClientFacts, today: date) -> date:
    """The first day for which anybody can be late with this client."""
    running = [start for start, end in facts.engagement_spans if end is None or end >= today]
    if not running:
        return facts.added_on
    first = running[0] if len(running) == 1 else min(running)
    return first if first > facts.added_on else facts.added_on


def have_all_ended(facts: ClientFacts, today: date) -> bool:
    """Whether the client had engagements and the last day of each is over."""
    spans = facts.engagement_spans
    return bool(spans) and all(end is not None and end < today for _, end in spans)


def limit_days(facts: ClientFacts, today: date) -> int | None:
    """The limit that applies: own, else tier, else default; of ended clients only own or After tier."""
    if facts.own_limit_days is not None:
        return facts.own_limit_days
    if have_all_ended(facts, today):
        return facts.tier_limit_days if facts.has_after_tier else None
    return facts.default_limit_days if facts.tier_limit_days is None else facts.tier_limit_days


def is_listed(facts: ClientFacts, today: date, rhythms: Iterable[RhythmStatus]) -> bool:
    """Whether the client is anywhere in the lists of who is owed a word.

    Args:
        rhythms: the client's own, judged; one that is spent keeps nobody listed.
    """
    if facts.is_archived:
        return False
    if facts.own_limit_days is not None or facts.has_after_tier or not have_all_ended(facts, today):
        return True
    return any(not rhythm.is_spent for rhythm in rhythms)


def client_status(facts: ClientFacts, today: date, calendar: WorkCalendar) -> ClientStatus:
    """Judge one client: the only definition of when a word is owed."""
    since = known_since(facts, today)
    booked = [touch for touch in facts.booked if touch.on >= today] if facts.booked else []
    rhythms = _rhythms(facts, since, today, calendar, booked) if facts.rhythms else ()
    if not is_listed(facts, today, rhythms):
        hidden = CheckInState.NOT_LISTED
        return ClientStatus(facts.client_id, hidden, None, since, underlying=hidden)
    dated = [(_AS_CHECK_IN[rhythm.state], rhythm.due_on) for rhythm in rhythms]
    limit_on = limit_state = quiet_days = None
    days = limit_days(facts, today)
    if days is not None:
        start, spoken_on = since, facts.last_meaningful_on
        if spoken_on is not None and spoken_on > since:
            start = spoken_on
        limit_on = calendar.next_working_day(date.fromordinal(min(start.toordinal() + days, _LAST)))
        limit_state = _limit_state(limit_on, today, booked)
        quiet_days = max((today - start).days, 0)
        dated.append((limit_state, limit_on))
    underlying, due_on = _first_that_holds(dated)
    return ClientStatus(
        facts.client_id,
        _paused(facts, today) or underlying,
        due_on,
        since,
        rhythms,
        limit_on,
        limit_state,
        days,
        quiet_days,
        underlying,
    )


def _rhythms(
    facts: ClientFacts, since: date, today: date, calendar: WorkCalendar, booked: Sequence[BookedTouch]
) -> tuple[RhythmStatus, ...]:
    talks = talks_of(booked) if booked else ()
    landings, first, now, held = calendar.landings, since.toordinal(), today.toordinal(), facts.last_held
    found = []
    for rule in facts.rhythms:
        last_on = held.get(rule.kind)
        last = 0 if last_on is None else last_on.toordinal()
        found.append(status_of_days(rule, last, first, now, landings, talks))
    return tuple(found)


def _first_that_holds(dated: list[tuple[CheckInState, date | None]]) -> tuple[CheckInState, date | None]:
    """The winning state and the earliest date in it."""
    winner, due_on = CheckInState.NOT_YET, None
    for state, on in dated:
        if state is not winner and _RANK[state] < _RANK[winner]:
            winner, due_on = state, on
        elif state is winner and on is not None and (due_on is None or on < due_on):
            due_on = on
    return winner, due_on


def _paused(facts: ClientFacts, today: date) -> CheckInState | None:
    if facts.is_held_until_released or (facts.hold_until is not None and facts.hold_until > today):
        return CheckInState.ON_HOLD
    if facts.snoozed_until is not None and facts.snoozed_until > today:
        return CheckInState.SNOOZED
    return None


def _limit_state(limit_on: date, today: date, booked: Iterable[BookedTouch]) -> CheckInState:
    ahead = (limit_on - today).days
    if ahead < 0:
        return CheckInState.QUIET
    for touch in booked:
        if touch.is_meaningful and touch.kind in COVERING and touch.on <= limit_on:
            return CheckInState.COVERED
    if ahead == 0:
        return CheckInState.DUE
    return CheckInState.DUE_SOON if ahead <= SOON_DAYS else CheckInState.NOT_YET
