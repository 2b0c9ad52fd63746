"""What To place offers by itself: milestones, rhythms and recurring work that nobody has taken up yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, func, or_, select
from sqlmodel import Session

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.check_ins import known_since
from clientdesk.models.enums import CheckInState, Impact, RhythmKind, RhythmState, WorkKind, WorkOrigin
from clientdesk.models.errors import InvalidInput
from clientdesk.models.recurrence import occurrences
from clientdesk.models.rhythms import RhythmRule, rhythm_status
from clientdesk.models.tables import Client, Engagement, Milestone, RecurringWork, WorkItem
from clientdesk.models.work_keys import SourceKey
from clientdesk.services.judged import Judged
from clientdesk.services.rows import table_of
from clientdesk.services.taking_up import rhythm_minutes, rhythm_title, rhythm_work
from clientdesk.services.wording import Translate
from clientdesk.services.work_words import milestone_choice_words, milestone_source, rhythm_source, rule_words
from clientdesk.store.first_reads import CheckInRow

MILESTONE_DAYS = 21
"""Milestones due so far ahead are offered."""

MISSED_DAYS = 14
"""Recurring work that nobody took up is still offered so long after its day."""

_CLIENT = table_of(Client).c
_ENGAGEMENT = table_of(Engagement).c
_MILESTONE = table_of(Milestone).c
_ITEM = table_of(WorkItem).c
_RECURRING = table_of(RecurringWork).c
_CHUNK = 400
_PAUSED = frozenset({CheckInState.NOT_LISTED, CheckInState.ON_HOLD, CheckInState.SNOOZED})


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing offered."""

    key: SourceKey
    title: str
    client_id: str | None
    client_name: str
    client_colour: int | None
    source_words: str
    due_on: date | None
    estimate_minutes: int | None = None
    engagement_id: str | None = None
    milestone_id: str | None = None
    expected_on: date | None = None
    planned_on: date | None = None
    kind: WorkKind = WorkKind.OTHER
    impact: Impact = Impact.NORMAL
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that matter: today, and the week shown from `first` to `last`."""

    today: date
    first: date

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


def taken_up(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of some keys which somebody has done, dropped, put off or given time: a work item remembers them."""
    taken: set[str] = set()
    for start in range(0, len(keys), _CHUNK):
        query = select(_ITEM.source_key).where(
            _ITEM.source_key.in_(keys[start : start + _CHUNK]), _ITEM.source_key != ""
        )
        taken.update(session.execute(query).scalars())
    return taken


def milestone_offers(
    session: Session, days: Days, tr: Translate = str, milestone_id: str | None = None
) -> list[Offer]:
    """Open milestones due within three weeks (of today or of the week shown) that no open work carries."""
    due_on = func.coalesce(_MILESTONE.planned_on, _MILESTONE.expected_on, _MILESTONE.agreed_on)
    carried = exists().where(
        _ITEM.milestone_id == _MILESTONE.id, _ITEM.done_at.is_(None), _ITEM.dropped_at.is_(None)
    )
    until = max(days.today, days.first) + timedelta(days=MILESTONE_DAYS)
    query = (
        select(
            _MILESTONE.id,
            _MILESTONE.title,
            _MILESTONE.agreed_on,
            _MILESTONE.expected_on,
            _MILESTONE.planned_on,
            _MILESTONE.estimate_minutes,
            _MILESTONE.engagement_id,
            _ENGAGEMENT.client_id,
            _CLIENT.name,
            _CLIENT.colour,
        )
        .join(_ENGAGEMENT.id.table, _ENGAGEMENT.id == _MILESTONE.engagement_id)
        .join(_CLIENT.id.table, _CLIENT.id == _ENGAGEMENT.client_id)
    )
    if milestone_id is not None:
        query = query.where(_MILESTONE.id == milestone_id)
    else:
        query = query.where(
            _MILESTONE.actual_on.is_(None), due_on <= until, ~carried, _CLIENT.archived_at.is_(None)
        )
    return [
        Offer(
            SourceKey(WorkOrigin.MILESTONE, row.id),
            row.title,
            row.client_id,
            row.name,
            row.colour,
            milestone_source(row.planned_on, row.expected_on, row.agreed_on, tr),
            row.planned_on or row.expected_on or row.agreed_on,
            estimate_minutes=row.estimate_minutes,
            engagement_id=row.engagement_id,
            milestone_id=row.id,
            expected_on=row.expected_on,
            planned_on=row.planned_on,
        )
        for row in session.execute(query)
    ]


def milestone_choices(
    session: Session, client_id: str, also: str | None, tr: Translate = str
) -> list[tuple[str, str]]:
    """Open milestones of a client and perhaps one more, by date: id and "Report, expected Thu 16 Oct"."""
    due_on = func.coalesce(_MILESTONE.planned_on, _MILESTONE.expected_on, _MILESTONE.agreed_on)
    query = (
        select(
            _MILESTONE.id,
            _MILESTONE.title,
            _MILESTONE.planned_on,
            _MILESTONE.expected_on,
            _MILESTONE.agreed_on,
        )
        .join(_ENGAGEMENT.id.table, _ENGAGEMENT.id == _MILESTONE.engagement_id)
        .where(
            _ENGAGEMENT.client_id == client_id,
            or_(_MILESTONE.actual_on.is_(None), _MILESTONE.id == also),
        )
        .order_by(due_on.is_(None), due_on, _MILESTONE.position)
    )
    return [
        (row.id, milestone_choice_words(row.title, row.planned_on, row.expected_on, row.agreed_on, tr))
        for row in session.execute(query)
    ]


