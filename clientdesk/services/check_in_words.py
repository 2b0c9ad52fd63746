"""Why a client stands where it stands, in one sentence. Overdue only of a promise, quiet only of the limit."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from clientdesk.models.enums import CheckInState, HoldEvent, RhythmKind, RhythmState
from clientdesk.models.schedule import ClientStatus, RhythmStatus
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.services.rhythm_names import NO_NAMES, Names
from clientdesk.services.rhythm_names import short_day as short_day
from clientdesk.services.wording import Translate

TOO_EARLY = 4
"""With fewer dates than this behind it, how well a rhythm was kept says nothing."""

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
_KINDS = {
    RhythmKind.UPDATE: "update",
    RhythmKind.CALL: "call",
    RhythmKind.REVIEW: "review",
    RhythmKind.SATISFACTION: "satisfaction question",
    RhythmKind.KEY_DATE: "key date",
    RhythmKind.PERSONAL: "personal word",
    RhythmKind.WIN_BACK: "word to win them back",
}
_PROMISED = frozenset({RhythmKind.UPDATE, RhythmKind.CALL, RhythmKind.REVIEW})
_HELD = {
    None: "on hold until released",
    HoldEvent.REPLY: "on hold until they answer",
    HoldEvent.SIGNED: "on hold until a paper is signed",
    HoldEvent.START: "on hold until the work starts",
    HoldEvent.MILESTONE: "on hold until the next milestone",
}
_HELD_OR_UNTIL = {
    None: "on hold until {day}",
    HoldEvent.REPLY: "on hold until they answer, or until {day}",
    HoldEvent.SIGNED: "on hold until a paper is signed, or until {day}",
    HoldEvent.START: "on hold until the work starts, or until {day}",
    HoldEvent.MILESTONE: "on hold until the next milestone, or until {day}",
}


def state_word(state: CheckInState, tr: Translate) -> str:
    """The word that stands beside the shape."""
    return tr(_STATES[state])


def kind_word(kind: RhythmKind, tr: Translate) -> str:
    return tr(_KINDS[kind])


@lru_cache(maxsize=64)
def _weekday(day: date) -> str:
    return f"{day:%A}"


def sentence(view: ClientCheckInView, tr: Translate = str) -> str:
    """Why a word is owed and what they were told last, as lists and notifications say it."""
    if not view.told:
        return view.reason
    return tr("{reason}; {told}").format(reason=view.reason, told=view.told)


def pause_words(view: ClientCheckInView, tr: Translate = str) -> str:
    """Until when a client is left alone: "on hold until they answer, or until Thu 3 Dec"; empty when it isn't."""
    if view.state is CheckInState.SNOOZED and view.paused_until is not None:
        return tr("put off until {day}").format(day=short_day(view.paused_until))
    if view.state is not CheckInState.ON_HOLD:
        return ""
    if view.paused_until is None:
        return tr(_HELD[view.hold_event])
    return tr(_HELD_OR_UNTIL[view.hold_event]).format(day=short_day(view.paused_until))


def kept_words(on_time: int, of: int, tr: Translate = str) -> str:
    """How well a rhythm was kept: "8 of the last 10 on time"."""
    if of < TOO_EARLY:
        return tr("too early to say")
    if on_time == of:
        return tr("all of the last {of} on time").format(of=of)
    if on_time == 0:
        return tr("none of the last {of} on time").format(of=of)
    return tr("{on_time} of the last {of} on time").format(on_time=on_time, of=of)


def reason(status: ClientStatus, today: date, tr: Translate, names: Names = NO_NAMES) -> str:
    """One sentence for the state a client has (without hold and snooze, which are said apart).

    Args:
        names: what each rhythm is about, where its kind alone doesn't say it.
    """
    state = status.underlying
    if state is CheckInState.OVERDUE:
        return _overdue(status, today, tr, names)
    if state is CheckInState.QUIET:
        return _quiet(status, tr)
    chosen = _deciding(status)
    if chosen is not None:
        return _rhythm(chosen, tr, names)
    if state is CheckInState.DUE:
        return _limit_ends_today(status, tr)
    if state is CheckInState.DUE_SOON and status.limit_on is not None:
        return _limit_ends(status, status.limit_on, tr)
    if state is CheckInState.COVERED and status.limit_on is not None:
        return tr("a meeting is booked before your limit ends {day}").format(day=short_day(status.limit_on))
    if status.limit_on is not None and status.due_on == status.limit_on:
        return tr("your limit ends {day}").format(day=short_day(status.limit_on))
    return tr("nothing promised and no limit")


