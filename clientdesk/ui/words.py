"""Words of the closed vocabularies as the window shows them: one word, one meaning, everywhere."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from clientdesk.models.enums import (
    AgreementKind,
    CheckInState,
    ContactRole,
    EngagementKind,
    HoldEvent,
    RhythmKind,
    RhythmState,
    Stage,
    TouchKind,
    TouchState,
)
from clientdesk.models.rhythm_units import PRINTED
from clientdesk.models.views.agreements import RetainerBalance
from clientdesk.models.views.check_ins import ClientCheckInView, RhythmStatusView
from clientdesk.ui.dates import day_text

translate = QCoreApplication.translate


def stage_word(stage: Stage) -> str:
    """Where a client is in its life with the practice."""
    return {
        Stage.DISCOVERY: translate("words", "Discovery"),
        Stage.ONBOARDING: translate("words", "Onboarding"),
        Stage.PLANNING: translate("words", "Planning"),
        Stage.EXECUTION: translate("words", "Execution"),
        Stage.REVIEW: translate("words", "Review"),
        Stage.RENEWAL: translate("words", "Renewal"),
        Stage.OFFBOARDING: translate("words", "Offboarding"),
    }[stage]


def role_word(role: ContactRole) -> str:
    """What a person decides or does at a client."""
    return {
        ContactRole.SPONSOR: translate("words", "Sponsor"),
        ContactRole.DECISION_MAKER: translate("words", "Decision maker"),
        ContactRole.DAY_TO_DAY: translate("words", "Day-to-day"),
        ContactRole.BILLING: translate("words", "Billing"),
        ContactRole.SIGNATORY: translate("words", "Signatory"),
    }[role]


def engagement_kind_word(kind: EngagementKind) -> str:
    return {
        EngagementKind.FIXED_FEE: translate("words", "Fixed fee"),
        EngagementKind.TIME_AND_MATERIALS: translate("words", "Time and materials"),
        EngagementKind.RETAINER: translate("words", "Retainer"),
    }[kind]


def paper_kind_word(kind: AgreementKind) -> str:
    """What a paper is."""
    return {
        AgreementKind.STATEMENT_OF_WORK: translate("words", "Statement of work"),
        AgreementKind.PROPOSAL: translate("words", "Proposal"),
        AgreementKind.CHANGE_ORDER: translate("words", "Change order"),
        AgreementKind.ADDENDUM: translate("words", "Addendum"),
        AgreementKind.STATUS_REPORT: translate("words", "Status report"),
        AgreementKind.MEETING_SUMMARY: translate("words", "Meeting summary"),
        AgreementKind.RELATIONSHIP_AUDIT: translate("words", "Relationship audit"),
        AgreementKind.OFFBOARDING_LETTER: translate("words", "Offboarding letter"),
        AgreementKind.WELCOME_LETTER: translate("words", "Welcome letter"),
        AgreementKind.MASTER_AGREEMENT: translate("words", "Standing agreement"),
    }[kind]


def touch_word(kind: TouchKind) -> str:
    """What a contact was."""
    return {
        TouchKind.NOTE: translate("words", "Note"),
        TouchKind.UPDATE: translate("words", "Update"),
        TouchKind.REPORT: translate("words", "Report"),
        TouchKind.CALL: translate("words", "Call"),
        TouchKind.VIDEO: translate("words", "Video call"),
        TouchKind.MEETING: translate("words", "Meeting"),
        TouchKind.MAIL_SENT: translate("words", "Mail sent"),
        TouchKind.MAIL_RECEIVED: translate("words", "Mail received"),
        TouchKind.MESSAGE_SENT: translate("words", "Message sent"),
        TouchKind.MESSAGE_RECEIVED: translate("words", "Message received"),
        TouchKind.PERSONAL: translate("words", "Personal word"),
        TouchKind.SATISFACTION: translate("words", "Satisfaction asked"),
    }[kind]


def touch_state_word(state: TouchState) -> str:
    return {
        TouchState.PLANNED: translate("words", "booked"),
        TouchState.HELD: translate("words", "held"),
        TouchState.CANCELLED: translate("words", "called off"),
        TouchState.MISSED: translate("words", "missed"),
    }[state]


def rhythm_kind_word(kind: RhythmKind) -> str:
    return {
        RhythmKind.UPDATE: translate("words", "update"),
        RhythmKind.CALL: translate("words", "call"),
        RhythmKind.REVIEW: translate("words", "review"),
        RhythmKind.SATISFACTION: translate("words", "satisfaction question"),
        RhythmKind.KEY_DATE: translate("words", "key date"),
        RhythmKind.PERSONAL: translate("words", "personal word"),
        RhythmKind.WIN_BACK: translate("words", "win back"),
    }[kind]


def gap_words(days: int | None) -> str:
    """ "+4 days" when later than they expect, "2 days early" when sooner; never a bare minus."""
    if days is None:
        return ""
    if days == 0:
        return translate("words", "on the day")
    if days == 1:
        return translate("words", "+1 day")
    if days > 1:
        return translate("words", "+{days} days").format(days=days)
    if days == -1:
        return translate("words", "1 day early")
    return translate("words", "{days} days early").format(days=-days)


def next_word(view: ClientCheckInView | None, today: date) -> str:
    """When a client is owed its next word: a word and a date, as short as a table cell."""
    if view is None or view.state is CheckInState.NOT_LISTED:
        return translate("words", "not listed")
    on = day_text(view.due_on, today) if view.due_on else ""
    if view.state is CheckInState.ON_HOLD:
        return _held_words(view, today)
    if view.state is CheckInState.SNOOZED:
        return _until(translate("words", "put off"), view.paused_until, today)
    if view.state is CheckInState.QUIET:
        if view.quiet_days == 1:
            return translate("words", "quiet for 1 day")
        return translate("words", "quiet for {days} days").format(days=view.quiet_days)
    if not on:
        return translate("words", "nothing due")
    if view.state is CheckInState.OVERDUE and view.owed_kind is not None and view.owed_kind not in PRINTED:
        return translate("words", "due since {day}").format(day=on)
    return {
        CheckInState.OVERDUE: translate("words", "overdue since {day}"),
        CheckInState.DUE: translate("words", "due today"),
        CheckInState.DUE_SOON: translate("words", "due {day}"),
        CheckInState.COVERED: translate("words", "covered, {day}"),
        CheckInState.NOT_YET: translate("words", "next {day}"),
    }[view.state].format(day=on)


def rhythm_state_words(rhythm: RhythmStatusView, today: date) -> str:
    """How one rhythm stands; overdue is only what was promised to the client."""
    on = day_text(rhythm.due_on, today) if rhythm.due_on else ""
    if rhythm.state is RhythmState.OVERDUE:
        if len(rhythm.missed) > 1 and rhythm.kind in PRINTED:
            return translate("words", "overdue since {day}, {count} missed").format(
                day=on, count=len(rhythm.missed)
            )
        if rhythm.kind not in PRINTED:
            return translate("words", "due since {day}").format(day=on)
        return translate("words", "overdue since {day}").format(day=on)
    if not on:
        return translate("words", "nothing due")
    return {
        RhythmState.DUE: translate("words", "due today"),
        RhythmState.DUE_SOON: translate("words", "due {day}"),
        RhythmState.COVERED: translate("words", "covered by a meeting, due {day}"),
        RhythmState.NOT_YET: translate("words", "next {day}"),
    }[rhythm.state].format(day=on)


def _held_words(view: ClientCheckInView, today: date) -> str:
    """Until when a client is on hold: a date, what ends it by itself, or whichever of both comes first."""
    if view.hold_event is None:
        return _until(translate("words", "on hold"), view.paused_until, today)
    words = {
        HoldEvent.REPLY: translate("words", "on hold until they answer"),
        HoldEvent.SIGNED: translate("words", "on hold until a paper is signed"),
        HoldEvent.START: translate("words", "on hold until the work starts"),
        HoldEvent.MILESTONE: translate("words", "on hold until the next milestone"),
    }[view.hold_event]
    if view.paused_until is None:
        return words
    return translate("words", "{words}, or until {day}").format(
        words=words, day=day_text(view.paused_until, today)
    )


def _until(word: str, until: date | None, today: date) -> str:
    if until is None:
        return translate("words", "{state} until released").format(state=word)
    return translate("words", "{state} until {day}").format(state=word, day=day_text(until, today))


def hours_words(minutes: int) -> str:
    """A length of work: "6 h 30"."""
    hours, rest = divmod(max(minutes, 0), 60)
    return (
        translate("words", "{hours} h {minutes}").format(hours=hours, minutes=f"{rest:02d}")
        if rest
        else (translate("words", "{hours} h").format(hours=hours))
    )


def over_words(planned: int, capacity: int) -> str:
    """By how much a plan is too long; empty when it fits."""
    if planned <= capacity:
        return ""
    return translate("words", "{length} too much").format(length=hours_words(planned - capacity))


def retainer_words(balance: RetainerBalance) -> str:
    """How a retainer's month stands: "6 h 30 left of 12 h (2 h carried over)"."""
    whole = balance.included_minutes + balance.carried_minutes
    if balance.left_minutes < 0:
        words = translate("words", "{over} over the {whole} of this month").format(
            over=hours_words(-balance.left_minutes), whole=hours_words(whole)
        )
    else:
        words = translate("words", "{left} left of {whole} this month").format(
            left=hours_words(balance.left_minutes), whole=hours_words(whole)
        )
    if balance.carried_minutes:
        words = translate("words", "{words}, {carried} of it carried over").format(
            words=words, carried=hours_words(balance.carried_minutes)
        )
    return words