def rhythm_offers(judged: Judged, days: Days, calendar: WorkCalendar, tr: Translate = str) -> list[Offer]:
    """What is promised up to the end of the week shown; not what a booked meeting covers, nor while on hold."""
    views = {view.client_id: view for view in judged.views}
    found: list[Offer] = []
    last = days.last
    for row in judged.rows:
        view = views[row.facts.client_id]
        if view.state in _PAUSED:
            continue
        near = {one.rhythm_id for one in view.rhythms if one.due_on is not None and one.due_on <= last}
        for rule in row.facts.rhythms:
            if rule.rhythm_id in near:
                found += [_of_rhythm(row, rule, on, days, tr) for on in _owed(row, rule, days, calendar)]
    return found


def rhythm_offer(judged: Judged, rhythm_id: str, on: date, days: Days, tr: Translate = str) -> Offer | None:
    """One day of one rhythm; None when there is no such rhythm any more."""
    for row in judged.rows:
        for rule in row.facts.rhythms:
            if rule.rhythm_id == rhythm_id:
                return _of_rhythm(row, rule, on, days, tr)
    return None


def _owed(row: CheckInRow, rule: RhythmRule, days: Days, calendar: WorkCalendar) -> list[date]:
    """Days of one rhythm to offer, as the rules of check-ins give and cover them."""
    facts = row.facts
    since = known_since(facts, days.today)
    kept_on = facts.last_held.get(rule.kind)
    # All that is unsettled by the end of the week is missed the day after it.
    after = max(days.last, days.today) + timedelta(days=1)
    unsettled = rhythm_status(rule, kept_on, since, after, calendar).missed
    owed: list[date] = []
    for on in unsettled:
        if on < days.today or not _is_covered(row, rule, kept_on, since, days.today, calendar):
            owed.append(on)
        kept_on = on
    return wanted(owed, days)


def _is_covered(
    row: CheckInRow,
    rule: RhythmRule,
    kept_on: date | None,
    since: date,
    today: date,
    calendar: WorkCalendar,
) -> bool:
    """Whether a booked meeting stands for the occurrence after the one kept (or passed over) last."""
    if rule.kind is RhythmKind.UPDATE:
        return False
    booked = tuple(touch for touch in row.facts.booked if touch.on >= today)
    status = rhythm_status(rule, kept_on, since, today, calendar, booked)
    return status.state is RhythmState.COVERED


def _of_rhythm(row: CheckInRow, rule: RhythmRule, on: date, days: Days, tr: Translate) -> Offer:
    return Offer(
        SourceKey(WorkOrigin.RHYTHM, rule.rhythm_id, on),
        rhythm_title(rule.kind, tr),
        row.facts.client_id,
        row.name,
        row.colour,
        rhythm_source(rule.kind, on, days.today, tr),
        on,
        estimate_minutes=rhythm_minutes(rule.kind),
        kind=rhythm_work(rule.kind),
    )


def recurring_offers(
    session: Session, days: Days, tr: Translate = str, recurring_id: str | None = None
) -> list[Offer]:
    """Occurrences of recurring work up to the end of the week shown, and the last one missed."""
    query = (
        select(
            _RECURRING.id,
            _RECURRING.title,
            _RECURRING.client_id,
            _RECURRING.engagement_id,
            _RECURRING.kind,
            _RECURRING.impact,
            _RECURRING.estimate_minutes,
            _RECURRING.rule,
            _RECURRING.starts_on,
            _RECURRING.notes,
            _CLIENT.name,
            _CLIENT.colour,
            _ENGAGEMENT.ends_on,
        )
        .outerjoin_from(_RECURRING.id.table, _CLIENT.id.table, _CLIENT.id == _RECURRING.client_id)
        .outerjoin(_ENGAGEMENT.id.table, _ENGAGEMENT.id == _RECURRING.engagement_id)
    )
    if recurring_id is not None:
        query = query.where(_RECURRING.id == recurring_id)
    else:
        query = query.where(
            _RECURRING.is_paused.is_(False),
            _RECURRING.starts_on <= days.last,
            or_(_RECURRING.client_id.is_(None), _CLIENT.archived_at.is_(None)),
        )
    found: list[Offer] = []
    for row in session.execute(query):
        try:
            all_days = occurrences(
                row.rule, row.starts_on, days.today - timedelta(days=MISSED_DAYS), max(days.last, days.today)
            )
        except InvalidInput:  # written by another program; its form says what is wrong
            continue
        found += [
            Offer(
                SourceKey(WorkOrigin.RECURRING, row.id, on),
                row.title,
                row.client_id,
                row.name or "",
                row.colour,
                rule_words(row.rule, row.starts_on, tr),
                on,
                estimate_minutes=row.estimate_minutes,
                engagement_id=row.engagement_id,
                kind=row.kind,
                impact=row.impact,
                notes=row.notes,
            )
            for on in wanted(all_days, days)
            if row.ends_on is None or on <= row.ends_on
        ]
    return found


def wanted(dates: Iterable[date], days: Days) -> list[date]:
    """Of what comes again: the last one missed, the next one, and those of the week shown."""
    today, first, last = days.today, days.first, days.last
    missed: list[date] = []
    ahead: list[date] = []
    for day in dates:
        if day < today:
            missed = [day]
        elif day <= last and (not ahead or day >= first):
            ahead.append(day)
    return missed + ahead
