"""From gathered facts to judged views. Light on imports: the first paint uses it before SQLModel is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from clientdesk.models.enums import CheckInState, RhythmKind, RhythmState
from clientdesk.models.schedule import ClientStatus, WorkCalendar, client_status
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.services.check_in_words import reason
from clientdesk.services.rhythm_names import RowNames
from clientdesk.services.told_words import last_told
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import CheckInRow, Fetch

_BY_URGENCY = (
    CheckInState.OVERDUE,
    CheckInState.QUIET,
    CheckInState.DUE,
    CheckInState.DUE_SOON,
    CheckInState.COVERED,
    CheckInState.NOT_YET,
    CheckInState.SNOOZED,
    CheckInState.ON_HOLD,
    CheckInState.NOT_LISTED,
)
_URGENCY = {state: rank for rank, state in enumerate(_BY_URGENCY)}
_ASKING = frozenset({RhythmState.OVERDUE, RhythmState.DUE})
OWED = (CheckInState.OVERDUE, CheckInState.QUIET, CheckInState.DUE)


TOLD_OF = frozenset({*OWED, CheckInState.DUE_SOON})
"""States in which it is said what they were told last."""


class LastTold(Protocol):
    """Gives what some clients were told last, in words."""

    def __call__(self, client_ids: Sequence[str]) -> Mapping[str, str]: ...


def judge(
    rows: Sequence[CheckInRow],
    today: date,
    calendar: WorkCalendar,
    tr: Translate = str,
    told: LastTold | None = None,
) -> list[ClientCheckInView]:
    """Judge gathered facts; the most urgent first, then the earliest date, then by name.

    Args:
        told: asked once, for all of whom it is to be said.
    """
    judged = [(row, client_status(row.facts, today, calendar)) for row in rows]
    said: Mapping[str, str] = {}
    if told is not None:
        said = told([status.client_id for _, status in judged if status.state in TOLD_OF])
    views = [_view(row, status, today, calendar, tr, said) for row, status in judged]
    views.sort(key=urgency)
    return views


def telling(fetch: Fetch, today: date, zone: ZoneInfo, tr: Translate = str) -> LastTold:
    """What clients were told last, from one snapshot."""
    return lambda client_ids: last_told(fetch, client_ids, today, zone, tr)


def urgency(view: ClientCheckInView) -> tuple[int, date, str, str]:
    """What lists are ordered by."""
    return _URGENCY[view.state], view.due_on or date.max, view.client.casefold(), view.client_id


def owed(views: list[ClientCheckInView]) -> list[ClientCheckInView]:
    """Those who are waiting for a word now."""
    return [view for view in views if view.state in OWED]


def _view(
    row: CheckInRow,
    status: ClientStatus,
    today: date,
    calendar: WorkCalendar,
    tr: Translate,
    told: Mapping[str, str],
) -> ClientCheckInView:
    facts, state = row.facts, status.state
    on_hold = state is CheckInState.ON_HOLD
    snoozed = state is CheckInState.SNOOZED
    return ClientCheckInView(
        facts.client_id,
        row.name,
        row.colour,
        row.tier,
        state,
        status.due_on,
        status.limit_on,
        status.limit_days,
        status.quiet_days,
        status.rhythms,
        reason(status, today, tr, RowNames(row, today, calendar)),
        _owed_kind(status),
        facts.hold_until if on_hold else facts.snoozed_until if snoozed else None,
        row.hold_reason if on_hold else row.snooze_reason if snoozed else "",
        row.last_touch_at,
        row.zone,
        status.underlying,
        told.get(facts.client_id, ""),
        "",
        row.hold_event if on_hold else None,
    )


def _owed_kind(status: ClientStatus) -> RhythmKind | None:
    kind, earliest = None, date.max
    for rhythm in status.rhythms:
        on = rhythm.due_on
        if rhythm.state in _ASKING and on is not None and (kind is None or on < earliest):
            kind, earliest = rhythm.kind, on
    return kind
