"""Why a client stands where it stands, in one sentence. Overdue only of a promise, quiet only of the limit."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from clientdesk.models.enums import CheckInState, HoldEvent, RhythmKind, RhythmState
from clientdesk.models.schedule import ClientStatus, RhythmStatus
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.services.rhythm_names import NO_NAMES, Names, day_words
from clientdesk.services.rhythm_names import short_day as short_day
from clientdesk.services.wording import Translate

TOO_EARLY = 4
"""With fewer dates than this behind it, how well a rhythm was kept says nothing."""

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
        return _rhythm(chosen, today, tr, names)
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
    return _rhythm(rhythm, today, tr, names)


def _overdue(status: ClientStatus, today: date, tr: Translate, names: Names) -> str:
    late = [rhythm for rhythm in status.rhythms if rhythm.state is RhythmState.OVERDUE]
    earliest = late[0] if len(late) == 1 else min(late, key=lambda rhythm: rhythm.missed[0])
    return _late_words(earliest, today, tr, names)


def _late_words(late: RhythmStatus, today: date, tr: Translate, names: Names) -> str:
    day, days = late.missed[0], (today - late.missed[0]).days
    if len(late.missed) > 1:
        return _missed(late, today, tr, names)
    if late.kind not in _PROMISED or names.milestone(late, day, tr):
        return _late(names.of(late, day, tr), days, tr)
    kind = kind_word(late.kind, tr)
    if days < 7:
        return _late(tr("{weekday}'s {kind}").format(weekday=_weekday(day), kind=kind), days, tr)
    return _late(tr("the {kind} of {day}").format(kind=kind, day=day_words(day, today)), days, tr)


def _missed(late: RhythmStatus, today: date, tr: Translate, names: Names) -> str:
    first = late.missed[0]
    said, where = day_words(names.day(late, first), today), names.milestone(late, first, tr)
    when = tr("{day}, {where}").format(day=said, where=where) if where else said
    name = names.of_several(late, tr)
    if len(late.missed) == 2:
        return tr("{name} was missed twice, first on {when}").format(name=name, when=when)
    template = tr("{name} was missed {count} times, first on {when}")
    return template.format(name=name, count=len(late.missed), when=when)


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
    for rhythm in status.rhythms:
        if rhythm.due_on == status.due_on and rhythm.state.value == status.underlying.value:
            return rhythm
    return None


def _rhythm(rhythm: RhythmStatus, today: date, tr: Translate, names: Names) -> str:
    on = rhythm.due_on
    if on is None:
        return tr("nothing promised and no limit")
    if rhythm.kind not in _PROMISED:
        return _own(rhythm, on, today, tr, names)
    where = names.milestone(rhythm, on, tr)
    if where and rhythm.state is RhythmState.DUE:
        return tr("{name} is due today").format(name=names.of(rhythm, on, tr))
    template = {
        RhythmState.DUE: tr("the {kind} you promised is due today"),
        RhythmState.COVERED: tr("a meeting is booked for the {kind} of {when}"),
    }.get(rhythm.state, tr("next {kind} promised for {when}"))
    day = day_words(on, today)
    when = tr("{day}, {where}").format(day=day, where=where) if where else day
    return template.format(kind=kind_word(rhythm.kind, tr), when=when)


def _own(rhythm: RhythmStatus, on: date, today: date, tr: Translate, names: Names) -> str:
    """What is nobody's promise: a question, a key date, a personal word, a try to win them back."""
    if rhythm.kind is RhythmKind.KEY_DATE:
        return names.key_date(rhythm, on, tr)
    template = {
        RhythmState.DUE: tr("{name} is due today"),
        RhythmState.COVERED: tr("a meeting is booked in time for {name} due {day}"),
    }.get(rhythm.state, tr("{name} is due {day}"))
    return template.format(name=names.of(rhythm, on, tr), day=day_words(on, today))
