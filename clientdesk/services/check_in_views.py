"""From gathered facts to judged views. Light on imports: the first paint uses it before SQLModel is loaded."""

from __future__ import annotations

from datetime import date

from clientdesk.models.enums import CheckInState, RhythmKind, RhythmState
from clientdesk.models.schedule import ClientStatus, WorkCalendar, client_status
from clientdesk.models.views.check_ins import ClientCheckInView, RhythmStatusView
from clientdesk.services.check_in_words import reason
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import CheckInRow

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
OWED = (CheckInState.OVERDUE, CheckInState.QUIET, CheckInState.DUE)


def judge(
    rows: list[CheckInRow], today: date, calendar: WorkCalendar, tr: Translate = str
) -> list[ClientCheckInView]:
    """Judge gathered facts; the most urgent first, then the earliest date, then by name."""
    views = [_view(row, client_status(row.facts, today, calendar), today, tr) for row in rows]
    views.sort(
        key=lambda view: (
            _URGENCY[view.state],
            view.due_on or date.max,
            view.client.casefold(),
        )
    )
    return views


def owed(views: list[ClientCheckInView]) -> list[ClientCheckInView]:
    """Those who are waiting for a word now."""
    return [view for view in views if view.state in OWED]


def _view(row: CheckInRow, status: ClientStatus, today: date, tr: Translate) -> ClientCheckInView:
    on_hold = status.state is CheckInState.ON_HOLD
    snoozed = status.state is CheckInState.SNOOZED
    return ClientCheckInView(
        client_id=row.facts.client_id,
        client=row.name,
        colour=row.colour,
        tier=row.tier,
        state=status.state,
        due_on=status.due_on,
        limit_on=status.limit_on,
        limit_days=status.limit_days,
        quiet_days=status.quiet_days,
        rhythms=tuple(
            [RhythmStatusView(r.rhythm_id, r.kind, r.state, r.due_on, r.missed) for r in status.rhythms]
        ),
        reason=reason(status, today, tr),
        owed_kind=_owed_kind(status),
        paused_until=row.facts.hold_until if on_hold else row.facts.snoozed_until if snoozed else None,
        pause_reason=row.hold_reason if on_hold else row.snooze_reason if snoozed else "",
        last_touch_at=row.last_touch_at,
        zone=row.zone,
        underlying=status.underlying,
    )


def _owed_kind(status: ClientStatus) -> RhythmKind | None:
    asking = [
        rhythm
        for rhythm in status.rhythms
        if rhythm.state in (RhythmState.OVERDUE, RhythmState.DUE) and rhythm.due_on is not None
    ]
    return min(asking, key=lambda rhythm: rhythm.due_on or date.max).kind if asking else None
