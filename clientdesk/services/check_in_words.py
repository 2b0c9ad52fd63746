"""Why a client stands where it stands, in one sentence. Overdue only of a promise, quiet only of the limit."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from clientdesk.models.enums import CheckInState, RhythmKind, RhythmState
from clientdesk.models.schedule import ClientStatus, RhythmStatus
from clientdesk.services.wording import Translate

_STATES = {
    CheckInState.NOT_LISTED: "not listed",
    CheckInState.ON_HOLD: "on hold",
    CheckInState.SNOOZED: "put off",
    CheckInState.OVERDUE: "overdue",
    CheckInState.QUIET: "quiet",
    CheckInState.DUE: "due today",
    CheckInState.DUE_SOON: "due soon",
    CheckInState.COVERED: "covered",
    CheckInState.NOT_YET: "nothing due",
}


def state_word(state: CheckInState, tr: Translate) -> str:
    """The word that stands beside the shape."""
    return tr(_STATES[state])


def kind_word(kind: RhythmKind, tr: Translate) -> str:
    return {
        RhythmKind.UPDATE: tr("update"),
        RhythmKind.CALL: tr("call"),
        RhythmKind.REVIEW: tr("review"),
    }[kind]


@lru_cache(maxsize=4_096)
def short_day(day: date) -> str:
    """ "Thu 16 Oct", without the year."""
    return f"{day:%a} {day.day} {day:%b}"


@lru_cache(maxsize=64)
def _weekday(day: date) -> str:
    return f"{day:%A}"


def reason(status: ClientStatus, today: date, tr: Translate) -> str:
    """One sentence for the state a client has (without hold and snooze, which are said apart)."""
    state = status.underlying
    if state is CheckInState.OVERDUE:
        return _overdue(status, today, tr)
    if state is CheckInState.QUIET:
        return _quiet(status, tr)
    chosen = _deciding(status)
    if chosen is not None:
        return _rhythm(chosen, tr)
    if state is CheckInState.DUE:
        return tr("your limit of {limit} days ends today").format(limit=status.limit_days)
    if state is CheckInState.DUE_SOON and status.limit_on is not None:
        return tr("your limit of {limit} days ends {day}").format(
            limit=status.limit_days, day=short_day(status.limit_on)
        )
    if state is CheckInState.COVERED and status.limit_on is not None:
        return tr("a meeting is booked before your limit ends {day}").format(day=short_day(status.limit_on))
    if status.limit_on is not None and status.due_on == status.limit_on:
        return tr("your limit ends {day}").format(day=short_day(status.limit_on))
    return tr("nothing promised and no limit")


def _overdue(status: ClientStatus, today: date, tr: Translate) -> str:
    late = min((r for r in status.rhythms if r.state is RhythmState.OVERDUE), key=lambda r: r.missed[0])
    days = (today - late.missed[0]).days
    if len(late.missed) > 1:
        return tr("{kind} missed {count} times, first {day}").format(
            kind=kind_word(late.kind, tr), count=len(late.missed), day=short_day(late.missed[0])
        )
    if days == 1:
        return tr("{weekday}'s {kind} is 1 day late").format(
            weekday=_weekday(late.missed[0]), kind=kind_word(late.kind, tr)
        )
    if days < 7:
        return tr("{weekday}'s {kind} is {days} days late").format(
            weekday=_weekday(late.missed[0]), kind=kind_word(late.kind, tr), days=days
        )
    return tr("the {kind} of {day} is {days} days late").format(
        kind=kind_word(late.kind, tr), day=short_day(late.missed[0]), days=days
    )


def _quiet(status: ClientStatus, tr: Translate) -> str:
    if status.quiet_days == 1:
        return tr("quiet for 1 day, your limit {limit}").format(limit=status.limit_days)
    return tr("quiet for {days} days, your limit {limit}").format(
        days=status.quiet_days, limit=status.limit_days
    )


def _deciding(status: ClientStatus) -> RhythmStatus | None:
    same = [
        r for r in status.rhythms if r.state.value == status.underlying.value and r.due_on == status.due_on
    ]
    return same[0] if same else None


def _rhythm(rhythm: RhythmStatus, tr: Translate) -> str:
    kind = kind_word(rhythm.kind, tr)
    on = short_day(rhythm.due_on) if rhythm.due_on is not None else ""
    template = {
        RhythmState.DUE: tr("the {kind} you promised is due today"),
        RhythmState.DUE_SOON: tr("next {kind} promised for {day}"),
        RhythmState.COVERED: tr("a meeting is booked for the {kind} of {day}"),
    }.get(rhythm.state, tr("next {kind} promised for {day}"))
    return template.format(kind=kind, day=on)