def rhythm_reason(rhythm: RhythmStatus, today: date, tr: Translate, names: Names = NO_NAMES) -> str:
    """The same of one rhythm alone."""
    if rhythm.state is RhythmState.OVERDUE:
        return _late_words(rhythm, today, tr, names)
    return _rhythm(rhythm, tr, names)


def _overdue(status: ClientStatus, today: date, tr: Translate, names: Names) -> str:
    late = min((r for r in status.rhythms if r.state is RhythmState.OVERDUE), key=lambda r: r.missed[0])
    return _late_words(late, today, tr, names)


def _late_words(late: RhythmStatus, today: date, tr: Translate, names: Names) -> str:
    day, days = late.missed[0], (today - late.missed[0]).days
    if len(late.missed) > 1:
        return tr("{kind} missed {count} times, first {day}").format(
            kind=kind_word(late.kind, tr), count=len(late.missed), day=short_day(day)
        )
    if late.kind not in _PROMISED:
        return _late(names.of(late, day, tr), days, tr)
    kind = kind_word(late.kind, tr)
    if days < 7:
        return _late(tr("{weekday}'s {kind}").format(weekday=_weekday(day), kind=kind), days, tr)
    return _late(tr("the {kind} of {day}").format(kind=kind, day=short_day(day)), days, tr)


def _late(name: str, days: int, tr: Translate) -> str:
    if days == 1:
        return tr("{name} is 1 day late").format(name=name)
    return tr("{name} is {days} days late").format(name=name, days=days)


def _quiet(status: ClientStatus, tr: Translate) -> str:
    if status.quiet_days == 1:
        return tr("quiet for 1 day, your limit {limit}").format(limit=status.limit_days)
    return tr("quiet for {days} days, your limit {limit}").format(
        days=status.quiet_days, limit=status.limit_days
    )


def _limit_ends_today(status: ClientStatus, tr: Translate) -> str:
    if status.limit_days == 1:
        return tr("your limit of 1 day ends today")
    return tr("your limit of {limit} days ends today").format(limit=status.limit_days)


def _limit_ends(status: ClientStatus, on: date, tr: Translate) -> str:
    if status.limit_days == 1:
        return tr("your limit of 1 day ends {day}").format(day=short_day(on))
    return tr("your limit of {limit} days ends {day}").format(limit=status.limit_days, day=short_day(on))


def _deciding(status: ClientStatus) -> RhythmStatus | None:
    if status.due_on is None:
        return None
    same = [
        r for r in status.rhythms if r.state.value == status.underlying.value and r.due_on == status.due_on
    ]
    return same[0] if same else None


def _rhythm(rhythm: RhythmStatus, tr: Translate, names: Names) -> str:
    if rhythm.due_on is None:
        return tr("nothing promised and no limit")
    if rhythm.kind not in _PROMISED:
        return _own(rhythm, rhythm.due_on, tr, names)
    template = {
        RhythmState.DUE: tr("the {kind} you promised is due today"),
        RhythmState.COVERED: tr("a meeting is booked for the {kind} of {day}"),
    }.get(rhythm.state, tr("next {kind} promised for {day}"))
    return template.format(kind=kind_word(rhythm.kind, tr), day=short_day(rhythm.due_on))


def _own(rhythm: RhythmStatus, on: date, tr: Translate, names: Names) -> str:
    """What is nobody's promise: a question, a key date, a personal word, a try to win them back."""
    if rhythm.kind is RhythmKind.KEY_DATE:
        return names.key_date(rhythm, on, tr)
    template = {
        RhythmState.DUE: tr("{name} is due today"),
        RhythmState.COVERED: tr("a meeting is booked before {name} is due {day}"),
    }.get(rhythm.state, tr("{name} is due {day}"))
    return template.format(name=names.of(rhythm, on, tr), day=short_day(on))
